//! What can still be read of a store: through redb's tree, and where that is broken, in the bytes
//! of the file.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use redb::{Database, ReadTransaction, ReadableDatabase, ReadableTable};

use super::check::Finding;
use super::error::Fault;
use super::file::{self, guarded};
use super::load::Order;
use super::overlay::Overlay;
use super::record::{Kind, MAGIC, Record};
use super::{Summary, records, summary};

/// Records by kind and number, as they stand in the file.
pub(super) type Pieces = BTreeMap<(u8, u64), Vec<u8>>;

/// What the tree of a store leads to.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Whole records.
    pub(super) pieces: Pieces,
    /// What is wrong with others, and with the tree.
    pub(super) findings: Vec<Finding>,
}

impl Walked {
    fn take(&mut self, key: (u8, u64), bytes: &[u8]) {
        if Record::at(key, bytes).is_some() {
            self.pieces.insert(key, bytes.to_vec());
        } else {
            let problem = "its bytes aren't what was written".to_owned();
            self.findings.push(Finding { record: Kind::of(key), problem });
        }
    }

    fn fail(&mut self, what: &str, fault: &Fault) {
        let problem = match fault {
            Fault::Damaged { what: damage } => format!("{what}: {damage}"),
            other => format!("{what}: {other}"),
        };
        self.findings.push(Finding { record: None, problem });
    }
}

/// Goes through the tree of a store, and looks at the checksum of every page of it.
pub(super) fn walk(overlay: &Overlay, path: &Path) -> Result<Walked, Fault> {
    let mut walked = Walked::default();
    match guarded(|| overlay.open(path)) {
        Ok(database) => {
            if let Err(fault) = guarded(|| walk_records(&database, &mut walked)) {
                walked.fail("the tree of records", &fault);
            }
            if let Err(fault) = verify_pages(database) {
                walked.fail("the pages of the file", &fault);
            }
        }
        Err(fault @ (Fault::Damaged { .. } | Fault::NoStore)) => {
            walked.fail("the head of the file", &fault);
        }
        Err(fault) => return Err(fault),
    }
    Ok(walked)
}

/// Takes records in order, up to the first page that is broken: what is behind it is found among
/// the bytes.
fn walk_records(database: &Database, walked: &mut Walked) -> Result<(), Fault> {
    let transaction = database.begin_read().map_err(redb::Error::from)?;
    let mut order = Order::default();
    for entry in records(&transaction)?.iter().map_err(redb::Error::from)? {
        let (key, bytes) = entry.map_err(redb::Error::from)?;
        let key = key.value();
        order.follow(key)?;
        walked.take(key, bytes.value());
    }
    Ok(())
}

/// Has redb look at the checksums of all pages, and at which of them are in use.
fn verify_pages(mut database: Database) -> Result<(), Fault> {
    let verified = guarded(|| Ok(database.check_integrity().map_err(redb::Error::from)?));
    // Closing writes what repairs made of it, to the memory; on what can't be repaired it fails.
    let _closed = guarded(|| Ok(database.close().map_err(redb::Error::from)?));
    match verified {
        Ok(true) => Ok(()),
        Ok(false) => Err(Fault::damaged("what it says of the pages in use isn't so")),
        Err(fault) => Err(fault),
    }
}

/// What can be read of a store.
#[derive(Debug, Default)]
pub(super) struct Salvage {
    pub(super) pieces: Pieces,
    /// What the store said of itself at its last commit, as far as that is known.
    pub(super) summary: Option<Summary>,
    /// What is wrong.
    pub(super) findings: Vec<Finding>,
}

/// Reads all that can be read, through the tree and, where that is broken, in the bytes of the
/// file: there a record may be found in several versions, of which the last is taken.
pub(super) fn salvage(path: &Path) -> Result<Salvage, Fault> {
    let Walked { mut pieces, findings } = walk(&Overlay::over(path)?, path)?;
    let known = |pieces: &Pieces| {
        pieces.get(&(Kind::Summary.number(), 0)).map(|bytes| summary(bytes)).transpose()
    };
    let mut last = known(&pieces)?;
    if !findings.is_empty() {
        let bytes = fs::read(path)?;
        let mut found = scan(&bytes);
        // What was written for a commit that never was, is later than the last that was.
        let newest = last.as_ref().map_or(u64::MAX, |summary| summary.commit);
        found.retain(|(_, _, commit), _| *commit <= newest);
        for ((kind, number, commit), range) in found {
            let key = (kind, number);
            let known = pieces.get(&key).and_then(|known| Record::decode(known));
            if known.is_none_or(|known| known.commit < commit) {
                pieces.insert(key, bytes[range].to_vec());
            }
        }
        last = known(&pieces)?;
    }
    if pieces.is_empty() {
        return Err(Fault::NoStore);
    }
    Ok(Salvage { pieces, summary: last, findings })
}

/// Finds the records in the bytes of a file, by kind, number and commit. O(bytes).
fn scan(bytes: &[u8]) -> BTreeMap<(u8, u64, u64), Range<usize>> {
    /// How often each byte is looked at, on average, for the sake of what turns out to be no
    /// record: a file that was made to keep this busy ends it.
    const PATIENCE: usize = 64;
    let mut found = BTreeMap::new();
    let mut patience = bytes.len().saturating_mul(PATIENCE);
    let mut at = 0;
    while let Some(next) = position(&bytes[at..]) {
        at += next;
        if let Some(record) = Record::decode(&bytes[at..]) {
            let length = record.length();
            let (kind, number) = record.key();
            found.insert((kind, number, record.commit), at..at + length);
            at += length;
        } else {
            let spent = Record::claimed(&bytes[at..]);
            if spent > patience {
                break;
            }
            patience -= spent;
            at += 1;
        }
    }
    found
}

/// Where a record may begin.
fn position(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes[at..].iter().position(|byte| *byte == MAGIC[0])?;
        if bytes[at..].starts_with(&MAGIC) {
            return Some(at);
        }
        at += 1;
    }
}

/// Keeps the last commit from being overwritten while it is looked at, if somebody may.
pub(super) struct Pin {
    // In this order: a transaction ends before its database is closed.
    _transaction: ReadTransaction,
    _database: redb::ReadOnlyDatabase,
}

impl Pin {
    /// `None` where nobody has the store open, or it can't be read.
    pub(super) fn take(path: &Path) -> Option<Self> {
        let pinned = guarded(|| {
            let database = file::beside(path).map_err(redb::Error::from)?;
            let transaction = database.begin_read().map_err(redb::Error::from)?;
            Ok((database, transaction))
        });
        pinned
            .ok()
            .map(|(database, transaction)| Self { _database: database, _transaction: transaction })
    }
}
