//! One column a line, names aligned, an empty line between rows.

use std::io::{self, Write};

use graph_core::export::visible;
use unicode_width::UnicodeWidthStr;

use super::Rows;
use super::text::{Detail, cell};

pub(super) fn write(rows: Rows<'_>, out: &mut dyn Write) -> io::Result<()> {
    let names: Vec<_> = rows.columns.iter().map(|name| visible(name)).collect();
    let widest = names.iter().map(|name| name.width()).max().unwrap_or(0);
    for (at, row) in rows.values.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        for (name, value) in names.iter().zip(row) {
            let margin = " ".repeat(widest - name.width());
            writeln!(out, "{margin}{name}: {}", cell(rows.graph, value, Detail::Full))?;
        }
    }
    Ok(())
}
