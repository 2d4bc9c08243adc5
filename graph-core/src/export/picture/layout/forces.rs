//! A force-directed layout after Fruchterman and Reingold (Software: Practice and Experience
//! 21, 1991): lines pull like springs, boxes push each other away, and it cools down.

use std::collections::VecDeque;

use super::quadtree::Quadtree;
use super::{Line, Point, Size};

/// The seed of the directions in which boxes start out.
const SEED: u64 = 0x5eed;

/// Room between boxes on a line, in pixels, besides its label.
const GAP: f64 = 24.0;

/// How hard boxes push each other away, and how hard the middle pulls them, by the pull of a
/// spring at its length.
const PUSH: f64 = 0.35;
const GRAVITY: f64 = 0.03;

/// Boxes are wider than high, and so is what they are drawn on.
const WIDER: f64 = 1.45;

/// Where the centres of connected boxes settle.
pub(super) fn settle(sizes: &[Size], lines: &[Line]) -> Vec<Point> {
    let springs = springs(sizes, lines);
    let mut degrees = vec![0_u32; sizes.len()];
    for spring in &springs {
        degrees[spring.a] += 1;
        degrees[spring.b] += 1;
    }
    let mut places = start(sizes.len(), &springs, &degrees);
    if sizes.len() > 1 {
        cool(&mut places, &springs, &degrees);
    }
    for place in &mut places {
        place.x *= WIDER;
    }
    places
}

/// What holds two boxes together.
#[derive(Debug)]
struct Spring {
    a: usize,
    b: usize,
    length: f64,
}

/// One spring a pair, long enough for its longest label.
fn springs(sizes: &[Size], lines: &[Line]) -> Vec<Spring> {
    let radius = |number: usize| sizes[number].width / 4.0 + sizes[number].height / 4.0;
    let mut springs: Vec<Spring> = { lines.iter().filter(|line| !line.is_loop()) }
        .map(|line| Spring {
            a: line.from.min(line.to),
            b: line.from.max(line.to),
            length: radius(line.from) + radius(line.to) + line.label.width / 2.0 + GAP,
        })
        .collect();
    springs.sort_by(|left, right| {
        (left.a, left.b).cmp(&(right.a, right.b)).then(right.length.total_cmp(&left.length))
    });
    springs.dedup_by_key(|spring| (spring.a, spring.b));
    springs
}

/// Each box beside the one through which it is reached from the best connected one, so that
/// neighbours start out as neighbours.
fn start(boxes: usize, springs: &[Spring], degrees: &[u32]) -> Vec<Point> {
    let mut neighbours: Vec<Vec<(usize, f64)>> = vec![Vec::new(); boxes];
    for spring in springs {
        neighbours[spring.a].push((spring.b, spring.length));
        neighbours[spring.b].push((spring.a, spring.length));
    }
    let mut places = vec![Point::default(); boxes];
    let mut reached = vec![false; boxes];
    let best = (0..boxes).rev().max_by_key(|number| degrees[*number]).unwrap_or_default();
    let mut queue = VecDeque::from([best]);
    let mut directions = Directions(SEED);
    if boxes > 0 {
        reached[best] = true;
    }
    while let Some(at) = queue.pop_front() {
        for (next, length) in &neighbours[at] {
            if !std::mem::replace(&mut reached[*next], true) {
                // Outwards more than back.
                let out = places[at] * 0.3;
                places[*next] = places[at] + out + directions.next() * *length;
                queue.push_back(*next);
            }
        }
    }
    places
}

/// Lets springs and pushes move the boxes, ever less.
fn cool(places: &mut [Point], springs: &[Spring], degrees: &[u32]) {
    let total: f64 = springs.iter().map(|spring| spring.length).sum();
    let length = total / springs.len() as f64;
    let rounds = (600_000 / places.len()).clamp(90, 500);
    // Those with many neighbours push harder, which makes room for these.
    let masses: Vec<f64> =
        degrees.iter().map(|degree| (1.0 + f64::from(*degree)).sqrt() / 1.4).collect();
    let mut moves = vec![Point::default(); places.len()];
    let mut open = Vec::new();
    for round in 0..rounds {
        let left = 1.0 - round as f64 / rounds as f64;
        let furthest = length * (0.02 + 1.2 * left * left);
        let tree = Quadtree::of(places, &masses);
        for (number, sum) in moves.iter_mut().enumerate() {
            let push = tree.push_from(places[number], &mut open);
            *sum = push * (length * length * length * masses[number] * PUSH)
                - places[number] * (GRAVITY * masses[number]);
        }
        for spring in springs {
            let along = places[spring.b] - places[spring.a];
            let pull = along * (along.length() / spring.length);
            moves[spring.a] = moves[spring.a] + pull;
            moves[spring.b] = moves[spring.b] - pull;
        }
        for ((place, sum), degree) in places.iter_mut().zip(&moves).zip(degrees) {
            let far = sum.length();
            if far > 0.0 {
                // Many springs are stiff: the whole sum would overshoot their rest.
                let near = far * 0.3 / (1.0 + 0.5 * f64::from(*degree));
                *place = *place + *sum * (furthest.min(near) / far);
            }
        }
    }
}

/// Unit vectors in directions that look random (`SplitMix64`), the same ones each time.
#[derive(Debug)]
struct Directions(u64);

impl Directions {
    /// A number from -1 to 1.
    fn number(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        (mixed >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }

    fn next(&mut self) -> Point {
        loop {
            let point = Point::new(self.number(), self.number());
            let length = point.length();
            if length > 0.1 && length <= 1.0 {
                return point / length;
            }
        }
    }
}
