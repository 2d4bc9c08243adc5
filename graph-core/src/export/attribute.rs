//! Properties as the typed attributes of formats that have fewer types than values have.

use std::borrow::Cow;

use super::json;
use crate::{Graph, Value};

/// The type of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Type {
    /// One value.
    One(Scalar),
    /// A list of values that are all of one type; an empty one is of texts.
    List(Scalar),
    /// A list of other values, or a map: told as JSON.
    Json,
}

/// The type of a value that isn't made of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Scalar {
    Boolean,
    Integer,
    Float,
    Text,
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    DateTime,
    Duration,
}

impl Type {
    /// The type of a property's value.
    pub(super) fn of(value: &Value) -> Self {
        if let Some(scalar) = Scalar::of(value) {
            return Self::One(scalar);
        }
        let Some(items) = value.as_list() else { return Self::Json };
        let Some(first) = items.first() else { return Self::List(Scalar::Text) };
        match Scalar::of(first) {
            Some(scalar) if items.iter().all(|item| Scalar::of(item) == Some(scalar)) => {
                Self::List(scalar)
            }
            _ => Self::Json,
        }
    }
}

impl Scalar {
    fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Bool(_) => Self::Boolean,
            Value::Int(_) => Self::Integer,
            Value::Float(_) => Self::Float,
            Value::String(_) => Self::Text,
            Value::Date(_) => Self::Date,
            Value::LocalTime(_) => Self::LocalTime,
            Value::Time(_) => Self::Time,
            Value::LocalDateTime(_) => Self::LocalDateTime,
            Value::DateTime(_) => Self::DateTime,
            Value::Duration(_) => Self::Duration,
            _ => return None,
        })
    }
}

/// A value as an attribute's text: a text as it is, a list or map as JSON.
///
/// Numbers are written so that the readers of Java and Python take them: `Infinity`, `NaN`.
pub(super) fn text<'a>(graph: &Graph, value: &'a Value) -> Cow<'a, str> {
    match value {
        Value::Bool(flag) => flag.to_string().into(),
        Value::Int(number) => number.to_string().into(),
        Value::Float(number) => float(*number).into(),
        Value::String(text) => Cow::Borrowed(text),
        other => match other.temporal_text() {
            Some(text) => text.into(),
            None => json::text(graph, other).into(),
        },
    }
}

/// With a point or an exponent, so that it never reads as an integer.
fn float(number: f64) -> String {
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    format!("{number:?}")
}
