//! Walking relationships one at a time, and paths of what was walked.

use std::sync::Arc;

use graph_core::graph::Step as GraphStep;
use graph_core::{NodeId, Path, RelationshipId, Value};

use super::{Executor, Row, Rows};
use crate::ast::{Direction, Span};
use crate::error::Error;
use crate::expression::{LabelTest, Slot};
use crate::plan::Step;

impl Executor<'_> {
    /// For each relationship of a step, the row with it.
    pub(super) fn expand<'a>(&'a self, row: Row, step: &'a Step) -> Rows<'a> {
        let Value::Node(from) = row[step.from] else { return Box::new(std::iter::empty()) };
        let unlike = walked(&row, &step.unlike);
        let found = self.steps(from, step.direction, step.types.as_ref());
        Box::new(found.filter_map(move |next| {
            let next = match next {
                Ok(next) => next,
                Err(error) => return Some(Err(error)),
            };
            if unlike.contains(&next.relationship) || !fits(&row, step, next) {
                return None;
            }
            let mut row = row.clone();
            row[step.relationship] = Value::Relationship(next.relationship);
            row[step.to] = Value::Node(next.neighbor);
            Some(Ok(row))
        }))
    }

    /// The relationships of a node in a direction; a loop comes once. Those of other types are
    /// looked at, too, so each is counted.
    pub(super) fn steps<'a>(
        &'a self,
        node: NodeId,
        direction: Direction,
        types: Option<&'a LabelTest>,
    ) -> impl Iterator<Item = Result<GraphStep, Error>> + 'a {
        let (out, back) = match direction {
            Direction::Outgoing => (true, false),
            Direction::Incoming => (false, true),
            Direction::Either => (true, true),
        };
        let outgoing = self.graph.outgoing(node).filter(move |_| out);
        let incoming =
            self.graph.incoming(node).filter(move |step| back && (!out || step.neighbor != node));
        let budget = &self.run.budget;
        outgoing.chain(incoming).filter_map(move |step| {
            if types.is_none_or(|types| types.accepts(&[step.relationship_type])) {
                return Some(Ok(step));
            }
            budget.spend(1, Span::NONE).err().map(Err)
        })
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
        if !complete {
            return Value::Null;
        }
        let path = Value::Path(Arc::new(path));
        self.run.budget.count_one(&path);
        path
    }
}

/// The relationships in slots, alone or in lists.
pub(super) fn walked(row: &Row, slots: &[Slot]) -> Vec<RelationshipId> {
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
