//! `CALL`: for each row, the rows of a procedure.

use std::iter::once;

use super::{Executor, Row, Rows, failed};
use crate::bind::{Call, accepted};
use crate::budget::{Kept, row_size};
use crate::error::{Cause, Error};
use crate::procedures::{Invocation, ProcedureRows};

impl Executor<'_> {
    pub(super) fn call<'a>(&'a self, row: Row, call: &'a Call) -> Rows<'a> {
        match self.called(&row, call) {
            Err(error) => failed(error),
            Ok(_) if call.keeps_row => Box::new(once(Ok(row))),
            Ok((found, kept)) => Box::new(found.into_iter().map(move |values| {
                // All of them are there until the last one.
                let _ = &kept;
                let mut row = row.clone();
                for (column, slot) in &call.yields {
                    row[*slot] = values[*column].clone();
                }
                Ok(row)
            })),
        }
    }

    /// What the procedure gives for a row.
    fn called(&self, row: &Row, call: &Call) -> Result<(ProcedureRows, Kept<'_>), Error> {
        let procedure = &call.procedure;
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for (parameter, argument) in procedure.parameters().iter().zip(&call.arguments) {
            let value = self.eval(argument, row)?;
            arguments.push(accepted(procedure, parameter, &value, argument.span)?);
        }
        self.run.budget.spend(procedure.work(self.graph) as u64, call.span)?;
        let mut kept = self.kept();
        let found = procedure.run(Invocation {
            graph: self.graph,
            procedures: &call.procedures,
            arguments: &arguments,
            budget: &self.run.budget,
        });
        // One that gave up because it was told to tells nothing else.
        self.look()?;
        let found = found.map_err(|error| {
            let (procedure, problem) = (procedure.name().to_owned(), error.problem);
            let cause = Cause::ProcedureFailed { procedure, problem };
            Error::runtime(cause, call.span).with_optional_help(error.help)
        })?;
        for row in &found {
            row.iter().try_for_each(|value| self.run.budget.make(value, call.span))?;
            kept.keep(row_size(row.len()), row, call.span)?;
        }
        Ok((found, kept))
    }
}
