//! A graph put together again with the ids that its elements had.

use petgraph::stable_graph::NodeIndex;

use super::{
    Elements, Graph, Node, NodeId, Properties, Relationship, RelationshipId, Symbol, edge_index,
    node_index,
};
use crate::Value;

/// The highest id of a node or relationship that is restored: what lies between two ids takes
/// memory, and a file may claim any.
pub(crate) const HIGHEST: u32 = 1 << 27;

/// A graph that is put together: symbols first, then nodes, then relationships, each in order of
/// their numbers. What can't be is refused with `None`.
#[derive(Debug, Default)]
pub(crate) struct Restored {
    graph: Elements,
    /// Nodes that stand where none is, so that the next one gets its id.
    gaps: Vec<NodeIndex>,
    /// What relationships hang on that stand where none is.
    nowhere: Option<NodeIndex>,
}

impl Restored {
    /// Makes room for so many nodes and relationships.
    pub(crate) fn reserve(&mut self, nodes: usize, relationships: usize) {
        let highest = HIGHEST as usize;
        self.graph.reserve(nodes.min(highest), relationships.min(highest));
    }

    /// The next symbol.
    pub(crate) fn symbol(&mut self, name: &str) -> Option<()> {
        let count = self.graph.symbols.len();
        (self.graph.symbols.intern(name).number() == count).then_some(())
    }

    /// The symbol of a number.
    pub(crate) fn numbered(&self, number: u32) -> Option<Symbol> {
        (number < self.graph.symbols.len()).then_some(Symbol::of_number(number))
    }

    /// A node. O(labels + properties + ids since the last one).
    pub(crate) fn node(
        &mut self,
        NodeId(id): NodeId,
        labels: Vec<Symbol>,
        properties: Properties,
    ) -> Option<()> {
        let graph = &mut self.graph;
        if id > HIGHEST || (id as usize) < graph.inner.node_count() {
            return None;
        }
        let empty =
            || Node { labels: Vec::new(), properties: Properties::default(), deleted: true };
        while graph.inner.node_count() < id as usize {
            self.gaps.push(graph.inner.add_node(empty()));
        }
        let name = graph.symbols.get("name").and_then(|key| properties.get(key)).cloned();
        for &label in &labels {
            graph.indexes.add_label(label, NodeId(id));
        }
        if let Some(Value::String(name)) = name {
            graph.indexes.add_name(name, NodeId(id));
        }
        graph.inner.add_node(Node { labels, properties, deleted: false });
        Some(())
    }

    /// A relationship. O(properties + ids since the last one).
    pub(crate) fn relationship(
        &mut self,
        RelationshipId(id): RelationshipId,
        kind: Symbol,
        (start, end): (NodeId, NodeId),
        properties: Properties,
    ) -> Option<()> {
        let graph = &mut self.graph;
        let known = graph.contains_node(start) && graph.contains_node(end);
        if id > HIGHEST || (id as usize) < graph.inner.edge_count() || !known {
            return None;
        }
        while graph.inner.edge_count() < id as usize {
            let nowhere = *self.nowhere.get_or_insert_with(|| {
                let properties = Properties::default();
                graph.inner.add_node(Node { labels: Vec::new(), properties, deleted: true })
            });
            graph.inner.add_edge(
                nowhere,
                nowhere,
                Relationship { kind, properties: None, deleted: true },
            );
        }
        let weight = Relationship::new(kind, properties);
        let edge = graph.inner.add_edge(node_index(start), node_index(end), weight);
        debug_assert_eq!(edge, edge_index(RelationshipId(id)));
        graph.indexes.add_type(kind, RelationshipId(id));
        if start == end {
            graph.indexes.add_loop(kind);
        }
        Some(())
    }

    /// The graph.
    pub(crate) fn finish(mut self) -> Graph {
        for gap in self.nowhere.into_iter().chain(self.gaps) {
            self.graph.inner.remove_node(gap);
        }
        self.graph.into()
    }
}
