//! What queries give on a small graph.

use graph_core::{Changes, Graph, Value};

use crate::{Environment, Parameters, run};

/// Parties that criticize an agreement, articles, and a chain of visits.
fn graph() -> Graph {
    let mut graph = Graph::new();
    let name = |text: &str| [("name", Value::from(text))];
    let ann = graph.add_node(
        ["Person", "Party"],
        [("name", Value::from("Ann")), ("age", 40.into()), ("aliases", vec!["A", "Annie"].into())],
    );
    let bob =
        graph.add_node(["Person", "Party"], [("name", Value::from("Bob")), ("age", 30.into())]);
    let eu = graph.add_node(["Organization", "Party"], name("EU"));
    let deal = graph.add_node(["Agreement"], name("Deal"));
    let pact = graph.add_node(["Agreement"], name("Pact"));
    let sources = |texts: &[&str]| [("sources", Value::from(texts.to_vec()))];
    graph.add_relationship(ann, "CRITICIZED", deal, sources(&["001", "002"]));
    graph.add_relationship(bob, "CRITICIZED", deal, sources(&["001"]));
    graph.add_relationship(eu, "SIGNED", deal, sources(&["003"]));
    graph.add_relationship(eu, "SIGNED", pact, sources(&["003"]));
    graph.add_relationship(ann, "KNOWS", bob, [("since", 2001.into())]);
    graph.add_relationship(bob, "KNOWS", eu, [("since", 2010.into())]);
    graph.add_relationship(eu, "KNOWS", eu, [("since", 2020.into())]);
    graph
}

fn show(graph: &Graph, value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::String(text) => format!("'{text}'"),
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(|item| show(graph, item)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => {
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, value)| format!("{key}: {}", show(graph, value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Node(node) => format!("({})", show(graph, graph.node_property(*node, "name"))),
        Value::Relationship(found) => {
            format!("[:{}]", graph.symbols().name(graph.relationship_type(*found)))
        }
        Value::Path(path) => {
            let nodes: Vec<_> =
                path.nodes.iter().map(|node| show(graph, &Value::Node(*node))).collect();
            nodes.join("~")
        }
        temporal => temporal.temporal_text().unwrap_or_default(),
    }
}

fn outcome(graph: &mut Graph, text: &str) -> String {
    match run(graph, text, &Environment::default()) {
        Ok(answer) => {
            let mut lines = vec![text.to_owned(), format!("  | {}", answer.columns.join(" | "))];
            lines.extend(answer.rows.iter().map(|row| {
                let cells: Vec<_> = row.iter().map(|value| show(graph, value)).collect();
                format!("  | {}", cells.join(" | "))
            }));
            lines.extend(
                answer
                    .warnings
                    .iter()
                    .map(|warning| format!("  warning: {} {:?}", warning.message, warning.help)),
            );
            lines.join("\n")
        }
        Err(error) => {
            let help = error.help().map(|help| format!(" [{help}]")).unwrap_or_default();
            let place = error.span().map(|span| text[span].to_owned()).unwrap_or_default();
            format!("{text}\n  {}: {} at `{place}`: {error}{help}", error.class(), error.kind())
        }
    }
}

/// The outcomes of the queries of a golden file.
fn outcomes(queries: &str) -> String {
    let mut graph = graph();
    let found: Vec<_> = crate::script::statements(queries)
        .iter()
        .map(|statement| outcome(&mut graph, &statement.text))
        .collect();
    found.join("\n")
}

#[test]
fn patterns() {
    insta::assert_snapshot!(outcomes(include_str!("golden/patterns.cypher")));
}

#[test]
fn quantified_patterns() {
    insta::assert_snapshot!(outcomes(include_str!("golden/quantified.cypher")));
}

#[test]
fn selected_paths() {
    insta::assert_snapshot!(outcomes(include_str!("golden/selected.cypher")));
}

#[test]
fn projections() {
    insta::assert_snapshot!(outcomes(include_str!("golden/projections.cypher")));
}

#[test]
fn expressions() {
    insta::assert_snapshot!(outcomes(include_str!("golden/expressions.cypher")));
}

#[test]
fn temporal() {
    insta::assert_snapshot!(outcomes(include_str!("golden/temporal.cypher")));
}

/// What a change leaves its mark on: names in use, and the properties of everything.
fn contents(graph: &Graph) -> String {
    let nodes: Vec<_> = graph.nodes().map(|node| graph.node_properties(node)).collect();
    let relationships: Vec<_> =
        graph.relationships().map(|found| graph.relationship_properties(found)).collect();
    format!("{:?} {:?} {nodes:?} {relationships:?}", graph.labels(), graph.relationship_types())
}

fn counted(changes: Changes) -> String {
    let text = format!("{changes:?}");
    let counts = text.trim_start_matches("Changes { ").trim_end_matches(" }").split(", ");
    counts.filter(|count| !count.ends_with(": 0")).collect::<Vec<_>>().join(", ")
}

/// The outcome of each statement on a graph of its own, with what it changed.
#[test]
fn changes() {
    let statements = crate::script::statements(include_str!("golden/changes.cypher"));
    let outcome_of = |text: &str| {
        let mut changed = graph();
        let outcome = outcome(&mut changed, text);
        if let Ok(answer) = run(&mut graph(), text, &Environment::default()) {
            return format!("{outcome}\n  {}", counted(answer.changes));
        }
        assert_eq!(contents(&changed), contents(&graph()), "{text}");
        outcome
    };
    let outcomes: Vec<_> = statements.iter().map(|found| outcome_of(&found.text)).collect();
    insta::assert_snapshot!(outcomes.join("\n"));
}

#[test]
fn subqueries() {
    insta::assert_snapshot!(outcomes(include_str!("golden/subqueries.cypher")));
}

#[test]
fn spellings_of_gql() {
    insta::assert_snapshot!(outcomes(include_str!("golden/gql.cypher")));
}

#[test]
fn errors() {
    insta::assert_snapshot!(outcomes(include_str!("golden/errors.cypher")));
}

#[test]
fn parameters_are_values() {
    let parameters = Parameters::from([("names".to_owned(), vec!["Ann", "EU"].into())]);
    let text = "MATCH (n) WHERE n.name IN $names RETURN n.name ORDER BY n.name";
    let environment = Environment { parameters, ..Environment::default() };
    let answer = run(&mut graph(), text, &environment).expect("an answer");
    assert_eq!(answer.rows, [[Value::from("Ann")], [Value::from("EU")]]);
}

/// A graph in which every node knows every other: walks are many, however short.
fn dense_graph(nodes: usize) -> Graph {
    let mut graph = Graph::new();
    let nodes: Vec<_> = (0..nodes)
        .map(|at| graph.add_node(["Person"], [("name", Value::from(format!("P{at}")))]))
        .collect();
    for from in &nodes {
        for to in &nodes {
            graph.add_relationship(*from, "KNOWS", *to, [("since", 2001.into())]);
        }
    }
    graph
}

#[test]
fn selected_paths_are_found_without_looking_at_all() {
    let mut graph = dense_graph(60);
    let far = graph.add_node(["Far"], [("name", Value::from("Far"))]);
    let last = graph.nodes_named("P59")[0];
    graph.add_relationship(last, "KNOWS", far, [("since", 2002.into())]);
    let cases = [
        ("ANY SHORTEST (a {name: 'P0'})-[:KNOWS]->+(b:Far)", vec![2]),
        ("ANY SHORTEST (a {name: 'P0'})-[:KNOWS]-{1,30}(b:Far)", vec![2]),
        ("ANY SHORTEST (a {name: 'P0'}) ((x)-[r]->(y) WHERE x.name <> 'P59')+ (b:Far)", vec![]),
        ("ANY SHORTEST (a {name: 'P0'})-->{4}(b:Far)", vec![4]),
        ("ANY SHORTEST (a {name: 'P0'})-->(c)-->+(d)-->(b:Far)", vec![3]),
        ("ANY (a {name: 'P0'})-->*(b {name: 'P7'})", vec![1]),
        ("SHORTEST 3 (a {name: 'P0'})-->+(b:Far)", vec![2, 3, 3]),
        ("ALL SHORTEST (a {name: 'P0'})-->+(b:Far)", vec![2]),
    ];
    for (pattern, lengths) in cases {
        let text = format!("MATCH p = {pattern} RETURN length(p) AS n ORDER BY n");
        let answer = run(&mut graph, &text, &Environment::default()).expect("an answer");
        let wanted: Vec<_> = lengths.into_iter().map(|length| vec![Value::Int(length)]).collect();
        assert_eq!(answer.rows, wanted, "{text}");
    }
    let all = "MATCH p = ALL SHORTEST (a {name: 'P0'})-->{9}(b:Far) RETURN count(*)";
    let error = run(&mut graph, all, &Environment::default()).expect_err("too many");
    assert_eq!(error.kind(), "LimitExceeded");
}

#[test]
fn deep_and_long_queries_run_on_a_small_stack() {
    let work = || {
        let mut graph = graph();
        let deep = [
            ("(", "1", " + 1)"),
            ("[", "1", "]"),
            ("NOT NOT NOT (", "true", ")"),
            ("CASE WHEN true THEN ", "1", " END"),
            ("coalesce(", "1", ")"),
            ("(1 = 1 AND 1 < 2 OR 1 * 2 ^ -(", "1", ") > 1)"),
            ("[x IN [1] | ", "x", "]"),
            ("reduce(s = 0, x IN [1] | ", "s", ")"),
            ("COUNT { MATCH (n) WHERE n.age > ", "1", " }"),
            ("COLLECT { RETURN ", "1", " }"),
            ("COUNT { CALL (*) { RETURN ", "1", " AS x } RETURN x AS y }"),
        ];
        for (open, middle, close) in deep {
            for depth in [1, 20, 45, 90] {
                let text = format!("RETURN {}{middle}{}", open.repeat(depth), close.repeat(depth));
                let _ = run(&mut graph, &text, &Environment::default());
            }
        }
        for depth in [10, 45, 95] {
            let open = (0..depth).map(|at| format!("CALL (*) {{ WITH {at} AS a{at} "));
            let close = (0..depth).rev().map(|at| format!("RETURN {at} AS b{at} }} "));
            let text = open.collect::<String>() + &close.collect::<String>() + "RETURN 1 AS n";
            run(&mut graph, &text, &Environment::default()).expect("nested calls");
        }
        let sum = format!("RETURN 1{} AS n", " + 1".repeat(100_000));
        let answer = run(&mut graph, &sum, &Environment::default()).expect("a sum");
        assert_eq!(answer.rows, [[Value::Int(100_001)]]);
        let long = format!("MATCH (a){} RETURN count(*)", "-->()".repeat(390));
        run(&mut graph, &long, &Environment::default()).expect("a long pattern");
        let clauses = format!("{}RETURN 1 AS n", "WITH 1 AS n ".repeat(390));
        run(&mut graph, &clauses, &Environment::default()).expect("many clauses");
        let longer = format!("MATCH (a){} RETURN 1", "-->()".repeat(50_000));
        run(&mut graph, &longer, &Environment::default()).expect_err("too many steps");
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(work);
    thread.expect("a thread").join().expect("no overflow");
}
