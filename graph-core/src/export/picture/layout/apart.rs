//! Pushes boxes and labels apart until none covers another.

use super::{Point, Size, pack};

/// A box or a label, at a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body {
    pub(super) centre: Point,
    pub(super) size: Size,
    /// How little it gives way.
    weight: f64,
}

/// Least distance between boxes, in pixels.
const GAP: f64 = 10.0;

/// Up to this many bodies are all set apart; beyond, only as far as a fixed number of rounds
/// goes, which leaves few covered.
const MANY: usize = 4000;

/// Rounds after which what still overlaps gets more room.
const ROUNDS: usize = 50;

/// Everything is moved this much further apart then.
const MORE: f64 = 1.06;

/// How often there may be more room: at 2,500 times the size, any two distinct places are apart.
const TIMES: usize = 135;

impl Body {
    pub(super) fn of_box(centre: Point, size: Size) -> Self {
        let size = Size { width: size.width + GAP, height: size.height + GAP };
        Self { centre, size, weight: 4.0 }
    }

    /// Nothing covers a label without extent.
    pub(super) fn of_label(centre: Point, size: Size) -> Self {
        Self { centre, size, weight: 1.0 }
    }

    pub(super) fn top(&self) -> f64 {
        self.centre.y - self.size.height / 2.0
    }

    pub(super) fn bottom(&self) -> f64 {
        self.centre.y + self.size.height / 2.0
    }
}

/// The part of the room that bodies may fill at most before they are pushed apart: where they are
/// crowded, pushing would undo what the forces did.
const FILLED: f64 = 0.3;

/// Moves bodies until none overlaps another.
pub(super) fn push(bodies: &mut [Body]) {
    make_room(bodies);
    let solid: Vec<usize> =
        (0..bodies.len()).filter(|number| bodies[*number].size.width > 0.0).collect();
    let times = if solid.len() > MANY { 1 } else { TIMES };
    for _ in 0..times {
        if (0..ROUNDS).any(|_| !push_once(bodies, &solid)) {
            return;
        }
        for body in &mut *bodies {
            body.centre = body.centre * MORE;
        }
    }
}

/// Moves all bodies away from each other alike where they fill too much.
fn make_room(bodies: &mut [Body]) {
    let filled: f64 = bodies.iter().map(|body| body.size.width * body.size.height).sum();
    let (_, whole) = pack::extent(bodies);
    let times = (filled / FILLED / (whole.width * whole.height)).sqrt();
    if times > 1.0 && times.is_finite() {
        for body in bodies {
            body.centre = body.centre * times;
        }
    }
}

/// Moves what overlaps, from top to bottom; whether anything did. O(bodies · those beside one).
fn push_once(bodies: &mut [Body], solid: &[usize]) -> bool {
    let mut order = solid.to_vec();
    order.sort_by(|a, b| bodies[*a].top().total_cmp(&bodies[*b].top()).then(a.cmp(b)));
    let mut moved = false;
    for (nth, upper) in order.iter().enumerate() {
        for lower in &order[nth + 1..] {
            if bodies[*lower].top() >= bodies[*upper].bottom() {
                break;
            }
            moved |= separate(bodies, *upper, *lower);
        }
    }
    moved
}

/// Moves two bodies apart, the shorter way, the lighter one more; whether they overlapped.
fn separate(bodies: &mut [Body], a: usize, b: usize) -> bool {
    let (first, second) = (bodies[a], bodies[b]);
    let between = second.centre - first.centre;
    let wide = f64::midpoint(first.size.width, second.size.width) - between.x.abs();
    let high = f64::midpoint(first.size.height, second.size.height) - between.y.abs();
    // Rounding may leave a hair, which isn't worth another round.
    if wide < 1e-6 || high < 1e-6 {
        return false;
    }
    let side = |distance: f64| if distance < 0.0 { -1.0 } else { 1.0 };
    let way = if wide < high {
        Point::new(side(between.x) * (wide + 0.01), 0.0)
    } else {
        Point::new(0.0, side(between.y) * (high + 0.01))
    };
    let share = second.weight / (first.weight + second.weight);
    bodies[a].centre = first.centre - way * share;
    bodies[b].centre = second.centre + way * (1.0 - share);
    true
}
