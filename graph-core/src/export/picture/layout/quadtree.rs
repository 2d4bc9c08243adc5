//! What far bodies do to one, as Barnes and Hut count it: those of a square that looks small from
//! there are one body at their centre of mass (Nature 324, 1986).

use super::Point;

/// Squares that look smaller than this, side by distance, count as one body.
const SMALL: f64 = 0.9;

/// Squares aren't halved more often: bodies at one place would halve them for ever.
const DEEPEST: usize = 32;

const NONE: u32 = u32::MAX;

/// Squares in squares, with the bodies in them.
#[derive(Debug)]
pub(super) struct Quadtree {
    squares: Vec<Square>,
    side: f64,
}

#[derive(Clone, Debug)]
struct Square {
    mass: f64,
    /// The sum of the places of its bodies, each times its mass.
    moment: Point,
    /// Its quarters; the first is [`NONE`] in one that isn't divided.
    quarters: [u32; 4],
    bodies: u32,
}

const EMPTY: Square =
    Square { mass: 0.0, moment: Point::new(0.0, 0.0), quarters: [NONE; 4], bodies: 0 };

impl Quadtree {
    /// Of bodies with their masses. O(bodies · log bodies).
    pub(super) fn of(places: &[Point], masses: &[f64]) -> Self {
        let (mut low, mut high) = (Point::new(f64::MAX, f64::MAX), Point::new(f64::MIN, f64::MIN));
        for place in places {
            low = Point::new(low.x.min(place.x), low.y.min(place.y));
            high = Point::new(high.x.max(place.x), high.y.max(place.y));
        }
        let side = (high.x - low.x).max(high.y - low.y).max(1.0);
        let mut tree = Self { squares: vec![EMPTY], side };
        for (place, mass) in places.iter().zip(masses) {
            tree.insert(*place, *mass, low);
        }
        tree
    }

    fn insert(&mut self, place: Point, mass: f64, mut low: Point) {
        let (mut at, mut side) = (0, self.side);
        for _ in 0..DEEPEST {
            let square = &mut self.squares[at];
            let before = (square.moment, square.mass, square.bodies);
            square.mass += mass;
            square.moment = square.moment + place * mass;
            square.bodies += 1;
            if before.2 == 0 {
                return;
            }
            side /= 2.0;
            if self.squares[at].quarters[0] == NONE {
                self.divide(at);
                // The body that was there alone goes down too.
                let alone = before.0 / before.1;
                let quarter = self.squares[at].quarters[quarter_of(alone, low, side).0];
                let quarter = &mut self.squares[quarter as usize];
                (quarter.moment, quarter.mass, quarter.bodies) = before;
            }
            let (quarter, corner) = quarter_of(place, low, side);
            at = self.squares[at].quarters[quarter] as usize;
            low = corner;
        }
        let square = &mut self.squares[at];
        square.mass += mass;
        square.moment = square.moment + place * mass;
        square.bodies += 1;
    }

    fn divide(&mut self, at: usize) {
        let first = self.squares.len() as u32;
        self.squares.extend([EMPTY, EMPTY, EMPTY, EMPTY]);
        self.squares[at].quarters = [first, first + 1, first + 2, first + 3];
    }

    /// The sum over all other bodies of mass by distance squared, away from them, from a place of
    /// one. O(log bodies). `open` is room for the squares yet to look at.
    pub(super) fn push_from(&self, place: Point, open: &mut Vec<(u32, f64)>) -> Point {
        let mut sum = Point::default();
        open.clear();
        open.push((0, self.side));
        while let Some((at, side)) = open.pop() {
            let square = &self.squares[at as usize];
            if square.bodies == 0 {
                continue;
            }
            let away = place - square.moment / square.mass;
            let distance = away.x * away.x + away.y * away.y;
            if square.quarters[0] == NONE || side * side < SMALL * SMALL * distance {
                // Nothing pushes itself, nor what stands in the same place.
                if distance > 0.0 {
                    sum = sum + away * (square.mass / (distance * distance.sqrt()));
                }
            } else {
                open.extend(square.quarters.iter().map(|quarter| (*quarter, side / 2.0)));
            }
        }
        sum
    }
}

/// The quarter, of such a side, of the square at `low` that a place lies in, and its corner.
fn quarter_of(place: Point, low: Point, side: f64) -> (usize, Point) {
    let (right, below) = (place.x >= low.x + side, place.y >= low.y + side);
    let corner = Point::new(
        if right { low.x + side } else { low.x },
        if below { low.y + side } else { low.y },
    );
    (usize::from(right) + 2 * usize::from(below), corner)
}
