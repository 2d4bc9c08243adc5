//! The graph as GraphML, which Gephi, yEd and networkx read.
//!
//! Nodes have the attributes `label` (the name), `labels` and `kind`; relationships `label` (the
//! type), `weight` (the number of independent sources, 1 at least) and `stance`. Properties are
//! attributes with a type; one that has the name of these gets `_` appended. GraphML has no lists:
//! they are texts of JSON. In yEd, the Properties Mapper shows `label` on the nodes.

use std::io::{self, Write};

use super::attribute::{Column, Columns, Own, Scalar, Type};
use super::xml::Document;
use super::{View, json};
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

const NODE: Own = Own {
    attributes: &[("label", "string"), ("labels", "string"), ("kind", "string")],
    taken: &[],
};
const EDGE: Own = Own {
    attributes: &[("label", "string"), ("weight", "double"), ("stance", "string")],
    taken: &["id"],
};

const TOP: [(&str, &str); 3] = [
    ("xmlns", "http://graphml.graphdrawing.org/xmlns"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    (
        "xsi:schemaLocation",
        "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
    ),
];
const GRAPH: [(&str, &str); 2] = [("id", "G"), ("edgedefault", "directed")];

/// A document as it is written.
type Out<'o> = Document<&'o mut dyn Write>;

impl GraphMl<'_> {
    /// Writes the document.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (view, graph) = (self.0, self.0.graph());
        let nodes = Columns::of(graph, view.node_properties(), &NODE, 0, type_name);
        let first = nodes.all().len();
        let edges = Columns::of(graph, view.relationship_properties(), &EDGE, first, type_name);
        let mut out = Out::begin(out)?;
        out.element("graphml", &TOP, |out| {
            nodes.all().iter().try_for_each(|column| write_key("node", column, out))?;
            edges.all().iter().try_for_each(|column| write_key("edge", column, out))?;
            out.element("graph", &GRAPH, |out| {
                view.nodes().iter().try_for_each(|node| self.node(*node, &nodes, out))?;
                view.relationships().iter().try_for_each(|id| self.edge(*id, &edges, out))
            })
        })?;
        out.end()
    }

    fn node(&self, node: NodeId, columns: &Columns, out: &mut Out<'_>) -> io::Result<()> {
        let graph = self.0.graph();
        out.element("node", &[("id", &format!("n{}", node.0))], |out| {
            let [name, labels, kind] = [0, 1, 2].map(|at| &columns.all()[at]);
            data(name, &self.0.name(node), out)?;
            data(labels, &json::text(&self.0.labels(node)), out)?;
            data(kind, &self.0.kind(node), out)?;
            let properties = graph.node_properties(node);
            columns.texts(graph, properties).try_for_each(|(column, text)| data(column, &text, out))
        })
    }

    fn edge(&self, edge: RelationshipId, columns: &Columns, out: &mut Out<'_>) -> io::Result<()> {
        let graph = self.0.graph();
        let (start, end) = self.0.ends(edge);
        let attributes = [
            ("id", &*format!("e{}", edge.0)),
            ("source", &format!("n{}", start.0)),
            ("target", &format!("n{}", end.0)),
        ];
        out.element("edge", &attributes, |out| {
            let [kind, weight, stance] = [0, 1, 2].map(|at| &columns.all()[at]);
            data(kind, self.0.relationship_type(edge), out)?;
            data(weight, &self.0.sources(edge).max(1).to_string(), out)?;
            data(stance, self.0.stance(edge).as_str(), out)?;
            let properties = graph.relationship_properties(edge);
            columns.texts(graph, properties).try_for_each(|(column, text)| data(column, &text, out))
        })
    }
}

fn write_key(of: &str, column: &Column, out: &mut Out<'_>) -> io::Result<()> {
    let Column { id, name, type_name } = column;
    out.empty("key", &[("id", id), ("for", of), ("attr.name", name), ("attr.type", type_name)])
}

fn data(column: &Column, text: &str, out: &mut Out<'_>) -> io::Result<()> {
    out.text("data", &[("key", &column.id)], text)
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
