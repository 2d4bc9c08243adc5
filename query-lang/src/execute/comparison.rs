//! `=`, `<`, `IN` and their kin on values, where `null` leaves the answer open.

use std::cmp::Ordering;

use graph_core::Value;

use crate::ast::ComparisonOperator;
use crate::budget::AT_ONCE;
use crate::error::Cause;

/// `value IN list`: `null` where no element is equal but one might be.
///
/// `look` is called now and then, and may end it.
pub(super) fn is_in(
    value: &Value,
    list: &Value,
    look: impl Fn() -> Result<(), Cause>,
) -> Result<Value, Cause> {
    let items = match list {
        Value::Null => return Ok(Value::Null),
        Value::List(items) => items,
        other => {
            let (operation, given) = (String::from("`IN`"), other.described());
            return Err(Cause::InvalidArgumentType { operation, given });
        }
    };
    let mut open = false;
    for (at, item) in items.iter().enumerate() {
        if at % AT_ONCE == AT_ONCE - 1 {
            look()?;
        }
        match item.equals(value) {
            Some(true) => return Ok(Value::Bool(true)),
            Some(false) => {}
            None => open = true,
        }
    }
    Ok(if open { Value::Null } else { Value::Bool(false) })
}

/// A comparison; `None` for `null`. `NaN` is neither less, equal nor greater.
pub(super) fn compared(operator: ComparisonOperator, left: &Value, right: &Value) -> Option<bool> {
    let ordered = |test: fn(Ordering) -> bool| match left.compare(right) {
        Some(order) => Some(test(order)),
        None if is_number(left) && is_number(right) => Some(false),
        None => None,
    };
    match operator {
        ComparisonOperator::Equal => left.equals(right),
        ComparisonOperator::NotEqual => left.equals(right).map(|equal| !equal),
        ComparisonOperator::Less => ordered(Ordering::is_lt),
        ComparisonOperator::LessOrEqual => ordered(Ordering::is_le),
        ComparisonOperator::Greater => ordered(Ordering::is_gt),
        ComparisonOperator::GreaterOrEqual => ordered(Ordering::is_ge),
    }
}

fn is_number(value: &Value) -> bool {
    matches!(value, Value::Int(_) | Value::Float(_))
}
