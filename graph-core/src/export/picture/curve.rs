//! The line from one box to another, through its label.

use std::fmt::{self, Display, Formatter};

use super::layout::Point;
use super::outline::Outline;

/// A cubic Bézier curve by its four control points. Displayed as SVG path data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::export) struct Curve(pub(super) [Point; 4]);

/// How near to the outline a curve is cut: `2⁻¹²` of its length.
const HALVINGS: usize = 12;

impl Curve {
    /// Its control points: the start, two that it bends towards, the end.
    pub(in crate::export) fn points(&self) -> [Point; 4] {
        self.0
    }

    /// From the outline of a box around `start`, through a place, to the outline of a box around
    /// `end`; where one covers the other, from centre to centre.
    pub(super) fn through(
        label: Point,
        (start, leaves): (Point, &Outline),
        (end, reaches): (Point, &Outline),
    ) -> Self {
        let curve =
            if start == end { Self::around(start, label) } else { Self::over(start, label, end) };
        let leaving = curve.edge(0.5, 0.0, |at| leaves.contains(at - start));
        let reaching = curve.edge(0.5, 1.0, |at| reaches.contains(at - end));
        leaving.zip(reaching).map_or(curve, |(from, to)| curve.between(from, to))
    }

    /// The quadratic curve that is at `middle` halfway, as a cubic one.
    fn over(start: Point, middle: Point, end: Point) -> Self {
        let bend = middle * 2.0 - (start + end) / 2.0;
        let third = |near: Point| near + (bend - near) * (2.0 / 3.0);
        Self([start, third(start), third(end), end])
    }

    /// A loop that is at `middle` halfway.
    fn around(start: Point, middle: Point) -> Self {
        let out = (middle - start) * (4.0 / 3.0);
        let wide = out.turned() * 0.4;
        Self([start, start + out + wide, start + out - wide, start])
    }

    fn at(&self, t: f64) -> Point {
        self.blossom(t, t, t)
    }

    /// The curve's polar form (Ramshaw, Blossoming, 1987).
    fn blossom(&self, r: f64, s: f64, t: f64) -> Point {
        let mix = |from: Point, to: Point, by: f64| from + (to - from) * by;
        let [start, first, second, end] = self.0;
        let middle = mix(first, second, r);
        let (left, right) = (mix(start, first, r), mix(second, end, r));
        mix(mix(left, middle, s), mix(middle, right, s), t)
    }

    /// Where, from outside at `out`, it enters what holds its end at `inside`; `None` where
    /// `out` isn't outside.
    fn edge(&self, mut out: f64, mut inside: f64, holds: impl Fn(Point) -> bool) -> Option<f64> {
        if holds(self.at(out)) {
            return None;
        }
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(out, inside);
            if holds(self.at(middle)) { inside = middle } else { out = middle }
        }
        Some(out)
    }

    fn between(&self, s: f64, t: f64) -> Self {
        Self([
            self.blossom(s, s, s),
            self.blossom(s, s, t),
            self.blossom(s, t, t),
            self.blossom(t, t, t),
        ])
    }
}

impl Display for Curve {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let [a, b, c, d] = self.0;
        write!(out, "M{:.1} {:.1}C{:.1} {:.1} ", a.x, a.y, b.x, b.y)?;
        write!(out, "{:.1} {:.1} {:.1} {:.1}", c.x, c.y, d.x, d.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::picture::layout::Size;

    #[test]
    fn curves_go_from_edge_to_edge() {
        let outline = Outline::of("Organization", Size { width: 20.0, height: 10.0 });
        let (start, end) = (Point::new(0.0, 0.0), Point::new(100.0, 0.0));
        let curve = Curve::through(Point::new(50.0, 0.0), (start, &outline), (end, &outline));
        let [first, _, _, last] = curve.0;
        assert!((first.x - 10.0).abs() < 0.1 && (last.x - 90.0).abs() < 0.1, "{curve}");
    }

    #[test]
    fn curves_go_through_their_label() {
        let (start, end) = (Point::new(0.0, 0.0), Point::new(100.0, 0.0));
        let label = Point::new(50.0, 30.0);
        assert!((Curve::over(start, label, end).at(0.5) - label).length() < 1e-9);
        assert!((Curve::around(start, label).at(0.5) - label).length() < 1e-9);
    }
}
