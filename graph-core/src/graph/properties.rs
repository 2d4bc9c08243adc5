//! The properties of one node or relationship.

use super::Symbol;
use crate::Value;

/// Values by key, in order of key; never a `null`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Properties(Vec<(Symbol, Value)>);

impl Properties {
    /// No properties at all.
    pub const EMPTY: &'static Self = &Self(Vec::new());

    /// The value of a key. O(log n).
    pub fn get(&self, key: Symbol) -> Option<&Value> {
        self.0.binary_search_by_key(&key, |(key, _)| *key).ok().map(|at| &self.0[at].1)
    }

    /// Keys and values.
    pub fn iter(&self) -> impl Iterator<Item = (Symbol, &Value)> {
        self.0.iter().map(|(key, value)| (*key, value))
    }

    /// Sets or, with `null`, removes the value of a key. The value that it had before. O(n).
    pub(super) fn set(&mut self, key: Symbol, value: Value) -> Option<Value> {
        match (self.0.binary_search_by_key(&key, |(key, _)| *key), value.is_null()) {
            (Ok(at), true) => Some(self.0.remove(at).1),
            (Ok(at), false) => Some(std::mem::replace(&mut self.0[at].1, value)),
            (Err(_), true) => None,
            (Err(at), false) => {
                self.0.insert(at, (key, value));
                None
            }
        }
    }

    /// Number of properties.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Symbol, Value)> for Properties {
    /// A later value of a key replaces an earlier one.
    fn from_iter<I: IntoIterator<Item = (Symbol, Value)>>(entries: I) -> Self {
        let mut sorted: Vec<(Symbol, Value)> = entries.into_iter().collect();
        sorted.reverse();
        sorted.sort_by_key(|(key, _)| *key);
        sorted.dedup_by_key(|(key, _)| *key);
        // There are many of these, and most never change.
        sorted.shrink_to_fit();
        Self(sorted)
    }
}
