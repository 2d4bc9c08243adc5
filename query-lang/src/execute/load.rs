//! `LOAD CSV`: a row for each record of a file, read as they are wanted.

use std::cell::Cell;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;
use std::sync::Arc;

use csv::{ErrorKind, Position, ReaderBuilder, StringRecord};
use graph_core::Value;

use super::{Executor, Row, Rows, failed};
use crate::ast::Span;
use crate::bind::LoadCsv;
use crate::budget::LONGEST_TEXT;
use crate::error::{Cause, Error};

impl Executor<'_> {
    pub(super) fn load_csv<'a>(&'a self, row: Row, load: &'a LoadCsv) -> Rows<'a> {
        match self.records(row, load) {
            Ok(rows) => rows,
            Err(error) => failed(error),
        }
    }

    fn records<'a>(&'a self, row: Row, load: &'a LoadCsv) -> Result<Rows<'a>, Error> {
        let span = load.from.span;
        let name = match self.eval(&load.from, &row)? {
            Value::String(name) => name,
            other => return Err(super::refused("LOAD CSV", &other, span)),
        };
        let path = load.files.resolve(&name).map_err(|unreadable| {
            let cause = Cause::FileRefused { problem: unreadable.problem };
            Error::runtime(cause, span).with_optional_help(unreadable.help)
        })?;
        let opened = File::open(&path).map_err(csv::Error::from);
        let opened = opened.map_err(|error| refused(&name, &error, 0, span))?;
        let record = Rc::new(Cell::new(0));
        let watched = Watched { file: opened, record: record.clone(), executor: *self };
        let mut opened = BufReader::new(watched);
        let late = late_lines(&mut opened);
        let told = move |error: &csv::Error| {
            // A read that was ended tells so first.
            self.look().err().unwrap_or_else(|| refused(&name, error, late, span))
        };
        let mut reader = ReaderBuilder::new()
            .delimiter(load.separator)
            .has_headers(load.headers)
            .from_reader(opened);
        let header = load.headers.then(|| reader.headers());
        let header = header.transpose().map_err(|error| told(&error))?;
        let keys = header.map(|header| keys(header, span)).transpose()?;
        let file = Value::from(path.display().to_string());
        Ok(Box::new(reader.into_records().map(move |found| {
            let found = found.map_err(|error| told(&error))?;
            record.set(0);
            let line = found.position().map_or(0, |at| line_of(at, late));
            let value = fields(&found, keys.as_deref());
            self.run.budget.make(&value, span)?;
            let mut row = row.clone();
            row[load.slot] = value;
            row[load.line] = Value::Int(line as i64);
            row[load.file] = file.clone();
            Ok(row)
        })))
    }
}

/// A file that is read no further once the statement is to end, or where a record is longer than
/// any text: mostly one whose quotes never close.
struct Watched<'a> {
    file: File,
    /// The bytes read since the last record.
    record: Rc<Cell<usize>>,
    executor: Executor<'a>,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.executor.run.budget.look().map_err(io::Error::other)?;
        if self.record.get() > LONGEST_TEXT {
            let problem = format!("a record is longer than {} MiB", LONGEST_TEXT >> 20);
            return Err(io::Error::other(format!("{problem}: is a quote never closed?")));
        }
        let read = self.file.read(buffer)?;
        self.record.set(self.record.get() + read);
        Ok(read)
    }
}

/// How many lines the reader is late behind the first record: it counts the second half of a line
/// end of two characters to the record behind it.
fn late_lines(reader: &mut impl BufRead) -> u64 {
    let start = reader.fill_buf().unwrap_or_default();
    let end = start.iter().position(|byte| *byte == b'\n').unwrap_or_default();
    u64::from(end > 0 && start[end - 1] == b'\r')
}

fn line_of(position: &Position, late: u64) -> u64 {
    if position.byte() == 0 { position.line() } else { position.line() + late }
}

/// The names of columns; each must be one column's.
fn keys(header: &StringRecord, span: Span) -> Result<Vec<Arc<str>>, Error> {
    let mut seen = HashSet::new();
    match header.iter().find(|name| !seen.insert(*name)) {
        Some(name) => {
            let cause = Cause::ColumnNameConflict { name: name.to_owned() };
            Err(Error::runtime(cause, span)
                .with_help("give each column its name in the file's first line"))
        }
        None => Ok(header.iter().map(Arc::from).collect()),
    }
}

/// A record as a map by column, or as a list; an empty field is `null`.
fn fields(record: &StringRecord, keys: Option<&[Arc<str>]>) -> Value {
    let field = |text: &str| if text.is_empty() { Value::Null } else { Value::from(text) };
    match keys {
        Some(keys) => Value::map(keys.iter().cloned().zip(record.iter().map(field))),
        None => Value::list(record.iter().map(field)),
    }
}

/// What is wrong with the file, and in which line.
fn refused(name: &str, error: &csv::Error, late: u64, span: Span) -> Error {
    let line = error.position().map(|at| format!(", line {}", line_of(at, late)));
    let line = line.unwrap_or_default();
    let (problem, help) = match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => (
            format!("{} where {expected_len} are in the lines before", counted(*len)),
            Some("put a field in \"quotes\" where the separator is part of it"),
        ),
        ErrorKind::Utf8 { .. } => {
            (String::from("the text is no UTF-8"), Some("save the file as UTF-8"))
        }
        ErrorKind::Io(error) => (error.to_string(), None),
        _ => (error.to_string(), None),
    };
    let cause = Cause::FileRefused { problem: format!("{name}{line}: {problem}") };
    Error::runtime(cause, span).with_optional_help(help.map(str::to_owned))
}

fn counted(fields: u64) -> String {
    if fields == 1 { String::from("1 field") } else { format!("{fields} fields") }
}

#[cfg(test)]
mod tests;
