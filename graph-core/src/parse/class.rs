//! Sets of characters as the tokenizer's and the model's tables give them.

use serde::Deserialize;

/// A set of characters: ranges in order, and a bit for each of the first 128.
#[derive(Deserialize)]
#[serde(from = "Vec<u32>")]
pub(super) struct Class {
    ascii: u128,
    ranges: Vec<(u32, u32)>,
}

impl From<Vec<u32>> for Class {
    /// From first and last code of each range in turn.
    fn from(bounds: Vec<u32>) -> Self {
        let ranges: Vec<_> = bounds.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        let inside = |code| ranges.iter().any(|&(first, last)| (first..=last).contains(&code));
        let ascii = (0..128).filter(|&code| inside(code)).fold(0, |bits, code| bits | (1 << code));
        Self { ascii, ranges }
    }
}

impl Class {
    pub(super) fn contains(&self, c: char) -> bool {
        let code = u32::from(c);
        if code < 128 {
            return self.ascii >> code & 1 == 1;
        }
        let behind = self.ranges.partition_point(|&(first, _)| first <= code);
        behind > 0 && code <= self.ranges[behind - 1].1
    }
}
