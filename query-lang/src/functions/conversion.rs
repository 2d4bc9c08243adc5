//! Functions that tell what a value is, and those that make one type of another where they can.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};

use graph_core::Value;
use unicode_normalization::UnicodeNormalization;

use super::{Reach, Scalar, number, text, wrong_type};
use crate::error::Cause;

/// What a conversion gives, and `null` for what it can't convert.
fn or_null(conversion: Scalar, reach: &Reach<'_>, value: &Value) -> Value {
    conversion(reach, std::slice::from_ref(value)).unwrap_or_default()
}

/// The converted elements of a list.
fn each(
    function: &str,
    conversion: Scalar,
    reach: &Reach<'_>,
    list: &Value,
) -> Result<Value, Cause> {
    match list {
        Value::Null => Ok(Value::Null),
        Value::List(items) => reach.list(items.iter().map(|item| or_null(conversion, reach, item))),
        other => Err(wrong_type(function, other)),
    }
}

macro_rules! conversions {
    ($($or_null:ident $list:ident $name:literal $conversion:path;)*) => {$(
        #[allow(clippy::unnecessary_wraps)]
        pub(super) fn $or_null(reach: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
            Ok(or_null($conversion, reach, &arguments[0]))
        }

        pub(super) fn $list(reach: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
            each($name, $conversion, reach, &arguments[0])
        }
    )*};
}

conversions! {
    to_integer_or_null to_integer_list "toIntegerList()" number::to_integer;
    to_float_or_null to_float_list "toFloatList()" number::to_float;
    to_string_or_null to_string_list "toStringList()" text::to_string;
    to_boolean_or_null to_boolean_list "toBooleanList()" text::to_boolean;
}

pub(super) fn is_empty(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::List(items) => Ok(Value::Bool(items.is_empty())),
        Value::Map(entries) => Ok(Value::Bool(entries.is_empty())),
        Value::String(text) => Ok(Value::Bool(text.is_empty())),
        other => Err(wrong_type("isEmpty()", other)),
    }
}

pub(super) fn is_nan(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Int(_) => Ok(Value::Bool(false)),
        Value::Float(number) => Ok(Value::Bool(number.is_nan())),
        other => Err(wrong_type("isNaN()", other)),
    }
}

#[allow(clippy::unnecessary_wraps)]
pub(super) fn null_if(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    let same = arguments[0].equals(&arguments[1]) == Some(true);
    Ok(if same { Value::Null } else { arguments[0].clone() })
}

#[allow(clippy::unnecessary_wraps)]
pub(super) fn value_type(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    let (_, name) = type_name(&arguments[0]);
    let present = if arguments[0].is_null() { "" } else { " NOT NULL" };
    Ok(Value::from(format!("{name}{present}")))
}

/// A type's name with its place among the types of a list.
fn type_name(value: &Value) -> (u8, String) {
    let (rank, name) = match value {
        Value::Null => (0, "NULL"),
        Value::Bool(_) => (1, "BOOLEAN"),
        Value::String(_) => (2, "STRING"),
        Value::Int(_) => (3, "INTEGER"),
        Value::Float(_) => (4, "FLOAT"),
        Value::Date(_) => (5, "DATE"),
        Value::LocalTime(_) => (6, "LOCAL TIME"),
        Value::Time(_) => (7, "ZONED TIME"),
        Value::LocalDateTime(_) => (8, "LOCAL DATETIME"),
        Value::DateTime(_) => (9, "ZONED DATETIME"),
        Value::Duration(_) => (10, "DURATION"),
        Value::Node(_) => (11, "NODE"),
        Value::Relationship(_) => (12, "RELATIONSHIP"),
        Value::Map(_) => (13, "MAP"),
        Value::List(items) => return (14, format!("LIST<{}>", element_types(items))),
        Value::Path(_) => (15, "PATH"),
    };
    (rank, name.to_owned())
}

/// `INTEGER NOT NULL | STRING NOT NULL`; with a `null` among the elements, without `NOT NULL`.
fn element_types(items: &[Value]) -> String {
    let types: BTreeSet<_> = items.iter().filter(|item| !item.is_null()).map(type_name).collect();
    let present = if items.iter().any(Value::is_null) { "" } else { " NOT NULL" };
    let names: Vec<_> = types.iter().map(|(_, name)| format!("{name}{present}")).collect();
    match (names.is_empty(), items.is_empty()) {
        (true, true) => String::from("NOTHING"),
        (true, false) => String::from("NULL"),
        _ => names.join(" | "),
    }
}

pub(super) fn normalize(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::String(text) => Ok(Value::from(text.nfc().collect::<String>())),
        other => Err(wrong_type("normalize()", other)),
    }
}

/// Version 4: random but for the version and the variant.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn random_uuid(_: &Reach<'_>, _: &[Value]) -> Result<Value, Cause> {
    let bits = || RandomState::new().hash_one(0_u8);
    let (high, low) = (bits() & !0xF000 | 0x4000, bits() & !(0b11 << 62) | 0b10 << 62);
    Ok(Value::from(format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xFFFF,
        high & 0xFFFF,
        low >> 48,
        low & 0xFFFF_FFFF_FFFF
    )))
}
