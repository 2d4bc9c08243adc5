//! The names of a graph that can be typed, for completion.

use graph_core::export::is_hidden;
use graph_core::{Graph, Value};

/// Names by kind, each list sorted.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    pub(super) labels: Vec<String>,
    pub(super) types: Vec<String>,
    pub(super) properties: Vec<String>,
    /// Names of nodes.
    pub(super) names: Vec<String>,
}

impl Vocabulary {
    /// The vocabulary of a graph. O(nodes + relationships).
    pub(super) fn of(graph: &Graph) -> Self {
        let counted = |names: Vec<(&str, usize)>| {
            sorted(names.into_iter().filter(|(_, count)| *count > 0).map(|(name, _)| name))
        };
        let names = graph.nodes().filter_map(|node| match graph.node_property(node, "name") {
            Value::String(name) => Some(&**name),
            _ => None,
        });
        Self {
            labels: counted(graph.labels()),
            types: counted(graph.relationship_types()),
            properties: sorted(graph.property_keys()),
            names: sorted(names),
        }
    }
}

/// Sorted, each once; what can't be shown can't be completed either.
fn sorted<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<String> = names
        .into_iter()
        .filter(|name| !name.is_empty() && !name.contains(is_hidden))
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}
