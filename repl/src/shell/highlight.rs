//! How what is typed is drawn: colours, the marks of lines that go on, no hidden characters.

use std::ops::Range;

use graph_core::export::is_hidden;
use query_lang::is_keyword;
use query_lang::lexer::{Token, tokens};
use unicode_width::UnicodeWidthChar;

use super::continuation::CONTINUED;
use crate::script::{self, Kind};

const KEYWORD: &str = "1;34";
const TEXT: &str = "32";
const COMMENT: &str = "90";
const NUMBER: &str = "33";
const NAME: &str = "36";
const COMMAND: &str = "35";
const BRACKET: &str = "1;4";
const PROMPT: &str = "90";

/// A stretch of the text and its colour.
type Part = (Range<usize>, Option<&'static str>);

/// What is typed as it is drawn, as wide as it is; in colour, or only with its lines marked.
/// Where a bracket is at the cursor, its partner is shown.
pub(super) fn highlight(text: &str, cursor: Option<usize>, coloured: bool) -> String {
    let pair = cursor.and_then(|cursor| brackets(text, cursor));
    let mut drawn = Drawn { out: String::with_capacity(text.len() * 2), coloured };
    let mut at = 0;
    for entry in script::entries(text) {
        drawn.parts(text, statement(text, at..entry.span.start), pair);
        match entry.kind {
            Kind::Command => drawn.part(&text[entry.span.clone()], Some(COMMAND), true),
            Kind::Bound(_) => drawn.part(&text[entry.span.clone()], Some(KEYWORD), true),
            Kind::Question => drawn.part(&text[entry.span.clone()], None, true),
            Kind::Cypher => drawn.parts(text, statement(text, entry.span.clone()), pair),
        }
        at = entry.span.end;
    }
    drawn.parts(text, statement(text, at..text.len()), pair);
    drawn.out
}

/// A hint, which is no part of the text.
pub(super) fn hinted(hint: &str) -> String {
    format!("\u{1b}[{COMMENT}m{hint}\u{1b}[0m")
}

struct Drawn {
    out: String,
    coloured: bool,
}

impl Drawn {
    fn parts(
        &mut self,
        text: &str,
        parts: impl Iterator<Item = Part>,
        pair: Option<(usize, usize)>,
    ) {
        for (range, colour) in parts {
            let paired = pair.is_some_and(|(one, other)| [one, other].contains(&range.start));
            let code = if paired { Some(BRACKET) } else { colour };
            self.part(&text[range], code, colour != Some(TEXT));
        }
    }

    /// A stretch in one colour; `marked` where its tabs at the start of lines are marks.
    fn part(&mut self, text: &str, colour: Option<&str>, marked: bool) {
        let mut lines = text.split('\n');
        self.line(lines.next().unwrap_or_default(), colour);
        for line in lines {
            self.out.push('\n');
            match line.strip_prefix('\t').filter(|_| marked) {
                Some(rest) => {
                    self.line(CONTINUED, Some(PROMPT));
                    self.line(rest, colour);
                }
                None => self.line(line, colour),
            }
        }
    }

    fn line(&mut self, text: &str, colour: Option<&str>) {
        let colour = colour.filter(|_| self.coloured && !text.is_empty());
        if let Some(colour) = colour {
            self.out.extend(["\u{1b}[", colour, "m"]);
        }
        for character in text.chars() {
            if character == '\t' || !is_hidden(character) {
                self.out.push(character);
            } else {
                self.out.extend(std::iter::repeat_n('·', character.width().unwrap_or(0)));
            }
        }
        if colour.is_some() {
            self.out.push_str("\u{1b}[0m");
        }
    }
}

/// The parts of a statement, with their colours.
fn statement(text: &str, range: Range<usize>) -> impl Iterator<Item = Part> {
    let start = range.start;
    let mut last = ' ';
    tokens(&text[range]).map(move |(token, range)| {
        let range = start + range.start..start + range.end;
        let colour = colour(token, &text[range.clone()], last);
        last = match token {
            Token::Symbol(symbol) => symbol,
            Token::Space => last,
            _ => ' ',
        };
        (range, colour)
    })
}

/// The colour of a token that stands after the symbol `last`.
fn colour(token: Token, text: &str, last: char) -> Option<&'static str> {
    match token {
        Token::Quoted { .. } => Some(TEXT),
        Token::Comment { .. } => Some(COMMENT),
        Token::Word if last == ':' => Some(NAME),
        Token::Word if text.starts_with(|c: char| c.is_ascii_digit()) => Some(NUMBER),
        Token::Word if last != '.' && is_keyword(text) => Some(KEYWORD),
        _ => None,
    }
}

/// The bracket at the cursor, or before it, and its partner.
fn brackets(text: &str, cursor: usize) -> Option<(usize, usize)> {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    for (token, range) in tokens(text) {
        match token {
            Token::Symbol(symbol @ ('(' | '[' | '{')) => open.push((symbol, range.start)),
            Token::Symbol(symbol @ (')' | ']' | '}')) => {
                let (opening, at) = open.pop()?;
                if matches!((opening, symbol), ('(', ')') | ('[', ']') | ('{', '}')) {
                    pairs.push((at, range.start));
                }
            }
            _ => {}
        }
    }
    let at =
        |place: usize| pairs.iter().copied().find(|(one, other)| [*one, *other].contains(&place));
    at(cursor).or_else(|| at(cursor.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(mut text: String) -> String {
        while let Some(start) = text.find('\u{1b}') {
            let end = start + text[start..].find('m').expect("a colour ends") + 1;
            text.replace_range(start..end, "");
        }
        text
    }

    #[test]
    fn colours_leave_the_text_as_it_is() {
        let texts = [
            "MATCH (n:A) RETURN n.a, 'x', 1 // c",
            ":help",
            "who won",
            "RETURN 'é",
            "",
            "RETURN 1;\n:help\nwho won\nRETURN [1] ; // all",
            "RETURN 'a\n\tb'",
        ];
        for text in texts {
            assert_eq!(plain(highlight(text, Some(3), true)), text);
            assert_eq!(highlight(text, Some(3), false), text);
        }
        assert!(highlight("MATCH (n)", None, true).starts_with("\u{1b}[1;34mMATCH\u{1b}[0m"));
        let pasted = highlight("who won\nRETURN 1;", None, true);
        assert_eq!(pasted, "who won\n\u{1b}[1;34mRETURN\u{1b}[0m \u{1b}[33m1\u{1b}[0m;");
    }

    #[test]
    fn lines_that_go_on_are_marked() {
        let text = "MATCH (n) /* a\n\tb */\n\tRETURN 'a\n\tb'";
        let drawn = "MATCH (n) /* a\n   ...> b */\n   ...> RETURN 'a\n\tb'";
        assert_eq!(highlight(text, None, false), drawn);
        assert_eq!(plain(highlight(text, None, true)), drawn);
    }

    #[test]
    fn hidden_characters_are_not_drawn() {
        let drawn =
            highlight("RETURN 'a\u{202e}b\u{7}\u{1b}[2J\u{9b}1m\u{2028}' \u{8}", None, false);
        assert!(!drawn.contains(is_hidden), "{drawn:?}");
        assert!(drawn.starts_with("RETURN 'ab[2J1m"), "{drawn:?}");
    }

    #[test]
    fn the_partner_of_a_bracket_is_shown() {
        let text = "RETURN [(1), ')', {a: 1}]";
        assert_eq!(brackets(text, 7), Some((7, 24)));
        assert_eq!(brackets(text, 25), Some((7, 24)));
        assert_eq!(brackets(text, 8), Some((8, 10)));
        assert_eq!(brackets(text, 2), None);
        assert_eq!(brackets("))((", 1), None);
        assert!(highlight(text, Some(7), true).contains("\u{1b}[1;4m[\u{1b}[0m"));
    }
}
