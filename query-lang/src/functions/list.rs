//! Functions of lists, and those that take anything.

use graph_core::Value;

use super::{Reach, wrong_type};
use crate::error::Cause;

/// The longest list that `range` makes.
const LONGEST_RANGE: u64 = 10_000_000;

pub(super) fn size(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::List(items) => Ok(Value::Int(items.len() as i64)),
        Value::String(text) => Ok(Value::Int(text.chars().count() as i64)),
        other => Err(wrong_type("size()", other)),
    }
}

pub(super) fn head(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    of_list("head()", &arguments[0], |items| items.first().cloned().unwrap_or_default())
}

pub(super) fn last(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    of_list("last()", &arguments[0], |items| items.last().cloned().unwrap_or_default())
}

pub(super) fn tail(reach: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::List(items) => reach.list(items.iter().skip(1).cloned()),
        other => Err(wrong_type("tail()", other)),
    }
}

fn of_list(
    function: &str,
    value: &Value,
    compute: impl Fn(&[Value]) -> Value,
) -> Result<Value, Cause> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::List(items) => Ok(compute(items)),
        other => Err(wrong_type(function, other)),
    }
}

pub(super) fn range(reach: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    let bound = |at: usize| match arguments.get(at) {
        None => Ok(1),
        Some(Value::Int(number)) => Ok(*number),
        Some(other) => Err(Cause::InvalidArgument {
            operation: String::from("range()"),
            given: other.described(),
        }),
    };
    let (start, end, step) = (bound(0)?, bound(1)?, bound(2)?);
    if step == 0 {
        let problem = String::from("the step of range() can't be 0");
        return Err(Cause::NumberOutOfRange { problem });
    }
    if (step > 0) != (start <= end) && start != end {
        return Ok(Value::list([]));
    }
    let count = (start.abs_diff(end) / step.unsigned_abs()).saturating_add(1);
    if count > LONGEST_RANGE {
        let problem = format!("range() makes at most {LONGEST_RANGE} numbers, not {count}");
        return Err(Cause::LimitExceeded { problem });
    }
    let number = |at: u64| (i128::from(start) + i128::from(at) * i128::from(step)) as i64;
    reach.list((0..count).map(|at| Value::Int(number(at))))
}

pub(super) fn reverse(reach: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::List(items) => reach.list(items.iter().rev().cloned()),
        Value::String(text) => Ok(Value::from(text.chars().rev().collect::<String>())),
        other => Err(wrong_type("reverse()", other)),
    }
}

#[allow(clippy::unnecessary_wraps)]
pub(super) fn coalesce(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    Ok(arguments.iter().find(|value| !value.is_null()).cloned().unwrap_or_default())
}

#[allow(clippy::unnecessary_wraps)]
pub(super) fn exists(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    Ok(match &arguments[0] {
        Value::Bool(found) => Value::Bool(*found),
        value => Value::Bool(!value.is_null()),
    })
}
