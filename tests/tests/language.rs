//! Every example of the language reference gives what the reference says, and nothing of the
//! language is missing from it.
//!
//! `UPDATE_LANGUAGE=1 cargo test -p attest-tests --test language` writes the present answers
//! into it.

use std::fs;
use std::path::PathBuf;

use attest_tests::program::run;
use attest_tests::top;
use query_lang::procedures::{Procedure, Procedures};
use query_lang::{KEYWORDS, functions};
use tempfile::TempDir;

const EXAMPLE: &str = "```cypher\n";
const ANSWER: &str = "```text\n";
const END: &str = "```\n";
const PEOPLE: &str = "name,age\nEve,28\nFay,\n";

fn reference() -> PathBuf {
    top().join("query-lang/LANGUAGE.md")
}

fn text() -> String {
    fs::read_to_string(reference()).expect("a reference")
}

/// A folder with the example graph, on which each example runs anew.
struct Examples {
    folder: TempDir,
    /// What the program says of the graph's own statement.
    before: [String; 2],
}

impl Examples {
    fn new(graph: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("graph.cypher"), graph).expect("written");
        fs::write(folder.path().join("people.csv"), PEOPLE).expect("written");
        let mut examples = Self { folder, before: Default::default() };
        examples.before = examples.said("");
        examples
    }

    /// Standard output and standard error after the graph was made.
    fn said(&self, example: &str) -> [String; 2] {
        let arguments = ["-g", ":memory:", "run", "--allow-files", ".", "graph.cypher", "-"];
        let output = run(self.folder.path(), &arguments, example);
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
    }

    /// The answers of an example, and what the program says of it besides.
    fn answer(&self, example: &str) -> String {
        let [shown, told] = self.said(example);
        let shown = shown.strip_prefix(&self.before[0]).expect("the graph's answer first");
        let told = told.strip_prefix(&self.before[1]).expect("the graph's answer first");
        format!("{}{told}", shown.trim_start_matches('\n'))
    }
}

/// The text with the answer of each example put below it anew.
fn answered(text: &str) -> String {
    let mut parts = text.split(EXAMPLE);
    let mut present = parts.next().expect("a beginning").to_owned();
    let graph = parts.next().expect("a graph");
    present.extend([EXAMPLE, graph]);
    let examples = Examples::new(graph.split_once(END).expect("the graph ends").0);
    for part in parts {
        let (example, rest) = part.split_once(END).expect("an example ends");
        let rest = rest.strip_prefix(ANSWER).unwrap_or_else(|| panic!("no answer to {example}"));
        let (_, rest) = rest.split_once(END).expect("an answer ends");
        let answer = examples.answer(example);
        present.extend([EXAMPLE, example, END, ANSWER, &answer, END, rest]);
    }
    present
}

#[test]
fn the_examples_of_the_reference_give_what_it_says() {
    let written = text();
    let present = answered(&written);
    if std::env::var_os("UPDATE_LANGUAGE").is_some() {
        fs::write(reference(), present).expect("written");
        return;
    }
    assert_eq!(written, present, "UPDATE_LANGUAGE=1 brings the reference up to date");
}

/// The names that the reference doesn't mention in code: in backticks or in an example.
fn unmentioned<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let text = text();
    let code: String = text.split('`').skip(1).step_by(2).collect::<Vec<_>>().join("\n");
    let ends = |at: usize, name: &str| {
        let of_name = |letter: char| letter.is_alphanumeric() || letter == '_';
        !code[..at].ends_with(of_name) && !code[at + name.len()..].starts_with(of_name)
    };
    names.filter(|name| !code.match_indices(name).any(|(at, _)| ends(at, name))).collect()
}

#[test]
fn every_function_is_in_the_reference() {
    assert_eq!(unmentioned(functions().iter().map(|function| function.name)), [""; 0]);
}

#[test]
fn every_keyword_is_in_the_reference() {
    assert_eq!(unmentioned(KEYWORDS.iter().map(|(keyword, _)| *keyword)), [""; 0]);
}

#[test]
fn every_procedure_is_in_the_reference() {
    assert_eq!(unmentioned(Procedures::default().iter().map(Procedure::name)), [""; 0]);
}
