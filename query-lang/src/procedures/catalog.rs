//! `dbms.*`: what a statement can call.

use super::{Procedure, ValueType};
use crate::functions::functions;

/// The procedures of this module.
pub(super) fn all() -> Vec<Procedure> {
    vec![
        Procedure::new("dbms.functions", "the functions of the language", |_| {
            let row = |function: &crate::Function| {
                vec![
                    function.name.into(),
                    function.signature.into(),
                    function.summary.into(),
                    function.aggregates.into(),
                ]
            };
            Ok(functions().iter().map(row).collect())
        })
        .gives("name", ValueType::String)
        .gives("signature", ValueType::String)
        .gives("description", ValueType::String)
        .gives("aggregating", ValueType::Boolean)
        .working(|_| functions().len()),
        Procedure::new("dbms.procedures", "the procedures that can be called", |call| {
            let row = |procedure: &Procedure| {
                vec![
                    procedure.name().into(),
                    procedure.signature().into(),
                    procedure.summary().into(),
                ]
            };
            Ok(call.procedures.iter().map(row).collect())
        })
        .gives("name", ValueType::String)
        .gives("signature", ValueType::String)
        .gives("description", ValueType::String),
    ]
}
