//! One more judgement in `aliases.tsv`, without a change to what a person wrote there.

use std::fs;
use std::path::Path;

use thiserror::Error;

use super::{JudgementError, Judgements, Problem, Wrong};
use crate::knowledge::file;
use crate::names::{clean_name, fold_name};

/// A byte order mark, which some editors write.
const MARK: char = '\u{feff}';

/// A file with one more judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The line, without its end.
    pub line: String,
    /// Its number, from 1.
    pub number: usize,
    /// The whole file.
    pub text: String,
}

/// Why a judgement isn't added.
#[derive(Debug, Error)]
pub enum NotAdded {
    /// The file that is there can't be used as it is.
    #[error(transparent)]
    File(#[from] JudgementError),
    /// `—` for a name, or `U.S.` and `US` as two.
    #[error("{0}")]
    Name(Problem),
    /// It is judged so already, or the names are one by how names are compared.
    #[error("it is judged so already{}", by(lines))]
    Known {
        /// The lines that say so; none where they are one name.
        lines: Vec<u32>,
    },
    /// The opposite stands in the file.
    #[error("`{name}` and `{other}` are said {} the same{}", if *.same { "to be" } else { "not to be" }, by(lines))]
    Contradicted {
        /// The one name.
        name: String,
        /// The other name.
        other: String,
        /// Whether the lines say that they are the same.
        same: bool,
        /// The lines.
        lines: Vec<u32>,
    },
}

/// Adds to a file that names are the same, called by the first, or that none of them is another;
/// a file that isn't there is begun. What stands in the file stays byte for byte, and the new line
/// ends as its lines do. Nothing is written yet.
///
/// # Errors
/// [`NotAdded`], where it is known already, contradicts lines of the file, or names nothing.
pub fn add(file: &Path, same: bool, names: &[&str]) -> Result<Added, NotAdded> {
    let before = match file::text(file) {
        Err(error) if error.is_absent() => String::new(),
        read => read.map_err(JudgementError::from)?,
    };
    let judgements = Judgements::read(&before).map_err(|wrong| wrong.in_file(file))?;
    let added = add_to(&before, &judgements, same, names)?;
    let marked = fs::read(file).is_ok_and(|bytes| bytes.starts_with(MARK.to_string().as_bytes()));
    let text = if marked { format!("{MARK}{}", added.text) } else { added.text };
    Ok(Added { text, ..added })
}

/// The same, to the text of a file.
///
/// # Errors
/// [`NotAdded`].
pub fn added(before: &str, same: bool, names: &[&str]) -> Result<Added, NotAdded> {
    let judgements =
        Judgements::read(before).map_err(|wrong| wrong.in_file(Path::new("aliases.tsv")))?;
    add_to(before, &judgements, same, names)
}

fn add_to(
    before: &str,
    judgements: &Judgements,
    same: bool,
    names: &[&str],
) -> Result<Added, NotAdded> {
    let names: Vec<String> = names.iter().map(|name| clean_name(name)).collect();
    let word = if same { "same" } else { "not" };
    let line = format!("{word}\t{}", names.join("\t"));
    let end = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let open = if before.is_empty() || before.ends_with('\n') { "" } else { end };
    let text = [before, open, &line, end].concat();
    let number = before.lines().count() + 1;
    // Names that can't be used are refused before they are looked up.
    Judgements::read(&line).map_err(|wrong| NotAdded::Name(wrong.problem))?;
    if known(judgements, same, &names) {
        return Err(NotAdded::Known { lines: saying(before, same, &names) });
    }
    match Judgements::read(&text) {
        Ok(_) => Ok(Added { line, number, text }),
        Err(wrong) => Err(contradicted(wrong, number as u32, !same)),
    }
}

fn known(judgements: &Judgements, same: bool, names: &[String]) -> bool {
    let folded: Vec<String> = names.iter().map(|name| fold_name(name)).collect();
    let pairs = folded.iter().enumerate().flat_map(|(at, name)| {
        folded[at + 1..].iter().map(move |other| (name.as_str(), other.as_str()))
    });
    { pairs }
        .all(|(a, b)| if same { judgements.are_same(a, b) } else { judgements.are_apart(a, b) })
}

/// The lines of a file by which names are what they are: those that its opposite contradicts.
fn saying(before: &str, same: bool, names: &[String]) -> Vec<u32> {
    let word = if same { "not" } else { "same" };
    let number = before.lines().count() as u32 + 1;
    let end = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    let opposite = [before, end, word, "\t", &names.join("\t"), "\n"].concat();
    match Judgements::read(&opposite) {
        Err(wrong) => others(&wrong, number),
        Ok(_) => Vec::new(),
    }
}

/// The lines of a contradiction but for one.
fn others(wrong: &Wrong, number: u32) -> Vec<u32> {
    let Problem::Contradiction { lines, .. } = &wrong.problem else { return Vec::new() };
    let mut lines: Vec<u32> = lines.iter().copied().chain([wrong.line]).collect();
    lines.sort_unstable();
    lines.dedup();
    lines.retain(|line| *line != number);
    lines
}

fn contradicted(wrong: Wrong, number: u32, same: bool) -> NotAdded {
    let lines = others(&wrong, number);
    match wrong.problem {
        Problem::Contradiction { name, other, .. } => {
            NotAdded::Contradicted { name, other, same, lines }
        }
        problem => NotAdded::Name(problem),
    }
}

fn by(lines: &[u32]) -> String {
    if lines.is_empty() {
        return ": the names differ by case, accents or dots alone".to_owned();
    }
    format!(" by {}", super::error::line_numbers(lines))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(before: &str, same: bool, names: &[&str]) -> Result<Added, String> {
        let judgements = Judgements::read(before).expect("judgements");
        add_to(before, &judgements, same, names).map_err(|error| error.to_string())
    }

    #[test]
    fn what_was_written_stays_and_lines_end_as_they_did() {
        let begun = added("", true, &["Marco Rubio", "the  Rubio"]).expect("added");
        assert_eq!((begun.number, &*begun.text), (1, "same\tMarco Rubio\tRubio\n"));
        let before = "# mine\r\nsame\tA B\tC\r\n\r\n# end";
        let added = added(before, false, &["C", "D"]).expect("added");
        assert_eq!(added.text, format!("{before}\r\nnot\tC\tD\r\n"));
        assert_eq!((added.number, &*added.line), (5, "not\tC\tD"));
    }

    #[test]
    fn contradictions_are_refused_with_the_lines_that_say_otherwise() {
        let before = "# first\nsame\tAnn\tBob\nsame\tBob\tEve\nnot\tAnn\tJoe\n";
        let refused = |same, names: &[&str]| added(before, same, names).expect_err("refused");
        assert_eq!(
            refused(false, &["Ann", "Eve"]),
            "`Ann` and `Eve` are said to be the same by lines 2 and 3"
        );
        let said = refused(true, &["Joe", "Eve"]);
        assert!(said.contains("not to be the same by lines 2, 3 and 4"), "{said}");
        assert_eq!(refused(true, &["ann", "Eve"]), "it is judged so already by lines 2 and 3");
        assert_eq!(refused(false, &["Joe", "Ann"]), "it is judged so already by line 4");
    }

    #[test]
    fn names_that_can_t_be_are_refused() {
        let refused = |same, names: &[&str]| added("", same, names).expect_err("refused");
        assert!(refused(true, &["—", "A"]).contains("is no name"));
        assert!(refused(false, &["U.S.", "US"]).contains("are one name"));
        assert!(refused(true, &["U.S.", "US"]).contains("alone"));
    }

    #[test]
    fn a_byte_order_mark_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("aliases.tsv");
        fs::write(&file, "\u{feff}same\tA\tB\n").expect("written");
        let added = add(&file, true, &["A", "C"]).expect("added");
        assert_eq!(added.text, "\u{feff}same\tA\tB\nsame\tA\tC\n");
        let begun = add(&folder.path().join("new.tsv"), true, &["A", "C"]).expect("added");
        assert_eq!(begun.text, "same\tA\tC\n");
    }
}
