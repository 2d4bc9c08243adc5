//! Names as written → names to compare: cleaning, folding, and which forms may stand for another;
//! lists of names.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Forms of address, which are never part of a name.
const ADDRESS: [&str; 14] = [
    "mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "rev", "gov", "sen", "rep", "gen",
    "prof",
];

/// The first names of a list, and how many more there are.
///
/// ```
/// use graph_core::names::first;
/// assert_eq!(first(&["Ann", "Bob"], 2), "Ann, Bob");
/// assert_eq!(first(&["Ann", "Bob", "Eve", "Kim"], 2), "Ann, Bob and 2 more");
/// ```
pub fn first(names: &[impl AsRef<str>], most: usize) -> String {
    let shown: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    let shown = shown.join(", ");
    if names.len() > most { format!("{shown} and {} more", names.len() - most) } else { shown }
}

/// A name without articles, quotes, possessive ending, outer punctuation and letters that don't
/// show.
///
/// ```
/// assert_eq!(graph_core::names::clean_name("“the Church of England’s"), "Church of England");
/// ```
pub fn clean_name(name: &str) -> String {
    let outer = |letter: char| {
        letter.is_whitespace()
            || matches!(
                letter,
                '"' | '“'
                    | '”'
                    | '\''
                    | '‘'
                    | '’'
                    | ','
                    | ';'
                    | ':'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '-'
                    | '–'
                    | '—'
            )
    };
    let mut name = name.trim_matches(outer);
    for ending in ["'s", "’s"] {
        name = name.strip_suffix(ending).unwrap_or(name);
    }
    let mut name = name.trim_matches(outer);
    for article in ["the ", "The ", "a ", "A ", "an ", "An ", "THE "] {
        name = name.strip_prefix(article).unwrap_or(name);
    }
    let unseen = |letter: &char| !matches!(letter, '\u{200b}' | '\u{200c}' | '\u{feff}' | '\u{ad}');
    let seen: String = name.chars().filter(unseen).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name for comparison: case, accents and punctuation folded away.
///
/// ```
/// assert_eq!(graph_core::names::fold_name("Farabundo Martí"), "farabundo marti");
/// assert_eq!(graph_core::names::fold_name("U.S."), "us");
/// ```
pub fn fold_name(name: &str) -> String {
    let plain: String = name.nfkd().filter(|&letter| !is_combining_mark(letter)).collect();
    let joined: String = plain
        .chars()
        .filter(|letter| !matches!(letter, '.' | '\'' | '’'))
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .collect();
    joined.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A person's name without forms of address, as words to compare.
pub(crate) fn person_words(folded: &str) -> Vec<&str> {
    folded.split(' ').filter(|word| !ADDRESS.contains(word)).collect()
}

/// Whether a short form of a person's name may stand for the long one: surname, first name, or
/// first and last without what is between.
pub(crate) fn short_form_of(short: &[&str], long: &[&str]) -> bool {
    if short.is_empty() || short.len() >= long.len() {
        return false;
    }
    let ends = short.last() == long.last() && (short.len() == 1 || short.first() == long.first());
    long.ends_with(short) || ends || short.len() == 1 && short.first() == long.first()
}

/// The initials of the capitalized words of a name: `FBI` of `Federal Bureau of Investigation`.
pub(crate) fn initials(name: &str) -> String {
    name.split([' ', '-'])
        .filter_map(|word| word.chars().next())
        .filter(|letter| letter.is_uppercase())
        .collect()
}

/// Whether a name is written as an acronym: capitals and dots only.
pub(crate) fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
    letters >= 2
        && name
            .chars()
            .all(|letter| letter.is_uppercase() || letter == '.' || letter.is_ascii_digit())
}

/// Whether two long names are one, but for a letter that was decoded wrongly or mistyped.
pub(crate) fn nearly_same(a: &str, b: &str) -> bool {
    const LONG: usize = 12;
    a.len() >= LONG && b.len() >= LONG && a != b && strsim::osa_distance(a, b) <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms() {
        let words = |name| person_words(name);
        assert!(short_form_of(&words("rubio"), &words("marco rubio")));
        assert!(short_form_of(&words("mr rubio"), &words("marco rubio")));
        assert!(short_form_of(&words("jane roe"), &words("jane mary roe")));
        assert!(!short_form_of(&words("marco rubio"), &words("marco rubio")));
        assert!(!short_form_of(&words("mary"), &words("jane mary roe")));
    }

    #[test]
    fn one_wrong_letter_in_a_long_name() {
        assert!(nearly_same("farabundo marta national", "farabundo marti national"));
        assert!(!nearly_same("iran", "iraq"));
    }

    #[test]
    fn acronyms() {
        assert_eq!(initials("League of United Latin American Citizens"), "LULAC");
        assert!(is_acronym("U.N."));
        assert!(!is_acronym("Un"));
    }
}
