//! Functions of nodes, relationships and paths.

use std::sync::Arc;

use graph_core::{Graph, NodeId, RelationshipId, Symbol, Value};

use super::{Reach, wrong_type, wrong_value};
use crate::error::Cause;

pub(super) fn id(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Node(node) => Ok(Value::Int(i64::from(node.0))),
        Value::Relationship(relationship) => Ok(Value::Int(i64::from(relationship.0))),
        other => Err(wrong_type("id()", other)),
    }
}

pub(super) fn element_id(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Node(node) => Ok(Value::from(format!("node:{}", node.0))),
        Value::Relationship(found) => Ok(Value::from(format!("relationship:{}", found.0))),
        other => Err(wrong_type("elementId()", other)),
    }
}

pub(super) fn labels(graph: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Node(node) => {
            check_present(graph, &arguments[0])?;
            let names = graph.node_labels(*node).iter().map(|label| name(graph, *label));
            Ok(Value::list(names))
        }
        other => Err(wrong_value("labels()", other)),
    }
}

fn name(graph: &Graph, symbol: Symbol) -> Value {
    Value::string(graph.symbols().name(symbol))
}

pub(super) fn relationship_type(graph: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Relationship(relationship) => {
            Ok(name(graph, graph.relationship_type(*relationship)))
        }
        other => Err(wrong_value("type()", other)),
    }
}

pub(super) fn keys(graph: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    check_present(graph, &arguments[0])?;
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Map(map) => Ok(Value::list(map.keys().map(Value::string))),
        element => match entries(graph, element) {
            Some(entries) => {
                Ok(Value::list(entries.into_iter().map(|(key, _)| Value::String(key))))
            }
            None => Err(wrong_type("keys()", element)),
        },
    }
}

pub(super) fn properties(graph: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    check_present(graph, &arguments[0])?;
    match &arguments[0] {
        same @ (Value::Null | Value::Map(_)) => Ok(same.clone()),
        element => match entries(graph, element) {
            Some(entries) => Ok(Value::map(entries)),
            None => Err(wrong_type("properties()", element)),
        },
    }
}

/// What a value is, where that was deleted while the statement ran.
pub(crate) fn deleted(graph: &Graph, value: &Value) -> Option<&'static str> {
    match value {
        Value::Node(node) if !graph.contains_node(*node) => Some("node"),
        Value::Relationship(found) if !graph.contains_relationship(*found) => Some("relationship"),
        _ => None,
    }
}

fn check_present(graph: &Graph, value: &Value) -> Result<(), Cause> {
    deleted(graph, value).map_or(Ok(()), |what| Err(Cause::DeletedEntityAccess { what }))
}

/// The properties of a node or relationship; `None` for any other value.
pub(crate) fn entries(graph: &Graph, element: &Value) -> Option<Vec<(Arc<str>, Value)>> {
    let properties = match element {
        Value::Node(node) => graph.node_properties(*node),
        Value::Relationship(relationship) => graph.relationship_properties(*relationship),
        _ => return None,
    };
    let named = properties.iter().map(|(key, value)| {
        let name: Arc<str> = graph.symbols().name(key).into();
        (name, value.clone())
    });
    Some(named.collect())
}

pub(super) fn start_node(graph: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    endpoint("startNode()", graph, &arguments[0], |(start, _)| start)
}

pub(super) fn end_node(graph: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    endpoint("endNode()", graph, &arguments[0], |(_, end)| end)
}

fn endpoint(
    function: &str,
    graph: &Graph,
    value: &Value,
    choose: impl Fn((NodeId, NodeId)) -> NodeId,
) -> Result<Value, Cause> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Relationship(relationship) => Ok(graph
            .endpoints(*relationship)
            .map_or(Value::Null, |endpoints| Value::Node(choose(endpoints)))),
        other => Err(wrong_type(function, other)),
    }
}

pub(super) fn nodes(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Path(path) => Ok(Value::list(path.nodes.iter().map(|node| Value::Node(*node)))),
        other => Err(wrong_type("nodes()", other)),
    }
}

pub(super) fn relationships(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Path(path) => Ok(relationship_list(&path.relationships)),
        other => Err(wrong_type("relationships()", other)),
    }
}

/// Relationships as a list.
pub(crate) fn relationship_list(relationships: &[RelationshipId]) -> Value {
    Value::list(relationships.iter().map(|relationship| Value::Relationship(*relationship)))
}

pub(super) fn length(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    match &arguments[0] {
        Value::Null => Ok(Value::Null),
        Value::Path(path) => Ok(Value::Int(path.relationships.len() as i64)),
        other => Err(wrong_type("length()", other)),
    }
}
