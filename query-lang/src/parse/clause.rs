//! Queries and clauses.

use super::expression::expr;
use super::{
    Node, Rule, call, change, child, children, expression, first_child, gql, load, name, path,
    span, subquery,
};
use crate::ast::{
    Clause, Expr, Match, Projection, ProjectionItem, Query, SingleQuery, SortItem, Union,
};
use crate::error::Error;

pub(super) fn query(node: Node<'_>, depth: usize) -> Result<Query, Error> {
    let mut query = Query { first: SingleQuery { clauses: Vec::new() }, rest: Vec::new() };
    let (mut union, mut continued) = (None, false);
    for part in node.into_inner() {
        match (part.as_rule(), union.take()) {
            (Rule::union, _) if continued => return Err(gql::union_behind_next(&part)),
            (Rule::union, _) => {
                let all = child(&part, Rule::ALL).is_some();
                union = Some(if all { Union::All } else { Union::Distinct });
            }
            (Rule::next, _) => {
                query = gql::next(query, &part, depth)?;
                continued = true;
            }
            (_, Some(union)) => query.rest.push((union, single_query(part, depth)?)),
            (_, None) => query.first.clauses.extend(single_query(part, depth)?.clauses),
        }
    }
    Ok(query)
}

fn single_query(node: Node<'_>, depth: usize) -> Result<SingleQuery, Error> {
    let clauses = node.into_inner().map(|part| clause(&part, depth)).collect::<Result<_, _>>()?;
    Ok(SingleQuery { clauses })
}

fn clause(node: &Node<'_>, depth: usize) -> Result<Clause, Error> {
    match node.as_rule() {
        Rule::match_clause => Ok(Clause::Match(match_clause(node, depth)?)),
        Rule::unwind => Ok(Clause::Unwind {
            list: expression::required(node, depth)?,
            variable: name(&expression::last(node)),
        }),
        Rule::with => Ok(Clause::With {
            projection: projection(node, depth)?,
            predicate: predicate(node, depth)?,
        }),
        Rule::return_clause => Ok(Clause::Return(projection(node, depth)?)),
        Rule::load_csv => Ok(Clause::LoadCsv(load::csv(node, depth)?)),
        Rule::call_procedure => Ok(Clause::CallProcedure(call::procedure(node, depth)?)),
        Rule::call_subquery => subquery::call(node, depth),
        Rule::for_clause | Rule::let_clause | Rule::filter | Rule::page => gql::clause(node, depth),
        Rule::finish => Ok(Clause::Finish(span(node))),
        _ => change::clause(node, depth),
    }
}

fn match_clause(node: &Node<'_>, depth: usize) -> Result<Match, Error> {
    Ok(Match {
        optional: child(node, Rule::OPTIONAL).is_some(),
        pattern: match child(node, Rule::pattern) {
            Some(paths) => path::paths(&paths, depth)?,
            None => Vec::new(),
        },
        predicate: predicate(node, depth)?,
        span: span(node),
    })
}

/// The expression of the `WHERE` among the children.
pub(super) fn predicate(node: &Node<'_>, depth: usize) -> Result<Option<Expr>, Error> {
    match child(node, Rule::where_clause) {
        Some(clause) => expression::required(&clause, depth).map(Some),
        None => Ok(None),
    }
}

fn projection(clause: &Node<'_>, depth: usize) -> Result<Projection, Error> {
    let projection = Projection { span: span(clause), ..Projection::default() };
    let Some(body) = child(clause, Rule::projection) else { return Ok(projection) };
    projection_parts(body, projection, depth)
}

/// The projection with what the children of a rule say of it.
pub(super) fn projection_parts(
    body: Node<'_>,
    mut projection: Projection,
    depth: usize,
) -> Result<Projection, Error> {
    for part in body.into_inner() {
        match part.as_rule() {
            Rule::DISTINCT => projection.distinct = true,
            Rule::star => projection.all = true,
            Rule::item => projection.items.push(item(&part, depth)?),
            Rule::order => {
                for key in children(&part, Rule::sort) {
                    projection.order_by.push(sort(&key, depth)?);
                }
            }
            Rule::skip => projection.skip = Some(expression::required(&part, depth)?),
            _ => projection.limit = Some(expression::required(&part, depth)?),
        }
    }
    Ok(projection)
}

pub(super) fn item(node: &Node<'_>, depth: usize) -> Result<ProjectionItem, Error> {
    let written = first_child(node.clone());
    Ok(ProjectionItem {
        span: span(&written),
        expr: expr(written, depth)?,
        alias: child(node, Rule::variable).map(|alias| name(&alias)),
    })
}

fn sort(node: &Node<'_>, depth: usize) -> Result<SortItem, Error> {
    Ok(SortItem {
        expr: expr(first_child(node.clone()), depth)?,
        descending: child(node, Rule::descending).is_some(),
    })
}
