//! The levels of a term, and what is remembered of them while they are tried.

use std::cell::{OnceCell, RefCell};

use graph_core::NodeId;
use graph_core::graph::NodeSet;

use super::table::Table;
use crate::plan::{Below, Level};

/// A level, and what is remembered of it.
pub(super) struct Tried<'e> {
    pub(super) level: &'e Level,
    pub(super) below: Vec<Hanging<'e>>,
    /// Whether everything that the one way leads to passes: `None` before that was asked.
    pub(super) open: OnceCell<bool>,
    /// What the further of two ways leads to.
    pub(super) marked: RefCell<Marked>,
}

/// The neighbours of a node, to look others up in.
#[derive(Default)]
pub(super) struct Marked {
    of: Option<NodeId>,
    pub(super) set: NodeSet,
    list: Vec<NodeId>,
    /// Whether one of them comes several times.
    pub(super) repeats: bool,
}

impl Marked {
    pub(super) fn mark(&mut self, node: NodeId, neighbors: &[NodeId]) {
        if self.of == Some(node) {
            return;
        }
        self.list.iter().for_each(|known| self.set.remove(*known));
        self.of = Some(node);
        self.list.clear();
        self.list.extend(neighbors);
        self.repeats = neighbors.windows(2).any(|two| two[0] == two[1]);
        self.list.iter().for_each(|new| self.set.insert(*new));
    }
}

/// What hangs on a level.
pub(super) struct Hanging<'e> {
    pub(super) tried: Tried<'e>,
    pub(super) kind: Hung,
}

pub(super) enum Hung {
    Each,
    /// What was found is one less than what stands in the table.
    Remembered(RefCell<Option<Table>>),
    /// Over a link.
    Before(usize, OnceCell<Table>),
}

impl<'e> Tried<'e> {
    pub(super) fn new(level: &'e Level) -> Self {
        let below = level.below.iter().map(|below| {
            let kind = match below {
                Below::Each { remembered: false, .. } => Hung::Each,
                Below::Each { remembered: true, .. } => Hung::Remembered(RefCell::new(None)),
                Below::Before { link, .. } => Hung::Before(*link, OnceCell::new()),
            };
            Hanging { tried: Tried::new(below.level()), kind }
        });
        let (open, marked) = (OnceCell::new(), RefCell::default());
        Self { level, below: below.collect(), open, marked }
    }

    /// Whether nothing hangs on it, so that only the number of its nodes matters.
    pub(super) fn is_last(&self) -> bool {
        let Level { loops, checks, factors, below, .. } = self.level;
        loops.is_empty() && checks.is_empty() && factors.is_empty() && below.is_empty()
    }

    /// Adds it and what hangs on it, as far as that is told, in an order in which each comes
    /// after those that lead to it.
    pub(super) fn told_in_order<'s>(&'s self, spine: &mut Vec<&'s Self>) {
        if self.level.told {
            spine.push(self);
            self.below.iter().for_each(|hanging| hanging.tried.told_in_order(spine));
        }
    }
}
