//! One process that reads with many threads and writes with one, on a large graph.

use std::path::Path;
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use attest_tests::plans::Choices;
use graph_core::store::{Waiting, check};
use graph_core::workspace::{self, Workspace};
use graph_core::{NodeId, Value};
use query_lang::{Environment, execute, parse, read};

const READERS: usize = 8;
const NODES: u32 = 100_000;
const RELATIONSHIPS: u32 = 1_000_000;
/// Each unit moves something from one of these to another: their sum stays.
const ACCOUNTS: u32 = 100;
const SUM: i64 = 100_000;

/// How long, in seconds.
const SECONDS: &str = "ATTEST_LOAD_SECONDS";

/// How much memory the process has in use, in bytes; where the system tells it.
fn memory() -> u64 {
    let told = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = told.split_whitespace().nth(1).and_then(|pages| pages.parse().ok());
    pages.map_or(0, |pages: u64| pages * 4096)
}

fn filled(path: &Path) -> Workspace {
    let mut workspace = workspace::open(path).expect("a store");
    let mut choices = Choices::Seed(1);
    workspace.begin(Waiting::No).expect("nobody else writes");
    let mut graph = workspace.graph_mut().transaction();
    for n in 0..NODES {
        let label = if n < ACCOUNTS { "Account" } else { "Node" };
        let sum = (n < ACCOUNTS).then_some(("sum", Value::Int(SUM / i64::from(ACCOUNTS))));
        graph.add_node([label], [("n", Value::Int(n.into()))].into_iter().chain(sum));
    }
    for _ in 0..RELATIONSHIPS {
        let end = |choices: &mut Choices<'_>| NodeId(choices.below(NODES as usize) as u32);
        let (start, end) = (end(&mut choices), end(&mut choices));
        graph.add_relationship(start, "KNOWS", end, []);
    }
    graph.commit().expect("nothing is left hanging");
    workspace.commit().expect("it can be written");
    workspace
}

/// Reads until it is told to stop; what is read at once agrees with itself.
fn reads(shared: &RwLock<Workspace>, stop: &AtomicBool, queries: &AtomicU64, seed: u64) {
    let environment = Environment::default();
    let sum = parse("MATCH (a:Account) RETURN sum(a.sum) AS sum, count(a.last) AS moved")
        .expect("a query");
    let mut choices = Choices::Seed(seed);
    while !stop.load(Ordering::Relaxed) {
        let node = choices.below(NODES as usize);
        let around = format!(
            "MATCH (a)-[:KNOWS]->(b)-[:KNOWS]->(c) WHERE id(a) = {node} RETURN count(c) AS n"
        );
        let around = parse(&around).expect("a query");
        let workspace = shared.read().expect("no thread panicked");
        let answer = read(workspace.graph(), &sum, None, &environment).expect("an answer");
        assert_eq!(answer.rows[0][0], Value::Int(SUM), "a unit was read in part");
        read(workspace.graph(), &around, None, &environment).expect("an answer");
        drop(workspace);
        queries.fetch_add(2, Ordering::Relaxed);
    }
}

/// Moves something between accounts until it is told to stop, in units of two statements, of which
/// some are rolled back.
fn writes(shared: &RwLock<Workspace>, stop: &AtomicBool, units: &AtomicU64) {
    let environment = Environment::default();
    let mut choices = Choices::Seed(99);
    while !stop.load(Ordering::Relaxed) {
        let account = |choices: &mut Choices<'_>| choices.below(ACCOUNTS as usize);
        let (from, to, amount) = (account(&mut choices), account(&mut choices), choices.below(9));
        let mut workspace = shared.write().expect("no thread panicked");
        workspace.begin(Waiting::No).expect("nobody else writes");
        for (which, sign) in [(from, '-'), (to, '+')] {
            let text = format!(
                "MATCH (a:Account {{n: {which}}}) SET a.sum = a.sum {sign} {amount}, a.last = {amount}"
            );
            let statement = parse(&text).expect("a statement");
            execute(workspace.graph_mut(), &statement, None, &environment).expect("it is done");
        }
        if choices.once_in(10) {
            workspace.roll_back();
        } else {
            workspace.commit().expect("it can be written");
        }
        drop(workspace);
        units.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
#[ignore = "takes minutes and a gigabyte: ATTEST_LOAD_SECONDS=600 cargo test --release -p attest-tests --test store load -- --ignored --nocapture"]
fn eight_readers_and_a_writer_on_a_million_relationships() {
    let seconds = std::env::var(SECONDS).ok().and_then(|it| it.parse().ok()).unwrap_or(60);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("news.attest");
    let started = Instant::now();
    let shared = RwLock::new(filled(&path));
    eprintln!("made and committed in {:.1?}, {} MB in memory", started.elapsed(), memory() >> 20);
    let stop = AtomicBool::new(false);
    let (queries, units) = (AtomicU64::new(0), AtomicU64::new(0));
    let mut sizes = Vec::new();
    std::thread::scope(|scope| {
        for reader in 0..READERS {
            let (shared, stop, queries) = (&shared, &stop, &queries);
            scope.spawn(move || reads(shared, stop, queries, reader as u64));
        }
        scope.spawn(|| writes(&shared, &stop, &units));
        for _ in 0..10 {
            std::thread::sleep(Duration::from_millis(seconds * 100));
            sizes.push(memory() >> 20);
        }
        stop.store(true, Ordering::Relaxed);
    });
    let per_second = |count: &AtomicU64| count.load(Ordering::Relaxed) / seconds;
    eprintln!(
        "{seconds} s: {} queries and {} units a second; memory in MB: {sizes:?}",
        per_second(&queries),
        per_second(&units)
    );
    assert!(queries.into_inner() > 0 && units.into_inner() > 0);
    let (early, late) = (sizes[2], sizes[9]);
    assert!(late <= early + early / 10, "memory grows: {sizes:?}");
    let held = shared.into_inner().expect("no thread panicked");
    let again = workspace::open(&path).expect("a store");
    let sum = |it: &Workspace| -> i64 {
        let account = it.graph().symbols().get("Account").expect("known");
        let accounts = it.graph().nodes_with_label(account);
        accounts
            .map(|node| match it.graph().node_property(node, "sum") {
                Value::Int(sum) => *sum,
                other => panic!("{other:?}"),
            })
            .sum()
    };
    assert_eq!((sum(&held), sum(&again)), (SUM, SUM));
    assert_eq!(check(&path, Waiting::No).expect("it can be checked").findings, []);
}
