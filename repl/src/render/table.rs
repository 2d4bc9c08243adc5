//! A framed table. Nodes, relationships and paths are shown in brief; the other formats tell all.
//!
//! What doesn't fit is wrapped: narrow columns keep their width and the widest give way, as far
//! as they stay readable. A terminal too narrow for that shows the rows as lines instead, and
//! cuts a text after so many lines where it caps the rows; elsewhere the table gets as wide as it
//! must, and nothing is cut.

use std::io::{self, Write};

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{
    Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, Row, Table, Width,
};
use graph_core::Value;
use graph_core::export::visible;
use unicode_width::UnicodeWidthStr;

use super::text::{Detail, cell};
use super::{Room, Rows, line};
use crate::interrupt;

/// Columns where there is no terminal.
const WIDTH: u16 = 120;

/// A column is not made narrower than this, unless all that it holds is.
const LEAST: usize = 8;

/// Where there is no terminal, texts get at least this.
const LEAST_WITHOUT_TERMINAL: usize = 16;

/// Lines after which a terminal cuts a text.
const MOST_LINES: usize = 12;

/// Rows that are laid out at a time, with one layout for all.
const CHUNK: usize = 512;

pub(super) fn write(rows: Rows<'_>, room: Room, out: &mut dyn Write) -> io::Result<()> {
    let natural = natural_widths(rows);
    // Two blanks and a line a column, and one line more.
    let frame = 3 * natural.len() + 1;
    let inside = usize::from(room.width.unwrap_or(WIDTH)).saturating_sub(frame);
    let widths = match (fitted(&natural, inside, LEAST), room.width) {
        (Some(widths), _) => widths,
        (None, Some(_)) => return line::write(rows, out),
        (None, None) => natural.iter().map(|&it| it.min(LEAST_WITHOUT_TERMINAL)).collect(),
    };
    let mut chunks = rows.values.chunks(CHUNK).enumerate().peekable();
    if chunks.peek().is_none() {
        return write_lines(&table(rows, &widths, &[], room, true), false, true, out);
    }
    while let Some((at, chunk)) = chunks.next() {
        let table = table(rows, &widths, chunk, room, at == 0);
        write_lines(&table, at > 0, chunks.peek().is_none(), out)?;
    }
    Ok(())
}

/// The columns that the names and values of each column take on one line, at least one.
fn natural_widths(rows: Rows<'_>) -> Vec<usize> {
    let widest_line = |text: &str| text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
    let mut widths: Vec<usize> =
        rows.columns.iter().map(|name| widest_line(&visible(name)).max(1)).collect();
    for (at, row) in rows.values.iter().enumerate() {
        // Nothing is written meanwhile, where it would be noticed.
        if at.is_multiple_of(CHUNK) && interrupt::is_asked() {
            break;
        }
        for (width, value) in widths.iter_mut().zip(row) {
            *width = (*width).max(widest_line(&cell(rows.graph, value, Detail::Brief)));
        }
    }
    widths
}

/// The widths of columns that fit: the widest are cut to one width, which is as large as it can
/// be. `None` where that would be less than `least`.
fn fitted(natural: &[usize], inside: usize, least: usize) -> Option<Vec<usize>> {
    let mut ordered = natural.to_vec();
    ordered.sort_unstable();
    let mut left = inside;
    let mut most = usize::MAX;
    for (at, &width) in ordered.iter().enumerate() {
        let share = left / (ordered.len() - at);
        if width > share {
            most = share;
            break;
        }
        left -= width;
    }
    let widths: Vec<usize> = natural.iter().map(|&width| width.min(most)).collect();
    let readable = natural.iter().zip(&widths).all(|(natural, width)| width >= natural.min(&least));
    readable.then_some(widths)
}

fn table(
    rows: Rows<'_>,
    widths: &[usize],
    chunk: &[Vec<Value>],
    room: Room,
    with_header: bool,
) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).force_no_tty();
    table.set_content_arrangement(ContentArrangement::Dynamic).set_truncation_indicator("…");
    // What the columns take is settled: the whole width must not settle it anew.
    table.set_width(u16::MAX);
    if room.is_coloured {
        table.enforce_styling();
    }
    if with_header {
        table.set_header(header(rows));
    }
    for row in chunk {
        let mut row = Row::from(row.iter().map(|value| aligned(rows, value)));
        if room.width.is_some() && room.rows.is_some() {
            row.max_height(MOST_LINES);
        }
        table.add_row(row);
    }
    for (at, width) in widths.iter().enumerate() {
        if let Some(column) = table.column_mut(at) {
            let width = u16::try_from(width + 2).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
    }
    table
}

/// The names of the columns; over numbers they stand at the right.
fn header(rows: Rows<'_>) -> Vec<Cell> {
    let is_of_numbers = |column: usize| {
        let mut told = rows.values.iter().map(|row| &row[column]).filter(|value| !value.is_null());
        told.next().is_some_and(is_number) && told.all(is_number)
    };
    let named = rows.columns.iter().enumerate().map(|(at, name)| {
        let name = Cell::new(visible(name)).add_attribute(Attribute::Bold);
        if is_of_numbers(at) { name.set_alignment(CellAlignment::Right) } else { name }
    });
    named.collect()
}

fn is_number(value: &Value) -> bool {
    matches!(value, Value::Int(_) | Value::Float(_))
}

fn aligned(rows: Rows<'_>, value: &Value) -> Cell {
    let cell = Cell::new(cell(rows.graph, value, Detail::Brief));
    if is_number(value) { cell.set_alignment(CellAlignment::Right) } else { cell }
}

/// Writes a table, or the part of one that others stand around.
fn write_lines(table: &Table, goes_on: bool, is_last: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = table.lines().skip(usize::from(goes_on)).peekable();
    while let Some(line) = lines.next() {
        if is_last || lines.peek().is_some() {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_give_way_and_the_narrow_stay() {
        assert_eq!(fitted(&[3, 40, 5], 60, LEAST), Some(vec![3, 40, 5]));
        assert_eq!(fitted(&[3, 400, 90, 5], 60, LEAST), Some(vec![3, 26, 26, 5]));
        assert_eq!(fitted(&[3, 400, 20, 5], 60, LEAST), Some(vec![3, 32, 20, 5]));
        assert_eq!(fitted(&[1, 1, 1], 3, LEAST), Some(vec![1, 1, 1]));
        assert_eq!(fitted(&[30, 30, 30], 20, LEAST), None);
        assert_eq!(fitted(&[], 0, LEAST), Some(vec![]));
    }
}
