//! The shell's commands, in one table that help, completion and suggestions are made from.

mod foreign;

use clap::ValueEnum;
use strsim::damerau_levenshtein;

use super::help;
use crate::cli::ExportFormat;
use crate::render::Format;
use crate::script::Bound;

pub(super) use foreign::{Meant, meant};

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Help,
    Schema,
    Entity,
    Timeline,
    Source,
    Disputes,
    Evidence,
    Why,
    Merges,
    Same,
    NotSame,
    Explain,
    Profile,
    Last,
    Edit,
    Export,
    Mode,
    Param,
    Strict,
    Timing,
    Bound(Bound),
    Load,
    Open,
    Reload,
    Quit,
}

/// What is written behind a command, for completion.
#[derive(Clone, Copy, Debug)]
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
    /// What is written behind it; in brackets where it may be left out.
    pub(super) arguments: &'static str,
    /// How its arguments are completed, one a word; the last one takes the rest of the line.
    pub(super) completes: &'static [Argument],
    pub(super) summary: &'static str,
    /// What `:help` says of it besides, and lines to try, which begin with `:`.
    pub(super) more: &'static [&'static str],
    pub(super) action: Action,
}

impl Command {
    const fn new(name: &'static str, summary: &'static str, action: Action) -> Self {
        Self { name, also: &[], arguments: "", completes: &[], summary, more: &[], action }
    }

    const fn takes(self, arguments: &'static str, completes: &'static [Argument]) -> Self {
        Self { arguments, completes, ..self }
    }

    const fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }

    const fn more(self, more: &'static [&'static str]) -> Self {
        Self { more, ..self }
    }

    /// How it is typed, as in `:evidence N`.
    pub(super) fn usage(&self) -> String {
        format!("{} {}", self.name, self.arguments).trim_end().to_owned()
    }
}

pub(super) const COMMANDS: &[Command] = &[
    Command::new(":help", "what can be typed here; more on a command or topic", Action::Help)
        .takes("[TOPIC]", &[Argument::OneOf(help::topics)])
        .more(&[":help exports", ":help :entity", ":help size"]),
    Command::new(":schema", "labels, relationship types, properties and their types", Action::Schema)
        .more(&[":schema"]),
    Command::new(":entity", "who or what it is: names, articles, facts by relation", Action::Entity)
        .takes("NAME", &[Argument::Entity])
        .more(&["The name may be an alias or a part of it that one entity alone has.", ":entity Marco Rubio"]),
    Command::new(":timeline", "facts with a date in order of time, all or of one", Action::Timeline)
        .takes("[NAME]", &[Argument::Entity])
        .more(&["Planned, possible and denied facts say so.", ":timeline", ":timeline El Salvador"]),
    Command::new(":source", "an article's text, quotes of the last answer marked", Action::Source)
        .takes("ARTICLE", &[Argument::Article])
        .more(&["An article goes by its id or how that begins. After `:evidence N` the quotes of row N alone are marked.", ":source 002"]),
    Command::new(":disputes", "accounts that contradict each other, side by side", Action::Disputes)
        .takes("[ARTICLE…]", &[Argument::Article])
        .more(&["Of one article, those that it has a part in; of several, those between them.", ":disputes 002 003"]),
    Command::new(":evidence", "the sentences behind row N of the last answer", Action::Evidence)
        .takes("N", &[])
        .more(&[":evidence 1"]),
    Command::new(":why", "rules and words behind the facts of row N, or a fact", Action::Why)
        .takes("[N|FACT]", &[Argument::Fact])
        .more(&["A fact is SUBJECT RELATION OBJECT, with * for anybody or anything.", ":why 1", ":why * VISITED El Salvador"]),
    Command::new(":merges", "entities that may be one, as lines for aliases.tsv", Action::Merges)
        .also(&[":suggest"])
        .more(&["What of it is true, `:same` writes.", ":merges"]),
    Command::new(":same", "judge names to be one entity, called by the first", Action::Same)
        .takes("A = B", &[Argument::Entity])
        .more(&["The line is added to the workspace's aliases.tsv, or kept in the store, and the graph drawn anew.", ":same Marco Rubio = Rubio", ":same \"Rubio\" = 'Secretary of State'"]),
    Command::new(":not-same", "judge names to be different entities", Action::NotSame)
        .takes("A = B", &[Argument::Entity])
        .more(&["The line is added to the workspace's aliases.tsv, or kept in the store, and the graph drawn anew.", ":not-same Georgia = Georgia Power"]),
    Command::new(":explain", "the plan of a statement or question; nothing is run", Action::Explain)
        .takes("[QUERY]", &[Argument::Query])
        .more(&["Of the last statement where none is given.", ":explain MATCH (p:Party) RETURN p.name"]),
    Command::new(":profile", "run it and show what each part of its plan gave", Action::Profile)
        .takes("[QUERY]", &[Argument::Query])
        .more(&["The last statement where none is given.", ":profile who visited El Salvador?"]),
    Command::new(":last", "the last answer again, all rows and all text", Action::Last).more(&[":last"]),
    Command::new(":edit", "the last statement, the Nth last or a file in $EDITOR", Action::Edit)
        .takes("[N|FILE]", &[Argument::File])
        .more(&["$VISUAL goes before $EDITOR; vi where neither is set. An empty text runs nothing.", ":edit", ":edit 2"]),
    Command::new(":export", "write the graph or the last answer for other programs", Action::Export)
        .takes("FORMAT [FILE] [last]", &[Argument::OneOf(formats), Argument::File])
        .more(&["`:help exports` lists the formats. A file is written whole or not at all, in the workspace folder or in one of --allow-files.", ":export dot data/graph.dot", ":export jsonl data/facts.jsonl last"]),
    Command::new(":mode", "how rows are written; without FORMAT tells it", Action::Mode)
        .takes("[FORMAT]", &[Argument::OneOf(modes)])
        .more(&["`:help formats` lists them.", ":mode line"]),
    Command::new(":param", "list parameters, or set one for $NAME in queries", Action::Param)
        .takes("[NAME [= VALUE]]", &[Argument::Parameter])
        .more(&["VALUE is a literal of the query language. `:param clear` forgets all, `:param clear NAME` one.", ":param who = 'Marco Rubio'", ":param clear"]),
    Command::new(":strict", "whether unknown labels, types and keys are errors", Action::Strict)
        .takes("[on|off]", &[Argument::OneOf(on_or_off)])
        .more(&[":strict on"]),
    Command::new(":timing", "whether to tell how long each answer took", Action::Timing)
        .takes("[on|off]", &[Argument::OneOf(on_or_off)])
        .more(&[":timing on"]),
    Command::new(":begin", "open a unit: changes that are kept or undone together", Action::Bound(Bound::Begin))
        .more(&["The same as BEGIN; which scripts take, too. The prompt is `attest*` until the unit ends. A statement that is refused undoes itself only. Leaving undoes the unit.", ":begin"]),
    Command::new(":commit", "end the unit and keep what it changed", Action::Bound(Bound::Commit))
        .more(&["The same as COMMIT; In a store it is on the disk before the answer comes.", ":commit"]),
    Command::new(":rollback", "end the unit and undo what it changed", Action::Bound(Bound::RollBack))
        .more(&["The same as ROLLBACK;", ":rollback"]),
    Command::new(":load", "run a script", Action::Load)
        .takes("FILE", &[Argument::File])
        .more(&["A script is in the workspace folder or in one of --allow-files. A folder, a .txt article or a store is opened, as with `:open`.", ":load data/queries/visits.cypher"]),
    Command::new(":open", "another graph in place of this one", Action::Open)
        .takes("GRAPH", &[Argument::File])
        .more(&["A workspace folder, a folder of articles, one article, a store (made by the first change), or :memory: for an empty graph. Parameters and mode stay.", ":open data", ":open news.attest"]),
    Command::new(":reload", "read the same graph anew and tell what is new", Action::Reload)
        .more(&["Of a folder, what statements changed is gone, but for corrections.cypher; a store keeps it, and what other processes changed is read.", ":reload"]),
    Command::new(":quit", "leave (also quit, exit, Ctrl-D)", Action::Quit)
        .also(&[":exit", ":q", "quit", "exit"])
        .more(&[":quit"]),
];

/// The formats of `:export`, as `attest export --help` describes them.
pub(super) fn formats() -> Vec<Choice> {
    choices::<ExportFormat>()
}

/// The formats of rows, as `attest query --help` describes them.
pub(super) fn modes() -> Vec<Choice> {
    choices::<Format>()
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
    let names = COMMANDS.iter().map(|command| command.name);
    nearest_of(name, names).unwrap_or(":help")
}

/// The word that another one is most like: one that it begins, else the one that differs least.
pub(crate) fn nearest_of<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    // A long word is near to nothing; its distance would only take long to compute.
    let word: String = word.chars().take(20).collect();
    // `:ev` is meant for `:evidence`.
    let begins = |known: &str| word.len() > 1 && known.starts_with(&word);
    words.min_by_key(|known| if begins(known) { 0 } else { damerau_levenshtein(&word, known) })
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
        assert_eq!(find(":notsame").err(), Some(":not-same"));
        assert!(find(&":x".repeat(100_000)).is_err());
    }

    #[test]
    fn every_command_has_an_example_that_names_it() {
        for command in COMMANDS {
            assert!(command.name.starts_with(':') && !command.summary.is_empty());
            let example = command.more.iter().find(|line| line.starts_with(':'));
            let tried = example.and_then(|line| line.split(' ').next());
            assert_eq!(tried, Some(command.name));
            assert_eq!(COMMANDS.iter().filter(|it| it.name == command.name).count(), 1);
        }
    }
}
