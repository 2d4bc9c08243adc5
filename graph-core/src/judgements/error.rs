//! Lines of `aliases.tsv` that can't be used.

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::knowledge::FileError;

/// Why the judgements on names can't be used.
#[derive(Debug, Error)]
pub enum JudgementError {
    /// A line that means nothing, or the opposite of others.
    #[error("{}, {wrong}", file.display())]
    Line {
        /// The file.
        file: PathBuf,
        /// What is wrong, and where.
        wrong: Wrong,
    },
    /// A file that can't be read, or not as text.
    #[error(transparent)]
    File(#[from] FileError),
}

/// A line that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {problem}")]
pub struct Wrong {
    /// Line number from 1.
    pub line: u32,
    /// Number of the character in the line, from 1.
    pub column: usize,
    /// What is wrong, and what to write instead.
    pub problem: Problem,
}

/// What is wrong with a line, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// A line that begins otherwise: `alias<tab>Rubio<tab>Marco Rubio`.
    #[error("a line begins with `same` or `not`, found `{found}`")]
    Verdict {
        /// How it begins.
        found: String,
    },
    /// Spaces or commas between names: `same Rubio, Marco Rubio`.
    #[error("the columns are set apart by tabs; write `{word}`, a tab, a name, a tab, a name")]
    NoTabs {
        /// The word that the line begins with.
        word: String,
    },
    /// Nothing, or only signs, where a name should stand: `same<tab>Rubio<tab>—`.
    #[error("`{found}` is no name; write one with letters or digits, or drop the tab before it")]
    NoName {
        /// What stands there.
        found: String,
    },
    /// `same<tab>Rubio`
    #[error("{} and found {found}", too_few(*.same))]
    TooFew {
        /// Whether it is a `same` line.
        same: bool,
        /// How many names there are.
        found: usize,
    },
    /// `not` with a hundred and one names.
    #[error("a `not` line sets at most {most} names apart; write several lines")]
    TooMany {
        /// How many it may have.
        most: usize,
    },
    /// `not<tab>U.S.<tab>US`
    #[error(
        "`{name}` and `{other}` are one name: case, accents, dots and `the` don't set names apart"
    )]
    OneName {
        /// The name.
        name: String,
        /// The one before it.
        other: String,
    },
    /// `same<tab>A<tab>B`, and below `not<tab>A<tab>B`.
    #[error(
        "`{name}` and `{other}` are said not to be the same, but are the same by {}; keep one or the other",
        line_numbers(.lines)
    )]
    Contradiction {
        /// The one name.
        name: String,
        /// The other name.
        other: String,
        /// The lines that make them the same.
        lines: Vec<u32>,
    },
}

impl Wrong {
    pub(crate) fn in_file(self, file: &Path) -> JudgementError {
        JudgementError::Line { file: file.to_owned(), wrong: self }
    }
}

impl Problem {
    /// How a line begins that doesn't begin with `same` or `not`.
    pub(super) fn verdict(found: &str) -> Self {
        let found = found.trim();
        let first = found.split([' ', ',', ';', ':']).next().unwrap_or_default();
        let word = first.to_lowercase();
        match word.as_str() {
            "same" | "not" if first.len() < found.len() => Self::NoTabs { word },
            _ => Self::Verdict { found: found.chars().take(40).collect() },
        }
    }
}

fn too_few(same: bool) -> &'static str {
    if same {
        "`same` takes the name to use, a tab, and at least one other name,"
    } else {
        "`not` takes at least two names set apart by a tab,"
    }
}

pub(super) fn line_numbers(lines: &[u32]) -> String {
    let numbers: Vec<String> = lines.iter().map(u32::to_string).collect();
    match numbers.split_last() {
        Some((last, [])) => format!("line {last}"),
        Some((last, others)) => format!("lines {} and {last}", others.join(", ")),
        None => String::new(),
    }
}
