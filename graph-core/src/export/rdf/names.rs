//! IRIs: the same for the same thing in every export of the same graph, whole or in part.

use std::collections::HashMap;

use oxrdf::NamedNode;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::export::View;
use crate::{NodeId, RelationshipId, Value};

/// What is encoded in a name: all but letters, digits and what RFC 3986 calls unreserved.
const ENCODED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A name as part of an IRI; it holds no `:` and no `;`.
pub(super) fn encoded(name: &str) -> String {
    utf8_percent_encode(name, &ENCODED).to_string()
}

/// The IRIs of a graph. Several things that would have the same one are numbered in order of id.
pub(super) struct Names<'a> {
    base: &'a str,
    /// Behind the base.
    nodes: HashMap<NodeId, String>,
    relationships: HashMap<RelationshipId, String>,
    /// The node of each article's id.
    articles: HashMap<&'a str, NodeId>,
}

impl<'a> Names<'a> {
    /// O(nodes + relationships of the graph).
    pub(super) fn whole(view: &'a View<'a>, base: &'a str) -> Self {
        let (graph, mut taken) = (view.graph(), HashMap::new());
        let (mut nodes, mut articles) = (HashMap::new(), HashMap::new());
        for node in graph.nodes() {
            let id = match graph.node_property(node, "id") {
                Value::String(id) if view.is_article(node) => Some(&**id),
                _ => None,
            };
            let name = match id {
                Some(id) => format!("article:{}", encoded(id)),
                None => {
                    format!("entity:{}:{}", encoded(&view.kind(node)), encoded(&view.name(node)))
                }
            };
            id.map(|id| articles.entry(id).or_insert(node));
            nodes.insert(node, numbered(name, &mut taken));
        }
        let mut relationships = HashMap::new();
        for id in graph.relationships() {
            let (start, end) = view.ends(id);
            let bare = |node| {
                let name = nodes.get(&node).map_or("", String::as_str);
                name.strip_prefix("entity:").unwrap_or(name)
            };
            let told = encoded(view.relationship_type(id));
            let name = format!("fact:{}:{told}:{}", bare(start), bare(end));
            relationships.insert(id, numbered(name, &mut taken));
        }
        Self { base, nodes, relationships, articles }
    }

    /// A node of the graph.
    pub(super) fn node(&self, node: NodeId) -> NamedNode {
        self.at(self.nodes.get(&node).map_or("", String::as_str))
    }

    /// A relationship of the graph, which reifies what it says.
    pub(super) fn relationship(&self, id: RelationshipId) -> NamedNode {
        self.at(self.relationships.get(&id).map_or("", String::as_str))
    }

    /// The article of an id, which the graph may not have.
    pub(super) fn article(&self, id: &str) -> NamedNode {
        match self.article_node(id) {
            Some(node) => self.node(node),
            None => self.of("article", id),
        }
    }

    /// The node of an article.
    pub(super) fn article_node(&self, id: &str) -> Option<NodeId> {
        self.articles.get(id).copied()
    }

    /// A name in one of the namespaces.
    pub(super) fn of(&self, namespace: &str, name: &str) -> NamedNode {
        self.at(&format!("{namespace}:{}", encoded(name)))
    }

    /// What stands behind the base; all of it is encoded.
    pub(super) fn at(&self, name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}{name}", self.base))
    }
}

/// The name, with a number where others have it.
fn numbered(name: String, taken: &mut HashMap<String, usize>) -> String {
    let count = taken.entry(name.clone()).or_default();
    *count += 1;
    if *count == 1 { name } else { format!("{name};{count}") }
}
