//! A table's bytes → its records, each with the line that it begins in.
//!
//! By `csv-core` rather than `csv`: what a field is made of tells whether it stood in quotes, and with
//! that an empty text (`""`) from one that is absent.

use std::io::{self, BufRead};

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

/// The most bytes of a record; one that is longer is mostly one whose quotes never close.
pub(super) const LONGEST: usize = 4 << 20;

/// The fields of one record.
#[derive(Debug, Default)]
pub(super) struct Record {
    bytes: Vec<u8>,
    /// Where each field ends, and whether it stood in quotes.
    fields: Vec<(usize, bool)>,
    line: u64,
}

/// One field as it was written, without its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field<'r> {
    pub(super) bytes: &'r [u8],
    pub(super) quoted: bool,
}

impl Record {
    /// Number of fields.
    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }

    /// The line that it begins in, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The field of a column; an absent one where the record has fewer.
    pub(super) fn field(&self, at: usize) -> Field<'_> {
        let Some(&(end, quoted)) = self.fields.get(at) else {
            return Field { bytes: &[], quoted: false };
        };
        let start = at.checked_sub(1).map_or(0, |before| self.fields[before].0);
        Field { bytes: &self.bytes[start..end], quoted }
    }

    /// All fields.
    pub(super) fn fields(&self) -> impl Iterator<Item = Field<'_>> {
        (0..self.len()).map(|at| self.field(at))
    }

    /// The bytes of all fields, without what sets them apart.
    fn text(&self) -> &[u8] {
        &self.bytes[..self.fields.last().map_or(0, |(end, _)| *end)]
    }

    /// Whether another record has the same fields.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.fields == other.fields && self.text() == other.text()
    }
}

/// The records of a table, one after the other.
#[derive(Debug)]
pub(super) struct Rows<R> {
    input: R,
    core: Reader,
    quote: u8,
}

impl<R: BufRead> Rows<R> {
    /// Of a table whose columns are set apart, and whose texts are enclosed, by these characters.
    pub(super) fn new(input: R, delimiter: u8, quote: u8) -> Self {
        let core = ReaderBuilder::new().delimiter(delimiter).quote(quote).build();
        Self { input, core, quote }
    }

    /// Reads the next record; `false` where there is none.
    ///
    /// # Errors
    /// Where the table can't be read, or the record is too long.
    pub(super) fn next(&mut self, record: &mut Record) -> io::Result<bool> {
        const ROOM: usize = 1024;
        record.fields.clear();
        let (mut used, mut first) = (0, None);
        loop {
            if record.bytes.len() - used < ROOM {
                record.bytes.resize(record.bytes.len() * 2 + ROOM, 0);
            }
            let input = self.input.fill_buf()?;
            let line = self.core.line();
            let (found, read, written) = self.core.read_field(input, &mut record.bytes[used..]);
            if first.is_none() {
                // Ends of earlier lines are counted to this record.
                let ends = if record.fields.is_empty() { ends_of_lines(&input[..read]) } else { 0 };
                first = input[..read].get(ends).copied();
                if record.fields.is_empty() {
                    let lines = input[..ends].split(|byte| *byte == b'\n').count() - 1;
                    record.line = line + lines as u64;
                }
            }
            self.input.consume(read);
            used += written;
            if used > LONGEST {
                return Err(io::Error::other(TooLong { line: record.line }));
            }
            match found {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => {
                    record.fields.push((used, first == Some(self.quote)));
                    first = None;
                    if record_end {
                        return Ok(true);
                    }
                }
                ReadFieldResult::End => return Ok(false),
            }
        }
    }
}

/// How many of the first bytes end lines.
fn ends_of_lines(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
}

/// A record that has no end in sight.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a record that begins in line {line} is longer than {} MiB", LONGEST >> 20)]
pub(super) struct TooLong {
    pub(super) line: u64,
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// Lines, fields and quotes, read through a buffer of so many bytes.
    fn read(text: &str, buffer: usize) -> Vec<(u64, Vec<String>)> {
        let mut rows = Rows::new(BufReader::with_capacity(buffer, text.as_bytes()), b',', b'"');
        let (mut record, mut all) = (Record::default(), Vec::new());
        while rows.next(&mut record).expect("memory") {
            let text = |field: Field<'_>| {
                let text = String::from_utf8_lossy(field.bytes);
                if field.quoted { format!("<{text}>") } else { text.into_owned() }
            };
            all.push((record.line(), record.fields().map(text).collect()));
        }
        all
    }

    #[test]
    fn quotes_and_lines_are_known_however_the_bytes_come() {
        let text = "a,b\r\n1,\"\"\r\n\r\n\n\"x\n\"\"y\"\"\",\n,\"é\"\n\"\",\nlast";
        let expected: Vec<(u64, Vec<String>)> = [
            (1, &["a", "b"][..]),
            (2, &["1", "<>"]),
            (5, &["<x\n\"y\">", ""]),
            (7, &["", "<é>"]),
            (8, &["<>", ""]),
            (9, &["last"]),
        ]
        .into_iter()
        .map(|(line, fields)| (line, fields.iter().map(|it| (*it).to_owned()).collect()))
        .collect();
        for buffer in [1, 2, 3, 5, 1 << 16] {
            assert_eq!(read(text, buffer), expected, "{buffer}");
        }
        assert_eq!(read("\u{feff}a,b", 100), [(1, vec!["a".into(), "b".into()])]);
        assert_eq!(read("", 100), []);
    }

    #[test]
    fn a_quote_that_never_closes_ends() {
        let text = format!("a\n\"{}", "x\n".repeat(LONGEST));
        let mut rows = Rows::new(text.as_bytes(), b',', b'"');
        let mut record = Record::default();
        assert!(rows.next(&mut record).expect("a record"));
        let refused = rows.next(&mut record).expect_err("too long");
        assert!(refused.to_string().contains("line 2"), "{refused}");
    }
}
