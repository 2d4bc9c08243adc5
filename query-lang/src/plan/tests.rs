//! Which operators a query becomes.

use graph_core::{Graph, Value};

use crate::{Environment, bind, parse};

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

fn plan(text: &str) -> String {
    let graph = graph();
    let statement = parse(text).expect("a query");
    let bound = bind::statement(&graph, &statement, &Environment::default(), Some(text));
    let planned =
        super::statement(&graph, &bound.expect("a bound query"), super::Planning::Optimized);
    let subqueries = planned.subqueries.iter().map(|plan| format!("subquery\n{plan}"));
    format!("{text}\n{}{}", planned.root, subqueries.collect::<String>())
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
