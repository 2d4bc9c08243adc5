//! How many rows an operator gives, about: from the numbers of labels, types and values that the
//! graph knows, and rules of thumb for what it doesn't.

use graph_core::{Graph, Value};

use super::{Plan, Step};
use crate::ast::Direction;
use crate::expression::{Expression, Kind, LabelTest, choice};

/// The share of rows that pass a condition of which nothing is known.
const PASSING: f64 = 0.3;

/// How many elements a list has of which nothing is known.
const ELEMENTS: f64 = 10.0;

/// About how many rows a plan gives for one row that it starts with.
pub(super) fn rows(graph: &Graph, plan: &Plan) -> f64 {
    let input = plan.input().map_or(1.0, |input| rows(graph, input));
    let nodes = graph.node_count() as f64;
    match plan {
        Plan::AllNodes { .. } => input * nodes,
        Plan::LabelScan { label, .. } => input * graph.nodes_with_label(*label).len() as f64,
        Plan::Seek { key, value, .. } => {
            let found = match &value.kind {
                Kind::Value(value) => graph.nodes_with_value(key.symbol, value, &|| true),
                _ => None,
            };
            input * found.map_or(1.0, |found| found.len() as f64)
        }
        Plan::HasLabels { labels, .. } => input * share(graph, labels),
        Plan::Expand { step, .. } => input * degree(graph, step),
        Plan::Repeat { repeat, .. } => input * if repeat.to_bound { 1.0 } else { ELEMENTS },
        Plan::Filter { predicates, .. } => input * PASSING.powi(predicates.len() as i32),
        Plan::Optional { inner, .. } => input * rows(graph, inner).max(1.0),
        Plan::Unwind { list, .. } => input * length(list),
        Plan::CallProcedure { .. } | Plan::LoadCsv { .. } => input * ELEMENTS,
        Plan::Fold { fold, .. } if fold.tuples => input,
        Plan::Fold { fold, .. } => input * fold.rows,
        Plan::Aggregate { keys, .. } if keys.is_empty() => 1.0,
        // A fold's rows are apart already.
        Plan::Aggregate { times: None, .. } => input.powf(0.75),
        Plan::Distinct { .. } => input.powf(0.9),
        Plan::Skip { count, .. } => (input - number(count).unwrap_or(0.0)).max(0.0),
        Plan::Limit { count, .. } => number(count).map_or(input, |count| input.min(count)),
        Plan::Apply { inner, columns, optional, .. } => {
            let found = rows(graph, inner);
            match (columns.is_empty(), optional) {
                (true, _) => input,
                (_, true) => input * found.max(1.0),
                _ => input * found,
            }
        }
        Plan::Union { inputs, .. } => inputs.iter().map(|(plan, _)| rows(graph, plan)).sum(),
        Plan::Argument
        | Plan::Aggregate { .. }
        | Plan::SelectPaths { .. }
        | Plan::BindPath { .. }
        | Plan::Project { .. }
        | Plan::Sort { .. }
        | Plan::Create { .. }
        | Plan::Merge { .. }
        | Plan::Set { .. }
        | Plan::Delete { .. } => input,
    }
}

/// The share of nodes that carry labels, as far as one of them must be there.
fn share(graph: &Graph, labels: &LabelTest) -> f64 {
    let nodes = graph.node_count().max(1) as f64;
    graph.rarest(labels.required()).map_or(PASSING, |(_, least)| least as f64 / nodes)
}

/// How many relationships a step finds at a node.
fn degree(graph: &Graph, step: &Step) -> f64 {
    let types = choice(step.types.as_ref()).flatten();
    let count = graph.count_of(types.as_deref()) as f64;
    let nodes = graph.node_count().max(1) as f64;
    let sides = if step.direction == Direction::Either { 2.0 } else { 1.0 };
    let found = sides * count / nodes;
    match (step.relationship_bound, step.to_bound) {
        (true, _) => 1.0,
        (_, true) => found / nodes,
        _ => found,
    }
}

fn length(list: &Expression) -> f64 {
    match &list.kind {
        Kind::List(items) => items.len() as f64,
        Kind::Value(Value::List(items)) => items.len() as f64,
        _ => ELEMENTS,
    }
}

fn number(count: &Expression) -> Option<f64> {
    match &count.kind {
        Kind::Value(Value::Int(count)) => Some(*count as f64),
        _ => None,
    }
}
