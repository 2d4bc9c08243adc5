//! The text of a file that a person writes: `aliases.tsv`, the files of a lexicon.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::inside::leads_out;

/// How many bytes a file may have; what never ends, such as a device, has more.
const LONGEST: u64 = 64 << 20;

/// Why a file has no text to read.
#[derive(Debug, Error)]
pub enum FileError {
    /// A file without leave to read it, a folder.
    #[error("{} can't be read: {error}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A link to a file elsewhere.
    #[error("{} is a link that leads out of its folder; put a copy in its place", file.display())]
    Outside {
        /// The link.
        file: PathBuf,
    },
    /// A device without end, or another file by mistake.
    #[error(
        "{} is longer than {} MiB, the most that is read; take out lines or put the right file there",
        file.display(), LONGEST >> 20
    )]
    Long {
        /// The file.
        file: PathBuf,
    },
    /// A file saved in another encoding.
    #[error("{}, line {line}: this is not UTF-8 text; save the file as UTF-8", file.display())]
    Encoding {
        /// The file.
        file: PathBuf,
        /// Line number from 1.
        line: usize,
    },
}

impl FileError {
    /// Whether there is no such file.
    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Self::Read { error, .. } if error.kind() == io::ErrorKind::NotFound)
    }
}

/// The text of a file, without its byte order mark.
pub(crate) fn text(path: &Path) -> Result<String, FileError> {
    let file = || path.to_owned();
    if path.parent().is_some_and(|folder| leads_out(folder, path)) {
        return Err(FileError::Outside { file: file() });
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|open| open.take(LONGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| FileError::Read { file: file(), error })?;
    if bytes.len() as u64 > LONGEST {
        return Err(FileError::Long { file: file() });
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        FileError::Encoding { file: file(), line }
    })?;
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(text)
}
