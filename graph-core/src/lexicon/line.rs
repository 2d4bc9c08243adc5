//! Lines of a data file and their parts, each knowing its place.

use std::ops::Range;

use super::error::{Problem, Wrong};
use super::files::Origin;

/// What begins a line that takes back what the lexicon holds so far.
const TAKES_BACK: char = '!';

/// A line that adds to the lexicon or takes something back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// What it says, without the mark that takes it back.
    pub(super) text: Field<'a>,
    /// Whether what it says is no longer so.
    pub(super) taken_back: bool,
    pub(super) origin: Origin,
}

impl<'a> Line<'a> {
    /// The lines of a file that aren't blank or comments.
    pub(super) fn all(
        text: &'a str,
        origin: impl Fn(usize) -> Origin,
    ) -> impl Iterator<Item = Self> {
        text.lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
            .map(move |(at, line)| {
                let taken_back = line.starts_with(TAKES_BACK);
                let start = if taken_back { TAKES_BACK.len_utf8() } else { 0 };
                let text = Field { line, range: (start, line.len()) };
                Self { text, taken_back, origin: origin(at + 1) }
            })
    }

    /// The columns, of which there must be so many; `expected` says what they hold.
    pub(super) fn columns(
        self,
        allowed: Range<usize>,
        expected: &'static str,
    ) -> Result<Vec<Field<'a>>, Wrong> {
        let columns: Vec<Field> = self.text.split('\t').collect();
        if allowed.contains(&columns.len()) {
            return Ok(columns);
        }
        let beyond = columns.get(allowed.end - 1).or(columns.last()).copied();
        let problem = Problem::Columns { expected, found: columns.len() };
        Err(beyond.unwrap_or(self.text).wrong(problem))
    }
}

/// A part of a line without outer spaces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'a> {
    line: &'a str,
    /// First byte and the one behind the last.
    range: (usize, usize),
}

impl<'a> Field<'a> {
    pub(super) fn text(self) -> &'a str {
        &self.line[self.range.0..self.range.1]
    }

    pub(super) fn is_empty(self) -> bool {
        self.text().is_empty()
    }

    /// The part of a slice of this field's text.
    fn part(self, start: usize, end: usize) -> Self {
        let text = &self.line[start..end];
        let leading = text.len() - text.trim_start().len();
        let start = start + leading;
        Self { line: self.line, range: (start, start + text.trim().len()) }
    }

    pub(super) fn trimmed(self) -> Self {
        self.part(self.range.0, self.range.1)
    }

    /// What stands between separators, which may be nothing.
    pub(super) fn split(self, separator: char) -> impl Iterator<Item = Self> {
        let mut start = self.range.0;
        self.text().split(separator).map(move |text| {
            let part = self.part(start, start + text.len());
            start += text.len() + separator.len_utf8();
            part
        })
    }

    pub(super) fn split_once(self, separator: &str) -> Option<(Self, Self)> {
        let at = self.range.0 + self.text().find(separator)?;
        Some((self.part(self.range.0, at), self.part(at + separator.len(), self.range.1)))
    }

    pub(super) fn strip_prefix(self, prefix: char) -> Option<Self> {
        let rest = self.text().strip_prefix(prefix)?;
        Some(self.part(self.range.1 - rest.len(), self.range.1))
    }

    pub(super) fn strip_suffix(self, suffix: &str) -> Option<Self> {
        let rest = self.text().strip_suffix(suffix)?;
        Some(self.part(self.range.0, self.range.0 + rest.len()))
    }

    /// The parts between separators, none of them empty.
    pub(super) fn filled(self, separator: char) -> Result<Vec<Self>, Wrong> {
        let parts = self.split(separator);
        parts.map(|part| if part.is_empty() { Err(part.empty()) } else { Ok(part) }).collect()
    }

    /// A word or phrase as the parser gives it: in lower case.
    pub(super) fn lemma(self) -> Result<&'a str, Wrong> {
        let lower = self.text().to_lowercase();
        match self.text() {
            "" => Err(self.empty()),
            text if text == lower => Ok(text),
            _ => Err(self.wrong(Problem::Case { lower })),
        }
    }

    pub(super) fn wrong(self, problem: Problem) -> Wrong {
        Wrong { column: self.line[..self.range.0].chars().count() + 1, problem }
    }

    pub(super) fn empty(self) -> Wrong {
        self.wrong(Problem::Empty)
    }
}
