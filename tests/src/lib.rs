//! Shared pieces of the test targets: where the articles are, how facts are scored.

pub mod browser;
pub mod fuzzing;
pub mod plans;
pub mod program;
pub mod readers;
pub mod score;
pub mod stores;
pub mod tck;
pub mod terminal;

use std::path::PathBuf;

/// The project's top folder.
pub fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file or folder beside the project's, or none where it isn't there; then the reason goes to
/// standard error, since a test that needs it can only be skipped.
pub fn shared(path: &str) -> Option<PathBuf> {
    let found = top().join("../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    eprintln!("skipped: ../shared/{path} not found");
    None
}
