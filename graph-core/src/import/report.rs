//! Which lines are left out, and why.

use std::fmt::{self, Display, Formatter};
use std::path::Path;
use std::sync::Arc;

use thiserror::Error;

use super::header::Side;
use super::value::BadValue;

/// How many lines are told one by one; further ones are counted.
const MOST: usize = 10_000;

/// Lines that are left out.
#[derive(Clone, Debug, Default)]
pub struct Refused {
    /// The first of them, in the order of reading.
    pub listed: Vec<Refusal>,
    /// How many there are in all.
    pub count: usize,
}

/// A line that is left out.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Its file.
    pub file: Arc<Path>,
    /// Its number, from 1; of a record of several lines, the first.
    pub line: u64,
    /// Why.
    pub reason: Reason,
}

impl Display for Refusal {
    /// `people.csv, line 7: it has no id`
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: {}", self.file.display(), self.line, self.reason)
    }
}

/// Why a line is left out. Words of files stand in it as they are.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "the words of each say what it is")]
pub enum Reason {
    #[error("it has {found} fields, the header {expected}")]
    Fields { found: usize, expected: usize },
    #[error("column `{column}` is no UTF-8")]
    NotUtf8 { column: String },
    #[error("column `{column}`: {problem}")]
    Value { column: String, problem: BadValue },
    #[error("it has no id")]
    NoId,
    #[error("another node{} has the id `{id}`", of(space))]
    Duplicate { id: String, space: String },
    #[error("it has no id of where it {}s", verb(*start))]
    NoEnd { start: bool },
    #[error("it {}s at `{id}`, which is no id{}", verb(*start), of(space))]
    UnknownEnd { start: bool, id: String, space: String },
    #[error("it has no type")]
    NoKind,
    #[error("{0}")]
    Json(String),
}

fn verb(start: bool) -> &'static str {
    if start { "start" } else { "end" }
}

/// The space of an id in words; most often there is but one, without a name.
fn of(space: &str) -> String {
    if space.is_empty() { String::new() } else { format!(" of {space}") }
}

impl Reason {
    pub(super) fn no_end(side: Side) -> Self {
        Self::NoEnd { start: side == Side::Start }
    }

    pub(super) fn unknown_end(side: Side, id: String, space: &str) -> Self {
        Self::UnknownEnd { start: side == Side::Start, id, space: space.to_owned() }
    }
}

impl Refused {
    /// Whether every line was taken.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn add(&mut self, refusal: Refusal) {
        self.count += 1;
        if self.listed.len() < MOST {
            self.listed.push(refusal);
        }
    }
}
