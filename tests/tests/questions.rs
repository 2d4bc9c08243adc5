//! English questions on the seeds: what each answer must hold and must not.

use std::collections::BTreeMap;
use std::fmt::Write;

use attest_tests::{shared, top};
use graph_core::article::read_folder;
use graph_core::knowledge::Knowledge;
use graph_core::lexicon::Lexicon;
use graph_core::{Graph, Value, build, facts};
use query_lang::question::{QuestionError, compile, examples};
use query_lang::{Environment, read};

/// What became of a question.
#[derive(Debug, PartialEq)]
enum Outcome {
    Right,
    /// Refused, or answered that there is none: honest, but not right.
    Open(String),
    Wrong(String),
}

fn seeds() -> Option<Graph> {
    let folder = read_folder(&shared("seeds")?).expect("the seeds can be read");
    Some(build::graph(&facts::draw(folder.documents, &Knowledge::default())).graph)
}

/// Texts and numbers of all columns but those that only attest.
fn cells(columns: &[String], rows: &[Vec<Value>]) -> Vec<String> {
    let mut cells = Vec::new();
    for row in rows {
        for (column, value) in columns.iter().zip(row) {
            let attests = matches!(column.as_str(), "quote" | "attributed_to")
                || column == "articles" && value.as_list().is_some();
            if !attests {
                collect(value, &mut cells);
            }
        }
    }
    cells
}

fn collect(value: &Value, cells: &mut Vec<String>) {
    match value {
        Value::String(text) => cells.push(text.to_lowercase()),
        Value::Int(number) => cells.push(number.to_string()),
        Value::List(items) => items.iter().for_each(|item| collect(item, cells)),
        _ => {}
    }
}

/// Whether some cell holds the thing: as its whole for numbers, as a part of it for names.
fn holds(cells: &[String], thing: &str) -> bool {
    thing.to_lowercase().split('/').any(|wanted| {
        let number = wanted.len() < 3 && wanted.parse::<u8>().is_ok();
        let whole = number || matches!(wanted, "yes" | "planned" | "denied" | "no evidence");
        cells.iter().any(|cell| if whole { cell == wanted } else { cell.contains(wanted) })
    })
}

fn ask(graph: &Graph, line: &str) -> Outcome {
    let mut columns = line.split('\t');
    let (question, wanted) = (columns.next().unwrap_or(""), columns.next().unwrap_or(""));
    let forbidden = columns.next().unwrap_or("");
    let compiled = match compile(question, graph, Lexicon::builtin()) {
        Ok(compiled) => compiled,
        Err(error) => return refused(question, wanted, &error),
    };
    let answer = match read(graph, &compiled.statement, None, &Environment::default()) {
        Ok(answer) => answer,
        Err(error) => return Outcome::Wrong(format!("{error}: {}", compiled.statement)),
    };
    let cells = cells(&answer.columns, &answer.rows);
    let things = |text: &str| -> Vec<String> {
        text.split('|').filter(|thing| !thing.is_empty()).map(str::to_owned).collect()
    };
    if let Some(thing) = things(forbidden).into_iter().find(|thing| holds(&cells, thing)) {
        return Outcome::Wrong(format!("holds {thing}: {cells:?}"));
    }
    if wanted.split('/').any(|one| one == "none") && answer.rows.is_empty() {
        return Outcome::Right;
    }
    match things(wanted).into_iter().find(|thing| !holds(&cells, thing)) {
        None => Outcome::Right,
        Some(thing) if answer.rows.is_empty() || holds(&cells, "no evidence") => {
            Outcome::Open(format!("no {thing}: {}", compiled.statement))
        }
        Some(thing) => Outcome::Wrong(format!("no {thing}: {cells:?}")),
    }
}

fn refused(question: &str, wanted: &str, error: &QuestionError) -> Outcome {
    let word = error.span().map(|span| &question[span]);
    match wanted.strip_prefix("error ") {
        Some(expected) if word == Some(expected) => Outcome::Right,
        _ if wanted.split('/').any(|one| one == "error") => Outcome::Right,
        _ => Outcome::Open(error.to_string()),
    }
}

#[test]
fn most_questions_on_the_seeds_are_answered_right() {
    let Some(graph) = seeds() else { return };
    let text = std::fs::read_to_string(top().join("tests/questions/seeds.tsv")).unwrap();
    let lines: Vec<&str> =
        text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let (mut right, mut wrong, mut report) = (0, 0, String::new());
    for line in &lines {
        match ask(&graph, line) {
            Outcome::Right => right += 1,
            Outcome::Open(why) => writeln!(report, "open   {line}\n       {why}").unwrap(),
            Outcome::Wrong(why) => {
                wrong += 1;
                writeln!(report, "WRONG  {line}\n       {why}").unwrap();
            }
        }
    }
    eprintln!("{report}{right} right, {wrong} wrong of {}", lines.len());
    assert!(lines.len() >= 200, "{}", lines.len());
    assert!(right * 10 >= lines.len() * 9, "{report}");
    assert_eq!(wrong, 0, "{report}");
}

/// Articles that the program wasn't made for, of the tests and beside the project.
fn news() -> Option<Graph> {
    let mut documents = read_folder(&top().join("tests/articles")).expect("articles").documents;
    documents.extend(read_folder(&shared("articles")?).expect("articles").documents);
    Some(build::graph(&facts::draw(documents, &Knowledge::default())).graph)
}

#[test]
fn questions_of_reporters_are_answered_or_refused_but_not_answered_wrong() {
    let Some(graph) = news() else { return };
    let text = std::fs::read_to_string(top().join("tests/questions/news.tsv")).unwrap();
    let mut round = "";
    let (mut counts, mut report) = (BTreeMap::<&str, [usize; 3]>::new(), String::new());
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some(title) = line.strip_prefix("# ") {
            round = if title.ends_with("round.") { title } else { round };
            continue;
        }
        let counted = counts.entry(round).or_default();
        match ask(&graph, line) {
            Outcome::Right => counted[0] += 1,
            Outcome::Open(why) => {
                counted[1] += 1;
                writeln!(report, "open   {line}\n       {why}").unwrap();
            }
            Outcome::Wrong(why) => {
                counted[2] += 1;
                writeln!(report, "WRONG  {line}\n       {why}").unwrap();
            }
        }
    }
    eprintln!("{report}right, open, wrong: {counts:?}");
    let sum = |at: usize| counts.values().map(|counted| counted[at]).sum::<usize>();
    let all = sum(0) + sum(1) + sum(2);
    assert!(all >= 100 && sum(0) * 2 >= all && sum(2) * 8 <= all, "{report}");
}

#[test]
fn examples_are_answered_with_rows() {
    let Some(graph) = seeds() else { return };
    let questions = examples(&graph, Lexicon::builtin());
    assert_eq!(questions.len(), 3);
    for question in questions {
        let compiled = compile(&question, &graph, Lexicon::builtin()).unwrap();
        let answer = read(&graph, &compiled.statement, None, &Environment::default()).unwrap();
        assert!(!answer.rows.is_empty(), "{question}");
    }
}
