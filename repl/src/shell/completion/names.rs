//! Names of entities, in questions and in strings.

use std::collections::HashSet;

use super::candidate::{Candidate, Completion, best_first};
use crate::plural::counted;
use crate::shell::vocabulary::{Named, Names};

/// The most words that are taken for the beginning of one name.
const LONGEST: usize = 6;

/// Completes the name at the end of a question or of a command's argument: the longest stretch
/// of last words that begins one.
pub(super) fn behind_words(typed: &str, names: &Names) -> Completion {
    let starts = typed.char_indices().rev().filter(|(at, letter)| {
        letter.is_alphanumeric() && !typed[..*at].ends_with(|c: char| c.is_alphanumeric())
    });
    let starts: Vec<usize> = starts.take(LONGEST).map(|(at, _)| at).collect();
    let start = starts.into_iter().rev().find(|&start| names.beginning(&typed[start..]).len() > 0);
    match start {
        Some(start) => listed(start, &typed[start..], names),
        // A new name begins.
        None if typed.ends_with(|c: char| c.is_whitespace() || c == '=') => {
            listed(typed.len(), "", names)
        }
        None => Completion::nothing(typed.len()),
    }
}

/// The names that begin so, those most written of first; an alias only where the name itself
/// doesn't begin so.
fn found<'n>(typed: &str, names: &'n Names) -> Vec<(&'n str, &'n Named)> {
    let mut found: Vec<(&str, &Named)> = names.beginning(typed).collect();
    let itself = found.iter().filter(|(text, named)| *text == named.name);
    let themselves: HashSet<&str> = itself.map(|(text, _)| *text).collect();
    found.retain(|(text, named)| *text == named.name || !themselves.contains(named.name.as_str()));
    best_first(&mut found, |(_, named)| named.mentions);
    found
}

fn listed(start: usize, typed: &str, names: &Names) -> Completion {
    let found = found(typed, names).into_iter();
    let candidates = found.map(|(text, named)| Candidate::new(text, described(text, named)));
    Completion { start, candidates: candidates.collect() }
}

/// Completes a string in which a name stands: an alias gives the name that the graph has, once
/// it is the only one left. `escape` writes a text as it stands between the quotes.
pub(super) fn in_text(
    typed: &str,
    names: &Names,
    escape: impl Fn(&str) -> String,
) -> Vec<Candidate> {
    let found = found(typed, names);
    if let [(_, named), rest @ ..] = found.as_slice()
        && rest.iter().all(|(_, other)| other.name == named.name)
    {
        let description = described(&named.name, named);
        return vec![Candidate::new(escape(&named.name), description).shown_as(&named.name)];
    }
    let candidates = found
        .into_iter()
        .map(|(text, named)| Candidate::new(escape(text), described(text, named)).shown_as(text));
    candidates.collect()
}

/// `Person, 12 mentions`, behind the name that it is an alias of.
fn described(text: &str, named: &Named) -> String {
    let canonical = (text != named.name).then(|| format!("= {}", named.name));
    let label = Some(named.label.clone()).filter(|label| !label.is_empty());
    let mentions = usize::try_from(named.mentions).ok().filter(|mentions| *mentions > 0);
    let mentions = mentions.map(|mentions| counted(mentions, "mention"));
    let parts: Vec<String> = [canonical, label, mentions].into_iter().flatten().collect();
    parts.join(", ")
}
