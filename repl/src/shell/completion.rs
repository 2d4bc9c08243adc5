//! What may follow at the cursor: of a command, a statement or a question.

mod candidate;
mod command;
mod lexeme;
mod names;
mod place;
mod scope;
mod statement;
#[cfg(test)]
mod tests;

use query_lang::KEYWORDS;
use query_lang::question::looks_like_cypher;

use super::vocabulary::Vocabulary;
use crate::script::{self, Kind};
pub(super) use candidate::Completion;

/// Completes what is typed at a cursor, a byte of the text; what stands behind it doesn't count,
/// but for a quote or parenthesis that needn't be written again.
pub(super) fn complete(text: &str, cursor: usize, vocabulary: &Vocabulary) -> Completion {
    let Some((typed, behind)) = text.split_at_checked(cursor) else {
        return Completion::nothing(cursor);
    };
    let start = start(typed);
    let entry = &typed[start..];
    let completion = match entry.strip_prefix(':') {
        Some(_) => command::complete(entry, vocabulary),
        None => complete_entry(entry, behind, vocabulary),
    };
    let completion = completion.shifted(start);
    let typed = typed[completion.start..].to_owned();
    completion.cut(&typed)
}

/// Completes a statement or a question.
fn complete_entry(typed: &str, behind: &str, vocabulary: &Vocabulary) -> Completion {
    if typed.trim().is_empty() || starts_cypher(typed) {
        return statement::complete(typed, behind, vocabulary);
    }
    names::behind_words(typed, &vocabulary.names)
}

/// Where the entry starts that a text ends in.
fn start(typed: &str) -> usize {
    let Some(last) = script::entries(typed).pop() else { return blank(typed, 0) };
    let behind = &typed[last.span.end..];
    let over = match last.kind {
        Kind::Cypher => last.complete,
        Kind::Command | Kind::Question | Kind::Bound(_) => behind.contains(['\n', ';']),
    };
    if over { blank(typed, last.span.end) } else { last.span.start }
}

/// Where something begins behind an entry that is over.
fn blank(typed: &str, end: usize) -> usize {
    let between = |c: char| c.is_whitespace() || c == ';';
    let rest = typed[end..].trim_start_matches(between);
    typed.len() - rest.len()
}

/// Whether this is Cypher, or the beginning of a word that starts it.
fn starts_cypher(typed: &str) -> bool {
    let word = typed.trim_start();
    looks_like_cypher(typed)
        || (!word.contains(char::is_whitespace)
            && KEYWORDS.iter().any(|(keyword, _)| begins(keyword, word)))
}

/// Whether a name begins so, in capitals or not.
fn begins(name: &str, prefix: &str) -> bool {
    let mut characters = name.chars().flat_map(char::to_lowercase);
    prefix.chars().flat_map(char::to_lowercase).all(|wanted| characters.next() == Some(wanted))
}
