//! Arithmetic. Integers stay integers, and what doesn't fit into 64 bits is an error.

use graph_core::Value;
use graph_core::temporal::{minus, plus};

use crate::ast::BinaryOperator;
use crate::budget::fits;
use crate::error::Cause;
use crate::functions::Reach;

/// `left operator right` of numbers and times for `+ - * / % ^`; `null` where an operand is.
pub(super) fn arithmetic(
    operator: BinaryOperator,
    left: &Value,
    right: &Value,
) -> Result<Value, Cause> {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Int(a), Value::Int(b)) if operator != BinaryOperator::Power => {
            integers(operator, *a, *b)
        }
        (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => {
            Ok(Value::Float(floats(operator, float(left), float(right))))
        }
        (_, Value::Duration(_)) | (Value::Duration(_), _) => durations(operator, left, right),
        _ => Err(refused(operator, left, right)),
    }
}

fn float(value: &Value) -> f64 {
    match value {
        Value::Int(number) => *number as f64,
        Value::Float(number) => *number,
        _ => f64::NAN,
    }
}

fn integers(operator: BinaryOperator, a: i64, b: i64) -> Result<Value, Cause> {
    let result = match operator {
        BinaryOperator::Add => a.checked_add(b),
        BinaryOperator::Subtract => a.checked_sub(b),
        BinaryOperator::Multiply => a.checked_mul(b),
        _ if b == 0 => return Err(Cause::DivisionByZero),
        BinaryOperator::Divide => a.checked_div(b),
        _ => Some(a.wrapping_rem(b)),
    };
    result
        .map(Value::Int)
        .ok_or_else(|| Cause::IntegerOverflow { text: format!("{a} {operator} {b}") })
}

fn floats(operator: BinaryOperator, a: f64, b: f64) -> f64 {
    match operator {
        BinaryOperator::Add => a + b,
        BinaryOperator::Subtract => a - b,
        BinaryOperator::Multiply => a * b,
        BinaryOperator::Divide => a / b,
        BinaryOperator::Modulo => a % b,
        _ => a.powf(b),
    }
}

/// Durations added to dates, times and each other, and multiplied by numbers.
fn durations(operator: BinaryOperator, left: &Value, right: &Value) -> Result<Value, Cause> {
    let result = match (operator, left, right) {
        (BinaryOperator::Add, value, Value::Duration(duration))
        | (BinaryOperator::Add, Value::Duration(duration), value) => plus(value, duration),
        (BinaryOperator::Subtract, value, Value::Duration(duration)) => minus(value, duration),
        (BinaryOperator::Multiply, Value::Duration(duration), factor)
        | (BinaryOperator::Multiply, factor, Value::Duration(duration)) => match factor {
            Value::Int(factor) => Some(duration.times(*factor).map(Value::from)),
            Value::Float(factor) => Some(duration.scaled(*factor).map(Value::from)),
            _ => None,
        },
        (BinaryOperator::Divide, Value::Duration(duration), divisor) => match divisor {
            Value::Int(0) => return Err(Cause::DivisionByZero),
            Value::Int(divisor) => Some(duration.over(*divisor).map(Value::from)),
            Value::Float(divisor) => Some(duration.divided(*divisor).map(Value::from)),
            _ => None,
        },
        _ => None,
    };
    let refused = || refused(operator, left, right);
    result.ok_or_else(refused)?.map_err(|problem| Cause::InvalidTemporalValue { problem })
}

/// `left + right` of any types; long lists and texts must fit.
pub(super) fn sum(reach: &Reach<'_>, left: &Value, right: &Value) -> Result<Value, Cause> {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::List(a), Value::List(b)) => reach.list(a.iter().chain(b.iter()).cloned()),
        (Value::List(a), b) => reach.list(a.iter().chain([b]).cloned()),
        (a, Value::List(b)) => reach.list([a].into_iter().chain(b.iter()).cloned()),
        (Value::String(a), Value::String(b)) => {
            fits(a.len().saturating_add(b.len()))?;
            Ok(Value::from(format!("{a}{b}")))
        }
        (Value::String(a), Value::Int(b)) => Ok(Value::from(format!("{a}{b}"))),
        (Value::String(a), Value::Float(b)) => Ok(Value::from(format!("{a}{b:?}"))),
        (Value::Int(a), Value::String(b)) => Ok(Value::from(format!("{a}{b}"))),
        (Value::Float(a), Value::String(b)) => Ok(Value::from(format!("{a:?}{b}"))),
        _ => arithmetic(BinaryOperator::Add, left, right),
    }
}

/// `||`, of two texts or two lists.
pub(super) fn concatenated(reach: &Reach<'_>, left: &Value, right: &Value) -> Result<Value, Cause> {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::List(_), Value::List(_)) | (Value::String(_), Value::String(_)) => {
            sum(reach, left, right)
        }
        _ => Err(refused(BinaryOperator::Concatenate, left, right)),
    }
}

fn refused(operator: BinaryOperator, left: &Value, right: &Value) -> Cause {
    let operation = format!("`{operator}`");
    Cause::InvalidArgumentType {
        operation,
        given: format!("{} and {}", left.described(), right.described()),
    }
}

/// `-value`.
pub(super) fn negated(value: &Value) -> Result<Value, Cause> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Int(number) => number
            .checked_neg()
            .map(Value::Int)
            .ok_or_else(|| Cause::IntegerOverflow { text: format!("-({number})") }),
        Value::Float(number) => Ok(Value::Float(-number)),
        other => Err(Cause::InvalidArgumentType {
            operation: String::from("`-`"),
            given: other.described(),
        }),
    }
}
