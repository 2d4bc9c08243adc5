//! `attest.disputes`: accounts that contradict each other.

use graph_core::Value;
use graph_core::disputes::{self, Dispute, Side};
use graph_core::knowledge::Knowledge;

use super::{Procedure, ProcedureError, ValueType, whole_graph};

/// The procedure that finds accounts that contradict each other in what the lexicon of
/// `knowledge` says can be disputed; the built-in one goes by the built-in lexicon.
pub fn disputes(knowledge: Knowledge) -> Procedure {
    let summary = "pairs of accounts that contradict each other, side by side";
    Procedure::new("attest.disputes", summary, move |call| {
        let goes_on = || call.look().is_ok();
        let found = disputes::find_while(call.graph, &knowledge.lexicon, &goes_on)
            .map_err(|error| ProcedureError { problem: error.to_string(), help: None })?;
        Ok(found.into_iter().map(row).collect())
    })
    .gives("kind", ValueType::String)
    .gives("subject", ValueType::String)
    .gives("relation", ValueType::String)
    .gives("object", ValueType::String)
    .gives("left_says", ValueType::String)
    .gives("left_article", ValueType::String)
    .gives("left_quote", ValueType::String)
    .gives("left_by", ValueType::List)
    .gives("left", ValueType::Relationship)
    .gives("right_says", ValueType::String)
    .gives("right_article", ValueType::String)
    .gives("right_quote", ValueType::String)
    .gives("right_by", ValueType::List)
    .gives("right", ValueType::Relationship)
    .working(whole_graph)
}

fn row(dispute: Dispute) -> Vec<Value> {
    let Dispute { kind, subject, relation, object, left, right } = dispute;
    let mut row = vec![kind.as_str().into(), subject.into(), relation.into(), object.into()];
    for Side { says, article, quote, by, fact } in [left, right] {
        let sides = [says, article, quote].map(Value::from);
        row.extend(sides);
        row.extend([by.into(), Value::Relationship(fact)]);
    }
    row
}
