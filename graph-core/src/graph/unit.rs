//! Several transactions that are kept or undone together, and what they changed.

use roaring::RoaringBitmap;

use super::transaction::Change;
use super::{Chunked, Elements, NodeId, RelationshipId};

/// The nodes and relationships that a unit added, changed or deleted so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touched {
    nodes: RoaringBitmap,
    relationships: RoaringBitmap,
}

impl Touched {
    /// All of a graph. O(nodes + relationships).
    pub(crate) fn whole(graph: &Elements) -> Self {
        Self {
            nodes: graph.nodes().map(|node| node.0).collect(),
            relationships: graph.relationships().map(|relationship| relationship.0).collect(),
        }
    }

    /// The nodes, in order of id.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeId> {
        self.nodes.iter().map(NodeId)
    }

    /// The relationships, in order of id.
    pub fn relationships(&self) -> impl ExactSizeIterator<Item = RelationshipId> {
        self.relationships.iter().map(RelationshipId)
    }

    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty() && self.relationships.is_empty()
    }

    /// The highest id among it.
    pub(crate) fn highest(&self) -> u32 {
        self.nodes.max().max(self.relationships.max()).unwrap_or_default()
    }

    fn add(&mut self, change: &Change) {
        match change {
            Change::AddedNodes(added) => {
                self.nodes.insert_range(added.clone());
            }
            Change::AddedRelationships(added) => {
                self.relationships.insert_range(added.clone());
            }
            Change::DeletedNode(node)
            | Change::AddedLabel(node, _)
            | Change::RemovedLabel(node, _)
            | Change::NodeProperty(node, ..) => {
                self.nodes.insert(node.0);
            }
            Change::DeletedRelationship(relationship)
            | Change::RelationshipProperty(relationship, ..) => {
                self.relationships.insert(relationship.0);
            }
        }
    }
}

/// Units: what several transactions do is kept or undone together. Deleted elements keep their
/// ids until the end of the unit. What isn't done by a [`Transaction`](super::Transaction) isn't
/// undone.
///
/// ```
/// use graph_core::{Graph, Value};
/// let mut graph = Graph::new();
/// graph.begin();
/// for name in ["Ann", "Bob"] {
///     let mut transaction = graph.transaction();
///     transaction.add_node(["Person"], [("name", Value::from(name))]);
///     transaction.commit()?;
/// }
/// assert_eq!(graph.touched().nodes().len(), 2);
/// graph.roll_back();
/// assert_eq!(graph.node_count(), 0);
/// # Ok::<(), graph_core::StillConnected>(())
/// ```
impl Elements {
    /// Begins a unit; one that is begun already goes on.
    pub fn begin(&mut self) {
        self.unit.get_or_insert_default();
    }

    /// Whether a unit is begun.
    pub fn is_in_unit(&self) -> bool {
        self.unit.is_some()
    }

    /// What the unit changed so far. O(changes).
    pub fn touched(&self) -> Touched {
        let mut touched = Touched::default();
        self.unit.iter().flat_map(Chunked::iter).for_each(|change| touched.add(change));
        touched
    }

    /// Ends the unit and keeps what it changed. O(changes).
    pub fn commit(&mut self) {
        if let Some(journal) = self.unit.take() {
            self.drop_deleted(&journal);
        }
    }

    /// Ends the unit; returns what it changed, which is kept or undone.
    pub(super) fn end_unit(&mut self) -> Chunked<Change> {
        self.unit.take().unwrap_or_default()
    }
}
