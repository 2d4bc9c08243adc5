//! Opening what a person points at: a workspace, articles, or nothing yet.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::article::{self, ArticleError, Folder};
use crate::build::{self, Drawn};
use crate::corpus::Index;
use crate::export::Selection;
use crate::export::jsonl::Part;
use crate::judgements::{JudgementError, Judgements};
use crate::knowledge::Knowledge;
use crate::lexicon::{Lexicon, LexiconError};
use crate::reading::Means;
use crate::{Corpus, Graph, NodeId, RelationshipId, facts};

/// What was read and drawn from a set of articles, and its graph.
#[derive(Debug, Default)]
pub struct Workspace {
    corpus: Corpus,
    knowledge: Knowledge,
    drawn: Drawn,
    refused: Vec<ArticleError>,
    folder: Option<PathBuf>,
    changed: bool,
    /// Ids of articles, entities and facts that were deleted; they may name something else now.
    forgotten: (BTreeSet<NodeId>, BTreeSet<RelationshipId>),
}

/// The folder of a workspace that adds to the built-in lexicon.
const LEXICON: &str = "lexicon";

/// The judgements of a workspace folder on names.
const ALIASES: &str = "aliases.tsv";

/// The statements of a workspace folder that are run on its graph.
const CORRECTIONS: &str = "corrections.cypher";

/// Why something can't be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// A mistyped name.
    #[error("there is no `{}`", path.display())]
    Missing {
        /// What was asked for.
        path: PathBuf,
    },
    /// `facts.attest`
    #[error("`{}` names a store, and this version opens articles only", path.display())]
    Store {
        /// What was asked for.
        path: PathBuf,
    },
    /// A folder without articles, a file that is no text.
    #[error(transparent)]
    Article(#[from] ArticleError),
    /// A workspace whose `lexicon/` holds bad lines: half a lexicon would draw other facts.
    #[error("{}", .0.iter().map(LexiconError::to_string).collect::<Vec<_>>().join("; "))]
    Lexicon(Vec<LexiconError>),
    /// A bad line in `aliases.tsv`: half of the judgements would draw other entities.
    #[error(transparent)]
    Judgements(#[from] JudgementError),
}

impl OpenError {
    /// What to do instead.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Missing { .. } => {
                Some("name a workspace folder, a folder of .txt articles, one article, or :memory:")
            }
            Self::Store { .. } => Some("name the folder of articles that the store was made from"),
            Self::Article(_) => None,
            Self::Lexicon(_) => {
                Some("see LEXICON.md for the files of a lexicon; nothing is read with half of one")
            }
            Self::Judgements(_) => Some(
                "a line is `same`, a tab, the name to use, a tab, another name; or `not`, a tab, a name, a tab, a name that isn't the same",
            ),
        }
    }
}

/// Opens a workspace folder, a folder of articles, one article, or `:memory:`, which is empty.
///
/// # Errors
/// [`OpenError`], for what isn't there or can't be read.
pub fn open(path: &Path) -> Result<Workspace, OpenError> {
    open_by(path, Means::default())
}

/// The same, by these means.
///
/// # Errors
/// [`OpenError`], for what isn't there or can't be read.
pub fn open_by(path: &Path, means: Means) -> Result<Workspace, OpenError> {
    if path == Path::new(":memory:") {
        return Ok(Workspace::default());
    }
    let folder = path.is_dir().then(|| path.to_owned());
    let (articles, knowledge) = read(path)?;
    Ok(Workspace { folder, ..Workspace::by(articles, knowledge, means) })
}

/// Reads the articles of a path and what decides which facts are drawn of them, without drawing
/// them; `:memory:` has neither.
///
/// # Errors
/// [`OpenError`], for what isn't there or can't be read.
pub fn read(path: &Path) -> Result<(Folder, Knowledge), OpenError> {
    if path == Path::new(":memory:") {
        return Ok(Default::default());
    }
    if !path.is_dir() && path.extension().is_some_and(|extension| extension == "attest") {
        return Err(OpenError::Store { path: path.to_owned() });
    }
    if !path.exists() {
        return Err(OpenError::Missing { path: path.to_owned() });
    }
    let knowledge = knowledge(path)?;
    Ok((article::read_folder(path)?, knowledge))
}

/// What a workspace folder brings to the reading of its articles.
fn knowledge(path: &Path) -> Result<Knowledge, OpenError> {
    let mut knowledge = Knowledge::default();
    if !path.is_dir() {
        return Ok(knowledge);
    }
    let additions = path.join(LEXICON);
    if additions.exists() {
        let lexicon = Lexicon::with_folder(&additions).map_err(OpenError::Lexicon)?;
        knowledge.lexicon = Cow::Owned(lexicon);
    }
    knowledge.judgements = Judgements::open(&path.join(ALIASES))?;
    Ok(knowledge)
}

impl Workspace {
    /// Draws the facts and the graph of articles.
    pub fn of(folder: Folder, knowledge: Knowledge) -> Self {
        Self::by(folder, knowledge, Means::default())
    }

    fn by(folder: Folder, knowledge: Knowledge, means: Means) -> Self {
        let corpus = facts::draw_by(folder.documents, &knowledge, means);
        let drawn = build::graph(&corpus);
        Self { corpus, knowledge, drawn, refused: folder.refused, ..Self::default() }
    }

    /// What decides which facts are drawn besides the articles.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// Where the judgements on names stand, or would stand; `None` for what isn't a folder.
    pub fn aliases(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(ALIASES))
    }

    /// Why articles of the folder are left out.
    pub fn refused(&self) -> &[ArticleError] {
        &self.refused
    }

    /// Articles, entities and facts.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }

    /// The same as a property graph.
    pub fn graph(&self) -> &Graph {
        &self.drawn.graph
    }

    /// The fact that a relationship of the graph was drawn from; `None` for those that lead to
    /// articles and those that statements made. O(log facts).
    pub fn fact_of(&self, relationship: RelationshipId) -> Option<Index> {
        let forgotten = self.forgotten.1.contains(&relationship);
        // Ids are given in the order of the corpus.
        self.drawn.facts.binary_search(&relationship).ok().filter(|_| !forgotten)
    }

    /// The graph, to change it; what the articles say stays in the corpus. Once a statement has
    /// deleted something, [`forget_deleted`](Self::forget_deleted) comes before the next one.
    pub fn graph_mut(&mut self) -> &mut Graph {
        self.changed = true;
        &mut self.drawn.graph
    }

    /// The folder that was opened; `None` for one article and for nothing.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Whether the graph may have been changed since it was drawn from the corpus.
    pub fn is_changed(&self) -> bool {
        self.changed
    }

    /// Where the statements stand, or would stand, that correct the graph of the folder; `None`
    /// for what isn't a folder.
    pub fn corrections(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(CORRECTIONS))
    }

    /// Tells articles, entities and facts that were deleted from what gets their ids later.
    /// O(articles + entities + facts).
    pub fn forget_deleted(&mut self) {
        let Drawn { graph, articles, entities, facts } = &self.drawn;
        let nodes = articles.iter().chain(entities).filter(|node| !graph.contains_node(**node));
        self.forgotten.0.extend(nodes);
        let facts = facts.iter().filter(|fact| !graph.contains_relationship(**fact));
        self.forgotten.1.extend(facts);
    }

    /// The part of the corpus behind the whole graph: all of it, but for what was deleted.
    pub fn whole(&self) -> Part {
        if self.forgotten.0.is_empty() && self.forgotten.1.is_empty() {
            return Part::whole(&self.corpus);
        }
        self.part_of(self.drawn.graph.nodes(), self.drawn.graph.relationships())
    }

    /// The part of the corpus behind a part of the graph: the articles and entities of its nodes
    /// and the facts of its relationships. O(part · log facts).
    pub fn part(&self, selection: &Selection) -> Part {
        self.part_of(selection.nodes(), selection.relationships())
    }

    fn part_of(
        &self,
        nodes: impl Iterator<Item = NodeId>,
        relationships: impl Iterator<Item = RelationshipId>,
    ) -> Part {
        // Ids are given in the order of the corpus, so each list is sorted.
        let Drawn { articles, entities, facts, .. } = &self.drawn;
        let nodes: Vec<_> = nodes.filter(|node| !self.forgotten.0.contains(node)).collect();
        let relationships = relationships.filter(|fact| !self.forgotten.1.contains(fact));
        Part::closed(
            &self.corpus,
            nodes.iter().filter_map(|node| articles.binary_search(node).ok()),
            nodes.iter().filter_map(|node| entities.binary_search(node).ok()),
            relationships.filter_map(|fact| facts.binary_search(&fact).ok()),
        )
    }
}

#[cfg(test)]
impl Workspace {
    /// Of articles given by id and text.
    pub(crate) fn reading(articles: &[(&str, &str)]) -> Self {
        let read = |(id, text): &(&str, &str)| article::read_article(id, text.as_bytes());
        let documents = articles.iter().map(|it| read(it).expect("an article")).collect();
        Self::of(Folder { documents, refused: Vec::new() }, Knowledge::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_an_empty_graph() {
        let workspace = open(Path::new(":memory:")).expect("always there");
        assert_eq!(workspace.graph().node_count(), 0);
    }

    #[test]
    fn what_is_no_set_of_articles_is_refused_by_name() {
        let missing = open(Path::new("no/such/folder")).expect_err("refused");
        assert_eq!(missing.to_string(), "there is no `no/such/folder`");
        assert!(missing.help().is_some());
        assert!(matches!(open(Path::new("a.attest")), Err(OpenError::Store { .. })));
    }
}
