//! Answers queries on a graph of tables, one a line of the input, and tells how long each took:
//! what the comparison with other databases in `benches/` talks to.
//!
//! ```text
//! timed Person=person.csv FOLLOWS:Person:Person=follows.csv
//! → {"load_ms":…}            once all is read
//! ← "MATCH (n) RETURN count(*) AS n"
//! → {"ms":…,"columns":["n"],"rows":[[…]]}
//! ```

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::error::Error;
use std::io::{BufRead, Write};
use std::time::Instant;

use graph_core::import::{Import, Watch, import};
use graph_core::{Graph, Value};
use query_lang::{Environment, Parameters, Prepared};

fn main() -> Result<(), Box<dyn Error>> {
    let mut wanted = Import::default();
    for table in std::env::args().skip(1) {
        let named = table.split('=').next().unwrap_or_default();
        if named.contains(':') {
            wanted.relationships.push(table.parse()?);
        } else {
            wanted.nodes.push(table.parse()?);
        }
    }
    wanted.options.integer_ids = true;
    let begun = Instant::now();
    let mut graph = Graph::new();
    import(&mut graph, &wanted, Watch::default())?;
    tell(&serde_json::json!({"load_ms": begun.elapsed().as_secs_f64() * 1e3}))?;
    let mut prepared: HashMap<String, Prepared> = HashMap::new();
    let none = Parameters::default();
    for line in std::io::stdin().lock().lines() {
        let query: String = serde_json::from_str(&line?)?;
        let begun = Instant::now();
        let answer = match prepared.entry(query) {
            Entry::Occupied(mut known) => known.get_mut().run(&mut graph, &none),
            Entry::Vacant(new) => Prepared::new(new.key(), Environment::default())
                .and_then(|statement| new.insert(statement).run(&mut graph, &none)),
        };
        let ms = begun.elapsed().as_secs_f64() * 1e3;
        tell(&match answer {
            Err(error) => serde_json::json!({"error": error.to_string()}),
            Ok(answer) => {
                let rows = answer.rows.iter().map(|row| row.iter().map(plain).collect());
                let rows: Vec<Vec<serde_json::Value>> = rows.collect();
                let plan = answer.plan.map(|plan| {
                    let told = |operator: &query_lang::Operator| {
                        let query_lang::Operator { name, details, estimated, rows, time, .. } =
                            operator;
                        format!("{name} {details} {estimated:?} {rows:?} {time:?}")
                    };
                    plan.operators.iter().map(told).collect::<Vec<_>>()
                });
                serde_json::json!({
                    "ms": ms, "columns": answer.columns, "rows": rows, "plan": plan,
                })
            }
        })?;
    }
    Ok(())
}

fn tell(what: &serde_json::Value) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{what}")?;
    out.flush()
}

/// Numbers and texts as they are, anything else as it is written.
fn plain(value: &Value) -> serde_json::Value {
    match value {
        Value::Int(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::String(text) => (&**text).into(),
        other => format!("{other:?}").into(),
    }
}
