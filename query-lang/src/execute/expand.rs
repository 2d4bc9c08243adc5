//! Walking relationships: one at a time, several at a time, and paths of what was walked.

use std::sync::Arc;

use graph_core::graph::Step as GraphStep;
use graph_core::{NodeId, Path, RelationshipId, Value};

use super::{Executor, Row, Rows, failed};
use crate::ast::{Direction, Span};
use crate::bind::VariableLength;
use crate::error::Error;
use crate::expression::{LabelTest, Slot};
use crate::functions::element::relationship_list;
use crate::plan::Step;

impl Executor<'_> {
    /// For each relationship of a step, the row with it.
    pub(super) fn expand<'a>(&'a self, row: Row, step: &'a Step) -> Rows<'a> {
        let Value::Node(from) = row[step.from] else { return Box::new(std::iter::empty()) };
        let unlike = walked(&row, &step.unlike);
        let found = self.steps(from, step.direction, step.types.as_ref());
        Box::new(found.filter_map(move |next| {
            if unlike.contains(&next.relationship) || !fits(&row, step, next) {
                return None;
            }
            let mut row = row.clone();
            row[step.relationship] = Value::Relationship(next.relationship);
            row[step.to] = Value::Node(next.neighbor);
            Some(Ok(row))
        }))
    }

    /// The relationships of a node in a direction; a loop comes once.
    pub(super) fn steps<'a>(
        &'a self,
        node: NodeId,
        direction: Direction,
        types: Option<&'a LabelTest>,
    ) -> impl Iterator<Item = GraphStep> + 'a {
        let (out, back) = match direction {
            Direction::Outgoing => (true, false),
            Direction::Incoming => (false, true),
            Direction::Either => (true, true),
        };
        let outgoing = self.graph.outgoing(node).filter(move |_| out);
        let incoming =
            self.graph.incoming(node).filter(move |step| back && (!out || step.neighbor != node));
        outgoing
            .chain(incoming)
            .filter(move |step| types.is_none_or(|types| types.accepts(&[step.relationship_type])))
    }

    /// For each walk of as many relationships as the pattern wants, the row with it.
    pub(super) fn expand_variable<'a>(
        &'a self,
        row: Row,
        step: &'a Step,
        hops: &'a VariableLength,
    ) -> Rows<'a> {
        let Value::Node(from) = row[step.from] else { return Box::new(std::iter::empty()) };
        let unlike = walked(&row, &step.unlike);
        let mut walk = Walk {
            executor: self,
            scratch: row.clone(),
            row,
            step,
            hops,
            unlike,
            relationships: Vec::new(),
            branches: Vec::new(),
            last: from,
            fresh: true,
        };
        if let Err(error) = walk.branch_from(from) {
            return failed(error);
        }
        Box::new(walk)
    }

    /// The path from a node over relationships, or lists of them; `null` where one is.
    pub(super) fn path(&self, row: &Row, start: Slot, relationships: &[Slot]) -> Value {
        let Value::Node(start) = row[start] else { return Value::Null };
        let mut path = Path { nodes: vec![start], relationships: Vec::new() };
        let mut node = start;
        for relationship in walked(row, relationships) {
            let Some((from, to)) = self.graph.endpoints(relationship) else { return Value::Null };
            node = if from == node { to } else { from };
            path.relationships.push(relationship);
            path.nodes.push(node);
        }
        let complete = relationships.iter().all(|slot| !row[*slot].is_null());
        if complete { Value::Path(Arc::new(path)) } else { Value::Null }
    }

    /// Whether a relationship satisfies the predicates on each one of a walk.
    pub(super) fn each_holds(
        &self,
        scratch: &mut Row,
        hops: &VariableLength,
        relationship: RelationshipId,
    ) -> Result<bool, Error> {
        if hops.predicates.is_empty() {
            return Ok(true);
        }
        scratch[hops.each] = Value::Relationship(relationship);
        for predicate in &hops.predicates {
            if !self.all_true(std::slice::from_ref(&predicate.expression), scratch)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The relationships in slots, alone or in lists.
fn walked(row: &Row, slots: &[Slot]) -> Vec<RelationshipId> {
    let mut found = Vec::new();
    for slot in slots {
        let values = match &row[*slot] {
            Value::List(items) => items,
            single => std::slice::from_ref(single),
        };
        found.extend(values.iter().filter_map(|value| match value {
            Value::Relationship(relationship) => Some(*relationship),
            _ => None,
        }));
    }
    found
}

/// Whether a step leads to what is bound already.
fn fits(row: &Row, step: &Step, next: GraphStep) -> bool {
    let node = Value::Node(next.neighbor);
    let relationship = Value::Relationship(next.relationship);
    (!step.to_bound || row[step.to] == node)
        && (!step.relationship_bound || row[step.relationship] == relationship)
}

/// A depth-first search over walks without a repeated relationship.
struct Walk<'a> {
    executor: &'a Executor<'a>,
    row: Row,
    /// The row in which predicates are tested.
    scratch: Row,
    step: &'a Step,
    hops: &'a VariableLength,
    unlike: Vec<RelationshipId>,
    relationships: Vec<RelationshipId>,
    /// What is left to walk at each depth.
    branches: Vec<std::vec::IntoIter<GraphStep>>,
    last: NodeId,
    /// Whether the walk so far hasn't been given yet.
    fresh: bool,
}

impl Walk<'_> {
    /// Notes what can be walked from a node.
    fn branch_from(&mut self, node: NodeId) -> Result<(), Error> {
        let mut found = Vec::new();
        let depth = self.relationships.len() as u64;
        if self.hops.max.is_none_or(|max| depth < max) {
            let types = self.step.types.as_ref();
            let before = 1 + depth / 8;
            for next in self.executor.steps(node, self.step.direction, types) {
                // Each is compared to what was walked before.
                self.executor.run.budget.spend(before, Span::NONE)?;
                let relationship = next.relationship;
                if !self.relationships.contains(&relationship)
                    && !self.unlike.contains(&relationship)
                    && self.executor.each_holds(&mut self.scratch, self.hops, relationship)?
                {
                    found.push(next);
                }
            }
        }
        self.branches.push(found.into_iter());
        Ok(())
    }

    /// The row of the walk so far, where it is long enough and ends where it should.
    fn current(&self) -> Result<Option<Row>, Error> {
        let node = Value::Node(self.last);
        if (self.relationships.len() as u64) < self.hops.min
            || (self.step.to_bound && self.row[self.step.to] != node)
        {
            return Ok(None);
        }
        self.executor.run.budget.spend(2 * self.relationships.len() as u64, Span::NONE)?;
        let mut relationships = self.relationships.clone();
        if self.step.backwards {
            relationships.reverse();
        }
        let list = relationship_list(&relationships);
        if self.step.relationship_bound && self.row[self.step.relationship] != list {
            return Ok(None);
        }
        let mut row = self.row.clone();
        row[self.step.relationship] = list;
        row[self.step.to] = node;
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
                self.relationships.pop();
                continue;
            };
            self.relationships.push(next.relationship);
            self.last = next.neighbor;
            self.fresh = true;
            if let Err(error) = self.branch_from(next.neighbor) {
                self.branches.clear();
                self.fresh = false;
                return Some(Err(error));
            }
        }
    }
}
