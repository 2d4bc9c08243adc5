//! A store: articles, what was drawn from them, and what people changed, in one file that
//! survives whatever a laptop does to it.
//!
//! ```text
//! Workspace ── what changed ──→ records ──→ one transaction of redb, synced
//! Workspace ←── graph, corpus ── records ←── the last commit
//! ```
//!
//! In memory the graph is the same [`Graph`], read whole. Every process may write;
//! it holds the file's writing lock from `Store::begin` to `Store::commit` only, and begins
//! with what others committed meanwhile. The file is one table of [`Kind`]ed records, each with a
//! checksum of its own: redb's are looked at only when it repairs.

mod backup;
mod check;
mod compact;
mod drawn;
mod elements;
mod error;
mod file;
mod holder;
mod load;
mod overlay;
mod record;
mod recover;
mod salvage;
mod save;
mod value;

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};
use std::time::Duration;

use redb::{ReadTransaction, ReadableTable, TableDefinition, WriteTransaction};
use serde::{Deserialize, Serialize};

use crate::knowledge::Additions;
use crate::redraw::{Rules, Trace};
use crate::{Graph, Value};
pub use backup::{Copied, backup};
pub use check::{Amounts, Checked, Finding, check};
pub use compact::{Compacted, compact};
pub(crate) use drawn::Drawing;
pub use drawn::Source;
pub use error::{Fault, StoreError};
pub use file::is_guarded;
use file::{Making, Opened, guarded};
use holder::Held;
pub use holder::Holder;
use load::read;
pub use record::Kind;
use record::Record;
pub use recover::{Recovered, recover};
pub(crate) use save::{Redrawn, Reread, Save};
use value::Writer;

/// The format that is written. Newer ones are refused, by name, before anything else is read of
/// them; older ones are read, and the next commit writes this one:
///
/// 1. had summaries without [`Summary::sum`], and no [`Kind::Traces`].
///
/// A change to what records hold takes the next number. `Summary::format` is read first, which
/// postcard keeps at the front of the summary's bytes; each record of an older format goes through
/// a function that gives the bytes of the newer one.
pub const FORMAT: u32 = 2;

/// What is wrong with records that are whole, and not what the summary knows of.
const STALE: &str = "records of it are those of an earlier commit";

/// Records by kind and number.
const RECORDS: TableDefinition<'_, (u8, u64), &[u8]> = TableDefinition::new("records");

/// The records of a store that is read.
type Table = redb::ReadOnlyTable<(u8, u64), &'static [u8]>;

/// What a store says of itself, to check the rest against.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The format of the records; first in all formats.
    pub format: u32,
    /// The version of the program that wrote last.
    pub version: String,
    /// How many commits there were.
    pub commit: u64,
    /// A random number that each commit draws: equal ones are the same commit of the same store.
    pub state: u64,
    /// How many records of each kind there are, by the kind's number.
    pub records: Vec<u64>,
    /// How many nodes there are.
    pub nodes: u64,
    /// How many relationships there are.
    pub relationships: u64,
    /// How many names of labels, types and keys there are.
    pub symbols: u32,
    /// Whether statements ever changed the graph.
    pub changed: bool,
    /// The labels and properties that were drawn last, such as `Entity.name`: a later version
    /// may draw others. None where it isn't known.
    pub drawn: Vec<String>,
    /// The checksums of all other records added up: a page that a disk forgot to write, or wrote to
    /// another place, leaves records that are whole and those of an earlier commit.
    pub sum: Option<u64>,
}

impl Summary {
    /// What the store says of itself after one more commit.
    fn next(mut self) -> Self {
        self.commit += 1;
        self.format = FORMAT;
        env!("CARGO_PKG_VERSION").clone_into(&mut self.version);
        self.state = RandomState::new().build_hasher().finish();
        self.records.resize(Kind::ALL.len(), 0);
        self
    }

    /// The kinds of which there are other numbers of records than there should be, each with how
    /// many there should be.
    fn missing(&self, records: &[u64; Kind::ALL.len()]) -> impl Iterator<Item = (Kind, u64)> {
        let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Summary);
        kinds.filter_map(|kind| {
            let at = usize::from(kind.number());
            let counted = self.records.get(at).copied().unwrap_or_default();
            (counted != records[at]).then_some((kind, counted))
        })
    }

    /// Whether the records aren't those that were committed, by the sum of their checksums.
    fn differs(&self, sum: u64) -> bool {
        self.sum.is_some_and(|wanted| wanted != sum)
    }

    /// The bytes of its record.
    fn record(&self) -> Vec<u8> {
        let payload = drawn::written(self);
        let commit = self.commit;
        Record { kind: Kind::Summary, number: 0, commit, payload: &payload }.encode()
    }
}

/// All that a store holds.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub(crate) graph: Graph,
    pub(crate) drawing: Drawing,
    pub(crate) additions: Additions,
}

/// Whether to wait for another process that writes.
#[derive(Clone, Copy)]
pub enum Waiting<'a> {
    /// Not at all.
    No,
    /// Until it is done, or this tells to stop.
    Until(&'a dyn Fn() -> bool),
}

/// A store's file, which is there once something was committed.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    /// Open for writing since the first unit.
    opened: Option<Opened>,
    unit: Option<Unit>,
    /// What was read or committed last; `None` before the first commit ever.
    summary: Option<Summary>,
}

/// A unit that holds the writing lock.
struct Unit {
    /// `None` where there is no file yet, which the commit makes.
    transaction: Option<WriteTransaction>,
    _held: Held,
}

impl std::fmt::Debug for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unit")
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.abort();
    }
}

impl Store {
    /// A store at a path, whether there is a file yet or not.
    pub fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), opened: None, unit: None, summary: None }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the store said of itself when it was read or committed last; `None` before its first
    /// commit.
    pub fn summary(&self) -> Option<&Summary> {
        self.summary.as_ref()
    }

    /// Whether nobody committed since this store was read or committed last. The file isn't
    /// changed by the look.
    pub(crate) fn is_current(&self) -> Result<bool, StoreError> {
        let last = guarded(|| {
            if !self.path.exists() {
                return Ok(None);
            }
            file::reading(&self.path, |transaction| last_summary(&records(transaction)?))
        });
        let last = last.map_err(|fault| self.refuse(fault))?;
        Ok(self.is_last(last.as_ref()))
    }

    fn is_last(&self, last: Option<&Summary>) -> bool {
        last.map(|it| it.state) == self.summary.as_ref().map(|it| it.state)
    }

    /// Reads everything: of the last commit, or of the unit's beginning. O(store).
    pub(crate) fn load(&mut self) -> Result<Contents, StoreError> {
        let Self { path, unit, .. } = self;
        let read = match unit.as_ref().and_then(|unit| unit.transaction.as_ref()) {
            Some(transaction) => guarded(|| read(&records_to_write(transaction)?).map(Some)),
            None if path.exists() => guarded(|| {
                file::reading(path, |transaction| read(&records(transaction)?)).map(Some)
            }),
            None => Ok(None),
        };
        let (contents, summary) = read.map_err(|fault| self.refuse(fault))?.unzip();
        self.summary = summary;
        Ok(contents.unwrap_or_default())
    }

    /// How what is in the store was drawn, as far as that is known. O(drawing).
    pub(crate) fn rules(&self) -> Result<Rules, StoreError> {
        let names = self.summary.as_ref().map(|it| it.drawn.clone()).unwrap_or_default();
        let transaction = self.unit.as_ref().and_then(|unit| unit.transaction.as_ref());
        let read = transaction.map(|it| guarded(|| traces(&records_to_write(it)?)));
        let traces = read.transpose().map_err(|fault| self.refuse(fault))?.unwrap_or_default();
        Ok(Rules { names, traces })
    }

    /// Takes the writing lock. Tells whether others committed since this store was read, so that
    /// it must be [loaded](Self::load) again. Where there is no file, the commit makes it.
    pub(crate) fn begin(&mut self, waiting: Waiting<'_>) -> Result<bool, StoreError> {
        let begun = guarded(|| {
            let held = wait_for(&self.path, waiting)?;
            let opened = match self.opened.take().filter(|opened| opened.is_current(&self.path)) {
                Some(opened) => Some(opened),
                None if self.path.exists() => Some(Opened::writing(&self.path)?),
                None if self.summary.is_some() => return Err(Fault::Gone),
                None => None,
            };
            let transaction = opened.as_ref().map(Opened::begin_write).transpose()?;
            let last = transaction.as_ref().map(|it| last_summary(&records_to_write(it)?));
            let last = last.transpose()?.flatten();
            self.opened = opened;
            self.unit = Some(Unit { transaction, _held: held });
            Ok(last)
        });
        let last = begun.map_err(|fault| self.refuse(fault))?;
        Ok(!self.is_last(last.as_ref()))
    }

    /// Writes what is to be saved, durably, and gives the writing lock back. Where that fails,
    /// nothing of it is in the store.
    pub(crate) fn commit(&mut self, save: &Save<'_>) -> Result<(), StoreError> {
        let Some(Unit { transaction, _held }) = self.unit.take() else { return Ok(()) };
        let summary = self.summary.clone().unwrap_or_default();
        let written = guarded(|| {
            let Some(transaction) = transaction else {
                return file::make(&self.path, Making::New, |new| save.write(new, summary));
            };
            let summary = save.write(&transaction, summary)?;
            transaction.commit().map_err(redb::Error::from)?;
            Ok(summary)
        });
        match written {
            Ok(summary) => {
                self.summary = Some(summary);
                Ok(())
            }
            Err(fault) => {
                // After a failed write redb refuses any other until the file is opened again.
                self.opened = None;
                Err(self.refuse(fault))
            }
        }
    }

    /// Gives the writing lock back without having written.
    pub(crate) fn abort(&mut self) {
        if let Some(Unit { transaction: Some(transaction), _held }) = self.unit.take()
            && guarded(|| Ok(transaction.abort().map_err(redb::Error::from)?)).is_err()
        {
            self.opened = None;
        }
    }

    fn refuse(&self, fault: Fault) -> StoreError {
        StoreError { path: self.path.clone(), fault }
    }
}

/// Waits for the right to write, if that is wanted.
fn wait_for(path: &Path, waiting: Waiting<'_>) -> Result<Held, Fault> {
    const PAUSE: Duration = Duration::from_millis(10);
    loop {
        if let Some(held) = Held::take(path)? {
            return Ok(held);
        }
        match waiting {
            Waiting::No => return Err(Fault::Busy { holder: holder::read(path) }),
            Waiting::Until(stop) if stop() => {
                return Err(Fault::Stopped { holder: holder::read(path) });
            }
            Waiting::Until(_) => std::thread::sleep(PAUSE),
        }
    }
}

/// The table of a store that is written.
fn records_to_write(
    transaction: &WriteTransaction,
) -> Result<redb::Table<'_, (u8, u64), &'static [u8]>, Fault> {
    Ok(transaction.open_table(RECORDS).map_err(redb::Error::from)?)
}

/// The table of a store that is read.
fn records(transaction: &ReadTransaction) -> Result<Table, Fault> {
    transaction.open_table(RECORDS).map_err(|error| match error {
        redb::TableError::TableDoesNotExist(_) => Fault::NoStore,
        error => redb::Error::from(error).into(),
    })
}

/// The files of a store's articles as they were read, by the articles' ids. O(store).
///
/// # Errors
/// Where there is no store, or it can't be read.
pub fn articles(store: &Path) -> Result<HashMap<String, Vec<u8>>, StoreError> {
    let read = file::is_there(store).and_then(|()| guarded(|| file::reading(store, files)));
    read.map_err(|fault| StoreError { path: store.to_owned(), fault })
}

fn files(transaction: &ReadTransaction) -> Result<HashMap<String, Vec<u8>>, Fault> {
    let table = records(transaction)?;
    let kind = Kind::Article.number();
    let mut files = HashMap::new();
    for entry in table.range((kind, 0)..=(kind, u64::MAX)).map_err(redb::Error::from)? {
        let (key, bytes) = entry.map_err(redb::Error::from)?;
        let (key, bytes) = (key.value(), bytes.value());
        let filed = Record::at(key, bytes).and_then(|record| drawn::file(record.payload));
        let (id, file) = filed.ok_or_else(|| record::damaged(key))?;
        files.insert(id, file);
    }
    Ok(files)
}

/// What was drawn, of all that is in the store, by checksums.
fn traces(table: &impl ReadableTable<(u8, u64), &'static [u8]>) -> Result<Vec<Trace>, Fault> {
    let kind = Kind::Traces.number();
    let mut traces = Vec::new();
    for entry in table.range((kind, 0)..=(kind, u64::MAX)).map_err(redb::Error::from)? {
        let (key, bytes) = entry.map_err(redb::Error::from)?;
        let record = Record::at(key.value(), bytes.value());
        let chunk = record.and_then(|record| drawn::traces(record.payload));
        traces.extend(chunk.ok_or_else(|| record::damaged(key.value()))?);
    }
    Ok(traces)
}

/// A number that is another for another value, but for once in more often than anybody counts.
pub(crate) fn checksum(value: &Value) -> u64 {
    let mut writer = Writer::default();
    writer.value(value);
    record::sum_of(&blake3::hash(&writer.0).as_bytes()[..])
}

/// The summary of what was committed last; `None` where nothing ever was.
fn last_summary(
    table: &impl ReadableTable<(u8, u64), &'static [u8]>,
) -> Result<Option<Summary>, Fault> {
    let found = table.get((Kind::Summary.number(), 0)).map_err(redb::Error::from)?;
    found.map(|bytes| summary(bytes.value())).transpose()
}

fn summary(bytes: &[u8]) -> Result<Summary, Fault> {
    let damaged = || Fault::damaged(Kind::Summary.name());
    let record = Record::at((Kind::Summary.number(), 0), bytes).ok_or_else(damaged)?;
    // Of a newer format only that number is known.
    let (format, _) = postcard::take_from_bytes(record.payload).map_err(|_| damaged())?;
    let payload = match format {
        FORMAT => Cow::Borrowed(record.payload),
        1 => Cow::Owned(with_sum(record.payload)),
        _ => return Err(Fault::Newer { format, known: FORMAT }),
    };
    postcard::from_bytes(&payload).map_err(|_| damaged())
}

/// A summary of format 1 as one of format 2: nothing is known of the sum.
fn with_sum(payload: &[u8]) -> Vec<u8> {
    [payload, &drawn::written(&None::<u64>)].concat()
}

#[cfg(test)]
mod tests;
