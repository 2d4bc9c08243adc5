//! What was drawn, by checksums: what of it a person changed since can be told from what a later
//! version of the rules draws of the same articles.

use std::collections::BTreeMap;

use crate::Value;
use crate::build::Drawn;
use crate::graph::{Properties, Symbols};
use crate::store::checksum;

/// The properties of something that is drawn, by name, each with a checksum of its value.
pub(crate) type Trace = BTreeMap<String, u64>;

/// What was drawn of articles, entities and facts, in their order in the corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traces {
    pub(super) articles: Vec<Trace>,
    pub(super) entities: Vec<Trace>,
    pub(super) facts: Vec<Trace>,
}

impl Traces {
    /// Of a drawing. O(drawing).
    pub(crate) fn of(Drawn { graph, places }: &Drawn) -> Self {
        let names = graph.symbols();
        let node = |node| trace(names, graph.node_properties(node));
        let nodes = |nodes: &[Option<_>]| {
            nodes.iter().map(|it| it.map(node).unwrap_or_default()).collect::<Vec<_>>()
        };
        let fact = |fact| trace(names, graph.relationship_properties(fact));
        let facts = places.facts().iter().map(|it| it.map(fact).unwrap_or_default());
        Self {
            articles: nodes(places.articles()),
            entities: nodes(places.entities()),
            facts: facts.collect(),
        }
    }

    /// All of them: of articles, of entities, of facts.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Trace> {
        self.articles.iter().chain(&self.entities).chain(&self.facts)
    }

    /// [All](Self::all) of them, apart again; `None` where they are more or fewer than what is
    /// drawn, so that it isn't known what belongs to what.
    pub(super) fn parted(
        mut all: Vec<Trace>,
        [articles, entities, facts]: [usize; 3],
    ) -> Option<Self> {
        if all.len() != articles + entities + facts {
            return None;
        }
        let facts = all.split_off(articles + entities);
        let entities = all.split_off(articles);
        Some(Self { articles: all, entities, facts })
    }
}

/// The trace of properties as they are.
pub(super) fn trace(names: &Symbols, properties: &Properties) -> Trace {
    properties.iter().map(|(key, value)| (names.name(key).to_owned(), checksum(value))).collect()
}

/// Whether a property is as it was drawn: with that value, or not there.
pub(super) fn is_as_drawn(drawn: &Trace, key: &str, value: Option<&Value>) -> bool {
    drawn.get(key).copied() == value.map(checksum)
}
