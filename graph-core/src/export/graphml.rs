//! The graph as GraphML, which Gephi, yEd and networkx read.
//!
//! Nodes have the attributes `label` (the name), `labels` and `kind`; relationships `label` (the
//! type), `weight` (the number of independent sources, 1 at least) and `stance`. Properties are
//! attributes with a type; one that has the name of these gets `_` appended. GraphML has no lists:
//! they are texts of JSON. In yEd, the Properties Mapper shows `label` on the nodes.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::attribute::{self, Column, Columns, Names, Scalar, Type};
use super::{View, json, xml};
use crate::graph::Properties;
use crate::{NodeId, RelationshipId};

/// A view of a graph, to be written as GraphML.
///
/// ```
/// use std::path::Path;
/// use graph_core::{Value, export::{View, graphml::GraphMl}, workspace};
/// let mut workspace = workspace::open(Path::new(":memory:")).expect("always there");
/// workspace.graph_mut().add_node(["Person"], [("age", Value::Int(41))]);
/// let mut out = Vec::new();
/// GraphMl(&View::whole(&workspace)).write(&mut out).expect("memory takes it");
/// let text = String::from_utf8(out).expect("XML is UTF-8");
/// assert!(text.contains(r#"<key id="d3" for="node" attr.name="age" attr.type="long"/>"#));
/// assert!(text.contains(r#"<data key="d3">41</data>"#));
/// ```
#[derive(Clone, Debug)]
pub struct GraphMl<'a>(pub &'a View<'a>);

const NODE: [(&str, &str); 3] = [("label", "string"), ("labels", "string"), ("kind", "string")];
const EDGE: [(&str, &str); 3] = [("label", "string"), ("weight", "double"), ("stance", "string")];

impl GraphMl<'_> {
    /// Writes the document.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (view, graph) = (self.0, self.0.graph());
        let names = Names::of(graph, view.node_properties(), &NODE.map(|own| own.0));
        let nodes = Columns::of(&names, view.node_properties(), &NODE, 0, type_name);
        // Readers call an edge's own id so.
        let own = [EDGE[0].0, EDGE[1].0, EDGE[2].0, "id"];
        let names = Names::of(graph, view.relationship_properties(), &own);
        let edges = Columns::of(
            &names,
            view.relationship_properties(),
            &EDGE,
            nodes.all().len(),
            type_name,
        );
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
        let top = BytesStart::new("graphml").with_attributes([
            ("xmlns", "http://graphml.graphdrawing.org/xmlns"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            (
                "xsi:schemaLocation",
                "http://graphml.graphdrawing.org/xmlns \
                 http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
            ),
        ]);
        self.xml.write_event(Event::Start(top))?;
        nodes.all().iter().try_for_each(|column| self.key("node", column))?;
        edges.all().iter().try_for_each(|column| self.key("edge", column))?;
        let graph = BytesStart::new("graph");
        let graph = graph.with_attributes([("id", "G"), ("edgedefault", "directed")]);
        self.xml.write_event(Event::Start(graph))?;
        self.view.nodes().iter().try_for_each(|node| self.node(*node, nodes))?;
        self.view.relationships().iter().try_for_each(|id| self.edge(*id, edges))?;
        self.xml.write_event(Event::End(BytesEnd::new("graph")))?;
        self.xml.write_event(Event::End(BytesEnd::new("graphml")))
    }

    fn key(&mut self, of: &str, column: &Column) -> io::Result<()> {
        let key = BytesStart::new("key").with_attributes([
            xml::attribute("id", &column.id),
            xml::attribute("for", of),
            xml::attribute("attr.name", &column.name),
            xml::attribute("attr.type", column.type_name),
        ]);
        self.xml.write_event(Event::Empty(key))
    }

    fn node(&mut self, node: NodeId, columns: &Columns) -> io::Result<()> {
        let id = format!("n{}", node.0);
        let start = BytesStart::new("node").with_attributes([("id", id.as_str())]);
        self.xml.write_event(Event::Start(start))?;
        let [name, labels, kind] = [0, 1, 2].map(|at| &columns.all()[at]);
        self.data(name, &self.view.name(node))?;
        self.data(labels, &json::text(&self.view.labels(node)))?;
        self.data(kind, &self.view.kind(node))?;
        self.properties(self.view.graph().node_properties(node), columns)?;
        self.xml.write_event(Event::End(BytesEnd::new("node")))
    }

    fn edge(&mut self, edge: RelationshipId, columns: &Columns) -> io::Result<()> {
        let (start, end) = self.view.ends(edge);
        let [id, start, end] =
            [format!("e{}", edge.0), format!("n{}", start.0), format!("n{}", end.0)];
        let start = BytesStart::new("edge").with_attributes([
            ("id", id.as_str()),
            ("source", start.as_str()),
            ("target", end.as_str()),
        ]);
        self.xml.write_event(Event::Start(start))?;
        let [kind, weight, stance] = [0, 1, 2].map(|at| &columns.all()[at]);
        self.data(kind, self.view.relationship_type(edge))?;
        self.data(weight, &self.view.sources(edge).max(1).to_string())?;
        self.data(stance, self.view.stance(edge).as_str())?;
        self.properties(self.view.graph().relationship_properties(edge), columns)?;
        self.xml.write_event(Event::End(BytesEnd::new("edge")))
    }

    fn properties(&mut self, properties: &Properties, columns: &Columns) -> io::Result<()> {
        let graph = self.view.graph();
        properties.iter().try_for_each(|(key, value)| {
            self.data(columns.get(key, value), &attribute::text(graph, value))
        })
    }

    fn data(&mut self, column: &Column, text: &str) -> io::Result<()> {
        let data = self.xml.create_element("data").with_attribute(("key", column.id.as_str()));
        data.write_text_content(xml::text(text)).map(drop)
    }
}

/// GraphML's name of a type.
fn type_name(of: Type) -> &'static str {
    match of {
        Type::One(Scalar::Boolean) => "boolean",
        Type::One(Scalar::Integer) => "long",
        Type::One(Scalar::Float) => "double",
        _ => "string",
    }
}
