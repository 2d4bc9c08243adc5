//! How long operators take, on a graph of people who follow each other, some of them many.
//!
//! `cargo bench -p query-lang` times them; figures are to be compared within one run.

use std::sync::LazyLock;

use graph_core::{Graph, NodeId, Value};
use query_lang::{Environment, Parameters, Prepared};

fn main() {
    divan::main();
}

const PEOPLE: u32 = 10_000;
const EACH: u32 = 24;

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u32) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(most)) as u32
    }

    /// Small ones far more often than large ones.
    fn skewed(&mut self, most: u32) -> u32 {
        let below = self.below(most) + 1;
        self.below(below)
    }
}

static GRAPH: LazyLock<Graph> = LazyLock::new(|| {
    let mut numbers = Numbers(42);
    let mut graph = Graph::new();
    let people: Vec<NodeId> = (0..PEOPLE)
        .map(|id| {
            let age = Value::Int(i64::from(numbers.below(62) + 18));
            let name = Value::from(format!("Person {id}"));
            let properties = [("id", Value::Int(id.into())), ("name", name), ("age", age)];
            graph.add_node(["Person"], properties)
        })
        .collect();
    let cities: Vec<NodeId> =
        (0..100).map(|id| graph.add_node(["City"], [("id", Value::Int(id))])).collect();
    for person in &people {
        graph.add_relationship(*person, "LIVES_IN", cities[numbers.skewed(100) as usize], []);
        for _ in 0..EACH {
            let other = people[numbers.skewed(PEOPLE) as usize];
            graph.add_relationship(*person, "FOLLOWS", other, []);
        }
    }
    graph
});

/// Times a query that is prepared, and has run once.
fn time(bencher: divan::Bencher<'_, '_>, text: &str) {
    let mut query = Prepared::new(text, Environment::default()).expect(text);
    let none = Parameters::default();
    query.read(&GRAPH, &none).expect(text);
    bencher.bench_local(|| query.read(&GRAPH, &none).expect(text));
}

macro_rules! queries {
    ($($name:ident: $text:literal,)*) => {
        $(
            #[divan::bench]
            fn $name(bencher: divan::Bencher<'_, '_>) {
                time(bencher, $text);
            }
        )*
    };
}

queries! {
    seek: "MATCH (p:Person {id: 5000}) RETURN p.name",
    seek_by_name: "MATCH (p:Person) WHERE p.name = 'Person 5000' RETURN p.id",
    scan_and_filter: "MATCH (p:Person) WHERE p.age < 20 RETURN p.id",
    expand: "MATCH (p:Person {id: 5000})-[:FOLLOWS]->(f) RETURN f.id ORDER BY f.id",
    expand_two_steps: "MATCH (p:Person {id: 5000})-[:FOLLOWS]->()-[:FOLLOWS]->(f) RETURN f.id",
    repeat: "MATCH (p:Person {id: 5000})-[:FOLLOWS*1..2]->(f) RETURN f.id",
    shortest_path: "MATCH p = shortestPath((a:Person {id: 9000})-[:FOLLOWS*]->(b:Person {id: 9999})) RETURN length(p)",
    sort: "MATCH (p:Person) RETURN p.id ORDER BY p.age, p.name",
    distinct: "MATCH (p:Person) RETURN DISTINCT p.age",
    aggregate: "MATCH (p:Person) RETURN p.age, avg(p.id)",
    fold_chain: "MATCH (:Person)-[:FOLLOWS]->(:Person)-[:FOLLOWS]->(:Person) RETURN count(*)",
    fold_three_steps: "MATCH (:Person {id: 0})-[:FOLLOWS]->(:Person)-[:FOLLOWS]->(:Person)-[:FOLLOWS]->(f:Person) RETURN count(*)",
    fold_distinct: "MATCH (:Person {id: 0})-[:FOLLOWS]->(:Person)-[:FOLLOWS]->(f:Person) RETURN count(DISTINCT f.id)",
    fold_star: "MATCH (p:Person)-[:LIVES_IN]->(c:City), (p)-[:FOLLOWS]->(q:Person {id: 1}) WHERE p.age >= 30 AND p.age <= 40 RETURN c.id, count(*) AS n ORDER BY n DESC, c.id LIMIT 5",
    fold_filtered: "MATCH (a:Person)-[:FOLLOWS]->(b:Person)-[:FOLLOWS]->(c:Person) WHERE b.age < 50 AND c.age > 25 RETURN count(*)",
    fold_circle: "MATCH (a)-[:FOLLOWS]->(b)-[:FOLLOWS]->(c)-[:FOLLOWS]->(a) RETURN count(*)",
    fold_groups: "MATCH (:Person)-[:FOLLOWS]->(p:Person)-[:LIVES_IN]->(c:City) RETURN c.id, count(*)",
    fold_most: "MATCH (f:Person)-[:FOLLOWS]->(p:Person) RETURN p.id AS id, count(f.id) AS n ORDER BY n DESC, id LIMIT 10",
    fold_optional: "MATCH (p:Person)-[:LIVES_IN]->(c) OPTIONAL MATCH (p)<-[:FOLLOWS]-(q) RETURN count(*)",
    fold_absent: "MATCH (a:Person)-[:FOLLOWS]->(b)-[:FOLLOWS]->(c) WHERE NOT (a)-[:FOLLOWS]->(c) RETURN count(*)",
}
