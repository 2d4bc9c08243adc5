//! Selecting paths: the shortest first, from the places that a search explored.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::sync::Arc;

use graph_core::graph::Chunked;
use graph_core::{NodeId, Path, RelationshipId, Value};

use super::repeat::{Lap, end_of, values_of};
use super::search::{Explored, Extent};
use super::{Executor, Row, Rows, Whole, whole};
use crate::ast::Span;
use crate::bind::{Counted, Selection};
use crate::budget::{Kept, Large, row_size};
use crate::error::{Cause, Error};
use crate::plan::Search;

/// The most paths between two nodes that are listed.
const MOST_PATHS: usize = 100_000;

/// What a step of a path that is being put together costs: so long as it isn't finished, it's
/// kept.
const STEP: u64 = 8;

/// The bytes of a way, in the list and in the queue, which grow.
const WAY: u64 = 2 * (size_of::<Way>() + size_of::<[u64; 3]>()) as u64;

impl Executor<'_> {
    /// The rows with the selected paths from a node, by the node at their other end.
    pub(super) fn selected<'a>(&'a self, row: &Row, search: &'a Search) -> Rows<'a> {
        let Value::Node(from) = row[search.from] else { return Box::new(std::iter::empty()) };
        whole(self.selected_from(row, search, from))
    }

    fn selected_from(&self, row: &Row, search: &Search, from: NodeId) -> Whole<'_> {
        if let Some(found) = self.shortest(row, search)? {
            return Ok((found.into_iter().collect(), self.kept()));
        }
        let to = search.parts.last().map(|part| &row[part.node.slot]);
        let to = match to {
            Some(Value::Node(to)) => Some(*to),
            _ => None,
        };
        let quick = search.selection.count == 1;
        let extent = if quick { Extent::Shortest(to) } else { Extent::All };
        let explored = self.explore(row, search, from, extent)?;
        let mut rows: Large<Chunked<_>> = Large::default();
        let mut kept = self.kept();
        let mut missed = HashSet::new();
        for (node, end) in &explored.ends {
            // No shortest path leads in a circle, as the functions have it.
            if search.selection.function && *node == from && explored.places[*end].distance > 0 {
                continue;
            }
            let limit = if quick { explored.places[*end].distance } else { u64::MAX };
            let found = Selector::new(self, row, search, &explored, limit).from(*end, &mut kept)?;
            if quick && found.is_empty() {
                missed.insert(*node);
            }
            rows.extend(found);
        }
        if !missed.is_empty() {
            rows.extend(self.selected_among(row, search, from, &missed, &mut kept)?);
        }
        Ok((rows, kept))
    }

    /// The row with a path, if it fits what is there already and what is asked of it.
    /// `parts` has the laps of each part.
    pub(super) fn with_laps(
        &self,
        row: &Row,
        search: &Search,
        parts: &[Vec<&Lap>],
    ) -> Result<Option<Row>, Error> {
        let mut row = row.clone();
        let Value::Node(mut node) = row[search.from] else { return Ok(None) };
        let mut path = Path { nodes: vec![node], relationships: Vec::new() };
        for (part, laps) in search.parts.iter().zip(parts) {
            self.run.budget.spend(STEP * (1 + laps.len() as u64), Span::NONE)?;
            let single = part.body.list.unwrap_or(part.body.steps[0].relationship);
            for (slot, value) in values_of(&part.body, &laps.iter().copied(), node) {
                if part.bound && slot == single && row[slot] != value {
                    return Ok(None);
                }
                self.run.budget.count_one(&value);
                row[slot] = value;
            }
            for step in laps.iter().copied().flatten() {
                path.relationships.push(step.relationship);
                path.nodes.push(step.neighbor);
            }
            node = laps.last().map_or(node, |lap| end_of(lap, node));
            let value = Value::Node(node);
            if part.node_bound && row[part.node.slot] != value {
                return Ok(None);
            }
            row[part.node.slot] = value;
        }
        if search.backwards {
            path.nodes.reverse();
            path.relationships.reverse();
        }
        row[search.path] = Value::Path(Arc::new(path));
        self.run.budget.count_one(&row[search.path]);
        let fits = self.all_true(&search.predicates, &row)?;
        Ok(fits.then_some(row))
    }

    /// The rows of nodes to which no match is as short as a walk.
    fn selected_among(
        &self,
        row: &Row,
        search: &Search,
        from: NodeId,
        nodes: &HashSet<NodeId>,
        kept: &mut Kept<'_>,
    ) -> Result<Vec<Row>, Error> {
        let explored = self.explore(row, search, from, Extent::All)?;
        let mut rows = Vec::new();
        for (_, end) in explored.ends.iter().filter(|(node, _)| nodes.contains(node)) {
            rows.extend(Selector::new(self, row, search, &explored, u64::MAX).from(*end, kept)?);
        }
        Ok(rows)
    }
}

/// A way from a place to the end.
struct Way {
    place: usize,
    /// The way that this one puts a lap before; the end has none.
    rest: Option<usize>,
    /// Which of the laps that lead to the place of `rest` this is.
    back: usize,
}

/// Puts paths together from their end to their start, those first that will be shortest.
struct Selector<'a> {
    executor: &'a Executor<'a>,
    row: &'a Row,
    search: &'a Search,
    explored: &'a Explored<'a>,
    /// The longest path that is looked for.
    limit: u64,
    ways: Vec<Way>,
    /// Ways by the length that their path will have at least, the nearly finished first.
    open: BinaryHeap<(Reverse<u64>, u64, usize)>,
    found: Vec<Row>,
    /// The lengths found so far, and the last of them.
    lengths: (u64, u64),
    /// What the ways take.
    kept: Kept<'a>,
}

impl<'a> Selector<'a> {
    fn new(
        executor: &'a Executor<'a>,
        row: &'a Row,
        search: &'a Search,
        explored: &'a Explored<'a>,
        limit: u64,
    ) -> Self {
        Self {
            executor,
            row,
            search,
            explored,
            limit,
            ways: Vec::new(),
            open: BinaryHeap::new(),
            found: Vec::new(),
            lengths: (0, 0),
            kept: executor.kept(),
        }
    }

    /// The rows of the selected paths to a place where the pattern ends.
    fn from(mut self, end: usize, found: &mut Kept<'_>) -> Result<Vec<Row>, Error> {
        self.add(Way { place: end, rest: None, back: 0 }, 0)?;
        while let Some((_, length, at)) = self.open.pop() {
            if self.ways[at].place == 0 && !self.take(at, length, found)? {
                break;
            }
            let place = &self.explored.places[self.ways[at].place];
            // The first that was found is taken up next, and so stands last.
            for (back, (before, lap)) in place.back.iter().enumerate().rev() {
                self.executor.run.budget.spend(STEP + length / 8, Span::NONE)?;
                if !self.shares_relationship(at, lap) {
                    let way = Way { place: *before, rest: Some(at), back };
                    self.add(way, length + lap.len() as u64)?;
                }
            }
        }
        Ok(self.found)
    }

    fn add(&mut self, way: Way, length: u64) -> Result<(), Error> {
        let least = length + self.explored.places[way.place].distance;
        if least <= self.limit {
            self.open.push((Reverse(least), length, self.ways.len()));
            self.ways.push(way);
            self.kept.keep(WAY, [], Span::NONE)?;
        }
        Ok(())
    }

    /// The laps from a way to the end, each with the part that it belongs to.
    fn laps(&self, way: usize) -> impl Iterator<Item = &'a Lap> {
        let (ways, places) = (&self.ways, &self.explored.places);
        let mut at = way;
        std::iter::from_fn(move || {
            let way = &ways[at];
            at = way.rest?;
            Some(&places[ways[at].place].back[way.back].1)
        })
    }

    fn shares_relationship(&self, way: usize, lap: &Lap) -> bool {
        let walked = |relationship: RelationshipId| {
            self.laps(way).flatten().any(|step| step.relationship == relationship)
        };
        lap.iter().any(|step| walked(step.relationship))
    }

    /// Adds a finished path, if it's as it's wanted. False once there are enough.
    fn take(&mut self, way: usize, length: u64, kept: &mut Kept<'_>) -> Result<bool, Error> {
        let Selection { count, counted, .. } = self.search.selection;
        let (lengths, last) = self.lengths;
        let is_new = lengths == 0 || length > last;
        if counted == Counted::Lengths && is_new && lengths == count {
            return Ok(false);
        }
        let parts = self.laps_by_part(way);
        let Some(row) = self.executor.with_laps(self.row, self.search, &parts)? else {
            return Ok(true);
        };
        self.lengths = if is_new { (lengths + 1, length) } else { (lengths, last) };
        kept.keep(row_size(row.len()), &row, Span::NONE)?;
        self.found.push(row);
        if self.found.len() > MOST_PATHS {
            let problem = format!("there are more than {MOST_PATHS} such paths between two nodes");
            return Err(Error::runtime(Cause::LimitExceeded { problem }, Span::NONE));
        }
        Ok(counted == Counted::Lengths || (self.found.len() as u64) < count)
    }

    /// The laps of each part: an empty one stands where the next begins.
    fn laps_by_part(&self, way: usize) -> Vec<Vec<&'a Lap>> {
        let mut parts = vec![Vec::new()];
        for lap in self.laps(way) {
            if lap.is_empty() {
                parts.push(Vec::new());
            } else if let Some(last) = parts.last_mut() {
                last.push(lap);
            }
        }
        parts
    }
}
