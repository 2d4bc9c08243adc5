//! `db.schema.*`: which labels, types and properties occur together.

use std::collections::BTreeMap;

use graph_core::graph::Properties;
use graph_core::{Graph, NodeId, Symbol, Value};

use super::{Invocation, Procedure, ProcedureError, ProcedureRows, ValueType, whole_graph};

/// The procedures of this module.
pub(super) fn all() -> Vec<Procedure> {
    vec![
        Procedure::new(
            "db.schema.visualization",
            "which labels are joined by which relationship types, and how often",
            joined,
        )
        .gives("start", ValueType::List)
        .gives("type", ValueType::String.or_null())
        .gives("end", ValueType::List.or_null())
        .gives("count", ValueType::Integer)
        .working(whole_graph),
        Procedure::new(
            "db.schema.nodeTypeProperties",
            "the properties of nodes by their labels",
            node_properties,
        )
        .gives("nodeType", ValueType::String)
        .gives("nodeLabels", ValueType::List)
        .gives("propertyName", ValueType::String.or_null())
        .gives("propertyTypes", ValueType::List.or_null())
        .gives("mandatory", ValueType::Boolean)
        .working(whole_graph),
        Procedure::new(
            "db.schema.relTypeProperties",
            "the properties of relationships by their type",
            relationship_properties,
        )
        .gives("relType", ValueType::String)
        .gives("propertyName", ValueType::String.or_null())
        .gives("propertyTypes", ValueType::List.or_null())
        .gives("mandatory", ValueType::Boolean)
        .working(whole_graph),
    ]
}

/// The labels of a node by name.
fn labels(graph: &Graph, node: NodeId) -> Vec<&str> {
    let mut names: Vec<_> =
        graph.node_labels(node).iter().map(|label| graph.symbols().name(*label)).collect();
    names.sort_unstable();
    names
}

/// Labels at the start, type, and labels at the end.
type Joint<'g> = (Vec<&'g str>, Option<&'g str>, Vec<&'g str>);

/// A row for each combination of labels at the start, type and labels at the end; one without
/// type for nodes that nothing joins.
fn joined(call: Invocation<'_>) -> Result<ProcedureRows, ProcedureError> {
    let graph = call.graph;
    let mut found: BTreeMap<Joint<'_>, i64> = BTreeMap::new();
    call.each(graph.relationships(), |relationship| {
        let Some((start, end)) = graph.endpoints(relationship) else { return };
        let name = graph.symbols().name(graph.relationship_type(relationship));
        *found.entry((labels(graph, start), Some(name), labels(graph, end))).or_default() += 1;
    })?;
    call.each(graph.nodes(), |node| {
        if graph.outgoing(node).next().is_none() && graph.incoming(node).next().is_none() {
            *found.entry((labels(graph, node), None, Vec::new())).or_default() += 1;
        }
    })?;
    let row = |((start, name, end), count): (Joint<'_>, i64)| {
        let end = name.map_or(Value::Null, |_| end.into());
        vec![start.into(), name.map_or(Value::Null, Value::from), end, count.into()]
    };
    Ok(found.into_iter().map(row).collect())
}

/// The properties of elements of one kind.
#[derive(Default)]
struct Kind {
    elements: usize,
    /// By key: how many elements have it, and the types of its values.
    properties: BTreeMap<Symbol, (usize, Vec<&'static str>)>,
}

impl Kind {
    fn add(&mut self, properties: &Properties) {
        self.elements += 1;
        for (key, value) in properties.iter() {
            let (count, types) = self.properties.entry(key).or_default();
            *count += 1;
            if !types.contains(&value.type_name()) {
                types.push(value.type_name());
            }
        }
    }

    /// Name, types and whether every element has it; for an element without properties one row.
    fn rows(&self, graph: &Graph) -> ProcedureRows {
        let row = |(key, (count, types)): (&Symbol, &(usize, Vec<&'static str>))| {
            let mut types = types.clone();
            types.sort_unstable();
            let name = graph.symbols().name(*key);
            vec![name.into(), types.into(), (*count == self.elements).into()]
        };
        let mut rows: ProcedureRows = self.properties.iter().map(row).collect();
        rows.sort();
        if rows.is_empty() {
            rows.push(vec![Value::Null, Value::Null, false.into()]);
        }
        rows
    }
}

fn node_properties(call: Invocation<'_>) -> Result<ProcedureRows, ProcedureError> {
    let graph = call.graph;
    let mut kinds: BTreeMap<Vec<&str>, Kind> = BTreeMap::new();
    call.each(graph.nodes(), |node| {
        kinds.entry(labels(graph, node)).or_default().add(graph.node_properties(node));
    })?;
    let mut rows = Vec::new();
    for (labels, kind) in kinds {
        let name: String = labels.iter().flat_map(|label| [":`", label, "`"]).collect();
        let named = [Value::from(name), labels.into()];
        rows.extend(kind.rows(graph).into_iter().map(|row| [named.to_vec(), row].concat()));
    }
    Ok(rows)
}

fn relationship_properties(call: Invocation<'_>) -> Result<ProcedureRows, ProcedureError> {
    let graph = call.graph;
    let mut kinds: BTreeMap<&str, Kind> = BTreeMap::new();
    call.each(graph.relationships(), |relationship| {
        let name = graph.symbols().name(graph.relationship_type(relationship));
        kinds.entry(name).or_default().add(graph.relationship_properties(relationship));
    })?;
    let mut rows = Vec::new();
    for (name, kind) in kinds {
        let named = vec![Value::from(format!(":`{name}`"))];
        rows.extend(kind.rows(graph).into_iter().map(|row| [named.clone(), row].concat()));
    }
    Ok(rows)
}
