//! Which labels and properties the rules draw. What the version of the program that drew a graph
//! knew none of was deleted from it by nobody.

use std::collections::{BTreeSet, HashSet};

use crate::build::Drawn;
use crate::{NodeId, Symbol, Value};

/// A label or a property: what has it, whether it is a label, and its name.
type Name = (&'static str, bool, String);

const ARTICLE: &str = "Article";
const ENTITY: &str = "Entity";
const FACT: &str = "Fact";

/// The labels and properties that articles, entities and facts of a drawing have, in words:
/// `Entity:Party`, `Fact.quotes`. O(drawing).
pub(crate) fn names(drawn: &Drawn) -> Vec<String> {
    all(drawn).iter().map(in_words).collect()
}

fn in_words((of, is_label, name): &Name) -> String {
    format!("{of}{}{name}", if *is_label { ':' } else { '.' })
}

fn all(Drawn { graph, places }: &Drawn) -> BTreeSet<Name> {
    let mut found: HashSet<(&'static str, bool, Symbol)> = HashSet::new();
    for (of, nodes) in [(ARTICLE, places.articles()), (ENTITY, places.entities())] {
        for node in nodes.iter().flatten() {
            found.extend(graph.node_labels(*node).iter().map(|label| (of, true, *label)));
            found.extend(graph.node_properties(*node).iter().map(|(key, _)| (of, false, key)));
        }
    }
    for fact in places.facts().iter().flatten() {
        let properties = graph.relationship_properties(*fact);
        found.extend(properties.iter().map(|(key, _)| (FACT, false, key)));
    }
    let named = |(of, is_label, symbol)| (of, is_label, graph.symbols().name(symbol).to_owned());
    found.into_iter().map(named).collect()
}

/// Takes labels and properties out of a drawing that aren't among the known ones. O(drawing).
pub(super) fn keep(drawn: &mut Drawn, known: &[String]) {
    let unknown: Vec<Name> =
        all(drawn).into_iter().filter(|name| !known.contains(&in_words(name))).collect();
    let Drawn { graph, places } = drawn;
    let mut changes = graph.transaction();
    for (of, is_label, name) in unknown {
        let nodes: &[Option<NodeId>] = match of {
            ARTICLE => places.articles(),
            ENTITY => places.entities(),
            _ => &[],
        };
        for node in nodes.iter().flatten() {
            if is_label {
                changes.remove_label(*node, &name);
            } else {
                changes.set_node_property(*node, &name, Value::Null);
            }
        }
        for fact in places.facts().iter().flatten().filter(|_| of == FACT) {
            changes.set_relationship_property(*fact, &name, Value::Null);
        }
    }
    // Nothing is left hanging, as nothing is deleted.
    let _ = changes.commit();
}
