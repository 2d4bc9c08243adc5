//! A list that grows without moving what it has.

use std::collections::VecDeque;

/// A list in chunks: one that grows in one piece copies all it has, and a statement that fills it
/// with millions of items couldn't be stopped in the meantime.
///
/// ```
/// use graph_core::graph::Chunked;
/// let mut list = Chunked::default();
/// list.extend(["a", "b"]);
/// list.push("c");
/// assert_eq!(list.len(), 3);
/// assert_eq!(list.iter().rev().copied().collect::<String>(), "cba");
/// assert_eq!(list.into_iter().collect::<String>(), "abc");
/// ```
#[derive(Clone, Debug)]
pub struct Chunked<T> {
    /// All but the last are full, and none is empty.
    chunks: VecDeque<Vec<T>>,
}

/// How many items a chunk has.
const FULL: usize = 1 << 15;

impl<T> Default for Chunked<T> {
    fn default() -> Self {
        Self { chunks: VecDeque::new() }
    }
}

impl<T> Chunked<T> {
    /// How many items there are.
    pub fn len(&self) -> usize {
        self.chunks.back().map_or(0, |last| (self.chunks.len() - 1) * FULL + last.len())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// Adds an item to the end. O(1).
    pub fn push(&mut self, item: T) {
        if let Some(last) = self.chunks.back_mut().filter(|last| last.len() < FULL) {
            last.push(item);
            return;
        }
        // Only a first chunk may have to grow, as most lists are short.
        let mut new = Vec::with_capacity(if self.chunks.is_empty() { 1 } else { FULL });
        new.push(item);
        self.chunks.push_back(new);
    }

    /// The item at a place, to be changed. O(1).
    pub fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        self.chunks.get_mut(at / FULL)?.get_mut(at % FULL)
    }

    /// The last item, to be changed.
    pub fn last_mut(&mut self) -> Option<&mut T> {
        self.chunks.back_mut()?.last_mut()
    }

    /// The items, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.chunks.iter().flatten()
    }

    /// The items, in order, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.chunks.iter_mut().flatten()
    }

    /// Takes out the first items, some ten thousand at most; `None` where none is left.
    pub fn take_some(&mut self) -> Option<Vec<T>> {
        self.chunks.pop_front()
    }
}

impl<T> Extend<T> for Chunked<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        items.into_iter().for_each(|item| self.push(item));
    }
}

impl<T> IntoIterator for Chunked<T> {
    type Item = T;
    type IntoIter = std::iter::Flatten<std::collections::vec_deque::IntoIter<Vec<T>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.chunks.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_items_are_in_order_and_found_by_their_places() {
        let mut list = Chunked::default();
        assert_eq!((list.len(), list.last_mut().is_none()), (0, true));
        for number in 0..3 * FULL {
            assert_eq!((list.len(), list.is_empty()), (number, number == 0));
            list.push(number);
        }
        assert_eq!(list.last_mut().copied(), Some(3 * FULL - 1));
        assert_eq!(list.get_mut(FULL).copied(), Some(FULL));
        assert_eq!(list.get_mut(3 * FULL), None);
        assert!(list.iter().copied().eq(0..3 * FULL));
        assert!(list.iter().rev().copied().eq((0..3 * FULL).rev()));
        list.iter_mut().for_each(|number| *number += 1);
        let first = list.take_some().unwrap_or_default();
        assert!(first.into_iter().eq(1..=FULL));
        assert_eq!(list.len(), 2 * FULL);
        assert!(list.into_iter().eq(FULL + 1..=3 * FULL));
    }
}
