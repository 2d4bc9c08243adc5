use std::fmt::Write;

use graph_core::{Graph, Value};

use super::candidate::Candidate;
use super::*;

/// A graph of a few names of every kind.
fn vocabulary() -> Vocabulary {
    let mut graph = Graph::new();
    let mut person = |name: &str, aliases: &[&str], mentions: i64| {
        let aliases = Value::list(aliases.iter().map(|alias| Value::from(*alias)));
        graph.add_node(
            ["Entity", "Party", "Person"],
            [("name", name.into()), ("aliases", aliases), ("mentions", mentions.into())],
        )
    };
    let nayib = person("Nayib Bukele", &["Bukele", "President Bukele"], 12);
    let marco = person("Marco Rubio", &["Rubio"], 7);
    let hara = person("O'Hara", &[], 1);
    let country = graph.add_node(["Country", "Entity"], [("name", "El Salvador".into())]);
    let place =
        graph.add_node(["Entity", "Place"], [("name", "El Paso".into()), ("height", 3.into())]);
    graph.add_node(
        ["Article"],
        [("id", "talks-1".into()), ("title", "Talks".into()), ("words", 3.into())],
    );
    let sources = || [("sources", Value::list([Value::from("talks-1")]))];
    graph.add_relationship(nayib, "MET", marco, sources());
    graph.add_relationship(nayib, "CRITICIZED", hara, sources());
    graph.add_relationship(marco, "CRITICIZED", hara, sources());
    graph.add_relationship(marco, "VISITED", country, [("when", "2025-02-03".into())]);
    graph.add_relationship(marco, "odd type", place, []);
    Vocabulary {
        parameters: vec![
            ("least".to_owned(), "2".to_owned()),
            ("name".to_owned(), "'x'".to_owned()),
        ],
        ..Vocabulary::of_graph(&graph)
    }
}

/// Each text, whose cursor is at `‸`, with what it becomes and what each candidate is.
#[test]
fn each_place_has_its_candidates() {
    const TEXTS: &str = include_str!("cursors.txt");
    let vocabulary = vocabulary();
    let mut out = String::new();
    for text in TEXTS.lines() {
        let _ = writeln!(out, "{text}");
        let text = text.replace("⏎", "\n");
        let cursor = text.find('‸').expect("a cursor");
        let text = text.replace('‸', "");
        let completion = complete(&text, cursor, &vocabulary);
        for candidate in completion.candidates.iter().take(6) {
            let Candidate { replacement, shown, description } = candidate;
            let before = text[..completion.start].replace('\n', "⏎");
            let behind = text[cursor..].replace('\n', "⏎");
            let _ = writeln!(out, "    {before}{replacement}‸{behind}");
            let _ = writeln!(out, "        {shown} -- {description}");
        }
        if let Some(more) = completion.candidates.len().checked_sub(6).filter(|more| *more > 0) {
            let _ = writeln!(out, "    and {more} more");
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn no_text_is_too_odd_to_complete() {
    let vocabulary = vocabulary();
    let deep = "CALL { MATCH (a)-[:X]->(b {c: [x IN ".repeat(2000);
    let texts = [
        "",
        ":",
        "'",
        "`",
        "é",
        "MATCH (é",
        ")))",
        "RETURN 1..",
        "who é",
        "/*",
        "CALL db. YIELD ,",
        "CALL",
        "MATCH ((((",
        "UNION NEXT UNION }",
        "{ {",
        "WITH WITH WITH AS",
        ":same = = ",
        ":why ",
        ":export  dot  é",
        "RETURN {",
        "MATCH (n {.",
        "CALL (x) { YIELD",
        &deep,
    ];
    for text in texts {
        for (at, _) in text.char_indices().take(400).chain([(text.len(), ' ')]) {
            complete(text, at, &vocabulary);
        }
    }
}

#[test]
fn lists_fit_the_terminal() {
    let vocabulary = vocabulary();
    let text = "MATCH (n) RETURN t";
    let lines = complete(text, text.len(), &vocabulary).lines(60);
    assert!(lines.iter().all(|line| (31..60).contains(&line.chars().count())), "{lines:#?}");
    assert!(lines.iter().any(|line| line.starts_with("toUpper(text)  ")), "{lines:#?}");
    assert!(lines.iter().any(|line| line.trim_end().ends_with('…')), "{lines:#?}");
}

#[test]
fn of_very_many_names_the_most_written_of_are_listed() {
    let mut graph = Graph::new();
    for number in 0..70_000_i64 {
        let name = Value::from(format!("Town {number}"));
        graph.add_node(["Place"], [("name", name), ("mentions", number.into())]);
    }
    let vocabulary = Vocabulary::of_graph(&graph);
    let found = complete("who visited tow", 15, &vocabulary);
    assert_eq!(found.start, 12);
    assert_eq!(found.candidates.len(), 51);
    assert_eq!(found.candidates[0].shown, "Town 69999");
    assert_eq!(found.candidates[50].shown, "… 69950 more");
    assert_eq!(found.candidates[50].replacement, "tow");
}
