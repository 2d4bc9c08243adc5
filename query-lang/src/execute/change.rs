//! Plans that change the graph: each operator gets all rows of its input before it changes
//! anything, so that no clause sees half of the changes of the one before.
//!
//! All changes of a statement are one transaction: an error undoes them.

use std::iter::once;
use std::sync::Arc;

use graph_core::graph::{Chunked, Parted};
use graph_core::{Changes, Graph, NodeId, Path, RelationshipId, Transaction, Value};

use super::{Executor, Row, Rows, Run, refused};
use crate::ast::Span;
use crate::budget::{Kept, Large, PLACE, row_size};
use crate::change::{Assignment, Delete, NewElement, NewPath, NewRelationship};
use crate::error::{Cause, Error};
use crate::expression::{Expression, Kind};
use crate::functions::element;
use crate::plan::{Merge, Plan, Planned};

/// Runs a statement that changes the graph. `new_names` are those whose symbols the plan
/// foresees.
pub(crate) fn change(
    graph: &mut Graph,
    planned: &Planned,
    new_names: &[String],
) -> Result<(Vec<Vec<Value>>, Changes), Error> {
    let run = Run::new(planned);
    let mut transaction = graph.transaction();
    transaction.intern(new_names);
    let (rows, journal) = (Kept::new(&run.budget), Kept::new(&run.budget));
    let mut writer = Writer { transaction, run: &run, deleted: Large::default(), rows, journal };
    let rows = writer.rows(&planned.root, &vec![Value::Null; planned.width])?;
    let mut kept = Kept::new(&run.budget);
    let mut given = Large::new(Vec::with_capacity(rows.len()));
    for row in rows.iter() {
        run.budget.spend(1, Span::NONE)?;
        given.push(writer.reader().columns(row, &mut kept)?);
    }
    run.finish();
    let Writer { transaction, deleted, .. } = writer;
    let changes = transaction.commit().map_err(|still| {
        let span = deleted.get(&still.node).copied().unwrap_or(Span::NONE);
        Error::runtime(Cause::DeleteConnectedNode, span)
            .with_help("delete its relationships too, or write DETACH DELETE")
    })?;
    Ok((if planned.columns.is_empty() { Vec::new() } else { given.take() }, changes))
}

/// All rows of an operator.
pub(super) type Gathered = Large<Chunked<Row>>;

/// The bytes of a change in the journal, which grows.
const CHANGE: u64 = 2 * 48;

/// The bytes of a new node in the graph, its indexes and the journal, without its properties.
const NODE: u64 = 240 + CHANGE;

/// The bytes of a new relationship in the graph, its index and the journal.
const RELATIONSHIP: u64 = 120 + CHANGE;

/// The bytes of a deletion, with where it was asked for.
const DELETION: u64 = CHANGE + 2 * 24;

/// What changes the graph while a statement runs.
pub(super) struct Writer<'g, 'r> {
    transaction: Transaction<'g>,
    run: &'r Run<'r>,
    /// Where each deleted node was named.
    deleted: Large<Parted<NodeId, Span>>,
    /// What the rows of all operators so far take.
    pub(super) rows: Kept<'r>,
    /// What was changed takes, and what undoing it needs.
    journal: Kept<'r>,
}

impl Writer<'_, '_> {
    fn reader(&self) -> Executor<'_> {
        Executor { graph: &self.transaction, run: self.run }
    }

    /// Counts a change with the properties that it sets.
    fn note(
        &mut self,
        bytes: u64,
        properties: &[(Arc<str>, Value)],
        span: Span,
    ) -> Result<(), Error> {
        let bytes = bytes + (2 * PLACE + CHANGE) * properties.len() as u64;
        self.journal.keep(bytes, properties.iter().map(|(_, value)| value), span)
    }

    fn eval(&self, expression: &Expression, row: &Row) -> Result<Value, Error> {
        self.reader().eval(expression, row)
    }

    /// The rows of a plan, all of them. What only reads stays with the reader.
    pub(super) fn rows(&mut self, plan: &Plan, start: &Row) -> Result<Gathered, Error> {
        if !plan.changes_graph() {
            let rows = Executor { graph: &self.transaction, run: self.run };
            let rows = rows.rows(plan, start);
            return gathered(rows, &mut self.rows);
        }
        if let Plan::Union { inputs, slots } = plan {
            let mut rows = Gathered::default();
            for (input, own) in inputs {
                let found = self.rows(input, start)?;
                rows.extend(found.into_iter().map(|row| super::renamed(row, own, slots)));
            }
            self.run.count(plan, rows.len() as u64);
            return Ok(rows);
        }
        let input = match plan.input() {
            Some(input) => self.rows(input, start)?,
            None => once(start.clone()).collect(),
        };
        self.run.budget.spend(input.len() as u64, Span::NONE)?;
        let before = self.run.begin(plan);
        let rows = match plan {
            Plan::Create { paths, .. } => self.create(input, paths)?,
            Plan::Merge { merge, .. } => self.merge(input, merge)?,
            Plan::Set { items, .. } => {
                for row in input.iter() {
                    self.assign(items, row)?;
                }
                input
            }
            Plan::Delete { delete, .. } => self.delete(input, delete)?,
            Plan::Apply { inner, columns, optional, .. } if inner.changes_graph() => {
                self.apply(&input, inner, columns, *optional)?
            }
            reading => {
                let input = Box::new(input.into_iter().map(Ok));
                let reader = Executor { graph: &self.transaction, run: self.run };
                let rows = gathered(reader.counted(reading, input, start), &mut self.rows);
                self.run.end(before);
                return rows;
            }
        };
        self.run.end(before);
        self.run.count(plan, rows.len() as u64);
        Ok(rows)
    }

    fn create(&mut self, mut rows: Gathered, paths: &[NewPath]) -> Result<Gathered, Error> {
        for row in rows.iter_mut() {
            for path in paths {
                self.create_path(path, row)?;
            }
        }
        Ok(rows)
    }

    fn merge(&mut self, rows: Gathered, merge: &Merge) -> Result<Gathered, Error> {
        let mut merged = Gathered::default();
        for mut row in rows {
            self.check_merged(&merge.path, &row)?;
            let reader = Executor { graph: &self.transaction, run: self.run };
            let found = gathered(reader.rows(&merge.find, &row), &mut self.rows)?;
            if found.is_empty() {
                self.create_path(&merge.path, &mut row)?;
                self.assign(&merge.on_create, &row)?;
                merged.push(row);
                continue;
            }
            for row in found.iter() {
                self.assign(&merge.on_match, row)?;
            }
            merged.extend(found);
        }
        Ok(merged)
    }

    /// Nothing equals `null`: what is merged by it would be created each time.
    fn check_merged(&self, path: &NewPath, row: &Row) -> Result<(), Error> {
        let nodes = path.nodes.iter().filter_map(|node| node.created.as_ref());
        let relationships = path.relationships.iter().map(|relationship| &relationship.created);
        for element in nodes.chain(relationships) {
            let Some(Expression { kind: Kind::Map(entries), .. }) = &element.properties else {
                continue;
            };
            for (key, value) in entries {
                if self.eval(value, row)?.is_null() {
                    let cause = Cause::MergeReadOwnWrites { key: key.to_string() };
                    return Err(Error::runtime(cause, value.span)
                        .with_help("use MATCH … WHERE … IS NULL, or coalesce()"));
                }
            }
        }
        Ok(())
    }

    /// Creates what isn't there of a path, and puts it into the row.
    fn create_path(&mut self, path: &NewPath, row: &mut Row) -> Result<(), Error> {
        let mut whole = Path { nodes: Vec::new(), relationships: Vec::new() };
        for (at, node) in path.nodes.iter().enumerate() {
            if let Some(created) = &node.created {
                self.run.budget.spend(1, node.span)?;
                let properties = self.new_properties(created, row)?;
                self.note(NODE, &properties, node.span)?;
                let labels = created.labels.iter().map(|label| &**label);
                let id = self.transaction.add_node(labels, entries(&properties));
                row[node.slot] = Value::Node(id);
            }
            whole.nodes.push(self.present_node(&row[node.slot], node.span)?);
            if let Some(before) = at.checked_sub(1) {
                let relationship = &path.relationships[before];
                let ends = (whole.nodes[before], whole.nodes[at]);
                let id = self.create_relationship(relationship, ends, row)?;
                row[relationship.slot] = Value::Relationship(id);
                whole.relationships.push(id);
            }
        }
        if let Some(slot) = path.slot {
            row[slot] = Value::Path(Arc::new(whole));
        }
        Ok(())
    }

    fn create_relationship(
        &mut self,
        relationship: &NewRelationship,
        (left, right): (NodeId, NodeId),
        row: &Row,
    ) -> Result<RelationshipId, Error> {
        let properties = self.new_properties(&relationship.created, row)?;
        let (start, end) = if relationship.backwards { (right, left) } else { (left, right) };
        let name = relationship.created.labels.first().map_or("", |name| &**name);
        self.run.budget.spend(1, relationship.span)?;
        self.note(RELATIONSHIP, &properties, relationship.span)?;
        Ok(self.transaction.add_relationship(start, name, end, entries(&properties)))
    }

    /// A node that a relationship can be created at.
    fn present_node(&self, value: &Value, span: Span) -> Result<NodeId, Error> {
        match value {
            Value::Node(node) if self.transaction.contains_node(*node) => Ok(*node),
            Value::Node(_) => Err(deleted("node", span)),
            Value::Null => Err(Error::runtime(Cause::MissingEndpoint, span)
                .with_help("leave such rows out with WHERE … IS NOT NULL")),
            other => Err(refused("a relationship", other, span)),
        }
    }

    fn new_properties(
        &self,
        created: &NewElement,
        row: &Row,
    ) -> Result<Vec<(Arc<str>, Value)>, Error> {
        let Some(properties) = &created.properties else { return Ok(Vec::new()) };
        self.property_map(properties, row)
    }

    /// The entries of a map, or the properties of a node or relationship; each can be stored.
    fn property_map(&self, map: &Expression, row: &Row) -> Result<Vec<(Arc<str>, Value)>, Error> {
        let value = self.eval(map, row)?;
        let entries = match &value {
            Value::Map(map) => {
                map.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
            }
            other => element::entries(&self.transaction, other)
                .ok_or_else(|| refused("a set of properties", other, map.span))?,
        };
        for (_, value) in &entries {
            check_storable(value, map.span)?;
        }
        Ok(entries)
    }

    fn assign(&mut self, items: &[Assignment], row: &Row) -> Result<(), Error> {
        for item in items {
            self.run.budget.spend(1, Span::NONE)?;
            self.journal.keep(CHANGE, [], Span::NONE)?;
            self.assign_one(item, row)?;
        }
        Ok(())
    }

    fn assign_one(&mut self, item: &Assignment, row: &Row) -> Result<(), Error> {
        let (Assignment::Property(object, ..)
        | Assignment::Replace(object, _)
        | Assignment::Add(object, _)
        | Assignment::AddLabels(object, _)
        | Assignment::RemoveLabels(object, _)) = item;
        let Some(target) = self.target(object, row)? else { return Ok(()) };
        match item {
            Assignment::Property(_, key, value) => {
                let span = value.span;
                let value = self.eval(value, row)?;
                check_storable(&value, span)?;
                self.journal.keep(0, [&value], span)?;
                self.set(&target, key, value);
            }
            Assignment::Replace(_, map) => {
                let new = self.property_map(map, row)?;
                let old = element::entries(&self.transaction, &target).unwrap_or_default();
                for (key, _) in old.iter().filter(|(key, _)| new.iter().all(|(k, _)| k != key)) {
                    self.set(&target, key, Value::Null);
                }
                self.note(CHANGE * old.len() as u64, &new, map.span)?;
                for (key, value) in new {
                    self.set(&target, &key, value);
                }
            }
            Assignment::Add(_, map) => {
                let new = self.property_map(map, row)?;
                self.note(0, &new, map.span)?;
                for (key, value) in new {
                    self.set(&target, &key, value);
                }
            }
            Assignment::AddLabels(_, labels) => {
                let node = labelled(&target, object.span)?;
                for label in labels {
                    self.transaction.add_label(node, label);
                }
            }
            Assignment::RemoveLabels(_, labels) => {
                let node = labelled(&target, object.span)?;
                for label in labels {
                    self.transaction.remove_label(node, label);
                }
            }
        }
        Ok(())
    }

    /// The node or relationship that is changed; `None` for `null`.
    fn target(&self, object: &Expression, row: &Row) -> Result<Option<Value>, Error> {
        let value = self.eval(object, row)?;
        match &value {
            Value::Null => Ok(None),
            Value::Node(_) | Value::Relationship(_) => {
                match element::deleted(&self.transaction, &value) {
                    Some(what) => Err(deleted(what, object.span)),
                    None => Ok(Some(value)),
                }
            }
            other => Err(refused("a change", other, object.span)),
        }
    }

    fn set(&mut self, target: &Value, key: &str, value: Value) {
        match target {
            Value::Node(node) => self.transaction.set_node_property(*node, key, value),
            Value::Relationship(found) => {
                self.transaction.set_relationship_property(*found, key, value);
            }
            _ => {}
        }
    }

    fn delete(&mut self, rows: Gathered, delete: &Delete) -> Result<Gathered, Error> {
        let mut found: Large<Chunked<_>> = Large::default();
        for row in rows.iter() {
            for item in &delete.items {
                self.run.budget.spend(1, item.span)?;
                let value = self.eval(item, row)?;
                self.rows.keep(row_size(0) + PLACE, [&value], item.span)?;
                found.push((value, item.span));
            }
        }
        for (value, span) in found.iter() {
            self.delete_value(value, delete.detach, *span)?;
        }
        Ok(rows)
    }

    fn delete_value(&mut self, value: &Value, detach: bool, span: Span) -> Result<(), Error> {
        self.run.budget.spend(1, span)?;
        self.journal.keep(DELETION, [], span)?;
        match value {
            Value::Null => {}
            Value::Node(node) => self.delete_node(*node, detach, span)?,
            Value::Relationship(found) => self.transaction.delete_relationship(*found),
            Value::Path(path) => {
                for relationship in &path.relationships {
                    self.transaction.delete_relationship(*relationship);
                }
                for node in &path.nodes {
                    self.delete_node(*node, detach, span)?;
                }
            }
            other => return Err(refused("DELETE", other, span)),
        }
        Ok(())
    }

    fn delete_node(&mut self, node: NodeId, detach: bool, span: Span) -> Result<(), Error> {
        if detach {
            let graph = &self.transaction;
            let steps: Vec<_> = graph.outgoing(node).chain(graph.incoming(node)).collect();
            self.run.budget.spend(steps.len() as u64, span)?;
            self.journal.keep(CHANGE * steps.len() as u64, [], span)?;
            for step in steps {
                self.transaction.delete_relationship(step.relationship);
            }
        }
        self.transaction.delete_node(node);
        self.deleted.or_insert_with(node, || span);
        Ok(())
    }
}

/// All rows, which are kept.
fn gathered(rows: Rows<'_>, kept: &mut Kept<'_>) -> Result<Gathered, Error> {
    let mut all = Gathered::default();
    for row in rows {
        let row = row?;
        kept.keep(row_size(row.len()), &row, Span::NONE)?;
        all.push(row);
    }
    Ok(all)
}

fn labelled(target: &Value, span: Span) -> Result<NodeId, Error> {
    match target {
        Value::Node(node) => Ok(*node),
        other => Err(refused("a label", other, span)),
    }
}

fn entries(properties: &[(Arc<str>, Value)]) -> impl Iterator<Item = (&str, Value)> {
    properties.iter().map(|(key, value)| (&**key, value.clone()))
}

/// A property holds a value of a simple type or a list of such.
fn check_storable(value: &Value, span: Span) -> Result<(), Error> {
    let problem = match value {
        Value::List(items) => items
            .iter()
            .find(|item| !is_simple(item) || item.is_null())
            .map(|item| format!("a list with {}", item.described())),
        value if is_simple(value) => None,
        other => Some(other.described()),
    };
    match problem {
        None => Ok(()),
        Some(given) => Err(Error::runtime(Cause::InvalidPropertyType { given }, span)
            .with_help("properties hold texts, numbers, booleans, times and lists of them")),
    }
}

fn is_simple(value: &Value) -> bool {
    !matches!(
        value,
        Value::List(_) | Value::Map(_) | Value::Node(_) | Value::Relationship(_) | Value::Path(_)
    )
}

fn deleted(what: &'static str, span: Span) -> Error {
    Error::runtime(Cause::DeletedEntityAccess { what }, span)
}
