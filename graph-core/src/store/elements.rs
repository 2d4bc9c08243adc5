//! The graph as records: symbols, nodes and relationships, in chunks of consecutive numbers, so
//! that a change rewrites little and opening reads few records.

use std::sync::Arc;

use super::record::Kind;
use super::value::{Reader, Writer};
use crate::graph::{Properties, Restored, Touched};
use crate::{Graph, NodeId, RelationshipId};

/// How many numbers a chunk has.
pub(super) const CHUNK: u32 = 64;

/// The chunks that hold what was touched, each once, in order.
pub(super) fn chunks(touched: &Touched) -> impl Iterator<Item = (Kind, u64)> {
    let nodes = touched.nodes().map(|node| (Kind::Nodes, node.0));
    let elements = nodes.chain(touched.relationships().map(|it| (Kind::Relationships, it.0)));
    let mut chunks: Vec<_> = elements.map(|(kind, id)| (kind, u64::from(id / CHUNK))).collect();
    chunks.dedup();
    chunks.into_iter()
}

/// The chunks of symbols from a number on, which is how many of them are stored.
pub(super) fn chunks_of_symbols(stored: u32, graph: &Graph) -> impl Iterator<Item = (Kind, u64)> {
    let known = graph.symbols().len();
    let chunks = stored / CHUNK..known.div_ceil(CHUNK);
    chunks.filter(move |_| stored < known).map(|number| (Kind::Symbols, u64::from(number)))
}

/// The bytes of a chunk. One where nothing is left is written as well, so that what was in it
/// isn't found again when a damaged file is searched.
pub(super) fn encode(graph: &Graph, kind: Kind, number: u64) -> Vec<u8> {
    let first = number as u32 * CHUNK;
    let mut writer = Writer::default();
    for at in 0..CHUNK {
        match kind {
            Kind::Symbols => put_symbol(graph, first + at, &mut writer),
            Kind::Nodes => put_node(graph, NodeId(first + at), at, &mut writer),
            _ => put_relationship(graph, RelationshipId(first + at), at, &mut writer),
        }
    }
    writer.0
}

fn put_symbol(graph: &Graph, number: u32, writer: &mut Writer) {
    if number < graph.symbols().len() {
        writer.text(graph.symbols().name(crate::Symbol::of_number(number)));
    }
}

fn put_node(graph: &Graph, node: NodeId, at: u32, writer: &mut Writer) {
    if !graph.contains_node(node) {
        return;
    }
    writer.number(at.into());
    let labels = graph.node_labels(node);
    writer.number(labels.len() as u64);
    for label in labels {
        writer.number(label.number().into());
    }
    put_properties(graph.node_properties(node), writer);
}

fn put_relationship(graph: &Graph, id: RelationshipId, at: u32, writer: &mut Writer) {
    let Some((start, end)) = graph.endpoints(id).filter(|_| graph.contains_relationship(id)) else {
        return;
    };
    writer.number(at.into());
    writer.number(graph.relationship_type(id).number().into());
    writer.number(start.0.into());
    writer.number(end.0.into());
    put_properties(graph.relationship_properties(id), writer);
}

fn put_properties(properties: &Properties, writer: &mut Writer) {
    writer.number(properties.len() as u64);
    for (key, value) in properties.iter() {
        writer.number(key.number().into());
        writer.value(value);
    }
}

/// Puts the elements of a chunk into the graph, and gives how many of them don't fit what is
/// there, such as relationships of nodes that are missing; `None` where the bytes are no such
/// chunk. Chunks come in order: symbols, nodes, relationships.
pub(super) fn decode(
    graph: &mut Restored,
    kind: Kind,
    number: u64,
    reader: &mut Reader<'_>,
) -> Option<usize> {
    let first = first(number)?;
    let mut left_out = 0;
    while !reader.is_at_end() {
        if kind == Kind::Symbols {
            graph.symbol(&reader.text()?)?;
            continue;
        }
        let id = first.checked_add(reader.small().filter(|at| *at < CHUNK)?)?;
        let put = if kind == Kind::Nodes {
            let labels = 0..reader.count()?;
            let labels = labels.map(|_| graph.numbered(reader.small()?)).collect::<Option<_>>()?;
            graph.node(NodeId(id), labels, properties(graph, reader)?)
        } else {
            let kind = graph.numbered(reader.small()?)?;
            let ends = (NodeId(reader.small()?), NodeId(reader.small()?));
            graph.relationship(RelationshipId(id), kind, ends, properties(graph, reader)?)
        };
        left_out += usize::from(put.is_none());
    }
    Some(left_out)
}

/// The first number of a chunk.
fn first(chunk: u64) -> Option<u32> {
    u32::try_from(chunk).ok()?.checked_mul(CHUNK)
}

/// The names of a chunk of symbols.
pub(super) fn names(reader: &mut Reader<'_>) -> Vec<Arc<str>> {
    std::iter::from_fn(|| reader.text()).take(CHUNK as usize).collect()
}

fn properties(graph: &Restored, reader: &mut Reader<'_>) -> Option<Properties> {
    let count = reader.count()?;
    (0..count).map(|_| Some((graph.numbered(reader.small()?)?, reader.value()?))).collect()
}
