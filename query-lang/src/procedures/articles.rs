//! `attest.*`: the evidence of facts, and where sources agree.
//!
//! A fact is a relationship with the properties that facts drawn from articles have: `relation`,
//! `polarity`, `modality`, `sources`, and `quotes` with their `quote_sources`.

use std::collections::{BTreeMap, BTreeSet};

use graph_core::corroboration::{Voice, independent};
use graph_core::{Graph, NodeId, RelationshipId, Value};

use super::{Invocation, Procedure, ProcedureError, ProcedureRows, ValueType, whole_graph};

/// The procedures of this module.
pub(super) fn all() -> Vec<Procedure> {
    vec![
        Procedure::new("attest.evidence", "the sentences that attest a fact", evidence)
            .takes("rel", ValueType::Relationship.or_null())
            .gives("article", ValueType::String)
            .gives("title", ValueType::String.or_null())
            .gives("source", ValueType::String.or_null())
            .gives("date", ValueType::String.or_null())
            .gives("quote", ValueType::String)
            .working(|graph| article_nodes(graph).count()),
        Procedure::new(
            "attest.corroborated",
            "facts that at least this many independent sources report",
            corroborated,
        )
        .takes("min", ValueType::Integer)
        .gives("rel", ValueType::Relationship)
        .gives("subject", ValueType::String.or_null())
        .gives("relation", ValueType::String)
        .gives("object", ValueType::String.or_null())
        .gives("count", ValueType::Integer)
        .gives("sources", ValueType::List)
        .gives("articles", ValueType::List)
        .working(whole_graph),
    ]
}

/// The sentences of a fact in the order of its articles; none for `null`.
fn evidence(call: Invocation<'_>) -> Result<ProcedureRows, ProcedureError> {
    let Some(Value::Relationship(fact)) = call.arguments.first() else { return Ok(Vec::new()) };
    let graph = call.graph;
    let quotes = texts(graph, *fact, "quotes");
    if quotes.is_empty() {
        let name = graph.symbols().name(graph.relationship_type(*fact));
        let help = "call it with a fact: MATCH (:Entity)-[r]->(:Entity) \
                    CALL attest.evidence(r) YIELD article, quote RETURN article, quote";
        return Err(ProcedureError {
            problem: format!("a relationship of type {name} has no evidence here"),
            help: Some(help.to_owned()),
        });
    }
    let articles = Articles::of(graph);
    let sources = texts(graph, *fact, "quote_sources");
    let row = |(at, quote): (usize, &&str)| {
        let id = sources.get(at).copied().unwrap_or("?");
        let told = |key| articles.property(id, key);
        vec![id.into(), told("title"), told("source"), told("date"), (*quote).into()]
    };
    Ok(quotes.iter().enumerate().map(row).collect())
}

/// Facts by the number of their independent sources, most first: articles of one source, copies
/// of one article and articles that tell it in the same words count once.
fn corroborated(call: Invocation<'_>) -> Result<ProcedureRows, ProcedureError> {
    let least = call.arguments.first().and_then(Value::as_int).unwrap_or(1);
    if least < 1 {
        let problem = format!("every fact has a source, so `min` can't be {least}");
        let help = Some("give the least number of sources, such as 2".to_owned());
        return Err(ProcedureError { problem, help });
    }
    let graph = call.graph;
    let articles = Articles::of(graph);
    let mut found = Vec::new();
    call.each(graph.relationships(), |fact| {
        let ids = texts(graph, fact, "sources");
        let independent = articles.independent(fact) as i64;
        if independent >= least {
            let [subject, relation, object] = statement(graph, fact);
            let (count, sources) = (Value::from(independent), articles.sources(&ids));
            found.push(vec![
                Value::Relationship(fact),
                subject,
                relation,
                object,
                count,
                sources.into(),
                ids.into(),
            ]);
        }
    })?;
    found.sort_by(|a, b| b[4].cmp(&a[4]).then_with(|| a[1..4].cmp(&b[1..4])));
    Ok(found)
}

/// Subject, type and object.
fn statement(graph: &Graph, fact: RelationshipId) -> [Value; 3] {
    let name = |node| graph.node_property(node, "name").clone();
    let (subject, object) = match graph.endpoints(fact) {
        Some((subject, object)) => (name(subject), name(object)),
        None => (Value::Null, Value::Null),
    };
    [subject, graph.symbols().name(graph.relationship_type(fact)).into(), object]
}

/// The texts of a list property; none where it is something else.
fn texts<'g>(graph: &'g Graph, fact: RelationshipId, key: &str) -> Vec<&'g str> {
    let items = graph.relationship_property(fact, key).as_list().unwrap_or_default();
    items.iter().filter_map(Value::as_str).collect()
}

fn article_nodes(graph: &Graph) -> impl Iterator<Item = NodeId> + '_ {
    graph.symbols().get("Article").into_iter().flat_map(|label| graph.nodes_with_label(label))
}

/// The articles of a graph by their ids.
struct Articles<'g> {
    graph: &'g Graph,
    by_id: BTreeMap<&'g str, NodeId>,
}

impl<'g> Articles<'g> {
    fn of(graph: &'g Graph) -> Self {
        let id = |node| Some((graph.node_property(node, "id").as_str()?, node));
        Self { graph, by_id: article_nodes(graph).filter_map(id).collect() }
    }

    fn property(&self, id: &str, key: &str) -> Value {
        let node = self.by_id.get(id);
        node.map_or(Value::Null, |node| self.graph.node_property(*node, key).clone())
    }

    /// How many independent voices attest a fact.
    fn independent(&self, fact: RelationshipId) -> usize {
        let quotes = texts(self.graph, fact, "quotes");
        let articles = texts(self.graph, fact, "quote_sources");
        let text = |id: &str, key| {
            let node = self.by_id.get(id)?;
            self.graph.node_property(*node, key).as_str()
        };
        let voice = |(&article, &quote): (&&'g str, &&'g str)| Voice {
            article: text(article, "copy_of").unwrap_or(article),
            source: text(article, "source"),
            quote,
        };
        let voices: Vec<Voice> = articles.iter().zip(&quotes).map(voice).collect();
        independent(&voices)
    }

    /// The names of the sources of articles, each once, in order.
    fn sources(&self, ids: &[&'g str]) -> Vec<&'g str> {
        let source = |id: &&'g str| {
            let node = self.by_id.get(id);
            let name = node.and_then(|node| self.graph.node_property(*node, "source").as_str());
            name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(id)
        };
        ids.iter().map(source).collect::<BTreeSet<_>>().into_iter().collect()
    }
}
