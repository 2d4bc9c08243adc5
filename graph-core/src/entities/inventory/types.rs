//! What a name is: what its words, its titles and the recognizer say of it.

use super::Inventory;
use crate::corpus::EntityType;
use crate::lexicon::Lexicon;
use crate::names::is_acronym;
use crate::parse::{EntityKind, Pipeline};

impl Inventory<'_> {
    /// The type that most speaks for: titles, the head noun of the name, the recognizer's votes.
    pub(super) fn entity_type(&self, folded: &str) -> EntityType {
        let Some(name) = self.names.get(folded) else { return EntityType::Thing };
        if let Some(kind) = name.described {
            return kind;
        }
        let votes = |kind: EntityKind| name.votes.get(&kind).copied().unwrap_or(0);
        let total: usize = name.votes.values().sum();
        if name.titled > 0 && 2 * (votes(EntityKind::Person) + name.titled) > total {
            return EntityType::Person;
        }
        let spelling = self.spelling(folded);
        if self.is_full_name(folded) && 2 * votes(EntityKind::Person) > total {
            return EntityType::Person;
        }
        if self.stands_as_place(folded) {
            return EntityType::Place;
        }
        let placed = votes(EntityKind::Gpe) + votes(EntityKind::Loc);
        if placed > 0 && self.lexicon.places.named(spelling).is_some() && 2 * placed >= total {
            return EntityType::Place;
        }
        if let Some(kind) = self.lexicon.names.named(spelling) {
            return kind;
        }
        if let Some(kind) = head_noun_type(self.lexicon, folded) {
            return kind;
        }
        let best =
            name.votes.iter().max_by_key(|(kind, count)| (**count, std::cmp::Reverse(**kind)));
        let voted = best.map(|(kind, _)| *kind);
        if voted != Some(EntityKind::Person) && self.is_called_by_surname(folded) {
            return EntityType::Person;
        }
        let (person, word_type) =
            (voted == Some(EntityKind::Person), word_type(self.lexicon, folded));
        let first = folded.split(' ').next().unwrap_or_default();
        // `Kenya` is a first name as well, but no person is called `Kenya Airways`.
        let country = self.lexicon.countries.named(first).is_some();
        let named = folded.contains(' ') && !country && self.lexicon.words.gender(first).is_some();
        match word_type {
            Some(kind) if !(person && named) => kind,
            _ if !person && voted.is_some() => voted.map_or(EntityType::Thing, type_of_kind),
            _ if written_as_organization(spelling) => EntityType::Organization,
            _ => voted.map_or(EntityType::Thing, type_of_kind),
        }
    }
}

impl Inventory<'_> {
    /// `Tom Ridge`: a first name before a word that needn't be a ridge.
    fn is_full_name(&self, folded: &str) -> bool {
        let words: Vec<&str> = folded.split(' ').collect();
        let [first, last] = words[..] else { return false };
        let known = |word: &str| self.lexicon.names.closed_by(word).is_some();
        self.lexicon.words.gender(first).is_some()
            && self.lexicon.countries.named(self.spelling(first)).is_none()
            && !known(last)
            && self.lexicon.words.noun_type(last) != Some(EntityType::Organization)
    }

    /// `Rockhampton`, always behind `in` or `to`: a place, whatever the recognizer takes it for; a
    /// name that is none of the known places wherever half of its mentions are behind `in`.
    fn stands_as_place(&self, folded: &str) -> bool {
        let Some(name) = self.names.get(folded) else { return false };
        let mentions: usize = name.articles.values().sum();
        let spelling = self.spelling(folded);
        let single = !folded.contains(' ') && !is_acronym(spelling);
        let voted = |kind: EntityKind| name.votes.get(&kind).copied().unwrap_or(0);
        let known = self.lexicon.places.named(spelling).is_some();
        let other = self.lexicon.countries.named(spelling).is_some()
            || self.lexicon.countries.of_adjective(spelling).is_some()
            || self.lexicon.names.named(spelling).is_some()
            || self.lexicon.words.noun_type(folded).is_some()
            || name.titled > 0;
        let near = name.within + if known { name.toward } else { 0 };
        let person = voted(EntityKind::Person) > 0 && !known;
        single && !other && !person && 2 * near >= mentions && near > 0
    }

    /// `Jafar Panahi`, whom the article calls `Panahi`, never `Jafar`, and `he`: so are persons
    /// called, whatever the recognizer takes them for.
    fn is_called_by_surname(&self, folded: &str) -> bool {
        let spelling = self.spelling(folded);
        let words: Vec<&str> = spelling.split(' ').collect();
        let ([first, .., last], 2..=3) = (&words[..], words.len()) else { return false };
        let Some(name) = self.names.get(folded) else { return false };
        let used = |word: &str| {
            let short = self.names.get(&crate::names::fold_name(word));
            short.is_some_and(|short| {
                short.articles.keys().any(|article| name.articles.contains_key(article))
            })
        };
        let written = words.iter().all(|word| {
            word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase)
        });
        let known = |text: &str| {
            self.lexicon.places.named(text).is_some()
                || self.lexicon.countries.named(text).is_some()
                || self.lexicon.countries.of_adjective(text).is_some()
                || self.lexicon.names.named(text).is_some()
        };
        let common = |word: &str| {
            let (pipeline, lower) = (Pipeline::get(), word.to_lowercase());
            pipeline.knows_verb(&lower)
                || pipeline.knows_adjective(&lower)
                || self.lexicon.words.noun_type(&lower).is_some()
        };
        let plain = !words.iter().any(|word| known(word) || common(word)) && !known(spelling);
        let gendered = |folded: &str| self.names.get(folded).is_some_and(|name| name.gendered);
        let person = gendered(folded) || gendered(&crate::names::fold_name(last));
        written && plain && person && used(last) && !used(first)
    }
}

/// `Fisht Stadium` is a facility, `University of X` an organization, and so are `Parliament` and a
/// `House of Lords`.
fn head_noun_type(lexicon: &Lexicon, folded: &str) -> Option<EntityType> {
    let words: Vec<&str> = folded.split(' ').collect();
    let type_of = |noun: &str| lexicon.words.noun_type(noun);
    if words.len() < 2 {
        return type_of(folded).filter(|kind| *kind == EntityType::Organization);
    }
    let of = words.iter().position(|word| matches!(*word, "of" | "for" | "on"));
    let end = of.map_or(words.len(), |at| at.max(1));
    let numbered = words[end - 1].bytes().all(|letter| letter.is_ascii_digit());
    let head = if numbered { 0 } else { end - 1 };
    let phrase = match of {
        Some(at) if at > 0 => format!("{}_of", words[head]),
        _ if head > 0 => format!("{}_{}", words[head - 1], words[head]),
        _ => String::new(),
    };
    let kind = type_of(&phrase).or_else(|| type_of(words[head]))?;
    let named = [
        EntityType::Organization,
        EntityType::Facility,
        EntityType::Event,
        EntityType::Agreement,
        EntityType::Place,
    ];
    named.contains(&kind).then_some(kind)
}

fn type_of_kind(kind: EntityKind) -> EntityType {
    match kind {
        EntityKind::Person => EntityType::Person,
        EntityKind::Org => EntityType::Organization,
        EntityKind::Norp => EntityType::Group,
        EntityKind::Gpe | EntityKind::Loc => EntityType::Place,
        EntityKind::Fac => EntityType::Facility,
        EntityKind::Event => EntityType::Event,
        EntityKind::Law => EntityType::Agreement,
        _ => EntityType::Thing,
    }
}

/// `Hurricane X` is an event, `X Airways` an organization.
fn word_type(lexicon: &Lexicon, folded: &str) -> Option<EntityType> {
    let words: Vec<&str> = folded.split(' ').collect();
    let [first, .., last] = words[..] else { return None };
    let two = words.get(..2).filter(|two| two.len() < words.len()).map(|two| two.join(" "));
    let opened = || {
        let two = two.as_deref().and_then(|two| lexicon.names.opened_by(two));
        two.or_else(|| lexicon.names.opened_by(first))
    };
    lexicon.names.closed_by(last).or_else(opened)
}

/// `JAXA`, `ZANU-PF`, `SpaceX`: an acronym or a coined word is no person; `McCain` and `LeBron` may be.
fn written_as_organization(spelling: &str) -> bool {
    let single = !spelling.contains([' ', '-', '\'', '’']);
    let mut letters = spelling.chars();
    let first = letters.next().is_some_and(char::is_uppercase);
    let capital = letters.as_str().find(char::is_uppercase);
    // A prefix of a surname is short and capitalized once: what follows begins anew.
    let rest = capital.map_or("", |at| &letters.as_str()[at..]);
    let coined = capital.is_some_and(|at| at > 3) || rest.len() == 1;
    let joined = spelling.split('-').all(crate::names::is_acronym);
    single && first && (crate::names::is_acronym(spelling) || coined && rest.len() < spelling.len())
        || joined
}
