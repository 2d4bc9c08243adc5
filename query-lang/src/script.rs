//! Scripts: statements ended by `;`, which may stand in strings, names and comments too.

use std::ops::Range;

use crate::lexer::{Token, tokens};

/// One statement of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The statement, without its `;` and the blanks and comments around it.
    pub text: String,
    /// Its bytes in the script.
    pub span: Range<usize>,
}

/// The statements of a script; none for stretches of blanks and comments. Linear.
///
/// ```
/// let found = query_lang::script::statements("RETURN ';'; // first;\nRETURN 2");
/// let texts: Vec<_> = found.iter().map(|statement| statement.text.as_str()).collect();
/// assert_eq!(texts, ["RETURN ';'", "RETURN 2"]);
/// ```
pub fn statements(text: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut span: Option<Range<usize>> = None;
    for (token, range) in tokens(text) {
        match token {
            Token::Symbol(';') => found.extend(span.take()),
            Token::Space | Token::Comment { closed: true } => {}
            _ => span = Some(span.map_or(range.start, |span| span.start)..range.end),
        }
    }
    found.extend(span);
    found.into_iter().map(|span| Statement { text: text[span.clone()].to_owned(), span }).collect()
}

/// Whether typed lines can be run: every quote, comment and bracket is closed, and what was
/// typed last is a `;` (or nothing but blanks and comments was typed at all).
///
/// ```
/// use query_lang::script::is_complete;
/// assert!(is_complete("RETURN 1;"));
/// assert!(!is_complete("RETURN 1"));
/// assert!(!is_complete("RETURN ';"));
/// ```
pub fn is_complete(text: &str) -> bool {
    let mut last = Token::Symbol(';');
    for (token, _) in tokens(text) {
        match token {
            Token::Quoted { closed: false } | Token::Comment { closed: false } => return false,
            Token::Space | Token::Comment { .. } => {}
            other => last = other,
        }
    }
    last == Token::Symbol(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_in_quotes_and_comments_do_not_split() {
        let text = "RETURN \"a;b\", `c;d`; /* ; */ RETURN 'it\\'s;';;\n// last;\n";
        let texts: Vec<_> = statements(text).into_iter().map(|s| s.text).collect();
        assert_eq!(texts, ["RETURN \"a;b\", `c;d`", "RETURN 'it\\'s;'"]);
    }

    #[test]
    fn spans_are_the_bytes_of_the_text() {
        let text = "  RETURN 'é' ;\n RETURN 2 // end";
        for statement in statements(text) {
            assert_eq!(&text[statement.span], statement.text);
        }
    }

    #[test]
    fn what_is_open_is_not_complete() {
        for open in ["RETURN 1", "RETURN 1; /* x", "RETURN `a;", "RETURN 1; // ;\nMATCH"] {
            assert!(!is_complete(open), "{open}");
        }
        for complete in ["", "  // nothing", "RETURN 1; // done", "RETURN 1;\n"] {
            assert!(is_complete(complete), "{complete}");
        }
    }
}
