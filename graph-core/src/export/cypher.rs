//! The graph as a script that rebuilds it, in Attest or any engine of openCypher.
//!
//! Nodes are created first, each with a number in a property that nothing else has, and with
//! labels of the same kind: one that all carry, and one for each statement that makes it an end.
//! Such a statement creates many relationships of a type; it finds their ends by its label, their
//! order by the numbers, and takes the label away. So every engine is as quick as the script is
//! long, without an index. The last statement takes away the numbers and the label of all.
//!
//! Names stand in backticks, so that none can be read as a keyword; hidden characters, which can't
//! be written there, are spelled out. What no property can hold (maps, lists of lists) is a text of
//! JSON.

use std::collections::{BTreeMap, BTreeSet, HashMap};
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
        let script = Script::of(self.0);
        script.write_head(out)?;
        if self.0.nodes().is_empty() {
            return Ok(());
        }
        script.write_nodes(out)?;
        script.batches.iter().try_for_each(|batch| script.write_batch(batch, out))?;
        let (label, key) = (Name(&script.label), Name(&script.key));
        writeln!(out, "MATCH (n:{label}) REMOVE n:{label}, n.{key};")
    }
}

struct Script<'a> {
    view: &'a View<'a>,
    /// What nodes carry while the script runs: a label and the key of their number.
    label: String,
    key: String,
    /// The number of each node.
    numbers: HashMap<NodeId, usize>,
    batches: Vec<Batch<'a>>,
}

/// What one statement creates: relationships of one type.
struct Batch<'a> {
    relationship_type: &'a str,
    relationships: Vec<RelationshipId>,
    /// The numbers of the nodes that they join, in order.
    ends: Vec<usize>,
    /// What these carry until it has run.
    label: String,
}

impl<'a> Script<'a> {
    fn of(view: &'a View<'a>) -> Self {
        let numbered = view.nodes().iter().enumerate();
        let numbers: HashMap<NodeId, usize> = numbered.map(|(at, node)| (*node, at)).collect();
        let mut by_type: BTreeMap<&str, Vec<RelationshipId>> = BTreeMap::new();
        for &id in view.relationships() {
            by_type.entry(view.relationship_type(id)).or_default().push(id);
        }
        let chunks = |(relationship_type, all): (&'a str, Vec<RelationshipId>)| {
            let chunks = all.chunks(RELATIONSHIPS_AT_ONCE).map(<[_]>::to_vec);
            chunks.map(|chunk| (relationship_type, chunk)).collect::<Vec<_>>()
        };
        let chunks: Vec<_> = by_type.into_iter().flat_map(chunks).collect();
        let label = unused("AttestExport", chunks.len(), view.graph());
        let batch = |(at, (relationship_type, relationships)): (usize, (_, Vec<_>))| {
            let ends = relationships.iter().map(|id| view.ends(*id));
            let ends: BTreeSet<usize> =
                ends.flat_map(|(start, end)| [numbers[&start], numbers[&end]]).collect();
            let ends = ends.into_iter().collect();
            Batch { relationship_type, relationships, ends, label: format!("{label}{at}") }
        };
        let batches = chunks.into_iter().enumerate().map(batch).collect();
        Self { view, key: unused("attestExport", 0, view.graph()), label, numbers, batches }
    }

    fn write_head(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let label = Name(&self.label);
        writeln!(
            out,
            "// Rebuilds a graph that Attest exported. Until it ends, the nodes carry the"
        )?;
        writeln!(out, "// label {label}; if it is stopped before, take away what it made with")?;
        writeln!(out, "// MATCH (n:{label}) DETACH DELETE n;")
    }

    fn write_nodes(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let mut labels = vec![Vec::new(); self.view.nodes().len()];
        for batch in &self.batches {
            batch.ends.iter().for_each(|end| labels[*end].push(&batch.label));
        }
        for (at, node) in self.view.nodes().iter().enumerate() {
            out.write_str(if at % NODES_AT_ONCE == 0 { "CREATE (" } else { "       (" })?;
            let own = self.view.labels(*node).into_iter();
            for label in own.chain([&*self.label]).chain(labels[at].iter().map(|it| it.as_str())) {
                write!(out, ":{}", Name(label))?;
            }
            write!(out, " {{{}: {at}", Name(&self.key))?;
            self.write_entries(self.view.graph().node_properties(*node), ", ", out)?;
            let last = at + 1 == self.view.nodes().len() || (at + 1) % NODES_AT_ONCE == 0;
            out.write_str(if last { "});\n" } else { "}),\n" })?;
        }
        Ok(())
    }

    /// Writes a statement that creates relationships of one type, which is part of the statement;
    /// ends, as places among its nodes, and properties are rows of a list.
    fn write_batch(&self, batch: &Batch<'_>, out: &mut Formatter<'_>) -> fmt::Result {
        let (label, key) = (Name(&batch.label), Name(&self.key));
        write!(out, "MATCH (n:{label}) WITH n ORDER BY n.{key} ")?;
        out.write_str("WITH collect(n) AS nodes UNWIND [")?;
        let place = |node| batch.ends.partition_point(|end| *end < self.numbers[&node]);
        for (at, &id) in batch.relationships.iter().enumerate() {
            let (start, end) = self.view.ends(id);
            out.write_str(if at == 0 { "\n  " } else { ",\n  " })?;
            write!(out, "{{a: {}, b: {}, p: {{", place(start), place(end))?;
            self.write_entries(self.view.graph().relationship_properties(id), "", out)?;
            out.write_str("}}")?;
        }
        out.write_str("] AS row WITH nodes[row.a] AS a, nodes[row.b] AS b, row.p AS p\n")?;
        let created = Name(batch.relationship_type);
        writeln!(out, "CREATE (a)-[r:{created}]->(b) SET r = p REMOVE a:{label}, b:{label};")
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

/// A name that the graph doesn't use, nor with one of so many numbers behind it.
fn unused(name: &str, numbers: usize, graph: &Graph) -> String {
    let used = |name: &str| graph.symbols().get(name).is_some();
    let mut unused = name.to_owned();
    while used(&unused) || (0..numbers).any(|number| used(&format!("{unused}{number}"))) {
        unused.push('_');
    }
    unused
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
