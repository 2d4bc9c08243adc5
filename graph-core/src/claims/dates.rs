//! When something happened: dates in a sentence, resolved against the article's date.

use jiff::civil::{Date, Weekday};

use crate::calendar::MONTHS;
use crate::parse::{EntityKind, Tree};

/// The date that the sentence gives for what its trigger says: an ISO date, or its known part
/// (`2022-03`, `2023`). `None` where it gives none, or several between which nothing decides.
pub(super) fn when(tree: &Tree, trigger: usize, article_date: Option<&str>) -> Option<String> {
    let written = article_date.and_then(|date| date.parse::<Date>().ok());
    let sentence = tree.sentence_range(trigger);
    let told: Vec<(usize, String)> = tree
        .entities_in(sentence)
        .filter(|span| span.kind == EntityKind::Date || span.kind == EntityKind::Time)
        .filter_map(|span| {
            let words: Vec<String> = span.tokens.clone().map(|at| tree.lower(at)).collect();
            Some((governing_verb(tree, span.tokens.end - 1)?, resolve(&words, written)?))
        })
        .collect();
    let own = told.iter().find(|(verb, _)| *verb == trigger);
    let above = told.iter().find(|(verb, _)| tree.ancestors(trigger).next() == Some(*verb));
    own.or(above).map(|(_, date)| date.clone())
}

fn governing_verb(tree: &Tree, at: usize) -> Option<usize> {
    if tree.is_verb(at) {
        return Some(at);
    }
    tree.ancestors(at).find(|&up| tree.is_verb(up))
}

/// Words of a date → ISO. Weekdays are the nearest such day not after the article's date.
fn resolve(words: &[String], written: Option<Date>) -> Option<String> {
    let word = |text: &str| words.iter().any(|word| word == text);
    let year = words.iter().find_map(|word| year(word));
    let month = words.iter().find_map(|word| MONTHS.iter().position(|name| word == name));
    if let Some(month) = month {
        let day = words.iter().find_map(|word| day(word));
        return month_date(month as i8 + 1, day, year, written);
    }
    if let Some(written) = written {
        let days_back = match () {
            () if word("today") || word("tonight") => Some(0),
            () if word("yesterday") => Some(1),
            () if word("tomorrow") => Some(-1),
            () => words
                .iter()
                .find_map(|word| weekday(word))
                .map(|day| back_to(written, day, word("next"))),
        };
        if let Some(days) = days_back {
            return written
                .checked_sub(jiff::Span::new().days(days))
                .ok()
                .map(|date| date.to_string());
        }
    }
    year.map(|year| year.to_string())
}

fn month_date(
    month: i8,
    day: Option<i8>,
    year: Option<i16>,
    written: Option<Date>,
) -> Option<String> {
    let year = year.or(written.map(Date::year))?;
    match day {
        Some(day) => Date::new(year, month, day).ok().map(|date| date.to_string()),
        None => Some(format!("{year:04}-{month:02}")),
    }
}

/// Days from the article's date back to a weekday; forward, as a negative number, for `next`.
fn back_to(written: Date, day: Weekday, next: bool) -> i64 {
    let back = i64::from(written.weekday().since(day));
    if next { back - 7 } else { back }
}

fn year(word: &str) -> Option<i16> {
    let plausible = word.len() == 4 && word.chars().all(|letter| letter.is_ascii_digit());
    word.parse().ok().filter(|year| plausible && (1000..=2999).contains(year))
}

fn day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(char::is_alphabetic);
    digits.parse().ok().filter(|day| (1..=31).contains(day) && word.len() <= 4)
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str, written: Option<&str>) -> Option<String> {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        resolve(&words, written.map(|date| date.parse().unwrap()))
    }

    #[test]
    fn dates_keep_their_precision() {
        assert_eq!(resolved("march 2022", None).as_deref(), Some("2022-03"));
        assert_eq!(resolved("september 14 , 2015", None).as_deref(), Some("2015-09-14"));
        assert_eq!(resolved("2023", None).as_deref(), Some("2023"));
        assert_eq!(resolved("last week", Some("2025-02-04")), None);
    }

    #[test]
    fn weekdays_count_back_from_the_article() {
        let date = |text| resolved(text, Some("2025-02-04"));
        assert_eq!(date("late monday").as_deref(), Some("2025-02-03"));
        assert_eq!(date("tuesday").as_deref(), Some("2025-02-04"));
        assert_eq!(date("next monday").as_deref(), Some("2025-02-10"));
        assert_eq!(date("yesterday").as_deref(), Some("2025-02-03"));
        assert_eq!(resolved("monday", None), None);
    }
}
