//! `attest.suggestedMerges`: entities that may be one, for a person to settle.

use std::collections::BTreeSet;

use graph_core::knowledge::Knowledge;
use graph_core::merges::{self, Suggestion};
use graph_core::{Graph, Value, mentions};

use super::{Procedure, ProcedureError, ProcedureRows, ValueType, whole_graph};

/// The procedure that suggests what `knowledge` hasn't judged yet; the built-in one knows of no
/// judgements.
pub fn suggested_merges(knowledge: Knowledge) -> Procedure {
    let summary = "entities that may be one, with what speaks for it and the articles of both";
    Procedure::new("attest.suggestedMerges", summary, move |call| {
        let Knowledge { judgements, lexicon } = &knowledge;
        let goes_on = || call.look().is_ok();
        let found = merges::suggest_while(call.graph, judgements, lexicon, &goes_on);
        let found = found.ok_or_else(|| ProcedureError {
            problem: String::from("the search for merges was stopped"),
            help: None,
        })?;
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
    let articles = |node| {
        let articles = mentions::articles(graph, node);
        articles.filter_map(|article| graph.node_property(article, "id").as_str())
    };
    let row = |suggestion: &Suggestion| {
        let (entity, other) = (suggestion.entity, suggestion.other);
        let articles: BTreeSet<&str> = [entity, other].into_iter().flat_map(articles).collect();
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
