//! Sorting that can be stopped: runs that are short are sorted at once, and merged step by step.

use std::cmp::Ordering;
use std::vec::IntoIter;

use graph_core::Value;
use graph_core::graph::Chunked;

use super::{Executor, Rows, Whole};
use crate::ast::Span;
use crate::bind::SortKey;
use crate::budget::{Large, PLACE, row_size};
use crate::error::Error;

/// What is sorted without looking up, where comparing takes little: some ten milliseconds.
const RUN: usize = 1 << 15;

/// What is merged without looking up.
const MERGED: usize = 1 << 12;

/// The bytes of a text that take as long to compare as a number.
const LIGHT: usize = 1 << 8;

impl Executor<'_> {
    /// The rows in the order of `ORDER BY`; those that are equal stay as they come.
    pub(super) fn sorted(&self, rows: Rows<'_>, keys: &[SortKey]) -> Whole<'_> {
        let mut kept = self.kept();
        let mut heaviest = 1;
        let mut keyed: Large<Chunked<_>> = Large::default();
        for row in rows {
            let row = row?;
            // Shared with what they were made of: only their places are new.
            self.run.budget.spend(row.len() as u64, Span::NONE)?;
            let values = keys.iter().map(|key| self.eval(&key.expression, &row));
            let values = values.collect::<Result<Vec<_>, _>>()?;
            heaviest = heaviest.max(weight(&values));
            // The rows' places are there once more while they are merged.
            let size = row_size(row.len()) + 2 * row_size(0) + PLACE * values.len() as u64;
            kept.keep(size, row.iter().chain(&values), Span::NONE)?;
            keyed.push((values, row));
        }
        let keyed = self.in_order(keyed, heaviest, |(a, _), (b, _)| {
            let orders = keys
                .iter()
                .zip(a.iter().zip(b))
                .map(|(key, (a, b))| if key.descending { b.cmp(a) } else { a.cmp(b) });
            orders.fold(Ordering::Equal, Ordering::then)
        })?;
        let mut keyed = Large::new(keyed.into_iter());
        let mut rows: Large<Chunked<_>> = Large::default();
        for (_, row) in keyed.by_ref() {
            self.run.budget.spend(1, Span::NONE)?;
            rows.push(row);
        }
        Ok((rows, kept))
    }

    /// Sorts, as [`slice::sort_by`] does. `weight` tells how long a comparison takes, in those of
    /// numbers.
    ///
    /// # Errors
    /// Where the statement is to end.
    pub(super) fn in_order<T: Send + 'static>(
        &self,
        mut items: Large<Chunked<T>>,
        weight: usize,
        order: impl Fn(&T, &T) -> Ordering,
    ) -> Result<Vec<T>, Error> {
        let (run_length, merged_length) = ((RUN / weight).max(2), (MERGED / weight).max(1));
        let mut runs = Vec::with_capacity(items.len() / run_length + 1);
        while let Some(some) = items.take_some() {
            let mut some = some.into_iter();
            while some.len() > 0 {
                self.look()?;
                let mut run: Vec<T> = some.by_ref().take(run_length).collect();
                run.sort_by(&order);
                runs.push(Large::new(run));
            }
        }
        while runs.len() > 1 {
            let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
            let mut pairs = runs.into_iter();
            while let Some(left) = pairs.next() {
                merged.push(match pairs.next() {
                    Some(right) => self.merged(left, right, merged_length, &order)?,
                    None => left,
                });
            }
            runs = merged;
        }
        Ok(runs.pop().unwrap_or_default().take())
    }

    /// Two sorted runs as one; of what is equal, the left one's comes first.
    fn merged<T: Send + 'static>(
        &self,
        left: Large<Vec<T>>,
        right: Large<Vec<T>>,
        length: usize,
        order: &impl Fn(&T, &T) -> Ordering,
    ) -> Result<Large<Vec<T>>, Error> {
        let mut merged = Large::new(Vec::with_capacity(left.len() + right.len()));
        let mut left = Large::new(left.take().into_iter());
        let mut right = Large::new(right.take().into_iter());
        while let Some(next) = lesser(&mut left, &mut right, order) {
            if merged.len().is_multiple_of(length) {
                self.look()?;
            }
            merged.push(next);
        }
        Ok(merged)
    }
}

/// How long comparing such keys may take, in comparisons of numbers.
fn weight(keys: &[Value]) -> usize {
    let size = |key: &Value| match key {
        Value::String(text) => text.len() / LIGHT,
        Value::List(items) => items.len(),
        Value::Map(entries) => entries.len(),
        Value::Path(path) => path.nodes.len() / 8,
        _ => 0,
    };
    keys.iter().map(size).sum::<usize>() + 1
}

fn lesser<T>(
    left: &mut IntoIter<T>,
    right: &mut IntoIter<T>,
    order: &impl Fn(&T, &T) -> Ordering,
) -> Option<T> {
    match (left.as_slice().first(), right.as_slice().first()) {
        (Some(first), Some(second)) if order(first, second).is_gt() => right.next(),
        (Some(_), _) => left.next(),
        (None, _) => right.next(),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::execute::Run;
    use crate::explain::Worded;
    use crate::{Environment, Stop};

    /// Two runs in order take a comparison for each item; then they are merged.
    #[test]
    fn merging_ends_soon_after_it_is_to_end() {
        let stop = Stop::default();
        let environment = Environment { stop: stop.clone(), ..Environment::default() };
        let graph = graph_core::Graph::new();
        let statement = crate::parse("RETURN 1").expect("it is right");
        let worded = Worded::of(&statement, None).expect("it is right");
        let (_, planned) = crate::plan(&graph, &worded, &environment).expect("it is right");
        let run = Run::new(&planned);
        let executor = Executor { graph: &graph, run: &run };
        let compared = Cell::new(0);
        let order = |a: &usize, b: &usize| {
            compared.set(compared.get() + 1);
            if compared.get() == 2 * RUN + 1 {
                stop.ask();
            }
            a.cmp(b)
        };
        let ended = executor.in_order((0..2 * RUN).collect(), 1, order);
        assert!(ended.is_err());
        assert!(compared.get() <= 2 * RUN + 2 * MERGED, "{}", compared.get());
    }
}
