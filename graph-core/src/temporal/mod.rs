//! Dates, times and durations, as openCypher has them.
//!
//! ```text
//! text or fields → parts (date, time, zone) → Date, LocalTime, Time, LocalDateTime, DateTime
//! ```
//!
//! All to the nanosecond, with years from −999,999,999 to 999,999,999. Where no zone is given it
//! is UTC, whatever machine this runs on.

mod amount;
mod arithmetic;
mod build;
mod component;
mod date;
mod datetime;
mod duration;
mod error;
mod fields;
mod format;
mod parse;
mod parts;
mod time;
mod truncate;
mod zone;

use std::sync::Arc;

use crate::Value;

pub use amount::Amount;
pub use arithmetic::{Unit, between, minus, plus};
pub use component::component;
pub use date::Date;
pub use datetime::{DateTime, LocalDateTime};
pub use duration::Duration;
pub use error::TemporalError;
pub use time::{LocalTime, Time};
pub use zone::{NamedZone, Offset, Zone};

/// The types of temporal values, named as the functions that make them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A day of the calendar.
    Date,
    /// A time of the day.
    LocalTime,
    /// A time of the day at a distance from UTC.
    Time,
    /// A day and a time.
    LocalDateTime,
    /// A moment in a time zone.
    DateTime,
    /// A span of time.
    Duration,
}

impl Kind {
    /// The name of the function that makes such values.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::LocalTime => "localtime",
            Self::Time => "time",
            Self::LocalDateTime => "localdatetime",
            Self::DateTime => "datetime",
            Self::Duration => "duration",
        }
    }

    fn has_date(self) -> bool {
        matches!(self, Self::Date | Self::LocalDateTime | Self::DateTime)
    }

    fn has_time(self) -> bool {
        !matches!(self, Self::Date | Self::Duration)
    }

    fn has_zone(self) -> bool {
        matches!(self, Self::Time | Self::DateTime)
    }

    /// Reads a value from ISO 8601 text.
    ///
    /// # Errors
    /// Where the text is none, or says a day or a time that isn't there.
    ///
    /// ```
    /// use graph_core::temporal::Kind;
    /// let value = Kind::DateTime.parse("2015-W30-2T214032.142[Europe/London]")?;
    /// assert_eq!(value.temporal_text().unwrap(), "2015-07-21T21:40:32.142+01:00[Europe/London]");
    /// # Ok::<(), graph_core::temporal::TemporalError>(())
    /// ```
    pub fn parse(self, text: &str) -> Result<Value, TemporalError> {
        Ok(match self {
            Self::Date => Value::Date(parse::date(text)?),
            Self::LocalTime => Value::LocalTime(parse::local_time(text)?),
            Self::Time => Value::Time(parse::time(text)?),
            Self::LocalDateTime => Value::LocalDateTime(parse::local_date_time(text)?),
            Self::DateTime => Value::DateTime(Arc::new(parse::date_time(text)?)),
            Self::Duration => Value::Duration(Arc::new(parse::duration(text)?)),
        })
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<DateTime> for Value {
    fn from(moment: DateTime) -> Self {
        Self::DateTime(Arc::new(moment))
    }
}

impl From<Duration> for Value {
    fn from(duration: Duration) -> Self {
        Self::Duration(Arc::new(duration))
    }
}

#[cfg(test)]
mod tests;
