//! Comma- or tab-separated values: a header, `null` as an empty field, quotes where RFC 4180
//! needs them.

use std::io::{self, Write};

use csv::WriterBuilder;
use graph_core::Value;
use graph_core::export::visible;

use super::Rows;
use super::text::{Detail, cell};

pub(super) fn write(rows: Rows<'_>, delimiter: u8, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = WriterBuilder::new().delimiter(delimiter).from_writer(out);
    let header = rows.columns.iter().map(|name| visible(name).into_owned());
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
    if value.is_null() { String::new() } else { cell(rows.graph, value, Detail::Full) }
}
