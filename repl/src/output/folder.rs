//! A folder of files that is written whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use graph_core::export::visible;
use tempfile::{Builder, TempDir};

use super::parent;

/// The file in each folder that tells what wrote it: the format's name, then the path of each
/// other file, one a line. By it a folder is known to hold nothing but an earlier export.
const MARK: &str = ".attest-export";

/// Runs `write` on an empty folder beside the target and puts it in the target's place when it is
/// whole. A target that is there must be empty, or hold nothing but what an export of the same
/// format wrote.
///
/// # Errors
/// Where the target holds anything else, or something can't be written; the target is as it was.
pub(crate) fn to_folder(
    target: &Path,
    format: &str,
    write: impl FnOnce(&Path) -> io::Result<()>,
) -> io::Result<()> {
    // A link's target is replaced, not the link.
    let target = target.canonicalize().unwrap_or_else(|_| target.to_owned());
    check(&target, format)?;
    let made = beside(&target)?;
    write(made.path())?;
    let mut mark = fs::File::create(made.path().join(MARK))?;
    writeln!(mark, "{format}")?;
    files(made.path())?.iter().try_for_each(|file| writeln!(mark, "{file}"))?;
    replace(&target, made)
}

/// Puts a folder in the place of another, which is back where it was if that fails.
fn replace(target: &Path, made: TempDir) -> io::Result<()> {
    if target.exists() {
        let aside = beside(target)?;
        let old = aside.path().join("old");
        fs::rename(target, &old)?;
        if let Err(error) = fs::rename(made.path(), target) {
            fs::rename(&old, target)?;
            return Err(error);
        }
    } else {
        fs::rename(made.path(), target)?;
    }
    // It stands elsewhere now: there is nothing to clear away.
    let _ = made.keep();
    Ok(())
}

/// Refuses a target that holds what this export wouldn't write again.
fn check(target: &Path, format: &str) -> io::Result<()> {
    if !target.exists() {
        return Ok(());
    }
    if !target.is_dir() {
        return refuse("it is a file, and this format is a folder of files");
    }
    let held = files(target)?;
    let mark = match fs::read_to_string(target.join(MARK)) {
        Ok(mark) => mark,
        Err(_) if held.is_empty() => return Ok(()),
        Err(_) => return refuse("the folder holds other files"),
    };
    let mut lines = mark.lines();
    let earlier = lines.next().unwrap_or_default();
    if earlier != format {
        return refuse(&format!("the folder holds an export as {}", visible(earlier)));
    }
    let known: Vec<&str> = lines.collect();
    match held.iter().find(|file| !known.contains(&file.as_str())) {
        Some(file) => refuse(&format!("`{file}` in the folder is of no earlier export")),
        None => Ok(()),
    }
}

fn refuse(problem: &str) -> io::Result<()> {
    let problem = format!("{problem}; choose a new folder");
    Err(io::Error::new(io::ErrorKind::AlreadyExists, problem))
}

/// The files below a folder but the mark, as paths with `/`, in order; hidden characters are
/// spelled out, so that each is one line. A link counts as a file, wherever it leads.
fn files(folder: &Path) -> io::Result<Vec<String>> {
    let (mut found, mut open) = (Vec::new(), vec![(folder.to_owned(), String::new())]);
    while let Some((folder, prefix)) = open.pop() {
        for entry in folder.read_dir()? {
            let entry = entry?;
            let name = entry.file_name();
            let path = format!("{prefix}{}", visible(&name.to_string_lossy()));
            if entry.file_type()?.is_dir() {
                open.push((entry.path(), format!("{path}/")));
            } else if path != MARK {
                found.push(path);
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// A new folder beside the target, which is cleared away unless it is kept.
fn beside(target: &Path) -> io::Result<TempDir> {
    let mut builder = Builder::new();
    builder.prefix(".attest-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new folder: the process's mask takes its part away.
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    let folder: PathBuf = parent(target)?;
    builder.tempdir_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn export(target: &Path, format: &str, name: &str) -> io::Result<()> {
        to_folder(target, format, |folder| {
            fs::create_dir(folder.join("notes"))?;
            fs::write(folder.join("notes").join(name), "new")
        })
    }

    fn refusal(done: io::Result<()>) -> String {
        done.expect_err("refused").to_string()
    }

    #[test]
    fn an_earlier_export_is_replaced_and_nothing_else() {
        let top = tempfile::tempdir().expect("a folder");
        let target = top.path().join("out");
        export(&target, "csv", "a\nb").expect("written");
        export(&target, "csv", "c").expect("written");
        assert_eq!(files(&target).expect("readable"), ["notes/c"]);
        let said = refusal(export(&target, "markdown", "c"));
        assert_eq!(said, "the folder holds an export as csv; choose a new folder");
        fs::write(target.join("notes/mine"), "mine").expect("written");
        let said = refusal(export(&target, "csv", "d"));
        assert!(said.starts_with("`notes/mine` in the folder"), "{said}");
        assert_eq!(files(&target).expect("readable"), ["notes/c", "notes/mine"]);
        assert_eq!(top.path().read_dir().expect("readable").count(), 1);
    }

    #[test]
    fn folders_of_others_and_files_stay() {
        let top = tempfile::tempdir().expect("a folder");
        fs::write(top.path().join("mine"), "mine").expect("written");
        assert!(refusal(export(top.path(), "csv", "a")).contains("holds other files"));
        assert!(refusal(export(&top.path().join("mine"), "csv", "a")).contains("it is a file"));
        assert!(refusal(export(&top.path().join("no/out"), "csv", "a")).contains("no folder"));
        fs::create_dir(top.path().join("empty")).expect("made");
        export(&top.path().join("empty"), "csv", "a").expect("written");
        assert_eq!(files(top.path()).expect("readable").len(), 3);
    }

    #[test]
    fn a_failed_write_leaves_the_folder_as_it_was() {
        let top = tempfile::tempdir().expect("a folder");
        let target = top.path().join("out");
        export(&target, "csv", "a").expect("written");
        let failed = to_folder(&target, "csv", |folder| {
            fs::write(folder.join("half"), "half")?;
            Err(io::Error::other("stop"))
        });
        assert_eq!(refusal(failed), "stop");
        assert_eq!(files(&target).expect("readable"), ["notes/a"]);
        assert_eq!(top.path().read_dir().expect("readable").count(), 1);
    }
}
