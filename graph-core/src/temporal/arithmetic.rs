//! Values and durations added, and the durations between values.

use super::error::TemporalError;
use super::parts::Parts;
use super::time::DAY;
use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time, Zone};
use crate::Value;

/// The unit that a span between two values is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Months, then days, then seconds.
    Any,
    /// Whole months.
    Months,
    /// Whole days.
    Days,
    /// Seconds and their fractions.
    Seconds,
}

/// `value + duration`; `None` where the value isn't temporal. Months are added first, then days,
/// then seconds; a time of the day takes only these, and a date only the days they fill.
///
/// # Errors
/// Past the last year.
pub fn plus(value: &Value, duration: &Duration) -> Option<Result<Value, TemporalError>> {
    let nanos = duration.all_nanos();
    let clock = |time: LocalTime| LocalTime::from_nanos(i128::from(time.nanos()) + nanos);
    Some(match value {
        Value::Date(date) => {
            let filled = (nanos / i128::from(DAY)) as i64;
            moved(*date, duration).and_then(|date| date.plus_days(filled)).map(Value::Date)
        }
        Value::LocalTime(time) => Ok(Value::LocalTime(clock(*time))),
        Value::Time(Time { local, offset }) => {
            Ok(Value::Time(Time { local: clock(*local), offset: *offset }))
        }
        Value::LocalDateTime(LocalDateTime { date, time }) => {
            let moved = moved(*date, duration).map(|date| LocalDateTime { date, time: *time });
            moved
                .and_then(|moved| LocalDateTime::from_nanos(moved.nanos() + nanos))
                .map(Value::LocalDateTime)
        }
        Value::DateTime(moment) => later(moment, duration).map(Value::from),
        Value::Duration(first) => first.plus(duration).map(Value::from),
        _ => return None,
    })
}

/// `value - duration`; `None` where the value isn't temporal.
///
/// # Errors
/// Past the last year.
pub fn minus(value: &Value, duration: &Duration) -> Option<Result<Value, TemporalError>> {
    match duration.negated() {
        Ok(negated) => plus(value, &negated),
        Err(error) => Some(Err(error)),
    }
}

/// A date some months and then days later.
fn moved(date: Date, duration: &Duration) -> Result<Date, TemporalError> {
    date.plus_months(duration.months())?.plus_days(duration.days())
}

/// Months and days move the date where the moment is said, seconds the moment.
fn later(moment: &DateTime, duration: &Duration) -> Result<DateTime, TemporalError> {
    let (local, zone) = (moment.local(), moment.zone());
    let date = moved(local.date, duration)?;
    let moved = DateTime::new(LocalDateTime { date, ..local }, &zone, Some(moment.offset()))?;
    DateTime::from_nanos(moved.nanos() + duration.all_nanos(), &zone)
}

/// The duration from one value to another; `None` where one has neither date nor time.
///
/// A value without a date has that of the other, one without a zone the other's zone, one without
/// a time is a midnight. Moments are counted in the zone of the first.
///
/// # Errors
/// Where it is longer than a duration can be.
pub fn between(unit: Unit, from: &Value, to: &Value) -> Option<Result<Duration, TemporalError>> {
    Some(span(unit, Parts::of(from)?, Parts::of(to)?))
}

fn span(unit: Unit, mut from: Parts, mut to: Parts) -> Result<Duration, TemporalError> {
    let both_dated = from.date.is_some() && to.date.is_some();
    from.date = from.date.or(to.date);
    to.date = to.date.or(from.date);
    from.zone = from.zone.or_else(|| to.zone.clone());
    to.zone = to.zone.or_else(|| from.zone.clone());
    let zone = from.zone.clone().unwrap_or(Zone::UTC);
    let (start, end) = (from.moment()?, to.moment()?);
    if unit == Unit::Seconds || !both_dated {
        let counts = matches!(unit, Unit::Seconds | Unit::Any);
        let nanos = if counts { end.nanos() - start.nanos() } else { 0 };
        return Duration::from_nanos(0, 0, nanos);
    }
    let (first, last) = (start.local(), end.at(&zone)?.local());
    let months = if unit == Unit::Days { 0 } else { whole_months(first, last) };
    if unit == Unit::Months {
        return Duration::from_nanos(months, 0, 0);
    }
    let moved = LocalDateTime { date: first.date.plus_months(months)?, ..first };
    let days = whole_days(moved, last);
    if unit == Unit::Days {
        return Duration::from_nanos(0, days, 0);
    }
    let date = moved.date.plus_days(days)?;
    let moved = DateTime::new(LocalDateTime { date, ..moved }, &zone, Some(start.offset()))?;
    Duration::from_nanos(months, days, end.nanos() - moved.nanos())
}

/// Whole days from one time to another, towards zero.
fn whole_days(from: LocalDateTime, to: LocalDateTime) -> i64 {
    ((to.nanos() - from.nanos()) / i128::from(DAY)) as i64
}

/// Whole months from one time to another, towards zero.
fn whole_months(from: LocalDateTime, to: LocalDateTime) -> i64 {
    let months = to.date.months() - from.date.months();
    let place = |time: LocalDateTime| (time.date.day(), time.time);
    if months > 0 && place(to) < place(from) {
        months - 1
    } else if months < 0 && place(to) > place(from) {
        months + 1
    } else {
        months
    }
}
