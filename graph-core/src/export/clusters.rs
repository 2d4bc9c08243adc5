//! Nodes that a drawing puts into one box.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::View;
use crate::graph::Step;
use crate::{NodeId, mentions};

/// What the nodes of a box have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClusterBy {
    /// The article that mentions them. One that several articles mention is with the one that
    /// does so most often, of equals the first by id; an article is with its own.
    Article,
    /// Their [kind](View::kind).
    Type,
}

/// A box and the nodes in it, in order of id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// What stands on the box.
    pub name: String,
    /// At least one node.
    pub nodes: Vec<NodeId>,
}

impl View<'_> {
    /// The boxes of a drawing, in order of article or of the type's name; what no article
    /// mentions is in none. O(nodes + mentions).
    pub fn clusters(&self, by: ClusterBy) -> Vec<Cluster> {
        match by {
            ClusterBy::Article => {
                self.boxes(|node| self.home(node), |home| self.name(*home).into_owned())
            }
            ClusterBy::Type => self.boxes(|node| Some(self.kind(node)), ToString::to_string),
        }
    }

    fn boxes<K: Ord>(
        &self,
        key: impl Fn(NodeId) -> Option<K>,
        name: impl Fn(&K) -> String,
    ) -> Vec<Cluster> {
        let mut boxes: BTreeMap<K, Vec<NodeId>> = BTreeMap::new();
        for node in self.nodes() {
            if let Some(key) = key(*node) {
                boxes.entry(key).or_default().push(*node);
            }
        }
        boxes.into_iter().map(|(key, nodes)| Cluster { name: name(&key), nodes }).collect()
    }

    /// The article that mentions a node most often, or the node where it is an article.
    fn home(&self, node: NodeId) -> Option<NodeId> {
        let graph = self.graph();
        if self.is_article(node) {
            return Some(node);
        }
        let often = |step: &Step| (mentions::count(graph, *step), Reverse(step.neighbor));
        let most = mentions::of_entity(graph, node).max_by_key(often)?;
        Some(most.neighbor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Value;
    use crate::workspace::Workspace;

    #[test]
    fn an_entity_is_with_the_article_that_mentions_it_most() {
        let mut workspace = Workspace::default();
        let graph = workspace.graph_mut();
        let [a, b] = ["a", "b"].map(|id| graph.add_node(["Article"], [("id", Value::from(id))]));
        let mut entity = |kind, mentions: &[(NodeId, i64)]| {
            let entity = graph.add_node(["Entity", kind], []);
            for (article, count) in mentions {
                graph.add_relationship(
                    entity,
                    "MENTIONED_IN",
                    *article,
                    [("count", (*count).into())],
                );
            }
            entity
        };
        let often = entity("Person", &[(a, 1), (b, 2)]);
        let equal = entity("Place", &[(b, 3), (a, 3)]);
        let never = entity("Person", &[]);
        let whole = View::whole(&workspace);
        let boxes = |view: &View<'_>, by| -> Vec<(String, Vec<NodeId>)> {
            view.clusters(by).into_iter().map(|it| (it.name, it.nodes)).collect()
        };
        let expected = [("a".to_owned(), vec![a, equal]), ("b".to_owned(), vec![b, often])];
        assert_eq!(boxes(&whole, ClusterBy::Article), expected);
        let drawn = whole.without_articles();
        assert_eq!(
            boxes(&drawn, ClusterBy::Article),
            [("a".into(), vec![equal]), ("b".into(), vec![often])]
        );
        let expected = [("Person".to_owned(), vec![often, never]), ("Place".into(), vec![equal])];
        assert_eq!(boxes(&drawn, ClusterBy::Type), expected);
    }
}
