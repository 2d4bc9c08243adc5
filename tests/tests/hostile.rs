//! Input that was made to harm, or that a slip made: nothing panics, overflows the stack or
//! runs for ever, and what is refused is refused by name.

use std::fs;
use std::path::Path;
use std::process::Output;

use attest_tests::program::run;

/// The length of a line that no article has.
const TEN_MEGABYTES: usize = 10 << 20;

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// What was said on standard error by a run that ended by itself, as it should.
fn said(output: &Output, status: i32) -> String {
    let said = text(&output.stderr);
    let start: String = said.chars().take(500).collect();
    assert_eq!(output.status.code(), Some(status), "{start}");
    assert!(!said.contains("panicked"), "{start}");
    said
}

fn in_memory(arguments: &[&str], input: &str) -> Output {
    run(Path::new("."), &[&["-g", ":memory:"], arguments].concat(), input)
}

/// Runs a script from standard input on an empty graph.
fn script(text: &str) -> Output {
    in_memory(&["run", "-", "--format", "csv"], text)
}

#[test]
fn what_is_no_article_is_refused_by_name_and_the_others_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        fs::write(folder.path().join(name), bytes).expect("written");
    };
    let junk: Vec<u8> =
        (0..40_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let prose = "The president visited Paris on Monday. ".repeat(TEN_MEGABYTES / 39 + 1);
    write("empty.txt", b"");
    write("blank.txt", "\n".repeat(100_000).as_bytes());
    write("brackets.txt", "(".repeat(1_000_000).as_bytes());
    write("prose.txt", prose.as_bytes());
    write("word.txt", "a".repeat(TEN_MEGABYTES).as_bytes());
    write("junk.txt", &junk);
    write("zeros.txt", b"Hello \0 world. Paris visited \0 Rome.");
    write("good.txt", b"Lena Ortiz visited Denmark on Monday.\n");
    fs::create_dir(folder.path().join("folder.txt")).expect("made");
    let query = "MATCH (a:Article) RETURN a.id";
    let output = run(folder.path(), &["-g", ".", "query", query, "--format", "csv"], "");
    let refusals = said(&output, 1);
    for name in ["empty", "blank", "brackets", "prose", "word", "junk", "zeros"] {
        assert_eq!(refusals.matches(&format!("{name}.txt` ")).count(), 1, "{name}: {refusals}");
    }
    assert!(refusals.contains("prose.txt` is too long for an article"), "{refusals}");
    assert_eq!(text(&output.stdout), "a.id\ngood\n");
}

#[test]
fn odd_letters_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let lines = [
        "a-".repeat(20_000),
        format!("http://a.b/{}", "x/".repeat(20_000)),
        "a".repeat(200_000),
        "a. ".repeat(3_000),
        "😀👩‍👩‍👧 met 🇫🇷. ".repeat(300),
        "שלום \u{202e}Obama visited \u{200b}Paris\u{200f}. \u{2066}X\u{2069} met Merkel.".into(),
        "Angela \u{1b}[31mMerkel\u{1b}]0;x\u{7} visited \u{9b}31mParis.".into(),
        "((((\"'`“”‘’ \"\" '' ))))".repeat(200),
    ];
    fs::write(folder.path().join("odd.txt"), lines.join("\n\n")).expect("written");
    for format in ["table", "line", "csv", "tsv", "markdown", "jsonl"] {
        let query = "MATCH (n) OPTIONAL MATCH (n)-[r]->(m) RETURN n.name, r.quotes, m";
        let arguments = ["-g", "odd.txt", "query", query, "--format", format];
        let output = run(folder.path(), &arguments, "");
        let errors = said(&output, 0);
        let control = |c: char| c.is_control() && !"\n\t\r".contains(c);
        assert!(!errors.contains(control) && !text(&output.stdout).contains(control), "{format}");
    }
}

#[test]
fn queries_nested_ten_thousand_levels_deep_are_refused() {
    for (open, middle, close) in [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{a:", "1", "}"),
        ("CASE WHEN true THEN ", "1", " END"),
        ("[x IN ", "[1]", "|x]"),
        ("abs(", "1", ")"),
        ("NOT ", "true", ""),
        ("- ", "1", ""),
        ("", "1", " IS NULL"),
        ("", "x", "[0]"),
        ("COUNT { MATCH (n) WHERE 1 = ", "1", "}"),
        ("[(n)-->(m) | ", "1", "]"),
        ("all(x IN [1] WHERE ", "true", ")"),
    ] {
        let (open, close) = (open.repeat(10_000), close.repeat(10_000));
        for text in [format!("RETURN {open}{middle}{close};"), format!("RETURN {open}")] {
            let refusal = said(&script(&text), 1);
            assert!(refusal.contains("error: "), "{open:.20}");
        }
    }
}

#[test]
fn queries_cut_at_any_byte_are_answered_or_refused() {
    let query = "MATCH p = (a:Party {name: 'é'})-[c:CRITICIZED|ACCEPTS*1..3]->(b), \
        shortestPath((a)-[*]-(b)) WHERE all(r IN c WHERE r.polarity = \"+\") AND EXISTS { (a)--() } \
        WITH DISTINCT a, count(*) AS `n b`, [x IN range(1, 0x10) WHERE x % 2 = 0 | x ^ 1.5e3] AS l \
        ORDER BY a.name DESC SKIP 1 LIMIT $k /* c */ UNWIND l AS y \
        RETURN CASE WHEN y > 1 THEN {k: y}.k ELSE reduce(s = 0, z IN l | s + z) END AS r // end\n\
        UNION ALL RETURN a.x[1..2] =~ '\\u00e9' AS r";
    let mut graph = graph_core::Graph::new();
    for at in 0..=query.len() {
        let bytes = query.as_bytes();
        let _ = query_lang::question::compile(
            &String::from_utf8_lossy(&bytes[..at]),
            &graph,
            graph_core::lexicon::Lexicon::builtin(),
        );
        for cut in [&bytes[..at], &bytes[at..]] {
            let text = String::from_utf8_lossy(cut);
            let _ = query_lang::run(&mut graph, &text, &query_lang::Environment::default());
        }
    }
}

#[test]
fn long_queries_are_answered_or_refused() {
    let patterns: Vec<_> = (0..10_000).map(|n| format!("(a{n})")).collect();
    let sum = format!("RETURN {}1 AS n;", "1+".repeat(20_000));
    assert_eq!(text(&script(&sum).stdout), "n\n20001\n");
    let blank = format!("RETURN{}1 AS n;", " ".repeat(1_000_000));
    assert_eq!(text(&script(&blank).stdout), "n\n1\n");
    for query in [
        format!("MATCH {} RETURN 1", patterns.join(",")),
        format!("MATCH {}(b) RETURN 1", "(a)-->".repeat(10_000)),
        format!("{}RETURN 1", "MATCH (n) ".repeat(10_000)),
        format!("RETURN 1 AS x{}", " UNION RETURN 1 AS x".repeat(10_000)),
        format!("RETURN {}", "9".repeat(1_000_000)),
        format!("RETURN '{}", "a\n".repeat(500_000)),
        format!("RETURN /* {}", "a\n".repeat(500_000)),
        format!("who {}?", "criticized ".repeat(20_000)),
    ] {
        let refusal = said(&script(&query), 1);
        assert!(refusal.contains("error: "), "{query:.40}");
    }
}

#[test]
fn lines_that_end_nothing_are_looked_at_once() {
    let lines = "\\';\n".repeat(200_000);
    let refusal = said(&in_memory(&["shell"], &format!("RETURN 1;\nRETURN '{lines}")), 1);
    assert!(refusal.contains("a quote that is never closed"), "{refusal:.300}");
}

#[test]
fn statements_that_never_end_are_stopped() {
    for (query, problem) in [
        ("RETURN reduce(s = 'a', x IN range(1, 100) | s + s)", "a text has at most 4 MiB"),
        ("RETURN reduce(l = [1], x IN range(1, 100) | [l, l])", "more than 200 MB in memory"),
        ("RETURN reduce(l = [], x IN range(1, 100000) | [l])", "nested more than 200 levels"),
        ("RETURN reduce(l = {}, x IN range(1, 1000) | {k: l})", "nested more than 200 levels"),
        ("RETURN reduce(l = [], x IN range(1, 1000) | [y IN [1] | l])", "more than 200 levels"),
        ("RETURN range(0, 9223372036854775807)", "range() makes at most"),
        ("RETURN [x IN range(1, 1000000) | range(1, 1000000)]", "more than 200 MB in memory"),
        ("RETURN 'a' =~ '((a{1000}){1000}){1000}'", "exceeds size limit"),
    ] {
        let refusal = said(&in_memory(&["--memory", "200MB", "query", query], ""), 1);
        assert!(refusal.contains(problem), "{query}: {refusal}");
    }
}

#[test]
fn walks_over_everything_are_stopped() {
    // Twelve nodes, each with a relationship to each: more walks than anyone can count.
    let mut graph = graph_core::Graph::new();
    let nodes: Vec<_> = (0..12).map(|n| graph.add_node(["N"], [("n", n.into())])).collect();
    for from in &nodes {
        for to in &nodes {
            let _ = graph.add_relationship(*from, "R", *to, []);
        }
    }
    let environment =
        query_lang::Environment { steps: Some(10_000_000), ..query_lang::Environment::default() };
    let mut run = |query| query_lang::run(&mut graph, query, &environment);
    let stopped = run("MATCH p = (a)-[*]-(b) RETURN count(p)").expect_err("stopped");
    assert!(stopped.to_string().contains("more than 10000000 steps"), "{stopped}");
    let first = run("MATCH p = (a)-[*]-(b) RETURN length(p) LIMIT 3").expect("answered");
    assert_eq!(first.rows.len(), 3);
    let few = run("MATCH p = (a)-[*..2]->(b) RETURN count(p)").expect("answered");
    assert_eq!(few.rows, [[(144 + 12 * 12 * 12 - 12_i64).into()]]);
}

#[test]
fn judgements_that_cannot_be_are_refused_with_their_place() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("articles")).expect("made");
    fs::write(folder.path().join("articles/a.txt"), "Lena Ortiz visited Denmark.")
        .expect("written");
    let opened = |judged: &[u8], status| {
        fs::write(folder.path().join("aliases.tsv"), judged).expect("written");
        said(&run(folder.path(), &["-g", ".", "query", "RETURN 1 AS n"], ""), status)
    };
    assert_eq!(opened(b"\xef\xbb\xbf# none\r\n", 0), "");
    let unused = "warning: ./aliases.tsv, line 1: no article has the name `Lena Oritz`\n";
    assert_eq!(opened(b"same\tLena Ortiz\tLena Oritz", 0), unused);
    let contradiction = opened(b"same\tLena Ortiz\tOrtiz\nnot\tOrtiz\tLena Ortiz", 1);
    let expected = "error: ./aliases.tsv, line 2, column 11: `Ortiz` and `Lena Ortiz` are said";
    assert!(contradiction.starts_with(expected), "{contradiction}");
    assert!(
        contradiction.contains("by line 1") && contradiction.contains("help: a line is `same`")
    );
    assert!(opened(b"same\tOrtiz\n\xff", 1).contains("line 2: this is not UTF-8 text"));
    let escape = opened(b"sa\x1b[31mme\tOrtiz\tLena Ortiz", 1);
    assert!(!escape.contains('\u{1b}'), "{escape}");
    let long = [&b"not"[..], "\tx".repeat(300_000).as_bytes()].concat();
    assert!(opened(&long, 1).contains("`x` and `x` are one name"));
}

#[test]
fn scripts_and_folders_that_cannot_be_are_named() {
    #[cfg(unix)]
    {
        let refusal = said(&in_memory(&["run", "/dev/zero"], ""), 1);
        assert_eq!(refusal.lines().next(), Some("error: /dev/zero is longer than 64 MiB"));
    }
    let refusal = said(&in_memory(&["export", "dot", "-o", "no/such/x.dot"], ""), 1);
    let expected = "error: no/such/x.dot was not written: there is no folder no/such\n";
    assert_eq!(refusal, expected);
}
