//! `:schema`: what a graph has, from what `CALL db.schema.*` gives.

use std::collections::BTreeMap;

use graph_core::Value;
use graph_core::corpus::EntityType;
use graph_core::names::first;

use super::Shell;
use crate::Failure;
use crate::render::{Format, Room, Rows};
use crate::report::Report;

/// How many names stand in a cell.
const MOST: usize = 6;

/// Rows of a table.
type Table = Vec<Vec<Value>>;

impl Shell {
    /// Shows labels, relationship types with what they join, and properties with their types.
    pub(super) fn schema(&mut self) -> Result<(), Failure> {
        let tables = (|| {
            Ok([
                (["label", "nodes"].to_vec(), self.labels()),
                (
                    ["relationship type", "count", "joins"].to_vec(),
                    types(self.called_rows("db.schema.visualization")?),
                ),
                (["property", "values", "of"].to_vec(), self.properties()?),
            ])
        })();
        let tables = match tables {
            Ok(tables) => tables,
            Err(error) => {
                let error: query_lang::Error = error;
                self.refuse(&Report::error(error.to_string()));
                return Ok(());
            }
        };
        let graph = self.session.graph();
        Ok(self.pager.show(|out| {
            for (columns, values) in &tables {
                let columns: Vec<String> = columns.iter().map(ToString::to_string).collect();
                let rows = Rows { graph, columns: &columns, values };
                rows.write(Format::Table, Room::here(), out)?;
            }
            Ok(())
        })?)
    }

    /// The rows of a procedure without arguments.
    fn called_rows(&self, procedure: &str) -> Result<Table, query_lang::Error> {
        let statement = query_lang::parse(&format!("CALL {procedure}()"))?;
        let environment = &self.session.environment;
        Ok(query_lang::read(self.session.graph(), &statement, None, environment)?.rows)
    }

    /// Labels, most nodes first.
    fn labels(&self) -> Table {
        let mut labels = self.session.graph().labels();
        labels.retain(|(_, count)| *count > 0);
        labels.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
        labels.into_iter().map(|(name, count)| vec![name.into(), number(count)]).collect()
    }

    /// Properties with the types of their values, and the labels or types that have them.
    fn properties(&self) -> Result<Table, query_lang::Error> {
        let mut found: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        let mut add = |of: String, name: &Value, types: &Value| {
            let (Some(name), Some(types)) = (name.as_str(), types.as_list()) else { return };
            let types: Vec<&str> = types.iter().filter_map(Value::as_str).collect();
            let owners = found.entry((name.to_owned(), types.join(" or "))).or_default();
            if !owners.contains(&of) {
                owners.push(of);
            }
        };
        for row in self.called_rows("db.schema.nodeTypeProperties")? {
            if let [_, labels, name, types, _] = &row[..] {
                add(format!("({})", owner(labels)), name, types);
            }
        }
        for row in self.called_rows("db.schema.relTypeProperties")? {
            if let [Value::String(kind), name, types, _] = &row[..] {
                add(format!("[{}]", kind.trim_start_matches(':').trim_matches('`')), name, types);
            }
        }
        let row = |((name, types), of): ((String, String), Vec<String>)| {
            vec![name.into(), types.into(), owners(&of).into()]
        };
        Ok(found.into_iter().map(row).collect())
    }
}

/// Relationship types, most frequent first, with the labels that they join.
fn types(joined: Table) -> Table {
    let mut types: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
    for row in joined {
        let [start, Value::String(name), end, Value::Int(count)] = &row[..] else { continue };
        let pair = format!("{} → {}", kind(start), kind(end));
        *types.entry(name.to_string()).or_default().entry(pair).or_default() += count;
    }
    let mut rows: Vec<(i64, String, String)> = Vec::new();
    for (name, pairs) in types {
        let mut pairs: Vec<(String, i64)> = pairs.into_iter().collect();
        pairs.sort_by_key(|(_, count)| -count);
        let told: Vec<_> = pairs.iter().map(|(pair, count)| format!("{pair} {count}")).collect();
        rows.push((pairs.iter().map(|(_, count)| count).sum(), name, first(&told, MOST)));
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    rows.into_iter()
        .map(|(count, name, pairs)| vec![name.into(), count.into(), pairs.into()])
        .collect()
}

fn number(count: usize) -> Value {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

/// What kind of node a list of labels makes: an entity's type where there is one.
fn kind(labels: &Value) -> String {
    let labels: Vec<&str> =
        labels.as_list().unwrap_or_default().iter().filter_map(Value::as_str).collect();
    match labels.iter().find(|label| EntityType::from_name(label).is_some()) {
        Some(entity) => (*entity).to_owned(),
        None => labels.join(":"),
    }
}

/// What nodes with these labels are called as owners of a property: all entities have the same.
fn owner(labels: &Value) -> String {
    let entity = |label: &Value| label.as_str() == Some("Entity");
    let is_entity = labels.as_list().unwrap_or_default().iter().any(entity);
    if is_entity { "Entity".to_owned() } else { kind(labels) }
}

/// Labels and relationship types that have a property; of many types, how many they are.
fn owners(names: &[String]) -> String {
    let (types, labels): (Vec<_>, Vec<_>) = names.iter().partition(|name| name.starts_with('['));
    let mut shown: Vec<String> = labels.into_iter().cloned().collect();
    if types.len() > MOST {
        shown.push(format!("{} relationship types", types.len()));
    } else {
        shown.extend(types.into_iter().cloned());
    }
    first(&shown, MOST)
}
