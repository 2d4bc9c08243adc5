//! Times of the day, without and with their distance from UTC.

use std::cmp::Ordering;

use super::error::{TemporalError, within};
use super::zone::Offset;

/// Nanoseconds of a second.
pub(super) const SECOND: u64 = 1_000_000_000;

/// Nanoseconds of a day.
pub(super) const DAY: u64 = 86_400 * SECOND;

/// A time of the day, to the nanosecond. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalTime {
    /// Nanoseconds since midnight.
    nanos: u64,
}

impl LocalTime {
    /// 00:00.
    pub const MIDNIGHT: Self = Self { nanos: 0 };

    /// A time by its parts; there are no leap seconds.
    ///
    /// # Errors
    /// Where a part is out of its range.
    pub fn new(
        hour: i64,
        minute: i64,
        second: i64,
        nanosecond: i64,
    ) -> Result<Self, TemporalError> {
        within("hour", hour, 0, 23)?;
        within("minute", minute, 0, 59)?;
        within("second", second, 0, 59)?;
        within("nanosecond", nanosecond, 0, SECOND as i64 - 1)?;
        let seconds = (hour * 60 + minute) * 60 + second;
        Ok(Self { nanos: seconds as u64 * SECOND + nanosecond as u64 })
    }

    /// The time that many nanoseconds after midnight, days left out.
    pub(super) fn from_nanos(nanos: i128) -> Self {
        Self { nanos: nanos.rem_euclid(i128::from(DAY)) as u64 }
    }

    /// Nanoseconds since midnight.
    pub fn nanos(self) -> i64 {
        self.nanos as i64
    }

    /// The hour, from 0.
    pub fn hour(self) -> i64 {
        self.seconds() / 3600
    }

    /// The minute, from 0.
    pub fn minute(self) -> i64 {
        self.seconds() / 60 % 60
    }

    /// The second, from 0.
    pub fn second(self) -> i64 {
        self.seconds() % 60
    }

    /// Nanoseconds of the second.
    pub fn nanosecond(self) -> i64 {
        (self.nanos % SECOND) as i64
    }

    /// Whole seconds since midnight.
    pub(super) fn seconds(self) -> i64 {
        (self.nanos / SECOND) as i64
    }
}

/// A time of the day at a distance from UTC. Ordered by the time in UTC, then by the distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    /// The time where it is said.
    pub local: LocalTime,
    /// How far that is from UTC.
    pub offset: Offset,
}

impl Time {
    /// The same moment at another distance from UTC.
    pub(super) fn at(self, offset: Offset) -> Self {
        let shift = i128::from(offset.seconds() - self.offset.seconds()) * i128::from(SECOND);
        Self { local: LocalTime::from_nanos(i128::from(self.local.nanos()) + shift), offset }
    }

    fn instant(self) -> i64 {
        self.local.nanos() - self.offset.seconds() * SECOND as i64
    }
}

impl Ord for Time {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant().cmp(&other.instant()).then_with(|| self.offset.cmp(&other.offset))
    }
}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
