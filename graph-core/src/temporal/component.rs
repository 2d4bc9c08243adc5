//! The components of temporal values: `date.year`, `duration.minutesOfHour`.

use super::error::{TemporalError, long_duration};
use super::{Date, DateTime, Duration, LocalTime, Offset};
use crate::Value;

const OF_DATES: &str =
    "year, quarter, month, week, weekYear, day, ordinalDay, weekDay, dayOfWeek, dayOfQuarter";
const OF_TIMES: &str = "hour, minute, second, millisecond, microsecond, nanosecond";
const OF_OFFSETS: &str = "timezone, offset, offsetMinutes, offsetSeconds";
const OF_MOMENTS: &str = "epochSeconds, epochMillis";
const OF_DURATIONS: &str = "years, quarters, months, weeks, days, hours, minutes, seconds, \
    milliseconds, microseconds, nanoseconds, quartersOfYear, monthsOfYear, monthsOfQuarter, \
    daysOfWeek, minutesOfHour, secondsOfMinute, millisecondsOfSecond, microsecondsOfSecond, \
    nanosecondsOfSecond";

/// A component by name; `None` where the value isn't temporal.
///
/// # Errors
/// Where the type has no such component, or 64 bits don't hold it.
pub fn component(value: &Value, name: &str) -> Option<Result<Value, TemporalError>> {
    let (found, components) = match value {
        Value::Date(date) => (of_date(*date, name), vec![OF_DATES]),
        Value::LocalTime(time) => (of_time(*time, name), vec![OF_TIMES]),
        Value::Time(time) => (
            of_time(time.local, name).or_else(|| of_offset(time.offset, name)),
            vec![OF_TIMES, OF_OFFSETS],
        ),
        Value::LocalDateTime(local) => (
            of_date(local.date, name).or_else(|| of_time(local.time, name)),
            vec![OF_DATES, OF_TIMES],
        ),
        Value::DateTime(moment) => match of_moment(moment, name) {
            Err(error) => return Some(Err(error)),
            Ok(found) => (found, vec![OF_DATES, OF_TIMES, OF_OFFSETS, OF_MOMENTS]),
        },
        Value::Duration(duration) => match of_duration(duration, name) {
            Err(error) => return Some(Err(error)),
            Ok(found) => (found, vec![OF_DURATIONS]),
        },
        _ => return None,
    };
    Some(found.ok_or_else(|| TemporalError::UnknownComponent {
        kind: value.type_name(),
        component: super::parse::shortened(name),
        components: components.join(", "),
    }))
}

fn of_date(date: Date, name: &str) -> Option<Value> {
    Some(Value::Int(match name {
        "year" => date.year(),
        "quarter" => date.quarter(),
        "month" => date.month(),
        "week" => date.week().1,
        "weekYear" => date.week().0,
        "day" => date.day(),
        "ordinalDay" => date.ordinal(),
        "weekDay" | "dayOfWeek" => date.weekday(),
        "dayOfQuarter" => date.day_of_quarter(),
        _ => return None,
    }))
}

fn of_time(time: LocalTime, name: &str) -> Option<Value> {
    Some(Value::Int(match name {
        "hour" => time.hour(),
        "minute" => time.minute(),
        "second" => time.second(),
        "millisecond" => time.nanosecond() / 1_000_000,
        "microsecond" => time.nanosecond() / 1_000,
        "nanosecond" => time.nanosecond(),
        _ => return None,
    }))
}

fn of_offset(offset: Offset, name: &str) -> Option<Value> {
    Some(match name {
        "timezone" | "offset" => Value::from(offset.to_string()),
        "offsetMinutes" => Value::Int(offset.seconds() / 60),
        "offsetSeconds" => Value::Int(offset.seconds()),
        _ => return None,
    })
}

fn of_moment(moment: &DateTime, name: &str) -> Result<Option<Value>, TemporalError> {
    let local = moment.local();
    let found = match (name, moment.zone_name()) {
        ("timezone", Some(zone)) => Some(Value::from(zone)),
        ("epochSeconds", _) => Some(Value::Int(moment.epoch_seconds())),
        ("epochMillis", _) => {
            let millis = i64::try_from(moment.nanos().div_euclid(1_000_000));
            Some(Value::Int(millis.map_err(|_| far_millis())?))
        }
        _ => of_date(local.date, name)
            .or_else(|| of_time(local.time, name))
            .or_else(|| of_offset(moment.offset(), name)),
    };
    Ok(found)
}

fn far_millis() -> TemporalError {
    TemporalError::OutOfRange {
        what: "epochMillis",
        range: "64 bits hold it for the years from -292275055 to +292278994",
    }
}

fn of_duration(duration: &Duration, name: &str) -> Result<Option<Value>, TemporalError> {
    let (months, days) = (duration.months(), duration.days());
    let (seconds, nanos) = (duration.seconds(), duration.nanos());
    let fraction = |per_second: i64| -> Result<i64, TemporalError> {
        let total = duration.all_nanos().div_euclid(i128::from(1_000_000_000 / per_second));
        i64::try_from(total).map_err(|_| long_duration())
    };
    Ok(Some(Value::Int(match name {
        "years" => months / 12,
        "quarters" => months / 3,
        "months" => months,
        "weeks" => days / 7,
        "days" => days,
        "hours" => seconds / 3600,
        "minutes" => seconds / 60,
        "seconds" => seconds,
        "milliseconds" => fraction(1_000)?,
        "microseconds" => fraction(1_000_000)?,
        "nanoseconds" => fraction(1_000_000_000)?,
        "quartersOfYear" => months / 3 % 4,
        "monthsOfYear" => months % 12,
        "monthsOfQuarter" => months % 3,
        "daysOfWeek" => days % 7,
        "minutesOfHour" => seconds / 60 % 60,
        "secondsOfMinute" => seconds % 60,
        "millisecondsOfSecond" => nanos / 1_000_000,
        "microsecondsOfSecond" => nanos / 1_000,
        "nanosecondsOfSecond" => nanos,
        _ => return Ok(None),
    })))
}
