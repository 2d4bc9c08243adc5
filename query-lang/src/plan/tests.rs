//! Which operators a query becomes.

use graph_core::{Graph, Value};

use crate::{Environment, execute, parse, run};

/// Many people, few agreements, and criticism of them.
fn graph() -> Graph {
    let mut graph = Graph::new();
    let deal = graph.add_node(["Agreement"], [("name", Value::from("Deal"))]);
    for at in 0..20 {
        let name = Value::from(format!("Person {at}"));
        let person = graph.add_node(["Person", "Party"], [("name", name)]);
        graph.add_relationship(person, "CRITICIZED", deal, [("polarity", Value::from("+"))]);
    }
    graph
}

/// The operators, one a line.
fn plan(text: &str) -> String {
    let mut graph = graph();
    let answer = run(&mut graph, &format!("EXPLAIN {text}"), &Environment::default());
    let plan = answer.expect("an answer").plan.expect("a plan");
    let operators = plan.operators.iter().map(|operator| {
        let indent = "  ".repeat(operator.depth);
        format!("  {indent}{} {}\n", operator.name, operator.details)
    });
    format!("{text}\n{}", operators.collect::<String>())
}

/// The operators with the rows that each gave, one a line, and the cost.
fn profile(text: &str) -> String {
    let mut graph = graph();
    let text = format!("PROFILE {text}");
    let answer = run(&mut graph, &text, &Environment::default()).expect("an answer");
    let plan = answer.plan.expect("a plan");
    let operators = plan.operators.iter().map(|operator| {
        let indent = "  ".repeat(operator.depth);
        let rows = operator.rows.map(|rows| rows.to_string()).unwrap_or_default();
        format!("  {rows:>4} {indent}{} {}\n", operator.name, operator.details)
    });
    let cost = plan.cost.map(|cost| cost.rows);
    assert_eq!(cost, Some(answer.rows.len() as u64));
    format!("{text}\n{}", operators.collect::<String>())
}

#[test]
fn plans_start_where_least_is_to_be_read() {
    let queries = [
        "MATCH (p:Person)-[c:CRITICIZED]->(a:Agreement) RETURN p.name",
        "MATCH (p {name: 'Person 3'})-[c:CRITICIZED]->(a:Agreement) RETURN a.name",
        "MATCH (p:Person)-[c:CRITICIZED]->(a) WHERE a.name = 'Deal' AND c.polarity = '+' RETURN p",
        "MATCH (a)-[*1..2]-(b)-[r]->(c:Agreement), (d) WHERE d.name = b.name RETURN a",
        "MATCH (p:Person) OPTIONAL MATCH (p)-[r]->(a) WHERE a:Agreement RETURN p, count(a) AS n ORDER BY n DESC SKIP 1 LIMIT 2",
        "MATCH (p:Person) WHERE EXISTS { (p)-->(:Agreement) } WITH DISTINCT p.name AS n WHERE n > 'A' RETURN n UNION RETURN 'x' AS n",
        "MATCH p = shortestPath((a {name: 'Person 1'})-[*]-(b {name: 'Person 2'})) UNWIND nodes(p) AS n RETURN n",
        "MATCH p = (a)<--(b:Person) WHERE length(p) = 1 RETURN p",
        "MATCH (a:Person) ((x)-[r]->(y) WHERE x.name < y.name){1,3} (b:Agreement) RETURN x, r, y",
        "MATCH p = ALL SHORTEST (a)-[r]->(m:Party) ((x)--(y))+ (b {name: 'Deal'}) RETURN p",
        "MATCH p = SHORTEST 2 (a:Person {name: 'Person 1'})-->+(b {name: 'Deal'}) RETURN p",
    ];
    let plans: Vec<String> = queries.iter().map(|text| plan(text)).collect();
    insta::assert_snapshot!(plans.join("\n"));
}

#[test]
fn plans_are_told_in_the_words_of_the_statement() {
    let queries = [
        "MATCH (p:Person)-[c:CRITICIZED|PRAISED]->(a {name: 'Deal'})<-[*..3]-(:!Party&%) RETURN DISTINCT p.name AS name, count(DISTINCT c) AS n, 1 + count(*) AS m",
        "MATCH (p:Person) OPTIONAL MATCH (p)-[r]->(a), (a)--(:Nobody) RETURN p, r ORDER BY p.name DESC, r SKIP 1 LIMIT 1 + 1",
        "UNWIND [1, 2] AS x CALL db.labels() YIELD label AS l WHERE l <> 'x' LOAD CSV FROM 'x.csv' AS row RETURN * UNION ALL RETURN 1 AS l, 2 AS row, 3 AS x",
        "MATCH p = allShortestPaths((a)-[:KNOWS*]-(b)) WHERE COUNT { (a)--(b) } > 1 RETURN length(p) AS n",
        "CREATE (a:New {x: 1})<-[:KNOWS]-(b) SET a.y = 2, b += {z: 3}, b:Other, a.x = null REMOVE b.y, a:New DETACH DELETE a",
        "MERGE (a:Person {name: 'Ann'})-[k:KNOWS]->(b:Person) ON CREATE SET k.since = 1 ON MATCH SET a = {} RETURN a",
    ];
    let plans: Vec<String> = queries.iter().map(|text| plan(text)).collect();
    insta::assert_snapshot!(plans.join("\n"));
}

#[test]
fn profiles_count_the_rows_of_each_operator() {
    let queries = [
        "MATCH (p:Person)-[c:CRITICIZED]->(a) WHERE p.name ENDS WITH '1' RETURN p.name AS name",
        "MATCH (p:Person) WHERE EXISTS { (p)-->(:Agreement) } RETURN p.name LIMIT 3",
        "MATCH (p:Person) OPTIONAL MATCH (p)-->(:Nobody) RETURN count(*) AS n UNION RETURN 20 AS n",
        "UNWIND range(1, 3) AS x CREATE (n:New {x: x}) WITH n WHERE n.x > 1 SET n.y = 1 RETURN n.x",
        "MERGE (p:Person {name: 'Person 1'}) RETURN p.name",
    ];
    let profiles: Vec<String> = queries.iter().map(|text| profile(text)).collect();
    insta::assert_snapshot!(profiles.join("\n"));
}

#[test]
fn explained_statements_change_nothing_and_profiled_ones_do() {
    let mut graph = graph();
    let before = graph.node_count();
    let explained = parse("EXPLAIN CREATE (n:New)").expect("a statement");
    let answer = execute(&mut graph, &explained, None, &Environment::default()).expect("a plan");
    assert_eq!((graph.node_count(), answer.rows.len()), (before, 0));
    let answer = crate::read(&graph, &explained, None, &Environment::default()).expect("a plan");
    let operators = answer.plan.expect("a plan").operators;
    assert_eq!(operators[0].details, "(n:New)");
    run(&mut graph, "PROFILE CREATE (n:New)", &Environment::default()).expect("an answer");
    assert_eq!(graph.node_count(), before + 1);
}
