//! The command line.

mod export;
mod values;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::FalseyValueParser;
use clap::error::ErrorKind;
use clap::{Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};
use clap_complete::Shell;
use graph_core::Value;

use crate::render::Format;
use crate::{Failure, config, import, terminal};
pub(crate) use export::{ExportFormat, ExportOptions};
use values::named_value;
pub(crate) use values::{MaxRows, memory, time};

/// Options that every command takes.
const EVERYWHERE: &str = "Options of every command";
/// What is written, and how.
const ANSWERS: &str = "Answers";
/// What statements may do.
const LIMITS: &str = "Limits";

const EXAMPLES: &str = "\
Examples:
  attest                                          the shell, on the folder data
  attest -g news query 'who visited Denmark?'     one question
  attest query 'MATCH (p:Person) RETURN p.name' --format csv > persons.csv
  attest run data/queries/visits.cypher           a script
  attest export dot | dot -Tsvg > graph.svg       a drawing

Exit status: 0 done, 1 a query, an article or a file was refused, 2 wrong usage, 130 Ctrl-C.";

const EXAMPLES_OF_QUERY: &str = "\
Examples:
  attest query 'which parties criticized the agreement?' --format line
  attest query 'MATCH (p {name: $who})-[r]->(x) RETURN r, x' --param who=\"'Marco Rubio'\"
  attest query 'MATCH p = SHORTEST 1 (a)-[*]-(b) RETURN p' --timeout 10";

const EXAMPLES_OF_RUN: &str = "\
Examples:
  attest run data/queries/visits.cypher --format markdown
  echo 'MATCH (n) RETURN count(n);' | attest run - --format json
  attest run checks.cypher --read-only --keep-going --quiet";

const EXAMPLES_OF_INGEST: &str = "\
Examples:
  attest -g news.attest ingest articles           a folder; the same again changes nothing
  attest -g news.attest ingest today.txt --wait   after another process is done writing";

const EXAMPLES_OF_IMPORT: &str = "\
Examples:
  attest -g social.attest import --nodes Person=person.csv --relationships FOLLOWS=follows.csv
  attest -g social.attest import --nodes Person=person.csv --nodes City=city.csv \\
         --relationships LIVES_IN:Person:City=lives_in.csv
  attest -g social.attest import graph.jsonl      what apoc.export.json.all wrote
  attest -g copy.attest import FOLDER             what `attest export csv -o FOLDER` wrote

Headers are as for `neo4j-admin database import`: `id:ID(Person),name,age:int,langs:string[],:LABEL`
and `:START_ID(Person),:END_ID(City),:TYPE,since:date`. Plain ones do as well: of nodes the column
`id`, of relationships `from` and `to`, and types are found by the values.

All of it is imported or, after an error, nothing. Lines that can't be read are left out and told,
with exit status 1.";

/// Ask news articles; every answer comes with the sentence that attests it.
///
/// Answers go to standard output, everything else to standard error.
#[derive(Debug, Parser)]
#[command(
    name = "attest",
    version,
    subcommand_precedence_over_arg = true,
    after_help = EXAMPLES,
    disable_help_subcommand = true
)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(crate) struct Cli {
    /// A workspace folder, one article, a folder of articles, a store (`news.attest`, made by the
    /// first change), or `:memory:` for an empty graph.
    #[arg(
        short, long, value_name = "GRAPH", default_value = "data", global = true,
        help_heading = EVERYWHERE
    )]
    pub(crate) graph: PathBuf,

    /// Wait while another process writes the store, instead of refusing what would change it.
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub(crate) wait: bool,

    /// Leave out notes, such as the Cypher of a question; errors and warnings stay.
    #[arg(short, long, global = true, help_heading = EVERYWHERE)]
    pub(crate) quiet: bool,

    /// Whether to write in colour; `auto` does on a terminal, unless `NO_COLOR` or `TERM=dumb` is set.
    #[arg(long, value_name = "WHEN", default_value_t, global = true, help_heading = EVERYWHERE)]
    pub(crate) color: ColorChoice,

    /// Parse every article anew, and keep nothing of it for the next time.
    #[arg(
        long, env = "ATTEST_NO_CACHE", hide_env = true, value_parser = FalseyValueParser::new(),
        global = true, help_heading = EVERYWHERE
    )]
    pub(crate) no_cache: bool,

    /// In the shell, let long texts run through the terminal instead of giving them to $PAGER.
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub(crate) no_pager: bool,

    /// Where the shell keeps what is typed, instead of the user's state folder; `none` keeps it
    /// for the session alone.
    #[arg(long, value_name = "FILE|none", global = true, help_heading = EVERYWHERE)]
    pub(crate) history: Option<PathBuf>,

    /// Take settings from this file instead of the user's `attest/config.toml`; `none` takes none.
    #[arg(long, value_name = "FILE|none", global = true, help_heading = EVERYWHERE)]
    pub(crate) config: Option<PathBuf>,

    /// The most memory that what a statement keeps may take, such as `512MB` or `2GiB`: half of the
    /// machine's where left out. The graph itself isn't counted.
    #[arg(
        long, value_name = "SIZE", value_parser = memory, global = true, help_heading = EVERYWHERE
    )]
    pub(crate) memory: Option<u64>,

    /// What to do; the shell where nothing is given.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Open the shell.
    Shell {
        #[command(flatten)]
        answers: Answers,
        /// Go on after an error where input comes from a pipe; the exit status is 1 all the same.
        #[arg(long)]
        keep_going: bool,
    },
    /// Run one Cypher query or English question, print the answer, exit.
    #[command(after_help = EXAMPLES_OF_QUERY)]
    Query {
        /// `MATCH (p:Person) RETURN p.name`, or `who criticized the agreement?`.
        text: String,
        #[command(flatten)]
        answers: Answers,
    },
    /// Run scripts, statement by statement, until the first error.
    #[command(after_help = EXAMPLES_OF_RUN)]
    Run {
        /// Files of statements that end in `;` (`-` is standard input).
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        answers: Answers,
        /// Go on after an error; the exit status is 1 all the same.
        #[arg(long)]
        keep_going: bool,
    },
    /// Read articles into the store that `-g` names: what is new and what changed. What people
    /// changed by hand stays.
    #[command(after_help = EXAMPLES_OF_INGEST)]
    Ingest {
        /// Articles, folders of them, or workspace folders, whose judgements and lexicon the store
        /// takes over.
        #[arg(required = true, value_name = "PATH")]
        articles: Vec<PathBuf>,
        /// A folder into which links of the articles' folders may lead; may be given several times.
        #[arg(long = "allow-files", value_name = "DIR", help_heading = LIMITS)]
        allowed: Vec<PathBuf>,
    },
    /// Import nodes and relationships into the store that `-g` names: tables (CSV) and JSON lines.
    #[command(
        after_help = EXAMPLES_OF_IMPORT,
        override_usage = "attest -g STORE import [--nodes [LABEL=]FILE]… [--relationships [TYPE=]FILE]… [PATH]…"
    )]
    Import {
        #[command(flatten)]
        arguments: Box<import::Arguments>,
    },
    /// Check that a store is as it was written: its checksums, whether its parts agree, and its
    /// quotes against its articles; exits with 1 where something is wrong.
    Check {
        /// The store, which may be in use.
        store: PathBuf,
    },
    /// Copy a store into a new file, while it is in use.
    Backup {
        /// The store.
        store: PathBuf,
        /// The copy; nothing is overwritten.
        file: PathBuf,
    },
    /// Write a store anew, without the room that earlier changes took.
    Compact {
        /// The store, which nobody can write meanwhile.
        store: PathBuf,
    },
    /// Save what can be read of a damaged store into a new one; the old one is left as it is.
    Recover {
        /// The damaged store.
        store: PathBuf,
        /// The new store; nothing is overwritten.
        new: PathBuf,
    },
    /// Show accounts that contradict each other side by side; nothing is settled.
    Disputes {
        /// Only those of this article; of several, those between them. An article goes by its
        /// id or how that begins.
        #[arg(value_name = "ARTICLE")]
        articles: Vec<String>,
    },
    /// Check the workspace's lexicon, or show what its rules find in the articles.
    Lexicon {
        #[command(subcommand)]
        command: LexiconCommand,
    },
    /// Write the graph, or what a query returns, for other programs.
    Export {
        /// What to write.
        format: ExportFormat,
        /// Write to a file, or to a folder for a format of several files, all or nothing, instead
        /// of standard output.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Write only what this query or question returns.
        #[arg(long, value_name = "TEXT")]
        query: Option<String>,
        /// A parameter of the query; VALUE is a literal of the query language.
        #[arg(long = "param", value_name = "NAME=VALUE", value_parser = named_value)]
        parameters: Vec<(String, Value)>,
        #[command(flatten)]
        options: ExportOptions,
    },
    /// Check every quote against the bytes of the articles; exits with 1 where one differs.
    Verify {
        /// What `attest export jsonl` wrote (`-` is standard input); else what is drawn now.
        #[arg(value_name = "FILE.jsonl")]
        export: Option<PathBuf>,
    },
    /// Show why a fact is in the graph: the rule, the words, and how each name was resolved.
    Explain {
        /// `Marco Rubio VISITED El Salvador` (`*` for anybody or anything), the id of a
        /// relationship, or a query or question whose facts to explain.
        fact: String,
    },
    /// List entities that may be one, as lines to paste into aliases.tsv.
    Suggest,
    /// Print what completes these commands in a shell: `attest completions bash > FILE`, which the
    /// shell reads where it starts.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print a manual page: `attest man | man -l -`.
    Man {
        /// That of a command; else that of the program.
        command: Option<String>,
    },
}

impl Command {
    /// How it runs queries, where it does.
    pub(crate) fn answers(&self) -> Option<&Answers> {
        match self {
            Self::Shell { answers, .. }
            | Self::Query { answers, .. }
            | Self::Run { answers, .. } => Some(answers),
            _ => None,
        }
    }
}

/// What to do with a lexicon.
#[derive(Debug, Subcommand)]
pub(crate) enum LexiconCommand {
    /// Whether every line can be read, and which of the workspace's rules find nothing.
    Check,
    /// Show each place where rules find their word, with the fact that comes of it or why none
    /// does: `[the word]`, `‹subject›`, `«object»`.
    Test {
        /// A word (`sue`), a relation (`SUED`), or a rule as in relations.tsv, with tabs; the
        /// workspace's rules where left out.
        rule: Option<String>,
    },
}

/// How queries are run and answers written.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Answers {
    /// How to write the rows.
    #[arg(long, value_enum, default_value_t, help_heading = ANSWERS)]
    pub(crate) format: Format,
    /// The most rows that a terminal shows in a table or as lines, or `all`; a pipe gets all.
    #[arg(long, value_name = "N", default_value_t, help_heading = ANSWERS)]
    pub(crate) max_rows: MaxRows,
    /// A parameter, `$NAME` in queries; VALUE is a literal of the query language.
    #[arg(
        long = "param", value_name = "NAME=VALUE", value_parser = named_value,
        help_heading = ANSWERS
    )]
    pub(crate) parameters: Vec<(String, Value)>,
    /// End each statement that takes longer than so many seconds, or `500ms`, `2m`.
    #[arg(long, value_name = "TIME", value_parser = time, help_heading = LIMITS)]
    pub(crate) timeout: Option<Duration>,
    /// Refuse statements that change the graph, and commands that change the workspace's files;
    /// corrections.cypher is run all the same.
    #[arg(long, help_heading = LIMITS)]
    pub(crate) read_only: bool,
    /// Refuse labels, relationship types and properties that the graph doesn't have, of which a
    /// query is warned else.
    #[arg(long, help_heading = LIMITS)]
    pub(crate) strict: bool,
    /// A folder besides the workspace whose files LOAD CSV and `:load` may read and `:export` may
    /// write; may be given several times.
    #[arg(long = "allow-files", value_name = "DIR", help_heading = LIMITS)]
    pub(crate) allowed: Vec<PathBuf>,
}

impl Cli {
    /// Reads the command line, with the user's settings for what it leaves open; ends the program
    /// with status 2 where it is wrong.
    ///
    /// # Errors
    /// Where the settings are refused, which is told.
    pub(crate) fn read() -> Result<Self, Failure> {
        let given = arguments();
        let cli = Self::parse_from(&given);
        terminal::choose_colour(cli.color);
        let settings = config::read(cli.config.as_deref(), &Self::command())?;
        if settings.is_empty() {
            return Ok(cli.checked());
        }
        let mut command = config::with_defaults(Self::command(), &settings);
        let read = command.try_get_matches_from_mut(&given);
        let mut matches = read.unwrap_or_else(|error| error.exit());
        if matches.subcommand_name().is_none() {
            // The shell's options have defaults, too.
            matches = command.get_matches_from(given.into_iter().chain([SHELL.into()]));
        }
        let cli = Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
        Ok(cli.checked())
    }

    /// Ends the program with status 2 where options don't fit each other.
    fn checked(self) -> Self {
        let cli = self;
        let Some(Command::Export { format, options, output, .. }) = &cli.command else {
            return cli;
        };
        let name = format.name();
        if let Some((option, formats)) = options.unknown_to(*format) {
            let problem = format!("`{option}` is not for {name}: leave it out, or write {formats}");
            Self::command().error(ErrorKind::ArgumentConflict, problem).exit();
        }
        if output.is_none() && format.is_folder() {
            let problem =
                format!("{name} is a folder of files: write `attest export {name} -o FOLDER`");
            Self::command().error(ErrorKind::MissingRequiredArgument, problem).exit();
        }
        cli
    }
}

/// The command that is meant where none is given.
const SHELL: &str = "shell";

/// The command line, with the shell's command where only its options are given, as in
/// `attest --read-only`.
fn arguments() -> Vec<OsString> {
    let given: Vec<OsString> = env::args_os().collect();
    let refused = Cli::try_parse_from(&given).err();
    if given.len() > 1 && refused.is_some_and(|it| it.kind() == ErrorKind::UnknownArgument) {
        let mut named = given.clone();
        named.insert(1, SHELL.into());
        if Cli::try_parse_from(&named).is_ok() {
            return named;
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
