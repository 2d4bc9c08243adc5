//! The number of matches of a term: node after node, with what hangs on each multiplied.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use graph_core::{NodeId, Value};

use super::filter::Filter;
use super::lists::{in_both, times_in};
use super::table::Table;
use super::tried::{Hanging, Hung, Tried};
use super::{node_in, too_many};
use crate::ast::Span;
use crate::budget::Kept;
use crate::error::Error;
use crate::execute::links::Reach;
use crate::execute::{Executor, Row};
use crate::expression::{LabelTest, Slot};
use crate::plan::Term;

/// What is read for one term and one row.
pub(super) struct Counter<'e> {
    pub(super) executor: Executor<'e>,
    term: &'e Term,
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
    kept: RefCell<Kept<'e>>,
}

/// Where the node of a bound variable is.
enum Source {
    /// Among the variables of the term around this one.
    Around(usize),
    /// In the row that came in, unless that holds no node.
    Row(Option<NodeId>),
}

/// Where nodes are told: the nodes, and how often they are matched.
pub(super) type Told<'t> = &'t mut dyn FnMut(&[NodeId], i64) -> Result<(), Error>;

/// Where nodes are tried: all that are known, which may be changed, and how often they are matched.
pub(super) type Found<'f> = &'f mut dyn FnMut(&mut [NodeId], i64) -> Result<(), Error>;

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
            Ok([reach(link.from)?, reach(link.to)?])
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
            roots: term.levels.iter().map(Tried::new).collect(),
            filters: pattern.variables.iter().map(Filter::new).collect(),
            reaches: reaches.collect::<Result<_, Error>>()?,
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

    /// Tells each combination of outputs that is matched, some perhaps several times.
    pub(super) fn tell(&self, outputs: &[Slot], told: Told<'_>) -> Result<(), Error> {
        let Some((mut nodes, mut times)) = self.begin(&[])? else { return Ok(()) };
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
        let mut tuple = vec![NodeId(0); places.len()];
        self.walk(&spine, &mut nodes, times, &mut |nodes, times| {
            for (place, at) in tuple.iter_mut().zip(&places) {
                *place = nodes[*at];
            }
            told(&tuple, times)
        })
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
        told: Told<'_>,
    ) -> Result<(), Error> {
        let Some((first, rest)) = spine.split_first() else { return told(nodes, times) };
        self.each(first, nodes, &mut |nodes, more| {
            self.walk(rest, nodes, product(times, more)?, &mut *told)
        })
    }

    /// How often what begins at a level is matched, for the nodes that are known.
    fn count(&self, tried: &Tried<'e>, nodes: &mut [NodeId]) -> Result<i64, Error> {
        let mut sum = 0_i64;
        let level = tried.level;
        if tried.is_last() {
            match *level.ways.as_slice() {
                [way] => {
                    let list = self.neighbors(way, level.variable, nodes)?;
                    if self.is_open(tried, way)? {
                        return Ok(list.len() as i64);
                    }
                    if let Some(whole) = self.filters[level.variable].whole() {
                        self.note(list.len() as u64)?;
                        return Ok(list.iter().filter(|node| whole.contains(**node)).count() as i64);
                    }
                }
                [one, other] if self.is_open(tried, one)? => {
                    return self.count_common(tried, [one, other], nodes);
                }
                _ => {}
            }
        }
        self.each(tried, nodes, &mut |_, times| {
            sum = sum.checked_add(times).ok_or_else(too_many)?;
            Ok(())
        })?;
        Ok(sum)
    }

    /// How many nodes two ways lead to. One of them mostly begins at the node that was tried last,
    /// the other further up: what that leads to is marked while it stays the same.
    fn count_common(
        &self,
        tried: &Tried<'e>,
        ways: [usize; 2],
        nodes: &[NodeId],
    ) -> Result<i64, Error> {
        let variable = tried.level.variable;
        let place = |way: usize| self.term.pattern.links[way].other(variable);
        let [above, last] =
            if tried.level.last == Some(place(ways[0])) { [ways[1], ways[0]] } else { ways };
        let long = self.neighbors(above, variable, nodes)?;
        let list = self.neighbors(last, variable, nodes)?;
        self.note(long.len().min(list.len()) as u64)?;
        let mut sum = 0;
        let mut marked = tried.marked.borrow_mut();
        marked.mark(nodes[place(above)], &long);
        if long.len() < list.len() / 8 || marked.repeats {
            in_both(&long, &list, |_, times| {
                sum += times;
                Ok(())
            })?;
            return Ok(sum);
        }
        Ok(list.iter().filter(|node| marked.set.contains(**node)).count() as i64)
    }

    /// Whether everything that a way leads to passes.
    pub(super) fn is_open(&self, tried: &Tried<'e>, way: usize) -> Result<bool, Error> {
        if let Some(open) = tried.open.get() {
            return Ok(*open);
        }
        let variable = tried.level.variable;
        let open = match self.filters[variable].only_label() {
            None => false,
            Some(None) => true,
            Some(Some(label)) => self.reach(way, variable).leads_to(&self.executor, label)?,
        };
        Ok(*tried.open.get_or_init(|| open))
    }

    /// What a link leads to that ends at a variable.
    pub(super) fn reach(&self, link: usize, variable: usize) -> &Reach {
        let from_start = self.term.pattern.links[link].to == variable;
        &self.reaches[link][usize::from(!from_start)]
    }

    /// The nodes that a link leads to, which ends at a variable, from the other end's node.
    fn neighbors(
        &self,
        link: usize,
        variable: usize,
        nodes: &[NodeId],
    ) -> Result<Cow<'_, [NodeId]>, Error> {
        let from = nodes[self.term.pattern.links[link].other(variable)];
        self.reach(link, variable).of(&self.executor, from)
    }

    /// Tries each node of a level; gives it, among the others, with how often it is matched with
    /// what hangs on it and isn't told.
    fn each(&self, tried: &Tried<'e>, nodes: &mut [NodeId], found: Found<'_>) -> Result<(), Error> {
        let level = tried.level;
        let variable = level.variable;
        if level.ways.is_empty()
            && let Some(star) = self.star(tried, nodes)?
        {
            return self.each_of_star(tried, &star, nodes, found);
        }
        let mut take = |nodes: &mut [NodeId], node: NodeId, times: i64| {
            if !self.filters[variable].passes(&self.executor, &self.row, node)? {
                return Ok(());
            }
            nodes[variable] = node;
            let times = self.hanging(tried, times, nodes)?;
            if times == 0 { Ok(()) } else { found(nodes, times) }
        };
        match *level.ways.as_slice() {
            [] => {
                for node in self.domain(tried, nodes)? {
                    self.note(1)?;
                    take(nodes, node, 1)?;
                }
            }
            [way] => {
                let found = self.neighbors(way, variable, nodes)?;
                self.note(found.len() as u64)?;
                for node in found.iter() {
                    take(nodes, *node, 1)?;
                }
            }
            [first, second, ref more @ ..] => {
                let one = self.neighbors(first, variable, nodes)?;
                let other = self.neighbors(second, variable, nodes)?;
                self.note(one.len().min(other.len()) as u64)?;
                in_both(&one, &other, |node, mut times| {
                    for way in more {
                        let list = self.neighbors(*way, variable, nodes)?;
                        times = product(times, times_in(&list, node) as i64)?;
                    }
                    if times == 0 { Ok(()) } else { take(nodes, node, times) }
                })?;
            }
        }
        Ok(())
    }

    /// The nodes that a level tries to which nothing leads.
    pub(super) fn domain(
        &self,
        tried: &Tried<'e>,
        nodes: &[NodeId],
    ) -> Result<Box<dyn Iterator<Item = NodeId> + '_>, Error> {
        let graph = self.executor.graph;
        let variable = &self.term.pattern.variables[tried.level.variable];
        for (key, value) in &variable.seeks {
            let value = self.executor.eval(value, &self.row.borrow())?;
            if value.is_null() {
                return Ok(Box::new(std::iter::empty()));
            }
            let goes_on = || self.executor.look().is_ok();
            if let Some(found) = graph.nodes_with_value(key.symbol, &value, &goes_on) {
                return Ok(Box::new(found.into_iter()));
            }
            self.executor.look()?;
        }
        let labels = variable.labels.iter().flat_map(LabelTest::required);
        let label = labels.min_by_key(|label| graph.nodes_with_label(*label).len());
        let size = label.map_or(graph.node_count(), |label| graph.nodes_with_label(label).len());
        let mut before: Option<Vec<NodeId>> = None;
        for hanging in &tried.below {
            if let Some(table) = self.table(hanging, tried.level.variable, nodes)? {
                let least = before.as_ref().map_or(size, Vec::len);
                if table.len() < least {
                    before = Some(table.nodes());
                }
            }
        }
        if let Some(before) = before {
            return Ok(Box::new(before.into_iter()));
        }
        Ok(match label {
            Some(label) => Box::new(graph.nodes_with_label(label)),
            None => Box::new(graph.nodes()),
        })
    }

    /// How often what hangs on a node is matched and isn't told, as often as the node is.
    fn hanging(&self, tried: &Tried<'e>, times: i64, nodes: &mut [NodeId]) -> Result<i64, Error> {
        let level = tried.level;
        let (variable, mut times) = (level.variable, times);
        for link in &level.loops {
            let list = self.reaches[*link][0].of(&self.executor, nodes[variable])?;
            times = product(times, times_in(&list, nodes[variable]) as i64)?;
        }
        for hanging in tried.below.iter().filter(|hanging| !hanging.tried.level.told) {
            if times == 0 {
                return Ok(0);
            }
            let node = nodes[variable];
            let more = match &hanging.kind {
                Hung::Each => self.count(&hanging.tried, nodes)?,
                Hung::Remembered(table) => self.remembered(hanging, table, node, nodes)?,
                Hung::Before(..) => {
                    self.table(hanging, variable, nodes)?.map_or(0, |table| table.get(node))
                }
            };
            times = product(times, more)?;
        }
        self.passed(&level.checks, &level.factors, times, nodes)
    }

    fn remembered(
        &self,
        hanging: &Hanging<'e>,
        table: &RefCell<Option<Table>>,
        node: NodeId,
        nodes: &mut [NodeId],
    ) -> Result<i64, Error> {
        let known = table.borrow().as_ref().map_or(0, |table| table.get(node));
        if known > 0 {
            return Ok(known - 1);
        }
        let counted = self.count(&hanging.tried, nodes)?;
        let mut table = table.borrow_mut();
        let table = table.get_or_insert_with(|| Table::new(self.executor.graph));
        let more = counted.checked_add(1).ok_or_else(too_many)?;
        table.add(node, more, &mut self.kept.borrow_mut())?;
        Ok(counted)
    }

    /// What was counted beforehand, where it is: for each node of a variable.
    pub(super) fn table<'s>(
        &self,
        hanging: &'s Hanging<'e>,
        variable: usize,
        nodes: &[NodeId],
    ) -> Result<Option<&'s Table>, Error> {
        let Hung::Before(link, table) = &hanging.kind else { return Ok(None) };
        if let Some(table) = table.get() {
            return Ok(Some(table));
        }
        let mut made = Table::new(self.executor.graph);
        let mut own = nodes.to_vec();
        let first = hanging.tried.level.variable;
        self.each(&hanging.tried, &mut own, &mut |own, times| {
            let reached = self.reach(*link, variable).of(&self.executor, own[first])?;
            self.note(reached.len() as u64)?;
            let mut kept = self.kept.borrow_mut();
            reached.iter().try_for_each(|node| made.add(*node, times, &mut kept))
        })?;
        Ok(Some(table.get_or_init(|| made)))
    }

    /// How often what conditions and factors ask is fulfilled, as often as the rest is.
    fn passed(
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

pub(super) fn product(times: i64, more: i64) -> Result<i64, Error> {
    times.checked_mul(more).ok_or_else(too_many)
}
