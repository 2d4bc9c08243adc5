//! What holds in every crate of ours.

use std::fs;
use std::path::{Path, PathBuf};

use attest_tests::top;

/// The folders of the project that hold a crate, `fuzz` among them.
fn crates() -> Vec<PathBuf> {
    let entries = fs::read_dir(top()).expect("the project");
    let folders = entries.map(|entry| entry.expect("an entry").path());
    folders.filter(|folder| folder.join("Cargo.toml").is_file()).collect()
}

fn manifest(folder: &Path) -> String {
    fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest")
}

/// What stands below a heading of a manifest.
fn section<'m>(manifest: &'m str, heading: &str) -> Option<&'m str> {
    let (_, rest) = manifest.split_once(&format!("\n{heading}\n"))?;
    Some(rest.split("\n[").next().unwrap_or(rest))
}

fn forbids(manifest: &str) -> bool {
    let lints = section(manifest, "[workspace.lints.rust]").unwrap_or_default();
    lints.lines().any(|line| line == "unsafe_code = \"forbid\"")
}

/// What is forbidden no `#[allow]` in a file can allow.
#[test]
fn none_may_hold_unsafe_code() {
    assert!(forbids(&manifest(&top())));
    let crates = crates();
    assert!(crates.len() > 4, "{crates:?}");
    for folder in crates {
        let manifest = manifest(&folder);
        let lints = section(&manifest, "[lints]").unwrap_or_default();
        assert!(lints.lines().any(|line| line == "workspace = true"), "{}", folder.display());
        // A crate that is a workspace of its own has the lints of its own.
        assert!(
            !manifest.contains("\n[workspace]\n") || forbids(&manifest),
            "{}",
            folder.display()
        );
    }
}
