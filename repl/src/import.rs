//! `attest import`: tables and JSON lines of nodes and relationships → the store that is open.

mod arguments;

use std::io::{self, Write};
use std::path::Path;

use graph_core::export::visible;
use graph_core::import::{Import, ImportError, Imported, Inferred, Refused, Watch};
use graph_core::store::Waiting;
use graph_core::workspace;

pub(crate) use arguments::Arguments;

use crate::interrupt::{self, Work};
use crate::plural::counted;
use crate::progress::Bytes;
use crate::report::{Report, note};
use crate::session::Session;
use crate::{Failure, output};

/// How many lines that are left out are told on the terminal.
const MOST: usize = 20;

/// Imports into the store, and tells what came of it; of lines that are left out, why.
///
/// # Errors
/// Where lines are left out, or nothing is imported.
pub(crate) fn command(
    graph: &Path,
    open: impl FnOnce() -> Result<Session, Failure>,
    arguments: Arguments,
) -> Result<(), Failure> {
    if !workspace::is_store(graph) {
        Report::error("tables are imported into a store, and what is open is none")
            .help("name a store: attest -g graph.attest import --nodes Person=person.csv")
            .print();
        return Err(Failure::Told);
    }
    let report = arguments.report_file.clone();
    let import = arguments.read()?;
    let session = &mut open()?;
    let _work = Work::begin();
    let imported = match watched(session, &import) {
        Ok(imported) => imported,
        Err(error) => {
            if let ImportError::TooMany { refused, .. } = &error {
                tell(refused, report.as_deref())?;
            }
            return Err(refuse(&error));
        }
    };
    for Inferred { file, header } in &imported.inferred {
        note(&format!("{}: taken as {header}", file.display()));
    }
    tell(&imported.refused, report.as_deref())?;
    let told = format!("{}: {}", session.opened.display(), summary(&imported));
    output::to_stdout(|out| writeln!(out, "{}", visible(&told)))?;
    if imported.refused.is_empty() { Ok(()) } else { Err(Failure::Told) }
}

/// Imports, and shows how far it is. Where another process writes the store, waits for it if that
/// is wanted.
fn watched(session: &mut Session, import: &Import) -> Result<Imported, ImportError> {
    let bar = Bytes::new();
    let watch = Watch { goes_on: &|| !interrupt::is_asked(), tell: &|done, of| bar.tell(done, of) };
    let done = loop {
        match session.workspace.import(import, watch, Waiting::No) {
            Err(ImportError::Store(error)) => session.wait_out(error)?,
            done => break done,
        }
    };
    bar.finish();
    done
}

/// `100000 nodes, 2400000 relationships; 3 lines are left out`
fn summary(imported: &Imported) -> String {
    let Imported { changes, refused, .. } = imported;
    let nodes = counted(changes.nodes_created, "node");
    let relationships = counted(changes.relationships_created, "relationship");
    let told = format!("{nodes}, {relationships}");
    match refused.count {
        0 => told,
        1 => format!("{told}; 1 line is left out"),
        count => format!("{told}; {count} lines are left out"),
    }
}

/// Tells which lines are left out, the first of them here and all in the file that is to hold
/// them.
fn tell(refused: &Refused, report: Option<&Path>) -> Result<(), Failure> {
    for refusal in refused.listed.iter().take(MOST) {
        Report::error(refusal.to_string()).print();
    }
    if let Some(more) = refused.count.checked_sub(MOST).filter(|more| *more > 0) {
        let told = Report::error(format!("{} can't be read", counted(more, "more line")));
        let help = "write all of them to a file: --report-file FILE";
        if report.is_some() { told } else { told.help(help) }.print();
    }
    let Some(file) = report else { return Ok(()) };
    let written = output::to_file(file, |out| write(refused, out));
    written.map_err(|error| {
        Report::error(format!("{} was not written: {error}", file.display())).print();
        Failure::Told
    })?;
    note(&format!("{} are in {}", counted(refused.listed.len(), "line"), file.display()));
    Ok(())
}

fn write(refused: &Refused, out: &mut dyn Write) -> io::Result<()> {
    refused.listed.iter().try_for_each(|refusal| writeln!(out, "{}", visible(&refusal.to_string())))
}

/// Tells why nothing is imported.
fn refuse(error: &ImportError) -> Failure {
    let report = Report::error(error.to_string());
    error.help().into_iter().fold(report, Report::help).print();
    if matches!(error, ImportError::Stopped) { Failure::Stopped } else { Failure::Told }
}
