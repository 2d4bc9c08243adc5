//! Functions of text. Positions and lengths count characters.

use graph_core::Value;

use super::{Reach, wrong_type, wrong_value};
use crate::budget::fits;
use crate::error::Cause;

pub(super) fn to_string(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Bool(flag) => Ok(Value::from(flag.to_string())),
        Value::Int(number) => Ok(Value::from(number.to_string())),
        Value::Float(number) => Ok(Value::from(format!("{number:?}"))),
        text @ Value::String(_) => Ok(text.clone()),
        other => match other.temporal_text() {
            Some(text) => Ok(Value::from(text)),
            None => Err(wrong_value("toString()", other)),
        },
    }
}

pub(super) fn to_boolean(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        same @ (Value::Null | Value::Bool(_)) => Ok(same.clone()),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Ok(Value::Bool(true)),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Ok(Value::Bool(false)),
        Value::String(_) => Ok(Value::Null),
        other => Err(wrong_value("toBoolean()", other)),
    }
}

/// A text made of a text; `null` stays `null`.
fn mapped(function: &str, value: &Value, compute: impl Fn(&str) -> String) -> Result<Value, Cause> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::String(text) => Ok(Value::from(compute(text))),
        other => Err(wrong_type(function, other)),
    }
}

pub(super) fn to_lower(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    mapped("toLower()", &arguments[0], str::to_lowercase)
}

pub(super) fn to_upper(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    mapped("toUpper()", &arguments[0], str::to_uppercase)
}

pub(super) fn trim(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    mapped("trim()", &arguments[0], |text| text.trim().to_owned())
}

pub(super) fn trim_start(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    trimmed("lTrim()", arguments, |text, is_out| text.trim_start_matches(is_out))
}

pub(super) fn trim_end(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    trimmed("rTrim()", arguments, |text, is_out| text.trim_end_matches(is_out))
}

pub(super) fn trim_both(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    trimmed("btrim()", arguments, |text, is_out| text.trim_matches(is_out))
}

/// Without blanks, or without the characters of the second argument.
fn trimmed(
    function: &str,
    arguments: &[Value],
    trim: for<'t> fn(&'t str, &dyn Fn(char) -> bool) -> &'t str,
) -> Result<Value, Cause> {
    let Some(texts) = texts(function, arguments)? else { return Ok(Value::Null) };
    let kept = match texts.get(1) {
        Some(characters) => trim(texts[0], &|character| characters.contains(character)),
        None => trim(texts[0], &char::is_whitespace),
    };
    Ok(Value::from(kept))
}

/// The texts among the arguments; `None` where one is `null`.
fn texts<'a>(function: &str, arguments: &'a [Value]) -> Result<Option<Vec<&'a str>>, Cause> {
    if arguments.iter().any(Value::is_null) {
        return Ok(None);
    }
    let texts = arguments.iter().map(|value| value.as_str().ok_or(wrong_type(function, value)));
    texts.collect::<Result<_, _>>().map(Some)
}

pub(super) fn replace(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    let Some(texts) = texts("replace()", arguments)? else { return Ok(Value::Null) };
    let (text, found) = (texts[0], texts[0].matches(texts[1]).count());
    let kept = text.len() - found * texts[1].len();
    fits(found.saturating_mul(texts[2].len()).saturating_add(kept))?;
    Ok(Value::from(texts[0].replace(texts[1], texts[2])))
}

pub(super) fn split(reach: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    let Some(texts) = texts("split()", arguments)? else { return Ok(Value::Null) };
    if texts[1].is_empty() {
        let letters = texts[0].chars();
        return reach
            .list(letters.map(|letter| Value::from(letter.encode_utf8(&mut [0; 4]) as &str)));
    }
    reach.list(texts[0].split(texts[1]).map(Value::from))
}

/// A whole number from 0.
fn length(function: &str, value: &Value) -> Result<usize, Cause> {
    match value {
        Value::Int(number) => usize::try_from(*number).map_err(|_| Cause::NumberOutOfRange {
            problem: format!("{function} takes no negative number"),
        }),
        other => Err(wrong_type(function, other)),
    }
}

pub(super) fn substring(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    if arguments[0].is_null() {
        return Ok(Value::Null);
    }
    let start = length("substring()", &arguments[1])?;
    let most = arguments.get(2).map_or(Ok(usize::MAX), |value| length("substring()", value))?;
    mapped("substring()", &arguments[0], |text| text.chars().skip(start).take(most).collect())
}

pub(super) fn left(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    if arguments[0].is_null() {
        return Ok(Value::Null);
    }
    let most = length("left()", &arguments[1])?;
    mapped("left()", &arguments[0], |text| text.chars().take(most).collect())
}

pub(super) fn right(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    if arguments[0].is_null() {
        return Ok(Value::Null);
    }
    let most = length("right()", &arguments[1])?;
    mapped("right()", &arguments[0], |text| {
        text.chars().skip(text.chars().count().saturating_sub(most)).collect()
    })
}
