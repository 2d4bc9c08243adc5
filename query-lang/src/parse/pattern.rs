//! Node and relationship patterns, and label expressions.

use super::clause::predicate;
use super::{Node, Rule, check_depth, child, children, expression, first_child, name, span};
use crate::ast::{
    Connection, Direction, Expr, ExprKind, Hops, LabelExpr, MapProjectionItem, NodePattern,
    RelationshipPattern, Span,
};
use crate::error::{Cause, Error};

/// Relationships and nodes by turns.
pub(super) fn steps<'t>(
    parts: impl Iterator<Item = Node<'t>>,
    depth: usize,
) -> Result<Vec<(Connection, NodePattern)>, Error> {
    let mut steps = Vec::new();
    let mut relationship = RelationshipPattern::default();
    for part in parts {
        if part.as_rule() == Rule::relationship {
            relationship = relationship_pattern(&part, depth)?;
        } else {
            let connection = std::mem::take(&mut relationship).into();
            steps.push((connection, node_pattern(&part, depth)?));
        }
    }
    Ok(steps)
}

pub(super) fn node_pattern(node: &Node<'_>, depth: usize) -> Result<NodePattern, Error> {
    Ok(NodePattern {
        variable: child(node, Rule::variable).map(|variable| name(&variable)),
        labels: child_labels(node, depth)?,
        properties: properties(node, depth)?,
        predicate: predicate(node, depth)?,
        span: span(node),
    })
}

/// The map or parameter among the children.
pub(super) fn properties(node: &Node<'_>, depth: usize) -> Result<Option<Expr>, Error> {
    match child(node, Rule::properties) {
        Some(properties) => expression::atom(first_child(properties), depth).map(Some),
        None => Ok(None),
    }
}

pub(super) fn relationship_pattern(
    node: &Node<'_>,
    depth: usize,
) -> Result<RelationshipPattern, Error> {
    let direction = match (child(node, Rule::left), child(node, Rule::right)) {
        (Some(_), None) => Direction::Incoming,
        (None, Some(_)) => Direction::Outgoing,
        _ => Direction::Either,
    };
    let found = RelationshipPattern { direction, span: span(node), ..Default::default() };
    let Some(detail) = child(node, Rule::detail) else { return Ok(found) };
    Ok(RelationshipPattern {
        variable: child(&detail, Rule::variable).map(|variable| name(&variable)),
        types: child_labels(&detail, depth)?,
        hops: child(&detail, Rule::hops).map(|found| hops(&found)).transpose()?,
        properties: properties(&detail, depth)?,
        predicate: predicate(&detail, depth)?,
        ..found
    })
}

fn hops(node: &Node<'_>) -> Result<Hops, Error> {
    if child(node, Rule::star).is_none() {
        return Err(no_hops(node));
    }
    let mut hops = Hops::default();
    let mut ranged = false;
    for part in node.clone().into_inner() {
        if part.as_rule() == Rule::star {
            continue;
        }
        if part.as_rule() == Rule::dots {
            ranged = true;
        } else if ranged {
            hops.max = Some(hop_count(&part)?);
        } else {
            hops.min = Some(hop_count(&part)?);
        }
    }
    if !ranged {
        hops.max = hops.min;
    }
    Ok(hops)
}

pub(super) fn hop_count(node: &Node<'_>) -> Result<u64, Error> {
    node.as_str().parse().map_err(|_| no_hops(node))
}

fn no_hops(node: &Node<'_>) -> Error {
    let problem = "a number of relationships is `*` and whole numbers from 0";
    Error::compile(Cause::InvalidRelationshipPattern { problem }, span(node))
        .with_help("write *, *2, *1..3, *2.. or *..3")
}

fn child_labels(node: &Node<'_>, depth: usize) -> Result<Option<LabelExpr>, Error> {
    child(node, Rule::labels).map(|found| labels(found, depth)).transpose()
}

/// `:A`, `:A:B`, `:A|B&!C`.
pub(super) fn labels(node: Node<'_>, depth: usize) -> Result<LabelExpr, Error> {
    let parts = node.into_inner().filter(|part| part.as_rule() != Rule::is_label);
    let parts = parts.map(|part| label_operator(part, depth));
    Ok(joined(parts.collect::<Result<_, _>>()?, LabelExpr::And))
}

/// The parts of `|` or `&`, or the one part there is.
pub(super) fn label_operator(node: Node<'_>, depth: usize) -> Result<LabelExpr, Error> {
    check_depth(depth, span(&node))?;
    match node.as_rule() {
        Rule::label_not => label_not(&node, depth),
        rule => {
            let parts = node.into_inner().map(|part| label_operator(part, depth));
            let join = if rule == Rule::label_or { LabelExpr::Or } else { LabelExpr::And };
            Ok(joined(parts.collect::<Result<_, _>>()?, join))
        }
    }
}

fn joined(mut parts: Vec<LabelExpr>, join: fn(Vec<LabelExpr>) -> LabelExpr) -> LabelExpr {
    if parts.len() == 1 { parts.remove(0) } else { join(parts) }
}

fn label_not(node: &Node<'_>, depth: usize) -> Result<LabelExpr, Error> {
    let bangs = children(node, Rule::bang).count();
    check_depth(depth + bangs, span(node))?;
    let last = expression::last(node);
    let mut labels = match last.as_rule() {
        Rule::key => LabelExpr::Label(name(&last)),
        Rule::any_label => LabelExpr::Any,
        _ => label_operator(last, depth + bangs + 1)?,
    };
    for _ in 0..bangs {
        labels = LabelExpr::Not(Box::new(labels));
    }
    Ok(labels)
}

/// The labels of a predicate: `:A:B`.
pub(super) fn predicate_labels(node: Node<'_>, depth: usize) -> Result<LabelExpr, Error> {
    labels(node, depth)
}

/// A node pattern that was read as an expression: `(n)`, `(n:A)`, `(n {key: value})`, `({…})`.
pub(super) fn node_of_expression(expr: Expr, place: Span) -> Result<NodePattern, Error> {
    let mut node = NodePattern { span: place, ..NodePattern::default() };
    let unlabelled = match expr.kind {
        ExprKind::HasLabels(object, labels) => {
            node.labels = Some(labels);
            object.kind
        }
        kind => kind,
    };
    match unlabelled {
        ExprKind::Variable(text) => {
            let end = expr.span.start as usize + text.len();
            let span = Span::new(expr.span.start as usize, end);
            node.variable = Some(crate::ast::Name { text, span });
        }
        kind @ (ExprKind::Map(_) | ExprKind::Parameter(_)) if node.labels.is_none() => {
            node.properties = Some(Expr { kind, span: expr.span });
        }
        ExprKind::MapProjection(variable, items) if node.labels.is_none() => {
            node.variable = Some(variable);
            let entries = items.into_iter().map(entry).collect::<Option<_>>();
            let entries = entries.ok_or_else(|| no_node(place))?;
            node.properties = Some(Expr { kind: ExprKind::Map(entries), span: expr.span });
        }
        _ => return Err(no_node(place)),
    }
    Ok(node)
}

fn entry(item: MapProjectionItem) -> Option<(crate::ast::Name, Expr)> {
    match item {
        MapProjectionItem::Entry(key, value) => Some((key, value)),
        _ => None,
    }
}

pub(super) fn no_node(span: Span) -> Error {
    let found = String::from("an expression");
    let expected = String::from("a node pattern");
    Error::compile(Cause::UnexpectedSyntax { found, expected }, span)
        .with_help("write a node as (variable:Label {key: value})")
}
