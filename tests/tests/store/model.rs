//! Random statements on a store, with restarts between, and on a graph in memory alone.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use attest_tests::plans::Choices;
use graph_core::store::{Waiting, check};
use graph_core::workspace::{self, Workspace};
use graph_core::{Graph, graph::Properties};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{
    Config, RngSeed, TestCaseError, TestError, TestRunner, contextualize_config,
};
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
    match choices.below(15) {
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
        // More than a record holds.
        13 => format!(
            "UNWIND range(1, 70) AS i WITH {number} * 1000 + i AS u \
             CREATE (:{label} {{u: u, {key}: {value}}})-[:S {{u: u}}]->(:C {{u: -u}})"
        ),
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
    /// The model as it was when a unit was begun.
    begun: Option<Graph>,
    /// Which process did something last: the one that began the unit, where one is begun.
    last: usize,
    next: u32,
    /// What was done, by which process.
    told: Vec<String>,
}

impl Pair<'_> {
    /// The simplest choices, which a failure is brought down to, make statements.
    fn step(&mut self, choices: &mut Choices<'_>) {
        if self.begun.is_none() {
            self.last = choices.below(2);
        }
        match choices.below(12) {
            11 => self.restart(),
            9 | 10 => self.unit(choices),
            _ => self.statement(choices),
        }
    }

    /// Tells what is done next.
    fn tell(&mut self, what: &str) {
        self.told.push(format!("{}: {what}", self.last));
    }

    /// What isn't committed goes with the process.
    fn restart(&mut self) {
        self.tell("restart");
        if let Some(before) = self.begun.take() {
            self.model = before;
        }
        self.stored[self.last] = opened(self.path);
    }

    fn unit(&mut self, choices: &mut Choices<'_>) {
        let Some(before) = self.begun.take() else {
            self.tell("BEGIN");
            self.stored[self.last].begin(Waiting::No).expect("nobody else writes");
            self.begun = Some(self.model.clone());
            return;
        };
        if choices.once_in(2) {
            self.tell("ROLLBACK");
            self.stored[self.last].roll_back();
            self.model = before;
        } else {
            self.tell("COMMIT");
            self.stored[self.last].commit().expect("it can be written");
        }
    }

    fn statement(&mut self, choices: &mut Choices<'_>) {
        let text = statement(choices, &mut self.next);
        self.tell(&text);
        let workspace = &mut self.stored[self.last];
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
    }

    /// Compares the graph of whoever did something last, and between units that in the file.
    fn compare(&self, in_file: bool) {
        let model = dump(&self.model);
        assert_eq!(dump(self.stored[self.last].graph()), model, "in memory");
        if in_file && self.begun.is_none() {
            assert_eq!(dump(opened(self.path).graph()), model, "in the file");
        }
    }

    /// Ends what is begun, and looks at all that is left.
    fn end(&mut self) {
        if self.begun.is_some() {
            self.unit(&mut Choices::Bytes(&[]));
        }
        self.compare(true);
        if self.path.exists() {
            let checked = check(self.path, Waiting::No).expect("it can be checked");
            assert_eq!(checked.findings, []);
        }
    }
}

/// The choices of one step.
type Step = [u8; 12];

/// Takes the steps; how large the graph is then, or what was done until it was wrong.
fn runs(steps: &[Step]) -> Result<(usize, usize), TestCaseError> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("news.attest");
    let stored = [opened(&path), opened(&path)];
    let (model, told) = (Graph::new(), Vec::new());
    let mut pair = Pair { path: &path, stored, model, begun: None, last: 0, next: 1, told };
    let whole = catch_unwind(AssertUnwindSafe(|| {
        for (at, step) in steps.iter().enumerate() {
            pair.step(&mut Choices::Bytes(step));
            pair.compare(at % 4 == 0);
        }
        pair.end();
    }));
    match whole {
        Ok(()) => Ok((pair.model.node_count(), pair.model.relationship_count())),
        Err(_) => Err(TestCaseError::fail(pair.told.join(";\n"))),
    }
}

/// How often, in the ordinary run; with `PROPTEST_CASES` more, with `PROPTEST_RNG_SEED` others.
const CASES: u32 = 96;

#[test]
fn random_statements_make_the_same_graph_in_a_store_as_in_memory() {
    let config = contextualize_config(Config {
        cases: CASES,
        // What passes once passes everywhere; a failure is told with its statements.
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        max_shrink_iters: 1_000,
        ..Config::default()
    });
    let cases = config.cases as usize;
    let made = Cell::new((0, 0));
    let tested = TestRunner::new(config).run(&vec(any::<Step>(), 1..60), |steps| {
        let (nodes, relationships) = runs(&steps)?;
        made.set((made.get().0 + nodes, made.get().1 + relationships));
        Ok(())
    });
    match tested {
        Ok(()) => {}
        // The last message above is of these.
        Err(TestError::Fail(statements, _)) => panic!("in the end of:\n{statements}"),
        Err(aborted) => panic!("{aborted}"),
    }
    let (nodes, relationships) = made.get();
    assert!(nodes > 2 * cases && relationships > cases / 2, "{made:?} of {cases}");
}
