//! Opening what a person points at: a workspace, articles, or nothing yet.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::article::{self, ArticleError, Document, Folder};
use crate::build::{self, Drawn};
use crate::corpus::{Article, Index};
use crate::export::Selection;
use crate::export::jsonl::Part;
use crate::inside::leads_out;
use crate::judgements::{JudgementError, Judgements};
use crate::knowledge::{Additions, Knowledge};
use crate::lexicon::{Lexicon, LexiconError};
use crate::places::Stands;
use crate::reading::Means;
use crate::redraw::{Redrawing, Rules};
use crate::store::{
    Contents, Drawing, Fault, Redrawn, Reread, Save, Source, Store, StoreError, Waiting,
};
use crate::{Corpus, Graph, NodeId, RelationshipId, facts, redraw};

/// What was read and drawn from a set of articles, and its graph.
#[derive(Debug, Default)]
pub struct Workspace {
    graph: Graph,
    drawing: Drawing,
    knowledge: Knowledge,
    refused: Vec<ArticleError>,
    folder: Option<PathBuf>,
    changed: bool,
    store: Option<Store>,
    /// What the store holds of what a person wrote.
    additions: Additions,
}

/// The folder of a workspace that adds to the built-in lexicon.
pub(crate) const LEXICON: &str = "lexicon";

/// The judgements of a workspace folder on names.
pub(crate) const ALIASES: &str = "aliases.tsv";

/// The statements of a workspace folder that are run on its graph.
pub const CORRECTIONS: &str = "corrections.cypher";

/// Why something can't be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// A mistyped name.
    #[error("there is no `{}`", path.display())]
    Missing {
        /// What was asked for.
        path: PathBuf,
    },
    /// A store that is damaged, or that another program has open.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A folder without articles, a file that is no text.
    #[error(transparent)]
    Article(#[from] ArticleError),
    /// A workspace whose `lexicon/` holds bad lines: half a lexicon would draw other facts.
    #[error("{}", .0.iter().map(LexiconError::to_string).collect::<Vec<_>>().join("; "))]
    Lexicon(Vec<LexiconError>),
    /// A file or folder of the workspace that is a link to elsewhere: whoever made the workspace
    /// would choose what of this machine is read and written.
    #[error("`{}` is a link that leads out of the workspace", path.display())]
    Outside {
        /// The link.
        path: PathBuf,
    },
    /// A bad line in `aliases.tsv`: half of the judgements would draw other entities.
    #[error(transparent)]
    Judgements(#[from] JudgementError),
}

impl OpenError {
    /// What to do instead.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            Self::Missing { .. } => Some(
                "name a workspace folder, a folder of .txt articles, one article, a store (FILE.attest), or :memory:",
            ),
            Self::Store(error) => error.fault.help(),
            Self::Article(_) => None,
            Self::Outside { .. } => Some("put a copy in the place of the link"),
            Self::Lexicon(_) => {
                Some("see LEXICON.md for the files of a lexicon; nothing is read with half of one")
            }
            Self::Judgements(_) => Some(
                "a line is `same`, a tab, the name to use, a tab, another name; or `not`, a tab, a name, a tab, a name that isn't the same",
            ),
        }
    }
}

/// Opens a workspace folder, a folder of articles, one article, a store (`*.attest`, which is made
/// by the first commit), or `:memory:`, which is empty.
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
    if is_store(path) {
        return Ok(Workspace::stored(Store::at(path))?);
    }
    let folder = path.is_dir().then(|| path.to_owned());
    let (articles, knowledge) = read(path)?;
    Ok(Workspace { folder, ..Workspace::by(articles, knowledge, means) })
}

/// Whether a path names a store, whether it is there or not.
pub fn is_store(path: &Path) -> bool {
    !path.is_dir() && path.extension().is_some_and(|extension| extension == "attest")
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
    for name in [LEXICON, ALIASES, CORRECTIONS] {
        let path_of = path.join(name);
        if leads_out(path, &path_of) {
            return Err(OpenError::Outside { path: path_of });
        }
    }
    let additions = path.join(LEXICON);
    if additions.exists() {
        let lexicon = Lexicon::with_folder(&additions).map_err(OpenError::Lexicon)?;
        knowledge.lexicon = Cow::Owned(lexicon);
    }
    knowledge.judgements = Judgements::open(&path.join(ALIASES))?;
    Ok(knowledge)
}

/// What additions mean, or why they mean nothing.
pub(crate) fn knowledge_of(additions: &Additions) -> Result<Knowledge, OpenError> {
    let judgements = Judgements::read(&additions.judgements)
        .map_err(|wrong| wrong.in_file(Path::new(ALIASES)))?;
    if additions.lexicon.is_empty() {
        return Ok(Knowledge { judgements, ..Knowledge::default() });
    }
    let lexicon = Lexicon::with_texts(&additions.lexicon).map_err(OpenError::Lexicon)?;
    Ok(Knowledge { lexicon: Cow::Owned(lexicon), judgements })
}

impl Workspace {
    /// Draws the facts and the graph of articles.
    pub fn of(folder: Folder, knowledge: Knowledge) -> Self {
        Self::by(folder, knowledge, Means::default())
    }

    fn by(folder: Folder, knowledge: Knowledge, means: Means) -> Self {
        let corpus = facts::draw_by(folder.documents, &knowledge, means);
        let Drawn { graph, places } = build::graph(&corpus);
        let drawing = Drawing { corpus, places, sources: Vec::new() };
        Self { graph, drawing, knowledge, refused: folder.refused, ..Self::default() }
    }

    /// What a store holds.
    fn stored(store: Store) -> Result<Self, StoreError> {
        let mut workspace = Self { store: Some(store), ..Self::default() };
        workspace.reload()?;
        Ok(workspace)
    }

    /// Reads the store again.
    fn reload(&mut self) -> Result<(), StoreError> {
        let Some(store) = &mut self.store else { return Ok(()) };
        let Contents { graph, drawing, additions } = store.load()?;
        let knowledge = knowledge_of(&additions).map_err(|wrong| StoreError {
            path: store.path().to_owned(),
            fault: Fault::Damaged { what: wrong.to_string() },
        })?;
        (self.graph, self.drawing) = (graph, drawing);
        (self.knowledge, self.additions) = (knowledge, additions);
        Ok(())
    }

    /// The store that was opened; `None` for anything else.
    pub fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }

    /// Whether what is in memory is what the store holds, if there is one.
    pub(crate) fn is_current(&self) -> Result<bool, StoreError> {
        self.store.as_ref().map_or(Ok(true), Store::is_current)
    }

    /// Begins a unit: changes of the graph that are kept or undone together. In a store it
    /// begins with what other processes committed meanwhile, and keeps them from writing until
    /// it ends. A unit that is begun already goes on.
    ///
    /// # Errors
    /// Where the store can't be written, such as while another process does.
    pub fn begin(&mut self, waiting: Waiting<'_>) -> Result<(), StoreError> {
        if self.graph.is_in_unit() {
            return Ok(());
        }
        if let Some(store) = &mut self.store
            && store.begin(waiting)?
            && let Err(error) = self.reload()
        {
            self.store.iter_mut().for_each(Store::abort);
            return Err(error);
        }
        self.graph.begin();
        Ok(())
    }

    /// Whether a unit is begun.
    pub fn is_in_unit(&self) -> bool {
        self.graph.is_in_unit()
    }

    /// Ends the unit and keeps its changes: in a store durably, before this returns.
    ///
    /// # Errors
    /// Where the store can't be written; everything of the unit is undone then.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        let touched = self.graph.touched();
        if touched.is_empty() {
            self.roll_back();
            return Ok(());
        }
        let forgotten = self.drawing.places.forget(&touched, &self.graph);
        let Some(store) = &mut self.store else {
            self.graph.commit();
            return Ok(());
        };
        let (graph, drawing) = (&self.graph, &self.drawing);
        let redrawn = Redrawn::Forgotten(forgotten.clone());
        let saved = store.commit(&Save { graph, touched, drawing, redrawn, additions: None });
        if saved.is_ok() {
            self.graph.commit();
        } else {
            self.drawing.places.recall(forgotten);
            self.graph.roll_back();
        }
        saved
    }

    /// In the unit that is begun, draws everything of these articles, keeps what people changed,
    /// and commits. Where that fails, the unit is to be rolled back.
    pub(crate) fn draw_again(
        &mut self,
        articles: Vec<(Source, Document)>,
        reread: &[Reread],
        additions: Additions,
        means: Means<'_>,
    ) -> Result<(), OpenError> {
        let knowledge = knowledge_of(&additions)?;
        let (sources, documents): (_, Vec<_>) = articles.into_iter().unzip();
        let corpus = facts::draw_by(documents, &knowledge, means);
        let known = self.store.as_ref().map_or(Ok(Rules::default()), Store::rules)?;
        let Redrawing { places, names, traces } =
            redraw::redraw(&mut self.graph, &self.drawing, known, &corpus);
        let drawing = Drawing { corpus, places, sources };
        let touched = self.graph.touched();
        if let Some(store) = &mut self.store {
            let (graph, drawing) = (&self.graph, &drawing);
            let redrawn = Redrawn::Anew { reread, names: &names, traces: &traces };
            let additions = Some(&additions);
            store.commit(&Save { graph, touched, drawing, redrawn, additions })?;
        }
        self.graph.commit();
        (self.drawing, self.knowledge, self.additions) = (drawing, knowledge, additions);
        Ok(())
    }

    /// The articles of the store, in order.
    pub(crate) fn sources(&self) -> impl Iterator<Item = (&Source, &Article)> {
        self.drawing.sources.iter().zip(&self.drawing.corpus.articles)
    }

    /// What the store holds of what a person wrote.
    pub(crate) fn additions(&self) -> &Additions {
        &self.additions
    }

    /// Ends the unit and undoes its changes.
    pub fn roll_back(&mut self) {
        self.graph.roll_back();
        self.store.iter_mut().for_each(Store::abort);
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
        &self.drawing.corpus
    }

    /// The same as a property graph.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The fact that a relationship of the graph was drawn from; `None` for those that lead to
    /// articles and those that statements made. O(1).
    pub fn fact_of(&self, relationship: RelationshipId) -> Option<Index> {
        self.drawing.places.of_relationship(relationship)
    }

    /// The graph, to change it; what the articles say stays in the corpus. What deletes something
    /// of what was drawn, or is to last in a store, must be done in a [unit](Self::begin).
    pub fn graph_mut(&mut self) -> &mut Graph {
        self.changed = true;
        &mut self.graph
    }

    /// The folder that was opened; `None` for one article and for nothing.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Whether the graph may have been changed since it was drawn from the corpus: by now, or in
    /// a store ever.
    pub fn is_changed(&self) -> bool {
        let summary = self.store.as_ref().and_then(Store::summary);
        self.changed || summary.is_some_and(|summary| summary.changed)
    }

    /// Where the statements stand, or would stand, that correct the graph of the folder; `None`
    /// for what isn't a folder.
    pub fn corrections(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(CORRECTIONS))
    }

    /// The part of the corpus behind the whole graph: all of it, but for what was deleted.
    pub fn whole(&self) -> Part {
        if self.drawing.places.are_whole() && !self.is_in_unit() {
            return Part::whole(self.corpus());
        }
        self.part_of(self.graph.nodes(), self.graph.relationships())
    }

    /// The part of the corpus behind a part of the graph: the articles and entities of its nodes
    /// and the facts of its relationships. O(part).
    pub fn part(&self, selection: &Selection) -> Part {
        self.part_of(selection.nodes(), selection.relationships())
    }

    fn part_of(
        &self,
        nodes: impl Iterator<Item = NodeId>,
        relationships: impl Iterator<Item = RelationshipId>,
    ) -> Part {
        let places = &self.drawing.places;
        let (mut articles, mut entities) = (Vec::new(), Vec::new());
        for stands in nodes.filter_map(|node| places.of_node(node)) {
            match stands {
                Stands::Article(at) => articles.push(at),
                Stands::Entity(at) => entities.push(at),
            }
        }
        let facts = relationships.filter_map(|fact| places.of_relationship(fact));
        Part::closed(self.corpus(), articles, entities, facts)
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
    }
}
