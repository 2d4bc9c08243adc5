//! The data files of the pretrained pipeline, compiled in. `model/convert.py` writes them.

use std::collections::HashMap;

use half::f16;
use half::slice::HalfFloatSliceExt;
use serde::Deserialize;
use serde::de::DeserializeOwned;

static WEIGHTS: &[u8] = include_bytes!("../../model/weights.bin");
static LABELS: &str = include_str!("../../model/labels.json");

pub(super) static TOKENIZER: &str = include_str!("../../model/tokenizer.json");
pub(super) static NORMS: &str = include_str!("../../model/norms.tsv");
pub(super) static SYMBOLS: &str = include_str!("../../model/symbols.tsv");
pub(super) static RULER: &str = include_str!("../../model/ruler.json");
pub(super) static LEMMA_RULES: &str = include_str!("../../model/lemma_rules.json");
pub(super) static ADJECTIVES: [SortedLines; 2] = [
    SortedLines(include_str!("../../model/lemma_adj_words.txt")),
    SortedLines(include_str!("../../model/lemma_adj_exceptions.tsv")),
];
pub(super) static ADVERBS: [SortedLines; 2] = [
    SortedLines(include_str!("../../model/lemma_adv_words.txt")),
    SortedLines(include_str!("../../model/lemma_adv_exceptions.tsv")),
];
pub(super) static NOUNS: [SortedLines; 2] = [
    SortedLines(include_str!("../../model/lemma_noun_words.txt")),
    SortedLines(include_str!("../../model/lemma_noun_exceptions.tsv")),
];
pub(super) static VERBS: [SortedLines; 2] = [
    SortedLines(include_str!("../../model/lemma_verb_words.txt")),
    SortedLines(include_str!("../../model/lemma_verb_exceptions.tsv")),
];

/// Why reading compiled-in data can't fail.
pub(super) const COMPILED_IN: &str = "the model's files are compiled in and tested";

/// Reads one of the JSON tables.
pub(super) fn table<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect(COMPILED_IN)
}

/// The outputs of the tagger, the parser and the recognizer, in the order of their scores.
#[derive(Deserialize)]
pub(super) struct Labels {
    pub(super) tags: Vec<String>,
    pub(super) parser: Vec<String>,
    pub(super) recognizer: Vec<String>,
}

impl Labels {
    pub(super) fn read() -> Self {
        table(LABELS)
    }
}

/// The tensors by name, still in half precision.
pub(super) struct Weights(HashMap<&'static str, (Vec<usize>, &'static [u8])>);

impl Weights {
    /// Reads the header: lines of a name and its dimensions, up to an empty line.
    pub(super) fn read() -> Self {
        let split = WEIGHTS.windows(2).position(|pair| pair == b"\n\n").expect(COMPILED_IN);
        let header = std::str::from_utf8(&WEIGHTS[..split]).expect(COMPILED_IN);
        let mut data = &WEIGHTS[split + 2..];
        let tensors = header.lines().map(|line| {
            let mut words = line.split(' ');
            let name = words.next().unwrap_or_default();
            let shape: Vec<usize> = words.map(|word| word.parse().expect(COMPILED_IN)).collect();
            let (tensor, rest) = data.split_at(2 * shape.iter().product::<usize>());
            data = rest;
            (name, (shape, tensor))
        });
        Self(tensors.collect())
    }

    pub(super) fn vector(&self, name: &str) -> Vec<f32> {
        let (_, data) = &self.0[name];
        let halves: Vec<f16> =
            data.chunks_exact(2).map(|pair| f16::from_le_bytes([pair[0], pair[1]])).collect();
        halves.to_f32_vec()
    }

    pub(super) fn matrix(&self, name: &str) -> Matrix {
        let shape = &self.0[name].0;
        Matrix { rows: shape[0], columns: shape[1], values: self.vector(name) }
    }

    /// How many tensors of a numbered family there are: `{prefix}0`, `{prefix}1` and so on.
    pub(super) fn count(&self, prefix: &str, suffix: &str) -> usize {
        let is_there = |i: &usize| self.0.contains_key(&*format!("{prefix}{i}{suffix}"));
        (0..self.0.len()).take_while(is_there).count()
    }
}

/// A matrix, row behind row.
pub(super) struct Matrix {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) values: Vec<f32>,
}

impl Matrix {
    pub(super) fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.columns..][..self.columns]
    }

    /// The value at a place, if there is such a row.
    pub(super) fn get(&self, row: usize, column: usize) -> Option<f32> {
        (row < self.rows).then(|| self.row(row)[column])
    }
}

/// Lines in the order of their bytes, looked up where they lie. A line is a key and, behind
/// a tab, its values.
pub(super) struct SortedLines(&'static str);

impl SortedLines {
    /// What stands behind the key (empty where that's the whole line), if there is such a line.
    pub(super) fn get(&self, key: &str) -> Option<&'static str> {
        let (mut low, mut high) = (0, self.0.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = self.0.as_bytes()[..middle].iter().rposition(|&b| b == b'\n');
            let start = start.map_or(0, |newline| newline + 1).max(low);
            let line = self.0[start..].lines().next().unwrap_or_default();
            let (found, values) = line.split_once('\t').unwrap_or((line, ""));
            match found.cmp(key) {
                std::cmp::Ordering::Equal => return Some(values),
                std::cmp::Ordering::Less => low = start + line.len() + 1,
                std::cmp::Ordering::Greater => high = start,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_lines_finds_each_line_and_nothing_else() {
        for line in NOUNS[0].0.lines() {
            assert_eq!(NOUNS[0].get(line), Some(""), "{line}");
        }
        assert_eq!(VERBS[1].get("was"), Some("be"));
        assert_eq!(VERBS[1].get(""), None);
        assert_eq!(NOUNS[0].get("\u{10ffff}"), None);
    }
}
