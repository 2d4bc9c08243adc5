//! Statements of several lines as they are edited.
//!
//! A line that goes on begins with a tab in the editor's text, which takes the eight columns of
//! the prompt and is drawn as [`CONTINUED`]. The tab is no part of the statement: it is taken away
//! when the statement is read, and keys pass over it together with the end of the line before.
//! Within strings lines begin at once, since every character there belongs to the string.

use std::borrow::Cow;
use std::ops::Range;

use query_lang::lexer::{Token, tokens};
use unicode_width::UnicodeWidthChar;

use crate::script;

/// What is typed for.
pub(super) const PROMPT: &str = "attest> ";

/// What is typed for while a unit is open: as wide, since the lines that go on are.
pub(super) const PROMPT_IN_UNIT: &str = "attest* ";

/// What stands before the lines of a statement that goes on, as wide as a tab.
pub(super) const CONTINUED: &str = "   ...> ";

/// The end of a line, and the mark that the next one goes on.
const MARK: &str = "\n\t";

/// A statement as it is edited.
pub(super) fn marked(statement: &str) -> String {
    let mut text = String::with_capacity(statement.len() + 16);
    for (token, range) in tokens(statement) {
        match token {
            Token::Quoted { .. } => text.push_str(&statement[range]),
            _ => text.push_str(&statement[range].replace('\n', MARK)),
        }
    }
    text
}

/// What was edited as it is run.
pub(super) fn unmarked(text: &str) -> Cow<'_, str> {
    if !text.contains(MARK) {
        return Cow::Borrowed(text);
    }
    let mut statement = String::with_capacity(text.len());
    for (token, range) in tokens(text) {
        match token {
            Token::Quoted { .. } => statement.push_str(&text[range]),
            _ => statement.push_str(&text[range].replace(MARK, "\n")),
        }
    }
    Cow::Owned(statement)
}

/// The text with the end of the line that goes on.
pub(super) fn gone_on(mut text: String) -> String {
    text.push_str(line_end(&text));
    text
}

/// The end of a line, marked outside strings.
fn line_end(before: &str) -> &'static str {
    match tokens(before).last() {
        Some((Token::Quoted { closed: false }, _)) => "\n",
        _ => MARK,
    }
}

/// Whether the cursor is where a line that goes on begins, and nothing stands in it.
pub(super) fn is_blank_line(text: &str, cursor: usize) -> bool {
    cursor == text.len() && (text.ends_with(MARK) || text.ends_with('\n'))
}

/// A key that edits lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Enter,
    Backspace,
    Delete,
    Left,
    Right,
    Home,
    Up,
    Down,
}

/// What a key does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// What is typed is run.
    Accept,
    /// This is typed.
    Insert(&'static str),
    /// These bytes are taken away.
    Delete(Range<usize>),
    /// The cursor goes to this byte.
    Move(usize),
}

/// What a key does to a text whose cursor is at a byte; `None` where it does what it always does.
pub(super) fn pressed(key: Key, text: &str, cursor: usize) -> Option<Change> {
    let (before, behind) = text.split_at_checked(cursor)?;
    let start = cursor.checked_sub(MARK.len()).filter(|_| before.ends_with(MARK));
    let end = Some(cursor + MARK.len()).filter(|_| behind.starts_with(MARK));
    match key {
        Key::Enter => Some(enter(text, before, behind)),
        Key::Backspace => start.map(|start| Change::Delete(start..cursor)),
        Key::Delete => end.map(|end| Change::Delete(cursor..end)),
        Key::Left => start.map(Change::Move),
        Key::Right => end.map(Change::Move),
        Key::Home => {
            let line = Line::at(text, cursor);
            line.is_marked.then_some(Change::Move(line.typed.start))
        }
        Key::Up => {
            let above = Line::at(text, cursor).whole.start.checked_sub(1)?;
            Some(Change::Move(beside(text, cursor, above)))
        }
        Key::Down => {
            let below = Line::at(text, cursor).whole.end + 1;
            (below <= text.len()).then(|| Change::Move(beside(text, cursor, below)))
        }
    }
}

/// What is complete is run, and with the cursor at the end what is complete before a statement
/// that isn't; else the line ends.
fn enter(text: &str, before: &str, behind: &str) -> Change {
    let until = script::complete_until(text);
    let some = behind.is_empty() && !text[..until].trim().is_empty();
    if until == text.len() || some { Change::Accept } else { Change::Insert(line_end(before)) }
}

/// A line of a text.
struct Line {
    /// Its bytes, without the end.
    whole: Range<usize>,
    /// The bytes behind its mark.
    typed: Range<usize>,
    is_marked: bool,
}

impl Line {
    fn at(text: &str, at: usize) -> Self {
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        let is_marked = start > 0 && text[start..end].starts_with('\t');
        Self { whole: start..end, typed: start + usize::from(is_marked)..end, is_marked }
    }

    /// The columns before what is typed.
    fn indent(&self) -> usize {
        if self.is_marked || self.whole.start == 0 { PROMPT.len() } else { 0 }
    }
}

/// The byte at the column of the cursor, or the nearest one, in the line that holds a byte.
fn beside(text: &str, cursor: usize, at: usize) -> usize {
    let from = Line::at(text, cursor);
    let typed = &text[from.typed.start.min(cursor)..cursor];
    let column = from.indent() + typed.chars().map(columns).sum::<usize>();
    let to = Line::at(text, at);
    let mut left = column.saturating_sub(to.indent());
    let mut target = to.typed.start;
    for character in text[to.typed].chars() {
        let Some(rest) = left.checked_sub(columns(character)) else { break };
        // Accents stay with their letter.
        if left == 0 && columns(character) > 0 {
            break;
        }
        left = rest;
        target += character.len_utf8();
    }
    target
}

fn columns(character: char) -> usize {
    character.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_come_back_as_they_were() {
        for statement in
            ["RETURN 1;", "MATCH (n)\nRETURN n;", "RETURN 'a\n\tb',\n\n\t1;", "a\n", ""]
        {
            assert_eq!(unmarked(&marked(statement)), statement);
        }
        assert_eq!(marked("RETURN 'a\nb'\n;"), "RETURN 'a\nb'\n\t;");
        assert_eq!(unmarked("RETURN\n\t1"), "RETURN\n1");
    }

    #[test]
    fn enter_runs_what_is_complete_and_goes_on_with_the_rest() {
        let enter = |text: &str| pressed(Key::Enter, text, text.len());
        let insert = |text| Some(Change::Insert(text));
        for complete in ["", "RETURN 1;", "who won", ":help", "RETURN 1;\nRETURN 2;\n"] {
            assert_eq!(enter(complete), Some(Change::Accept), "{complete}");
        }
        assert_eq!(enter("MATCH (n)"), insert("\n\t"));
        assert_eq!(enter("RETURN 'a"), insert("\n"));
        let pasted = "RETURN 1;\nMATCH (n)\n";
        assert_eq!(enter(pasted), Some(Change::Accept));
        assert_eq!(&pasted[script::complete_until(pasted)..], "MATCH (n)\n");
        // In the middle of it the line is broken.
        assert_eq!(pressed(Key::Enter, pasted, 12), insert("\n\t"));
    }

    /// The text with the cursor, `‸`, where a key takes it.
    fn after(key: Key, text: &str) -> String {
        let cursor = text.find('‸').expect("a cursor");
        let mut text = text.replace('‸', "");
        let cursor = match pressed(key, &text, cursor) {
            Some(Change::Move(target)) => target,
            Some(Change::Delete(range)) => {
                text.replace_range(range.clone(), "");
                range.start
            }
            other => return format!("{other:?}"),
        };
        text.insert(cursor, '‸');
        text
    }

    #[test]
    fn keys_pass_over_the_marks() {
        assert_eq!(after(Key::Backspace, "ab\n\t‸cd"), "ab‸cd");
        assert_eq!(after(Key::Delete, "ab‸\n\tcd"), "ab‸cd");
        assert_eq!(after(Key::Left, "ab\n\t‸cd"), "ab‸\n\tcd");
        assert_eq!(after(Key::Right, "ab‸\n\tcd"), "ab\n\t‸cd");
        assert_eq!(after(Key::Home, "ab\n\tcd‸"), "ab\n\t‸cd");
        assert_eq!(after(Key::Home, "ab\n\t‸cd"), "ab\n\t‸cd");
        assert_eq!(after(Key::Home, "ab‸\n\tcd"), "None");
        assert_eq!(after(Key::Left, "ab‸\n\tcd"), "None");
    }

    #[test]
    fn the_cursor_stays_in_its_column() {
        assert_eq!(after(Key::Up, "abcdef\n\tgh‸i"), "ab‸cdef\n\tghi");
        assert_eq!(after(Key::Up, "é日x\n\tghi‸"), "é日‸x\n\tghi");
        assert_eq!(after(Key::Up, "a\n\tghi‸"), "a‸\n\tghi");
        assert_eq!(after(Key::Down, "ab‸cd\n\tghi\n\tx"), "abcd\n\tgh‸i\n\tx");
        assert_eq!(after(Key::Down, "abcd\n\tghi‸\n\tx"), "abcd\n\tghi\n\tx‸");
        assert_eq!(after(Key::Down, "ab‸cd\n\t"), "abcd\n\t‸");
        assert_eq!(after(Key::Up, "ab‸"), "None");
        assert_eq!(after(Key::Down, "ab‸"), "None");
    }
}
