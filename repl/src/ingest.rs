//! `attest ingest`: articles → the store that is open.

use std::path::PathBuf;

use graph_core::export::visible;
use graph_core::ingest::{IngestError, Ingested};

use crate::plural::counted;
use crate::report::Report;
use crate::session::Session;
use crate::{Failure, output};

/// Reads articles into the store, and tells what became of them; of those that can't be read, why.
///
/// # Errors
/// Where articles are left out, or nothing is read.
pub(crate) fn command(session: &mut Session, paths: &[PathBuf]) -> Result<(), Failure> {
    let done = session.redraw(|workspace, means, waiting| workspace.ingest(paths, means, waiting));
    let ingested = done.map_err(|error| {
        refuse(&error);
        Failure::Told
    })?;
    crate::tell_refused(&ingested.refused);
    let told = format!("{}: {}", session.opened.display(), summary(session, &ingested));
    output::to_stdout(|out| writeln!(out, "{}", visible(&told)))?;
    if ingested.refused.is_empty() { Ok(()) } else { Err(Failure::Told) }
}

/// `14 articles (3 new, 1 changed, 10 as they were), 240 entities, 612 facts`
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

/// Tells why nothing is read.
pub(crate) fn refuse(error: &IngestError) {
    match error {
        IngestError::Open(error) => crate::refuse(error),
        _ => error.help().into_iter().fold(Report::error(error.to_string()), Report::help).print(),
    }
}
