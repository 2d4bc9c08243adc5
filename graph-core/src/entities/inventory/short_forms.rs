//! Names that stand for a fuller one in an article that tells which: surnames, acronyms, parts of
//! the names of organizations. Where the article doesn't tell, they stay names of their own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Inventory, NameId};
use crate::corpus::EntityType;
use crate::names::{initials, is_acronym, person_words};
use crate::parse::EntityKind;
use crate::trace::Link;

/// What an acronym may stand for.
pub(super) struct Expansions {
    acronym: String,
    /// Names with the acronym in parentheses behind them, and the articles that have them.
    given: Vec<(String, usize)>,
    /// Names with those initials.
    alike: Vec<String>,
}

impl Inventory<'_> {
    /// The full names that each acronym may stand for, by the articles that tell so.
    pub(super) fn expansions(&self, folded: &[String]) -> Vec<Expansions> {
        let mut by_initials: HashMap<String, Vec<String>> = HashMap::new();
        for name in folded.iter().filter(|name| name.contains(' ')) {
            let person = self.entity_type(name) == EntityType::Person;
            if !person && self.lexicon.countries.named(self.spelling(name)).is_none() {
                by_initials.entry(initials(self.spelling(name))).or_default().push(name.clone());
            }
        }
        let mut given: HashMap<&str, Vec<(&str, usize)>> = HashMap::new();
        for (full, acronym, article) in &self.acronyms {
            given.entry(acronym).or_default().push((full, *article));
        }
        let known = |name: &str| self.lexicon.countries.named(self.spelling(name)).is_some();
        let of = |acronym: &String| {
            let given = given.remove(acronym.as_str()).unwrap_or_default();
            let letters = acronym.replace(' ', "").to_uppercase();
            let alike = by_initials.get(&letters).filter(|_| is_acronym(self.spelling(acronym)));
            let given: Vec<_> = given.into_iter().map(|(full, at)| (full.to_owned(), at)).collect();
            Expansions {
                acronym: acronym.clone(),
                given,
                alike: alike.cloned().unwrap_or_default(),
            }
        };
        let abbreviated =
            |name: &&String| !known(name) && self.judgements.canonical(name).is_none();
        let all = folded.iter().filter(abbreviated).map(of);
        all.filter(|found| !(found.given.is_empty() && found.alike.is_empty())).collect()
    }

    /// An acronym is its full name's everywhere, where an article gives it in parentheses and no
    /// other name has those initials; or where, of all names that have them, it alone is a widely
    /// known organization's.
    pub(super) fn join_acronyms(&mut self, expansions: &[Expansions]) {
        for Expansions { acronym, given, alike } in expansions {
            let known: Vec<&String> =
                alike.iter().filter(|name| self.is_widely_known(name)).collect();
            if let ([], [full]) = (&given[..], &known[..]) {
                self.merging.join(full, acronym, Link::Initials);
            }
            let Some((full, _)) = given.first() else { continue };
            let entities: BTreeSet<String> = given
                .iter()
                .map(|(full, _)| full)
                .chain(alike)
                .map(|name| self.merging.full(name))
                .collect();
            if entities.len() == 1 {
                self.merging.join(full, acronym, Link::Parentheses);
            }
        }
    }

    fn is_widely_known(&self, folded: &str) -> bool {
        self.lexicon.names.named(self.spelling(folded)) == Some(EntityType::Organization)
    }

    /// Else it is in the articles that give it in parentheses, or that have the only full name with
    /// those initials.
    pub(super) fn short_acronyms(&mut self, expansions: &[Expansions]) {
        for Expansions { acronym, given, alike } in expansions {
            for (article, names) in self.by_article(acronym, alike.iter()) {
                let told = given.iter().filter(|(_, at)| *at == article).map(|(full, _)| full);
                let told: BTreeSet<NameId> = told.map(|name| self.resolved[name]).collect();
                let link = if told.is_empty() { Link::Initials } else { Link::Parentheses };
                let here: BTreeSet<NameId> = match link {
                    Link::Initials => names.iter().map(|name| self.resolved[*name]).collect(),
                    _ => told,
                };
                let here: Vec<NameId> =
                    here.into_iter().filter(|&id| !self.is_apart(acronym, id)).collect();
                if let [id] = here[..] {
                    self.in_article.insert((article, acronym.clone()), (id, link));
                    self.add_alias(id, acronym);
                }
            }
        }
    }

    /// Single words that stand for a person whom the same article names in full.
    pub(super) fn short_persons(&mut self, folded: &[String]) {
        let mut persons: HashMap<String, Vec<String>> = HashMap::new();
        for name in folded {
            let words = person_words(name);
            if words.len() > 1 && self.entity_type(name) == EntityType::Person {
                let middle = words[1..words.len() - 1].iter().filter(|word| word.len() > 3);
                let ends = [words[0], words[words.len() - 1]];
                for word in ends.iter().chain(middle) {
                    persons.entry((*word).to_owned()).or_default().push(name.clone());
                }
            }
        }
        for short in folded {
            let words = person_words(short);
            let [word] = words[..] else { continue };
            if self.judgements.canonical(short).is_some() {
                continue;
            }
            let Some(full) = persons.get(word) else { continue };
            self.stand_for(short, word, full);
        }
    }

    /// Single words that stand for an organization or facility which the same article names in
    /// full, where only one begins or ends with the word.
    pub(super) fn short_organizations(&mut self, folded: &[String]) {
        let mut full_names: HashMap<&str, Vec<&String>> = HashMap::new();
        for name in folded.iter().filter(|name| name.contains(' ')) {
            let kind = self.entity_type(name);
            if !matches!(kind, EntityType::Event | EntityType::Agreement | EntityType::Country) {
                let words: Vec<&str> = name.split(' ').collect();
                for word in [words[0], words[words.len() - 1]] {
                    full_names.entry(word).or_default().push(name);
                }
            }
        }
        let short_names: Vec<&String> = folded
            .iter()
            .filter(|name| !name.contains(' ') && self.names_organization(name))
            .filter(|name| self.judgements.canonical(name).is_none())
            .collect();
        for short in short_names {
            let Some(full) = full_names.get(short.as_str()) else { continue };
            for (article, names) in self.by_article(short, full.iter().copied()) {
                if self.in_article.contains_key(&(article, short.clone())) {
                    continue;
                }
                let here: BTreeSet<NameId> = names
                    .iter()
                    .map(|name| self.resolved[*name])
                    .filter(|&id| !self.is_apart(short, id))
                    .collect();
                if let (Some(&id), 1) = (here.first(), here.len()) {
                    self.in_article.insert((article, short.clone()), (id, Link::ShortForm));
                    self.add_alias(id, short);
                }
            }
        }
    }

    /// The articles that use a short name, each with those of the full names that it uses too.
    /// O(articles that use any of them).
    fn by_article<'n>(
        &self,
        short: &str,
        full: impl Iterator<Item = &'n String>,
    ) -> BTreeMap<usize, Vec<&'n String>> {
        let articles = self.names[short].articles.keys();
        let mut found: BTreeMap<usize, Vec<&String>> =
            articles.map(|article| (*article, Vec::new())).collect();
        for name in full {
            for article in self.names[name].articles.keys() {
                if let Some(names) = found.get_mut(article) {
                    names.push(name);
                }
            }
        }
        found
    }

    /// Whether a single word may be short for an organization: not a place, a people, a person.
    fn names_organization(&self, folded: &str) -> bool {
        let name = &self.names[folded];
        let votes = |kind: EntityKind| name.votes.get(&kind).copied().unwrap_or(0);
        let other = votes(EntityKind::Gpe) + votes(EntityKind::Loc) + votes(EntityKind::Norp);
        let total: usize = name.votes.values().sum();
        let country = self.lexicon.countries.named(self.spelling(folded)).is_some();
        !country && 2 * other <= total && name.titled == 0
    }

    /// Lets a single word stand for one of the persons whose names begin or end with it.
    fn stand_for(&mut self, short: &str, word: &str, full: &[String]) {
        if self.lexicon.countries.named(self.spelling(short)).is_some() {
            return;
        }
        let full: Vec<&String> =
            full.iter().filter(|name| !self.is_apart(short, self.resolved[*name])).collect();
        let behind = format!(" {word}");
        let surname = |name: &&String| name.ends_with(&behind);
        for (article, mut candidates) in self.by_article(short, full.iter().copied()) {
            let count = |name: &&String| self.names[*name].articles.get(&article).copied();
            candidates.sort_by_key(|name| std::cmp::Reverse((surname(name), count(name))));
            let Some(person) = candidates.first().map(|name| self.resolved[*name]) else {
                continue;
            };
            self.in_article.insert((article, short.to_owned()), (person, Link::ShortForm));
            self.add_alias(person, short);
        }
    }

    /// Whether a name is judged not to be one of an entity's.
    fn is_apart(&self, folded: &str, id: NameId) -> bool {
        self.judgements.apart_from(folded).any(|other| self.resolved.get(other) == Some(&id))
    }

    fn add_alias(&mut self, person: NameId, short: &str) {
        let spelling = self.spelling(short).to_owned();
        let entity = &mut self.entities[person];
        if entity.name != spelling && !entity.aliases.contains(&spelling) {
            entity.aliases.push(spelling);
            entity.aliases.sort();
        }
    }
}
