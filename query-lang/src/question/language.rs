//! Whether a text is Cypher or English, told from how it begins.

use super::tags::function_words;
use crate::error::nearest;
use crate::lexer::{Token, tokens};

/// The words that begin a statement whatever follows them.
const ALWAYS: &[&str] = &[
    "DELETE", "FINISH", "FOREACH", "LIMIT", "OFFSET", "ORDER", "REMOVE", "RETURN", "SET", "SKIP",
    "UNION", "UNWIND",
];

/// The words that begin a statement where code follows, and a sentence else.
const BEFORE_CODE: &[&str] = &[
    "CALL", "CREATE", "FILTER", "IF", "INSERT", "MATCH", "MERGE", "SELECT", "UPDATE", "USE",
    "WHERE",
];

/// Clauses of which a misspelt one is known by its capitals or by the code behind it.
const LEADING: &[&str] = &[
    "MATCH", "OPTIONAL", "CREATE", "MERGE", "INSERT", "DELETE", "DETACH", "REMOVE", "UNWIND",
    "RETURN", "FOREACH", "FILTER", "EXPLAIN", "PROFILE", "WITH", "CALL", "LOAD",
];

/// Words of other query languages and of Cypher that people write in capitals.
const IN_CAPITALS: &[&str] = &[
    "ALTER", "CREATE", "DROP", "FROM", "INSERT", "INTO", "MATCH", "RETURN", "SELECT", "SHOW",
    "TRUNCATE", "UPDATE", "USE", "WHERE",
];

/// Whether a text is Cypher rather than English: it begins with a word that begins a clause, or
/// with a comment, a bracket or a sign that only code has. `match the names in article 3`,
/// `explain the agreement` and `for which party` are English, since no code follows the word.
///
/// ```
/// use query_lang::question::looks_like_cypher;
/// assert!(looks_like_cypher("CALL db.labels()"));
/// assert!(!looks_like_cypher("call the parties to the agreement"));
/// ```
pub fn looks_like_cypher(text: &str) -> bool {
    const STARTS: [&str; 6] = ["//", "/*", "--", "#", "(", "{"];
    let text = behind_prefixes(text.trim_start());
    if STARTS.iter().any(|start| text.starts_with(start)) {
        return true;
    }
    let (word, rest) = first_word(text);
    let (next, behind) = first_word(rest);
    let upper = word.to_uppercase();
    match upper.as_str() {
        always if ALWAYS.contains(&always) => true,
        "WITH" => !is_one_of(next, &["at", "what", "which", "who", "whom", "whose"]),
        "OPTIONAL" => rest.is_empty() || is_one_of(next, &["call", "match"]) || is_code(rest),
        "DETACH" | "NODETACH" => rest.is_empty() || is_one_of(next, &["delete"]),
        "LOAD" => rest.is_empty() || is_one_of(next, &["csv"]),
        "FOR" => is_one_of(first_word(behind).0, &["in"]) && !is_one_of(next, &["what", "which"]),
        "INSERT" if is_one_of(next, &["into"]) => true,
        "LET" => behind.starts_with('='),
        "EXPLAIN" | "PROFILE" => rest.is_empty(),
        "CALL" if names_procedure(rest) => true,
        _ if in_capitals(word) && IN_CAPITALS.contains(&word) => true,
        before if BEFORE_CODE.contains(&before) => rest.is_empty() || is_code(rest),
        _ => is_misspelt(word, rest) || has_pattern(line(rest)),
    }
}

/// The text behind `EXPLAIN` and `PROFILE` that stand before a statement.
fn behind_prefixes(mut text: &str) -> &str {
    loop {
        let (word, rest) = first_word(text);
        if rest.is_empty() || !is_one_of(word, &["explain", "profile"]) {
            return text;
        }
        text = rest;
    }
}

/// The word that a text begins with, empty where it begins otherwise, and what follows it.
fn first_word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    (&text[..end], text[end..].trim_start())
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn in_capitals(word: &str) -> bool {
    word.len() > 1 && word.chars().all(char::is_uppercase)
}

/// Whether what follows `CALL` is a procedure without arguments: `db.labels`, or a single word.
fn names_procedure(rest: &str) -> bool {
    let word = rest.split_whitespace().next().unwrap_or_default();
    let dotted = word.contains('.') && word.starts_with(char::is_lowercase);
    dotted || word.len() == rest.trim_end().len()
}

/// The first line, up to the end of a statement in it.
fn line(text: &str) -> &str {
    text.split(['\n', '\r', ';']).next().unwrap_or_default()
}

/// Whether a bracket or a sign stands in the text's first line that prose doesn't have: a parenthesis
/// right at the start or behind a word, as in `f(x)`.
fn is_code(text: &str) -> bool {
    const SIGNS: [char; 8] = ['[', '{', '=', '<', '>', '*', '`', '|'];
    if text.starts_with(['(', '`']) {
        return true;
    }
    let mut last = Token::Space;
    let mut code = |token: Token| match std::mem::replace(&mut last, token) {
        Token::Word if token == Token::Symbol('(') => true,
        _ => matches!(token, Token::Symbol(sign) if SIGNS.contains(&sign)),
    };
    let line = line(text);
    tokens(line).any(|(token, _)| code(token)) || has_pattern(line)
}

/// Whether a line holds part of a pattern, or `RETURN` in capitals.
fn has_pattern(line: &str) -> bool {
    ["->", "<-", ")-[", ")--", "]-"].iter().any(|sign| line.contains(sign))
        || line.split(|c: char| !c.is_alphanumeric()).any(|word| word == "RETURN")
}

/// Whether a word is near to one that begins a clause, and no word of a question.
fn is_misspelt(word: &str, rest: &str) -> bool {
    let length = word.chars().count();
    let plain = (4..=12).contains(&length) && word.is_ascii();
    plain
        && !function_words().contains(word.to_lowercase().as_str())
        && nearest(word, LEADING.iter().copied()).is_some()
        && (length > 4 && in_capitals(word) || is_code(rest))
}
