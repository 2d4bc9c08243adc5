//! Aggregations: where they may stand, and what may stand beside them.

use super::bound::{Aggregate, AggregateFunction};
use super::expression::Typed;
use super::scope::Type;
use super::{Binder, Scope};
use crate::ast::{Call, Expr, ExprKind, MapProjectionItem, Span};
use crate::error::{Cause, Error};
use crate::expression::{Expression, Slot};
use crate::functions;

/// What an expression beside aggregations may use.
pub(super) struct Grouping {
    /// Projected expressions with the slots that hold them.
    pub(super) keys: Vec<(Expr, Slot, Type)>,
    /// Aggregations found so far.
    pub(super) aggregates: Vec<(Expr, Aggregate, Slot)>,
    /// The scope before the projection.
    pub(super) rows: Scope,
    /// The scope that the arguments of new aggregations see.
    pub(super) arguments: Scope,
    /// Slots from here on belong to the expression itself.
    pub(super) first_own: Slot,
    /// Whether any projected expression may be used, as in `ORDER BY`, or only variables and
    /// properties, as beside an aggregation.
    pub(super) any_key: bool,
    /// Whether the rows were aggregated; without, only their projection is visible.
    pub(super) aggregates_allowed: bool,
}

/// The first aggregation in an expression, outside subqueries.
pub(super) fn first(expr: &Expr) -> Option<(String, Span)> {
    match &expr.kind {
        ExprKind::CountAll => Some((String::from("count"), expr.span)),
        ExprKind::Call(call) if is_aggregate(call) => Some((call.name.text.clone(), expr.span)),
        _ => children(expr).into_iter().find_map(first),
    }
}

fn is_aggregate(call: &Call) -> bool {
    functions::find(&call.name.text).is_some_and(|function| function.aggregates)
}

/// The error of an aggregation where none can be.
pub(super) fn misplaced(span: Span) -> Error {
    let cause = Cause::InvalidAggregation { function: String::from("count"), place: "this place" };
    Error::compile(cause, span)
}

/// The expressions directly inside an expression, outside subqueries and patterns.
fn children(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::List(items) | ExprKind::Logical(_, items) => items.iter().collect(),
        ExprKind::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
        ExprKind::Property(inner, _)
        | ExprKind::HasLabels(inner, _)
        | ExprKind::Unary(_, inner)
        | ExprKind::IsNull { operand: inner, .. } => vec![inner],
        ExprKind::Index(list, index) => vec![list, index],
        ExprKind::Slice { list, from, to } => {
            [Some(list), from.as_ref(), to.as_ref()].into_iter().flatten().map(|e| &**e).collect()
        }
        ExprKind::Chain(first, rest) => with_first(first, rest.iter().map(|(_, operand)| operand)),
        ExprKind::Comparison(first, rest) => {
            with_first(first, rest.iter().map(|(_, operand)| operand))
        }
        ExprKind::Call(call) => call.arguments.iter().collect(),
        ExprKind::Case { subject, branches, otherwise } => subject
            .iter()
            .chain(otherwise)
            .map(|e| &**e)
            .chain(branches.iter().flat_map(|(condition, result)| [condition, result]))
            .collect(),
        ExprKind::ListComprehension { list, predicate, projection, .. } => {
            let parts = [Some(list), predicate.as_ref(), projection.as_ref()];
            parts.into_iter().flatten().map(|e| &**e).collect()
        }
        ExprKind::Quantifier { list, predicate, .. } => vec![list, predicate],
        ExprKind::Reduce { initial, list, step, .. } => vec![initial, list, step],
        ExprKind::MapProjection(_, items) => items
            .iter()
            .filter_map(|item| match item {
                MapProjectionItem::Entry(_, value) => Some(value),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn with_first<'a>(first: &'a Expr, rest: impl Iterator<Item = &'a Expr>) -> Vec<&'a Expr> {
    std::iter::once(first).chain(rest).collect()
}

/// Whether the expression uses the variable.
pub(super) fn mentions(expr: &Expr, name: &str) -> bool {
    matches!(&expr.kind, ExprKind::Variable(found) if found == name)
        || matches!(&expr.kind, ExprKind::MapProjection(found, _) if found.text == name)
        || children(expr).into_iter().any(|child| mentions(child, name))
}

fn calls_rand(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Call(call) if call.name.text.eq_ignore_ascii_case("rand"))
        || children(expr).into_iter().any(calls_rand)
}

impl Binder<'_> {
    /// What an expression stands for where rows are aggregated: a grouping key, or an
    /// aggregation. `None` for what has to be computed from its parts.
    pub(super) fn grouped(&mut self, expr: &Expr) -> Result<Option<Typed>, Error> {
        let Some(grouping) = &self.grouping else { return Ok(None) };
        let simple = matches!(expr.kind, ExprKind::Variable(_) | ExprKind::Property(..));
        if (simple || grouping.any_key)
            && let Some((_, slot, found)) = grouping.keys.iter().find(|(key, ..)| key == expr)
        {
            let (slot, found) = (*slot, *found);
            self.uses.push(slot);
            return Ok(Some((Expression::slot(slot, expr.span), found)));
        }
        match &expr.kind {
            ExprKind::CountAll => self.aggregate(expr, None).map(Some),
            ExprKind::Call(call) if is_aggregate(call) => {
                self.aggregate(expr, Some(call)).map(Some)
            }
            ExprKind::Variable(name) => self.grouped_variable(name, expr.span).map(|()| None),
            _ => Ok(None),
        }
    }

    /// Refuses a variable of the rows that is no grouping key.
    fn grouped_variable(&self, name: &str, span: Span) -> Result<(), Error> {
        let Some(grouping) = &self.grouping else { return Ok(()) };
        match self.scope.find(name) {
            Some(found) if found.slot >= grouping.first_own || grouping.any_key => Ok(()),
            Some(found) if self.imported.is_constant(found.slot) => Ok(()),
            None if grouping.any_key
                || !grouping.keys.iter().any(|(key, ..)| mentions(key, name)) =>
            {
                Err(self.undefined(name, span))
            }
            None if grouping.rows.find(name).is_none() => Err(self.undefined(name, span)),
            _ => {
                let cause = Cause::AmbiguousAggregationExpression { text: name.to_owned() };
                let help = "project it as a column of its own, in an earlier WITH if it's long";
                Err(Error::compile(cause, span).with_help(help))
            }
        }
    }

    /// Finds or adds an aggregation; its value will be in a slot.
    fn aggregate(&mut self, expr: &Expr, call: Option<&Call>) -> Result<Typed, Error> {
        let Some(grouping) = self.grouping.take() else { return Err(misplaced(expr.span)) };
        let known = grouping.aggregates.iter().find(|(known, ..)| known == expr);
        if let Some((_, _, slot)) = known {
            let slot = *slot;
            self.grouping = Some(grouping);
            return Ok((Expression::slot(slot, expr.span), Type::Any));
        }
        if !grouping.aggregates_allowed {
            return Err(misplaced(expr.span));
        }
        let scope = std::mem::replace(&mut self.scope, grouping.arguments.clone());
        let aggregate = self.new_aggregate(call, expr.span);
        self.scope = scope;
        let mut grouping = grouping;
        let slot = self.new_slot();
        grouping.aggregates.push((expr.clone(), aggregate?, slot));
        self.grouping = Some(grouping);
        Ok((Expression::slot(slot, expr.span), Type::Any))
    }

    fn new_aggregate(&mut self, call: Option<&Call>, span: Span) -> Result<Aggregate, Error> {
        let Some(call) = call else {
            let function = AggregateFunction::Count;
            return Ok(Aggregate { function, distinct: false, argument: None, share: None });
        };
        let function = functions::find(&call.name.text)
            .and_then(|function| AggregateFunction::named(function.name))
            .ok_or_else(|| misplaced(span))?;
        check_arguments(call, span)?;
        let mut bound = Vec::new();
        for argument in &call.arguments {
            bound.push(self.expression(argument)?.0);
        }
        let mut bound = bound.into_iter();
        let (argument, share) = (bound.next(), bound.next());
        Ok(Aggregate { function, distinct: call.distinct, argument, share })
    }
}

fn check_arguments(call: &Call, span: Span) -> Result<(), Error> {
    let Some(known) = functions::find(&call.name.text) else { return Err(misplaced(span)) };
    let given = call.arguments.len();
    if given < known.arity.0 || given > known.arity.1 {
        let signature = known.signature.into();
        return Err(Error::compile(Cause::InvalidNumberOfArguments { signature, given }, span));
    }
    for argument in &call.arguments {
        if let Some((_, span)) = first(argument) {
            return Err(Error::compile(Cause::NestedAggregation, span)
                .with_help("aggregate in WITH first, then aggregate its column"));
        }
        if calls_rand(argument) {
            return Err(Error::compile(Cause::NonConstantExpression, argument.span));
        }
    }
    Ok(())
}
