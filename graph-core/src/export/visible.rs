//! Text of articles made fit to be looked at: nothing in it may steer a terminal or a viewer.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character acts on the display instead of being seen: control characters (escape
/// sequences begin with one), the marks that reorder or split lines, and what is no character,
/// which XML can't hold.
///
/// ```
/// use graph_core::export::is_hidden;
/// assert!(is_hidden('\u{1b}') && is_hidden('\u{9b}') && is_hidden('\u{202e}'));
/// assert!(!is_hidden('é') && !is_hidden('日'));
/// ```
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{200e}' | '\u{200f}' | '\u{061c}' // directional marks
            | '\u{2028}' | '\u{2029}' // line and paragraph separators
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' // overrides and isolates
            | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// The text with every hidden character spelled out: `\n`, `\t`, `\u{1b}`.
///
/// ```
/// use graph_core::export::visible;
/// assert_eq!(visible("a\u{1b}[31m\tb"), "a\\u{1b}[31m\\tb");
/// assert_eq!(visible("plain"), "plain");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut spelled = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\n' => spelled.push_str("\\n"),
            '\r' => spelled.push_str("\\r"),
            '\t' => spelled.push_str("\\t"),
            hidden if is_hidden(hidden) => {
                let _ = write!(spelled, "\\u{{{:x}}}", u32::from(hidden));
            }
            seen => spelled.push(seen),
        }
    }
    Cow::Owned(spelled)
}
