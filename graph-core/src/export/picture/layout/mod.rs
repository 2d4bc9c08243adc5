//! Where boxes and the labels of the lines between them stand in a drawing.
//!
//! Boxes that lines connect are laid out by force ([`forces`]), pushed apart until none covers
//! another ([`apart`]), and the connected parts are put side by side ([`pack`]). Floats are only
//! added, multiplied, divided and rooted, which IEEE 754 defines to the bit, and everything goes
//! in the order of its number: the same boxes and lines stand at the same places everywhere.

mod apart;
mod forces;
mod pack;
mod quadtree;

use std::ops::{Add, Div, Mul, Sub};

use apart::Body;

/// A place or a distance in a drawing, in pixels; y grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::export) struct Point {
    pub(in crate::export) x: f64,
    pub(in crate::export) y: f64,
}

/// The extent of a box, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::export) struct Size {
    pub(in crate::export) width: f64,
    pub(in crate::export) height: f64,
}

/// A line from one box to another, or to itself, by their numbers.
#[derive(Clone, Copy, Debug)]
pub(in crate::export) struct Line {
    pub(in crate::export) from: usize,
    pub(in crate::export) to: usize,
    /// The room that its label takes.
    pub(in crate::export) label: Size,
}

/// Where everything stands; all of it lies between the origin and `size`.
#[derive(Clone, Debug, Default)]
pub(in crate::export) struct Layout {
    /// The centre of each box.
    pub(in crate::export) boxes: Vec<Point>,
    /// The centre of each line's label, through which the line goes.
    pub(in crate::export) labels: Vec<Point>,
    pub(in crate::export) size: Size,
}

impl Point {
    pub(in crate::export) const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    pub(in crate::export) fn length(self) -> f64 {
        (self.x * self.x + self.y * self.y).sqrt()
    }

    /// At a right angle to it, and as long.
    pub(in crate::export) fn turned(self) -> Self {
        Self::new(-self.y, self.x)
    }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f64> for Point {
    type Output = Self;
    fn mul(self, by: f64) -> Self {
        Self::new(self.x * by, self.y * by)
    }
}

impl Div<f64> for Point {
    type Output = Self;
    fn div(self, by: f64) -> Self {
        Self::new(self.x / by, self.y / by)
    }
}

impl Line {
    fn is_loop(&self) -> bool {
        self.from == self.to
    }
}

/// Places boxes and labels. About O((boxes + lines) · log boxes).
///
/// # Panics
/// Where a line's box isn't there.
pub(in crate::export) fn lay_out(boxes: &[Size], lines: &[Line]) -> Layout {
    let parts = connected(boxes.len(), lines);
    let mut layout = Layout {
        boxes: vec![Point::default(); boxes.len()],
        labels: vec![Point::default(); lines.len()],
        size: Size::default(),
    };
    let placed: Vec<Vec<Body>> = parts.iter().map(|part| place(part, boxes, lines)).collect();
    let extents: Vec<(Point, Size)> = placed.iter().map(|bodies| pack::extent(bodies)).collect();
    let sizes: Vec<Size> = extents.iter().map(|(_, size)| *size).collect();
    let (corners, size) = pack::pack(&sizes);
    layout.size = size;
    for (index, part) in parts.iter().enumerate() {
        let shift = corners[index] - extents[index].0;
        let (of_boxes, of_labels) = placed[index].split_at(part.boxes.len());
        for (number, body) in part.boxes.iter().zip(of_boxes) {
            layout.boxes[*number] = body.centre + shift;
        }
        for (number, body) in part.lines.iter().zip(of_labels) {
            layout.labels[*number] = body.centre + shift;
        }
    }
    layout
}

/// Boxes that lines connect, and those lines, by their numbers.
#[derive(Debug, Default)]
struct Part {
    boxes: Vec<usize>,
    lines: Vec<usize>,
}

/// The connected parts, in order of their first box.
fn connected(boxes: usize, lines: &[Line]) -> Vec<Part> {
    let mut leads: Vec<usize> = (0..boxes).collect();
    for line in lines {
        let (a, b) = (lead(&mut leads, line.from), lead(&mut leads, line.to));
        leads[a.max(b)] = a.min(b);
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut part_of = vec![usize::MAX; boxes];
    for number in 0..boxes {
        let first = lead(&mut leads, number);
        if part_of[first] == usize::MAX {
            part_of[first] = parts.len();
            parts.push(Part::default());
        }
        parts[part_of[first]].boxes.push(number);
    }
    for (number, line) in lines.iter().enumerate() {
        parts[part_of[lead(&mut leads, line.from)]].lines.push(number);
    }
    parts
}

/// The first box of the part that a box is known to belong to; shortens the way there.
fn lead(leads: &mut [usize], mut number: usize) -> usize {
    while leads[number] != number {
        leads[number] = leads[leads[number]];
        number = leads[number];
    }
    number
}

/// A connected part by itself: its boxes, then the labels of its lines.
fn place(part: &Part, boxes: &[Size], lines: &[Line]) -> Vec<Body> {
    // Numbers are in order, so a box is found without a table as long as all boxes are many.
    let own = |number: usize| part.boxes.partition_point(|other| *other < number);
    let sizes: Vec<Size> = part.boxes.iter().map(|number| boxes[*number]).collect();
    let lines: Vec<Line> = { part.lines.iter() }
        .map(|number| Line {
            from: own(lines[*number].from),
            to: own(lines[*number].to),
            ..lines[*number]
        })
        .collect();
    let centres = forces::settle(&sizes, &lines);
    let labels = between(&centres, &sizes, &lines);
    let boxes = centres.iter().zip(&sizes).map(|(at, size)| Body::of_box(*at, *size));
    let labels = labels.iter().zip(&lines).map(|(at, line)| Body::of_label(*at, line.label));
    let mut bodies: Vec<Body> = boxes.chain(labels).collect();
    apart::push(&mut bodies);
    bodies
}

/// Where labels would stand best: midway, those of parallel lines beside each other, those of
/// loops above.
fn between(centres: &[Point], sizes: &[Size], lines: &[Line]) -> Vec<Point> {
    let pair = |line: &Line| (line.from.min(line.to), line.from.max(line.to));
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|number| (pair(&lines[*number]), *number));
    let mut labels = vec![Point::default(); lines.len()];
    for parallel in order.chunk_by(|a, b| pair(&lines[*a]) == pair(&lines[*b])) {
        for (nth, number) in parallel.iter().enumerate() {
            let line = &lines[*number];
            let rank = nth as f64 - (parallel.len() - 1) as f64 / 2.0;
            labels[*number] = if line.is_loop() {
                let above = sizes[line.from].height + (nth + 1) as f64 * (line.label.height + 10.0);
                centres[line.from] - Point::new(0.0, above)
            } else {
                let (low, high) = pair(line);
                aside(centres[low], centres[high], rank * (line.label.height + 12.0))
            };
        }
    }
    labels
}

/// Midway between two places, and a distance to the side.
fn aside(a: Point, b: Point, distance: f64) -> Point {
    let along = b - a;
    let length = along.length();
    let side = if length > 0.0 { along.turned() / length } else { Point::default() };
    (a + b) / 2.0 + side * distance
}

#[cfg(test)]
mod tests;
