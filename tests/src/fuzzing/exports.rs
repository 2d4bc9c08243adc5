//! The other formats of a graph, each read by a reader of its own.

use std::fs;
use std::path::Path;

use graph_core::Graph;
use graph_core::export::csv::Csv;
use graph_core::export::cypher::Cypher;
use graph_core::export::cytoscape::Cytoscape;
use graph_core::export::gexf::Gexf;
use graph_core::export::graphml::GraphMl;
use graph_core::export::markdown::Markdown;
use graph_core::export::mermaid::Mermaid;
use graph_core::export::rdf::Rdf;
use graph_core::export::svg::Svg;
use graph_core::export::{View, is_hidden};
use oxttl::{NQuadsParser, TurtleParser};
use pulldown_cmark::{Event, Parser};
use query_lang::{Environment, script};
use roxmltree::Document;
use serde_json::Value as Json;

use super::hostile;

/// What an SVG is drawn of; none of it runs, loads or leads anywhere.
const SHAPES: [&str; 12] = [
    "circle", "defs", "desc", "g", "marker", "path", "polygon", "rect", "style", "svg", "text",
    "title",
];

/// Whatever a graph holds, each format of it can be read, and holds as much as the graph.
pub(super) fn write(bytes: &[u8]) {
    let workspace = hostile::workspace(bytes);
    let view = View::whole(&workspace);
    let view = view.clone().with_disputes().unwrap_or(view);
    xml(&view);
    json(&view);
    cypher(&view);
    rdf(&view);
    mermaid(&view);
    folders(&view);
}

/// What a writer of bytes wrote.
fn text(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("memory takes it");
    String::from_utf8(bytes).expect("UTF-8")
}

fn size(view: &View<'_>) -> (usize, usize) {
    (view.nodes().len(), view.relationships().len())
}

fn xml(view: &View<'_>) {
    for text in [text(|out| GraphMl(view).write(out)), text(|out| Gexf(view).write(out))] {
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let elements = || document.descendants().filter(roxmltree::Node::is_element);
        let count = |name| elements().filter(|it| it.tag_name().name() == name).count();
        assert_eq!((count("node"), count("edge")), size(view));
    }
    let text = Svg(view).to_string();
    let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        let name = element.tag_name().name();
        assert!(SHAPES.contains(&name), "{name}");
        let active = |name: &str| name.starts_with("on") || name == "href";
        assert!(!element.attributes().any(|attribute| active(attribute.name())), "{element:?}");
    }
}

fn json(view: &View<'_>) {
    let data: Json = serde_json::from_str(&text(|out| Cytoscape(view).write(out))).expect("JSON");
    let count = |key: &str| data["elements"][key].as_array().map_or(0, Vec::len);
    assert_eq!((count("nodes"), count("edges")), size(view));
}

/// The script makes a graph as large as it was written from, which gives the same script.
fn cypher(view: &View<'_>) {
    let text = Cypher(view).to_string();
    let mut rebuilt = Graph::new();
    for statement in script::statements(&text) {
        let done = query_lang::run(&mut rebuilt, &statement.text, &Environment::default());
        done.unwrap_or_else(|error| panic!("{error}: {}", statement.text));
    }
    assert_eq!((rebuilt.node_count(), rebuilt.relationship_count()), size(view));
}

fn rdf(view: &View<'_>) {
    let turtle = text(|out| Rdf::new(view).write_turtle(out));
    for triple in TurtleParser::new().for_slice(&turtle) {
        triple.unwrap_or_else(|error| panic!("{error}: {turtle}"));
    }
    let quads = text(|out| Rdf::new(view).write_nquads(out));
    for quad in NQuadsParser::new().for_slice(&quads) {
        quad.unwrap_or_else(|error| panic!("{error}: {quads}"));
    }
}

/// Labels are the only text of a user's, and none ends early: a line of its own for each node,
/// each relationship, and for styles.
fn mermaid(view: &View<'_>) {
    let text = Mermaid::new(view).to_string();
    let count = |part: &str| text.lines().filter(|line| line.contains(part)).count();
    let edges = count("-->|\"") + count("-.->|\"");
    assert_eq!((count("\"]:::"), edges), size(view), "{text}");
    for line in text.lines() {
        let styles = ["flowchart ", "  linkStyle ", "  classDef "];
        let is_style = styles.iter().any(|style| line.starts_with(style));
        assert!(is_style || line.matches('"').count() == 2, "{line}");
    }
}

fn folders(view: &View<'_>) {
    let folder = tempfile::tempdir().expect("a folder");
    let (tables, notes) = (folder.path().join("tables"), folder.path().join("notes"));
    fs::create_dir(&tables).expect("made");
    fs::create_dir(&notes).expect("made");
    Csv(view).write(&tables).expect("written");
    let rows = |stem: &str| files(&tables, stem).iter().map(|text| rows(text)).sum::<usize>();
    assert_eq!((rows("nodes"), rows("relationships")), size(view));
    Markdown(view).write(&notes).expect("written");
    for note in files(&notes, "") {
        assert!(!note.contains(|c| is_hidden(c) && c != '\n'), "hidden characters: {note}");
        let mut events = Parser::new(&note);
        let html = events.find(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
        assert_eq!(html, None, "{note}");
    }
}

/// The files of a folder whose names begin so.
fn files(folder: &Path, start: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    let named = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with(start);
    entries.filter(named).map(|entry| fs::read_to_string(entry.path()).expect("UTF-8")).collect()
}

/// The rows of a table, which all have as many fields as its header.
fn rows(table: &str) -> usize {
    let mut reader = csv::ReaderBuilder::new().from_reader(table.as_bytes());
    reader.records().collect::<Result<Vec<_>, _>>().expect("rows").len()
}
