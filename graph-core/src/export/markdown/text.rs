//! Text in notes: nothing in it becomes a link, HTML, code or anything else but text.

use std::fmt::Write;

use crate::export::is_hidden;

/// Characters that `CommonMark`, its extensions or Obsidian may read as syntax wherever they stand.
pub(super) const SIGNS: &str = "\\`*_{}[]<>#&|~^=$%!@";

/// The text so that Markdown shows it as it is, on one line. Line breaks and tabs come back as
/// they were; other hidden characters are spelled out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut characters = text.chars().peekable();
    let mut first = true;
    while let Some(character) = characters.next() {
        let edge = first || characters.peek().is_none();
        match character {
            '\n' | '\r' | '\t' => entity(&mut out, character),
            hidden if is_hidden(hidden) => {
                let _ = write!(out, "\\\\u\\{{{:x}\\}}", u32::from(hidden));
            }
            // A line's space is cut off where it begins or ends.
            space if space.is_whitespace() && edge => entity(&mut out, space),
            // It could begin a list or underline the line above.
            '-' | '+' | ':' if first => entity(&mut out, character),
            '.' | ')' if is_number(&out) => out.extend(['\\', character]),
            // `https://…` and `www.…` are links to some readers.
            ':' if characters.peek() == Some(&'/') => out.push_str("\\:"),
            '.' if ends_with_www(&out) => out.push_str("\\."),
            sign if SIGNS.contains(sign) => out.extend(['\\', sign]),
            other => out.push(other),
        }
        first = false;
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    text.len()
        .checked_sub(3)
        .and_then(|at| text.get(at..))
        .is_some_and(|it| it.eq_ignore_ascii_case("www"))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn entity(out: &mut String, character: char) {
    let _ = write!(out, "&#{};", u32::from(character));
}

/// What a link shows in place of its file's name, where readers differ on escapes: signs that
/// could be syntax are spaces.
pub(super) fn alias(name: &str) -> String {
    let shown = |c: char| if is_hidden(c) || SIGNS.contains(c) { ' ' } else { c };
    let shown: String = name.chars().map(shown).collect();
    // No link of its own.
    shown.split_whitespace().collect::<Vec<_>>().join(" ").replace("://", ":/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_could_be_syntax_is_escaped() {
        assert_eq!(escaped("Mr. O’Neil (42), said: it’s “so”"), "Mr. O’Neil (42), said: it’s “so”");
        assert_eq!(escaped("- a\nb "), "&#45; a&#10;b&#32;");
        assert_eq!(escaped("1. a"), "1\\. a");
        assert_eq!(escaped("2025-03-04"), "2025-03-04");
        assert_eq!(escaped("<b>[x](y) `c`"), "\\<b\\>\\[x\\](y) \\`c\\`");
        assert_eq!(escaped("see https://x.org, WWW.x.org"), "see https\\://x.org, WWW\\.x.org");
        assert_eq!(escaped("\u{202e}"), "\\\\u\\{202e\\}");
    }
}
