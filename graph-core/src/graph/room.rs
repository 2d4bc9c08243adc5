//! Room for nodes and relationships, made long before it is needed.
//!
//! petgraph keeps each of both in one list, which moves as a whole when it is full, and a statement
//! can't be stopped in the meantime: of millions, that takes a tenth of a second. What a system
//! promises takes memory only once it is used, so a list that gets long asks for room for all
//! that a laptop can hold.

use super::{Elements, Node, Relationship};

/// How long a list is when it asks for much: it takes some milliseconds to move.
const LONG: usize = 1 << 16;

/// How many nodes or relationships a long list has room for.
const PLENTY: usize = 1 << 25;

/// How many times as much memory as a list asks for has to be there.
const SPARED: usize = 4;

type NodeSlot = petgraph::graph::Node<Option<Node>>;
type RelationshipSlot = petgraph::graph::Edge<Option<Relationship>>;

impl Elements {
    /// Makes room for so many more nodes and relationships, as far as they are foreseen. The
    /// lists get no longer than that where they are short: one that grows takes twice its place.
    pub(super) fn reserve(&mut self, nodes: usize, relationships: usize) {
        let count = self.inner.node_count();
        self.inner.reserve_exact_nodes(nodes.max(ahead::<NodeSlot>(count + nodes) - count));
        let count = self.inner.edge_count();
        let ahead = ahead::<RelationshipSlot>(count + relationships) - count;
        self.inner.reserve_exact_edges(relationships.max(ahead));
    }

    /// Makes room for many nodes where there is none for one, and petgraph would make some. O(1).
    pub(super) fn node_room(&mut self) {
        let count = self.inner.node_count();
        if count == self.inner.capacity().0 {
            self.inner.reserve_exact_nodes(ahead::<NodeSlot>(count) - count);
        }
    }

    /// Makes room for many relationships where there is none for one. O(1).
    pub(super) fn relationship_room(&mut self) {
        let count = self.inner.edge_count();
        if count == self.inner.capacity().1 {
            self.inner.reserve_exact_edges(ahead::<RelationshipSlot>(count) - count);
        }
    }
}

impl Clone for Elements {
    fn clone(&self) -> Self {
        let mut empty = Self::default();
        empty.reserve(self.inner.node_count(), self.inner.edge_count());
        // Unlike `clone`, this keeps the room that there is.
        let mut inner = empty.inner;
        inner.clone_from(&self.inner);
        let (symbols, indexes) = (self.symbols.clone(), self.indexes.clone());
        Self { inner, symbols, indexes, hidden: self.hidden, unit: self.unit.clone() }
    }
}

/// How many places a list of so many items asks for: no more than it has where it is short, or
/// where the system doesn't promise much more than that to whoever else asks.
fn ahead<T>(count: usize) -> usize {
    if count < LONG {
        return count;
    }
    let most = PLENTY.max(count.saturating_mul(4));
    let halves = std::iter::successors(Some(most), |places| Some(places / 2));
    let mut enough = halves.take_while(|&places| places / 2 >= count);
    let promised = |items: usize| Vec::<T>::new().try_reserve_exact(items).is_ok();
    enough.find(|places| promised(places.saturating_mul(SPARED))).unwrap_or(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Graph;

    #[test]
    fn a_list_asks_for_plenty_once_it_is_long() {
        assert_eq!(ahead::<u8>(LONG - 1), LONG - 1);
        assert_eq!(ahead::<u8>(LONG), PLENTY);
        assert_eq!(ahead::<u8>(PLENTY), 4 * PLENTY);
    }

    #[test]
    fn a_list_that_no_system_has_room_for_is_left_to_grow() {
        assert_eq!(ahead::<[u8; 1 << 45]>(LONG), LONG);
    }

    #[test]
    fn a_long_graph_and_its_copy_have_room_for_more() {
        let mut graph = Graph::new();
        let first = graph.add_node([], []);
        assert!(graph.inner.capacity().0 < LONG);
        for _ in 0..=LONG {
            let node = graph.add_node([], []);
            graph.add_relationship(first, "R", node, []);
        }
        for graph in [&graph, &graph.clone()] {
            let (nodes, relationships) = graph.inner.capacity();
            assert!(nodes >= 2 * LONG && relationships >= 2 * LONG, "{nodes} {relationships}");
        }
    }
}
