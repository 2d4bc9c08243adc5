//! The colours and widths that drawings share, so that a type looks the same in all of them.

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
    let fill = u32::from_str_radix(&fill(kind)[1..], 16).unwrap_or_default();
    let darker = |shift: u32| ((fill >> shift) & 0xff) * 11 / 20;
    format!("#{:02x}{:02x}{:02x}", darker(16), darker(8), darker(0))
}

/// How a kind of node is ordered among others: those of articles first, in a fixed order.
pub(super) fn rank(kind: &str) -> usize {
    FILLS.iter().position(|(name, _)| *name == kind).unwrap_or(FILLS.len())
}
