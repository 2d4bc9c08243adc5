//! The user's settings: `attest/config.toml` in the XDG config folder.
//!
//! Each key stands for an option of the command line, and is its default where it isn't given
//! there. What can't be read is refused with its line: a setting that is silently left out would
//! be taken for one that holds.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, Command};
use etcetera::{BaseStrategy, choose_base_strategy};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::Failure;
use crate::report::Report;
use crate::shell::nearest_of;

/// The keys: long options without their dashes; `pager` is `--no-pager` turned around.
const KEYS: [&str; 12] = [
    "graph",
    "format",
    "color",
    "max-rows",
    "timeout",
    "memory",
    "pager",
    "history",
    "quiet",
    "strict",
    "read-only",
    "wait",
];

/// An option with the value that it has where the command line gives none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    option: &'static str,
    value: String,
}

/// What is wrong with a settings file, and where.
#[derive(Debug, PartialEq, Eq)]
struct Wrong {
    problem: String,
    help: Option<String>,
    span: Range<usize>,
}

/// Reads the settings from the file that `--config` names (`none` is no file), else from the
/// user's, where there is one. `command` has the options.
///
/// # Errors
/// Where the file can't be read or holds something else than settings, which is told.
pub(crate) fn read(said: Option<&Path>, command: &Command) -> Result<Vec<Setting>, Failure> {
    let file = match said {
        Some(none) if none.as_os_str() == "none" => return Ok(Vec::new()),
        Some(file) => file.to_owned(),
        None => match of_user().filter(|file| file.exists()) {
            Some(file) => file,
            None => return Ok(Vec::new()),
        },
    };
    let name = file.display().to_string();
    let text = fs::read_to_string(&file).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            let report = Report::error(format!("there is no file {name}"));
            report.help("--config none takes no settings from a file").print();
            Failure::Told
        }
        _ => Failure::input(&name, &error),
    })?;
    settings(&text, command).map_err(|wrong| {
        let report = Report::error(wrong.problem).at(Some(&name), &text, wrong.span);
        wrong.help.into_iter().fold(report, Report::help).print();
        Failure::Told
    })
}

fn of_user() -> Option<PathBuf> {
    Some(choose_base_strategy().ok()?.config_dir().join("attest").join("config.toml"))
}

/// The settings of a text.
fn settings(text: &str, command: &Command) -> Result<Vec<Setting>, Wrong> {
    let table = DeTable::parse(text).map_err(|error| Wrong {
        problem: error.message().to_owned(),
        help: Some("a setting is `key = value` on a line, such as `format = \"line\"`".into()),
        span: error.span().unwrap_or_default(),
    })?;
    let read = |(key, value): (&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        let known = KEYS.into_iter().find(|known| *known == key.get_ref().as_ref());
        let Some(known) = known else { return Err(unknown(key.get_ref(), key.span())) };
        setting(known, value.get_ref(), command).map_err(|help| Wrong {
            problem: format!("`{known}` can't be {}", text[value.span()].trim()),
            help: Some(help),
            span: value.span(),
        })
    };
    table.get_ref().iter().map(read).collect()
}

fn unknown(key: &str, span: Range<usize>) -> Wrong {
    let nearest = nearest_of(key, KEYS.into_iter()).unwrap_or_default();
    let help = format!("did you mean `{nearest}`? The settings are {}", KEYS.join(", "));
    Wrong { problem: format!("there is no setting `{key}`"), help: Some(help), span }
}

/// The setting of a key, or what to write instead.
fn setting(key: &'static str, value: &DeValue<'_>, command: &Command) -> Result<Setting, String> {
    let option = if key == "pager" { "no-pager" } else { key };
    let all = command.get_subcommands().flat_map(Command::get_arguments);
    let argument = command.get_arguments().chain(all).find(|it| it.get_long() == Some(option));
    let takes_number = ["max-rows", "timeout"].contains(&key);
    let Some(argument) = argument else { return Err(String::from("leave it out")) };
    let value = match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Boolean(flag) if is_flag(argument) => (*flag != (key == "pager")).to_string(),
        DeValue::Integer(number) if takes_number => number.as_str().to_owned(),
        DeValue::Float(number) if takes_number => number.as_str().to_owned(),
        _ => return Err(expected(key, argument)),
    };
    if !is_accepted(argument, &value) {
        return Err(expected(key, argument));
    }
    Ok(Setting { option, value })
}

fn is_flag(argument: &Arg) -> bool {
    matches!(argument.get_action(), ArgAction::SetTrue)
}

fn is_accepted(argument: &Arg, value: &str) -> bool {
    let parser: &ValueParser = argument.get_value_parser();
    let alone = Command::new("config").no_binary_name(true).arg(
        Arg::new("value").value_parser(parser.clone()).allow_hyphen_values(true).required(true),
    );
    (!is_flag(argument) || ["true", "false"].contains(&value))
        && alone.try_get_matches_from([value]).is_ok()
}

/// What a setting may be.
fn expected(key: &str, argument: &Arg) -> String {
    let possible = argument.get_possible_values();
    if is_flag(argument) {
        return format!("write `{key} = true` or `{key} = false`");
    }
    match key {
        "max-rows" => "write `max-rows = 100` or `max-rows = \"all\"`".to_owned(),
        "memory" => "write a size with its unit, such as `memory = \"2GiB\"`".to_owned(),
        "timeout" => "write `timeout = 10` for seconds, or a time such as \"500ms\"".to_owned(),
        _ if possible.is_empty() => format!("write a text: `{key} = \"…\"`"),
        _ => {
            let names: Vec<_> =
                possible.iter().map(|value| format!("\"{}\"", value.get_name())).collect();
            format!("write one of {}", names.join(", "))
        }
    }
}

/// The command line with the settings for its defaults.
pub(crate) fn with_defaults(command: Command, settings: &[Setting]) -> Command {
    let within: Vec<String> =
        command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    let command = settings.iter().fold(command, |command, setting| {
        let id = command
            .get_arguments()
            .find(|argument| argument.get_long() == Some(setting.option))
            .map(|argument| argument.get_id().clone());
        match id {
            Some(id) => {
                let value = setting.value.clone();
                command.mut_arg(id, |argument| argument.default_value(value))
            }
            None => command,
        }
    });
    within.into_iter().fold(command, |command, name| {
        command.mut_subcommand(name, |within| with_defaults(within, settings))
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    fn read_text(text: &str) -> Result<Vec<Setting>, Wrong> {
        settings(text, &Cli::command())
    }

    #[test]
    fn every_key_is_an_option() {
        let text = "graph = 'news'\nformat = \"line\"\ncolor = 'never'\nmax-rows = 7\n\
                    timeout = 1.5\nmemory = '2GiB'\npager = false\nhistory = 'none'\nquiet = true\nstrict = true\n\
                    read-only = false\nwait = true\n";
        let read = read_text(text).expect("settings");
        assert_eq!(read.len(), KEYS.len());
        assert!(read.contains(&Setting { option: "no-pager", value: "true".into() }), "{read:?}");
        with_defaults(Cli::command(), &read).debug_assert();
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, place, advice) in [
            ("formt = 'line'", "formt", "did you mean `format`?"),
            ("format = 'xml'", "'xml'", "\"markdown\""),
            ("format = 1", "1", "\"table\""),
            ("color = true", "true", "\"auto\", \"always\", \"never\""),
            ("max-rows = 0", "0", "max-rows = \"all\""),
            ("max-rows = [1]", "[1]", "max-rows = 100"),
            ("timeout = 'soon'", "'soon'", "timeout = 10"),
            ("memory = 2", "2", "memory = \"2GiB\""),
            ("quiet = 'yes'", "'yes'", "quiet = true"),
            ("pager = 3", "3", "pager = false"),
            ("graph = 7", "7", "graph = \"…\""),
            ("[table]\nquiet = true", "table", "did you mean"),
            ("quiet = true\nquiet = true", "quiet", "key = value"),
            ("quiet =", "", "key = value"),
        ] {
            let Wrong { problem, help, span } = read_text(text).expect_err(text);
            let help = help.unwrap_or_default();
            assert_eq!(text.get(span), Some(place), "{problem}");
            assert!(help.contains(advice), "{text}: {help}");
        }
    }
}
