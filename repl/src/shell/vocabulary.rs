//! What a session knows that can be typed, for completion.

use std::collections::{BTreeMap, HashMap};

use graph_core::export::{is_hidden, visible};
use graph_core::names::fold_name;
use graph_core::{Graph, NodeId, Symbol, Value};
use query_lang::procedures::Procedures;

use crate::render::telling_label;
use crate::session::Session;

/// The property keys that are used with each label or type, each with the type of its values.
pub(super) type Keys = BTreeMap<String, BTreeMap<String, &'static str>>;

/// Names by kind, each list sorted.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    /// Labels with how many nodes carry each.
    pub(super) labels: Vec<(String, usize)>,
    /// Relationship types with how many relationships are of each.
    pub(super) types: Vec<(String, usize)>,
    /// Property keys of nodes by label; of nodes without one under the empty name.
    pub(super) node_keys: Keys,
    /// Property keys of relationships by type.
    pub(super) relationship_keys: Keys,
    /// Names of nodes, and their aliases.
    pub(super) names: Names,
    /// Ids of articles with their titles.
    pub(super) articles: Vec<(String, String)>,
    /// Names of parameters, without `$`, with their values.
    pub(super) parameters: Vec<(String, String)>,
    /// What `CALL` can call.
    pub(super) procedures: Procedures,
}

impl Vocabulary {
    /// The vocabulary of a session. O(n log n) in nodes and relationships.
    pub(super) fn of(session: &Session) -> Self {
        let environment = &session.environment;
        let parameters = environment.parameters.iter();
        Self {
            parameters: parameters
                .map(|(name, value)| (name.clone(), visible(&value.described()).into_owned()))
                .collect(),
            procedures: environment.procedures.clone(),
            ..Self::of_graph(session.graph())
        }
    }

    /// What a graph alone gives.
    pub(super) fn of_graph(graph: &Graph) -> Self {
        Self {
            labels: counted(graph.labels()),
            types: counted(graph.relationship_types()),
            node_keys: node_keys(graph),
            relationship_keys: relationship_keys(graph),
            names: Names::of(graph),
            articles: articles(graph),
            ..Self::default()
        }
    }
}

/// What can't be shown can't be completed either.
fn is_shown(name: &str) -> bool {
    !name.is_empty() && !name.contains(is_hidden)
}

/// Those in use, sorted.
fn counted(names: Vec<(&str, usize)>) -> Vec<(String, usize)> {
    let used = names.into_iter().filter(|(name, count)| *count > 0 && is_shown(name));
    let mut used: Vec<_> = used.map(|(name, count)| (name.to_owned(), count)).collect();
    used.sort_unstable();
    used
}

fn node_keys(graph: &Graph) -> Keys {
    let mut found = HashMap::new();
    for node in graph.nodes() {
        let labels = graph.node_labels(node);
        for (key, value) in graph.node_properties(node).iter() {
            if labels.is_empty() {
                found.entry((None, key)).or_insert_with(|| value.type_name());
            }
            for &label in labels {
                found.entry((Some(label), key)).or_insert_with(|| value.type_name());
            }
        }
    }
    named(graph, found)
}

fn relationship_keys(graph: &Graph) -> Keys {
    let mut found = HashMap::new();
    for relationship in graph.relationships() {
        let kind = graph.relationship_type(relationship);
        for (key, value) in graph.relationship_properties(relationship).iter() {
            found.entry((Some(kind), key)).or_insert_with(|| value.type_name());
        }
    }
    named(graph, found)
}

fn named(graph: &Graph, found: HashMap<(Option<Symbol>, Symbol), &'static str>) -> Keys {
    let symbols = graph.symbols();
    let mut keys = Keys::new();
    for ((kind, key), values) in found {
        let key = symbols.name(key);
        if is_shown(key) {
            let kind = kind.map_or("", |kind| symbols.name(kind)).to_owned();
            keys.entry(kind).or_default().insert(key.to_owned(), values);
        }
    }
    keys
}

fn articles(graph: &Graph) -> Vec<(String, String)> {
    let Some(label) = graph.symbols().get("Article") else { return Vec::new() };
    let text = |node, key| graph.node_property(node, key).as_str().unwrap_or_default();
    let described =
        graph.nodes_with_label(label).map(|node| (text(node, "id"), text(node, "title")));
    let shown = described.filter(|(id, _)| is_shown(id));
    let mut articles: Vec<_> =
        shown.map(|(id, title)| (id.to_owned(), visible(title).into_owned())).collect();
    articles.sort_unstable();
    articles
}

/// The names of nodes and their aliases, found by how they begin.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    named: Vec<Named>,
    /// Sorted by the folded form.
    written: Vec<Written>,
}

/// What has a name.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) name: String,
    /// The label that tells most of it.
    pub(super) label: String,
    pub(super) mentions: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Written {
    folded: String,
    text: String,
    /// The index of what it names.
    names: usize,
}

impl Names {
    fn of(graph: &Graph) -> Self {
        let mut names = Self::default();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for node in graph.nodes() {
            let Some(name) = graph.node_property(node, "name").as_str() else { continue };
            if !is_shown(name) {
                continue;
            }
            let names_it = *known.entry(name).or_insert_with(|| {
                names.write(name, names.named.len());
                names.named.push(described(graph, node, name));
                names.named.len() - 1
            });
            let aliases = graph.node_property(node, "aliases").as_list().unwrap_or_default();
            for alias in aliases.iter().filter_map(Value::as_str).filter(|alias| is_shown(alias)) {
                names.write(alias, names_it);
            }
        }
        names.written.sort_unstable();
        names.written.dedup();
        names
    }

    fn write(&mut self, text: &str, names: usize) {
        self.written.push(Written { folded: fold_name(text), text: text.to_owned(), names });
    }

    /// The names and aliases that begin so, case, accents and punctuation aside: each as it is
    /// written with what it names. O(log n + found).
    pub(super) fn beginning(&self, prefix: &str) -> impl ExactSizeIterator<Item = (&str, &Named)> {
        let mut wanted = fold_name(prefix);
        if !wanted.is_empty() && prefix.ends_with(char::is_whitespace) {
            wanted.push(' ');
        }
        let start = self.written.partition_point(|name| name.folded < wanted);
        let behind = &self.written[start..];
        let length = behind.partition_point(|name| name.folded.starts_with(&wanted));
        behind[..length].iter().map(|name| (name.text.as_str(), &self.named[name.names]))
    }
}

fn described(graph: &Graph, node: NodeId, name: &str) -> Named {
    let label = telling_label(graph, node).unwrap_or_default();
    let mentions = graph.node_property(node, "mentions").as_int().unwrap_or_default();
    Named { name: name.to_owned(), label: visible(label).into_owned(), mentions }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_their_beginning_whatever_their_number() {
        let mut graph = Graph::new();
        for number in 0..1000 {
            let name = Value::from(format!("Ánn {number}"));
            let aliases = Value::list([Value::from(format!("No. {number}"))]);
            graph.add_node(["Person"], [("name", name), ("aliases", aliases)]);
        }
        let names = Vocabulary::of_graph(&graph).names;
        let found =
            |prefix: &str| names.beginning(prefix).map(|(text, _)| text).collect::<Vec<_>>();
        assert_eq!(
            found("ann 99"),
            [
                "Ánn 99", "Ánn 990", "Ánn 991", "Ánn 992", "Ánn 993", "Ánn 994", "Ánn 995",
                "Ánn 996", "Ánn 997", "Ánn 998", "Ánn 999"
            ]
        );
        assert_eq!(found("no 7 "), [""; 0]);
        assert_eq!(names.beginning("NO 5").len(), 111);
        assert_eq!(names.beginning("").len(), 2000);
        let (_, named) = names.beginning("no 421").next().expect("there");
        assert_eq!((named.name.as_str(), named.label.as_str()), ("Ánn 421", "Person"));
    }

    #[test]
    fn what_cannot_be_shown_is_left_out() {
        let mut graph = Graph::new();
        graph.add_node(["Odd\u{1b}"], [("name", "a\u{202e}b".into()), ("k\u{7}", 1.into())]);
        let vocabulary = Vocabulary::of_graph(&graph);
        assert!(vocabulary.labels.is_empty());
        assert_eq!(vocabulary.names.beginning("").len(), 0);
        assert!(vocabulary.node_keys.values().flat_map(BTreeMap::keys).all(|key| key == "name"));
    }
}
