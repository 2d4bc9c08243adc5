//! openCypher's compatibility kit, one test a scenario, named by file and line.
//!
//! - `OPENCYPHER_TCK` names another folder of the kit than `../shared/tck`.
//! - `cargo test -p attest-tests --test tck -- Create1` runs the scenarios whose name holds the
//!   word; without a word all run, and only a character of each is printed.
//! - Scenarios that don't pass are listed in `tests/tck/failing.tsv`. `TCK_UPDATE=1` takes out
//!   those that pass now, `TCK_UPDATE=all` lists new ones too; `TCK_VERBOSE=1` prints all.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use attest_tests::tck::feature::{Scenario, scenarios};
use attest_tests::tck::manifest::Manifest;
use attest_tests::tck::{Outcome, outcome};
use attest_tests::{shared, top};
use libtest_mimic::{Arguments, Completion, Trial};

/// The scenarios of the kit, release 2024.3, examples counted one by one.
const SCENARIOS: usize = 3_897;

/// A scenario, where it stands, and how it went once it was run.
struct Entry {
    /// File and line, such as `clauses/with/With1.feature:26`.
    place: String,
    scenario: Scenario,
    outcome: OnceLock<Outcome>,
}

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    let Some(kit) = kit() else { return ExitCode::SUCCESS };
    let entries: Arc<[Entry]> = entries(&kit.join("features")).into();
    let manifest = top().join("tests/tck/failing.tsv");
    let known = Arc::new(Manifest::read(&fs::read_to_string(&manifest).unwrap_or_default()));
    let graphs: Arc<Path> = kit.join("graphs").into();
    let all = arguments.filter.is_none() && arguments.skip.is_empty();
    arguments.quiet |= all && arguments.format.is_none();
    let mut trials: Vec<_> =
        (0..entries.len()).map(|at| trial(at, &entries, &known, &graphs)).collect();
    if env::var_os("OPENCYPHER_TCK").is_none() {
        trials.push(completeness(&entries, &known));
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    if arguments.list {
        return conclusion.exit_code();
    }
    if let Some(update) = env::var_os("TCK_UPDATE") {
        let text = updated(&known, &entries, update == "all").write();
        fs::create_dir_all(manifest.parent().unwrap_or(&manifest)).expect("a folder");
        fs::write(&manifest, text).expect("writable");
        println!("tests/tck/failing.tsv is written anew: run again without TCK_UPDATE");
    }
    report(&entries, env::var_os("TCK_VERBOSE").is_some());
    conclusion.exit_code()
}

/// The kit's folder.
fn kit() -> Option<PathBuf> {
    match env::var_os("OPENCYPHER_TCK") {
        Some(folder) => Some(PathBuf::from(folder)),
        None => shared("tck"),
    }
}

fn entries(features: &Path) -> Vec<Entry> {
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file).expect("readable");
        let name = file.strip_prefix(features).expect("inside").display().to_string();
        scenarios(&text).into_iter().map(move |scenario| Entry {
            place: format!("{name}:{}", scenario.line),
            scenario,
            outcome: OnceLock::new(),
        })
    };
    feature_files(features).into_iter().flat_map(read).collect()
}

fn feature_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of features");
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            files.extend(feature_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "feature") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn trial(at: usize, entries: &Arc<[Entry]>, known: &Arc<Manifest>, graphs: &Arc<Path>) -> Trial {
    let (entries, known, graphs) = (entries.clone(), known.clone(), graphs.clone());
    let name = format!("{} {}", entries[at].place, entries[at].scenario.name);
    Trial::ignorable_test(name, move || {
        let entry = &entries[at];
        let went = entry.outcome.get_or_init(|| outcome(&entry.scenario, &graphs));
        match known.judge(&entry.place, went)? {
            None => Ok(Completion::Completed),
            Some(reason) => Ok(Completion::ignored_with(reason)),
        }
    })
}

/// Checks that no scenario is missed, and that the list names only scenarios.
fn completeness(entries: &Arc<[Entry]>, known: &Arc<Manifest>) -> Trial {
    let (entries, known) = (entries.clone(), known.clone());
    Trial::test("all scenarios are read, and all that are listed exist", move || {
        if entries.len() != SCENARIOS {
            return Err(format!("{} scenarios of {SCENARIOS}", entries.len()).into());
        }
        match known.places().find(|place| !entries.iter().any(|entry| entry.place == **place)) {
            Some(place) => Err(format!("there is no scenario at {place}").into()),
            None => Ok(()),
        }
    })
}

fn updated(known: &Manifest, entries: &[Entry], adding: bool) -> Manifest {
    let mut manifest = known.clone();
    for entry in entries {
        if let Some(outcome) = entry.outcome.get() {
            manifest.update(&entry.place, &entry.scenario.name, outcome, adding);
        }
    }
    manifest
}

/// How many passed, failed and were skipped.
#[derive(Clone, Copy, Default)]
struct Tally([usize; 3]);

impl Tally {
    fn add(&mut self, outcome: &Outcome) {
        let Self([passed, failed, skipped]) = self;
        *match outcome {
            Outcome::Passed => passed,
            Outcome::Failed(_) => failed,
            Outcome::Skipped(_) => skipped,
        } += 1;
    }

    fn print(self) -> String {
        let Self([passed, failed, skipped]) = self;
        format!("{passed:6} {failed:6} {skipped:7}")
    }
}

/// Prints a line a folder, scenarios that end in rows apart from those that end in an error.
fn report(entries: &[Entry], verbose: bool) {
    let mut folders: BTreeMap<&str, [Tally; 2]> = BTreeMap::new();
    let mut all = [Tally::default(); 2];
    for entry in entries {
        let Some(outcome) = entry.outcome.get() else { continue };
        let folder = entry.place.rsplit_once('/').map_or("", |(folder, _)| folder);
        let half = usize::from(entry.scenario.expects_error());
        folders.entry(folder).or_default()[half].add(outcome);
        all[half].add(outcome);
        if verbose && *outcome != Outcome::Passed {
            eprintln!("{} {}: {outcome:?}", entry.place, entry.scenario.name);
        }
    }
    println!("{:36} {:^21}   {:^21}", "", "answers", "errors");
    let head = format!("{:>6} {:>6} {:>7}", "passed", "failed", "skipped");
    println!("{:36} {head}   {head}", "openCypher's compatibility kit");
    let total = format!("all {SCENARIOS}");
    for (name, [answers, errors]) in folders.into_iter().chain([(total.as_str(), all)]) {
        println!("{name:36} {}   {}", answers.print(), errors.print());
    }
    let [[passed, failed, skipped], [more_passed, more_failed, more_skipped]] = all.map(|t| t.0);
    println!(
        "{} of {SCENARIOS} passed, {} failed, {} skipped",
        passed + more_passed,
        failed + more_failed,
        skipped + more_skipped
    );
}
