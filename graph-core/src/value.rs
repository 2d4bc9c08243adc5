//! The one value type: what properties hold and what queries compute.
//!
//! `Eq`, `Hash` and `Ord` are Cypher's *equivalence* and *orderability*: total, `null` equals
//! `null`, `NaN` equals `NaN`, `1` equals `1.0`; grouping, `DISTINCT` and `ORDER BY` use them.
//! [`Value::equals`] and [`Value::compare`] are the ternary `=` and `<` of expressions, where
//! `null` makes the answer unknown (`None`).

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::graph::{NodeId, RelationshipId};
use crate::temporal::{Date, DateTime, Duration, Kind, LocalDateTime, LocalTime, Time};

/// A value of the query language. Cheap to clone: anything large is shared.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// Absent or unknown.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A 64-bit signed integer.
    Int(i64),
    /// A 64-bit float.
    Float(f64),
    /// UTF-8 text.
    String(Arc<str>),
    /// Values in order, of any types.
    List(Arc<Vec<Value>>),
    /// Values by name.
    Map(Arc<BTreeMap<Arc<str>, Value>>),
    /// A node of the graph that the query runs on.
    Node(NodeId),
    /// A relationship of the graph that the query runs on.
    Relationship(RelationshipId),
    /// A walk through the graph.
    Path(Arc<Path>),
    /// A day of the calendar.
    Date(Date),
    /// A time of the day.
    LocalTime(LocalTime),
    /// A time of the day at a distance from UTC.
    Time(Time),
    /// A day and a time.
    LocalDateTime(LocalDateTime),
    /// A moment in a time zone.
    DateTime(Arc<DateTime>),
    /// A span of time.
    Duration(Arc<Duration>),
}

/// A walk: `nodes` holds one more element than `relationships`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path {
    /// Nodes in walking order; never empty.
    pub nodes: Vec<NodeId>,
    /// Relationships in walking order; the i-th joins nodes i and i + 1, in either direction.
    pub relationships: Vec<RelationshipId>,
}

impl Value {
    /// Text as a value.
    pub fn string(text: impl AsRef<str>) -> Self {
        Self::String(text.as_ref().into())
    }

    /// A list from anything that yields values.
    pub fn list(items: impl IntoIterator<Item = Value>) -> Self {
        Self::List(Arc::new(items.into_iter().collect()))
    }

    /// A map from names and values; a later name replaces an earlier equal one.
    pub fn map(entries: impl IntoIterator<Item = (Arc<str>, Value)>) -> Self {
        Self::Map(Arc::new(entries.into_iter().collect()))
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text, where this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items, where this is a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The integer, where this is one.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// The ISO 8601 text of a date, a time or a duration.
    pub fn temporal_text(&self) -> Option<String> {
        match self {
            Self::Date(date) => Some(date.to_string()),
            Self::LocalTime(time) => Some(time.to_string()),
            Self::Time(time) => Some(time.to_string()),
            Self::LocalDateTime(local) => Some(local.to_string()),
            Self::DateTime(moment) => Some(moment.to_string()),
            Self::Duration(duration) => Some(duration.to_string()),
            _ => None,
        }
    }

    /// The type of a temporal value; `None` for others.
    pub fn temporal_kind(&self) -> Option<Kind> {
        match self {
            Self::Date(_) => Some(Kind::Date),
            Self::LocalTime(_) => Some(Kind::LocalTime),
            Self::Time(_) => Some(Kind::Time),
            Self::LocalDateTime(_) => Some(Kind::LocalDateTime),
            Self::DateTime(_) => Some(Kind::DateTime),
            Self::Duration(_) => Some(Kind::Duration),
            _ => None,
        }
    }

    /// Cypher's name of the value's type, as error messages say it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "Null",
            Self::Bool(_) => "Boolean",
            Self::Int(_) => "Integer",
            Self::Float(_) => "Float",
            Self::String(_) => "String",
            Self::List(_) => "List",
            Self::Map(_) => "Map",
            Self::Node(_) => "Node",
            Self::Relationship(_) => "Relationship",
            Self::Path(_) => "Path",
            Self::Date(_) => "Date",
            Self::LocalTime(_) => "LocalTime",
            Self::Time(_) => "Time",
            Self::LocalDateTime(_) => "LocalDateTime",
            Self::DateTime(_) => "DateTime",
            Self::Duration(_) => "Duration",
        }
    }

    /// The type's name with its article, as error messages say it.
    pub fn described(&self) -> String {
        let name = self.type_name();
        let article = if name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
        format!("{article} {name}")
    }

    /// Cypher's `=`: `None` where a `null` leaves the answer open.
    ///
    /// ```
    /// use graph_core::Value;
    /// assert_eq!(Value::Int(1).equals(&Value::Float(1.0)), Some(true));
    /// assert_eq!(Value::Null.equals(&Value::Null), None);
    /// ```
    pub fn equals(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Null, _) | (_, Self::Null) => None,
            (Self::Float(a), _) if a.is_nan() => Some(false),
            (_, Self::Float(b)) if b.is_nan() => Some(false),
            (Self::List(a), Self::List(b)) if a.len() == b.len() => {
                all_equal(a.iter().zip(b.iter()))
            }
            (Self::Map(a), Self::Map(b)) if a.len() == b.len() && a.keys().eq(b.keys()) => {
                all_equal(a.values().zip(b.values()))
            }
            _ => Some(self == other),
        }
    }

    /// Cypher's `<`, `>`: `None` where a `null` or two types that have no order leave it open.
    /// A comparison with `NaN` is open here and false in the four operators. Durations have no
    /// order: whether a month is longer than 30 days depends on the month.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Int(_) | Self::Float(_), Self::Int(_) | Self::Float(_)) => {
                compare_numbers(self, other)
            }
            (Self::String(a), Self::String(b)) => Some(a.cmp(b)),
            (Self::Bool(a), Self::Bool(b)) => Some(a.cmp(b)),
            (Self::List(a), Self::List(b)) => compare_lists(a, b),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            (Self::LocalTime(a), Self::LocalTime(b)) => Some(a.cmp(b)),
            (Self::Time(a), Self::Time(b)) => Some(a.cmp(b)),
            (Self::LocalDateTime(a), Self::LocalDateTime(b)) => Some(a.cmp(b)),
            (Self::DateTime(a), Self::DateTime(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }

    /// Rank of the type in the global order of values:
    /// map < node < relationship < list < path < moment < local date and time < date < time <
    /// local time < duration < string < boolean < number < null.
    fn type_rank(&self) -> u8 {
        match self {
            Self::Map(_) => 0,
            Self::Node(_) => 1,
            Self::Relationship(_) => 2,
            Self::List(_) => 3,
            Self::Path(_) => 4,
            Self::DateTime(_) => 5,
            Self::LocalDateTime(_) => 6,
            Self::Date(_) => 7,
            Self::Time(_) => 8,
            Self::LocalTime(_) => 9,
            Self::Duration(_) => 10,
            Self::String(_) => 11,
            Self::Bool(_) => 12,
            Self::Int(_) | Self::Float(_) => 13,
            Self::Null => 14,
        }
    }
}

/// Ternary conjunction of element equality: one difference decides, else one `null` leaves open.
fn all_equal<'a>(pairs: impl Iterator<Item = (&'a Value, &'a Value)>) -> Option<bool> {
    let mut open = false;
    for (a, b) in pairs {
        match a.equals(b) {
            Some(false) => return Some(false),
            Some(true) => {}
            None => open = true,
        }
    }
    if open { None } else { Some(true) }
}

fn compare_lists(a: &[Value], b: &[Value]) -> Option<Ordering> {
    for (x, y) in a.iter().zip(b) {
        match x.compare(y) {
            Some(Ordering::Equal) => {}
            decided => return decided,
        }
    }
    Some(a.len().cmp(&b.len()))
}

/// Exact order of two numbers; `None` for `NaN`.
fn compare_numbers(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Int(a), Value::Float(b)) => compare_int_float(*a, *b),
        (Value::Float(a), Value::Int(b)) => compare_int_float(*b, *a).map(Ordering::reverse),
        _ => None,
    }
}

/// Compares without rounding the integer to a float, so that 2^53 and 2^53 + 1 stay apart.
fn compare_int_float(int: i64, float: f64) -> Option<Ordering> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if float.is_nan() {
        return None;
    }
    if float >= LIMIT {
        return Some(Ordering::Less);
    }
    if float < -LIMIT {
        return Some(Ordering::Greater);
    }
    let whole = float.trunc();
    Some(int.cmp(&(whole as i64)).then_with(|| 0.0_f64.total_cmp(&(float - whole + 0.0))))
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Value {}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Map(a), Self::Map(b)) => a.cmp(b),
            (Self::Node(a), Self::Node(b)) => a.cmp(b),
            (Self::Relationship(a), Self::Relationship(b)) => a.cmp(b),
            (Self::List(a), Self::List(b)) => a.cmp(b),
            (Self::Path(a), Self::Path(b)) => a.cmp(b),
            (Self::String(a), Self::String(b)) => a.cmp(b),
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Date(a), Self::Date(b)) => a.cmp(b),
            (Self::LocalTime(a), Self::LocalTime(b)) => a.cmp(b),
            (Self::Time(a), Self::Time(b)) => a.cmp(b),
            (Self::LocalDateTime(a), Self::LocalDateTime(b)) => a.cmp(b),
            (Self::DateTime(a), Self::DateTime(b)) => a.cmp(b),
            (Self::Duration(a), Self::Duration(b)) => a.cmp(b),
            (Self::Int(_) | Self::Float(_), Self::Int(_) | Self::Float(_)) => {
                compare_numbers(self, other).unwrap_or_else(|| is_nan(self).cmp(&is_nan(other)))
            }
            _ => self.type_rank().cmp(&other.type_rank()),
        }
    }
}

fn is_nan(value: &Value) -> bool {
    matches!(value, Value::Float(number) if number.is_nan())
}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.type_rank().hash(state);
        match self {
            Self::Null => {}
            Self::Bool(flag) => flag.hash(state),
            Self::Int(number) => number.hash(state),
            Self::Float(number) => hash_float(*number, state),
            Self::String(text) => text.hash(state),
            Self::List(items) => items.hash(state),
            Self::Map(entries) => entries.hash(state),
            Self::Node(id) => id.hash(state),
            Self::Relationship(id) => id.hash(state),
            Self::Path(path) => path.hash(state),
            Self::Date(date) => date.hash(state),
            Self::LocalTime(time) => time.hash(state),
            Self::Time(time) => time.hash(state),
            Self::LocalDateTime(local) => local.hash(state),
            Self::DateTime(moment) => moment.hash(state),
            Self::Duration(duration) => duration.hash(state),
        }
    }
}

/// A float that holds an integer hashes as that integer, since the two are equal.
fn hash_float<H: Hasher>(number: f64, state: &mut H) {
    let whole = number as i64;
    if compare_int_float(whole, number) == Some(Ordering::Equal) {
        whole.hash(state);
    } else if number.is_nan() {
        f64::NAN.to_bits().hash(state);
    } else {
        number.to_bits().hash(state);
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text.into())
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::list(items.into_iter().map(Into::into))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_and_floats_compare_exactly() {
        let big = (1_i64 << 53) + 1;
        assert_ne!(Value::Int(big), Value::Float((1_i64 << 53) as f64));
        assert_eq!(Value::Int(3), Value::Float(3.0));
        assert!(Value::Int(3) < Value::Float(3.5));
        assert!(Value::Int(-3) > Value::Float(-3.5));
        assert!(Value::Int(i64::MAX) < Value::Float(9_223_372_036_854_775_808.0));
    }

    #[test]
    fn nan_is_equivalent_to_itself_but_not_equal() {
        let nan = Value::Float(f64::NAN);
        assert_eq!(nan, nan.clone());
        assert_eq!(nan.equals(&nan), Some(false));
        assert!(nan > Value::Float(f64::INFINITY));
    }

    #[test]
    fn null_leaves_list_equality_open_unless_a_difference_decides() {
        let list = |items: [Value; 2]| Value::list(items);
        assert_eq!(list([1.into(), Value::Null]).equals(&list([1.into(), 2.into()])), None);
        assert_eq!(
            list([Value::Null, 1.into()]).equals(&list([Value::Null, 2.into()])),
            Some(false)
        );
    }

    #[test]
    fn values_are_small() {
        assert_eq!(size_of::<Value>(), 24);
    }

    #[test]
    fn types_are_ordered_globally_with_null_last() {
        let mut values = [Value::Null, 1.into(), true.into(), "a".into(), Value::list([])];
        values.sort();
        let names: Vec<_> = values.iter().map(Value::type_name).collect();
        assert_eq!(names, ["List", "String", "Boolean", "Integer", "Null"]);
    }
}
