//! Tokens → vectors: hashed embeddings of their features, mixed with those of their
//! neighbours by four convolutions (each a maxout layer with a residual connection).

#![expect(
    clippy::inline_always,
    reason = "vector instructions are made only of what lies in the dispatched function"
)]

use pulp::Arch;

use super::affine::Affine;
use super::lexeme::Features;
use super::model::{Matrix, Weights};

/// Length of the vectors.
pub(super) const WIDTH: usize = 96;
const PIECES: usize = 3;
/// What a token adds to one convolution.
const SHARE: usize = PIECES * WIDTH;
/// Tokens that a convolution looks at.
const WINDOW: usize = 3;
/// Rows of zeros before and behind a text that take part in the convolutions. With one a layer,
/// what lies beyond them never reaches the text.
const PADDING: usize = 4;
/// Seed of the hash for the first feature; each further one has the next.
const FIRST_SEED: u64 = 8;

/// One network.
pub(super) struct Tok2Vec {
    /// Embedding tables by feature column.
    tables: Vec<Matrix>,
    mixer: Maxout,
    /// What a token adds to the first convolution of the token behind it, of itself, and of the
    /// one before it.
    shares: Affine,
    first_bias: Vec<f32>,
    convolutions: Vec<Maxout>,
}

/// What depends on a token alone.
#[derive(Debug)]
pub(super) struct Embedded {
    /// Its vector and what it adds to the first convolutions.
    values: Box<[f32]>,
}

impl Embedded {
    fn vector(&self) -> &[f32] {
        &self.values[..WIDTH]
    }

    /// What it adds where it stands at a place of the window.
    fn share(&self, place: usize) -> &[f32] {
        &self.values[WIDTH + place * SHARE..][..SHARE]
    }
}

impl Tok2Vec {
    pub(super) fn read(weights: &Weights, name: &str) -> Self {
        let columns = weights.count(&format!("{name}.embed"), "");
        let layers = weights.count(&format!("{name}.maxout"), ".weight");
        let layer = |i| Maxout::read(weights, &format!("{name}.maxout{i}"));
        let first = weights.matrix(&format!("{name}.maxout1.weight"));
        Self {
            tables: (0..columns).map(|i| weights.matrix(&format!("{name}.embed{i}"))).collect(),
            mixer: layer(0),
            shares: Affine::new(&by_place(&first), &[]),
            first_bias: weights.vector(&format!("{name}.maxout1.bias")),
            convolutions: (1..layers).map(layer).collect(),
        }
    }

    /// The vectors of a text's tokens, row behind row.
    pub(super) fn vectors(&self, tokens: &[&Embedded]) -> Vec<f32> {
        let rows = tokens.len() + 2 * PADDING;
        let mut hidden = vec![0.0; rows * WIDTH];
        for (row, token) in hidden.chunks_exact_mut(WIDTH).skip(PADDING).zip(tokens) {
            row.copy_from_slice(token.vector());
        }
        let mut changes = vec![0.0; rows * WIDTH];
        for (before, layer) in self.convolutions.iter().enumerate() {
            // Only rows that reach the text by the last layer.
            let first = before + 1;
            let changes = &mut changes[..(rows - 2 * first) * WIDTH];
            if before == 0 {
                self.convolve_first(tokens, changes);
            } else {
                // Rows lie behind one another, so a row with its neighbours is a longer row.
                layer.affine.apply(&hidden[before * WIDTH..], WIDTH, changes);
            }
            layer.add_normalized(changes, &mut hidden[first * WIDTH..]);
        }
        hidden.truncate((PADDING + tokens.len()) * WIDTH);
        hidden.drain(..PADDING * WIDTH);
        hidden
    }

    /// The first convolution before it is normalized, from the second row on: sums of what the
    /// three tokens of each window add.
    fn convolve_first(&self, tokens: &[&Embedded], outputs: &mut [f32]) {
        const NOTHING: [f32; SHARE] = [0.0; SHARE];
        let share = |row: usize, place: usize| {
            // The window of the second row begins with the first, which is padding.
            let token = (row + place).checked_sub(PADDING);
            token.and_then(|at| tokens.get(at)).map_or(&NOTHING[..], |token| token.share(place))
        };
        Arch::new().dispatch(|| {
            for (row, output) in outputs.chunks_exact_mut(WIDTH).enumerate() {
                let window: [&[f32]; WINDOW] = std::array::from_fn(|place| share(row, place));
                largest_sums(window, &self.first_bias, output);
            }
        });
    }

    /// What depends on tokens of these features alone.
    pub(super) fn embed(&self, tokens: &[Features]) -> Vec<Embedded> {
        let mut vectors = vec![0.0; tokens.len() * WIDTH];
        let looked_up = self.look_up(tokens);
        self.mixer.affine.apply(&looked_up, WIDTH * self.tables.len(), &mut vectors);
        let mut mixed = vec![0.0; vectors.len()];
        self.mixer.add_normalized(&mut vectors, &mut mixed);
        let width = self.shares.width();
        let mut shares = vec![0.0; tokens.len() * width];
        self.shares.apply(&mixed, WIDTH, &mut shares);
        let rows = mixed.chunks_exact(WIDTH).zip(shares.chunks_exact(width));
        let embedded = |(vector, shares): (&[f32], &[f32])| Embedded {
            values: [vector, &shares[..WINDOW * SHARE]].concat().into(),
        };
        rows.map(embedded).collect()
    }

    /// The hashed embeddings of tokens before the mixing layer.
    fn look_up(&self, tokens: &[Features]) -> Vec<f32> {
        let width = WIDTH * self.tables.len();
        let mut found = vec![0.0; tokens.len() * width];
        for (token, row) in tokens.iter().zip(found.chunks_exact_mut(width)) {
            for (column, part) in row.chunks_exact_mut(WIDTH).enumerate() {
                let table = &self.tables[column];
                for key in hash_rows(token.columns[column], FIRST_SEED + column as u64) {
                    let row = table.row(key as usize % table.rows);
                    part.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
                }
            }
        }
        found
    }
}

/// The weights of a convolution as those of a layer on single tokens, whose outputs are what a
/// token adds at each place of the window.
fn by_place(weights: &Matrix) -> Matrix {
    let places = (0..WINDOW).flat_map(|place| (0..SHARE).map(move |output| (place, output)));
    let values = places
        .flat_map(|(place, output)| &weights.row(output)[place * WIDTH..][..WIDTH])
        .copied()
        .collect();
    Matrix { rows: WINDOW * SHARE, columns: WIDTH, values }
}

/// Of each output the largest of the three pieces that the shares and the bias sum up to.
#[inline(always)]
fn largest_sums(shares: [&[f32]; WINDOW], bias: &[f32], output: &mut [f32]) {
    output.fill(f32::MIN);
    for piece in 0..PIECES {
        let [a, b, c, bias] =
            [shares[0], shares[1], shares[2], bias].map(|all| &all[piece * WIDTH..][..WIDTH]);
        let summands = a.iter().zip(b).zip(c).zip(bias);
        for (output, (((a, b), c), bias)) in output.iter_mut().zip(summands) {
            *output = output.max(a + b + c + bias);
        }
    }
}

/// An affine layer of which each output is the largest of three, then normalized.
struct Maxout {
    affine: Affine,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Maxout {
    fn read(weights: &Weights, name: &str) -> Self {
        let vector = |part: &str| weights.vector(&format!("{name}.{part}"));
        let weight = weights.matrix(&format!("{name}.weight"));
        Self {
            affine: Affine::maxout(&weight, &vector("bias")),
            gain: vector("gain"),
            shift: vector("shift"),
        }
    }

    /// Normalizes rows and adds them to others.
    fn add_normalized(&self, rows: &mut [f32], to: &mut [f32]) {
        Arch::new().dispatch(|| {
            for (row, to) in rows.chunks_exact_mut(WIDTH).zip(to.chunks_exact_mut(WIDTH)) {
                self.add_normalized_row(row, to);
            }
        });
    }

    #[inline(always)]
    fn add_normalized_row(&self, row: &mut [f32], to: &mut [f32]) {
        const EPSILON: f32 = 1e-8;
        let mean = sum(row, |v| v) / WIDTH as f32;
        let variance = sum(row, |v| (v - mean) * (v - mean)) / WIDTH as f32;
        let scale = (variance + EPSILON).sqrt().recip();
        let learnt = self.gain.iter().zip(&self.shift);
        for ((to, value), (gain, shift)) in to.iter_mut().zip(row).zip(learnt) {
            *to += (*value - mean) * scale * gain + shift;
        }
    }
}

/// A sum in so many lanes that the compiler can turn it into vector instructions.
#[inline(always)]
fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; 32];
    for chunk in values.as_chunks::<32>().0 {
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
