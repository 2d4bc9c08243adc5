//! Entities that may be one: names alike in ways that no rule merges by itself, for a person to
//! settle in `aliases.tsv`.
//!
//! Each way has keys by which entities meet; only those with a key in common are compared, and a
//! key that very many have tells nothing. O(names · words of a name).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use crate::corpus::EntityType;
use crate::graph::{Graph, NodeId};
use crate::heed::{GoesOn, heeding};
use crate::judgements::Judgements;
use crate::lexicon::Lexicon;
use crate::names::{fold_name, initials, is_acronym, person_words};
use crate::value::Value;

/// A key that more entities have than this tells nothing.
const MOST_ALIKE: usize = 12;

/// How alike two spellings of one name are at least, of 1.
const LEAST_ALIKE: f64 = 0.5;

/// Two entities that may be one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Suggestion {
    /// What speaks for it.
    pub reason: Reason,
    /// The one with the fuller name.
    pub entity: NodeId,
    /// The other one.
    pub other: NodeId,
}

/// What speaks for two entities being one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// One is only a surname, and several persons have it or none in the same article.
    Surname,
    /// One is written as the initials of the other.
    Initials,
    /// They sound alike: `Gaddafi`, `Kadhafi`.
    Sound,
    /// They share most of their words.
    Words,
    /// A description names the role that the other holds.
    Role(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Surname => f.write_str("the same surname"),
            Self::Initials => f.write_str("initials of the other"),
            Self::Sound => f.write_str("alike in sound"),
            Self::Words => f.write_str("most words in common"),
            Self::Role(role) => write!(f, "holds the role: {role}"),
        }
    }
}

/// An entity of the graph.
struct Named<'g> {
    node: NodeId,
    name: &'g str,
    folded: String,
    aliases: Vec<&'g str>,
    entity_type: EntityType,
}

/// Pairs as they are found, each once, by its first reason.
struct Found<'a> {
    named: &'a [Named<'a>],
    judgements: &'a Judgements,
    pairs: BTreeMap<(usize, usize), Reason>,
    goes_on: GoesOn<'a>,
}

/// Pairs of a graph's entities that may be one and that nobody has judged yet, in order of the
/// reason and the names.
pub fn suggest(graph: &Graph, judgements: &Judgements, lexicon: &Lexicon) -> Vec<Suggestion> {
    suggest_while(graph, judgements, lexicon, &|| true).unwrap_or_default()
}

/// The same, as long as `goes_on` says so; it is asked every few microseconds, and once it says no
/// it must not say yes again. `None` where it did.
pub fn suggest_while(
    graph: &Graph,
    judgements: &Judgements,
    lexicon: &Lexicon,
    goes_on: &dyn Fn() -> bool,
) -> Option<Vec<Suggestion>> {
    let named = entities(graph, goes_on);
    let mut found = Found { named: &named, judgements, pairs: BTreeMap::new(), goes_on };
    found.by_surname();
    found.by_initials();
    found.by_sound();
    found.by_words();
    found.by_role(graph, lexicon);
    if !goes_on() {
        return None;
    }
    let mut pairs: Vec<(Reason, usize, usize)> =
        found.pairs.into_iter().map(|((one, two), reason)| (reason, one, two)).collect();
    pairs.sort_by_key(|(reason, one, two)| {
        (reason.clone(), named[*one].name, named[*two].name, *one, *two)
    });
    let suggestion = |(reason, one, two): (Reason, usize, usize)| Suggestion {
        reason,
        entity: named[one].node,
        other: named[two].node,
    };
    Some(pairs.into_iter().map(suggestion).collect())
}

fn entities<'g>(graph: &'g Graph, goes_on: GoesOn<'g>) -> Vec<Named<'g>> {
    let Some(label) = graph.symbols().get("Entity") else { return Vec::new() };
    let types = EntityType::ALL.map(|kind| (kind, graph.symbols().get(kind.as_str())));
    let named = heeding(graph.nodes_with_label(label), goes_on).filter_map(|node| {
        let name = graph.node_property(node, "name").as_str()?;
        let aliases = graph.node_property(node, "aliases").as_list().unwrap_or_default();
        let labelled =
            types.iter().find(|(_, label)| label.is_some_and(|label| graph.has_label(node, label)));
        Some(Named {
            node,
            name,
            folded: fold_name(name),
            aliases: aliases.iter().filter_map(Value::as_str).collect(),
            entity_type: labelled.map_or(EntityType::Thing, |(kind, _)| *kind),
        })
    });
    named.collect()
}

impl Named<'_> {
    /// Whether it has a name of its own rather than a description.
    fn is_proper(&self) -> bool {
        self.name.rsplit(' ').next().is_some_and(|word| word.starts_with(char::is_uppercase))
    }

    fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }
}

impl<'a> Found<'a> {
    /// The entities, while the search goes on.
    fn each(&self) -> impl Iterator<Item = (usize, &'a Named<'a>)> {
        heeding(self.named.iter().enumerate(), self.goes_on)
    }

    fn add(&mut self, one: usize, two: usize, reason: Reason) {
        // A description is what a name is also called, not the other way round.
        let fuller = |at: usize| {
            let named = &self.named[at];
            (named.is_proper(), named.name.len(), std::cmp::Reverse(at))
        };
        let (one, two) = if fuller(one) >= fuller(two) { (one, two) } else { (two, one) };
        let judged = || {
            let (entity, other) = (&self.named[one], &self.named[two]);
            let names = |named: &Named<'_>| named.spellings().map(fold_name).collect::<Vec<_>>();
            let (names, others) = (names(entity), names(other));
            names.iter().any(|name| others.iter().any(|at| self.judgements.decide(name, at)))
        };
        let known = one == two || self.pairs.contains_key(&(one, two));
        if !known && (self.judgements.is_empty() || !judged()) {
            self.pairs.insert((one, two), reason);
        }
    }

    /// What may be one by its type: the recognizer may have taken no side.
    fn may_agree(&self, one: usize, two: usize) -> bool {
        let (one, two) = (self.named[one].entity_type, self.named[two].entity_type);
        one == two || one == EntityType::Thing || two == EntityType::Thing
    }

    fn persons(&self) -> impl Iterator<Item = (usize, Vec<&str>)> {
        let persons = self
            .each()
            .filter(|(_, named)| named.entity_type == EntityType::Person && named.is_proper());
        persons.map(|(at, named)| (at, person_words(&named.folded)))
    }

    fn by_surname(&mut self) {
        let mut full: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut short: Vec<(usize, &str)> = Vec::new();
        for (at, words) in self.persons() {
            match words[..] {
                [word] => short.push((at, word)),
                [_, .., last] => full.entry(last).or_default().push(at),
                [] => {}
            }
        }
        let pairs: Vec<(usize, usize)> = short
            .into_iter()
            .filter_map(|(at, word)| Some((at, full.get(word)?)))
            .filter(|(_, full)| full.len() <= MOST_ALIKE)
            .flat_map(|(at, full)| full.iter().map(move |&other| (at, other)))
            .collect();
        for (one, two) in heeding(pairs, self.goes_on) {
            self.add(one, two, Reason::Surname);
        }
    }

    fn by_initials(&mut self) {
        let mut full: HashMap<String, BTreeSet<usize>> = HashMap::new();
        let mut short: Vec<(usize, String)> = Vec::new();
        for (at, named) in self.each() {
            if matches!(named.entity_type, EntityType::Person | EntityType::Country) {
                continue;
            }
            // An alias in capitals is settled: its entity has a fuller name.
            if is_acronym(named.name) {
                short.push((at, named.folded.replace(' ', "").to_uppercase()));
            }
            for spelling in named.spellings().filter(|spelling| spelling.contains(' ')) {
                full.entry(initials(spelling)).or_default().insert(at);
            }
        }
        for (at, acronym) in heeding(short, self.goes_on) {
            let alike = full.get(&acronym).filter(|alike| alike.len() <= MOST_ALIKE);
            for &other in alike.into_iter().flatten() {
                self.add(at, other, Reason::Initials);
            }
        }
    }

    fn by_sound(&mut self) {
        let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, named) in self.each().filter(|(_, named)| named.is_proper()) {
            let sound = sound(&named.folded);
            // Letters that are read one by one sound like no word.
            if sound.len() > 2 && !named.name.split(' ').any(is_acronym) {
                alike.entry(sound).or_default().push(at);
            }
        }
        let groups = alike.into_values().filter(|group| group.len() <= MOST_ALIKE);
        for group in heeding(groups, self.goes_on) {
            for (place, &one) in group.iter().enumerate() {
                for &two in &group[place + 1..] {
                    let (a, b) = (&self.named[one].folded, &self.named[two].folded);
                    let near = strsim::normalized_damerau_levenshtein(a, b) >= LEAST_ALIKE;
                    if near && self.may_agree(one, two) {
                        self.add(one, two, Reason::Sound);
                    }
                }
            }
        }
    }

    fn by_words(&mut self) {
        let words: Vec<BTreeSet<&str>> =
            self.each().map(|(_, named)| telling_words(named)).collect();
        let mut with_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, words) in words.iter().enumerate().filter(|(_, words)| words.len() > 1) {
            for word in words {
                with_word.entry(word).or_default().push(at);
            }
        }
        let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let groups = with_word.into_values().filter(|group| group.len() <= MOST_ALIKE);
        for group in heeding(groups, self.goes_on) {
            for (place, &one) in group.iter().enumerate() {
                group[place + 1..]
                    .iter()
                    .for_each(|&two| *shared.entry((one, two)).or_default() += 1);
            }
        }
        for ((one, two), common) in heeding(shared, self.goes_on) {
            let (fewer, more) =
                (words[one].len().min(words[two].len()), words[one].len().max(words[two].len()));
            let most = common == fewer || 3 * common >= 2 * more;
            if common > 1 && most && self.may_agree(one, two) {
                self.add(one, two, Reason::Words);
            }
        }
    }

    /// `Salvadoran president` ↔ whoever has `HAS_ROLE` to the country in a sentence that says
    /// `president`.
    fn by_role(&mut self, graph: &Graph, lexicon: &Lexicon) {
        let mut by_name: HashMap<&str, NodeId> = HashMap::new();
        for named in self.named {
            by_name.insert(&named.folded, named.node);
        }
        let mut described: HashMap<(NodeId, String), Vec<usize>> = HashMap::new();
        for (at, named) in self.each() {
            let Some((role, holder)) = role_and_holder(&named.folded, lexicon) else { continue };
            if let Some(holder) = by_name.get(holder.as_str()) {
                described.entry((*holder, role)).or_default().push(at);
            }
        }
        let places: HashMap<NodeId, usize> =
            self.named.iter().enumerate().map(|(at, named)| (named.node, at)).collect();
        let Some(relation) = graph.symbols().get("HAS_ROLE").filter(|_| !described.is_empty())
        else {
            return;
        };
        for fact in heeding(graph.relationships_with_type(relation), self.goes_on) {
            let Some((person, holder)) = graph.endpoints(fact) else { continue };
            let Some(&person) = places.get(&person) else { continue };
            let quotes = graph.relationship_property(fact, "quotes").as_list().unwrap_or_default();
            for role in quotes.iter().filter_map(Value::as_str).flat_map(runs) {
                let alike = described.get(&(holder, role.clone())).cloned().unwrap_or_default();
                for other in alike.into_iter().filter(|&other| !self.named[other].is_proper()) {
                    self.add(person, other, Reason::Role(role.clone()));
                }
            }
        }
    }
}

/// What a name sounds like: consonants that are told apart in all spellings of a foreign name.
fn sound(folded: &str) -> String {
    let mut sound = String::new();
    for word in folded.split(' ') {
        let word = word.replace("ph", "f").replace("ch", "s").replace("sh", "s");
        let start = sound.len();
        for letter in word.chars() {
            let heard = match letter {
                'c' | 'g' | 'q' | 'x' => 'k',
                'z' => 's',
                'w' => 'v',
                'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' | 'h' => continue,
                other => other,
            };
            if heard.is_numeric() || !sound[start..].ends_with(heard) {
                sound.push(heard);
            }
        }
        sound.push(' ');
    }
    sound.trim_end().to_owned()
}

/// The words of a proper name that tell it from others.
fn telling_words<'a>(named: &'a Named<'_>) -> BTreeSet<&'a str> {
    let words = named.folded.split(' ').filter(|word| word.len() > 3);
    if named.is_proper() { words.collect() } else { BTreeSet::new() }
}

/// `salvadoran president` → (`president`, `el salvador`), `mayor of lima` → (`mayor`, `lima`).
fn role_and_holder(folded: &str, lexicon: &Lexicon) -> Option<(String, String)> {
    let country = |words: &str| lexicon.countries.of_adjective(words).map(fold_name);
    if let Some((role, holder)) = folded.split_once(" of ")
        && lexicon.words.is_role(role)
    {
        return Some((role.to_owned(), holder.to_owned()));
    }
    let spaces = folded.match_indices(' ').map(|(at, _)| at);
    let cut = spaces.map(|at| (&folded[..at], &folded[at + 1..]));
    let (holder, role) = cut.into_iter().find(|(_, role)| lexicon.words.is_role(role))?;
    Some((role.to_owned(), country(holder).unwrap_or_else(|| holder.to_owned())))
}

/// Every run of at most four words of a sentence, folded.
fn runs(quote: &str) -> Vec<String> {
    let folded = fold_name(quote);
    let words: Vec<&str> = folded.split(' ').collect();
    let ends = |start: usize| start + 1..=words.len().min(start + 4);
    let starts = 0..words.len();
    starts
        .flat_map(|start| ends(start).map(move |end| (start, end)))
        .map(|(start, end)| words[start..end].join(" "))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A graph of persons (`p:`) and organizations (`o:`).
    fn graph(names: &[&str]) -> Graph {
        let mut graph = Graph::new();
        for name in names {
            let (kind, name) = name.split_once(':').expect("a type");
            let label = match kind {
                "p" => "Person",
                "o" => "Organization",
                _ => "Country",
            };
            graph.add_node(["Entity", label], [("name", Value::from(name))]);
        }
        graph
    }

    fn suggested(graph: &Graph, judged: &str) -> Vec<String> {
        let judgements = Judgements::read(judged).expect("judgements");
        let found = suggest(graph, &judgements, Lexicon::builtin());
        let name = |node| graph.node_property(node, "name").as_str().unwrap_or("?").to_owned();
        let line =
            |at: &Suggestion| format!("{} / {}: {}", name(at.entity), name(at.other), at.reason);
        found.iter().map(line).collect()
    }

    #[test]
    fn names_that_are_alike_are_suggested_and_no_others() {
        let graph = graph(&[
            "p:Muammar Gaddafi",
            "p:Moamer Kadhafi",
            "p:Karen Miller",
            "p:David Miller",
            "p:Miller",
            "o:Lake Water Board",
            "o:LWB",
            "o:Lima Women Builders",
            "o:Water Board of the Lake",
            "o:Lake Bank",
            "p:Karen Mueller Ortiz",
        ]);
        assert_eq!(
            suggested(&graph, ""),
            [
                "David Miller / Miller: the same surname",
                "Karen Miller / Miller: the same surname",
                "Lake Water Board / LWB: initials of the other",
                "Lima Women Builders / LWB: initials of the other",
                "Muammar Gaddafi / Moamer Kadhafi: alike in sound",
                "Water Board of the Lake / Lake Water Board: most words in common",
            ]
        );
    }

    #[test]
    fn what_was_judged_is_not_suggested() {
        let graph = graph(&["p:Karen Miller", "p:David Miller", "p:Miller"]);
        assert_eq!(
            suggested(&graph, "same\tKaren Miller\tMiller\nnot\tMiller\tDavid Miller"),
            [""; 0]
        );
        assert_eq!(
            suggested(&graph, "not\tMiller\tDavid Miller"),
            ["Karen Miller / Miller: the same surname"]
        );
    }

    #[test]
    fn a_description_is_suggested_with_who_holds_the_role() {
        let mut graph =
            graph(&["p:Karen Miller", "c:Peru", "p:Peruvian president", "p:Peruvian minister"]);
        let nodes: Vec<NodeId> = graph.nodes().collect();
        let quotes = Value::from(vec!["Karen Miller, the president of Peru, left."]);
        graph.add_relationship(nodes[0], "HAS_ROLE", nodes[1], [("quotes", quotes)]);
        assert_eq!(
            suggested(&graph, ""),
            ["Karen Miller / Peruvian president: holds the role: president"]
        );
    }

    #[test]
    fn very_many_alike_tell_nothing() {
        let names: Vec<String> = (0..20_000).map(|at| format!("p:Karen{at} Miller")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).chain(["p:Miller"]).collect();
        assert!(suggested(&graph(&names), "").is_empty());
    }
}
