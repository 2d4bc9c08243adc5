//! A hash table that grows in parts.

use std::borrow::Borrow;
use std::hash::{BuildHasher, Hash, RandomState};
use std::iter::once;
use std::mem;

use hashbrown::HashTable;

/// A hash table that never moves more than a part of itself: one that doubles moves all it has,
/// and a statement that fills it with millions of entries couldn't be stopped in the meantime.
///
/// ```
/// use graph_core::graph::Parted;
/// let mut counts: Parted<String, u32> = Parted::default();
/// *counts.or_insert_with("Ann".to_owned(), || 0) += 1;
/// *counts.or_insert_with("Ann".to_owned(), || 0) += 1;
/// assert_eq!(counts.get("Ann"), Some(&2));
/// assert_eq!(counts.remove("Ann"), Some(2));
/// assert!(counts.is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct Parted<K, V = ()> {
    /// All, as long as they are few.
    first: HashTable<Entry<K, V>>,
    /// None of those, or [`PARTS`].
    parts: Vec<HashTable<Entry<K, V>>>,
    len: usize,
    hasher: RandomState,
}

/// With its hash, so that a part can grow without looking at keys.
#[derive(Clone, Debug)]
struct Entry<K, V> {
    hash: u64,
    key: K,
    value: V,
}

/// How many entries are kept in one part at first.
const FEW: usize = 1 << 16;

/// How many parts there are of more.
const PARTS: usize = 256;

impl<K, V> Default for Parted<K, V> {
    fn default() -> Self {
        Self { first: HashTable::new(), parts: Vec::new(), len: 0, hasher: RandomState::new() }
    }
}

impl<K, V> Parted<K, V> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The values, in no order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        once(&self.first).chain(&self.parts).flatten().map(|entry| &entry.value)
    }

    /// Takes out some of the entries, in no order; `None` where none is left.
    pub fn take_some(&mut self) -> Option<Vec<(K, V)>> {
        let mut parts = once(&mut self.first).chain(&mut self.parts);
        let part = parts.find(|part| !part.is_empty())?;
        self.len -= part.len();
        Some(mem::take(part).into_iter().map(|entry| (entry.key, entry.value)).collect())
    }

    fn part(&self, hash: u64) -> &HashTable<Entry<K, V>> {
        self.parts.get(number(hash)).unwrap_or(&self.first)
    }

    fn part_mut(&mut self, hash: u64) -> &mut HashTable<Entry<K, V>> {
        self.parts.get_mut(number(hash)).unwrap_or(&mut self.first)
    }

    /// Divides what is too much for one part.
    #[cold]
    fn divide(&mut self) {
        self.parts.resize_with(PARTS, HashTable::new);
        for entry in mem::take(&mut self.first) {
            self.parts[number(entry.hash)].insert_unique(entry.hash, entry, |entry| entry.hash);
        }
    }
}

impl<K: Eq + Hash, V> Parted<K, V> {
    /// The value of a key. O(1).
    pub fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let hash = self.hasher.hash_one(key);
        self.part(hash).find(hash, |entry| entry.key.borrow() == key).map(|entry| &entry.value)
    }

    /// The value of a key, to be changed. O(1).
    pub fn get_mut<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let hash = self.hasher.hash_one(key);
        let found = self.part_mut(hash).find_mut(hash, |entry| entry.key.borrow() == key);
        found.map(|entry| &mut entry.value)
    }

    /// The value of a key, made where there is none. O(1), but for the one time where a first
    /// part is divided.
    pub fn or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        if self.parts.is_empty() && self.len >= FEW {
            self.divide();
        }
        let hash = self.hasher.hash_one(&key);
        let Self { first, parts, len, .. } = self;
        let part = parts.get_mut(number(hash)).unwrap_or(first);
        let entry = part.entry(hash, |entry| entry.key == key, |entry| entry.hash);
        let entry = entry.or_insert_with(|| {
            *len += 1;
            Entry { hash, key, value: make() }
        });
        &mut entry.into_mut().value
    }

    /// Takes a key out. O(1).
    pub fn remove<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let hash = self.hasher.hash_one(key);
        let found = self.part_mut(hash).find_entry(hash, |entry| entry.key.borrow() == key);
        let (entry, _) = found.ok()?.remove();
        self.len -= 1;
        Some(entry.value)
    }
}

impl<K: Eq + Hash> Parted<K> {
    /// Adds to a set; whether it wasn't there. O(1).
    pub fn insert(&mut self, key: K) -> bool {
        let before = self.len;
        self.or_insert_with(key, || ());
        self.len > before
    }
}

/// The part of a hash, by bits that a table itself doesn't look at.
fn number(hash: u64) -> usize {
    (hash >> 40) as usize % PARTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_entries_are_found_changed_and_taken_out() {
        let mut table = Parted::default();
        let most = 3 * FEW as u64;
        for number in 0..most {
            assert_eq!(*table.or_insert_with(number, || number + 1), number + 1);
            assert_eq!(table.parts.is_empty(), number < FEW as u64, "{number}");
        }
        assert!(table.first.is_empty());
        assert!((0..most).all(|number| table.get(&number) == Some(&(number + 1))));
        assert_eq!(table.get(&most), None);
        assert_eq!(*table.or_insert_with(7, || 0), 8);
        table.get_mut(&7).into_iter().for_each(|value| *value = 0);
        assert_eq!((table.remove(&7), table.remove(&7)), (Some(0), None));
        assert_eq!(table.len() as u64, most - 1);
        assert_eq!(table.values().sum::<u64>(), (1..=most).sum::<u64>() - 8);
        let mut entries: Vec<_> = std::iter::from_fn(|| table.take_some()).flatten().collect();
        assert!(table.is_empty());
        entries.sort_unstable();
        assert_eq!(entries.len() as u64, most - 1);
        assert_eq!(entries[6..8], [(6, 7), (8, 9)]);
    }

    #[test]
    fn a_set_tells_what_is_new() {
        let mut set = Parted::default();
        assert!(set.is_empty());
        assert_eq!([set.insert("a"), set.insert("a"), set.insert("b")], [true, false, true]);
        assert_eq!(set.len(), 2);
    }

    /// Parts grow at different times, and evenly.
    #[test]
    fn no_part_is_much_larger_than_others() {
        let mut table = Parted::default();
        for number in 0..4 * FEW {
            table.insert(number);
        }
        let most = table.parts.iter().map(HashTable::len).max();
        assert!(most < Some(2 * 4 * FEW / PARTS), "{most:?}");
    }
}
