//! When something happened, as precisely as the text tells it.
//!
//! Written as in ISO 8601: a day `2025-02-03`, a week `2025-W06`, a month `2022-03`, a year
//! `2022`, and intervals between them `2001/2004`. What has no end or no beginning that the text
//! tells has `..` in its place, as in part 2 of the standard: `2019/..` (since 2019), `../2030`.

mod phrase;

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use jiff::civil::{Date, ISOWeekDate, Weekday};
use serde::{Deserialize, Serialize};

pub use phrase::{Reference, Tense};

/// A stretch of the calendar that has a name of its own. Ordered by start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// A day.
    Day(Date),
    /// The week, from Monday, that holds the day.
    Week(Date),
    /// The month that holds the day.
    Month(Date),
    /// The year that holds the day.
    Year(Date),
}

/// The time of an event: one unit, or an interval from one to another.
///
/// ```
/// use graph_core::when::When;
/// let month: When = "2022-03".parse()?;
/// assert!("2022-03-05".parse::<When>()?.is_within(&month));
/// assert!(!month.may_be("2021/2021-12".parse()?));
/// assert!(month.may_be("2019/..".parse()?));
/// # Ok::<(), graph_core::when::NoDate>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct When {
    first: Option<Unit>,
    last: Option<Unit>,
}

/// A text that tells no time in the forms that [`When`] is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an ISO 8601 date, week, month, year or interval")]
pub struct NoDate;

impl Unit {
    /// The first day of it.
    pub fn first_day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Week(day) => monday(day),
            Self::Month(day) => day.first_of_month(),
            Self::Year(day) => day.first_of_year(),
        }
    }

    /// The last day of it.
    pub fn last_day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Week(day) => days_after(monday(day), 6).unwrap_or(Date::MAX),
            Self::Month(day) => day.last_of_month(),
            Self::Year(day) => day.last_of_year(),
        }
    }

    fn year(year: i16) -> Option<Self> {
        Date::new(year, 1, 1).ok().map(Self::Year)
    }

    fn month(year: i16, month: i8) -> Option<Self> {
        Date::new(year, month, 1).ok().map(Self::Month)
    }
}

fn monday(day: Date) -> Date {
    let back = day.weekday().since(Weekday::Monday);
    days_after(day, -i64::from(back)).unwrap_or(Date::MIN)
}

/// The day so many days later; earlier, if negative.
fn days_after(day: Date, days: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

impl When {
    /// What lies between two units, both included; without one, it is open there. `None` where
    /// the second begins before the first.
    pub fn between(first: Option<Unit>, last: Option<Unit>) -> Option<Self> {
        let backwards = first.zip(last).is_some_and(|(a, b)| b.first_day() < a.first_day());
        (!backwards && (first.is_some() || last.is_some())).then_some(Self { first, last })
    }

    /// The first day; `None` where it has no beginning.
    pub fn first_day(self) -> Option<Date> {
        self.first.map(Unit::first_day)
    }

    /// The last day; `None` where it has no end.
    pub fn last_day(self) -> Option<Date> {
        self.last.map(Unit::last_day)
    }

    /// How precisely it is told: `day`, `week`, `month`, `year`; `interval` between two of them,
    /// `since` and `until` where one end is open.
    pub fn precision(self) -> &'static str {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => match first {
                Unit::Day(_) => "day",
                Unit::Week(_) => "week",
                Unit::Month(_) => "month",
                Unit::Year(_) => "year",
            },
            (Some(_), Some(_)) => "interval",
            (_, None) => "since",
            (None, Some(_)) => "until",
        }
    }

    /// Whether both may be told of one event: they share a day.
    pub fn may_be(self, other: Self) -> bool {
        let ends_before = |a: Self, b: Self| {
            a.last_day().zip(b.first_day()).is_some_and(|(last, first)| last < first)
        };
        !ends_before(self, other) && !ends_before(other, self)
    }

    /// Whether it lies within the other one, and so tells it as precisely or more so.
    pub fn is_within(self, other: &Self) -> bool {
        let starts = other.first_day().is_none_or(|at| self.first_day().is_some_and(|my| my >= at));
        let ends = other.last_day().is_none_or(|at| self.last_day().is_some_and(|my| my <= at));
        starts && ends
    }

    /// Whether something told so counts as of a period: it lies within it, or shares a day with
    /// it and is told to about a month. That something was in 2022 doesn't tell that it was in
    /// March.
    ///
    /// ```
    /// use graph_core::when::When;
    /// let when = |text: &str| text.parse::<When>().expect("a date");
    /// assert!(when("2022-03").counts_in(when("2022-03-07")));
    /// assert!(when("2022-02-28/2022-03-02").counts_in(when("2022-03")));
    /// assert!(!when("2022").counts_in(when("2022-03")));
    /// ```
    pub fn counts_in(self, period: Self) -> bool {
        const MONTH: i64 = 31;
        let days = || {
            let (first, last) = self.first_day().zip(self.last_day())?;
            first.until(last).ok().map(|span| i64::from(span.get_days()))
        };
        self.is_within(&period) || self.may_be(period) && days().is_some_and(|days| days < MONTH)
    }

    /// The time before it; `None` where it has no beginning.
    pub fn before(self) -> Option<Self> {
        let last = self.first_day()?.yesterday().ok()?;
        Some(Self { first: None, last: Some(Unit::Day(last)) })
    }

    /// The time after it; `None` where it has no end.
    pub fn after(self) -> Option<Self> {
        let first = self.last_day()?.tomorrow().ok()?;
        Some(Self { first: Some(Unit::Day(first)), last: None })
    }

    /// Itself and all that comes after it.
    #[must_use]
    pub fn since(self) -> Self {
        Self { last: None, ..self }
    }

    /// Itself and all that comes before it.
    #[must_use]
    pub fn until(self) -> Self {
        Self { first: None, ..self }
    }

    /// Number of days from the end of the earlier one to the start of the later one; 0 where
    /// they share a day.
    pub fn days_apart(self, other: Self) -> i64 {
        let gap = |a: Self, b: Self| {
            let (last, first) = a.last_day().zip(b.first_day())?;
            Some(i64::from(last.until(first).ok()?.get_days()))
        };
        gap(self, other).unwrap_or(0).max(gap(other, self).unwrap_or(0)).max(0)
    }
}

impl From<Unit> for When {
    fn from(unit: Unit) -> Self {
        Self { first: Some(unit), last: Some(unit) }
    }
}

impl From<Date> for When {
    fn from(day: Date) -> Self {
        Unit::Day(day).into()
    }
}

impl Display for Unit {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Week(day) => {
                let week = day.iso_week_date();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month(day) => write!(f, "{:04}-{:02}", day.year(), day.month()),
            Self::Year(day) => write!(f, "{:04}", day.year()),
        }
    }
}

impl Display for When {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => write!(f, "{first}"),
            (Some(first), Some(last)) => write!(f, "{first}/{last}"),
            (Some(first), None) => write!(f, "{first}/.."),
            (None, Some(last)) => write!(f, "../{last}"),
            (None, None) => f.write_str("../.."),
        }
    }
}

impl FromStr for Unit {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        if !text.is_ascii() {
            return Err(NoDate);
        }
        let number = |range| text.get(range).and_then(digits).ok_or(NoDate);
        let unit = match text.len() {
            4 => Self::year(number(0..4)?),
            7 => Self::month(number(0..4)?, number(5..7)? as i8).filter(|_| &text[4..5] == "-"),
            8 => ISOWeekDate::new(number(0..4)?, number(6..8)? as i8, Weekday::Monday)
                .ok()
                .filter(|_| &text[4..6] == "-W")
                .map(|week| Self::Week(week.date())),
            10 => text.parse().ok().map(Self::Day),
            _ => None,
        };
        unit.ok_or(NoDate)
    }
}

fn digits(text: &str) -> Option<i16> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}

impl From<When> for String {
    fn from(when: When) -> Self {
        when.to_string()
    }
}

impl TryFrom<String> for When {
    type Error = NoDate;

    fn try_from(text: String) -> Result<Self, NoDate> {
        text.parse()
    }
}

impl FromStr for When {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let Some((first, last)) = text.split_once('/') else {
            return text.parse::<Unit>().map(Self::from);
        };
        let end = |text: &str| if text == ".." { Ok(None) } else { text.parse().map(Some) };
        Self::between(end(first)?, end(last)?).ok_or(NoDate)
    }
}

#[cfg(test)]
mod tests;
