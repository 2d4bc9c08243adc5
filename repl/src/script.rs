//! What a text holds: commands, Cypher statements, English questions, and the bounds of units.
//!
//! A command (`:help`) and a question are one line; `BEGIN` ends with its line or `;`; a statement goes on until its `;`, which
//! may stand in strings, names and comments too.

use std::ops::Range;

use query_lang::lexer::{Token, tokens};
use query_lang::question::looks_like_cypher;

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its bytes in the text, without the `;`.
    pub(crate) span: Range<usize>,
    /// Whether nothing more can belong to it: a statement's `;` was found.
    pub(crate) complete: bool,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `:help`, `quit`
    Command,
    /// `MATCH (n) RETURN n;`
    Cypher,
    /// `who criticized the agreement?`
    Question,
    /// `BEGIN;`, `COMMIT`
    Bound(Bound),
}

/// Where a unit begins or ends: statements whose changes are kept or undone together. No clause
/// of the query language, since it stands between statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// `BEGIN`
    Begin,
    /// `COMMIT`
    Commit,
    /// `ROLLBACK`
    RollBack,
}

impl Bound {
    /// The bound that a word stands for, in capitals or not.
    pub(crate) fn named(word: &str) -> Option<Self> {
        let all = [("BEGIN", Self::Begin), ("COMMIT", Self::Commit), ("ROLLBACK", Self::RollBack)];
        all.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, bound)| bound)
    }
}

/// The entries of a text, in order.
pub(crate) fn entries(text: &str) -> Vec<Entry> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next_start(text, at) {
        let (entry, end) = entry(text, start);
        found.push(entry);
        at = end;
    }
    found
}

/// Where what can be run ends, and a statement begins that isn't complete; the whole text where
/// there is none.
pub(crate) fn complete_until(text: &str) -> usize {
    match entries(text).last() {
        Some(last) if !last.complete => last.span.start,
        _ => text.len(),
    }
}

/// The statement that a text read line by line stops within. Each line is looked at once,
/// however long a statement grows that nobody ends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Open {
    /// Where the statement starts; the text's start before there is one.
    start: usize,
    /// What opens the string, name or comment that it stops within; else empty.
    within: &'static str,
    begun: bool,
}

impl Open {
    /// Whether the text is complete now that it has the line that starts at `line`.
    pub(crate) fn is_closed_by(&mut self, text: &str, line: usize) -> bool {
        if self.begun {
            // What the line is depends only on what it starts within.
            let resumed = [self.within, &text[line..]].concat();
            if !tokens(&resumed).any(|(token, _)| token == Token::Symbol(';')) {
                self.within = left_open(&resumed);
                return false;
            }
        }
        match entries(&text[self.start..]).last() {
            Some(last) if !last.complete => {
                self.start += last.span.start;
                self.begun = true;
                self.within = left_open(&text[self.start..]);
                false
            }
            _ => true,
        }
    }
}

/// What opens the string, name or comment that a text stops within; empty where none does.
fn left_open(text: &str) -> &'static str {
    match tokens(text).last() {
        Some((Token::Comment { closed: false }, _)) => "/*",
        Some((Token::Quoted { closed: false }, range)) => match &text[range.start..=range.start] {
            "'" => "'",
            "\"" => "\"",
            _ => "`",
        },
        _ => "",
    }
}

/// Skips blanks, comments and empty statements.
fn next_start(text: &str, at: usize) -> Option<usize> {
    tokens(&text[at..])
        .find(|(token, _)| {
            !matches!(token, Token::Space | Token::Comment { .. } | Token::Symbol(';'))
        })
        .map(|(_, range)| at + range.start)
}

/// The entry that starts here, and where the search for the next one goes on.
fn entry(text: &str, start: usize) -> (Entry, usize) {
    let rest = &text[start..];
    let line = rest.lines().next().unwrap_or(rest);
    if is_command(line) {
        let span = start..start + line.trim_end().len();
        return (Entry { kind: Kind::Command, span, complete: true }, start + line.len());
    }
    if let Some((bound, length)) = bound(line) {
        let span = start..start + length;
        return (Entry { kind: Kind::Bound(bound), span, complete: true }, start + length);
    }
    if !looks_like_cypher(rest) {
        let length = line.find(';').unwrap_or(line.len());
        let span = start..start + line[..length].trim_end().len();
        return (Entry { kind: Kind::Question, span, complete: true }, start + length);
    }
    let mut span = start..start;
    for (token, range) in tokens(rest) {
        match token {
            Token::Symbol(';') => {
                return (Entry { kind: Kind::Cypher, span, complete: true }, start + range.end);
            }
            Token::Space | Token::Comment { closed: true } => {}
            _ => span.end = start + range.end,
        }
    }
    (Entry { kind: Kind::Cypher, span, complete: false }, text.len())
}

/// `BEGIN`, `commit transaction;`: the bound that a line is, up to its end or a `;`, and its length.
fn bound(line: &str) -> Option<(Bound, usize)> {
    let (mut found, mut words, mut length) = (None, 0, 0);
    for (token, range) in tokens(line) {
        match token {
            Token::Symbol(';') => break,
            Token::Space | Token::Comment { closed: true } => continue,
            Token::Word if words == 0 => found = Some(Bound::named(&line[range.clone()])?),
            Token::Word
                if words == 1 && line[range.clone()].eq_ignore_ascii_case("transaction") => {}
            _ => return None,
        }
        words += 1;
        length = range.end;
    }
    Some((found?, length))
}

/// `:help`; also `\?` and `.help`, which begin nothing else: users of other shells type them.
fn is_command(line: &str) -> bool {
    let word = line.trim_end().trim_end_matches(';').trim_end();
    let dotted = line.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    line.starts_with([':', '\\'])
        || dotted
        || word.eq_ignore_ascii_case("quit")
        || word.eq_ignore_ascii_case("exit")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_complete(text: &str) -> bool {
        complete_until(text) == text.len()
    }

    fn found(text: &str) -> Vec<(Kind, &str, bool)> {
        entries(text)
            .into_iter()
            .map(|entry| (entry.kind, &text[entry.span], entry.complete))
            .collect()
    }

    #[test]
    fn commands_statements_and_questions_stand_side_by_side() {
        let text = "// all;\n:help\nMATCH (n)\n  RETURN n.`a;b`, ';' ;\n\
                    who criticized El Salvador's deal?\nwho won;; RETURN 1 // rest\n";
        assert_eq!(
            found(text),
            [
                (Kind::Command, ":help", true),
                (Kind::Cypher, "MATCH (n)\n  RETURN n.`a;b`, ';'", true),
                (Kind::Question, "who criticized El Salvador's deal?", true),
                (Kind::Question, "who won", true),
                (Kind::Cypher, "RETURN 1", false),
            ]
        );
    }

    #[test]
    fn a_statement_is_complete_with_its_semicolon() {
        for open in ["MATCH (n)", "RETURN ';", "RETURN 1 /* ;", "RETURN 1; MATCH"] {
            assert!(!is_complete(open), "{open}");
        }
        for complete in
            ["", "RETURN 1;", ":help", "\\?", ".help", "\\d;", "who won the vote", "quit", "// ;"]
        {
            assert!(is_complete(complete), "{complete}");
        }
    }

    #[test]
    fn bounds_of_units_stand_between_statements() {
        let text =
            "begin\nCREATE (n);COMMIT Transaction /* both */; // ;\nRollback\nbegin the talks";
        assert_eq!(
            found(text),
            [
                (Kind::Bound(Bound::Begin), "begin", true),
                (Kind::Cypher, "CREATE (n)", true),
                (Kind::Bound(Bound::Commit), "COMMIT Transaction", true),
                (Kind::Bound(Bound::RollBack), "Rollback", true),
                (Kind::Question, "begin the talks", true),
            ]
        );
        for other in ["BEGIN CREATE (n)", "BEGIN 1", "commit transaction transaction", "BEGIN /*"] {
            assert!(!matches!(found(other)[0].0, Kind::Bound(_)), "{other}");
        }
    }

    #[test]
    fn lines_are_as_complete_as_their_text() {
        for text in [
            "MATCH (n)\nRETURN ';\n\\';\n' ;\n",
            "RETURN 1; RETURN /* ;\n ' ;\n*/ 2\n;\n",
            "RETURN `;\n\\`\n, 1; RETURN\n2;\n",
            "who won El Salvador's vote; RETURN\n1\n;\n",
            "\n// ;\nRETURN // '\n \"\\\\\";\n",
            "BEGIN\nRETURN\n1;\nCOMMIT; RETURN\n2;\n",
        ] {
            let (mut open, mut at) = (Open::default(), 0);
            for line in text.split_inclusive('\n') {
                let until = at + line.len();
                let closed = open.is_closed_by(&text[..until], at);
                assert_eq!(closed, is_complete(&text[..until]), "{:?}", &text[..until]);
                if closed && until < text.len() {
                    open = Open::default();
                }
                at = until;
            }
        }
    }

    #[test]
    fn any_text_is_split_to_its_end() {
        for text in [";", "'", "\u{feff}", ":", ": é;", "RETURN '\\", "/*", "é\r\n;x"] {
            for entry in entries(text) {
                assert!(!text[entry.span].is_empty(), "{text:?}");
            }
        }
    }
}
