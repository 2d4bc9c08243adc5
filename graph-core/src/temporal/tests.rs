//! Values of all types made, read, written, compared and computed with, sensible and hostile.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::*;

const KINDS: [Kind; 6] =
    [Kind::Date, Kind::LocalTime, Kind::Time, Kind::LocalDateTime, Kind::DateTime, Kind::Duration];

fn now() -> DateTime {
    DateTime::from_epoch(1_445_000_000, 5, &Zone::UTC).expect("2015")
}

fn map(entries: &[(&str, Value)]) -> BTreeMap<Arc<str>, Value> {
    entries.iter().map(|(name, value)| (Arc::from(*name), value.clone())).collect()
}

fn of(kind: Kind, entries: &[(&str, Value)]) -> String {
    let value = kind.of(&Value::Map(Arc::new(map(entries))), &now());
    value.map_or_else(|error| error.to_string(), |value| text(&value))
}

fn text(value: &Value) -> String {
    value.temporal_text().expect("a temporal value")
}

fn read(kind: Kind, text: &str) -> Value {
    kind.parse(text).expect("well-formed")
}

#[test]
fn fields_are_laid_over_values() {
    let date = read(Kind::Date, "1984-11-11");
    let over = |name, number: i64| of(Kind::Date, &[("date", date.clone()), (name, number.into())]);
    assert_eq!(over("year", 28), "0028-11-11");
    assert_eq!(over("week", 1), "1984-01-08");
    assert_eq!(over("quarter", 3), "1984-08-11");
    assert_eq!(over("ordinalDay", 28), "1984-01-28");
    assert_eq!(over("day", 31), "day is 31, but goes from 1 to 30");
}

#[test]
fn a_time_zone_moves_a_moment_but_not_a_clock() {
    let moment = read(Kind::DateTime, "1984-10-11T12:00+01:00[Europe/Stockholm]");
    let honolulu = ("timezone", Value::from("Pacific/Honolulu"));
    assert_eq!(
        of(Kind::DateTime, &[("datetime", moment.clone()), ("day", 28.into()), honolulu.clone()]),
        "1984-10-28T01:00-10:00[Pacific/Honolulu]"
    );
    let local = read(Kind::LocalDateTime, "1984-10-11T12:00");
    assert_eq!(
        of(Kind::DateTime, &[("datetime", local), honolulu.clone()]),
        "1984-10-11T12:00-10:00[Pacific/Honolulu]"
    );
    let cut = Kind::DateTime.truncate("hour", &moment, &map(&[honolulu]), &now());
    assert_eq!(cut.as_ref().map(text), Ok("1984-10-11T12:00-10:00[Pacific/Honolulu]".into()));
}

#[test]
fn a_zone_alone_is_the_present_there() {
    let there = [("timezone", Value::from("Asia/Tokyo"))];
    assert_eq!(of(Kind::DateTime, &there), "2015-10-16T21:53:20.000000005+09:00[Asia/Tokyo]");
    assert_eq!(of(Kind::Time, &there), "21:53:20.000000005+09:00");
    assert_eq!(of(Kind::Date, &there), "2015-10-16");
}

#[test]
fn errors_of_fields_say_what_to_write() {
    let one = Value::Int(1);
    let date = |entries: &[(&str, Value)]| of(Kind::Date, entries);
    assert_eq!(date(&[]), "date() needs fields such as {year: 2015, month: 7, day: 21}");
    assert_eq!(date(&[("month", one.clone())]), "date() needs `year` beside `month`");
    assert_eq!(
        date(&[("year", one.clone()), ("day", one.clone())]),
        "date() needs `month` beside `day`"
    );
    assert_eq!(
        date(&[("year", one.clone()), ("week", one.clone()), ("day", one.clone())]),
        "`week` and `day` can't stand together"
    );
    assert_eq!(date(&[("year", Value::from("two"))]), "`year` takes an integer, not a String");
    assert_eq!(
        date(&[("hour", one.clone())]).split(';').next(),
        Some("date() has no field `hour`")
    );
    assert_eq!(
        of(Kind::LocalTime, &[("second", one.clone())]),
        "localtime() needs `minute` beside `second`"
    );
    assert_eq!(
        of(Kind::LocalDateTime, &[("hour", one)]),
        "localdatetime() needs `year` beside `hour`"
    );
    assert_eq!(
        of(Kind::DateTime, &[("timezone", Value::from("Mars/Base"))]),
        "there is no time zone 'Mars/Base'; write one like 'Europe/Stockholm', '+01:00' or 'Z'"
    );
}

#[test]
fn types_that_lack_a_part_are_refused() {
    let error = |kind: Kind, text: &str, from: Kind| {
        kind.of(&read(from, text), &now()).expect_err("too little").to_string()
    };
    assert_eq!(error(Kind::Date, "12:00", Kind::LocalTime), "a date can't be made of a LocalTime");
    assert_eq!(error(Kind::Time, "2015-07-21", Kind::Date), "a time can't be made of a Date");
    assert_eq!(
        error(Kind::DateTime, "P1D", Kind::Duration),
        "a datetime can't be made of a Duration"
    );
}

#[test]
fn units_are_cut_off() {
    let moment = read(Kind::DateTime, "-0117-11-14T13:14:15.161718+01:00");
    let cut = |kind: Kind, unit: &str| {
        kind.truncate(unit, &moment, &BTreeMap::new(), &now())
            .map_or_else(|error| error.to_string(), |value| text(&value))
    };
    assert_eq!(cut(Kind::Date, "millennium"), "-1000-01-01");
    assert_eq!(cut(Kind::Date, "decade"), "-0120-01-01");
    assert_eq!(cut(Kind::LocalDateTime, "WEEK"), "-0117-11-12T00:00");
    assert_eq!(cut(Kind::Time, "millisecond"), "13:14:15.161+01:00");
    assert_eq!(
        cut(Kind::LocalTime, "year"),
        "localtime.truncate() knows no unit 'year'; it knows day, hour, minute, second, \
         millisecond, microsecond"
    );
}

#[test]
fn months_are_added_before_days_and_days_before_seconds() {
    let add = |kind: Kind, value: &str, duration: &str| {
        let Value::Duration(duration) = read(Kind::Duration, duration) else { unreachable!() };
        let sum = plus(&read(kind, value), &duration).expect("temporal");
        sum.map_or_else(|error| error.to_string(), |value| text(&value))
    };
    assert_eq!(add(Kind::Date, "2015-01-31", "P1M1D"), "2015-03-01");
    assert_eq!(add(Kind::Date, "2015-01-31", "PT-47H"), "2015-01-30");
    assert_eq!(add(Kind::LocalTime, "23:30", "P5DT1H"), "00:30");
    let before_summer = "2017-03-25T12:00+01:00[Europe/Stockholm]";
    assert_eq!(
        add(Kind::DateTime, before_summer, "P1D"),
        "2017-03-26T12:00+02:00[Europe/Stockholm]"
    );
    assert_eq!(
        add(Kind::DateTime, before_summer, "PT24H"),
        "2017-03-26T13:00+02:00[Europe/Stockholm]"
    );
    assert_eq!(
        add(Kind::Date, "+999999999-12-31", "P1D"),
        "the date is out of range: years go from -999999999 to +999999999"
    );
}

#[test]
fn spans_lead_from_one_value_to_the_other() {
    let texts = [
        "2015-01-31T10:00",
        "2016-02-29T09:59:59.9",
        "2017-03-26T01:30",
        "-0044-03-15T12:00",
        "2017-10-29T03:00",
        "+30000-12-31T23:59:59.999999999",
    ];
    for from in texts {
        for to in texts {
            let (from, to) = (read(Kind::LocalDateTime, from), read(Kind::LocalDateTime, to));
            for unit in [Unit::Any, Unit::Seconds] {
                let span = between(unit, &from, &to).expect("dated").expect("short");
                let sum = plus(&from, &span).expect("dated").expect("near");
                assert_eq!(sum, to, "{} {span}", text(&from));
            }
        }
    }
}

#[test]
fn components_are_read_by_name() {
    let moment = read(Kind::DateTime, "1984-11-11T12:31:14.645876123[Europe/Stockholm]");
    let read = |name: &str| component(&moment, name).expect("temporal");
    assert_eq!(read("weekYear"), Ok(1984.into()));
    assert_eq!(read("dayOfQuarter"), Ok(42.into()));
    assert_eq!(read("epochMillis"), Ok(469_020_674_645.into()));
    assert_eq!(read("timezone"), Ok("Europe/Stockholm".into()));
    assert!(read("hours").is_err_and(|error| error.to_string().contains("has no `hours`")));
    assert_eq!(component(&Value::Int(1), "year"), None);
}

/// Numbers that look random, from a seed (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn of<T: Clone>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())].clone()
    }

    /// A well-formed text with some characters left out, doubled or replaced.
    fn text(&mut self) -> String {
        const LETTERS: &str = "0123456789--::++..,,TTZPPWQYMDHS[]/é٣ ";
        let start = self.of(&[
            "2015-07-21T21:40:32.142+02:00[Europe/Stockholm]",
            "-999999999-12-31",
            "2015W302",
            "P1Y2M3W4DT5H6M7.8S",
            "P-9223372036854775808Y",
            "PT9223372036854775807.9S",
            "P2012-02-02T14:37:21.5",
            "214032.142Z",
            "21:40-18:00",
            "+999999999-366T23",
            "",
            "0000-01-01T00:00[America/New_York]",
        ]);
        let mut letters: Vec<char> = start.chars().collect();
        for _ in 0..self.below(5) {
            let at = self.below(letters.len() + 1);
            let letter = self.of(&LETTERS.chars().collect::<Vec<_>>());
            match self.below(3) {
                0 => letters.insert(at, letter),
                1 if at < letters.len() => letters[at] = letter,
                _ if at < letters.len() => drop(letters.remove(at)),
                _ => letters.push(letter),
            }
        }
        letters.into_iter().collect()
    }

    fn scalar(&mut self) -> Value {
        let number = [
            i64::MIN,
            i64::MAX,
            -1,
            0,
            1,
            2,
            7,
            12,
            13,
            29,
            53,
            999,
            1984,
            999_999_999,
            -999_999_999,
            1_000_000_000_000_000_000,
        ];
        let float = [f64::NAN, f64::INFINITY, 1e300, -1e18, 0.1, -0.5, 1e-300, 9.3e18];
        match self.below(6) {
            0 => self.of(&float).into(),
            1 => self.text().into(),
            2 => self.of(&["Z", "+18:00", "Europe/London", "-00:00:01", "Mars"]).into(),
            3 => Value::Null,
            _ => self.of(&number).into(),
        }
    }

    /// A map of fields that exist and of values that may make no sense.
    fn fields(&mut self, values: &[Value]) -> BTreeMap<Arc<str>, Value> {
        const NAMES: [&str; 28] = [
            "year",
            "month",
            "day",
            "week",
            "dayOfWeek",
            "quarter",
            "dayOfQuarter",
            "ordinalDay",
            "hour",
            "minute",
            "second",
            "millisecond",
            "microsecond",
            "nanosecond",
            "date",
            "time",
            "datetime",
            "timezone",
            "epochSeconds",
            "epochMillis",
            "years",
            "months",
            "days",
            "hours",
            "seconds",
            "milliseconds",
            "nanoseconds",
            "nonsense",
        ];
        (0..self.below(5))
            .map(|_| {
                let known = self.below(2) == 0 && !values.is_empty();
                let value = if known { self.of(values) } else { self.scalar() };
                (Arc::from(self.of(&NAMES)), value)
            })
            .collect()
    }
}

fn hash(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Every operation on every value: none panics, and what is made can be written and read again.
#[test]
fn no_text_field_or_operation_panics() {
    let mut random = Random(0x5eed_cafe);
    let mut values: Vec<Value> = Vec::new();
    for _ in 0..20_000 {
        let kind = random.of(&KINDS);
        let input = match random.below(3) {
            0 => Value::from(random.text()),
            1 => Value::Map(Arc::new(random.fields(&values))),
            _ if values.is_empty() => Value::Null,
            _ => random.of(&values),
        };
        let mut made = vec![kind.of(&input, &now())];
        if let (Some(value), units) = (values.last(), ["week", "day", "microsecond", "decade"]) {
            let fields = random.fields(&values);
            made.push(kind.truncate(random.of(&units), value, &fields, &now()));
            let other = random.of(&values);
            let unit = random.of(&[Unit::Any, Unit::Months, Unit::Days, Unit::Seconds]);
            made.extend(between(unit, value, &other).map(|span| span.map(Value::from)));
            if let Value::Duration(span) = &other {
                made.extend([plus(value, span), minus(value, span)].into_iter().flatten());
                let factor = random.of(&[f64::NAN, 0.5, -1e300, 3.0, 0.0]);
                made.extend(
                    [span.scaled(factor), span.divided(factor)].map(|d| d.map(Value::from)),
                );
                let factor = random.of(&[i64::MIN, -1, 1, i64::MAX]);
                made.extend([span.times(factor), span.over(factor)].map(|d| d.map(Value::from)));
            }
            for name in ["epochMillis", "nanoseconds", "week", "offset", "monthsOfYear"] {
                let _ = component(value, name);
            }
            assert_eq!(value.cmp(&other), other.cmp(value).reverse());
            assert!(value != &other || hash(value) == hash(&other));
        }
        for value in made.into_iter().flatten().filter(|value| !value.is_null()) {
            let written = text(&value);
            let kind =
                KINDS.into_iter().find(|kind| value.type_name().to_lowercase() == kind.name());
            let again = kind.expect("temporal").parse(&written);
            assert_eq!(again.as_ref(), Ok(&value), "{written}");
            let at = random.below(200);
            if at < values.len() { values[at] = value } else { values.push(value) }
        }
    }
    assert!(values.len() > 100);
}
