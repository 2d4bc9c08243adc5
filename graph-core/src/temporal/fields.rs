//! The fields of a map such as `{year: 2015, week: 30}`: read, checked, and laid over a date or
//! a time that is given besides.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::{TemporalError, within};
use super::{Date, Kind, LocalTime, Zone};
use crate::Value;

/// A map by field name.
pub(super) type Map = BTreeMap<Arc<str>, Value>;

const DATE_FIELDS: [&str; 8] =
    ["year", "month", "day", "week", "dayOfWeek", "quarter", "dayOfQuarter", "ordinalDay"];
const TIME_FIELDS: [&str; 6] =
    ["hour", "minute", "second", "millisecond", "microsecond", "nanosecond"];
const DURATION_FIELDS: [&str; 11] = [
    "years",
    "quarters",
    "months",
    "weeks",
    "days",
    "hours",
    "minutes",
    "seconds",
    "milliseconds",
    "microseconds",
    "nanoseconds",
];

/// The fields that a type can be made of.
fn names(kind: Kind) -> Vec<&'static str> {
    if kind == Kind::Duration {
        return DURATION_FIELDS.to_vec();
    }
    let when = |condition: bool, names: &[&'static str]| {
        if condition { names.to_vec() } else { Vec::new() }
    };
    [
        when(kind.has_date(), &DATE_FIELDS),
        when(kind.has_time(), &TIME_FIELDS),
        when(kind.has_date(), &["date"]),
        when(kind.has_time(), &["time"]),
        when(kind.has_date() && kind.has_time(), &["datetime"]),
        when(kind == Kind::DateTime, &["epochSeconds", "epochMillis"]),
        vec!["timezone"],
    ]
    .concat()
}

/// The fields of a map for a type.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a> {
    kind: Kind,
    map: &'a Map,
}

impl<'a> Fields<'a> {
    /// Checks that the type has all fields of the map.
    pub(super) fn new(kind: Kind, map: &'a Map) -> Result<Self, TemporalError> {
        let names = names(kind);
        match map.keys().find(|key| !names.contains(&&***key)) {
            None => Ok(Self { kind, map }),
            Some(unknown) => Err(TemporalError::UnknownField {
                kind: kind.name(),
                field: super::parse::shortened(unknown),
                fields: names.join(", "),
            }),
        }
    }

    /// A field as it is.
    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name)
    }

    /// The first of these fields that is there.
    pub(super) fn first(&self, names: &[&'static str]) -> Option<&'static str> {
        names.iter().copied().find(|name| self.map.contains_key(*name))
    }

    /// A whole number.
    pub(super) fn number(&self, name: &'static str) -> Result<Option<i64>, TemporalError> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Int(number)) => Ok(Some(*number)),
            Some(other) => Err(wrong(name, "an integer", other)),
        }
    }

    /// The time zone; beside other fields only where the type keeps one.
    pub(super) fn zone(&self) -> Result<Option<Zone>, TemporalError> {
        match self.get("timezone") {
            None => Ok(None),
            Some(_) if !self.kind.has_zone() && self.map.len() > 1 => {
                let others = names(self.kind);
                let second = self.first(&others[..others.len() - 1]).unwrap_or("date");
                Err(TemporalError::ConflictingFields { first: "timezone", second })
            }
            Some(Value::String(text)) => Zone::parse(text).map(Some),
            Some(other) => Err(wrong("timezone", "a text", other)),
        }
    }

    /// Refuses a field without the one that it needs.
    fn needs(
        &self,
        given: &'static str,
        missing: &'static str,
        has: bool,
    ) -> Result<(), TemporalError> {
        if has || !self.map.contains_key(given) {
            return Ok(());
        }
        Err(TemporalError::MissingField { kind: self.kind.name(), missing, given: given.into() })
    }

    /// The date: by week, quarter, day of the year, or month and day. What isn't given is that of
    /// the base; without a base it is the first, but greater units can't be left out.
    pub(super) fn date(&self, base: Option<Date>) -> Result<Date, TemporalError> {
        let by = self.way()?;
        let year = self.number("year")?;
        if base.is_none() {
            let given = self.map.keys().next().filter(|_| year.is_none());
            if let Some(given) = given {
                let (kind, given) = (self.kind.name(), given.to_string());
                return Err(TemporalError::MissingField { kind, missing: "year", given });
            }
            self.needs("dayOfWeek", "week", self.map.contains_key("week"))?;
            self.needs("dayOfQuarter", "quarter", self.map.contains_key("quarter"))?;
            self.needs("day", "month", self.map.contains_key("month"))?;
        }
        let or = |name, part: fn(Date) -> i64| -> Result<i64, TemporalError> {
            Ok(self.number(name)?.unwrap_or(base.map_or(1, part)))
        };
        let calendar_year = year.unwrap_or(base.map_or(1970, Date::year));
        match by {
            "week" => {
                let week_year = year.unwrap_or(base.map_or(1970, |base| base.week().0));
                let week = or("week", |base| base.week().1)?;
                Date::from_week(week_year, week, or("dayOfWeek", Date::weekday)?)
            }
            "quarter" => {
                let quarter = or("quarter", Date::quarter)?;
                Date::from_quarter(
                    calendar_year,
                    quarter,
                    or("dayOfQuarter", Date::day_of_quarter)?,
                )
            }
            "ordinalDay" => Date::from_ordinal(calendar_year, or("ordinalDay", Date::ordinal)?),
            _ => Date::new(calendar_year, or("month", Date::month)?, or("day", Date::day)?),
        }
    }

    /// The one way in which the date is said.
    fn way(&self) -> Result<&'static str, TemporalError> {
        const WAYS: [(&str, [&str; 2]); 4] = [
            ("week", ["week", "dayOfWeek"]),
            ("quarter", ["quarter", "dayOfQuarter"]),
            ("ordinalDay", ["ordinalDay", "ordinalDay"]),
            ("month", ["month", "day"]),
        ];
        let mut given = WAYS.iter().filter_map(|(way, names)| Some((*way, self.first(names)?)));
        match (given.next(), given.next()) {
            (Some((_, first)), Some((_, second))) => {
                Err(TemporalError::ConflictingFields { first, second })
            }
            (Some((way, _)), None) => Ok(way),
            (None, _) => Ok("month"),
        }
    }

    /// The time of the day. What isn't given is that of the base; without a base it is zero, but
    /// greater units can't be left out.
    pub(super) fn time(&self, base: Option<LocalTime>) -> Result<LocalTime, TemporalError> {
        let fraction = self.fraction()?;
        if base.is_none() {
            for (given, missing) in [("minute", "hour"), ("second", "minute")] {
                self.needs(given, missing, self.map.contains_key(missing))?;
            }
            for given in &TIME_FIELDS[3..] {
                self.needs(given, "second", self.map.contains_key("second"))?;
            }
        }
        let or = |name, part: fn(LocalTime) -> i64| -> Result<i64, TemporalError> {
            Ok(self.number(name)?.unwrap_or(base.map_or(0, part)))
        };
        LocalTime::new(
            or("hour", LocalTime::hour)?,
            or("minute", LocalTime::minute)?,
            or("second", LocalTime::second)?,
            fraction.unwrap_or(base.map_or(0, LocalTime::nanosecond)),
        )
    }

    /// Nanoseconds of milliseconds, microseconds and nanoseconds, where any are given. Each
    /// goes up to the greater unit that is given, else to the second.
    fn fraction(&self) -> Result<Option<i64>, TemporalError> {
        let [milli, micro, nano] =
            ["millisecond", "microsecond", "nanosecond"].map(|name| self.number(name));
        let (milli, micro, nano) = (milli?, micro?, nano?);
        if milli.or(micro).or(nano).is_none() {
            return Ok(None);
        }
        let most_micro = if milli.is_some() { 999 } else { 999_999 };
        let most_nano = match (milli, micro) {
            (_, Some(_)) => 999,
            (Some(_), None) => 999_999,
            (None, None) => 999_999_999,
        };
        let milli = within("millisecond", milli.unwrap_or(0), 0, 999)?;
        let micro = within("microsecond", micro.unwrap_or(0), 0, most_micro)?;
        let nano = within("nanosecond", nano.unwrap_or(0), 0, most_nano)?;
        Ok(Some((milli * 1000 + micro) * 1000 + nano))
    }
}

/// The error of a field of another type.
pub(super) fn wrong(field: &str, wanted: &'static str, given: &Value) -> TemporalError {
    TemporalError::FieldType { field: field.to_owned(), wanted, given: given.described() }
}
