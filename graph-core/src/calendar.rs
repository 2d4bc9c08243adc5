//! Words of the calendar.

use jiff::civil::Weekday;

/// The months in order, in lower case.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// The number of a month from 1, by its name or its first letters in lower case: `march`, `oct`,
/// `sept.`.
pub(crate) fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let at = MONTHS.iter().position(|name| {
        word == *name || word.len() == 3 && name.starts_with(word) || (word, *name) == SEPT
    })?;
    Some(at as i8 + 1)
}

const SEPT: (&str, &str) = ("sept", "september");

/// The day of the week by its name in lower case, or its first letters: `mon`, `tues.`.
pub(crate) fn weekday(word: &str) -> Option<Weekday> {
    let word = word.trim_end_matches('.');
    let named =
        |name: &str| name == word || (3..=5).contains(&word.len()) && name.starts_with(word);
    WEEKDAYS.iter().find(|(name, _)| named(name)).map(|(_, day)| *day)
}
