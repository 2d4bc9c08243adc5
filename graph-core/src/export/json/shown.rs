//! Values of a graph as JSON.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::graph::Properties;
use crate::{Graph, NodeId, Path, RelationshipId, Value};

/// Something of a graph as JSON, with the graph that tells its labels and properties.
///
/// A node is `{"id","labels","properties"}`, a relationship
/// `{"id","type","start","end","properties"}`, a path `{"nodes","relationships"}`. Dates,
/// times and durations are their ISO 8601 text. JSON has no `NaN` and no infinities: they are the
/// strings `"NaN"`, `"Infinity"` and `"-Infinity"`.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a, T>(pub &'a Graph, pub T);

impl Serialize for Shown<'_, &Value> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(graph, value) = self;
        match value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(flag) => serializer.serialize_bool(*flag),
            Value::Int(number) => serializer.serialize_i64(*number),
            Value::Float(number) => serialize_float(*number, serializer),
            Value::String(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items.iter().map(|i| Shown(graph, i))),
            Value::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(k, v)| (&**k, Shown(graph, v))))
            }
            Value::Node(node) => Shown(graph, *node).serialize(serializer),
            Value::Relationship(id) => Shown(graph, *id).serialize(serializer),
            Value::Path(path) => Shown(graph, &**path).serialize(serializer),
            temporal => serializer.serialize_str(&temporal.temporal_text().unwrap_or_default()),
        }
    }
}

fn serialize_float<S: Serializer>(number: f64, serializer: S) -> Result<S::Ok, S::Error> {
    if number.is_finite() {
        serializer.serialize_f64(number)
    } else if number.is_nan() {
        serializer.serialize_str("NaN")
    } else {
        serializer.serialize_str(if number > 0.0 { "Infinity" } else { "-Infinity" })
    }
}

impl Serialize for Shown<'_, NodeId> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(graph, node) = *self;
        let labels = graph.node_labels(node).iter();
        let labels: Vec<&str> = labels.map(|label| graph.symbols().name(*label)).collect();
        let mut object = serializer.serialize_map(Some(3))?;
        object.serialize_entry("id", &node.0)?;
        object.serialize_entry("labels", &labels)?;
        object.serialize_entry("properties", &Shown(graph, graph.node_properties(node)))?;
        object.end()
    }
}

impl Serialize for Shown<'_, RelationshipId> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(graph, id) = *self;
        let ends = graph.endpoints(id);
        let properties = graph.relationship_properties(id);
        let mut object = serializer.serialize_map(Some(5))?;
        object.serialize_entry("id", &id.0)?;
        // One that the statement deleted has no type any more.
        let kind = ends.map(|_| graph.symbols().name(graph.relationship_type(id)));
        object.serialize_entry("type", &kind)?;
        object.serialize_entry("start", &ends.map(|(start, _)| start.0))?;
        object.serialize_entry("end", &ends.map(|(_, end)| end.0))?;
        object.serialize_entry("properties", &Shown(graph, properties))?;
        object.end()
    }
}

impl Serialize for Shown<'_, &Properties> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(graph, properties) = self;
        let named = properties.iter().map(|(key, value)| (graph.symbols().name(key), value));
        serializer.collect_map(named.map(|(key, value)| (key, Shown(graph, value))))
    }
}

impl Serialize for Shown<'_, &Path> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(graph, path) = self;
        let nodes: Vec<_> = path.nodes.iter().map(|node| Shown(graph, *node)).collect();
        let steps: Vec<_> = path.relationships.iter().map(|id| Shown(graph, *id)).collect();
        let mut object = serializer.serialize_map(Some(2))?;
        object.serialize_entry("nodes", &nodes)?;
        object.serialize_entry("relationships", &steps)?;
        object.end()
    }
}
