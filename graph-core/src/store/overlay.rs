//! A file seen as redb would leave it after repairs, without a change to the file.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use redb::{Builder, Database, StorageBackend};

use super::error::Fault;
use super::file;

const PAGE: usize = 4096;

/// A file that is read, with what is written to it kept in memory.
///
/// Its first page, which says where the last commit is, is kept from the beginning: others may
/// commit meanwhile without a change to what is seen here, as long as the pages of the commit
/// aren't used again.
#[derive(Clone, Debug)]
pub(super) struct Overlay(Arc<Mutex<Layers>>);

#[derive(Debug)]
struct Layers {
    file: File,
    /// How long the file was.
    below: u64,
    /// How long it would be by now.
    length: u64,
    /// Pages that were written, by their number.
    written: BTreeMap<u64, Box<[u8; PAGE]>>,
    /// The first page, as it was found.
    first: Box<[u8; PAGE]>,
}

impl Overlay {
    /// Over the file at a path.
    pub(super) fn over(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let below = file.metadata()?.len();
        let first = Box::new([0; PAGE]);
        let mut layers = Layers { file, below, length: below, written: BTreeMap::new(), first };
        layers.first = layers.stored(0)?;
        layers.written.insert(0, layers.first.clone());
        Ok(Self(Arc::new(Mutex::new(layers))))
    }

    /// Opens what is in the file, repaired where whoever wrote it last was stopped.
    pub(super) fn open(&self, path: &Path) -> Result<Database, Fault> {
        if self.layers().length == 0 {
            return Err(Fault::NoStore);
        }
        let database = Builder::new().set_cache_size(file::CACHE).create_with_backend(self.clone());
        database.map_err(|error| file::opening(path, error))
    }

    /// Whether nobody committed since it was opened.
    pub(super) fn is_current(&self) -> io::Result<bool> {
        let mut layers = self.layers();
        Ok(*layers.stored(0)? == *layers.first)
    }

    fn layers(&self) -> MutexGuard<'_, Layers> {
        // redb may panic on a damaged file; what is here stays as it was.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Layers {
    /// A page of the file, with zeros behind its end.
    fn stored(&mut self, page: u64) -> io::Result<Box<[u8; PAGE]>> {
        let mut bytes = Box::new([0; PAGE]);
        let start = page.saturating_mul(PAGE as u64);
        let length = self.below.saturating_sub(start).min(PAGE as u64) as usize;
        if length > 0 {
            self.file.seek(SeekFrom::Start(start))?;
            self.file.read_exact(&mut bytes[..length])?;
        }
        Ok(bytes)
    }

    /// Goes through the pages of a range: the page's number, where in it the range goes on, and
    /// how far.
    fn pages(&self, offset: u64, length: usize) -> io::Result<Vec<(u64, usize, usize)>> {
        let end = offset.checked_add(length as u64).filter(|end| *end <= self.length);
        let end = end.ok_or(io::ErrorKind::UnexpectedEof)?;
        let mut pages = Vec::new();
        let mut at = offset;
        while at < end {
            let within = (at % PAGE as u64) as usize;
            let count = (PAGE - within).min((end - at) as usize);
            pages.push((at / PAGE as u64, within, count));
            at += count as u64;
        }
        Ok(pages)
    }
}

impl StorageBackend for Overlay {
    fn len(&self) -> io::Result<u64> {
        Ok(self.layers().length)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let mut layers = self.layers();
        let mut done = 0;
        for (page, within, count) in layers.pages(offset, out.len())? {
            let part = &mut out[done..done + count];
            match layers.written.get(&page) {
                Some(bytes) => part.copy_from_slice(&bytes[within..within + count]),
                None => part.copy_from_slice(&layers.stored(page)?[within..within + count]),
            }
            done += count;
        }
        Ok(())
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        let mut layers = self.layers();
        if length < layers.length {
            // What is cut off comes back as zeros.
            layers.below = layers.below.min(length);
            layers.written.retain(|page, _| *page < length.div_ceil(PAGE as u64));
            let within = (length % PAGE as u64) as usize;
            if let Some(last) = layers.written.get_mut(&(length / PAGE as u64)) {
                last[within..].fill(0);
            }
        }
        layers.length = length;
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut layers = self.layers();
        let mut done = 0;
        for (page, within, count) in layers.pages(offset, data.len())? {
            let mut bytes = match layers.written.remove(&page) {
                Some(bytes) => bytes,
                None => layers.stored(page)?,
            };
            bytes[within..within + count].copy_from_slice(&data[done..done + count]);
            layers.written.insert(page, bytes);
            done += count;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_the_file_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let stored: Vec<u8> = (0..3 * PAGE + 100).map(|at| (at % 251) as u8).collect();
        std::fs::write(&path, &stored).expect("written");
        let overlay = Overlay::over(&path).expect("it can be read");
        let mut expected = stored.clone();
        let change = |offset: usize, bytes: &[u8], expected: &mut Vec<u8>| {
            overlay.write(offset as u64, bytes).expect("within the file");
            expected[offset..offset + bytes.len()].copy_from_slice(bytes);
        };
        change(PAGE - 3, b"across pages", &mut expected);
        change(3 * PAGE + 98, b"!!", &mut expected);
        overlay.set_len(5 * PAGE as u64).expect("memory");
        expected.resize(5 * PAGE, 0);
        change(4 * PAGE - 1, b"new", &mut expected);
        overlay.set_len(PAGE as u64 + 4).expect("memory");
        overlay.set_len(2 * PAGE as u64).expect("memory");
        expected.truncate(PAGE + 4);
        expected.resize(2 * PAGE, 0);
        let mut read = vec![0; expected.len()];
        overlay.read(0, &mut read).expect("within the file");
        assert!(read == expected);
        assert!(overlay.read(1, &mut read).is_err(), "behind the end");
        assert_eq!(std::fs::read(&path).expect("it is there"), stored);
        assert!(overlay.is_current().expect("it can be read"));
        // Others commit, which changes the first page.
        let unwritten = Overlay::over(&path).expect("it can be read");
        let mut changed = stored.clone();
        changed[..PAGE].fill(0xee);
        std::fs::write(&path, changed).expect("written");
        assert!(!unwritten.is_current().expect("it can be read"));
        let mut read = vec![0; stored.len()];
        unwritten.read(0, &mut read).expect("within the file");
        assert!(read == stored, "the first page as it was found");
        std::fs::write(&path, b"new").expect("written");
        // The file was cut: what is read of it, if anything, is other than before.
        assert!(!overlay.is_current().unwrap_or(false));
    }
}
