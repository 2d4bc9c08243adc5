use super::*;

/// A Tuesday.
const WRITTEN: &str = "2025-02-04";

fn read(phrase: &str, tense: Tense, told: Option<&str>) -> String {
    let words = phrase.to_lowercase().replace(',', " ,");
    let words: Vec<&str> = words.split_whitespace().collect();
    let told = told.map(|date| date.parse().unwrap());
    let reference = Reference { written: WRITTEN.parse().ok(), told, tense };
    reference.read(&words).map_or("-".to_owned(), |when| when.to_string())
}

#[test]
fn phrases_of_what_has_been() {
    for (phrase, expected) in [
        ("late Monday", "2025-02-03"),
        ("Tuesday", "2025-02-04"),
        ("Wednesday night", "2025-01-29"),
        ("9 p.m. Tuesday", "2025-02-04"),
        ("last Tuesday", "2025-01-28"),
        ("this Monday", "2025-02-03"),
        ("Monday last week", "2025-01-27"),
        ("yesterday", "2025-02-03"),
        ("early today", "2025-02-04"),
        ("last night", "2025-02-03"),
        ("this morning", "2025-02-04"),
        ("the day before yesterday", "2025-02-02"),
        ("three days ago", "2025-02-01"),
        ("a week ago", "2025-W05"),
        ("two weeks ago", "2025-W04"),
        ("last week", "2025-W05"),
        ("earlier this week", "2025-W06"),
        ("last month", "2025-01"),
        ("two months ago", "2024-12"),
        ("earlier this year", "2025"),
        ("last year", "2024"),
        ("a year ago", "2024"),
        ("in March 2022", "2022-03"),
        ("March", "2024-03"),
        ("last March", "2024-03"),
        ("last February", "2024-02"),
        ("in February", "2025-02"),
        ("January 15", "2025-01-15"),
        ("Nov. 5", "2024-11-05"),
        ("Sept. 14 , 2015", "2015-09-14"),
        ("14 September 2015", "2015-09-14"),
        ("the 3rd of May 2019", "2019-05-03"),
        ("Saturday, October 9, 2010", "2010-10-09"),
        ("Monday, February 3", "2025-02-03"),
        ("on the 5th", "2025-01-05"),
        ("the 31st", "2025-01-31"),
        ("2010-10-09", "2010-10-09"),
        ("2023", "2023"),
        ("early 2023", "2023"),
        ("mid-2010", "2010"),
        ("since 2019", "2019/.."),
        ("since last Friday", "2025-01-31/.."),
        ("until 2020", "../2020"),
        ("between 2001 and 2004", "2001/2004"),
        ("from 2001 to 2004", "2001/2004"),
        ("2001-04", "2001/2004"),
        ("2001–2004", "2001/2004"),
        ("March 3 - 5 , 2010", "2010-03-03/2010-03-05"),
        ("from March 3 to 5", "2024-03-03/2024-03-05"),
        ("May 30 to June 2 , 2014", "-"),
        ("the week of January 20", "2025-W04"),
        ("the last week of March 2020", "2020-03"),
        ("the 1990s", "1990/1999"),
        ("the 19th century", "1801/1900"),
        ("last weekend", "2025-02-01/2025-02-02"),
        ("the weekend", "2025-02-01/2025-02-02"),
        ("the past two years", "2023/2025"),
        ("February 29", "2024-02-29"),
    ] {
        assert_eq!(read(phrase, Tense::Past, None), expected, "{phrase}");
    }
}

#[test]
fn phrases_of_what_is_to_come() {
    for (phrase, expected) in [
        ("Monday", "2025-02-10"),
        ("on Tuesday", "2025-02-04"),
        ("next Monday", "2025-02-10"),
        ("next Tuesday", "2025-02-11"),
        ("this Friday", "2025-02-07"),
        ("Friday next week", "2025-02-14"),
        ("tomorrow", "2025-02-05"),
        ("next week", "2025-W07"),
        ("later this week", "2025-W06"),
        ("next month", "2025-03"),
        ("next year", "2026"),
        ("in March", "2025-03"),
        ("in January", "2026-01"),
        ("on March 5", "2025-03-05"),
        ("the 5th", "2025-02-05"),
        ("on the 3rd", "2025-03-03"),
        ("in three days", "2025-02-07"),
        ("in two weeks", "2025-W08"),
        ("two months from now", "2025-04"),
        ("by 2030", "../2030"),
        ("by Friday", "../2025-02-07"),
        ("this weekend", "2025-02-08/2025-02-09"),
        ("February 29", "2028-02-29"),
    ] {
        assert_eq!(read(phrase, Tense::Coming, None), expected, "{phrase}");
    }
}

#[test]
fn some_dates_count_from_the_date_told_before() {
    for (phrase, expected) in [
        ("three days later", "2010-10-12"),
        ("the next day", "2010-10-10"),
        ("the following day", "2010-10-10"),
        ("the previous day", "2010-10-08"),
        ("the day before", "2010-10-08"),
        ("that day", "2010-10-09"),
        ("the same year", "2010"),
        ("the following month", "2010-11"),
        ("two weeks later", "2010-W42"),
        ("two years earlier", "2008"),
    ] {
        assert_eq!(read(phrase, Tense::Past, Some("2010-10-09")), expected, "{phrase}");
        assert_eq!(read(phrase, Tense::Past, None), "-", "{phrase}");
    }
}

#[test]
fn durations_ages_and_habits_are_no_dates() {
    for phrase in [
        "six years",
        "14-year-old",
        "every Monday",
        "daily",
        "two days after",
        "recent years",
        "1030 GMT",
        "the day",
        "a few days ago",
        "in two weeks",
        "day five",
        "the 28th minute",
        "",
        "44 BC",
    ] {
        assert_eq!(read(phrase, Tense::Past, None), "-", "{phrase}");
    }
}

#[test]
fn without_the_articles_date_only_whole_dates_are_told() {
    let reference = Reference { written: None, told: None, tense: Tense::Past };
    let read = |words: &[&str]| reference.read(words).map(|when| when.to_string());
    assert_eq!(read(&["monday"]), None);
    assert_eq!(read(&["march", "5"]), None);
    assert_eq!(read(&["last", "week"]), None);
    assert_eq!(read(&["march", "2022"]).as_deref(), Some("2022-03"));
    assert_eq!(read(&["since", "2019"]).as_deref(), Some("2019/.."));
}

#[test]
fn what_is_written_reads_back() {
    for text in ["2025-02-03", "2025-W06", "2022-03", "2022", "2001/2004", "2019/..", "../2030"] {
        assert_eq!(text.parse::<When>().unwrap().to_string(), text);
    }
    for text in ["", "2022-3", "20222", "2022x03", "2025/2001", "../..", "2025-W60", "é2022", "/"]
    {
        assert!(text.parse::<When>().is_err(), "{text}");
    }
}

#[test]
fn dates_are_told_apart_by_the_days_they_share() {
    let when = |text: &str| text.parse::<When>().unwrap();
    assert!(when("2025-02-03").may_be(when("2025-W06")));
    assert!(when("2025-02-03").is_within(&when("2025-W06")));
    assert!(!when("2025-W06").is_within(&when("2025-02-03")));
    assert!(!when("2025-02-02").may_be(when("2025-W06")));
    assert_eq!(when("2025-02").days_apart(when("2025-03-03")), 3);
    assert_eq!(when("2019/..").days_apart(when("2025-03-03")), 0);
}

#[test]
fn the_ends_of_the_calendar_are_no_trouble() {
    for written in ["9999-12-31", "0001-01-01", "-009999-01-01"] {
        let reference =
            Reference { written: written.parse().ok(), told: None, tense: Tense::Coming };
        for phrase in [
            "the 31st",
            "next week",
            "next year",
            "next Monday",
            "in nine days",
            "weekend",
            "February 29",
            "9999 years ago",
            "in 9999 years",
            "March 3 to 259",
            "the past 99 weeks",
        ] {
            let words: Vec<&str> = phrase.split(' ').collect();
            for tense in [Tense::Coming, Tense::Past] {
                let _ = Reference { tense, ..reference }.read(&words).map(|when| when.to_string());
            }
        }
    }
    assert_eq!(read("March 3 to 259 , 2010", Tense::Past, None), "2024-03-03");
}
