//! The procedures that scenarios bring along: a signature, and a table that tells the rows for
//! each set of arguments.

use query_lang::parse_literal;
use query_lang::procedures::{FieldType, Procedure, ValueType};

use super::feature::Step;

/// The procedure of `there exists a procedure name(in :: INTEGER?) :: (out :: STRING?):`; `None`
/// where the step can't be read.
pub(super) fn procedure(step: &Step) -> Option<Procedure> {
    let signature = step.text.strip_prefix("there exists a procedure ")?.trim();
    let (head, columns) = signature.trim_end_matches(':').trim().split_once(") :: (")?;
    let (name, parameters) = head.split_once('(')?;
    let (parameters, columns) = (fields(parameters)?, fields(columns.strip_suffix(')')?)?);
    let width = parameters.len();
    let mut rows = Vec::new();
    for row in step.table.iter().skip(1) {
        rows.push(row.iter().map(|cell| parse_literal(cell).ok()).collect::<Option<Vec<_>>>()?);
    }
    let run = move |call: query_lang::procedures::Invocation<'_>| {
        let fitting = rows.iter().filter(|row| row[..width] == *call.arguments);
        Ok(fitting.map(|row| row[width..].to_vec()).collect())
    };
    let takes =
        |procedure: Procedure, (name, field): (String, FieldType)| procedure.takes(name, field);
    let gives =
        |procedure: Procedure, (name, field): (String, FieldType)| procedure.gives(name, field);
    let procedure = Procedure::new(name, "of a scenario", run);
    let procedure = parameters.into_iter().fold(procedure, takes);
    Some(columns.into_iter().fold(procedure, gives))
}

/// `name :: STRING?, id :: INTEGER?`
fn fields(text: &str) -> Option<Vec<(String, FieldType)>> {
    let field = |text: &str| {
        let (name, field_type) = text.split_once("::")?;
        let bare = field_type.trim().trim_end_matches('?');
        let nullable = field_type.trim().ends_with('?');
        let value_type = ValueType::named(bare)?;
        Some((name.trim().to_owned(), FieldType { value_type, nullable }))
    };
    text.split(',').filter(|text| !text.trim().is_empty()).map(field).collect()
}
