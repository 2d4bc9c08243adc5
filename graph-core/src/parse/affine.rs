//! Affine layers: their weights laid out for the vector instructions that the processor turns
//! out to have, and multiplied in tiles.
//!
//! A tile is a few rows of inputs by three vectors of outputs. Its sums stay in registers while
//! the inputs are gone through once, as in Goto and van de Geijn, *Anatomy of High-Performance
//! Matrix Multiplication* (2008); the weights of those outputs lie in the order of their use.

#![expect(
    clippy::inline_always,
    reason = "vector instructions are made only of what lies in the dispatched function"
)]

use std::array;

use pulp::{Arch, Simd, WithSimd};

use super::model::Matrix;

/// Vectors of outputs in a tile.
const VECTORS: usize = 3;

/// What becomes of a tile's three sums for each of its rows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// They are three times as many outputs.
    Apart,
    /// The largest of the three is an output.
    Largest,
}

/// Weights and bias of a layer.
pub(super) struct Affine {
    arch: Arch,
    ending: Ending,
    /// Length of a row of inputs.
    depth: usize,
    /// Length of a row of outputs, rounded up to whole tiles; the rest of them is zero.
    width: usize,
    /// Panel behind panel; in each, for one input after the other, the weights of a tile's outputs.
    weights: Vec<f32>,
    /// In the order of the panels.
    bias: Vec<f32>,
}

impl Affine {
    /// A layer with these weights, outputs × inputs.
    pub(super) fn new(weights: &Matrix, bias: &[f32]) -> Self {
        let tile = VECTORS * lanes(Arch::new());
        let panels = weights.rows.div_ceil(tile);
        let column = |panel: usize, place: usize| panel * tile + place;
        Self::pack(weights, bias, Ending::Apart, panels, column)
    }

    /// A layer of which each output is the largest of three, which lie a third of all apart.
    ///
    /// # Panics
    /// Where a third of the weights' rows is no multiple of a vector's lanes.
    pub(super) fn maxout(weights: &Matrix, bias: &[f32]) -> Self {
        let lanes = lanes(Arch::new());
        let outputs = weights.rows / VECTORS;
        assert_eq!(outputs % lanes, 0, "a vector has no lanes to spare");
        let column =
            |panel: usize, place: usize| place / lanes * outputs + panel * lanes + place % lanes;
        Self::pack(weights, bias, Ending::Largest, outputs / lanes, column)
    }

    /// `column` says which output is at a place in a panel.
    fn pack(
        matrix: &Matrix,
        bias: &[f32],
        ending: Ending,
        panels: usize,
        column: impl Fn(usize, usize) -> usize,
    ) -> Self {
        let arch = Arch::new();
        let tile = VECTORS * lanes(arch);
        let depth = matrix.columns;
        let mut weights = Vec::with_capacity(panels * depth * tile);
        for panel in 0..panels {
            for input in 0..depth {
                let weight = |place| matrix.get(column(panel, place), input).unwrap_or(0.0);
                weights.extend((0..tile).map(weight));
            }
        }
        let places = (0..panels).flat_map(|panel| (0..tile).map(move |place| (panel, place)));
        let bias = places
            .map(|(panel, place)| bias.get(column(panel, place)).copied().unwrap_or(0.0))
            .collect();
        let of_panel = if ending == Ending::Apart { tile } else { tile / VECTORS };
        Self { arch, ending, depth, width: panels * of_panel, weights, bias }
    }

    /// Length of a row of outputs.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The outputs for rows of inputs, of which each begins `stride` numbers behind the one
    /// before: rows may overlap. Every row of `outputs` is written.
    pub(super) fn apply(&self, inputs: &[f32], stride: usize, outputs: &mut [f32]) {
        self.arch.dispatch(Product { layer: self, inputs, stride, outputs });
    }
}

/// How many numbers a vector has.
fn lanes(arch: Arch) -> usize {
    struct Lanes;
    impl WithSimd for Lanes {
        type Output = usize;

        fn with_simd<S: Simd>(self, _: S) -> usize {
            S::F32_LANES
        }
    }
    arch.dispatch(Lanes)
}

struct Product<'a> {
    layer: &'a Affine,
    inputs: &'a [f32],
    stride: usize,
    outputs: &'a mut [f32],
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        // As many sums as leave room for a tile's weights and an input.
        if S::REGISTER_COUNT >= 32 { self.panels::<S, 8>(simd) } else { self.panels::<S, 4>(simd) }
    }
}

impl Product<'_> {
    #[inline(always)]
    fn panels<S: Simd, const ROWS: usize>(mut self, simd: S) {
        let tile = VECTORS * S::F32_LANES;
        let panels = self.layer.weights.chunks_exact(self.layer.depth * tile);
        for (panel, (weights, bias)) in panels.zip(self.layer.bias.chunks_exact(tile)).enumerate() {
            let weights = S::as_simd_f32s(weights).0.as_chunks().0;
            let bias: [S::f32s; VECTORS] = array::from_fn(|i| S::as_simd_f32s(bias).0[i]);
            let rows = self.outputs.len() / self.layer.width;
            let mut row = 0;
            while row + ROWS <= rows {
                self.tile::<S, ROWS>(simd, panel, row, weights, bias);
                row += ROWS;
            }
            while row + 2 <= rows {
                self.tile::<S, 2>(simd, panel, row, weights, bias);
                row += 2;
            }
            if row < rows {
                let inputs = &self.inputs[row * self.stride..][..weights.len()];
                let sums = sums_of_one(simd, inputs, weights, bias);
                self.put::<S>(simd, panel, row, sums);
            }
        }
    }

    #[inline(always)]
    fn tile<S: Simd, const ROWS: usize>(
        &mut self,
        simd: S,
        panel: usize,
        row: usize,
        weights: &[[S::f32s; VECTORS]],
        bias: [S::f32s; VECTORS],
    ) {
        let (inputs, stride) = (self.inputs, self.stride);
        let inputs: [&[f32]; ROWS] =
            array::from_fn(|i| &inputs[(row + i) * stride..][..weights.len()]);
        let sums = sums(simd, inputs, weights, bias);
        for (i, sums) in sums.into_iter().enumerate() {
            self.put::<S>(simd, panel, row + i, sums);
        }
    }

    /// Makes outputs of the sums of a row.
    #[inline(always)]
    fn put<S: Simd>(&mut self, simd: S, panel: usize, row: usize, sums: [S::f32s; VECTORS]) {
        let Affine { width, ending, .. } = *self.layer;
        let of_panel = match ending {
            Ending::Apart => VECTORS * S::F32_LANES,
            Ending::Largest => S::F32_LANES,
        };
        let outputs = &mut self.outputs[row * width + panel * of_panel..][..of_panel];
        let outputs = S::as_mut_simd_f32s(outputs).0;
        match ending {
            Ending::Apart => outputs.copy_from_slice(&sums),
            Ending::Largest => {
                let [a, b, c] = sums;
                outputs[0] = simd.max_f32s(simd.max_f32s(a, b), c);
            }
        }
    }
}

/// The sums of a tile, which lie in registers.
#[inline(always)]
fn sums<S: Simd, const ROWS: usize>(
    simd: S,
    inputs: [&[f32]; ROWS],
    weights: &[[S::f32s; VECTORS]],
    bias: [S::f32s; VECTORS],
) -> [[S::f32s; VECTORS]; ROWS] {
    let mut sums = [bias; ROWS];
    // Of a length that the compiler sees, so that no index is checked in the loop.
    let inputs = inputs.map(|row| &row[..weights.len()]);
    for (input, weights) in weights.iter().enumerate() {
        for (row, sums) in inputs.iter().zip(&mut sums) {
            let value = simd.splat_f32s(row[input]);
            for (sum, &weight) in sums.iter_mut().zip(weights) {
                *sum = simd.mul_add_e_f32s(value, weight, *sum);
            }
        }
    }
    sums
}

/// The same of a single row: sums over every fourth input, so that none waits for the last.
#[inline(always)]
fn sums_of_one<S: Simd>(
    simd: S,
    inputs: &[f32],
    weights: &[[S::f32s; VECTORS]],
    bias: [S::f32s; VECTORS],
) -> [S::f32s; VECTORS] {
    const APART: usize = 4;
    let mut parts = [[simd.splat_f32s(0.0); VECTORS]; APART];
    parts[0] = bias;
    let (inputs, last_inputs) = inputs.as_chunks::<APART>();
    let (weights, last_weights) = weights.as_chunks::<APART>();
    for (inputs, weights) in inputs.iter().zip(weights) {
        for (part, (&input, weights)) in parts.iter_mut().zip(inputs.iter().zip(weights)) {
            let value = simd.splat_f32s(input);
            for (sum, &weight) in part.iter_mut().zip(weights) {
                *sum = simd.mul_add_e_f32s(value, weight, *sum);
            }
        }
    }
    let [a, b, c, d] = parts;
    let add = |i: usize| simd.add_f32s(simd.add_f32s(a[i], b[i]), simd.add_f32s(c[i], d[i]));
    let [whole] = sums(simd, [last_inputs], last_weights, array::from_fn(add));
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that differ and are exact in sums.
    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|i| ((i * 7) % 11) as f32 - 5.0).collect()
    }

    fn output(weights: &Matrix, bias: &[f32], inputs: &[f32], output: usize) -> f32 {
        let products = (0..weights.columns)
            .map(|input| weights.get(output, input).unwrap_or_default() * inputs[input]);
        products.sum::<f32>() + bias[output]
    }

    #[test]
    fn products_of_any_number_of_rows() {
        let weights = Matrix { rows: 50, columns: 7, values: numbers(350) };
        let (bias, inputs) = (numbers(50), numbers(200));
        let layer = Affine::new(&weights, &bias);
        for rows in 0..21 {
            // Rows that overlap.
            let mut outputs = vec![f32::NAN; rows * layer.width()];
            layer.apply(&inputs, 3, &mut outputs);
            for (row, outputs) in outputs.chunks_exact(layer.width()).enumerate() {
                let expected = (0..50).map(|i| output(&weights, &bias, &inputs[3 * row..], i));
                assert!(expected.eq(outputs[..50].iter().copied()), "row {row} of {rows}");
                assert!(outputs[50..].iter().all(|&rest| rest == 0.0));
            }
        }
    }

    #[test]
    fn the_largest_of_three() {
        let weights = Matrix { rows: 288, columns: 5, values: numbers(1440) };
        let (bias, inputs) = (numbers(288), numbers(30));
        let layer = Affine::maxout(&weights, &bias);
        let mut outputs = vec![f32::NAN; 6 * 96];
        layer.apply(&inputs, 5, &mut outputs);
        for (row, outputs) in outputs.chunks_exact(96).enumerate() {
            let piece = |i| output(&weights, &bias, &inputs[5 * row..], i);
            let expected = (0..96).map(|i| piece(i).max(piece(i + 96)).max(piece(i + 192)));
            assert!(expected.eq(outputs.iter().copied()), "row {row}");
        }
    }
}
