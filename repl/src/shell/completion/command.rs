//! What may stand in a command.

use std::fs;
use std::path::MAIN_SEPARATOR;

use graph_core::export::is_hidden;

use super::candidate::{Candidate, Completion};
use super::{begins, complete_entry, names};
use crate::plural::counted;
use crate::shell::commands::{self, Argument, COMMANDS, Choice};
use crate::shell::vocabulary::Vocabulary;

/// Completes the name of a command, or what stands behind it.
pub(super) fn complete(typed: &str, vocabulary: &Vocabulary) -> Completion {
    let Some((name, rest)) = typed.split_once(char::is_whitespace) else { return named(typed) };
    let Ok(command) = commands::find(name) else { return Completion::nothing(typed.len()) };
    // The last argument takes the rest of the line.
    let Some((last, words)) = command.completes.split_last() else {
        return Completion::nothing(typed.len());
    };
    let mut rest = rest.trim_start();
    for word in words {
        match rest.split_once(char::is_whitespace) {
            Some((_, behind)) => rest = behind.trim_start(),
            None => return argument(*word, rest, vocabulary).shifted(typed.len() - rest.len()),
        }
    }
    argument(*last, rest, vocabulary).shifted(typed.len() - rest.len())
}

/// The commands that begin so, with a blank where an argument follows.
fn named(typed: &str) -> Completion {
    let found = COMMANDS.iter().filter(|command| begins(command.name, typed));
    let candidates = found.map(|command| {
        let needs = !command.arguments.is_empty() && !command.arguments.starts_with('[');
        let blank = if needs { " " } else { "" };
        let shown = format!("{} {}", command.name, command.arguments);
        let replacement = format!("{}{blank}", command.name);
        Candidate::new(replacement, command.summary).shown_as(shown.trim_end())
    });
    Completion { start: 0, candidates: candidates.collect() }
}

fn argument(argument: Argument, typed: &str, vocabulary: &Vocabulary) -> Completion {
    let chosen = |choices: &[Choice]| {
        let found = choices.iter().filter(|(word, _)| begins(word, typed));
        let candidates = found.map(|(word, description)| Candidate::new(word, description));
        Completion { start: 0, candidates: candidates.collect() }
    };
    match argument {
        Argument::OneOf(choices) => chosen(&choices()),
        Argument::Article => chosen(&vocabulary.articles),
        Argument::Parameter => chosen(&vocabulary.parameters),
        Argument::File => file(typed),
        Argument::Entity => entity(typed, vocabulary),
        Argument::Fact => fact(typed, vocabulary),
        Argument::Query => complete_entry(typed, "", vocabulary),
    }
}

/// A name, the second one behind `=`.
fn entity(typed: &str, vocabulary: &Vocabulary) -> Completion {
    let start = typed.rfind('=').map_or(0, |at| at + 1);
    let name = typed[start..].trim_start();
    let words = if name.is_empty() { " " } else { name };
    let found = names::behind_words(words, &vocabulary.names);
    if name.is_empty() {
        return Completion { start: typed.len(), ..found };
    }
    found.shifted(typed.len() - name.len())
}

/// A name; behind one, a relationship type in capitals.
fn fact(typed: &str, vocabulary: &Vocabulary) -> Completion {
    let start = typed.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let word = &typed[start..];
    let types = vocabulary.types.iter().filter(|(name, _)| name.starts_with(word));
    let candidates: Vec<_> = types
        .map(|(name, number)| Candidate::new(name, counted(*number, "relationship")))
        .collect();
    if start > 0 && word.len() > 1 && !candidates.is_empty() {
        return Completion { start, candidates };
    }
    entity(typed, vocabulary)
}

/// A file or folder whose name begins so; hidden ones only behind a dot.
fn file(typed: &str) -> Completion {
    let start = typed.rfind(MAIN_SEPARATOR).map_or(0, |at| at + 1);
    let (folder, prefix) = typed.split_at(start);
    let entries = fs::read_dir(if folder.is_empty() { "." } else { folder }).into_iter().flatten();
    let found = entries.flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let hidden = name.starts_with('.') && !prefix.starts_with('.');
        if hidden || !name.starts_with(prefix) || name.contains(is_hidden) {
            return None;
        }
        Some(if entry.path().is_dir() {
            Candidate::new(format!("{name}{MAIN_SEPARATOR}"), "folder")
        } else {
            Candidate::new(&name, "")
        })
    });
    let mut candidates: Vec<_> = found.collect();
    candidates.sort_by(|one, other| one.shown.cmp(&other.shown));
    Completion { start, candidates }
}
