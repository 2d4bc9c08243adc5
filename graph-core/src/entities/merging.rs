//! Folded names as they are merged, by rules and by a person's judgements: what one keeps apart
//! no rule joins, directly or by way of other names.

use std::collections::HashMap;

use crate::judgements::Judgements;
use crate::trace::Link;

/// Which names stand for the same thing.
#[derive(Clone, Debug, Default)]
pub(super) struct Merging {
    /// Folded name → a fuller one of the same thing; the fullest has none.
    above: HashMap<String, String>,
    /// The fullest name → names judged not to be the same.
    apart: HashMap<String, Vec<String>>,
    /// Folded name → why it was merged with a fuller one.
    links: HashMap<String, Link>,
}

impl Merging {
    /// What was judged. O(judgements).
    pub(super) fn of(judgements: &Judgements) -> Self {
        let mut merging = Self::default();
        for (canonical, members) in judgements.groups() {
            let full = crate::names::fold_name(canonical);
            for (name, line) in members.filter(|(name, _)| *name != full) {
                merging.above.insert(name.to_owned(), full.clone());
                merging.links.insert(name.to_owned(), Link::Judged(line));
            }
        }
        for (name, other) in judgements.apart() {
            let full = merging.full(name);
            merging.apart.entry(full).or_default().push(other.to_owned());
        }
        merging
    }

    /// The fullest name of what a name stands for.
    pub(super) fn full(&mut self, name: &str) -> String {
        let mut full = name;
        while let Some(above) = self.above.get(full) {
            full = above;
        }
        let full = full.to_owned();
        if name != full {
            // Shortens the way for the next time.
            self.above.insert(name.to_owned(), full.clone());
        }
        full
    }

    /// Makes two names one, unless they are judged not to be.
    pub(super) fn join(&mut self, full: &str, short: &str, link: Link) {
        let (above, below) = (self.full(full), self.full(short));
        if above == below || self.are_apart(&above, &below) {
            return;
        }
        let apart = self.apart.remove(&below).unwrap_or_default();
        self.apart.entry(above.clone()).or_default().extend(apart);
        self.above.insert(below, above);
        self.links.entry(short.to_owned()).or_insert(link);
    }

    fn are_apart(&mut self, full: &str, other: &str) -> bool {
        let names = self.apart.get(full).cloned().unwrap_or_default();
        names.iter().any(|name| self.full(name) == other)
    }

    /// Why a name was merged with a fuller one.
    pub(super) fn link(&self, folded: &str) -> Link {
        self.links.get(folded).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_apart_is_not_joined_by_way_of_others() {
        let judgements = Judgements::read("not\tA\tC\nsame\tD\tE").expect("judgements");
        let mut merging = Merging::of(&judgements);
        merging.join("a", "b", Link::Initials);
        merging.join("c", "b", Link::Initials);
        merging.join("b", "c", Link::Initials);
        merging.join("x", "e", Link::OneLetter);
        assert_eq!(merging.full("b"), "a");
        assert_eq!(merging.full("c"), "c");
        assert_eq!(merging.full("d"), "x");
        assert_eq!(merging.link("e"), Link::Judged(2));
    }

    #[test]
    fn long_chains_are_followed_without_recursion() {
        let mut merging = Merging::default();
        for at in 0..20_000 {
            merging.join(&format!("n{}", at + 1), &format!("n{at}"), Link::MiddleName);
        }
        assert_eq!(merging.full("n0"), "n20000");
    }
}
