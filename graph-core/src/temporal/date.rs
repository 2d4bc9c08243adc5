//! Dates of the Gregorian calendar, carried back to before it was there.
//!
//! Years reach from −999,999,999 to 999,999,999, far past those of jiff; days are counted by
//! Howard Hinnant's algorithms (*chrono-compatible low-level date algorithms*).

use super::error::{TemporalError, far_date, within};

/// The last year; the first is its negative.
const LAST_YEAR: i64 = 999_999_999;

/// Days of 400 years, after which the calendar repeats.
const DAYS_OF_ERA: i64 = 146_097;

/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_EPOCH: i64 = 719_468;

/// A day of the calendar. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// 1970-01-01.
    pub const EPOCH: Self = Self { year: 1970, month: 1, day: 1 };

    /// A date by year, month from 1 and day of the month from 1.
    ///
    /// # Errors
    /// Where there is no such day.
    ///
    /// ```
    /// use graph_core::temporal::Date;
    /// assert_eq!(Date::new(2000, 2, 29)?.to_string(), "2000-02-29");
    /// assert!(Date::new(1900, 2, 29).is_err());
    /// # Ok::<(), graph_core::temporal::TemporalError>(())
    /// ```
    pub fn new(year: i64, month: i64, day: i64) -> Result<Self, TemporalError> {
        within("year", year, -LAST_YEAR, LAST_YEAR)?;
        within("month", month, 1, 12)?;
        within("day", day, 1, days_of_month(year, month))?;
        Ok(Self { year: year as i32, month: month as u8, day: day as u8 })
    }

    /// A date by week: weeks start on Monday, and the first of a year is that of its first
    /// Thursday (ISO 8601). Days of the week count from 1.
    ///
    /// # Errors
    /// Where there is no such day.
    pub fn from_week(year: i64, week: i64, weekday: i64) -> Result<Self, TemporalError> {
        within("year", year, -LAST_YEAR, LAST_YEAR)?;
        within("dayOfWeek", weekday, 1, 7)?;
        let first = first_week(year);
        let weeks = (first_week(year + 1) - first) / 7;
        within("week", week, 1, weeks)?;
        Self::from_days(first + (week - 1) * 7 + weekday - 1)
    }

    /// A date by quarter of a year and day of that quarter, both from 1.
    ///
    /// # Errors
    /// Where there is no such day.
    pub fn from_quarter(year: i64, quarter: i64, day: i64) -> Result<Self, TemporalError> {
        within("quarter", quarter, 1, 4)?;
        let month = quarter * 3 - 2;
        let first = Self::new(year, month, 1)?;
        let length: i64 = (month..month + 3).map(|month| days_of_month(year, month)).sum();
        within("dayOfQuarter", day, 1, length)?;
        first.plus_days(day - 1)
    }

    /// A date by the day of its year, from 1.
    ///
    /// # Errors
    /// Where there is no such day.
    pub fn from_ordinal(year: i64, day: i64) -> Result<Self, TemporalError> {
        let first = Self::new(year, 1, 1)?;
        within("ordinalDay", day, 1, if is_leap(year) { 366 } else { 365 })?;
        first.plus_days(day - 1)
    }

    /// The date that many days after 1970-01-01.
    ///
    /// # Errors
    /// Past the last year.
    pub fn from_days(days: i64) -> Result<Self, TemporalError> {
        if days.unsigned_abs() > 400_000_000_000 {
            return Err(far_date());
        }
        let shifted = days + DAYS_TO_EPOCH;
        let (era, of_era) = (shifted.div_euclid(DAYS_OF_ERA), shifted.rem_euclid(DAYS_OF_ERA));
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        if year.abs() > LAST_YEAR {
            return Err(far_date());
        }
        Ok(Self { year: year as i32, month: month as u8, day: day as u8 })
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        days_from_civil(self.year(), self.month(), self.day())
    }

    /// The year; the one before year 1 is 0.
    pub fn year(self) -> i64 {
        self.year.into()
    }

    /// The month, from 1.
    pub fn month(self) -> i64 {
        self.month.into()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> i64 {
        self.day.into()
    }

    /// The quarter of the year, from 1.
    pub fn quarter(self) -> i64 {
        (self.month() - 1) / 3 + 1
    }

    /// The day of the quarter, from 1.
    pub fn day_of_quarter(self) -> i64 {
        self.days() - days_from_civil(self.year(), self.quarter() * 3 - 2, 1) + 1
    }

    /// The day of the year, from 1.
    pub fn ordinal(self) -> i64 {
        self.days() - days_from_civil(self.year(), 1, 1) + 1
    }

    /// The day of the week, Monday is 1.
    pub fn weekday(self) -> i64 {
        weekday(self.days())
    }

    /// The week's year and its number in it (ISO 8601).
    pub fn week(self) -> (i64, i64) {
        let days = self.days();
        let year = [self.year() + 1, self.year()]
            .into_iter()
            .find(|year| first_week(*year) <= days)
            .unwrap_or(self.year() - 1);
        (year, (days - first_week(year)) / 7 + 1)
    }

    /// That many days later.
    pub(super) fn plus_days(self, days: i64) -> Result<Self, TemporalError> {
        Self::from_days(self.days().checked_add(days).ok_or_else(far_date)?)
    }

    /// That many months later; the last day of the month where it has no such day.
    pub(super) fn plus_months(self, months: i64) -> Result<Self, TemporalError> {
        let total = self.months().checked_add(months).ok_or_else(far_date)?;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        if year.abs() > LAST_YEAR {
            return Err(far_date());
        }
        Self::new(year, month, self.day().min(days_of_month(year, month)))
    }

    /// Months since year 0.
    pub(super) fn months(self) -> i64 {
        self.year() * 12 + self.month() - 1
    }

    /// The same day in a year where the calendar is the same, and that jiff knows.
    pub(super) fn near(self) -> jiff::civil::Date {
        let year = match self.year() {
            late if late > 9_990 => 9_590 + (late - 9_590).rem_euclid(400),
            early if early < -9_990 => -9_990 + (early + 9_990).rem_euclid(400),
            year => year,
        };
        jiff::civil::date(year as i16, self.month as i8, self.day as i8)
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let from_march = (month + 9) % 12;
    let of_year = (153 * from_march + 2) / 5 + day - 1;
    let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
    era * DAYS_OF_ERA + of_era - DAYS_TO_EPOCH
}

/// 1970-01-01 was a Thursday.
fn weekday(days: i64) -> i64 {
    (days + 3).rem_euclid(7) + 1
}

/// The Monday of a year's first week: that of January 4.
fn first_week(year: i64) -> i64 {
    let fourth = days_from_civil(year, 1, 4);
    fourth - weekday(fourth) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree() {
        for days in (-800_000..800_000).step_by(97) {
            assert_eq!(Date::from_days(days).expect("near").days(), days);
        }
        let last = Date::new(LAST_YEAR, 12, 31).expect("the last day");
        assert_eq!(Date::from_days(last.days()), Ok(last));
        assert!(last.plus_days(1).is_err());
        assert!(last.plus_months(1).is_err());
        assert!(Date::from_days(i64::MIN).is_err());
    }

    #[test]
    fn jiff_agrees_on_weeks_and_days_of_the_year() {
        for days in (-1_000_000..2_000_000).step_by(331) {
            let date = Date::from_days(days).expect("near");
            let other = date.near();
            assert_eq!(i64::from(other.day_of_year()), date.ordinal());
            let week = other.iso_week_date();
            assert_eq!((i64::from(week.year()), i64::from(week.week())), date.week());
            assert_eq!(i64::from(other.weekday().to_monday_one_offset()), date.weekday());
        }
    }

    #[test]
    fn every_way_to_say_a_date_leads_back_to_it() {
        for days in (-300_000..300_000).step_by(61) {
            let date = Date::from_days(days).expect("near");
            let (year, week) = date.week();
            assert_eq!(Date::from_week(year, week, date.weekday()), Ok(date));
            assert_eq!(Date::from_ordinal(date.year(), date.ordinal()), Ok(date));
            let (quarter, day) = (date.quarter(), date.day_of_quarter());
            assert_eq!(Date::from_quarter(date.year(), quarter, day), Ok(date));
        }
    }

    #[test]
    fn months_end_early() {
        let end = Date::new(2015, 1, 31).expect("a day");
        assert_eq!(end.plus_months(1), Date::new(2015, 2, 28));
        assert_eq!(end.plus_months(-11), Date::new(2014, 2, 28));
    }

    #[test]
    fn fields_out_of_range_say_their_range() {
        let error = |date: Result<Date, TemporalError>| date.expect_err("no day").to_string();
        assert_eq!(error(Date::new(2015, 2, 29)), "day is 29, but goes from 1 to 28");
        assert_eq!(error(Date::from_week(2017, 53, 1)), "week is 53, but goes from 1 to 52");
        assert_eq!(
            error(Date::new(i64::MAX, 1, 1)).split(',').next(),
            Some("year is 9223372036854775807")
        );
    }
}
