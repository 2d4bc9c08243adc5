//! `:mode`, `:param`, `:strict` and `:timing`: how answers are made and shown.

use clap::ValueEnum;
use graph_core::Value;

use super::commands::modes;
use super::editor::Editor;
use super::{Shell, words};
use crate::render::{Format, Room, Rows};
use crate::report::{self, Report, note};
use crate::{Failure, output, parameter};

impl Shell {
    /// Sets how rows are written, or tells it.
    pub(super) fn mode(&mut self, argument: &str) -> Result<(), Failure> {
        if argument.is_empty() {
            let now = self.session.format.to_possible_value();
            let now = now.as_ref().map_or("table", |value| value.get_name());
            return Ok(output::to_stdout(|out| writeln!(out, "{now}"))?);
        }
        if let Ok(format) = Format::from_str(argument, true) {
            self.session.format = format;
            report::talk_json(format.is_json());
            return Ok(());
        }
        let problem = format!("`{argument}` is no format of rows");
        self.refuse_choice(problem, ":mode", argument, modes());
        Ok(())
    }

    /// Lists, sets or forgets parameters.
    pub(super) fn param(&mut self, argument: &str, editor: &mut dyn Editor) -> Result<(), Failure> {
        let (name, value) = split(argument);
        match (name, value) {
            ("", None) => return self.list_parameters(None),
            ("clear", None) => self.session.environment.parameters.clear(),
            ("clear", Some(name)) if !argument.contains('=') => self.forget(bare(name)),
            (name, None) => return self.list_parameters(Some(bare(name))),
            (name, Some(value)) => self.set_parameter(bare(name), value),
        }
        editor.learn(&self.session);
        Ok(())
    }

    fn list_parameters(&mut self, wanted: Option<&str>) -> Result<(), Failure> {
        let parameters = &self.session.environment.parameters;
        let listed = parameters.iter().filter(|(name, _)| wanted.is_none_or(|it| it == *name));
        let values: Vec<Vec<Value>> =
            listed.map(|(name, value)| vec![name.as_str().into(), value.clone()]).collect();
        match (values.is_empty(), wanted) {
            (true, Some(name)) => self.refuse_unset(name),
            (true, None) => note("there are no parameters; `:param name = 'value'` sets one"),
            (false, _) => {
                let columns = ["parameter", "value"].map(str::to_owned);
                let rows = Rows { graph: self.session.graph(), columns: &columns, values: &values };
                output::to_stdout(|out| rows.write(Format::Table, Room::here(), out))?;
            }
        }
        Ok(())
    }

    fn refuse_unset(&mut self, name: &str) {
        let report = Report::error(format!("there is no parameter `{name}`"));
        self.refuse(&report.help(format!("`:param {name} = 'value'` sets it")));
    }

    fn forget(&mut self, name: &str) {
        if self.session.environment.parameters.remove(name).is_none() {
            self.refuse_unset(name);
        }
    }

    fn set_parameter(&mut self, name: &str, value: &str) {
        if !parameter::is_name(name) {
            let report = Report::error(format!("`{name}` is no name of a parameter"));
            let advice = format!("{}: `:param name = 'value'`", parameter::NAMES);
            return self.refuse(&report.help(advice));
        }
        match query_lang::parse_literal(value) {
            Ok(value) => {
                self.session.environment.parameters.insert(name.to_owned(), value);
            }
            Err(error) => {
                let span = error.span().unwrap_or(0..value.len());
                let report = Report::error(error.to_string()).at(None, value, span);
                let advice = format!("{}: `:param {name} = 'text'`", parameter::VALUES);
                self.refuse(&report.help(advice));
            }
        }
    }

    /// Sets whether unknown names are errors, or tells it.
    pub(super) fn set_strict(&mut self, argument: &str) -> Result<(), Failure> {
        let now = self.session.environment.strict;
        self.session.environment.strict = self.switched(":strict", argument, now)?;
        Ok(())
    }

    /// Sets whether it is told how long answers took, or tells it.
    pub(super) fn set_timing(&mut self, argument: &str) -> Result<(), Failure> {
        self.timing = self.switched(":timing", argument, self.timing)?;
        Ok(())
    }

    /// What a switch is from now on.
    fn switched(&mut self, command: &str, argument: &str, now: bool) -> Result<bool, Failure> {
        match argument.to_lowercase().as_str() {
            "on" => return Ok(true),
            "off" => return Ok(false),
            "" => output::to_stdout(|out| writeln!(out, "{}", if now { "on" } else { "off" }))?,
            _ => {
                let report = Report::error(format!("`{command}` is on or off, not `{argument}`"));
                self.refuse(&report.help(format!("write `{command} on` or `{command} off`")));
            }
        }
        Ok(now)
    }
}

/// A parameter's name and what is behind it, set apart by `=`, `=>`, `:` or a blank.
fn split(argument: &str) -> (&str, Option<&str>) {
    let signs = |c: char| c.is_whitespace() || matches!(c, '=' | ':');
    let Some((name, behind)) = argument.split_once(signs) else { return (argument, None) };
    let behind = behind.trim_start().trim_start_matches([':', '=']);
    let value = behind.strip_prefix('>').unwrap_or(behind).trim();
    (name, Some(value))
}

/// A name without the `$` and quotation marks that it may be typed with.
fn bare(name: &str) -> &str {
    let name = words::unquoted(name);
    name.strip_prefix('$').unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_set_as_in_any_shell() {
        for typed in
            ["n = 'a = b'", "n='a = b'", "n => 'a = b'", "n: 'a = b'", "n 'a = b'", "n := 'a = b'"]
        {
            assert_eq!(split(typed), ("n", Some("'a = b'")), "{typed}");
        }
        assert_eq!(split("n"), ("n", None));
        assert_eq!(split(""), ("", None));
        assert_eq!(bare("$n"), "n");
    }
}
