//! Why a store can't be opened, read or written.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::holder::Holder;

/// Why something can't be done with a store. Whatever it is, the last commit is intact.
#[derive(Debug, Error)]
#[error("`{}`: {fault}", path.display())]
pub struct StoreError {
    /// The store.
    pub path: PathBuf,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a store or with what it lies on.
#[derive(Debug, Error)]
pub enum Fault {
    /// `notes.txt` renamed to `notes.attest`.
    #[error("it is no store of Attest")]
    NoStore,
    /// A mistyped name, where a store must be.
    #[error("there is no such file")]
    Missing,
    /// A backup that is there already: nothing is ever overwritten.
    #[error("there is such a file already")]
    Exists,
    /// A bit that flipped, a file cut short.
    #[error("it is damaged: {what}")]
    Damaged {
        /// Which part.
        what: String,
    },
    /// A store that a later version of the program wrote.
    #[error("its format is {format}, and this version of Attest knows formats up to {known}")]
    Newer {
        /// The store's.
        format: u32,
        /// The newest known.
        known: u32,
    },
    /// A second writer.
    #[error("it is being written by {}", who(.holder.as_ref()))]
    Busy {
        /// Who writes, where that is known.
        holder: Option<Holder>,
    },
    /// Ctrl-C while waiting for another writer.
    #[error("stopped while waiting for {}, which writes it", who(.holder.as_ref()))]
    Stopped {
        /// Who writes, where that is known.
        holder: Option<Holder>,
    },
    /// A program that opened it in a way which shares it with nobody.
    #[error("another program has it open")]
    Taken,
    /// A file that was removed or replaced since it was opened.
    #[error("the file has gone since it was opened")]
    Gone,
    /// More than a hundred million relationships.
    #[error("a store has at most {most} nodes and as many relationships")]
    Large {
        /// How many.
        most: u32,
    },
    /// A full disk.
    #[error("there is no room on the disk: {0}")]
    Full(io::Error),
    /// A read-only medium, a permission that is missing.
    #[error("it can't be written: {0}")]
    Forbidden(io::Error),
    /// Anything else that the system says.
    #[error("the disk failed: {0}")]
    Disk(io::Error),
}

fn who(holder: Option<&Holder>) -> String {
    holder.map_or_else(|| "another process".to_owned(), Holder::to_string)
}

impl Fault {
    /// What to do.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::NoStore => "name a file that Attest made, or one that isn't there yet",
            Self::Missing => "name a store that is there: FILE.attest",
            Self::Exists => "name a file that isn't there yet, or remove this one first",
            Self::Damaged { .. } => {
                "`attest check STORE` tells what is damaged, and `attest recover STORE NEW` saves \
                 what can be read into a new store"
            }
            Self::Newer { .. } => "open it with the version that wrote it, or a later one",
            Self::Busy { .. } => "try again later, or wait for it: --wait",
            Self::Full(_) => "make room and try again; nothing of it was kept, and nothing lost",
            Self::Forbidden(_) => {
                "copy the store to where it can be written, or only read it: --read-only"
            }
            Self::Gone => "put it back, or open the store anew",
            Self::Large { .. } => "keep part of it in another store",
            Self::Stopped { .. } | Self::Taken | Self::Disk(_) => return None,
        })
    }

    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as Kind;
        match error.kind() {
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Self::Full(error),
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Self::Forbidden(error),
            // A file cut short ends before what its directory says.
            Kind::UnexpectedEof | Kind::InvalidData => Self::damaged(error.to_string()),
            _ => Self::Disk(error),
        }
    }
}

impl From<redb::Error> for Fault {
    fn from(error: redb::Error) -> Self {
        match error {
            redb::Error::Io(error) => error.into(),
            redb::Error::DatabaseAlreadyOpen | redb::Error::LockProtocolMismatch => Self::Taken,
            redb::Error::Backend(error) => Self::Disk(io::Error::other(error)),
            redb::Error::PreviousIo => Self::Disk(io::Error::other("an earlier write failed")),
            redb::Error::Corrupted(what) => Self::Damaged { what },
            other => Self::damaged(other.to_string()),
        }
    }
}
