//! Statements that are ended before they are done.

use std::thread;
use std::time::Duration;

use graph_core::{Graph, Value};
use query_lang::{Answer, Cause, Environment, Error, Stop, parse, read, run};

/// Statements that would take seconds at least, each busy in another part of the executor.
const LONG: &[&str] = &[
    "UNWIND range(1, 3000) AS a UNWIND range(1, 30000) AS b WITH a WHERE a < 0 RETURN a",
    "UNWIND range(1, 5000000) AS a WITH a ORDER BY -a RETURN count(a) AS n",
    "UNWIND range(1, 9000000) AS a RETURN percentileDisc(-a, 0.5) AS p",
    "UNWIND range(1, 9000000) AS a RETURN collect(DISTINCT a % 1000) AS c, avg(a) AS m",
    "RETURN reduce(n = 0, i IN range(1, 10000000) | (n + i) % 7) AS n",
    "RETURN size([i IN range(1, 10000000) WHERE i % 2 = 0 | i * 2]) AS n",
    "WITH range(1, 1000000) AS l UNWIND l AS x WITH x, l WHERE -x IN l RETURN x",
    "MATCH p = (:Start)-[*]->() RETURN count(p) AS n",
    "MATCH p = ALL SHORTEST (a)-[*]-(b) RETURN count(p) AS n",
    "MATCH p = SHORTEST 9 (a)-[*]-(b) RETURN count(p) AS n",
    "MATCH (a), (b), (c), (d), (e), (f) WHERE a.x > b.x RETURN sum(c.x) AS n",
    "MATCH (a), (b), (c), (d), (e), (f) WHERE a.x + b.x + c.x + d.x + e.x > f.x RETURN count(*) AS n",
    "MATCH (a)-->(b)-->(c)-->(d), (a)-->(c), (a)-->(d), (b)-->(d), (e)-->(a), (e)-->(b), (e)-->(c), (e)-->(d) RETURN count(*) AS n",
    "UNWIND range(1, 3000000) AS i CREATE (:New {i: i})",
    "MATCH (n) UNWIND range(1, 100000) AS i SET n.x = i",
    "WITH reduce(s = 'ab', i IN range(1, 20) | s + s) AS t UNWIND range(1, 30000) AS i \
     WITH t WHERE (t + 'cc') =~ '(a|b)*[ab]{800}c' RETURN count(*) AS n",
    "WITH reduce(s = 'ab', i IN range(1, 20) | s + s) AS t UNWIND range(1, 30000) AS i \
     WITH t + i AS t ORDER BY t RETURN count(*) AS n",
    "WITH reduce(s = 'ab', i IN range(1, 20) | s + s) AS t UNWIND range(1, 3000) AS i \
     RETURN count(split(t, '')) AS n",
    "UNWIND range(1, 3000) AS i RETURN sum(size(reverse(range(1, 1000000)))) AS n",
    "UNWIND range(1, 3000) AS a RETURN sum(size(range(1, 1000000)[1..])) AS n",
    "WITH [0] + range(1, 9000000) AS l RETURN all(x IN l WHERE x >= 0 AND NOT -x IN tail(l)) AS n",
    "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b WITH DISTINCT a * b AS c RETURN count(c)",
    "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b WITH a, b AS c RETURN c, a \
     UNION UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b RETURN a AS c, b AS a",
    "UNWIND range(1, 3000000) AS i MERGE (n:New {i: i})",
    "UNWIND range(1, 3000000) AS i CALL (i) { WITH i CREATE (:New {i: i}) }",
    "UNWIND range(1, 3000000) AS i CREATE (n:New {i: i}) DELETE n",
    "MATCH (n) RETURN [(n)-[*]->(m) | m.x] AS l",
    "UNWIND range(1, 3000000) AS i RETURN COUNT { MATCH (a)-->(b)-->(c) WHERE a.x > i } AS n",
    "UNWIND range(1, 3000000) AS i CALL db.schema.visualization() YIELD type RETURN count(type) AS n",
];

/// Nodes of which everybody knows everybody.
fn graph() -> Graph {
    let mut graph = Graph::new();
    let nodes: Vec<_> = (0..40_i64)
        .map(|x| graph.add_node([if x == 0 { "Start" } else { "Other" }], [("x", x.into())]))
        .collect();
    for &a in &nodes {
        for &b in nodes.iter().filter(|&&b| b != a) {
            graph.add_relationship(a, "KNOWS", b, []);
        }
    }
    graph
}

fn contents(graph: &mut Graph) -> Answer {
    run(graph, "MATCH (n) RETURN labels(n) AS l, properties(n) AS p", &Environment::default())
        .expect("it is readable")
}

fn failed(graph: &mut Graph, text: &str, stop: &Stop) -> Error {
    let environment = Environment { stop: stop.clone(), ..Environment::default() };
    run(graph, text, &environment).expect_err(text)
}

#[test]
fn time_is_up_wherever_a_statement_is_busy() {
    let mut graph = graph();
    let before = contents(&mut graph);
    let limit = Duration::from_millis(20);
    for text in LONG {
        let error = failed(&mut graph, text, &Stop::default().within(Some(limit)));
        assert_eq!(*error.cause(), Cause::TimedOut { limit }, "{text}");
    }
    assert_eq!(contents(&mut graph), before);
}

/// Two rows of nodes, each of which leads to the next; no way leads from one row to the other.
fn rows() -> Graph {
    let mut graph = Graph::new();
    for row in ["Left", "Right"] {
        let nodes: Vec<_> =
            (0..3000_i64).map(|x| graph.add_node([row], [("x", x.into())])).collect();
        for ends in nodes.windows(2) {
            graph.add_relationship(ends[0], "NEXT", ends[1], []);
        }
    }
    graph
}

/// No way leads from the one end to the other.
const NO_WAY: &str = "MATCH p = shortestPath((a:Left {x: 0})-[*]->(b:Right {x: 2999})) RETURN p";

#[test]
fn work_is_counted_where_it_is_done() {
    let mut circles = graph();
    let rare =
        run(&mut circles, "MATCH (a {x: 1}) CREATE (a)-[:RARE]->(a)", &Environment::default());
    rare.expect("it is done");
    let rows = rows();
    for (graph, text, steps) in [
        // In loops that give no row.
        (&circles, "MATCH (a)-->(b)-->(c)-->(d)-->(a) RETURN count(*) AS n", 5000),
        (&circles, "MATCH (a)-[r:RARE]->(b) WHERE r.x IS NULL RETURN b", 500),
        (&rows, NO_WAY, 2000),
        // And for each row.
        (&circles, "MATCH (a), (b) RETURN a, b", 800),
    ] {
        let environment = Environment { steps: Some(steps), ..Environment::default() };
        let statement = parse(text).expect(text);
        let error = read(graph, &statement, None, &environment).expect_err(text);
        assert_eq!(*error.cause(), Cause::TooManySteps { limit: steps }, "{text}");
        read(graph, &statement, None, &Environment::default()).expect("else it is answered");
    }
}

#[test]
fn what_a_search_reached_is_kept() {
    let environment = Environment { memory: Some(50_000), ..Environment::default() };
    let error = run(&mut rows(), NO_WAY, &environment).expect_err(NO_WAY);
    assert_eq!(*error.cause(), Cause::MemoryExceeded { limit: 50_000 });
}

/// Facts of articles, of which many are alike.
fn facts() -> Graph {
    let mut graph = Graph::new();
    let articles: Vec<String> = (0..200).map(|at| format!("{at:03}")).collect();
    for id in &articles {
        graph.add_node(["Article"], [("id", id.as_str().into())]);
    }
    let people: Vec<_> = (0..20_000)
        .map(|at| {
            let name = format!("Ann{at} Miller{}", at / 4);
            graph.add_node(["Entity", "Person"], [("name", name.into())])
        })
        .collect();
    for (at, &person) in people.iter().enumerate() {
        let (article, other) = (articles[at % 200].as_str(), people[(at * 7) % people.len()]);
        let told = [
            ("relation", "CRITICIZED".into()),
            ("polarity", if at % 2 == 0 { "+" } else { "-" }.into()),
            ("modality", "fact".into()),
            ("sources", vec![article].into()),
            ("quotes", vec!["Ann criticized it."].into()),
            ("quote_sources", vec![article].into()),
        ];
        graph.add_relationship(person, "CRITICIZED", other, told);
    }
    graph
}

#[test]
fn procedures_end_within_one_call() {
    let mut graph = facts();
    let limit = Duration::from_micros(200);
    for procedure in [
        "attest.disputes()",
        "attest.suggestedMerges()",
        "attest.corroborated(1)",
        "db.schema.visualization()",
        "db.schema.nodeTypeProperties()",
        "db.schema.relTypeProperties()",
        "db.propertyKeys()",
    ] {
        let text = format!("CALL {procedure}");
        run(&mut graph, &text, &Environment::default()).expect("it is answered");
        let error = failed(&mut graph, &text, &Stop::default().within(Some(limit)));
        assert_eq!(*error.cause(), Cause::TimedOut { limit }, "{text}");
    }
}

#[test]
fn another_thread_stops_a_statement_and_nothing_of_it_is_kept() {
    let mut graph = graph();
    let before = contents(&mut graph);
    let stop = Stop::default();
    let asked = stop.clone();
    let other = thread::spawn(move || {
        thread::sleep(Duration::from_millis(20));
        asked.ask();
    });
    let text = "UNWIND range(1, 3000000) AS i CREATE (:New {i: i})";
    assert_eq!(*failed(&mut graph, text, &stop).cause(), Cause::Stopped);
    other.join().expect("it ends");
    assert_eq!(contents(&mut graph), before);
}

#[test]
fn what_is_short_runs_to_its_end() {
    let stop = Stop::default().within(Some(Duration::from_mins(10)));
    let environment = Environment { stop, ..Environment::default() };
    let answer = run(&mut graph(), "MATCH (n) RETURN count(n) AS n", &environment);
    assert_eq!(answer.expect("it is answered").rows, [[Value::Int(40)]]);
}

#[test]
fn what_is_long_is_sorted_like_what_is_short() {
    let text = "UNWIND range(0, 99999) AS i WITH i, (i * 7919) % 503 AS k ORDER BY k \
                RETURN collect([k, i]) AS pairs";
    let answer = run(&mut Graph::new(), text, &Environment::default()).expect("it is answered");
    let pairs = answer.rows[0][0].as_list().expect("a list");
    assert_eq!(pairs.len(), 100_000);
    // Equal keys stay in the order in which they came.
    assert!(pairs.is_sorted_by(|a, b| a <= b), "{:?}", &pairs[..20]);
}

#[test]
fn statements_that_change_are_refused_where_all_is_only_read() {
    let mut graph = graph();
    let environment = Environment { read_only: true, ..Environment::default() };
    for (text, clause) in [
        ("MATCH (n) SET n.x = 1", "SET n.x = 1"),
        ("UNWIND [1] AS i CREATE (:A {i: i})", "CREATE (:A {i: i})"),
        ("MATCH (n) DETACH DELETE n", "DETACH DELETE n"),
        ("MATCH (n) REMOVE n.x", "REMOVE n.x"),
    ] {
        let error = run(&mut graph, text, &environment).expect_err(text);
        assert!(matches!(error.cause(), Cause::ChangesGraph { .. }), "{error}");
        assert_eq!(&text[error.span().expect("it was parsed")], clause);
    }
    for text in ["CALL { CREATE (:A) }", "FOREACH (i IN [1] | MERGE (:A))"] {
        let error = run(&mut graph, text, &environment).expect_err(text);
        assert!(matches!(error.cause(), Cause::ChangesGraph { .. }), "{error}");
    }
    assert!(run(&mut graph, "EXPLAIN MATCH (n) DELETE n", &environment).is_ok());
    assert!(run(&mut graph, "MATCH (n) RETURN n", &environment).is_ok());
}
