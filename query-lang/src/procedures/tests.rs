//! What procedures give on a small graph of articles, and what is said where they can't.

use graph_core::{Graph, NodeId, Value};

use super::{Procedure, ProcedureError, ValueType};
use crate::outcome::outcome;
use crate::{Environment, run, script};

/// A fact as the graph of articles has it.
fn fact(
    graph: &mut Graph,
    (subject, relation, object): (NodeId, &str, NodeId),
    (polarity, modality): (&str, &str),
    evidence: &[(&str, &str)],
    speakers: &[&str],
) {
    let articles: Vec<_> = evidence.iter().map(|(article, _)| *article).collect();
    let quotes: Vec<_> = evidence.iter().map(|(_, quote)| *quote).collect();
    let mut sources = articles.clone();
    sources.sort_unstable();
    sources.dedup();
    let prefix = match (polarity, modality) {
        ("-", _) => "NOT_",
        (_, "planned") => "PLANNED_",
        _ => "",
    };
    let properties = [
        ("relation", Value::from(relation)),
        ("polarity", polarity.into()),
        ("modality", modality.into()),
        ("sources", sources.into()),
        ("quotes", quotes.into()),
        ("quote_sources", articles.into()),
        ("attributed_to", speakers.to_vec().into()),
    ];
    graph.add_relationship(subject, &format!("{prefix}{relation}"), object, properties);
}

fn graph() -> Graph {
    let mut graph = Graph::new();
    for (id, source) in [("1", "The Times"), ("2", " The Times "), ("3", "Courier"), ("4", "")] {
        let properties = [("id", id.into()), ("source", source.into()), ("title", "News".into())];
        graph.add_node(["Article"], properties);
    }
    let mut entity =
        |labels: [&str; 2], name: &str| graph.add_node(labels, [("name", Value::from(name))]);
    let ann = entity(["Entity", "Person"], "Ann");
    let bob = entity(["Entity", "Person"], "Bob");
    let deal = entity(["Entity", "Agreement"], "Deal");
    let raid = entity(["Entity", "Event"], "Raid");
    graph.add_relationship(ann, "KNOWS", bob, [("since", 2001.into())]);
    let told = [("1", "Ann criticized it."), ("3", "“Bad,” said Ann."), ("9", "Ann's no.")];
    fact(&mut graph, (ann, "CRITICIZED", deal), ("+", "fact"), &told, &[]);
    let told = [("1", "Bob signed."), ("2", "He signed.")];
    fact(&mut graph, (bob, "SIGNED", deal), ("+", "fact"), &told, &[]);
    let told = [("4", "Bob never signed, Ann said.")];
    fact(&mut graph, (bob, "SIGNED", deal), ("-", "claimed"), &told, &["Ann"]);
    let planned = [("3", "Ann won't meet Bob.")];
    fact(&mut graph, (ann, "MET_WITH", bob), ("-", "planned"), &planned, &[]);
    fact(&mut graph, (bob, "MET_WITH", ann), ("+", "fact"), &[("2", "Bob met Ann.")], &[]);
    fact(&mut graph, (ann, "MET_WITH", bob), ("-", "fact"), &[("4", "They never met.")], &[]);
    fact(&mut graph, (ann, "CONFIRMED", raid), ("+", "fact"), &[("1", "Ann confirmed.")], &[]);
    fact(&mut graph, (bob, "DENIED", raid), ("+", "fact"), &[("3", "Bob denied it.")], &[]);
    graph
}

fn environment() -> Environment {
    let mut environment = Environment::default();
    environment.parameters.insert("number".into(), 4.into());
    let add = |procedure| environment.procedures.add(procedure);
    let [nothing, twice, half, broken] = [
        Procedure::new("test.nothing", "does nothing", |_| Ok(Vec::new())),
        Procedure::new("test.twice", "a number twice", |call| {
            let twice = call.arguments[0].as_int().map_or(Value::Null, |n| (2 * n).into());
            Ok(vec![vec![twice]])
        })
        .takes("number", ValueType::Integer.or_null())
        .gives("twice", ValueType::Integer.or_null()),
        Procedure::new("test.half", "half of a number", |call| {
            let Value::Float(number) = call.arguments[0] else { return Ok(Vec::new()) };
            Ok(vec![vec![(number / 2.0).into()]])
        })
        .takes("number", ValueType::Float)
        .gives("half", ValueType::Float),
        Procedure::new("test.broken", "gives rows that it has no columns for", |_| {
            Ok(vec![vec![1.into()]])
        }),
    ];
    [nothing, twice, half, broken].into_iter().for_each(add);
    environment
}

#[test]
fn calls() {
    let statements = script::statements(include_str!("golden/calls.cypher"));
    let outcome = |text: &str| outcome(&mut graph(), text, &environment());
    let found: Vec<_> = statements.iter().map(|statement| outcome(&statement.text)).collect();
    insta::assert_snapshot!(found.join("\n"));
}

#[test]
fn arguments_may_be_the_parameters_of_the_query() {
    let answer = run(&mut graph(), "CALL test.twice", &environment()).expect("an answer");
    assert_eq!(answer.rows, [[Value::from(8)]]);
}

#[test]
fn calls_count_as_much_as_they_work() {
    let text = "UNWIND range(1, 1000) AS x CALL test.slow() YIELD n RETURN count(n)";
    let slow = Procedure::new("test.slow", "gives nothing, slowly", |_| Ok(Vec::new()));
    let mut environment = Environment { steps: Some(100_000_000), ..Environment::default() };
    environment.procedures.add(slow.gives("n", ValueType::Integer).working(|_| 1_000_000));
    let error = run(&mut Graph::new(), text, &environment).expect_err("too much work");
    assert_eq!(error.kind(), "LimitExceeded");
}

#[test]
fn what_a_procedure_says_is_the_error() {
    let refuse = |_: super::Invocation<'_>| {
        Err(ProcedureError { problem: "not today".into(), help: Some("try tomorrow".into()) })
    };
    let mut environment = Environment::default();
    environment.procedures.add(Procedure::new("my.own", "refuses", refuse));
    let error = run(&mut Graph::new(), "CALL my.own()", &environment).expect_err("refused");
    assert_eq!(error.to_string(), "my.own(): not today");
    assert_eq!(error.help(), Some("try tomorrow"));
}
