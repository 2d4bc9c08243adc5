//! Dates as newspapers write them → ISO dates.

use jiff::civil::Date;

use crate::calendar::MONTHS;

/// Words that a dateline may start with.
const INTRODUCTIONS: [&str; 6] = ["published", "posted", "updated", "date", "on", "last"];

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The ISO date of a line that is a dateline and nothing else.
pub(super) fn dateline(line: &str) -> Option<String> {
    if line.len() > 60 || !line.contains(|c: char| c.is_ascii_digit()) { None } else { parse(line) }
}

/// The ISO date of `2015-05-18`, `May 18, 2015`, `Monday, 18 May 2015 10:30 GMT` and the like.
pub(super) fn parse(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || ",.:()|".contains(c))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let introduced = words.iter().take_while(|word| is_introduction(word)).count();
    let words: Vec<&str> = words[introduced..].iter().map(String::as_str).collect();
    let (date, rest) = match words[..] {
        [iso, ref rest @ ..] if iso.contains('-') => (iso_date(iso)?, rest),
        [day, month, year, ref rest @ ..] if day.starts_with(|c: char| c.is_ascii_digit()) => {
            (civil(year, month, day)?, rest)
        }
        [month, day, year, ref rest @ ..] => (civil(year, month, day)?, rest),
        _ => return None,
    };
    rest.iter().all(|word| is_time(word)).then(|| date.to_string())
}

fn is_introduction(word: &str) -> bool {
    INTRODUCTIONS.contains(&word) || WEEKDAYS.iter().any(|day| is_short_for(word, day))
}

/// `mon`, `tues` and the whole word.
fn is_short_for(word: &str, whole: &str) -> bool {
    word.len() >= 3 && whole.starts_with(word)
}

/// `2015-05-18`, also with a time behind it.
fn iso_date(word: &str) -> Option<Date> {
    let day = word.split('t').next()?;
    if day.len() == 10 { day.parse().ok() } else { None }
}

fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let month = MONTHS
        .iter()
        .position(|name| is_short_for(month, name) || (month == "sept" && *name == "september"))?
        + 1;
    let digits = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if year.len() != 4 || !matches!(&day[digits.len()..], "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    Date::new(year.parse().ok()?, month as i8, digits.parse().ok()?).ok()
}

/// What may stand behind a date: `at 10 30 am gmt`, `- 5 00 pm`.
fn is_time(word: &str) -> bool {
    let zone = [
        "utc", "gmt", "z", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "et", "pt",
        "bst", "cet",
    ];
    let number = word.trim_end_matches(['a', 'p', 'm', 'z', 'h']);
    matches!(word, "at" | "am" | "pm" | "a" | "p" | "m" | "-" | "–" | "—")
        || zone.contains(&word)
        || (number.len() <= 4 && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}
