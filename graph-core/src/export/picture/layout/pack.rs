//! Puts the connected parts of a drawing side by side.

use super::apart::Body;
use super::{Point, Size};

/// Room between parts, in pixels.
const GAP: f64 = 24.0;

/// How much wider than high the whole should be.
const ASPECT: f64 = 1.5;

/// The upper left corner of the room that bodies take, and its size.
pub(super) fn extent(bodies: &[Body]) -> (Point, Size) {
    let (mut low, mut high) = (Point::new(f64::MAX, f64::MAX), Point::new(f64::MIN, f64::MIN));
    for body in bodies {
        let half = Point::new(body.size.width, body.size.height) / 2.0;
        let (corner, other) = (body.centre - half, body.centre + half);
        low = Point::new(low.x.min(corner.x), low.y.min(corner.y));
        high = Point::new(high.x.max(other.x), high.y.max(other.y));
    }
    (low, Size { width: high.x - low.x, height: high.y - low.y })
}

/// A corner for each part, largest parts first, each as high up and as far left as it fits under
/// those before it; and the size of the whole. O(parts²) at worst.
pub(super) fn pack(parts: &[Size]) -> (Vec<Point>, Size) {
    let area = |size: &Size| (size.width + GAP) * (size.height + GAP);
    let total: f64 = parts.iter().map(area).sum();
    let widest = parts.iter().map(|part| part.width + GAP).fold(0.0, f64::max);
    let width = widest.max((total * ASPECT).sqrt());
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| {
        let (a_part, b_part) = (&parts[*a], &parts[*b]);
        b_part
            .height
            .total_cmp(&a_part.height)
            .then(area(b_part).total_cmp(&area(a_part)))
            .then(a.cmp(b))
    });
    let mut skyline = Skyline { steps: vec![Step { left: 0.0, floor: 0.0 }], width };
    let mut corners = vec![Point::default(); parts.len()];
    let mut size = Size::default();
    for number in order {
        let part = parts[number];
        let corner = skyline.take(part.width + GAP, part.height + GAP);
        corners[number] = corner;
        size.width = size.width.max(corner.x + part.width);
        size.height = size.height.max(corner.y + part.height);
    }
    (corners, size)
}

/// The lower edge of what is packed, from left to right.
#[derive(Debug)]
struct Skyline {
    steps: Vec<Step>,
    width: f64,
}

/// From here on to the next step, all above the floor is taken.
#[derive(Clone, Copy, Debug)]
struct Step {
    left: f64,
    floor: f64,
}

impl Skyline {
    /// Takes room for a part, which is at most as wide as the whole.
    fn take(&mut self, width: f64, height: f64) -> Point {
        let free = (0..self.steps.len()).filter_map(|at| self.floor_at(at, width).map(|y| (y, at)));
        let best = free.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let (floor, at) = best.unwrap_or_default();
        let left = self.steps[at].left;
        let right = left + width;
        let last = self.steps.partition_point(|step| step.left < right);
        let behind = self.steps[last - 1].floor;
        let reaches_next = self.steps.get(last).is_some_and(|step| step.left <= right);
        let mut put = vec![Step { left, floor: floor + height }];
        if !reaches_next && right < self.width {
            put.push(Step { left: right, floor: behind });
        }
        self.steps.splice(at..last, put);
        Point::new(left, floor)
    }

    /// How far down a part has to go that begins at a step; `None` where it is too wide there.
    fn floor_at(&self, at: usize, width: f64) -> Option<f64> {
        let left = self.steps[at].left;
        let fits = at == 0 || left + width <= self.width;
        let under = self.steps[at..].iter().take_while(|step| step.left < left + width);
        fits.then(|| under.map(|step| step.floor).fold(0.0, f64::max))
    }
}
