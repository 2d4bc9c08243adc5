//! The outline of a box by the kind of node that it stands for.

use std::fmt::Write;

use super::layout::{Point, Size};

/// How the corners of a kind's boxes are cut off.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Corners {
    Square,
    /// By a quarter of an ellipse: so wide, and so high.
    Round(f64, f64),
    /// Straight: so wide, and so high.
    Cut(f64, f64),
}

/// The outline of a box around the origin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outline {
    size: Size,
    corners: Corners,
    /// What else tells the kind: lines inside.
    marks: Marks,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Marks {
    None,
    /// A line along the left and one along the right side.
    Sides,
    /// A folded corner.
    Fold,
    /// A line under the upper edge.
    Head,
}

/// Room that corners and marks take from the text of a box, to each side.
pub(super) const MARGIN: f64 = 11.0;

impl Outline {
    /// The outline of such a kind of node; user-made kinds are plain boxes.
    pub(super) fn of(kind: &str, size: Size) -> Self {
        let half = size.height / 2.0;
        let (corners, marks) = match kind {
            "Person" => (Corners::Round(half.min(16.0), half.min(16.0)), Marks::None),
            "Organization" => (Corners::Square, Marks::None),
            "Group" => (Corners::Cut(7.0, 7.0), Marks::None),
            "Country" => (Corners::Cut(9.0, half), Marks::None),
            "Place" => (Corners::Round(9.0, half), Marks::None),
            "Facility" => (Corners::Square, Marks::Sides),
            "Agreement" => (Corners::Square, Marks::Fold),
            "Event" => (Corners::Cut(10.0, half * 0.66), Marks::None),
            "Article" => (Corners::Square, Marks::Head),
            _ => (Corners::Round(4.0, 4.0), Marks::None),
        };
        Self { size, corners, marks }
    }

    /// Whether a place lies within it.
    pub(super) fn contains(&self, place: Point) -> bool {
        let (x, y) = (place.x.abs(), place.y.abs());
        let (half_width, half_height) = (self.size.width / 2.0, self.size.height / 2.0);
        if x > half_width || y > half_height {
            return false;
        }
        // How far into the corner it is, of the corner's size.
        let into = |width: f64, height: f64| {
            (
                (x - half_width + width).max(0.0) / width,
                (y - half_height + height).max(0.0) / height,
            )
        };
        match self.corners {
            Corners::Square => true,
            Corners::Round(width, height) => {
                let (a, b) = into(width, height);
                a * a + b * b <= 1.0
            }
            Corners::Cut(width, height) => {
                let (a, b) = into(width, height);
                a + b <= 1.0
            }
        }
    }

    /// The outline as SVG path data.
    pub(super) fn path(&self, centre: Point) -> String {
        let (half_width, half_height) = (self.size.width / 2.0, self.size.height / 2.0);
        let (left, right) = (centre.x - half_width, centre.x + half_width);
        let (top, bottom) = (centre.y - half_height, centre.y + half_height);
        let (width, height, round) = match self.corners {
            Corners::Square => (0.0, 0.0, false),
            Corners::Round(width, height) => (width, height, true),
            Corners::Cut(width, height) => (width, height, false),
        };
        let mut path = String::new();
        // Each side clockwise from its first corner, which is rounded or cut from the one before.
        let sides = [
            (left, top + height, left + width, top, right - width, top),
            (right - width, top, right, top + height, right, bottom - height),
            (right, bottom - height, right - width, bottom, left + width, bottom),
            (left + width, bottom, left, bottom - height, left, top + height),
        ];
        let _ = write!(path, "M{:.1} {:.1}", sides[0].0, sides[0].1);
        for (_, _, x, y, end_x, end_y) in sides {
            let _ = match (width > 0.0, round) {
                (true, true) => write!(path, "A{width:.1} {height:.1} 0 0 1 {x:.1} {y:.1}"),
                (true, false) => write!(path, "L{x:.1} {y:.1}"),
                (false, _) => Ok(()),
            };
            let _ = write!(path, "L{end_x:.1} {end_y:.1}");
        }
        path.push('Z');
        self.mark(&mut path, Point::new(left, top), Point::new(right, bottom));
        path
    }

    fn mark(&self, path: &mut String, low: Point, high: Point) {
        let (left, top, right, bottom) = (low.x, low.y, high.x, high.y);
        let _ = match self.marks {
            Marks::None => Ok(()),
            Marks::Sides => {
                let (a, b) = (left + 5.0, right - 5.0);
                write!(path, "M{a:.1} {top:.1}V{bottom:.1}M{b:.1} {top:.1}V{bottom:.1}")
            }
            Marks::Fold => {
                let (x, y) = (right - 8.0, top + 8.0);
                // Clockwise, as the outline, or filling would leave a hole.
                write!(path, "M{right:.1} {y:.1}H{x:.1}V{top:.1}")
            }
            Marks::Head => {
                let y = top + 4.0;
                write!(path, "M{left:.1} {y:.1}H{right:.1}")
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { width: 100.0, height: 30.0 };

    #[test]
    fn corners_are_outside_where_they_are_cut_off() {
        let corner = Point::new(49.0, 14.5);
        assert!(Outline::of("Organization", SIZE).contains(corner));
        for kind in ["Person", "Group", "Country", "Place", "Event"] {
            let outline = Outline::of(kind, SIZE);
            assert!(!outline.contains(corner), "{kind}");
            assert!(outline.contains(Point::default()) && outline.contains(Point::new(0.0, 14.9)));
            assert!(
                !outline.contains(Point::new(0.0, 15.1))
                    && !outline.contains(Point::new(51.0, 0.0))
            );
        }
    }

    #[test]
    fn paths_are_closed_outlines() {
        let path = Outline::of("Organization", SIZE).path(Point::new(50.0, 15.0));
        assert_eq!(path, "M0.0 0.0L100.0 0.0L100.0 30.0L0.0 30.0L0.0 0.0Z");
    }
}
