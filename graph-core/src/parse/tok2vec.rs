//! Tokens → vectors: hashed embeddings of their features, mixed with those of their
//! neighbours by four convolutions (each a maxout layer with a residual connection).

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use ndarray::{Array2, ArrayView2, Axis, ShapeBuilder};

use super::lexeme::Features;
use super::model::Weights;

/// Length of the vectors.
pub(super) const WIDTH: usize = 96;
const PIECES: usize = 3;
/// Rows of zeros before and behind a text that take part in the convolutions. With one a layer,
/// what lies beyond them never reaches the text.
const PADDING: usize = 4;
/// Seed of the hash for the first feature; each further one has the next.
const FIRST_SEED: u64 = 8;
/// How many distinct tokens are kept embedded, 4 KB each. Newspapers repeat most of their words.
const KEPT: usize = 1 << 12;

/// One network.
pub(super) struct Tok2Vec {
    /// Embedding tables by feature column.
    tables: Vec<Array2<f32>>,
    mixer: Maxout,
    convolutions: Vec<Maxout>,
    kept: RwLock<HashMap<Features, Arc<Embedded>>>,
}

/// What depends on a token alone.
struct Embedded {
    vector: [f32; WIDTH],
    /// What it adds to the first convolution of the token behind it, of itself, and of the one
    /// before it.
    shares: Vec<f32>,
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
        let rows = tokens.len() + 2 * PADDING;
        let mut hidden = vec![0.0; rows * WIDTH];
        let embedded = self.embed(tokens);
        for (row, token) in hidden.chunks_exact_mut(WIDTH).skip(PADDING).zip(&embedded) {
            row.copy_from_slice(&token.vector);
        }
        for (before, layer) in self.convolutions.iter().enumerate() {
            // Only rows that reach the text by the last layer.
            let first = before + 1;
            let changed = first..rows - first;
            let change = if before == 0 {
                layer.finish(&first_pieces(&embedded, changed.len()))
            } else {
                // Rows lie behind one another, so a row with its neighbours is a longer row.
                let windows = (changed.len(), 3 * WIDTH).strides((WIDTH, 1));
                let inputs = &hidden[before * WIDTH..];
                layer.apply(&ArrayView2::from_shape(windows, inputs).expect(FITS))
            };
            for (hidden, change) in hidden[first * WIDTH..].iter_mut().zip(change) {
                *hidden += change;
            }
        }
        let text = PADDING * WIDTH..(PADDING + tokens.len()) * WIDTH;
        Array2::from_shape_vec((tokens.len(), WIDTH), hidden[text].to_vec()).expect(FITS)
    }

    /// What is kept of each token, or computed now.
    fn embed(&self, tokens: &[Features]) -> Vec<Arc<Embedded>> {
        let mut found: HashMap<Features, Option<Arc<Embedded>>> =
            tokens.iter().map(|&token| (token, None)).collect();
        {
            let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
            for (token, embedded) in &mut found {
                *embedded = kept.get(token).cloned();
            }
        }
        let missing: Vec<_> = found
            .iter()
            .filter(|(_, embedded)| embedded.is_none())
            .map(|(&token, _)| token)
            .collect();
        let new = self.compute(&missing);
        self.keep(&new);
        found.extend(new.into_iter().map(|(token, embedded)| (token, Some(embedded))));
        tokens.iter().filter_map(|token| found[token].clone()).collect()
    }

    fn compute(&self, tokens: &[Features]) -> Vec<(Features, Arc<Embedded>)> {
        let vectors = self.mixer.apply(&self.look_up(tokens).view());
        let rows = ArrayView2::from_shape((tokens.len(), WIDTH), &vectors).expect(FITS);
        let shares = self.convolutions[0].shares(&rows);
        let embedded = vectors.chunks_exact(WIDTH).enumerate().map(|(row, vector)| {
            let shares = shares.iter().flat_map(|of_row| of_row.row(row).to_vec()).collect();
            Arc::new(Embedded { vector: vector.try_into().expect(FITS), shares })
        });
        tokens.iter().copied().zip(embedded).collect()
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

    fn keep(&self, new: &[(Features, Arc<Embedded>)]) {
        if new.is_empty() {
            return;
        }
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() + new.len() > KEPT {
            kept.clear();
        }
        kept.extend(new.iter().take(KEPT).cloned());
    }
}

/// The first convolution before its maxout: sums of what the three tokens of each window add.
/// The first window's middle is the second row.
fn first_pieces(embedded: &[Arc<Embedded>], rows: usize) -> Vec<f32> {
    const ROW: usize = PIECES * WIDTH;
    let mut pieces = vec![0.0; rows * ROW];
    for (token, embedded) in embedded.iter().enumerate() {
        for (place, share) in embedded.shares.chunks_exact(ROW).enumerate() {
            // As left neighbour it adds to the row behind it, as right one to that before.
            let row = token + PADDING - place;
            for (sum, value) in pieces[row * ROW..][..ROW].iter_mut().zip(share) {
                *sum += value;
            }
        }
    }
    pieces
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
        self.finish(pieces.as_slice().expect("a product lies in one piece"))
    }

    /// What rows add to the pieces as first, second and third part of the inputs.
    fn shares(&self, rows: &ArrayView2<'_, f32>) -> Vec<Array2<f32>> {
        self.weight.axis_chunks_iter(Axis(0), WIDTH).map(|part| rows.dot(&part)).collect()
    }

    /// The outputs for rows of pieces.
    fn finish(&self, pieces: &[f32]) -> Vec<f32> {
        let mut outputs = vec![0.0; pieces.len() / PIECES];
        let rows = pieces.chunks_exact(PIECES * WIDTH).zip(outputs.chunks_exact_mut(WIDTH));
        rows.for_each(|(pieces, output)| self.finish_row(pieces, output));
        outputs
    }

    /// Largest piece, then layer normalization.
    fn finish_row(&self, pieces: &[f32], output: &mut [f32]) {
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
