//! The words behind a command, as they are quoted.

/// How many bytes a quoted word may have; each mark is looked for no further, so that a text full
/// of marks that nothing closes takes no longer.
const LONGEST: usize = 4096;

/// The names between `=` signs, each without the quotation marks that it may stand in; one that
/// holds `=` needs them. A mark that nothing closes belongs to its name, as in `'Ndrangheta`.
pub(super) fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text.trim();
    loop {
        let (name, behind) = match quoted(rest) {
            Some((name, behind)) if behind.is_empty() || behind.starts_with('=') => (name, behind),
            _ => rest.split_at(rest.find('=').unwrap_or(rest.len())),
        };
        names.push(name.trim().to_owned());
        let Some(next) = behind.strip_prefix('=') else { return names };
        // `==` is one sign.
        rest = next.trim_start_matches('=').trim_start();
    }
}

/// The words between blanks, each without the quotation marks that it may stand in.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (word, behind) = match quoted(rest) {
            Some((word, behind)) => (word, behind),
            None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        words.push(word.to_owned());
        rest = behind.trim_start();
    }
    words
}

/// One name or path, without the quotation marks that it may stand in.
pub(super) fn unquoted(text: &str) -> &str {
    let text = text.trim();
    match quoted(text) {
        Some((inner, "")) => inner,
        _ => text,
    }
}

/// What stands in the quotation marks that a text begins with, and what follows them.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let mark = text.chars().next()?;
    let close = match mark {
        '"' | '\'' | '`' => mark,
        '“' | '„' => '”',
        '‘' => '’',
        _ => return None,
    };
    let inner = &text[mark.len_utf8()..];
    let searched = &inner[..inner.floor_char_boundary(LONGEST)];
    // An apostrophe within a name isn't its end.
    let ends = |at: &usize| {
        let behind = &inner[at + close.len_utf8()..];
        behind.is_empty() || behind.starts_with(|c: char| c.is_whitespace() || c == '=')
    };
    let end = searched.match_indices(close).map(|(at, _)| at).find(ends)?;
    Some((&inner[..end], inner[end + close.len_utf8()..].trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_or_not() {
        assert_eq!(names("Rubio = Marco Rubio"), ["Rubio", "Marco Rubio"]);
        assert_eq!(names("\"Rubio\"='Marco Rubio' = M."), ["Rubio", "Marco Rubio", "M."]);
        assert_eq!(names("'O'Hara' == “a = b”"), ["O'Hara", "a = b"]);
        assert_eq!(names("'Ndrangheta = the mafia"), ["'Ndrangheta", "the mafia"]);
        assert_eq!(names("The \"Fox\" = Fox"), ["The \"Fox\"", "Fox"]);
        assert_eq!(names(" = a"), ["", "a"]);
        assert_eq!(names("'"), ["'"]);
        assert_eq!(names(""), [""]);
    }

    #[test]
    fn words_may_hold_blanks_in_quotes() {
        assert_eq!(words("dot 'my graph.dot' last"), ["dot", "my graph.dot", "last"]);
        assert_eq!(words("  "), [""; 0]);
        assert_eq!(unquoted(" 'Marco Rubio' "), "Marco Rubio");
        assert_eq!(unquoted("'a' b"), "'a' b");
        assert_eq!(unquoted("O'Hara"), "O'Hara");
    }

    #[test]
    fn any_text_is_read() {
        for text in ["=", "'='", "“é” = ’", "''''", "\"\"", "=== =", "日'本'"] {
            assert!(!names(text).is_empty());
            assert!(!words(text).is_empty());
            unquoted(text);
        }
        assert_eq!(words(&"'a ".repeat(10_000)).len(), 10_000);
        assert_eq!(names(&"\"a=".repeat(10_000)).len(), 10_001);
    }
}
