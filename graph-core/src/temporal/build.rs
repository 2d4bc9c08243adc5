//! Values made of fields, of text and of other values.

use super::fields::{Fields, Map, wrong};
use super::parts::Parts;
use super::{Amount, DateTime, Duration, Kind, TemporalError, Zone};
use crate::Value;

impl Kind {
    /// Makes a value of text, of a map of fields, or of another temporal value; of `null` comes
    /// `null`. `now` is the moment of a map with nothing but a time zone.
    ///
    /// # Errors
    /// Where the value can't be made of that.
    pub fn of(self, value: &Value, now: &DateTime) -> Result<Value, TemporalError> {
        match value {
            Value::Null => Ok(Value::Null),
            Value::String(text) => self.parse(text),
            Value::Map(map) if self == Self::Duration => Ok(duration(map)?.into()),
            Value::Map(map) => self.of_fields(map, now),
            Value::Duration(_) if self == Self::Duration => Ok(value.clone()),
            other => self.of_value(other)?.value(self, now),
        }
    }

    /// The present date or time in a zone.
    ///
    /// # Errors
    /// Past the last year.
    pub fn at(self, now: &DateTime, zone: &Zone) -> Result<Value, TemporalError> {
        self.of(&now.at(zone)?.into(), now)
    }

    /// The parts of another value, where they are enough for this type.
    fn of_value(self, value: &Value) -> Result<Parts, TemporalError> {
        let refused = || TemporalError::Conversion { kind: self.name(), given: value.described() };
        let parts = Parts::of(value).ok_or_else(refused)?;
        let lacks_date = self.has_date() && parts.date.is_none();
        let lacks_time = !self.has_date() && parts.time.is_none();
        if self == Self::Duration || lacks_date || lacks_time { Err(refused()) } else { Ok(parts) }
    }

    fn of_fields(self, map: &Map, now: &DateTime) -> Result<Value, TemporalError> {
        let fields = Fields::new(self, map)?;
        let zone = fields.zone()?;
        if let (Some(zone), 1) = (&zone, map.len()) {
            return self.at(now, zone);
        }
        if map.is_empty() {
            return Err(TemporalError::NoFields { kind: self.name(), example: self.example() });
        }
        if let Some(moment) = epoch(fields, zone.as_ref())? {
            return Ok(moment.into());
        }
        let mut parts = base(self, fields)?;
        if self.has_date() {
            parts.date = Some(fields.date(parts.date)?);
        }
        if self.has_time() {
            parts.time = Some(fields.time(parts.time)?);
        }
        if let Some(zone) = zone {
            parts = parts.moved(zone, self, now)?;
        }
        parts.value(self, now)
    }

    fn example(self) -> &'static str {
        match self {
            Self::Date => "{year: 2015, month: 7, day: 21}",
            Self::LocalTime | Self::Time => "{hour: 21, minute: 40}",
            Self::LocalDateTime | Self::DateTime => "{year: 2015, month: 7, day: 21, hour: 21}",
            Self::Duration => "{days: 1, hours: 12}",
        }
    }
}

/// The parts of the values given as `date`, `time` or `datetime`. The zone comes with the time.
fn base(kind: Kind, fields: Fields<'_>) -> Result<Parts, TemporalError> {
    let mut parts = Parts::default();
    if let Some(value) = fields.get("datetime") {
        if let Some(second) = fields.first(&["date", "time"]) {
            return Err(TemporalError::ConflictingFields { first: "datetime", second });
        }
        parts = Kind::LocalDateTime.of_value(value)?;
    }
    if let Some(value) = fields.get("date") {
        parts.date = Kind::Date.of_value(value)?.date;
    }
    if let Some(value) = fields.get("time") {
        let found = Kind::Time.of_value(value)?;
        (parts.time, parts.zone, parts.offset) = (found.time, found.zone, found.offset);
        // A place's offset depends on the date, which a time alone doesn't keep.
        if kind == Kind::Time {
            parts.zone = found.offset.map(Zone::Fixed).or(parts.zone);
        }
    }
    Ok(parts)
}

/// The moment so many seconds or milliseconds after 1970-01-01T00:00Z.
fn epoch(fields: Fields<'_>, zone: Option<&Zone>) -> Result<Option<DateTime>, TemporalError> {
    let (seconds, nanos) = match (fields.number("epochSeconds")?, fields.number("epochMillis")?) {
        (None, None) => return Ok(None),
        (Some(seconds), None) => (seconds, 0),
        (None, Some(millis)) => (millis.div_euclid(1000), millis.rem_euclid(1000) * 1_000_000),
        (Some(_), Some(_)) => {
            let (first, second) = ("epochSeconds", "epochMillis");
            return Err(TemporalError::ConflictingFields { first, second });
        }
    };
    let more = fields.number("nanosecond")?.unwrap_or(0);
    let more = super::error::within("nanosecond", more, 0, 999_999_999)?;
    DateTime::from_epoch(seconds, nanos + more, zone.unwrap_or(&Zone::UTC)).map(Some)
}

impl Parts {
    /// Moved to a zone: the same moment where there is a zone already, else the same clock.
    fn moved(mut self, zone: Zone, kind: Kind, now: &DateTime) -> Result<Self, TemporalError> {
        if self.zone.is_none() {
            self.zone = Some(zone);
            return Ok(self);
        }
        let moved = if kind == Kind::DateTime {
            self.moment()?.at(&zone)?.into()
        } else {
            let offset = zone.offset_at(now.epoch_seconds());
            Value::Time(self.time(now)?.at(offset))
        };
        Ok(Self::of(&moved).unwrap_or(self))
    }
}

/// A duration of fields, which may have fractions.
fn duration(map: &Map) -> Result<Duration, TemporalError> {
    let fields = Fields::new(Kind::Duration, map)?;
    if map.is_empty() {
        let (kind, example) = (Kind::Duration.name(), Kind::Duration.example());
        return Err(TemporalError::NoFields { kind, example });
    }
    let amount = |name: &str| match fields.get(name) {
        None => Ok(Amount::default()),
        Some(Value::Int(number)) => Ok(Amount::whole(*number)),
        Some(Value::Float(number)) => Amount::from_float(*number),
        Some(other) => Err(wrong(name, "a number", other)),
    };
    let months = [(amount("years")?, 12), (amount("quarters")?, 3), (amount("months")?, 1)];
    let days = [(amount("weeks")?, 7), (amount("days")?, 1)];
    let seconds = [
        (amount("hours")?, 3600),
        (amount("minutes")?, 60),
        (amount("seconds")?, 1),
        (amount("milliseconds")?.over(1_000), 1),
        (amount("microseconds")?.over(1_000_000), 1),
        (amount("nanoseconds")?.over(1_000_000_000), 1),
    ];
    Duration::of_amounts(Amount::sum(months)?, Amount::sum(days)?, Amount::sum(seconds)?)
}
