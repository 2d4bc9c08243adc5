//! Files of tables and of JSON lines.

use std::fs;

use graph_core::verify::Quotes;
use graph_core::{Graph, Value};
use query_lang::{Cause, Environment};

/// Statements that read the table in each way.
const READINGS: [&str; 2] = [
    "LOAD CSV FROM 'a.csv' AS row RETURN linenumber() AS line, row",
    "LOAD CSV WITH HEADERS FROM 'a.csv' AS row FIELDTERMINATOR ';' \
     CREATE (n:Row) SET n = row RETURN linenumber() AS line, row",
];

/// Any bytes are a table or refused; rows come in the order of the file's lines, of which one may hold
/// several where a lone carriage return ends a row.
pub(super) fn csv(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.csv"), bytes).expect("written");
    let mut environment = Environment::default();
    environment.files.allow(folder.path());
    for reading in READINGS {
        match query_lang::run(&mut Graph::new(), reading, &environment) {
            Ok(answer) => {
                let line = |row: &Vec<Value>| match row[0] {
                    Value::Int(line) => line,
                    ref other => panic!("no line: {other:?}"),
                };
                let lines: Vec<i64> = answer.rows.iter().map(line).collect();
                assert!(lines.is_sorted(), "{lines:?}");
            }
            Err(error) => {
                let told = matches!(
                    error.cause(),
                    Cause::FileRefused { .. }
                        | Cause::ColumnNameConflict { .. }
                        | Cause::LimitExceeded { .. }
                );
                assert!(told, "{error}");
            }
        }
    }
}

/// Any bytes are JSON lines of an export or refused with a line; no place of an article that a
/// line may name is out of reach for the check.
pub(super) fn jsonl(bytes: &[u8]) {
    let lines = bytes.split(|byte| *byte == b'\n').count();
    match Quotes::read(bytes) {
        Ok(quotes) => {
            let folder = tempfile::tempdir().expect("a folder");
            fs::write(folder.path().join("a.txt"), "It rained. Så var det.\n").expect("written");
            let verdict = quotes.check(folder.path()).expect("a folder");
            assert!(verdict.mismatches.len() <= verdict.quotes);
            assert!(verdict.quotes <= verdict.evidence);
        }
        Err(error) => {
            let text = error.to_string();
            let named = text.strip_prefix("line ").and_then(|rest| rest.split(' ').next());
            let line = named.and_then(|number| number.parse().ok()).unwrap_or(1);
            assert!((1..=lines).contains(&line), "{text}");
        }
    }
}
