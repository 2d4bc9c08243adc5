//! What articles tell: times as precise as they are told, and how many sources are independent.

use std::collections::{BTreeMap, BTreeSet};

use graph_core::Value;
use graph_core::corroboration::{Voice, independent};
use graph_core::when::When;

use super::{Reach, wrong_type, wrong_value};
use crate::error::Cause;

/// Whether a time as it is told counts as of a period; `null` where it is no time.
pub(super) fn counts_in(_: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    let period = match &arguments[1] {
        Value::Null => return Ok(Value::Null),
        Value::String(text) => text.parse::<When>(),
        other => return Err(wrong_type("countsIn", other)),
    };
    let period = period.map_err(|_| wrong_value("countsIn", &arguments[1]))?;
    let told = arguments[0].as_str().and_then(|text| text.parse::<When>().ok());
    Ok(told.map_or(Value::Null, |told| told.counts_in(period).into()))
}

/// How many independent sources the articles with these ids and sentences are.
/// O(articles of the graph), or of the arguments where there is but one.
pub(super) fn independent_sources(graph: &Reach<'_>, arguments: &[Value]) -> Result<Value, Cause> {
    if arguments.iter().any(Value::is_null) {
        return Ok(Value::Null);
    }
    let (ids, quotes) = (texts(&arguments[0])?, texts(&arguments[1])?);
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    if distinct.len() < 2 {
        return Ok((distinct.len() as i64).into());
    }
    let articles = graph.symbols().get("Article").map(|label| graph.nodes_with_label(label));
    let id = |node| Some((graph.node_property(node, "id").as_str()?, node));
    let nodes = articles.into_iter().flatten().filter_map(id);
    let by_id: BTreeMap<&str, _> = nodes.filter(|(id, _)| distinct.contains(id)).collect();
    let text = |id: &str, key| graph.node_property(*by_id.get(id)?, key).as_str();
    let quotes = quotes.into_iter().chain(std::iter::repeat(""));
    let told = ids.into_iter().zip(quotes).map(|(id, quote)| Voice {
        article: text(id, "copy_of").unwrap_or(id),
        source: text(id, "source"),
        quote,
    });
    let voices: Vec<Voice> = told.collect();
    Ok((independent(&voices) as i64).into())
}

/// A list of texts.
fn texts(list: &Value) -> Result<Vec<&str>, Cause> {
    let items = list.as_list().ok_or_else(|| wrong_type("independentSources", list))?;
    let text = |item| Value::as_str(item).ok_or_else(|| wrong_type("independentSources", item));
    items.iter().map(text).collect()
}
