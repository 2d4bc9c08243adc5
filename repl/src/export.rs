//! `attest export` and `:export`.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use graph_core::export::csv::Csv;
use graph_core::export::cypher::Cypher;
use graph_core::export::cytoscape::Cytoscape;
use graph_core::export::dot::Dot;
use graph_core::export::gexf::Gexf;
use graph_core::export::graphml::GraphMl;
use graph_core::export::html::Html;
use graph_core::export::markdown::Markdown;
use graph_core::export::mermaid::Mermaid;
use graph_core::export::rdf::{self, Rdf};
use graph_core::export::svg::Svg;
use graph_core::export::{Selection, View, jsonl};
use graph_core::workspace::Workspace;
use graph_core::{RelationshipId, Value};

use crate::cli::{ExportFormat, ExportOptions};
use crate::provenance;
use crate::report::Report;
use crate::session::{Answered, Session};
use crate::{output, progress};

/// What is shown where writing takes a while.
const WRITING: &str = "writing, Ctrl-C stops it";

/// Writes the whole graph, or the selection, to a file or to standard output; a format of several
/// files to a folder.
///
/// # Errors
/// Where it can't be written, or a folder is needed and not given.
pub(crate) fn write(
    session: &Session,
    format: ExportFormat,
    options: &ExportOptions,
    selection: Option<&Selection>,
    target: Option<&Path>,
) -> io::Result<()> {
    if format == ExportFormat::Jsonl && session.workspace.is_changed() {
        Report::warning("the JSON lines say what the articles say, without what was deleted; other changes aren't in them").print();
    }
    let workspace = &session.workspace;
    let file = |write: &dyn Fn(&mut dyn Write) -> io::Result<()>| match target {
        Some(file) => progress::during(WRITING, || output::to_file(file, |out| write(out))),
        None if io::stdout().is_terminal() => output::to_stdout(|out| write(out)),
        None => progress::during(WRITING, || output::to_stdout(|out| write(out))),
    };
    // Their command lines are refused before where there is no target.
    let folder = |write: &dyn Fn(&Path) -> io::Result<()>| match target {
        Some(folder) => {
            progress::during(WRITING, || output::to_folder(folder, &format.name(), write))
        }
        None => Err(io::Error::other("the folder to write to isn't told")),
    };
    match format {
        ExportFormat::Jsonl => file(&|out| {
            let part = selection.map_or_else(|| workspace.whole(), |part| workspace.part(part));
            jsonl::write(workspace.corpus(), &part, out)
        }),
        ExportFormat::Dot => {
            file(&|out| write!(out, "{}", looking(Dot::new(&drawn(workspace, selection)), options)))
        }
        ExportFormat::Graphml => file(&|out| GraphMl(&held(workspace, selection)).write(out)),
        ExportFormat::Gexf => file(&|out| Gexf(&held(workspace, selection)).write(out)),
        ExportFormat::Json => file(&|out| Cytoscape(&held(workspace, selection)).write(out)),
        ExportFormat::Cypher => file(&|out| write!(out, "{}", Cypher(&held(workspace, selection)))),
        ExportFormat::Mermaid => {
            let view = drawn(workspace, selection);
            let diagram = boxed(Mermaid::new(&view), options);
            file(&|out| write!(out, "{diagram}"))
        }
        ExportFormat::Html => file(&|out| Html(&drawn(workspace, selection)).write(out)),
        ExportFormat::Svg => file(&|out| write!(out, "{}", Svg(&drawn(workspace, selection)))),
        ExportFormat::Ttl => {
            file(&|out| named(&held(workspace, selection), options)?.write_turtle(out))
        }
        ExportFormat::Nq => {
            file(&|out| named(&held(workspace, selection), options)?.write_nquads(out))
        }
        ExportFormat::Markdown => {
            folder(&|folder| Markdown(&disputed(held(workspace, selection))).write(folder))
        }
        ExportFormat::Csv => folder(&|folder| Csv(&held(workspace, selection)).write(folder)),
    }
}

/// The diagram, in boxes where that is asked for; warns of one that Mermaid won't draw.
fn boxed<'a>(diagram: Mermaid<'a>, options: &ExportOptions) -> Mermaid<'a> {
    let diagram = match options.cluster {
        Some(by) => diagram.clustered(by.into()),
        None => diagram,
    };
    if let Err(error) = diagram.check() {
        let part = "draw less: --query 'MATCH (:Person {name: \"…\"})-[r]-() RETURN r'";
        Report::warning(error.to_string()).help(part).print();
    }
    diagram
}

fn named<'a>(view: &'a View<'a>, options: &ExportOptions) -> io::Result<Rdf<'a>> {
    let base = options.base.as_deref().unwrap_or(rdf::BASE);
    Rdf::new(view).with_base(base).map_err(io::Error::other)
}

fn looking<'a>(mut drawing: Dot<'a>, options: &ExportOptions) -> Dot<'a> {
    if options.legend {
        drawing = drawing.with_legend();
    }
    match options.cluster {
        Some(by) => drawing.clustered(by.into()),
        None => drawing,
    }
}

/// What a format that other programs read holds: everything, or what was asked for.
fn held<'a>(workspace: &'a Workspace, selection: Option<&Selection>) -> View<'a> {
    match selection {
        Some(selection) => View::part(workspace, selection),
        None => View::whole(workspace),
    }
}

/// What a drawing shows: all but the articles, or what was asked for.
fn drawn<'a>(workspace: &'a Workspace, selection: Option<&Selection>) -> View<'a> {
    disputed(match selection {
        Some(selection) => View::part(workspace, selection),
        None => View::whole(workspace).without_articles(),
    })
}

/// The view with what is disputed in it, where that can be told.
fn disputed(view: View<'_>) -> View<'_> {
    view.clone().with_disputes().unwrap_or_else(|error| {
        Report::warning(format!("{error}: none is shown")).print();
        view
    })
}

/// What an answer shows of the graph: the nodes, relationships and paths in its rows, or, where
/// the rows hold none, the relationships behind them.
pub(crate) fn selection(session: &Session, answered: &Answered) -> Selection {
    let graph = session.graph();
    let shown = Selection::of(graph, answered.values());
    if !shown.is_empty() {
        return shown;
    }
    let behind: Vec<RelationshipId> = provenance::by_row(graph, answered, &session.environment)
        .into_iter()
        .flatten()
        .flatten()
        .collect();
    let behind: Vec<Value> = behind.into_iter().map(Value::Relationship).collect();
    Selection::of(graph, &behind)
}
