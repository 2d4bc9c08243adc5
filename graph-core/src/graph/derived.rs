//! What is made of a graph on first use to answer quickly, and forgotten once it isn't true any
//! more: neighbours side by side, columns, sets of nodes, nodes by the value of a property.
//!
//! Nothing here is needed to read the graph, and nothing is made before something large is read.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::adjacency::{AT_ONCE, Adjacency, Side, seen};
use super::column::{Column, NodeSet};
use super::{Elements, NodeId, Parted, Properties, Symbol};
use crate::Value;

/// Relationship types in order, each once; `None` for all of them.
type Types = Option<Box<[Symbol]>>;

/// What is kept by a key until it is forgotten.
#[derive(Debug)]
struct Kept<K, V>(RwLock<HashMap<K, V>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    fn get(&self, key: &K) -> Option<V> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    fn get_or_make(&self, key: K, make: impl FnOnce() -> Option<V>) -> Option<V> {
        if let Some(known) = self.get(&key) {
            return Some(known);
        }
        let made = make()?;
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key, made.clone());
        Some(made)
    }

    fn entries(&mut self) -> &mut HashMap<K, V> {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was made of a graph so far. A copy of the graph begins without.
#[derive(Debug, Default)]
pub(super) struct Derived {
    adjacencies: Kept<(Types, Side), Arc<Adjacency>>,
    /// How much work there was so far that neighbours side by side would have saved.
    missed: Kept<(Types, Side), u64>,
    /// Absent where a value is no integer.
    columns: Kept<Symbol, Option<Arc<Column>>>,
    labels: Kept<Symbol, Arc<NodeSet>>,
    /// Whether all neighbours carry a label.
    led_to: Kept<(Types, Side, Symbol), bool>,
    /// Whether every node with a label has a property, and no two the same.
    identified: Kept<(Symbol, Symbol), Identified>,
    /// What the graph is like now; zero before anybody asked since the last change.
    state: AtomicU64,
    /// Kept in step with the graph: these serve single look-ups between changes, too.
    values: Kept<Symbol, Arc<Parted<Value, Vec<NodeId>>>>,
}

/// How a property tells nodes with a label apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identified {
    /// Whether every node has it.
    pub everywhere: bool,
    /// Whether no two nodes have the same.
    pub unique: bool,
}

impl Clone for Derived {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Derived {
    /// Something changed.
    pub(super) fn changed(&mut self) {
        *self.state.get_mut() = 0;
    }

    /// A relationship of a type came or went.
    pub(super) fn relationship_changed(&mut self, kind: Symbol) {
        self.changed();
        let concerned =
            |types: &Types| types.as_ref().is_none_or(|types| types.binary_search(&kind).is_ok());
        self.adjacencies.entries().retain(|(types, _), _| !concerned(types));
        self.missed.entries().retain(|(types, _), _| !concerned(types));
        self.led_to.entries().retain(|(types, ..), _| !concerned(types));
    }

    /// A node got or lost a label.
    pub(super) fn label_changed(&mut self, label: Symbol) {
        self.changed();
        self.identified.entries().retain(|(known, _), _| *known != label);
        self.labels.entries().remove(&label);
        self.led_to.entries().retain(|(.., known), _| *known != label);
    }

    /// A node got a value.
    pub(super) fn value_added(&mut self, node: NodeId, key: Symbol, value: &Value) {
        self.changed();
        self.columns.entries().remove(&key);
        self.identified.entries().retain(|(_, known), _| *known != key);
        if let Some(values) = self.values.entries().get_mut(&key)
            && is_indexed(value)
        {
            let nodes = Arc::make_mut(values).or_insert_with(value.clone(), Vec::new);
            if let Err(at) = nodes.binary_search(&node) {
                nodes.insert(at, node);
            }
        }
    }

    /// A node lost a value.
    pub(super) fn value_removed(&mut self, node: NodeId, key: Symbol, value: &Value) {
        self.changed();
        self.columns.entries().remove(&key);
        self.identified.entries().retain(|(_, known), _| *known != key);
        let Some(values) = self.values.entries().get_mut(&key) else { return };
        let values = Arc::make_mut(values);
        let Some(nodes) = values.get_mut(value) else { return };
        nodes.retain(|known| *known != node);
        if nodes.is_empty() {
            values.remove(value);
        }
    }

    fn knows_values(&mut self) -> bool {
        !(self.columns.entries().is_empty()
            && self.values.entries().is_empty()
            && self.identified.entries().is_empty())
    }

    /// A node came with these properties.
    pub(super) fn node_added(&mut self, node: NodeId, properties: &Properties) {
        self.changed();
        if self.knows_values() {
            properties.iter().for_each(|(key, value)| self.value_added(node, key, value));
        }
    }

    /// A node went that had these properties.
    pub(super) fn node_removed(&mut self, node: NodeId, properties: &Properties) {
        self.changed();
        if self.knows_values() {
            properties.iter().for_each(|(key, value)| self.value_removed(node, key, value));
        }
    }
}

/// Whether equal values of this kind are the same in every way of comparing.
fn is_indexed(value: &Value) -> bool {
    matches!(value, Value::Int(_) | Value::Float(_) | Value::String(_) | Value::Bool(_))
}

/// What is made on first use. Each takes a question whether to go on, and gives `None` where the
/// work was to end.
impl Elements {
    /// A number for what the graph is like now: two graphs of one process that have the same are
    /// alike, in ids, names and all, so that what was made for one is good for the other.
    pub fn state(&self) -> u64 {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let state = &self.indexes.derived.state;
        match state.load(Ordering::Relaxed) {
            0 => {
                let new = NEXT.fetch_add(1, Ordering::Relaxed);
                let before = state.compare_exchange(0, new, Ordering::Relaxed, Ordering::Relaxed);
                before.err().unwrap_or(new)
            }
            known => known,
        }
    }

    /// The neighbours of all nodes over relationships of some types, or of all. O(relationships of
    /// the types) the first time after one of these came or went.
    pub fn adjacency(
        &self,
        types: Option<&[Symbol]>,
        side: Side,
        goes_on: &dyn Fn() -> bool,
    ) -> Option<Arc<Adjacency>> {
        let types = in_order(types);
        self.indexes.derived.adjacencies.get_or_make((types.clone(), side), || {
            let mut pairs = Vec::with_capacity(self.count_of(types.as_deref()));
            let mut found = 0_usize;
            let mut add = |relationship| {
                pairs
                    .extend(self.endpoints(relationship).into_iter().flat_map(|it| seen(it, side)));
                found += 1;
                !found.is_multiple_of(AT_ONCE) || goes_on()
            };
            let whole = match &types {
                None => self.relationships().all(&mut add),
                Some(types) => {
                    let mut of_types =
                        types.iter().flat_map(|kind| self.relationships_with_type(*kind));
                    of_types.all(&mut add)
                }
            };
            Adjacency::new(self.highest_node() + 1, &pairs, goes_on).filter(|_| whole).map(Arc::new)
        })
    }

    /// The neighbours of all nodes over relationships of some types, where they are side by side
    /// already.
    pub fn known_adjacency(&self, types: Option<&[Symbol]>, side: Side) -> Option<Arc<Adjacency>> {
        self.indexes.derived.adjacencies.get(&(in_order(types), side))
    }

    /// Whether no relationship of some types leads where another does, as far as that was found.
    pub fn is_known_simple(&self, types: Option<&[Symbol]>, side: Side) -> bool {
        self.known_adjacency(types, side).is_some_and(|adjacency| adjacency.is_simple())
    }

    /// Whether reading so many relationships of some types is worth making their
    /// [adjacency](Self::adjacency): where it is there already, or was missed often enough since
    /// the last change. Counts the work as missed where it isn't.
    pub fn is_adjacency_worth(&self, types: Option<&[Symbol]>, side: Side, reads: u64) -> bool {
        let key = (in_order(types), side);
        if self.indexes.derived.adjacencies.get(&key).is_some() {
            return true;
        }
        let missed =
            self.indexes.derived.missed.get(&key).unwrap_or_default().saturating_add(reads);
        let worth = missed >= self.count_of(types) as u64;
        let mut all = self.indexes.derived.missed.0.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(key, missed);
        worth
    }

    /// The highest id of a node so far.
    pub fn highest_node(&self) -> usize {
        self.inner.node_indices().next_back().map_or(0, petgraph::graph::NodeIndex::index)
    }

    /// Whether a relationship of some types leads from a node to itself. O(types).
    pub fn has_loops(&self, types: Option<&[Symbol]>) -> bool {
        self.indexes.has_loops(types)
    }

    /// Of some labels the one that the fewest nodes carry, and how many do. O(labels).
    pub fn rarest(&self, labels: impl IntoIterator<Item = Symbol>) -> Option<(Symbol, usize)> {
        let counted = labels.into_iter().map(|label| (label, self.nodes_with_label(label).len()));
        counted.min_by_key(|(_, count)| *count)
    }

    /// How many relationships there are of some types, or of all. O(types).
    pub fn count_of(&self, types: Option<&[Symbol]>) -> usize {
        types.map_or(self.relationship_count(), |types| {
            types.iter().map(|kind| self.relationships_with_type(*kind).len()).sum()
        })
    }

    /// The integers of a property, where they are side by side already.
    pub fn known_column(&self, key: Symbol) -> Option<Arc<Column>> {
        self.indexes.derived.columns.get(&key).flatten()
    }

    /// The integers of a property; `Some(None)` where a value of it is no integer. O(nodes) the
    /// first time after one changed.
    pub fn column(&self, key: Symbol, goes_on: &dyn Fn() -> bool) -> Option<Option<Arc<Column>>> {
        self.indexes.derived.columns.get_or_make(key, || {
            let mut column = Column::default();
            for (at, node) in self.nodes().enumerate() {
                if at.is_multiple_of(AT_ONCE) && !goes_on() {
                    return None;
                }
                match self.node_properties(node).get(key) {
                    None => {}
                    Some(Value::Int(value)) => column.set(node, *value),
                    Some(_) => return Some(None),
                }
            }
            Some(Some(Arc::new(column)))
        })
    }

    /// How a property tells the nodes with a label apart. O(nodes with the label) the first time
    /// after a change.
    pub fn identified(
        &self,
        label: Symbol,
        key: Symbol,
        goes_on: &dyn Fn() -> bool,
    ) -> Option<Identified> {
        self.indexes.derived.identified.get_or_make((label, key), || {
            let mut found = Identified { everywhere: true, unique: true };
            let mut seen: Parted<&Value> = Parted::default();
            for (at, node) in self.nodes_with_label(label).enumerate() {
                if at.is_multiple_of(AT_ONCE) && !goes_on() {
                    return None;
                }
                match self.node_properties(node).get(key) {
                    None => found.everywhere = false,
                    Some(value) => found.unique &= !found.unique || seen.insert(value),
                }
                if !found.everywhere && !found.unique {
                    break;
                }
            }
            Some(found)
        })
    }

    /// The nodes that carry a label, where there is a bit for each already.
    pub fn known_label_set(&self, label: Symbol) -> Option<Arc<NodeSet>> {
        self.indexes.derived.labels.get(&label)
    }

    /// The nodes that carry a label, a bit each. O(nodes) the first time after one changed.
    pub fn label_set(&self, label: Symbol) -> Arc<NodeSet> {
        let made = || Some(Arc::new(self.nodes_with_label(label).collect()));
        self.indexes.derived.labels.get_or_make(label, made).unwrap_or_default()
    }

    /// Whether every node that relationships of some types lead to carries a label.
    /// O(relationships of the types) the first time after a change.
    pub fn leads_to(
        &self,
        types: Option<&[Symbol]>,
        side: Side,
        label: Symbol,
        goes_on: &dyn Fn() -> bool,
    ) -> Option<bool> {
        self.indexes.derived.led_to.get_or_make((in_order(types), side, label), || {
            let adjacency = self.adjacency(types, side, goes_on)?;
            let labelled = self.label_set(label);
            Some(adjacency.neighbors().iter().all(|node| labelled.contains(*node)))
        })
    }

    /// The nodes of which a property equals a value, in order of id; `None`, too, for a value that
    /// isn't looked up so, such as a list. O(nodes) the first time, then O(nodes found).
    pub fn nodes_with_value(
        &self,
        key: Symbol,
        value: &Value,
        goes_on: &dyn Fn() -> bool,
    ) -> Option<Vec<NodeId>> {
        if !is_indexed(value) {
            return None;
        }
        if self.symbols.get("name") == Some(key)
            && let Value::String(name) = value
        {
            return Some(self.nodes_named(name).to_vec());
        }
        let values = self.indexes.derived.values.get_or_make(key, || {
            let mut values: Parted<Value, Vec<NodeId>> = Parted::default();
            for (at, node) in self.nodes().enumerate() {
                if at.is_multiple_of(AT_ONCE) && !goes_on() {
                    return None;
                }
                let value = self.node_properties(node).get(key);
                if let Some(value) = value.filter(|value| is_indexed(value)) {
                    values.or_insert_with(value.clone(), Vec::new).push(node);
                }
            }
            Some(Arc::new(values))
        })?;
        Some(values.get(value).cloned().unwrap_or_default())
    }
}

fn in_order(types: Option<&[Symbol]>) -> Types {
    types.map(|types| {
        let mut types = types.to_vec();
        types.sort_unstable();
        types.dedup();
        types.into()
    })
}

#[cfg(test)]
mod tests;
