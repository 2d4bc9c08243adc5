//! Parses kept from one run to the next, so that only what changed is parsed again.
//!
//! One file an article, named by the hash of what was parsed. Nothing in it is believed that its
//! checksum doesn't cover; a file is written beside and renamed, so that processes which share
//! the folder only see whole ones. The folder may be removed at any time.

use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use blake3::{Hash, Hasher};
use etcetera::{BaseStrategy, choose_base_strategy};

use crate::parse::{Parse, compact};

/// To be raised whenever the pipeline decides otherwise, or the bytes mean something else.
const VERSION: u32 = 1;

/// How many bytes a hash has.
const HASH: usize = blake3::OUT_LEN;

/// A folder of parses.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// In a folder, which the first parse kept makes.
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.join(format!("parses-{VERSION}")) }
    }

    /// In the user's folder for such: `$XDG_CACHE_HOME/attest` or what is usual on the system;
    /// `None` for a user without a home.
    pub fn of_user() -> Option<Self> {
        Some(Self::at(&choose_base_strategy().ok()?.cache_dir().join("attest")))
    }

    /// The parses of these paragraphs of a text, where they were kept and are whole.
    pub(crate) fn get(&self, text: &str, paragraphs: &[Range<usize>]) -> Option<Vec<Parse>> {
        let bytes = fs::read(self.file(text, paragraphs)).ok()?;
        let (checksum, parses) = bytes.split_at_checked(HASH)?;
        let whole = blake3::hash(parses).as_bytes() == checksum;
        let parses = compact::decode(parses, text).filter(|_| whole)?;
        (parses.len() == paragraphs.len()).then_some(parses)
    }

    /// Keeps the parses of these paragraphs of a text. Where that fails, on a full disk or for
    /// want of a permission, they are parsed again the next time.
    pub(crate) fn put(&self, text: &str, paragraphs: &[Range<usize>], parses: &[Parse]) {
        let _unkept = write(&self.file(text, paragraphs), &compact::encode(parses));
    }

    fn file(&self, text: &str, paragraphs: &[Range<usize>]) -> PathBuf {
        let name = key(text, paragraphs).to_hex();
        self.folder.join(&name[..2]).join(&name[2..])
    }
}

/// What the parses follow from.
fn key(text: &str, paragraphs: &[Range<usize>]) -> Hash {
    let mut hasher = Hasher::new();
    for Range { start, end } in paragraphs {
        hasher.update(&(*start as u64).to_le_bytes()).update(&(*end as u64).to_le_bytes());
    }
    // Apart from the text, whatever it begins with.
    hasher.update(&u64::MAX.to_le_bytes()).update(text.as_bytes());
    hasher.finalize()
}

fn write(path: &Path, parses: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(blake3::hash(parses).as_bytes())?;
    file.write_all(parses)?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Pipeline;

    const TEXT: &str = "The mayor resigned. Police left.";

    #[test]
    fn what_was_kept_is_found_unless_it_is_damaged() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let cache = Cache::at(folder.path());
        let paragraphs = [0..19, 20..32];
        let parses: Vec<_> = paragraphs
            .iter()
            .map(|range| Pipeline::get().parse(&TEXT[range.clone()], range.start))
            .collect();
        assert_eq!(cache.get(TEXT, &paragraphs), None);
        cache.put(TEXT, &paragraphs, &parses);
        assert_eq!(cache.get(TEXT, &paragraphs), Some(parses.clone()));
        assert_eq!(cache.get(TEXT, &paragraphs[..1]), None);
        assert_eq!(cache.get(&TEXT.replace("left", "came"), &paragraphs), None);
        let file = cache.file(TEXT, &paragraphs);
        let whole = fs::read(&file).expect("it was written");
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x10;
            fs::write(&file, &damaged).expect("it can be written");
            assert_eq!(cache.get(TEXT, &paragraphs), None, "byte {at}");
        }
        cache.put(TEXT, &paragraphs, &parses);
        assert_eq!(cache.get(TEXT, &paragraphs), Some(parses));
    }

    #[test]
    fn a_folder_that_cannot_be_written_does_no_harm() {
        let file = tempfile::NamedTempFile::new().expect("a file can be made");
        let cache = Cache::at(file.path());
        cache.put(TEXT, &[], &[]);
        assert_eq!(cache.get(TEXT, &[]), None);
    }

    /// A new model or new rules decide otherwise: raise `VERSION`, then put the new hash here.
    #[test]
    fn the_version_belongs_to_the_model() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("model");
        let mut files: Vec<_> = fs::read_dir(folder)
            .expect("it is there")
            .map(|entry| entry.expect("it can be read").path())
            .collect();
        files.sort();
        let mut hasher = Hasher::new();
        for file in files.iter().filter(|file| !file.ends_with("README.md")) {
            hasher.update(&fs::read(file).expect("it can be read"));
        }
        let hash = &hasher.finalize().to_hex()[..16];
        assert_eq!((VERSION, hash), (1, "2d600850472fd171"));
    }
}
