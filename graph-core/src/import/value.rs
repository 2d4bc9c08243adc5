//! The text of a field → a value of the type that its column has.

use std::fmt::{self, Display, Formatter};

use thiserror::Error;

use crate::Value;
use crate::temporal::Kind;

/// The type of a value that isn't made of others, as headers call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Boolean,
    /// A whole number of so many bits.
    Integer(&'static str, u32),
    Float(&'static str),
    Char,
    String,
    Temporal(Kind),
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) scalar: Scalar,
    pub(super) is_list: bool,
}

/// The names of all types of one value.
pub(super) const TYPES: [(&str, Scalar); 17] = [
    ("string", Scalar::String),
    ("int", Scalar::Integer("int", 32)),
    ("integer", Scalar::Integer("integer", 64)),
    ("long", Scalar::Integer("long", 64)),
    ("float", Scalar::Float("float")),
    ("double", Scalar::Float("double")),
    ("boolean", Scalar::Boolean),
    ("bool", Scalar::Boolean),
    ("byte", Scalar::Integer("byte", 8)),
    ("short", Scalar::Integer("short", 16)),
    ("char", Scalar::Char),
    ("date", Scalar::Temporal(Kind::Date)),
    ("localtime", Scalar::Temporal(Kind::LocalTime)),
    ("time", Scalar::Temporal(Kind::Time)),
    ("localdatetime", Scalar::Temporal(Kind::LocalDateTime)),
    ("datetime", Scalar::Temporal(Kind::DateTime)),
    ("duration", Scalar::Temporal(Kind::Duration)),
];

impl Type {
    /// Text.
    pub(super) const STRING: Self = Self::one(Scalar::String);
    /// Whole numbers.
    pub(super) const LONG: Self = Self::one(Scalar::Integer("long", 64));

    pub(super) const fn one(scalar: Scalar) -> Self {
        Self { scalar, is_list: false }
    }

    /// The value of an empty text in quotes; others are absent.
    pub(super) fn empty(self) -> Option<Value> {
        match self {
            Self { is_list: true, .. } => Some(Value::list([])),
            Self::STRING => Some("".into()),
            _ => None,
        }
    }

    /// The type of a name, such as `int` or `string[]`.
    pub(super) fn named(name: &str) -> Option<Self> {
        let (scalar, is_list) = match name.strip_suffix("[]") {
            Some(item) => (item, true),
            None => (name, false),
        };
        let known = TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(scalar));
        known.map(|(_, scalar)| Self { scalar: *scalar, is_list })
    }
}

impl Display for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.scalar {
            Scalar::Boolean => f.write_str("boolean"),
            Scalar::Integer(name, _) | Scalar::Float(name) => f.write_str(name),
            Scalar::Char => f.write_str("char"),
            Scalar::String => f.write_str("string"),
            Scalar::Temporal(kind) => f.write_str(kind.name()),
        }?;
        f.write_str(if self.is_list { "[]" } else { "" })
    }
}

/// How texts become values, but for their types.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// What sets the items of lists apart.
    pub(super) array_delimiter: char,
    /// Whether blanks around texts are left out.
    pub(super) trims: bool,
}

/// A text that is no value of its column's type.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{text}` is no {wanted}")]
pub struct BadValue {
    /// The text, cut where it is long.
    pub text: String,
    /// The name of the type.
    pub wanted: String,
}

impl Reading {
    /// Reads a text that isn't absent. Times without a zone are in the zone of the column, such as
    /// `+02:00` or `[Europe/Paris]`.
    ///
    /// # Errors
    /// [`BadValue`].
    pub(super) fn value(
        &self,
        text: &str,
        of: Type,
        zone: Option<&str>,
    ) -> Result<Value, BadValue> {
        let read = if of.is_list {
            let items = text.split(self.array_delimiter);
            items
                .map(|item| self.scalar(item, of.scalar, zone))
                .collect::<Option<Vec<_>>>()
                .map(Value::list)
        } else {
            self.scalar(text, of.scalar, zone)
        };
        read.ok_or_else(|| BadValue { text: shortened(text), wanted: of.to_string() })
    }

    fn scalar(&self, text: &str, of: Scalar, zone: Option<&str>) -> Option<Value> {
        let trimmed = text.trim_ascii();
        Some(match of {
            Scalar::String if self.trims => Value::from(text.trim()),
            Scalar::String => Value::from(text),
            Scalar::Char => {
                let mut characters = text.chars();
                (characters.next().is_some() && characters.next().is_none()).then(|| text.into())?
            }
            Scalar::Boolean if trimmed.eq_ignore_ascii_case("true") => true.into(),
            Scalar::Boolean if trimmed.eq_ignore_ascii_case("false") => false.into(),
            Scalar::Boolean => return None,
            Scalar::Integer(_, bits) => {
                let number: i64 = trimmed.parse().ok()?;
                let fits = bits == 64 || (-(1 << (bits - 1))..1 << (bits - 1)).contains(&number);
                fits.then_some(Value::Int(number))?
            }
            Scalar::Float(_) => Value::Float(trimmed.parse().ok()?),
            Scalar::Temporal(kind) => temporal(trimmed, kind, zone)?,
        })
    }
}

fn temporal(text: &str, kind: Kind, zone: Option<&str>) -> Option<Value> {
    let without = match kind {
        Kind::DateTime => Kind::LocalDateTime,
        Kind::Time => Kind::LocalTime,
        _ => return kind.parse(text).ok(),
    };
    match zone {
        Some(zone) if without.parse(text).is_ok() => kind.parse(&format!("{text}{zone}")).ok(),
        _ => kind.parse(text).ok(),
    }
}

/// A text for a message.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, name: &str, zone: Option<&str>) -> Result<Value, BadValue> {
        let reading = Reading { array_delimiter: ';', trims: false };
        reading.value(text, Type::named(name).expect(name), zone)
    }

    #[test]
    fn values_have_the_types_of_their_columns() {
        let list = |items: &[i64]| Value::list(items.iter().map(|item| Value::Int(*item)));
        for (text, name, value) in [
            (" -7 ", "int", Value::Int(-7)),
            ("9223372036854775807", "Long", Value::Int(i64::MAX)),
            ("127", "byte", Value::Int(127)),
            ("1e3", "DOUBLE", Value::Float(1000.0)),
            ("-Infinity", "float", Value::Float(f64::NEG_INFINITY)),
            ("TRUE", "boolean", true.into()),
            ("é", "char", "é".into()),
            (" a ", "string", " a ".into()),
            ("1;2; 3", "int[]", list(&[1, 2, 3])),
            ("a;;b", "string[]", Value::list(["a".into(), "".into(), "b".into()])),
        ] {
            assert_eq!(read(text, name, None), Ok(value), "{text} as {name}");
        }
        for (text, name) in [
            ("2147483648", "int"),
            ("-129", "byte"),
            ("1.5", "long"),
            ("", "int"),
            ("yes", "boolean"),
            ("ab", "char"),
            ("", "char"),
            ("1;;2", "int[]"),
            ("2025-02-30", "date"),
        ] {
            let refused = read(text, name, None).expect_err(text);
            assert_eq!(refused.to_string(), format!("`{text}` is no {name}"));
        }
        assert!(Type::named("point").is_none() && Type::named("int[][]").is_none());
    }

    #[test]
    fn times_are_read_in_the_zone_of_their_column() {
        let told =
            |text, name, zone| read(text, name, zone).expect(text).temporal_text().expect("a time");
        assert_eq!(told("2025-03-04", "date", None), "2025-03-04");
        assert_eq!(told("P1M", "duration", None), "P1M");
        assert_eq!(told("10:00", "time", Some("+02:00")), "10:00+02:00");
        assert_eq!(told("10:00Z", "time", Some("+02:00")), "10:00Z");
        let moment = told("2025-07-04T10:00", "datetime", Some("[Europe/Paris]"));
        assert_eq!(moment, "2025-07-04T10:00+02:00[Europe/Paris]");
    }

    #[test]
    fn long_texts_are_cut_in_messages() {
        let refused = read(&"é".repeat(1000), "int", None).expect_err("no number");
        assert_eq!(refused.text.chars().count(), 61);
    }
}
