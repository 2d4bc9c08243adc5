//! Statements that keep more than they may; what that is in truth is measured by the program's own
//! tests.

use graph_core::{Graph, Value};
use query_lang::{Answer, Cause, Environment, Error, run};

const MEBIBYTE: u64 = 1 << 20;

fn within(memory: u64, graph: &mut Graph, text: &str) -> Result<Answer, Error> {
    let environment = Environment { memory: Some(memory), ..Environment::default() };
    run(graph, text, &environment)
}

/// Relationships with properties such as facts have.
fn graph(relationships: usize) -> Graph {
    let mut graph = Graph::new();
    let nodes: Vec<_> = (0..1000_i64)
        .map(|at| graph.add_node(["N"], [("name", format!("name {at}").into())]))
        .collect();
    let quotes = Value::from(vec!["Somebody said a sentence of about one hundred letters."; 4]);
    for at in 0..relationships {
        let ends = (nodes[at % 1000], nodes[at * 7 % 1000]);
        graph.add_relationship(ends.0, "R", ends.1, [("quotes", quotes.clone())]);
    }
    graph
}

/// Each keeps something in another way, and takes some tens of megabytes at least.
const GREEDY: &[&str] = &[
    "UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b WITH a, b ORDER BY -b RETURN count(a)",
    "UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b RETURN collect(a) AS l",
    "UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b RETURN count(DISTINCT a * 2000 + b) AS n",
    "UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b RETURN percentileDisc(a, 0.5) AS n",
    "UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b WITH DISTINCT a, b RETURN count(*) AS n",
    "UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b WITH a, b, count(*) AS n RETURN max(n)",
    "UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b RETURN a, b",
    "UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b RETURN a UNION ALL UNWIND [1] AS a RETURN a",
    "UNWIND range(1, 2000) AS a WITH a, range(1, 2000) AS l ORDER BY a RETURN count(l) AS n",
    "UNWIND range(1, 2000) AS a WITH a, [x IN range(1, 2000) | {k: x}] AS l ORDER BY a RETURN count(l)",
    "RETURN size([x IN range(1, 2000) | range(1, 2000)]) AS n",
    "RETURN size(reduce(l = [1], x IN range(1, 40) | l + l)) AS n",
    "RETURN size(reduce(l = [1], x IN range(1, 40) | [l, l])) AS n",
    "RETURN range(1, 9000000)[0] AS n",
    "RETURN [range(1, 200000), range(1, 200000), range(1, 200000), range(1, 200000)][0][0] AS n",
    "RETURN size(split(reduce(s = 'a', x IN range(1, 22) | s + s), '')) AS n",
    "RETURN size([x IN range(1, 40) | reduce(s = 'a', y IN range(1, 20) | s + s)]) AS n",
    "RETURN size(COLLECT { UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b RETURN [a, b] })",
    "UNWIND range(1, 400000) AS i CREATE (:New {i: i})",
    "UNWIND range(1, 400000) AS i MERGE (:New {i: i})",
    "UNWIND range(1, 2000) AS a CALL (a) { UNWIND range(1, 2000) AS b CREATE (:New {i: b}) }",
    "UNWIND range(1, 2000) AS a UNWIND range(1, 2000) AS b CALL (a) { RETURN a AS c } RETURN c",
    "MATCH (n) UNWIND range(1, 1000) AS i SET n.x = toString(i) + ' and more letters'",
    "MATCH (n) UNWIND range(1, 1000) AS i SET n += {x: toString(i) + ' and more letters'}",
    "MATCH p = (a)-[*..3]->(b) RETURN collect(p) AS l",
    "MATCH p = ALL SHORTEST (a)-[*]-(b) RETURN count(p) AS n",
    "MATCH (a), (b) RETURN collect(a.name + b.name) AS l",
    "MATCH (a), (b) RETURN a.name + b.name AS s ORDER BY s",
];

#[test]
fn what_keeps_too_much_is_refused_and_undone() {
    let mut graph = graph(5000);
    let memory = 16 * MEBIBYTE;
    let mut others = Vec::new();
    for text in GREEDY {
        match within(memory, &mut graph, text).map_err(|error| error.cause().clone()) {
            Err(Cause::MemoryExceeded { limit }) => assert_eq!(limit, memory),
            Err(other) => others.push(format!("{text}: {other}")),
            Ok(answer) => others.push(format!("{text}: {} rows", answer.rows.len())),
        }
    }
    assert!(others.is_empty(), "{others:#?}");
    let error = within(memory, &mut graph, GREEDY[0]).expect_err("refused");
    assert_eq!(error.to_string(), "the query keeps more than 16 MiB in memory");
    assert!(error.help().is_some());
    let left = run(&mut graph, "MATCH (n:New) RETURN count(n) AS n", &Environment::default());
    assert_eq!(left.expect("it is answered").rows, [[0.into()]]);
}

#[test]
fn the_same_is_refused_at_the_same_point() {
    let text = "UNWIND range(1, 100000) AS i WITH i, toString(i) AS s ORDER BY s RETURN count(s)";
    let enough = |memory: u64| within(memory, &mut Graph::new(), text).is_ok();
    let (mut least, mut most) = (0, 256 * MEBIBYTE);
    while most - least > 1 {
        let middle = least.midpoint(most);
        if enough(middle) {
            most = middle;
        } else {
            least = middle;
        }
    }
    assert!(!enough(least) && enough(most) && !enough(least) && enough(most));
    // A row is two slots, its key and a text.
    assert!((10 * MEBIBYTE..40 * MEBIBYTE).contains(&most), "{most}");
}

#[test]
fn what_is_made_and_dropped_is_not_kept() {
    let mut graph = graph(5000);
    let memory = 4 * MEBIBYTE;
    for text in [
        "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b RETURN count(*) AS n",
        "UNWIND range(1, 1000) AS a RETURN sum(size(range(1, 20000))) AS n",
        "UNWIND range(1, 200) AS a RETURN max(size(split(reduce(s = 'a', i IN range(1, 10) | s + s), ''))) AS n",
        "UNWIND range(1, 200) AS a CALL (a) { UNWIND range(1, 5000) AS b WITH b ORDER BY -b RETURN max(b) AS m } RETURN max(m) AS n",
        "UNWIND range(1, 200) AS a RETURN max(COUNT { UNWIND range(1, 5000) AS b WITH DISTINCT b RETURN b }) AS n",
        "UNWIND range(1, 200) AS a WITH a, [x IN range(1, 5000) | toString(x)] AS l RETURN max(size(l)) AS n",
        "MATCH (n)-[r]->(m) WITH n, count(r) AS c RETURN max(c) AS n",
        "MATCH (n)-[r]->(m) WHERE size(split(r.quotes[0], ' ')) > 3 RETURN count(r) AS n",
        // One list, in many rows.
        "WITH range(1, 20000) AS l UNWIND range(1, 5000) AS a WITH a, l ORDER BY -a RETURN count(l) AS n",
        // Lists of the graph, in many rows.
        "MATCH ()-[r]->() RETURN r.quotes AS q ORDER BY q",
        "MATCH ()-[r]->() RETURN collect(r.quotes) AS l",
    ] {
        within(memory, &mut graph, text).unwrap_or_else(|error| panic!("{text}: {error}"));
    }
}
