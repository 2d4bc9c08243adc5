//! Names → entities: which nodes of the graph a run of words stands for.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use graph_core::corpus::EntityType;
use graph_core::lexicon::Lexicon;
use graph_core::{Graph, NodeId, Value};

use super::vocabulary::{is_agreement_noun, singular};
use super::words::{Word, fold};

/// What a run of words stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Referent {
    /// These entities: one for a proper name, any number for a common noun.
    Entities(Vec<NodeId>),
    /// One of several that share a proper name.
    Ambiguous(Vec<NodeId>),
}

/// The names and aliases of a graph's entities, ready to be looked up.
#[derive(Debug)]
pub(super) struct Names<'g> {
    graph: &'g Graph,
    lexicon: &'g Lexicon,
    entries: Vec<Entry>,
    by_key: HashMap<String, Vec<usize>>,
    by_word: HashMap<String, Vec<usize>>,
}

/// One name of one entity.
#[derive(Debug)]
struct Entry {
    node: NodeId,
    kind: EntityType,
    /// Whether it is the canonical name.
    canonical: bool,
    words: Vec<String>,
    capitals: Vec<bool>,
    /// Index of the word behind the head noun: of the first preposition, or the end.
    head_end: usize,
}

/// Words that end the part of a phrase whose last word is its head.
const HEAD_ENDS: [&str; 14] = [
    "of", "in", "for", "from", "to", "with", "on", "at", "by", "who", "that", "about", "against",
    "near",
];

impl<'g> Names<'g> {
    /// Reads the names of all entities. O(names).
    pub(super) fn of(graph: &'g Graph, lexicon: &'g Lexicon) -> Self {
        let mut names = Self {
            graph,
            lexicon,
            entries: Vec::new(),
            by_key: HashMap::new(),
            by_word: HashMap::new(),
        };
        let entities = graph.symbols().get("Entity").map(|label| graph.nodes_with_label(label));
        for node in entities.into_iter().flatten() {
            let kind = kind_of(graph, node);
            if let Value::String(name) = graph.node_property(node, "name") {
                names.add(node, kind, name, true);
            }
            if let Value::List(aliases) = graph.node_property(node, "aliases") {
                for alias in aliases.iter() {
                    if let Value::String(alias) = alias {
                        names.add(node, kind, alias, false);
                    }
                }
            }
        }
        names
    }

    fn add(&mut self, node: NodeId, kind: EntityType, name: &str, canonical: bool) {
        let (mut words, mut capitals) = (Vec::new(), Vec::new());
        for piece in name.split([' ', '-', '/', '_', '\u{a0}']).filter(|piece| !piece.is_empty()) {
            let folded = fold(piece);
            for part in folded.split_whitespace() {
                words.push(singular(part));
                capitals.push(piece.chars().any(char::is_uppercase));
            }
        }
        if words.first().is_some_and(|word| word == "the") && words.len() > 1 {
            words.remove(0);
            capitals.remove(0);
        }
        if words.is_empty() {
            return;
        }
        let ends = |word: &String| HEAD_ENDS.contains(&word.as_str());
        let head_end = words.iter().skip(1).position(ends).map_or(words.len(), |at| at + 1);
        let at = self.entries.len();
        self.by_key.entry(words.join(" ")).or_default().push(at);
        for word in words.iter().collect::<BTreeSet<_>>() {
            self.by_word.entry(word.clone()).or_default().push(at);
        }
        self.entries.push(Entry { node, kind, canonical, words, capitals, head_end });
    }

    /// Whether the words are exactly a name or an alias.
    pub(super) fn has_exactly(&self, words: &[Word]) -> bool {
        self.by_key.contains_key(&key(words).join(" ")) || self.country(words).is_some()
    }

    /// Whether some name holds the words in a row.
    pub(super) fn has_in_a_row(&self, words: &[Word]) -> bool {
        let key = key(words);
        self.holding(&key).into_iter().any(|at| row_of(&self.entries[at].words, &key).is_some())
    }

    /// The entities whose name holds the words in a row.
    pub(super) fn holding_in_a_row(&self, words: &[Word]) -> Vec<NodeId> {
        let key = key(words);
        let mut found = self.holding(&key);
        found.retain(|&at| row_of(&self.entries[at].words, &key).is_some());
        self.nodes(&found)
    }

    /// Whether some name holds all of the words.
    pub(super) fn has_all(&self, words: &[Word]) -> bool {
        !self.holding(&key(words)).is_empty()
    }

    /// The entities that the words stand for: those of exactly that name or alias, else the one
    /// whose proper name they are a part of, else all whose name is headed by the noun, else all
    /// whose name holds the words. `None` where no name does.
    pub(super) fn resolve(&self, words: &[Word]) -> Option<Referent> {
        let key = key(words);
        if key.is_empty() {
            return None;
        }
        let exact = self.exact(words, &key);
        if !exact.is_empty() {
            return Some(self.referent_of_exact(exact, &key));
        }
        if key.last().is_some_and(|word| is_agreement_noun(word)) && key.len() == 1 {
            let family = self.agreements();
            if !family.is_empty() {
                return Some(Referent::Entities(family));
            }
        }
        self.part(&key).or_else(|| self.common(&key).map(Referent::Entities))
    }

    fn exact(&self, words: &[Word], key: &[String]) -> Vec<usize> {
        let found = self.by_key.get(&key.join(" ")).cloned().unwrap_or_default();
        if found.is_empty() { self.country(words).unwrap_or_default() } else { found }
    }

    /// Entries of the country that the words are another name of (`America`).
    fn country(&self, words: &[Word]) -> Option<Vec<usize>> {
        let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let name = self.lexicon.countries.named(&text.join(" "))?;
        let key: Vec<String> = fold(name).split_whitespace().map(singular).collect();
        self.by_key.get(&key.join(" ")).cloned()
    }

    fn referent_of_exact(&self, exact: Vec<usize>, key: &[String]) -> Referent {
        let canonical: Vec<usize> =
            exact.iter().copied().filter(|&at| self.entries[at].canonical).collect();
        let best = if canonical.is_empty() { &exact } else { &canonical };
        let proper = best.iter().all(|&at| self.entries[at].is_proper());
        let nodes = self.nodes(best);
        if proper {
            return if canonical.is_empty() && self.distinct_names(&nodes) > 1 {
                Referent::Ambiguous(nodes)
            } else {
                Referent::Entities(nodes)
            };
        }
        let agreement = exact.iter().any(|&at| self.entries[at].kind == EntityType::Agreement);
        let headed = if agreement { Vec::new() } else { self.headed(key) };
        Referent::Entities(self.nodes(&[exact, headed].concat()))
    }

    /// Every agreement that goes by one of the family's nouns (deal, offer, plan …).
    fn agreements(&self) -> Vec<NodeId> {
        let of_family = |entry: &&Entry| {
            entry.kind == EntityType::Agreement
                && is_agreement_noun(&entry.words[entry.head_end - 1])
        };
        let nodes: BTreeSet<NodeId> =
            self.entries.iter().filter(of_family).map(|entry| entry.node).collect();
        nodes.into_iter().collect()
    }

    /// The entity of whose proper name the words are a part: surname, first name, short form.
    fn part(&self, key: &[String]) -> Option<Referent> {
        let parts: Vec<usize> = self
            .holding(key)
            .into_iter()
            .filter(|&at| self.entries[at].has_proper_part(key))
            .collect();
        let persons: Vec<usize> = parts
            .iter()
            .copied()
            .filter(|&at| self.entries[at].kind == EntityType::Person)
            .collect();
        let nodes = self.nodes(if persons.is_empty() { &parts } else { &persons });
        match self.distinct_names(&nodes) {
            0 => None,
            1 => Some(Referent::Entities(nodes)),
            _ => Some(Referent::Ambiguous(nodes)),
        }
    }

    fn common(&self, key: &[String]) -> Option<Vec<NodeId>> {
        let headed = self.headed(key);
        let found = if headed.is_empty() { self.holding(key) } else { headed };
        if found.is_empty() { None } else { Some(self.nodes(&found)) }
    }

    /// Entries whose head phrase ends with the noun and holds the other words.
    fn headed(&self, key: &[String]) -> Vec<usize> {
        let headed = |&at: &usize| {
            let entry = &self.entries[at];
            let head = &entry.words[..entry.head_end];
            let other =
                head.iter().any(|word| word == "non") && !key.iter().any(|word| word == "non");
            head.last() == key.last() && !other && key.iter().all(|word| head.contains(word))
        };
        self.holding(key).into_iter().filter(headed).collect()
    }

    /// Entries that hold all of the words.
    fn holding(&self, key: &[String]) -> Vec<usize> {
        let Some(first) = key.first().and_then(|word| self.by_word.get(word)) else {
            return Vec::new();
        };
        let holds = |at: &usize| key.iter().all(|word| self.entries[*at].words.contains(word));
        first.iter().copied().filter(holds).collect()
    }

    fn nodes(&self, entries: &[usize]) -> Vec<NodeId> {
        let nodes: BTreeSet<NodeId> = entries.iter().map(|&at| self.entries[at].node).collect();
        nodes.into_iter().collect()
    }

    fn distinct_names(&self, nodes: &[NodeId]) -> usize {
        self.names_of(nodes).len()
    }

    /// The canonical names of the nodes, sorted, each once.
    pub(super) fn names_of(&self, nodes: &[NodeId]) -> Vec<String> {
        let names: BTreeSet<String> = nodes
            .iter()
            .filter_map(|&node| text_of(self.graph.node_property(node, "name")))
            .collect();
        names.into_iter().collect()
    }

    /// The canonical names and the aliases of the nodes.
    pub(super) fn all_names_of(&self, nodes: &[NodeId]) -> Vec<String> {
        let mut names: BTreeSet<String> = self.names_of(nodes).into_iter().collect();
        for &node in nodes {
            if let Value::List(aliases) = self.graph.node_property(node, "aliases") {
                names.extend(aliases.iter().filter_map(text_of));
            }
        }
        names.into_iter().collect()
    }

    /// Every word that occurs in a name, with the number of names that hold it.
    pub(super) fn words(&self) -> BTreeMap<&str, usize> {
        self.by_word.iter().map(|(word, entries)| (word.as_str(), entries.len())).collect()
    }

    /// Canonical names and aliases as folded keys with the name they belong to.
    pub(super) fn keys(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.entries.iter().filter_map(|entry| {
            let name = text_of(self.graph.node_property(entry.node, "name"))?;
            Some((entry.words.join(" "), name))
        })
    }

    /// Whether the entity's canonical name names one individual.
    pub(super) fn is_proper(&self, node: NodeId) -> bool {
        let own = |entry: &&Entry| entry.node == node && entry.canonical;
        self.entries.iter().find(own).is_some_and(Entry::is_proper)
    }

    /// The type of an entity.
    pub(super) fn kind(&self, node: NodeId) -> EntityType {
        kind_of(self.graph, node)
    }
}

impl Entry {
    /// Whether it names one individual: of a type that has proper names, and capitalized.
    fn is_proper(&self) -> bool {
        self.has_proper_kind() && self.capitals.iter().any(|&capital| capital)
    }

    fn has_proper_kind(&self) -> bool {
        matches!(
            self.kind,
            EntityType::Person
                | EntityType::Organization
                | EntityType::Country
                | EntityType::Place
                | EntityType::Facility
        )
    }

    /// Whether the words, in a row and capitalized, are a part of the name that can stand for it:
    /// its beginning or end for a person, any part else.
    fn has_proper_part(&self, key: &[String]) -> bool {
        let Some(at) = row_of(&self.words, key) else { return false };
        let end = at + key.len();
        let capital = self.capitals[at..end].iter().all(|&capital| capital);
        let edge = at == 0 || end == self.words.len();
        self.has_proper_kind() && capital && (self.kind != EntityType::Person || edge)
    }
}

/// Where the key begins as a run of the words.
fn row_of(words: &[String], key: &[String]) -> Option<usize> {
    words.windows(key.len().max(1)).position(|window| window == key)
}

/// The words as names are compared: singular, without `the` at the front and the possessive.
fn key(words: &[Word]) -> Vec<String> {
    let mut key: Vec<String> = words
        .iter()
        .filter(|word| word.folded != "'s")
        .flat_map(|word| word.folded.split_whitespace().map(singular).collect::<Vec<_>>())
        .collect();
    if key.len() > 1 && key[0] == "the" {
        key.remove(0);
    }
    key
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_string()),
        _ => None,
    }
}

fn kind_of(graph: &Graph, node: NodeId) -> EntityType {
    let label = |&symbol| EntityType::from_name(graph.symbols().name(symbol));
    graph.node_labels(node).iter().find_map(label).unwrap_or(EntityType::Thing)
}
