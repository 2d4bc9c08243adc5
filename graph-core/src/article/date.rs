//! The article's own date as newspapers write it → ISO date.

use jiff::civil::Date;

use crate::calendar::{month, weekday};

/// Words that may stand around the date of an article.
const INTRODUCTIONS: [&str; 14] = [
    "published",
    "posted",
    "updated",
    "date",
    "dated",
    "on",
    "last",
    "first",
    "modified",
    "created",
    "issued",
    "released",
    "filed",
    "of",
];

/// Longest line that may be a dateline, in bytes.
const LONGEST_LINE: usize = 100;

/// How far into a paragraph `KABUL, Oct. 9, 2010 (AP) —` may reach, in bytes.
const LONGEST_OPENING: usize = 90;

/// Most words of a byline before its date.
const LONGEST_BYLINE: usize = 12;

/// The ISO date of a line that is a dateline, maybe with a byline, and nothing else.
pub(super) fn dateline(line: &str) -> Option<String> {
    let candidate = line.len() <= LONGEST_LINE && line.contains(|c: char| c.is_ascii_digit());
    if candidate { parse(line) } else { None }
}

/// The ISO date of `2015-05-18`, `May 18, 2015`, `Monday, 18 May 2015 10:30 GMT`, `By Jane Roe |
/// Published: Oct. 9th, 2010 | Updated …` and the like; the first of several.
pub(super) fn parse(text: &str) -> Option<String> {
    let words = words(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (at, (date, length)) = first_date(&words)?;
    let byline = words[0] == "by" && at <= LONGEST_BYLINE;
    let introduced = byline || words[..at].iter().all(|word| is_introduction(word));
    (introduced && is_closing(&words[at + length..])).then(|| date.to_string())
}

/// The date before the dash that opens a report: `KABUL, Oct. 9, 2010 (AP) — …`.
pub(super) fn opening(paragraph: &str) -> Option<String> {
    let dashes = ["—", "–", " - ", "--"];
    let dash = dashes.iter().filter_map(|dash| paragraph.find(dash)).min()?;
    let head = paragraph.get(..dash).filter(|head| head.len() <= LONGEST_OPENING)?;
    let place = head.split([' ', ',']).next()?;
    let is_place = place.chars().count() > 2 && !place.contains(char::is_lowercase);
    let words = words(head);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    first_date(&words).filter(|_| is_place).map(|(_, (date, _))| date.to_string())
}

/// The date in an address: `/2010/10/09/`, `/2010-10-09-`.
pub(super) fn in_address(url: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = url.split(['/', '-', '_']).collect();
    let dates = parts.windows(3).filter(|part| {
        part[0].len() == 4 && (1..=2).contains(&part[1].len()) && (1..=2).contains(&part[2].len())
    });
    let mut dates = dates.filter(|part| part.iter().all(|text| digits(text)));
    dates.find_map(|part| civil(part[0], part[1].parse().ok()?, part[2])).map(|day| day.to_string())
}

/// The words in lower case, without punctuation.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || ",.:()|[]·•".contains(c))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The first date, with the place and number of its words.
fn first_date(words: &[&str]) -> Option<(usize, (Date, usize))> {
    (0..words.len()).find_map(|at| Some((at, date_at(&words[at..])?)))
}

/// The date that the words begin with, and how many it takes.
fn date_at(words: &[&str]) -> Option<(Date, usize)> {
    if let Some(date) = numeric(words.first()?) {
        return Some((date, 1));
    }
    match *words {
        [day, "of", name, year, ..] => Some((civil(year, month(name)?, day)?, 4)),
        [day, name, year, ..] if day.starts_with(|c: char| c.is_ascii_digit()) => {
            Some((civil(year, month(name)?, day)?, 3))
        }
        [name, day, year, ..] => Some((civil(year, month(name)?, day)?, 3)),
        _ => None,
    }
}

/// `2015-05-18`, also with a time behind it; `2015/05/18`; `5/18/2015` and `18/5/2015`, where
/// the day can't be a month.
fn numeric(word: &str) -> Option<Date> {
    let day = word.split('t').next()?;
    if day.len() == 10 && day.as_bytes()[4] == b'-' {
        return day.parse().ok();
    }
    let mut parts = word.split('/');
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    if first.len() == 4 {
        return civil(first, second.parse().ok()?, third);
    }
    let (a, b): (i8, i8) = (first.parse().ok()?, second.parse().ok()?);
    match (a > 12, b > 12) {
        (true, false) => civil(third, b, first),
        (false, true) => civil(third, a, second),
        _ => None,
    }
}

fn civil(year: &str, month: i8, day: &str) -> Option<Date> {
    let digits = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if year.len() != 4 || !matches!(&day[digits.len()..], "" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    Date::new(year.parse().ok()?, month, digits.parse().ok()?).ok()
}

fn is_introduction(word: &str) -> bool {
    INTRODUCTIONS.contains(&word) || weekday(word).is_some()
}

/// What may stand behind a date: a time, and a second date with its introduction.
fn is_closing(mut words: &[&str]) -> bool {
    while let Some((first, rest)) = words.split_first() {
        words = match date_at(words) {
            Some((_, length)) => &words[length..],
            None if is_time(first) || is_introduction(first) => rest,
            None => return false,
        };
    }
    true
}

/// `at 10 30 am gmt`, `- 5 00 pm`, `+0000`.
fn is_time(word: &str) -> bool {
    let zone = [
        "utc", "gmt", "z", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "et", "ct",
        "mt", "pt", "bst", "cet", "cest", "eet", "ist", "jst",
    ];
    let number = word.trim_start_matches(['+', '-']).trim_end_matches(['a', 'p', 'm', 'z', 'h']);
    matches!(word, "at" | "am" | "pm" | "a" | "p" | "m" | "-" | "–" | "—" | "local" | "time")
        || zone.contains(&word)
        || (number.len() <= 4 && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_spellings_of_a_date() {
        for line in [
            "Saturday, October 9, 2010",
            "Sat 9 Oct 2010 10.30 BST",
            "9 October 2010",
            "9th of October 2010",
            "October 9th, 2010",
            "Oct. 9, 2010, 5:30 p.m. EDT",
            "2010-10-09",
            "2010-10-09T10:30:00Z",
            "2010/10/09",
            "Sat, 09 Oct 2010 10:30:00 +0000",
            "Published: Oct 9, 2010 | Updated: October 12, 2010 at 4:00 PM ET",
            "Published 9 October 2010",
            "By Jane Roe | Oct. 9, 2010",
            "Last updated on Saturday, 9 October 2010, 18:05 GMT",
            "(October 9, 2010)",
        ] {
            assert_eq!(dateline(line).as_deref(), Some("2010-10-09"), "{line}");
        }
        assert_eq!(dateline("10/25/2010").as_deref(), Some("2010-10-25"));
        assert_eq!(dateline("25/10/2010").as_deref(), Some("2010-10-25"));
    }

    #[test]
    fn sentences_and_doubtful_dates_are_no_datelines() {
        for line in [
            "Oct. 9",
            "9/10/2010",
            "The vote on October 9, 2010 was close",
            "October 9, 2010 was a Saturday",
            "October 32, 2010",
            "World Cup 2018",
            "By 2010",
            "",
        ] {
            assert_eq!(dateline(line), None, "{line}");
        }
    }

    #[test]
    fn openings_and_addresses_tell_dates() {
        let date = Some("2025-09-09");
        assert_eq!(opening("PORT ELLERY, Nova Scotia, Sept. 9, 2025 — More").as_deref(), date);
        assert_eq!(opening("KABUL (AP), 9 September 2025 - Two").as_deref(), date);
        assert_eq!(opening("The museum, opened on May 4, 2010 — in rain — is"), None);
        assert_eq!(opening("LONDON — On May 4, 2010, a museum"), None);
        assert_eq!(in_address("https://x.example/2025/09/09/ferry-strike").as_deref(), date);
        assert_eq!(in_address("https://x.example/news/2025-9-9-ferry").as_deref(), date);
        assert_eq!(in_address("https://x.example/2025/99/09/"), None);
    }
}
