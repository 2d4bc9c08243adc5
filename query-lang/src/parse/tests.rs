//! Parsing: trees, errors and hostile input.

use crate::{Error, parse, parse_literal, script};

const QUERIES: &str = include_str!("golden/queries.cypher");
const GQL: &str = include_str!("golden/gql.cypher");

fn queries() -> Vec<String> {
    [QUERIES, GQL].into_iter().flat_map(texts).collect()
}

fn texts(script: &str) -> Vec<String> {
    script::statements(script).into_iter().map(|statement| statement.text).collect()
}

fn printed(queries: &[String]) -> String {
    let printed = queries
        .iter()
        .map(|text| parse(text).map_or_else(|e| describe(text, &e), |tree| tree.to_string()));
    printed.collect::<Vec<_>>().join("\n")
}

fn describe(text: &str, error: &Error) -> String {
    let place = error.span().map_or_else(|| "?".to_owned(), |span| format!("{span:?}"));
    let help = error.help().map(|help| format!(" [{help}]")).unwrap_or_default();
    format!("{text}\n  {} at {place}: {error}{help}", error.kind())
}

#[test]
fn queries_are_printed_as_they_were_meant() {
    insta::assert_snapshot!(printed(&texts(QUERIES)));
}

#[test]
fn spellings_of_gql_are_printed_as_cypher() {
    insta::assert_snapshot!(printed(&texts(GQL)));
}

#[test]
fn printing_and_parsing_again_gives_the_same_tree() {
    for text in queries() {
        let tree = parse(&text).unwrap_or_else(|e| panic!("{}", describe(&text, &e)));
        let printed = format!("{tree:#}");
        let again = parse(&printed).unwrap_or_else(|e| panic!("{}", describe(&printed, &e)));
        assert_eq!(tree, again, "{printed}");
    }
}

#[test]
fn errors_say_what_was_found_and_what_to_write() {
    let wrong = [
        "",
        "RETRUN 1",
        "MATCH (n) RETRUN n",
        "MATCH (n RETURN n",
        "MATCH (n)",
        "MATCH n RETURN n",
        "MATCH (n)-[r->(m) RETURN n",
        "RETURN (n|B)-->()",
        "MATCH (n)-[*-2]->(m) RETURN n",
        "MATCH (n)-->{3,1}(m) RETURN n",
        "MATCH (n)-->{0}(m) RETURN n",
        "MATCH (n)-->{,0}(m) RETURN n",
        "MATCH (n)-->{-1}(m) RETURN n",
        "MATCH (n)-->{99999999999999999999}(m) RETURN n",
        "MATCH (n)-->{a}(m) RETURN n",
        "MATCH (n)-[*]->+(m) RETURN n",
        "MATCH (n) ((a)-->+(b)){2} (m) RETURN n",
        "MATCH (n) ((a)-[*2]->(b)){2} (m) RETURN n",
        "MATCH (((a)-->(b)){1,2} (c)){1,3} RETURN a",
        "MATCH (n) ((a)-->(b)) (m) RETURN n",
        "MATCH ((a)){2} RETURN a",
        "MATCH ((a)-->(b)){0,3} RETURN a",
        "MATCH (p = (a)-->(b)){2} RETURN p",
        "MATCH q = (p = (a)-->(b)) RETURN p",
        "MATCH (a) (b) RETURN a",
        "MATCH (a)-->+ RETURN a",
        "MATCH (n) WHERE (n)-->+(m) RETURN n",
        "MATCH (n) WHERE n:A|B RETURN n",
        "MATCH p = SHORTEST (a)-->+(b) RETURN p",
        "MATCH p = SHORTEST 0 (a)-->+(b) RETURN p",
        "MATCH p = ANY SHORTST (a)-->+(b) RETURN p",
        "MATCH (n) WHERE RETURN n",
        "MATCH (n) WHERE n.x == 1 RETURN n",
        "RETURN n ODER BY n",
        "RETURN 1 +",
        "RETURN [1, 2",
        "RETURN {a 1}",
        "RETURN 'open",
        "RETURN `open",
        "RETURN 1 /* open",
        "RETURN '\\q'",
        "RETURN '\\u00g1'",
        "RETURN 9223372036854775808",
        "RETURN -9223372036854775809",
        "RETURN 0x",
        "RETURN 12ab",
        "RETURN 1e999",
        "RETURN CASE WHEN 1 THEN 2",
        "RETURN [x IN xs | ]",
        "RETURN [1, 2 | 3]",
        "RETURN (n:A)",
        "RETURN all(x IN xs)",
        "CREATE (n)",
        "MATCH (n) SET n.x = 1",
        "MATCH (n) DETACH DELETE n",
        "RETURN 1; RETURN 2",
        "RETURN order",
        "EXPLAIN",
        "EXPLAIN PROFILE RETURN 1",
        "EXPLIAN RETURN 1",
        "CALL",
        "LOAD CSV 'x.csv' AS row RETURN row",
        "LOAD CSV WITH HEADERS FROM 'x.csv' RETURN row",
        "LOAD CSV FROM 'x.csv' AS row FIELDTERMINATOR ';;' RETURN row",
        "LOAD CSV FROM 'x.csv' AS row FIELDTERMINATOR '\"' RETURN row",
        "LOAD JSON FROM 'x.json' AS row RETURN row",
        "CALL db.labels( YIELD label",
        "CALL db.labels() YIELD",
        "CALL db.labels() YIELD label AS",
        "CALL db.labels() YEILD label RETURN label",
        "CALL db. labels()",
        "which parties criticized it",
    ];
    let found: Vec<String> = wrong
        .iter()
        .map(|text| match parse(text) {
            Ok(tree) => format!("{text}\n  parsed as {tree}"),
            Err(error) => describe(text, &error),
        })
        .collect();
    insta::assert_snapshot!(found.join("\n"));
}

#[test]
fn literals_of_parameters() {
    let value = parse_literal("[1, 'a', {b: [-2.5, null, true]}]").expect("a literal");
    insta::assert_snapshot!(format!("{value:?}"));
    for wrong in ["a", "1 +", "[x]", "$p", "1; 2", ""] {
        parse_literal(wrong).expect_err(wrong);
    }
}

#[test]
fn queries_cut_at_any_byte_do_not_panic() {
    for text in queries() {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let _ = parse(&text[..end]);
            let _ = parse(&text[end..]);
        }
    }
}

/// Runs on the smallest stack that a query may get.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(work);
    thread.expect("a thread").join().expect("no overflow");
}

#[test]
fn hostile_nesting_is_refused_or_parsed() {
    let nested = [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{a: ", "1", "}"),
        ("NOT ", "a", ""),
        ("-", "a", ""),
        ("- ", "1", ""),
        ("a = NOT ", "a", ""),
        ("CASE WHEN ", "a", " THEN 1 END"),
        ("CASE ", "a", " WHEN 1 THEN 1 END"),
        ("[x IN ", "y", " | x]"),
        ("[x IN y | ", "x", "]"),
        ("[(a)-->(b) | ", "x", "]"),
        ("f(", "x", ")"),
        ("x", "", ".a"),
        ("x", "", "[0]"),
        ("x", "", " IS NULL"),
        ("x", "", " IN y IS NULL"),
        ("x[", "0", "]"),
        ("n {a: ", "1", "}"),
        ("({a: ", "1", "})"),
        ("(n {a: ", "1", "})-->()"),
        ("(a)-[{x: ", "1", "}]-(b)"),
        ("EXISTS { MATCH (n) WHERE ", "x", " }"),
        ("COLLECT { RETURN ", "x", " }"),
        ("COUNT { CALL { RETURN ", "x", " } RETURN 1 }"),
        ("x IS LABELED !", "A", ""),
        ("x", "", " IS LABELED A"),
        ("all(x IN y WHERE ", "x", ")"),
        ("reduce(a = 0, x IN y | ", "x", ")"),
        ("n:!", "A", ""),
        ("n:", "", "!"),
        ("(n:(", "A", "))"),
        ("a + (", "b", ")"),
    ];
    on_a_small_stack(move || {
        for depth in [10, 90, 100, 10_000] {
            let calls =
                "CALL { ".repeat(depth) + "RETURN 1 AS x" + &" } RETURN 1 AS x".repeat(depth);
            if let Ok(tree) = parse(&calls) {
                assert_eq!(parse(&tree.to_string()).as_ref(), Ok(&tree));
            }
            let _ = parse(&"CALL { ".repeat(depth));
        }
        for (open, middle, close) in nested {
            for depth in [10, 50, 90, 100, 1_000, 10_000] {
                for text in [
                    format!("RETURN {}{middle}{}", open.repeat(depth), close.repeat(depth)),
                    format!("RETURN {}{middle}", open.repeat(depth)),
                    format!(
                        "MATCH (n) WHERE {}{middle}{}",
                        open.repeat(depth),
                        close.repeat(depth)
                    ),
                ] {
                    if let Ok(tree) = parse(&text) {
                        assert_eq!(parse(&tree.to_string()).as_ref(), Ok(&tree));
                    }
                }
            }
        }
    });
}

#[test]
fn hostile_patterns_are_refused_or_parsed() {
    let nested = [
        ("(", "(a)-->(b)", ")"),
        ("(", "(a)-->(b)", "){1,9}"),
        ("((a)-->", "(b)", "){1,9}"),
        ("((a)--(b))+", "(b)", ""),
        ("(p = ", "(a)-->(b)", ")"),
        ("((a)-->(b) WHERE EXISTS { ", "(a)-->(b)", " }){2}"),
        ("ANY SHORTEST (", "(a)-->(b)", ")"),
        ("(a {x: COUNT { ", "(a)-->(b)", " }})"),
    ];
    on_a_small_stack(move || {
        for (open, middle, close) in nested {
            for depth in [1, 10, 50, 90, 100, 1_000, 10_000] {
                let (open, close) = (open.repeat(depth), close.repeat(depth));
                for text in [
                    format!("MATCH {open}{middle}{close} RETURN 1"),
                    format!("MATCH {open}{middle}"),
                    format!("MATCH {open}"),
                ] {
                    if let Ok(tree) = parse(&text) {
                        assert_eq!(parse(&tree.to_string()).as_ref(), Ok(&tree));
                    }
                }
            }
        }
    });
}

#[test]
fn long_chains_are_flat() {
    on_a_small_stack(|| {
        for chain in [" + 1", " - 1", " AND true", " OR a", " < 1", " ^ 2", " + a.b * 2", ", 1"] {
            let text = format!("RETURN 1{}", chain.repeat(100_000));
            let tree = parse(&text).expect("a long chain");
            assert_eq!(parse(&tree.to_string()), Ok(tree));
        }
        let path = format!("MATCH (a){} RETURN 1", "-->(b)".repeat(20_000));
        parse(&path).expect("a long pattern");
    });
}
