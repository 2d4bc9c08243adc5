//! Colours for what is typed.

use std::fmt::Write;

use query_lang::KEYWORDS;
use query_lang::lexer::{Token, tokens};

use query_lang::question::looks_like_cypher;

const KEYWORD: &str = "1;34";
const TEXT: &str = "32";
const COMMENT: &str = "90";
const NUMBER: &str = "33";
const NAME: &str = "36";
const COMMAND: &str = "35";

/// The text with colours; without them it is the same text. Questions stay as they are.
pub(super) fn highlight(text: &str) -> String {
    if text.trim_start().starts_with(':') {
        return coloured(COMMAND, text);
    }
    if !looks_like_cypher(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() * 2);
    let mut last = ' ';
    for (token, range) in tokens(text) {
        let part = &text[range];
        match colour(token, part, last) {
            Some(colour) => out.push_str(&coloured(colour, part)),
            None => out.push_str(part),
        }
        last = match token {
            Token::Symbol(symbol) => symbol,
            Token::Space => last,
            _ => ' ',
        };
    }
    out
}

fn coloured(colour: &str, text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 12);
    let _ = write!(out, "\u{1b}[{colour}m{text}\u{1b}[0m");
    out
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

fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().flat_map(|(words, _)| words.split(' ')).any(|k| k.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_leave_the_text_as_it_is() {
        for text in ["MATCH (n:A) RETURN n.a, 'x', 1 // c", ":help", "who won", "RETURN 'é", ""] {
            let mut plain = highlight(text);
            while let Some(start) = plain.find('\u{1b}') {
                let end = start + plain[start..].find('m').expect("a colour ends") + 1;
                plain.replace_range(start..end, "");
            }
            assert_eq!(plain, text);
        }
        assert!(highlight("MATCH (n)").starts_with("\u{1b}[1;34mMATCH\u{1b}[0m"));
    }
}
