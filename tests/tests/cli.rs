//! The command line: formats, scripts, exit status, what goes where.

use std::fs;
use std::path::Path;
use std::process::Output;

use attest_tests::program::run;
use tempfile::TempDir;

/// An article that nobody has seen.
const ARTICLE: &str = "\u{feff}Title: Bridge talks\r\nSource: The Valley Courier\r\n\
    Date: 2025-03-04\r\n\r\n\
    Mayor Lena Ortiz criticized the bridge agreement on Monday.\r\n\r\n\
    Lena Ortiz visited Denmark. Denmark did not sign the bridge agreement.\r\n";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("news")).expect("made");
    fs::write(folder.path().join("news/bridge.txt"), ARTICLE).expect("written");
    folder
}

fn in_memory(arguments: &[&str], input: &str) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &[&["-g", ":memory:"], arguments].concat(), input)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// What stood on standard output of a run that did what was asked.
fn answer(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// What stood on standard error of a run that was refused.
fn refusal(output: &Output, status: i32) -> String {
    assert_eq!(output.status.code(), Some(status), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    let said = text(&output.stderr);
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[test]
fn every_format_writes_rows() {
    let written = |format| {
        let query = "UNWIND [1, 22] AS n RETURN n, 'a|\"b\"' AS t, null AS x";
        answer(&in_memory(&["query", query, "--format", format], ""))
    };
    assert_eq!(written("csv"), "n,t,x\n1,\"a|\"\"b\"\"\",\n22,\"a|\"\"b\"\"\",\n");
    assert_eq!(written("tsv"), "n\tt\tx\n1\t\"a|\"\"b\"\"\"\t\n22\t\"a|\"\"b\"\"\"\t\n");
    assert_eq!(
        written("json"),
        "[{\"n\":1,\"t\":\"a|\\\"b\\\"\",\"x\":null},\n {\"n\":22,\"t\":\"a|\\\"b\\\"\",\"x\":null}]\n"
    );
    assert_eq!(
        written("jsonl"),
        "{\"n\":1,\"t\":\"a|\\\"b\\\"\",\"x\":null}\n{\"n\":22,\"t\":\"a|\\\"b\\\"\",\"x\":null}\n"
    );
    assert_eq!(
        written("markdown"),
        "| n | t | x |\n| ---: | --- | --- |\n| 1 | a\\|\"b\" | null |\n| 22 | a\\|\"b\" | null |\n"
    );
    assert_eq!(written("line"), "n: 1\nt: a|\"b\"\nx: null\n\nn: 22\nt: a|\"b\"\nx: null\n");
    let table = written("table");
    assert!(table.contains("│  1 ┆ a|\"b\" ┆ null │\n│ 22 ┆"), "{table}");
}

#[test]
fn parameters_are_literals() {
    let query = ["query", "RETURN $a + 1 AS a, $b AS b", "--format", "jsonl"];
    let given = ["--param", "a=41", "--param", "b=['x', {k: null}]"];
    let output = in_memory(&[&query[..], &given[..]].concat(), "");
    assert_eq!(answer(&output), "{\"a\":42,\"b\":[\"x\",{\"k\":null}]}\n");
}

#[test]
fn wrong_usage_ends_with_status_2() {
    let folder = folder();
    for arguments in [
        &["quarry", "RETURN 1"][..],
        &["query"],
        &["query", "RETURN 1", "--format", "xml"],
        &["query", "RETURN 1", "--param", "a"],
        &["query", "RETURN 1", "--param", "a=MATCH"],
        &["query", "RETURN 1", "--param", "1 a=1"],
        &["run"],
        &["export"],
        &["export", "svgz"],
        &["export", "jsonl", "--legend"],
        &["export", "dot", "--base", "https://example.org/"],
        &["export", "ttl", "--base", "news/"],
        &["export", "jsonl", "--cluster", "type"],
        &["export", "dot", "--cluster", "colour"],
        &["--nonsense"],
    ] {
        refusal(&run(folder.path(), arguments, ""), 2);
    }
}

#[test]
fn what_cannot_be_opened_is_named_with_advice() {
    let folder = folder();
    let refused = |graph| refusal(&run(folder.path(), &["-g", graph, "query", "RETURN 1"], ""), 1);
    let missing = refused("nowhere");
    assert!(missing.contains("nowhere") && missing.contains("help"), "{missing}");
    fs::write(folder.path().join("facts.attest"), "no store at all").expect("written");
    let store = refused("facts.attest");
    assert!(store.contains("facts.attest") && store.contains("no store"), "{store}");
    fs::create_dir(folder.path().join("empty")).expect("made");
    assert!(refused("empty").contains("empty"));
    fs::write(folder.path().join("junk.txt"), [0, 159, 146, 150, 0, 1, 2, 255]).expect("written");
    assert!(refused("junk.txt").contains("junk"));
    fs::write(folder.path().join("nothing.txt"), "").expect("written");
    assert!(refused("nothing.txt").contains("nothing"));
}

#[test]
fn a_wrong_query_is_pointed_at() {
    let said = refusal(&in_memory(&["query", "RETURN 1 +\n  sise([1])"], ""), 1);
    assert!(said.contains("2 |") && said.contains("  ^^^^"), "{said}");
    assert!(said.contains("size"), "{said}");
    for wrong in ["", " // nothing", ":help", "RETURN 1; RETURN 2", "RETURN $x", "MATCH (n"] {
        refusal(&in_memory(&["query", wrong], ""), 1);
    }
    assert_eq!(answer(&in_memory(&["query", "RETURN 1 AS a;", "--format", "csv"], "")), "a\n1\n");
}

#[test]
fn messages_carry_no_control_characters() {
    let said = refusal(&in_memory(&["query", "RETURN '\u{1b}[31m\u{9b}' + \u{7}"], ""), 1);
    assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{said:?}");
    for format in ["table", "line", "csv", "tsv", "json", "jsonl", "markdown"] {
        let query = "RETURN '\u{1b}[31m\u{9b}\u{202e}' AS a";
        let rows = answer(&in_memory(&["query", query, "--format", format], ""));
        let control = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!rows.contains(control), "{format}: {rows:?}");
    }
}

#[test]
fn scripts_run_statement_by_statement() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "\u{feff}// two;\nRETURN ';' AS a; /* ; */\n\nRETURN 2 AS b";
    fs::write(folder.path().join("two.cypher"), script).expect("written");
    let run = |arguments: &[&str], input| {
        answer(&run(folder.path(), &[&["-g", ":memory:", "run"], arguments].concat(), input))
    };
    assert_eq!(run(&["two.cypher", "--format", "csv"], ""), "a\n;\nb\n2\n");
    assert_eq!(run(&["-", "--format", "csv"], script), "a\n;\nb\n2\n");
    let twice = run(&["two.cypher", "-", "--format", "jsonl"], "RETURN 3 AS c;");
    assert_eq!(twice, "{\"a\":\";\"}\n{\"b\":2}\n{\"c\":3}\n");
    assert_eq!(run(&["-", "--format", "line"], "RETURN 1 AS a; RETURN 2 AS b"), "a: 1\n\nb: 2\n");
    assert_eq!(run(&["-"], "// nothing\n"), "");
}

#[test]
fn a_script_stops_at_its_first_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "RETURN 1 AS a;\n\n  RETURN é;\nRETURN 3 AS c;";
    fs::write(folder.path().join("bad.cypher"), script).expect("written");
    let output = run(folder.path(), &["-g", ":memory:", "run", "bad.cypher", "--format=csv"], "");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "a\n1\n");
    let said = text(&output.stderr);
    assert!(said.contains("bad.cypher:3:10"), "{said}");
    let gone = ["-g", ":memory:", "run", "gone.cypher"];
    assert!(refusal(&run(folder.path(), &gone, ""), 1).contains("gone.cypher"));
    fs::write(folder.path().join("junk.cypher"), b"RETURN 1;\nRETURN '\xff'").expect("written");
    let junk = ["-g", ":memory:", "run", "junk.cypher"];
    assert!(refusal(&run(folder.path(), &junk, ""), 1).contains("line 2"));
}

#[test]
fn no_query_is_too_hostile() {
    let nested = format!("RETURN {}1{}", "(".repeat(10_000), ")".repeat(10_000));
    let brackets = format!("RETURN {}", "[".repeat(10_000));
    let nots = format!("RETURN {}true", "NOT ".repeat(10_000));
    let pattern = format!("MATCH {} RETURN 1", "(a)-->".repeat(10_000));
    for query in [&nested, &brackets, &nots, &pattern] {
        let output = in_memory(&["query", query], "");
        assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}", output.status);
        assert!(output.stderr.len() < 10_000, "a message is read by people");
    }
    let query = "MATCH (a:Ä {x: 'é'})-[r:T|U*1..2]->(b) WHERE a.x <> \"ü\" RETURN [x IN [1] | $é];";
    for (at, _) in query.char_indices() {
        let cut = &query[..at];
        let output = in_memory(&["query", cut], "");
        assert!(matches!(output.status.code(), Some(0 | 1)), "{cut}: {:?}", output.status);
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::io::Read;
    use std::process::{Command, Stdio};
    let query = "UNWIND range(1, 200000) AS n RETURN n, 'some text to fill the pipe' AS t";
    let mut command = Command::new(attest_tests::program::attest());
    command.args(["-g", ":memory:", "query", query, "--format", "csv"]);
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("attest starts");
    let mut some = [0; 10];
    child.stdout.take().expect("piped").read_exact(&mut some).expect("rows");
    let output = child.wait_with_output().expect("attest ends");
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_shell_reads_a_pipe_without_greeting() {
    let output = in_memory(&["shell", "--format", "csv"], "RETURN 1\n AS a;\n:quit\nRETURN 2;");
    assert_eq!(answer(&output), "a\n1\n");
    assert_eq!(text(&output.stderr), "");
    let output = in_memory(&["shell", "--keep-going"], "RETURN x;\n:hepl\nRETURN 'on' AS a");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("on"));
    assert!(text(&output.stderr).contains(":help"));
    assert!(answer(&in_memory(&[], ":help\n:schema\nexit")).contains(":evidence N"));
}

#[test]
fn facts_are_asked_for_in_cypher_and_in_english() {
    let folder = folder();
    let ask = |graph, text| {
        answer(&run(folder.path(), &["-g", graph, "query", text, "--format", "jsonl"], ""))
    };
    let cypher = "MATCH (p:Person)-[c:CRITICIZED]->(a:Agreement) \
                  RETURN p.name AS who, c.quotes[0] AS quote, c.sources AS sources";
    let expected = "{\"who\":\"Lena Ortiz\",\
        \"quote\":\"Mayor Lena Ortiz criticized the bridge agreement on Monday.\",\
        \"sources\":[\"bridge\"]}\n";
    assert_eq!(ask("news", cypher), expected);
    assert_eq!(ask("news/bridge.txt", cypher), expected);
    assert!(ask("news", "who criticized the agreement?").contains("Lena Ortiz"));
    assert_eq!(ask("news", "MATCH (:Country)-[s:SIGNED]->() RETURN s"), "");
}

#[test]
fn a_question_prints_its_cypher_beside_the_answer() {
    let folder = folder();
    let output = run(folder.path(), &["-g", "news", "query", "who visited Denmark"], "");
    let rows = answer(&output);
    assert!(rows.contains("Lena Ortiz") && rows.contains("bridge"), "{rows}");
    assert!(text(&output.stderr).contains("MATCH"), "{}", text(&output.stderr));
    let unknown = ["-g", "news", "query", "who crticized the agreement"];
    let said = refusal(&run(folder.path(), &unknown, ""), 1);
    assert!(said.contains("crticized") && said.contains("criticized"), "{said}");
}

#[test]
fn exported_quotes_are_the_bytes_of_the_file() {
    let folder = folder();
    let file = folder.path().join("news/bridge.txt");
    let bytes = fs::read(file).expect("readable");
    let lines = answer(&run(folder.path(), &["-g", "news", "export", "jsonl"], ""));
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines[0]["kind"], "article");
    assert_eq!(lines[0]["source"], "The Valley Courier");
    let evidence: Vec<_> = lines
        .iter()
        .filter_map(|line| line["evidence"].as_array())
        .flatten()
        .map(|piece| {
            let at = |key: &str| piece[key].as_u64().expect("an offset") as usize;
            assert_eq!(
                &bytes[at("start")..at("end")],
                piece["quote"].as_str().expect("a quote").as_bytes()
            );
        })
        .collect();
    assert!(evidence.len() >= 3);
}

#[test]
fn an_export_holds_what_its_query_returns() {
    let folder = folder();
    let export = |arguments: &[&str]| {
        answer(&run(folder.path(), &[&["-g", "news", "export"], arguments].concat(), ""))
    };
    let visits = "MATCH (a)-[v:VISITED]->(b) RETURN v";
    let lines = export(&["jsonl", "--query", visits]);
    assert_eq!(lines.lines().filter(|line| line.contains("\"fact\"")).count(), 1);
    assert_eq!(lines.lines().filter(|line| line.contains("\"entity\"")).count(), 2);
    let drawing = export(&["dot", "--query", visits]);
    assert!(drawing.contains("VISITED") && !drawing.contains("CRITICIZED"), "{drawing}");
    // Rows without nodes are drawn by what they were matched with.
    let names = "MATCH (a)-[:VISITED]->(b) RETURN a.name";
    assert_eq!(export(&["dot", "--query", names]), drawing);
    assert!(export(&["dot"]).contains("CRITICIZED"));
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = folder();
    let to = |target: &str| run(folder.path(), &["-g", "news", "export", "dot", "-o", target], "");
    assert_eq!(answer(&to("graph.dot")), "");
    let written = fs::read_to_string(folder.path().join("graph.dot")).expect("readable");
    assert!(written.starts_with("digraph") && written.ends_with("}\n"));
    assert!(refusal(&to("no/such/folder.dot"), 1).contains("no/such/folder.dot"));
    let left: Vec<_> = files(folder.path());
    assert_eq!(left, ["graph.dot", "news"]);
}

fn files(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().expect("readable");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("readable").file_name();
    let mut names: Vec<String> =
        entries.map(|entry| name(entry).into_string().expect("UTF-8")).collect();
    names.sort();
    names
}

#[test]
fn unknown_names_are_warned_of_and_refused_when_strict() {
    let folder = folder();
    let query = "MATCH (p:Persn)-[:CRITICISED]->() RETURN p.nmae";
    let ask =
        |more: &[&str]| run(folder.path(), &[&["-g", "news", "query", query], more].concat(), "");
    let warned = ask(&[]);
    answer(&warned);
    let said = text(&warned.stderr);
    for near in ["did you mean `Person`?", "did you mean `CRITICIZED`?", "did you mean `name`?"] {
        assert!(said.contains(near), "{near}: {said}");
    }
    assert!(said.contains("warning: ") && !said.contains("error"), "{said}");
    let said = refusal(&ask(&["--strict"]), 1);
    assert!(said.contains("error: the graph has no label `Persn`"), "{said}");
    assert!(said.contains("did you mean `Person`?") && said.contains("^^^^^"), "{said}");
    // A question is never refused for a relation that this graph doesn't have.
    let question = ["-g", "news", "query", "who praised Denmark?", "--strict"];
    answer(&run(folder.path(), &question, ""));
    let script = "MATCH (p:Person) RETURN p.name;\nMATCH (a)\nRETURN a:Persn;\nRETURN 1;";
    let strict = ["-g", "news", "run", "-", "--strict", "--format=csv"];
    let output = run(folder.path(), &strict, script);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "p.name\nLena Ortiz\n");
    assert!(text(&output.stderr).contains("-:3:10"), "{}", text(&output.stderr));
    let shell = ":strict on\nMATCH (p:Persn) RETURN p;\n:strict off\nMATCH (p:Persn) RETURN 1;\n\
                 :strict perhaps";
    let said = text(&run(folder.path(), &["-g", "news", "shell", "--keep-going"], shell).stderr);
    assert_eq!(said.matches("error: the graph has no label").count(), 1, "{said}");
    assert_eq!(said.matches("warning: the graph has no label").count(), 1, "{said}");
    assert!(said.contains("`:strict on` or `:strict off`"), "{said}");
}

#[test]
fn corrections_are_run_on_the_graph_and_refuse_it_where_they_fail() {
    let folder = folder();
    let corrections = folder.path().join("news/corrections.cypher");
    let ask = || run(folder.path(), &["-g", "news", "query", "RETURN 1 AS n", "--format=csv"], "");
    fs::write(&corrections, "// none yet;\nMATCH (p:Persn) RETURN p;\n").expect("written");
    let warned = ask();
    assert_eq!(answer(&warned), "n\n1\n");
    let said = text(&warned.stderr);
    assert!(said.contains("corrections.cypher:2:10") && said.contains("`Person`"), "{said}");
    assert!(!said.contains("not read"), "{said}");
    fs::write(&corrections, "MATCH (p) RETURN p;\n\nMATCH (p)\n  RETRUN p;\n").expect("written");
    let said = refusal(&ask(), 1);
    assert!(said.contains("news/corrections.cypher:4:3"), "{said}");
    assert!(said.contains("RETURN?") && said.contains("isn't opened"), "{said}");
    let loaded = ["-g", ":memory:", "shell", "--keep-going"];
    let shell = run(folder.path(), &loaded, ":load news\nRETURN 'still' AS a;");
    assert!(text(&shell.stdout).contains("still"), "{}", text(&shell.stderr));
    fs::write(&corrections, b"RETURN '\xff';").expect("written");
    assert!(refusal(&ask(), 1).contains("not UTF-8"));
}

#[test]
fn what_corrections_delete_is_not_exported() {
    let folder = folder();
    let export = |format| answer(&run(folder.path(), &["-g", "news", "export", format], ""));
    let facts = |lines: &str| lines.lines().filter(|line| line.contains("\"fact\"")).count();
    let before = export("jsonl");
    assert!(facts(&before) > 1, "{before}");
    // What is created next takes the ids of what was deleted, and is none of it.
    let statements = "MATCH (a:Entity)-[r]->(:Entity) WITH r LIMIT 1 DELETE r;\n\
        MATCH (a:Entity) WHERE NOT (a)--(:Entity) DETACH DELETE a;\n\
        UNWIND range(1, 50) AS n CREATE (:Odd {n: n})-[:ODD]->(:Odd {n: -n});\n";
    fs::write(folder.path().join("news/corrections.cypher"), statements).expect("written");
    let after = export("jsonl");
    assert_eq!(facts(&after), facts(&before) - 1, "{after}");
    assert!(after.lines().all(|line| before.lines().any(|other| other == line)), "{after}");
    assert!(export("dot").contains("ODD"));
}

#[test]
fn csv_files_are_read_below_the_workspace_and_where_it_is_allowed() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("news/articles/1.txt", "Ann met Bob on Monday.\n"),
        ("news/people.csv", "name\nAnn\n"),
        ("more/people2.csv", "name\nBob\n"),
    ] {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::write(file, text).expect("written");
    }
    let load = |name: &str, graph: &str, more: &[&str]| {
        let query = format!("LOAD CSV WITH HEADERS FROM '{name}' AS row RETURN row.name AS name");
        let arguments = [&["-g", graph, "query", &query, "--format=csv"], more].concat();
        run(folder.path(), &arguments, "")
    };
    assert_eq!(answer(&load("people.csv", "news", &[])), "name\nAnn\n");
    assert!(refusal(&load("../more/people2.csv", "news", &[]), 1).contains("--allow-files"));
    assert_eq!(answer(&load("people2.csv", "news", &["--allow-files=more"])), "name\nBob\n");
    assert!(refusal(&load("people.csv", ":memory:", &[]), 1).contains("--allow-files"));
    assert_eq!(answer(&load("people.csv", ":memory:", &["--allow-files", "news"])), "name\nAnn\n");
}

#[test]
fn plans_are_shown_in_every_format() {
    let shown =
        |query: &str, format: &str| answer(&in_memory(&["query", query, "--format", format], ""));
    let query = "EXPLAIN MATCH (n) OPTIONAL MATCH (n)--(m:City) RETURN m.name AS name";
    let table = shown(query, "table");
    for part in ["Project", "m.name AS name", "· HasLabels", "(m:City)", "AllNodes"] {
        assert!(table.contains(part), "{table}");
    }
    let lines = shown("PROFILE UNWIND [1, 2, 3] AS x RETURN x", "jsonl");
    let first =
        r#"{"depth":0,"operator":"Unwind","details":"[1, 2, 3] AS x","estimated":3,"rows":3,"ms":"#;
    assert!(lines.starts_with(first), "{lines}");
    let created = printed("EXPLAIN CREATE (n);\nPROFILE CREATE (n);\nMATCH (n) RETURN count(n);");
    assert!(created.ends_with("count(n)\n1\n"), "{created}");
}

/// What a script prints as comma-separated values.
fn printed(script: &str) -> String {
    answer(&in_memory(&["run", "-", "--format=csv"], script))
}

#[test]
fn statements_change_the_graph_and_say_so_on_standard_error() {
    let script = "CREATE (:Person {name: 'Ann'})-[:KNOWS]->(:Person {name: 'Bob'});\n\
                  MATCH (p:Person) RETURN count(p) AS n;\n\
                  MATCH (p:Person {name: 'Bob'}) DETACH DELETE p RETURN 'gone' AS bob;\n";
    let output = in_memory(&["run", "-", "--format", "line"], script);
    assert_eq!(answer(&output), "n: 2\n\nbob: gone\n");
    let said = text(&output.stderr);
    assert!(said.contains("created 2 nodes, created 1 relationship, set 2 properties"), "{said}");
    assert!(said.contains("deleted 1 node, deleted 1 relationship"), "{said}");
    assert!(!said.contains("warning") && !said.contains("last until"), "{said}");
    // For programs nothing is said.
    for format in ["csv", "tsv", "json", "jsonl"] {
        let output = in_memory(&["query", "CREATE (:Person)", "--format", format], "");
        assert_eq!(answer(&output), "", "{format}");
        assert_eq!(text(&output.stderr), "", "{format}");
    }
}

#[test]
fn a_refused_statement_leaves_the_graph_as_it_was() {
    let script = "CREATE (:Person {name: 'Ann'});\n\
                  UNWIND [1, 0] AS x CREATE (:Person {share: 1 / x});\n";
    let output = in_memory(&["run", "-"], script);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("-:2:"), "{}", text(&output.stderr));
    let shell = [script, "MATCH (p:Person) RETURN count(p) AS n;"].concat();
    let output = in_memory(&["shell", "--format", "csv", "--keep-going"], &shell);
    assert_eq!(text(&output.stdout), "n\n1\n");
}

#[test]
fn what_was_deleted_is_shown_in_every_format() {
    let script = "CREATE (:A {x: 1})-[:R {y: 2}]->(:B);\n\
                  MATCH p = (a)-[r]->(b) DETACH DELETE a, b, r RETURN a, r;";
    for format in ["table", "line", "csv", "tsv", "json", "jsonl", "markdown"] {
        let output = in_memory(&["run", "-", "--format", format], script);
        assert!(!answer(&output).is_empty(), "{format}");
    }
}

#[test]
fn changes_of_a_workspace_last_until_the_end_and_corrections_stay() {
    let folder = folder();
    let corrections = "MATCH (p:Person {name: 'Lena Ortiz'})\nSET p.name = 'Elena Ortiz';\n\
                       MATCH (:Person)-[v:VISITED]->() DELETE v;\n";
    let ask = |arguments: &[&str], input| {
        run(folder.path(), &[&["-g", "news"], arguments].concat(), input)
    };
    let names = ["query", "MATCH (p:Person) RETURN p.name", "--format=csv"];
    let change = "MATCH (p:Person) SET p.seen = true;\nMATCH (p:Person) SET p.seen = false;\n\
                  MATCH (p:Person) RETURN p.seen;";
    let output = ask(&["run", "-", "--format=csv", "--strict"], change);
    assert_eq!(answer(&output), "p.seen\nfalse\n");
    let said = text(&output.stderr);
    assert_eq!(said.matches("last until attest ends").count(), 1, "{said}");
    assert!(said.contains("news/corrections.cypher"), "{said}");
    fs::write(folder.path().join("news/corrections.cypher"), corrections).expect("written");
    let output = ask(&names, "");
    assert_eq!(answer(&output), "p.name\nElena Ortiz\n");
    assert_eq!(text(&output.stderr), "");
    let visits = ["query", "MATCH ()-[v:VISITED]->() RETURN v", "--format=csv"];
    assert_eq!(answer(&ask(&visits, "")), "v\n");
    let exported = ask(&["export", "jsonl"], "");
    assert!(text(&exported.stderr).contains("other changes aren't in them"));
    // A question never changes anything, whatever it asks for.
    ask(&["query", "set the name of Elena Ortiz to Bob"], "");
    assert_eq!(answer(&ask(&names, "")), "p.name\nElena Ortiz\n");
}
