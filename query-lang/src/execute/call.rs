//! `CALL`: for each row, the rows of a procedure.

use std::iter::once;

use super::{Executor, Row, Rows, failed};
use crate::bind::{Call, accepted};
use crate::error::{Cause, Error};
use crate::procedures::{Invocation, ProcedureRows};

impl Executor<'_> {
    pub(super) fn call<'a>(&'a self, row: Row, call: &'a Call) -> Rows<'a> {
        match self.called(&row, call) {
            Err(error) => failed(error),
            Ok(_) if call.keeps_row => Box::new(once(Ok(row))),
            Ok(found) => Box::new(found.into_iter().map(move |values| {
                let mut row = row.clone();
                for (column, slot) in &call.yields {
                    row[*slot] = values[*column].clone();
                }
                Ok(row)
            })),
        }
    }

    /// What the procedure gives for a row.
    fn called(&self, row: &Row, call: &Call) -> Result<ProcedureRows, Error> {
        let procedure = &call.procedure;
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for (parameter, argument) in procedure.parameters().iter().zip(&call.arguments) {
            let value = self.eval(argument, row)?;
            arguments.push(accepted(procedure, parameter, &value, argument.span)?);
        }
        self.run.budget.spend(procedure.work(self.graph) as u64, call.span)?;
        let (graph, procedures) = (self.graph, &call.procedures);
        procedure.run(Invocation { graph, procedures, arguments: &arguments }).map_err(|error| {
            let (procedure, problem) = (procedure.name().to_owned(), error.problem);
            let cause = Cause::ProcedureFailed { procedure, problem };
            Error::runtime(cause, call.span).with_optional_help(error.help)
        })
    }
}
