//! What temporal values are made of: a date, a time and a zone, each where there is one.

use super::{Date, DateTime, Kind, LocalDateTime, LocalTime, Offset, TemporalError, Time, Zone};
use crate::Value;

/// The parts of a value that has been taken apart, or is being put together.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub(super) date: Option<Date>,
    pub(super) time: Option<LocalTime>,
    pub(super) zone: Option<Zone>,
    /// Which of two moments is meant, where clocks show a time twice.
    pub(super) offset: Option<Offset>,
}

impl Parts {
    /// The parts of a value; `None` for durations and what isn't temporal.
    pub(super) fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Date(date) => Self { date: Some(*date), ..Self::default() },
            Value::LocalTime(time) => Self { time: Some(*time), ..Self::default() },
            Value::Time(time) => Self {
                time: Some(time.local),
                zone: Some(Zone::Fixed(time.offset)),
                ..Self::default()
            },
            Value::LocalDateTime(LocalDateTime { date, time }) => {
                Self { date: Some(*date), time: Some(*time), ..Self::default() }
            }
            Value::DateTime(moment) => Self {
                date: Some(moment.local().date),
                time: Some(moment.local().time),
                zone: Some(moment.zone()),
                offset: Some(moment.offset()),
            },
            _ => return None,
        })
    }

    /// Date and time; the first day and midnight where they are missing.
    pub(super) fn local(&self) -> LocalDateTime {
        LocalDateTime {
            date: self.date.unwrap_or(Date::EPOCH),
            time: self.time.unwrap_or(LocalTime::MIDNIGHT),
        }
    }

    /// The moment; in UTC where there is no zone.
    pub(super) fn moment(&self) -> Result<DateTime, TemporalError> {
        DateTime::new(self.local(), self.zone.as_ref().unwrap_or(&Zone::UTC), self.offset)
    }

    /// The time with its offset. A place without a date has the offset that it has now.
    pub(super) fn time(&self, now: &DateTime) -> Result<Time, TemporalError> {
        let offset = match (&self.zone, self.date) {
            (None, _) => Offset::UTC,
            (Some(Zone::Fixed(offset)), _) => *offset,
            (Some(_), Some(_)) => self.moment()?.offset(),
            (Some(zone), None) => zone.offset_at(now.epoch_seconds()),
        };
        Ok(Time { local: self.local().time, offset })
    }

    /// The value of a type with these parts.
    pub(super) fn value(&self, kind: Kind, now: &DateTime) -> Result<Value, TemporalError> {
        Ok(match kind {
            Kind::Date => Value::Date(self.local().date),
            Kind::LocalTime => Value::LocalTime(self.local().time),
            Kind::Time => Value::Time(self.time(now)?),
            Kind::LocalDateTime => Value::LocalDateTime(self.local()),
            Kind::DateTime | Kind::Duration => self.moment()?.into(),
        })
    }
}
