//! Temporal values as ISO 8601 text: years past four digits with their sign, seconds only where
//! there are any, as many decimals as there are.

use std::fmt::{Display, Formatter, Result};

use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, Offset, Time};

impl Display for Date {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        match self.year() {
            year @ 0..=9999 => write!(out, "{year:04}")?,
            year @ 10_000.. => write!(out, "+{year}")?,
            year => write!(out, "-{:04}", year.abs())?,
        }
        write!(out, "-{:02}-{:02}", self.month(), self.day())
    }
}

impl Display for LocalTime {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        write!(out, "{:02}:{:02}", self.hour(), self.minute())?;
        if self.second() == 0 && self.nanosecond() == 0 {
            return Ok(());
        }
        write!(out, ":{:02}{}", self.second(), decimals(self.nanosecond()))
    }
}

/// A point and the digits that nanoseconds need.
fn decimals(nanos: i64) -> String {
    if nanos == 0 {
        return String::new();
    }
    let digits = format!(".{nanos:09}");
    digits.trim_end_matches('0').to_owned()
}

impl Display for Offset {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        if self.seconds() == 0 {
            return out.write_str("Z");
        }
        let sign = if self.seconds() < 0 { '-' } else { '+' };
        let seconds = self.seconds().abs();
        write!(out, "{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60)?;
        match seconds % 60 {
            0 => Ok(()),
            seconds => write!(out, ":{seconds:02}"),
        }
    }
}

impl Display for Time {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        write!(out, "{}{}", self.local, self.offset)
    }
}

impl Display for LocalDateTime {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        write!(out, "{}T{}", self.date, self.time)
    }
}

impl Display for DateTime {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        write!(out, "{}{}", self.local(), self.offset())?;
        match self.zone_name() {
            Some(name) => write!(out, "[{name}]"),
            None => Ok(()),
        }
    }
}

impl Display for Duration {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        out.write_str("P")?;
        let seconds = self.all_nanos() / 1_000_000_000;
        let nanos = (self.all_nanos() % 1_000_000_000) as i64;
        part(out, (self.months() / 12).into(), 'Y')?;
        part(out, (self.months() % 12).into(), 'M')?;
        part(out, self.days().into(), 'D')?;
        if seconds != 0 || nanos != 0 {
            out.write_str("T")?;
            part(out, seconds / 3600, 'H')?;
            part(out, seconds / 60 % 60, 'M')?;
        } else if self.months() == 0 && self.days() == 0 {
            return out.write_str("T0S");
        }
        match (seconds % 60, nanos) {
            (0, 0) => Ok(()),
            (seconds, nanos) => {
                let sign = if seconds < 0 || nanos < 0 { "-" } else { "" };
                write!(out, "{sign}{}{}S", seconds.abs(), decimals(nanos.abs()))
            }
        }
    }
}

fn part(out: &mut Formatter<'_>, number: i128, unit: char) -> Result {
    if number == 0 { Ok(()) } else { write!(out, "{number}{unit}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_as_short_as_they_can_be() {
        let date = |year| Date::new(year, 1, 2).expect("a day").to_string();
        assert_eq!(date(28), "0028-01-02");
        assert_eq!(date(-1), "-0001-01-02");
        assert_eq!(date(10_000), "+10000-01-02");
        let time = |second, nano| LocalTime::new(9, 5, second, nano).expect("a time").to_string();
        assert_eq!(time(0, 0), "09:05");
        assert_eq!(time(0, 120), "09:05:00.00000012");
        assert_eq!(time(7, 0), "09:05:07");
    }

    #[test]
    fn parts_of_durations_have_signs_of_their_own() {
        let text = |months, days, seconds, nanos| {
            Duration::new(months, days, seconds, nanos).expect("short").to_string()
        };
        assert_eq!(text(0, 0, 0, 0), "PT0S");
        assert_eq!(text(149, -14, 57_600, 0), "P12Y5M-14DT16H");
        assert_eq!(text(-1, 0, -60, -1_000_000), "P-1MT-1M-0.001S");
        assert_eq!(text(0, 1, 0, -1_000_000), "P1DT-0.001S");
        assert_eq!(text(0, 0, i64::MIN, 0), "PT-2562047788015215H-30M-8S");
    }
}
