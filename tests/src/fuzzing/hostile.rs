//! A graph all of whose texts are hostile.

use std::borrow::Cow;

use graph_core::article::{Folder, read_article};
use graph_core::knowledge::Knowledge;
use graph_core::workspace::Workspace;
use graph_core::{NodeId, Value};

/// The most texts that are taken from the input, and the most bytes of each: every one of them is
/// written a dozen times, and what ends a text in some format is short.
const MOST: usize = 6;
const LONGEST: usize = 64;

/// Labels and polarities with which writers do something of their own.
const LABELS: [&str; 4] = ["Person", "Country", "Agreement", "Article"];
const STANCES: [(&str, &str); 4] =
    [("+", "fact"), ("-", "fact"), ("+", "planned"), ("-", "possible")];

/// Of so many graphs one has an article: those take two or three times as long as the others.
const READ: usize = 32;

/// A graph with entities and facts, and some with an article, whose titles, names, labels, types, keys, quotes
/// and values are the texts of the input: its parts between bytes `0xFF`, which no UTF-8 has.
pub(super) fn workspace(bytes: &[u8]) -> Workspace {
    let texts: Vec<Cow<'_, str>> = { bytes.split(|byte| *byte == 0xFF).take(MOST) }
        .map(|text| String::from_utf8_lossy(&text[..text.len().min(LONGEST)]))
        .collect();
    let text = |at: usize| &*texts[at % texts.len()];
    let read = bytes.len() % READ == 1;
    let mut workspace = if read { drawn(text) } else { Workspace::default() };
    let graph = workspace.graph_mut();
    let mut nodes: Vec<NodeId> = graph.nodes().collect();
    for at in 0..=texts.len() {
        let labels = [LABELS[at % LABELS.len()], text(at)];
        let names = ("name", Value::from(text(at)));
        let aliases = ("aliases", vec![text(at + 1), text(at + 2)].into());
        let own = (text(at + 1), Value::from(text(at + 3)));
        let labels = &labels[at % 2..];
        nodes.push(graph.add_node(labels.iter().copied(), [aliases, own, names]));
    }
    for (at, pair) in nodes.windows(2).enumerate() {
        let (polarity, modality) = STANCES[at % STANCES.len()];
        let told = [("polarity", polarity), ("modality", modality), ("when", text(at))];
        let lists = [("quotes", text(at + 1)), ("quote_sources", ["a", text(at + 2)][at % 2])];
        let own = (text(at + 3), Value::from(text(at + 4)));
        let told = told.map(|(key, value)| (key, Value::from(value)));
        let lists = lists.map(|(key, item)| (key, vec![item].into()));
        let properties = [own].into_iter().chain(told).chain(lists);
        graph.add_relationship(pair[0], text(at), pair[1], properties);
    }
    workspace
}

/// What is drawn from an article with hostile texts around a claim.
fn drawn<'t>(text: impl Fn(usize) -> &'t str) -> Workspace {
    let article = format!(
        "Title: {}\nSource: {}\nUrl: {}\n\nMayor Lena Ortiz criticized the port agreement, {}.\n\n{}\n",
        text(0),
        text(1),
        text(2),
        text(0),
        text(1)
    );
    let documents = read_article("a", article.as_bytes()).into_iter().collect();
    Workspace::of(Folder { documents, refused: Vec::new() }, Knowledge::default())
}
