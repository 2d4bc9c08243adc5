//! The plan of a statement as rows, which every format can write.

use std::time::Duration;

use graph_core::Value;
use query_lang::{ExplainedPlan, Operator};

/// Columns and rows. For people operators are indented; programs get the depth as a column.
pub(crate) fn rows(plan: &ExplainedPlan, for_readers: bool) -> (Vec<String>, Vec<Vec<Value>>) {
    let counted = plan.operators.iter().any(|operator| operator.rows.is_some());
    let names = [
        ("depth", !for_readers),
        ("operator", true),
        ("details", true),
        ("estimated", true),
        ("rows", counted),
        ("ms", counted),
    ];
    let row = |operator: &Operator| {
        let depth = Value::Int(operator.depth as i64);
        let indent = if for_readers { "· ".repeat(operator.depth) } else { String::new() };
        let name = Value::from(format!("{indent}{}", operator.name));
        let details = Value::from(operator.details.as_str());
        let number = |rows: Option<u64>| rows.map_or(Value::Null, |rows| Value::Int(rows as i64));
        // Of what takes less than a microsecond, its length says nothing.
        let milliseconds = |time: Duration| Value::Float(time.as_micros() as f64 / 1e3);
        let time = operator.time.map_or(Value::Null, milliseconds);
        let (estimated, rows) = (number(operator.estimated), number(operator.rows));
        let values = [depth, name, details, estimated, rows, time].into_iter().zip(names);
        values.filter(|(_, (_, shown))| *shown).map(|(value, _)| value).collect()
    };
    let columns = names.iter().filter(|(_, shown)| *shown).map(|(name, _)| (*name).to_owned());
    (columns.collect(), plan.operators.iter().map(row).collect())
}
