//! A store written anew, without the room that earlier commits took.

use std::fs;
use std::path::Path;

use super::backup::copy;
use super::error::StoreError;
use super::file::{self, Making, guarded};
use super::{Waiting, wait_for};

/// How long a store's file was and is, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Before.
    pub before: u64,
    /// Now.
    pub after: u64,
}

/// Writes a store anew beside itself, and puts that in its place at once. Nobody writes meanwhile;
/// those who read go on reading the old file, and those who have it open to write open the new one
/// when they begin their next unit. It takes the room of both. O(store).
///
/// # Errors
/// As for a [backup](super::backup()), and where another process writes, unless it is waited for;
/// the store is as it was then.
pub fn compact(store: &Path, waiting: Waiting<'_>) -> Result<Compacted, StoreError> {
    let compacted = guarded(|| {
        file::is_there(store)?;
        // Behind a link: what it leads to is replaced, not the link.
        let path = fs::canonicalize(store)?;
        let _held = wait_for(store, waiting)?;
        let before = path.metadata()?.len();
        file::reading(&path, |old| file::make(&path, Making::Anew, |new| copy(old, new)))?;
        Ok(Compacted { before, after: path.metadata()?.len() })
    });
    compacted.map_err(|fault| StoreError { path: store.to_owned(), fault })
}
