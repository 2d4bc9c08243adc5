use super::*;

const BOX: Size = Size { width: 90.0, height: 24.0 };
const LABEL: Size = Size { width: 70.0, height: 12.0 };

fn line(from: usize, to: usize) -> Line {
    Line { from, to, label: LABEL }
}

/// A graph whose lines lead back to a box of before, so that a few have many.
fn news(boxes: usize, lines: usize) -> (Vec<Size>, Vec<Line>) {
    let lines = (0..lines).map(|number| {
        let from = 1 + number % (boxes - 1);
        line(from, (number * number / 3 + number * 7) % from)
    });
    (vec![BOX; boxes], lines.collect())
}

fn overlap(a: (Point, Size), b: (Point, Size)) -> bool {
    let between = a.0 - b.0;
    between.x.abs() < f64::midpoint(a.1.width, b.1.width)
        && between.y.abs() < f64::midpoint(a.1.height, b.1.height)
}

fn assert_apart(boxes: &[Size], lines: &[Line]) {
    let layout = lay_out(boxes, lines);
    let boxes = layout.boxes.iter().copied().zip(boxes.iter().copied());
    let labels = layout.labels.iter().copied().zip(lines.iter().map(|line| line.label));
    let all: Vec<(Point, Size)> = boxes.chain(labels).collect();
    for (nth, one) in all.iter().enumerate() {
        let (half, whole) = (Point::new(one.1.width, one.1.height) / 2.0, layout.size);
        let (low, high) = (one.0 - half, one.0 + half);
        assert!(low.x >= -0.01 && low.y >= -0.01, "{one:?} sticks out");
        assert!(high.x <= whole.width + 0.01 && high.y <= whole.height + 0.01, "{one:?}");
        assert!(all[..nth].iter().all(|other| !overlap(*one, *other)), "{one:?} covers another");
    }
}

#[test]
fn nothing_covers_anything_in_thirty_boxes() {
    let (boxes, lines) = news(30, 60);
    assert_apart(&boxes, &lines);
}

#[test]
fn nothing_covers_anything_among_parallels_loops_and_strangers() {
    let lines = [line(0, 1), line(1, 0), line(0, 1), line(2, 2), line(2, 2), line(3, 4)];
    assert_apart(&[BOX; 9], &lines);
    assert_apart(&[BOX; 1], &[]);
    assert_apart(&[], &[]);
}

#[test]
fn a_complete_graph_and_a_star_come_apart() {
    let complete: Vec<Line> =
        (0..12).flat_map(|from| (0..from).map(move |to| line(from, to))).collect();
    assert_apart(&[BOX; 12], &complete);
    let star: Vec<Line> = (1..80).map(|leaf| line(0, leaf)).collect();
    assert_apart(&[BOX; 80], &star);
}

#[test]
fn the_same_graph_stands_at_the_same_places() {
    let (boxes, lines) = news(200, 500);
    let (once, again) = (lay_out(&boxes, &lines), lay_out(&boxes, &lines));
    assert_eq!((once.boxes, once.labels), (again.boxes, again.labels));
}

#[test]
fn places_are_the_same_on_every_machine() {
    let (boxes, lines) = news(40, 90);
    let layout = lay_out(&boxes, &lines);
    let bits = layout.boxes.iter().flat_map(|at| [at.x.to_bits(), at.y.to_bits()]);
    let hash =
        bits.fold(0_u64, |hash, bits| (hash.rotate_left(5) ^ bits).wrapping_mul(0x9e37_79b9));
    insta::assert_snapshot!(format!("{hash:016x}"));
}

#[test]
fn neighbours_are_nearer_than_strangers() {
    let (boxes, lines) = news(100, 130);
    let layout = lay_out(&boxes, &lines);
    let mean = |pairs: &[(usize, usize)]| {
        let lengths = pairs.iter().map(|(a, b)| (layout.boxes[*a] - layout.boxes[*b]).length());
        lengths.sum::<f64>() / pairs.len() as f64
    };
    let joined: Vec<(usize, usize)> = lines.iter().map(|line| (line.from, line.to)).collect();
    let all: Vec<(usize, usize)> = (0..100).flat_map(|a| (0..a).map(move |b| (a, b))).collect();
    assert!(mean(&joined) * 2.0 < mean(&all), "{} {}", mean(&joined), mean(&all));
}

#[test]
fn five_thousand_boxes_have_finite_places() {
    let (boxes, mut lines) = news(5000, 15_000);
    for line in &mut lines {
        line.label = Size::default();
    }
    let layout = lay_out(&boxes, &lines);
    assert!(
        layout.boxes.iter().chain(&layout.labels).all(|at| at.x.is_finite() && at.y.is_finite())
    );
}

#[test]
fn ten_thousand_boxes_at_one_place_come_apart_somewhat() {
    let many = vec![BOX; 10_000];
    let layout = lay_out(&many, &[]);
    let ratio = layout.size.width / layout.size.height;
    assert!((0.5..4.0).contains(&ratio), "{:?}", layout.size);
}
