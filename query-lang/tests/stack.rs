//! Every stage, from parsing to dropping the tree, on the smallest stack that a query may get:
//! what is nested or long is answered or refused, and nothing overflows.

mod constructs;

use std::thread;

use constructs::NESTING;
use graph_core::Graph;
use query_lang::{Environment, parse, run};

const ONE_MEBIBYTE: usize = 1 << 20;

fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(ONE_MEBIBYTE).spawn(work).expect("a thread");
    thread.join().expect("no overflow");
}

/// One node with a relationship to itself: whatever is nested has one match a level.
fn graph() -> Graph {
    let mut graph = Graph::new();
    let node = graph.add_node(["A"], [("x", 1.into())]);
    graph.add_relationship(node, "R", node, []);
    graph
}

/// Parses, prints, parses again, runs.
fn try_out(text: &str) {
    let start = || text.chars().take(60).collect::<String>();
    if let Ok(tree) = parse(text) {
        assert_eq!(parse(&tree.to_string()).as_ref(), Ok(&tree), "{}", start());
    }
    if let Err(error) = run(&mut graph(), text, &Environment::default()) {
        assert!(!error.to_string().is_empty(), "{}", start());
    }
}

#[test]
fn what_is_nested_is_answered_or_refused() {
    on_a_small_stack(|| {
        for (open, close) in NESTING {
            for depth in [1, 10, 45, 90, 100, 10_000] {
                let (open, close) = (open.repeat(depth), close.repeat(depth));
                let names = "MATCH (a)-[r]->(b) WITH a, b, r, a AS n, [1] AS y, 1 AS x";
                try_out(&format!("{names} RETURN {open}1{close} AS z"));
                try_out(&format!("{names} WHERE {open}1{close} RETURN 1 AS z"));
                try_out(&format!("{names} RETURN {open}1"));
            }
        }
    });
}

#[test]
fn nested_labels_are_answered_or_refused() {
    on_a_small_stack(|| {
        for (open, close) in [("!", ""), ("(", ")"), ("!(", ")"), ("A&(", "|B)")] {
            for depth in [1, 10, 45, 90, 100, 10_000] {
                let labels = format!("{}A{}", open.repeat(depth), close.repeat(depth));
                try_out(&format!("MATCH (n:{labels}) RETURN n"));
                try_out(&format!("MATCH ()-[r:{labels}]->() RETURN r"));
                try_out(&format!("MATCH (n) RETURN n:{labels}"));
            }
        }
    });
}

#[test]
fn what_is_long_is_answered_or_refused() {
    const LONG: usize = 10_000;
    on_a_small_stack(|| {
        let names = "MATCH (a) WITH a, a.x AS x, {a: {}} AS m";
        try_out(&format!("RETURN 1{} AS z", "+1".repeat(10 * LONG)));
        for link in [
            "+1",
            "-1",
            "*1",
            "/1",
            "%1",
            "^1",
            " + - 1",
            " AND x = 1",
            " OR x = 1",
            " XOR true",
            " = 1",
            " < 1",
            " IN [1]",
            " CONTAINS 'a'",
            " =~ 'a'",
            ", 1",
            " IS NULL",
            " + a.x",
        ] {
            try_out(&format!("{names} RETURN 1{} AS z", link.repeat(LONG)));
            try_out(&format!("{names} WHERE x = 1{} RETURN 1 AS z", link.repeat(LONG)));
        }
        for (head, link, tail) in [
            ("", "NOT ", "true"),
            ("", "-", "1"),
            ("", "- ", "1"),
            ("", "+", "1"),
            ("m", ".a", ""),
            ("m", "['a']", ""),
            ("x", "[..1]", ""),
            ("a", ":A", ""),
            ("a:A", "&B", ""),
            ("a:(A", "|B", ")"),
            ("[1", ", 1", "]"),
            ("{a: 1", ", b: 1", "}"),
            ("m {.a", ", .b", "}"),
            ("coalesce(1", ", 1", ")"),
            ("CASE", " WHEN x = 2 THEN 1", " END"),
            ("'", "a", "'"),
            ("", "1", ""),
            ("1.", "0", ""),
            ("`", "a", "`"),
        ] {
            try_out(&format!("{names} RETURN {head}{}{tail} AS z", link.repeat(LONG)));
        }
    });
}

#[test]
fn long_patterns_and_many_clauses_are_answered_or_refused() {
    const LONG: usize = 2_000;
    on_a_small_stack(|| {
        for (head, link, tail) in [
            ("MATCH (a)", "-->()", " RETURN 1"),
            ("MATCH (a)", "-[:R|S*0..1]-(b)", " RETURN 1"),
            ("MATCH (a)", ", (b)", " RETURN 1"),
            ("MATCH (a:A", "|B", ") RETURN a"),
            ("MATCH ()-[r:R", "|S", "]->() RETURN r"),
            ("MATCH (a) RETURN (a)", "-->()", ""),
            ("MATCH (a) RETURN EXISTS { (a)", "-->()", "}"),
            ("", "MATCH (a) ", "RETURN 1"),
            ("", "OPTIONAL MATCH (a) ", "RETURN 1"),
            ("", "UNWIND [1] AS x WITH 1 AS y ", "RETURN 1"),
            ("", "WITH 1 AS x ", "RETURN x"),
            ("", "WITH *, 1 AS x ", "RETURN x"),
            ("RETURN 1 AS x", " UNION RETURN 1 AS x", ""),
            ("RETURN 1 AS x", " UNION ALL RETURN 1 AS x", ""),
            ("RETURN 1 AS x ORDER BY 1", ", x", ""),
            ("RETURN 1", "/* */", " AS x"),
            ("RETURN 1", " ", " AS x"),
            ("RETURN 1 AS x", ";", ""),
        ] {
            try_out(&format!("{head}{}{tail}", link.repeat(LONG)));
        }
    });
}
