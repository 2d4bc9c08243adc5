//! An open graph and the way questions are put to it.

mod unit;

pub(crate) use unit::waited;

use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use graph_core::cache::Cache;
use graph_core::lexicon::Lexicon;
use graph_core::store::{Fault, StoreError};
use graph_core::workspace::Workspace;
use graph_core::{Changes, Graph, Value};
use query_lang::ast::{Mode, Statement};
use query_lang::procedures::{Procedures, disputes, suggested_merges};
use query_lang::question::{self, QuestionError};
use query_lang::{Answer, Cause, Environment, ExplainedPlan, Files, Warning};

use crate::render::{self, Format, Room, Rows};
use crate::report::{Report, note};
use crate::script::{self, Bound, Kind};
use crate::{Failure, bounds, changes, output, progress};

/// An open graph with the parameters of queries and the format of answers.
#[derive(Debug)]
pub(crate) struct Session {
    /// What was opened.
    pub(crate) opened: PathBuf,
    /// What queries run on.
    pub(crate) workspace: Workspace,
    /// Where parses of articles opened later are kept.
    pub(crate) cache: Option<Cache>,
    /// What queries may use besides the graph.
    pub(crate) environment: Environment,
    /// The folders besides the workspace's that files may be read from and written to.
    pub(crate) allowed: Vec<PathBuf>,
    /// How answers are written.
    pub(crate) format: Format,
    /// The most rows that a terminal shows of an answer; `None` shows all.
    pub(crate) most_rows: Option<usize>,
    /// Whether what isn't typed at a prompt goes on after an error.
    pub(crate) keeps_going: bool,
    /// What was told already.
    pub(crate) told: Told,
    /// Whether to wait while another process writes the store.
    pub(crate) waits: bool,
    /// What the unit that is open changed so far.
    pub(crate) unit: Option<Changes>,
    /// How often the graph was put in an earlier or later state: ids from before may be others.
    pub(crate) readings: u64,
}

/// What is told once of a graph.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Told {
    /// That changes go with the process.
    pub(crate) loss: bool,
    /// That the store isn't there yet.
    missing: bool,
}

/// What LOAD CSV may read: the folder of what was opened, where it has one, and others.
pub(crate) fn files(opened: &Path, allowed: &[PathBuf]) -> Files {
    let mut files = Files::default();
    for folder in bounds::folder_of(opened).into_iter().chain(allowed.iter().cloned()) {
        files.allow(folder);
    }
    files
}

/// The procedures that queries on a workspace may call.
pub(crate) fn procedures(workspace: &Workspace) -> Procedures {
    let mut procedures = Procedures::default();
    procedures.add(suggested_merges(workspace.knowledge().clone()));
    procedures.add(disputes(workspace.knowledge().clone()));
    procedures
}

/// An answer with what it answers.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    /// The statement that was run.
    pub(crate) statement: Statement,
    /// What the reader of the answer to an English question must know; none for Cypher.
    pub(crate) notes: Option<Vec<String>>,
    /// The rows.
    pub(crate) answer: Answer,
}

/// Why there is no answer, and the place in the text, in bytes.
#[derive(Clone, Debug)]
pub(crate) struct Refused {
    title: String,
    span: Option<Range<usize>>,
    help: Vec<String>,
    /// Whether Ctrl-C is why.
    stopped: bool,
}

impl Session {
    /// The graph.
    pub(crate) fn graph(&self) -> &Graph {
        self.workspace.graph()
    }

    /// What words mean to its questions.
    pub(crate) fn lexicon(&self) -> &Lexicon {
        &self.workspace.knowledge().lexicon
    }

    /// Answers the only statement or question of a text; a refusal is told.
    pub(crate) fn answer_one(&mut self, text: &str) -> Result<Answered, Failure> {
        let entries = script::entries(text);
        let refuse = |report: Report<'_>| {
            report.print();
            Err(Failure::Told)
        };
        match entries.as_slice() {
            [] => {
                refuse(Report::error("there is nothing to run").help("write a query or question"))
            }
            [entry] if entry.kind == Kind::Command => {
                let report = Report::error("commands work in the shell only");
                refuse(report.at(None, text, entry.span.clone()))
            }
            [entry] if matches!(entry.kind, Kind::Bound(_)) => {
                let report = Report::error("units stand in the shell and in scripts");
                let report = report.at(None, text, entry.span.clone());
                refuse(report.help("write a statement: all that it changes is kept, or nothing"))
            }
            [entry] => self.answer(None, text, entry.span.clone()),
            [_, second, ..] => {
                let report = Report::error("one statement was expected, and here is another one");
                let report = report.at(None, text, second.span.clone());
                refuse(report.help("run several from a file with `attest run FILE`"))
            }
        }
    }

    /// Answers the statement or question that stands at `span` of a text (`name` is its file's);
    /// warnings, a refusal and the Cypher that a question became are told.
    pub(crate) fn answer(
        &mut self,
        name: Option<&str>,
        text: &str,
        span: Range<usize>,
    ) -> Result<Answered, Failure> {
        self.answer_in(None, name, text, span)
    }

    /// The same, with the statement run, explained or profiled whatever it says itself.
    pub(crate) fn answer_in(
        &mut self,
        mode: Option<Mode>,
        name: Option<&str>,
        text: &str,
        span: Range<usize>,
    ) -> Result<Answered, Failure> {
        let asked = &text[span.clone()];
        match self.ask(asked, mode) {
            Ok(answered) => {
                answered.explain();
                for warning in answered.warnings() {
                    warn(warning, name, text, span.start).print();
                }
                Ok(answered)
            }
            Err(refused) => Err(refused.tell(name, text, span)),
        }
    }

    /// Runs one Cypher statement or answers one English question.
    fn ask(&mut self, text: &str, mode: Option<Mode>) -> Result<Answered, Refused> {
        if question::looks_like_cypher(text) {
            let mut statement = query_lang::parse(text)?;
            statement.mode = mode.unwrap_or(statement.mode);
            let answer = if self.changes(&statement) {
                self.change(&statement, text)?
            } else {
                self.warn_of_missing();
                running(|| {
                    query_lang::read(self.graph(), &statement, Some(text), &self.environment)
                })?
            };
            return Ok(Answered { statement, notes: None, answer });
        }
        self.warn_of_missing();
        let question = running(|| question::compile(text, self.graph(), self.lexicon()));
        let mut question = question.map_err(|error| self.refused(text, &error))?;
        question.statement.mode = mode.unwrap_or_default();
        // The statement names relations that the graph need not have, and it only reads.
        let environment = Environment { strict: false, ..self.environment.clone() };
        let answer =
            running(|| query_lang::read(self.graph(), &question.statement, None, &environment))?;
        Ok(Answered { statement: question.statement, notes: Some(question.notes), answer })
    }

    /// Whether a statement is one that changes the graph, and that may.
    fn changes(&self, statement: &Statement) -> bool {
        let runs = statement.mode != Mode::Explain && !self.environment.read_only;
        runs && statement.query.change().is_some()
    }

    /// Runs a statement that changes the graph: in the unit that is open, or in one of its own.
    fn change(&mut self, statement: &Statement, text: &str) -> Result<Answer, Refused> {
        self.begin()?;
        let Self { workspace, environment, .. } = self;
        let graph = workspace.graph_mut();
        let done = running(|| query_lang::execute(graph, statement, Some(text), environment));
        match (&done, &mut self.unit) {
            (Ok(answer), Some(changed)) => *changed += answer.changes,
            (Ok(_), None) => self.workspace.commit()?,
            (Err(_), None) => self.workspace.roll_back(),
            (Err(_), Some(_)) => {}
        }
        Ok(done?)
    }

    /// Why a question has no answer, with questions that have one.
    fn refused(&self, text: &str, error: &QuestionError) -> Refused {
        let bound = text.split_whitespace().next().filter(|word| Bound::named(word).is_some());
        let alone = bound.map(|word| format!("`{word};` stands alone, as a statement of its own"));
        let examples = question::examples(self.graph(), self.lexicon());
        let examples = examples.iter().map(|example| format!("this graph can answer: {example}"));
        Refused {
            title: error.to_string(),
            span: error.span(),
            help: alone.into_iter().chain(examples).collect(),
            stopped: false,
        }
    }

    /// Prints the rows of an answer, and tells what it changed.
    pub(crate) fn print(&mut self, answered: &Answered) -> io::Result<()> {
        let answer = &answered.answer;
        if !answer.columns.is_empty() || answer.plan.is_some() {
            self.print_rows(answered, Room::here().of_rows(self.most_rows))?;
        }
        let explained = answered.statement.mode == Mode::Explain;
        if answered.statement.query.change().is_some() && !explained {
            if self.format.is_for_readers() {
                note(&changes::summary(&answer.changes));
            }
            if !answer.changes.is_empty() {
                self.warn_of_loss();
            }
        }
        Ok(())
    }

    /// Tells once that changes go with the process, and how to have them again; not of the
    /// empty graph, which is asked for as one that goes.
    fn warn_of_loss(&mut self) {
        let warned = std::mem::replace(&mut self.told.loss, true);
        let lasts = self.workspace.store().is_some();
        if warned || lasts || self.workspace.corpus().articles.is_empty() {
            return;
        }
        let instead = self.workspace.corrections().map_or_else(String::new, |file| {
            format!("; statements in {} are run at each start", file.display())
        });
        note(&format!("changes last until attest ends{instead}"));
    }

    /// Prints the rows of an answer, or its plan, into the room that there is.
    ///
    /// # Errors
    /// Where standard output can't be written.
    pub(crate) fn print_rows(&self, answered: &Answered, room: Room) -> io::Result<()> {
        let answer = &answered.answer;
        if let Some(plan) = &answer.plan {
            return self.print_plan(plan);
        }
        let hidden = output::to_stdout(|out| self.write_rows(answered, room, out))?;
        if answer.rows.is_empty() && self.format.is_for_readers() {
            note("no rows");
        }
        if hidden > 0 {
            tell_hidden(hidden, answer.rows.len());
        }
        Ok(())
    }

    /// Writes the rows of an answer into a room, and gives how many it has no room for.
    pub(crate) fn write_rows(
        &self,
        answered: &Answered,
        room: Room,
        out: &mut dyn Write,
    ) -> io::Result<usize> {
        let answer = &answered.answer;
        let read_out = answered.notes.is_some() && self.format.is_for_readers();
        let texts = if read_out { read_out_lists(answer) } else { Vec::new() };
        let values = if read_out { &texts } else { &answer.rows };
        let rows = Rows { graph: self.graph(), columns: &answer.columns, values };
        rows.write(self.format, room, out)
    }

    /// Prints a plan in place of the rows, and tells what the statement took.
    fn print_plan(&self, plan: &ExplainedPlan) -> io::Result<()> {
        let (columns, values) = render::plan::rows(plan, self.format.is_for_readers());
        let rows = Rows { graph: self.graph(), columns: &columns, values: &values };
        output::to_stdout(|out| rows.write(self.format, Room::here(), out))?;
        if let Some(cost) = plan.cost {
            note(&format!("{} rows, {} steps", cost.rows, cost.steps));
        }
        Ok(())
    }

    /// Sets two answers apart where the format is for readers.
    pub(crate) fn separate(&self) -> io::Result<()> {
        if self.format.is_for_readers() {
            output::to_stdout(|out| writeln!(out))?;
        }
        Ok(())
    }
}

impl Answered {
    /// Tells the Cypher that a question became, and what the reader must know.
    fn explain(&self) {
        let Some(notes) = &self.notes else { return };
        let cypher = self.statement.to_string();
        for line in cypher.lines().chain(notes.iter().map(String::as_str)) {
            note(line);
        }
    }

    /// What the writer of a statement should look at; nothing for a question, whose statement
    /// names relations that the graph need not have.
    fn warnings(&self) -> &[Warning] {
        if self.notes.is_some() { &[] } else { &self.answer.warnings }
    }

    /// All values of all rows.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Value> {
        self.answer.rows.iter().flatten()
    }
}

/// Does something, and shows on the terminal that it lasts.
fn running<T>(work: impl FnOnce() -> T) -> T {
    progress::during("running, Ctrl-C stops it", work)
}

impl Refused {
    fn new(title: &str, help: &str) -> Self {
        Self { title: title.to_owned(), span: None, help: vec![help.to_owned()], stopped: false }
    }

    /// Tells it, of what stands at `asked` of a text.
    fn tell(&self, name: Option<&str>, text: &str, asked: Range<usize>) -> Failure {
        self.report(name, text, asked).print();
        if self.stopped { Failure::Stopped } else { Failure::Told }
    }

    /// With more advice.
    pub(crate) fn with_help(mut self, help: String) -> Self {
        self.help.push(help);
        self
    }

    /// The message, with the place in the text, where `asked` is what was run.
    pub(crate) fn report<'a>(
        &self,
        name: Option<&'a str>,
        text: &'a str,
        asked: Range<usize>,
    ) -> Report<'a> {
        let span = match &self.span {
            Some(span) => asked.start + span.start..asked.start + span.end,
            None => asked,
        };
        let report = Report::error(&self.title).at(name, text, span);
        self.help.iter().fold(report, Report::help)
    }
}

/// Tells how many rows of an answer a terminal doesn't show. It isn't a note: whoever wants no
/// notes must know, too.
fn tell_hidden(hidden: usize, of: usize) {
    let rows = if hidden == 1 { "row" } else { "rows" };
    let all = "`:last` in the shell or --max-rows all shows all";
    let text = format!("… {} more {rows} of {}; {all}", grouped(hidden), grouped(of));
    let _ = writeln!(io::stderr(), "{text}");
}

/// `1,234,567`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The rows of an English answer for a reader: lists of names as text (`fact, planned`), but for
/// the articles, which are ids to copy.
fn read_out_lists(answer: &Answer) -> Vec<Vec<Value>> {
    let read_out = |column: &String, value: &Value| match value {
        Value::List(items) if column != "articles" => {
            let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            texts.map_or_else(|| value.clone(), |texts| Value::from(texts.join(", ")))
        }
        _ => value.clone(),
    };
    let row = |row: &Vec<Value>| {
        answer.columns.iter().zip(row).map(|(column, value)| read_out(column, value)).collect()
    };
    answer.rows.iter().map(row).collect()
}

/// A message about something in a text, `offset` bytes into it, that is probably not meant.
pub(crate) fn warn<'a>(
    warning: &Warning,
    name: Option<&'a str>,
    text: &'a str,
    offset: usize,
) -> Report<'a> {
    let report = Report::warning(&warning.message);
    let report = match &warning.span {
        Some(span) => report.at(name, text, offset + span.start..offset + span.end),
        None => report,
    };
    warning.help.iter().fold(report, Report::help)
}

impl From<query_lang::Error> for Refused {
    fn from(error: query_lang::Error) -> Self {
        let advice = match error.cause() {
            Cause::TimedOut { .. } => Some("narrow the query, or give it more time: --timeout 2m"),
            Cause::MemoryExceeded { .. } => {
                Some("give it more, such as --memory 4GiB, if the machine has it")
            }
            Cause::ChangesGraph { .. } => Some("leave out --read-only to change the graph"),
            _ => None,
        };
        Self {
            title: error.to_string(),
            span: error.span(),
            help: error.help().into_iter().chain(advice).map(str::to_owned).collect(),
            stopped: *error.cause() == Cause::Stopped,
        }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        let help = error.fault.help().map(str::to_owned).into_iter().collect();
        let stopped = matches!(error.fault, Fault::Stopped { .. });
        Self { title: error.to_string(), span: None, help, stopped }
    }
}

#[cfg(test)]
mod tests;
