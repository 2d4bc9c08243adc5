//! Names compared as a reader would: case, accents, titles and articles aside.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// What may stand before a name without changing whom it names.
const TITLES: [&str; 16] = [
    "the",
    "a",
    "an",
    "mr",
    "mrs",
    "ms",
    "dr",
    "president",
    "secretary of state",
    "senator",
    "sen",
    "gov",
    "prime minister",
    "minister",
    "us",
    "u s",
];

/// Folds away case, accents, punctuation, `'s`, and titles and articles at the beginning.
///
/// ```
/// # use attest_tests::score::names::fold;
/// assert_eq!(fold("The U.S.A."), "us");
/// assert_eq!(fold("President Renée’s"), "renee");
/// ```
pub fn fold(name: &str) -> String {
    let plain = without_possessive(&without_accents(name));
    let words: Vec<&str> = plain.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
    without_titles(&joined_initials(&words)).join(" ")
}

/// Whether a subject is one of the accepted ones.
pub fn subject_matches(name: &str, accepted: &[String]) -> bool {
    let name = fold(name);
    accepted.iter().any(|other| name == fold(other))
}

/// Whether an object is, holds, or is held by (if longer than three letters) an accepted one.
pub fn object_matches(name: &str, accepted: &[String]) -> bool {
    let name = fold(name);
    accepted.iter().any(|other| {
        let folded = fold(other);
        other == "*"
            || name == folded
            || contains(&name, &folded)
            || name.chars().count() > 3 && contains(&folded, &name)
    })
}

/// Whether the words of one text stand together in another.
fn contains(long: &str, short: &str) -> bool {
    !short.is_empty() && format!(" {long} ").contains(&format!(" {short} "))
}

fn without_accents(name: &str) -> String {
    let name = name.replace('’', "'");
    name.nfkd().filter(|&c| canonical_combining_class(c) == 0).collect::<String>().to_lowercase()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Leaves out `'s` at a word's end and an apostrophe before any other letter.
fn without_possessive(name: &str) -> String {
    let mut kept = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('\'') {
        kept.push_str(before);
        let ends = |text: &str| !text.starts_with(is_word);
        rest = match after.strip_prefix('s').filter(|behind| ends(behind)) {
            Some(behind) => behind,
            None => after,
        };
        // An apostrophe that ends its word parts it from the next.
        if ends(after) {
            kept.push(' ');
        }
    }
    kept + rest
}

/// Puts `u s` and `u s a` together as `us`.
fn joined_initials<'a>(mut words: &[&'a str]) -> Vec<&'a str> {
    let mut joined = vec![];
    while let [first, behind @ ..] = words {
        let (word, rest) = match words {
            ["u", "s", "a", rest @ ..] | ["u", "s", rest @ ..] => ("us", rest),
            _ => (*first, behind),
        };
        joined.push(word);
        words = rest;
    }
    joined
}

/// Takes titles from the beginning as long as something is left.
fn without_titles<'a, 'b>(words: &'b [&'a str]) -> &'b [&'a str] {
    match TITLES.iter().find_map(|title| behind_title(words, title)) {
        Some(rest) => without_titles(rest),
        None => words,
    }
}

/// What follows a title, unless nothing does.
fn behind_title<'a, 'b>(words: &'b [&'a str], title: &'static str) -> Option<&'b [&'a str]> {
    let mut rest = words;
    for word in title.split(' ') {
        rest = rest.strip_prefix(&[word][..])?;
    }
    (!rest.is_empty()).then_some(rest)
}
