//! The evaluator of expressions.

mod comprehension;

use std::sync::Arc;

use graph_core::{Value, temporal};

use super::comparison::{compared, is_in};
use super::{Executor, Row, no_condition, number, refused};
use crate::ast::{BinaryOperator, ComparisonOperator, LogicalOperator, Span};
use crate::budget::{Kept, Large, PLACE, caused};
use crate::error::{Cause, Error};
use crate::expression::{Expression, Key, Kind, LabelTest, Projected};
use crate::functions::{Reach, element};

impl Executor<'_> {
    /// The value of an expression for a row.
    pub(super) fn eval(&self, expression: &Expression, row: &Row) -> Result<Value, Error> {
        let span = expression.span;
        match &expression.kind {
            Kind::Value(value) => Ok(value.clone()),
            Kind::Slot(slot) => Ok(row[*slot].clone()),
            Kind::List(items) => {
                let (items, _kept) = self.all(items, row)?;
                self.made(Value::list(items), span)
            }
            Kind::Map(entries) => self.made(self.map(entries, row)?, span),
            Kind::Property(object, key) => self.property(object, key, row),
            Kind::Index(list, index) => {
                let (list, index) = (self.eval(list, row)?, self.eval(index, row)?);
                self.index(&list, &index).map_err(|cause| Error::runtime(cause, span))
            }
            Kind::Slice(list, from, to) => self.slice(list, from.as_deref(), to.as_deref(), row),
            Kind::HasLabels(object, labels) => self.has_labels(object, labels, row),
            Kind::Not(operand) => match self.eval(operand, row)? {
                Value::Null => Ok(Value::Null),
                Value::Bool(flag) => Ok(Value::Bool(!flag)),
                other => Err(no_condition(&other, operand.span)),
            },
            Kind::Negate(operand) => {
                let value = self.eval(operand, row)?;
                number::negated(&value).map_err(|cause| Error::runtime(cause, span))
            }
            Kind::Plus(operand) => match self.eval(operand, row)? {
                value @ (Value::Null | Value::Int(_) | Value::Float(_)) => Ok(value),
                other => Err(refused("`+`", &other, operand.span)),
            },
            Kind::IsNull(operand, negated) => {
                Ok(Value::Bool(self.eval(operand, row)?.is_null() != *negated))
            }
            Kind::Chain(first, rest) => self.chain(first, rest, row),
            Kind::Comparison(first, rest) => self.comparison(first, rest, row),
            Kind::Logical(operator, operands) => self.logical(*operator, operands, row),
            Kind::Call(function, arguments) => {
                let (arguments, _kept) = self.all(arguments, row)?;
                self.run.budget.read(&arguments, span)?;
                let value = function(&self.reach(), &arguments);
                self.made(value.map_err(|cause| caused(cause, span))?, span)
            }
            _ => self.eval_scoped(expression, row),
        }
    }

    /// A new value, counted.
    fn made(&self, value: Value, span: Span) -> Result<Value, Error> {
        let Err(error) = self.run.budget.make(&value, span) else { return Ok(value) };
        if let Value::List(items) = value {
            drop(Large::new(items));
        }
        Err(error)
    }

    /// What functions can read and use up.
    fn reach(&self) -> Reach<'_> {
        Reach { graph: self.graph, budget: &self.run.budget }
    }

    /// The expressions with branches, variables or subqueries of their own.
    fn eval_scoped(&self, expression: &Expression, row: &Row) -> Result<Value, Error> {
        let span = expression.span;
        match &expression.kind {
            Kind::Case(branches, otherwise) => self.case(branches, otherwise.as_deref(), row),
            Kind::CaseOf(subject, branches, otherwise) => {
                self.case_of(subject, branches, otherwise.as_deref(), row)
            }
            Kind::Comprehension(comprehension) => {
                self.made(self.comprehension(comprehension, row)?, span)
            }
            Kind::Quantified(quantifier, comprehension) => {
                self.quantified(*quantifier, comprehension, row)
            }
            Kind::Reduce(reduce) => self.reduce(reduce, row),
            Kind::MapProjection(object, items) => {
                self.made(self.map_projection(object, items, row)?, span)
            }
            Kind::Exists(subquery) => match self.subquery(*subquery, row).next() {
                Some(Err(error)) => Err(error),
                found => Ok(Value::Bool(found.is_some())),
            },
            Kind::Count(subquery) => {
                let mut count = 0;
                for found in self.subquery(*subquery, row) {
                    found?;
                    count += 1;
                }
                Ok(Value::Int(count))
            }
            Kind::Collect(subquery, projection) => {
                let (mut values, mut kept) = (Vec::new(), self.kept());
                for found in self.subquery(*subquery, row) {
                    values.push(self.eval(projection, &found?)?);
                    kept.keep(2 * PLACE, values.last(), span)?;
                }
                self.made(Value::list(values), span)
            }
            _ => self.eval(expression, row),
        }
    }

    /// The values of expressions, and what they take together.
    fn all(&self, expressions: &[Expression], row: &Row) -> Result<(Vec<Value>, Kept<'_>), Error> {
        let mut kept = self.kept();
        let mut values = Vec::with_capacity(expressions.len());
        for expression in expressions {
            values.push(self.eval(expression, row)?);
            kept.keep(0, values.last(), expression.span)?;
        }
        Ok((values, kept))
    }

    fn map(&self, entries: &[(Arc<str>, Expression)], row: &Row) -> Result<Value, Error> {
        let mut kept = self.kept();
        let entries = entries.iter().map(|(key, expression)| {
            let value = self.eval(expression, row)?;
            kept.keep(0, [&value], expression.span)?;
            Ok((key.clone(), value))
        });
        Ok(Value::map(entries.collect::<Result<Vec<_>, Error>>()?))
    }

    fn property(&self, object: &Expression, key: &Key, row: &Row) -> Result<Value, Error> {
        // A variable is the usual object: it isn't copied.
        let computed;
        let value = if let Kind::Slot(slot) = &object.kind {
            &row[*slot]
        } else {
            computed = self.eval(object, row)?;
            &computed
        };
        let properties = match value {
            Value::Null => return Ok(Value::Null),
            Value::Node(node) => self.graph.node_properties(*node),
            Value::Relationship(found) => self.graph.relationship_properties(*found),
            Value::Map(map) => return Ok(map.get(&key.name).cloned().unwrap_or_default()),
            other => {
                let found = component(other, &key.name);
                return found.map_err(|cause| Error::runtime(cause, object.span));
            }
        };
        if let Some(found) = properties.get(key.symbol) {
            return Ok(found.clone());
        }
        self.check_present(value, object.span)?;
        Ok(Value::Null)
    }

    /// What was deleted has nothing to read any more.
    fn check_present(&self, value: &Value, span: Span) -> Result<(), Error> {
        match element::deleted(self.graph, value) {
            Some(what) => Err(Error::runtime(Cause::DeletedEntityAccess { what }, span)),
            None => Ok(()),
        }
    }

    fn index(&self, list: &Value, index: &Value) -> Result<Value, Cause> {
        match (list, index) {
            (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
            (Value::List(items), Value::Int(index)) => {
                let at = if *index < 0 { index + items.len() as i64 } else { *index };
                let found = usize::try_from(at).ok().and_then(|at| items.get(at));
                Ok(found.cloned().unwrap_or_default())
            }
            (Value::List(_), other) => {
                Err(Cause::ListElementAccessByNonInteger { given: other.described() })
            }
            (Value::Map(map), Value::String(key)) => Ok(map.get(key).cloned().unwrap_or_default()),
            (Value::Node(node), Value::String(key)) => {
                Ok(self.graph.node_property(*node, key).clone())
            }
            (Value::Relationship(found), Value::String(key)) => {
                Ok(self.graph.relationship_property(*found, key).clone())
            }
            (other, Value::String(name)) if temporal::component(other, name).is_some() => {
                component(other, name)
            }
            (Value::Map(_) | Value::Node(_) | Value::Relationship(_), other) => {
                Err(Cause::MapElementAccessByNonString { given: other.described() })
            }
            (other, _) => {
                let (operation, given) = (String::from("an index"), other.described());
                Err(Cause::InvalidArgumentType { operation, given })
            }
        }
    }

    fn slice(
        &self,
        list: &Expression,
        from: Option<&Expression>,
        to: Option<&Expression>,
        row: &Row,
    ) -> Result<Value, Error> {
        let value = self.eval(list, row)?;
        let items = match &value {
            Value::Null => return Ok(Value::Null),
            Value::List(items) => items,
            other => return Err(refused("a slice", other, list.span)),
        };
        let bound = |bound: Option<&Expression>, absent: usize| -> Result<Option<usize>, Error> {
            let Some(bound) = bound else { return Ok(Some(absent)) };
            match self.eval(bound, row)? {
                Value::Null => Ok(None),
                Value::Int(at) => {
                    let length = items.len() as i64;
                    let at = if at < 0 { at.saturating_add(length) } else { at };
                    Ok(Some(at.clamp(0, length) as usize))
                }
                other => Err(refused("a slice", &other, bound.span)),
            }
        };
        let (from, to) = (bound(from, 0)?, bound(to, items.len())?);
        Ok(match (from, to) {
            (Some(from), Some(to)) => {
                let part = items[from.min(to)..to].iter().cloned();
                let part = self.reach().list(part).map_err(|cause| caused(cause, list.span))?;
                self.made(part, list.span)?
            }
            _ => Value::Null,
        })
    }

    fn has_labels(
        &self,
        object: &Expression,
        labels: &LabelTest,
        row: &Row,
    ) -> Result<Value, Error> {
        match self.eval(object, row)? {
            Value::Null => Ok(Value::Null),
            Value::Node(node) => Ok(Value::Bool(labels.accepts(self.graph.node_labels(node)))),
            Value::Relationship(found) => {
                Ok(Value::Bool(labels.accepts(&[self.graph.relationship_type(found)])))
            }
            other => Err(refused("a label", &other, object.span)),
        }
    }

    fn chain(
        &self,
        first: &Expression,
        rest: &[(BinaryOperator, Expression)],
        row: &Row,
    ) -> Result<Value, Error> {
        let mut kept = self.kept();
        let mut value = self.eval(first, row)?;
        for (operator, operand) in rest {
            // The left one waits for the right one.
            kept.keep(0, [&value], first.span)?;
            let right = self.eval(operand, row)?;
            let span = first.span.to(operand.span);
            self.run.budget.read([&value, &right], span)?;
            let result = self.binary(*operator, &value, &right);
            value = self.made(result.map_err(|cause| caused(cause, span))?, span)?;
            kept.release(kept.bytes());
        }
        Ok(value)
    }

    fn binary(
        &self,
        operator: BinaryOperator,
        left: &Value,
        right: &Value,
    ) -> Result<Value, Cause> {
        let texts = left.as_str().zip(right.as_str());
        let of_texts = |test: fn(&str, &str) -> bool| {
            Ok(texts.map_or(Value::Null, |(left, right)| Value::Bool(test(left, right))))
        };
        match operator {
            BinaryOperator::In => is_in(left, right, || self.run.budget.look()),
            BinaryOperator::StartsWith => of_texts(|left, right| left.starts_with(right)),
            BinaryOperator::EndsWith => of_texts(|left, right| left.ends_with(right)),
            BinaryOperator::Contains => of_texts(|left, right| left.contains(right)),
            BinaryOperator::Matches => match (left, right) {
                (Value::String(text), Value::String(pattern)) => {
                    let look = || self.run.budget.look();
                    self.run.patterns.matches(text, pattern, look).map(Value::Bool)
                }
                _ => Ok(Value::Null),
            },
            BinaryOperator::Concatenate => number::concatenated(&self.reach(), left, right),
            BinaryOperator::Add => number::sum(&self.reach(), left, right),
            _ => number::arithmetic(operator, left, right),
        }
    }

    /// Each operand is computed once; the first pair that doesn't hold decides.
    fn comparison(
        &self,
        first: &Expression,
        rest: &[(ComparisonOperator, Expression)],
        row: &Row,
    ) -> Result<Value, Error> {
        let mut left = self.eval(first, row)?;
        let mut open = false;
        for (operator, operand) in rest {
            let right = self.eval(operand, row)?;
            self.run.budget.read([&left, &right], operand.span)?;
            match compared(*operator, &left, &right) {
                Some(false) => return Ok(Value::Bool(false)),
                Some(true) => {}
                None => open = true,
            }
            left = right;
        }
        Ok(if open { Value::Null } else { Value::Bool(true) })
    }

    fn logical(
        &self,
        operator: LogicalOperator,
        operands: &[Expression],
        row: &Row,
    ) -> Result<Value, Error> {
        let mut result = Some(operator == LogicalOperator::And);
        for operand in operands {
            let value = self.truth(operand, row)?;
            result = match operator {
                LogicalOperator::And if value == Some(false) => return Ok(Value::Bool(false)),
                LogicalOperator::Or if value == Some(true) => return Ok(Value::Bool(true)),
                LogicalOperator::Xor => result.zip(value).map(|(a, b)| a != b),
                _ => result.and(value),
            };
        }
        Ok(result.map_or(Value::Null, Value::Bool))
    }

    /// True, false, or `None` for `null`.
    fn truth(&self, condition: &Expression, row: &Row) -> Result<Option<bool>, Error> {
        match self.eval(condition, row)? {
            Value::Bool(flag) => Ok(Some(flag)),
            Value::Null => Ok(None),
            other => Err(no_condition(&other, condition.span)),
        }
    }

    fn case(
        &self,
        branches: &[(Expression, Expression)],
        otherwise: Option<&Expression>,
        row: &Row,
    ) -> Result<Value, Error> {
        for (condition, result) in branches {
            if self.truth(condition, row)? == Some(true) {
                return self.eval(result, row);
            }
        }
        otherwise.map_or(Ok(Value::Null), |otherwise| self.eval(otherwise, row))
    }

    fn case_of(
        &self,
        subject: &Expression,
        branches: &[(Expression, Expression)],
        otherwise: Option<&Expression>,
        row: &Row,
    ) -> Result<Value, Error> {
        let subject = self.eval(subject, row)?;
        for (value, result) in branches {
            if self.eval(value, row)?.equals(&subject) == Some(true) {
                return self.eval(result, row);
            }
        }
        otherwise.map_or(Ok(Value::Null), |otherwise| self.eval(otherwise, row))
    }

    fn map_projection(
        &self,
        object: &Expression,
        items: &[Projected],
        row: &Row,
    ) -> Result<Value, Error> {
        let object_value = self.eval(object, row)?;
        if object_value.is_null() {
            return Ok(Value::Null);
        }
        let mut entries: Vec<(Arc<str>, Value)> = Vec::new();
        for item in items {
            match (item, &object_value) {
                (Projected::Entry(key, value), _) => {
                    entries.push((key.clone(), self.eval(value, row)?));
                }
                (Projected::All, Value::Map(map)) => {
                    entries.extend(map.iter().map(|(key, value)| (key.clone(), value.clone())));
                }
                (Projected::All, element) => match element::entries(self.graph, element) {
                    Some(found) => entries.extend(found),
                    None => return Err(refused("a map projection", element, object.span)),
                },
            }
        }
        Ok(Value::map(entries))
    }
}

/// A component of a date, a time or a duration: no other value has any.
fn component(value: &Value, name: &str) -> Result<Value, Cause> {
    match temporal::component(value, name) {
        Some(found) => found.map_err(|problem| Cause::InvalidTemporalValue { problem }),
        None => Err(Cause::NoProperties { given: value.described() }),
    }
}
