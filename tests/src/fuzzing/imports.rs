//! Tables and JSON lines of nodes and relationships.

use std::fs;

use graph_core::Graph;
use graph_core::import::{Import, Imported, NodeTable, Options, RelationshipTable, Watch, import};

use super::parted;

/// Any bytes are tables and JSON lines, of which lines are left out with their places, or all of it
/// is refused in words and the graph is as it was.
pub(super) fn read(bytes: &[u8]) {
    let (options, bytes) = options(bytes);
    let folder = tempfile::tempdir().expect("a folder");
    let names = ["nodes.csv", "relationships.csv", "lines.jsonl"];
    let parts = parted(bytes);
    let mut paths = Vec::new();
    let mut lines = 0;
    for (name, part) in names.iter().zip(&parts) {
        lines += part.split(|byte| *byte == b'\n').count();
        let path = folder.path().join(name);
        fs::write(&path, part).expect("written");
        paths.push(vec![path]);
    }
    let mut paths = paths.into_iter();
    let nodes = paths.next().map(|files| NodeTable { labels: vec!["N".to_owned()], files });
    let relationships = paths.next().map(|files| RelationshipTable {
        kind: Some("R".to_owned()),
        between: None,
        files,
    });
    let wanted = Import {
        nodes: nodes.into_iter().collect(),
        relationships: relationships.into_iter().collect(),
        elements: paths.next().unwrap_or_default(),
        options,
    };
    let mut graph = Graph::new();
    let kept = graph.add_node(["N"], [("id", 1.into())]);
    match import(&mut graph, &wanted, Watch::default()) {
        Ok(imported) => check(&graph, &imported, lines),
        Err(error) => {
            assert!(!error.to_string().is_empty(), "an error without words");
            assert_eq!((graph.node_count(), graph.relationship_count()), (1, 0), "{error}");
        }
    }
    assert!(graph.contains_node(kept));
}

/// Every line is an element or told, and elements are whole.
fn check(graph: &Graph, imported: &Imported, lines: usize) {
    let Imported { changes, refused, .. } = imported;
    assert_eq!(graph.node_count(), changes.nodes_created + 1);
    assert_eq!(graph.relationship_count(), changes.relationships_created);
    let elements = changes.nodes_created + changes.relationships_created;
    // A lone carriage return ends a record as well.
    assert!(refused.listed.iter().all(|it| (1..=lines as u64).contains(&it.line)), "{refused:?}");
    assert!(refused.count > 0 || elements == 0 || lines > 0);
    for relationship in graph.relationships() {
        let (start, end) = graph.endpoints(relationship).expect("it is there");
        assert!(graph.contains_node(start) && graph.contains_node(end));
    }
}

/// What the first byte says of how the rest is read.
fn options(bytes: &[u8]) -> (Options, &[u8]) {
    let Some((choice, rest)) = bytes.split_first() else { return (Options::default(), bytes) };
    let is = |bit: u8| choice & 1 << bit != 0;
    let options = Options {
        delimiter: if is(0) { b';' } else { b',' },
        array_delimiter: if is(1) { 'é' } else { ';' },
        integer_ids: is(2),
        trims: is(3),
        ignores_extra: is(4),
        ignores_empty: is(5),
        tolerance: if is(6) { 2 } else { 1000 },
        ..Options::default()
    };
    (options, rest)
}
