//! Walking a pattern several times: depth first, no relationship twice.

use graph_core::graph::Step as GraphStep;
use graph_core::{NodeId, RelationshipId, Value};

use super::expand::walked;
use super::{Executor, Row, Rows, failed};
use crate::ast::Span;
use crate::bind::Node;
use crate::budget::{Kept, row_size};
use crate::error::Error;
use crate::expression::Slot;
use crate::functions::element::relationship_list;
use crate::plan::{Body, BodyStep, Place, Repeat};

/// One time around a body: its relationships, each with the node it leads to.
pub(super) type Lap = Vec<GraphStep>;

impl Executor<'_> {
    /// For each walk of as many laps as the pattern wants, the row with it.
    pub(super) fn repeated<'a>(&'a self, row: Row, repeat: &'a Repeat) -> Rows<'a> {
        let Value::Node(from) = row[repeat.from] else { return Box::new(std::iter::empty()) };
        let unlike = walked(&row, &repeat.unlike);
        let mut walk = Walk {
            executor: self,
            scratch: row.clone(),
            row,
            repeat,
            unlike,
            from,
            laps: Vec::new(),
            branches: Vec::new(),
            sizes: Vec::new(),
            kept: self.kept(),
            fresh: true,
        };
        if let Err(error) = walk.branch_from(from) {
            return failed(error);
        }
        Box::new(walk)
    }

    /// Every lap of a body from a node, over relationships that are `free`.
    ///
    /// `scratch` is the row in which predicates are tested.
    pub(super) fn laps(
        &self,
        scratch: &mut Row,
        body: &Body,
        from: NodeId,
        free: impl Fn(RelationshipId) -> Result<bool, Error>,
    ) -> Result<Vec<Lap>, Error> {
        scratch[body.first.slot] = Value::Node(from);
        if !self.carries(from, &body.first) || !self.all_true(&body.first_predicates, scratch)? {
            return Ok(Vec::new());
        }
        let mut laps = vec![Vec::with_capacity(body.steps.len())];
        for step in &body.steps {
            let mut longer = Vec::new();
            for lap in laps {
                put(scratch, body, &lap);
                let node = end_of(&lap, from);
                for next in self.steps(node, step.direction, step.types.as_ref()) {
                    let next = next?;
                    self.run.budget.spend(1 + lap.len() as u64, Span::NONE)?;
                    let relationship = next.relationship;
                    if lap.iter().all(|before| before.relationship != relationship)
                        && free(relationship)?
                        && self.leads_on(scratch, step, next)?
                    {
                        longer.push(lap.iter().copied().chain([next]).collect());
                    }
                }
            }
            laps = longer;
        }
        Ok(laps)
    }

    /// Whether a step leads to a node as it's wanted, over a relationship as it's wanted.
    fn leads_on(&self, scratch: &mut Row, step: &BodyStep, next: GraphStep) -> Result<bool, Error> {
        let node = Value::Node(next.neighbor);
        if step.met && scratch[step.node.slot] != node {
            return Ok(false);
        }
        if !self.carries(next.neighbor, &step.node) {
            return Ok(false);
        }
        if step.predicates.is_empty() {
            return Ok(true);
        }
        scratch[step.relationship] = Value::Relationship(next.relationship);
        scratch[step.node.slot] = node;
        self.all_true(&step.predicates, scratch)
    }

    pub(super) fn carries(&self, node: NodeId, wanted: &Node) -> bool {
        wanted.labels.as_ref().is_none_or(|labels| labels.accepts(self.graph.node_labels(node)))
    }
}

/// Puts a lap's nodes and relationships into the slots of the body.
fn put(scratch: &mut Row, body: &Body, lap: &Lap) {
    for (step, taken) in body.steps.iter().zip(lap) {
        scratch[step.relationship] = Value::Relationship(taken.relationship);
        if !step.met {
            scratch[step.node.slot] = Value::Node(taken.neighbor);
        }
    }
}

/// What so many laps of a body take.
fn laps_size(laps: usize, body: &Body) -> u64 {
    (row_size(0) + (size_of::<GraphStep>() * body.steps.len()) as u64) * laps as u64
}

/// The node that a lap ends at.
pub(super) fn end_of(lap: &Lap, from: NodeId) -> NodeId {
    lap.last().map_or(from, |step| step.neighbor)
}

/// The values that laps from a node put into the row, each with its slot.
pub(super) fn values_of<'l>(
    body: &Body,
    laps: &(impl Iterator<Item = &'l Lap> + Clone),
    from: NodeId,
) -> Vec<(Slot, Value)> {
    let mut relationships: Vec<RelationshipId> =
        laps.clone().flatten().map(|step| step.relationship).collect();
    let Some(list) = body.list else {
        let single = relationships.first().copied().map_or(Value::Null, Value::Relationship);
        return vec![(body.steps[0].relationship, single)];
    };
    if body.backwards {
        relationships.reverse();
    }
    let mut values = vec![(list, relationship_list(&relationships))];
    for (place, slot) in &body.lists {
        let mut start = from;
        let each = laps.clone().map(|lap| {
            let first = start;
            start = end_of(lap, first);
            match place {
                Place::First => Value::Node(first),
                Place::Relationship(at) => Value::Relationship(lap[*at].relationship),
                Place::Node(at) => Value::Node(lap[*at].neighbor),
            }
        });
        let mut each: Vec<Value> = each.collect();
        if body.backwards {
            each.reverse();
        }
        values.push((*slot, Value::list(each)));
    }
    values
}

/// A depth-first search over walks without a repeated relationship.
struct Walk<'a> {
    executor: &'a Executor<'a>,
    row: Row,
    /// The row in which predicates are tested.
    scratch: Row,
    repeat: &'a Repeat,
    unlike: Vec<RelationshipId>,
    from: NodeId,
    laps: Vec<Lap>,
    /// What is left to walk at each depth.
    branches: Vec<std::vec::IntoIter<Lap>>,
    /// What each of them took when it was whole, and all together.
    sizes: Vec<u64>,
    kept: Kept<'a>,
    /// Whether the walk so far hasn't been given yet.
    fresh: bool,
}

impl Walk<'_> {
    fn end(&self) -> NodeId {
        self.laps.last().map_or(self.from, |lap| end_of(lap, self.from))
    }

    fn steps(&self) -> usize {
        self.laps.len() * self.repeat.body.steps.len()
    }

    /// Notes what can be walked from a node.
    fn branch_from(&mut self, node: NodeId) -> Result<(), Error> {
        let body = &self.repeat.body;
        let mut found = Vec::new();
        if body.max.is_none_or(|max| (self.laps.len() as u64) < max) {
            // Each relationship is compared to what was walked before.
            let effort = self.steps() as u64 / 8;
            let free = |relationship| {
                self.executor.run.budget.spend(effort, Span::NONE)?;
                let mut walked = self.laps.iter().flatten();
                Ok(walked.all(|step| step.relationship != relationship)
                    && !self.unlike.contains(&relationship))
            };
            found = self.executor.laps(&mut self.scratch, body, node, free)?;
        }
        let size = laps_size(found.len(), body);
        self.branches.push(found.into_iter());
        self.sizes.push(size);
        self.kept.keep(size, [], Span::NONE)
    }

    /// The row of the walk so far, where it is long enough and ends where it should.
    fn current(&self) -> Result<Option<Row>, Error> {
        let (repeat, node) = (self.repeat, Value::Node(self.end()));
        if (self.laps.len() as u64) < repeat.body.min
            || (repeat.to_bound && self.row[repeat.to] != node)
        {
            return Ok(None);
        }
        let kept = 1 + repeat.body.lists.len();
        self.executor.run.budget.spend((2 * self.steps() * kept) as u64, Span::NONE)?;
        let mut row = self.row.clone();
        for (slot, value) in values_of(&repeat.body, &self.laps.iter(), self.from) {
            if repeat.list_bound && repeat.body.list == Some(slot) && row[slot] != value {
                return Ok(None);
            }
            self.executor.run.budget.count_one(&value);
            row[slot] = value;
        }
        row[repeat.to] = node;
        Ok(Some(row))
    }
}

impl Iterator for Walk<'_> {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if std::mem::take(&mut self.fresh)
                && let Some(row) = self.current().transpose()
            {
                return Some(row);
            }
            let Some(next) = self.branches.last_mut()?.next() else {
                self.branches.pop();
                self.kept.release(self.sizes.pop().unwrap_or_default());
                self.laps.pop();
                continue;
            };
            self.laps.push(next);
            self.fresh = true;
            if let Err(error) = self.branch_from(self.end()) {
                self.branches.clear();
                self.fresh = false;
                return Some(Err(error));
            }
        }
    }
}
