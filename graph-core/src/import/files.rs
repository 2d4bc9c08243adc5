//! The files that are imported, while they are read: how far it is, and whether to go on.

use std::cell::Cell;
use std::fs::{File, Metadata};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use super::error::{ImportError, Stopped};
use super::{Import, Watch};
use crate::graph::HIGHEST;

/// What is read of a file at a time.
const BUFFER: usize = 1 << 16;

/// All files together.
pub(super) struct Files<'a> {
    watch: Watch<'a>,
    bytes: u64,
    done: Cell<u64>,
}

impl<'a> Files<'a> {
    /// Those of an import; what can't be looked at is refused when it is read.
    pub(super) fn of(import: &Import, watch: Watch<'a>) -> Self {
        let nodes = import.nodes.iter().flat_map(|table| &table.files);
        let relationships = import.relationships.iter().flat_map(|table| &table.files);
        let all = nodes.chain(relationships).chain(&import.elements);
        let length = |file: &PathBuf| file.metadata().map_or(0, |found| found.len());
        Self { watch, bytes: all.map(length).sum(), done: Cell::new(0) }
    }

    /// Opens a file; `counted` where its bytes are counted as done.
    pub(super) fn open(&'a self, path: &Path, counted: bool) -> Result<Opened<'a>, ImportError> {
        let refuse = |error| ImportError::File { file: path.to_owned(), error };
        let file = File::open(path).map_err(refuse)?;
        if file.metadata().map_err(refuse)?.is_dir() {
            return Err(refuse(io::ErrorKind::IsADirectory.into()));
        }
        Ok(BufReader::with_capacity(BUFFER, Watched { file, files: self, counted }))
    }
}

/// About how many nodes and relationships the tables of an import have, and rather some more.
pub(super) fn expected(import: &Import) -> (usize, usize) {
    let of = |files: &[PathBuf]| files.iter().map(|file| lines(file)).sum::<u64>();
    let most = |count: u64| (count + count / 16).min(HIGHEST.into()) as usize;
    (
        most(import.nodes.iter().map(|table| of(&table.files)).sum()),
        most(import.relationships.iter().map(|table| of(&table.files)).sum()),
    )
}

/// About how many lines a file has, by its beginning; what can be read only once isn't looked at.
fn lines(path: &Path) -> u64 {
    let length = path.metadata().ok().filter(Metadata::is_file).map_or(0, |it| it.len());
    let mut begin = Vec::with_capacity(BUFFER);
    let mut read = || File::open(path)?.take(BUFFER as u64).read_to_end(&mut begin);
    if length == 0 || read().is_err() {
        return 0;
    }
    let lines = begin.split(|byte| *byte == b'\n').count() as u64;
    let lines = (lines * length).checked_div(begin.len() as u64).unwrap_or_default();
    // A shorter row holds nothing; a file that begins otherwise than it goes on claims no more.
    lines.min(length / 4)
}

/// A file that is open.
pub(super) type Opened<'f> = BufReader<Watched<'f>>;

/// A file that is read no further once somebody wants it to end.
pub(super) struct Watched<'f> {
    file: File,
    files: &'f Files<'f>,
    counted: bool,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let files = self.files;
        if !(files.watch.goes_on)() {
            return Err(io::Error::other(Stopped));
        }
        let read = self.file.read(buffer)?;
        if self.counted {
            files.done.set(files.done.get() + read as u64);
            (files.watch.tell)(files.done.get(), files.bytes);
        }
        Ok(read)
    }
}
