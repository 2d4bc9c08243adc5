//! What the writers of graphs write: a graph or a part of it, and what they tell of each node
//! and relationship.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::Selection;
use crate::corpus::{Article, EntityType, Index};
use crate::disputes::{self, NotFound};
use crate::graph::Properties;
use crate::workspace::Workspace;
use crate::{Graph, NodeId, RelationshipId, Value};

/// A graph or a part of it, with the articles that attest its facts.
///
/// ```
/// use std::path::Path;
/// use graph_core::{export::View, workspace};
/// let workspace = workspace::open(Path::new(":memory:")).expect("always there");
/// assert!(View::whole(&workspace).nodes().is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct View<'a> {
    workspace: &'a Workspace,
    nodes: Vec<NodeId>,
    relationships: Vec<RelationshipId>,
    disputed: HashSet<RelationshipId>,
}

/// What a relationship says of its relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stance {
    /// It happened or holds, or somebody says so.
    Asserted,
    /// It didn't happen or doesn't hold.
    Denied,
    /// It is intended.
    Planned,
    /// It may be.
    Possible,
}

impl Stance {
    /// The stance as a word: `asserted`, `denied`, `planned` or `possible`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Denied => "denied",
            Self::Planned => "planned",
            Self::Possible => "possible",
        }
    }
}

/// A sentence that attests a relationship.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted<'a> {
    /// The sentence, verbatim.
    pub quote: &'a str,
    /// The id of the article that it stands in.
    pub article: &'a str,
    /// Its bytes in the article's file; `None` where a statement wrote the quote.
    pub place: Option<Range<usize>>,
}

impl<'a> View<'a> {
    /// The whole graph, articles included, each in order of id.
    pub fn whole(workspace: &'a Workspace) -> Self {
        let graph = workspace.graph();
        Self {
            workspace,
            nodes: graph.nodes().collect(),
            relationships: graph.relationships().collect(),
            disputed: HashSet::new(),
        }
    }

    /// What a query returned, and the ends of the relationships that it returned.
    pub fn part(workspace: &'a Workspace, selection: &Selection) -> Self {
        Self {
            workspace,
            nodes: selection.nodes().collect(),
            relationships: selection.relationships().collect(),
            disputed: HashSet::new(),
        }
    }

    /// Without the articles and what leads to them: in a drawing every entity would hang on
    /// every article.
    #[must_use]
    pub fn without_articles(mut self) -> Self {
        let mut relationships = std::mem::take(&mut self.relationships);
        relationships.retain(|id| {
            let (start, end) = self.ends(*id);
            !self.is_article(start) && !self.is_article(end)
        });
        let mut nodes = std::mem::take(&mut self.nodes);
        nodes.retain(|node| !self.is_article(*node));
        Self { nodes, relationships, ..self }
    }

    /// Whether a node is an article.
    pub fn is_article(&self, node: NodeId) -> bool {
        let graph = self.graph();
        graph.symbols().get(ARTICLE).is_some_and(|label| graph.has_label(node, label))
    }

    /// The articles among the nodes: the id of each, and the node.
    pub fn article_nodes(&self) -> impl Iterator<Item = (&'a str, NodeId)> {
        let graph = self.graph();
        let articles = self.nodes.iter().filter(|node| self.is_article(**node));
        articles.filter_map(|node| Some((graph.node_property(*node, "id").as_str()?, *node)))
    }

    /// With the knowledge of which relationships are disputed. O((quotes + mentions) · log).
    ///
    /// # Errors
    /// [`NotFound::TooMany`], with which none is known to be.
    pub fn with_disputes(mut self) -> Result<Self, NotFound> {
        let lexicon = &self.workspace.knowledge().lexicon;
        let found = disputes::find(self.graph(), lexicon)?;
        self.disputed = found.iter().flat_map(|it| [it.left.fact, it.right.fact]).collect();
        Ok(self)
    }

    /// Lets a test dispute a relationship.
    #[cfg(test)]
    pub(super) fn dispute(&mut self, relationship: RelationshipId) {
        self.disputed.insert(relationship);
    }

    /// The graph that it is of.
    pub fn graph(&self) -> &'a Graph {
        self.workspace.graph()
    }

    /// The nodes.
    pub fn nodes(&self) -> &[NodeId] {
        &self.nodes
    }

    /// The relationships; both ends of each are among the nodes.
    pub fn relationships(&self) -> &[RelationshipId] {
        &self.relationships
    }

    /// What kind of thing a node is: an entity's type, `Article`, else its labels, with commas.
    pub fn kind(&self, node: NodeId) -> Cow<'a, str> {
        let graph = self.graph();
        let symbols = graph.symbols();
        let labels = graph.node_labels(node);
        let known = EntityType::ALL.map(EntityType::as_str).into_iter().chain([ARTICLE]);
        let carries = |name: &&str| symbols.get(name).is_some_and(|it| labels.contains(&it));
        if let Some(kind) = { known }.find(carries) {
            return kind.into();
        }
        self.labels(node).join(", ").into()
    }

    /// What a reader calls a node: its name, an article's title, else its id or number.
    pub fn name(&self, node: NodeId) -> Cow<'a, str> {
        let property = |key| match self.graph().node_property(node, key) {
            Value::String(text) if !text.is_empty() => Some(Cow::Borrowed(&**text)),
            Value::Int(number) => Some(number.to_string().into()),
            _ => None,
        };
        let told = ["name", "title", "id"].into_iter().find_map(property);
        told.unwrap_or_else(|| format!("n{}", node.0).into())
    }

    /// The labels of a node, in the order of the graph.
    pub fn labels(&self, node: NodeId) -> Vec<&'a str> {
        let symbols = self.graph().symbols();
        self.graph().node_labels(node).iter().map(|label| symbols.name(*label)).collect()
    }

    /// The properties of each node, in order.
    pub(super) fn node_properties(&self) -> impl Iterator<Item = &'a Properties> + Clone {
        self.nodes.iter().map(|node| self.graph().node_properties(*node))
    }

    /// The properties of each relationship, in order.
    pub(super) fn relationship_properties(&self) -> impl Iterator<Item = &'a Properties> + Clone {
        self.relationships.iter().map(|id| self.graph().relationship_properties(*id))
    }

    /// The ends of a relationship of the view, in its direction.
    ///
    /// # Panics
    /// For one that the graph doesn't have.
    pub fn ends(&self, relationship: RelationshipId) -> (NodeId, NodeId) {
        self.graph().endpoints(relationship).expect("a view holds what its graph has")
    }

    /// The type of a relationship.
    pub fn relationship_type(&self, relationship: RelationshipId) -> &'a str {
        self.graph().symbols().name(self.graph().relationship_type(relationship))
    }

    /// A relationship with its ends, as a sentence has them: `Ann VISITED Rome`.
    pub fn told(&self, relationship: RelationshipId) -> String {
        let (start, end) = self.ends(relationship);
        let kind = self.relationship_type(relationship);
        format!("{} {kind} {}", self.name(start), self.name(end))
    }

    /// What a relationship is about, whatever it says of it: `VISITED` of what is `NOT_VISITED`.
    pub fn relation(&self, relationship: RelationshipId) -> &'a str {
        let name = self.relationship_type(relationship);
        let bare = match self.stance(relationship) {
            Stance::Asserted => return name,
            Stance::Denied => name.strip_prefix("NOT_"),
            Stance::Planned => name.strip_prefix("PLANNED_"),
            Stance::Possible => name.strip_prefix("POSSIBLE_"),
        };
        let told = self.graph().relationship_property(relationship, "relation").as_str();
        told.or(bare).unwrap_or(name)
    }

    /// What a relationship says of its relation.
    pub fn stance(&self, relationship: RelationshipId) -> Stance {
        let property = |key| self.graph().relationship_property(relationship, key).as_str();
        match (property("polarity"), property("modality")) {
            (Some("-"), _) => Stance::Denied,
            (_, Some("planned")) => Stance::Planned,
            (_, Some("possible")) => Stance::Possible,
            _ => Stance::Asserted,
        }
    }

    /// Whether accounts contradict each other in it; see [`with_disputes`](Self::with_disputes).
    pub fn is_disputed(&self, relationship: RelationshipId) -> bool {
        self.disputed.contains(&relationship)
    }

    /// How many independent sources a relationship has; none where a statement made it.
    pub fn sources(&self, relationship: RelationshipId) -> usize {
        match self.graph().relationship_property(relationship, "independent_sources") {
            Value::Int(count) => usize::try_from(*count).unwrap_or_default(),
            _ => self.texts(relationship, "sources").count(),
        }
    }

    /// The sentences behind a relationship, in order. O(its quotes).
    pub fn evidence(&self, relationship: RelationshipId) -> Vec<Quoted<'a>> {
        let corpus = self.workspace.corpus();
        let fact = self.workspace.fact_of(relationship).map(|fact| &corpus.facts[fact]);
        let drawn = fact.map(|fact| &fact.evidence[..]).unwrap_or_default();
        let articles = self.texts(relationship, "quote_sources");
        let quoted = self.texts(relationship, "quotes").zip(articles).enumerate();
        // A statement may have written other quotes than were drawn.
        let place = |at: usize, quote: &str, article: &str| {
            let evidence = drawn.get(at)?;
            let same = &*evidence.quote == quote && corpus.articles[evidence.article].id == article;
            same.then_some(evidence.start..evidence.end)
        };
        quoted
            .map(|(at, (quote, article))| Quoted {
                quote,
                article,
                place: place(at, quote, article),
            })
            .collect()
    }

    /// The texts of a relationship's list property.
    fn texts(&self, relationship: RelationshipId, key: &str) -> impl Iterator<Item = &'a str> {
        let list = self.graph().relationship_property(relationship, key).as_list();
        list.unwrap_or_default().iter().map(|item| item.as_str().unwrap_or_default())
    }

    /// The article of an id. O(log articles).
    pub fn article(&self, id: &str) -> Option<&'a Article> {
        self.article_at(id).map(|(_, article)| article)
    }

    /// The article of an id, and its place in the corpus. O(log articles).
    pub fn article_at(&self, id: &str) -> Option<(Index, &'a Article)> {
        let articles = &self.workspace.corpus().articles;
        let at = articles.binary_search_by(|article| article.id.as_str().cmp(id)).ok()?;
        Some((at, &articles[at]))
    }
}

/// The label of the nodes that are articles.
const ARTICLE: &str = "Article";

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace() -> Workspace {
        let article =
            "Url: https://example.org/a\n\nMayor Lena Ortiz criticized the port agreement.\n";
        Workspace::reading(&[("a", article)])
    }

    #[test]
    fn evidence_stands_at_its_place_in_the_article() {
        let workspace = workspace();
        let view = View::whole(&workspace).without_articles();
        let &[fact] = view.relationships() else { panic!("{view:?}") };
        let [quoted] = &view.evidence(fact)[..] else { panic!("{view:?}") };
        let article = view.article(quoted.article).expect("there");
        assert_eq!(&article.text[quoted.place.clone().expect("drawn")], quoted.quote);
        assert_eq!(article.url.as_deref(), Some("https://example.org/a"));
        let (start, end) = view.ends(fact);
        assert_eq!((&*view.kind(start), &*view.name(start)), ("Person", "Lena Ortiz"));
        assert_eq!((&*view.kind(end), view.sources(fact)), ("Agreement", 1));
    }

    #[test]
    fn quotes_that_a_statement_wrote_have_no_place() {
        let mut workspace = workspace();
        let fact = View::whole(&workspace).without_articles().relationships()[0];
        let mut change = workspace.graph_mut().transaction();
        change.set_relationship_property(fact, "quotes", vec!["Other words."].into());
        change.commit().expect("nothing is deleted");
        let quoted = &View::whole(&workspace).evidence(fact)[0];
        assert_eq!((quoted.quote, quoted.place.clone()), ("Other words.", None));
    }

    #[test]
    fn articles_are_left_out_with_what_leads_to_them() {
        let workspace = workspace();
        let whole = View::whole(&workspace);
        assert!(whole.nodes().iter().any(|node| whole.kind(*node) == "Article"));
        let part = whole.clone().without_articles();
        assert_eq!(part.nodes().len() + 1, whole.nodes().len());
        assert!(part.relationships().iter().all(|id| part.relationship_type(*id) == "CRITICIZED"));
    }
}
