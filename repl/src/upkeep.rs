//! `attest check`, `backup`, `compact` and `recover`: a store's file.

use std::io::{self, Write};
use std::path::Path;

use graph_core::export::visible;
use graph_core::store::{self, Amounts, Checked, Compacted, Finding, Recovered};
use graph_core::store::{StoreError, Waiting};

use crate::plural::counted;
use crate::report::Report;
use crate::session::waited;
use crate::{Failure, output, progress};

/// The most findings that are told one by one.
const MOST: usize = 100;

/// Checks a store, and tells what is wrong with it.
///
/// # Errors
/// Where something is, or there is no store.
pub(crate) fn check(path: &Path, waits: bool) -> Result<(), Failure> {
    let checked = attempt("checking", waits, |waiting| store::check(path, waiting))?;
    output::to_stdout(|out| write_checked(path, &checked, out))?;
    if checked.findings.is_empty() { Ok(()) } else { Err(Failure::Told) }
}

fn write_checked(path: &Path, checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
    let Checked { records, amounts, quotes, findings, readable } = checked;
    write_findings(findings, out)?;
    let (records, quotes) = (told(*records, "record"), told(*quotes as u64, "quote"));
    let name = path.display().to_string();
    let name = visible(&name);
    let whole = format!("{records}, {}, {quotes} in their articles", amounts_in_words(amounts));
    if findings.is_empty() {
        return writeln!(out, "{name}: {whole}: nothing is wrong");
    }
    writeln!(out, "{name}: {}; whole are {whole}", told(findings.len() as u64, "fault"))?;
    match readable {
        Some(saved) => writeln!(
            out,
            "`attest recover {name} NEW` saves {} into a new store",
            amounts_in_words(saved)
        ),
        None => writeln!(out, "nothing of it can be recovered"),
    }
}

/// Copies a store into a file that isn't there yet.
///
/// # Errors
/// Where it is, or can't be written, or the store can't be read.
pub(crate) fn backup(path: &Path, to: &Path) -> Result<(), Failure> {
    let copied = attempt("copying", false, |_| store::backup(path, to))?;
    let (records, bytes) = (told(copied.records, "record"), told(copied.bytes, "byte"));
    tell(&format!("{}: {records} of {}, {bytes}", to.display(), path.display()))
}

/// Writes a store anew, without the room that earlier commits took.
///
/// # Errors
/// Where the store can't be read or written.
pub(crate) fn compact(path: &Path, waits: bool) -> Result<(), Failure> {
    let Compacted { before, after } =
        attempt("writing anew", waits, |waiting| store::compact(path, waiting))?;
    tell(&format!("{}: {} before, {after} now", path.display(), told(before, "byte")))
}

/// Saves what can be read of a store into a file that isn't there yet.
///
/// # Errors
/// Where it is, or can't be written, or nothing can be read. That something is lost is told, and
/// no error: what could be saved is.
pub(crate) fn recover(path: &Path, to: &Path) -> Result<(), Failure> {
    let recovered = attempt("saving what can be read", false, |_| store::recover(path, to))?;
    let Recovered { saved, lost, findings } = &recovered;
    let lost = if *lost == Amounts::default() {
        "nothing that is known of is lost".to_owned()
    } else {
        format!("lost are, at most, {}", amounts_in_words(lost))
    };
    output::to_stdout(|out| write_findings(findings, out))?;
    tell(&format!("{}: saved are {}; {lost}", to.display(), amounts_in_words(saved)))
}

/// Does something with a store, and shows that it lasts; a refusal is told.
fn attempt<T>(
    what: &str,
    waits: bool,
    work: impl Fn(Waiting<'_>) -> Result<T, StoreError>,
) -> Result<T, Failure> {
    let once = progress::during(what, || work(Waiting::No));
    waited(once, waits, work).map_err(|error| {
        Report::from(&error).print();
        Failure::refused_by_store(&error)
    })
}

fn write_findings(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    for finding in findings.iter().take(MOST) {
        writeln!(out, "{}", visible(&finding.to_string()))?;
    }
    match findings.len().checked_sub(MOST) {
        Some(more @ 1..) => writeln!(out, "… and {more} more"),
        _ => Ok(()),
    }
}

fn tell(line: &str) -> Result<(), Failure> {
    Ok(output::to_stdout(|out| writeln!(out, "{}", visible(line)))?)
}

/// `14 articles, 240 entities, 612 facts, 254 nodes and 866 relationships`
fn amounts_in_words(amounts: &Amounts) -> String {
    let Amounts { articles, entities, facts, nodes, relationships } = *amounts;
    format!(
        "{}, {}, {}, {} and {}",
        told(articles, "article"),
        told(entities, "entity"),
        told(facts, "fact"),
        told(nodes, "node"),
        told(relationships, "relationship"),
    )
}

fn told(count: u64, one: &str) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), one)
}
