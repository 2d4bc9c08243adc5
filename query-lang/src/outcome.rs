//! What became of a statement, as text for golden files.

use graph_core::{Graph, Value};

use crate::{Environment, run};

/// The statement, then its rows or what is wrong with it.
pub(crate) fn outcome(graph: &mut Graph, text: &str, environment: &Environment) -> String {
    match run(graph, text, environment) {
        Ok(answer) => {
            let rows = answer.rows.iter().map(|row| {
                let cells: Vec<_> = row.iter().map(shown).collect();
                format!("\n  | {}", cells.join(" | "))
            });
            format!("{text}\n  | {}{}", answer.columns.join(" | "), rows.collect::<String>())
        }
        Err(error) => {
            let place = error.span().map(|span| text[span].to_owned()).unwrap_or_default();
            let help = error.help().map(|help| format!(" [{help}]")).unwrap_or_default();
            let name = (error.class(), error.phase(), error.kind());
            format!("{text}\n  {name:?} at `{place}`: {error}{help}")
        }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("'{text}'"),
        Value::Int(number) => number.to_string(),
        Value::Map(entries) => {
            let entries: Vec<_> =
                entries.iter().map(|(key, value)| format!("{key}: {}", shown(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::List(items) => items.iter().map(shown).collect::<Vec<_>>().join("+"),
        other => format!("{other:?}"),
    }
}
