//! `:last`, `:evidence`, `:why`, `:explain`, `:profile` and `:export`: what stands behind answers.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::ValueEnum;
use graph_core::RelationshipId;
use graph_core::export::Selection;
use query_lang::ast::Mode;

use super::commands::formats;
use super::{Shell, evidence, words};
use crate::cli::{ExportFormat, ExportOptions};
use crate::render::Room;
use crate::report::Report;
use crate::{Failure, bounds, explain, export, output, provenance};

impl Shell {
    /// Shows the whole last answer.
    pub(super) fn show_last(&mut self) -> Result<(), Failure> {
        let Some(answered) = &self.last else {
            self.refuse_without_answer();
            return Ok(());
        };
        let session = &self.session;
        Ok(self.pager.show(|out| session.write_rows(answered, Room::here(), out).map(drop))?)
    }

    fn refuse_without_answer(&mut self) {
        self.refuse(&Report::error("there is no answer yet").help("ask something first"));
    }

    /// Shows the sentences behind a row.
    pub(super) fn evidence(&mut self, argument: &str) -> Result<(), Failure> {
        let Some((row, relationships)) = self.behind(argument) else { return Ok(()) };
        self.row = Some(row);
        let graph = self.session.graph();
        if !output::to_stdout(|out| evidence::write(graph, relationships, out))? {
            let report = Report::error(format!("row {row} comes from no fact"));
            self.refuse(&report.help("return a relationship: MATCH (a)-[r]->(b) RETURN a, r, b"));
        }
        Ok(())
    }

    /// A row of the last answer with the relationships behind it; a refusal is told.
    fn behind(&mut self, argument: &str) -> Option<(usize, BTreeSet<RelationshipId>)> {
        let Some(answered) = &self.last else {
            self.refuse_without_answer();
            return None;
        };
        let rows = answered.answer.rows.len();
        let row = argument.parse::<usize>().ok().filter(|row| (1..=rows).contains(row));
        let Some(row) = row else {
            let report = Report::error(format!("the last answer has no row `{argument}`"));
            let advice = match rows {
                0 => "it has no rows at all".to_owned(),
                1 => "write the number 1".to_owned(),
                _ => format!("write a number from 1 to {rows}"),
            };
            self.refuse(&report.help(advice));
            return None;
        };
        let behind = provenance::by_row(self.session.graph(), answered, &self.session.environment);
        Some((row, behind.map(|mut rows| rows.swap_remove(row - 1)).unwrap_or_default()))
    }

    /// Explains the facts behind a row of the last answer, the first where no number is given,
    /// or a fact that is named.
    pub(super) fn why(&mut self, argument: &str) -> Result<(), Failure> {
        let number = argument.chars().all(|letter| letter.is_ascii_digit());
        if !number {
            let explained = explain::command(&mut self.session, argument);
            return self.told(explained);
        }
        let row = if argument.is_empty() { "1" } else { argument };
        let Some((_, relationships)) = self.behind(row) else { return Ok(()) };
        let facts: Vec<_> = relationships.into_iter().collect();
        let explained = explain::all(&self.session, &facts);
        self.told(explained)
    }

    /// Shows the plan of a statement or question, or of the last one.
    pub(super) fn plan(&mut self, mode: Mode, text: &str) -> Result<(), Failure> {
        let text = match (text, self.statements.last()) {
            ("", Some(last)) => last.trim_end().trim_end_matches(';').to_owned(),
            ("", None) => {
                let report = Report::error("nothing was asked yet");
                self.refuse(&report.help("write the statement or question behind the command"));
                return Ok(());
            }
            (text, _) => text.to_owned(),
        };
        if text.parse::<usize>().is_ok() {
            let report = Report::error(format!("`{text}` is no statement or question"));
            self.refuse(&report.help(format!("`:why {text}` explains the facts behind a row")));
            return Ok(());
        }
        let answered = self.session.answer_in(Some(mode), None, &text, 0..text.len());
        let printed = answered.and_then(|answered| Ok(self.session.print(&answered)?));
        self.told(printed)
    }

    /// Writes the graph, or what the last answer returned.
    pub(super) fn export(&mut self, arguments: &str) -> Result<(), Failure> {
        let Some((format, file, last)) = self.export_of(arguments) else { return Ok(()) };
        let selection = if last { self.returned() } else { None };
        if last && selection.is_none() {
            return Ok(());
        }
        let target = file.as_deref().map(|file| bounds::to_write(&self.session, file)).transpose();
        let target = match target {
            Ok(target) => target,
            Err(report) => {
                self.refuse(&report);
                return Ok(());
            }
        };
        let (file, options) = (file.as_deref(), ExportOptions::default());
        let target = target.as_deref();
        let written = export::write(&self.session, format, &options, selection.as_ref(), target);
        match (written, file) {
            (Err(error), Some(file)) => {
                self.refuse(&Report::error(format!("{} was not written: {error}", file.display())));
                Ok(())
            }
            (written, _) => Ok(written?),
        }
    }

    /// The format, the file or folder, and whether the last answer is meant; what is wrong is
    /// told.
    fn export_of(&mut self, arguments: &str) -> Option<(ExportFormat, Option<PathBuf>, bool)> {
        let mut words = words::words(arguments);
        let named = words.remove(0);
        let Ok(format) = ExportFormat::from_str(&named, true) else {
            let problem = format!("`{named}` is no export format");
            self.refuse_choice(problem, ":export", &named, formats());
            return None;
        };
        let last = words.last().is_some_and(|word| word == "last");
        words.truncate(words.len() - usize::from(last));
        let name = format.name();
        if words.len() > 1 {
            let report = Report::error(format!("`:export {name}` takes one file and `last`"));
            self.refuse(&report.help("put a name with blanks into quotes"));
            return None;
        }
        if words.is_empty() && format.is_folder() {
            let report = Report::error(format!("{name} is a folder of files"));
            self.refuse(&report.help(format!("write `:export {name} FOLDER`")));
            return None;
        }
        Some((format, words.pop().map(PathBuf::from), last))
    }

    /// What the last answer returned; that it is nothing is told.
    fn returned(&mut self) -> Option<Selection> {
        let Some(answered) = &self.last else {
            self.refuse_without_answer();
            return None;
        };
        let selection = export::selection(&self.session, answered);
        if selection.is_empty() {
            let report = Report::error("the last answer returned nothing that could be exported");
            let help = "return nodes or relationships: MATCH (a)-[r]->(b) RETURN a, r, b";
            self.refuse(&report.help(help));
            return None;
        }
        Some(selection)
    }
}
