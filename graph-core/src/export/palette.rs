//! The colours and widths that drawings share, so that a type looks the same in all of them.

use super::View;

/// Fill of each kind of node, light enough for black text on it.
const FILLS: [(&str, &str); 10] = [
    ("Person", "#fde4c3"),
    ("Organization", "#cfe3f7"),
    ("Group", "#e3d7f4"),
    ("Country", "#d3efd2"),
    ("Place", "#e6f2c8"),
    ("Facility", "#e4ddd3"),
    ("Agreement", "#fff3b0"),
    ("Event", "#f9d3d9"),
    ("Thing", "#ffffff"),
    ("Article", "#eeeeee"),
];

/// The colour of what is denied.
pub(super) const DENIED: &str = "#b3261e";

/// The fill of a [kind](super::View::kind) of node, as `#rrggbb`; white for labels of the user's.
pub(super) fn fill(kind: &str) -> &'static str {
    FILLS.iter().find(|(name, _)| *name == kind).map_or("#ffffff", |(_, fill)| fill)
}

/// The width of a relationship's line, by how many independent sources it has: from 1 for one or
/// none to 5 for six and more.
pub(super) fn line_width(sources: usize) -> f64 {
    1.0 + 0.8 * (sources.clamp(1, 6) - 1) as f64
}

/// The border of a kind of node: its fill, darker.
pub(super) fn border(kind: &str) -> String {
    let [red, green, blue] = channels(fill(kind)).map(|channel| u32::from(channel) * 11 / 20);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Red, green and blue of a colour that is given as `#rrggbb`.
pub(super) fn channels(colour: &str) -> [u8; 3] {
    let channel = |at: usize| colour.get(at..at + 2).map(|digits| u8::from_str_radix(digits, 16));
    [1, 3, 5].map(|at| channel(at).and_then(Result::ok).unwrap_or_default())
}

/// A kind of node that every drawing knows; `None` for labels of the user's.
pub(super) fn known(kind: &str) -> Option<&'static str> {
    FILLS.iter().map(|(name, _)| *name).find(|name| *name == kind)
}

/// The kinds of the view's nodes: those of articles first, in a fixed order, then the user's.
pub(super) fn kinds(view: &View<'_>) -> Vec<String> {
    let rank = |kind: &str| FILLS.iter().position(|(name, _)| *name == kind);
    let mut kinds: Vec<String> =
        view.nodes().iter().map(|node| view.kind(*node).into_owned()).collect();
    kinds.sort_by_cached_key(|kind| (rank(kind).unwrap_or(FILLS.len()), kind.clone()));
    kinds.dedup();
    kinds
}
