//! What `export` takes: formats, and what only some of them know.

use clap::{Args, ValueEnum};
use graph_core::export::ClusterBy;
use graph_core::export::rdf::{self, BaseError};

/// What `export` and `:export` write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// A drawing for Graphviz.
    Dot,
    /// Articles, entities and facts with their evidence, one JSON object a line.
    Jsonl,
    /// For Gephi, yEd and networkx, with typed attributes.
    Graphml,
    /// For Gephi and networkx, with typed attributes and colours.
    Gexf,
    /// Elements JSON for Cytoscape.
    Json,
    /// A folder of files for `neo4j-admin database import`.
    Csv,
    /// A script that rebuilds the graph, in Attest or any engine of openCypher.
    Cypher,
    /// A drawing for browsers, word processors and print, with quotes as tooltips.
    Svg,
    /// A folder of notes, one for each entity and article, with quotes and wiki links.
    Markdown,
    /// A flowchart for Mermaid, as Markdown on the web draws it.
    Mermaid,
    /// RDF 1.2 in N-Quads, all in the default graph.
    Nq,
    /// RDF 1.2 in Turtle: facts are reified, with their quotes and where these stand.
    Ttl,
    /// A page to explore the graph in any browser, offline: one file with quotes and articles.
    Html,
}

impl ExportFormat {
    /// The format's name, as it is written on the command line.
    pub(crate) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Whether it is a folder of files, which needs a name to be written.
    pub(crate) fn is_folder(self) -> bool {
        matches!(self, Self::Csv | Self::Markdown)
    }
}

/// What only some formats know.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ExportOptions {
    /// Add a table of what fills and lines mean (dot).
    #[arg(long)]
    pub(crate) legend: bool,
    /// Draw boxes around what has the type or the article in common (dot, mermaid). What several articles
    /// mention is with the one that does so most often.
    #[arg(long, value_enum, value_name = "BY")]
    pub(crate) cluster: Option<Clusters>,
    /// Begin names with this, an absolute IRI, instead of `urn:attest:` (ttl, nq).
    #[arg(long, value_name = "IRI", value_parser = base)]
    pub(crate) base: Option<String>,
}

/// Reads what IRIs begin with.
fn base(text: &str) -> Result<String, BaseError> {
    rdf::check_base(text).map(|()| text.to_owned())
}

/// What is drawn in one box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Clusters {
    /// What an article mentions.
    Article,
    /// Entities of a type.
    Type,
}

impl From<Clusters> for ClusterBy {
    fn from(clusters: Clusters) -> Self {
        match clusters {
            Clusters::Article => Self::Article,
            Clusters::Type => Self::Type,
        }
    }
}

impl ExportOptions {
    /// The first option given that a format doesn't know, with the formats that do.
    pub(super) fn unknown_to(&self, format: ExportFormat) -> Option<(&'static str, &'static str)> {
        let draws = format == ExportFormat::Dot;
        let boxes = draws || format == ExportFormat::Mermaid;
        let names = matches!(format, ExportFormat::Ttl | ExportFormat::Nq);
        let unknown = [
            ("--legend", "dot", self.legend && !draws),
            ("--cluster", "dot or mermaid", self.cluster.is_some() && !boxes),
            ("--base", "ttl or nq", self.base.is_some() && !names),
        ];
        let found = unknown.into_iter().find(|(.., unknown)| *unknown)?;
        Some((found.0, found.1))
    }
}
