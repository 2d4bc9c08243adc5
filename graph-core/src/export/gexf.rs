//! The graph as GEXF 1.3, which Gephi and networkx read.
//!
//! A node's label is its name, its colour that of its kind; it has the attributes `labels` and
//! `kind`. A relationship's label and kind are its type, its weight the number of independent
//! sources (1 at least); it has the attribute `stance`, is red where it is denied, dashed where it
//! is planned and dotted where it is possible. Properties are attributes with a type; one that has
//! a name that readers use themselves gets `_` appended. Lists are lists of texts, in the brackets
//! and quotes that both JSON and Gephi have for them.
//!
//! When a fact happened stays an attribute: GEXF's times tell when an edge is there, and what
//! happened on a day isn't there on that day alone.

use std::io::{self, Write};

use super::attribute::{Column, Columns, Own, Scalar, Type};
use super::view::{Stance, View};
use super::xml::Document;
use super::{json, palette};
use crate::{NodeId, RelationshipId};

/// A view of a graph, to be written as GEXF.
///
/// ```
/// use std::path::Path;
/// use graph_core::{Value, export::{View, gexf::Gexf}, workspace};
/// let mut workspace = workspace::open(Path::new(":memory:")).expect("always there");
/// workspace.graph_mut().add_node(["Person"], [("age", Value::Int(41))]);
/// let mut out = Vec::new();
/// Gexf(&View::whole(&workspace)).write(&mut out).expect("memory takes it");
/// let text = String::from_utf8(out).expect("XML is UTF-8");
/// assert!(text.contains(r#"<attribute id="d2" title="age" type="long"/>"#));
/// assert!(text.contains(r#"<attvalue for="d2" value="41"/>"#));
/// ```
#[derive(Clone, Debug)]
pub struct Gexf<'a>(pub &'a View<'a>);

const NODE: Own =
    Own { attributes: &[("labels", "liststring"), ("kind", "string")], taken: &["label", "viz"] };
const EDGE: Own =
    Own { attributes: &[("stance", "string")], taken: &["kind", "label", "weight", "id", "key"] };

const TOP: [(&str, &str); 5] = [
    ("xmlns", "http://gexf.net/1.3"),
    ("xmlns:viz", "http://gexf.net/1.3/viz"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("xsi:schemaLocation", "http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd"),
    ("version", "1.3"),
];
const GRAPH: [(&str, &str); 2] = [("defaultedgetype", "directed"), ("mode", "static")];

/// A document as it is written.
type Out<'o> = Document<&'o mut dyn Write>;

impl Gexf<'_> {
    /// Writes the document.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (view, graph) = (self.0, self.0.graph());
        let nodes = Columns::of(graph, view.node_properties(), &NODE, 0, type_name);
        let edges = Columns::of(graph, view.relationship_properties(), &EDGE, 0, type_name);
        let mut out = Out::begin(out)?;
        out.element("gexf", &TOP, |out| {
            out.element("graph", &GRAPH, |out| {
                write_columns("node", &nodes, out)?;
                write_columns("edge", &edges, out)?;
                out.element("nodes", &[], |out| {
                    view.nodes().iter().try_for_each(|node| self.node(*node, &nodes, out))
                })?;
                out.element("edges", &[], |out| {
                    view.relationships().iter().try_for_each(|id| self.edge(*id, &edges, out))
                })
            })
        })?;
        out.end()
    }

    fn node(&self, node: NodeId, columns: &Columns, out: &mut Out<'_>) -> io::Result<()> {
        let graph = self.0.graph();
        let (id, name, kind) = (format!("n{}", node.0), self.0.name(node), self.0.kind(node));
        out.element("node", &[("id", &id), ("label", &name)], |out| {
            out.element("attvalues", &[], |out| {
                value(&columns.all()[0], &json::text(&self.0.labels(node)), out)?;
                value(&columns.all()[1], &kind, out)?;
                let properties = graph.node_properties(node);
                columns
                    .texts(graph, properties)
                    .try_for_each(|(column, text)| value(column, &text, out))
            })?;
            colour(palette::fill(&kind), out)
        })
    }

    fn edge(&self, edge: RelationshipId, columns: &Columns, out: &mut Out<'_>) -> io::Result<()> {
        let graph = self.0.graph();
        let (start, end) = self.0.ends(edge);
        let kind = self.0.relationship_type(edge);
        let attributes = [
            ("id", &*format!("e{}", edge.0)),
            ("source", &format!("n{}", start.0)),
            ("target", &format!("n{}", end.0)),
            ("label", kind),
            // Without it Gephi makes one edge of all between two nodes.
            ("kind", kind),
            ("weight", &self.0.sources(edge).max(1).to_string()),
        ];
        let stance = self.0.stance(edge);
        out.element("edge", &attributes, |out| {
            out.element("attvalues", &[], |out| {
                value(&columns.all()[0], stance.as_str(), out)?;
                let properties = graph.relationship_properties(edge);
                columns
                    .texts(graph, properties)
                    .try_for_each(|(column, text)| value(column, &text, out))
            })?;
            match stance {
                Stance::Asserted => Ok(()),
                Stance::Denied => colour(palette::DENIED, out),
                Stance::Planned => out.empty("viz:shape", &[("value", "dashed")]),
                Stance::Possible => out.empty("viz:shape", &[("value", "dotted")]),
            }
        })
    }
}

fn write_columns(class: &str, columns: &Columns, out: &mut Out<'_>) -> io::Result<()> {
    out.element("attributes", &[("class", class)], |out| {
        columns.all().iter().try_for_each(|column| {
            let Column { id, name, type_name } = column;
            out.empty("attribute", &[("id", id), ("title", name), ("type", type_name)])
        })
    })
}

fn value(column: &Column, text: &str, out: &mut Out<'_>) -> io::Result<()> {
    out.empty("attvalue", &[("for", &column.id), ("value", text)])
}

/// Writes a colour that is given as `#rrggbb`.
fn colour(hex: &str, out: &mut Out<'_>) -> io::Result<()> {
    let [red, green, blue] = palette::channels(hex).map(|channel| channel.to_string());
    out.empty("viz:color", &[("r", &red), ("g", &green), ("b", &blue)])
}

/// GEXF's name of a type.
fn type_name(of: Type) -> &'static str {
    match of {
        Type::One(Scalar::Boolean) => "boolean",
        Type::One(Scalar::Integer) => "long",
        Type::One(Scalar::Float) => "double",
        Type::List(_) => "liststring",
        _ => "string",
    }
}
