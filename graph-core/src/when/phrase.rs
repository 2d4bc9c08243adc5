//! The words of a date → when it is, seen from where they are written.

use jiff::civil::{Date, Weekday};

use super::{Unit, When, days_after};
use crate::calendar::{month, weekday};

/// Whether what is told has been or is to come: which Monday is `Monday`, which March `March`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// The nearest such day not after the article's date.
    Past,
    /// The nearest such day not before it.
    Coming,
}

/// What dates are counted from.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// The article's date.
    pub written: Option<Date>,
    /// The date told last before, from which `three days later` counts.
    pub told: Option<When>,
    /// Of the verb that the date stands with.
    pub tense: Tense,
}

/// Words with which a stretch of time isn't a date: ages, habits.
const NEVER: [&str; 14] = [
    "old", "every", "each", "daily", "weekly", "monthly", "annual", "annually", "yearly", "per",
    "bc", "b.c.", "bce", "fewer",
];

impl Reference {
    /// The time that the words of a phrase tell, in lower case and a token each; `None` where
    /// they tell none, or only with a date that isn't known. O(words).
    ///
    /// ```
    /// use graph_core::when::{Reference, Tense};
    /// let written = "2025-02-04".parse().ok();
    /// let article = Reference { written, told: None, tense: Tense::Past };
    /// let words = |text: &'static str| text.split(' ').collect::<Vec<_>>();
    /// assert_eq!(article.read(&words("late monday")).unwrap().to_string(), "2025-02-03");
    /// assert_eq!(article.read(&words("last week")).unwrap().to_string(), "2025-W05");
    /// assert_eq!(article.read(&words("six weeks")), None);
    /// ```
    pub fn read(&self, words: &[&str]) -> Option<When> {
        let words = split(words);
        if words.iter().any(|word| NEVER.contains(&word.as_str())) {
            return None;
        }
        let mut phrase = Phrase { words: &words, at: 0, reference: *self };
        phrase.whole()
    }

    /// The nearest date that `date` gives for a number of steps from now, in the tense's
    /// direction; it includes now.
    fn nearest(&self, written: Date, date: impl Fn(i16) -> Option<Unit>) -> Option<Unit> {
        let fits = |unit: &Unit| match self.tense {
            Tense::Past => unit.first_day() <= written,
            Tense::Coming => unit.last_day() >= written,
        };
        let step = if self.tense == Tense::Past { -1 } else { 1 };
        // February 29 comes only every fourth, or eighth, year; the 31st not every month.
        (0..=8).filter_map(|steps| date(steps * step)).find(fits)
    }
}

/// The words with hyphens and dashes as words of their own (`mid-2010`, `2001–04`), without the
/// points of abbreviations. ISO dates stay whole.
fn split(words: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    for word in words {
        if iso_day(word).is_some() {
            all.push((*word).to_owned());
            continue;
        }
        for (number, part) in word.split(['-', '–', '—']).enumerate() {
            if number > 0 {
                all.push("-".to_owned());
            }
            let part = part.trim_matches(['.', ',']);
            if !part.is_empty() {
                all.push(part.to_owned());
            }
        }
    }
    all
}

/// A phrase as it is read from left to right.
struct Phrase<'a> {
    words: &'a [String],
    at: usize,
    reference: Reference,
}

impl Phrase<'_> {
    fn word(&self, ahead: usize) -> &str {
        self.words.get(self.at + ahead).map_or("", String::as_str)
    }

    /// Skips to the first date that is told, and on to the second where an interval is.
    fn whole(&mut self) -> Option<When> {
        let mut opening = "";
        while self.at < self.words.len() {
            let word = &self.words[self.at];
            if let Some(first) = self.date() {
                return self.interval(opening, first);
            }
            if matches!(
                word.as_str(),
                "since"
                    | "after"
                    | "until"
                    | "till"
                    | "before"
                    | "by"
                    | "between"
                    | "from"
                    | "week"
            ) {
                opening = word;
            }
            self.at += 1;
        }
        None
    }

    /// A date alone, or with what follows or goes before it an interval.
    fn interval(&mut self, opening: &str, first: When) -> Option<When> {
        let joined = match self.word(0) {
            "-" | "to" | "through" | "until" | "till" => true,
            "and" => opening == "between",
            _ => false,
        };
        if joined {
            self.at += 1;
            let second = self.end_of(first);
            return When::between(first.first, second.last);
        }
        match opening {
            "since" | "after" => When::between(first.first, None),
            "until" | "till" | "before" | "by" => When::between(None, first.last),
            "week" => match first.first? {
                Unit::Day(day) => Some(Unit::Week(day).into()),
                _ => Some(first),
            },
            _ => Some(first),
        }
    }

    /// The second date of an interval, which may leave out what the first one tells: `3 to 5`,
    /// `2001–04`, `March 3 and 5`.
    fn end_of(&mut self, first: When) -> When {
        let word = self.word(0);
        let short = |number: i16| match first.first? {
            Unit::Year(day) if word.len() == 2 => Unit::year(day.year() / 100 * 100 + number),
            Unit::Day(day) if self.word(1).is_empty() || month(self.word(1)).is_none() => {
                let number = i8::try_from(number).ok()?;
                Date::new(day.year(), day.month(), number).ok().map(Unit::Day)
            }
            _ => None,
        };
        if let Some(unit) =
            day_number(word).map(i16::from).or_else(|| word.parse().ok()).and_then(short)
        {
            return unit.into();
        }
        self.date().unwrap_or(first)
    }

    fn date(&mut self) -> Option<When> {
        let unit = self
            .iso()
            .or_else(|| self.day_of_month())
            .or_else(|| self.relative_unit())
            .or_else(|| self.named_day())
            .or_else(|| self.counted())
            .or_else(|| self.day_of_this_month());
        unit.map(When::from).or_else(|| self.stretch())
    }

    fn take(&mut self, words: usize, unit: Option<Unit>) -> Option<Unit> {
        self.at += if unit.is_some() { words } else { 0 };
        unit
    }

    fn iso(&mut self) -> Option<Unit> {
        let day = iso_day(self.word(0))?;
        self.take(1, Some(Unit::Day(day)))
    }

    /// `March 3, 2010`, `3 March 2010`, `3rd of March`, `March 2010`, `March`.
    fn day_of_month(&mut self) -> Option<Unit> {
        let before = day_number(self.word(0));
        let of = usize::from(before.is_some() && self.word(1) == "of");
        let named = usize::from(before.is_some()) + of;
        let month = month(self.word(named))?;
        let the = usize::from(self.word(named + 1) == "the");
        let behind = day_number(self.word(named + 1 + the))
            .filter(|_| before.is_none() && year(self.word(named + 1)).is_none());
        let mut next = named + 1 + if behind.is_some() { the + 1 } else { 0 };
        // `March 3 - 5, 2010`: the year stands behind the second day.
        let ranged = behind.is_some()
            && matches!(self.word(next), "-" | "to" | "and")
            && day_number(self.word(next + 1)).is_some()
            && year(self.word(next + 2)).is_some();
        if ranged {
            let unit = unit_of(year(self.word(next + 2))?, month, behind);
            return self.take(next, unit);
        }
        next += usize::from(
            matches!(self.word(next), "of" | "in") && year(self.word(next + 1)).is_some(),
        );
        if let Some(year) = year(self.word(next)) {
            return self.take(next + 1, unit_of(year, month, before.or(behind)));
        }
        let last = usize::from(month_word_before(self.words, self.at) == Some("last"));
        let written = self.reference.written?;
        let of_year = |steps: i16| unit_of(written.year() + steps, month, before.or(behind));
        let unit = match (before.or(behind), last) {
            // The month that is running, told as past, is the running one; `last March` isn't.
            (None, 1) => {
                (0..=1).filter_map(|back| of_year(-back)).find(|unit| unit.last_day() < written)
            }
            _ => self.reference.nearest(written, of_year),
        };
        self.take(next, unit)
    }

    /// `last week`, `next Monday`, `this month`, `earlier this year`, `the previous day`.
    fn relative_unit(&mut self) -> Option<Unit> {
        let step = match self.word(0) {
            // `the last week of March` is not last week.
            "last" if self.word(2) != "of" && self.word(1) != "day" => -1,
            "this" | "same" | "that" => 0,
            "next" | "coming" | "upcoming" => 1,
            "previous" | "preceding" => return self.beside_told(-1),
            "following" => return self.beside_told(1),
            "day" => {
                return match self.word(1) {
                    "before" if self.word(2) == "yesterday" => {
                        let day = days_after(self.reference.written?, -2).map(Unit::Day);
                        self.take(3, day)
                    }
                    "before" | "earlier" => self.beside_told(-1),
                    "after" | "later" => self.beside_told(1),
                    _ => None,
                };
            }
            _ => return None,
        };
        let told = matches!(self.word(0), "same" | "that")
            || self.word(0) == "next" && self.word(1) == "day";
        if told {
            return self.beside_told(step);
        }
        let written = self.reference.written?;
        if let Some(day) = weekday(self.word(1)) {
            return self.take(2, weekday_by(written, day, step, self.reference.tense));
        }
        let unit = stepped(written, self.word(1), step);
        self.take(2, unit)
    }

    /// The day, week, month or year beside the one told last.
    fn beside_told(&mut self, step: i64) -> Option<Unit> {
        let unit = if self.word(0) == "day" { "day" } else { self.word(1) };
        let told = self.reference.told?;
        let from = if step < 0 { told.first_day()? } else { told.last_day()? };
        let unit = match unit {
            "day" | "morning" | "evening" | "night" | "afternoon" => {
                days_after(from, step).map(Unit::Day)
            }
            unit => stepped(from, unit, step),
        };
        self.take(2, unit)
    }

    /// `Monday`, `yesterday`, `tonight`.
    fn named_day(&mut self) -> Option<Unit> {
        let day = |days| days_after(self.reference.written?, days).map(Unit::Day);
        let unit = match self.word(0) {
            "today" | "tonight" | "overnight" => day(0),
            "yesterday" => day(-1),
            "tomorrow" => day(1),
            word => {
                let named = weekday(word)?;
                // `Monday, March 3`: the date behind the comma says which.
                let mut behind = Phrase { at: self.at + 1, ..*self };
                if let Some(date) = behind.day_of_month() {
                    self.at = behind.at;
                    return Some(date);
                }
                let last = month_word_before(self.words, self.at) == Some("last");
                let step = if last { -1 } else { 0 };
                // `Monday last week`, `Friday next week`.
                let away = match (self.word(1), self.word(2)) {
                    ("last", "week") => Some(-1),
                    ("next", "week") => Some(1),
                    _ => None,
                };
                let written = self.reference.written?;
                if let Some(weeks) = away {
                    let offset = i64::from(named.since(Weekday::Monday));
                    let date = days_after(super::monday(written), weeks * 7 + offset);
                    return self.take(3, date.map(Unit::Day));
                }
                weekday_by(written, named, step, self.reference.tense)
            }
        };
        self.take(1, unit)
    }

    /// `three days ago`, `two weeks later`, `in two days`.
    fn counted(&mut self) -> Option<Unit> {
        let number = count(self.word(0))?;
        let unit = self.word(1).to_owned();
        let before = self.at.checked_sub(1).map_or("", |at| &self.words[at]);
        let (from, sign) = match (self.word(2), before) {
            ("ago", _) => (self.reference.written?, -1),
            ("from", _) if self.word(3) == "now" => (self.reference.written?, 1),
            ("later" | "afterward" | "afterwards", _) => (self.reference.told?.last_day()?, 1),
            ("earlier" | "before", _) if self.word(3).is_empty() => {
                (self.reference.told?.first_day()?, -1)
            }
            (_, "in" | "within") if self.reference.tense == Tense::Coming => {
                (self.reference.written?, 1)
            }
            _ => return None,
        };
        let found = match unit.as_str() {
            "day" | "days" => days_after(from, sign * number).map(Unit::Day),
            "hour" | "hours" if number <= 24 => None,
            unit => stepped(from, unit.trim_end_matches('s'), sign * number),
        };
        self.take(3, found)
    }

    /// `the 5th`: of the month that is written in, or the one before or after it.
    fn day_of_this_month(&mut self) -> Option<Unit> {
        let word = self.word(0);
        // `the 28th minute` is none.
        if !word.ends_with(|c: char| c.is_ascii_alphabetic()) || !self.word(1).is_empty() {
            return None;
        }
        let day = day_number(word)?;
        let written = self.reference.written?;
        let of_month = |steps: i16| {
            let month = i32::from(written.year()) * 12 + i32::from(written.month() - 1);
            let month = month + i32::from(steps);
            unit_of(month.div_euclid(12) as i16, month.rem_euclid(12) as i8 + 1, Some(day))
        };
        let unit = self.reference.nearest(written, of_month);
        self.take(1, unit)
    }

    /// Years, decades, centuries, quarters, weekends, and `the past two years`.
    fn stretch(&mut self) -> Option<When> {
        let (word, next) = (self.word(0), self.word(1));
        if let Some(decade) = word.strip_suffix('s').and_then(year).filter(|year| year % 10 == 0) {
            self.at += 1;
            return When::between(Unit::year(decade), Unit::year(decade + 9));
        }
        if let Some(number) = day_number(word).filter(|_| next == "century") {
            self.at += 2;
            let start = (i16::from(number) - 1) * 100 + 1;
            return When::between(Unit::year(start), Unit::year(start + 99));
        }
        let clock = matches!(next, "gmt" | "utc" | "hours" | "hrs" | "local");
        if let Some(year) = year(word).filter(|_| !clock) {
            self.at += 1;
            return Unit::year(year).map(When::from);
        }
        if next == "weekend" || word == "weekend" {
            let step = match word {
                "last" => -1,
                "next" => 1,
                _ => 0,
            };
            return self.weekend(step);
        }
        if matches!(word, "last" | "past") && count(next).is_some_and(|number| number > 0) {
            return self.past_stretch();
        }
        None
    }

    /// Saturday and Sunday of the week that ends next; told as past on a weekday, of the last.
    fn weekend(&mut self, step: i64) -> Option<When> {
        let written = self.reference.written?;
        let weekday =
            written.weekday() != Weekday::Saturday && written.weekday() != Weekday::Sunday;
        let past = step == 0 && weekday && self.reference.tense == Tense::Past;
        let weeks = if past { -1 } else { step };
        let saturday = days_after(super::monday(written), 5 + 7 * weeks)?;
        self.at += 2;
        When::between(Some(Unit::Day(saturday)), Some(Unit::Day(days_after(saturday, 1)?)))
    }

    /// `the past two years`, `the last three months`: up to the day that is written on.
    fn past_stretch(&mut self) -> Option<When> {
        let written = self.reference.written?;
        let number = count(self.word(1))?;
        let first = stepped(written, self.word(2).trim_end_matches('s'), -number)?;
        let last = stepped(written, self.word(2).trim_end_matches('s'), 0)?;
        self.at += 3;
        When::between(Some(first), Some(last))
    }
}

/// `last` before a month or weekday.
fn month_word_before(words: &[String], at: usize) -> Option<&str> {
    at.checked_sub(1).map(|before| words[before].as_str())
}

/// The unit of that name so many steps from the one that holds a day.
fn stepped(from: Date, unit: &str, steps: i64) -> Option<Unit> {
    let span = jiff::Span::new();
    let stepped = |span: Result<jiff::Span, jiff::Error>| from.checked_add(span.ok()?).ok();
    match unit {
        "day" | "night" | "morning" | "afternoon" | "evening" => {
            stepped(span.try_days(steps)).map(Unit::Day)
        }
        "week" => stepped(span.try_weeks(steps)).map(Unit::Week),
        "month" => stepped(span.try_months(steps)).map(Unit::Month),
        "year" => stepped(span.try_years(steps)).map(Unit::Year),
        _ => None,
    }
}

/// The weekday by the tense; with `last` the one before the article's day, with `next` the one
/// behind it.
fn weekday_by(written: Date, day: Weekday, step: i64, tense: Tense) -> Option<Unit> {
    let back = i64::from(written.weekday().since(day));
    let ahead = i64::from(day.since(written.weekday()));
    let days = match (step, tense) {
        (-1, _) => -(if back == 0 { 7 } else { back }),
        (1, _) => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        (_, Tense::Past) => -back,
        (_, Tense::Coming) => ahead,
    };
    days_after(written, days).map(Unit::Day)
}

fn unit_of(year: i16, month: i8, day: Option<i8>) -> Option<Unit> {
    match day {
        Some(day) => Date::new(year, month, day).ok().map(Unit::Day),
        None => Unit::month(year, month),
    }
}

fn iso_day(word: &str) -> Option<Date> {
    let plausible = word.len() == 10 && word.as_bytes().get(4) == Some(&b'-');
    word.parse().ok().filter(|_| plausible)
}

fn year(word: &str) -> Option<i16> {
    let plausible = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|year| plausible && (1000..=2999).contains(year))
}

/// `5`, `05`, `5th`, `fifth` isn't.
fn day_number(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th");
    let plausible = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|day| ending && plausible && (1..=31).contains(day))
}

fn count(word: &str) -> Option<i64> {
    const NUMBERS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    let named = NUMBERS.iter().position(|name| *name == word).map(|at| at as i64 + 1);
    named.or_else(|| word.parse().ok()).filter(|number| (1..=9999).contains(number))
}
