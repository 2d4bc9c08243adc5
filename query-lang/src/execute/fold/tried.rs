//! The levels of a term, and what is remembered of them while they are tried.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use graph_core::NodeId;
use graph_core::graph::NodeSet;

use super::star::Ray;
use super::table::Table;
use crate::plan::{Below, Level, Term};

/// A level, and what is remembered of it.
pub(super) struct Tried<'e> {
    pub(super) level: &'e Level,
    pub(super) below: Vec<Hanging<'e>>,
    /// Whether nothing hangs on it, so that only the number of its nodes matters.
    pub(super) is_last: bool,
    /// Whether what hangs on it may be nothing but numbers that are known.
    pub(super) may_be_star: bool,
    /// Where what hangs on it closes a circle.
    pub(super) closing: Option<Closing>,
    /// What multiplies each node, once that is known.
    pub(super) rays: OnceCell<Vec<Ray>>,
    /// Whether everything that the one way leads to passes: `None` before that was asked.
    pub(super) open: OnceCell<bool>,
    /// What the further of two ways leads to.
    pub(super) marked: RefCell<Marked>,
}

/// How a level is joined with the only one below it, on which nothing hangs.
pub(super) struct Closing {
    /// The variable of the level below.
    pub(super) below: usize,
    /// The link that leads to the level.
    pub(super) way: usize,
    /// The link between the two.
    pub(super) between: usize,
    /// The link that leads to the level below from a node that is known before.
    pub(super) above: usize,
}

impl Closing {
    fn new(level: &Level, below: &[Hanging<'_>], term: &Term) -> Option<Self> {
        let (&[way], [Hanging { tried, kind: Hung::Each }]) = (level.ways.as_slice(), below) else {
            return None;
        };
        let &[one, other] = tried.level.ways.as_slice() else { return None };
        let below = tried.level.variable;
        let begins_here = |way: usize| term.pattern.links[way].other(below) == level.variable;
        let (between, above) = match (begins_here(one), begins_here(other)) {
            (true, false) => (one, other),
            (false, true) => (other, one),
            _ => return None,
        };
        let plain = tried.is_last && !tried.level.told && !level.told;
        plain.then_some(Self { below, way, between, above })
    }
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
    /// Marks the neighbours of a node, or, of none, any others.
    pub(super) fn mark(&mut self, node: Option<NodeId>, neighbors: &[NodeId]) {
        if node.is_some() && self.of == node {
            return;
        }
        self.list.iter().for_each(|known| self.set.remove(*known));
        self.of = node;
        self.list.clear();
        self.list.extend(neighbors);
        self.repeats = neighbors.windows(2).any(|two| two[0] == two[1]);
        self.list.iter().for_each(|new| _ = self.set.insert(*new));
    }
}

/// What hangs on a level.
pub(super) struct Hanging<'e> {
    pub(super) tried: Tried<'e>,
    pub(super) kind: Hung,
}

impl Hanging<'_> {
    /// Whether how often it is matched may be a number that is known for each node.
    fn may_be_number(&self) -> bool {
        let Level { ways, told, .. } = self.tried.level;
        let counted = ways.len() == 1 && !told && self.tried.is_last;
        counted || matches!(self.kind, Hung::Before(..))
    }
}

pub(super) enum Hung {
    Each,
    /// What was found is one less than what stands in the table.
    Remembered(RefCell<Option<Table>>),
    /// Over a link.
    Before(usize, OnceCell<Rc<Table>>),
}

impl<'e> Tried<'e> {
    pub(super) fn new(level: &'e Level, term: &Term) -> Self {
        let below = level.below.iter().map(|below| {
            let kind = match below {
                Below::Each { remembered: false, .. } => Hung::Each,
                Below::Each { remembered: true, .. } => Hung::Remembered(RefCell::new(None)),
                Below::Before { link, .. } => Hung::Before(*link, OnceCell::new()),
            };
            Hanging { tried: Tried::new(below.level(), term), kind }
        });
        let below: Vec<_> = below.collect();
        let Level { loops, checks, factors, .. } = level;
        let plain = loops.is_empty() && checks.is_empty() && factors.is_empty();
        Self {
            level,
            is_last: plain && below.is_empty(),
            closing: Closing::new(level, &below, term).filter(|_| plain),
            may_be_star: plain && below.iter().all(Hanging::may_be_number),
            below,
            rays: OnceCell::new(),
            open: OnceCell::new(),
            marked: RefCell::default(),
        }
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
