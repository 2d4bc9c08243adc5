//! Facts → graph, as the contract's data model says.

use std::collections::{BTreeMap, HashSet};

use crate::corpus::{Corpus, Details, Entity, Fact};
use crate::graph::{Graph, NodeId};
use crate::mentions::MENTIONED_IN;
use crate::places::Places;
use crate::value::Value;

/// A graph drawn from a corpus, with what stands for what.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// The graph.
    pub graph: Graph,
    /// The nodes of articles and entities, the relationships of facts.
    pub places: Places,
}

/// Builds the graph of a corpus. O(entities + facts + evidence).
pub fn graph(corpus: &Corpus) -> Drawn {
    let mut graph = Graph::new();
    let mut articles = Vec::with_capacity(corpus.articles.len());
    let ids: Vec<Value> = corpus.articles.iter().map(|article| (&*article.id).into()).collect();
    for (at, article) in corpus.articles.iter().enumerate() {
        let copied = corpus.copies.get(at).filter(|first| **first != at);
        let properties = [
            ("id", ids[at].clone()),
            ("title", article.title.as_str().into()),
            ("source", article.source.as_deref().map_or(Value::Null, Value::from)),
            ("date", article.date.as_deref().map_or(Value::Null, Value::from)),
            ("url", article.url.as_deref().map_or(Value::Null, Value::from)),
            ("words", Value::Int(article.words as i64)),
            ("copy_of", copied.map_or(Value::Null, |&first| ids[first].clone())),
        ];
        articles.push(graph.add_node(["Article"], properties));
    }
    let mut entities = Vec::with_capacity(corpus.entities.len());
    for entity in &corpus.entities {
        let node = add_entity(&mut graph, entity);
        for (article, count) in &entity.mentions {
            let count = [("count", Value::Int(*count as i64))];
            graph.add_relationship(node, MENTIONED_IN, articles[*article], count);
        }
        entities.push(node);
    }
    let mut shared = Shared { ids, values: HashSet::new() };
    let mut facts = Vec::with_capacity(corpus.facts.len());
    for fact in &corpus.facts {
        let (start, end) = (entities[fact.subject], entities[fact.object]);
        let properties = fact_properties(corpus, fact, &mut shared);
        let name = fact.relationship_type();
        facts.push(Some(graph.add_relationship(start, &name, end, properties)));
    }
    let some = |nodes: Vec<NodeId>| nodes.into_iter().map(Some).collect();
    Drawn { graph, places: Places::new(some(articles), some(entities), facts) }
}

fn add_entity(graph: &mut Graph, entity: &Entity) -> NodeId {
    let mut labels = vec!["Entity", entity.entity_type.as_str()];
    if entity.entity_type.is_party() {
        labels.push("Party");
    }
    let mentions: usize = entity.mentions.iter().map(|(_, count)| count).sum();
    let properties = [
        ("name", Value::from(entity.name.as_str())),
        ("aliases", strings(entity.aliases.iter().map(String::as_str))),
        ("mentions", Value::Int(mentions as i64)),
    ];
    graph.add_node(labels, properties)
}

/// Values that many facts have: each stands in memory once.
struct Shared {
    /// The articles' ids.
    ids: Vec<Value>,
    values: HashSet<Value>,
}

impl Shared {
    fn value(&mut self, value: Value) -> Value {
        if let Some(known) = self.values.get(&value) {
            return known.clone();
        }
        self.values.insert(value.clone());
        value
    }

    fn text(&mut self, text: &str) -> Value {
        self.value(text.into())
    }

    /// A list of texts, each of them shared too.
    fn texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) -> Value {
        let texts: Vec<Value> = texts.into_iter().map(|text| self.text(text)).collect();
        self.value(texts.into())
    }
}

fn fact_properties(
    corpus: &Corpus,
    fact: &Fact,
    shared: &mut Shared,
) -> [(&'static str, Value); 14] {
    let id = |article: usize| corpus.articles[article].id.as_str();
    let sources: BTreeMap<&str, usize> =
        fact.evidence.iter().map(|piece| (id(piece.article), piece.article)).collect();
    let sources: Vec<Value> = sources.values().map(|&at| shared.ids[at].clone()).collect();
    let quotes = fact.evidence.iter().map(|piece| Value::String(piece.quote.clone()));
    let quote_sources: Vec<Value> =
        fact.evidence.iter().map(|piece| shared.ids[piece.article].clone()).collect();
    [
        ("relation", shared.text(&fact.relation)),
        ("polarity", shared.text(fact.polarity.as_str())),
        ("modality", shared.text(fact.modality.as_str())),
        ("sources", shared.value(sources.into())),
        ("quotes", Value::list(quotes)),
        ("quote_sources", shared.value(quote_sources.into())),
        ("attributed_to", shared.texts(fact.attributed_to.iter().map(String::as_str))),
        ("when", fact.when.as_deref().map_or(Value::Null, |when| shared.text(when))),
        ("independent_sources", Value::Int(corpus.independent_sources(fact) as i64)),
        ("quote_dates", told(fact, shared, |it| it.when.map(|when| when.to_string()))),
        ("quote_counts", told(fact, shared, |it| it.object_count.map(|n| n.to_string()))),
        ("quote_subject_counts", told(fact, shared, |it| it.subject_count.map(|n| n.to_string()))),
        (
            "quote_speakers",
            told(fact, shared, |it| Some(it.speakers.join(BETWEEN)).filter(|it| !it.is_empty())),
        ),
        ("quote_roles", told(fact, shared, |it| it.role.as_deref().map(str::to_owned))),
    ]
}

/// What stands between the speakers of one sentence.
pub const BETWEEN: &str = "; ";

/// What each sentence tells besides, parallel to the quotes, an empty text where it doesn't;
/// nothing where none does.
fn told(fact: &Fact, shared: &mut Shared, detail: impl Fn(&Details) -> Option<String>) -> Value {
    let told: Vec<Option<String>> =
        fact.evidence.iter().map(|piece| detail(&piece.details)).collect();
    if told.iter().all(Option::is_none) {
        return Value::Null;
    }
    shared.texts(told.iter().map(|text| text.as_deref().unwrap_or_default()))
}

fn strings<'a>(texts: impl IntoIterator<Item = &'a str>) -> Value {
    Value::list(texts.into_iter().map(Value::from))
}
