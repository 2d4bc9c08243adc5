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
    /// What fits a column: `(Marco Rubio:Person)`, `(Marco Rubio:Person) -[CRITICIZED]-> (agreement:Agreement)`,
    /// a list of texts without brackets and quotes where it reads as one.
    Brief,
}

/// The value as a cell: text without quotes around it, hidden characters spelled out.
pub(super) fn cell(graph: &Graph, value: &Value, detail: Detail) -> String {
    if let Value::String(text) = value {
        return visible(text).into_owned();
    }
    let mut text = Text { graph, detail, out: String::new() };
    if detail == Detail::Brief
        && let Some(names) = plain(value)
    {
        return visible(&names.join(", ")).into_owned();
    }
    text.value(value);
    text.out
}

struct Text<'a> {
    graph: &'a Graph,
    detail: Detail,
    out: String,
}

impl<'a> Text<'a> {
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
        if let Some(name) = self.name(node) {
            self.out.push_str(&visible(name));
            if let Some(label) = telling_label(self.graph, node) {
                self.out.push(':');
                self.out.push_str(&visible(label));
            }
        } else {
            for label in self.graph.node_labels(node) {
                self.out.push(':');
                self.out.push_str(&visible(self.graph.symbols().name(*label)));
            }
            self.properties(self.graph.node_properties(node));
        }
        self.out.push(')');
    }

    /// What a node is called in brief; none where its properties tell more.
    fn name(&self, node: NodeId) -> Option<&'a str> {
        let graph = self.graph;
        let brief = (self.detail == Detail::Brief).then_some(["name", "title", "id"])?;
        brief
            .into_iter()
            .filter_map(|key| graph.node_property(node, key).as_str())
            .find(|name| !name.is_empty())
    }

    /// One that stands by itself is drawn in brief with its ends.
    fn relationship(&mut self, relationship: RelationshipId) {
        match self.graph.endpoints(relationship) {
            Some((start, end)) if self.detail == Detail::Brief => {
                self.node(start);
                self.out.push_str(" -");
                self.step(relationship);
                self.out.push_str("-> ");
                self.node(end);
            }
            _ => self.step(relationship),
        }
    }

    fn step(&mut self, relationship: RelationshipId) {
        let brief = self.detail == Detail::Brief;
        // One that the statement deleted has no type any more.
        self.out.push('[');
        if self.graph.endpoints(relationship).is_some() {
            let kind = self.graph.symbols().name(self.graph.relationship_type(relationship));
            self.out.push_str(if brief { "" } else { ":" });
            self.out.push_str(&visible(kind));
        }
        if !brief {
            self.properties(self.graph.relationship_properties(relationship));
        }
        self.out.push(']');
    }

    fn properties(&mut self, properties: &Properties) {
        let symbols = self.graph.symbols();
        let named: Vec<(&str, &Value)> =
            properties.iter().map(|(key, value)| (symbols.name(key), value)).collect();
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
            // With blanks, at which a column can break it.
            let blank = if self.detail == Detail::Brief { " " } else { "" };
            self.write(format_args!("{blank}{}", if forward { "-" } else { "<-" }));
            self.step(step);
            self.write(format_args!("{}{blank}", if forward { "->" } else { "-" }));
        }
    }
}

/// The label of a node that tells most: the one that fewest nodes carry. O(its labels).
pub(crate) fn telling_label(graph: &Graph, node: NodeId) -> Option<&str> {
    // Entities carry these beside the label of their type.
    let general = |name: &str| matches!(name, "Entity" | "Party");
    let labels = graph.node_labels(node).iter();
    let named = labels.map(|label| (graph.symbols().name(*label), graph.nodes_with_label(*label)));
    let ranked = named.map(|(name, nodes)| (general(name), nodes.len(), name));
    ranked.min().map(|(.., name)| name)
}

/// The items of a list of texts that read well one after the other: none is empty, holds a
/// comma, or could be taken for something else than a text.
fn plain(value: &Value) -> Option<Vec<&str>> {
    let Value::List(items) = value else { return None };
    let reads_well = |text: &&str| {
        let first = text.chars().next();
        first.is_some_and(|first| !matches!(first, '[' | '{' | '"')) && !text.contains([',', '\n'])
    };
    let texts: Option<Vec<&str>> =
        items.iter().map(|item| item.as_str().filter(reads_well)).collect();
    texts.filter(|texts| !texts.is_empty())
}
