//! Why nothing is imported.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::header::HeaderError;
use super::report::Refused;
use super::rows::TooLong;
use crate::store::StoreError;

/// Why nothing is imported.
#[derive(Debug, Error)]
pub enum ImportError {
    /// `BEGIN` without `COMMIT`.
    #[error("nothing is imported within BEGIN and COMMIT")]
    InUnit,
    /// A file that isn't there, or can't be read.
    #[error("{} can't be read: {error}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A first line that doesn't tell what the columns are.
    #[error("{}: {problem}", file.display())]
    Header {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        problem: HeaderError,
    },
    /// A record or a line that is very long.
    #[error("{}: {problem}", file.display())]
    Long {
        /// The file.
        file: PathBuf,
        /// Where it begins, and how long it may be.
        problem: String,
    },
    /// A pipe with columns without types.
    #[error(
        "{}: its columns have no types, and it can't be read twice to find them out",
        file.display()
    )]
    Once {
        /// The file.
        file: PathBuf,
    },
    /// Ids of relationships that may be ids of several kinds of nodes, or of none.
    #[error("{}: it doesn't tell which nodes its ids are of", file.display())]
    NoSpace {
        /// The file.
        file: PathBuf,
        /// The spaces of ids that there are.
        known: Vec<String>,
    },
    /// A space of ids that no nodes have.
    #[error("{}: no nodes have ids of `{space}`", file.display())]
    UnknownSpace {
        /// The file.
        file: PathBuf,
        /// The space.
        space: String,
        /// The spaces of ids that there are.
        known: Vec<String>,
    },
    /// Nodes of the graph that can't be told apart.
    #[error("several nodes of the graph with the label `{label}` have the `{key}` {id}")]
    Ambiguous {
        /// Their label.
        label: String,
        /// The property that should tell them apart.
        key: String,
        /// Its value.
        id: String,
    },
    /// What `export jsonl` writes.
    #[error("{} holds articles, entities and facts, which are drawn from articles", file.display())]
    Facts {
        /// The file.
        file: PathBuf,
    },
    /// More lines than are tolerated.
    #[error("{}, so nothing is imported", too_many(*tolerance))]
    TooMany {
        /// How many may be refused.
        tolerance: usize,
        /// Those that were met.
        refused: Refused,
    },
    /// Somebody wanted it to end.
    #[error("stopped: nothing is imported")]
    Stopped,
    /// The store can't be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn too_many(tolerance: usize) -> String {
    match tolerance {
        0 => "a line can't be read".to_owned(),
        1 => "more than one line can't be read".to_owned(),
        _ => format!("more than {tolerance} lines can't be read"),
    }
}

/// What a reader gives where somebody wants it to end.
#[derive(Debug, Error)]
#[error("stopped")]
pub(super) struct Stopped;

impl ImportError {
    /// Of what went wrong while a file was read.
    pub(super) fn reading(file: &Path, error: io::Error) -> Self {
        let file = file.to_owned();
        let inner = error.get_ref();
        if inner.is_some_and(<dyn std::error::Error + Send + Sync>::is::<Stopped>) {
            return Self::Stopped;
        }
        if let Some(problem) = inner.and_then(|error| error.downcast_ref::<TooLong>()) {
            return Self::Long { file, problem: problem.to_string() };
        }
        Self::File { file, error }
    }

    /// What to do instead.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::InUnit => "write COMMIT or ROLLBACK first".into(),
            Self::Header { problem, .. } => problem.help(),
            Self::Long { .. } => "look for a quote that is never closed, or name another --quote".into(),
            Self::Once { .. } => {
                "write the types into its header, such as id:ID,name:string,age:int, or import a file"
                    .into()
            }
            Self::NoSpace { known, .. } => {
                let [start, end] = [0, 1].map(|at| {
                    known.get(at).or(known.first()).map_or("Person", String::as_str)
                });
                format!("write them behind the type, such as KNOWS:{start}:{end}=FILE, or into the header, such as :START_ID({start})")
            }
            Self::UnknownSpace { known, .. } if known.is_empty() => {
                "import the nodes, too, or name the label of nodes that are there and have an `id`".into()
            }
            Self::UnknownSpace { known, .. } => {
                format!("there are {}, and the labels of nodes that are there and have an `id`", known.join(", "))
            }
            Self::Ambiguous { .. } => "name another property: --id-column NAME".into(),
            Self::Facts { .. } => {
                "read the articles with `attest ingest`, or take the graph over with `attest export csv -o FOLDER` and `attest import FOLDER`".into()
            }
            Self::TooMany { .. } => "mend the files, or leave out more: --bad-tolerance N".into(),
            Self::Store(error) => error.fault.help()?.to_owned(),
            Self::File { .. } | Self::Stopped => return None,
        })
    }
}
