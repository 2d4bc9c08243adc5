//! The words, names, strings and symbols of a statement that is being typed.

use query_lang::is_keyword;
use query_lang::lexer::{Token, tokens};

/// A word, name, string or symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lexeme<'a> {
    pub(super) kind: LexemeKind,
    pub(super) text: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LexemeKind {
    Word,
    /// A name in backticks.
    Name,
    Text,
    Symbol(char),
}

impl Lexeme<'_> {
    pub(super) fn is(&self, symbol: char) -> bool {
        self.kind == LexemeKind::Symbol(symbol)
    }

    /// Whether it is this word, in capitals or not.
    pub(super) fn says(&self, word: &str) -> bool {
        self.kind == LexemeKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is a word of the language.
    pub(super) fn is_keyword(&self) -> bool {
        self.kind == LexemeKind::Word && is_keyword(self.text)
    }

    pub(super) fn says_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.says(word))
    }

    /// The name that it writes, where it is one.
    pub(super) fn name(&self) -> Option<String> {
        match self.kind {
            LexemeKind::Word if !self.text.starts_with(|c: char| c.is_ascii_digit()) => {
                Some(self.text.to_owned())
            }
            LexemeKind::Name => Some(self.text.trim_matches('`').replace("``", "`")),
            _ => None,
        }
    }
}

/// The words, names, strings and symbols of a text.
pub(super) fn lexemes(text: &str) -> Vec<Lexeme<'_>> {
    let kept = tokens(text).filter_map(|(token, range)| {
        let text = &text[range];
        let kind = match token {
            Token::Word => LexemeKind::Word,
            Token::Quoted { .. } if text.starts_with('`') => LexemeKind::Name,
            Token::Quoted { .. } => LexemeKind::Text,
            Token::Symbol(symbol) => LexemeKind::Symbol(symbol),
            Token::Space | Token::Comment { .. } => return None,
        };
        Some(Lexeme { kind, text })
    });
    kept.collect()
}
