//! Spans of time.

use std::cmp::Ordering;

use super::amount::Amount;
use super::error::{TemporalError, long_duration};

/// Seconds of a month on average: a twelfth of 365.2425 days.
const SECONDS_OF_MONTH: i64 = 2_629_746;

const SECONDS_OF_DAY: i64 = 86_400;

const NANOS: i128 = 1_000_000_000;

/// A span of time. Months, days and seconds are kept apart: a month has no fixed number of days,
/// nor a day of seconds.
///
/// Equal by its parts. Ordered by its length on average, then by its parts: for sorting only,
/// since a month is neither longer nor shorter than 30 days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Duration {
    months: i64,
    days: i64,
    seconds: i64,
    /// From 0 to below a second, also where the seconds are negative.
    nanos: u32,
}

impl Duration {
    /// A duration by its parts; nanoseconds may be more than a second, and negative.
    ///
    /// # Errors
    /// Where the seconds are past 64 bits.
    pub fn new(months: i64, days: i64, seconds: i64, nanos: i64) -> Result<Self, TemporalError> {
        Self::from_nanos(months, days, i128::from(seconds) * NANOS + i128::from(nanos))
    }

    pub(super) fn from_nanos(months: i64, days: i64, nanos: i128) -> Result<Self, TemporalError> {
        let seconds = i64::try_from(nanos.div_euclid(NANOS)).map_err(|_| long_duration())?;
        Ok(Self { months, days, seconds, nanos: nanos.rem_euclid(NANOS) as u32 })
    }

    /// A duration of parts with fractions. A fraction of a month counts as days and seconds of a
    /// month on average, a fraction of a day as seconds.
    ///
    /// # Errors
    /// Where a part is past 64 bits.
    ///
    /// ```
    /// use graph_core::temporal::{Amount, Duration};
    /// let (none, months) = (Amount::whole(0), Amount::from_float(0.75)?);
    /// assert_eq!(Duration::of_amounts(months, none, none)?.to_string(), "P22DT19H51M49.5S");
    /// # Ok::<(), graph_core::temporal::TemporalError>(())
    /// ```
    pub fn of_amounts(
        months: Amount,
        days: Amount,
        seconds: Amount,
    ) -> Result<Self, TemporalError> {
        let fraction =
            Amount::sum([(months.fract(), SECONDS_OF_MONTH), (days.fract(), SECONDS_OF_DAY)])?;
        let more_days = fraction.over(SECONDS_OF_DAY).trunc()?;
        let rest = Amount::sum([(fraction, 1), (Amount::whole(more_days), -SECONDS_OF_DAY)])?;
        let days = days.trunc()?.checked_add(more_days).ok_or_else(long_duration)?;
        let seconds = Amount::sum([(seconds, 1), (rest, 1)])?;
        Self::from_nanos(months.trunc()?, days, seconds.nanos())
    }

    /// Whole months.
    pub fn months(&self) -> i64 {
        self.months
    }

    /// Whole days beside the months.
    pub fn days(&self) -> i64 {
        self.days
    }

    /// Whole seconds beside months and days, rounded down.
    pub fn seconds(&self) -> i64 {
        self.seconds
    }

    /// Nanoseconds beside the seconds, from 0 to 999,999,999.
    pub fn nanos(&self) -> i64 {
        self.nanos.into()
    }

    /// Seconds and nanoseconds as one number.
    pub(super) fn all_nanos(&self) -> i128 {
        i128::from(self.seconds) * NANOS + i128::from(self.nanos)
    }

    /// `self + other`, part by part.
    ///
    /// # Errors
    /// Where a part is past 64 bits.
    pub fn plus(&self, other: &Self) -> Result<Self, TemporalError> {
        let months = self.months.checked_add(other.months).ok_or_else(long_duration)?;
        let days = self.days.checked_add(other.days).ok_or_else(long_duration)?;
        Self::from_nanos(months, days, self.all_nanos() + other.all_nanos())
    }

    /// `-self`, part by part.
    ///
    /// # Errors
    /// Where a part is past 64 bits.
    pub fn negated(&self) -> Result<Self, TemporalError> {
        let months = self.months.checked_neg().ok_or_else(long_duration)?;
        let days = self.days.checked_neg().ok_or_else(long_duration)?;
        Self::from_nanos(months, days, -self.all_nanos())
    }

    /// Each part as often as a whole number says.
    ///
    /// # Errors
    /// Where a part is past 64 bits.
    pub fn times(&self, factor: i64) -> Result<Self, TemporalError> {
        let months = self.months.checked_mul(factor).ok_or_else(long_duration)?;
        let days = self.days.checked_mul(factor).ok_or_else(long_duration)?;
        let nanos = self.all_nanos().checked_mul(factor.into()).ok_or_else(long_duration)?;
        Self::from_nanos(months, days, nanos)
    }

    /// A whole part of it. The divisor isn't zero.
    ///
    /// # Errors
    /// Where a part is past 64 bits.
    pub fn over(&self, divisor: i64) -> Result<Self, TemporalError> {
        self.by_parts(|part| Ok(Amount::whole(part).over(divisor)))
    }

    /// As often as a float says; fractions as [`Self::of_amounts`] has them.
    ///
    /// # Errors
    /// Where a part is past 64 bits, and for `NaN`.
    pub fn scaled(&self, factor: f64) -> Result<Self, TemporalError> {
        self.by_parts(|part| Amount::from_float(part as f64 * factor))
    }

    /// A part of it by a float; fractions as [`Self::of_amounts`] has them.
    ///
    /// # Errors
    /// Where a part is past 64 bits, and for `NaN` and zero.
    pub fn divided(&self, divisor: f64) -> Result<Self, TemporalError> {
        self.by_parts(|part| Amount::from_float(part as f64 / divisor))
    }

    fn by_parts(
        &self,
        change: impl Fn(i64) -> Result<Amount, TemporalError>,
    ) -> Result<Self, TemporalError> {
        let nanos = change(self.nanos())?.over(1_000_000_000);
        let seconds = Amount::sum([(change(self.seconds)?, 1), (nanos, 1)])?;
        Self::of_amounts(change(self.months)?, change(self.days)?, seconds)
    }

    /// The length on average, in nanoseconds.
    fn average(&self) -> i128 {
        let months = i128::from(self.months) * i128::from(SECONDS_OF_MONTH);
        let days = i128::from(self.days) * i128::from(SECONDS_OF_DAY);
        (months + days) * NANOS + self.all_nanos()
    }
}

impl Ord for Duration {
    fn cmp(&self, other: &Self) -> Ordering {
        let parts = |duration: &Self| (duration.average(), duration.months, duration.days);
        parts(self).cmp(&parts(other))
    }
}

impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn duration(months: i64, days: i64, seconds: i64, nanos: i64) -> Duration {
        Duration::new(months, days, seconds, nanos).expect("short")
    }

    #[test]
    fn nanoseconds_stay_below_a_second() {
        let short = duration(0, 0, 2, -1_000_000);
        assert_eq!((short.seconds(), short.nanos()), (1, 999_000_000));
        assert_eq!(short, duration(0, 0, 1, 999_000_000));
    }

    #[test]
    fn days_of_24_hours_are_no_hours() {
        assert_ne!(duration(0, 1, 0, 0), duration(0, 0, 86_400, 0));
        assert!(duration(0, 1, 0, 0) > duration(0, 0, 86_400, 0));
        assert!(duration(1, 0, 0, 0) > duration(0, 30, 0, 0));
        assert!(duration(1, 0, 0, 0) < duration(0, 31, 0, 0));
    }

    #[test]
    fn halves_and_doubles() {
        let long = duration(149, 14, 58_390, 1);
        assert_eq!(long.over(2).expect("short").to_string(), "P6Y2M22DT13H21M8S");
        assert_eq!(long.scaled(0.5), long.over(2));
        assert_eq!(long.divided(0.5), long.times(2));
    }

    #[test]
    fn what_64_bits_do_not_hold_is_refused() {
        let long = duration(i64::MIN, i64::MIN, i64::MIN, 0);
        assert!(long.negated().is_err());
        assert!(long.plus(&long).is_err());
        assert!(long.times(-1).is_err());
        assert!(long.over(-1).is_err());
        assert!(long.scaled(f64::NAN).is_err());
        assert!(long.divided(0.0).is_err());
        assert!(Duration::new(0, 0, i64::MAX, i64::MAX).is_err());
        assert!(long < duration(0, 0, 0, 0));
    }
}
