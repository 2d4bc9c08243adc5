//! Comprehensions, quantifiers and `reduce`: expressions with variables of their own.

use super::clause::predicate;
use super::expression::{expr, required};
use super::{Node, Rule, child, children, first_child, name, span};
use crate::ast::{ComparisonOperator, Expr, ExprKind, Name, PathPattern, Quantifier, Span};
use crate::error::{Cause, Error};

pub(super) fn list_comprehension(node: &Node<'_>, depth: usize) -> Result<ExprKind, Error> {
    Ok(ExprKind::ListComprehension {
        variable: variable(node),
        list: Box::new(required(node, depth)?),
        predicate: predicate(node, depth)?.map(Box::new),
        projection: piped(node, depth)?.map(Box::new),
    })
}

/// The first variable among the children.
pub(super) fn variable(node: &Node<'_>) -> Name {
    name(&child(node, Rule::variable).unwrap_or_else(|| node.clone()))
}

/// The expression behind `|`.
fn piped(node: &Node<'_>, depth: usize) -> Result<Option<Expr>, Error> {
    child(node, Rule::pipe).map(|pipe| required(&pipe, depth)).transpose()
}

/// A list, or a pattern comprehension.
pub(super) fn bracket(node: &Node<'_>, depth: usize) -> Result<ExprKind, Error> {
    let mut items: Vec<Expr> =
        children(node, Rule::expr).map(|item| expr(item, depth)).collect::<Result<_, _>>()?;
    let predicate = predicate(node, depth)?.map(Box::new);
    match piped(node, depth)? {
        None if predicate.is_none() => Ok(ExprKind::List(items)),
        projection => {
            let pattern = items.pop().filter(|_| items.is_empty()).and_then(comprehended);
            match (pattern, projection) {
                (Some(pattern), Some(projection)) => Ok(ExprKind::PatternComprehension {
                    pattern: Box::new(pattern),
                    predicate,
                    projection: Box::new(projection),
                }),
                _ => Err(no_comprehension(span(node))),
            }
        }
    }
}

/// `(a)-->(b)` or `p = (a)-->(b)`, which was read as a comparison.
fn comprehended(expr: Expr) -> Option<PathPattern> {
    match expr.kind {
        ExprKind::Pattern(pattern) => Some(*pattern),
        ExprKind::Comparison(left, mut rest) if rest.len() == 1 => match (left.kind, rest.pop()) {
            (
                ExprKind::Variable(text),
                Some((ComparisonOperator::Equal, Expr { kind: ExprKind::Pattern(pattern), .. })),
            ) => Some(PathPattern { variable: Some(Name { text, span: left.span }), ..*pattern }),
            _ => None,
        },
        _ => None,
    }
}

fn no_comprehension(span: Span) -> Error {
    let found = String::from("a list");
    let expected = String::from("a comprehension");
    Error::compile(Cause::UnexpectedSyntax { found, expected }, span)
        .with_help("write [x IN list WHERE condition | value] or [(a)-->(b) | value]")
}

pub(super) fn quantified(node: &Node<'_>, depth: usize) -> Result<ExprKind, Error> {
    let quantifier = match first_child(node.clone()).as_str().to_ascii_lowercase().as_str() {
        "all" => Quantifier::All,
        "any" => Quantifier::Any,
        "none" => Quantifier::None,
        _ => Quantifier::Single,
    };
    let predicate = predicate(node, depth)?.unwrap_or(ExprKind::List(Vec::new()).into());
    Ok(ExprKind::Quantifier {
        quantifier,
        variable: variable(node),
        list: Box::new(required(node, depth)?),
        predicate: Box::new(predicate),
    })
}

pub(super) fn reduce(node: &Node<'_>, depth: usize) -> Result<ExprKind, Error> {
    let mut expressions = children(node, Rule::expr);
    let mut next = || -> Result<Box<Expr>, Error> {
        let part = expressions.next().unwrap_or_else(|| node.clone());
        expr(part, depth).map(Box::new)
    };
    let (initial, list) = (next()?, next()?);
    let step = piped(node, depth)?.unwrap_or(ExprKind::List(Vec::new()).into());
    Ok(ExprKind::Reduce {
        accumulator: variable(node),
        initial,
        variable: children(node, Rule::variable)
            .last()
            .map_or_else(|| variable(node), |v| name(&v)),
        list,
        step: Box::new(step),
    })
}
