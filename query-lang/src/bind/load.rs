//! `LOAD CSV`: the file's name, the row's variable, and where `linenumber()` and `file()` look.

use graph_core::Value;

use super::scope::Type;
use super::{Binder, LoadCsv, already_bound};
use crate::ast;
use crate::error::Error;
use crate::expression::{Kind, Slot};

/// The slots that tell where the last row of a file was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Position {
    line: Slot,
    file: Slot,
}

impl Binder<'_> {
    pub(super) fn load_csv(&mut self, load: &ast::LoadCsv) -> Result<LoadCsv, Error> {
        let (from, _) = self.row_expression(&load.from, "LOAD CSV")?;
        if self.scope.find(&load.variable.text).is_some() {
            return Err(already_bound(&load.variable));
        }
        let known = if load.headers { Type::Map } else { Type::List };
        let slot = self.declare(&load.variable, known);
        let position = Position { line: self.new_slot(), file: self.new_slot() };
        self.position = Some(position);
        Ok(LoadCsv {
            headers: load.headers,
            from,
            slot,
            line: position.line,
            file: position.file,
            separator: load.separator.map_or(b',', |separator| separator as u8),
            files: self.environment.files.clone(),
        })
    }

    /// `linenumber()` and `file()`, which are `null` before any file is read; `None` for any
    /// other function.
    pub(super) fn position(&self, function: &str) -> Option<(Kind, Type)> {
        let slot = |of: fn(Position) -> Slot| match self.position {
            Some(position) => Kind::Slot(of(position)),
            None => Kind::Value(Value::Null),
        };
        match function {
            "linenumber" => Some((slot(|position| position.line), Type::Number)),
            "file" => Some((slot(|position| position.file), Type::String)),
            _ => None,
        }
    }
}
