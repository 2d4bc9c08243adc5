//! JSON lines → nodes and relationships.
//!
//! ```json
//! {"type":"node","id":"0","labels":["Person"],"properties":{"name":"Ann"}}
//! {"type":"relationship","id":"0","label":"KNOWS","properties":{},"start":{"id":"0"},"end":{"id":"1"}}
//! ```
//!
//! as APOC exports them. Taken as well are elements as answers in JSON show them: nodes without a
//! `type`, relationships whose `type` is their type and whose ends are ids.

use std::io::{BufRead, Read};
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::Importer;
use super::error::ImportError;
use super::header::Side;
use super::report::Reason;
use super::rows::{LONGEST, TooLong};
use super::value::shortened;
use crate::graph::{Properties, Symbol};
use crate::{NodeId, Value};

/// What a line may hold.
#[derive(Deserialize)]
struct Line {
    #[serde(rename = "type")]
    kind: Option<String>,
    /// Of `export jsonl`.
    #[serde(rename = "kind")]
    part: Option<String>,
    id: Option<Json>,
    labels: Option<Vec<String>>,
    label: Option<String>,
    properties: Option<Map<String, Json>>,
    start: Option<Json>,
    end: Option<Json>,
}

/// Why a line isn't taken, or the whole file.
enum Problem {
    Line(Reason),
    /// It is what `export jsonl` writes.
    Facts,
}

impl From<Reason> for Problem {
    fn from(reason: Reason) -> Self {
        Self::Line(reason)
    }
}

fn json<T>(problem: impl Into<String>) -> Result<T, Reason> {
    Err(Reason::Json(problem.into()))
}

impl Importer<'_> {
    /// Imports a file of JSON lines.
    pub(super) fn elements(&mut self, path: &Path) -> Result<(), ImportError> {
        let mut input = self.files.open(path, true)?;
        let space = self.spaces.named("", false, false);
        let file: Arc<Path> = path.into();
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let mut limited = (&mut input).take(LONGEST as u64 + 1);
            let read = limited.read_until(b'\n', &mut line);
            let read = read.map_err(|error| ImportError::reading(path, error))?;
            if read > LONGEST {
                let problem = TooLong { line: number }.to_string();
                return Err(ImportError::Long { file: path.to_owned(), problem });
            }
            if read == 0 {
                break;
            }
            let text = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1);
            let text = text.unwrap_or(&line).trim_ascii_end();
            if text.is_empty() {
                continue;
            }
            match self.element(text, space) {
                Ok(()) => {}
                Err(Problem::Line(reason)) => self.refuse(&file, number, reason)?,
                Err(Problem::Facts) => return Err(ImportError::Facts { file: path.to_owned() }),
            }
        }
        Ok(())
    }

    fn element(&mut self, text: &[u8], space: usize) -> Result<(), Problem> {
        if !text.trim_ascii_start().starts_with(b"{") {
            return Ok(json("it is no object, which begins with `{`")?);
        }
        let line: Line = serde_json::from_slice(text).map_err(|error| {
            let told = error.to_string();
            let told = told.rsplit_once(" at line").map_or(told.as_str(), |(told, _)| told);
            Reason::Json(format!("column {}: {}", error.column(), shortened(told)))
        })?;
        if matches!(line.part.as_deref(), Some("article" | "entity" | "fact")) {
            return Err(Problem::Facts);
        }
        let is_relationship =
            line.kind.as_deref().map_or(line.start.is_some(), |kind| kind != "node");
        if is_relationship {
            return Ok(self.json_relationship(line, space)?);
        }
        if line.kind.is_none() && line.labels.is_none() {
            let problem =
                "it is neither a node nor a relationship: it has no `type` and no `labels`";
            return Ok(json(problem)?);
        }
        Ok(self.json_node(line, space)?)
    }

    fn json_node(&mut self, line: Line, space: usize) -> Result<(), Reason> {
        let id = line.id.as_ref().map(id).transpose()?.ok_or(Reason::NoId)?;
        if self.spaces.get(space).find(id.as_bytes()).is_some() {
            return Err(Reason::Duplicate { id: shortened(&id), space: String::new() });
        }
        let properties = self.json_properties(line.properties)?;
        let labels = line.labels.unwrap_or_default();
        let labels = labels.iter().filter(|label| !label.is_empty());
        let labels: Vec<Symbol> = labels.map(|label| self.transaction.symbol(label)).collect();
        let node = self.transaction.insert_node(labels, properties);
        self.spaces.get_mut(space).ids.insert(id.as_bytes(), node);
        Ok(())
    }

    fn json_relationship(&mut self, line: Line, space: usize) -> Result<(), Reason> {
        let start = self.json_end(line.start.as_ref(), Side::Start, space)?;
        let end = self.json_end(line.end.as_ref(), Side::End, space)?;
        let kind = match line.kind {
            Some(kind) if kind != "relationship" => Some(kind),
            _ => line.label,
        };
        let kind = kind.filter(|kind| !kind.is_empty()).ok_or(Reason::NoKind)?;
        let properties = self.json_properties(line.properties)?;
        let kind = self.transaction.symbol(&kind);
        self.transaction.insert_relationship(start, kind, end, properties);
        Ok(())
    }

    fn json_end(&self, end: Option<&Json>, side: Side, space: usize) -> Result<NodeId, Reason> {
        let found = match end {
            Some(Json::Object(node)) => node.get("id"),
            end => end,
        };
        let id = found.map(id).transpose()?.ok_or_else(|| Reason::no_end(side))?;
        let node = self.spaces.get(space).find(id.as_bytes());
        node.ok_or_else(|| Reason::unknown_end(side, shortened(&id), ""))
    }

    fn json_properties(&mut self, map: Option<Map<String, Json>>) -> Result<Properties, Reason> {
        let mut found = Vec::new();
        for (key, value) in map.into_iter().flatten() {
            match property(&value) {
                Some(Value::Null) => {}
                Some(value) => found.push((self.transaction.symbol(&key), value)),
                None => {
                    let key = shortened(&key);
                    return json(format!(
                        "property `{key}` is no text, number, boolean or list of such"
                    ));
                }
            }
        }
        Ok(found.into_iter().collect())
    }
}

/// The text of an id.
fn id(id: &Json) -> Result<String, Reason> {
    match id {
        Json::String(text) if !text.is_empty() => Ok(text.clone()),
        Json::Number(number) => Ok(number.to_string()),
        _ => json("an id is a text or a number"),
    }
}

/// A property's value; `None` for what no property holds.
fn property(value: &Json) -> Option<Value> {
    match value {
        Json::Null => Some(Value::Null),
        Json::Array(items) => {
            let simple = |item: &Json| simple(item).filter(|value| !value.is_null());
            items.iter().map(simple).collect::<Option<Vec<_>>>().map(Value::list)
        }
        other => simple(other),
    }
}

fn simple(value: &Json) -> Option<Value> {
    Some(match value {
        Json::Bool(truth) => (*truth).into(),
        Json::String(text) => Value::from(text.as_str()),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Int(whole),
            None if number.is_f64() => Value::Float(number.as_f64()?),
            None => return None,
        },
        _ => return None,
    })
}
