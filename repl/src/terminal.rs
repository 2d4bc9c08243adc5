//! What is known of the terminal.

use comfy_table::Table;

/// Columns of the terminal that standard output is; `None` where it is none.
pub(crate) fn width() -> Option<u16> {
    Table::new().width().filter(|columns| *columns > 0)
}

/// Columns that messages may take: those of the terminal that standard error is, else 100.
pub(crate) fn message_width() -> usize {
    Table::new().use_stderr().width().filter(|columns| *columns > 0).unwrap_or(100).into()
}
