//! The names of all articles: which are one, what type each has, what each is called.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::merging::Merging;
use crate::claims::NameMention;
use crate::corpus::EntityType;
use crate::judgements::Judgements;
use crate::knowledge::Knowledge;
use crate::lexicon::Lexicon;
use crate::names::{fold_name, initials, is_acronym, nearly_same, person_words, short_form_of};
use crate::parse::EntityKind;
use crate::trace::Link;

/// A named entity's number in the inventory.
pub(super) type NameId = usize;

/// A name with everything that speaks for its type and its spelling.
#[derive(Clone, Debug, Default)]
struct Name {
    /// Spellings with their counts.
    spellings: BTreeMap<String, usize>,
    /// The recognizer's votes.
    votes: HashMap<EntityKind, usize>,
    titled: usize,
    /// Articles that use the name, with counts.
    articles: BTreeMap<usize, usize>,
    /// What an apposition calls it.
    described: Option<EntityType>,
}

/// A named entity: one or several names.
#[derive(Clone, Debug)]
pub(super) struct NamedEntity {
    pub(super) name: String,
    pub(super) entity_type: EntityType,
    pub(super) aliases: Vec<String>,
    /// Whether anything tells the type.
    typed: bool,
}

/// Two folded names that are one: the fuller, the shorter, and why.
type Pair = (String, String, Link);

/// The names of a set of articles.
#[derive(Clone, Debug)]
pub(super) struct Inventory<'a> {
    /// What names and nouns mean.
    pub(super) lexicon: &'a Lexicon,
    /// Which names a person says are the same, and which aren't.
    pub(super) judgements: &'a Judgements,
    names: BTreeMap<String, Name>,
    /// Names said to be one: acronyms behind full names, `known as`.
    same: Vec<(String, String)>,
    entities: Vec<NamedEntity>,
    merging: Merging,
    /// Folded name → entity.
    resolved: HashMap<String, NameId>,
    /// Short forms that stand for different persons in different articles.
    in_article: HashMap<(usize, String), NameId>,
}

impl<'a> Inventory<'a> {
    /// No names yet.
    pub(super) fn new(knowledge: &'a Knowledge) -> Self {
        Self {
            lexicon: &knowledge.lexicon,
            judgements: &knowledge.judgements,
            names: BTreeMap::new(),
            same: Vec::new(),
            entities: Vec::new(),
            merging: Merging::of(&knowledge.judgements),
            resolved: HashMap::new(),
            in_article: HashMap::new(),
        }
    }

    /// Counts a mention.
    pub(super) fn add(&mut self, article: usize, mention: &NameMention) {
        let name = self.names.entry(fold_name(&mention.name)).or_default();
        *name.spellings.entry(mention.name.clone()).or_default() += 1;
        *name.articles.entry(article).or_default() += 1;
        name.titled += usize::from(mention.titled);
        if let Some(kind) = mention.kind {
            *name.votes.entry(kind).or_default() += 1;
        }
    }

    /// An apposition calls the name something of a type.
    pub(super) fn describe(&mut self, name: &str, entity_type: EntityType) {
        if let Some(name) = self.names.get_mut(&fold_name(name)) {
            name.described = Some(entity_type);
        }
    }

    /// Two names are said to be one.
    pub(super) fn join(&mut self, full: &str, short: &str) {
        self.same.push((fold_name(full), fold_name(short)));
    }

    /// Merges the names into entities; to be called once, after all mentions are counted.
    pub(super) fn settle(&mut self) {
        let folded: Vec<String> = self.names.keys().cloned().collect();
        for (full, short, link) in self.pairs(&folded) {
            self.merging.join(&full, &short, link);
        }
        self.make_entities(&folded);
        self.short_persons(&folded);
        self.short_organizations(&folded);
    }

    /// Pairs of folded names that are one, whatever the article.
    fn pairs(&self, folded: &[String]) -> Vec<Pair> {
        let mut pairs: Vec<Pair> = self
            .same
            .iter()
            .filter(|(full, short)| self.names.contains_key(full) && self.names.contains_key(short))
            .map(|(full, short)| (full.clone(), short.clone(), Link::Parentheses))
            .collect();
        let countries = &self.lexicon.countries;
        let mut first_of_country: HashMap<&str, &String> = HashMap::new();
        let mut by_initials: HashMap<String, &String> = HashMap::new();
        for name in folded {
            let spelling = self.spelling(name);
            if let Some(country) = countries.named(spelling) {
                let first = *first_of_country.entry(country).or_insert(name);
                pairs.push((first.clone(), name.clone(), Link::Country));
            } else if name.contains(' ') && self.entity_type(name) != EntityType::Person {
                by_initials.entry(initials(spelling)).or_insert(name);
            }
        }
        for name in folded.iter().filter(|name| is_acronym(self.spelling(name))) {
            let acronym = name.replace(' ', "").to_uppercase();
            let country = countries.named(self.spelling(name)).is_some();
            if let Some(&full) = by_initials.get(&acronym).filter(|_| !country) {
                pairs.push((full.clone(), name.clone(), Link::Initials));
            }
        }
        self.add_misspelt(folded, &mut pairs);
        self.add_middle_names(folded, &mut pairs);
        pairs
    }

    /// Long names that differ in a letter: the rarer is the misspelt one. Neighbours in sorted
    /// order and names with the same end are compared, not all pairs.
    fn add_misspelt(&self, folded: &[String], pairs: &mut Vec<Pair>) {
        let weight = |name: &String| {
            let articles = &self.names[name].articles;
            (articles.values().sum::<usize>(), std::cmp::Reverse(articles.keys().next().copied()))
        };
        let reversed = |name: &String| name.chars().rev().collect::<String>();
        let mut orders = [folded.to_vec(), folded.to_vec()];
        orders[1].sort_by_key(reversed);
        for window in orders.iter().flat_map(|order| order.windows(2)) {
            if nearly_same(&window[0], &window[1]) {
                let (a, b) = (window[0].clone(), window[1].clone());
                let (full, rarer) = if weight(&a) >= weight(&b) { (a, b) } else { (b, a) };
                pairs.push((full, rarer, Link::OneLetter));
            }
        }
    }

    /// `Jane Roe`, `Jane Mary Roe` and `Jane Roe Smith`; titles and forms of address left before a name.
    fn add_middle_names(&self, folded: &[String], pairs: &mut Vec<Pair>) {
        let mut by_surname: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
        for name in folded.iter().filter(|name| self.entity_type(name) == EntityType::Person) {
            let words = person_words(name);
            if let (Some(last), true) = (words.last(), words.len() > 1) {
                by_surname.entry(*last).or_default().push(name);
            }
        }
        let persons: std::collections::BTreeSet<&String> =
            by_surname.values().flatten().copied().collect();
        for long in &persons {
            let shorter = long.rsplit_once(' ').map(|(shorter, _)| shorter.to_owned());
            let known = |name: &String| name.contains(' ') && persons.contains(name);
            if let Some(short) = shorter.filter(known) {
                pairs.push(((*long).clone(), short, Link::MiddleName));
            }
        }
        for names in by_surname.values() {
            for long in names.iter().take(50) {
                for short in names.iter().take(50) {
                    if short_form_of(&person_words(short), &person_words(long)) {
                        pairs.push(((*long).clone(), (*short).clone(), Link::MiddleName));
                    }
                }
            }
        }
    }

    fn make_entities(&mut self, folded: &[String]) {
        let mut members: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in folded {
            members.entry(self.merging.full(name)).or_default().push(name.clone());
        }
        for (full, names) in members {
            let id = self.entities.len();
            // What is judged to be the name need not stand in the articles.
            let full = if self.names.contains_key(&full) { &full } else { &names[0] };
            let entity = self.entity(full, &names);
            self.entities.push(entity);
            for name in &names {
                let same = self.judgements.same_as(name).map(|same| (same.to_owned(), id));
                self.resolved.extend(same);
            }
        }
    }

    fn entity(&self, full: &str, names: &[String]) -> NamedEntity {
        let countries = &self.lexicon.countries;
        let country = countries.named(self.spelling(full)).map(str::to_owned);
        let entity_type = names
            .iter()
            .find_map(|name| self.names[name].described)
            .unwrap_or_else(|| self.entity_type(full));
        let entity_type = if country.is_some() { EntityType::Country } else { entity_type };
        let judged = names.iter().find_map(|name| self.judgements.canonical(name));
        let country = country.map(|country| self.spelling_of_country(country, names));
        let name = judged.map(str::to_owned).or(country);
        let name = name.unwrap_or_else(|| self.spelling(full).to_owned());
        let mut aliases: Vec<String> = names
            .iter()
            .flat_map(|folded| self.names[folded].spellings.keys().cloned())
            .filter(|alias| *alias != name)
            .collect();
        aliases.sort();
        aliases.dedup();
        let typed = entity_type != EntityType::Thing
            || names.iter().any(|name| !self.names[name].votes.is_empty());
        NamedEntity { name, entity_type, aliases, typed }
    }

    /// What the articles call a country: its usual name, unless they only use another one that is
    /// no abbreviation (`Burma`).
    fn spelling_of_country(&self, usual: String, names: &[String]) -> String {
        let full = |name: &&String| !is_acronym(self.spelling(name)) && name.len() > 3;
        if names.contains(&fold_name(&usual)) {
            return usual;
        }
        let count = |name: &&String| self.names[*name].articles.values().sum::<usize>();
        let other = names.iter().filter(full).max_by_key(count);
        other.map_or(usual, |name| self.spelling(name).to_owned())
    }

    /// Single words that stand for a person named in full: in the same article first, else in
    /// all of them where only one person fits.
    fn short_persons(&mut self, folded: &[String]) {
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
    fn short_organizations(&mut self, folded: &[String]) {
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
                    self.in_article.insert((article, short.clone()), id);
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
        let anywhere: BTreeSet<NameId> =
            full.iter().copied().filter(surname).map(|name| self.resolved[name]).collect();
        let only = anywhere.first().filter(|_| anywhere.len() == 1 && self.likely_person(short));
        for (article, mut candidates) in self.by_article(short, full.iter().copied()) {
            let count = |name: &&String| self.names[*name].articles.get(&article).copied();
            candidates.sort_by_key(|name| std::cmp::Reverse((surname(name), count(name))));
            let here = candidates.first().map(|name| self.resolved[*name]);
            let Some(person) = here.or(only.copied()) else { continue };
            self.in_article.insert((article, short.to_owned()), person);
            self.add_alias(person, short);
        }
    }

    /// Whether a name is judged not to be one of an entity's.
    fn is_apart(&self, folded: &str, id: NameId) -> bool {
        self.judgements.apart_from(folded).any(|other| self.resolved.get(other) == Some(&id))
    }

    fn likely_person(&self, name: &str) -> bool {
        let name = &self.names[name];
        let person = name.votes.get(&EntityKind::Person).copied().unwrap_or(0) + name.titled;
        2 * person >= name.votes.values().sum::<usize>()
    }

    fn add_alias(&mut self, person: NameId, short: &str) {
        let spelling = self.spelling(short).to_owned();
        let entity = &mut self.entities[person];
        if entity.name != spelling && !entity.aliases.contains(&spelling) {
            entity.aliases.push(spelling);
            entity.aliases.sort();
        }
    }

    /// The usual spelling of a folded name: the most frequent, then the longest.
    fn spelling(&self, folded: &str) -> &str {
        self.names.get(folded).map_or("", |name| {
            let usual = name.spellings.iter().max_by_key(|(text, count)| {
                (**count, text.chars().any(char::is_lowercase), text.len())
            });
            usual.map_or("", |(text, _)| text)
        })
    }

    /// The type that most speaks for: titles, the head noun of the name, the recognizer's votes.
    fn entity_type(&self, folded: &str) -> EntityType {
        let Some(name) = self.names.get(folded) else { return EntityType::Thing };
        if let Some(kind) = name.described {
            return kind;
        }
        let votes = |kind: EntityKind| name.votes.get(&kind).copied().unwrap_or(0);
        let total: usize = name.votes.values().sum();
        if name.titled > 0 && 2 * (votes(EntityKind::Person) + name.titled) > total {
            return EntityType::Person;
        }
        if let Some(kind) = head_noun_type(self.lexicon, folded) {
            return kind;
        }
        let best =
            name.votes.iter().max_by_key(|(kind, count)| (**count, std::cmp::Reverse(**kind)));
        best.map_or(EntityType::Thing, |(kind, _)| type_of_kind(*kind))
    }

    /// The entity that a name stands for in an article.
    pub(super) fn resolve(&self, article: usize, name: &str) -> Option<NameId> {
        let folded = fold_name(name);
        self.in_article
            .get(&(article, folded.clone()))
            .or_else(|| self.resolved.get(&folded))
            .copied()
    }

    /// How a name belongs to the entity that it stands for in an article.
    pub(super) fn link(&self, article: usize, name: &str) -> Link {
        let folded = fold_name(name);
        if self.in_article.contains_key(&(article, folded.clone())) {
            return Link::ShortForm;
        }
        self.merging.link(&folded)
    }

    /// The entity of a number.
    pub(super) fn entity_of(&self, id: NameId) -> &NamedEntity {
        &self.entities[id]
    }

    /// Whether nothing tells what the entity is.
    pub(super) fn is_untyped(&self, id: NameId) -> bool {
        !self.entities[id].typed
    }

    /// The entities that a person judged names to be, by what they are called.
    pub(super) fn judged(&self) -> HashMap<&'a str, NameId> {
        let judged = self.judgements.groups().filter_map(|(canonical, mut members)| {
            let id = members.find_map(|(name, _)| self.resolved.get(name))?;
            Some((canonical, *id))
        });
        judged.collect()
    }

    /// Number of entities.
    pub(super) fn len(&self) -> usize {
        self.entities.len()
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
