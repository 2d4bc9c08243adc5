//! `attest import` as a person uses it, and that it reads what `attest export csv` writes.

use std::fs;
use std::path::Path;

use attest_tests::plans::Choices;
use attest_tests::program::run;
use graph_core::export::View;
use graph_core::export::csv::Csv;
use graph_core::graph::Properties;
use graph_core::import::{Import, Watch, import};
use graph_core::temporal::Kind;
use graph_core::workspace;
use graph_core::{Graph, NodeId, RelationshipId, Value};
use tempfile::TempDir;

/// A folder with two tables, of which some lines can't be read.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("person.csv", "id:ID,name,age:int\n1,Ann,40\n2,Bob,old\n3,Cid,\n1,Dan,7\n");
    write("knows.csv", ":START_ID,:END_ID,since:int\n1,3,2001\n3,9,2002\n");
    folder
}

const TABLES: [&str; 4] = ["--nodes", "Person=person.csv", "--relationships", "KNOWS=knows.csv"];

/// What an import into a store says: standard output, standard error, status.
fn imported(folder: &Path, arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = run(folder, &[&["-g", "a.attest", "import"], arguments].concat(), "");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

/// The rows of a query on the store, as CSV without a header.
fn asked(folder: &Path, query: &str) -> String {
    let output = run(folder, &["-g", "a.attest", "query", query, "--format", "csv"], "");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.split_once('\n').map(|(_, rows)| rows.replace('\n', " ").trim().to_owned()).unwrap_or(text)
}

const COUNTS: &str =
    "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r";

#[test]
fn tables_go_into_a_new_store_and_further_ones_into_it() {
    let folder = folder();
    let top = folder.path();
    let (said, told, status) =
        imported(top, &[&TABLES[..], &["--report-file", "left-out.txt"]].concat());
    let refused = "person.csv, line 3: column `age`: `old` is no int\n\
                   person.csv, line 5: another node has the id `1`\n\
                   knows.csv, line 3: it ends at `9`, which is no id\n";
    assert_eq!(said, "a.attest: 2 nodes, 1 relationship; 3 lines are left out\n");
    assert_eq!(fs::read_to_string(top.join("left-out.txt")).expect("written"), refused);
    for line in refused.lines() {
        assert!(told.contains(&format!("error: {line}\n")), "{told}");
    }
    // What was left out doesn't go unnoticed.
    assert_eq!(status, Some(1));
    let rows =
        asked(top, "MATCH (p:Person)-[k:KNOWS]->(q) RETURN p.name, p.age, k.since, q.id, q.age");
    assert_eq!(rows, "Ann,40,2001,3,");
    // Plain tables, and nodes that are there already.
    fs::write(top.join("city.csv"), "id,name\n1,Oslo\n").expect("written");
    fs::write(top.join("lives.csv"), "from,to\n1,1\n3,1\n").expect("written");
    let more = ["--nodes", "City=city.csv", "--relationships", "LIVES_IN:Person:City=lives.csv"];
    let (said, told, status) = imported(top, &more);
    assert_eq!((&*said, status), ("a.attest: 1 node, 2 relationships\n", Some(0)), "{told}");
    assert_eq!(told, "city.csv: taken as id:long,name:string\n");
    assert_eq!(asked(top, COUNTS), "3,3");
    let checked = run(top, &["check", "a.attest"], "");
    assert!(checked.status.success(), "{checked:?}");
}

#[test]
fn an_import_that_brings_nothing_makes_no_store() {
    let folder = folder();
    let top = folder.path();
    fs::write(top.join("bad.csv"), "id:ID,age:int\n1,old\n").expect("written");
    for (nodes, more) in [("gone.csv", ""), ("bad.csv", "--bad-tolerance=0"), ("bad.csv", "-q")] {
        let arguments = ["--nodes", nodes, more];
        let arguments = arguments.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>();
        let (_, told, status) = imported(top, &arguments);
        assert_eq!(status, Some(1), "{told}");
        let left: Vec<_> = fs::read_dir(top).expect("a folder").flatten().collect();
        let stores =
            left.iter().filter(|it| it.file_name().to_string_lossy().starts_with("a.attest"));
        assert_eq!(stores.count(), 0, "{left:?}");
    }
}

#[test]
fn more_lines_than_are_tolerated_leave_the_store_as_it_is() {
    let folder = folder();
    let top = folder.path();
    run(top, &["-g", "a.attest", "query", "CREATE (:Kept)"], "");
    for tolerance in ["0", "2"] {
        let (said, told, status) =
            imported(top, &[&TABLES[..], &["--bad-tolerance", tolerance]].concat());
        assert_eq!((&*said, status), ("", Some(1)));
        assert!(
            told.contains("so nothing is imported") && told.contains("--bad-tolerance N"),
            "{told}"
        );
        assert!(told.contains("person.csv, line 3"), "{told}");
        assert_eq!(asked(top, COUNTS), "1,0");
    }
    let (_, told, status) = imported(top, &["--nodes", "Person=person.csv", "--nodes", "gone.csv"]);
    assert_eq!(status, Some(1));
    assert!(told.contains("gone.csv can't be read"), "{told}");
    assert_eq!(asked(top, COUNTS), "1,0");
    let (said, ..) = imported(top, &[&TABLES[..], &["--bad-tolerance=-1"]].concat());
    assert!(said.contains("3 lines are left out"), "{said}");
    assert_eq!(asked(top, COUNTS), "3,1");
}

#[test]
fn wrong_usage_is_told_with_what_to_write() {
    let folder = folder();
    let top = folder.path();
    for (arguments, status, wanted) in [
        (&[][..], 2, "attest -g STORE import"),
        (&["--nodes", "Person="], 2, "write LABEL=FILE, such as Person=person.csv"),
        (&["--relationships", "A:B=knows.csv"], 2, "LIVES_IN:Person:City=lives_in.csv"),
        (&["--nodes", "person.csv", "--delimiter", "ab"], 2, "write one character, TAB"),
        (&["."], 1, "is a folder without import.args"),
        (&[".", "--nodes", "person.csv"], 1, "which is imported by itself"),
    ] {
        let (_, told, found) = imported(top, arguments);
        assert_eq!(found, Some(status), "{arguments:?}: {told}");
        assert!(told.contains(wanted), "{arguments:?}: {told}");
    }
    let output = run(top, &["-g", ":memory:", "import", "--nodes", "person.csv"], "");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains("name a store"), "{told}");
}

#[test]
fn many_lines_that_are_left_out_are_counted() {
    let folder = folder();
    let top = folder.path();
    let rows = ",x\n".repeat(100);
    fs::write(top.join("many.csv"), format!("id:ID,name\n{rows}")).expect("written");
    let (said, told, _) = imported(top, &["--nodes", "many.csv"]);
    assert_eq!(said, "a.attest: 0 nodes, 0 relationships; 100 lines are left out\n");
    assert_eq!(told.matches("it has no id").count(), 20, "{told}");
    assert!(
        told.contains("80 more lines can't be read") && told.contains("--report-file"),
        "{told}"
    );
}

#[test]
fn a_folder_names_no_file_of_elsewhere() {
    let folder = folder();
    let top = folder.path();
    fs::create_dir(top.join("in")).expect("made");
    let write = |text: &str| fs::write(top.join("in/import.args"), text).expect("written");
    write("--nodes=../person.csv\n");
    let (_, told, status) = imported(top, &["in"]);
    assert_eq!(status, Some(1));
    assert!(told.contains("../person.csv leads out of the folder"), "{told}");
    write("--nodes=a.csv\n--frobnicate\n");
    let (_, told, status) = imported(top, &["in"]);
    assert_eq!(status, Some(1));
    assert!(told.contains("import.args: unexpected argument '--frobnicate'"), "{told}");
    write(
        "# made by hand\n\"--nodes=Person=a.csv\"\n--skip-duplicate-nodes=true\n--trim-strings=true\n",
    );
    fs::write(top.join("in/a.csv"), "id,name\n1, Ann \n").expect("written");
    let (said, told, status) = imported(top, &["in"]);
    assert_eq!((&*said, status), ("a.attest: 1 node, 0 relationships\n", Some(0)), "{told}");
    assert_eq!(asked(top, "MATCH (p:Person) RETURN p.name"), "Ann");
}

#[test]
fn what_is_exported_is_imported_as_it_was() {
    let folder = folder();
    let top = folder.path();
    let article =
        "Talks\n\nMayor Lena Ortiz criticized the bridge agreement in Denmark on Monday.\n";
    fs::write(top.join("talks.txt"), article).expect("written");
    for (graph, to) in [("talks.txt", "out"), ("a.attest", "again")] {
        let output = run(top, &["-g", graph, "--no-cache", "export", "csv", "-o", to], "");
        assert!(output.status.success(), "{output:?}");
        if to == "out" {
            let (said, told, status) = imported(top, &["out"]);
            assert_eq!((&*told, status), ("", Some(0)), "{said}");
        }
    }
    for name in ["nodes.csv", "relationships.csv", "import.args"] {
        let read = |folder: &str| fs::read_to_string(top.join(folder).join(name)).expect("written");
        assert_eq!(read("out"), read("again"), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_the_store_as_it_is() {
    use std::io::Write;
    use std::process::{Command, Stdio};

    let folder = folder();
    let top = folder.path();
    run(top, &["-g", "a.attest", "query", "CREATE (:Kept)"], "");
    let pipe = top.join("pipe.csv");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let mut command = Command::new(attest_tests::program::attest());
    command.args(["-g", "a.attest", "import", "--nodes", "Row=pipe.csv"]).current_dir(top);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut rows = fs::File::options().write(true).open(&pipe).expect("it reads");
    let mut next = 0_u32;
    let mut write = |rows: &mut fs::File| {
        let some: Vec<_> = (next..next + 1000).map(|at| format!("{at},some text\n")).collect();
        next += 1000;
        rows.write_all(some.concat().as_bytes())
    };
    rows.write_all(b"id:ID,text\n").expect("it reads");
    // More than a pipe holds: some of it was read.
    for _ in 0..100 {
        write(&mut rows).expect("it reads");
    }
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.expect("kill runs").success());
    while write(&mut rows).is_ok() {}
    let output = child.wait_with_output().expect("it ends");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(130), "{told}");
    assert!(told.contains("stopped: nothing is imported"), "{told}");
    assert_eq!(asked(top, COUNTS), "1,0");
}

/// A text with what CSV, headers and JSON make much of.
fn text(choices: &mut Choices<'_>) -> String {
    let parts =
        ["a", "é", "\"", ",", ";", "\n", "\r\n", "|", ":", "(", " ", "1", "\u{1c}", "'", "\\"];
    (0..choices.below(6)).map(|_| choices.pick(&parts)).collect()
}

fn value(choices: &mut Choices<'_>) -> Value {
    match choices.below(9) {
        0 => Value::Int(choices.pick(&[0, -1, i64::MIN, i64::MAX, 7])),
        1 => Value::Float(choices.pick(&[0.1, -0.0, f64::INFINITY, 1e300, 3.0])),
        2 => choices.pick(&[true, false]).into(),
        3 => Kind::Date.parse("2025-03-04").expect("a date"),
        4 => Kind::DateTime.parse("2025-07-04T10:00+02:00[Europe/Paris]").expect("a moment"),
        5 => Value::list((0..choices.below(4)).map(|at| Value::Int(at as i64))),
        6 => Value::list((0..choices.below(4)).map(|at| format!("x{}{at}", text(choices)).into())),
        _ => text(choices).into(),
    }
}

fn properties(choices: &mut Choices<'_>, number: usize) -> Vec<(&'static str, Value)> {
    let mut found = vec![("u", Value::Int(number as i64))];
    for key in ["name", "a b", "x:int", "id", ":LABEL", "è,\"é\""] {
        if choices.once_in(3) {
            found.push((key, value(choices)));
        }
    }
    found
}

fn graph(choices: &mut Choices<'_>) -> Graph {
    let mut graph = Graph::new();
    let mut nodes = Vec::new();
    for number in 0..=choices.below(12) {
        let labels = choices.pick(&[&["A"][..], &["A", "B;C"], &[], &["é \"", "|"]]);
        nodes.push(graph.add_node(labels.iter().copied(), properties(choices, number)));
    }
    for number in 0..choices.below(20) {
        let (start, end) = (choices.pick(&nodes), choices.pick(&nodes));
        let kind = choices.pick(&["R", "S \"T\"", "U,V"]);
        graph.add_relationship(start, kind, end, properties(choices, number));
    }
    graph
}

/// All of a graph, by what its elements say of themselves.
fn dump(graph: &Graph) -> Vec<String> {
    let names = graph.symbols();
    let told = |properties: &Properties| {
        let pairs = properties.iter();
        let mut told: Vec<_> =
            pairs.map(|(key, it)| format!("{}={it:?}", names.name(key))).collect();
        told.sort();
        told.join(" ")
    };
    let number = |node: NodeId| format!("{:?}", graph.node_property(node, "u"));
    let node = |node: NodeId| {
        let mut labels: Vec<_> = graph.node_labels(node).iter().map(|it| names.name(*it)).collect();
        labels.sort_unstable();
        format!("{labels:?} {}", told(graph.node_properties(node)))
    };
    let relationship = |id: RelationshipId| {
        let (start, end) = graph.endpoints(id).expect("it is there");
        let kind = names.name(graph.relationship_type(id));
        let properties = told(graph.relationship_properties(id));
        format!("{} -{kind}-> {} {properties}", number(start), number(end))
    };
    let mut all: Vec<_> =
        graph.nodes().map(node).chain(graph.relationships().map(relationship)).collect();
    all.sort();
    all
}

/// What the options of an exported folder say.
fn wanted(folder: &Path) -> Import {
    let mut wanted = Import::default();
    let within = |file: &str| vec![folder.join(file)];
    for line in fs::read_to_string(folder.join("import.args")).expect("written").lines() {
        match line.split_once('=').expect("an option") {
            ("--nodes", file) => wanted
                .nodes
                .push(graph_core::import::NodeTable { files: within(file), ..Default::default() }),
            ("--relationships", file) => {
                wanted.relationships.push(graph_core::import::RelationshipTable {
                    files: within(file),
                    ..Default::default()
                });
            }
            ("--array-delimiter", code) => {
                let code = code.strip_prefix("U+").and_then(|it| u32::from_str_radix(it, 16).ok());
                wanted.options.array_delimiter =
                    code.and_then(char::from_u32).expect("a character");
            }
            ("--multiline-fields", "true") => {}
            other => panic!("{other:?}"),
        }
    }
    wanted
}

#[test]
fn random_graphs_come_back_from_their_tables() {
    for seed in 0..300 {
        let mut choices = Choices::Seed(seed);
        let mut workspace = workspace::open(Path::new(":memory:")).expect("always there");
        *workspace.graph_mut() = graph(&mut choices);
        let folder = tempfile::tempdir().expect("a folder");
        Csv(&View::whole(&workspace)).write(folder.path()).expect("written");
        let mut back = Graph::new();
        let imported = import(&mut back, &wanted(folder.path()), Watch::default());
        let imported = imported.unwrap_or_else(|error| panic!("{seed}: {error}"));
        assert!(imported.refused.is_empty(), "{seed}: {:?}", imported.refused.listed);
        assert_eq!(dump(&back), dump(workspace.graph()), "{seed}");
    }
}
