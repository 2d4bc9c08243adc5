//! JSON: an array of rows, or a row a line, of values as [`Shown`] writes them.

use std::io::{self, Write};

use graph_core::Value;
use graph_core::export::json::{self, Shown};
use serde::ser::{Serialize, Serializer};

use super::Rows;

pub(super) fn write_array(rows: Rows<'_>, out: &mut dyn Write) -> io::Result<()> {
    if rows.values.is_empty() {
        return writeln!(out, "[]");
    }
    for (at, row) in rows.values.iter().enumerate() {
        out.write_all(if at == 0 { b"[" } else { b",\n " })?;
        json::write(&Row { rows, row }, out)?;
    }
    writeln!(out, "]")
}

pub(super) fn write_lines(rows: Rows<'_>, out: &mut dyn Write) -> io::Result<()> {
    for row in rows.values {
        json::write(&Row { rows, row }, out)?;
        writeln!(out)?;
    }
    Ok(())
}

struct Row<'a> {
    rows: Rows<'a>,
    row: &'a [Value],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cells = self.rows.columns.iter().zip(self.row);
        serializer.collect_map(cells.map(|(name, value)| (name, Shown(self.rows.graph, value))))
    }
}
