//! Changes that hold together: all of them are kept, or none.

use std::ops::{AddAssign, Deref, Range};

use petgraph::Direction;
use thiserror::Error;

use super::{Graph, NodeId, Properties, RelationshipId, Symbol, edge_index, node_index};
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
    journal: Vec<Change>,
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
        Transaction { graph: self, journal: Vec::new(), changes: Changes::default() }
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
        self.graph.inner.reserve_exact_nodes(nodes);
        self.graph.inner.reserve_exact_edges(relationships);
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

    /// Keeps the changes; in a [unit](Graph::begin) only as long as that is kept.
    ///
    /// # Errors
    /// [`StillConnected`], where a deleted node has a relationship; everything is undone then.
    pub fn commit(mut self) -> Result<Changes, StillConnected> {
        for change in &self.journal {
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
        while let Some(change) = self.journal.pop() {
            self.graph.undo(change);
        }
    }
}

/// The steps that changes are made and undone with; each keeps the indexes in step.
impl Graph {
    /// Takes out for good what was deleted.
    pub(super) fn drop_deleted(&mut self, journal: &[Change]) {
        // Relationships first: with a node, petgraph would drop those that are left.
        for change in journal {
            if let Change::DeletedRelationship(relationship) = change {
                self.drop_relationship(*relationship);
            }
        }
        for change in journal {
            if let Change::DeletedNode(node) = change {
                self.drop_node(*node);
            }
        }
    }

    pub(super) fn undo(&mut self, change: Change) {
        match change {
            // The last one first: petgraph finds it at once, and gives its id to the next.
            Change::AddedNodes(added) => added.rev().map(NodeId).for_each(|node| {
                self.hide_node(node);
                self.drop_node(node);
            }),
            Change::AddedRelationships(added) => {
                added.rev().map(RelationshipId).for_each(|relationship| {
                    self.hide_relationship(relationship);
                    self.drop_relationship(relationship);
                });
            }
            Change::DeletedNode(node) => self.show_node(node),
            Change::DeletedRelationship(relationship) => self.show_relationship(relationship),
            Change::AddedLabel(node, label) => self.take_label(node, label),
            Change::RemovedLabel(node, label) => self.put_label(node, label),
            Change::NodeProperty(node, key, before) => {
                self.put_node_property(node, key, before.unwrap_or_default());
            }
            Change::RelationshipProperty(relationship, key, before) => {
                self.put_relationship_property(relationship, key, before.unwrap_or_default());
            }
        }
    }

    fn put_node_property(&mut self, node: NodeId, key: Symbol, value: Value) -> Option<Value> {
        let named = self.symbols.get("name") == Some(key);
        if let (true, Value::String(name)) = (named, &value) {
            self.indexes.add_name(name.clone(), node);
        }
        let weight = self.inner.node_weight_mut(node_index(node))?;
        let after = value.clone();
        let before = weight.properties.set(key, value);
        if let Some(before) = &before {
            self.indexes.derived.value_removed(node, key, before);
        }
        if !after.is_null() {
            self.indexes.derived.value_added(node, key, &after);
        }
        if let (true, Some(Value::String(name))) = (named, &before)
            && after.as_str() != Some(name)
        {
            self.indexes.remove_name(name, node);
        }
        before
    }

    fn put_relationship_property(
        &mut self,
        relationship: RelationshipId,
        key: Symbol,
        value: Value,
    ) -> Option<Value> {
        self.indexes.derived.changed();
        let weight = self.inner.edge_weight_mut(edge_index(relationship))?;
        let before = weight.properties.get_or_insert_default().set(key, value);
        weight.properties.take_if(|left| left.is_empty());
        before
    }

    fn put_label(&mut self, node: NodeId, label: Symbol) {
        let Some(weight) = self.inner.node_weight_mut(node_index(node)) else { return };
        if let Err(at) = weight.labels.binary_search(&label) {
            weight.labels.insert(at, label);
        }
        self.indexes.add_label(label, node);
    }

    fn take_label(&mut self, node: NodeId, label: Symbol) {
        let Some(weight) = self.inner.node_weight_mut(node_index(node)) else { return };
        weight.labels.retain(|kept| *kept != label);
        self.indexes.remove_label(label, node);
    }

    fn hide_node(&mut self, node: NodeId) {
        let name = self.node_property(node, "name").clone();
        let Some(weight) = self.inner.node_weight_mut(node_index(node)) else { return };
        weight.deleted = true;
        self.hidden.0 += 1;
        for label in &weight.labels {
            self.indexes.remove_label(*label, node);
        }
        self.indexes.derived.node_removed(node, &weight.properties);
        if let Value::String(name) = name {
            self.indexes.remove_name(&name, node);
        }
    }

    fn show_node(&mut self, node: NodeId) {
        let Some(weight) = self.inner.node_weight_mut(node_index(node)) else { return };
        weight.deleted = false;
        self.hidden.0 -= 1;
        for label in &weight.labels {
            self.indexes.add_label(*label, node);
        }
        self.indexes.derived.node_added(node, &weight.properties);
        if let Value::String(name) = self.node_property(node, "name").clone() {
            self.indexes.add_name(name, node);
        }
    }

    fn hide_relationship(&mut self, relationship: RelationshipId) {
        let Some(weight) = self.inner.edge_weight_mut(edge_index(relationship)) else { return };
        weight.deleted = true;
        let kind = weight.kind;
        self.hidden.1 += 1;
        self.indexes.remove_type(kind, relationship);
        if self.is_loop(relationship) {
            self.indexes.remove_loop(kind);
        }
    }

    fn show_relationship(&mut self, relationship: RelationshipId) {
        let Some(weight) = self.inner.edge_weight_mut(edge_index(relationship)) else { return };
        weight.deleted = false;
        let kind = weight.kind;
        self.hidden.1 -= 1;
        self.indexes.add_type(kind, relationship);
        if self.is_loop(relationship) {
            self.indexes.add_loop(kind);
        }
    }

    fn is_loop(&self, relationship: RelationshipId) -> bool {
        self.endpoints(relationship).is_some_and(|(start, end)| start == end)
    }

    /// Takes a hidden node out for good.
    fn drop_node(&mut self, node: NodeId) {
        debug_assert!(
            [Direction::Outgoing, Direction::Incoming].into_iter().all(|direction| {
                self.inner.edges_directed(node_index(node), direction).next().is_none()
            }),
            "a node goes after its relationships"
        );
        if self.inner.remove_node(node_index(node)).is_some() {
            self.hidden.0 -= 1;
        }
    }

    /// Takes a hidden relationship out for good.
    fn drop_relationship(&mut self, relationship: RelationshipId) {
        if self.inner.remove_edge(edge_index(relationship)).is_some() {
            self.hidden.1 -= 1;
        }
    }
}

#[cfg(test)]
mod tests;
