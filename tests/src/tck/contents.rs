//! What a graph holds, to see what a query changed.

use std::collections::{BTreeMap, BTreeSet};

use graph_core::graph::Properties;
use graph_core::{Graph, NodeId, RelationshipId};

use super::values;

/// A node or a relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Element {
    Node(NodeId),
    Relationship(RelationshipId),
}

/// All that a graph holds, its indexes too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Contents {
    nodes: BTreeSet<NodeId>,
    relationships: BTreeSet<(RelationshipId, NodeId, String, NodeId)>,
    labels: BTreeMap<String, BTreeSet<NodeId>>,
    properties: BTreeSet<(Element, String, String)>,
}

/// How many of what were added (`+nodes`) and removed (`-labels`); what didn't change is left out.
pub(super) type Effects = BTreeMap<String, usize>;

impl Contents {
    /// Reads a graph.
    ///
    /// # Errors
    /// Where an index of the graph disagrees with its nodes or relationships.
    pub(super) fn of(graph: &Graph) -> Result<Self, String> {
        let mut contents = Self { nodes: graph.nodes().collect(), ..Self::default() };
        for node in graph.nodes() {
            for label in graph.node_labels(node) {
                let label = graph.symbols().name(*label).to_owned();
                contents.labels.entry(label).or_default().insert(node);
            }
            contents.describe(graph, Element::Node(node), graph.node_properties(node));
        }
        for found in graph.relationships() {
            let (start, end) = graph.endpoints(found).ok_or("a relationship without ends")?;
            let kind = graph.symbols().name(graph.relationship_type(found)).to_owned();
            contents.relationships.insert((found, start, kind, end));
            let properties = graph.relationship_properties(found);
            contents.describe(graph, Element::Relationship(found), properties);
        }
        contents.compare_indexes(graph)?;
        Ok(contents)
    }

    fn describe(&mut self, graph: &Graph, element: Element, properties: &Properties) {
        for (key, value) in properties.iter() {
            let key = graph.symbols().name(key).to_owned();
            self.properties.insert((element, key, values::given(graph, value, true)));
        }
    }

    fn compare_indexes(&self, graph: &Graph) -> Result<(), String> {
        let counts = graph.labels();
        let indexed = counts.iter().filter(|(_, count)| *count > 0).map(|(label, _)| {
            let symbol = graph.symbols().get(label);
            let nodes = symbol.into_iter().flat_map(|symbol| graph.nodes_with_label(symbol));
            ((*label).to_owned(), nodes.collect::<BTreeSet<_>>())
        });
        if indexed.collect::<BTreeMap<_, _>>() != self.labels {
            return Err("the index of labels disagrees with the nodes".into());
        }
        for (found, start, kind, end) in &self.relationships {
            let symbol = graph.symbols().get(kind).ok_or("a type without a name")?;
            let walked = graph.outgoing(*start).any(|step| step.relationship == *found)
                && graph.incoming(*end).any(|step| step.relationship == *found);
            if !walked || !graph.relationships_with_type(symbol).any(|other| other == *found) {
                return Err(format!("relationship {found:?} can't be found again"));
            }
        }
        Ok(())
    }

    /// What has to be added and removed to get to `after`: nodes and relationships by number,
    /// properties as (element, key, value), labels as the names in use anywhere in the graph.
    pub(super) fn effects(&self, after: &Self) -> Effects {
        let names = |contents: &Self| contents.labels.keys().cloned().collect();
        let changes = [
            ("nodes", changed(&self.nodes, &after.nodes)),
            ("relationships", changed(&self.relationships, &after.relationships)),
            ("labels", changed::<String>(&names(self), &names(after))),
            ("properties", changed(&self.properties, &after.properties)),
        ];
        let changes = changes.into_iter().flat_map(|(what, (added, removed))| {
            [(format!("+{what}"), added), (format!("-{what}"), removed)]
        });
        changes.filter(|(_, count)| *count > 0).collect()
    }
}

/// How many were added and removed.
fn changed<T: Ord>(before: &BTreeSet<T>, after: &BTreeSet<T>) -> (usize, usize) {
    (after.difference(before).count(), before.difference(after).count())
}

#[cfg(test)]
mod tests {
    use graph_core::Value;

    use super::*;

    #[test]
    fn elements_labels_in_use_and_values_are_counted() {
        let mut graph = Graph::new();
        let ann = graph.add_node(["A"], [("n", Value::Int(1))]);
        let before = Contents::of(&graph).expect("consistent");
        assert_eq!(before.effects(&before), Effects::new());
        let bob = graph.add_node(["A", "B"], [("n", Value::Int(1)), ("m", Value::Int(2))]);
        graph.add_relationship(ann, "T", bob, [("n", Value::Int(1))]);
        let after = Contents::of(&graph).expect("consistent");
        let added = [("+labels", 1), ("+nodes", 1), ("+properties", 3), ("+relationships", 1)];
        assert_eq!(before.effects(&after), added.map(|(what, n)| (what.to_owned(), n)).into());
        let removed = [("-labels", 1), ("-nodes", 1), ("-properties", 3), ("-relationships", 1)];
        assert_eq!(after.effects(&before), removed.map(|(what, n)| (what.to_owned(), n)).into());
    }
}
