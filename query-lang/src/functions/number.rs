//! Functions of numbers.

use std::hash::{BuildHasher, RandomState};

use graph_core::Value;

use super::{Reach, wrong_type, wrong_value};
use crate::error::Cause;

pub(super) fn to_integer(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        same @ (Value::Null | Value::Int(_)) => Ok(same.clone()),
        Value::Float(number) => Ok(truncated(*number)),
        Value::Bool(flag) => Ok(Value::Int(i64::from(*flag))),
        Value::String(text) => Ok(match text.trim().parse::<i64>() {
            Ok(number) => Value::Int(number),
            Err(_) => text.trim().parse().map_or(Value::Null, truncated),
        }),
        other => Err(wrong_value("toInteger()", other)),
    }
}

/// A float without its fraction; `null` where that fits into no integer.
fn truncated(number: f64) -> Value {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if (-LIMIT..LIMIT).contains(&number) { Value::Int(number as i64) } else { Value::Null }
}

pub(super) fn to_float(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        same @ (Value::Null | Value::Float(_)) => Ok(same.clone()),
        Value::Int(number) => Ok(Value::Float(*number as f64)),
        Value::String(text) => Ok(text.trim().parse().map_or(Value::Null, Value::Float)),
        other => Err(wrong_value("toFloat()", other)),
    }
}

pub(super) fn abs(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Int(number) => number
            .checked_abs()
            .map(Value::Int)
            .ok_or_else(|| Cause::IntegerOverflow { text: format!("abs({number})") }),
        Value::Float(number) => Ok(Value::Float(number.abs())),
        other => Err(wrong_type("abs()", other)),
    }
}

pub(super) fn sign(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Int(number) => Ok(Value::Int(number.signum())),
        Value::Float(number) if *number == 0.0 || number.is_nan() => Ok(Value::Int(0)),
        Value::Float(number) => Ok(Value::Int(number.signum() as i64)),
        other => Err(wrong_type("sign()", other)),
    }
}

/// A float computed from a number; `null` stays `null`.
fn real(function: &str, value: &Value, compute: fn(f64) -> f64) -> Result<Value, Cause> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Int(number) => Ok(Value::Float(compute(*number as f64))),
        Value::Float(number) => Ok(Value::Float(compute(*number))),
        other => Err(wrong_type(function, other)),
    }
}

/// Half goes up, as the language has it: `round(-1.5)` is `-1.0`.
fn round_half_up(number: f64) -> f64 {
    let floor = number.floor();
    if number - floor >= 0.5 { floor + 1.0 } else { floor }
}

macro_rules! reals {
    ($($name:ident $function:literal $compute:expr;)*) => {$(
        pub(super) fn $name(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
            real($function, &arguments[0], $compute)
        }
    )*};
}

reals! {
    ceil "ceil()" f64::ceil;
    floor "floor()" f64::floor;
    sqrt "sqrt()" f64::sqrt;
    exp "exp()" f64::exp;
    log "log()" f64::ln;
    log10 "log10()" f64::log10;
    sin "sin()" f64::sin;
    cos "cos()" f64::cos;
    tan "tan()" f64::tan;
    cot "cot()" |radians| radians.tan().recip();
    sinh "sinh()" f64::sinh;
    cosh "cosh()" f64::cosh;
    tanh "tanh()" f64::tanh;
    coth "coth()" |number| number.tanh().recip();
    haversin "haversin()" |radians| (1.0 - radians.cos()) / 2.0;
    asin "asin()" f64::asin;
    acos "acos()" f64::acos;
    atan "atan()" f64::atan;
    degrees "degrees()" f64::to_degrees;
    radians "radians()" f64::to_radians;
}

/// With digits behind the point half goes away from zero; further digits than a float has change
/// nothing.
pub(super) fn round(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    let Some(digits) = arguments.get(1) else {
        return real("round()", &arguments[0], round_half_up);
    };
    let digits = match digits {
        Value::Null => return Ok(Value::Null),
        Value::Int(digits) if *digits >= 0 => (*digits).min(400) as i32,
        Value::Int(_) => {
            let problem = String::from("round() takes no negative number of digits");
            return Err(Cause::NumberOutOfRange { problem });
        }
        other => return Err(wrong_type("round()", other)),
    };
    let scale = 10_f64.powi(digits);
    let rounded = real("round()", &arguments[0], |number| number)?;
    Ok(match rounded {
        Value::Float(number) if (number * scale).is_finite() => {
            Value::Float((number * scale).round() / scale)
        }
        other => other,
    })
}

/// A float computed from two numbers; `null` where one is.
fn of_two(
    function: &str,
    arguments: &[Value],
    compute: fn(f64, f64) -> f64,
) -> Result<Value, Cause> {
    let number = |value: &Value| match value {
        Value::Int(number) => Ok(*number as f64),
        Value::Float(number) => Ok(*number),
        other => Err(wrong_type(function, other)),
    };
    if arguments.iter().any(Value::is_null) {
        return Ok(Value::Null);
    }
    Ok(Value::Float(compute(number(&arguments[0])?, number(&arguments[1])?)))
}

pub(super) fn atan2(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    of_two("atan2()", arguments, f64::atan2)
}

pub(super) fn power(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    of_two("power()", arguments, f64::powf)
}

#[allow(clippy::unnecessary_wraps)]
pub(super) fn pi(_: &Reach<'_>, _: &[Value]) -> Result<Value, Cause> {
    Ok(Value::Float(std::f64::consts::PI))
}

#[allow(clippy::unnecessary_wraps)]
pub(super) fn e(_: &Reach<'_>, _: &[Value]) -> Result<Value, Cause> {
    Ok(Value::Float(std::f64::consts::E))
}

/// Each [`RandomState`] hashes with keys of its own: 53 random bits.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn rand(_: &Reach<'_>, _: &[Value]) -> Result<Value, Cause> {
    let bits = RandomState::new().hash_one(0_u8) >> 11;
    Ok(Value::Float(bits as f64 / (1_u64 << 53) as f64))
}
