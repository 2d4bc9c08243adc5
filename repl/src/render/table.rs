//! A framed table. Nodes and relationships are shown in brief; the other formats tell all.

use std::io::{self, Write};

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};
use graph_core::Value;
use graph_core::export::visible;

use super::Rows;
use super::text::{Detail, cell};

pub(super) fn write(rows: Rows<'_>, width: Option<u16>, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).force_no_tty();
    if let Some(width) = width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    table.set_header(rows.columns.iter().map(|name| Cell::new(visible(name))));
    for row in rows.values {
        table.add_row(row.iter().map(|value| aligned(rows, value)));
    }
    for line in table.lines() {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn aligned(rows: Rows<'_>, value: &Value) -> Cell {
    let cell = Cell::new(cell(rows.graph, value, Detail::Brief));
    match value {
        Value::Int(_) | Value::Float(_) => cell.set_alignment(CellAlignment::Right),
        _ => cell,
    }
}
