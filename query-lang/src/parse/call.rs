//! `CALL` of a procedure.

use super::clause::predicate;
use super::expression::expr;
use super::{Node, Rule, child, children, first_child, name, span, unquote};
use crate::ast::{CallProcedure, Expr, Name, Yield, YieldItem};
use crate::error::Error;

pub(super) fn procedure(node: &Node<'_>, depth: usize) -> Result<CallProcedure, Error> {
    let called = first_named(node);
    let parts: Vec<_> = called.clone().into_inner().map(|part| unquote(part.as_str())).collect();
    Ok(CallProcedure {
        name: Name { text: parts.join("."), span: span(&called) },
        arguments: match child(node, Rule::call_arguments) {
            Some(list) => Some(arguments(&list, depth)?),
            None => None,
        },
        yields: match child(node, Rule::yield_clause) {
            Some(clause) => Some(yields(&clause, depth)?),
            None => None,
        },
        span: span(node),
    })
}

/// The procedure's name, behind the keyword.
fn first_named<'t>(node: &Node<'t>) -> Node<'t> {
    child(node, Rule::procedure_name).unwrap_or_else(|| first_child(node.clone()))
}

fn arguments(list: &Node<'_>, depth: usize) -> Result<Vec<Expr>, Error> {
    children(list, Rule::expr).map(|argument| expr(argument, depth)).collect()
}

fn yields(clause: &Node<'_>, depth: usize) -> Result<Yield, Error> {
    let all = child(clause, Rule::star).is_some();
    Ok(Yield {
        items: (!all).then(|| children(clause, Rule::yielded).map(|item| yielded(&item)).collect()),
        predicate: predicate(clause, depth)?,
        span: span(clause),
    })
}

fn yielded(node: &Node<'_>) -> YieldItem {
    YieldItem {
        column: name(&first_child(node.clone())),
        alias: child(node, Rule::variable).map(|alias| name(&alias)),
    }
}
