//! Functions of dates, times and durations.
//!
//! Those that may need the present moment get it as an argument before the query's own: the
//! binder puts it there, one for the whole statement, so that `date()` is the same twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use graph_core::Value;
use graph_core::temporal::{
    DateTime as Moment, Kind, TemporalError, Unit, Zone, between, component,
};

use super::{Function, Reach, scalar, wrong_type};
use crate::error::Cause;

/// A type of dates and times.
trait Instant {
    const KIND: Kind;
}

macro_rules! instants {
    ($($kind:ident $name:literal $what:literal;)*) => {
        $(
            struct $kind;
            impl Instant for $kind {
                const KIND: Kind = Kind::$kind;
            }
        )*
        /// Functions that make dates and times.
        #[rustfmt::skip]
        const INSTANTS: &[Function] = &[$(
            clocked($name, concat!($name, "([text | fields | value])"), (0, 1), make::<$kind>, concat!($what, " of a text, of fields or of another value; without an argument the present one")),
            clocked(concat!($name, ".transaction"), concat!($name, ".transaction([timezone])"), (0, 1), present::<$kind>, concat!($what, " when the transaction began")),
            clocked(concat!($name, ".statement"), concat!($name, ".statement([timezone])"), (0, 1), present::<$kind>, concat!($what, " when the statement began")),
            scalar(concat!($name, ".realtime"), concat!($name, ".realtime([timezone])"), (0, 1), realtime::<$kind>, concat!($what, " at this very moment")),
            clocked(concat!($name, ".truncate"), concat!($name, ".truncate(unit [, value [, fields]])"), (1, 3), truncate::<$kind>, concat!($what, " cut off to a unit, with fields laid over it")),
        )*];
    };
}

instants! {
    Date "date" "date";
    LocalTime "localtime" "time of the day";
    Time "time" "time of the day with its offset";
    LocalDateTime "localdatetime" "date and time";
    DateTime "datetime" "date and time in a zone";
}

#[rustfmt::skip]
const OTHERS: &[Function] = &[
    scalar("datetime.fromEpoch", "datetime.fromEpoch(seconds, nanoseconds)", (2, 2), from_epoch, "moment so long after 1970-01-01T00:00Z"),
    scalar("datetime.fromEpochMillis", "datetime.fromEpochMillis(milliseconds)", (1, 1), from_epoch_millis, "moment so long after 1970-01-01T00:00Z"),
    clocked("timestamp", "timestamp()", (0, 0), timestamp, "milliseconds from 1970-01-01T00:00Z to when the statement began"),
    clocked("duration", "duration(text | fields)", (1, 1), make::<Duration>, "duration of a text or of fields, which may have fractions"),
    scalar("duration.between", "duration.between(from, to)", (2, 2), span_any, "months, days and seconds from one value to another"),
    scalar("duration.inMonths", "duration.inMonths(from, to)", (2, 2), span_months, "whole months from one value to another"),
    scalar("duration.inDays", "duration.inDays(from, to)", (2, 2), span_days, "whole days from one value to another"),
    scalar("duration.inSeconds", "duration.inSeconds(from, to)", (2, 2), span_seconds, "seconds from one value to another"),
];

struct Duration;

impl Instant for Duration {
    const KIND: Kind = Kind::Duration;
}

/// The functions of this module.
pub(super) fn functions() -> impl Iterator<Item = Function> {
    INSTANTS.iter().chain(OTHERS).copied()
}

const fn clocked(
    name: &'static str,
    signature: &'static str,
    arity: super::Arity,
    compute: super::Scalar,
    summary: &'static str,
) -> Function {
    Function { clocked: true, ..scalar(name, signature, arity, compute, summary) }
}

/// The moment before the arguments, and the arguments.
fn split(arguments: &[Value]) -> (Arc<Moment>, &[Value]) {
    match arguments.split_first() {
        Some((Value::DateTime(now), rest)) => (now.clone(), rest),
        _ => (Arc::new(Moment::now()), arguments),
    }
}

fn refused(problem: TemporalError) -> Cause {
    Cause::InvalidTemporalValue { problem }
}

fn make<T: Instant>(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    let (now, rest) = split(arguments);
    match rest.first() {
        Some(value) => T::KIND.of(value, &now),
        None => T::KIND.at(&now, &Zone::UTC),
    }
    .map_err(refused)
}

fn present<T: Instant>(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    let (now, rest) = split(arguments);
    in_zone(T::KIND, &now, rest.first())
}

fn realtime<T: Instant>(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    in_zone(T::KIND, &Moment::now(), arguments.first())
}

/// The present date or time in the zone of this name.
fn in_zone(kind: Kind, now: &Moment, zone: Option<&Value>) -> Result<Value, Cause> {
    let zone = match zone {
        None => Ok(Zone::UTC),
        Some(Value::Null) => return Ok(Value::Null),
        Some(Value::String(name)) => Zone::parse(name),
        Some(other) => return Err(wrong_type(&format!("{}.statement()", kind.name()), other)),
    };
    zone.and_then(|zone| kind.at(now, &zone)).map_err(refused)
}

fn truncate<T: Instant>(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    let (now, rest) = split(arguments);
    if rest.iter().any(Value::is_null) {
        return Ok(Value::Null);
    }
    let function = || format!("{}.truncate()", T::KIND.name());
    let Some(unit) = rest[0].as_str() else { return Err(wrong_type(&function(), &rest[0])) };
    let present = Value::DateTime(now.clone());
    let value = rest.get(1).unwrap_or(&present);
    let none = BTreeMap::new();
    let fields = match rest.get(2) {
        None => &none,
        Some(Value::Map(fields)) => fields,
        Some(other) => return Err(wrong_type(&function(), other)),
    };
    T::KIND.truncate(unit, value, fields, &now).map_err(refused)
}

fn from_epoch(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match (&arguments[0], &arguments[1]) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::Int(seconds), Value::Int(nanos)) => moment(*seconds, *nanos),
        (Value::Int(_), other) | (other, _) => Err(wrong_type("datetime.fromEpoch()", other)),
    }
}

fn from_epoch_millis(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Int(millis) => moment(millis.div_euclid(1000), millis.rem_euclid(1000) * 1_000_000),
        other => Err(wrong_type("datetime.fromEpochMillis()", other)),
    }
}

fn moment(seconds: i64, nanos: i64) -> Result<Value, Cause> {
    Moment::from_epoch(seconds, nanos, &Zone::UTC).map(Value::from).map_err(refused)
}

fn timestamp(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    let (now, _) = split(arguments);
    component(&Value::DateTime(now), "epochMillis").unwrap_or(Ok(Value::Null)).map_err(refused)
}

fn span_any(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    span(Unit::Any, "duration.between()", arguments)
}

fn span_months(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    span(Unit::Months, "duration.inMonths()", arguments)
}

fn span_days(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    span(Unit::Days, "duration.inDays()", arguments)
}

fn span_seconds(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    span(Unit::Seconds, "duration.inSeconds()", arguments)
}

fn span(unit: Unit, function: &str, arguments: &[Value]) -> Result<Value, Cause> {
    if arguments.iter().any(Value::is_null) {
        return Ok(Value::Null);
    }
    if let Some(duration) = between(unit, &arguments[0], &arguments[1]) {
        return duration.map(Value::from).map_err(refused);
    }
    let other = arguments.iter().find(|value| between(unit, value, value).is_none());
    Err(wrong_type(function, other.unwrap_or(&arguments[0])))
}
