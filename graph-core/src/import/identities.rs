//! The ids that tables call nodes by → nodes.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::NodeId;

/// The nodes of a space of ids, each by its id's text.
///
/// Whole numbers as they are mostly counted go into a table, others into a map; a number has one way to
/// be written, so that equal texts and only those are the same id.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// The node of each number from 0 on.
    counted: Vec<Option<Slot>>,
    numbers: HashMap<u64, NodeId>,
    texts: HashMap<Box<[u8]>, NodeId>,
    count: usize,
}

/// A node's number and one more, so that there is room for none.
type Slot = std::num::NonZeroU32;

impl Ids {
    /// Gives a node its id; `false` where another one has it.
    pub(super) fn insert(&mut self, id: &[u8], node: NodeId) -> bool {
        let Some(number) = number(id) else {
            let new = vacant(self.texts.entry(id.into()), node);
            return self.count(new);
        };
        if self.find(number).is_some() {
            return false;
        }
        let slot = Slot::new(node.0.wrapping_add(1));
        match usize::try_from(number).ok().filter(|number| *number < self.room()) {
            Some(at) if slot.is_some() => {
                if at >= self.counted.len() {
                    self.counted.resize(at + 1, None);
                }
                self.counted[at] = slot;
            }
            _ => {
                self.numbers.insert(number, node);
            }
        }
        self.count(true)
    }

    /// The node of an id.
    pub(super) fn get(&self, id: &[u8]) -> Option<NodeId> {
        match number(id) {
            Some(number) => self.find(number),
            None => self.texts.get(id).copied(),
        }
    }

    fn find(&self, number: u64) -> Option<NodeId> {
        let counted = usize::try_from(number).ok().and_then(|at| *self.counted.get(at)?);
        match counted {
            Some(slot) => Some(NodeId(slot.get() - 1)),
            None if self.numbers.is_empty() => None,
            None => self.numbers.get(&number).copied(),
        }
    }

    /// How long the table may be: it is never much emptier than a map would be.
    fn room(&self) -> usize {
        (1 << 16) + 8 * self.count
    }

    fn count(&mut self, new: bool) -> bool {
        self.count += usize::from(new);
        new
    }
}

fn vacant(entry: Entry<'_, Box<[u8]>, NodeId>, node: NodeId) -> bool {
    match entry {
        Entry::Vacant(vacant) => {
            vacant.insert(node);
            true
        }
        Entry::Occupied(_) => false,
    }
}

/// The number that a text is, where no other text is the same number.
fn number(text: &[u8]) -> Option<u64> {
    /// So many digits always fit.
    const DIGITS: usize = 19;
    let canonical = match text {
        [] => false,
        [b'0', rest @ ..] => rest.is_empty(),
        _ => text.len() <= DIGITS && text.iter().all(u8::is_ascii_digit),
    };
    canonical.then(|| text.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one_id_and_others_are_not() {
        let texts = [
            "0",
            "1",
            "00",
            "01",
            "+1",
            " 1",
            "-1",
            "",
            "a",
            "65535",
            "65536",
            "99999999",
            "9999999999999999999",
            "18446744073709551616",
            "1.0",
            "\u{0}",
        ];
        let mut ids = Ids::default();
        for (at, text) in (0..).zip(texts) {
            assert!(ids.get(text.as_bytes()).is_none(), "{text}");
            assert!(ids.insert(text.as_bytes(), NodeId(at)), "{text}");
        }
        for (at, text) in (0..).zip(texts) {
            assert_eq!(ids.get(text.as_bytes()), Some(NodeId(at)), "{text}");
            assert!(!ids.insert(text.as_bytes(), NodeId(99)), "{text}");
        }
    }

    #[test]
    fn numbers_stay_known_as_the_table_grows() {
        let mut ids = Ids::default();
        let sparse = |at: u32| format!("{}", u64::from(at) * 7919 % 1_000_003);
        for at in 0..50_000 {
            assert!(ids.insert(sparse(at).as_bytes(), NodeId(at)), "{at}");
        }
        for at in 0..50_000 {
            assert_eq!(ids.get(sparse(at).as_bytes()), Some(NodeId(at)), "{at}");
            assert!(!ids.insert(sparse(at).as_bytes(), NodeId(0)), "{at}");
        }
        assert!(!ids.numbers.is_empty() && !ids.counted.is_empty(), "both are used");
    }
}
