//! A Markdown table in which the articles' text shows as it is.

use std::io::{self, Write};

use graph_core::Value;
use graph_core::export::visible;

use super::Rows;
use super::text::{Detail, cell};

pub(super) fn write(rows: Rows<'_>, out: &mut dyn Write) -> io::Result<()> {
    let header = rows.columns.iter().map(|name| escaped(&visible(name)));
    write_row(header, out)?;
    // Numbers in the first row align their column to the right.
    let rules = (0..rows.columns.len()).map(|column| {
        match rows.values.first().and_then(|row| row.get(column)) {
            Some(Value::Int(_) | Value::Float(_)) => "---:".to_owned(),
            _ => "---".to_owned(),
        }
    });
    write_row(rules, out)?;
    for row in rows.values {
        write_row(row.iter().map(|value| escaped(&cell(rows.graph, value, Detail::Brief))), out)?;
    }
    Ok(())
}

fn write_row(cells: impl Iterator<Item = String>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "|")?;
    for cell in cells {
        write!(out, " {cell} |")?;
    }
    writeln!(out)
}

/// Backslashes before everything that Markdown would read as a column's end, emphasis, code,
/// HTML, an entity or a link. An underscore between letters is none of these.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut within_word = false;
    while let Some(character) = characters.next() {
        let next = characters.peek();
        let special = match character {
            '\\' | '|' | '*' | '`' | '<' | '&' | '~' => true,
            '_' => !(within_word && next.is_some_and(|next| next.is_alphanumeric())),
            ']' => next == Some(&'('),
            _ => false,
        };
        within_word = character.is_alphanumeric();
        if special {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
