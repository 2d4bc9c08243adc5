//! The optional header: lines of `Key: value` up to the first blank line.

use std::ops::Range;

use super::date;

/// What the header tells, as ranges of the text where the words matter.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) title: Option<Range<usize>>,
    pub(super) source: Option<Range<usize>>,
    /// ISO date.
    pub(super) date: Option<String>,
    /// The article's address.
    pub(super) url: Option<Range<usize>>,
    /// ISO date in the article's address.
    pub(super) address_date: Option<String>,
    /// Where the article's body starts; 0 without a header.
    pub(super) end: usize,
}

const KEYS: [&str; 4] = ["title", "source", "date", "url"];

/// Reads the header. It is one only if its first line has a known key and every line a key.
pub(super) fn read(text: &str) -> Header {
    let mut header = Header::default();
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        if line.trim().is_empty() && start > 0 {
            break;
        }
        let Some((key, value)) = entry(line) else { return Header::default() };
        if start == 0 && !KEYS.contains(&&*key) {
            return Header::default();
        }
        let value = start + value.start..start + value.end;
        header.set(&key, text, value);
    }
    Header { end, ..header }
}

impl Header {
    fn set(&mut self, key: &str, text: &str, value: Range<usize>) {
        if value.is_empty() {
            return;
        }
        match key {
            "title" => self.title = Some(value),
            "source" => self.source = Some(value),
            "date" | "published" => self.date = self.date.take().or(date::parse(&text[value])),
            "url" => {
                self.address_date = date::in_address(&text[value.clone()]);
                self.url = Some(value);
            }
            _ => {}
        }
    }
}

/// The key of a line in small letters, and where in the line its value stands.
fn entry(line: &str) -> Option<(String, Range<usize>)> {
    let (key, value) = line.split_once(':')?;
    let is_key = (1..=20).contains(&key.len())
        && key.chars().all(|c| c.is_ascii_alphabetic() || c == '-' || c == '_');
    if !is_key {
        return None;
    }
    let start = line.len() - value.trim_start().len();
    Some((key.to_ascii_lowercase(), start..(line.trim_end().len()).max(start)))
}
