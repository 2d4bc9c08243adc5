//! The part of a graph that a query returned.

use std::collections::BTreeSet;

use crate::{Graph, NodeId, RelationshipId, Value};

/// Nodes and relationships; whatever a relationship joins is part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    nodes: BTreeSet<NodeId>,
    relationships: BTreeSet<RelationshipId>,
}

impl Selection {
    /// Everything that the values name, however deep in lists and maps: nodes, relationships
    /// with both ends, paths with all their parts.
    ///
    /// ```
    /// use graph_core::{Graph, Value, export::Selection};
    /// let mut graph = Graph::new();
    /// let (a, b) = (graph.add_node([], []), graph.add_node([], []));
    /// let r = graph.add_relationship(a, "MET_WITH", b, []);
    /// let selection = Selection::of(&graph, [&Value::list([Value::Relationship(r)])]);
    /// assert_eq!(selection.nodes().collect::<Vec<_>>(), [a, b]);
    /// ```
    pub fn of<'a>(graph: &Graph, values: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut selection = Self::default();
        let mut open: Vec<&Value> = values.into_iter().collect();
        while let Some(value) = open.pop() {
            match value {
                Value::Node(node) => selection.add_node(*node),
                Value::Relationship(relationship) => selection.add(graph, *relationship),
                Value::Path(path) => {
                    path.nodes.iter().for_each(|node| selection.add_node(*node));
                    path.relationships.iter().for_each(|step| selection.add(graph, *step));
                }
                Value::List(items) => open.extend(items.iter()),
                Value::Map(entries) => open.extend(entries.values()),
                _ => {}
            }
        }
        selection
    }

    fn add_node(&mut self, node: NodeId) {
        self.nodes.insert(node);
    }

    fn add(&mut self, graph: &Graph, relationship: RelationshipId) {
        self.relationships.insert(relationship);
        if let Some((start, end)) = graph.endpoints(relationship) {
            self.nodes.extend([start, end]);
        }
    }

    /// The nodes, in order of id.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.nodes.iter().copied()
    }

    /// The relationships, in order of id.
    pub fn relationships(&self) -> impl Iterator<Item = RelationshipId> + '_ {
        self.relationships.iter().copied()
    }

    /// Whether nothing was returned that a graph could show.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}
