//! Times that a question counts from the day when an article was written: Monday, last week,
//! March.

use graph_core::temporal::Date;

/// A time told from a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// The nearest such day before and behind, by number from Monday, 1; that day itself counts.
    Weekday(i64),
    /// So many days before.
    DaysAgo(i64),
    /// So many calendar weeks before.
    WeeksAgo(i64),
    /// So many calendar months before.
    MonthsAgo(i64),
    /// So many calendar years before.
    YearsAgo(i64),
    /// The month's last occurrence that began by then, by number from January, 1.
    Month(i64),
}

/// First and last day, in ISO form; a whole month or year begins with itself (`2022-03`), so that
/// dates known no further count.
pub(super) type Days = (String, String);

impl Around {
    /// The days that are meant in an article written on a day.
    pub(super) fn days(self, written: Date) -> Vec<Days> {
        let today = written.days();
        match self {
            Self::Weekday(wanted) => {
                let before = (written.weekday() - wanted).rem_euclid(7);
                let after = (wanted - written.weekday()).rem_euclid(7);
                let mut days = vec![days_from(today - before, 1)];
                days.extend((after > 0).then(|| days_from(today + after, 1)));
                days.into_iter().flatten().collect()
            }
            Self::DaysAgo(count) => days_from(today - count, 1).into_iter().collect(),
            Self::WeeksAgo(count) => {
                let monday = today - (written.weekday() - 1) - 7 * count;
                // A sentence may tell the week and no day.
                let (year, week) = Date::from_days(monday).map_or((0, 0), Date::week);
                let named = format!("{year:04}-W{week:02}");
                days_from(monday, 7).into_iter().chain([(named.clone(), named)]).collect()
            }
            Self::MonthsAgo(count) => {
                let months = written.year() * 12 + written.month() - 1 - count;
                vec![month(months.div_euclid(12), months.rem_euclid(12) + 1)]
            }
            Self::YearsAgo(count) => {
                let year = written.year() - count;
                vec![(format!("{year:04}"), format!("{year:04}-12-31"))]
            }
            Self::Month(wanted) => {
                let year = written.year() - i64::from(wanted > written.month());
                vec![month(year, wanted)]
            }
        }
    }
}

fn days_from(first: i64, count: i64) -> Option<Days> {
    let iso = |days| {
        let date = Date::from_days(days).ok()?;
        Some(format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()))
    };
    Some((iso(first)?, iso(first + count - 1)?))
}

fn month(year: i64, month: i64) -> Days {
    (format!("{year:04}-{month:02}"), format!("{year:04}-{month:02}-31"))
}

/// The day that an article's ISO date gives; `None` where it gives only a month or year.
pub(super) fn day(date: &str) -> Option<Date> {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(around: Around, written: &str) -> String {
        let days = around.days(day(written).expect("a date"));
        days.iter().map(|(from, to)| format!("{from}..{to}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn times_are_counted_from_the_day_of_writing() {
        // 4 February 2025 was a Tuesday.
        let tuesday = |around| days(around, "2025-02-04");
        assert_eq!(tuesday(Around::Weekday(1)), "2025-02-03..2025-02-03 2025-02-10..2025-02-10");
        assert_eq!(tuesday(Around::Weekday(2)), "2025-02-04..2025-02-04");
        assert_eq!(tuesday(Around::DaysAgo(1)), "2025-02-03..2025-02-03");
        assert_eq!(tuesday(Around::WeeksAgo(1)), "2025-01-27..2025-02-02 2025-W05..2025-W05");
        assert_eq!(tuesday(Around::MonthsAgo(2)), "2024-12..2024-12-31");
        assert_eq!(tuesday(Around::YearsAgo(1)), "2024..2024-12-31");
        assert_eq!(tuesday(Around::Month(1)), "2025-01..2025-01-31");
        assert_eq!(tuesday(Around::Month(3)), "2024-03..2024-03-31");
        assert!(days(Around::WeeksAgo(0), "2024-12-31").starts_with("2024-12-30..2025-01-05"));
        assert_eq!(day("2025-02"), None);
    }
}
