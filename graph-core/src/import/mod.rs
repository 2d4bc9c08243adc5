//! Tables and JSON lines of nodes and relationships → a graph, all of it or nothing.
//!
//! ```text
//! file → rows (records with lines) → header (what columns hold) → value (by type) → Graph
//!                                                        └→ identities (which node an end is)
//! ```
//!
//! Tables are those of `neo4j-admin database import`, or plain ones. Files are read as streams: in
//! memory is the graph, what nodes are called by, and what was refused. A line that can't be read
//! is left out and reported with its place; too many of them refuse the whole import.

mod elements;
mod error;
mod files;
mod header;
mod identities;
mod inference;
mod nodes;
mod properties;
mod relationships;
mod report;
mod rows;
mod spaces;
mod table;
mod value;

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

pub use error::ImportError;
pub use header::HeaderError;
pub use report::{Reason, Refusal, Refused};
pub use value::BadValue;

use crate::graph::Transaction;
use crate::store::Waiting;
use crate::workspace::Workspace;
use crate::{Changes, Graph};
use files::Files;
use spaces::Spaces;
use value::{Reading, Type};

/// What is imported, and how: nodes first, then relationships, then JSON lines.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// Tables of nodes.
    pub nodes: Vec<NodeTable>,
    /// Tables of relationships.
    pub relationships: Vec<RelationshipTable>,
    /// Files of JSON lines, a node or a relationship a line, as APOC writes them. Nodes come before
    /// their relationships.
    pub elements: Vec<PathBuf>,
    /// How all of it is read.
    pub options: Options,
}

/// A table of nodes: files that are one after the other, the header in the first line of the first.
///
/// ```
/// use graph_core::import::NodeTable;
/// let table: NodeTable = "Person:Admin=header.csv,part.csv".parse()?;
/// assert_eq!((table.labels.len(), table.files.len()), (2, 2));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeTable {
    /// The labels of all its nodes.
    pub labels: Vec<String>,
    /// Its files.
    pub files: Vec<PathBuf>,
}

/// A table of relationships, as [`NodeTable`].
///
/// ```
/// use graph_core::import::RelationshipTable;
/// let table: RelationshipTable = "LIVES_IN:Person:City=lives_in.csv".parse()?;
/// assert_eq!(table.kind.as_deref(), Some("LIVES_IN"));
/// assert_eq!(table.between, Some(["Person".into(), "City".into()]));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelationshipTable {
    /// The type of its relationships; `None` where a column tells it.
    pub kind: Option<String>,
    /// The spaces of the ids that its relationships start and end at.
    pub between: Option<[String; 2]>,
    /// Its files.
    pub files: Vec<PathBuf>,
}

/// How files are read.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct Options {
    /// What sets columns apart.
    pub delimiter: u8,
    /// What encloses texts in which that stands.
    pub quote: u8,
    /// What sets the items of lists, and labels, apart.
    pub array_delimiter: char,
    /// Whether ids without a type of their own are whole numbers.
    pub integer_ids: bool,
    /// The column of the nodes' ids where headers don't tell it; `id` where that isn't given.
    pub id_column: Option<String>,
    /// Whether blanks around texts are left out.
    pub trims: bool,
    /// Whether columns that the header doesn't have are left out.
    pub ignores_extra: bool,
    /// Whether empty texts are absent ones, quoted or not.
    pub ignores_empty: bool,
    /// How many lines may be refused.
    pub tolerance: usize,
}

impl Default for Options {
    /// As `neo4j-admin` has it.
    fn default() -> Self {
        Self {
            delimiter: b',',
            quote: b'"',
            array_delimiter: ';',
            integer_ids: false,
            id_column: None,
            trims: false,
            ignores_extra: false,
            ignores_empty: false,
            tolerance: 1000,
        }
    }
}

impl Options {
    fn reading(&self) -> Reading {
        Reading { array_delimiter: self.array_delimiter, trims: self.trims }
    }

    /// The type of ids without one of their own.
    fn ids(&self) -> Type {
        if self.integer_ids { Type::LONG } else { Type::STRING }
    }
}

/// Who looks on, and may end it.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Whether to go on; asked some times a second.
    pub goes_on: &'a dyn Fn() -> bool,
    /// Is told how many of how many bytes are read.
    pub tell: &'a dyn Fn(u64, u64),
}

impl Default for Watch<'_> {
    /// Nobody.
    fn default() -> Self {
        Self { goes_on: &|| true, tell: &|_, _| {} }
    }
}

/// What was imported.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// What is in the graph now.
    pub changes: Changes,
    /// Which lines are left out.
    pub refused: Refused,
    /// What the columns of plain headers were taken for.
    pub inferred: Vec<Inferred>,
}

/// What the columns of a plain header were taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inferred {
    /// The file with the header.
    pub file: PathBuf,
    /// The columns with their types, as a header says them: `id:long,name:string`.
    pub header: String,
}

impl FromStr for NodeTable {
    type Err = &'static str;

    /// Reads `LABEL:LABEL=FILE,FILE` or `FILE,FILE`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WANTED: &str = "write LABEL=FILE, such as Person=person.csv";
        let (labels, files) = text.split_once('=').unwrap_or(("", text));
        let labels = labels.split(':').filter(|label| !label.is_empty()).map(str::to_owned);
        Ok(Self { labels: labels.collect(), files: listed(files).ok_or(WANTED)? })
    }
}

impl FromStr for RelationshipTable {
    type Err = &'static str;

    /// Reads `TYPE=FILE,FILE`, `TYPE:START:END=FILE` or `FILE`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WANTED: &str = "write TYPE=FILE, such as KNOWS=knows.csv, or TYPE:START:END=FILE, such as LIVES_IN:Person:City=lives_in.csv";
        let (before, files) = text.split_once('=').unwrap_or(("", text));
        let files = listed(files).ok_or(WANTED)?;
        let words: Vec<&str> = before.split(':').collect();
        let (kind, between) = match words[..] {
            [kind] => (kind, None),
            [kind, start, end] if ![start, end].contains(&"") => {
                (kind, Some([start.to_owned(), end.to_owned()]))
            }
            _ => return Err(WANTED),
        };
        let kind = (!kind.is_empty()).then(|| kind.to_owned());
        Ok(Self { kind, between, files })
    }
}

fn listed(files: &str) -> Option<Vec<PathBuf>> {
    let named = |file: &str| (!file.is_empty()).then(|| PathBuf::from(file));
    files.split(',').map(|file| named(file.trim())).collect()
}

/// An import under way.
struct Importer<'a> {
    transaction: Transaction<'a>,
    spaces: Spaces,
    files: &'a Files<'a>,
    options: &'a Options,
    refused: Refused,
    inferred: Vec<Inferred>,
}

impl Importer<'_> {
    /// Leaves a line out; too many of them end it all.
    pub(super) fn refuse(
        &mut self,
        file: &Arc<Path>,
        line: u64,
        reason: Reason,
    ) -> Result<(), ImportError> {
        self.refused.add(Refusal { file: file.clone(), line, reason });
        let tolerance = self.options.tolerance;
        if self.refused.count > tolerance {
            let refused = std::mem::take(&mut self.refused);
            return Err(ImportError::TooMany { tolerance, refused });
        }
        Ok(())
    }
}

/// Imports into a graph.
///
/// # Errors
/// [`ImportError`]; the graph is as it was then.
///
/// ```
/// use graph_core::Graph;
/// use graph_core::import::{Import, Watch, import};
/// let folder = tempfile::tempdir()?;
/// let (people, knows) = (folder.path().join("people.csv"), folder.path().join("knows.csv"));
/// std::fs::write(&people, "id,name,age\n1,Ann,40\n2,Bob,old\n")?;
/// std::fs::write(&knows, "from,to\n1,2\n1,3\n")?;
/// let wanted = Import {
///     nodes: vec![format!("Person={}", people.display()).parse()?],
///     relationships: vec![format!("KNOWS={}", knows.display()).parse()?],
///     ..Import::default()
/// };
/// let mut graph = Graph::new();
/// let imported = import(&mut graph, &wanted, Watch::default())?;
/// assert_eq!((graph.node_count(), graph.relationship_count()), (2, 1));
/// let told = imported.refused.listed[0].to_string();
/// assert!(told.ends_with("knows.csv, line 3: it ends at `3`, which is no id of Person"), "{told}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import(
    graph: &mut Graph,
    import: &Import,
    watch: Watch<'_>,
) -> Result<Imported, ImportError> {
    let files = Files::of(import, watch);
    let mut importer = Importer {
        transaction: graph.transaction(),
        spaces: Spaces::default(),
        files: &files,
        options: &import.options,
        refused: Refused::default(),
        inferred: Vec::new(),
    };
    let (nodes, relationships) = files::expected(import);
    importer.transaction.reserve(nodes, relationships);
    for table in &import.nodes {
        importer.nodes(table)?;
    }
    for table in &import.relationships {
        importer.relationships(table)?;
    }
    for file in &import.elements {
        importer.elements(file)?;
    }
    let Importer { transaction, refused, inferred, .. } = importer;
    // Nothing is deleted here, which alone could be refused.
    let changes = transaction.commit().unwrap_or_default();
    Ok(Imported { changes, refused, inferred })
}

impl Workspace {
    /// [Imports](import) into the graph that is open: in a store durably, as one unit.
    ///
    /// # Errors
    /// [`ImportError`]; nothing is changed then.
    pub fn import(
        &mut self,
        wanted: &Import,
        watch: Watch<'_>,
        waiting: Waiting<'_>,
    ) -> Result<Imported, ImportError> {
        if self.is_in_unit() {
            return Err(ImportError::InUnit);
        }
        self.begin(waiting)?;
        let done = import(self.graph_mut(), wanted, watch);
        if done.is_err() {
            self.roll_back();
        }
        let imported = done?;
        self.commit()?;
        Ok(imported)
    }
}

#[cfg(test)]
mod tests;
