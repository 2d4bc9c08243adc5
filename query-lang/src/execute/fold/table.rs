//! Numbers by node, and by combinations of nodes.

use std::iter::{once, repeat_n};
use std::mem;

use graph_core::graph::{NodeSet, Parted};
use graph_core::{Graph, NodeId};

use super::too_many;
use crate::ast::Span;
use crate::budget::{Kept, Large};
use crate::error::Error;

/// A number for each node that has one: a list with a place for every node where that is worth
/// it, since the system makes such a list only as far as it is used.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Zero for a node without.
    dense: Vec<i64>,
    sparse: Parted<NodeId, i64>,
    /// The nodes with a number, in the order in which they came.
    nodes: Vec<NodeId>,
    /// Whether one may have come twice, since its number was zero meanwhile.
    twice: bool,
}

/// The most nodes that a list is kept for without asking how many have a number.
const DENSE: usize = 1 << 24;

/// How many combinations are taken out at once.
pub(super) const SOME: usize = 1 << 16;

impl Table {
    /// For nodes of a graph.
    pub(super) fn new(graph: &Graph, kept: &mut Kept<'_>) -> Self {
        let places = graph.highest_node() + 1;
        let fits = places <= DENSE && kept.keep_if_room(8 * places as u64);
        let dense = if fits { vec![0; places] } else { Vec::new() };
        Self { dense, ..Self::default() }
    }

    #[inline]
    pub(super) fn get(&self, node: NodeId) -> i64 {
        match self.dense.get(node.0 as usize) {
            Some(number) => *number,
            None => self.sparse.get(&node).copied().unwrap_or_default(),
        }
    }

    /// Adds to the number of a node.
    #[inline]
    pub(super) fn add(
        &mut self,
        node: NodeId,
        number: i64,
        kept: &mut Kept<'_>,
    ) -> Result<(), Error> {
        let place = match self.dense.get_mut(node.0 as usize) {
            Some(place) => place,
            None => self.sparse.or_insert_with(node, || 0),
        };
        if *place == 0 {
            self.nodes.push(node);
            kept.keep(16, [], Span::NONE)?;
        }
        *place = place.checked_add(number).ok_or_else(too_many)?;
        self.twice |= *place == 0;
        Ok(())
    }

    /// Takes out the numbers of some nodes, each once.
    fn take_some(&mut self) -> Option<Vec<Matched>> {
        let nodes = self.nodes.split_off(self.nodes.len().saturating_sub(SOME));
        let taken = nodes.iter().map(|node| {
            let number = match self.dense.get_mut(node.0 as usize) {
                Some(place) => mem::take(place),
                None => self.sparse.remove(node).unwrap_or_default(),
            };
            (vec![*node], number)
        });
        let taken = taken.collect();
        (!nodes.is_empty()).then_some(taken)
    }

    /// How many nodes have, or had, a number, about.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The nodes that have a number, in an order that is the same each time.
    pub(super) fn nodes(&self) -> Vec<NodeId> {
        let mut nodes = self.nodes.clone();
        if self.twice {
            nodes.retain(|node| self.get(*node) != 0);
            nodes.sort_unstable();
            nodes.dedup();
        }
        nodes
    }
}

/// A combination of nodes, and how often it is matched.
pub(super) type Matched = (Vec<NodeId>, i64);

/// How often each combination of nodes is matched.
#[derive(Debug)]
pub(super) enum Tuples {
    /// Of no nodes there is one.
    None(i64),
    One(Table),
    Many(Large<Parted<Vec<NodeId>, i64>>),
    /// Single nodes of which only counts how many there are.
    Set(NodeSet, usize),
}

impl Tuples {
    /// Of so many nodes each; `listed` where it matters how often each is matched.
    pub(super) fn new(width: usize, listed: bool, graph: &Graph, kept: &mut Kept<'_>) -> Self {
        match width {
            0 => Self::None(0),
            1 if !listed => Self::Set(NodeSet::default(), 0),
            1 => Self::One(Table::new(graph, kept)),
            _ => Self::Many(Large::default()),
        }
    }

    #[inline]
    pub(super) fn add(
        &mut self,
        nodes: &[NodeId],
        times: i64,
        kept: &mut Kept<'_>,
    ) -> Result<(), Error> {
        match self {
            Self::Set(set, count) => *count += usize::from(set.insert(nodes[0])),
            Self::One(table) => table.add(nodes[0], times, kept)?,
            Self::None(all) => *all = all.checked_add(times).ok_or_else(too_many)?,
            Self::Many(tuples) => {
                if let Some(known) = tuples.get_mut(nodes) {
                    *known = known.checked_add(times).ok_or_else(too_many)?;
                } else {
                    kept.keep(64 + 4 * nodes.len() as u64, [], Span::NONE)?;
                    tuples.or_insert_with(nodes.to_vec(), || times);
                }
            }
        }
        Ok(())
    }

    /// How many there are that are matched.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Set(_, count) => *count,
            _ => self.times().count(),
        }
    }

    /// How often each is matched that is.
    pub(super) fn times(&self) -> impl Iterator<Item = i64> {
        let all: Box<dyn Iterator<Item = i64>> = match self {
            Self::None(times) => Box::new(once(*times)),
            Self::Set(_, count) => Box::new(repeat_n(1, *count)),
            Self::One(table) => Box::new(table.nodes().into_iter().map(|node| table.get(node))),
            Self::Many(tuples) => Box::new(tuples.values().copied()),
        };
        all.filter(|times| *times > 0)
    }

    /// Takes out some of those that are matched, with how often; `None` where none is left. Those
    /// of which only counts how many there are aren't told.
    pub(super) fn take_some(&mut self) -> Option<Vec<Matched>> {
        match self {
            Self::None(times) => {
                let times = mem::take(times);
                (times > 0).then(|| vec![(Vec::new(), times)])
            }
            Self::Set(..) => None,
            Self::One(table) => table.take_some(),
            Self::Many(tuples) => tuples.take_some(),
        }
    }
}
