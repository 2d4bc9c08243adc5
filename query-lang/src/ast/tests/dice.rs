//! Numbers that look random and are the same for the same seed.

use super::kinds::Kind;

/// A generator of numbers, which also keeps what kinds of nodes were made with it.
pub(super) struct Dice {
    state: u64,
    made: Vec<&'static str>,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed, made: Vec::new() }
    }

    /// A number below `sides`, by the method of `SplitMix64`.
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % sides as u64) as usize
    }

    pub(super) fn flip(&mut self) -> bool {
        self.roll(2) == 0
    }

    pub(super) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())].clone()
    }

    pub(super) fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flip().then(|| make(self))
    }

    /// From `least` to `most` things.
    pub(super) fn several<T>(
        &mut self,
        least: usize,
        most: usize,
        mut make: impl FnMut(&mut Self) -> T,
    ) -> Vec<T> {
        let count = least + self.roll(most - least + 1);
        (0..count).map(|_| make(self)).collect()
    }

    /// Notes what kind of node was made.
    pub(super) fn note<T: Kind>(&mut self, node: T) -> T {
        self.made.push(node.kind());
        node
    }

    pub(super) fn made(self) -> Vec<&'static str> {
        self.made
    }
}
