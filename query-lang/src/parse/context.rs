//! The tokens around the place where parsing stopped.

use std::ops::Range;

use crate::lexer::{Token, tokens};

/// The words that begin a clause or a part of one.
const CLAUSES: &[&str] = &[
    "MATCH", "OPTIONAL", "WHERE", "UNWIND", "WITH", "RETURN", "CREATE", "INSERT", "MERGE", "SET",
    "REMOVE", "DELETE", "DETACH", "FOREACH", "CALL", "YIELD", "LOAD", "UNION", "ORDER", "SKIP",
    "OFFSET", "LIMIT", "FINISH", "NEXT",
];

/// Tokens without blanks and comments, and which of them can't stand where it does.
pub(super) struct Context<'t> {
    text: &'t str,
    pieces: Vec<(Token, Range<usize>)>,
    at: usize,
    /// The pieces before `at` that open a bracket which isn't closed there.
    open: Vec<usize>,
}

impl<'t> Context<'t> {
    /// The context of the token that begins at or around a byte.
    pub(super) fn new(text: &'t str, byte: usize) -> Self {
        let blank = |token: &Token| matches!(token, Token::Space | Token::Comment { closed: true });
        let pieces: Vec<_> = tokens(text).filter(|(token, _)| !blank(token)).collect();
        let at = pieces.iter().position(|(_, range)| range.end > byte).unwrap_or(pieces.len());
        let mut open = Vec::new();
        for (piece, (token, _)) in pieces[..at].iter().enumerate() {
            match token {
                Token::Symbol('(' | '[' | '{') => open.push(piece),
                Token::Symbol(')' | ']' | '}') => drop(open.pop()),
                _ => {}
            }
        }
        Self { text, pieces, at, open }
    }

    fn index(&self, offset: isize) -> Option<usize> {
        self.at.checked_add_signed(offset).filter(|index| *index < self.pieces.len())
    }

    /// The token so many before or behind the one that is wrong.
    pub(super) fn token(&self, offset: isize) -> Option<Token> {
        self.index(offset).map(|index| self.pieces[index].0)
    }

    /// The bytes of a token; at the end of the text, none.
    pub(super) fn range(&self, offset: isize) -> Range<usize> {
        match self.index(offset) {
            Some(index) => self.pieces[index].1.clone(),
            None => self.text.len()..self.text.len(),
        }
    }

    /// The text of a token; empty where there is none.
    pub(super) fn piece(&self, offset: isize) -> &'t str {
        &self.text[self.range(offset)]
    }

    /// The bytes from one token to another.
    pub(super) fn between(&self, first: isize, last: isize) -> Range<usize> {
        self.range(first).start..self.range(last).end
    }

    /// The text of some bytes.
    pub(super) fn text(&self, range: Range<usize>) -> &'t str {
        &self.text[range]
    }

    /// Whether a token is one of these words, in any case, or one of these signs.
    pub(super) fn is(&self, offset: isize, any: &[&str]) -> bool {
        !matches!(self.token(offset), None | Some(Token::Quoted { .. }))
            && any.iter().any(|word| word.eq_ignore_ascii_case(self.piece(offset)))
    }

    pub(super) fn is_word(&self, offset: isize) -> bool {
        let number = self.piece(offset).starts_with(|c: char| c.is_ascii_digit());
        self.token(offset) == Some(Token::Word) && !number
    }

    pub(super) fn is_number(&self, offset: isize) -> bool {
        self.token(offset) == Some(Token::Word) && !self.is_word(offset)
    }

    pub(super) fn is_quoted(&self, offset: isize) -> bool {
        matches!(self.token(offset), Some(Token::Quoted { closed: true }))
    }

    /// A word that isn't one of the language's clauses.
    pub(super) fn is_name(&self, offset: isize) -> bool {
        self.is_word(offset) && !self.begins_clause(offset)
    }

    pub(super) fn begins_clause(&self, offset: isize) -> bool {
        self.is_word(offset) && self.is(offset, CLAUSES)
    }

    /// Whether nothing more stands in the text.
    pub(super) fn at_end(&self) -> bool {
        self.at >= self.pieces.len() || self.is(0, &[";"])
    }

    /// Whether no blank stands before a token.
    pub(super) fn is_adjacent(&self, offset: isize) -> bool {
        self.range(offset - 1).end == self.range(offset).start
    }

    /// The innermost open bracket, as an offset.
    pub(super) fn bracket(&self) -> Option<isize> {
        self.open.last().map(|open| open.wrapping_sub(self.at).cast_signed())
    }

    /// Whether the innermost open bracket is this one.
    pub(super) fn within(&self, bracket: &str) -> bool {
        self.bracket().is_some_and(|open| self.piece(open) == bracket)
    }

    /// Whether the innermost open bracket holds what a relationship has.
    pub(super) fn in_relationship(&self) -> bool {
        self.within("[") && self.bracket().is_some_and(|open| self.is(open - 1, &["-"]))
    }

    /// Whether the innermost open bracket is a node's.
    pub(super) fn in_node(&self) -> bool {
        let opens = |open: isize| {
            self.is(open - 1, &["MATCH", "CREATE", "INSERT", "MERGE", ",", "-", ">", "="])
        };
        self.within("(") && self.open.len() == 1 && self.bracket().is_some_and(opens)
    }

    /// The words that began the parts of the statement before the wrong token, outside of
    /// brackets that are closed, the last one first.
    pub(super) fn clauses(&self) -> impl Iterator<Item = &'t str> {
        let mut depth = 0_usize;
        (1..=self.at).map(|back| -back.cast_signed()).filter_map(move |offset| {
            match self.token(offset)? {
                Token::Symbol(')' | ']' | '}') => depth += 1,
                Token::Symbol('(' | '[' | '{') => depth = depth.saturating_sub(1),
                _ => {}
            }
            (depth == 0 && self.begins_clause(offset)).then(|| self.piece(offset))
        })
    }

    /// The word that began the part of the statement which the wrong token stands in.
    pub(super) fn in_clause(&self, any: &[&str]) -> bool {
        self.clauses().next().is_some_and(|word| any.iter().any(|w| w.eq_ignore_ascii_case(word)))
    }

    /// How often a word stands in the text.
    pub(super) fn count(&self, word: &str) -> usize {
        let same = |(token, range): &&(Token, Range<usize>)| {
            *token == Token::Word && self.text[range.clone()].eq_ignore_ascii_case(word)
        };
        self.pieces.iter().filter(same).count()
    }
}
