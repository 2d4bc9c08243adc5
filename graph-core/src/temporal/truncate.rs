//! Values cut off to a unit: the first moment of their year, week, hour.

use super::fields::{Fields, Map};
use super::parts::Parts;
use super::{Date, DateTime, Kind, LocalTime, TemporalError, Zone};
use crate::Value;

/// Units of dates, greatest first.
const OF_DATES: [&str; 9] =
    ["millennium", "century", "decade", "year", "weekYear", "quarter", "month", "week", "day"];

/// Units of times, with their nanoseconds.
const OF_TIMES: [(&str, i64); 6] = [
    ("day", 86_400_000_000_000),
    ("hour", 3_600_000_000_000),
    ("minute", 60_000_000_000),
    ("second", 1_000_000_000),
    ("millisecond", 1_000_000),
    ("microsecond", 1_000),
];

impl Kind {
    /// Cuts a value off to a unit, and lays the fields of a map over what is left. A time zone
    /// among them replaces that of the value, whatever moment that makes.
    ///
    /// # Errors
    /// Where the type knows no such unit, or the value has no date or time to cut off.
    pub fn truncate(
        self,
        unit: &str,
        value: &Value,
        map: &Map,
        now: &DateTime,
    ) -> Result<Value, TemporalError> {
        let refused = || TemporalError::Conversion { kind: self.name(), given: value.described() };
        let mut parts = Parts::of(value).filter(|_| self != Self::Duration).ok_or_else(refused)?;
        let units = self.units();
        let Some(unit) = units.iter().copied().find(|known| known.eq_ignore_ascii_case(unit))
        else {
            let (kind, unit) = (self.name(), super::parse::shortened(unit));
            return Err(TemporalError::UnknownUnit { kind, unit, units: units.join(", ") });
        };
        if parts.date.is_none() && (self.has_date() || unit == "day" && parts.time.is_none()) {
            return Err(refused());
        }
        if parts.time.is_none() && !self.has_date() {
            return Err(refused());
        }
        parts.date = parts.date.map(|date| truncated_date(date, unit)).transpose()?;
        parts.time = Some(truncated_time(parts.time.unwrap_or(LocalTime::MIDNIGHT), unit));
        self.overlaid(parts, unit, map)?.value(self, now)
    }

    /// The units that values of this type are cut off to.
    fn units(self) -> Vec<&'static str> {
        let dates = OF_DATES.into_iter().filter(|_| self.has_date());
        let times = OF_TIMES.into_iter().map(|(unit, _)| unit);
        let times = times.filter(|unit| self.has_time() && !(self.has_date() && *unit == "day"));
        dates.chain(times).collect()
    }

    /// Parts with the fields of a map laid over them.
    fn overlaid(self, mut parts: Parts, unit: &str, map: &Map) -> Result<Parts, TemporalError> {
        let kept;
        let map = match kept_fraction(unit, map, parts.local().time) {
            Some(found) => {
                kept = found;
                &kept
            }
            None => map,
        };
        let fields = Fields::new(self, map)?;
        if self.has_date() {
            parts.date = Some(fields.date(parts.date)?);
        }
        if self.has_time() {
            parts.time = Some(fields.time(parts.time)?);
        }
        if let Some(zone) = fields.zone()? {
            (parts.zone, parts.offset) = (Some(zone), None);
        } else if let (Kind::Time, Some(offset)) = (self, parts.offset) {
            // The offset is that of the value, not of the first day of its unit.
            parts.zone = Some(Zone::Fixed(offset));
        }
        Ok(parts)
    }
}

/// A map with the milliseconds or microseconds that are left, where smaller units are laid over
/// them.
fn kept_fraction(unit: &str, map: &Map, time: LocalTime) -> Option<Map> {
    let smaller = |names: &[&str]| names.iter().any(|name| map.contains_key(*name));
    let (name, kept) = match unit {
        "millisecond" if smaller(&["microsecond", "nanosecond"]) => {
            ("millisecond", time.nanosecond() / 1_000_000)
        }
        "microsecond" if smaller(&["nanosecond"]) => ("microsecond", time.nanosecond() / 1_000),
        _ => return None,
    };
    let mut map = map.clone();
    map.entry(name.into()).or_insert(Value::Int(kept));
    Some(map)
}

fn truncated_time(time: LocalTime, unit: &str) -> LocalTime {
    let length = OF_TIMES.iter().find(|(name, _)| *name == unit).map(|(_, length)| *length);
    let length = length.unwrap_or(OF_TIMES[0].1);
    LocalTime::from_nanos((time.nanos() / length * length).into())
}

fn truncated_date(date: Date, unit: &str) -> Result<Date, TemporalError> {
    let first_of = |years: i64| Date::new(date.year().div_euclid(years) * years, 1, 1);
    match unit {
        "millennium" => first_of(1000),
        "century" => first_of(100),
        "decade" => first_of(10),
        "year" => first_of(1),
        "weekYear" => Date::from_week(date.week().0, 1, 1),
        "quarter" => Date::new(date.year(), date.quarter() * 3 - 2, 1),
        "month" => Date::new(date.year(), date.month(), 1),
        "week" => date.plus_days(1 - date.weekday()),
        _ => Ok(date),
    }
}
