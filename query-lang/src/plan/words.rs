//! What operators work on, in the words of the statement.

use std::sync::Arc;

use graph_core::graph::Side;

use super::fold::{FactorKind, Pattern};
use super::repeat::{Body, BodyStep, Repeat};
use super::search::Search;
use super::{Fold, Link, Merge, Step};
use crate::ast::Direction;
use crate::bind::{Aggregate, Call, Counted, SortKey};
use crate::change::{Assignment, Delete, NewElement, NewPath};
use crate::explain::Names;
use crate::expression::{Expression, Kind, LabelTest, Slot};

pub(super) fn joined<T>(items: &[T], between: &str, show: impl Fn(&T) -> String) -> String {
    items.iter().map(show).collect::<Vec<_>>().join(between)
}

/// `p.name AS name`, or `p` where a variable keeps its name.
pub(super) fn computed((expression, slot): &(Expression, Slot), names: &Names<'_>) -> String {
    let text = names.expression(expression);
    match names.named(*slot) {
        Some(name) if name != text => format!("{text} AS {name}"),
        _ => text,
    }
}

pub(super) fn aggregated((aggregate, slot): &(Aggregate, Slot), names: &Names<'_>) -> String {
    let distinct = if aggregate.distinct { "DISTINCT " } else { "" };
    let argument = aggregate.argument.as_ref();
    let argument = argument.map_or_else(|| "*".to_owned(), |found| names.expression(found));
    let share = aggregate.share.as_ref().map(|share| format!(", {}", names.expression(share)));
    let function = aggregate.function.name();
    let text = format!("{function}({distinct}{argument}{})", share.unwrap_or_default());
    match names.named(*slot) {
        Some(name) if name != text => format!("{text} AS {name}"),
        _ => text,
    }
}

pub(super) fn sort(key: &SortKey, names: &Names<'_>) -> String {
    let direction = if key.descending { " DESC" } else { "" };
    format!("{}{direction}", names.expression(&key.expression))
}

pub(super) fn called(call: &Call, names: &Names<'_>) -> String {
    let arguments = joined(&call.arguments, ", ", |argument| names.expression(argument));
    let columns = call.procedure.columns();
    let taken = joined(&call.yields, ", ", |(at, slot)| {
        let (column, name) = (&columns[*at].name, names.slot(*slot));
        if *column == name { name } else { format!("{column} AS {name}") }
    });
    let taken = if taken.is_empty() { taken } else { format!(" YIELD {taken}") };
    format!("{}({arguments}){taken}", call.procedure.name())
}

/// `(a)-[r:TYPE]->(b)`, from where it is walked.
pub(super) fn walk(step: &Step, names: &Names<'_>) -> String {
    let name = names.named(step.relationship).unwrap_or_default();
    let arrow = arrow(step.direction, &name, step.types.as_ref(), "", names);
    let bound = if step.to_bound { " bound" } else { "" };
    format!("{}{arrow}{}{bound}", names.node(step.from, ""), names.node(step.to, ""))
}

/// `(a)-[:TYPE]->(b), (c) by (a)`: what is counted, and what is told apart.
pub(super) fn folded(fold: &Fold, names: &Names<'_>) -> String {
    let pattern = matched(&fold.pattern, names);
    let told = joined(&fold.outputs, ", ", |slot| names.slot(*slot));
    match (fold.outputs.is_empty(), fold.tuples) {
        (true, _) => pattern,
        (_, true) => format!("{pattern} to distinct {told}"),
        _ => format!("{pattern} by {told}"),
    }
}

fn matched(pattern: &Pattern, names: &Names<'_>) -> String {
    let node = |at: usize| {
        let variable = &pattern.variables[at];
        let labels = joined(&variable.labels, "&", |found| test(found, names));
        let labels = if labels.is_empty() { labels } else { format!(":{labels}") };
        names.node(variable.slots[0], &labels)
    };
    let link = |link: &Link| {
        let types = link.types.as_deref().unwrap_or_default();
        let types = joined(types, "|", |kind| names.symbol(*kind));
        let types = if types.is_empty() { types } else { format!("[:{types}]") };
        let arrow = if link.side == Side::Either { "-" } else { "->" };
        format!("{}-{types}{arrow}{}", node(link.from), node(link.to))
    };
    let alone = (0..pattern.variables.len())
        .filter(|at| pattern.links.iter().all(|link| link.from != *at && link.to != *at));
    let parts: Vec<String> = pattern.links.iter().map(link).chain(alone.map(node)).collect();
    let conditions = pattern.variables.iter().flat_map(|variable| &variable.predicates);
    let conditions = conditions.chain(pattern.checks.iter().map(|check| &check.predicate));
    let named = |at: usize| names.slot(pattern.variables[at].slots[0]);
    let unequal = pattern.unequal.iter();
    let unequal = unequal.map(|(one, other)| format!("{} <> {}", named(*one), named(*other)));
    let conditions: Vec<String> =
        conditions.map(|found| names.expression(found)).chain(unequal).collect();
    let absent = pattern.absent.iter().map(|absent| format!("NOT EXISTS {}", link(absent)));
    let factors = pattern.factors.iter().map(|factor| {
        let inner = matched(&factor.pattern, names);
        let word = match factor.kind {
            FactorKind::Optional => "OPTIONAL",
            FactorKind::Exists => "EXISTS",
            FactorKind::Absent => "NOT EXISTS",
        };
        format!("{word} {inner}")
    });
    let parts = parts.into_iter().chain(absent).chain(factors).collect::<Vec<_>>().join(", ");
    if conditions.is_empty() {
        return parts;
    }
    format!("{parts} WHERE {}", conditions.join(" AND "))
}

fn arrow(
    direction: Direction,
    name: &str,
    types: Option<&LabelTest>,
    hops: &str,
    names: &Names<'_>,
) -> String {
    let (left, right) = match direction {
        Direction::Outgoing => ("-", "->"),
        Direction::Incoming => ("<-", "-"),
        Direction::Either => ("-", "-"),
    };
    let types = types.map(|types| format!(":{}", test(types, names))).unwrap_or_default();
    let detail = format!("{name}{types}{hops}");
    let detail = if detail.is_empty() { detail } else { format!("[{detail}]") };
    format!("{left}{detail}{right}")
}

/// `(a)-[r:TYPE*1..3]->(b)`, `(a) ((x)-[r]->(y)){1,3} (b)`
pub(super) fn repeated(repeat: &Repeat, names: &Names<'_>) -> String {
    let (from, to) = (names.node(repeat.from, ""), names.node(repeat.to, ""));
    let bound = if repeat.to_bound { " bound" } else { "" };
    format!("{from}{}{to}{bound}", body(&repeat.body, names))
}

fn body(body: &Body, names: &Names<'_>) -> String {
    let most = body.max.map(|max| max.to_string()).unwrap_or_default();
    match (body.list, body.steps.as_slice()) {
        (Some(list), [step]) if body.lists.is_empty() => {
            let name = names.named(list).unwrap_or_default();
            let hops = format!("*{}..{most}", body.min);
            arrow(step.direction, &name, step.types.as_ref(), &hops, names)
        }
        (list, steps) => {
            let step = |step: &BodyStep| {
                let name = names.named(step.relationship).unwrap_or_default();
                let arrow = arrow(step.direction, &name, step.types.as_ref(), "", names);
                let node = list.map(|_| names.node(step.node.slot, "")).unwrap_or_default();
                format!("{arrow}{node}")
            };
            let steps = joined(steps, "", step);
            match list {
                Some(_) => {
                    let first = names.node(body.first.slot, "");
                    format!(" ({first}{steps}){{{},{most}}} ", body.min)
                }
                None => steps,
            }
        }
    }
}

/// `p = shortest 1 of (a)-[*1..]->(b)`
pub(super) fn searched(search: &Search, names: &Names<'_>) -> String {
    let lengths = if search.selection.counted == Counted::Lengths { " lengths" } else { "" };
    let path = names.named(search.path).map(|path| format!("{path} = ")).unwrap_or_default();
    let parts = joined(&search.parts, "", |part| {
        let bound = if part.node_bound { " bound" } else { "" };
        format!("{}{}{bound}", body(&part.body, names), names.node(part.node.slot, ""))
    });
    let (count, from) = (search.selection.count, names.node(search.from, ""));
    format!("{path}shortest {count}{lengths} of {from}{parts}")
}

pub(super) fn test(labels: &LabelTest, names: &Names<'_>) -> String {
    let all = |parts: &[LabelTest], sign: &str| {
        joined(parts, sign, |part| match part {
            LabelTest::And(_) | LabelTest::Or(_) => format!("({})", test(part, names)),
            part => test(part, names),
        })
    };
    match labels {
        LabelTest::Label(label) => names.symbol(*label),
        LabelTest::Any => String::from("%"),
        LabelTest::And(parts) => all(parts, "&"),
        LabelTest::Or(parts) => all(parts, "|"),
        LabelTest::Not(part) => format!("!{}", all(std::slice::from_ref(part), "")),
    }
}

/// `:Person:Party`
fn labels(names: &[Arc<str>]) -> String {
    names.iter().flat_map(|name| [":", name]).collect()
}

pub(super) fn new_path(path: &NewPath, names: &Names<'_>) -> String {
    let own = |element: &NewElement| {
        let labels = labels(&element.labels);
        let properties = element.properties.as_ref().map(|map| names.expression(map));
        format!("{labels}{}", properties.map(|map| format!(" {map}")).unwrap_or_default())
    };
    let mut text = String::new();
    for (at, node) in path.nodes.iter().enumerate() {
        let created = node.created.as_ref().map(own).unwrap_or_default();
        text += &names.node(node.slot, &created);
        let Some(relationship) = path.relationships.get(at) else { continue };
        let name = names.named(relationship.slot).unwrap_or_default();
        let (left, right) = if relationship.backwards { ("<-", "-") } else { ("-", "->") };
        text += &[left, "[", &name, &own(&relationship.created), "]", right].concat();
    }
    text
}

pub(super) fn merged(merge: &Merge, names: &Names<'_>) -> String {
    let mut text = new_path(&merge.path, names);
    for (when, items) in [("CREATE", &merge.on_create), ("MATCH", &merge.on_match)] {
        if !items.is_empty() {
            let items = joined(items, ", ", |item| assigned(item, names));
            text += &[" ON ", when, " SET ", &items].concat();
        }
    }
    text
}

pub(super) fn assigned(item: &Assignment, names: &Names<'_>) -> String {
    let text = |expression| names.expression(expression);
    match item {
        Assignment::Property(element, key, Expression { kind: Kind::Value(value), .. })
            if value.is_null() =>
        {
            format!("{}.{key} = null", text(element))
        }
        Assignment::Property(element, key, value) => {
            format!("{}.{key} = {}", text(element), text(value))
        }
        Assignment::Replace(element, map) => format!("{} = {}", text(element), text(map)),
        Assignment::Add(element, map) => format!("{} += {}", text(element), text(map)),
        Assignment::AddLabels(element, own) => format!("{}{}", text(element), labels(own)),
        Assignment::RemoveLabels(element, own) => {
            format!("{} without {}", text(element), labels(own))
        }
    }
}

pub(super) fn deleted(delete: &Delete, names: &Names<'_>) -> String {
    let detach = if delete.detach { "Detach" } else { "" };
    format!("{detach}Delete {}", joined(&delete.items, ", ", |item| names.expression(item)))
}
