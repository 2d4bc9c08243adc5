//! The number of matches of a term: node after node, with what hangs on each multiplied.

use std::cell::{Cell, RefCell};

use graph_core::{NodeId, Value};

use super::filter::Filter;
use super::lists::times_in;
use super::table::Tuples;
use super::tried::Tried;
use super::{node_in, too_many};
use crate::ast::Span;
use crate::budget::Kept;
use crate::error::Error;
use crate::execute::links::Reach;
use crate::execute::{Executor, Row};
use crate::expression::Slot;
use crate::plan::Term;

/// What is read for one term and one row.
pub(super) struct Counter<'e> {
    pub(super) executor: Executor<'e>,
    pub(super) term: &'e Term,
    /// The row, in which conditions find what is tried.
    pub(super) row: RefCell<Row>,
    /// Where the nodes of the bound variables are, one by one.
    sources: Vec<(usize, Source)>,
    roots: Vec<Tried<'e>>,
    pub(super) filters: Vec<Filter<'e>>,
    /// Of each link, as its start and as its end sees it.
    reaches: Vec<[Reach; 2]>,
    /// The terms of each factor.
    factors: Vec<Vec<Counter<'e>>>,
    /// Nodes read since they were last counted.
    read: Cell<u64>,
    pub(super) kept: RefCell<Kept<'e>>,
}

/// Where the node of a bound variable is.
enum Source {
    /// Among the variables of the term around this one.
    Around(usize),
    /// In the row that came in, unless that holds no node.
    Row(Option<NodeId>),
}

/// Where combinations of outputs go.
struct Telling<'t, 'k> {
    /// The variables of the outputs.
    places: Vec<usize>,
    tuple: Vec<NodeId>,
    tuples: &'t mut Tuples,
    kept: &'t mut Kept<'k>,
}

impl Telling<'_, '_> {
    #[inline]
    fn tell(&mut self, nodes: &[NodeId], times: i64) -> Result<(), Error> {
        for (place, at) in self.tuple.iter_mut().zip(&self.places) {
            *place = nodes[*at];
        }
        self.tuples.add(&self.tuple, times, self.kept)
    }
}

impl<'e> Counter<'e> {
    /// For what a row holds, and what the term around this one tries.
    pub(super) fn new(
        executor: Executor<'e>,
        term: &'e Term,
        row: &Row,
        around: Option<&Term>,
    ) -> Result<Self, Error> {
        let pattern = &term.pattern;
        let reaches = pattern.links.iter().map(|link| {
            let reach = |from| Reach::new(&executor, link.types.clone(), link.seen_from(from));
            [reach(link.from), reach(link.to)]
        });
        let factors = pattern.factors.iter().map(|factor| {
            let terms = factor.terms.iter();
            terms.map(|inner| Self::new(executor, inner, row, Some(term))).collect()
        });
        let variables = pattern.variables.iter().enumerate();
        let sources = variables.flat_map(|(at, variable)| {
            variable.bound.iter().map(move |slot| {
                let of = |term: &Term| {
                    term.pattern.variables.iter().position(|known| known.slots.contains(slot))
                };
                let found = around.and_then(of).map(Source::Around);
                (at, found.unwrap_or_else(|| Source::Row(node_in(row, *slot))))
            })
        });
        Ok(Self {
            executor,
            term,
            row: RefCell::new(row.clone()),
            sources: sources.collect(),
            roots: term.levels.iter().map(|level| Tried::new(level, term)).collect(),
            filters: pattern.variables.iter().map(|it| Filter::new(executor.graph, it)).collect(),
            reaches: reaches.collect(),
            factors: factors.collect::<Result<_, Error>>()?,
            read: Cell::new(0),
            kept: RefCell::new(Kept::new(&executor.run.budget)),
        })
    }

    /// The number of all matches, where the term around this one tries these nodes.
    fn total(&self, around: &[NodeId]) -> Result<i64, Error> {
        let Some((mut nodes, mut times)) = self.begin(around)? else { return Ok(0) };
        for root in &self.roots {
            times = product(times, self.count(root, &mut nodes)?)?;
            if times == 0 {
                break;
            }
        }
        Ok(times)
    }

    /// Adds each combination of outputs that is matched, some perhaps several times.
    pub(super) fn tell(
        &self,
        outputs: &[Slot],
        tuples: &mut Tuples,
        kept: &mut Kept<'_>,
    ) -> Result<(), Error> {
        let Some((mut nodes, times)) = self.begin(&[])? else { return Ok(()) };
        let mut times = product(times, self.term.sign)?;
        for root in self.roots.iter().filter(|root| !root.level.told) {
            times = product(times, self.count(root, &mut nodes)?)?;
        }
        if times == 0 {
            return Ok(());
        }
        let variables = &self.term.pattern.variables;
        let place =
            |slot: &Slot| variables.iter().position(|variable| variable.slots.contains(slot));
        let places: Vec<usize> = outputs.iter().filter_map(place).collect();
        let mut spine = Vec::new();
        self.roots.iter().for_each(|root| root.told_in_order(&mut spine));
        let tuple = vec![NodeId(0); places.len()];
        let mut telling = Telling { places, tuple, tuples, kept };
        self.walk(&spine, &mut nodes, times, &mut telling)
    }

    /// The nodes that are known before anything is tried, and how often what lies between them
    /// is matched; `None` where it isn't.
    fn begin(&self, around: &[NodeId]) -> Result<Option<(Vec<NodeId>, i64)>, Error> {
        let pattern = &self.term.pattern;
        let mut known: Vec<Option<NodeId>> = vec![None; pattern.variables.len()];
        for (at, source) in &self.sources {
            let node = match source {
                Source::Around(place) => Some(around[*place]),
                Source::Row(node) => *node,
            };
            let Some(node) = node.filter(|node| known[*at].is_none_or(|it| it == *node)) else {
                return Ok(None);
            };
            known[*at] = Some(node);
        }
        let mut times = 1;
        for (at, node) in known.iter().enumerate() {
            if let Some(node) = node
                && !self.filters[at].passes(&self.executor, &self.row, *node)?
            {
                return Ok(None);
            }
        }
        for (link, [reach, _]) in pattern.links.iter().zip(&self.reaches) {
            if let (Some(from), Some(to)) = (known[link.from], known[link.to]) {
                times = product(times, times_in(&reach.of(&self.executor, from)?, to) as i64)?;
            }
        }
        let nodes: Vec<_> = known.into_iter().map(|node| node.unwrap_or(NodeId(0))).collect();
        if times != 0 {
            times = self.passed(&self.term.checks, &self.term.factors, times, &nodes)?;
        }
        Ok((times != 0).then_some((nodes, times)))
    }

    /// Tries the levels one after the other.
    fn walk(
        &self,
        spine: &[&Tried<'e>],
        nodes: &mut [NodeId],
        times: i64,
        telling: &mut Telling<'_, '_>,
    ) -> Result<(), Error> {
        match spine {
            [] => telling.tell(nodes, times),
            [last] => {
                self.each(last, nodes, |nodes, more| telling.tell(nodes, product(times, more)?))
            }
            [first, rest @ ..] => self.each(first, nodes, |nodes, more| {
                self.walk(rest, nodes, product(times, more)?, telling)
            }),
        }
    }

    /// What a link leads to that ends at a variable.
    pub(super) fn reach(&self, link: usize, variable: usize) -> &Reach {
        let from_start = self.term.pattern.links[link].to == variable;
        &self.reaches[link][usize::from(!from_start)]
    }

    /// How often what conditions and factors ask is fulfilled, as often as the rest is.
    pub(super) fn passed(
        &self,
        checks: &[usize],
        factors: &[usize],
        mut times: i64,
        nodes: &[NodeId],
    ) -> Result<i64, Error> {
        let pattern = &self.term.pattern;
        for check in checks.iter().map(|check| &pattern.checks[*check]) {
            if times == 0 {
                return Ok(0);
            }
            let mut row = self.row.borrow_mut();
            for at in &check.variables {
                for slot in &pattern.variables[*at].slots {
                    row[*slot] = Value::Node(nodes[*at]);
                }
            }
            self.executor.run.budget.spend(1, check.predicate.span)?;
            if !self.executor.all_true(std::slice::from_ref(&check.predicate), &row)? {
                return Ok(0);
            }
        }
        for at in factors {
            if times == 0 {
                return Ok(0);
            }
            let mut matches = 0_i64;
            for counter in &self.factors[*at] {
                let more = product(counter.total(nodes)?, counter.term.sign)?;
                matches = matches.checked_add(more).ok_or_else(too_many)?;
            }
            times = product(times, pattern.factors[*at].kind.of(matches))?;
        }
        Ok(times)
    }

    /// Counts nodes that are read: many take as long as one row.
    #[inline]
    pub(super) fn note(&self, read: u64) -> Result<(), Error> {
        const ROW: u64 = 32;
        let read = self.read.get() + read + 1;
        if read < 64 * ROW {
            self.read.set(read);
            return Ok(());
        }
        self.read.set(0);
        self.executor.run.budget.spend(read / ROW, Span::NONE)
    }
}

#[inline]
pub(super) fn product(times: i64, more: i64) -> Result<i64, Error> {
    times.checked_mul(more).ok_or_else(too_many)
}
