//! Text as XML 1.0 holds it.

use std::borrow::Cow;
use std::fmt::Write;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesText};
use quick_xml::name::QName;

use super::is_hidden;

/// The first line of a document.
pub(super) fn declaration() -> BytesDecl<'static> {
    BytesDecl::new("1.0", Some("UTF-8"), None)
}

/// What stands in an element.
pub(super) fn text(text: &str) -> BytesText<'_> {
    BytesText::from_escaped(escaped(text))
}

/// An attribute of an element.
pub(super) fn attribute<'a>(key: &'a str, value: &'a str) -> Attribute<'a> {
    Attribute { key: QName(key), value: escaped(value) }
}

/// The text with what XML would read as markup, and what acts on a display, as references; line
/// breaks and tabs too, which readers would make spaces of in attributes. The few characters that
/// XML can't hold even so are spelled out: `\u{1b}`.
fn escaped(text: &str) -> Cow<'_, str> {
    let plain =
        |c: char| !matches!(c, '<' | '>' | '&' | '"' | '\u{fffe}' | '\u{ffff}') && !is_hidden(c);
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        let code = u32::from(character);
        let _ = match character {
            '<' => escaped.write_str("&lt;"),
            '>' => escaped.write_str("&gt;"),
            '&' => escaped.write_str("&amp;"),
            '"' => escaped.write_str("&quot;"),
            '\t' | '\n' | '\r' => write!(escaped, "&#{code};"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => write!(escaped, "\\u{{{code:x}}}"),
            hidden if is_hidden(hidden) => write!(escaped, "&#x{code:x};"),
            seen => escaped.write_char(seen),
        };
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_can_hold_is_read_back() {
        let traps = "a<b>&amp;\"'\r\n\t]]>\u{85}\u{202e}\u{feff}é\u{10ffff}";
        let read = quick_xml::escape::unescape(&escaped(traps)).expect("references").into_owned();
        assert_eq!(read, traps);
        assert!(!escaped(traps).contains(is_hidden));
    }

    #[test]
    fn what_xml_cannot_hold_is_spelled_out() {
        assert_eq!(escaped("\0a\u{1b}[31m\u{ffff}"), "\\u{0}a\\u{1b}[31m\\u{ffff}");
        assert_eq!(escaped("plain"), "plain");
    }
}
