//! Several transactions that are kept or undone together, and what they changed.

use std::collections::BTreeSet;

use super::transaction::Change;
use super::{Graph, NodeId, RelationshipId};

/// The nodes and relationships that a unit added, changed or deleted so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// The nodes.
    pub nodes: BTreeSet<NodeId>,
    /// The relationships.
    pub relationships: BTreeSet<RelationshipId>,
}

impl Touched {
    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty() && self.relationships.is_empty()
    }

    /// The highest id among it.
    pub(crate) fn highest(&self) -> u32 {
        let node = self.nodes.last().map_or(0, |node| node.0);
        node.max(self.relationships.last().map_or(0, |relationship| relationship.0))
    }

    fn add(&mut self, change: &Change) {
        match change {
            Change::AddedNode(node)
            | Change::DeletedNode(node)
            | Change::AddedLabel(node, _)
            | Change::RemovedLabel(node, _)
            | Change::NodeProperty(node, ..) => {
                self.nodes.insert(*node);
            }
            Change::AddedRelationship(relationship)
            | Change::DeletedRelationship(relationship)
            | Change::RelationshipProperty(relationship, ..) => {
                self.relationships.insert(*relationship);
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
/// assert_eq!(graph.touched().nodes.len(), 2);
/// graph.roll_back();
/// assert_eq!(graph.node_count(), 0);
/// # Ok::<(), graph_core::StillConnected>(())
/// ```
impl Graph {
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
        self.unit.iter().flatten().for_each(|change| touched.add(change));
        touched
    }

    /// Ends the unit and keeps what it changed. O(changes).
    pub fn commit(&mut self) {
        if let Some(journal) = self.unit.take() {
            self.drop_deleted(&journal);
        }
    }

    /// Ends the unit and undoes what it changed, to the last index. O(changes).
    pub fn roll_back(&mut self) {
        for change in self.unit.take().into_iter().flatten().rev() {
            self.undo(change);
        }
    }
}
