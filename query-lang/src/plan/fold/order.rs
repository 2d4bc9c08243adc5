//! In which order the nodes of a pattern are tried: a tree in which whatever hangs on the same
//! nodes, but not on each other, stands side by side and is multiplied.
//!
//! This is variable elimination, or an AND/OR search: the parts into which a pattern falls once
//! a node is known are counted apart. What leads to that one node alone can also be counted
//! beforehand, for every such node at once, starting at the far end; where the far end is rare,
//! that reads less.

use std::collections::HashMap;

use graph_core::graph::Side;

use super::{Link, Pattern, Variable};
use crate::expression::Slot;
use crate::plan::Planner;

/// A node that is tried.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    pub(crate) variable: usize,
    /// The links that lead here from nodes that are known.
    pub(crate) ways: Vec<usize>,
    /// The links from it to itself.
    pub(crate) loops: Vec<usize>,
    /// The conditions that can be tested now.
    pub(crate) checks: Vec<usize>,
    /// The factors that are known now.
    pub(crate) factors: Vec<usize>,
    /// What hangs on it.
    pub(crate) below: Vec<Below>,
    /// The variable that is tried before it.
    pub(crate) last: Option<usize>,
    /// Whether it or something below it is told apart.
    pub(crate) told: bool,
    /// How many nodes there are to try for each combination of those that lead here, about.
    pub(crate) size: f64,
    /// How many nodes are read for each such combination, about.
    cost: f64,
}

/// What hangs on a node.
#[derive(Clone, Debug)]
pub(crate) enum Below {
    /// Counted for each node, and remembered by it where the node comes again and again.
    Each { level: Level, remembered: bool },
    /// Counted beforehand for all nodes that the link leads to.
    Before { level: Level, link: usize },
}

impl Below {
    pub(crate) fn level(&self) -> &Level {
        match self {
            Self::Each { level, .. } | Self::Before { level, .. } => level,
        }
    }
}

/// Variables, a bit each.
type Set = u32;

/// The most variables that are put in order.
pub(super) const MOST: usize = 12;

/// The best trees of a pattern: what is tried first of each part that hangs together. What is
/// told apart stands in `outputs`. Nodes that are known before stay the same while the pattern is
/// counted, unless this is a `factor`: then they are tried around it.
pub(super) fn levels(
    planner: &Planner<'_>,
    pattern: &Pattern,
    outputs: &[Slot],
    factor: bool,
) -> Vec<Level> {
    let told = |variable: &Variable| outputs.iter().any(|slot| variable.slots.contains(slot));
    let of = |test: &dyn Fn(&Variable) -> bool| {
        let found = pattern.variables.iter().enumerate().filter(|(_, variable)| test(variable));
        found.fold(0, |set, (at, _)| set | 1 << at)
    };
    let free = of(&|variable| !variable.is_bound());
    let told = of(&|variable| told(variable) && !variable.is_bound());
    let all = of(&|_| true);
    let domains = pattern.variables.iter().map(|variable| domain(planner, variable)).collect();
    let changing = if factor { all } else { free };
    let bound = of(&Variable::is_bound);
    let mut order =
        Order { planner, pattern, told, bound, changing, domains, known: HashMap::new() };
    let parts = order.parts(free);
    let mut levels: Vec<_> = parts.into_iter().map(|part| order.best(part)).collect();
    for level in &mut levels {
        order.remember(level, 1.0);
    }
    levels
}

struct Order<'a> {
    planner: &'a Planner<'a>,
    pattern: &'a Pattern,
    told: Set,
    /// What is known before.
    bound: Set,
    /// What doesn't stay the same while the pattern is counted.
    changing: Set,
    /// How many nodes each variable may be, about.
    domains: Vec<f64>,
    /// The best tree of each part, beginning anywhere or, counted beforehand, at a variable.
    known: HashMap<(Set, Option<usize>), Level>,
}

impl Order<'_> {
    /// The best tree of a part, of which the nodes around it are known.
    fn best(&mut self, part: Set) -> Level {
        if let Some(known) = self.known.get(&(part, None)) {
            return known.clone();
        }
        let starts: Vec<_> = members(part).filter(|at| !self.ways(*at, part).is_empty()).collect();
        let starts = if starts.is_empty() { members(part).collect() } else { starts };
        let placed = starts.into_iter().map(|at| self.place(at, part, false));
        let best = placed.min_by(|one, other| one.cost.total_cmp(&other.cost));
        let best = best.unwrap_or_else(|| self.place(part.trailing_zeros() as usize, part, false));
        self.known.insert((part, None), best.clone());
        best
    }

    /// The tree of a part that begins at a variable; one that is counted beforehand begins
    /// without what is known around it.
    fn place(&mut self, at: usize, part: Set, before: bool) -> Level {
        let key = (part, Some(at));
        if let Some(known) = self.known.get(&key).filter(|_| before) {
            return known.clone();
        }
        let mut ways = self.ways(at, part);
        if before {
            // What rows bring in is known all the same.
            ways.retain(|way| {
                self.pattern.variables[self.pattern.links[*way].other(at)].is_bound()
            });
        }
        let (mut read, mut size) = self.reached(at, &ways);
        let domain = self.domains[at];
        let rest = part & !(1 << at);
        let mut below = Vec::new();
        let mut cost = 0.0;
        for part in self.parts(rest) {
            let each = self.best(part);
            let alone = self.context(part) & !(1 << at) == 0;
            let times = if alone { size.min(domain) } else { size };
            if let Some((link, start)) = self.entrance(at, part).filter(|_| alone) {
                let first = self.place(start, part, true);
                let reads = first.cost + first.size * self.degree(link, start);
                if reads < times * each.cost {
                    if ways.is_empty() {
                        size = size.min(first.size * self.degree(link, start));
                        read = size;
                    }
                    cost += reads;
                    below.push(Below::Before { level: first, link });
                    continue;
                }
            }
            cost += times * each.cost;
            below.push(Below::Each { level: each, remembered: false });
        }
        let known = self.known_with(part, at);
        let told = self.told & part != 0;
        let mut level = Level {
            variable: at,
            loops: self.links(|link| link.from == at && link.to == at),
            checks: self.last(at, known, |pattern| {
                pattern.checks.iter().map(|check| check.variables.as_slice()).collect()
            }),
            factors: self.last(at, known, |pattern| {
                pattern.factors.iter().map(|factor| factor.context.as_slice()).collect()
            }),
            ways,
            below,
            last: None,
            told,
            size,
            cost,
        };
        // The neighbours of a node that are only counted needn't be read.
        let counted = level.ways.len() == 1 && rest == 0 && !told && self.is_plain(&level);
        level.cost += if counted { 1.0 } else { read };
        if before {
            self.known.insert(key, level.clone());
        }
        level
    }

    /// Has what hangs on one node alone remembered where the node comes again and again.
    fn remember(&self, level: &mut Level, times: f64) {
        let visits = times * level.size;
        let at = level.variable;
        for below in &mut level.below {
            match below {
                Below::Before { level, .. } => self.remember(level, 1.0),
                Below::Each { level, remembered } => {
                    level.last = Some(at);
                    let part = variables_of(level);
                    let alone = self.context(part) & !(1 << at) == 0;
                    *remembered =
                        alone && !level.told && level.cost > 1.0 && visits > 2.0 * self.domains[at];
                    let times = if *remembered { self.domains[at] } else { visits };
                    self.remember(level, times);
                }
            }
        }
    }

    fn is_plain(&self, level: &Level) -> bool {
        let variable = &self.pattern.variables[level.variable];
        variable.predicates.is_empty()
            && variable.seeks.is_empty()
            && level.checks.is_empty()
            && level.factors.is_empty()
            && level.loops.is_empty()
    }

    /// Everything that is known once `at` is, where the rest of its part isn't yet.
    fn known_with(&self, part: Set, at: usize) -> Set {
        self.bound | self.context(part) | 1 << at
    }

    /// Of lists of variables those that are complete with `at`.
    fn last<'p>(
        &'p self,
        at: usize,
        known: Set,
        lists: impl Fn(&'p Pattern) -> Vec<&'p [usize]>,
    ) -> Vec<usize> {
        let complete = |list: &&[usize]| {
            list.contains(&at) && list.iter().all(|variable| known & 1 << variable != 0)
        };
        let lists = lists(self.pattern).into_iter().enumerate();
        lists.filter(|(_, list)| complete(list)).map(|(number, _)| number).collect()
    }

    fn links(&self, test: impl Fn(&Link) -> bool) -> Vec<usize> {
        let links = self.pattern.links.iter().enumerate();
        links.filter(|(_, link)| test(link)).map(|(number, _)| number).collect()
    }

    /// The links from outside a part to one of its variables.
    fn ways(&self, at: usize, part: Set) -> Vec<usize> {
        self.links(|link| (link.from == at || link.to == at) && part & 1 << link.other(at) == 0)
    }

    /// The one link that leads from a variable into a part, where nothing else does, and the
    /// variable that it leads to.
    fn entrance(&self, at: usize, part: Set) -> Option<(usize, usize)> {
        if self.told & part != 0 {
            return None;
        }
        let inside = |variable: usize| part & 1 << variable != 0;
        let found = self.links(|link| {
            (link.from == at && inside(link.to)) || (link.to == at && inside(link.from))
        });
        let joined = self
            .groups()
            .any(|group| group.contains(&at) && group.iter().any(|variable| inside(*variable)));
        match found.as_slice() {
            [link] if !joined => Some((*link, self.pattern.links[*link].other(at))),
            _ => None,
        }
    }

    /// Variables that conditions and factors join.
    fn groups(&self) -> impl Iterator<Item = &[usize]> {
        let checks = self.pattern.checks.iter().map(|check| check.variables.as_slice());
        checks.chain(self.pattern.factors.iter().map(|factor| factor.context.as_slice()))
    }

    /// The variables outside of a part that it hangs on, but for those that stay the same.
    fn context(&self, part: Set) -> Set {
        self.touched_by(part) & !part & self.changing
    }

    /// A set with all that hangs on it directly.
    fn touched_by(&self, set: Set) -> Set {
        let mut touched = set;
        for link in &self.pattern.links {
            let ends = 1 << link.from | 1 << link.to;
            if ends & set != 0 {
                touched |= ends;
            }
        }
        for group in self.groups() {
            let group = group.iter().fold(0, |set, at| set | 1 << at);
            if group & set != 0 {
                touched |= group;
            }
        }
        touched
    }

    /// The parts into which a set falls.
    fn parts(&self, mut set: Set) -> Vec<Set> {
        let mut parts = Vec::new();
        while set != 0 {
            let mut part: Set = set & set.wrapping_neg();
            loop {
                let grown = self.touched_by(part) & set;
                if grown == part {
                    break;
                }
                part = grown;
            }
            parts.push(part);
            set &= !part;
        }
        parts
    }

    /// How many neighbours a node has over a link, about.
    fn degree(&self, link: usize, from: usize) -> f64 {
        let link = &self.pattern.links[link];
        let nodes = labelled(self.planner, &self.pattern.variables[from]).max(1);
        let count = self.planner.graph.count_of(link.types.as_deref()) as f64;
        let sides = if link.side == Side::Either { 2.0 } else { 1.0 };
        sides * count / nodes as f64
    }

    /// How many nodes are read for a variable that links lead to, or that none leads to, and how
    /// many are left.
    fn reached(&self, at: usize, ways: &[usize]) -> (f64, f64) {
        let degrees = ways.iter().map(|way| {
            let from = self.pattern.links[*way].other(at);
            self.degree(*way, from)
        });
        let degrees: Vec<f64> = degrees.collect();
        let nodes = self.planner.graph.node_count().max(1) as f64;
        // Of several lists the shortest is read, and looked up in the others.
        match degrees.iter().copied().reduce(f64::min) {
            None => (self.domains[at], self.domains[at]),
            Some(least) => {
                let shared = degrees.iter().product::<f64>() / nodes.powi(degrees.len() as i32 - 1);
                (least, shared * passing(&self.pattern.variables[at]))
            }
        }
    }
}

/// How many nodes have the labels of a variable, at most.
fn labelled(planner: &Planner<'_>, variable: &Variable) -> usize {
    let rarest = planner.graph.rarest(variable.required());
    rarest.map_or_else(|| planner.graph.node_count(), |(_, count)| count)
}

/// How many nodes a variable may be, about.
fn domain(planner: &Planner<'_>, variable: &Variable) -> f64 {
    let count = labelled(planner, variable) as f64;
    let seeks = variable.seeks.iter();
    let found = seeks.map(|(key, value)| planner.found(key, value, &variable.labels));
    found.min().map_or(count * passing(variable), |found| count.min(found as f64))
}

/// The share of nodes that pass the conditions on a variable, about.
fn passing(variable: &Variable) -> f64 {
    0.3_f64.powi(variable.predicates.len().min(3) as i32)
}

fn members(set: Set) -> impl Iterator<Item = usize> {
    (0..Set::BITS as usize).filter(move |at| set & 1 << at != 0)
}

fn variables_of(level: &Level) -> Set {
    let below = level.below.iter().map(|below| variables_of(below.level()));
    below.fold(1 << level.variable, |all, part| all | part)
}
