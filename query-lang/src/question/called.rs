//! The nodes that a person names outside of any question.

use std::collections::BTreeMap;

use graph_core::lexicon::Lexicon;
use graph_core::names::fold_name;
use graph_core::{Graph, NodeId, Value};
use strsim::osa_distance;

use super::names::{Names, Referent};
use super::suggest::tolerance;
use super::words;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// These nodes, all of one name.
    Nodes(Vec<NodeId>),
    /// One of several names: a common noun, a surname that several have. In order, most mentioned
    /// first.
    Several(Vec<String>),
    /// Nothing; the names that are most like it, nearest first.
    Unknown(Vec<String>),
}

/// Most names that are suggested for one that nothing has.
const MOST: usize = 5;

/// The nodes that a name stands for: those of exactly that name, whatever their labels, else those
/// whose name differs by case, accents and dots alone, else the entities that it stands for in a
/// question. O(names).
///
/// ```
/// use graph_core::{Graph, lexicon::Lexicon};
/// use query_lang::question::{Called, called};
/// let mut graph = Graph::new();
/// let dam = graph.add_node(["Dam"], [("name", "Itaipú".into())]);
/// assert_eq!(called("itaipu", &graph, Lexicon::builtin()), Called::Nodes(vec![dam]));
/// let Called::Unknown(nearest) = called("Itapu", &graph, Lexicon::builtin()) else { panic!() };
/// assert_eq!(nearest, ["Itaipú"]);
/// ```
pub fn called(name: &str, graph: &Graph, lexicon: &Lexicon) -> Called {
    let exactly = graph.nodes_named(name);
    if !exactly.is_empty() {
        return Called::Nodes(exactly.to_vec());
    }
    let folded = fold_name(name);
    let named = |node: &NodeId| name_of(graph, *node).is_some_and(|it| fold_name(it) == folded);
    let found: Vec<NodeId> = graph.nodes().filter(named).collect();
    if !folded.is_empty() && !found.is_empty() {
        return one_name(graph, found);
    }
    let resolved =
        words::split(name).ok().and_then(|words| Names::of(graph, lexicon).resolve(&words));
    match resolved {
        Some(Referent::Entities(nodes) | Referent::Ambiguous(nodes)) if !nodes.is_empty() => {
            one_name(graph, nodes)
        }
        _ => Called::Unknown(nearest(&folded, graph)),
    }
}

fn name_of(graph: &Graph, node: NodeId) -> Option<&str> {
    graph.node_property(node, "name").as_str()
}

/// The nodes, where they share a name.
fn one_name(graph: &Graph, nodes: Vec<NodeId>) -> Called {
    let mut names: BTreeMap<&str, i64> = BTreeMap::new();
    for node in &nodes {
        let mentions = graph.node_property(*node, "mentions").as_int().unwrap_or_default();
        *names.entry(name_of(graph, *node).unwrap_or_default()).or_default() += mentions;
    }
    if names.len() == 1 {
        return Called::Nodes(nodes);
    }
    let mut names: Vec<(&str, i64)> = names.into_iter().collect();
    names.sort_by_key(|(_, mentions)| -mentions);
    Called::Several(names.into_iter().map(|(name, _)| name.to_owned()).collect())
}

/// The names of nodes that differ from a folded one, or have a word or an alias that differs, by
/// few letters, or that begin so.
fn nearest(folded: &str, graph: &Graph) -> Vec<String> {
    let limit = tolerance(folded).max(1);
    // A long text is near to nothing; its distance would only take long to compute.
    if folded.is_empty() || folded.len() > 100 {
        return Vec::new();
    }
    let mut found: Vec<(usize, &str)> = Vec::new();
    for node in graph.nodes() {
        let Some(name) = name_of(graph, node) else { continue };
        let aliases = graph.node_property(node, "aliases").as_list().unwrap_or_default();
        let names = aliases.iter().filter_map(Value::as_str).chain([name]);
        let distance = names.filter_map(|name| distance(folded, &fold_name(name), limit)).min();
        found.extend(distance.map(|distance| (distance, name)));
    }
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(MOST).map(|(_, name)| name.to_owned()).collect()
}

fn distance(folded: &str, name: &str, limit: usize) -> Option<usize> {
    let near = |other: &str| {
        let whole = (other.len().abs_diff(folded.len()) <= 4 * limit)
            .then(|| osa_distance(folded, other))
            .filter(|distance| *distance <= limit && *distance < folded.len());
        let begins = folded.len() > 2 && other.starts_with(folded);
        if begins { Some(0) } else { whole }
    };
    name.split(' ').chain([name]).filter_map(near).min()
}
