//! Documents of XML 1.0, and text as they hold it.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::name::QName;

use super::is_hidden;

/// Attributes of an element: keys and values.
type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A document as it is written, each element on lines of its own.
pub(super) struct Document<W>(Writer<W>);

impl<W: Write> Document<W> {
    /// A document with nothing but its first line.
    pub(super) fn begin(out: W) -> io::Result<Self> {
        let mut out = Writer::new_with_indent(out, b' ', 1);
        out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self(out))
    }

    /// Ends the last line.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.0.get_mut().write_all(b"\n")
    }

    /// Writes an element around whatever `content` writes.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        content: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        self.0.write_event(Event::Start(start(name, attributes)))?;
        content(self)?;
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Writes an element that holds nothing.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.0.write_event(Event::Empty(start(name, attributes)))
    }

    /// Writes an element that holds text alone.
    pub(super) fn text(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        text: &str,
    ) -> io::Result<()> {
        let element = self.0.create_element(name).with_attributes(escaped_all(attributes));
        element.write_text_content(BytesText::from_escaped(escaped(text))).map(drop)
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'a>) -> BytesStart<'a> {
    BytesStart::new(name).with_attributes(escaped_all(attributes))
}

fn escaped_all(attributes: Attributes<'_>) -> impl Iterator<Item = Attribute<'_>> {
    attributes.iter().map(|(key, value)| Attribute { key: QName(key), value: escaped(value) })
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
