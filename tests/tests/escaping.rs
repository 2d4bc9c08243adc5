//! The same hostile names, quotes, labels, keys, types and file names through every output: nothing
//! in them acts on a terminal, and none ends what it stands in. That each format reads back as
//! what was written is the business of its own tests.

use std::fs;
use std::path::Path;
use std::process::Output;

use attest_tests::program::run;
use graph_core::export::is_hidden;
use tempfile::TempDir;

/// Escape sequences with one and with two bytes, a link, marks that turn text around, separators,
/// and what ends a text in each format.
const HOSTILE: &str = "=x\u{1b}[31m\u{9b}31m\u{1b}]8;;http://example.org\u{7}y\u{1b}]8;;\u{1b}\\\
    \u{90}q\u{9c}\u{202e}\u{202a}\u{2066}\u{2069}\u{200f}\u{61c}\u{85}\u{2028}\u{feff}\u{7f}\u{8}\
    <script>alert(1)</script>]]>&amp;\"'|;--*/ [a](b) {{c}} #d %e $f";

/// It in single or double quotes or backticks of Cypher.
fn quoted(quote: char) -> String {
    let doubled = if quote == '`' { "``".to_owned() } else { format!("\\{quote}") };
    let text = if quote == '`' { HOSTILE.to_owned() } else { HOSTILE.replace('\\', "\\\\") };
    format!("{quote}{}{quote}", text.replace(quote, &doubled))
}

/// A workspace whose articles, entities and facts are called so; a file as well, where a system
/// lets it.
fn workspace() -> TempDir {
    let top = tempfile::tempdir().expect("a folder");
    let news = top.path().join("news");
    fs::create_dir_all(news.join("articles")).expect("made");
    // More control characters than a few make a file no text.
    let told: String = HOSTILE.chars().filter(|&c| c == '\u{9b}' || !c.is_control()).collect();
    let told = format!("\u{1b}{told}");
    let rest = "It rained in the valley on Monday. ".repeat(20);
    let article = format!(
        "Title: {told}\nSource: {told}\nUrl: http://example.org/{told}\nDate: 2025-03-04\n\n\
         Lena Ortiz visited Denmark on Monday. {told} met Karl Braun. {rest}\n"
    );
    fs::write(news.join("articles/a.txt"), &article).expect("written");
    if cfg!(unix) {
        let name = format!("b{}.txt", HOSTILE.replace('/', "%"));
        fs::write(news.join("articles").join(name), article).expect("written");
    }
    let (text, name) = (quoted('\''), quoted('`'));
    let statement = format!(
        "CREATE (:Entity:Person:{name} {{name: {text}, aliases: [{text}], {name}: {text}}})\
         -[:{name} {{relation: {text}, polarity: '+', modality: 'fact', sources: [{text}, 'a'], \
         quotes: [{text}], quote_sources: [{text}], attributed_to: [{text}], when: '2025-03-04', \
         {name}: {text}}}]->(:Entity:Country {{name: 'Denmark', map: [{text}]}});\n\
         CREATE (:Article {{id: {text}, title: {text}, source: {text}, date: {text}}});\n"
    );
    fs::write(news.join("corrections.cypher"), statement).expect("written");
    top
}

/// What acts on a terminal, but for the ends of lines and, where they part columns, tabs.
fn acting(text: &str, but: &str) -> Vec<char> {
    text.chars().filter(|&c| is_hidden(c) && c != '\n' && !but.contains(c)).collect()
}

#[track_caller]
fn check(what: &str, output: &Output, but: &str) {
    for (stream, bytes) in [("output", &output.stdout), ("messages", &output.stderr)] {
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        assert!(!text.contains("panicked"), "{what}: {text}");
        let found = acting(&text, but);
        let first = text.lines().find(|line| !acting(line, but).is_empty());
        assert!(found.is_empty(), "{what}, {stream}: {found:?} in {first:?}");
    }
}

fn attest(top: &Path, arguments: &[&str], input: &str) -> Output {
    run(top, &[&["-g", "news", "--no-cache"], arguments].concat(), input)
}

#[test]
fn rows_and_messages_show_what_would_act() {
    let top = workspace();
    assert_eq!(attest(top.path(), &["query", "RETURN 1 AS n"], "").status.code(), Some(0));
    let (text, name) = (quoted('\''), quoted('`'));
    let queries = [
        "MATCH (n) RETURN n".to_owned(),
        "MATCH p = (a)-[r]->(b) RETURN p, r, a.name, type(r), keys(r), properties(r), labels(a)"
            .into(),
        format!("RETURN {text} AS {name}, {{{name}: {text}}} AS m, [[{text}]] AS l"),
        format!("MATCH (n:{name}) RETURN n.{name}, n AS {name}"),
        format!("EXPLAIN MATCH (n:{name} {{{name}: {text}}}) RETURN n.{name}"),
        format!("RETURN {text} +"),
        format!("RETURN {HOSTILE}"),
        format!("MATCH (n:{name}x)-[:{name}y]->({{{name}z: 1}}) RETURN n"),
        format!("RETURN toInteger({{{name}: {text}}})"),
        format!("RETURN 'a' =~ {text}, date({text})"),
        format!("LOAD CSV FROM {text} AS row RETURN row"),
        format!("CALL {name}.{name}()"),
        format!("RETURN ${name}"),
        format!("who visited {HOSTILE}?"),
        format!("what did {HOSTILE} say about Denmark?"),
        "who visited Denmark?".into(),
    ];
    for format in ["table", "line", "csv", "tsv", "json", "jsonl", "markdown"] {
        for query in &queries {
            let output = attest(top.path(), &["query", query, "--format", format], "");
            check(
                &format!("{format}: {query:?}"),
                &output,
                if format == "tsv" { "\t" } else { "" },
            );
        }
    }
    let script = format!("RETURN {text} AS a;\nRETURN {text} +;\n{HOSTILE};\n");
    check("a script", &attest(top.path(), &["run", "-", "--keep-going"], &script), "");
    for arguments in [
        &["run", HOSTILE][..],
        &["export", "dot", "-o", &format!("{HOSTILE}/x")],
        &["verify", HOSTILE],
        &["verify"],
        &["explain", HOSTILE],
        &["explain", "* * *"],
        &["disputes"],
        &["disputes", HOSTILE],
        &["lexicon", "check"],
        &["lexicon", "test", HOSTILE],
        &["query", "RETURN 1", "--config", HOSTILE],
    ] {
        check(&format!("{arguments:?}"), &attest(top.path(), arguments, ""), "");
    }
    // Its lines are for aliases.tsv, whose columns are parted by tabs.
    check("suggest", &attest(top.path(), &["suggest"], ""), "\t");
    let output = run(top.path(), &["-g", HOSTILE, "query", "RETURN 1"], "");
    check("a graph's name", &output, "");
}

#[test]
fn the_shell_shows_what_would_act() {
    let top = workspace();
    let lines = [
        "MATCH (n:Person) RETURN n;".to_owned(),
        format!("MATCH (n)-[r:{}]->(m) RETURN n, r, m;", quoted('`')),
        ":evidence 1".into(),
        ":why 1".into(),
        ":last".into(),
        ":schema".into(),
        ":timeline".into(),
        ":disputes".into(),
        ":merges".into(),
        ":source a".into(),
        ":source b".into(),
        format!(":source {HOSTILE}"),
        format!(":entity {HOSTILE}"),
        ":entity Denmark".into(),
        ":entity Lena Ortiz".into(),
        format!(":param {HOSTILE} = 1"),
        format!(":param a = {}", quoted('\'')),
        ":param".into(),
        format!(":mode {HOSTILE}"),
        format!(":load {HOSTILE}"),
        format!(":open {HOSTILE}"),
        format!(":export {HOSTILE}"),
        format!(":export dot {HOSTILE}/x"),
        format!(":help {HOSTILE}"),
        format!(":same {HOSTILE} = Lena Ortiz"),
        format!(":{HOSTILE}"),
        ":reload".into(),
        ":explain MATCH (n) RETURN n.name".into(),
    ];
    let output = attest(top.path(), &["shell", "--keep-going"], &(lines.join("\n") + "\n"));
    check("the shell", &output, "\t");
    assert!(String::from_utf8_lossy(&output.stdout).contains("\\u{1b}"));
}

#[test]
fn exports_show_what_would_act() {
    let top = workspace();
    let formats = [
        "dot", "jsonl", "graphml", "gexf", "json", "cypher", "svg", "html", "mermaid", "ttl", "nq",
    ];
    for format in formats {
        let output = attest(top.path(), &["export", format], "");
        // Turtle is set in with tabs.
        check(format, &output, if format == "ttl" { "\t" } else { "" });
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        // What statements add is no fact of the articles; long labels are cut.
        let held = if format == "jsonl" { "alert" } else { "Denmark" };
        assert!(text.contains(held), "{format}: {text}");
        let markup = ["graphml", "gexf", "svg", "html", "mermaid"].contains(&format);
        assert!(!markup || !text.contains("<script>alert"), "{format}");
    }
    for format in ["csv", "markdown"] {
        let target = top.path().join(format);
        let output = attest(top.path(), &["export", format, "-o", format], "");
        check(format, &output, "");
        let mut open = vec![target];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                let name = path.to_string_lossy().into_owned();
                assert!(acting(&name, "").is_empty(), "{name:?}");
                if path.is_dir() {
                    open.push(path);
                    continue;
                }
                // A program that imports CSV must get each letter as it is.
                let text = fs::read_to_string(&path).expect("UTF-8");
                assert!(format == "csv" || acting(&text, "").is_empty(), "{name}: {text:?}");
                assert!(format == "csv" || !text.contains("<script>alert"), "{name}: {text}");
            }
        }
    }
}
