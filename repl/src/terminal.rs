//! What is known of the terminal.

use std::io::IsTerminal;

use comfy_table::Table;

/// Columns of the terminal that standard output is; `None` where it is none.
pub(crate) fn width() -> Option<u16> {
    std::io::stdout().is_terminal().then(|| Table::new().width()).flatten().filter(|w| *w > 0)
}
