//! How often each combination of a few nodes is matched.

mod closing;
mod count;
mod each;
mod filter;
mod lists;
mod star;
mod table;
mod tried;

use graph_core::{NodeId, Value};

use super::{Executor, Row, Rows, failed};
use crate::ast::Span;
use crate::budget::Kept;
use crate::error::{Cause, Error};
use crate::expression::{Expression, Slot};
use crate::plan::Fold;
use count::Counter;
use table::Tuples;

impl Executor<'_> {
    /// For a row, one row for each combination that is matched, with how often; one row with how
    /// many there are, where they are counted.
    pub(super) fn folded<'a>(&'a self, row: Row, fold: &'a Fold) -> Rows<'a> {
        let found = self.tuples(&row, fold).and_then(|(tuples, kept)| {
            let least =
                fold.most.as_ref().map(|most| self.least(&row, most, &tuples)).transpose()?;
            Ok((tuples, kept, least.flatten().unwrap_or(1)))
        });
        let (tuples, kept, least) = match found {
            Ok(found) => found,
            Err(error) => return failed(error),
        };
        let with = move |times: i64| {
            let mut row = row.clone();
            row[fold.times] = Value::Int(times);
            row
        };
        if fold.tuples {
            let count = tuples.len() as i64;
            let row = (count > 0).then(|| Ok(with(count)));
            return Box::new(row.into_iter());
        }
        Box::new(tuples.matched(least).into_iter().map(move |(nodes, times)| {
            let _ = &kept;
            let mut row = with(times);
            for (slot, node) in fold.outputs.iter().zip(nodes) {
                row[*slot] = Value::Node(node);
            }
            Ok(row)
        }))
    }

    /// All combinations, with what they take.
    fn tuples(&self, row: &Row, fold: &Fold) -> Result<(Tuples, Kept<'_>), Error> {
        let mut kept = self.kept();
        let width = fold.outputs.len();
        // Where nothing is taken away, what is matched once is matched.
        let listed = !fold.tuples || fold.terms.iter().any(|term| term.sign < 0);
        let mut tuples = Tuples::new(width, listed, self.graph, &mut kept);
        for term in &fold.terms {
            Counter::new(*self, term, row, None)?.tell(&fold.outputs, &mut tuples, &mut kept)?;
        }
        Ok((tuples, kept))
    }

    /// How often a combination is matched at least that is among those matched most; `None` where
    /// all are.
    fn least(&self, row: &Row, most: &[Expression], tuples: &Tuples) -> Result<Option<i64>, Error> {
        let mut wanted = 0_usize;
        for count in most {
            wanted = wanted.saturating_add(self.row_count(count, row, "LIMIT")?);
        }
        let mut times = tuples.times();
        if wanted == 0 || wanted >= times.len() {
            return Ok(None);
        }
        let (_, least, _) = times.select_nth_unstable_by(wanted - 1, |one, other| other.cmp(one));
        Ok(Some(*least))
    }
}

/// The number of all matches, where it fits.
fn too_many() -> Error {
    let text = String::from("the number of matches");
    Error::runtime(Cause::IntegerOverflow { text }, Span::NONE)
}

/// The node in a slot.
fn node_in(row: &Row, slot: Slot) -> Option<NodeId> {
    match row[slot] {
        Value::Node(node) => Some(node),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
