//! The evaluator of expressions.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use graph_core::{Value, temporal};
use regex::{Regex, RegexBuilder};

use super::comparison::{compared, is_in};
use super::{Executor, Row, no_condition, number, refused};
use crate::ast::{BinaryOperator, ComparisonOperator, LogicalOperator, Quantifier, Span};
use crate::error::{Cause, Error};
use crate::expression::{Comprehension, Expression, Key, Kind, LabelTest, Projected, Reduce};
use crate::functions::element;

/// Regular expressions that were compiled already, by text.
pub(super) type Patterns = RefCell<HashMap<Arc<str>, Regex>>;

/// The most bytes of a compiled regular expression: a match can't be stopped, and takes its size
/// times the text's.
const LARGEST_PATTERN: usize = 1 << 20;

/// The most regular expressions that are kept.
const MOST_PATTERNS: usize = 100;

impl Executor<'_> {
    /// The value of an expression for a row.
    pub(super) fn eval(&self, expression: &Expression, row: &Row) -> Result<Value, Error> {
        let span = expression.span;
        match &expression.kind {
            Kind::Value(value) => Ok(value.clone()),
            Kind::Slot(slot) => Ok(row[*slot].clone()),
            Kind::List(items) => self.made(Value::list(self.all(items, row)?), span),
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
                let arguments = self.all(arguments, row)?;
                self.run.budget.read(&arguments, span)?;
                let value = function(self.graph, &arguments);
                self.made(value.map_err(|cause| Error::runtime(cause, span))?, span)
            }
            _ => self.eval_scoped(expression, row),
        }
    }

    /// A new value, counted.
    fn made(&self, value: Value, span: Span) -> Result<Value, Error> {
        self.run.budget.keep(&value, span)?;
        Ok(value)
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
                let mut values = Vec::new();
                for found in self.subquery(*subquery, row) {
                    values.push(self.eval(projection, &found?)?);
                }
                self.made(Value::list(values), span)
            }
            _ => self.eval(expression, row),
        }
    }

    fn all(&self, expressions: &[Expression], row: &Row) -> Result<Vec<Value>, Error> {
        expressions.iter().map(|expression| self.eval(expression, row)).collect()
    }

    fn map(&self, entries: &[(Arc<str>, Expression)], row: &Row) -> Result<Value, Error> {
        let entries = entries.iter().map(|(key, value)| Ok((key.clone(), self.eval(value, row)?)));
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
            (Some(from), Some(to)) => Value::list(items[from.min(to)..to].iter().cloned()),
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
        let mut value = self.eval(first, row)?;
        for (operator, operand) in rest {
            let right = self.eval(operand, row)?;
            let span = first.span.to(operand.span);
            self.run.budget.read([&value, &right], span)?;
            let result = self.binary(*operator, &value, &right);
            value = self.made(result.map_err(|cause| Error::runtime(cause, span))?, span)?;
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
            BinaryOperator::In => is_in(left, right),
            BinaryOperator::StartsWith => of_texts(|left, right| left.starts_with(right)),
            BinaryOperator::EndsWith => of_texts(|left, right| left.ends_with(right)),
            BinaryOperator::Contains => of_texts(|left, right| left.contains(right)),
            BinaryOperator::Matches => match (left, right) {
                (Value::String(text), Value::String(pattern)) => self.matches(text, pattern),
                _ => Ok(Value::Null),
            },
            BinaryOperator::Concatenate => number::concatenated(left, right),
            _ => number::arithmetic(operator, left, right),
        }
    }

    /// Whether the whole text matches a regular expression.
    fn matches(&self, text: &str, pattern: &Arc<str>) -> Result<Value, Cause> {
        if let Some(known) = self.run.patterns.borrow().get(pattern) {
            return Ok(Value::Bool(known.is_match(text)));
        }
        let mut compiled = RegexBuilder::new(&format!(r"\A(?:{pattern})\z"));
        let compiled = compiled.size_limit(LARGEST_PATTERN).build().map_err(|error| {
            let problem = error.to_string().lines().last().unwrap_or_default().to_owned();
            Cause::InvalidRegularExpression { problem }
        })?;
        let found = compiled.is_match(text);
        let mut patterns = self.run.patterns.borrow_mut();
        if patterns.len() >= MOST_PATTERNS {
            patterns.clear();
        }
        patterns.insert(pattern.clone(), compiled);
        Ok(Value::Bool(found))
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

    /// The list of a comprehension; `None` for `null`.
    fn list(&self, list: &Expression, row: &Row) -> Result<Option<Arc<[Value]>>, Error> {
        match self.eval(list, row)? {
            Value::Null => Ok(None),
            Value::List(items) => Ok(Some(items)),
            other => Err(refused("a comprehension", &other, list.span)),
        }
    }

    fn comprehension(&self, comprehension: &Comprehension, row: &Row) -> Result<Value, Error> {
        let Some(items) = self.list(&comprehension.list, row)? else { return Ok(Value::Null) };
        let mut inner = row.clone();
        let mut values = Vec::new();
        for item in items.iter() {
            self.run.budget.spend(1, comprehension.list.span)?;
            inner[comprehension.slot] = item.clone();
            let kept = match &comprehension.predicate {
                Some(predicate) => self.truth(predicate, &inner)? == Some(true),
                None => true,
            };
            if kept {
                values.push(match &comprehension.projection {
                    Some(projection) => self.eval(projection, &inner)?,
                    None => item.clone(),
                });
            }
        }
        Ok(Value::list(values))
    }

    fn quantified(
        &self,
        quantifier: Quantifier,
        comprehension: &Comprehension,
        row: &Row,
    ) -> Result<Value, Error> {
        let Some(items) = self.list(&comprehension.list, row)? else { return Ok(Value::Null) };
        let mut inner = row.clone();
        let (mut holding, mut failing, mut open) = (0_usize, 0_usize, 0_usize);
        for item in items.iter() {
            self.run.budget.spend(1, comprehension.list.span)?;
            inner[comprehension.slot] = item.clone();
            let truth = match &comprehension.predicate {
                Some(predicate) => self.truth(predicate, &inner)?,
                None => Some(true),
            };
            match truth {
                Some(true) => holding += 1,
                Some(false) => failing += 1,
                None => open += 1,
            }
        }
        let decided = match quantifier {
            Quantifier::All if failing > 0 => Some(false),
            Quantifier::Any if holding > 0 => Some(true),
            Quantifier::None if holding > 0 => Some(false),
            Quantifier::Single if holding > 1 => Some(false),
            _ if open > 0 => None,
            Quantifier::All | Quantifier::None => Some(true),
            Quantifier::Any => Some(false),
            Quantifier::Single => Some(holding == 1),
        };
        Ok(decided.map_or(Value::Null, Value::Bool))
    }

    fn reduce(&self, reduce: &Reduce, row: &Row) -> Result<Value, Error> {
        let Some(items) = self.list(&reduce.list, row)? else { return Ok(Value::Null) };
        let mut inner = row.clone();
        inner[reduce.accumulator] = self.eval(&reduce.initial, row)?;
        for item in items.iter() {
            inner[reduce.slot] = item.clone();
            let step = self.eval(&reduce.step, &inner)?;
            inner[reduce.accumulator] = self.made(step, reduce.step.span)?;
        }
        Ok(std::mem::take(&mut inner[reduce.accumulator]))
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
