//! The shortest way to every place of a pattern.
//!
//! A pattern and a graph make a larger graph: its places are the nodes of the graph, each as
//! often as there are points in the pattern at which it may stand. A walk through it is a match
//! of the pattern but for one thing: it may use a relationship twice. What is shortest here is
//! therefore a lower bound of what is shortest among matches, and close to it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use graph_core::graph::{Parted, Step as GraphStep};
use graph_core::{NodeId, Value};

use super::repeat::{Lap, end_of};
use super::{Executor, Row};
use crate::ast::Span;
use crate::budget::{Kept, Large, row_size};
use crate::error::Error;
use crate::plan::{Body, Search};

/// A node at a point of the pattern.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Point {
    /// The part that comes next.
    part: usize,
    /// How many laps of it have been walked; no more than matter.
    laps: u64,
    node: NodeId,
}

/// A place of the larger graph.
pub(super) struct Place {
    point: Point,
    /// The fewest relationships from the start to here.
    pub(super) distance: u64,
    /// Places from which a lap leads here; an empty one, where the next part begins.
    pub(super) back: Vec<(usize, Lap)>,
    settled: bool,
}

/// How far to explore.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// What can lie on a shortest walk, and no further than a first walk to the node.
    Shortest(Option<NodeId>),
    /// Everything.
    All,
}

/// The places that were found, the start first.
pub(super) struct Explored<'b> {
    pub(super) places: Large<Vec<Place>>,
    /// Where the pattern ends: nodes with their places, in the order they were reached.
    pub(super) ends: Vec<(NodeId, usize)>,
    numbers: Large<Parted<Point, usize>>,
    /// The fewest laps with which a node was reached in a part, of those that are enough, and
    /// how far from the start.
    fewest: Large<Parted<(usize, NodeId), (u64, u64)>>,
    open: BinaryHeap<Reverse<(u64, usize)>>,
    kept: Kept<'b>,
}

impl Executor<'_> {
    /// Finds the places of a search from a node.
    pub(super) fn explore(
        &self,
        row: &Row,
        search: &Search,
        from: NodeId,
        extent: Extent,
    ) -> Result<Explored<'_>, Error> {
        let mut explored = Explored::new(self.kept());
        let mut scratch = row.clone();
        let start = Point { part: 0, laps: 0, node: from };
        explored.number(start, 0)?;
        let mut limit = u64::MAX;
        while let Some(Reverse((distance, at))) = explored.open.pop() {
            if distance > limit {
                break;
            }
            let Some(point) = explored.settle(at, search, extent) else { continue };
            if point.part == search.parts.len() {
                explored.ends.push((point.node, at));
                if extent == Extent::Shortest(Some(point.node)) {
                    limit = distance;
                }
                continue;
            }
            self.pass_on(row, &mut scratch, search, (at, point), &mut explored)?;
            self.walk_on(&mut scratch, search, (at, point), limit, &mut explored)?;
        }
        Ok(explored)
    }

    /// Goes on to the next part, where the laps are enough and the node is as it's wanted.
    fn pass_on(
        &self,
        row: &Row,
        scratch: &mut Row,
        search: &Search,
        (at, point): (usize, Point),
        explored: &mut Explored<'_>,
    ) -> Result<(), Error> {
        let part = &search.parts[point.part];
        if point.laps < part.body.min || !self.carries(point.node, &part.node) {
            return Ok(());
        }
        let node = Value::Node(point.node);
        if let Value::Node(_) = row[part.node.slot]
            && part.node_bound
            && row[part.node.slot] != node
        {
            return Ok(());
        }
        scratch[part.node.slot] = node;
        if self.all_true(&part.node_predicates, scratch)? {
            let next = Point { part: point.part + 1, laps: 0, node: point.node };
            explored.lead(at, next, Vec::new())?;
        }
        Ok(())
    }

    /// Walks one more lap.
    fn walk_on(
        &self,
        scratch: &mut Row,
        search: &Search,
        (at, point): (usize, Point),
        limit: u64,
        explored: &mut Explored<'_>,
    ) -> Result<(), Error> {
        let body = &search.parts[point.part].body;
        let most = self.most_laps(body);
        let length = body.steps.len() as u64;
        if most.is_some_and(|most| point.laps >= most)
            || explored.places[at].distance + length > limit
        {
            return Ok(());
        }
        let laps = match most {
            Some(_) => point.laps + 1,
            None => (point.laps + 1).min(body.min),
        };
        for lap in self.laps(scratch, body, point.node, |_| Ok(true))? {
            self.run.budget.spend(2 + length, Span::NONE)?;
            let next = Point { part: point.part, laps, node: end_of(&lap, point.node) };
            explored.lead(at, next, lap)?;
        }
        Ok(())
    }

    /// The most laps that are worth counting: no walk has more relationships than the graph.
    fn most_laps(&self, body: &Body) -> Option<u64> {
        let relationships = self.graph.relationship_count() as u64;
        body.max.filter(|max| max.saturating_mul(body.steps.len() as u64) < relationships)
    }
}

/// What a place takes: in the list, among the numbers and the fewest, and in the queue. All of
/// them grow, and are half empty then.
const PLACE_SIZE: u64 =
    2 * (size_of::<Place>() + size_of::<(Point, usize)>() + size_of::<[u64; 4]>() + 16 + 16) as u64;

impl<'b> Explored<'b> {
    fn new(kept: Kept<'b>) -> Self {
        Self {
            places: Large::default(),
            ends: Vec::new(),
            numbers: Large::default(),
            fewest: Large::default(),
            open: BinaryHeap::new(),
            kept,
        }
    }

    /// The number of a point's place, which is as far from the start as given or less.
    fn number(&mut self, point: Point, distance: u64) -> Result<usize, Error> {
        let known = self.places.len();
        let number = *self.numbers.or_insert_with(point, || known);
        if number == known {
            self.kept.keep(PLACE_SIZE, [], Span::NONE)?;
            self.places.push(Place { point, distance: u64::MAX, back: Vec::new(), settled: false });
        }
        if distance < self.places[number].distance {
            self.places[number].distance = distance;
            self.open.push(Reverse((distance, number)));
        }
        Ok(number)
    }

    /// Notes that a lap leads from a place to a point.
    fn lead(&mut self, from: usize, to: Point, lap: Lap) -> Result<(), Error> {
        let distance = self.places[from].distance + lap.len() as u64;
        let number = self.number(to, distance)?;
        let size = row_size(0) + (size_of::<Lap>() + lap.len() * size_of::<GraphStep>()) as u64;
        self.kept.keep(size, [], Span::NONE)?;
        self.places[number].back.push((from, lap));
        Ok(())
    }

    /// The point of a place that is now reached for the first time, if it's worth going on from
    /// there.
    fn settle(&mut self, at: usize, search: &Search, extent: Extent) -> Option<Point> {
        let place = &mut self.places[at];
        if std::mem::replace(&mut place.settled, true) {
            return None;
        }
        let (point, distance) = (place.point, place.distance);
        let enough = search.parts.get(point.part).is_some_and(|part| point.laps >= part.body.min);
        if extent == Extent::All || !enough {
            return Some(point);
        }
        // Who came here earlier, with enough laps but no more, can go on wherever this one can.
        let now = (point.laps, distance);
        let fewest = self.fewest.or_insert_with((point.part, point.node), || now);
        if fewest.0 <= point.laps {
            return (distance <= fewest.1).then_some(point);
        }
        *fewest = now;
        Some(point)
    }
}
