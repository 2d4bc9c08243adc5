//! Dates with times, without and with a time zone.

use std::cmp::Ordering;

use jiff::{Timestamp, civil};

use super::date::Date;
use super::error::{TemporalError, far_date};
use super::time::{LocalTime, SECOND};
use super::zone::{NamedZone, Offset, Zone};

/// A date and a time of the day. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalDateTime {
    /// The date.
    pub date: Date,
    /// The time of the day.
    pub time: LocalTime,
}

impl LocalDateTime {
    /// That many seconds and nanoseconds after 1970-01-01T00:00.
    ///
    /// # Errors
    /// Past the last year.
    pub fn from_seconds(seconds: i64, nanos: i64) -> Result<Self, TemporalError> {
        Self::from_nanos(i128::from(seconds) * i128::from(SECOND) + i128::from(nanos))
    }

    pub(super) fn from_nanos(nanos: i128) -> Result<Self, TemporalError> {
        let days = nanos.div_euclid(i128::from(super::time::DAY));
        let date = Date::from_days(i64::try_from(days).map_err(|_| far_date())?)?;
        Ok(Self { date, time: LocalTime::from_nanos(nanos) })
    }

    /// Whole seconds since 1970-01-01T00:00.
    pub fn seconds(self) -> i64 {
        self.date.days() * 86_400 + self.time.seconds()
    }

    /// Nanoseconds since 1970-01-01T00:00.
    pub(super) fn nanos(self) -> i128 {
        i128::from(self.seconds()) * i128::from(SECOND) + i128::from(self.time.nanosecond())
    }

    pub(super) fn plus_seconds(self, seconds: i64) -> Result<Self, TemporalError> {
        Self::from_nanos(self.nanos() + i128::from(seconds) * i128::from(SECOND))
    }

    /// What jiff knows, in a year with the same calendar.
    pub(super) fn near(self) -> civil::DateTime {
        let time = self.time;
        self.date.near().at(time.hour() as i8, time.minute() as i8, time.second() as i8, 0)
    }
}

/// A date and a time in a zone: a moment. Ordered by the moment, then by the distance from UTC,
/// then by the name of the zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    local: LocalDateTime,
    offset: Offset,
    zone: Option<NamedZone>,
}

impl DateTime {
    /// The present moment, in UTC.
    pub fn now() -> Self {
        let now = Timestamp::now().as_nanosecond();
        let local = LocalDateTime::from_nanos(now);
        let epoch = LocalDateTime { date: Date::EPOCH, time: LocalTime::MIDNIGHT };
        Self { local: local.unwrap_or(epoch), offset: Offset::UTC, zone: None }
    }

    /// A local time in a zone. Where clocks were set forward over it, it is put forward as they
    /// were; where they showed it twice, it is the preferred one, else the first.
    ///
    /// # Errors
    /// Past the last year.
    pub fn new(
        local: LocalDateTime,
        zone: &Zone,
        preferred: Option<Offset>,
    ) -> Result<Self, TemporalError> {
        let (offset, gap) = zone.offset_of(local, preferred);
        let local = if gap == 0 { local } else { local.plus_seconds(gap)? };
        Ok(Self { local, offset, zone: named(zone) })
    }

    /// The moment that many seconds and nanoseconds after 1970-01-01T00:00Z, in a zone.
    ///
    /// # Errors
    /// Past the last year.
    pub fn from_epoch(seconds: i64, nanos: i64, zone: &Zone) -> Result<Self, TemporalError> {
        Self::from_nanos(i128::from(seconds) * i128::from(SECOND) + i128::from(nanos), zone)
    }

    pub(super) fn from_nanos(nanos: i128, zone: &Zone) -> Result<Self, TemporalError> {
        let seconds = nanos.div_euclid(i128::from(SECOND));
        let offset = zone.offset_at(i64::try_from(seconds).map_err(|_| far_date())?);
        let shift = i128::from(offset.seconds()) * i128::from(SECOND);
        let local = LocalDateTime::from_nanos(nanos + shift)?;
        Ok(Self { local, offset, zone: named(zone) })
    }

    /// The same moment in another zone.
    ///
    /// # Errors
    /// Past the last year.
    pub fn at(&self, zone: &Zone) -> Result<Self, TemporalError> {
        Self::from_nanos(self.nanos(), zone)
    }

    /// The date and time where it is said.
    pub fn local(&self) -> LocalDateTime {
        self.local
    }

    /// The distance from UTC at that moment.
    pub fn offset(&self) -> Offset {
        self.offset
    }

    /// The zone.
    pub fn zone(&self) -> Zone {
        match &self.zone {
            Some(named) => Zone::Named(named.clone()),
            None => Zone::Fixed(self.offset),
        }
    }

    /// The name of the zone, where it has one.
    pub fn zone_name(&self) -> Option<&str> {
        self.zone.as_ref().map(NamedZone::name)
    }

    /// Whole seconds since 1970-01-01T00:00Z.
    pub fn epoch_seconds(&self) -> i64 {
        self.local.seconds() - self.offset.seconds()
    }

    /// Nanoseconds since 1970-01-01T00:00Z.
    pub(super) fn nanos(&self) -> i128 {
        self.local.nanos() - i128::from(self.offset.seconds()) * i128::from(SECOND)
    }
}

fn named(zone: &Zone) -> Option<NamedZone> {
    match zone {
        Zone::Fixed(_) => None,
        Zone::Named(named) => Some(named.clone()),
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        let moments = self.nanos().cmp(&other.nanos());
        moments
            .then_with(|| self.offset.cmp(&other.offset))
            .then_with(|| self.zone.cmp(&other.zone))
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stockholm(text: &str) -> DateTime {
        let local = super::super::parse::local_date_time(text).expect("a time");
        DateTime::new(local, &Zone::parse("Europe/Stockholm").expect("a place"), None)
            .expect("a moment")
    }

    #[test]
    fn times_that_clocks_leave_out_are_put_forward() {
        let found = stockholm("2017-03-26T02:30");
        assert_eq!(found.to_string(), "2017-03-26T03:30+02:00[Europe/Stockholm]");
    }

    #[test]
    fn times_that_clocks_show_twice_are_the_first() {
        let first = stockholm("2017-10-29T02:30");
        assert_eq!(first.to_string(), "2017-10-29T02:30+02:00[Europe/Stockholm]");
        let second = DateTime::from_nanos(first.nanos() + 3600 * 1_000_000_000, &first.zone());
        let second = second.expect("a moment");
        assert_eq!(second.to_string(), "2017-10-29T02:30+01:00[Europe/Stockholm]");
        assert!(first < second);
    }

    #[test]
    fn local_mean_time_has_seconds() {
        let found = stockholm("1818-07-21T21:40:32.142");
        assert_eq!(found.to_string(), "1818-07-21T21:40:32.142+00:53:28[Europe/Stockholm]");
    }
}
