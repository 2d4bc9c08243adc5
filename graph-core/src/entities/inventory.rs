//! The names of all articles: which are one, what type each has, what each is called.

mod short_forms;
mod types;

use std::collections::{BTreeMap, HashMap};

use super::merging::Merging;
use crate::claims::{NameMention, Setting};
use crate::corpus::EntityType;
use crate::judgements::Judgements;
use crate::knowledge::Knowledge;
use crate::lexicon::Lexicon;
use crate::names::{fold_name, is_acronym, nearly_same, person_words, short_form_of};
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
    /// Mentions behind `in`, and behind other prepositions that lead to places.
    within: usize,
    toward: usize,
    /// Whether `he` or `she` may take it up.
    gendered: bool,
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
    /// Full names with the acronyms in parentheses behind them, and the article that has them.
    acronyms: Vec<(String, String, usize)>,
    entities: Vec<NamedEntity>,
    merging: Merging,
    /// Folded name → entity.
    resolved: HashMap<String, NameId>,
    /// Short forms and acronyms that an article tells the full name of.
    in_article: HashMap<(usize, String), (NameId, Link)>,
}

impl<'a> Inventory<'a> {
    /// No names yet.
    pub(super) fn new(knowledge: &'a Knowledge) -> Self {
        Self {
            lexicon: &knowledge.lexicon,
            judgements: &knowledge.judgements,
            names: BTreeMap::new(),
            acronyms: Vec::new(),
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
        name.within += usize::from(mention.setting == Setting::Within);
        name.toward += usize::from(mention.setting == Setting::Toward);
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

    /// A sentence about the name, and about nobody else, has `he` or `she` in it.
    pub(super) fn note_gender(&mut self, name: &str) {
        if let Some(name) = self.names.get_mut(&fold_name(name)) {
            name.gendered = true;
        }
    }

    /// An article gives an acronym in parentheses behind a name.
    pub(super) fn abbreviate(&mut self, article: usize, full: &str, acronym: &str) {
        let (full, acronym) = (fold_name(full), fold_name(acronym));
        if self.names.contains_key(&full) && self.names.contains_key(&acronym) {
            self.acronyms.push((full, acronym, article));
        }
    }

    /// Merges the names into entities; to be called once, after all mentions are counted.
    pub(super) fn settle(&mut self) {
        let folded: Vec<String> = self.names.keys().cloned().collect();
        for (full, short, link) in self.pairs(&folded) {
            self.merging.join(&full, &short, link);
        }
        let expansions = self.expansions(&folded);
        self.join_acronyms(&expansions);
        self.make_entities(&folded);
        self.short_acronyms(&expansions);
        self.short_persons(&folded);
        self.short_organizations(&folded);
    }

    /// Pairs of folded names that are one, whatever the article.
    fn pairs(&self, folded: &[String]) -> Vec<Pair> {
        let mut pairs: Vec<Pair> = Vec::new();
        let mut first_of_country: HashMap<&str, &String> = HashMap::new();
        for name in folded {
            if let Some(country) = self.lexicon.countries.named(self.spelling(name)) {
                let first = *first_of_country.entry(country).or_insert(name);
                pairs.push((first.clone(), name.clone(), Link::Country));
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
            pairs.extend(middle_names(names));
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
        // `Calif.` stands for `California`.
        let short = self.spelling(full).ends_with('.').then(|| self.spelling(full));
        let place = short.and_then(|short| self.lexicon.places.named(short));
        let place = place.filter(|_| entity_type == EntityType::Place);
        let place = place.map(|place| place.name.clone());
        let name = judged.map(str::to_owned).or(country).or(place);
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

    /// The usual spelling of a folded name: the most frequent, then the longest.
    fn spelling(&self, folded: &str) -> &str {
        self.names.get(folded).map_or("", |name| {
            let usual = name.spellings.iter().max_by_key(|(text, count)| {
                (**count, text.chars().any(char::is_lowercase), text.len())
            });
            usual.map_or("", |(text, _)| text)
        })
    }

    /// The entity that a name stands for in an article.
    pub(super) fn resolve(&self, article: usize, name: &str) -> Option<NameId> {
        let folded = fold_name(name);
        let here = self.in_article.get(&(article, folded.clone())).map(|(id, _)| *id);
        here.or_else(|| self.resolved.get(&folded).copied())
    }

    /// Whether an article has the name.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.names.contains_key(&fold_name(name))
    }

    /// How a name belongs to the entity that it stands for in an article.
    pub(super) fn link(&self, article: usize, name: &str) -> Link {
        let folded = fold_name(name);
        let here = self.in_article.get(&(article, folded.clone())).map(|(_, link)| *link);
        here.unwrap_or_else(|| self.merging.link(&folded))
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

/// Names of one surname with their longer forms, where those are forms of one name: `Jane Roe` is
/// neither `Jane Mary Roe` nor `Jane Ann Roe` where there are both. O(names²), up to fifty.
fn middle_names(names: &[&String]) -> Vec<Pair> {
    const MOST: usize = 50;
    let names = &names[..names.len().min(MOST)];
    let is_form =
        |short: &str, long: &str| short_form_of(&person_words(short), &person_words(long));
    let mut pairs = Vec::new();
    for short in names {
        let longer: Vec<&String> =
            names.iter().copied().filter(|long| is_form(short, long)).collect();
        let one = longer.windows(2).all(|two| is_form(two[0], two[1]) || is_form(two[1], two[0]));
        if one {
            let pair = |long: &String| (long.clone(), (*short).clone(), Link::MiddleName);
            pairs.extend(longer.into_iter().map(pair));
        }
    }
    pairs
}
