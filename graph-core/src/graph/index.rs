//! Look-ups by label, relationship type and name, kept in step with the graph.

use std::collections::HashMap;
use std::sync::Arc;

use super::{NodeId, RelationshipId, Symbol};

/// Ids by label, type and name, each list in order of id.
#[derive(Clone, Debug, Default)]
pub(super) struct Indexes {
    labels: HashMap<Symbol, Vec<NodeId>>,
    types: HashMap<Symbol, Vec<RelationshipId>>,
    names: HashMap<Arc<str>, Vec<NodeId>>,
}

impl Indexes {
    pub(super) fn add_label(&mut self, label: Symbol, node: NodeId) {
        self.labels.entry(label).or_default().push(node);
    }

    pub(super) fn add_type(&mut self, relationship_type: Symbol, relationship: RelationshipId) {
        self.types.entry(relationship_type).or_default().push(relationship);
    }

    pub(super) fn add_name(&mut self, name: Arc<str>, node: NodeId) {
        self.names.entry(name).or_default().push(node);
    }

    pub(super) fn with_label(&self, label: Symbol) -> &[NodeId] {
        self.labels.get(&label).map_or(&[], Vec::as_slice)
    }

    pub(super) fn with_type(&self, relationship_type: Symbol) -> &[RelationshipId] {
        self.types.get(&relationship_type).map_or(&[], Vec::as_slice)
    }

    pub(super) fn named(&self, name: &str) -> &[NodeId] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn label_counts(&self) -> impl Iterator<Item = (Symbol, usize)> {
        self.labels.iter().map(|(symbol, nodes)| (*symbol, nodes.len()))
    }

    pub(super) fn type_counts(&self) -> impl Iterator<Item = (Symbol, usize)> {
        self.types.iter().map(|(symbol, relationships)| (*symbol, relationships.len()))
    }
}
