//! Base forms by rule: suffixes replaced where that gives a listed word, and exceptions.

use std::collections::HashMap;

use super::labels::Pos;
use super::lexeme::Lexicon;
use super::model::{self, SortedLines};

/// The rules: by part of speech, old and new endings.
pub(super) struct Lemmatizer {
    rules: HashMap<String, Vec<(String, String)>>,
}

impl Lemmatizer {
    pub(super) fn read() -> Self {
        Self { rules: model::table(model::LEMMA_RULES) }
    }

    /// The base form of a word that may be inflected.
    pub(super) fn lemma(&self, word: &str, pos: Pos, lexicon: &Lexicon) -> String {
        let lower = word.to_lowercase();
        let (rules, [words, exceptions]) = match pos {
            Pos::Adj => ("adj", &model::ADJECTIVES),
            Pos::Adv => ("adv", &model::ADVERBS),
            Pos::Noun => ("noun", &model::NOUNS),
            Pos::Verb => ("verb", &model::VERBS),
            Pos::Punct => return self.changed(&lower, "punct").next().unwrap_or(word.to_owned()),
            Pos::Propn => return word.to_owned(),
            _ => return lower,
        };
        let candidates: Vec<_> =
            self.changed(&lower, rules).filter(|form| !form.is_empty()).collect();
        first_form(&candidates, &lower, words, exceptions, lexicon)
            .or_else(|| candidates.first().cloned())
            .unwrap_or_else(|| word.to_owned())
    }

    /// The word with each ending that a rule matches replaced.
    fn changed<'a>(&'a self, word: &'a str, rules: &str) -> impl Iterator<Item = String> + 'a {
        let rules = self.rules.get(rules).map_or(&[][..], Vec::as_slice);
        rules.iter().filter_map(|(old, new)| Some(word.strip_suffix(&**old)?.to_owned() + new))
    }
}

/// Whether a word is a listed verb.
pub(super) fn is_verb(word: &str) -> bool {
    model::VERBS[0].get(word).is_some()
}

/// Whether it is the base form of an adjective.
pub(super) fn is_adjective(word: &str) -> bool {
    model::ADJECTIVES[0].get(word).is_some()
}

/// Whether a word in lower case is listed as the base form of a noun, a verb or an adjective.
pub(super) fn is_listed(word: &str) -> bool {
    [&model::NOUNS, &model::VERBS, &model::ADJECTIVES]
        .iter()
        .any(|list| list[0].get(word).is_some())
}

/// The form that goes before all others: an exception, else the listed word that the last rule
/// gives, else one with something else than letters.
fn first_form(
    candidates: &[String],
    lower: &str,
    words: &SortedLines,
    exceptions: &SortedLines,
    lexicon: &Lexicon,
) -> Option<String> {
    let is_word = |form: &str| words.get(form).is_some();
    let is_form = |form: &str| {
        candidates.iter().any(|c| c == form) && (is_word(form) || !lexicon.is_alphabetic(form))
    };
    let exception = exceptions
        .get(lower)
        .and_then(|values| values.split('\t').rfind(|&form| !form.is_empty() && !is_form(form)));
    let listed = || candidates.iter().rev().find(|form| is_word(form));
    let other = || candidates.iter().find(|form| !lexicon.is_alphabetic(form));
    exception.map(str::to_owned).or_else(|| listed().or_else(other).cloned())
}

/// Whether the lemmatizer took an `e` from a verb: of `staged` it makes `stag`, which would be
/// `stagged`.
pub(super) fn lacks_its_e(text: &str, lemma: &str) -> bool {
    // Most words have other endings; only the others are worth a copy.
    if !matches!(text.len().checked_sub(lemma.len()), Some(2 | 3)) {
        return false;
    }
    let text = text.to_lowercase();
    let ending = text.strip_prefix(lemma);
    matches!(ending, Some("ed" | "ing")) && doubles_its_end(lemma) && is_verb(&format!("{lemma}e"))
}

/// `stag`, `fin`, `rat`: a word of one syllable whose last letter is doubled before an ending.
fn doubles_its_end(word: &str) -> bool {
    let vowel = |letter: u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let [start @ .., inner, last] = word.as_bytes() else { return false };
    let consonant = !vowel(*last) && !matches!(last, b'w' | b'x');
    let opens = |letter: &u8| !vowel(*letter) || *letter == b'y';
    consonant && vowel(*inner) && !start.is_empty() && start.iter().all(opens)
}
