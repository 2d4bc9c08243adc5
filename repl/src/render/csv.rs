//! Comma- or tab-separated values: a header, `null` as an empty field, quotes where RFC 4180
//! needs them.
//!
//! Spreadsheets run a text that begins like a formula, also between quotes. An apostrophe before
//! it, as a user of theirs would write one, makes it text.

use std::io::{self, Write};

use csv::WriterBuilder;
use graph_core::Value;
use graph_core::export::visible;

use super::Rows;
use super::text::{Detail, cell};

pub(super) fn write(rows: Rows<'_>, delimiter: u8, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = WriterBuilder::new().delimiter(delimiter).from_writer(out);
    let header = rows.columns.iter().map(|name| unarmed(visible(name).into_owned()));
    writer.write_record(header).map_err(cause)?;
    for row in rows.values {
        writer.write_record(row.iter().map(|value| field(rows, value))).map_err(cause)?;
    }
    writer.flush()
}

/// The writer's own error, so that a reader that has gone away is known as one.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn field(rows: Rows<'_>, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(_) => unarmed(cell(rows.graph, value, Detail::Full)),
        _ => cell(rows.graph, value, Detail::Full),
    }
}

/// The text, with an apostrophe before what a spreadsheet would take for a formula; a sign alone
/// or before a number is none.
fn unarmed(text: String) -> String {
    let mut letters = text.chars();
    let begins = letters.next().is_some_and(|first| "=+-@".contains(first));
    let harmless = letters.as_str().is_empty() || text.parse::<f64>().is_ok();
    if begins && !harmless { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::unarmed;

    #[test]
    fn formulas_are_text() {
        for text in ["=1+1", "=cmd|' /C calc'!A0", "+1-1", "-2+3", "@SUM(A1)", "==", "-x"] {
            assert_eq!(unarmed(text.to_owned()), format!("'{text}"));
        }
        for text in ["", "-", "+", "-1", "+1.5e3", "a=b", "'=1", "Ann"] {
            assert_eq!(unarmed(text.to_owned()), text);
        }
    }
}
