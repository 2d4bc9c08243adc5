//! Shortest paths between two nodes, by breadth-first search.

use std::collections::HashMap;
use std::sync::Arc;

use graph_core::{NodeId, Path, RelationshipId, Value};

use super::{Executor, Row, Rows, whole};
use crate::ast::Span;
use crate::bind::VariableLength;
use crate::error::{Cause, Error};
use crate::expression::Slot;
use crate::functions::element::relationship_list;
use crate::plan::Step;

/// The most shortest paths between two nodes that are listed.
const MOST_PATHS: usize = 100_000;

/// How a node is reached by shortest walks: how many relationships, and the last ones.
struct Reached {
    distance: u64,
    from: Vec<(NodeId, RelationshipId)>,
}

impl Executor<'_> {
    /// The row with the shortest path between its two nodes, or one row for each.
    pub(super) fn shortest<'a>(
        &'a self,
        row: &Row,
        step: &'a Step,
        hops: &'a VariableLength,
        path: Slot,
        all: bool,
    ) -> Rows<'a> {
        let (Value::Node(from), Value::Node(to)) = (&row[step.from], &row[step.to]) else {
            return Box::new(std::iter::empty());
        };
        let (from, to) = (*from, *to);
        whole(self.shortest_paths(row, step, hops, (from, to), all).map(|paths| {
            let with_path = |found: Path| {
                let mut row = row.clone();
                row[step.relationship] = relationship_list(&found.relationships);
                row[path] = Value::Path(Arc::new(found));
                row
            };
            paths.into_iter().map(with_path).collect()
        }))
    }

    fn shortest_paths(
        &self,
        row: &Row,
        step: &Step,
        hops: &VariableLength,
        (from, to): (NodeId, NodeId),
        all: bool,
    ) -> Result<Vec<Path>, Error> {
        let reached = self.search(row, step, hops, (from, to))?;
        let Some(found) = reached.get(&to) else { return Ok(Vec::new()) };
        if found.distance < hops.min {
            return Ok(Vec::new());
        }
        let mut paths = Vec::new();
        // Walks back from the end: nodes and relationships so far, in reverse.
        let mut open = vec![(vec![to], Vec::new())];
        while let Some((nodes, relationships)) = open.pop() {
            let last = nodes.last().copied().unwrap_or(to);
            if last == from {
                paths.push(Path {
                    nodes: nodes.into_iter().rev().collect(),
                    relationships: relationships.into_iter().rev().collect(),
                });
                if !all {
                    break;
                }
                if paths.len() > MOST_PATHS {
                    let problem = format!("there are more than {MOST_PATHS} shortest paths");
                    let cause = Cause::LimitExceeded { problem };
                    return Err(Error::runtime(cause, Span::NONE));
                }
                continue;
            }
            for (node, relationship) in reached.get(&last).into_iter().flat_map(|at| &at.from).rev()
            {
                let mut walk = (nodes.clone(), relationships.clone());
                walk.0.push(*node);
                walk.1.push(*relationship);
                open.push(walk);
            }
        }
        Ok(paths)
    }

    /// Every node up to the distance of the end, with how it is reached.
    fn search(
        &self,
        row: &Row,
        step: &Step,
        hops: &VariableLength,
        (from, to): (NodeId, NodeId),
    ) -> Result<HashMap<NodeId, Reached>, Error> {
        let mut reached = HashMap::from([(from, Reached { distance: 0, from: Vec::new() })]);
        let mut scratch = row.clone();
        let mut border = vec![from];
        let mut distance = 0;
        while !border.is_empty()
            && !reached.contains_key(&to)
            && hops.max.is_none_or(|max| distance < max)
        {
            distance += 1;
            let mut next_border = Vec::new();
            for node in border {
                for next in self.steps(node, step.direction, step.types.as_ref()) {
                    self.run.budget.spend(1, Span::NONE)?;
                    if !self.each_holds(&mut scratch, hops, next.relationship)? {
                        continue;
                    }
                    let entry = reached.entry(next.neighbor).or_insert_with(|| {
                        next_border.push(next.neighbor);
                        Reached { distance, from: Vec::new() }
                    });
                    if entry.distance == distance {
                        entry.from.push((node, next.relationship));
                    }
                }
            }
            border = next_border;
        }
        Ok(reached)
    }
}
