//! `db.*`: the names in use, with the columns that other Cypher databases give them.

use std::collections::BTreeSet;

use graph_core::Value;
use graph_core::graph::Properties;

use super::{Procedure, ProcedureRows, ValueType, whole_graph};

/// The procedures of this module.
pub(super) fn all() -> Vec<Procedure> {
    vec![
        Procedure::new("db.labels", "labels in use", |call| {
            Ok(names(call.graph.labels().into_iter().filter(in_use).map(|(name, _)| name)))
        })
        .gives("label", ValueType::String),
        Procedure::new("db.relationshipTypes", "relationship types in use", |call| {
            let types = call.graph.relationship_types();
            Ok(names(types.into_iter().filter(in_use).map(|(name, _)| name)))
        })
        .gives("relationshipType", ValueType::String),
        Procedure::new("db.propertyKeys", "names of properties in use", |call| {
            let graph = call.graph;
            let mut used = BTreeSet::new();
            let mut note = |properties: &Properties| {
                used.extend(properties.iter().map(|(key, _)| graph.symbols().name(key)));
            };
            call.each(graph.nodes(), |node| note(graph.node_properties(node)))?;
            call.each(graph.relationships(), |at| note(graph.relationship_properties(at)))?;
            Ok(names(used))
        })
        .gives("propertyKey", ValueType::String)
        .working(whole_graph),
    ]
}

fn in_use((_, count): &(&str, usize)) -> bool {
    *count > 0
}

fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> ProcedureRows {
    names.into_iter().map(|name| vec![Value::from(name)]).collect()
}
