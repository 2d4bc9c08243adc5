//! The file of a store: opening it for reading beside those who write it, opening it for
//! writing, making it.

use std::cell::Cell;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use redb::{
    Builder, ConcurrencyMode, Database, DatabaseError, ReadOnlyDatabase, ReadTransaction,
    ReadableDatabase, WriteTransaction,
};
use tempfile::NamedTempFile;

use super::error::Fault;
use super::overlay::Overlay;

/// Pages in memory: everything is read once, and little is written at a time.
pub(super) const CACHE: usize = 32 << 20;

fn builder() -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(CACHE).set_concurrency_mode(ConcurrencyMode::MultiWriter);
    builder
}

/// Refuses a path where nothing is.
pub(super) fn is_there(path: &Path) -> Result<(), Fault> {
    match path.metadata() {
        Ok(found) if found.is_dir() => Err(Fault::NoStore),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Fault::Missing),
        found => Ok(found.map(drop)?),
    }
}

/// What a file is written through.
#[cfg(not(test))]
fn medium(file: File) -> Result<redb::backends::FileBackend, DatabaseError> {
    redb::backends::FileBackend::new(file)
}

/// The same, on a disk that may fail.
#[cfg(test)]
fn medium(file: File) -> Result<super::tests::faults::Medium, DatabaseError> {
    super::tests::faults::Medium::new(file)
}

/// Opens a store to read commits beside those who write it.
pub(super) fn beside(path: &Path) -> Result<ReadOnlyDatabase, DatabaseError> {
    builder().open_read_only(path)
}

/// Does something with the last commit of a store, which stays as it is meanwhile, whatever others
/// write. It may be done several times.
pub(super) fn reading<T>(
    path: &Path,
    work: impl Fn(&ReadTransaction) -> Result<T, Fault>,
) -> Result<T, Fault> {
    loop {
        match beside(path) {
            Ok(database) => return work(&database.begin_read().map_err(redb::Error::from)?),
            Err(DatabaseError::RepairAborted) => {}
            Err(error) => return Err(opening(path, error)),
        }
        // Whoever wrote it last was stopped in the midst of it, and nobody has opened it to write
        // since: it is repaired in memory, as it may lie where it can't be written.
        let overlay = Overlay::over(path)?;
        let done = guarded(|| {
            let database = overlay.open(path)?;
            work(&database.begin_read().map_err(redb::Error::from)?)
        });
        if overlay.is_current()? {
            return done;
        }
    }
}

/// A store that is open for writing.
#[derive(Debug)]
pub(super) struct Opened {
    /// There until this is dropped.
    database: Option<Database>,
    file: Metadata,
}

impl Drop for Opened {
    fn drop(&mut self) {
        // Closing writes, too, and a panic on damaged pages left redb's locks poisoned.
        let database = self.database.take();
        let _unwritten = guarded(|| {
            drop(database);
            Ok(())
        });
    }
}

impl Opened {
    /// Opens a store to write.
    pub(super) fn writing(path: &Path) -> Result<Self, Fault> {
        let file = File::options().read(true).write(true).open(path)?;
        // redb would make an empty file a store.
        let found = file.metadata()?;
        if found.len() == 0 {
            return Err(Fault::NoStore);
        }
        let database = medium(file).and_then(|medium| builder().create_with_backend(medium));
        let database = database.map_err(|error| opening(path, error))?;
        Ok(Self { database: Some(database), file: found })
    }

    /// Begins what is written as a whole; redb's own lock is taken.
    pub(super) fn begin_write(&self) -> Result<WriteTransaction, Fault> {
        let database = self.database.as_ref().ok_or(Fault::Gone)?;
        Ok(database.begin_write().map_err(redb::Error::from)?)
    }

    /// Whether the file at the path is still the one that was opened.
    pub(super) fn is_current(&self, path: &Path) -> bool {
        is_at(&self.file, path)
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

/// What the name of a store ends with while it is made.
pub(super) const PART: &str = ".part";

/// Whether there is a store already where one is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Making {
    /// There is none, and one that comes up meanwhile stays.
    New,
    /// There is one, which is replaced.
    Anew,
}

/// Makes a store, whole or not at all, and durably. It is for whoever holds the right to write
/// what is at the path.
pub(super) fn make<T>(
    path: &Path,
    making: Making,
    fill: impl FnOnce(&WriteTransaction) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let made = part(folder, path.file_name().unwrap_or_default())?;
    let database = medium(made.reopen()?).and_then(|medium| builder().create_with_backend(medium));
    let database = database.map_err(redb::Error::from)?;
    let transaction = database.begin_write().map_err(redb::Error::from)?;
    let filled = fill(&transaction)?;
    transaction.commit().map_err(redb::Error::from)?;
    database.close().map_err(redb::Error::from)?;
    made.as_file().sync_all()?;
    if making == Making::Anew {
        made.as_file().set_permissions(path.metadata()?.permissions())?;
        made.persist(path).map_err(|refused| refused.error)?;
    } else if let Err(refused) = made.persist_noclobber(path) {
        let exists = refused.error.kind() == std::io::ErrorKind::AlreadyExists;
        return Err(if exists { Fault::Exists } else { refused.error.into() });
    }
    // The name itself must last, too; not every system lets a folder be opened for that.
    if let Ok(folder) = File::open(folder) {
        let _unsynced = folder.sync_all();
    }
    Ok(filled)
}

/// The file that becomes a store of a name in a folder. Where there is one already, whoever made it
/// was stopped in the midst of that.
fn part(folder: &Path, name: &OsStr) -> io::Result<NamedTempFile> {
    let mut name = name.to_owned();
    name.push(PART);
    match fs::remove_file(folder.join(&name)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(&name).rand_bytes(0);
    for_others(&mut builder);
    builder.tempfile_in(folder)
}

/// Has those read the file who may read others of the user, rather than nobody else.
#[cfg(unix)]
fn for_others(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn for_others(_builder: &mut tempfile::Builder<'_, '_>) {}

/// What a refusal to open means: a file that doesn't begin like a store is none.
pub(super) fn opening(path: &Path, error: DatabaseError) -> Fault {
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
