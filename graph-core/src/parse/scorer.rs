//! Scores of the next transition, from the vectors of a few tokens.

#![expect(
    clippy::inline_always,
    reason = "vector instructions are made only of what lies in the dispatched function"
)]

use pulp::Arch;

use super::affine::Affine;
use super::model::{Matrix, Weights};
use super::tok2vec::WIDTH;

const HIDDEN: usize = 64;
const PIECES: usize = 2;
const ROW: usize = HIDDEN * PIECES;

/// The layer that a transition system's model ends in.
pub(super) struct Scorer {
    reduce: Affine,
    /// Reduced vector → features × pieces × hidden.
    feature: Affine,
    feature_bias: Vec<f32>,
    /// What a feature without a token adds, one a row.
    missing: Matrix,
    /// Hidden units → moves.
    score: Affine,
}

/// What each token of a text adds to the hidden layer as each of the features.
pub(super) struct Contributions<'s> {
    scorer: &'s Scorer,
    rows: Vec<f32>,
    scores: Vec<f32>,
}

impl Scorer {
    pub(super) fn read(weights: &Weights, name: &str) -> Self {
        let matrix = |part: &str| weights.matrix(&format!("{name}.{part}"));
        let vector = |part: &str| weights.vector(&format!("{name}.{part}"));
        Self {
            reduce: Affine::new(&matrix("reduce.weight"), &vector("reduce.bias")),
            feature: Affine::new(&matrix("feature.weight"), &[]),
            feature_bias: vector("feature.bias"),
            missing: matrix("feature.missing"),
            score: Affine::new(&matrix("score.weight"), &vector("score.bias")),
        }
    }

    /// Computes for a text's vectors what depends on one token alone.
    pub(super) fn contributions(&self, vectors: &[f32]) -> Contributions<'_> {
        let tokens = vectors.len() / WIDTH;
        let mut reduced = vec![0.0; tokens * self.reduce.width()];
        self.reduce.apply(vectors, WIDTH, &mut reduced);
        let mut rows = vec![0.0; tokens * self.feature.width()];
        self.feature.apply(&reduced, self.reduce.width(), &mut rows);
        Contributions { scorer: self, rows, scores: vec![0.0; self.score.width()] }
    }
}

impl Contributions<'_> {
    /// The score of each move, where the features are these tokens; behind them more numbers may
    /// follow.
    pub(super) fn scores(&mut self, features: &[Option<usize>]) -> &[f32] {
        let hidden = Arch::new().dispatch(|| self.hidden(features));
        self.scorer.score.apply(&hidden, HIDDEN, &mut self.scores);
        &self.scores
    }

    /// The larger of two pieces for each of the hidden units.
    #[inline(always)]
    fn hidden(&self, features: &[Option<usize>]) -> [f32; HIDDEN] {
        let mut sum = [0.0; ROW];
        sum.copy_from_slice(&self.scorer.feature_bias);
        for (feature, token) in features.iter().enumerate() {
            let row = match token {
                Some(token) => &self.rows[token * self.scorer.feature.width() + feature * ROW..],
                None => self.scorer.missing.row(feature),
            };
            sum.iter_mut().zip(&row[..ROW]).for_each(|(sum, value)| *sum += value);
        }
        std::array::from_fn(|unit| sum[unit].max(sum[HIDDEN + unit]))
    }
}
