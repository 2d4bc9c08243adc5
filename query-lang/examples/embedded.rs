//! How a program asks a graph: statements that are prepared, parameters, and rows one by one.
//!
//! `cargo run -p query-lang --example embedded`

use std::error::Error;
use std::ops::ControlFlow;
use std::time::Duration;

use graph_core::Graph;
use query_lang::{Environment, Parameters, Prepared, Stop};

fn main() -> Result<(), Box<dyn Error>> {
    let mut graph = Graph::new();
    // What every statement may use: here at most a second, and 64 MiB.
    let environment = Environment {
        stop: Stop::default().within(Some(Duration::from_secs(1))),
        memory: Some(64 << 20),
        ..Environment::default()
    };

    let mut add = Prepared::new("CREATE (:Person {name: $name, age: $age})", environment.clone())?;
    for (name, age) in [("Ann", 40), ("Bob", 30), ("Cid", 50)] {
        let parameters = [("name".to_owned(), name.into()), ("age".to_owned(), age.into())];
        let answer = add.run(&mut graph, &parameters.into())?;
        assert_eq!(answer.changes.nodes_created, 1);
    }

    // The plan is kept while the graph and the parameters stay the same.
    let text = "MATCH (p:Person) WHERE p.age > $least RETURN p.name AS name ORDER BY name";
    let mut older = Prepared::new(text, environment.clone())?;
    let least: Parameters = [("least".to_owned(), 35.into())].into();
    for _ in 0..2 {
        let answer = older.read(&graph, &least)?;
        println!("{:?}: {:?}", answer.columns, answer.rows);
    }

    // Rows one by one: none is kept, and what isn't wanted isn't computed.
    let mut pairs =
        Prepared::new("MATCH (p:Person), (q:Person) RETURN p.name, q.name", environment)?;
    let mut left = 2;
    pairs.each(&graph, &Parameters::default(), |row| {
        println!("{row:?}");
        left -= 1;
        if left > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(())
}
