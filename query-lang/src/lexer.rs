//! What is text, comment or code in a query: enough to split scripts and to count brackets.

use std::ops::Range;

/// A stretch of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// A string or a name in backticks, with its quotes.
    Quoted {
        /// Whether the quote ends.
        closed: bool,
    },
    /// `// …` without its line end, or `/* … */`.
    Comment {
        /// Whether the comment ends.
        closed: bool,
    },
    /// Blanks and line ends.
    Space,
    /// Letters, digits and underscores.
    Word,
    /// Any other character.
    Symbol(char),
}

/// The tokens of a text with their bytes, in order and without gaps. Linear.
pub fn tokens(text: &str) -> impl Iterator<Item = (Token, Range<usize>)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let first = rest.chars().next()?;
        let (token, length) = token(rest, first);
        let range = at..at + length;
        at = range.end;
        Some((token, range))
    })
}

fn token(rest: &str, first: char) -> (Token, usize) {
    match first {
        '\'' | '"' => quoted(rest, first, true),
        '`' => quoted(rest, first, false),
        '/' if rest.starts_with("//") => {
            (Token::Comment { closed: true }, rest.find(['\n', '\r']).unwrap_or(rest.len()))
        }
        '/' if rest.starts_with("/*") => match rest[2..].find("*/") {
            Some(end) => (Token::Comment { closed: true }, end + 4),
            None => (Token::Comment { closed: false }, rest.len()),
        },
        space if space.is_whitespace() => (Token::Space, run(rest, char::is_whitespace)),
        letter if is_word(letter) => (Token::Word, run(rest, is_word)),
        symbol => (Token::Symbol(symbol), symbol.len_utf8()),
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn run(rest: &str, belongs: impl Fn(char) -> bool) -> usize {
    rest.find(|character| !belongs(character)).unwrap_or(rest.len())
}

/// A quoted stretch; in backticks a backslash is a character like any other.
fn quoted(rest: &str, quote: char, escapes: bool) -> (Token, usize) {
    let mut characters = rest.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        if escapes && character == '\\' {
            characters.next();
        } else if character == quote {
            return (Token::Quoted { closed: true }, at + 1);
        }
    }
    (Token::Quoted { closed: false }, rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_cover_the_text() {
        let text = "MATCH (n {x: 'a\\';`'}) // no ; here\nRETURN `a``b`/*;*/, é";
        let mut at = 0;
        for (_, range) in tokens(text) {
            assert_eq!(range.start, at);
            at = range.end;
        }
        assert_eq!(at, text.len());
    }
}
