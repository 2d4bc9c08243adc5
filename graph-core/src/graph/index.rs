//! Look-ups by label, relationship type and name, kept in step with the graph.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use roaring::RoaringBitmap;

use super::derived::Derived;
use super::{NodeId, Parted, RelationshipId, Symbol};

/// Ids by label, type and name, each in order of id.
///
/// Labels and types have few sets with many members, where a bitmap is small and changes in
/// little time; names have many sets with few members.
#[derive(Clone, Debug, Default)]
pub(super) struct Indexes {
    labels: HashMap<Symbol, RoaringBitmap>,
    types: HashMap<Symbol, RoaringBitmap>,
    /// How many relationships of each type lead from a node to itself.
    loops: HashMap<Symbol, usize>,
    names: Parted<Arc<str>, Vec<NodeId>>,
    pub(super) derived: Derived,
}

impl Indexes {
    pub(super) fn add_label(&mut self, label: Symbol, node: NodeId) {
        self.labels.entry(label).or_default().insert(node.0);
        self.derived.label_changed(label);
    }

    pub(super) fn remove_label(&mut self, label: Symbol, node: NodeId) {
        remove(&mut self.labels, label, node.0);
        self.derived.label_changed(label);
    }

    /// Takes nodes out of every label.
    pub(super) fn remove_from_labels(&mut self, nodes: Range<u32>) {
        for label in remove_all(&mut self.labels, nodes) {
            self.derived.label_changed(label);
        }
    }

    pub(super) fn add_type(&mut self, relationship_type: Symbol, relationship: RelationshipId) {
        self.types.entry(relationship_type).or_default().insert(relationship.0);
        self.derived.relationship_changed(relationship_type);
    }

    pub(super) fn remove_type(&mut self, relationship_type: Symbol, relationship: RelationshipId) {
        remove(&mut self.types, relationship_type, relationship.0);
        self.derived.relationship_changed(relationship_type);
    }

    pub(super) fn add_types(&mut self, relationship_type: Symbol, relationships: &RoaringBitmap) {
        *self.types.entry(relationship_type).or_default() |= relationships;
        self.derived.relationship_changed(relationship_type);
    }

    /// Takes relationships out of every type.
    pub(super) fn remove_from_types(&mut self, relationships: Range<u32>) {
        for relationship_type in remove_all(&mut self.types, relationships) {
            self.derived.relationship_changed(relationship_type);
        }
    }

    /// Counts a relationship that leads from a node to itself.
    pub(super) fn add_loop(&mut self, relationship_type: Symbol) {
        *self.loops.entry(relationship_type).or_default() += 1;
    }

    pub(super) fn remove_loop(&mut self, relationship_type: Symbol) {
        let Some(count) = self.loops.get_mut(&relationship_type) else { return };
        *count -= 1;
        if *count == 0 {
            self.loops.remove(&relationship_type);
        }
    }

    pub(super) fn has_loops(&self, types: Option<&[Symbol]>) -> bool {
        match types {
            None => !self.loops.is_empty(),
            Some(types) => types.iter().any(|kind| self.loops.contains_key(kind)),
        }
    }

    pub(super) fn add_name(&mut self, name: Arc<str>, node: NodeId) {
        let nodes = self.names.or_insert_with(name, Vec::new);
        if let Err(at) = nodes.binary_search(&node) {
            nodes.insert(at, node);
        }
    }

    pub(super) fn remove_name(&mut self, name: &str, node: NodeId) {
        let Some(nodes) = self.names.get_mut(name) else { return };
        if let Ok(at) = nodes.binary_search(&node) {
            nodes.remove(at);
        }
        if nodes.is_empty() {
            self.names.remove(name);
        }
    }

    pub(super) fn with_label(&self, label: Symbol) -> impl ExactSizeIterator<Item = NodeId> + '_ {
        members(&self.labels, label).map(NodeId)
    }

    pub(super) fn with_type(
        &self,
        relationship_type: Symbol,
    ) -> impl ExactSizeIterator<Item = RelationshipId> + '_ {
        members(&self.types, relationship_type).map(RelationshipId)
    }

    pub(super) fn named(&self, name: &str) -> &[NodeId] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn label_counts(&self) -> impl Iterator<Item = (Symbol, usize)> {
        self.labels.iter().map(|(symbol, nodes)| (*symbol, nodes.len() as usize))
    }

    pub(super) fn type_counts(&self) -> impl Iterator<Item = (Symbol, usize)> {
        self.types.iter().map(|(symbol, found)| (*symbol, found.len() as usize))
    }
}

fn remove(sets: &mut HashMap<Symbol, RoaringBitmap>, symbol: Symbol, id: u32) {
    let Some(set) = sets.get_mut(&symbol) else { return };
    set.remove(id);
    if set.is_empty() {
        sets.remove(&symbol);
    }
}

/// Takes ids out of every set; returns whose sets these were in. O(sets).
fn remove_all(sets: &mut HashMap<Symbol, RoaringBitmap>, ids: Range<u32>) -> Vec<Symbol> {
    let mut changed = Vec::new();
    sets.retain(|symbol, set| {
        if set.remove_range(ids.clone()) > 0 {
            changed.push(*symbol);
        }
        !set.is_empty()
    });
    changed
}

fn members(
    sets: &HashMap<Symbol, RoaringBitmap>,
    symbol: Symbol,
) -> impl ExactSizeIterator<Item = u32> + '_ {
    static NONE: LazyLock<RoaringBitmap> = LazyLock::new(RoaringBitmap::new);
    sets.get(&symbol).unwrap_or(&NONE).iter()
}
