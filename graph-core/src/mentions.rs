//! What of a graph leads from entities to articles, and what are facts between entities.

use crate::graph::{Graph, NodeId, Step};

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
    let mention = graph.symbols().get(MENTIONED_IN);
    let steps = graph.outgoing(entity);
    steps.filter(move |step| Some(step.relationship_type) == mention).map(|step| step.neighbor)
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
