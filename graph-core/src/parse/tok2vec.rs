//! Tokens → vectors: hashed embeddings of their features, mixed with those of their
//! neighbours by four convolutions (each a maxout layer with a residual connection).

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use ndarray::{Array2, ArrayView2, ShapeBuilder};

use super::lexeme::Features;
use super::model::Weights;

/// Length of the vectors.
pub(super) const WIDTH: usize = 96;
const PIECES: usize = 3;
/// Rows of zeros before and behind a text that take part in the convolutions.
const PADDING: usize = 4;
/// Seed of the hash for the first feature; each further one has the next.
const FIRST_SEED: u64 = 8;
/// How many distinct tokens are kept embedded. Newspapers repeat most of their words.
const KEPT: usize = 1 << 15;

/// One network.
pub(super) struct Tok2Vec {
    /// Embedding tables by feature column.
    tables: Vec<Array2<f32>>,
    mixer: Maxout,
    convolutions: Vec<Maxout>,
    kept: RwLock<HashMap<Features, [f32; WIDTH]>>,
}

impl Tok2Vec {
    pub(super) fn read(weights: &Weights, name: &str) -> Self {
        let columns = weights.count(&format!("{name}.embed"), "");
        let layers = weights.count(&format!("{name}.maxout"), ".weight");
        let layer = |i| Maxout::read(weights, &format!("{name}.maxout{i}"));
        Self {
            tables: (0..columns).map(|i| weights.matrix(&format!("{name}.embed{i}"))).collect(),
            mixer: layer(0),
            convolutions: (1..layers).map(layer).collect(),
            kept: RwLock::default(),
        }
    }

    /// The vectors of a text's tokens, one a row.
    pub(super) fn vectors(&self, tokens: &[Features]) -> Array2<f32> {
        // A row of zeros more at both ends is what the outermost rows see beyond the padding.
        let margin = (PADDING + 1) * WIDTH;
        let rows = tokens.len() + 2 * PADDING;
        let mut hidden = vec![0.0; (rows + 2) * WIDTH];
        let inner = margin..margin + tokens.len() * WIDTH;
        self.embed(tokens, &mut hidden[inner.clone()]);
        for layer in &self.convolutions {
            // Rows lie behind one another, so a row with its neighbours is a longer row.
            let windows = (rows, 3 * WIDTH).strides((WIDTH, 1));
            let windows = ArrayView2::from_shape(windows, &hidden).expect(FITS);
            let change = layer.apply(&windows);
            for (hidden, change) in hidden[WIDTH..].iter_mut().zip(change) {
                *hidden += change;
            }
        }
        Array2::from_shape_vec((tokens.len(), WIDTH), hidden[inner].to_vec()).expect(FITS)
    }

    /// Writes the embeddings of the tokens into the rows.
    fn embed(&self, tokens: &[Features], rows: &mut [f32]) {
        let missing = self.embed_kept(tokens, rows);
        if missing.is_empty() {
            return;
        }
        let mut distinct = Vec::new();
        let mut places = HashMap::new();
        for &i in &missing {
            places.entry(tokens[i]).or_insert_with(|| {
                distinct.push(tokens[i]);
                distinct.len() - 1
            });
        }
        let vectors = self.mixer.apply(&self.look_up(&distinct).view());
        for i in missing {
            let vector = &vectors[places[&tokens[i]] * WIDTH..][..WIDTH];
            rows[i * WIDTH..][..WIDTH].copy_from_slice(vector);
        }
        self.keep(&distinct, &vectors);
    }

    /// Writes those embeddings that are kept, and gives the indices of the other tokens.
    fn embed_kept(&self, tokens: &[Features], rows: &mut [f32]) -> Vec<usize> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let mut missing = Vec::new();
        for (i, (token, row)) in tokens.iter().zip(rows.chunks_exact_mut(WIDTH)).enumerate() {
            match kept.get(token) {
                Some(vector) => row.copy_from_slice(vector),
                None => missing.push(i),
            }
        }
        missing
    }

    /// The hashed embeddings of tokens before the mixing layer.
    fn look_up(&self, tokens: &[Features]) -> Array2<f32> {
        let width = WIDTH * self.tables.len();
        let mut found = vec![0.0; tokens.len() * width];
        for (token, row) in tokens.iter().zip(found.chunks_exact_mut(width)) {
            for (column, part) in row.chunks_exact_mut(WIDTH).enumerate() {
                let table = &self.tables[column];
                for key in hash_rows(token.columns[column], FIRST_SEED + column as u64) {
                    let row = table.row(key as usize % table.nrows());
                    part.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
                }
            }
        }
        Array2::from_shape_vec((tokens.len(), width), found).expect(FITS)
    }

    fn keep(&self, tokens: &[Features], vectors: &[f32]) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() + tokens.len() > KEPT {
            kept.clear();
        }
        let vectors = vectors.chunks_exact(WIDTH).map(|v| v.try_into().expect(FITS));
        kept.extend(tokens.iter().copied().zip(vectors).take(KEPT));
    }
}

/// Why shapes agree with lengths.
const FITS: &str = "the length is the product of the dimensions";

/// An affine layer of which each output is the largest of three, then normalized.
struct Maxout {
    /// Inputs × outputs, the three pieces behind one another.
    weight: Array2<f32>,
    bias: Vec<f32>,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Maxout {
    fn read(weights: &Weights, name: &str) -> Self {
        Self {
            weight: weights.matrix(&format!("{name}.weight")).reversed_axes(),
            bias: weights.vector(&format!("{name}.bias")).to_vec(),
            gain: weights.vector(&format!("{name}.gain")).to_vec(),
            shift: weights.vector(&format!("{name}.shift")).to_vec(),
        }
    }

    /// The outputs for each row of inputs, row behind row.
    fn apply(&self, inputs: &ArrayView2<'_, f32>) -> Vec<f32> {
        let pieces = inputs.dot(&self.weight);
        let pieces = pieces.as_slice().expect("a product lies in one piece");
        let mut outputs = vec![0.0; inputs.nrows() * WIDTH];
        let rows = pieces.chunks_exact(PIECES * WIDTH).zip(outputs.chunks_exact_mut(WIDTH));
        rows.for_each(|(pieces, output)| self.finish(pieces, output));
        outputs
    }

    /// Largest piece, then layer normalization.
    fn finish(&self, pieces: &[f32], output: &mut [f32]) {
        const EPSILON: f32 = 1e-8;
        output.fill(f32::MIN);
        for (pieces, bias) in pieces.chunks_exact(WIDTH).zip(self.bias.chunks_exact(WIDTH)) {
            for ((out, piece), bias) in output.iter_mut().zip(pieces).zip(bias) {
                *out = out.max(piece + bias);
            }
        }
        let mean = sum(output, |v| v) / WIDTH as f32;
        let variance = sum(output, |v| (v - mean) * (v - mean)) / WIDTH as f32;
        let scale = (variance + EPSILON).sqrt().recip();
        for ((out, gain), shift) in output.iter_mut().zip(&self.gain).zip(&self.shift) {
            *out = (*out - mean) * scale * gain + shift;
        }
    }
}

/// A sum in eight lanes, which the compiler can turn into vector instructions.
fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; 8];
    for chunk in values.chunks_exact(8) {
        for (lane, &value) in lanes.iter_mut().zip(chunk) {
            *lane += of(value);
        }
    }
    lanes.iter().sum()
}

/// The four table rows of an id: `MurmurHash3` (x64, 128 bits) of its eight bytes.
fn hash_rows(id: u64, seed: u64) -> [u32; 4] {
    const LENGTH: u64 = 8;
    let mixed =
        id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    let mut first = seed ^ mixed ^ LENGTH;
    let mut second = seed ^ LENGTH;
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    first = avalanche(first);
    second = avalanche(second);
    first = first.wrapping_add(second);
    second = second.wrapping_add(first);
    [first as u32, (first >> 32) as u32, second as u32, (second >> 32) as u32]
}

fn avalanche(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}
