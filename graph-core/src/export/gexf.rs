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

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::attribute::{self, Columns, Names, Scalar, Type};
use super::view::{Stance, View};
use super::{json, palette, xml};
use crate::graph::Properties;
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

const NODE: [(&str, &str); 2] = [("labels", "liststring"), ("kind", "string")];
const EDGE: [(&str, &str); 1] = [("stance", "string")];

/// The names that readers give to what isn't an attribute in GEXF.
const NODE_NAMES: [&str; 4] = ["labels", "kind", "label", "viz"];
const EDGE_NAMES: [&str; 6] = ["stance", "kind", "label", "weight", "id", "key"];

impl Gexf<'_> {
    /// Writes the document.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (view, graph) = (self.0, self.0.graph());
        let names = Names::of(graph, view.node_properties(), &NODE_NAMES);
        let nodes = Columns::of(&names, view.node_properties(), &NODE, 0, type_name);
        let names = Names::of(graph, view.relationship_properties(), &EDGE_NAMES);
        let edges = Columns::of(&names, view.relationship_properties(), &EDGE, 0, type_name);
        let mut document = Document { view, xml: Writer::new_with_indent(out, b' ', 1) };
        document.write(&nodes, &edges)?;
        document.xml.get_mut().write_all(b"\n")
    }
}

struct Document<'a, W> {
    view: &'a View<'a>,
    xml: Writer<W>,
}

impl<W: Write> Document<'_, W> {
    fn write(&mut self, nodes: &Columns, edges: &Columns) -> io::Result<()> {
        self.xml.write_event(Event::Decl(xml::declaration()))?;
        let top = BytesStart::new("gexf").with_attributes([
            ("xmlns", "http://gexf.net/1.3"),
            ("xmlns:viz", "http://gexf.net/1.3/viz"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xsi:schemaLocation", "http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd"),
            ("version", "1.3"),
        ]);
        self.xml.write_event(Event::Start(top))?;
        let graph = BytesStart::new("graph");
        let graph = graph.with_attributes([("defaultedgetype", "directed"), ("mode", "static")]);
        self.xml.write_event(Event::Start(graph))?;
        self.attributes("node", nodes)?;
        self.attributes("edge", edges)?;
        self.start("nodes")?;
        self.view.nodes().iter().try_for_each(|node| self.node(*node, nodes))?;
        self.end("nodes")?;
        self.start("edges")?;
        self.view.relationships().iter().try_for_each(|id| self.edge(*id, edges))?;
        self.end("edges")?;
        self.end("graph")?;
        self.end("gexf")
    }

    fn attributes(&mut self, class: &str, columns: &Columns) -> io::Result<()> {
        let start = BytesStart::new("attributes").with_attributes([("class", class)]);
        self.xml.write_event(Event::Start(start))?;
        for column in columns.all() {
            self.empty(
                "attribute",
                &[("id", &column.id), ("title", &column.name), ("type", column.type_name)],
            )?;
        }
        self.end("attributes")
    }

    fn node(&mut self, node: NodeId, columns: &Columns) -> io::Result<()> {
        let (id, name, kind) = (format!("n{}", node.0), self.view.name(node), self.view.kind(node));
        let start = BytesStart::new("node");
        let start =
            start.with_attributes([xml::attribute("id", &id), xml::attribute("label", &name)]);
        self.xml.write_event(Event::Start(start))?;
        self.start("attvalues")?;
        self.value(&columns.all()[0].id, &json::text(&self.view.labels(node)))?;
        self.value(&columns.all()[1].id, &kind)?;
        self.properties(self.view.graph().node_properties(node), columns)?;
        self.end("attvalues")?;
        self.colour(palette::fill(&kind))?;
        self.end("node")
    }

    fn edge(&mut self, edge: RelationshipId, columns: &Columns) -> io::Result<()> {
        let (start, end) = self.view.ends(edge);
        let kind = self.view.relationship_type(edge);
        let [id, source, target, weight] = [
            format!("e{}", edge.0),
            format!("n{}", start.0),
            format!("n{}", end.0),
            self.view.sources(edge).max(1).to_string(),
        ];
        let start = BytesStart::new("edge").with_attributes([
            xml::attribute("id", &id),
            xml::attribute("source", &source),
            xml::attribute("target", &target),
            xml::attribute("label", kind),
            // Without it Gephi makes one edge of all between two nodes.
            xml::attribute("kind", kind),
            xml::attribute("weight", &weight),
        ]);
        let stance = self.view.stance(edge);
        self.xml.write_event(Event::Start(start))?;
        self.start("attvalues")?;
        self.value(&columns.all()[0].id, stance.as_str())?;
        self.properties(self.view.graph().relationship_properties(edge), columns)?;
        self.end("attvalues")?;
        match stance {
            Stance::Asserted => {}
            Stance::Denied => self.colour(palette::DENIED)?,
            Stance::Planned => self.empty("viz:shape", &[("value", "dashed")])?,
            Stance::Possible => self.empty("viz:shape", &[("value", "dotted")])?,
        }
        self.end("edge")
    }

    fn properties(&mut self, properties: &Properties, columns: &Columns) -> io::Result<()> {
        let graph = self.view.graph();
        properties.iter().try_for_each(|(key, value)| {
            self.value(&columns.get(key, value).id, &attribute::text(graph, value))
        })
    }

    fn value(&mut self, id: &str, text: &str) -> io::Result<()> {
        self.empty("attvalue", &[("for", id), ("value", text)])
    }

    /// Writes a colour that is given as `#rrggbb`.
    fn colour(&mut self, hex: &str) -> io::Result<()> {
        let [red, green, blue] = palette::channels(hex).map(|channel| channel.to_string());
        self.empty("viz:color", &[("r", &red), ("g", &green), ("b", &blue)])
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let attributes = attributes.iter().map(|(key, value)| xml::attribute(key, value));
        self.xml.write_event(Event::Empty(BytesStart::new(name).with_attributes(attributes)))
    }

    fn start(&mut self, name: &str) -> io::Result<()> {
        self.xml.write_event(Event::Start(BytesStart::new(name)))
    }

    fn end(&mut self, name: &str) -> io::Result<()> {
        self.xml.write_event(Event::End(BytesEnd::new(name)))
    }
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
