//! The file of a store: opening it for reading beside those who write it, opening it for
//! writing, making it.

use std::cell::Cell;
use std::fs::{File, Metadata};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use redb::backends::FileBackend;
use redb::{Builder, ConcurrencyMode, Database, ReadOnlyDatabase};

use super::error::Fault;
use super::record::Kind;
use super::{RECORDS, Summary};

/// Pages in memory: everything is read once, and little is written at a time.
const CACHE: usize = 32 << 20;

fn builder() -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(CACHE).set_concurrency_mode(ConcurrencyMode::MultiWriter);
    builder
}

/// Opens a store to read the last commit.
pub(super) fn reading(path: &Path) -> Result<ReadOnlyDatabase, Fault> {
    builder().open_read_only(path).map_err(|error| opening(path, error))
}

/// A store that is open for writing.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) database: Database,
    file: Option<Metadata>,
}

impl Opened {
    /// Opens a store to write, and makes it where there is none.
    pub(super) fn writing(path: &Path) -> Result<Self, Fault> {
        if !path.exists() {
            create(path)?;
        }
        let database = builder().open(path).map_err(|error| opening(path, error))?;
        Ok(Self { database, file: path.metadata().ok() })
    }

    /// Whether the file at the path is still the one that was opened.
    pub(super) fn is_current(&self, path: &Path) -> bool {
        self.file.as_ref().is_some_and(|opened| is_at(opened, path))
    }
}

/// Whether an open file is the one at a path.
pub(super) fn is_at(opened: &Metadata, path: &Path) -> bool {
    path.metadata().is_ok_and(|found| is_same(opened, &found))
}

#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(_one: &Metadata, _other: &Metadata) -> bool {
    // An open file can't be removed or replaced there.
    true
}

/// Makes an empty store, whole or not at all: another process may be making it, too.
fn create(path: &Path) -> Result<(), Fault> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let made = new_in(folder)?;
    let backend = FileBackend::new(made.reopen()?).map_err(redb::Error::from)?;
    let database = builder().create_with_backend(backend).map_err(redb::Error::from)?;
    let transaction = database.begin_write().map_err(redb::Error::from)?;
    let mut table = transaction.open_table(RECORDS).map_err(redb::Error::from)?;
    let empty = Summary::default().next().record();
    table.insert((Kind::Summary.number(), 0), &*empty).map_err(redb::Error::from)?;
    drop(table);
    transaction.commit().map_err(redb::Error::from)?;
    database.close().map_err(redb::Error::from)?;
    match made.persist_noclobber(path) {
        Err(error) if error.error.kind() != std::io::ErrorKind::AlreadyExists => {
            return Err(error.error.into());
        }
        _ => {}
    }
    // The name itself must last, too; not every system lets a folder be opened for that.
    if let Ok(folder) = File::open(folder) {
        let _unsynced = folder.sync_all();
    }
    Ok(())
}

/// A file that those may read who may read others of the user, rather than nobody else.
#[cfg(unix)]
fn new_in(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    let permissions = std::fs::Permissions::from_mode(0o666);
    tempfile::Builder::new().permissions(permissions).tempfile_in(folder)
}

#[cfg(not(unix))]
fn new_in(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::NamedTempFile::new_in(folder)
}

/// What a refusal to open means: a file that doesn't begin like a store is none.
fn opening(path: &Path, error: redb::DatabaseError) -> Fault {
    use std::io::Read;
    const MAGIC: [u8; 4] = *b"redb";
    let mut begin = [0; MAGIC.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut begin));
    match (read, error) {
        (Ok(()), _) if begin != MAGIC => Fault::NoStore,
        (Err(error), _) if error.kind() == std::io::ErrorKind::UnexpectedEof => Fault::NoStore,
        (_, error) => redb::Error::from(error).into(),
    }
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic on this thread now is one of redb's on a damaged file, which becomes a
/// [`Fault::Damaged`]: a hook for panics need not tell of it.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Does something with redb, which trusts what it finds in its pages: on a damaged file it may
/// panic.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    let before = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    done.unwrap_or_else(|_| Err(Fault::damaged("its pages contradict each other")))
}
