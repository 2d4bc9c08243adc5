//! One value as text, in Cypher's notation.

use std::fmt::Write;

use graph_core::export::visible;
use graph_core::graph::Properties;
use graph_core::{Graph, NodeId, Path, RelationshipId, Value};

/// How much of nodes and relationships is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// Every property.
    Full,
    /// A node's name and a relationship's sources, where it has them: what fits a column.
    Brief,
}

/// The value as a cell: text without quotes around it, hidden characters spelled out.
pub(super) fn cell(graph: &Graph, value: &Value, detail: Detail) -> String {
    if let Value::String(text) = value {
        return visible(text).into_owned();
    }
    let mut text = Text { graph, detail, out: String::new() };
    text.value(value);
    text.out
}

struct Text<'a> {
    graph: &'a Graph,
    detail: Detail,
    out: String,
}

impl Text<'_> {
    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.out.push_str("null"),
            Value::Bool(flag) => self.write(flag),
            Value::Int(number) => self.write(number),
            Value::Float(number) => self.float(*number),
            Value::String(text) => self.quoted(text),
            Value::List(items) => self.list(items),
            Value::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| (&**key, value)).collect();
                self.entries(entries);
            }
            Value::Node(node) => self.node(*node),
            Value::Relationship(relationship) => self.relationship(*relationship),
            Value::Path(path) => self.path(path),
            temporal => self.write(temporal.temporal_text().unwrap_or_default()),
        }
    }

    fn write(&mut self, shown: impl std::fmt::Display) {
        let _ = write!(self.out, "{shown}");
    }

    /// With a point or an exponent, so that it never reads as an integer.
    fn float(&mut self, number: f64) {
        if number.is_infinite() {
            self.out.push_str(if number > 0.0 { "Infinity" } else { "-Infinity" });
        } else {
            self.write(format_args!("{number:?}"));
        }
    }

    fn quoted(&mut self, text: &str) {
        self.out.push('"');
        let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
        self.out.push_str(&visible(&escaped));
        self.out.push('"');
    }

    fn list(&mut self, items: &[Value]) {
        self.out.push('[');
        for (at, item) in items.iter().enumerate() {
            self.out.push_str(if at > 0 { ", " } else { "" });
            self.value(item);
        }
        self.out.push(']');
    }

    fn entries(&mut self, entries: Vec<(&str, &Value)>) {
        self.out.push('{');
        for (at, (key, value)) in entries.into_iter().enumerate() {
            self.out.push_str(if at > 0 { ", " } else { "" });
            self.out.push_str(&visible(key));
            self.out.push_str(": ");
            self.value(value);
        }
        self.out.push('}');
    }

    fn node(&mut self, node: NodeId) {
        self.out.push('(');
        for label in self.graph.node_labels(node) {
            self.out.push(':');
            self.out.push_str(&visible(self.graph.symbols().name(*label)));
        }
        self.properties(self.graph.node_properties(node), "name");
        self.out.push(')');
    }

    fn relationship(&mut self, relationship: RelationshipId) {
        // One that the statement deleted has no type any more.
        self.out.push('[');
        if self.graph.endpoints(relationship).is_some() {
            let kind = self.graph.symbols().name(self.graph.relationship_type(relationship));
            self.out.push(':');
            self.out.push_str(&visible(kind));
        }
        self.properties(self.graph.relationship_properties(relationship), "sources");
        self.out.push(']');
    }

    /// In brief only the telling property, where there is one.
    fn properties(&mut self, properties: &Properties, telling: &str) {
        let symbols = self.graph.symbols();
        let mut named: Vec<(&str, &Value)> =
            properties.iter().map(|(key, value)| (symbols.name(key), value)).collect();
        if self.detail == Detail::Brief && named.iter().any(|(key, _)| *key == telling) {
            named.retain(|(key, _)| *key == telling);
        }
        if !named.is_empty() {
            self.out.push(' ');
            self.entries(named);
        }
    }

    fn path(&mut self, path: &Path) {
        for (at, node) in path.nodes.iter().enumerate() {
            self.node(*node);
            let Some(&step) = path.relationships.get(at) else { continue };
            let forward = self.graph.endpoints(step).is_some_and(|(start, _)| start == *node);
            self.out.push_str(if forward { "-" } else { "<-" });
            self.relationship(step);
            self.out.push_str(if forward { "->" } else { "-" });
        }
    }
}
