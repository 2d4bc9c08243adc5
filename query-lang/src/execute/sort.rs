//! Sorting that can be stopped: runs that are short are sorted at once, and merged step by step.

use std::cmp::Ordering;
use std::iter::Peekable;

use super::{Executor, Row, Rows};
use crate::ast::Span;
use crate::bind::SortKey;
use crate::error::Error;

/// What is sorted without looking up: some ten milliseconds.
const RUN: usize = 1 << 15;

/// What is merged without looking up.
const MERGED: usize = 1 << 12;

impl Executor<'_> {
    /// The rows in the order of `ORDER BY`; those that are equal stay as they come.
    pub(super) fn sorted(&self, rows: Rows<'_>, keys: &[SortKey]) -> Result<Vec<Row>, Error> {
        let mut keyed = Vec::new();
        for row in rows {
            let row = row?;
            // Shared with what they were made of: only their places are new.
            self.run.budget.spend(row.len() as u64, Span::NONE)?;
            let values = keys.iter().map(|key| self.eval(&key.expression, &row));
            keyed.push((values.collect::<Result<Vec<_>, _>>()?, row));
        }
        let keyed = self.in_order(keyed, |(a, _), (b, _)| {
            let orders = keys
                .iter()
                .zip(a.iter().zip(b))
                .map(|(key, (a, b))| if key.descending { b.cmp(a) } else { a.cmp(b) });
            orders.fold(Ordering::Equal, Ordering::then)
        })?;
        Ok(keyed.into_iter().map(|(_, row)| row).collect())
    }

    /// Sorts, as [`slice::sort_by`] does.
    ///
    /// # Errors
    /// Where the statement is to end.
    pub(super) fn in_order<T>(
        &self,
        mut items: Vec<T>,
        order: impl Fn(&T, &T) -> Ordering,
    ) -> Result<Vec<T>, Error> {
        if items.len() <= RUN {
            items.sort_by(order);
            return Ok(items);
        }
        let mut runs = Vec::with_capacity(items.len() / RUN + 1);
        while !items.is_empty() {
            self.run.budget.look(Span::NONE)?;
            let mut run = items.split_off((items.len() - 1) / RUN * RUN);
            run.sort_by(&order);
            runs.push(run);
        }
        // They were taken from the end.
        runs.reverse();
        while runs.len() > 1 {
            let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
            let mut pairs = runs.into_iter();
            while let Some(left) = pairs.next() {
                merged.push(match pairs.next() {
                    Some(right) => self.merged(left, right, &order)?,
                    None => left,
                });
            }
            runs = merged;
        }
        Ok(runs.pop().unwrap_or_default())
    }

    /// Two sorted runs as one; of what is equal, the left one's comes first.
    fn merged<T>(
        &self,
        left: Vec<T>,
        right: Vec<T>,
        order: &impl Fn(&T, &T) -> Ordering,
    ) -> Result<Vec<T>, Error> {
        let mut merged = Vec::with_capacity(left.len() + right.len());
        let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
        while let Some(next) = lesser(&mut left, &mut right, order) {
            if merged.len().is_multiple_of(MERGED) {
                self.run.budget.look(Span::NONE)?;
            }
            merged.push(next);
        }
        Ok(merged)
    }
}

fn lesser<T>(
    left: &mut Peekable<impl Iterator<Item = T>>,
    right: &mut Peekable<impl Iterator<Item = T>>,
    order: &impl Fn(&T, &T) -> Ordering,
) -> Option<T> {
    match (left.peek(), right.peek()) {
        (Some(first), Some(second)) if order(first, second).is_gt() => right.next(),
        (Some(_), _) => left.next(),
        (None, _) => right.next(),
    }
}
