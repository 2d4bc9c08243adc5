//! Counts without rows are the counts of rows.

use graph_core::graph::Side;
use graph_core::{Graph, Value};

use crate::{Environment, Planning, run};

/// A loop, parallel relationships, a circle of two and one of three.
fn graph() -> Graph {
    let mut graph = Graph::new();
    let nodes: Vec<_> = (0..6)
        .map(|at| {
            let labels: &[&str] = if at % 2 == 0 { &["Even"] } else { &["Odd"] };
            graph.add_node(labels.iter().copied(), [("x", Value::Int(at))])
        })
        .collect();
    let pairs = [(0, 0), (0, 1), (0, 1), (1, 0), (1, 2), (2, 3), (3, 1), (3, 4), (4, 5)];
    for (at, (from, to)) in pairs.into_iter().enumerate() {
        let kind = if at % 4 == 3 { "S" } else { "R" };
        graph.add_relationship(nodes[from], kind, nodes[to], []);
    }
    graph
}

/// The rows of a query, after a look that the plain plan gives the same.
fn rows(graph: fn() -> Graph, text: &str) -> Vec<Vec<Value>> {
    let planned = |planning| {
        let environment = Environment { planning, ..Environment::default() };
        let answer = run(&mut graph(), text, &environment);
        answer.unwrap_or_else(|error| panic!("{text}: {error}")).rows
    };
    let optimized = planned(Planning::Optimized);
    assert_eq!(optimized, planned(Planning::Plain), "{text}");
    optimized
}

/// The names of the operators.
fn operators(text: &str) -> Vec<String> {
    let answer = run(&mut graph(), &format!("EXPLAIN {text}"), &Environment::default());
    let plan = answer.expect("an answer").plan.expect("a plan");
    plan.operators.into_iter().map(|operator| operator.name).collect()
}

/// The number that a query counts, after a look that it is folded and that rows give the same.
fn count(text: &str) -> i64 {
    assert!(operators(text).contains(&"Fold".to_owned()), "{text} is not folded");
    rows(graph, text)[0][0].as_int().expect("a number")
}

#[test]
fn no_relationship_is_matched_twice() {
    // The loop can't be walked twice in one match, though in two.
    assert_eq!(count("MATCH (a)-->(a) RETURN count(*)"), 1);
    assert_eq!(count("MATCH (a {x: 0})-->(a)-->(a) RETURN count(*)"), 0);
    assert_eq!(count("MATCH (a {x: 0})-->(a) MATCH (a)-->(a) RETURN count(*)"), 1);
    // Two parallel relationships make two pairs of different ones.
    assert_eq!(count("MATCH (a {x: 0})-[:R]->(b {x: 1})<-[:R]-(a) RETURN count(*)"), 2);
    assert_eq!(count("MATCH (a)-->(b)<--(a) WHERE a <> b RETURN count(*)"), 2);
    // There and back takes two relationships, whichever way they are asked for.
    assert_eq!(count("MATCH (a {x: 0})--(b {x: 1})--(c) WHERE c = a RETURN count(*)"), 6);
    assert_eq!(count("MATCH (a {x: 0})-->(b)-->(c)-->(d) RETURN count(*)"), 10);
    assert_eq!(count("MATCH (a)-->(b)-->(c)-->(a) WHERE a <> b RETURN count(*)"), 7);
}

#[test]
fn what_hangs_on_the_same_node_is_multiplied() {
    let text = "MATCH (a)-->(b), (a)-->(c), (a)<--(d) RETURN count(*)";
    assert!(count(text) > 10);
    let text = "MATCH (a)-->(b) OPTIONAL MATCH (b)-->(c:Odd) OPTIONAL MATCH (b)<--(d:Even) RETURN count(*)";
    assert!(count(text) > 5);
    assert_eq!(count("MATCH (a)-->(b) WHERE NOT (b)-->() RETURN count(*)"), 1);
    assert_eq!(
        count("MATCH (a)-->(b) WHERE EXISTS { (b)-->(c:Even) WHERE c.x > 3 } RETURN count(*)"),
        1
    );
    assert_eq!(count("MATCH (a:Even), (b:Odd) RETURN count(*)"), 9);
}

#[test]
fn what_a_factor_remembers_holds_for_any_node_around_it() {
    for x in 0..5 {
        let text = format!(
            "MATCH (a) WHERE EXISTS {{ (a)-->(c)-->(d)-->(a) WHERE d.x > {x} }} RETURN count(*)"
        );
        count(&text);
        count(&text.replace("MATCH (a) WHERE EXISTS", "MATCH (b)-->(a) WHERE NOT EXISTS"));
        count(&text.replace("EXISTS { (a)", "EXISTS { (a), (a)"));
    }
    count("MATCH (a) OPTIONAL MATCH (a)-->(c)-->(d)-->(a) WHERE d.x > 1 RETURN count(*)");
}

#[test]
fn what_is_asked_for_is_told_apart() {
    for text in [
        "MATCH (a)-->(b)-->(c) RETURN c.x AS k, count(*) AS n ORDER BY k",
        "MATCH (a)-->(b)-->(c) RETURN a, c, count(*) AS n ORDER BY id(a), id(c)",
        "MATCH (a)-->(b)-->(c) RETURN count(DISTINCT c) AS n",
        "MATCH (a)-->(b:Odd) RETURN count(DISTINCT b.x) AS n, min(b.x) AS l, max(b.x) AS m",
        "MATCH (a)-->(b) RETURN b.x AS k, count(a.x) AS n ORDER BY n DESC, k LIMIT 2",
        "MATCH (a)-->(b) RETURN b.x AS k, count(a.x) AS n ORDER BY n DESC, k SKIP 1 LIMIT 1",
        "MATCH (a {x: 9})-->(b) RETURN count(*) AS n",
        "UNWIND [1, 2] AS y MATCH (a)-->(b) RETURN count(DISTINCT b) AS n",
        "MATCH (a) OPTIONAL MATCH (b)<--(a)<--()--(b) RETURN count(*) AS n",
        "MATCH (a)-->(b) WITH a, count(*) AS n MATCH (a)-->(c) RETURN n, count(*) AS m ORDER BY n",
    ] {
        assert!(operators(text).contains(&"Fold".to_owned()), "{text} is not folded");
        rows(graph, text);
    }
}

#[test]
fn what_needs_rows_keeps_them() {
    for text in [
        "MATCH (a)-[r]->(b) WHERE r.x = 1 RETURN count(*)",
        "MATCH (a)-->(b) RETURN collect(b.x)",
        "MATCH (a)-->(b) RETURN avg(b.x)",
        "MATCH p = (a)-->(b) RETURN count(DISTINCT length(p))",
        "MATCH (a)-[*1..2]->(b) RETURN count(*)",
        "MATCH (a) OPTIONAL MATCH (a)-->(b) RETURN a, count(b)",
        "CREATE (:A) WITH 1 AS x MATCH (a)-->(b) RETURN count(*)",
    ] {
        assert!(!operators(text).contains(&"Fold".to_owned()), "{text} is folded");
        rows(graph, text);
    }
}

/// Twelve nodes, with a relationship from each to those that its number reaches by adding; all
/// neighbours stand side by side.
fn circles() -> Graph {
    let mut graph = Graph::new();
    let nodes: Vec<_> = (0..12).map(|at| graph.add_node(["N"], [("x", Value::Int(at))])).collect();
    for (at, from) in nodes.iter().enumerate() {
        let steps: &[usize] = if at % 3 == 0 { &[1, 2, 3, 5, 7, 8] } else { &[1, 4] };
        for step in steps {
            graph.add_relationship(*from, "R", nodes[(at + step) % 12], []);
        }
    }
    let kind = graph.symbols().get("R");
    for side in [Side::Outgoing, Side::Incoming, Side::Either] {
        graph.adjacency(kind.as_ref().map(std::slice::from_ref), side, &|| true);
        graph.adjacency(None, side, &|| true);
    }
    graph
}

#[test]
fn circles_are_closed_from_the_shorter_list() {
    for text in [
        "MATCH (a:N)-[:R]->(b:N)-[:R]->(c:N)-[:R]->(a) RETURN count(*) AS n",
        "MATCH (a)-[:R]->(b)-[:R]->(c)<-[:R]-(a) RETURN count(*) AS n",
        "MATCH (a)-[:R]->(b)-[:R]->(c)-[:R]->(d)-[:R]->(a) RETURN count(*) AS n",
        "MATCH (a)-[:R]->(b)-[:R]->(c)-[:R]->(a) RETURN a.x AS x, count(*) AS n ORDER BY x",
        "MATCH (a)-[:R]-(b)-[:R]-(c)-[:R]-(a) WHERE b.x > 4 RETURN count(*) AS n",
    ] {
        assert!(rows(circles, text)[0].last() > Some(&Value::Int(0)), "{text}");
    }
}

#[test]
fn a_relationship_that_is_known_before_is_no_other() {
    for text in [
        "MATCH (a)-[r:R]->(b) WHERE NOT EXISTS { (b)<-[r]-(a) } RETURN count(*) AS n",
        "MATCH (a)-[r:R]->(b) WHERE EXISTS { (b)-[r]->(a) } RETURN count(*) AS n",
        "MATCH (a)-[r:R]->(b) MATCH (c {x: 3}) WHERE NOT EXISTS { (c)-[r]->(b) } RETURN count(*) AS n",
    ] {
        rows(circles, text);
    }
}

#[test]
fn a_pattern_of_many_steps_is_planned_at_once() {
    let text = format!("MATCH (a){} RETURN count(*) AS n", "-->()".repeat(300));
    assert!(!operators(&text).contains(&"Fold".to_owned()));
}
