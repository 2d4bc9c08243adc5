//! What a procedure takes and gives: names and types.

use std::fmt::{self, Display, Formatter};

use graph_core::Value;

/// A parameter or a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub field_type: FieldType,
}

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldType {
    /// The values that it holds.
    pub value_type: ValueType,
    /// Whether it may be `null`, which a `?` says.
    pub nullable: bool,
}

/// The values of one or several types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Any value.
    Any,
    /// `true` and `false`.
    Boolean,
    /// Integers.
    Integer,
    /// Floats; an integer becomes one.
    Float,
    /// Integers and floats.
    Number,
    /// Text.
    String,
    /// Lists.
    List,
    /// Maps.
    Map,
    /// Nodes.
    Node,
    /// Relationships.
    Relationship,
    /// Paths.
    Path,
}

impl ValueType {
    /// These values, or `null`.
    pub fn or_null(self) -> FieldType {
        FieldType { value_type: self, nullable: true }
    }

    /// Its name in a signature.
    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "ANY",
            Self::Boolean => "BOOLEAN",
            Self::Integer => "INTEGER",
            Self::Float => "FLOAT",
            Self::Number => "NUMBER",
            Self::String => "STRING",
            Self::List => "LIST",
            Self::Map => "MAP",
            Self::Node => "NODE",
            Self::Relationship => "RELATIONSHIP",
            Self::Path => "PATH",
        }
    }

    /// The type of this name, in capitals or not.
    pub fn named(name: &str) -> Option<Self> {
        const ALL: [ValueType; 11] = [
            ValueType::Any,
            ValueType::Boolean,
            ValueType::Integer,
            ValueType::Float,
            ValueType::Number,
            ValueType::String,
            ValueType::List,
            ValueType::Map,
            ValueType::Node,
            ValueType::Relationship,
            ValueType::Path,
        ];
        ALL.into_iter().find(|known| known.name().eq_ignore_ascii_case(name))
    }

    fn holds(self, value: &Value) -> bool {
        match self {
            Self::Any => true,
            Self::Boolean => matches!(value, Value::Bool(_)),
            Self::Integer => matches!(value, Value::Int(_)),
            Self::Float => matches!(value, Value::Float(_)),
            Self::Number => matches!(value, Value::Int(_) | Value::Float(_)),
            Self::String => matches!(value, Value::String(_)),
            Self::List => matches!(value, Value::List(_)),
            Self::Map => matches!(value, Value::Map(_)),
            Self::Node => matches!(value, Value::Node(_)),
            Self::Relationship => matches!(value, Value::Relationship(_)),
            Self::Path => matches!(value, Value::Path(_)),
        }
    }
}

impl From<ValueType> for FieldType {
    fn from(value_type: ValueType) -> Self {
        Self { value_type, nullable: false }
    }
}

impl FieldType {
    /// The value as a field of this type holds it; `None` where it can't.
    ///
    /// ```
    /// use query_lang::procedures::ValueType;
    /// assert_eq!(ValueType::Float.or_null().accept(42.into()), Some(42.0.into()));
    /// assert_eq!(ValueType::Integer.or_null().accept("a".into()), None);
    /// ```
    pub fn accept(self, value: Value) -> Option<Value> {
        match value {
            Value::Null => self.nullable.then_some(Value::Null),
            Value::Int(number) if self.value_type == ValueType::Float => {
                Some(Value::Float(number as f64))
            }
            value => self.value_type.holds(&value).then_some(value),
        }
    }
}

impl Display for FieldType {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.value_type.name(), if self.nullable { "?" } else { "" })
    }
}

impl Display for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} :: {}", self.name, self.field_type)
    }
}
