//! The graph as a script that rebuilds it, in Attest or any engine of openCypher.
//!
//! Nodes are created first, each with a number in a property that nothing else has, and with a
//! label of the same kind; relationships find their ends by the numbers, many of a type in a
//! statement, so that no engine needs an index to be quick. The last statement takes numbers and
//! label away.
//!
//! Names stand in backticks, so that none can be read as a keyword; hidden characters, which can't
//! be written there, are spelled out. What no property can hold (maps, lists of lists) is a text of
//! JSON.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Display, Formatter, Write};

use super::{View, is_hidden, json, visible};
use crate::graph::Properties;
use crate::temporal::Kind;
use crate::{Graph, NodeId, RelationshipId, Value};

/// Nodes and relationships that one statement creates: enough for few statements, and few enough
/// for planners whose time grows faster than a statement.
const NODES_AT_ONCE: usize = 500;
const RELATIONSHIPS_AT_ONCE: usize = 1000;

/// A view of a graph, to be written as a script with [`Display`].
///
/// ```
/// use std::path::Path;
/// use graph_core::{Value, export::{View, cypher::Cypher}, workspace};
/// let mut workspace = workspace::open(Path::new(":memory:")).expect("always there");
/// workspace.graph_mut().add_node(["Person"], [("name", Value::from("Ann O'Neill"))]);
/// let text = Cypher(&View::whole(&workspace)).to_string();
/// assert!(text.contains(r"(:`Person`:`AttestExport` {`attestExport`: 0, `name`: 'Ann O\'Neill'})"));
/// ```
#[derive(Clone, Debug)]
pub struct Cypher<'a>(pub &'a View<'a>);

impl Display for Cypher<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let graph = self.0.graph();
        let (label, key) = (unused("AttestExport", graph), unused("attestExport", graph));
        let script = Script { view: self.0, label: Name(&label), key: Name(&key) };
        script.write_head(out)?;
        if self.0.nodes().is_empty() {
            return Ok(());
        }
        script.write_nodes(out)?;
        script.write_relationships(out)?;
        let Script { label, key, .. } = script;
        writeln!(out, "MATCH (n:{label}) REMOVE n:{label}, n.{key};")
    }
}

/// A name that the graph doesn't use.
fn unused(name: &str, graph: &Graph) -> String {
    let mut unused = name.to_owned();
    while graph.symbols().get(&unused).is_some() {
        unused.push('_');
    }
    unused
}

struct Script<'a> {
    view: &'a View<'a>,
    /// What nodes carry while the script runs: a label and the key of their number.
    label: Name<'a>,
    key: Name<'a>,
}

impl Script<'_> {
    fn write_head(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let label = &self.label;
        writeln!(
            out,
            "// Rebuilds a graph that Attest exported. Until it ends, the nodes carry the"
        )?;
        writeln!(out, "// label {label}; if it is stopped before, take away what it made with")?;
        writeln!(out, "// MATCH (n:{label}) DETACH DELETE n;")
    }

    fn write_nodes(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for (at, node) in self.view.nodes().iter().enumerate() {
            out.write_str(if at % NODES_AT_ONCE == 0 { "CREATE (" } else { "       (" })?;
            for label in self.view.labels(*node) {
                write!(out, ":{}", Name(label))?;
            }
            write!(out, ":{} {{{}: {at}", self.label, self.key)?;
            self.write_entries(self.view.graph().node_properties(*node), ", ", out)?;
            let last = at + 1 == self.view.nodes().len() || (at + 1) % NODES_AT_ONCE == 0;
            out.write_str(if last { "});\n" } else { "}),\n" })?;
        }
        Ok(())
    }

    /// Writes statements that each create relationships of one type, which is part of the
    /// statement; ends and properties are rows of a list.
    fn write_relationships(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let numbered = self.view.nodes().iter().enumerate();
        let numbers: HashMap<NodeId, usize> = numbered.map(|(at, node)| (*node, at)).collect();
        let mut by_type: BTreeMap<&str, Vec<RelationshipId>> = BTreeMap::new();
        for &id in self.view.relationships() {
            by_type.entry(self.view.relationship_type(id)).or_default().push(id);
        }
        let (label, key) = (&self.label, &self.key);
        for (kind, all) in by_type {
            for some in all.chunks(RELATIONSHIPS_AT_ONCE) {
                write!(out, "MATCH (n:{label}) WITH n ORDER BY n.{key} ")?;
                out.write_str("WITH collect(n) AS nodes UNWIND [")?;
                for (at, &id) in some.iter().enumerate() {
                    let (start, end) = self.view.ends(id);
                    out.write_str(if at == 0 { "\n  " } else { ",\n  " })?;
                    write!(out, "{{a: {}, b: {}, p: {{", numbers[&start], numbers[&end])?;
                    self.write_entries(self.view.graph().relationship_properties(id), "", out)?;
                    out.write_str("}}")?;
                }
                out.write_str("] AS row WITH nodes[row.a] AS a, nodes[row.b] AS b, row.p AS p\n")?;
                writeln!(out, "CREATE (a)-[r:{}]->(b) SET r = p;", Name(kind))?;
            }
        }
        Ok(())
    }

    /// Writes the entries of a map, the first behind `before`.
    fn write_entries(
        &self,
        properties: &Properties,
        before: &str,
        out: &mut Formatter<'_>,
    ) -> fmt::Result {
        let symbols = self.view.graph().symbols();
        for (at, (key, value)) in properties.iter().enumerate() {
            let literal = Literal { graph: self.view.graph(), value };
            let before = if at == 0 { before } else { ", " };
            write!(out, "{before}{}: {literal}", Name(symbols.name(key)))?;
        }
        Ok(())
    }
}

/// A name as Cypher has it in backticks.
#[derive(Clone, Copy, Debug)]
struct Name<'a>(&'a str);

impl Display for Name<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "`{}`", visible(self.0).replace('`', "``"))
    }
}

/// A text as a literal of Cypher, in quotes.
///
/// ```
/// use graph_core::export::cypher::Text;
/// assert_eq!(Text("it's\n\u{1b}").to_string(), r"'it\'s\n\u001B'");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Text<'a>(pub &'a str);

impl Display for Text<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_char('\'')?;
        for character in self.0.chars() {
            match character {
                '\'' => out.write_str("\\'")?,
                '\\' => out.write_str("\\\\")?,
                '\n' => out.write_str("\\n")?,
                '\r' => out.write_str("\\r")?,
                '\t' => out.write_str("\\t")?,
                hidden if is_hidden(hidden) => write!(out, "\\u{:04X}", u32::from(hidden))?,
                seen => out.write_char(seen)?,
            }
        }
        out.write_char('\'')
    }
}

/// A property's value as an expression.
struct Literal<'a> {
    graph: &'a Graph,
    value: &'a Value,
}

impl Display for Literal<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Self { graph, value } = *self;
        match value {
            Value::Bool(flag) => flag.fmt(out),
            Value::Int(number) => number.fmt(out),
            Value::Float(number) => write_float(*number, out),
            Value::String(text) => Text(text).fmt(out),
            Value::List(items) if items.iter().all(is_storable) => {
                out.write_char('[')?;
                for (at, value) in items.iter().enumerate() {
                    out.write_str(if at > 0 { ", " } else { "" })?;
                    Self { graph, value }.fmt(out)?;
                }
                out.write_char(']')
            }
            other => match (other.temporal_kind().map(Kind::name), other.temporal_text()) {
                (Some(name), Some(text)) => write!(out, "{name}({})", Text(&text)),
                _ => Text(&json::text(&json::Shown(graph, other))).fmt(out),
            },
        }
    }
}

/// Whether a property can hold a list with this item.
fn is_storable(item: &Value) -> bool {
    let scalar =
        matches!(item, Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::String(_));
    scalar || item.temporal_kind().is_some()
}

/// What isn't finite has no literal that all engines know, but comes of a division.
fn write_float(number: f64, out: &mut Formatter<'_>) -> fmt::Result {
    if number.is_nan() {
        out.write_str("0.0 / 0.0")
    } else if number.is_infinite() {
        out.write_str(if number > 0.0 { "1.0 / 0.0" } else { "-1.0 / 0.0" })
    } else {
        write!(out, "{number:?}")
    }
}
