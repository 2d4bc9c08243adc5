//! The steps that changes are made and undone with; each keeps the indexes in step.

use std::collections::HashMap;
use std::ops::Range;

use petgraph::Direction;
use roaring::RoaringBitmap;

use super::Change;
use crate::Value;
use crate::graph::{Chunked, Elements, NodeId, RelationshipId, Symbol, edge_index, node_index};

impl Elements {
    /// Takes out for good what was deleted.
    pub(in crate::graph) fn drop_deleted(&mut self, journal: &Chunked<Change>) {
        // Relationships first: with a node, petgraph would drop those that are left.
        for change in journal.iter() {
            if let Change::DeletedRelationship(relationship) = change {
                self.drop_relationship(*relationship);
            }
        }
        for change in journal.iter() {
            if let Change::DeletedNode(node) = change {
                self.drop_node(*node);
            }
        }
    }

    /// Undoes changes, the last one first. O(changes).
    pub(in crate::graph) fn undo(&mut self, journal: Chunked<Change>) {
        // Nothing changes once it is deleted, so that these may come back before all else.
        let deleted = journal.iter().filter_map(|change| match change {
            Change::DeletedRelationship(relationship) => Some(*relationship),
            _ => None,
        });
        self.show_relationships(deleted.collect());
        journal.into_iter().rev().for_each(|change| self.undo_one(change));
    }

    fn undo_one(&mut self, change: Change) {
        match change {
            Change::AddedNodes(added) => self.drop_nodes(added),
            Change::AddedRelationships(added) => self.drop_relationships(added),
            Change::DeletedNode(node) => self.show_node(node),
            Change::DeletedRelationship(_) => {}
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

    pub(super) fn put_node_property(
        &mut self,
        node: NodeId,
        key: Symbol,
        value: Value,
    ) -> Option<Value> {
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

    pub(super) fn put_relationship_property(
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

    pub(super) fn put_label(&mut self, node: NodeId, label: Symbol) {
        let Some(weight) = self.inner.node_weight_mut(node_index(node)) else { return };
        if let Err(at) = weight.labels.binary_search(&label) {
            weight.labels.insert(at, label);
        }
        self.indexes.add_label(label, node);
    }

    pub(super) fn take_label(&mut self, node: NodeId, label: Symbol) {
        let Some(weight) = self.inner.node_weight_mut(node_index(node)) else { return };
        weight.labels.retain(|kept| *kept != label);
        self.indexes.remove_label(label, node);
    }

    pub(super) fn hide_node(&mut self, node: NodeId) {
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

    pub(super) fn hide_relationship(&mut self, relationship: RelationshipId) {
        let Some(weight) = self.inner.edge_weight_mut(edge_index(relationship)) else { return };
        weight.deleted = true;
        let kind = weight.kind;
        self.hidden.1 += 1;
        self.indexes.remove_type(kind, relationship);
        if self.is_loop(relationship) {
            self.indexes.remove_loop(kind);
        }
    }

    /// Shows relationships again, in the order in which they lie in memory.
    fn show_relationships(&mut self, mut relationships: Vec<RelationshipId>) {
        relationships.sort_unstable();
        let mut shown: HashMap<Symbol, RoaringBitmap> = HashMap::new();
        for relationship in relationships {
            let Some(weight) = self.inner.edge_weight_mut(edge_index(relationship)) else {
                continue;
            };
            weight.deleted = false;
            let kind = weight.kind;
            self.hidden.1 -= 1;
            shown.entry(kind).or_default().insert(relationship.0);
            if self.is_loop(relationship) {
                self.indexes.add_loop(kind);
            }
        }
        for (kind, shown) in shown {
            self.indexes.add_types(kind, &shown);
        }
    }

    fn is_loop(&self, relationship: RelationshipId) -> bool {
        self.endpoints(relationship).is_some_and(|(start, end)| start == end)
    }

    /// Takes out nodes that were added, the last one first: petgraph finds it at once, and gives
    /// its id to the next.
    fn drop_nodes(&mut self, added: Range<u32>) {
        self.indexes.remove_from_labels(added.clone());
        let name = self.symbols.get("name");
        for node in added.rev().map(NodeId) {
            let Some(weight) = self.inner.remove_node(node_index(node)) else { continue };
            self.indexes.derived.node_removed(node, &weight.properties);
            if let Some(Value::String(name)) = name.and_then(|name| weight.properties.get(name)) {
                self.indexes.remove_name(name, node);
            }
        }
    }

    /// Takes out relationships that were added, the last one first.
    fn drop_relationships(&mut self, added: Range<u32>) {
        self.indexes.remove_from_types(added.clone());
        for relationship in added.rev().map(RelationshipId) {
            let is_loop = self.is_loop(relationship);
            let Some(weight) = self.inner.remove_edge(edge_index(relationship)) else { continue };
            if is_loop {
                self.indexes.remove_loop(weight.kind);
            }
        }
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
