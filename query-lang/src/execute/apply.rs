//! `CALL { … }`: the rows of a subquery, joined with the row that it starts with.

use std::iter::once;

use graph_core::Value;

use super::change::{Gathered, Writer};
use super::{Executor, Row, Rows, failed};
use crate::ast::Span;
use crate::budget::row_size;
use crate::error::Error;
use crate::expression::Slot;
use crate::plan::Plan;

impl Executor<'_> {
    /// The row with each row of a subquery. Of a subquery without columns the row itself is left,
    /// however many rows it gives.
    pub(super) fn apply<'a>(
        &'a self,
        row: Row,
        inner: &'a Plan,
        columns: &'a [(Slot, Slot)],
        optional: bool,
    ) -> Rows<'a> {
        let mut found = self.rows(inner, &row);
        if columns.is_empty() {
            let error = found.find_map(Result::err);
            drop(found);
            return error.map_or_else(|| -> Rows<'a> { Box::new(once(Ok(row))) }, failed);
        }
        let mut found = found.peekable();
        if optional && found.peek().is_none() {
            return Box::new(once(Ok(joined(&row, columns, None))));
        }
        Box::new(found.map(move |inner| Ok(joined(&row, columns, Some(&inner?)))))
    }
}

impl Writer<'_, '_> {
    /// The same for a subquery that changes the graph: row by row, each seeing what those before
    /// it changed.
    pub(super) fn apply(
        &mut self,
        rows: &Gathered,
        inner: &Plan,
        columns: &[(Slot, Slot)],
        optional: bool,
    ) -> Result<Gathered, Error> {
        let mut all = Gathered::default();
        for row in rows.iter() {
            let before = self.rows.bytes();
            let found = self.rows(inner, row)?;
            if columns.is_empty() {
                all.push(row.clone());
                drop(found);
                self.rows.release(self.rows.bytes() - before);
                self.rows.keep(row_size(row.len()), [], Span::NONE)?;
            } else if optional && found.is_empty() {
                all.push(joined(row, columns, None));
            } else {
                all.extend(found.iter().map(|inner| joined(row, columns, Some(inner))));
            }
        }
        Ok(all)
    }
}

/// The row with the columns of a row of the subquery, or with `null`.
fn joined(row: &Row, columns: &[(Slot, Slot)], inner: Option<&Row>) -> Row {
    let mut row = row.clone();
    for (from, to) in columns {
        row[*to] = inner.map_or(Value::Null, |inner| inner[*from].clone());
    }
    row
}
