//! The property graph: a petgraph [`StableDiGraph`] with the indexes that queries need.
//!
//! Labels, relationship types and property keys are interned as [`Symbol`]s. Node and
//! relationship ids are stable: removing one never renumbers the others.

mod adjacency;
mod chunked;
mod column;
mod derived;
mod index;
mod parted;
mod properties;
mod restore;
mod room;
mod symbols;
mod transaction;
mod undoing;
mod unit;

use petgraph::Direction;
use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};
use petgraph::visit::EdgeRef;

use crate::Value;
pub use adjacency::{Adjacency, Side};
pub use chunked::Chunked;
pub use column::{Column, NodeSet};
pub use derived::Identified;
use index::Indexes;
pub use parted::Parted;
pub use properties::Properties;
pub(crate) use restore::{HIGHEST, Restored};
pub use symbols::{Symbol, Symbols};
use transaction::Change;
pub use transaction::{Changes, StillConnected, Transaction};
pub use undoing::Graph;
pub use unit::Touched;

/// A node's number, stable while the graph lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// A relationship's number, stable while the graph lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelationshipId(pub u32);

/// A node: labels and properties.
#[derive(Clone, Debug)]
pub struct Node {
    /// In order, each once.
    labels: Vec<Symbol>,
    properties: Properties,
    /// Whether it waits for the end of the transaction that deleted it.
    deleted: bool,
}

/// A relationship: one type and properties.
#[derive(Clone, Debug)]
pub struct Relationship {
    kind: Symbol,
    /// There are many relationships, and of those that come in millions most have none.
    properties: Option<Box<Properties>>,
    /// Whether it waits for the end of the transaction that deleted it.
    deleted: bool,
}

/// One step from a node: the relationship walked and the node at its other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The relationship.
    pub relationship: RelationshipId,
    /// Its type.
    pub relationship_type: Symbol,
    /// The node at the other end.
    pub neighbor: NodeId,
}

/// The nodes and relationships of a [`Graph`], with the names and indexes that they are found by.
#[derive(Debug, Default)]
pub struct Elements {
    inner: StableDiGraph<Node, Relationship>,
    symbols: Symbols,
    indexes: Indexes,
    /// Numbers of nodes and of relationships that are deleted, but still have their ids.
    hidden: (usize, usize),
    /// The changes of the unit that was begun.
    unit: Option<Chunked<Change>>,
}

impl Relationship {
    fn new(kind: Symbol, properties: Properties) -> Self {
        let properties = (!properties.is_empty()).then(|| Box::new(properties));
        Self { kind, properties, deleted: false }
    }

    fn properties(&self) -> &Properties {
        self.properties.as_deref().unwrap_or(Properties::EMPTY)
    }
}

impl Elements {
    /// Adds a node. O(labels + properties).
    pub fn add_node<'a>(
        &mut self,
        labels: impl IntoIterator<Item = &'a str>,
        properties: impl IntoIterator<Item = (&'a str, Value)>,
    ) -> NodeId {
        let mut labels: Vec<Symbol> =
            labels.into_iter().map(|label| self.symbols.intern(label)).collect();
        labels.sort_unstable();
        labels.dedup();
        let properties = self.intern_properties(properties);
        self.insert_node(labels, properties)
    }

    /// Adds a node with labels in order, each once. O(labels).
    fn insert_node(&mut self, labels: Vec<Symbol>, properties: Properties) -> NodeId {
        let name = self.symbols.get("name").and_then(|key| properties.get(key)).cloned();
        self.node_room();
        let id =
            NodeId(self.inner.add_node(Node { labels, properties, deleted: false }).index() as u32);
        let node = &self.inner[node_index(id)];
        for &label in &node.labels {
            self.indexes.add_label(label, id);
        }
        self.indexes.derived.node_added(id, &node.properties);
        if let Some(Value::String(name)) = name {
            self.indexes.add_name(name, id);
        }
        id
    }

    /// Adds a relationship from `start` to `end`. O(properties).
    ///
    /// # Panics
    /// If either node isn't in the graph.
    pub fn add_relationship<'a>(
        &mut self,
        start: NodeId,
        relationship_type: &str,
        end: NodeId,
        properties: impl IntoIterator<Item = (&'a str, Value)>,
    ) -> RelationshipId {
        let relationship_type = self.symbols.intern(relationship_type);
        let properties = self.intern_properties(properties);
        self.insert_relationship(start, relationship_type, end, properties)
    }

    /// Adds a relationship. O(1).
    fn insert_relationship(
        &mut self,
        start: NodeId,
        relationship_type: Symbol,
        end: NodeId,
        properties: Properties,
    ) -> RelationshipId {
        let weight = Relationship::new(relationship_type, properties);
        self.relationship_room();
        let edge = self.inner.add_edge(node_index(start), node_index(end), weight);
        let id = RelationshipId(edge.index() as u32);
        self.indexes.add_type(relationship_type, id);
        if start == end {
            self.indexes.add_loop(relationship_type);
        }
        id
    }

    fn intern_properties<'a>(
        &mut self,
        properties: impl IntoIterator<Item = (&'a str, Value)>,
    ) -> Properties {
        properties
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (self.symbols.intern(key), value))
            .collect()
    }

    /// Number of nodes.
    pub fn node_count(&self) -> usize {
        self.inner.node_count() - self.hidden.0
    }

    /// Number of relationships.
    pub fn relationship_count(&self) -> usize {
        self.inner.edge_count() - self.hidden.1
    }

    /// All nodes, in order of id.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + '_ {
        let nodes = self.inner.node_indices().map(|index| NodeId(index.index() as u32));
        nodes.filter(|node| self.contains_node(*node))
    }

    /// All relationships, in order of id.
    pub fn relationships(&self) -> impl Iterator<Item = RelationshipId> + '_ {
        let edges = self.inner.edge_indices().map(|index| RelationshipId(index.index() as u32));
        edges.filter(|relationship| self.contains_relationship(*relationship))
    }

    /// Whether the node is in the graph. O(1).
    pub fn contains_node(&self, node: NodeId) -> bool {
        self.node(node).is_some()
    }

    /// Whether the relationship is in the graph. O(1).
    pub fn contains_relationship(&self, relationship: RelationshipId) -> bool {
        self.relationship(relationship).is_some()
    }

    fn node(&self, node: NodeId) -> Option<&Node> {
        self.inner.node_weight(node_index(node)).filter(|node| !node.deleted)
    }

    fn relationship(&self, relationship: RelationshipId) -> Option<&Relationship> {
        self.inner.edge_weight(edge_index(relationship)).filter(|found| !found.deleted)
    }

    /// The nodes that carry a label, in order of id; their number is known in O(1).
    pub fn nodes_with_label(&self, label: Symbol) -> impl ExactSizeIterator<Item = NodeId> + '_ {
        self.indexes.with_label(label)
    }

    /// The nodes whose `name` is exactly this, in order of id. O(1).
    pub fn nodes_named(&self, name: &str) -> &[NodeId] {
        self.indexes.named(name)
    }

    /// The relationships of a type, in order of id; their number is known in O(1).
    pub fn relationships_with_type(
        &self,
        relationship_type: Symbol,
    ) -> impl ExactSizeIterator<Item = RelationshipId> + '_ {
        self.indexes.with_type(relationship_type)
    }

    /// Relationships that start at the node. O(degree).
    pub fn outgoing(&self, node: NodeId) -> impl Iterator<Item = Step> + '_ {
        let edges = self.inner.edges_directed(node_index(node), Direction::Outgoing);
        edges.filter(|edge| !edge.weight().deleted).map(|edge| Step {
            relationship: RelationshipId(edge.id().index() as u32),
            relationship_type: edge.weight().kind,
            neighbor: NodeId(edge.target().index() as u32),
        })
    }

    /// Relationships that end at the node. O(degree).
    pub fn incoming(&self, node: NodeId) -> impl Iterator<Item = Step> + '_ {
        let edges = self.inner.edges_directed(node_index(node), Direction::Incoming);
        edges.filter(|edge| !edge.weight().deleted).map(|edge| Step {
            relationship: RelationshipId(edge.id().index() as u32),
            relationship_type: edge.weight().kind,
            neighbor: NodeId(edge.source().index() as u32),
        })
    }

    /// The node's labels; empty where there is no such node.
    pub fn node_labels(&self, node: NodeId) -> &[Symbol] {
        self.node(node).map_or(&[], |node| &node.labels)
    }

    /// Whether the node carries the label. O(labels of the node).
    pub fn has_label(&self, node: NodeId, label: Symbol) -> bool {
        self.node_labels(node).contains(&label)
    }

    /// The node's properties; empty where there is no such node.
    pub fn node_properties(&self, node: NodeId) -> &Properties {
        self.node(node).map_or(Properties::EMPTY, |node| &node.properties)
    }

    /// The relationship's type, which one that was deleted keeps until the end of the transaction.
    ///
    /// # Panics
    /// If the relationship isn't in the graph.
    pub fn relationship_type(&self, relationship: RelationshipId) -> Symbol {
        self.inner[edge_index(relationship)].kind
    }

    /// The relationship's properties; empty where there is no such relationship.
    pub fn relationship_properties(&self, relationship: RelationshipId) -> &Properties {
        self.relationship(relationship).map_or(Properties::EMPTY, Relationship::properties)
    }

    /// Start and end of the relationship; `None` where there is no such relationship.
    pub fn endpoints(&self, relationship: RelationshipId) -> Option<(NodeId, NodeId)> {
        let (start, end) = self.inner.edge_endpoints(edge_index(relationship))?;
        Some((NodeId(start.index() as u32), NodeId(end.index() as u32)))
    }

    /// The names of labels, types and property keys.
    pub fn symbols(&self) -> &Symbols {
        &self.symbols
    }

    /// A node's property by name; `null` where it has none.
    pub fn node_property(&self, node: NodeId, key: &str) -> &Value {
        self.symbols
            .get(key)
            .and_then(|key| self.node_properties(node).get(key))
            .unwrap_or(&Value::Null)
    }

    /// A relationship's property by name; `null` where it has none.
    pub fn relationship_property(&self, relationship: RelationshipId, key: &str) -> &Value {
        self.symbols
            .get(key)
            .and_then(|key| self.relationship_properties(relationship).get(key))
            .unwrap_or(&Value::Null)
    }

    /// Labels in use with the number of nodes that carry each, by name.
    pub fn labels(&self) -> Vec<(&str, usize)> {
        self.counted(self.indexes.label_counts())
    }

    /// Relationship types in use with the number of relationships of each, by name.
    pub fn relationship_types(&self) -> Vec<(&str, usize)> {
        self.counted(self.indexes.type_counts())
    }

    /// Property keys in use, by name. O(nodes + relationships).
    pub fn property_keys(&self) -> Vec<&str> {
        let of_nodes = self.nodes().map(|node| self.node_properties(node));
        let of_relationships =
            self.relationships().map(|relationship| self.relationship_properties(relationship));
        let used: std::collections::BTreeSet<&str> = of_nodes
            .chain(of_relationships)
            .flat_map(Properties::iter)
            .map(|(key, _)| self.symbols.name(key))
            .collect();
        used.into_iter().collect()
    }

    fn counted(&self, counts: impl Iterator<Item = (Symbol, usize)>) -> Vec<(&str, usize)> {
        let mut named: Vec<_> =
            counts.map(|(symbol, count)| (self.symbols.name(symbol), count)).collect();
        named.sort_unstable();
        named
    }
}

fn node_index(node: NodeId) -> NodeIndex {
    NodeIndex::new(node.0 as usize)
}

fn edge_index(relationship: RelationshipId) -> EdgeIndex {
    EdgeIndex::new(relationship.0 as usize)
}
