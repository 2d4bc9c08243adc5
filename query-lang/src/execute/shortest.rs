//! The shortest path between two nodes, from both ends at once: where only one is wanted and
//! nothing is asked of the nodes and relationships on it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use graph_core::graph::{Side, Step as GraphStep};
use graph_core::{NodeId, Symbol, Value};

use super::links::Reach;
use super::repeat::Lap;
use super::{Executor, Row};
use crate::ast::Span;
use crate::bind::Counted;
use crate::budget::Kept;
use crate::error::Error;
use crate::expression::choice;
use crate::plan::{BodyStep, Search};

/// What a node that is reached takes.
const PLACE: u64 = 32;

/// How a node was reached first: from where.
type Reached = HashMap<NodeId, NodeId, BuildHasherDefault<Spread>>;

/// A hash of ids, which nobody chooses: quick, where the usual one withstands attacks.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32((*byte).into());
        }
    }

    fn write_u32(&mut self, id: u32) {
        // Fibonacci hashing, turned so that high and low bits differ.
        self.0 = (self.0 ^ u64::from(id)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }
}

/// One end of a search.
struct End<'e> {
    reach: Reach,
    reached: Reached,
    /// The nodes that were reached last, which are equally far.
    front: Vec<NodeId>,
    kept: Kept<'e>,
}

impl Executor<'_> {
    /// The row with the shortest path, none where there is no path; `None` where the search isn't
    /// as simple as that.
    pub(super) fn shortest(&self, row: &Row, search: &Search) -> Result<Option<Vec<Row>>, Error> {
        let Some((step, from, to)) = simple(row, search) else { return Ok(None) };
        let Some(types) = choice(step.types.as_ref()) else { return Ok(None) };
        let body = &search.parts[0].body;
        if !self.carries(to, &search.parts[0].node) {
            return Ok(Some(Vec::new()));
        }
        let most = body.max.unwrap_or(u64::MAX);
        let Some(nodes) = self.shortest_way((from, to), (types, step.direction), most)? else {
            return Ok(Some(Vec::new()));
        };
        let laps = nodes.windows(2).map(|ends| self.lap(step, ends[0], ends[1]));
        let laps: Vec<Lap> = laps.collect::<Result<_, Error>>()?;
        let laps: Vec<&Lap> = laps.iter().collect();
        Ok(Some(self.with_laps(row, search, &[laps])?.into_iter().collect()))
    }

    /// The nodes of a shortest way. The smaller of both fronts goes on, a step each time.
    fn shortest_way(
        &self,
        (from, to): (NodeId, NodeId),
        (types, side): (Option<Vec<Symbol>>, Side),
        most: u64,
    ) -> Result<Option<Vec<NodeId>>, Error> {
        let end = |node, side| End {
            reach: Reach::new(self, types.clone(), side),
            reached: Reached::from_iter([(node, node)]),
            front: vec![node],
            kept: self.kept(),
        };
        let (mut start, mut end) = (end(from, side), end(to, side.reversed()));
        for _ in 0..most {
            let forwards = start.front.len() <= end.front.len();
            let (near, far) = if forwards { (&mut start, &end) } else { (&mut end, &start) };
            if let Some(meeting) = self.go_on(near, &far.reached)? {
                let mut nodes = way(&start.reached, meeting);
                nodes.reverse();
                nodes.extend(way(&end.reached, meeting).into_iter().skip(1));
                return Ok(Some(nodes));
            }
            if start.front.is_empty() || end.front.is_empty() {
                return Ok(None);
            }
        }
        Ok(None)
    }

    /// Goes a step on; gives a node that the other end reached, too.
    fn go_on(&self, end: &mut End<'_>, other: &Reached) -> Result<Option<NodeId>, Error> {
        for node in std::mem::take(&mut end.front) {
            let next = end.reach.of(self, node)?;
            self.run.budget.spend(1 + next.len() as u64 / 8, Span::NONE)?;
            for next in next.iter() {
                if !end.reached.contains_key(next) {
                    end.kept.keep(PLACE, [], Span::NONE)?;
                    end.reached.insert(*next, node);
                    end.front.push(*next);
                    if other.contains_key(next) {
                        return Ok(Some(*next));
                    }
                }
            }
        }
        Ok(None)
    }

    /// A lap of one step between two nodes.
    fn lap(&self, step: &BodyStep, from: NodeId, to: NodeId) -> Result<Lap, Error> {
        let mut found: Option<GraphStep> = None;
        for next in self.steps(from, step.direction, step.types.as_ref()) {
            let next = next?;
            let first = found.is_none_or(|known| next.relationship < known.relationship);
            if next.neighbor == to && first {
                found = Some(next);
            }
        }
        Ok(found.into_iter().collect())
    }
}

/// The step that is repeated, and the ends.
fn simple<'s>(row: &Row, search: &'s Search) -> Option<(&'s BodyStep, NodeId, NodeId)> {
    let [part] = search.parts.as_slice() else { return None };
    let [step] = part.body.steps.as_slice() else { return None };
    let wanted = search.selection;
    let (from, to) = match (&row[search.from], &row[part.node.slot]) {
        (Value::Node(from), Value::Node(to)) => (*from, *to),
        _ => return None,
    };
    let repeats = part.body.list.is_some() && part.body.min == 1 && !part.bound;
    let free = part.body.first_predicates.is_empty()
        && step.predicates.is_empty()
        && part.node_predicates.is_empty()
        && search.predicates.is_empty()
        && part.body.first.labels.is_none()
        && step.node.labels.is_none()
        && !step.met;
    let one = wanted.count == 1 && wanted.counted == Counted::Paths;
    (one && repeats && free && part.node_bound && from != to).then_some((step, from, to))
}

/// The nodes from one that was reached back to where the search began.
fn way(reached: &Reached, from: NodeId) -> Vec<NodeId> {
    let mut nodes = vec![from];
    let mut node = from;
    while let Some(before) = reached.get(&node).filter(|before| **before != node) {
        nodes.push(*before);
        node = *before;
    }
    nodes
}
