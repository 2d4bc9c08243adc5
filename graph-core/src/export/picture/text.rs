//! How much room text takes, and how it is cut to the room that there is.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::export::visible;

/// Columns of a line of a name; a longer name goes on in the next line.
const NAME_COLUMNS: usize = 22;

/// Lines of a name.
const NAME_LINES: usize = 3;

/// The width of text in a common sans-serif font, in pixels: that of its columns, those of
/// capitals being wider. Rather too much than too little.
pub(in crate::export) fn width(text: &str, font_size: f64) -> f64 {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    (text.width() as f64 * 0.56 + capitals as f64 * 0.13) * font_size
}

/// A text of at most so many columns, cut with `…`, hidden characters spelled out.
pub(in crate::export) fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    // Spelling out the whole of a long text would be for nothing.
    let start: &str = text.char_indices().nth(columns + 1).map_or(text, |(end, _)| &text[..end]);
    let shown = visible(start);
    if start.len() == text.len() && shown.width() <= columns {
        return shown;
    }
    let mut kept = prefix(&shown, columns.saturating_sub(1)).trim_end().to_owned();
    kept.push('…');
    kept.into()
}

/// As much of a text as fits in so many columns.
fn prefix(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, character)| {
        used += character.width().unwrap_or_default();
        used > columns
    });
    end.map_or(text, |(end, _)| &text[..end])
}

/// A name in a few short lines, broken between words where there are any, cut with `…`.
pub(super) fn lines(name: &str) -> Vec<String> {
    let shown = cut(name, NAME_COLUMNS * NAME_LINES);
    let mut rest = shown.trim();
    let mut lines = Vec::new();
    while lines.len() + 1 < NAME_LINES && rest.width() > NAME_COLUMNS {
        let fits = prefix(rest, NAME_COLUMNS);
        let line = if rest[fits.len()..].starts_with(' ') {
            fits
        } else {
            fits.rfind(' ').map_or(fits, |space| &fits[..space])
        };
        lines.push(line.trim_end().to_owned());
        rest = rest[line.len()..].trim_start();
    }
    lines.push(cut(rest, NAME_COLUMNS).into_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_break_between_words() {
        assert_eq!(lines("Marco Rubio"), ["Marco Rubio"]);
        assert_eq!(
            lines("Farabundo Martí National Liberation Front"),
            ["Farabundo Martí", "National Liberation", "Front"]
        );
        assert_eq!(lines(""), [""]);
    }

    #[test]
    fn what_is_too_long_is_cut() {
        assert_eq!(cut("CRITICIZED", 10), "CRITICIZED");
        assert_eq!(cut("CRITICIZED", 9), "CRITICIZ…");
        assert_eq!(cut("日本経済", 5), "日本…");
        let line = "x".repeat(22);
        assert_eq!(
            lines(&"x".repeat(1_000_000)),
            [line.clone(), line, format!("{}…", "x".repeat(21))]
        );
    }

    #[test]
    fn hidden_characters_are_spelled_out() {
        assert_eq!(lines("a\u{202e}b\n"), ["a\\u{202e}b\\n"]);
    }

    #[test]
    fn wide_characters_take_more_room() {
        assert!(width("日本", 10.0) > width("ab", 10.0) && width("AB", 10.0) > width("ab", 10.0));
    }
}
