//! How fast a folder of articles becomes facts, and what share of the time each stage takes:
//! `cargo bench -p graph-core --bench throughput -- FOLDER`, on one thread with
//! `RAYON_NUM_THREADS=1`.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use graph_core::parse::Pipeline;
use graph_core::workspace;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Adds up the time spent in each kind of span; stages don't lie within one another.
struct Stages;

static SPENT: Mutex<Vec<(&str, Duration)>> = Mutex::new(Vec::new());

thread_local! {
    static ENTERED: Cell<Option<Instant>> = const { Cell::new(None) };
}

impl Subscriber for Stages {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut spent = SPENT.lock().expect("no thread panics");
        let name = span.metadata().name();
        let known = spent.iter().position(|(stage, _)| *stage == name);
        let at = known.unwrap_or_else(|| {
            spent.push((name, Duration::ZERO));
            spent.len() - 1
        });
        Id::from_u64(at as u64 + 1)
    }

    fn enter(&self, _: &Id) {
        ENTERED.set(Some(Instant::now()));
    }

    fn exit(&self, span: &Id) {
        let Some(entered) = ENTERED.take() else { return };
        let mut spent = SPENT.lock().expect("no thread panics");
        spent[span.into_u64() as usize - 1].1 += entered.elapsed();
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder: PathBuf = std::env::args_os()
        .skip(1)
        .find(|argument| argument != "--bench")
        .ok_or("name a folder of articles")?
        .into();
    tracing::subscriber::set_global_default(Stages)?;
    // The weights are decoded once a process, whatever it reads.
    Pipeline::get();
    let start = Instant::now();
    let workspace = workspace::open(&folder)?;
    let seconds = start.elapsed().as_secs_f64();
    let articles = &workspace.corpus().articles;
    let megabytes = articles.iter().map(|article| article.text.len()).sum::<usize>() as f64 / 1e6;
    println!("articles {}", articles.len());
    println!("seconds {seconds:.2}");
    println!("articles/s {:.1}", articles.len() as f64 / seconds);
    println!("MB/s {:.3}", megabytes / seconds);
    let spent = SPENT.lock().expect("no thread panics");
    let threads = rayon::current_num_threads() as f64;
    let mut rest = 100.0;
    for (stage, time) in spent.iter() {
        let share = 100.0 * time.as_secs_f64() / seconds / threads;
        rest -= share;
        println!("{share:5.1} % {stage}");
    }
    println!("{rest:5.1} % reading, graph and idle threads");
    Ok(())
}
