//! The nodes of a level, and how often each is matched with what hangs on it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use graph_core::{NodeId, Symbol};

use super::count::{Counter, product};
use super::lists::{in_both, times_in};
use super::table::Table;
use super::too_many;
use super::tried::{Hanging, Hung, Tried};
use crate::error::Error;

/// The nodes that a level tries to which nothing leads.
enum Domain {
    Few(Vec<NodeId>),
    Labelled(Symbol),
    All,
}

impl<'e> Counter<'e> {
    /// How often what begins at a level is matched, for the nodes that are known.
    pub(super) fn count(&self, tried: &Tried<'e>, nodes: &mut [NodeId]) -> Result<i64, Error> {
        let level = tried.level;
        if tried.is_last {
            match *level.ways.as_slice() {
                [way] => {
                    let list = self.neighbors(way, level.variable, nodes)?;
                    if self.is_open(tried, way)? {
                        return Ok(list.len() as i64);
                    }
                    if let Some(whole) = self.filters[level.variable].whole() {
                        self.note(list.len() as u64)?;
                        return Ok(whole.common(&list) as i64);
                    }
                }
                [one, other] if self.is_open(tried, one)? => {
                    return self.count_common(tried, [one, other], nodes);
                }
                _ => {}
            }
        }
        if let Some(closing) = &tried.closing
            && let Some(count) = self.count_closing(tried, closing, nodes)?
        {
            return Ok(count);
        }
        let mut sum = 0_i64;
        self.each(tried, nodes, |_, times| {
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
        let mut marked = tried.marked.borrow_mut();
        marked.mark(Some(nodes[place(above)]), &long);
        if long.len() >= list.len() / 8 && !marked.repeats {
            return Ok(marked.set.common(&list) as i64);
        }
        let mut sum = 0;
        in_both(&long, &list, |_, times| {
            sum += times;
            Ok(())
        })?;
        Ok(sum)
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
            Some(Some(label)) => {
                let reach = self.reach(way, variable);
                // Before neighbours stand side by side, nothing is known for good.
                if reach.adjacency().is_none() {
                    return Ok(false);
                }
                reach.leads_to(&self.executor, label)?
            }
        };
        Ok(*tried.open.get_or_init(|| open))
    }

    /// The nodes that a link leads to, which ends at a variable, from the other end's node.
    pub(super) fn neighbors(
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
    pub(super) fn each<F>(
        &self,
        tried: &Tried<'e>,
        nodes: &mut [NodeId],
        mut found: F,
    ) -> Result<(), Error>
    where
        F: FnMut(&mut [NodeId], i64) -> Result<(), Error>,
    {
        let variable = tried.level.variable;
        let mut take = |nodes: &mut [NodeId], node: NodeId, times: i64| {
            nodes[variable] = node;
            let times = self.hanging(tried, times, nodes)?;
            if times == 0 { Ok(()) } else { found(nodes, times) }
        };
        if let [first, second, ref more @ ..] = *tried.level.ways.as_slice() {
            let one = self.neighbors(first, variable, nodes)?;
            let other = self.neighbors(second, variable, nodes)?;
            self.note(one.len().min(other.len()) as u64)?;
            let filter = &self.filters[variable];
            return in_both(&one, &other, |node, mut times| {
                for way in more {
                    let list = self.neighbors(*way, variable, nodes)?;
                    times = product(times, times_in(&list, node) as i64)?;
                }
                let passes = times != 0 && filter.passes(&self.executor, &self.row, node)?;
                if passes { take(nodes, node, times) } else { Ok(()) }
            });
        }
        let Some(rays) = self.star(tried, nodes)? else {
            return self.candidates(tried, nodes, |nodes, node| take(nodes, node, 1));
        };
        self.candidates(tried, nodes, |nodes, node| {
            let mut times = 1;
            for ray in rays {
                times = product(times, ray.times(node))?;
            }
            if times == 0 {
                return Ok(());
            }
            nodes[variable] = node;
            found(nodes, times)
        })
    }

    /// Gives each node that passes of a level to which one way leads at most.
    fn candidates<F>(&self, tried: &Tried<'e>, nodes: &mut [NodeId], found: F) -> Result<(), Error>
    where
        F: FnMut(&mut [NodeId], NodeId) -> Result<(), Error>,
    {
        let graph = self.executor.graph;
        let variable = tried.level.variable;
        if let [way] = *tried.level.ways.as_slice() {
            let list = self.neighbors(way, variable, nodes)?;
            let open = self.is_open(tried, way)?;
            return self.passing(variable, open, list.iter().copied(), nodes, found);
        }
        let asked = self.filters[variable].only_label();
        match self.domain(tried, nodes)? {
            Domain::Few(few) => self.passing(variable, false, few.into_iter(), nodes, found),
            Domain::Labelled(label) => {
                let open = asked == Some(Some(label));
                match graph.known_label_set(label) {
                    Some(known) => self.passing(variable, open, known.iter(), nodes, found),
                    None => {
                        self.passing(variable, open, graph.nodes_with_label(label), nodes, found)
                    }
                }
            }
            Domain::All => self.passing(variable, asked == Some(None), graph.nodes(), nodes, found),
        }
    }

    /// Gives each node that a variable may be; `open` where all may.
    fn passing<F>(
        &self,
        variable: usize,
        open: bool,
        candidates: impl Iterator<Item = NodeId>,
        nodes: &mut [NodeId],
        mut found: F,
    ) -> Result<(), Error>
    where
        F: FnMut(&mut [NodeId], NodeId) -> Result<(), Error>,
    {
        let filter = &self.filters[variable];
        for node in candidates {
            self.note(1)?;
            if open || filter.passes(&self.executor, &self.row, node)? {
                found(nodes, node)?;
            }
        }
        Ok(())
    }

    fn domain(&self, tried: &Tried<'e>, nodes: &[NodeId]) -> Result<Domain, Error> {
        let graph = self.executor.graph;
        let variable = &self.term.pattern.variables[tried.level.variable];
        for (key, value) in &variable.seeks {
            let value = self.executor.eval(value, &self.row.borrow())?;
            if value.is_null() {
                return Ok(Domain::Few(Vec::new()));
            }
            let goes_on = || self.executor.look().is_ok();
            if let Some(found) = graph.nodes_with_value(key.symbol, &value, &goes_on) {
                return Ok(Domain::Few(found));
            }
            self.executor.look()?;
        }
        let rarest = graph.rarest(variable.required());
        let size = rarest.map_or(graph.node_count(), |(_, count)| count);
        let mut before: Option<Rc<Table>> = None;
        for hanging in &tried.below {
            if let Some(table) = self.table(hanging, tried.level.variable, nodes)? {
                let least = before.as_ref().map_or(size, |least| least.len());
                if table.len() < least {
                    before = Some(Rc::clone(table));
                }
            }
        }
        Ok(match (before, rarest) {
            (Some(before), _) => Domain::Few(before.nodes()),
            (None, Some((label, _))) => Domain::Labelled(label),
            (None, None) => Domain::All,
        })
    }

    /// How often what hangs on a node is matched and isn't told, as often as the node is.
    fn hanging(&self, tried: &Tried<'e>, times: i64, nodes: &mut [NodeId]) -> Result<i64, Error> {
        let level = tried.level;
        let (variable, mut times) = (level.variable, times);
        for link in &level.loops {
            let list = self.neighbors(*link, variable, nodes)?;
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
        let mut kept = self.kept.borrow_mut();
        let table = table.get_or_insert_with(|| Table::new(self.executor.graph, &mut kept));
        let more = counted.checked_add(1).ok_or_else(too_many)?;
        table.add(node, more, &mut kept)?;
        Ok(counted)
    }

    /// What was counted beforehand, where it is: for each node of a variable.
    pub(super) fn table<'s>(
        &self,
        hanging: &'s Hanging<'e>,
        variable: usize,
        nodes: &[NodeId],
    ) -> Result<Option<&'s Rc<Table>>, Error> {
        let Hung::Before(link, table) = &hanging.kind else { return Ok(None) };
        if let Some(table) = table.get() {
            return Ok(Some(table));
        }
        let mut made = Table::new(self.executor.graph, &mut self.kept.borrow_mut());
        let mut own = nodes.to_vec();
        let first = hanging.tried.level.variable;
        self.each(&hanging.tried, &mut own, |own, times| {
            let reached = self.reach(*link, variable).of(&self.executor, own[first])?;
            self.note(reached.len() as u64)?;
            let mut kept = self.kept.borrow_mut();
            reached.iter().try_for_each(|node| made.add(*node, times, &mut kept))
        })?;
        Ok(Some(table.get_or_init(|| Rc::new(made))))
    }
}
