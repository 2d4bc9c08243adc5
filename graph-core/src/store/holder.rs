//! Who writes a store: a file beside it, locked by the process that writes, which says who that
//! is for others that must wait.
//!
//! A file that was left behind by a killed process isn't locked, and says nothing.

use std::ffi::OsString;
use std::fmt::{self, Display, Formatter};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::file::is_at;

/// A process that writes a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its number.
    pub process: u32,
    /// What it was started as, which may be anything.
    pub command: String,
}

impl Display for Holder {
    /// `process 4711 (attest ingest articles)`
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "process {} ({})", self.process, self.command)
    }
}

/// The right to write a store, for as long as this lives.
#[derive(Debug)]
pub(super) struct Held {
    path: PathBuf,
    _locked: File,
}

impl Held {
    /// Takes it, unless somebody has it.
    pub(super) fn take(store: &Path) -> io::Result<Option<Self>> {
        let path = path(store);
        loop {
            let mut file =
                OpenOptions::new().write(true).create(true).truncate(false).open(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error),
            }
            // Whoever had it has removed the file, perhaps after it was opened here.
            if is_at(&file.metadata()?, &path) {
                // Where it can't be told who writes, others only don't know.
                let _untold = file.set_len(0).and_then(|()| file.write_all(own().as_bytes()));
                return Ok(Some(Self { path, _locked: file }));
            }
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _left = fs::remove_file(&self.path);
    }
}

/// What this process tells of itself.
fn own() -> String {
    let arguments: Vec<_> =
        std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    format!("{}\n{}", std::process::id(), arguments.join(" "))
}

/// Who says that they write the store.
pub(super) fn read(store: &Path) -> Option<Holder> {
    const LONGEST: usize = 200;
    let text = fs::read_to_string(path(store)).ok()?;
    let (process, command) = text.split_once('\n')?;
    let command = command.chars().take(LONGEST).collect();
    Some(Holder { process: process.parse().ok()?, command })
}

/// The file beside a store; behind a link, beside what it leads to, so that a store has only one.
fn path(store: &Path) -> PathBuf {
    let store = fs::canonicalize(store).unwrap_or_else(|_| store.to_owned());
    let mut name = OsString::from(store);
    name.push(".writer");
    name.into()
}
