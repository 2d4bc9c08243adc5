//! `attest verify`: every quote against the bytes of the articles.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use graph_core::export::visible;
use graph_core::verify::{ExportError, Found, Mismatch, Quotes, Verdict};
use graph_core::workspace::Workspace;

use crate::report::Report;
use crate::{Failure, output, progress};

/// Checks the quotes of the facts that are drawn now.
pub(crate) fn workspace(workspace: &Workspace, graph: &Path) -> Result<(), Failure> {
    if workspace.corpus().articles.is_empty() {
        return tell(&Verdict::default());
    }
    check(&Quotes::of(workspace.corpus()), graph)
}

/// Checks the quotes of what `export jsonl` wrote.
pub(crate) fn export(file: &Path, graph: &Path) -> Result<(), Failure> {
    let name = file.display().to_string();
    let read = |input: &mut dyn BufRead| Quotes::read(input);
    let quotes = if file == Path::new("-") {
        read(&mut io::stdin().lock())
    } else {
        let opened = File::open(file).map_err(|error| Failure::input(&name, &error))?;
        read(&mut BufReader::new(opened))
    };
    let quotes = quotes.map_err(|error| {
        let report = Report::error(match &error {
            ExportError::Line { .. } => format!("{name}: {error}"),
            ExportError::Read(_) => format!("{name} {error}"),
        });
        report.help("write one with `attest export jsonl -o FILE.jsonl`").print();
        Failure::Told
    })?;
    check(&quotes, graph)
}

fn check(quotes: &Quotes, graph: &Path) -> Result<(), Failure> {
    let checked = progress::during("checking quotes", || quotes.check(graph));
    let verdict = checked.map_err(|error| {
        crate::refuse(&error);
        Failure::Told
    })?;
    tell(&verdict)
}

/// Tells the mismatches and the counts.
fn tell(verdict: &Verdict) -> Result<(), Failure> {
    output::to_stdout(|out| {
        verdict.mismatches.iter().try_for_each(|wrong| write_mismatch(wrong, out))?;
        let Verdict { quotes, evidence, articles, mismatches } = verdict;
        let wrong = match mismatches.len() {
            0 => "all are the bytes at their offsets".to_owned(),
            1 => "1 is not the bytes at its offsets".to_owned(),
            wrong => format!("{wrong} are not the bytes at their offsets"),
        };
        writeln!(
            out,
            "{quotes} quotes of {evidence} pieces of evidence in {articles} articles: {wrong}"
        )
    })?;
    if verdict.mismatches.is_empty() { Ok(()) } else { Err(Failure::Told) }
}

fn write_mismatch(wrong: &Mismatch, out: &mut dyn Write) -> io::Result<()> {
    let Mismatch { article, start, end, expected, found } = wrong;
    writeln!(out, "{}, bytes {start} to {end}", visible(article))?;
    writeln!(out, "  expected: “{}”", visible(expected))?;
    match found {
        Found::Text(text) => writeln!(out, "  found:    “{}”", visible(text)),
        Found::Shorter(length) => writeln!(out, "  found:    a file of {length} bytes"),
        Found::NoArticle => writeln!(out, "  found:    no such article"),
        Found::Unreadable(error) => writeln!(out, "  found:    {}", visible(error)),
    }
}
