//! Python, with the libraries that read what is exported for them.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The Python of `target/readers`, which `.ci/run` makes. Where it isn't there, a test can only be
/// skipped, with the reason on standard error.
///
/// # Panics
/// If it isn't there and `CI` is set.
pub fn python() -> Option<PathBuf> {
    let found = crate::top().join("target/readers/bin/python");
    if found.exists() {
        return Some(found);
    }
    assert!(std::env::var_os("CI").is_none(), "target/readers isn't made: see .ci/run");
    eprintln!("skipped: target/readers not found");
    None
}

/// What a program of Python that is given a file prints.
///
/// # Panics
/// If it can't be run or fails.
pub fn run(python: &Path, program: &str, file: &Path) -> String {
    let output = Command::new(python).arg("-c").arg(program).arg(file).output();
    let output = output.expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}
