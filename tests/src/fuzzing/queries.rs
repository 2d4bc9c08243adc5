//! What a person types: statements and questions.

use std::sync::LazyLock;
use std::time::Duration;

use graph_core::article::{Folder, read_article};
use graph_core::knowledge::Knowledge;
use graph_core::lexicon::Lexicon;
use graph_core::workspace::Workspace;
use graph_core::{Graph, Value};
use query_lang::ast::Statement;
use query_lang::{Cause, Environment, Error, Stop, question, script};

use super::check_refusal;

/// What questions are asked of.
const NEWS: [(&str, &str); 2] = [
    (
        "001-talks",
        "Title: Bridge talks\nDate: 2025-03-04\n\nMayor Lena Ortiz of Lima visited Denmark on \
         Monday. On Tuesday she condemned the port agreement, which killed 12 people.\n\nOrtiz \
         will not visit Kenya. President David Miller of the Labour Party praised her.",
    ),
    (
        "002-bank",
        "Title: Bank opens\nDate: 2025-03-06\n\nLena Ortiz met David Miller in Nairobi, Kenya. \
         Miller denied that he visited Denmark. The World Bank signed the port agreement.",
    ),
];

/// As long as a statement may take; a unit of a fuzzer that takes much longer is a finding.
const PATIENCE: Duration = Duration::from_secs(1);

/// No text makes the parser panic, what it reads is printed as what reads the same, and what it
/// refuses has a place in the text.
pub(super) fn parse(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match query_lang::parse(text) {
        Ok(tree) => check_printed(&tree),
        Err(error) => check_refusal(text, &error.to_string(), error.span()),
    }
    let _ = query_lang::parse_literal(text);
    let _ = script::is_complete(text);
    for statement in script::statements(text) {
        assert_eq!(text.get(statement.span), Some(&*statement.text));
    }
}

/// Any statement is answered or refused in its time; one that is refused changes nothing.
pub(super) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut graph = people();
    let before = graph.clone();
    match query_lang::run(&mut graph, text, &environment()) {
        Ok(answer) => {
            assert!(answer.rows.iter().all(|row| row.len() == answer.columns.len()));
            let ends = |id| graph.endpoints(id).expect("a relationship has ends");
            for (start, end) in graph.relationships().map(ends) {
                assert!(graph.contains_node(start) && graph.contains_node(end));
            }
        }
        Err(error) => {
            check_refusal(text, &error.to_string(), error.span());
            assert!(graph.nodes().eq(before.nodes()), "a refused statement changed the graph");
            assert!(graph.relationships().eq(before.relationships()));
        }
    }
}

/// Any question becomes a statement that can be printed and answered, or is refused with a place
/// in its text.
pub(super) fn question(bytes: &[u8]) {
    static WORKSPACE: LazyLock<Workspace> = LazyLock::new(news);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (graph, lexicon) = (WORKSPACE.graph(), Lexicon::builtin());
    let _ = question::looks_like_cypher(text);
    let _ = question::called(text, graph, lexicon);
    match question::compile(text, graph, lexicon) {
        Ok(asked) => {
            check_printed(&asked.statement);
            let answer = query_lang::read(graph, &asked.statement, None, &environment());
            let answered = answer.as_ref().map_or_else(ran_out, |_| true);
            assert!(answered, "{text}\n{}\n{answer:?}", asked.statement);
        }
        Err(error) => check_refusal(text, &error.to_string(), error.span()),
    }
}

/// The statement as it is printed reads as the same statement.
fn check_printed(tree: &Statement) {
    let printed = tree.to_string();
    match query_lang::parse(&printed) {
        Ok(again) => assert_eq!(again, *tree, "{printed}"),
        // Printing may put parentheses where the text had none.
        Err(error) => assert!(matches!(error.cause(), Cause::TooDeep { .. }), "{printed}: {error}"),
    }
}

/// The most bytes that a statement keeps: a fuzzer has two gigabytes.
const MEMORY: u64 = 256 << 20;

/// Whether a statement ended because it took too much.
fn ran_out(error: &Error) -> bool {
    matches!(
        error.cause(),
        Cause::LimitExceeded { .. } | Cause::MemoryExceeded { .. } | Cause::TimedOut { .. }
    )
}

fn environment() -> Environment {
    let parameters = [("p".to_owned(), Value::from("Ann"))].into();
    Environment {
        parameters,
        stop: Stop::default().within(Some(PATIENCE)),
        memory: Some(MEMORY),
        ..Environment::default()
    }
}

fn news() -> Workspace {
    let read = |(id, text): (&str, &str)| read_article(id, text.as_bytes()).expect("an article");
    let documents = NEWS.map(read).into();
    Workspace::of(Folder { documents, refused: Vec::new() }, Knowledge::default())
}

/// A small graph with a circle, a loop, and a value of most types.
fn people() -> Graph {
    let mut graph = Graph::new();
    let statement = "CREATE (a:Person:Party {name: 'Ann', age: 40, born: date('1985-02-03')}),
        (b:Person {name: 'Bob', height: 1.5, tags: ['x', 'y']}), (c:Agreement {name: 'plan'}),
        (a)-[:KNOWS {since: 2001}]->(b), (b)-[:KNOWS]->(a), (a)-[:SIGNED {quotes: ['q']}]->(c), (c)-[:PART_OF]->(c)";
    query_lang::run(&mut graph, statement, &Environment::default()).expect("a graph");
    graph
}
