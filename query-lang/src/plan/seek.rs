//! Nodes that are found by the value of a property.

use graph_core::Value;

use super::Planner;
use crate::ast::ComparisonOperator;
use crate::expression::{Expression, Key, Kind, LabelTest, Slot};

/// Of so many nodes each is looked at while a statement is planned.
const LOOKED_AT: usize = 64;

/// The property of a node that must equal a value, and the value: `n.key = value`, whichever
/// comes first.
pub(super) fn sought(expression: &Expression, slots: &[Slot]) -> Option<(Key, Expression)> {
    let Kind::Comparison(left, rest) = &expression.kind else { return None };
    let [(ComparisonOperator::Equal, right)] = rest.as_slice() else { return None };
    let key = |side: &Expression| match &side.kind {
        Kind::Property(object, key) => match object.kind {
            Kind::Slot(slot) if slots.contains(&slot) => Some(key.clone()),
            _ => None,
        },
        _ => None,
    };
    let (key, value) =
        key(left).map(|key| (key, right)).or_else(|| Some((key(right)?, &**left)))?;
    // The value can't come from the node that is looked for.
    let known = value.slots()?.iter().all(|slot| !slots.contains(slot));
    known.then(|| (key, value.clone()))
}

impl Planner<'_> {
    /// How many nodes with some labels a property's value finds, as far as it's known before the
    /// statement runs.
    pub(super) fn found<'l>(
        &self,
        key: &Key,
        value: &Expression,
        labels: impl IntoIterator<Item = &'l LabelTest>,
    ) -> usize {
        let found = match &value.kind {
            Kind::Value(Value::Null) => return 0,
            Kind::Value(value) => {
                self.graph.nodes_with_value(key.symbol, value, &|| self.goes_on())
            }
            _ => None,
        };
        let Some(mut found) = found else { return 1 };
        if found.len() <= LOOKED_AT {
            for test in labels {
                found.retain(|node| test.accepts(self.graph.node_labels(*node)));
            }
        }
        found.len()
    }
}
