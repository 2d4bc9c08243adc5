//! The inputs that fuzzers found worth keeping, fed again; and that every target is told everywhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use attest_tests::fuzzing::TARGETS;
use attest_tests::top;

/// The most bytes of inputs that are kept of a target.
const MOST: u64 = 128 << 10;

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn stems(folder: &str) -> BTreeSet<String> {
    let paths = entries(&top().join(folder)).into_iter();
    paths.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect()
}

#[test]
fn kept_inputs_do_no_harm() {
    for target in TARGETS {
        let inputs = entries(&top().join("fuzz/corpus").join(target.name));
        assert!(!inputs.is_empty(), "no inputs of {}", target.name);
        let mut size = 0;
        for input in inputs {
            let bytes = fs::read(&input).expect("an input");
            size += bytes.len() as u64;
            // The name of the input that a panic comes from is told by what is printed last.
            println!("{}", input.display());
            (target.feed)(&bytes);
        }
        assert!(size <= MOST, "{} has {size} bytes of inputs", target.name);
    }
}

#[test]
fn every_target_has_a_program_and_inputs() {
    let names: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    assert_eq!(stems("fuzz/fuzz_targets"), names);
    assert_eq!(stems("fuzz/corpus"), names);
    let manifest = fs::read_to_string(top().join("fuzz/Cargo.toml")).expect("a manifest");
    let programs: BTreeSet<String> = manifest
        .lines()
        .filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
        .filter(|name| *name != "attest-fuzz")
        .map(str::to_owned)
        .collect();
    assert_eq!(programs, names);
    for name in names {
        let program = format!("fuzz/fuzz_targets/{name}.rs");
        let program = fs::read_to_string(top().join(program)).expect("a program");
        assert!(program.contains(&format!("feed(\"{name}\", bytes)")), "{name}");
    }
}
