//! How often each combination of a few nodes is matched.

mod closing;
mod count;
mod each;
mod filter;
mod lists;
mod star;
mod table;
mod tried;

use std::cmp::Reverse;

use graph_core::graph::Chunked;
use graph_core::{NodeId, Value};

use super::{Executor, Row, Rows, failed};
use crate::ast::Span;
use crate::budget::{Kept, Large};
use crate::error::{Cause, Error};
use crate::expression::{Expression, Slot};
use crate::plan::Fold;
use count::Counter;
use table::{Matched, SOME, Tuples};

impl Executor<'_> {
    /// For a row, one row for each combination that is matched, with how often; one row with how
    /// many there are, where they are counted.
    pub(super) fn folded<'a>(&'a self, row: Row, fold: &'a Fold) -> Rows<'a> {
        let found = self.tuples(&row, fold).and_then(|(tuples, kept)| {
            let least =
                fold.most.as_ref().map(|most| self.least(&row, most, &tuples)).transpose()?;
            if fold.tuples {
                // One combination of no nodes, as often as there are others.
                let count = tuples.len() as i64;
                return Ok(((count > 0).then(|| (Vec::new(), count)).into_iter().collect(), kept));
            }
            Ok((self.matched(tuples, least.flatten().unwrap_or(1))?, kept))
        });
        let (mut matched, kept) = match found {
            Ok((matched, kept)) => (Large::new(matched.into_iter()), kept),
            Err(error) => return failed(error),
        };
        Box::new(std::iter::from_fn(move || {
            let _ = &kept;
            let (nodes, times) = matched.next()?;
            let mut row = row.clone();
            row[fold.times] = Value::Int(times);
            for (slot, node) in fold.outputs.iter().zip(nodes) {
                row[*slot] = Value::Node(node);
            }
            Some(Ok(row))
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
        if wanted == 0 {
            return Ok(None);
        }
        let (mut most, mut count) = (Vec::new(), 0);
        for times in tuples.times() {
            self.run.budget.spend(1, Span::NONE)?;
            most.push(times);
            count += 1;
            if most.len() == wanted.saturating_add(SOME) {
                most.select_nth_unstable_by_key(wanted - 1, |times| Reverse(*times));
                most.truncate(wanted);
            }
        }
        if wanted >= count {
            return Ok(None);
        }
        Ok(Some(*most.select_nth_unstable_by_key(wanted - 1, |times| Reverse(*times)).1))
    }

    /// The combinations that are matched so often at least, in order of the nodes' ids.
    fn matched(&self, mut tuples: Tuples, least: i64) -> Result<Vec<Matched>, Error> {
        let mut found: Large<Chunked<_>> = Large::default();
        while let Some(some) = tuples.take_some() {
            self.run.budget.spend(some.len() as u64, Span::NONE)?;
            found.extend(some.into_iter().filter(|(_, times)| *times >= least));
        }
        self.in_order(found, 1, Ord::cmp)
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
