//! The names of all articles: which are one, what type each has, what each is called.

use std::collections::{BTreeMap, HashMap};

use crate::claims::NameMention;
use crate::corpus::EntityType;
use crate::lexicon::Lexicon;
use crate::names::{fold_name, initials, is_acronym, nearly_same, person_words, short_form_of};
use crate::parse::EntityKind;

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

/// The names of a set of articles.
#[derive(Clone, Debug)]
pub(super) struct Inventory<'a> {
    /// What names and nouns mean.
    pub(super) lexicon: &'a Lexicon,
    names: BTreeMap<String, Name>,
    /// Names said to be one: acronyms behind full names, `known as`.
    same: Vec<(String, String)>,
    entities: Vec<NamedEntity>,
    /// Folded name → entity.
    resolved: HashMap<String, NameId>,
    /// Short forms that stand for different persons in different articles.
    in_article: HashMap<(usize, String), NameId>,
}

impl<'a> Inventory<'a> {
    /// No names yet.
    pub(super) fn new(lexicon: &'a Lexicon) -> Self {
        Self {
            lexicon,
            names: BTreeMap::new(),
            same: Vec::new(),
            entities: Vec::new(),
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
        let mut group: HashMap<String, String> = HashMap::new();
        for (full, short) in self.pairs(&folded) {
            let full = root(&group, &full);
            let short = root(&group, &short);
            if full != short {
                group.insert(short, full);
            }
        }
        self.make_entities(&folded, &group);
        self.short_persons(&folded);
        self.short_organizations(&folded);
    }

    /// Pairs of folded names that are one, whatever the article: (the fuller, the shorter).
    fn pairs(&self, folded: &[String]) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = self
            .same
            .iter()
            .filter(|(full, short)| self.names.contains_key(full) && self.names.contains_key(short))
            .cloned()
            .collect();
        let countries = &self.lexicon.countries;
        let mut first_of_country: HashMap<&str, &String> = HashMap::new();
        let mut by_initials: HashMap<String, &String> = HashMap::new();
        for name in folded {
            let spelling = self.spelling(name);
            if let Some(country) = countries.named(spelling) {
                let first = *first_of_country.entry(country).or_insert(name);
                pairs.push((first.clone(), name.clone()));
            } else if name.contains(' ') && self.entity_type(name) != EntityType::Person {
                by_initials.entry(initials(spelling)).or_insert(name);
            }
        }
        for name in folded.iter().filter(|name| is_acronym(self.spelling(name))) {
            let acronym = name.replace(' ', "").to_uppercase();
            let country = countries.named(self.spelling(name)).is_some();
            if let Some(&full) = by_initials.get(&acronym).filter(|_| !country) {
                pairs.push((full.clone(), name.clone()));
            }
        }
        self.add_misspelt(folded, &mut pairs);
        self.add_middle_names(folded, &mut pairs);
        pairs
    }

    /// Long names that differ in a letter: the rarer is the misspelt one. Neighbours in sorted
    /// order and names with the same end are compared, not all pairs.
    fn add_misspelt(&self, folded: &[String], pairs: &mut Vec<(String, String)>) {
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
                pairs.push(if weight(&a) >= weight(&b) { (a, b) } else { (b, a) });
            }
        }
    }

    /// `Jane Roe` and `Jane Mary Roe`; titles and forms of address left before a name.
    fn add_middle_names(&self, folded: &[String], pairs: &mut Vec<(String, String)>) {
        let mut by_surname: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
        for name in folded.iter().filter(|name| self.entity_type(name) == EntityType::Person) {
            let words = person_words(name);
            if let (Some(last), true) = (words.last(), words.len() > 1) {
                by_surname.entry(*last).or_default().push(name);
            }
        }
        for names in by_surname.values() {
            for long in names.iter().take(50) {
                for short in names.iter().take(50) {
                    if short_form_of(&person_words(short), &person_words(long)) {
                        pairs.push(((*long).clone(), (*short).clone()));
                    }
                }
            }
        }
    }

    fn make_entities(&mut self, folded: &[String], group: &HashMap<String, String>) {
        let mut members: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in folded {
            members.entry(root(group, name)).or_default().push(name.clone());
        }
        for (full, names) in members {
            let id = self.entities.len();
            let entity = self.entity(&full, &names);
            self.entities.push(entity);
            self.resolved.extend(names.into_iter().map(|name| (name, id)));
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
        let name = country.unwrap_or_else(|| self.spelling(full).to_owned());
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

    /// Single words that stand for a person named in full: in the same article first, else in
    /// all of them where only one person fits.
    fn short_persons(&mut self, folded: &[String]) {
        let mut persons: HashMap<String, Vec<String>> = HashMap::new();
        for name in folded {
            let words = person_words(name);
            if words.len() > 1 && self.entity_type(name) == EntityType::Person {
                let ends = [words.first(), words.last()];
                for word in ends.into_iter().flatten() {
                    persons.entry((*word).to_owned()).or_default().push(name.clone());
                }
            }
        }
        for short in folded {
            let words = person_words(short);
            let [word] = words[..] else { continue };
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
            .collect();
        for short in short_names {
            let Some(full) = full_names.get(short.as_str()) else { continue };
            let articles: Vec<usize> = self.names[short].articles.keys().copied().collect();
            for article in articles {
                if self.in_article.contains_key(&(article, short.clone())) {
                    continue;
                }
                let here: std::collections::BTreeSet<NameId> = full
                    .iter()
                    .filter(|name| self.names[**name].articles.contains_key(&article))
                    .map(|name| self.resolved[*name])
                    .collect();
                if let (Some(&id), 1) = (here.first(), here.len()) {
                    self.in_article.insert((article, short.clone()), id);
                    self.add_alias(id, short);
                }
            }
        }
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
        let articles: Vec<usize> = self.names[short].articles.keys().copied().collect();
        for article in articles {
            let here = |name: &&String| self.names[*name].articles.contains_key(&article);
            let surname = |name: &&String| name.ends_with(&format!(" {word}"));
            let count = |name: &&String| self.names[*name].articles.get(&article).copied();
            let mut candidates: Vec<&String> = full.iter().filter(here).collect();
            candidates.sort_by_key(|name| std::cmp::Reverse((surname(name), count(name))));
            let anywhere: Vec<&String> = full.iter().filter(surname).collect();
            let distinct: std::collections::BTreeSet<_> =
                anywhere.iter().map(|name| self.resolved[*name]).collect();
            let person = match (candidates.first(), distinct.len()) {
                (Some(name), _) => self.resolved[*name],
                (None, 1) if self.likely_person(short) => self.resolved[anywhere[0]],
                _ => continue,
            };
            self.in_article.insert((article, short.to_owned()), person);
            self.add_alias(person, short);
        }
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

    /// The entity of a number.
    pub(super) fn entity_of(&self, id: NameId) -> &NamedEntity {
        &self.entities[id]
    }

    /// Whether nothing tells what the entity is.
    pub(super) fn is_untyped(&self, id: NameId) -> bool {
        !self.entities[id].typed
    }

    /// Number of entities.
    pub(super) fn len(&self) -> usize {
        self.entities.len()
    }
}

fn root(group: &HashMap<String, String>, name: &str) -> String {
    let mut name = name;
    let mut steps = 0;
    while let Some(full) = group.get(name).filter(|_| steps < 100) {
        name = full;
        steps += 1;
    }
    name.to_owned()
}

/// `Fisht Stadium` is a facility, `University of X` an organization.
fn head_noun_type(lexicon: &Lexicon, folded: &str) -> Option<EntityType> {
    let words: Vec<&str> = folded.split(' ').collect();
    if words.len() < 2 {
        return None;
    }
    let of = words.iter().position(|word| matches!(*word, "of" | "for" | "on"));
    let head = words[of.map_or(words.len(), |at| at.max(1)) - 1];
    let kind = lexicon.words.noun_type(head)?;
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
