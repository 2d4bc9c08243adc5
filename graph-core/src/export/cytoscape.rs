//! The graph as Cytoscape's elements JSON, which Cytoscape.js and Cytoscape open.
//!
//! ```json
//! {"elements":{"nodes":[{"data":{"id":"n0","label":"Ann","labels":["Person"],"kind":"Person"}}],
//!  "edges":[{"data":{"id":"e0","source":"n0","target":"n1","label":"VISITED","weight":2,
//!   "stance":"asserted"}}]}}
//! ```
//!
//! Properties stand beside these members; one that has the name of a member, or one that
//! Cytoscape.js reads itself (`parent`), gets `_` appended. Values are as [`json::Shown`] writes
//! them.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::attribute::Names;
use super::{View, json};
use crate::graph::Properties;
use crate::{Graph, NodeId, RelationshipId};

/// A view of a graph, to be written as elements JSON.
#[derive(Clone, Debug)]
pub struct Cytoscape<'a>(pub &'a View<'a>);

const NODE_NAMES: [&str; 5] = ["id", "label", "labels", "kind", "parent"];
const EDGE_NAMES: [&str; 6] = ["id", "source", "target", "label", "weight", "stance"];

impl Cytoscape<'_> {
    /// Writes one object, with an element a line.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self(view) = self;
        let graph = view.graph();
        out.write_all(b"{\"elements\":{\"nodes\":[")?;
        let names = Names::of(graph, view.node_properties(), &NODE_NAMES);
        let nodes = view.nodes().iter().map(|id| Element { view, names: &names, id: *id });
        write_items(nodes, out)?;
        out.write_all(b"],\"edges\":[")?;
        let names = Names::of(graph, view.relationship_properties(), &EDGE_NAMES);
        let edges = view.relationships().iter().map(|id| Element { view, names: &names, id: *id });
        write_items(edges, out)?;
        out.write_all(b"]}}\n")
    }
}

fn write_items(items: impl Iterator<Item: Serialize>, out: &mut dyn Write) -> io::Result<()> {
    for (at, data) in items.enumerate() {
        out.write_all(if at == 0 { b"\n{\"data\":" } else { b",\n{\"data\":" })?;
        json::write(&data, out)?;
        out.write_all(b"}")?;
    }
    Ok(())
}

/// The data of a node or relationship.
struct Element<'a, T> {
    view: &'a View<'a>,
    names: &'a Names<'a>,
    id: T,
}

impl Serialize for Element<'_, NodeId> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { view, names, id } = self;
        let mut data = serializer.serialize_map(None)?;
        data.serialize_entry("id", &format_args!("n{}", id.0))?;
        data.serialize_entry("label", &view.name(*id))?;
        data.serialize_entry("labels", &view.labels(*id))?;
        data.serialize_entry("kind", &view.kind(*id))?;
        serialize_properties(view.graph(), names, view.graph().node_properties(*id), &mut data)?;
        data.end()
    }
}

impl Serialize for Element<'_, RelationshipId> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { view, names, id } = self;
        let (start, end) = view.ends(*id);
        let mut data = serializer.serialize_map(None)?;
        data.serialize_entry("id", &format_args!("e{}", id.0))?;
        data.serialize_entry("source", &format_args!("n{}", start.0))?;
        data.serialize_entry("target", &format_args!("n{}", end.0))?;
        data.serialize_entry("label", view.relationship_type(*id))?;
        data.serialize_entry("weight", &view.sources(*id).max(1))?;
        data.serialize_entry("stance", view.stance(*id).as_str())?;
        let properties = view.graph().relationship_properties(*id);
        serialize_properties(view.graph(), names, properties, &mut data)?;
        data.end()
    }
}

fn serialize_properties<M: SerializeMap>(
    graph: &Graph,
    names: &Names<'_>,
    properties: &Properties,
    data: &mut M,
) -> Result<(), M::Error> {
    properties.iter().try_for_each(|(key, value)| {
        data.serialize_entry(names.get(key), &json::Shown(graph, value))
    })
}
