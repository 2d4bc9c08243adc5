//! Which node and relationship of the graph stands for what of the corpus.

use std::collections::HashMap;

use crate::corpus::Index;
use crate::graph::Touched;
use crate::{Graph, NodeId, RelationshipId};

/// What stands for each article, entity and fact of a [`Corpus`](crate::Corpus), and back; nothing
/// for what a person deleted, whose id may be something else's now.
#[derive(Clone, Debug, Default)]
pub struct Places {
    articles: Vec<Option<NodeId>>,
    entities: Vec<Option<NodeId>>,
    facts: Vec<Option<RelationshipId>>,
    of_nodes: HashMap<NodeId, Stands>,
    of_relationships: HashMap<RelationshipId, Index>,
}

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// An article of the corpus.
    Article(Index),
    /// An entity of the corpus.
    Entity(Index),
}

impl Places {
    /// From what stands for each article, entity and fact.
    pub fn new(
        articles: Vec<Option<NodeId>>,
        entities: Vec<Option<NodeId>>,
        facts: Vec<Option<RelationshipId>>,
    ) -> Self {
        let numbered = |nodes: &[Option<NodeId>], stands: fn(Index) -> Stands| {
            let stand =
                nodes.iter().enumerate().filter_map(|(at, node)| Some(((*node)?, stands(at))));
            stand.collect::<Vec<_>>()
        };
        let mut of_nodes: HashMap<_, _> =
            numbered(&articles, Stands::Article).into_iter().collect();
        of_nodes.extend(numbered(&entities, Stands::Entity));
        let of_relationships =
            facts.iter().enumerate().filter_map(|(at, fact)| Some(((*fact)?, at))).collect();
        Self { articles, entities, facts, of_nodes, of_relationships }
    }

    /// The node of each article.
    pub fn articles(&self) -> &[Option<NodeId>] {
        &self.articles
    }

    /// The node of each entity.
    pub fn entities(&self) -> &[Option<NodeId>] {
        &self.entities
    }

    /// The relationship of each fact.
    pub fn facts(&self) -> &[Option<RelationshipId>] {
        &self.facts
    }

    /// What a node stands for; `None` for one that a statement made. O(1).
    pub fn of_node(&self, node: NodeId) -> Option<Stands> {
        self.of_nodes.get(&node).copied()
    }

    /// The article that a node stands for. O(1).
    pub fn article_at(&self, node: NodeId) -> Option<Index> {
        match self.of_node(node)? {
            Stands::Article(at) => Some(at),
            Stands::Entity(_) => None,
        }
    }

    /// The fact that a relationship stands for; `None` for those that lead to articles and those
    /// that statements made. O(1).
    pub fn of_relationship(&self, relationship: RelationshipId) -> Option<Index> {
        self.of_relationships.get(&relationship).copied()
    }

    /// Whether something stands for every article, entity and fact.
    pub fn are_whole(&self) -> bool {
        self.of_nodes.len() == self.articles.len() + self.entities.len()
            && self.of_relationships.len() == self.facts.len()
    }

    /// Forgets what was deleted of what was touched. O(touched).
    pub fn forget(&mut self, touched: &Touched, graph: &Graph) -> Forgotten {
        let mut forgotten = Forgotten::default();
        for node in touched.nodes().filter(|node| !graph.contains_node(*node)) {
            match self.of_nodes.remove(&node) {
                Some(Stands::Article(at)) => {
                    self.articles[at] = None;
                    forgotten.articles.push((at, node));
                }
                Some(Stands::Entity(at)) => {
                    self.entities[at] = None;
                    forgotten.entities.push((at, node));
                }
                None => {}
            }
        }
        let gone = touched.relationships().filter(|it| !graph.contains_relationship(*it));
        for relationship in gone {
            if let Some(at) = self.of_relationships.remove(&relationship) {
                self.facts[at] = None;
                forgotten.facts.push((at, relationship));
            }
        }
        forgotten
    }

    /// Takes back that something was forgotten.
    pub fn recall(&mut self, forgotten: Forgotten) {
        for (at, node) in forgotten.articles {
            self.articles[at] = Some(node);
            self.of_nodes.insert(node, Stands::Article(at));
        }
        for (at, node) in forgotten.entities {
            self.entities[at] = Some(node);
            self.of_nodes.insert(node, Stands::Entity(at));
        }
        for (at, relationship) in forgotten.facts {
            self.facts[at] = Some(relationship);
            self.of_relationships.insert(relationship, at);
        }
    }
}

/// Articles, entities and facts with the nodes and relationships that no longer stand for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Articles.
    pub articles: Vec<(Index, NodeId)>,
    /// Entities.
    pub entities: Vec<(Index, NodeId)>,
    /// Facts.
    pub facts: Vec<(Index, RelationshipId)>,
}
