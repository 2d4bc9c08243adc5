//! JSON that is safe to print: hidden characters are written as `\u` escapes.

mod shown;

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::is_hidden;

pub use shown::Shown;

/// Compact JSON whose strings hold no hidden character, so that it may go to a terminal as it
/// is; parsers read back the same text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, hidden)) = rest.char_indices().find(|(_, c)| is_hidden(*c)) {
            out.write_all(&rest.as_bytes()[..at])?;
            let mut units = [0; 2];
            for unit in hidden.encode_utf16(&mut units) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + hidden.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }
}

/// Writes one JSON value without a line break.
///
/// # Errors
/// Where the writer fails, or a value of `serde` has no JSON form (a map whose keys aren't text).
///
/// ```
/// let mut out = Vec::new();
/// graph_core::export::json::write("a\u{9b}31m", &mut out).expect("memory takes it");
/// assert_eq!(out, br#""a\u009b31m""#);
/// ```
pub fn write<T: Serialize + ?Sized>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Visible)).map_err(io::Error::from)
}

/// One JSON value as text.
pub(super) fn text<T: Serialize + ?Sized>(value: &T) -> String {
    let mut out = Vec::new();
    // Memory takes it, and what is written here has texts as keys.
    let _ = write(value, &mut out);
    String::from_utf8(out).unwrap_or_default()
}
