//! Changes that hold together: all of them are kept, or none.

mod steps;

use std::ops::{AddAssign, Deref, Range};

use thiserror::Error;

use super::{Chunked, Graph, NodeId, Properties, RelationshipId, Symbol};
use crate::Value;

/// A graph while it is changed. Reading it sees the changes made so far; dropping it without
/// [`commit`](Self::commit) undoes them.
///
/// What is deleted leaves every scan and index at once, but keeps its id until the commit, so
/// that no element made meanwhile is taken for it.
///
/// ```
/// use graph_core::{Graph, Value};
/// let mut graph = Graph::new();
/// let ann = graph.add_node(["Person"], [("name", Value::from("Ann"))]);
/// {
///     let mut transaction = graph.transaction();
///     transaction.set_node_property(ann, "name", Value::from("Bob"));
///     transaction.delete_node(ann);
///     assert_eq!(transaction.node_count(), 0);
/// }
/// assert_eq!(graph.nodes_named("Ann"), [ann]);
/// ```
#[derive(Debug)]
pub struct Transaction<'g> {
    graph: &'g mut Graph,
    journal: Chunked<Change>,
    changes: Changes,
}

/// How much a transaction changed. What was changed twice counts twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Nodes created.
    pub nodes_created: usize,
    /// Nodes deleted.
    pub nodes_deleted: usize,
    /// Relationships created.
    pub relationships_created: usize,
    /// Relationships deleted.
    pub relationships_deleted: usize,
    /// Properties set or removed.
    pub properties_set: usize,
    /// Labels added to nodes.
    pub labels_added: usize,
    /// Labels removed from nodes.
    pub labels_removed: usize,
}

/// A node was deleted that still has a relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a deleted node still has a relationship")]
pub struct StillConnected {
    /// The node.
    pub node: NodeId,
    /// One of its relationships.
    pub relationship: RelationshipId,
}

/// A change that was made, with what undoing it needs.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// Nodes with these ids.
    AddedNodes(Range<u32>),
    /// Relationships with these ids.
    AddedRelationships(Range<u32>),
    DeletedNode(NodeId),
    DeletedRelationship(RelationshipId),
    AddedLabel(NodeId, Symbol),
    RemovedLabel(NodeId, Symbol),
    NodeProperty(NodeId, Symbol, Option<Value>),
    RelationshipProperty(RelationshipId, Symbol, Option<Value>),
}

impl Change {
    /// How many elements it is about.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::AddedNodes(added) | Self::AddedRelationships(added) => added.len(),
            _ => 1,
        }
    }
}

impl Changes {
    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether nodes or relationships were deleted.
    pub fn deletes(&self) -> bool {
        self.nodes_deleted + self.relationships_deleted > 0
    }
}

impl AddAssign for Changes {
    fn add_assign(&mut self, more: Self) {
        self.nodes_created += more.nodes_created;
        self.nodes_deleted += more.nodes_deleted;
        self.relationships_created += more.relationships_created;
        self.relationships_deleted += more.relationships_deleted;
        self.properties_set += more.properties_set;
        self.labels_added += more.labels_added;
        self.labels_removed += more.labels_removed;
    }
}

impl Graph {
    /// Starts changes that are kept or undone together.
    pub fn transaction(&mut self) -> Transaction<'_> {
        Transaction { graph: self, journal: Chunked::default(), changes: Changes::default() }
    }
}

impl Transaction<'_> {
    /// Gives names their symbols. Those stay known when the changes are undone.
    pub fn intern(&mut self, names: &[String]) {
        self.graph.indexes.derived.changed();
        for name in names {
            self.graph.symbols.intern(name);
        }
    }

    /// The symbol of a name, which stays known when the changes are undone.
    pub(crate) fn symbol(&mut self, name: &str) -> Symbol {
        self.graph.indexes.derived.changed();
        self.graph.symbols.intern(name)
    }

    /// Adds a node. O(labels + properties).
    pub fn add_node<'a>(
        &mut self,
        labels: impl IntoIterator<Item = &'a str>,
        properties: impl IntoIterator<Item = (&'a str, Value)>,
    ) -> NodeId {
        let node = self.graph.add_node(labels, properties);
        self.note_node(node);
        node
    }

    /// Adds a node by what its labels and keys are known by.
    pub(crate) fn insert_node(
        &mut self,
        mut labels: Vec<Symbol>,
        properties: Properties,
    ) -> NodeId {
        labels.sort_unstable();
        labels.dedup();
        let node = self.graph.insert_node(labels, properties);
        self.note_node(node);
        node
    }

    fn note_node(&mut self, node: NodeId) {
        self.changes.nodes_created += 1;
        self.changes.labels_added += self.graph.node_labels(node).len();
        self.changes.properties_set += self.graph.node_properties(node).len();
        match self.journal.last_mut() {
            Some(Change::AddedNodes(added)) if added.end == node.0 => added.end += 1,
            _ => self.journal.push(Change::AddedNodes(node.0..node.0 + 1)),
        }
    }

    /// Adds a relationship from `start` to `end`. O(properties).
    ///
    /// # Panics
    /// If either node never was in the graph.
    pub fn add_relationship<'a>(
        &mut self,
        start: NodeId,
        relationship_type: &str,
        end: NodeId,
        properties: impl IntoIterator<Item = (&'a str, Value)>,
    ) -> RelationshipId {
        let added = self.graph.add_relationship(start, relationship_type, end, properties);
        self.note_relationship(added);
        added
    }

    /// Adds a relationship by what its type and keys are known by.
    pub(crate) fn insert_relationship(
        &mut self,
        start: NodeId,
        relationship_type: Symbol,
        end: NodeId,
        properties: Properties,
    ) -> RelationshipId {
        let added = self.graph.insert_relationship(start, relationship_type, end, properties);
        self.note_relationship(added);
        added
    }

    /// Makes room for so many more nodes and relationships, as far as they are foreseen.
    pub(crate) fn reserve(&mut self, nodes: usize, relationships: usize) {
        self.graph.reserve(nodes, relationships);
    }

    fn note_relationship(&mut self, RelationshipId(added): RelationshipId) {
        self.changes.relationships_created += 1;
        self.changes.properties_set +=
            self.graph.relationship_properties(RelationshipId(added)).len();
        match self.journal.last_mut() {
            Some(Change::AddedRelationships(run)) if run.end == added => run.end += 1,
            _ => self.journal.push(Change::AddedRelationships(added..added + 1)),
        }
    }

    /// Sets a property of a node; `null` removes it. Does nothing where the node isn't in the
    /// graph. O(properties of the node).
    pub fn set_node_property(&mut self, node: NodeId, key: &str, value: Value) {
        if !self.graph.contains_node(node) {
            return;
        }
        let key = self.graph.symbols.intern(key);
        let removed = value.is_null();
        let before = self.graph.put_node_property(node, key, value);
        self.changes.properties_set += usize::from(!removed || before.is_some());
        self.journal.push(Change::NodeProperty(node, key, before));
    }

    /// Sets a property of a relationship; `null` removes it. Does nothing where the
    /// relationship isn't in the graph. O(properties of the relationship).
    pub fn set_relationship_property(
        &mut self,
        relationship: RelationshipId,
        key: &str,
        value: Value,
    ) {
        if !self.graph.contains_relationship(relationship) {
            return;
        }
        let key = self.graph.symbols.intern(key);
        let removed = value.is_null();
        let before = self.graph.put_relationship_property(relationship, key, value);
        self.changes.properties_set += usize::from(!removed || before.is_some());
        self.journal.push(Change::RelationshipProperty(relationship, key, before));
    }

    /// Adds a label to a node that doesn't carry it.
    pub fn add_label(&mut self, node: NodeId, label: &str) {
        let label = self.graph.symbols.intern(label);
        if self.graph.contains_node(node) && !self.graph.has_label(node, label) {
            self.graph.put_label(node, label);
            self.changes.labels_added += 1;
            self.journal.push(Change::AddedLabel(node, label));
        }
    }

    /// Removes a label from a node that carries it.
    pub fn remove_label(&mut self, node: NodeId, label: &str) {
        let Some(label) = self.graph.symbols.get(label) else { return };
        if self.graph.has_label(node, label) {
            self.graph.take_label(node, label);
            self.changes.labels_removed += 1;
            self.journal.push(Change::RemovedLabel(node, label));
        }
    }

    /// Deletes a relationship; does nothing where it isn't in the graph.
    pub fn delete_relationship(&mut self, relationship: RelationshipId) {
        if self.graph.contains_relationship(relationship) {
            self.graph.hide_relationship(relationship);
            self.changes.relationships_deleted += 1;
            self.journal.push(Change::DeletedRelationship(relationship));
        }
    }

    /// Deletes a node, whose relationships must be deleted before the commit; does nothing
    /// where it isn't in the graph.
    pub fn delete_node(&mut self, node: NodeId) {
        if self.graph.contains_node(node) {
            self.graph.hide_node(node);
            self.changes.nodes_deleted += 1;
            self.journal.push(Change::DeletedNode(node));
        }
    }

    /// How much was changed so far.
    pub fn changes(&self) -> Changes {
        self.changes
    }

    /// Keeps the changes; in a [unit](crate::graph::Elements::begin) only as long as that is kept.
    ///
    /// # Errors
    /// [`StillConnected`], where a deleted node has a relationship; everything is undone then.
    pub fn commit(mut self) -> Result<Changes, StillConnected> {
        for change in self.journal.iter() {
            if let Change::DeletedNode(node) = change
                && let Some(step) =
                    self.graph.outgoing(*node).chain(self.graph.incoming(*node)).next()
            {
                return Err(StillConnected { node: *node, relationship: step.relationship });
            }
        }
        let journal = std::mem::take(&mut self.journal);
        match &mut self.graph.unit {
            Some(unit) => unit.extend(journal),
            None => self.graph.drop_deleted(&journal),
        }
        Ok(self.changes)
    }
}

impl Deref for Transaction<'_> {
    type Target = Graph;

    fn deref(&self) -> &Graph {
        self.graph
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        self.graph.undo(std::mem::take(&mut self.journal));
    }
}

#[cfg(test)]
mod tests;
