//! `EXISTS`, `COUNT`, pattern predicates and pattern comprehensions: queries in expressions.

use graph_core::Value;

use super::aggregation::Grouping;
use super::apply::Imported;
use super::expression::Typed;
use super::scope::{Scope, Type};
use super::{Binder, Branch, Clause, Match, Query, Subquery};
use crate::ast::{self, Expr, PathPattern, Span};
use crate::error::{Cause, Error};
use crate::expression::{Expression, Kind, Slot, SubqueryId};
use crate::functions;

impl Binder<'_> {
    /// `{ … }` behind `EXISTS` or `COUNT`. Its variables go with it.
    pub(super) fn subquery(&mut self, subquery: &ast::Subquery) -> Result<SubqueryId, Error> {
        let bound = self.bound_slots();
        let outer = self.enter();
        let query = match subquery {
            ast::Subquery::Pattern { pattern, predicate } => {
                self.matched(pattern, predicate.as_ref(), true).map(one_match)
            }
            ast::Subquery::Query(query) => {
                refuse_change(query)?;
                self.query(query, false).map(|(query, _)| query)
            }
        };
        self.leave(outer);
        Ok(self.add_subquery(query?, bound))
    }

    /// `COLLECT { … RETURN x }`
    pub(super) fn collected(
        &mut self,
        query: &ast::Query,
        span: Span,
    ) -> Result<(Kind, Type), Error> {
        refuse_change(query)?;
        let bound = self.bound_slots();
        let outer = self.enter();
        let found = self.query(query, true);
        self.leave(outer);
        let (query, names) = found?;
        let column = query.branches.first().and_then(|branch| branch.columns.first().copied());
        let (Some(slot), [_]) = (column, names.as_slice()) else {
            let problem = "COLLECT takes a query of one column";
            return Err(Error::compile(Cause::InvalidComposition { problem }, span)
                .with_help("end it with RETURN and the one value that is collected"));
        };
        let value = Expression::slot(slot, span);
        Ok((Kind::Collect(self.add_subquery(query, bound), Box::new(value)), Type::List))
    }

    /// Makes what is in scope visible throughout a subquery; gives what [`Self::leave`] takes.
    fn enter(&mut self) -> (Scope, Option<Grouping>, Imported) {
        let imported = Imported::throughout(self.scope.clone());
        let around = std::mem::replace(&mut self.imported, imported);
        (self.scope.clone(), self.grouping.take(), around)
    }

    fn leave(&mut self, outer: (Scope, Option<Grouping>, Imported)) {
        (self.scope, self.grouping, self.imported) = outer;
    }

    /// `(a)-->(b)` as a condition: all its variables must be known.
    pub(super) fn pattern_predicate(&mut self, pattern: &PathPattern) -> Result<SubqueryId, Error> {
        let bound = self.bound_slots();
        let found = self.matched(std::slice::from_ref(pattern), None, false)?;
        Ok(self.add_subquery(one_match(found), bound))
    }

    /// `[(a)-->(b) WHERE predicate | projection]`
    pub(super) fn pattern_comprehension(
        &mut self,
        pattern: &PathPattern,
        predicate: Option<&Expr>,
        projection: &Expr,
    ) -> Result<(Kind, Type), Error> {
        let bound = self.bound_slots();
        let grouping = self.grouping.take();
        let found = self.matched(std::slice::from_ref(pattern), predicate, true);
        let projection = self.row_expression(projection, "a comprehension");
        self.grouping = grouping;
        let subquery = self.add_subquery(one_match(found?), bound);
        Ok((Kind::Collect(subquery, Box::new(projection?.0)), Type::List))
    }

    /// `shortestPath(…)` as a value: the path, or `null`; `allShortestPaths(…)`: their list.
    pub(super) fn path_expression(&mut self, pattern: &PathPattern) -> Result<(Kind, Type), Error> {
        let bound = self.bound_slots();
        let found = self.matched(std::slice::from_ref(pattern), None, false)?;
        let slot = found.paths.first().and_then(|path| path.slot);
        let path = match slot {
            Some(slot) => Expression::slot(slot, pattern.span),
            None => Expression::value(Value::Null, pattern.span),
        };
        let subquery = self.add_subquery(one_match(found), bound);
        let all = Kind::Collect(subquery, Box::new(path));
        if pattern.selector == ast::PathSelector::AllShortestPaths {
            return Ok((all, Type::List));
        }
        let (list, _): Typed = (Expression { kind: all, span: pattern.span }, Type::List);
        let head = functions::find("head").and_then(|function| function.scalar);
        Ok(match head {
            Some(head) => (Kind::Call(head, vec![list]), Type::Path),
            None => (list.kind, Type::List),
        })
    }

    fn matched(
        &mut self,
        patterns: &[PathPattern],
        predicate: Option<&Expr>,
        allowed: bool,
    ) -> Result<Match, Error> {
        let mut found = self.patterns(patterns, allowed)?;
        if let Some(predicate) = predicate {
            found.predicates.extend(self.predicates(predicate)?);
        }
        Ok(found)
    }

    fn bound_slots(&self) -> Vec<Slot> {
        self.scope.iter().map(|variable| variable.slot).collect()
    }

    fn add_subquery(&mut self, query: Query, bound: Vec<Slot>) -> SubqueryId {
        self.subqueries.push(Subquery { query, bound });
        self.subqueries.len() - 1
    }
}

/// An expression can't change the graph.
fn refuse_change(query: &ast::Query) -> Result<(), Error> {
    let Some(clause) = query.change() else { return Ok(()) };
    let problem = "an expression can't change the graph";
    Err(Error::compile(Cause::InvalidComposition { problem }, clause.span()))
}

fn one_match(found: Match) -> Query {
    let branch = Branch { clauses: vec![Clause::Match(found)], columns: Vec::new() };
    Query { branches: vec![branch], distinct: false }
}
