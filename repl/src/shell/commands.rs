//! The shell's commands, in one table that help, completion and suggestions are made from.

use clap::ValueEnum;
use strsim::damerau_levenshtein;

use crate::cli::ExportFormat;

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Help,
    Schema,
    Load,
    Export,
    Evidence,
    Why,
    Merges,
    Disputes,
    Strict,
    Quit,
}

/// What is written behind a command, for completion.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "the commands that take them follow")]
pub(super) enum Argument {
    /// One of these words, each with its description.
    OneOf(fn() -> Vec<Choice>),
    /// A path of the file system.
    File,
    /// The id of an article.
    Article,
    /// The name of an entity; of several, `=` stands between them.
    Entity,
    /// `SUBJECT RELATION OBJECT`
    Fact,
    /// The name of a parameter, without its `$`.
    Parameter,
    /// A statement or question.
    Query,
}

/// A word that can be given to a command, with its description.
pub(super) type Choice = (String, String);

/// A command as it is typed and explained.
#[derive(Clone, Copy, Debug)]
pub(super) struct Command {
    pub(super) name: &'static str,
    /// Other ways to type it.
    pub(super) also: &'static [&'static str],
    pub(super) arguments: &'static str,
    /// How its arguments are completed, one a word; the last one takes the rest of the line.
    pub(super) completes: &'static [Argument],
    pub(super) summary: &'static str,
    pub(super) action: Action,
}

#[rustfmt::skip]
pub(super) const COMMANDS: [Command; 10] = [
    Command { name: ":help", also: &[], arguments: "", completes: &[], summary: "what can be typed here", action: Action::Help },
    Command { name: ":schema", also: &[], arguments: "", completes: &[], summary: "the labels, relationship types and properties of the graph", action: Action::Schema },
    Command { name: ":load", also: &[], arguments: "FILE", completes: &[Argument::File], summary: "run a script; a folder or a .txt article is opened in place of the graph", action: Action::Load },
    Command { name: ":export", also: &[], arguments: "dot|jsonl [FILE]", completes: &[Argument::OneOf(formats), Argument::File], summary: "write the graph for Graphviz, or the facts as JSON lines", action: Action::Export },
    Command { name: ":evidence", also: &[], arguments: "N", completes: &[], summary: "the sentences behind row N of the last answer", action: Action::Evidence },
    Command { name: ":why", also: &[":explain"], arguments: "[N|FACT]", completes: &[Argument::Fact], summary: "the rules and words that led to the facts behind row N, or to SUBJECT RELATION OBJECT", action: Action::Why },
    Command { name: ":merges", also: &[":suggest"], arguments: "", completes: &[], summary: "entities that may be one, as lines for aliases.tsv", action: Action::Merges },
    Command { name: ":disputes", also: &[], arguments: "", completes: &[], summary: "accounts that contradict each other, side by side", action: Action::Disputes },
    Command { name: ":strict", also: &[], arguments: "on|off", completes: &[Argument::OneOf(on_or_off)], summary: "whether unknown labels, types and properties are errors", action: Action::Strict },
    Command { name: ":quit", also: &[":exit", "quit", "exit"], arguments: "", completes: &[], summary: "leave (also quit, exit, Ctrl-D)", action: Action::Quit },
];

/// The formats of `:export`, as `attest export --help` describes them.
fn formats() -> Vec<Choice> {
    choices::<ExportFormat>()
}

/// The variants of an enum of the command line.
fn choices<E: ValueEnum>() -> Vec<Choice> {
    let values = E::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let described = values.map(|value| {
        (value.get_name().to_owned(), value.get_help().map(ToString::to_string).unwrap_or_default())
    });
    described.collect()
}

fn on_or_off() -> Vec<Choice> {
    vec![("on".to_owned(), String::new()), ("off".to_owned(), String::new())]
}

/// The command of that name, or the name of the nearest one.
pub(super) fn find(name: &str) -> Result<Command, &'static str> {
    let name = name.to_lowercase();
    let typed = |command: &&Command| command.name == name || command.also.contains(&&*name);
    match COMMANDS.iter().find(typed) {
        Some(command) => Ok(*command),
        None => Err(nearest(&name)),
    }
}

fn nearest(name: &str) -> &'static str {
    // A long word is near to nothing; its distance would only take long to compute.
    let name: String = name.chars().take(20).collect();
    let distance = |command: &Command| {
        let whole = damerau_levenshtein(&name, command.name);
        // `:ev` is meant for `:evidence`.
        if name.len() > 1 && command.name.starts_with(&name) { 0 } else { whole }
    };
    COMMANDS.iter().min_by_key(|command| distance(command)).map_or(":help", |found| found.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_in_any_case_and_suggested_where_mistyped() {
        assert!(find(":HELP").is_ok_and(|command| command.action == Action::Help));
        assert!(find("exit").is_ok_and(|command| command.action == Action::Quit));
        assert_eq!(find(":shcema").err(), Some(":schema"));
        assert_eq!(find(":ev").err(), Some(":evidence"));
        assert!(find(&":x".repeat(100_000)).is_err());
    }
}
