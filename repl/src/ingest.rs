//! `attest ingest`: articles → the store that is open.

use std::path::{Path, PathBuf};

use graph_core::export::visible;
use graph_core::ingest::{IngestError, Ingested};
use graph_core::workspace::{self, CORRECTIONS, OpenError};

use crate::plural::counted;
use crate::report::Report;
use crate::session::Session;
use crate::{Failure, output};

/// Reads articles into the store, and tells what became of them; of those that can't be read, why.
///
/// # Errors
/// Where articles are left out, or nothing is read.
pub(crate) fn command(
    graph: &Path,
    open: impl FnOnce() -> Result<Session, Failure>,
    paths: &[PathBuf],
    allowed: &[PathBuf],
) -> Result<(), Failure> {
    // Anything else would first be read.
    if !workspace::is_store(graph) {
        return Err(refuse(&IngestError::NoStore));
    }
    let session = &mut open()?;
    let done = session
        .redraw(|workspace, means, waiting| workspace.ingest(paths, allowed, means, waiting));
    let ingested = done.map_err(|error| refuse(&error))?;
    crate::tell_refused(&ingested.refused);
    if ingested.drawn {
        warn_of_corrections(session, paths);
    }
    let told = format!("{}: {}", session.opened.display(), summary(session, &ingested));
    output::to_stdout(|out| writeln!(out, "{}", visible(&told)))?;
    if ingested.refused.is_empty() { Ok(()) } else { Err(Failure::Told) }
}

/// `14 articles (3 new, 1 changed, 10 as before), 240 entities, 612 facts`
fn summary(session: &Session, ingested: &Ingested) -> String {
    let corpus = session.workspace.corpus();
    let Ingested { new, changed, unchanged, .. } = ingested;
    format!(
        "{} ({new} new, {changed} changed, {unchanged} as before), {}, {}",
        counted(corpus.articles.len(), "article"),
        counted(corpus.entities.len(), "entity"),
        counted(corpus.facts.len(), "fact"),
    )
}

/// Tells of corrections in workspace folders, which a store doesn't take over: run each time, they
/// would make anew what they make.
fn warn_of_corrections(session: &Session, paths: &[PathBuf]) {
    let files = paths.iter().map(|path| path.join(CORRECTIONS)).filter(|file| file.is_file());
    for file in files.map(|file| file.display().to_string()) {
        let run = format!("run them once: attest -g {} run {file}", session.opened.display());
        Report::warning(format!("the statements of {file} aren't run on a store"))
            .help(run)
            .print();
    }
}

/// Tells why nothing is read, and gives how the program ends then.
pub(crate) fn refuse(error: &IngestError) -> Failure {
    match error {
        IngestError::Open(error) => crate::refuse(error),
        _ => error.help().into_iter().fold(Report::error(error.to_string()), Report::help).print(),
    }
    match error {
        IngestError::Open(OpenError::Store(error)) => Failure::refused_by_store(error),
        _ => Failure::Told,
    }
}
