//! Random statements on a store, with restarts between, and on a graph in memory alone.

use std::path::Path;

use attest_tests::plans::Choices;
use graph_core::store::{Waiting, check};
use graph_core::workspace::{self, Workspace};
use graph_core::{Graph, graph::Properties};
use query_lang::{Environment, execute, parse};

/// A statement whose effect doesn't depend on the order of rows. Each element that it makes has a
/// number of its own, `u`, since ids may differ.
fn statement(choices: &mut Choices<'_>, next: &mut u32) -> String {
    let label = choices.pick(&["A", "B", "C"]);
    let key = choices.pick(&["x", "y", "name"]);
    let value = choices.pick(&[
        "1",
        "2",
        "'a'",
        "'é\\n'",
        "[1, 'b', null]",
        "0.5",
        "true",
        "date('2015-05-18')",
        "duration('P1DT2S')",
        "null",
    ]);
    let number = *next;
    *next += 1;
    let known = |choices: &mut Choices<'_>| choices.below(number as usize + 1);
    let (one, other) = (known(choices), known(choices));
    match choices.below(14) {
        0 | 1 => format!("CREATE (:{label} {{u: {number}, {key}: {value}}})"),
        2 => format!("CREATE (a:A {{u: {number}}})-[:R {{u: {number}}}]->(:B {{u: -{number}}})"),
        3 | 4 => format!(
            "MATCH (a {{u: {one}}}), (b {{u: {other}}}) CREATE (a)-[:S {{u: {number}, {key}: {value}}}]->(b)"
        ),
        5 => format!("MATCH (n:{label}) SET n.{key} = {value}"),
        6 => format!("MATCH (n {{u: {one}}}) SET n:{label}, n.{key} = {value}"),
        7 => format!("MATCH (n:{label}) WHERE n.u % 3 = 0 REMOVE n.{key}"),
        8 => format!("MATCH (n:{label}) WHERE n.u % 5 = {} REMOVE n:{label}", choices.below(5)),
        9 => format!("MATCH (n) WHERE n.u % 7 = {} DETACH DELETE n", choices.below(7)),
        10 => format!("MATCH ()-[r:S]->() WHERE r.u % 3 = {} DELETE r", choices.below(3)),
        11 => format!(
            "MERGE (n:{label} {{k: {}}}) ON CREATE SET n.u = {number} ON MATCH SET n.again = true",
            choices.below(3)
        ),
        // Refused where it still has relationships: nothing of it is kept then.
        12 => format!("MATCH (n {{u: {one}}}) SET n.gone = 1 DELETE n"),
        _ => format!("MATCH (a)-[r]->(b) WHERE r.u % 2 = 0 SET r.{key} = {value}, b.touched = 1"),
    }
}

/// All of a graph, by what its elements say of themselves.
fn dump(graph: &Graph) -> Vec<String> {
    let names = graph.symbols();
    let told = |properties: &Properties| {
        let mut told: Vec<_> = properties
            .iter()
            .map(|(key, value)| format!("{}={value:?}", names.name(key)))
            .collect();
        told.sort();
        told.join(" ")
    };
    let node = |node| {
        let mut labels: Vec<_> =
            graph.node_labels(node).iter().map(|label| names.name(*label)).collect();
        labels.sort_unstable();
        format!("{labels:?} {}", told(graph.node_properties(node)))
    };
    let relationships = graph.relationships().map(|it| {
        let (start, end) = graph.endpoints(it).expect("it is there");
        let kind = names.name(graph.relationship_type(it));
        let properties = told(graph.relationship_properties(it));
        format!("{} -{kind} {properties}-> {}", node(start), node(end))
    });
    let counts = format!("{:?} {:?}", graph.labels(), graph.relationship_types());
    let named = ["a", "é\n"].map(|name| format!("{name}: {}", graph.nodes_named(name).len()));
    let mut dump: Vec<_> = graph.nodes().map(node).chain(relationships).chain(named).collect();
    dump.sort();
    dump.push(counts);
    dump
}

/// Runs a statement; whether it was refused.
fn refused(graph: &mut Graph, text: &str) -> bool {
    let statement = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    execute(graph, &statement, Some(text), &Environment::default()).is_err()
}

fn opened(path: &Path) -> Workspace {
    workspace::open(path).expect("a store")
}

/// What happens to a store and to its model.
struct Pair<'p> {
    path: &'p Path,
    /// Two processes.
    stored: [Workspace; 2],
    model: Graph,
    /// The model as it was when a unit was begun, and who began it.
    begun: Option<(Graph, usize)>,
    next: u32,
}

impl Pair<'_> {
    fn step(&mut self, choices: &mut Choices<'_>) -> String {
        let who = self.begun.as_ref().map_or_else(|| choices.below(2), |(_, who)| *who);
        match choices.below(12) {
            0 | 1 => self.unit(choices, who),
            2 => {
                // What isn't committed goes with the process.
                if let Some((before, _)) = self.begun.take() {
                    self.model = before;
                }
                self.stored[who] = opened(self.path);
                "restart".to_owned()
            }
            _ => self.statement(choices, who),
        }
    }

    fn unit(&mut self, choices: &mut Choices<'_>, who: usize) -> String {
        let workspace = &mut self.stored[who];
        let Some((before, _)) = self.begun.take() else {
            workspace.begin(Waiting::No).expect("nobody else writes");
            self.begun = Some((self.model.clone(), who));
            return "BEGIN".to_owned();
        };
        if choices.once_in(2) {
            workspace.roll_back();
            self.model = before;
            return "ROLLBACK".to_owned();
        }
        workspace.commit().expect("it can be written");
        "COMMIT".to_owned()
    }

    fn statement(&mut self, choices: &mut Choices<'_>, who: usize) -> String {
        let text = statement(choices, &mut self.next);
        let workspace = &mut self.stored[who];
        workspace.begin(Waiting::No).expect("nobody else writes");
        let stored = refused(workspace.graph_mut(), &text);
        if self.begun.is_none() {
            if stored {
                workspace.roll_back();
            } else {
                workspace.commit().expect("it can be written");
            }
        }
        assert_eq!(stored, refused(&mut self.model, &text), "{text}");
        text
    }

    /// Compares the graph of whoever did something last, and between units that in the file.
    fn compare(&self, in_file: bool) {
        let model = dump(&self.model);
        if let Some((_, who)) = self.begun.as_ref() {
            assert_eq!(dump(self.stored[*who].graph()), model);
            return;
        }
        if in_file {
            assert_eq!(dump(opened(self.path).graph()), model);
        }
    }
}

fn runs(seed: u64) -> (usize, usize) {
    const STEPS: usize = 40;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("news.attest");
    let mut choices = Choices::Seed(seed);
    let stored = [opened(&path), opened(&path)];
    let mut pair = Pair { path: &path, stored, model: Graph::new(), begun: None, next: 1 };
    let mut done = Vec::new();
    for at in 0..STEPS {
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            done.push(pair.step(&mut choices));
            pair.compare(at % 4 == 0);
        }));
        assert!(result.is_ok(), "seed {seed}:\n{}", done.join(";\n"));
    }
    if pair.begun.is_some() {
        pair.unit(&mut choices, pair.begun.as_ref().map_or(0, |(_, who)| *who));
    }
    pair.compare(true);
    drop(pair.stored);
    if path.exists() {
        assert_eq!(check(&path, Waiting::No).expect("it can be checked").findings, [], "{seed}");
    }
    (pair.model.node_count(), pair.model.relationship_count())
}

#[test]
fn random_statements_make_the_same_graph_in_a_store_as_in_memory() {
    let (mut nodes, mut relationships) = (0, 0);
    for seed in 0..60 {
        let made = runs(seed);
        nodes += made.0;
        relationships += made.1;
    }
    assert!(nodes > 200 && relationships > 50, "{nodes} nodes, {relationships} relationships");
}
