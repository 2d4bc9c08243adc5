//! What may stand at the cursor, and how it is listed.

use std::cmp::Reverse;

use graph_core::export::visible;
use query_lang::ast::Identifier;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The most candidates that are listed; more are counted.
const MOST: usize = 50;

/// The most columns that a candidate takes before its description.
const WIDEST: usize = 40;

/// What may stand at the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// What is put in place of what was typed.
    pub(crate) replacement: String,
    /// What is listed.
    pub(crate) shown: String,
    /// What it is, in a few words.
    pub(crate) description: String,
}

impl Candidate {
    /// A candidate that is listed as it is typed.
    pub(super) fn new(replacement: impl Into<String>, description: impl Into<String>) -> Self {
        let replacement = replacement.into();
        Self { shown: replacement.clone(), replacement, description: description.into() }
    }

    /// A name, which is typed in backticks where it must be.
    pub(super) fn named(name: &str, description: impl Into<String>) -> Self {
        Self::new(Identifier(name).to_string(), description).shown_as(name)
    }

    /// With something else in the list.
    pub(super) fn shown_as(self, shown: impl Into<String>) -> Self {
        Self { shown: shown.into(), ..self }
    }
}

/// Where the completed word begins, and what may stand there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Completion {
    /// The byte where the replacement starts; it ends at the cursor.
    pub(crate) start: usize,
    /// In the order in which they are listed.
    pub(crate) candidates: Vec<Candidate>,
}

impl Completion {
    /// Nothing may stand at the cursor, as far as is known.
    pub(super) fn nothing(at: usize) -> Self {
        Self { start: at, candidates: Vec::new() }
    }

    /// What stands further on in a text.
    pub(super) fn shifted(self, bytes: usize) -> Self {
        Self { start: self.start + bytes, ..self }
    }

    /// No more than can be looked through: the first ones, and how many more there are.
    pub(super) fn cut(mut self, typed: &str) -> Self {
        if let Some(more) = self.candidates.len().checked_sub(MOST).filter(|more| *more > 0) {
            self.candidates.truncate(MOST);
            // What all have in common is what was typed.
            self.candidates.push(Candidate::new(typed, "").shown_as(format!("… {more} more")));
        }
        self
    }

    /// The lines of the list, one a candidate, for a terminal of so many columns; each takes
    /// more than half of them, so that none is set beside another.
    pub(crate) fn lines(&self, columns: usize) -> Vec<String> {
        let widths = self.candidates.iter().map(|candidate| visible(&candidate.shown).width());
        let widest = widths.max().unwrap_or(0).min(WIDEST);
        let line = |candidate: &Candidate| {
            let shown = padded(fitted(&visible(&candidate.shown), widest), widest);
            let line = format!("{shown}  {}", visible(&candidate.description));
            padded(fitted(line.trim_end(), columns.saturating_sub(1)), columns / 2 + 1)
        };
        self.candidates.iter().map(line).collect()
    }
}

/// A text with blanks up to so many columns.
fn padded(text: String, columns: usize) -> String {
    let blanks = columns.saturating_sub(text.width());
    text + &" ".repeat(blanks)
}

/// A text, cut with `…` where it has more than so many columns.
fn fitted(text: &str, columns: usize) -> String {
    let width = text.width();
    if width <= columns {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut taken = 1;
    for character in text.chars() {
        taken += character.width().unwrap_or(0);
        if taken > columns {
            break;
        }
        cut.push(character);
    }
    cut.push('…');
    cut
}

/// The most important of many, the rest in their order behind them.
pub(super) fn best_first<T>(found: &mut [T], weight: impl Fn(&T) -> i64) {
    found.sort_by_key(|one| Reverse(weight(one)));
}
