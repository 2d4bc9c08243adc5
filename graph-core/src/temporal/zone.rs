//! Time zones: a fixed distance from UTC, or a place whose distance changes.
//!
//! The rules of places are those of the tz database that jiff brings along, so that they are the
//! same on every machine. For years that jiff doesn't reach, those of a year with the same
//! calendar hold.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};

use super::datetime::LocalDateTime;
use super::error::TemporalError;
use super::parse;

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A distance from UTC in seconds; east is positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Offset(i32);

impl Offset {
    /// None.
    pub const UTC: Self = Self(0);

    /// A distance in seconds, at most 18 hours.
    ///
    /// # Errors
    /// Where it is longer.
    pub fn new(seconds: i64) -> Result<Self, TemporalError> {
        if seconds.abs() > 18 * 3600 {
            return Err(TemporalError::Offset { text: format!("{seconds} seconds") });
        }
        Ok(Self(seconds as i32))
    }

    /// The distance in seconds.
    pub fn seconds(self) -> i64 {
        self.0.into()
    }
}

/// A place of the tz database. Equal and ordered by name.
#[derive(Clone, Debug)]
pub struct NamedZone(TimeZone);

impl NamedZone {
    /// The name, such as `Europe/Stockholm`.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    fn find(name: &str) -> Result<Self, TemporalError> {
        let zone = DATABASE.get(&name.replace(' ', "_"));
        zone.map(Self).map_err(|_| unknown(name))
    }

    /// The distance at a moment, in seconds since 1970-01-01T00:00Z.
    fn offset_at(&self, seconds: i64) -> Offset {
        let Ok(utc) = LocalDateTime::from_seconds(seconds, 0) else { return Offset::UTC };
        let near = utc.near().to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp());
        Offset(self.0.to_offset(near.unwrap_or(Timestamp::UNIX_EPOCH)).seconds())
    }

    /// The distances that a local time may have: one, two when clocks are set back, and two that
    /// both don't fit when they are set forward.
    fn offsets(&self, local: civil::DateTime) -> AmbiguousOffset {
        self.0.to_ambiguous_timestamp(local).offset()
    }
}

/// The error of a name that the database doesn't have, with the one that is most like it.
pub(super) fn unknown(name: &str) -> TemporalError {
    let name = parse::shortened(name);
    let likeness = |known: &str| strsim::jaro_winkler(&known.to_lowercase(), &name.to_lowercase());
    let names = DATABASE.available().map(|known| known.to_string());
    let likely = names.map(|known| (likeness(&known), known)).filter(|(score, _)| *score > 0.8);
    let near = likely.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known);
    TemporalError::UnknownZone { name, near: near.unwrap_or_else(|| "Europe/Stockholm".into()) }
}

impl PartialEq for NamedZone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for NamedZone {}

impl PartialOrd for NamedZone {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for NamedZone {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name().cmp(other.name())
    }
}

impl Hash for NamedZone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

/// What tells local times from UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Always the same distance.
    Fixed(Offset),
    /// That of a place.
    Named(NamedZone),
}

impl Zone {
    /// Coordinated universal time, the zone of what names none.
    pub const UTC: Self = Self::Fixed(Offset::UTC);

    /// Reads `Z`, `+01:00`, `+0100`, `+01`, `-02:05:07` or a name of the tz database.
    ///
    /// # Errors
    /// Where it is none of these.
    pub fn parse(text: &str) -> Result<Self, TemporalError> {
        match parse::offset(text)? {
            Some(offset) => Ok(Self::Fixed(offset)),
            None => NamedZone::find(text).map(Self::Named),
        }
    }

    /// The distance from UTC at a moment, in seconds since 1970-01-01T00:00Z.
    pub fn offset_at(&self, seconds: i64) -> Offset {
        match self {
            Self::Fixed(offset) => *offset,
            Self::Named(zone) => zone.offset_at(seconds),
        }
    }

    /// The distance of a local time, and how many seconds it has to be put forward because clocks
    /// left it out. Where clocks show it twice, the preferred distance, else the first one.
    pub(super) fn offset_of(
        &self,
        local: LocalDateTime,
        preferred: Option<Offset>,
    ) -> (Offset, i64) {
        let zone = match self {
            Self::Fixed(offset) => return (*offset, 0),
            Self::Named(zone) => zone,
        };
        let from = |offset: jiff::tz::Offset| Offset(offset.seconds());
        match zone.offsets(local.near()) {
            AmbiguousOffset::Unambiguous { offset } => (from(offset), 0),
            AmbiguousOffset::Gap { before, after } => {
                (from(after), i64::from(after.seconds() - before.seconds()))
            }
            AmbiguousOffset::Fold { after, .. } if preferred == Some(from(after)) => {
                (from(after), 0)
            }
            AmbiguousOffset::Fold { before, .. } => (from(before), 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_read_by_distance_and_by_name() {
        let offset = |text: &str| Zone::parse(text).map(|zone| zone.offset_at(0).seconds());
        assert_eq!(offset("Z"), Ok(0));
        assert_eq!(offset("-02:05:07"), Ok(-7507));
        assert_eq!(offset("+0845"), Ok(31_500));
        assert_eq!(offset("Europe/Stockholm"), Ok(3600));
        assert_eq!(offset("america/new york"), Ok(-18_000));
        for bad in ["", "Europe/Atlantis", "+19:00", "+1", "01:00", "../etc/passwd", "+01:60"] {
            assert!(Zone::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn mistyped_zones_get_the_nearest_name() {
        let error = Zone::parse("Europe/Stokholm").expect_err("mistyped").to_string();
        assert!(error.contains("write one like 'Europe/Stockholm'"), "{error}");
        let error = Zone::parse("asia/tokio").expect_err("mistyped").to_string();
        assert!(error.contains("write one like 'Asia/Tokyo'"), "{error}");
    }

    #[test]
    fn far_years_have_the_rules_of_near_ones() {
        let zone = Zone::parse("Europe/Stockholm").expect("a place");
        let summer = LocalDateTime::from_seconds(253_418_000_000_000, 0).expect("year 8032402");
        assert!([3600, 7200].contains(&zone.offset_of(summer, None).0.seconds()));
        assert_eq!(zone.offset_at(-31_000_000_000_000_000).seconds(), 3208);
    }
}
