//! Reads dates, times and durations from ISO 8601 text, in its extended (`2015-07-21`) and its
//! basic (`20150721`) form.

use super::amount::Amount;
use super::error::TemporalError;
use super::{Date, DateTime, Duration, LocalDateTime, LocalTime, Offset, Time, Zone};

/// The longest part of a text that an error repeats, in characters.
const SHORT: usize = 60;

const DATE: &str = "2015-07-21, 2015-W30-2 or 2015-202";
const TIME: &str = "21:40:32.142";
const OFFSET_TIME: &str = "21:40:32.142+01:00 or 21:40Z";
const LOCAL_DATE_TIME: &str = "2015-07-21T21:40:32.142";
const DATE_TIME: &str = "2015-07-21T21:40:32+02:00 or 2015-07-21T21:40[Europe/Stockholm]";
const DURATION: &str = "P1Y2M10DT2H30M or P2012-02-02T14:37:21.545";

/// A text as errors repeat it.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHORT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn no(kind: &'static str, example: &'static str, text: &str) -> TemporalError {
    TemporalError::Text { text: shortened(text), kind, example }
}

/// Reads a date: `2015-07-21`, `2015-07`, `2015-W30-2`, `2015-Q2-60`, `2015-202` or `2015`, with
/// or without hyphens. Years of more than four digits have a sign.
///
/// # Errors
/// Where it is none, or a day that isn't there.
pub(super) fn date(text: &str) -> Result<Date, TemporalError> {
    read_date(text).unwrap_or_else(|| Err(no("date", DATE, text)))
}

/// `None` where the text isn't in the form of a date.
fn read_date(text: &str) -> Option<Result<Date, TemporalError>> {
    let signed = text.starts_with(['+', '-']);
    let digits = text[usize::from(signed)..].bytes().take_while(u8::is_ascii_digit).count();
    let end = if signed { 1 + digits } else { 4.min(digits) };
    if digits > 9 && signed || digits < if signed { 1 } else { 4 } {
        return None;
    }
    let year: i64 = text[..end].parse().ok()?;
    let (rest, extended) = match text[end..].strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (&text[end..], false),
    };
    let first = rest.bytes().next();
    Some(match first.map(|letter| letter.to_ascii_uppercase()) {
        None if !extended => Date::new(year, 1, 1),
        Some(b'W') => {
            let (week, day) = pair(&rest[1..], 2, extended)?;
            Date::from_week(year, week, day.unwrap_or(1))
        }
        Some(b'Q') => {
            let (quarter, day) = pair(&rest[1..], 1, extended)?;
            Date::from_quarter(year, quarter, day.unwrap_or(1))
        }
        _ if rest.len() == 3 && !rest.contains('-') => Date::from_ordinal(year, number(rest)?),
        _ => {
            let (month, day) = pair(rest, 2, extended)?;
            Date::new(year, month, day.unwrap_or(1))
        }
    })
}

/// A number of so many digits, and another one behind it, where there is more.
fn pair(text: &str, digits: usize, extended: bool) -> Option<(i64, Option<i64>)> {
    let (first, second) = match text.split_once('-') {
        Some((first, second)) if extended => (first, Some(second)),
        None if extended => (text, None),
        _ => (text.get(..digits)?, text.get(digits..).filter(|rest| !rest.is_empty())),
    };
    if first.len() > digits || second.is_some_and(|second| second.len() > 2) {
        return None;
    }
    let second = match second {
        Some(second) => Some(number(second)?),
        None => None,
    };
    Some((number(first)?, second))
}

/// Nothing but one to three digits.
fn number(text: &str) -> Option<i64> {
    let is_number = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// Reads a time of the day: `21:40:32.142`, `21:40`, `21`, with or without colons.
///
/// # Errors
/// Where it is none.
pub(super) fn local_time(text: &str) -> Result<LocalTime, TemporalError> {
    read_local_time(text).unwrap_or_else(|| Err(no("time of the day", TIME, text)))
}

fn read_local_time(text: &str) -> Option<Result<LocalTime, TemporalError>> {
    let (whole, fraction) = match text.split_once(['.', ',']) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let [hour, minute, second] = clock(whole)?;
    let nanos = match fraction {
        Some(_) if second.is_none() => return None,
        Some(digits) => Amount::parse(&format!("0.{digits}"))?.nanos() as i64,
        None => 0,
    };
    Some(LocalTime::new(hour?, minute.unwrap_or(0), second.unwrap_or(0), nanos))
}

/// Up to three numbers of two digits, all with colons between them or all without.
fn clock(text: &str) -> Option<[Option<i64>; 3]> {
    let mut parts = [None; 3];
    let step = if text.contains(':') { 3 } else { 2 };
    if !text.is_ascii()
        || !(text.len() + step - 2).is_multiple_of(step)
        || text.len() > 2 * step + 2
    {
        return None;
    }
    for (at, part) in (0..text.len()).step_by(step).zip(&mut parts) {
        if step == 3 && at > 0 && text.as_bytes()[at - 1] != b':' {
            return None;
        }
        *part = Some(number(&text[at..at + 2])?);
    }
    Some(parts)
}

/// Reads `Z`, `+01:00`, `+0100`, `+01` or `-02:05:07`; `None` where it has no sign.
///
/// # Errors
/// Where it has a sign, but is no offset.
pub(super) fn offset(text: &str) -> Result<Option<Offset>, TemporalError> {
    if text.eq_ignore_ascii_case("z") {
        return Ok(Some(Offset::UTC));
    }
    let Some(digits) = text.strip_prefix(['+', '-']) else { return Ok(None) };
    let unknown = || super::zone::unknown(text);
    let [hours, minutes, seconds] = clock(digits).ok_or_else(unknown)?;
    let (hours, minutes) = (hours.ok_or_else(unknown)?, minutes.unwrap_or(0));
    let seconds = seconds.unwrap_or(0);
    if minutes > 59 || seconds > 59 {
        return Err(unknown());
    }
    let total = (hours * 60 + minutes) * 60 + seconds;
    let signed = if text.starts_with('-') { -total } else { total };
    let refused = |_| TemporalError::Offset { text: shortened(text) };
    Offset::new(signed).map(Some).map_err(refused)
}

/// Where the offset of a time begins, or the name of its zone.
fn zone_start(time: &str) -> usize {
    time.find(['+', '-', 'Z', 'z', '[']).unwrap_or(time.len())
}

/// Reads a time with its offset: `21:40:32.142+0100`, `2140Z`; without one it is in UTC.
///
/// # Errors
/// Where it is none.
pub(super) fn time(text: &str) -> Result<Time, TemporalError> {
    let (local, rest) = text.split_at(zone_start(text));
    let zone = if rest.is_empty() { Some(Offset::UTC) } else { offset(rest)? };
    let refused = || no("time", OFFSET_TIME, text);
    let local = read_local_time(local).ok_or_else(refused)??;
    Ok(Time { local, offset: zone.ok_or_else(refused)? })
}

/// Reads a date and a time with a `T` between them; a date alone is its midnight.
///
/// # Errors
/// Where it is none.
pub(super) fn local_date_time(text: &str) -> Result<LocalDateTime, TemporalError> {
    let read = read_local_date_time(text);
    read.unwrap_or_else(|| Err(no("local date and time", LOCAL_DATE_TIME, text)))
}

fn read_local_date_time(text: &str) -> Option<Result<LocalDateTime, TemporalError>> {
    let (date, time) = match text.split_once(['T', 't']) {
        Some((date, time)) => (read_date(date)?, read_local_time(time)?),
        None => (read_date(text)?, Ok(LocalTime::MIDNIGHT)),
    };
    Some(date.and_then(|date| time.map(|time| LocalDateTime { date, time })))
}

/// Reads a date and a time in a zone: `2015-07-21T21:40:32+02:00[Europe/Stockholm]`, with either
/// or none of offset and name; without both it is in UTC.
///
/// # Errors
/// Where it is none, or the zone never has this offset then.
pub(super) fn date_time(text: &str) -> Result<DateTime, TemporalError> {
    let refused = || no("date and time", DATE_TIME, text);
    let start = text.find(['T', 't']).map_or(text.len(), |at| at + zone_start(&text[at..]));
    let (local, zone) = text.split_at(start);
    let local = read_local_date_time(local).ok_or_else(refused)??;
    let (written, name) = match zone.split_once('[') {
        Some((offset, name)) => (offset, Some(name.strip_suffix(']').ok_or_else(refused)?)),
        None => (zone, None),
    };
    let written = match written {
        "" => None,
        text => Some(offset(text)?.ok_or_else(refused)?),
    };
    let zone = match (name, written) {
        (Some(name), _) => Zone::parse(name)?,
        (None, Some(offset)) => Zone::Fixed(offset),
        (None, None) => Zone::UTC,
    };
    let found = DateTime::new(local, &zone, written)?;
    match written {
        Some(offset) if offset != found.offset() => Err(TemporalError::OffsetOfZone {
            offset: offset.to_string(),
            zone: name.map(shortened).unwrap_or_default(),
            local: local.to_string(),
        }),
        _ => Ok(found),
    }
}

/// Reads a duration: `P1Y2M3W4DT5H6M7.5S` with any of these parts, each with its own sign and
/// fraction, or `P2012-02-02T14:37:21.545`.
///
/// # Errors
/// Where it is none, or longer than 64 bits count.
pub(super) fn duration(text: &str) -> Result<Duration, TemporalError> {
    let refused = || no("duration", DURATION, text);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let parts = unsigned.strip_prefix(['P', 'p']).ok_or_else(refused)?;
    let (date, time) = match parts.split_once(['T', 't']) {
        Some((_, "")) => return Err(refused()),
        Some((date, time)) => (date, Some(time)),
        None => (parts, None),
    };
    let found = match calendar_duration(date, time) {
        Some(duration) => duration?,
        None => unit_duration(date, time).ok_or_else(refused)??,
    };
    if text.starts_with('-') { found.negated() } else { Ok(found) }
}

/// `2012-02-02T14:37:21.545`: as many years, months, days, hours, minutes and seconds.
fn calendar_duration(date: &str, time: Option<&str>) -> Option<Result<Duration, TemporalError>> {
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || month.len() != 2 || day.len() != 2 || parts.next().is_some() {
        return None;
    }
    let years = number(&year[..1])? * 1000 + number(&year[1..])?;
    let time = time.map_or(Some(Ok(LocalTime::MIDNIGHT)), read_local_time)?;
    let (months, days) = (years * 12 + number(month)?, number(day)?);
    Some(time.and_then(|time| Duration::new(months, days, 0, time.nanos())))
}

fn unit_duration(date: &str, time: Option<&str>) -> Option<Result<Duration, TemporalError>> {
    let [years, months, weeks, days] = units(date, ['Y', 'M', 'W', 'D'])?;
    let [hours, minutes, seconds] = units(time.unwrap_or_default(), ['H', 'M', 'S'])?;
    if date.is_empty() && time.is_none() {
        return None;
    }
    let months = Amount::sum([(years, 12), (months, 1)]);
    let days = Amount::sum([(weeks, 7), (days, 1)]);
    let seconds = Amount::sum([(hours, 3600), (minutes, 60), (seconds, 1)]);
    Some(months.and_then(|months| Duration::of_amounts(months, days?, seconds?)))
}

/// The amounts before some of these letters, in their order.
fn units<const COUNT: usize>(text: &str, letters: [char; COUNT]) -> Option<[Amount; COUNT]> {
    let mut amounts = [Amount::default(); COUNT];
    let mut rest = text;
    for (letter, amount) in letters.into_iter().zip(&mut amounts) {
        let end = rest.find(|found: char| found.is_ascii_alphabetic());
        if let Some(end) =
            end.filter(|end| rest[*end..].starts_with([letter, letter.to_ascii_lowercase()]))
        {
            *amount = Amount::parse(&rest[..end])?;
            rest = &rest[end + 1..];
        }
    }
    rest.is_empty().then_some(amounts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_many_forms() {
        let read =
            |text| date(text).map(|date| date.to_string()).map_err(|error| error.to_string());
        for text in ["2015-07-21", "20150721", "2015-W30-2", "2015W302", "2015-202", "2015202"] {
            assert_eq!(read(text).as_deref(), Ok("2015-07-21"), "{text}");
        }
        assert_eq!(read("2015-Q2-60").as_deref(), Ok("2015-05-30"));
        assert_eq!(read("2015Q2").as_deref(), Ok("2015-04-01"));
        assert_eq!(read("201507").as_deref(), Ok("2015-07-01"));
        assert_eq!(read("-999999999-01-01").as_deref(), Ok("-999999999-01-01"));
        assert_eq!(read("+12015").as_deref(), Ok("+12015-01-01"));
        for bad in [
            "",
            "2",
            "201",
            "20155",
            "2015-",
            "2015-W",
            "2015-07-",
            "2015-07-21-",
            "2015-7-021",
            "2015-W30-",
            "2015--07",
            "+",
            "-",
            "+1234567890-01-01",
            "２０１５",
            "2015-07-2é",
            "W30",
            "2015W30-2",
            "2015-0721",
            "201507-21",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert_eq!(read("2015-13-01").unwrap_err(), "month is 13, but goes from 1 to 12");
    }

    #[test]
    fn times_have_colons_everywhere_or_nowhere() {
        let read = |text| time(text).map(|time| time.to_string());
        assert_eq!(read("214032.142Z").as_deref(), Ok("21:40:32.142Z"));
        assert_eq!(read("2140-02").as_deref(), Ok("21:40-02:00"));
        assert_eq!(read("21").as_deref(), Ok("21:00Z"));
        for bad in [
            "",
            "2",
            "21:4",
            "21:40:",
            "21:4032",
            "2140:32",
            "214",
            "24:00",
            "21:60",
            "21:40.5",
            "21:40:32.",
            "21:40Q",
            "21:40Z1",
            "21:40+",
            "21:40[Europe/Stockholm]",
            "+01:00",
            "21:40:32:11",
            "2é:40",
            "21:40:61",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn moments_need_an_offset_that_their_zone_has() {
        let read = |text| date_time(text).map(|time| time.to_string());
        assert_eq!(
            read("2015-07-21T21:40:32.142-04[America/New_York]").as_deref(),
            Ok("2015-07-21T21:40:32.142-04:00[America/New_York]")
        );
        assert_eq!(read("2015-07-21").as_deref(), Ok("2015-07-21T00:00Z"));
        assert_eq!(
            read("2017-10-29T02:30+01:00[Europe/Stockholm]").as_deref(),
            Ok("2017-10-29T02:30+01:00[Europe/Stockholm]")
        );
        for bad in [
            "2015-07-21T21:40+05:00[Europe/Stockholm]",
            "2015-07-21T21:40[Europe/Stockholm",
            "2015-07-21T21:40[]",
            "2015-07-21T",
            "T21:40",
            "2015-07-21Z",
            "2015-07-21T21:40[Mars]",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn durations_have_units_in_order() {
        let read = |text| duration(text).map(|duration| duration.to_string());
        assert_eq!(read("P5M1.5D").as_deref(), Ok("P5M1DT12H"));
        assert_eq!(read("PT-1M-0.001S").as_deref(), Ok("PT-1M-0.001S"));
        assert_eq!(read("-P1Y2M").as_deref(), Ok("P-1Y-2M"));
        assert_eq!(read("p2w").as_deref(), Ok("P14D"));
        assert_eq!(read("P2012-02-02").as_deref(), Ok("P2012Y2M2D"));
        for bad in [
            "",
            "P",
            "PT",
            "P1",
            "1Y",
            "P1M1Y",
            "P1H",
            "PT1D",
            "P1YT",
            "P1.Y",
            "PY",
            "P1Y1Y",
            "P2012-02-02T",
            "P2012-02",
            "P1é",
            "PT1.5.5S",
            "P99999999999999999999999999999999Y",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
