//! `attest.suggestedMerges`: entities that may be one, for a person to settle.

use std::collections::BTreeSet;

use graph_core::knowledge::Knowledge;
use graph_core::merges::{self, Suggestion};
use graph_core::{Graph, NodeId, Value};

use super::{Procedure, ProcedureRows, ValueType, whole_graph};

/// The procedure that suggests what `knowledge` hasn't judged yet; the built-in one knows of no
/// judgements.
pub fn suggested_merges(knowledge: Knowledge) -> Procedure {
    let summary = "entities that may be one, with what speaks for it and the articles of both";
    Procedure::new("attest.suggestedMerges", summary, move |call| {
        let found = merges::suggest(call.graph, &knowledge.judgements, &knowledge.lexicon);
        Ok(rows(call.graph, &found))
    })
    .gives("name", ValueType::String)
    .gives("other", ValueType::String)
    .gives("reason", ValueType::String)
    .gives("articles", ValueType::List)
    .gives("entity", ValueType::Node)
    .gives("otherEntity", ValueType::Node)
    .working(whole_graph)
}

fn rows(graph: &Graph, suggestions: &[Suggestion]) -> ProcedureRows {
    let name = |node| graph.node_property(node, "name").clone();
    let row = |suggestion: &Suggestion| {
        let (entity, other) = (suggestion.entity, suggestion.other);
        let articles: BTreeSet<&str> =
            [entity, other].into_iter().flat_map(|node| articles(graph, node)).collect();
        vec![
            name(entity),
            name(other),
            suggestion.reason.to_string().into(),
            articles.into_iter().collect::<Vec<_>>().into(),
            Value::Node(entity),
            Value::Node(other),
        ]
    };
    suggestions.iter().map(row).collect()
}

/// The ids of the articles that mention an entity.
fn articles(graph: &Graph, node: NodeId) -> impl Iterator<Item = &str> {
    let mentioned = graph.symbols().get("MENTIONED_IN");
    graph
        .outgoing(node)
        .filter(move |step| Some(step.relationship_type) == mentioned)
        .filter_map(|step| graph.node_property(step.neighbor, "id").as_str())
}
