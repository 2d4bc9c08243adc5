//! The folders that what is typed or run in a session may read files from and write them to: the
//! workspace, and those of `--allow-files`.
//!
//! What is said on the command line itself (`attest run FILE`, `attest export -o FILE`) is the
//! user's own word and isn't bound, nor are `:open` and `:edit`, which only a person can mean.

use std::io;
use std::path::{Path, PathBuf};

use graph_core::inside;

use crate::report::Report;
use crate::session::Session;

/// What names the graph that is read from nothing.
pub(crate) const MEMORY: &str = ":memory:";

/// The folder of what was opened: a folder itself, else that in which an article or a store lies;
/// none of `:memory:`.
pub(crate) fn folder_of(opened: &Path) -> Option<PathBuf> {
    if opened == Path::new(MEMORY) {
        return None;
    }
    if opened.is_dir() {
        return Some(opened.to_owned());
    }
    Some(parent(opened))
}

/// The folder that something lies in.
fn parent(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| *parent != Path::new(""));
    parent.map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// The file that `:load` may read under this name, without links; a refusal is what is told.
pub(crate) fn to_read(session: &Session, name: &Path) -> Result<PathBuf, Report<'static>> {
    if name.symlink_metadata().is_err() {
        // That nothing is there is told where it is read.
        return Ok(name.to_owned());
    }
    let folders = own(session).into_iter().chain(session.allowed.iter().cloned());
    let mut found = folders.filter_map(|folder| inside::within(&folder, name).ok().flatten());
    found.next().ok_or_else(|| outside(session, name, "isn't read"))
}

/// The file or folder that `:export` may write under this name, without links; a refusal is what
/// is told. A session that only reads writes nothing into the workspace.
pub(crate) fn to_write(session: &Session, name: &Path) -> Result<PathBuf, Report<'static>> {
    let own = own(session).filter(|_| !session.environment.read_only);
    let folders: Vec<PathBuf> = own.into_iter().chain(session.allowed.iter().cloned()).collect();
    let target = match target(name) {
        Ok(target) => target,
        // The folder isn't there: that is told where it is written.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(name.to_owned()),
        Err(_) => return Err(outside(session, name, "isn't written")),
    };
    let holds = |folder: &PathBuf| {
        folder.canonicalize().is_ok_and(|folder| target != folder && target.starts_with(folder))
    };
    if folders.iter().any(holds) {
        return Ok(target);
    }
    if session.environment.read_only && self::own(session).iter().any(holds) {
        let problem = format!("all is only read, so {} isn't written", name.display());
        let help = "allow another folder to write to: --allow-files DIR";
        return Err(Report::error(problem).help(help));
    }
    Err(outside(session, name, "isn't written"))
}

/// The session's own folder; of a graph in memory, the current one.
fn own(session: &Session) -> Option<PathBuf> {
    folder_of(&session.opened).or_else(|| Some(PathBuf::from(".")))
}

/// What a name that need not be there yet leads to. What is there and has no place, such as
/// standard output, is refused.
fn target(name: &Path) -> io::Result<PathBuf> {
    if let Ok(found) = name.canonicalize() {
        return Ok(found);
    }
    match name.file_name().filter(|_| !name.exists()) {
        Some(file) => Ok(parent(name).canonicalize()?.join(file)),
        None => Err(io::ErrorKind::InvalidInput.into()),
    }
}

fn outside(session: &Session, name: &Path, what: &str) -> Report<'static> {
    let folder = own(session).unwrap_or_default();
    let within = match name.file_name() {
        Some(file) if folder != Path::new(".") => folder.join(file),
        Some(file) => PathBuf::from(file),
        None => folder.clone(),
    };
    let problem =
        format!("{} {what}: it leads out of the folder {}", name.display(), folder.display());
    let help = format!("write {}, or allow the folder: --allow-files DIR", within.display());
    Report::error(problem).help(help)
}
