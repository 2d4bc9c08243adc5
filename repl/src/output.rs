//! Where answers go: standard output, or a file or folder that is written whole or not at all.

mod folder;

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

pub(crate) use folder::to_folder;

use crate::interrupt::Stoppable;

/// Runs `write` on standard output.
///
/// # Errors
/// Where it can't be written; a reader that has gone away is [`io::ErrorKind::BrokenPipe`].
pub(crate) fn to_stdout<T>(write: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
    let mut out = BufWriter::new(Stoppable(io::stdout().lock()));
    let written = write(&mut out)?;
    out.flush()?;
    Ok(written)
}

/// Runs `write` on a file beside the target and puts it in the target's place when it is whole.
/// What is there but isn't a plain file (a pipe, `/dev/stdout`) is written to directly.
///
/// # Errors
/// Where the folder or the file can't be written; the target is as it was.
pub(crate) fn to_file(
    target: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    if target.metadata().is_ok_and(|found| !found.is_file()) {
        let mut file = BufWriter::new(Stoppable(File::options().write(true).open(target)?));
        write(&mut file)?;
        return file.flush();
    }
    // A link's target is replaced, not the link.
    let target = target.canonicalize().unwrap_or_else(|_| target.to_owned());
    let mut file = BufWriter::new(Stoppable(beside(&target)?));
    write(&mut file)?;
    let Stoppable(file) = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// The folder that something is in or is to be in.
fn parent(target: &Path) -> io::Result<PathBuf> {
    let folder = match target.parent() {
        Some(folder) if folder != Path::new("") => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    if folder.is_dir() {
        return Ok(folder);
    }
    let problem = format!("there is no folder {}", folder.display());
    Err(io::Error::new(io::ErrorKind::NotFound, problem))
}

fn beside(target: &Path) -> io::Result<NamedTempFile> {
    let folder = parent(target)?;
    let mut builder = Builder::new();
    builder.prefix(".attest-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: the process's mask takes its part away.
        let mode = target.metadata().map_or(0o666, |found| found.permissions().mode());
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        to_file(&target, |out| out.write_all(b"first")).expect("written");
        let failed = to_file(&target, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("stop"))
        });
        assert!(failed.is_err());
        assert_eq!(std::fs::read(&target).expect("readable"), b"first");
        assert_eq!(folder.path().read_dir().expect("readable").count(), 1);
    }
}
