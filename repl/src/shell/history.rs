//! What was typed in earlier sessions.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use rustyline::Config;
use rustyline::history::{FileHistory, History as _};

use crate::report::Report;
use crate::script;

/// Entries that are kept, the last ones.
pub(super) const MOST: usize = 10_000;

/// What a file of entries begins with.
const HEADER: [u8; 4] = *b"#V2\n";

/// Where entries are kept between sessions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// In the user's state folder.
    #[default]
    ByUser,
    /// In this file.
    In(PathBuf),
    /// Nowhere.
    Nowhere,
}

impl From<Option<&Path>> for Keeping {
    /// What `--history` says.
    fn from(said: Option<&Path>) -> Self {
        match said {
            None => Self::ByUser,
            Some(none) if none.as_os_str() == "none" => Self::Nowhere,
            Some(file) => Self::In(file.to_owned()),
        }
    }
}

/// The entries of a file, and those that were added to it; readable by the user alone. Sessions
/// at the same time add to it in turn.
pub(super) struct History {
    file: Option<PathBuf>,
    entries: FileHistory,
    /// Whether it is told that the file can't be written.
    tells: bool,
}

impl History {
    /// Reads the entries that are kept.
    pub(super) fn open(keeping: &Keeping, config: &Config) -> Self {
        let file = match keeping {
            Keeping::ByUser => file_of_user(),
            Keeping::In(file) if is_other(file) => {
                let report = Report::warning(format!("{} is no history", file.display()));
                report.help("what is typed is kept nowhere; name a new file").print();
                None
            }
            Keeping::In(file) => Some(file.clone()),
            Keeping::Nowhere => None,
        };
        let mut entries = FileHistory::with_config(config);
        if let Some(file) = &file {
            // The first session has none.
            let _ = entries.load(file);
        }
        // A read-only home is no reason to bother anyone.
        Self { file, entries, tells: matches!(keeping, Keeping::In(_)) }
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = &String> {
        self.entries.iter()
    }

    /// Adds the entries of a text, each for itself.
    pub(super) fn add<'t>(&mut self, text: &'t str) -> Vec<&'t str> {
        let starts: Vec<usize> =
            script::entries(text).iter().map(|entry| entry.span.start).collect();
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        let added: Vec<&str> = if starts.len() > 1 {
            starts.iter().zip(ends).map(|(&start, end)| text[start..end].trim_end()).collect()
        } else {
            vec![text.trim_end()]
        };
        for entry in &added {
            let _ = self.entries.add(entry);
        }
        self.write();
        added
    }

    fn write(&mut self) {
        let Some(file) = &self.file else { return };
        if let Err(error) = self.entries.append(file)
            && std::mem::take(&mut self.tells)
        {
            let problem = format!("{}: the history can't be written: {error}", file.display());
            Report::warning(problem).print();
        }
    }
}

/// Whether a file is there that holds something else.
fn is_other(file: &Path) -> bool {
    let Ok(about) = fs::metadata(file) else { return false };
    let mut start = [0; HEADER.len()];
    let read = File::open(file).and_then(|mut file| file.read_exact(&mut start));
    !about.is_file() || about.len() > 0 && (read.is_err() || start != HEADER)
}

/// The file in the user's state folder, which is made where it is missing.
fn file_of_user() -> Option<PathBuf> {
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let state = absolute("XDG_STATE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".local/state")))?;
    let folder = state.join("attest");
    fs::create_dir_all(&folder).ok()?;
    Some(folder.join("history"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(file: &Path) -> Vec<String> {
        let history = History::open(&Keeping::In(file.to_owned()), &Config::default());
        history.entries().cloned().collect()
    }

    #[test]
    fn sessions_at_the_same_time_keep_what_the_other_typed() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history");
        let keeping = Keeping::In(file.clone());
        let mut one = History::open(&keeping, &Config::default());
        let mut other = History::open(&keeping, &Config::default());
        one.add("MATCH (n)\nRETURN n;\n");
        other.add("who won");
        other.add("who won");
        one.add("RETURN 1; RETURN 'a;\nb'; // last\n");
        let all = ["MATCH (n)\nRETURN n;", "who won", "RETURN 1;", "RETURN 'a;\nb'; // last"];
        assert_eq!(kept(&file), all);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&file).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_file_of_something_else_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("article.txt");
        fs::write(&file, "Title: Talks\n\nIt rained.\n").expect("written");
        let mut history = History::open(&Keeping::In(file.clone()), &Config::default());
        history.add("who won");
        assert_eq!(fs::read_to_string(&file).expect("there"), "Title: Talks\n\nIt rained.\n");
    }

    #[test]
    fn what_is_said_of_the_history() {
        assert_eq!(Keeping::from(None), Keeping::ByUser);
        assert_eq!(Keeping::from(Some(Path::new("none"))), Keeping::Nowhere);
        assert_eq!(Keeping::from(Some(Path::new("h"))), Keeping::In("h".into()));
    }
}
