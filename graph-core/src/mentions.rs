//! What of a graph leads from entities to articles, and what are facts between entities.

use thiserror::Error;

use crate::graph::{Graph, NodeId, Step};
use crate::names;

/// The type of the relationships from an entity to the articles that mention it.
pub const MENTIONED_IN: &str = "MENTIONED_IN";

/// The nodes of the articles that mention an entity. O(its relationships).
///
/// ```
/// use graph_core::{Graph, mentions};
/// let mut graph = Graph::new();
/// let [ann, dam, article] = [(); 3].map(|()| graph.add_node([], []));
/// graph.add_relationship(ann, "MENTIONED_IN", article, []);
/// graph.add_relationship(ann, "VISITED", dam, []);
/// assert!(mentions::articles(&graph, ann).eq([article]));
/// assert!(mentions::facts(&graph, dam).map(|step| step.neighbor).eq([ann]));
/// ```
pub fn articles(graph: &Graph, entity: NodeId) -> impl Iterator<Item = NodeId> {
    of_entity(graph, entity).map(|step| step.neighbor)
}

/// The mentions of an entity, each with the article as its neighbor. O(its relationships).
pub fn of_entity(graph: &Graph, entity: NodeId) -> impl Iterator<Item = Step> {
    let mention = graph.symbols().get(MENTIONED_IN);
    graph.outgoing(entity).filter(move |step| Some(step.relationship_type) == mention)
}

/// How often a mention's article mentions its entity; once where it doesn't say.
pub fn count(graph: &Graph, mention: Step) -> i64 {
    graph.relationship_property(mention.relationship, "count").as_int().unwrap_or(1)
}

/// The mentions of an article's entities, each with the entity as its neighbor. O(mentions).
pub fn of_article(graph: &Graph, article: NodeId) -> impl Iterator<Item = Step> {
    let mention = graph.symbols().get(MENTIONED_IN);
    graph.incoming(article).filter(move |step| Some(step.relationship_type) == mention)
}

/// The facts of an entity, those that it is the subject of first. O(its relationships).
pub fn facts(graph: &Graph, entity: NodeId) -> impl Iterator<Item = Step> {
    let mention = graph.symbols().get(MENTIONED_IN);
    let steps = graph.outgoing(entity).chain(graph.incoming(entity));
    steps.filter(move |step| Some(step.relationship_type) != mention)
}

/// A text that names no article, or several.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoArticle {
    /// Mistyped, most likely.
    #[error("no article's id begins with `{name}`")]
    Unknown {
        /// What was asked for.
        name: String,
        /// The id that is most like it, where one is.
        nearest: Option<String>,
    },
    /// The beginning of several ids.
    #[error("the ids of {} articles begin with `{name}`: {}", ids.len(), names::first(ids, 5))]
    Several {
        /// What was asked for.
        name: String,
        /// The ids.
        ids: Vec<String>,
    },
}

/// The node and id of the article that a person names by its id or how that begins. O(articles).
///
/// # Errors
/// [`NoArticle`].
///
/// ```
/// use graph_core::{Graph, mentions};
/// let mut graph = Graph::new();
/// for id in ["port-1", "port-2", "port"] {
///     graph.add_node(["Article"], [("id", id.into())]);
/// }
/// assert_eq!(mentions::article(&graph, "port-2")?.1, "port-2");
/// assert_eq!(mentions::article(&graph, "port")?.1, "port");
/// assert!(mentions::article(&graph, "po").is_err());
/// # Ok::<(), mentions::NoArticle>(())
/// ```
pub fn article<'g>(graph: &'g Graph, name: &str) -> Result<(NodeId, &'g str), NoArticle> {
    let label = graph.symbols().get("Article");
    let nodes = label.into_iter().flat_map(|label| graph.nodes_with_label(label));
    let ids: Vec<(NodeId, &str)> =
        nodes.filter_map(|node| Some((node, graph.node_property(node, "id").as_str()?))).collect();
    let meant: Vec<_> = ids.iter().filter(|(_, id)| id.starts_with(name)).collect();
    match (&meant[..], meant.iter().find(|(_, id)| *id == name)) {
        (_, Some(found)) | ([found], None) => Ok(**found),
        ([], None) => Err(NoArticle::Unknown {
            name: name.to_owned(),
            nearest: nearest(name, ids.iter().map(|(_, id)| *id)),
        }),
        (several, None) => Err(NoArticle::Several {
            name: name.to_owned(),
            ids: several.iter().map(|(_, id)| (*id).to_owned()).collect(),
        }),
    }
}

/// The id that a mistyped one is most like, itself or by its beginning.
fn nearest<'g>(name: &str, ids: impl Iterator<Item = &'g str>) -> Option<String> {
    let length = name.chars().count();
    // A long text is near to nothing; its distance would only take long to compute.
    if length > 100 {
        return None;
    }
    let beginning = |id: &str| id.chars().take(length).collect::<String>();
    let alike = |id: &&str| strsim::normalized_damerau_levenshtein(name, &beginning(id));
    let mut found: Option<(f64, &str)> = None;
    for id in ids {
        let alike = alike(&id);
        if alike > 0.6 && found.is_none_or(|(best, _)| alike > best) {
            found = Some((alike, id));
        }
    }
    found.map(|(_, id)| id.to_owned())
}
