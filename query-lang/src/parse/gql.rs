//! ISO GQL's spellings: each becomes what Cypher has for it.

use super::clause::{item, projection_parts};
use super::{Node, Rule, children, expression, name, span};
use crate::ast::{
    CallSubquery, Clause, ExprKind, Imports, Name, Projection, ProjectionItem, Query, SingleQuery,
};
use crate::error::{Cause, Error};

/// `FOR`, `LET`, `FILTER`, and `ORDER BY`, `OFFSET` and `LIMIT` on their own.
pub(super) fn clause(node: &Node<'_>, depth: usize) -> Result<Clause, Error> {
    let same = Projection { all: true, span: span(node), ..Projection::default() };
    let (projection, predicate) = match node.as_rule() {
        Rule::for_clause => {
            return Ok(Clause::Unwind {
                list: expression::required(node, depth)?,
                variable: variable(node),
            });
        }
        Rule::let_clause => {
            let items = children(node, Rule::definition).map(|part| definition(&part, depth));
            (Projection { items: items.collect::<Result<_, _>>()?, ..same }, None)
        }
        Rule::filter => (same, Some(expression::required(node, depth)?)),
        _ => (projection_parts(node.clone(), same, depth)?, None),
    };
    Ok(Clause::With { projection, predicate })
}

fn variable(node: &Node<'_>) -> Name {
    name(&super::child(node, Rule::variable).unwrap_or_else(|| node.clone()))
}

/// `name = expression`
fn definition(node: &Node<'_>, depth: usize) -> Result<ProjectionItem, Error> {
    let expr = expression::required(node, depth)?;
    Ok(ProjectionItem { alias: Some(variable(node)), span: expr.span, expr })
}

/// The clauses with which the query behind `NEXT` starts: what the one before it returns.
pub(super) fn next(query: Query, node: &Node<'_>, depth: usize) -> Result<Query, Error> {
    let mut clauses = carried(query, node);
    let yielded = children(node, Rule::item).map(|part| item(&part, depth));
    let items: Vec<_> = yielded.collect::<Result<_, _>>()?;
    if !items.is_empty() {
        let projection = Projection { items, span: span(node), ..Projection::default() };
        clauses.push(Clause::With { projection, predicate: None });
    }
    Ok(Query { first: SingleQuery { clauses }, rest: Vec::new() })
}

/// `RETURN` becomes `WITH`; any other query stands in a `CALL`.
fn carried(mut query: Query, node: &Node<'_>) -> Vec<Clause> {
    if query.rest.is_empty()
        && let Some(Clause::Return(projection)) = query.first.clauses.last_mut()
    {
        let mut projection = std::mem::take(projection);
        projection.items.iter_mut().for_each(give_name);
        query.first.clauses.pop();
        query.first.clauses.push(Clause::With { projection, predicate: None });
        return query.first.clauses;
    }
    let imports = Imports::Listed(Vec::new());
    let call = CallSubquery { optional: false, imports, query, span: span(node) };
    vec![Clause::CallSubquery(Box::new(call))]
}

/// A computed column without a name gets its text for one.
fn give_name(item: &mut ProjectionItem) {
    if item.alias.is_none() && !matches!(item.expr.kind, ExprKind::Variable(_)) {
        item.alias = Some(Name { text: item.expr.to_string(), span: item.span });
    }
}

/// The error of `… NEXT … UNION …`, of which both sides would read the rows before `NEXT`.
pub(super) fn union_behind_next(union: &Node<'_>) -> Error {
    let problem = "UNION can't follow NEXT";
    Error::compile(Cause::InvalidComposition { problem }, span(union))
        .with_help("put the UNION before NEXT, or into CALL (*) { … UNION … }")
}
