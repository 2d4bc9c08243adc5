//! Writers that are killed at random moments.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use attest_tests::plans::Choices;
use attest_tests::program::attest;
use graph_core::store::{Waiting, check};
use graph_core::workspace;
use graph_core::{Graph, Value};

/// How often a writer is killed; more in a night's run.
const ROUNDS: &str = "ATTEST_CRASH_ROUNDS";

/// More than a writer gets done before it is killed.
const UNITS: i64 = 400;

/// A script of units, each with a number, which is printed once it is committed. Every unit makes
/// a pair, ties it, and counts it: one without another is half a unit.
fn script(from: i64) -> String {
    let mut script = String::new();
    for n in from..from + UNITS {
        let text = "long ".repeat((n % 7 * 150) as usize);
        let _infallible = writeln!(
            script,
            "MERGE (c:Counter) SET c.n = {n} \
             CREATE (l:Left {{n: {n}, text: '{text}'}})-[:PAIR {{n: {n}}}]->(r:Right {{n: {n}}}) \
             RETURN {n} AS n;"
        );
    }
    script
}

/// Runs a writer and kills it at some moment; the last number that it acknowledged.
fn killed_writer(folder: &Path, from: i64, choices: &mut Choices<'_>) -> i64 {
    fs::write(folder.join("script.cypher"), script(from)).expect("written");
    let mut command = Command::new(attest());
    command.args(["-g", "news.attest", "run", "script.cypher", "--format", "csv"]);
    command.current_dir(folder).env("XDG_CONFIG_HOME", folder.join("config"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut writer = command.spawn().expect("attest starts");
    let output = writer.stdout.take().expect("piped");
    let acknowledged = Arc::new(AtomicI64::new(from - 1));
    let last = acknowledged.clone();
    let reader = std::thread::spawn(move || {
        // A line that was cut by the end is no number, or a shorter one: only whole ones count.
        let mut output = BufReader::new(output);
        let mut line = String::new();
        while output.read_line(&mut line).is_ok_and(|read| read > 0) {
            if let Some(number) = line.strip_suffix('\n').and_then(|it| it.trim().parse().ok()) {
                last.store(number, Ordering::SeqCst);
            }
            line.clear();
        }
    });
    // Sometimes while it starts, mostly while it writes.
    let started = Instant::now();
    let waits = !choices.once_in(6);
    while waits && acknowledged.load(Ordering::SeqCst) < from {
        assert!(started.elapsed() < Duration::from_mins(1), "nothing is written");
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(Duration::from_micros(100 * choices.below(1_500) as u64));
    writer.kill().expect("it runs or has ended");
    writer.wait().expect("it has ended");
    reader.join().expect("read");
    acknowledged.load(Ordering::SeqCst)
}

/// The numbers of the nodes of a label.
fn numbers(graph: &Graph, label: &str) -> BTreeSet<i64> {
    let label = graph.symbols().get(label);
    let nodes = label.into_iter().flat_map(|label| graph.nodes_with_label(label));
    let number = |node| match graph.node_property(node, "n") {
        Value::Int(number) => *number,
        other => panic!("{other:?}"),
    };
    nodes.map(number).collect()
}

/// The last unit that is there, with all before it and nothing of others.
fn last_whole_unit(graph: &Graph) -> i64 {
    let last = numbers(graph, "Counter").last().copied().unwrap_or(0);
    let all: BTreeSet<i64> = (1..=last).collect();
    assert!(numbers(graph, "Left") == all && numbers(graph, "Right") == all, "half of a unit");
    assert_eq!(graph.relationship_count() as i64, last);
    last
}

#[test]
fn whenever_a_writer_is_killed_whole_units_are_there_and_all_that_it_acknowledged() {
    let rounds = std::env::var(ROUNDS).ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(50);
    let mut choices = Choices::Seed(rounds as u64);
    let mut folder = tempfile::tempdir().expect("a folder");
    let (mut last, mut killed_in_unit) = (0, 0);
    for round in 0..rounds {
        // A store of some size, made anew now and then.
        if round % 25 == 0 {
            folder = tempfile::tempdir().expect("a folder");
            last = 0;
        }
        let acknowledged = killed_writer(folder.path(), last + 1, &mut choices);
        let store = folder.path().join("news.attest");
        if !store.exists() {
            assert_eq!(acknowledged, 0, "round {round}");
            continue;
        }
        let checked = check(&store, Waiting::No).expect("it can be checked");
        assert_eq!(checked.findings, [], "round {round}");
        let workspace = workspace::open(&store).expect("it can be read");
        let found = last_whole_unit(workspace.graph());
        let may_be = acknowledged..=acknowledged + 1;
        assert!(may_be.contains(&found), "round {round}: {found} of {acknowledged}");
        killed_in_unit += i64::from(found > acknowledged);
        last = found;
    }
    eprintln!("{rounds} rounds, {killed_in_unit} of them killed between commit and answer");
}
