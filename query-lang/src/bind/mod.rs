//! Syntax tree → bound statement: every name found, every rule of the language checked.
//!
//! Variables become slots of one row that the whole statement shares, labels and property keys
//! become symbols of the graph, and parameters their values. What the graph doesn't have gets a
//! warning with the nearest name.

mod advice;
mod aggregation;
mod apply;
mod bound;
mod call;
mod change;
mod expression;
mod load;
mod pattern;
mod projection;
mod quantified;
mod scope;
mod subquery;
mod symbols;

use std::collections::{BTreeMap, HashSet};

use graph_core::temporal::DateTime;
use graph_core::{Graph, Value};

use aggregation::Grouping;
use apply::Imported;
pub(crate) use bound::{
    Aggregate, AggregateFunction, Apply, Bound, Branch, Call, Clause, Connection, Counted, LoadCsv,
    Match, Node, PathPattern, Predicate, Projection, Query, Relationship, Repetition, Selection,
    SortKey, Subquery,
};
use call::Place;
pub(crate) use call::accepted;
use expression::expect;
use load::Position;
use scope::{Scope, Type};

use crate::Environment;
use crate::ast::{self, Expr, ExprKind, LogicalOperator, Name, Span, Union};
use crate::error::{Cause, Error, Warning};
use crate::expression::{Expression, Slot};

/// The most clauses and pattern steps of a statement: each is an operator, and rows pass
/// through them on the stack.
const MOST_STEPS: usize = 400;

/// Binds a statement. `text` is what it was parsed from, for the names of columns.
pub(crate) fn statement(
    graph: &Graph,
    statement: &ast::Statement,
    environment: &Environment,
    text: Option<&str>,
) -> Result<Bound, Error> {
    let mut binder = Binder::new(graph, environment, text);
    let (query, columns) = binder.query(&statement.query, true)?;
    // What a later clause creates, an earlier one may ask for.
    binder.unknown.retain(|error| !binder.created.contains(unknown_name(error)));
    if environment.strict && !binder.unknown.is_empty() {
        return Err(binder.unknown.swap_remove(0));
    }
    Ok(Bound {
        query,
        subqueries: binder.subqueries,
        width: binder.next_slot,
        columns,
        warnings: binder.unknown.into_iter().map(Warning::from).chain(binder.warnings).collect(),
        names: binder.names,
        new_names: binder.new_names,
        is_of_its_moment: binder.reads_clock,
    })
}

/// The state of binding: what is in scope, and what has been found so far.
struct Binder<'a> {
    graph: &'a Graph,
    environment: &'a Environment,
    text: Option<&'a str>,
    scope: Scope,
    /// The moment when the statement began.
    now: Value,
    /// Whether that was asked for.
    reads_clock: bool,
    imported: Imported,
    /// Whether a path pattern may stand for whether it has a match.
    patterns_allowed: bool,
    /// Present while an expression with aggregations is bound.
    grouping: Option<Grouping>,
    next_slot: Slot,
    /// What slots are called, where they have names.
    names: BTreeMap<Slot, String>,
    /// Slots of the variables used, in order of use; predicates take their part of it.
    uses: Vec<Slot>,
    subqueries: Vec<Subquery>,
    /// Names that the graph doesn't have.
    unknown: Vec<Error>,
    /// What is odd besides.
    warnings: Vec<Warning>,
    /// Variables that a `WITH` didn't carry on.
    dropped: HashSet<String>,
    /// Labels, types and keys that the clauses so far create.
    created: HashSet<String>,
    /// Whether they may create any key, from a map whose keys aren't written down.
    creates_any_key: bool,
    steps: usize,
    /// Present behind `LOAD CSV`.
    position: Option<Position>,
    /// Names of labels, types and keys that the graph doesn't have yet.
    new_names: Vec<String>,
}

impl<'a> Binder<'a> {
    fn new(graph: &'a Graph, environment: &'a Environment, text: Option<&'a str>) -> Self {
        Self {
            graph,
            environment,
            text,
            scope: Scope::default(),
            now: DateTime::now().into(),
            reads_clock: false,
            imported: Imported::default(),
            patterns_allowed: false,
            grouping: None,
            next_slot: 0,
            names: BTreeMap::new(),
            uses: Vec::new(),
            subqueries: Vec::new(),
            unknown: Vec::new(),
            warnings: Vec::new(),
            dropped: HashSet::new(),
            created: HashSet::new(),
            creates_any_key: false,
            steps: 0,
            position: None,
            new_names: Vec::new(),
        }
    }

    fn new_slot(&mut self) -> Slot {
        self.next_slot += 1;
        self.next_slot - 1
    }

    /// Adds a variable to the scope.
    fn declare(&mut self, name: &Name, known: Type) -> Slot {
        let slot = self.new_slot();
        self.scope.add(&name.text, slot, known);
        self.names.insert(slot, name.text.clone());
        slot
    }

    fn count_step(&mut self, span: Span) -> Result<(), Error> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            let problem = format!("the query has more than {MOST_STEPS} clauses and pattern steps");
            return Err(Error::compile(Cause::LimitExceeded { problem }, span));
        }
        Ok(())
    }

    /// Binds a query to its branches and the names of its columns, which are then in scope.
    /// `returns` says whether it must end in `RETURN`.
    fn query(&mut self, query: &ast::Query, returns: bool) -> Result<(Query, Vec<String>), Error> {
        self.query_importing(query, returns, None)
    }

    /// The same for a query whose branches may begin with a `WITH` that imports variables.
    fn query_importing(
        &mut self,
        query: &ast::Query,
        returns: bool,
        importable: Option<&Scope>,
    ) -> Result<(Query, Vec<String>), Error> {
        let outer = self.scope.clone();
        let distinct = self.check_unions(query)?;
        let (first, names) = self.single_query(&query.first, returns, importable)?;
        let columns = std::mem::replace(&mut self.scope, outer.clone());
        let mut branches = vec![first];
        for (_, single) in &query.rest {
            let (mut branch, found) = self.single_query(single, returns, importable)?;
            branch.columns = same_columns(&names, &found, &branch.columns, place(single))?;
            branches.push(branch);
            self.scope = outer.clone();
        }
        self.scope = if branches.len() == 1 { columns } else { columns.untyped() };
        Ok((Query { branches, distinct }, names))
    }

    #[allow(clippy::unused_self)]
    fn check_unions(&self, query: &ast::Query) -> Result<bool, Error> {
        let mut kinds = query.rest.iter().map(|(union, _)| *union);
        let first = kinds.next();
        match query.rest.iter().find(|(union, _)| Some(*union) != first) {
            Some((_, single)) => {
                Err(Error::compile(Cause::InvalidClauseComposition, place(single))
                    .with_help("write UNION everywhere, or UNION ALL everywhere"))
            }
            None => Ok(first == Some(Union::Distinct)),
        }
    }

    fn single_query(
        &mut self,
        query: &ast::SingleQuery,
        returns: bool,
        importable: Option<&Scope>,
    ) -> Result<(Branch, Vec<String>), Error> {
        let written = self.imported(&query.clauses, importable)?;
        let mut clauses = Vec::new();
        let mut columns = (Vec::new(), Vec::new());
        for (at, clause) in written.iter().enumerate() {
            let last = at + 1 == written.len();
            check_order(clause, written.get(at + 1), returns)?;
            self.count_step(clause.span())?;
            match clause {
                ast::Clause::Match(clause) => {
                    clauses.push(Clause::Match(self.match_clause(clause)?));
                }
                ast::Clause::Unwind { list, variable } => {
                    clauses.push(self.unwind(list, variable)?);
                }
                ast::Clause::With { projection, predicate } => {
                    let before: Vec<String> = self.scope.names().map(str::to_owned).collect();
                    let (bound, _) = self.projection(projection, predicate.as_ref(), true)?;
                    let gone = before.into_iter().filter(|name| self.scope.find(name).is_none());
                    self.dropped.extend(gone);
                    clauses.push(Clause::Project(Box::new(bound)));
                }
                ast::Clause::CallSubquery(call) => clauses.push(self.call_subquery(call)?),
                ast::Clause::Return(projection) => {
                    let (bound, found) = self.projection(projection, None, false)?;
                    clauses.push(Clause::Project(Box::new(bound)));
                    columns = found.into_iter().unzip();
                }
                ast::Clause::LoadCsv(load) => {
                    clauses.push(Clause::LoadCsv(Box::new(self.load_csv(load)?)));
                }
                ast::Clause::CallProcedure(call) => {
                    let place = match (returns, at, last) {
                        (true, 0, true) => Place::Alone,
                        (true, _, true) => Place::Last,
                        _ => Place::Within,
                    };
                    let (bound, found) = self.call_procedure(call, place)?;
                    clauses.push(Clause::Call(Box::new(bound)));
                    if place == Place::Alone {
                        columns = found.into_iter().unzip();
                    }
                }
                other => self.change(other, &mut clauses)?,
            }
        }
        Ok((Branch { clauses, columns: columns.1 }, columns.0))
    }

    fn unwind(&mut self, list: &Expr, variable: &Name) -> Result<Clause, Error> {
        let (list, _) = self.row_expression(list, "UNWIND")?;
        if self.scope.find(&variable.text).is_some() {
            return Err(already_bound(variable));
        }
        let slot = self.declare(variable, Type::Any);
        Ok(Clause::Unwind { list, slot })
    }

    /// The conjuncts of a condition, each with the slots it reads.
    fn predicates(&mut self, condition: &Expr) -> Result<Vec<Predicate>, Error> {
        if let ExprKind::Logical(LogicalOperator::And, operands) = &condition.kind {
            return operands.iter().map(|operand| self.predicate(operand)).collect();
        }
        Ok(vec![self.predicate(condition)?])
    }

    fn predicate(&mut self, condition: &Expr) -> Result<Predicate, Error> {
        let (mark, own) = (self.uses.len(), self.next_slot);
        let expression = self.condition(condition)?;
        let mut uses: Vec<Slot> =
            self.uses[mark..].iter().copied().filter(|slot| *slot < own).collect();
        uses.sort_unstable();
        uses.dedup();
        Ok(Predicate { expression, uses })
    }

    /// An expression that is true, false or null.
    fn condition(&mut self, condition: &Expr) -> Result<Expression, Error> {
        let outer = std::mem::replace(&mut self.patterns_allowed, true);
        let bound = self.row_expression(condition, "WHERE");
        self.patterns_allowed = outer;
        let (expression, found) = bound?;
        expect(found, &[Type::Boolean], "a condition", condition.span)?;
        Ok(expression)
    }
}

/// The columns of a `UNION`'s branch, in the order of the first branch's names.
fn same_columns(
    wanted: &[String],
    found: &[String],
    slots: &[Slot],
    span: Span,
) -> Result<Vec<Slot>, Error> {
    let slot = |name: &String| found.iter().position(|other| other == name).map(|at| slots[at]);
    let ordered: Option<Vec<Slot>> = wanted.iter().map(slot).collect();
    match ordered {
        Some(ordered) if wanted.len() == found.len() => Ok(ordered),
        _ => {
            let (left, right) = (wanted.join(", "), found.join(", "));
            Err(Error::compile(Cause::DifferentColumnsInUnion { left, right }, span)
                .with_help("give the columns the same names with AS"))
        }
    }
}

/// Refuses a `RETURN` before another clause, and a query that ends without one.
fn check_order(
    clause: &ast::Clause,
    next: Option<&ast::Clause>,
    returns: bool,
) -> Result<(), Error> {
    let refuse = |problem, span, help| {
        Err(Error::compile(Cause::InvalidComposition { problem }, span).with_help(help))
    };
    let following = if next.is_some_and(only_orders) {
        "the order is: RETURN … ORDER BY … SKIP … LIMIT …"
    } else {
        "write ; before another statement, or WITH in place of RETURN"
    };
    match (clause, next) {
        (ast::Clause::Return(_), Some(next)) => {
            refuse("RETURN ends a query; nothing but UNION can follow", next.span(), following)
        }
        (ast::Clause::Finish(_), Some(next)) => {
            refuse("FINISH ends a query; nothing but UNION can follow", next.span(), following)
        }
        (_, None) if returns && !may_end(clause) => refuse(
            "the query ends without RETURN",
            clause.span(),
            "end the query with RETURN and the columns you want, or with a change",
        ),
        _ => Ok(()),
    }
}

/// Whether a clause only sorts or cuts the rows that there are.
fn only_orders(clause: &ast::Clause) -> bool {
    let ast::Clause::With { projection, .. } = clause else { return false };
    let cut = projection.skip.is_some() || projection.limit.is_some();
    projection.all && projection.items.is_empty() && (cut || !projection.order_by.is_empty())
}

/// The name that a warning of an unknown name is about.
fn unknown_name(error: &Error) -> &str {
    match error.cause() {
        Cause::UnknownName { name, .. } => name,
        _ => "",
    }
}

/// Whether a query can end in the clause.
fn may_end(clause: &ast::Clause) -> bool {
    use ast::Clause::{CallProcedure, Finish, Return};
    matches!(clause, Return(_) | Finish(_) | CallProcedure(_))
        || clause.change().is_some()
        || apply::leaves_rows(clause)
}

fn place(query: &ast::SingleQuery) -> Span {
    query.clauses.last().map_or(Span::NONE, ast::Clause::span)
}

/// The error of a variable that stands where a value of another type is wanted.
fn type_conflict(variable: &Name, bound: Type, wanted: Type) -> Error {
    let (name, bound, used) = (variable.text.clone(), bound.name(), wanted.name());
    let cause = Cause::VariableTypeConflict { name, bound, used };
    Error::compile(cause, variable.span).with_help("use another name")
}

fn already_bound(variable: &Name) -> Error {
    let cause = Cause::VariableAlreadyBound { name: variable.text.clone() };
    Error::compile(cause, variable.span).with_help("use another name")
}
