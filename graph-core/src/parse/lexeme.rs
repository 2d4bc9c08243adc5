//! What the model sees of a token: hashes of its norm, first letter, last letters and shape.

use std::collections::HashMap;

use serde::Deserialize;

use super::class::Class;
use super::model;

/// The features of a token. Equal ones give equal vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Features {
    /// Norm, prefix, suffix, shape, whether a space follows, whether it is space itself.
    pub(super) columns: [u64; 6],
}

impl Features {
    pub(super) fn is_space(&self) -> bool {
        self.columns[5] == 1
    }
}

/// The tables that features are read from.
pub(super) struct Lexicon {
    norms: HashMap<u64, &'static str>,
    symbols: HashMap<&'static str, u64>,
    classes: ShapeClasses,
}

#[derive(Deserialize)]
struct ShapeClasses {
    alphabetic: Class,
    uppercase: Class,
    digit: Class,
    space: Class,
}

impl Lexicon {
    pub(super) fn read() -> Self {
        let norm = |line: &'static str| {
            let (hash, norm) = line.split_once('\t').expect(model::COMPILED_IN);
            (u64::from_str_radix(hash, 16).expect(model::COMPILED_IN), norm)
        };
        let symbol = |line: &'static str| {
            let (name, id) = line.split_once('\t').expect(model::COMPILED_IN);
            (name, id.parse().expect(model::COMPILED_IN))
        };
        Self {
            norms: model::NORMS.lines().map(norm).collect(),
            symbols: model::SYMBOLS.lines().map(symbol).collect(),
            classes: model::table(model::TOKENIZER),
        }
    }

    /// The norm of a word that no special case gives one.
    pub(super) fn norm(&self, word: &str) -> String {
        self.norms
            .get(&self.id(word))
            .map_or_else(|| word.to_lowercase(), |norm| (*norm).to_owned())
    }

    pub(super) fn features(&self, text: &str, norm: &str, space_after: bool) -> Features {
        let first = text.chars().next().map_or(0, char::len_utf8);
        let suffix = text.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        let is_space = text.chars().all(|c| self.classes.space.contains(c));
        let columns = [
            self.id(norm),
            self.id(&text[..first]),
            self.id(&text[suffix..]),
            self.id(&self.shape(text)),
            u64::from(space_after),
            u64::from(is_space),
        ];
        Features { columns }
    }

    pub(super) fn is_alphabetic(&self, text: &str) -> bool {
        !text.is_empty() && text.chars().all(|c| self.classes.alphabetic.contains(c))
    }

    /// `Xxxx`, `d.d`: letters and digits by kind, the same kind at most four times in a row.
    fn shape(&self, text: &str) -> String {
        if text.chars().take(100).count() == 100 {
            return "LONG".to_owned();
        }
        let mut shape = String::with_capacity(text.len());
        let (mut last, mut repeated) = ('\0', 0);
        for c in text.chars() {
            let kind = self.kind(c);
            repeated = if kind == last { repeated + 1 } else { 0 };
            last = kind;
            if repeated < 4 {
                shape.push(kind);
            }
        }
        shape
    }

    fn kind(&self, c: char) -> char {
        if self.classes.uppercase.contains(c) {
            'X'
        } else if self.classes.alphabetic.contains(c) {
            'x'
        } else if self.classes.digit.contains(c) {
            'd'
        } else {
            c
        }
    }

    /// The id of a string: a symbol's own, otherwise its hash.
    fn id(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        self.symbols.get(text).copied().unwrap_or_else(|| murmur_64a(text.as_bytes()))
    }
}

/// `MurmurHash64A` with seed 1.
fn murmur_64a(key: &[u8]) -> u64 {
    const MULTIPLIER: u64 = 0xc6a4_a793_5bd1_e995;
    const SEED: u64 = 1;
    let mut hash = SEED ^ (key.len() as u64).wrapping_mul(MULTIPLIER);
    let mut blocks = key.chunks_exact(8);
    for block in &mut blocks {
        let mut word = little_endian(block).wrapping_mul(MULTIPLIER);
        word ^= word >> 47;
        hash = (hash ^ word.wrapping_mul(MULTIPLIER)).wrapping_mul(MULTIPLIER);
    }
    if !blocks.remainder().is_empty() {
        hash = (hash ^ little_endian(blocks.remainder())).wrapping_mul(MULTIPLIER);
    }
    hash = (hash ^ (hash >> 47)).wrapping_mul(MULTIPLIER);
    hash ^ (hash >> 47)
}

/// The number that at most eight bytes write, the lowest first.
fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}
