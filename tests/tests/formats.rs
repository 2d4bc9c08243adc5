//! The formats that hold a graph for other programs, each read back: by networkx, by JSON's
//! rules, by those of neo4j-admin, by Attest itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use attest_tests::program::run;
use attest_tests::readers;
use graph_core::export::csv::Csv;
use graph_core::export::cypher::Cypher;
use graph_core::export::cytoscape::Cytoscape;
use graph_core::export::gexf::Gexf;
use graph_core::export::graphml::GraphMl;
use graph_core::export::{Selection, View};
use graph_core::graph::Properties;
use graph_core::workspace::Workspace;
use graph_core::{Graph, Value};
use query_lang::{Environment, KEYWORDS, script};
use serde_json::{Value as Json, json};

/// Text that some format or program would read as something else than itself.
const TRAPS: &str = "=cmd()|\"it's\", <b>&amp;]]>\\ \\u0041 \\n;`}*/ //\r\n\té \u{85}\u{202e}\u{feff}日本\u{10ffff}\"";

/// A graph with every type of value that a property can hold, and names that are traps.
const GRAPH: &str = r"
CREATE (a:Person:Entity {name: $traps, aliases: [$traps, '', 'b|c'], yes: true, least: -9223372036854775808,
    half: -0.5, huge: 1.5e300, nan: 0.0 / 0.0, more: 1.0 / 0.0, less: -1.0 / 0.0, empty: '', nothing: [],
    day: date('2024-02-29'), local: localtime('12:30:01.5'), time: time('12:30+02:00'),
    then: localdatetime('2024-02-29T12:30'), moment: datetime('2024-05-01T12:00+02:00[Europe/Berlin]'),
    span: duration('P1Y2M3DT4H5M6.5S'), back: duration('PT-0.5S'), days: [date('2024-02-29'), date('0001-01-01')],
    counts: [1, -2], halves: [0.5, 0.0 / 0.0], flags: [true, false], mixed: [1, 'a', true],
    id: 7, label: 'own', labels: 'own', kind: 1, parent: 'p', source: 's', `a``b {c:d}`: 1, ``: 2, when: 'w'}),
  (b:`Odd label: x;``|`:`MATCH` {name: 5, id: 'text'}), (c), (s:Person {name: 'Self'})
CREATE (a)-[:PRAISED {weight: 2.5, label: 'own', id: 1, key: 'k', type: 't', quotes: [$traps], sources: ['x', 'y']}]->(b),
  (a)-[:PRAISED]->(b), (b)-[:`odd ``type: é` {polarity: '-', quotes: ['one; two|three', 'four']}]->(c),
  (s)-[:POSSIBLE_SELF {modality: 'possible'}]->(s);
";

fn environment() -> Environment {
    let traps = [("traps".to_owned(), Value::from(TRAPS))];
    Environment { parameters: traps.into_iter().collect(), ..Environment::default() }
}

fn execute(graph: &mut Graph, text: &str) {
    for statement in script::statements(text) {
        let done = query_lang::run(graph, &statement.text, &environment());
        done.unwrap_or_else(|error| panic!("{error}: {}", statement.text));
    }
}

fn workspace() -> Workspace {
    let mut workspace = Workspace::default();
    execute(workspace.graph_mut(), GRAPH);
    workspace
}

fn named<'a>(graph: &'a Graph, properties: &'a Properties) -> BTreeMap<&'a str, &'a Value> {
    properties.iter().map(|(key, value)| (graph.symbols().name(key), value)).collect()
}

/// Nodes in order, and relationships, with everything but ids; `Debug` tells types apart that are equal in Cypher.
fn told(graph: &Graph) -> (Vec<String>, Vec<String>) {
    let names = |node| -> BTreeSet<&str> {
        graph.node_labels(node).iter().map(|label| graph.symbols().name(*label)).collect()
    };
    let node = |node| format!("{:?} {:?}", names(node), named(graph, graph.node_properties(node)));
    let relationship = |id| {
        let (start, end) = graph.endpoints(id).expect("there");
        let kind = graph.symbols().name(graph.relationship_type(id));
        let properties = named(graph, graph.relationship_properties(id));
        format!("{} -{kind} {properties:?}-> {}", node(start), node(end))
    };
    let mut relationships: Vec<String> = graph.relationships().map(relationship).collect();
    relationships.sort();
    (graph.nodes().map(node).collect(), relationships)
}

#[test]
fn a_script_rebuilds_the_graph() {
    let mut workspace = workspace();
    // Names that a parser may take for keywords, and enough for several statements.
    for (at, (word, _)) in KEYWORDS.iter().enumerate() {
        let graph = workspace.graph_mut();
        let node = graph.add_node([*word], [(*word, Value::Int(at as i64))]);
        graph.add_relationship(node, word, node, [(*word, Value::from("x"))]);
    }
    let first = workspace.graph().nodes().next().expect("some");
    for at in 0..1200 {
        let graph = workspace.graph_mut();
        let node = graph.add_node([], [("AttestExport", Value::Int(at))]);
        graph.add_relationship(node, "attestExport", first, []);
    }
    let text = Cypher(&View::whole(&workspace)).to_string();
    let mut rebuilt = Graph::new();
    execute(&mut rebuilt, &text);
    assert_eq!(told(&rebuilt), told(workspace.graph()));
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "control characters");
}

#[test]
fn a_script_of_a_part_rebuilds_that_part() {
    let workspace = workspace();
    let relationship = workspace.graph().relationships().nth(2).expect("there");
    let part = Selection::of(workspace.graph(), [&Value::Relationship(relationship)]);
    let mut rebuilt = Graph::new();
    execute(&mut rebuilt, &Cypher(&View::part(&workspace, &part)).to_string());
    let (nodes, relationships) = told(&rebuilt);
    assert_eq!(nodes, &told(workspace.graph()).0[1..3]);
    let [relationship] = &relationships[..] else { panic!("{relationships:?}") };
    assert!(told(workspace.graph()).1.contains(relationship) && relationship.contains("four"));
    let nothing = Selection::default();
    execute(&mut Graph::new(), &Cypher(&View::part(&workspace, &nothing)).to_string());
}

#[test]
fn what_no_property_holds_is_json_in_a_script() {
    let mut workspace = Workspace::default();
    let map = Value::map([("k".into(), Value::list([Value::Null, "it's".into()]))]);
    let list = Value::list([Value::list([1.into()])]);
    workspace.graph_mut().add_node(["\u{1b}X"], [("map", map), ("list", list)]);
    let mut rebuilt = Graph::new();
    execute(&mut rebuilt, &Cypher(&View::whole(&workspace)).to_string());
    let node = rebuilt.nodes().next().expect("one");
    assert_eq!(rebuilt.node_property(node, "map").as_str(), Some(r#"{"k":[null,"it's"]}"#));
    assert_eq!(rebuilt.node_property(node, "list").as_str(), Some("[[1]]"));
    assert_eq!(rebuilt.labels(), [("\\u{1b}X", 1)]);
}

/// What networkx makes of a file, with the types of Python; floats are written as text, since
/// JSON has no `NaN`.
const NETWORKX: &str = r#"
import json, networkx, sys
graph = networkx.read_FORMAT(sys.argv[1])
def plain(data):
    return {key: ["float", repr(value)] if isinstance(value, float) else [type(value).__name__, value]
            for key, value in data.items()}
print(json.dumps({
    "nodes": [[node, plain(data)] for node, data in graph.nodes(data=True)],
    "edges": [[start, end, plain(data)] for start, end, data in graph.edges(data=True)],
}))
"#;

fn networkx(format: &str, document: &[u8]) -> Option<Json> {
    let python = readers::python()?;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("graph");
    fs::write(&file, document).expect("written");
    let said = readers::run(&python, &NETWORKX.replace("FORMAT", format), &file);
    Some(serde_json::from_str(&said).expect("JSON"))
}

/// The attributes that networkx reads of properties that no format has a name of its own for.
fn attributes() -> Json {
    let list = |items: Json| json!(["str", items.to_string()]);
    json!({
        "name": ["str", TRAPS], "aliases": ["str", seen(&json!([TRAPS, "", "b|c"]))],
        "yes": ["bool", true], "least": ["int", i64::MIN], "half": ["float", "-0.5"],
        "huge": ["float", "1.5e+300"], "nan": ["float", "nan"], "more": ["float", "inf"],
        "less": ["float", "-inf"], "empty": ["str", ""], "nothing": ["str", "[]"],
        "day": ["str", "2024-02-29"], "local": ["str", "12:30:01.5"], "time": ["str", "12:30+02:00"],
        "then": ["str", "2024-02-29T12:30"],
        "moment": ["str", "2024-05-01T12:00+02:00[Europe/Berlin]"],
        "span": ["str", "P1Y2M3DT4H5M6.5S"], "back": ["str", "PT-0.5S"],
        "days": list(json!(["2024-02-29", "0001-01-01"])), "counts": list(json!([1, -2])),
        "halves": list(json!([0.5, "NaN"])), "flags": list(json!([true, false])),
        "mixed": list(json!([1, "a", true])), "id": ["int", 7], "label_": ["str", "own"],
        "labels_": ["str", "own"], "kind_": ["int", 1], "parent": ["str", "p"],
        "source": ["str", "s"], "a`b {c:d}": ["int", 1], "": ["int", 2], "when": ["str", "w"],
        "label": ["str", TRAPS], "labels": list(json!(["Person", "Entity"])),
        "kind": ["str", "Person"],
    })
}

/// JSON text with hidden characters escaped.
fn seen(value: &Json) -> String {
    let mut out = Vec::new();
    graph_core::export::json::write(value, &mut out).expect("memory takes it");
    String::from_utf8(out).expect("UTF-8")
}

/// What is common to what networkx reads of both formats.
fn check(read: &Json, viz: bool) {
    let nodes = read["nodes"].as_array().expect("a list");
    let mut first = nodes[0][1].clone();
    assert_eq!(nodes.iter().map(|node| &node[0]).collect::<Vec<_>>(), ["n0", "n1", "n2", "n3"]);
    assert_eq!(first.as_object_mut().expect("a map").remove("viz").is_some(), viz);
    assert_eq!(first, attributes());
    // One name, two types.
    assert_eq!(
        (&nodes[1][1]["id"], &nodes[1][1]["name"]),
        (&json!(["str", "text"]), &json!(["int", 5]))
    );
    assert_eq!(nodes[2][1]["label"], json!(["str", "n2"]));
    let edges = read["edges"].as_array().expect("a list");
    let ends: Vec<_> = edges.iter().map(|edge| (edge[0].as_str(), edge[1].as_str())).collect();
    let [a, b, c, s] = ["n0", "n1", "n2", "n3"].map(Some);
    assert_eq!(ends, [(a, b), (a, b), (b, c), (s, s)]);
    let first = &edges[0][2];
    assert_eq!(first["label"], json!(["str", "PRAISED"]));
    assert_eq!(
        (&first["weight"], &first["weight_"]),
        (&json!(["float", "2.0"]), &json!(["float", "2.5"]))
    );
    assert_eq!((&first["label_"], &first["id_"]), (&json!(["str", "own"]), &json!(["int", 1])));
    assert_eq!(first["quotes"], json!(["str", seen(&json!([TRAPS]))]));
    assert_eq!(
        (&first["type"], &first["stance"]),
        (&json!(["str", "t"]), &json!(["str", "asserted"]))
    );
    let denied = &edges[2][2];
    assert_eq!(
        (&denied["label"], &denied["stance"]),
        (&json!(["str", "odd `type: é"]), &json!(["str", "denied"]))
    );
}

#[test]
fn networkx_reads_graphml() {
    let workspace = workspace();
    let mut document = Vec::new();
    GraphMl(&View::whole(&workspace)).write(&mut document).expect("memory takes it");
    let Some(read) = networkx("graphml", &document) else { return };
    check(&read, false);
    assert_eq!(read["edges"][0][2]["key"], json!(["str", "k"]));
}

#[test]
fn networkx_reads_gexf() {
    let workspace = workspace();
    let mut document = Vec::new();
    Gexf(&View::whole(&workspace)).write(&mut document).expect("memory takes it");
    let Some(read) = networkx("gexf", &document) else { return };
    check(&read, true);
    assert_eq!(read["edges"][0][2]["key_"], json!(["str", "k"]));
    assert_eq!(read["edges"][0][2]["id"], json!(["str", "e0"]));
    let colour = json!({"r": 253, "g": 228, "b": 195, "a": 1.0});
    assert_eq!(read["nodes"][0][1]["viz"], json!(["dict", {"color": colour}]));
}

#[test]
fn elements_of_cytoscape_are_joined_and_typed() {
    let workspace = workspace();
    let mut document = Vec::new();
    Cytoscape(&View::whole(&workspace)).write(&mut document).expect("memory takes it");
    let text = String::from_utf8(document).expect("UTF-8");
    assert!(!text.contains(|c: char| graph_core::export::is_hidden(c) && c != '\n'));
    let elements: Json = serde_json::from_str(&text).expect("JSON");
    let [nodes, edges] = ["nodes", "edges"].map(|of| {
        elements["elements"][of].as_array().expect("a list").iter().map(|it| &it["data"])
    });
    let ids: Vec<&Json> = nodes.clone().map(|data| &data["id"]).collect();
    assert_eq!(ids, ["n0", "n1", "n2", "n3"]);
    assert!(edges.clone().all(|it| ids.contains(&&it["source"]) && ids.contains(&&it["target"])));
    let node = nodes.clone().next().expect("some");
    assert_eq!((&node["name"], &node["label"]), (&json!(TRAPS), &json!(TRAPS)));
    assert_eq!(
        (&node["id_"], &node["parent_"], &node["label_"]),
        (&json!(7), &json!("p"), &json!("own"))
    );
    assert_eq!((&node["least"], &node["nan"]), (&json!(i64::MIN), &json!("NaN")));
    assert_eq!((&node["counts"], &node["day"]), (&json!([1, -2]), &json!("2024-02-29")));
    let edges: Vec<&Json> = edges.collect();
    assert_eq!((&edges[0]["weight"], &edges[0]["weight_"]), (&json!(2), &json!(2.5)));
    assert_eq!(
        (&edges[2]["label"], &edges[2]["stance"]),
        (&json!("odd `type: é"), &json!("denied"))
    );
}

/// The fields of a file as neo4j-admin reads them: a quoted text, even an empty one, is there; an
/// empty field without quotes isn't.
fn fields(text: &str) -> Vec<Vec<Option<String>>> {
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let mut rest = text.chars().peekable();
    while rest.peek().is_some() {
        let quoted = rest.next_if_eq(&'"').is_some();
        let mut field = String::new();
        let end = loop {
            match rest.next() {
                Some('"') if quoted => {
                    if rest.next_if_eq(&'"').is_none() {
                        break rest.next();
                    }
                    field.push('"');
                }
                Some(end @ (',' | '\n')) if !quoted => break Some(end),
                Some(character) => field.push(character),
                None => break None,
            }
        };
        row.push((quoted || !field.is_empty()).then_some(field));
        match end {
            Some(',') => {}
            Some('\n') => rows.push(std::mem::take(&mut row)),
            other => panic!("{other:?} after a field of {row:?}"),
        }
    }
    rows
}

/// What the importer stores of a value: its type and its text; an empty list isn't stored.
fn stored(value: &Value, delimiter: &str) -> Option<(String, String)> {
    let json = |value: &Value| {
        let graph = Graph::new();
        seen(&serde_json::to_value(graph_core::export::json::Shown(&graph, value)).expect("JSON"))
    };
    let one = |value: &Value| match value {
        Value::Bool(flag) => Some(("boolean", flag.to_string())),
        Value::Int(number) => Some(("long", number.to_string())),
        Value::Float(number) if number.is_infinite() => {
            Some(("double", if *number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()))
        }
        Value::Float(number) => Some(("double", format!("{number:?}"))),
        Value::String(text) => Some(("string", text.to_string())),
        _ => {
            let name = value.type_name().to_lowercase();
            let name = ["date", "time", "localtime", "localdatetime", "datetime", "duration"]
                .into_iter()
                .find(|known| *known == name)?;
            Some((name, value.temporal_text().expect("temporal")))
        }
    };
    let Some(items) = value.as_list() else {
        return one(value).map(|(name, text)| (name.to_owned(), text));
    };
    let parts: Option<Vec<_>> = items.iter().map(one).collect();
    let first = parts.as_ref().and_then(|parts| parts.first().map(|part| part.0));
    match (first, parts) {
        (None, Some(_)) => None,
        (Some(name), Some(parts)) if parts.iter().all(|part| part.0 == name) => {
            let texts: Vec<String> = parts.into_iter().map(|part| part.1).collect();
            Some((format!("{name}[]"), texts.join(delimiter)))
        }
        _ => Some(("string".to_owned(), json(value))),
    }
}

/// What is read of a row, by the headers of its file: the fields without a name, in order, and
/// the properties with their types.
type Row = (Vec<String>, BTreeMap<String, (String, String)>);

fn rows(folder: &Path, option: &str) -> Vec<Row> {
    let arguments = fs::read_to_string(folder.join("import.args")).expect("there");
    let files = arguments.lines().filter_map(|line| line.strip_prefix(option));
    let mut read = Vec::new();
    for file in files {
        let mut lines = fields(&fs::read_to_string(folder.join(file)).expect("there")).into_iter();
        let header: Vec<String> = lines.next().expect("a header").into_iter().flatten().collect();
        for line in lines {
            assert_eq!(line.len(), header.len(), "{line:?}");
            let mut row = Row::default();
            for (name, field) in header.iter().zip(line) {
                let (name, type_name) = name.rsplit_once(':').expect("a type");
                match (name, field) {
                    ("", field) => row.0.push(field.unwrap_or_default()),
                    (_, Some(text)) if !(text.is_empty() && type_name.ends_with("[]")) => {
                        row.1.insert(name.to_owned(), (type_name.to_owned(), text));
                    }
                    _ => {}
                }
            }
            read.push(row);
        }
    }
    read
}

#[test]
fn the_importer_of_neo4j_reads_back_what_is_there() {
    let workspace = workspace();
    let graph = workspace.graph();
    let folder = tempfile::tempdir().expect("a folder");
    Csv(&View::whole(&workspace)).write(folder.path()).expect("written");
    let arguments = fs::read_to_string(folder.path().join("import.args")).expect("there");
    // The lists hold `;` and `|`, and there are texts of several lines.
    assert!(
        arguments.ends_with("--array-delimiter=U+001C\n--multiline-fields=true\n"),
        "{arguments}"
    );
    let delimiter = "\u{1c}";
    let expected = |properties: &Properties| -> BTreeMap<String, (String, String)> {
        let readable =
            |name: &str| if name.is_empty() { "_".into() } else { name.replace('{', "_") };
        let told = named(graph, properties).into_iter();
        told.filter_map(|(name, value)| Some((readable(name), stored(value, delimiter)?))).collect()
    };
    let mut nodes = rows(folder.path(), "--nodes=");
    nodes.sort();
    assert_eq!(nodes.len(), 4);
    for (node, (own, properties)) in graph.nodes().zip(nodes) {
        let labels = graph.node_labels(node).iter().map(|it| graph.symbols().name(*it));
        assert_eq!(own, [format!("n{}", node.0), labels.collect::<Vec<_>>().join(delimiter)]);
        assert_eq!(properties, expected(graph.node_properties(node)));
    }
    let relationships = rows(folder.path(), "--relationships=");
    assert_eq!(relationships.len(), 4);
    for (id, (own, properties)) in graph.relationships().zip(relationships) {
        let (start, end) = graph.endpoints(id).expect("there");
        let kind = graph.symbols().name(graph.relationship_type(id));
        assert_eq!(own, [format!("n{}", start.0), format!("n{}", end.0), kind.to_owned()]);
        assert_eq!(properties, expected(graph.relationship_properties(id)));
    }
}

#[test]
fn values_of_another_type_are_in_another_file() {
    let workspace = workspace();
    let folder = tempfile::tempdir().expect("a folder");
    Csv(&View::whole(&workspace)).write(folder.path()).expect("written");
    let second = fs::read_to_string(folder.path().join("nodes-2.csv")).expect("there");
    assert_eq!(
        second,
        ":ID,:LABEL,\"id:string\",\"name:long\"\nn1,\"Odd label: x;`|\u{1c}MATCH\",\"text\",5\n"
    );
    let empty = tempfile::tempdir().expect("a folder");
    Csv(&View::whole(&Workspace::default())).write(empty.path()).expect("written");
    let nodes = fs::read_to_string(empty.path().join("nodes.csv")).expect("there");
    assert_eq!(nodes, ":ID,:LABEL\n");
}

#[test]
fn the_program_writes_what_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let article = "Title: Port\n\nMayor Lena Ortiz criticized the port agreement.\n\n\
        Lena Ortiz visited Denmark.\n";
    fs::create_dir(folder.path().join("news")).expect("made");
    fs::write(folder.path().join("news/port.txt"), article).expect("written");
    let attest = |arguments: &[&str]| {
        let output = run(folder.path(), &[&["-g", "news"], arguments].concat(), "");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"), said)
    };
    let visits = "MATCH (a)-[r:VISITED]->(b) RETURN r";
    for format in ["graphml", "gexf", "json", "cypher"] {
        let (status, whole, said) = attest(&["export", format]);
        assert_eq!(status, Some(0), "{said}");
        assert!(whole.contains("MENTIONED_IN") && whole.contains("CRITICIZED"), "{whole}");
        let part = attest(&["export", format, "--query", visits]).1;
        assert!(part.contains("VISITED") && !part.contains("CRITICIZED"), "{part}");
    }
    let (status, _, said) = attest(&["export", "csv"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("write `attest export csv -o FOLDER`"), "{said}");
    for query in [&[][..], &["--query", visits]] {
        let export = [&["export", "csv", "-o", "out"], query].concat();
        assert_eq!(attest(&export).0, Some(0));
    }
    let relationships = fs::read_to_string(folder.path().join("out/relationships.csv"));
    assert_eq!(relationships.expect("there").matches(",\"VISITED\"").count(), 2);
    let (status, _, said) = attest(&["export", "csv", "-o", "news"]);
    assert_eq!(status, Some(1));
    assert!(
        said.contains("news was not written: the folder holds other files; choose a new folder"),
        "{said}"
    );
    let script =
        attest(&["export", "cypher"]).1 + "MATCH (n)-[r]->(m) RETURN type(r) AS t ORDER BY t;";
    let rebuilt = run(folder.path(), &["-g", ":memory:", "run", "-", "--format", "csv"], &script);
    let types = "MATCH (n)-[r]->(m) RETURN type(r) AS t ORDER BY t";
    assert_eq!(
        String::from_utf8(rebuilt.stdout).expect("UTF-8"),
        attest(&["query", types, "--format", "csv"]).1
    );
}
