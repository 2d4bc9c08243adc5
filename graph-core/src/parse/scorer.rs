//! Scores of the next transition, from the vectors of a few tokens.

use ndarray::{Array1, Array2};

use super::model::Weights;

const HIDDEN: usize = 64;
const PIECES: usize = 2;
const ROW: usize = HIDDEN * PIECES;

/// The layer that a transition system's model ends in.
pub(super) struct Scorer {
    reduce: Array2<f32>,
    reduce_bias: Array1<f32>,
    /// Reduced vector × (features × pieces × hidden).
    feature: Array2<f32>,
    feature_bias: Array1<f32>,
    /// What a feature without a token adds, one a row.
    missing: Array2<f32>,
    /// Hidden × moves.
    score: Array2<f32>,
    score_bias: Array1<f32>,
}

/// What each token of a text adds to the hidden layer as each of the features.
pub(super) struct Contributions<'s> {
    scorer: &'s Scorer,
    rows: Array2<f32>,
    scores: Vec<f32>,
}

impl Scorer {
    pub(super) fn read(weights: &Weights, name: &str) -> Self {
        let matrix = |part: &str| weights.matrix(&format!("{name}.{part}"));
        let vector = |part: &str| weights.vector(&format!("{name}.{part}"));
        Self {
            reduce: matrix("reduce.weight").reversed_axes(),
            reduce_bias: vector("reduce.bias"),
            feature: matrix("feature.weight").reversed_axes(),
            feature_bias: vector("feature.bias"),
            missing: matrix("feature.missing"),
            score: matrix("score.weight").reversed_axes().as_standard_layout().into_owned(),
            score_bias: vector("score.bias"),
        }
    }

    /// Computes for a text's vectors what depends on one token alone.
    pub(super) fn contributions(&self, vectors: &Array2<f32>) -> Contributions<'_> {
        let reduced = vectors.dot(&self.reduce) + &self.reduce_bias;
        let rows = reduced.dot(&self.feature);
        Contributions { scorer: self, rows, scores: vec![0.0; self.score_bias.len()] }
    }
}

impl Contributions<'_> {
    /// The score of each move, where the features are these tokens.
    pub(super) fn scores(&mut self, features: &[Option<usize>]) -> &[f32] {
        let scorer = self.scorer;
        let mut sum = [0.0; ROW];
        sum.copy_from_slice(slice(&scorer.feature_bias));
        for (feature, token) in features.iter().enumerate() {
            let row = match token {
                Some(token) => {
                    &matrix_slice(&self.rows)[(token * features.len() + feature) * ROW..][..ROW]
                }
                None => &matrix_slice(&scorer.missing)[feature * ROW..][..ROW],
            };
            add(&mut sum, row, 1.0);
        }
        self.scores.copy_from_slice(slice(&scorer.score_bias));
        let moves = self.scores.len();
        let weights = matrix_slice(&scorer.score).chunks_exact(moves);
        let (first, second) = sum.split_at(HIDDEN);
        for ((a, b), weights) in first.iter().zip(second).zip(weights) {
            add(&mut self.scores, weights, a.max(*b));
        }
        &self.scores
    }
}

/// Adds a multiple of the row.
fn add(sum: &mut [f32], row: &[f32], factor: f32) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += factor * value;
    }
}

fn slice(vector: &Array1<f32>) -> &[f32] {
    vector.as_slice().expect("a vector lies in one piece")
}

fn matrix_slice(matrix: &Array2<f32>) -> &[f32] {
    matrix.as_slice().expect("it was made in this order")
}
