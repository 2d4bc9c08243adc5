//! Lines of a lexicon that can't be used.

use std::path::PathBuf;

use thiserror::Error;

use super::files;
use super::line::Field;
use crate::corpus::EntityType;
use crate::knowledge::FileError;

/// Why a lexicon can't be used.
#[derive(Debug, Error)]
pub enum LexiconError {
    /// A line that means nothing: `SIGNED<tab>v sign`.
    #[error("{}, line {line}, column {column}: {problem}", file.display())]
    Line {
        /// The file.
        file: PathBuf,
        /// Line number from 1.
        line: usize,
        /// Number of the character in the line, from 1.
        column: usize,
        /// What is wrong with it.
        problem: Problem,
    },
    /// A file that isn't one of the lexicon's: `verbs.tsv`.
    #[error("{} is no file of a lexicon; the names are {}", file.display(), files::names())]
    File {
        /// The file.
        file: PathBuf,
    },
    /// A file that can't be read, or not as text.
    #[error(transparent)]
    Unread(#[from] FileError),
}

/// What is wrong with a line of a lexicon, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// Too few or too many columns: `SIGNED<tab>v sign`.
    #[error("a line here is {expected}, set apart by tabs; found {found} of them")]
    Columns {
        /// What the columns hold.
        expected: &'static str,
        /// How many there are.
        found: usize,
    },
    /// Nothing between two separators: `v take in||take back`.
    #[error("nothing stands here; write a word or drop the separator")]
    Empty,
    /// A word that no text gives: `Mayor`.
    #[error("words stand here as in a dictionary; write `{lower}`")]
    Case {
        /// The word in lower case.
        lower: String,
    },
    /// `sued`
    #[error("a relation's name is capitals, digits and `_`; write `{suggestion}`")]
    Relation {
        /// The name in capitals.
        suggestion: String,
    },
    /// `NOT_SUED`
    #[error(
        "`{prefix}` is put before a relation by what the text says of it; write `{rest}`, or `-{rest}` where the words say that it is not so"
    )]
    Prefixed {
        /// What it begins with.
        prefix: &'static str,
        /// The relation without it.
        rest: String,
    },
    /// `MENTIONED_IN`
    #[error("`{found}` leads from entities to articles; choose another name")]
    Reserved {
        /// The name.
        found: String,
    },
    /// A trigger that doesn't tell its word class: `verb sue`.
    #[error(
        "a trigger begins with `v ` (verb), `n ` (noun), `a ` (adjective) or `x ` (participle behind a hyphen); write `v {word}`"
    )]
    Trigger {
        /// The word, or a verb where there is none.
        word: String,
    },
    /// A trigger of three words: `v put up with`.
    #[error("a trigger is one word, or a word with one particle or preposition; write `{first}`")]
    Words {
        /// Its first two words.
        first: String,
    },
    /// A slot that isn't known: `subject`.
    #[error("`{found}` is no place of an argument; write {allowed}")]
    Slot {
        /// The slot as written.
        found: String,
        /// The slots of the trigger's word class.
        allowed: &'static str,
    },
    /// A type that isn't one of the contract's: `Human`.
    #[error("`{found}` is no entity type; write {}", type_names())]
    Type {
        /// The type as written.
        found: String,
    },
    /// Types without the sign between subject and object: `Person`.
    #[error("types are what the subject may be, `>`, what the object may be; write `{found} > *`")]
    Arrow {
        /// The types as written.
        found: String,
    },
    /// A word that isn't one of a column's few.
    #[error("`{found}` is none of {allowed}")]
    Choice {
        /// The word as written.
        found: String,
        /// Those that are known.
        allowed: &'static str,
    },
    /// A rating such as `good`.
    #[error("`{found}` is no rating; write a number from -4 (blame) to 4 (praise)")]
    Rating {
        /// The rating as written.
        found: String,
    },
    /// A line that takes back what isn't there: `!speech`.
    #[error(
        "the lexicon holds no `{found}` that could be taken back; look for it in the built-in {file}"
    )]
    NothingTakenBack {
        /// What is taken back.
        found: String,
        /// The name of the file.
        file: &'static str,
    },
}

/// What is wrong, and the column where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) column: usize,
    pub(super) problem: Problem,
}

/// A line that takes back what isn't there.
pub(super) fn nothing_taken_back(what: Field, file: &'static str) -> Wrong {
    what.wrong(Problem::NothingTakenBack { found: what.text().to_owned(), file })
}

fn type_names() -> String {
    format!("`*`, `Party` or one of {}", EntityType::ALL.map(EntityType::as_str).join(", "))
}
