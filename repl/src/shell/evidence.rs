//! The sentences behind a row.

use std::io::{self, Write};

use graph_core::export::visible;
use graph_core::{Graph, RelationshipId, Value};

/// Writes what each relationship says and the sentences that attest it, each with its article.
/// Says whether there was any sentence.
pub(super) fn write(
    graph: &Graph,
    relationships: impl IntoIterator<Item = RelationshipId>,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let mut any = false;
    for id in relationships {
        let quotes = list(graph, id, "quotes");
        let sources = list(graph, id, "quote_sources");
        if quotes.is_empty() {
            continue;
        }
        any = true;
        writeln!(out, "{}", visible(&statement(graph, id)))?;
        for (at, quote) in quotes.iter().enumerate() {
            let source = sources.get(at).and_then(Value::as_str).unwrap_or("?");
            let quote = quote.as_str().unwrap_or_default();
            writeln!(out, "  {}: “{}”", visible(source), visible(quote))?;
        }
    }
    Ok(any)
}

fn list<'a>(graph: &'a Graph, id: RelationshipId, key: &str) -> &'a [Value] {
    graph.relationship_property(id, key).as_list().unwrap_or_default()
}

/// `Manuel Flores CRITICIZED the deal`
fn statement(graph: &Graph, id: RelationshipId) -> String {
    let kind = graph.symbols().name(graph.relationship_type(id));
    let Some((start, end)) = graph.endpoints(id) else { return kind.to_owned() };
    let name = |node| graph.node_property(node, "name").as_str().unwrap_or("?");
    format!("{} {kind} {}", name(start), name(end))
}
