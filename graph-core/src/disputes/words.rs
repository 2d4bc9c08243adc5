//! The words of `disputes.tsv`.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// What accounts can contradict each other in.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) once: BTreeSet<&'static str>,
    pub(super) accusations: BTreeSet<&'static str>,
    /// A relation that excludes another one, by that one, and the other way round.
    pub(super) opposites: HashMap<&'static str, &'static str>,
    offices: HashMap<&'static str, Vec<&'static str>>,
    past: BTreeSet<&'static str>,
}

pub(super) static WORDS: LazyLock<Words> =
    LazyLock::new(|| Words::read(include_str!("../../lexicon/disputes.tsv")));

impl Words {
    fn read(text: &'static str) -> Self {
        let mut words = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let kind = columns.next().unwrap_or_default();
            let (first, second) = (columns.next().unwrap_or_default(), columns.next());
            match (kind, second) {
                ("once", _) => words.once.extend(first.split(' ')),
                ("past", _) => words.past.extend(first.split(' ')),
                ("accusation", _) => words.accusations.extend(first.split(' ')),
                ("office", Some(types)) => {
                    words.offices.insert(first, types.split(' ').collect());
                }
                ("stance", Some(second)) => {
                    words.opposites.extend([(first, second), (second, first)]);
                }
                _ => {}
            }
        }
        words
    }

    /// Whether one person at a time holds the office in what carries one of the labels.
    pub(super) fn is_held_by_one(&self, office: &str, labels: &[&str]) -> bool {
        let types = self.offices.get(office);
        types.is_some_and(|types| types.iter().any(|name| labels.contains(name)))
    }

    /// Whether the words before an office say that it is held no more, or not yet.
    pub(super) fn is_past(&self, office: &str) -> bool {
        office.split([' ', '-']).any(|word| self.past.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read() {
        assert!(WORDS.once.contains("SIGNED") && WORDS.accusations.contains("wrongdoing"));
        assert_eq!(WORDS.opposites["OPPOSED"], "SUPPORTED");
        assert!(WORDS.is_held_by_one("prime minister", &["Party", "Country"]));
        assert!(!WORDS.is_held_by_one("governor", &["Country"]));
        assert!(WORDS.is_past("former president") && !WORDS.is_past("president"));
    }
}
