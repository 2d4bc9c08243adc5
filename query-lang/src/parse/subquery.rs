//! Queries inside a query: `CALL { … }`, and `EXISTS`, `COUNT` and `COLLECT` in expressions.

use super::clause::{predicate, query};
use super::{Node, Rule, check_depth, child, children, name, path, span};
use crate::ast::{CallSubquery, Clause, Imports, Query, Span, Subquery};
use crate::error::{Cause, Error};

/// `[OPTIONAL] CALL [(variables)] { query }`
pub(super) fn call(node: &Node<'_>, depth: usize) -> Result<Clause, Error> {
    if let Some(batches) = child(node, Rule::in_transactions) {
        let problem = "a statement is one transaction: CALL can't run IN TRANSACTIONS";
        return Err(Error::compile(Cause::InvalidComposition { problem }, span(&batches))
            .with_help("leave out IN TRANSACTIONS; all changes are kept, or none"));
    }
    let found = inner_query(node, depth)?;
    let head = child(node, Rule::imports).or_else(|| child(node, Rule::CALL));
    let end = head.map_or(span(node), |head| span(&head));
    Ok(Clause::CallSubquery(Box::new(CallSubquery {
        optional: child(node, Rule::OPTIONAL).is_some(),
        imports: child(node, Rule::imports).map_or(Imports::With, |list| imports(&list)),
        query: found,
        span: Span { end: end.end, ..span(node) },
    })))
}

fn imports(list: &Node<'_>) -> Imports {
    match child(list, Rule::star) {
        Some(_) => Imports::All,
        None => Imports::Listed(children(list, Rule::variable).map(|part| name(&part)).collect()),
    }
}

/// The query in the braces of a rule.
pub(super) fn inner_query(node: &Node<'_>, depth: usize) -> Result<Query, Error> {
    check_depth(depth + 1, span(node))?;
    let found = child(node, Rule::query).unwrap_or_else(|| node.clone());
    query(found, depth + 1)
}

/// What stands in the braces of `EXISTS` and `COUNT`.
pub(super) fn subquery(node: &Node<'_>, depth: usize) -> Result<Subquery, Error> {
    if child(node, Rule::query).is_some() {
        return Ok(Subquery::Query(inner_query(node, depth)?));
    }
    let pattern = child(node, Rule::pattern).map(|found| path::paths(&found, depth));
    Ok(Subquery::Pattern {
        pattern: pattern.transpose()?.unwrap_or_default(),
        predicate: predicate(node, depth)?,
    })
}
