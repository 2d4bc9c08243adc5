//! Imports of small files, with what is told of them.

use std::cell::Cell;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::{NodeId, RelationshipId, Value};

/// A folder with files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
    }
    folder
}

/// Tables and JSON lines by what the command line would say.
fn wanted(folder: &TempDir, nodes: &[&str], relationships: &[&str], lines: &[&str]) -> Import {
    let within = |files: &mut Vec<PathBuf>| {
        for file in files {
            *file = folder.path().join(&*file);
        }
    };
    let mut import = Import {
        nodes: nodes.iter().map(|it| it.parse().expect("a table")).collect(),
        relationships: relationships.iter().map(|it| it.parse().expect("a table")).collect(),
        elements: lines.iter().map(PathBuf::from).collect(),
        options: Options::default(),
    };
    import.nodes.iter_mut().for_each(|table| within(&mut table.files));
    import.relationships.iter_mut().for_each(|table| within(&mut table.files));
    within(&mut import.elements);
    import
}

/// All of a graph, an element a line.
fn seen(graph: &Graph) -> Vec<String> {
    let names = graph.symbols();
    let told = |properties: &crate::graph::Properties| {
        let mut told: Vec<_> =
            properties.iter().map(|(key, it)| format!("{}={it:?}", names.name(key))).collect();
        told.sort();
        told.join(" ")
    };
    let node = |node: NodeId| {
        let labels: Vec<_> = graph.node_labels(node).iter().map(|it| names.name(*it)).collect();
        format!("{} {labels:?} {}", node.0, told(graph.node_properties(node)))
    };
    let relationship = |id: RelationshipId| {
        let (start, end) = graph.endpoints(id).expect("it is there");
        let kind = names.name(graph.relationship_type(id));
        format!("{} -{kind}-> {} {}", start.0, end.0, told(graph.relationship_properties(id)))
    };
    graph.nodes().map(node).chain(graph.relationships().map(relationship)).collect()
}

/// What is told of an import, without the folder.
fn told(folder: &TempDir, imported: &Imported) -> Vec<String> {
    let top = format!("{}/", folder.path().display());
    let refused = imported.refused.listed.iter().map(|it| it.to_string().replace(&top, ""));
    let name = |file: &Path| file.file_name().map(|it| it.to_string_lossy().into_owned());
    let inferred = imported
        .inferred
        .iter()
        .map(|it| format!("{}: {}", name(&it.file).unwrap_or_default(), it.header));
    inferred.chain(refused).collect()
}

fn run(import: &Import) -> Result<(Graph, Imported), ImportError> {
    let mut graph = Graph::new();
    let imported = super::import(&mut graph, import, Watch::default())?;
    Ok((graph, imported))
}

#[test]
fn headers_of_neo4j_admin_are_read() {
    let folder = folder(&[
        (
            "people.csv",
            "id:ID(P),name,:LABEL,born:date,langs:string[],x:IGNORE,n:int\r\n\
                        a,\"Ann \"\"A\"\"\",Person;Admin,2001-02-03,en;fr,y,7\r\n\
                        b,\"\",,,\"\",,\r\n",
        ),
        ("cities-header.csv", ":ID(C){id-type:long},name:string\n"),
        ("cities-1.csv", "1,Oslo\n"),
        ("cities-2.csv", ":ID(C){id-type:long},name:string\n 02,Rome\n"),
        ("ends.csv", ":START_ID(P),:END_ID(C),:TYPE,since:int\na,1,LIVES_IN,2000\nb,2,,\n"),
    ]);
    let cities = "City=cities-header.csv,cities-1.csv,cities-2.csv";
    let import = wanted(&folder, &["Being=people.csv", cities], &["WORKS_IN=ends.csv"], &[]);
    let (graph, imported) = run(&import).expect("imported");
    assert_eq!(told(&folder, &imported), [""; 0]);
    insta::assert_debug_snapshot!(seen(&graph));
}

#[test]
fn plain_headers_are_read_with_types_by_the_values() {
    let folder = folder(&[
        (
            "person.csv",
            "id,name,age,zip,score,married\n1,Ann,40,007,1,true\n2,Bob,,123,2.5,false\n",
        ),
        ("city.csv", "id, name\n1,Oslo\n"),
        ("lives.csv", "from,to,since\n1,1,2000\n2,1,\n"),
        ("knows.csv", "to,from\n1,2\n"),
    ]);
    let nodes = ["Person=person.csv", "City=city.csv"];
    let ends = ["LIVES_IN:Person:City=lives.csv", "KNOWS:Person:Person=knows.csv"];
    let (graph, imported) = run(&wanted(&folder, &nodes, &ends, &[])).expect("imported");
    insta::assert_debug_snapshot!((told(&folder, &imported), seen(&graph)));
    // Further relationships find nodes that are there by their label and `id`.
    let mut graph = graph;
    let more = wanted(&folder, &[], &["LIKES:Person:City=lives.csv"], &[]);
    super::import(&mut graph, &more, Watch::default()).expect("imported");
    assert_eq!(graph.relationship_types().last(), Some(&("LIVES_IN", 2)));
    assert_eq!(graph.relationship_count(), 5);
}

#[test]
fn lines_that_cannot_be_read_are_left_out_with_their_places() {
    let long = "é".repeat(100);
    let people = format!(
        "id:ID,name,age:int,t:datetime\n1,Ann,40,\n1,Cid,,\n\"\",Dan,4,\n5,Eve\n6,\"F\nG\",x,\n\
         7,Hal,{long},\n8,Ida,,noon\n9,Jan,,,\n{long},Kim,1,\n"
    );
    let folder = folder(&[
        ("p.csv", &people),
        ("k.csv", ":START_ID,:END_ID,:TYPE\n1,1,A\n1,9,A\n,1,A\n1,,A\n1,1,\n"),
        ("a.jsonl", "{\"id\":1}\n[]\n{\n"),
    ]);
    fs::write(folder.path().join("bytes.csv"), b":ID,name\nb,\xff\n\xff,c\n").expect("written");
    let import = wanted(&folder, &["p.csv", "bytes.csv"], &["k.csv"], &["a.jsonl"]);
    let (graph, imported) = run(&import).expect("imported");
    insta::assert_snapshot!(told(&folder, &imported).join("\n"));
    assert_eq!((graph.node_count(), graph.relationship_count()), (3, 1));
    assert_eq!(imported.refused.count, imported.refused.listed.len());
    // One fewer is tolerated than there are.
    for (tolerance, is_done) in
        [(0, false), (imported.refused.count - 1, false), (imported.refused.count, true)]
    {
        let mut graph = Graph::new();
        let import =
            Import { options: Options { tolerance, ..Options::default() }, ..import.clone() };
        let done = super::import(&mut graph, &import, Watch::default());
        assert_eq!(done.is_ok(), is_done, "{tolerance}");
        assert_eq!(graph.node_count(), if is_done { 3 } else { 0 });
        if let Err(ImportError::TooMany { refused, .. }) = done {
            assert_eq!(refused.count, tolerance + 1);
        }
    }
}

#[test]
fn options_change_what_fields_are() {
    let folder = folder(&[("p.csv", "id:ID;name;tags:string[]\n1;' a ';'x|y'\n2;'';'';more\n")]);
    let mut import = wanted(&folder, &["p.csv"], &[], &[]);
    import.options = Options {
        delimiter: b';',
        quote: b'\'',
        array_delimiter: '|',
        integer_ids: true,
        trims: true,
        ignores_extra: true,
        ignores_empty: true,
        ..Options::default()
    };
    let (graph, imported) = run(&import).expect("imported");
    assert!(imported.refused.is_empty(), "{:?}", imported.refused);
    insta::assert_debug_snapshot!(seen(&graph));
}

#[test]
fn json_lines_of_apoc_and_of_answers_are_read() {
    let folder = folder(&[(
        "a.jsonl",
        "\u{feff}{\"type\":\"node\",\"id\":\"0\",\"labels\":[\"A\",\"B\"],\"properties\":{\"n\":1,\"f\":1.0,\"l\":[\"a\"],\"z\":null}}\r\n\
         \n\
         {\"id\":1,\"labels\":[],\"properties\":{}}\n\
         {\"type\":\"relationship\",\"id\":\"0\",\"label\":\"R\",\"start\":{\"id\":\"0\",\"labels\":[]},\"end\":{\"id\":\"1\"},\"properties\":{\"x\":true}}\n\
         {\"id\":3,\"type\":\"S\",\"start\":1,\"end\":0,\"properties\":{}}\n\
         {\"type\":\"node\",\"id\":\"2\",\"properties\":{\"m\":{\"a\":1}}}\n\
         {\"type\":\"node\",\"id\":\"3\",\"properties\":{\"l\":[[1]]}}\n\
         {\"type\":\"node\",\"id\":\"4\",\"properties\":{\"n\":18446744073709551615}}\n\
         {\"type\":\"node\",\"id\":\"0\"}\n\
         {\"type\":\"node\"}\n\
         {\"type\":\"relationship\",\"start\":\"0\",\"end\":\"1\"}\n\
         {\"type\":\"relationship\",\"label\":\"R\",\"end\":\"1\"}\n\
         {\"type\":\"relationship\",\"label\":\"R\",\"start\":\"0\",\"end\":\"7\"}\n\
         {\"type\":\"node\",\"id\":true}\n\
         nonsense",
    )]);
    let (graph, imported) = run(&wanted(&folder, &[], &[], &["a.jsonl"])).expect("imported");
    insta::assert_debug_snapshot!((told(&folder, &imported), seen(&graph)));
}

#[test]
fn what_cannot_be_imported_at_all_is_told_with_what_to_write() {
    let folder = folder(&[
        ("none.csv", ""),
        ("plain.csv", "name\nAnn\n"),
        ("a.csv", "id,x\n1,2\n"),
        ("e.csv", "from,to\n1,1\n"),
        ("facts.jsonl", "{\"kind\":\"fact\",\"subject\":\"a\"}\n"),
    ]);
    let top = format!("{}/", folder.path().display());
    let mut lines = Vec::new();
    for (nodes, relationships, elements) in [
        (&["missing.csv"][..], &[][..], &[][..]),
        (&["none.csv"], &[], &[]),
        (&["plain.csv"], &[], &[]),
        (&["A=a.csv", "B=a.csv"], &["R=e.csv"], &[]),
        (&["A=a.csv"], &["e.csv"], &[]),
        (&["A=a.csv"], &["R:C:A=e.csv"], &[]),
        (&[], &["R=e.csv"], &[]),
        (&[], &[], &["facts.jsonl"]),
    ] {
        let mut graph = Graph::new();
        let import = wanted(&folder, nodes, relationships, elements);
        let error = super::import(&mut graph, &import, Watch::default()).expect_err("refused");
        assert_eq!(graph.node_count(), 0);
        let help = error.help().unwrap_or_default();
        lines.push(format!("{}\n  {help}", error.to_string().replace(&top, "")));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn ids_of_nodes_that_are_there_must_tell_them_apart() {
    let folder = folder(&[("e.csv", "from,to\n1,2\n")]);
    let mut graph = Graph::new();
    for id in [1, 1] {
        graph.add_node(["A"], [("id", Value::Int(id))]);
    }
    let import = wanted(&folder, &[], &["R:A:A=e.csv"], &[]);
    let error = super::import(&mut graph, &import, Watch::default()).expect_err("refused");
    assert_eq!(error.to_string(), "several nodes of the graph with the label `A` have the `id` 1");
}

#[test]
fn somebody_may_end_it_and_nothing_is_changed() {
    let rows: Vec<_> = (0..100_000).map(|at| format!("{at},{at},{at}")).collect();
    let people = format!("id:ID,a:int,b:int\n{}\n", rows.join("\n"));
    let folder = folder(&[("p.csv", &people)]);
    let import = wanted(&folder, &["P=p.csv"], &[], &[]);
    let mut graph = Graph::new();
    graph.add_node(["Kept"], []);
    let looks = Cell::new(0);
    let goes_on = || {
        looks.set(looks.get() + 1);
        looks.get() < 10
    };
    let last = Cell::new((0, 0));
    let watch = Watch { goes_on: &goes_on, tell: &|done, of| last.set((done, of)) };
    let stopped = super::import(&mut graph, &import, watch).expect_err("stopped");
    assert!(matches!(stopped, ImportError::Stopped));
    assert_eq!((graph.node_count(), graph.labels()), (1, vec![("Kept", 1)]));
    let (done, of) = last.get();
    assert!(0 < done && done < of && of == people.len() as u64, "{done} of {of}");
}

#[test]
fn tables_are_named_with_labels_and_types() {
    let table = |text: &str| text.parse::<RelationshipTable>();
    assert_eq!(table("a.csv").expect("a file").kind, None);
    for wrong in ["", "A=", "A:B=a.csv", "A::=a.csv", "A:B:C:D=a.csv", "A=a.csv,,b.csv"] {
        assert!(table(wrong).is_err(), "{wrong}");
    }
    assert!("A=".parse::<NodeTable>().is_err());
    assert_eq!("a.csv".parse::<NodeTable>().expect("a file").labels, [""; 0]);
}
