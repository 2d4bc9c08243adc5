//! "Must differ" as sums and differences: of all matches, those in which two nodes or two
//! relationships are one are taken away, which is a smaller pattern. What is left asks for
//! nothing but that there be relationships, and falls into independent parts.

use graph_core::graph::Side;
use graph_core::{Graph, Symbol};

use super::{Link, Pattern};

/// The most terms that are worth it.
const MOST: usize = 64;

/// The patterns that a pattern is the sum of, with their signs; `None` where they are too many.
pub(super) fn terms(graph: &Graph, pattern: Pattern) -> Option<Vec<(i64, Pattern)>> {
    let mut open = vec![(1, pattern)];
    let mut terms = Vec::new();
    while let Some((sign, mut pattern)) = open.pop() {
        if open.len() + terms.len() > MOST {
            return None;
        }
        if !pattern.may_match(graph) {
            continue;
        }
        if let Some((one, other)) = pattern.unequal.pop() {
            if one != other {
                let mut same = pattern.clone();
                same.merge(one, other);
                open.extend([(sign, pattern), (-sign, same)]);
            }
            continue;
        }
        if let Some(link) = pattern.absent.pop() {
            let mut present = pattern.clone();
            present.links.push(link);
            open.extend([(sign, pattern), (-sign, present)]);
            continue;
        }
        if let Some(pair) = pattern.apart.pop() {
            let merged = pattern.with_one_for(pair);
            open.push((sign, pattern));
            open.extend(merged.into_iter().map(|same| (-sign, same)));
            continue;
        }
        terms.push((sign, pattern));
    }
    Some(terms)
}

impl Pattern {
    /// Whether nothing known of the graph speaks against a match.
    fn may_match(&self, graph: &Graph) -> bool {
        let loops = |link: &Link| link.from != link.to || graph.has_loops(link.types.as_deref());
        self.links.iter().all(loops)
    }

    /// Makes two variables one.
    fn merge(&mut self, one: usize, other: usize) {
        let (kept, gone) = (one.min(other), one.max(other));
        if kept == gone {
            return;
        }
        let taken = self.variables.remove(gone);
        let left = &mut self.variables[kept];
        left.slots.extend(taken.slots);
        left.bound.extend(taken.bound);
        left.labels.extend(taken.labels);
        left.predicates.extend(taken.predicates);
        left.seeks.extend(taken.seeks);
        let place = |at: &mut usize| *at = moved(*at, (kept, gone));
        for link in self.links.iter_mut().chain(&mut self.absent) {
            [&mut link.from, &mut link.to].into_iter().for_each(place);
        }
        self.checks.iter_mut().flat_map(|check| &mut check.variables).for_each(place);
        self.factors.iter_mut().flat_map(|factor| &mut factor.context).for_each(place);
        for (one, other) in &mut self.unequal {
            [one, other].into_iter().for_each(place);
        }
    }

    /// The patterns in which two links are one: as they lie, and for one without direction the
    /// other way round.
    fn with_one_for(&self, (kept, gone): (usize, usize)) -> Vec<Self> {
        let (one, other) = (&self.links[kept], &self.links[gone]);
        let Some(types) = common(one, other) else { return Vec::new() };
        let either = one.side == Side::Either || other.side == Side::Either;
        let side = match (one.side, other.side) {
            (Side::Either, Side::Either) => Side::Either,
            _ => Side::Outgoing,
        };
        let directed = if one.side == Side::Either { other } else { one };
        let (from, to) = (directed.from, directed.to);
        let as_they_lie = ((one.from, other.from), (one.to, other.to));
        let turned = ((one.from, other.to), (one.to, other.from));
        let ways = [Some((as_they_lie, false)), either.then_some((turned, true))];
        let merged = ways.into_iter().flatten().map(|((starts, ends), turned)| {
            let mut same = self.clone();
            same.links[kept] = Link { from, to, types: types.clone(), side };
            same.forget_link(kept, gone);
            // A loop lies the same both ways.
            if turned {
                same.unequal.push((from, to));
            }
            let (first, second) = (starts, ends);
            let gone = (first.0.min(first.1), first.0.max(first.1));
            same.merge(first.0, first.1);
            let moved = |at| if gone.0 == gone.1 { at } else { moved(at, gone) };
            same.merge(moved(second.0), moved(second.1));
            same
        });
        merged.collect()
    }

    /// Removes a link for which another stands from now on.
    fn forget_link(&mut self, kept: usize, gone: usize) {
        self.links.remove(gone);
        // The first of a pair stands before the second.
        let place = |link: usize| moved(link, (kept, gone));
        let pairs = self.apart.iter().map(|(one, other)| {
            let (one, other) = (place(*one), place(*other));
            (one.min(other), one.max(other))
        });
        let mut pairs: Vec<_> = pairs.collect();
        pairs.sort_unstable();
        pairs.dedup();
        self.apart = pairs;
    }
}

/// Where the variable at a place is, once another took the place of one.
fn moved(at: usize, (kept, gone): (usize, usize)) -> usize {
    if at == gone { kept } else { at - usize::from(at > gone) }
}

/// The types that a relationship has that is both; `None` where there is none, `Some(None)` where
/// any will do.
#[allow(clippy::option_option)]
fn common(one: &Link, other: &Link) -> Option<Option<Vec<Symbol>>> {
    match (&one.types, &other.types) {
        (None, types) | (types, None) => Some(types.clone()),
        (Some(one), Some(other)) => {
            let both: Vec<_> = one.iter().filter(|kind| other.contains(kind)).copied().collect();
            (!both.is_empty()).then_some(Some(both))
        }
    }
}

/// Whether two links can be the same relationship.
pub(super) fn may_be_one(one: &Link, other: &Link) -> bool {
    common(one, other).is_some()
}
