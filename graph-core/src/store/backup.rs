//! A copy of a store, made while others use and write it.

use std::path::Path;

use redb::{ReadTransaction, ReadableTable, WriteTransaction};

use super::error::{Fault, StoreError};
use super::file::{self, Making, guarded};
use super::record::{self, Kind, Record};
use super::{STALE, Waiting, records, records_to_write, summary, wait_for};

/// What was copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// How many records.
    pub records: u64,
    /// How many bytes they have.
    pub bytes: u64,
}

/// Copies the last commit of a store into a new file, which is there whole or not at all. Others
/// may go on reading and writing the store. O(store).
///
/// # Errors
/// [`Fault::Exists`], where there is such a file: nothing is overwritten. [`Fault::Damaged`],
/// where a record can't be read: half a copy would be taken for a whole one. Either names the
/// file that is meant.
pub fn backup(store: &Path, to: &Path) -> Result<Copied, StoreError> {
    let copied = guarded(|| {
        file::is_there(store)?;
        // What is to be made is looked at before the work, and again when it gets its name.
        if to.symlink_metadata().is_ok() {
            return Err(Fault::Exists);
        }
        let _held = wait_for(to, Waiting::No)?;
        file::reading(store, |old| file::make(to, Making::New, |new| copy(old, new)))
    });
    copied.map_err(|fault| {
        let of_store = matches!(
            fault,
            Fault::Missing | Fault::NoStore | Fault::Damaged { .. } | Fault::Newer { .. }
        );
        StoreError { path: if of_store { store } else { to }.to_owned(), fault }
    })
}

/// Copies all records, each of which must be whole.
pub(super) fn copy(old: &ReadTransaction, new: &WriteTransaction) -> Result<Copied, Fault> {
    let mut table = records_to_write(new)?;
    let mut copied = Copied::default();
    let (mut counted, mut sum, mut found) = ([0; Kind::ALL.len()], 0_u64, None);
    for entry in records(old)?.iter().map_err(redb::Error::from)? {
        let (key, bytes) = entry.map_err(redb::Error::from)?;
        let (key, bytes) = (key.value(), bytes.value());
        let record = Record::at(key, bytes).ok_or_else(|| record::damaged(key))?;
        if record.kind == Kind::Summary {
            found = Some(summary(bytes)?);
        } else {
            sum = sum.wrapping_add(record::sum_of(bytes));
        }
        counted[usize::from(record.kind.number())] += 1;
        copied.records += 1;
        copied.bytes += bytes.len() as u64;
        table.insert(key, bytes).map_err(redb::Error::from)?;
    }
    let summary = found.ok_or_else(|| Fault::damaged(Kind::Summary.name()))?;
    match summary.missing(&counted).next() {
        Some((kind, _)) => Err(Fault::damaged(format!("{} are missing", kind.name()))),
        None if summary.differs(sum) => Err(Fault::damaged(STALE)),
        None => Ok(copied),
    }
}
