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

impl Around {
    /// The periods, in ISO form, that are meant in an article written on a day.
    pub(super) fn periods(self, written: Date) -> Vec<String> {
        let today = written.days();
        match self {
            Self::Weekday(wanted) => {
                let before = (written.weekday() - wanted).rem_euclid(7);
                let after = (wanted - written.weekday()).rem_euclid(7);
                let days = [Some(today - before), (after > 0).then_some(today + after)];
                days.into_iter().flatten().filter_map(iso_day).collect()
            }
            Self::DaysAgo(count) => iso_day(today - count).into_iter().collect(),
            Self::WeeksAgo(count) => {
                let week = Date::from_days(today - 7 * count).map(Date::week);
                week.map(|(year, week)| format!("{year:04}-W{week:02}")).into_iter().collect()
            }
            Self::MonthsAgo(count) => {
                let months = written.year() * 12 + written.month() - 1 - count;
                vec![month(months.div_euclid(12), months.rem_euclid(12) + 1)]
            }
            Self::YearsAgo(count) => vec![format!("{:04}", written.year() - count)],
            Self::Month(wanted) => {
                let year = written.year() - i64::from(wanted > written.month());
                vec![month(year, wanted)]
            }
        }
    }
}

fn iso_day(days: i64) -> Option<String> {
    let date = Date::from_days(days).ok()?;
    Some(format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()))
}

fn month(year: i64, month: i64) -> String {
    format!("{year:04}-{month:02}")
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

    fn periods(around: Around, written: &str) -> String {
        around.periods(day(written).expect("a date")).join(" ")
    }

    #[test]
    fn times_are_counted_from_the_day_of_writing() {
        // 4 February 2025 was a Tuesday.
        let tuesday = |around| periods(around, "2025-02-04");
        assert_eq!(tuesday(Around::Weekday(1)), "2025-02-03 2025-02-10");
        assert_eq!(tuesday(Around::Weekday(2)), "2025-02-04");
        assert_eq!(tuesday(Around::DaysAgo(1)), "2025-02-03");
        assert_eq!(tuesday(Around::WeeksAgo(1)), "2025-W05");
        assert_eq!(tuesday(Around::MonthsAgo(2)), "2024-12");
        assert_eq!(tuesday(Around::YearsAgo(1)), "2024");
        assert_eq!(tuesday(Around::Month(1)), "2025-01");
        assert_eq!(tuesday(Around::Month(3)), "2024-03");
        assert_eq!(periods(Around::WeeksAgo(0), "2024-12-31"), "2025-W01");
        assert_eq!(day("2025-02"), None);
    }
}
