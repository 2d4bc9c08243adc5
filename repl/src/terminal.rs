//! What is known of the terminal.

use std::io;

use anstream::AutoStream;
use clap::ColorChoice;
use comfy_table::Table;

/// Where the program writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Standard output: answers.
    Answers,
    /// Standard error: messages, progress.
    Messages,
}

/// What `--color` says, for the whole program; clap's messages go by it too.
pub(crate) fn choose_colour(choice: ColorChoice) {
    let choice = match choice {
        // The library would take the log of a CI system for a terminal with colours.
        ColorChoice::Auto if is_dumb() => anstream::ColorChoice::Never,
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// Whether what goes to a stream is coloured: what `--color` says, else whether the stream is a
/// terminal that can show it and neither `NO_COLOR` nor `TERM=dumb` speaks against it.
pub(crate) fn is_coloured(stream: Stream) -> bool {
    let choice = match stream {
        Stream::Answers => AutoStream::choice(&io::stdout()),
        Stream::Messages => AutoStream::choice(&io::stderr()),
    };
    choice != anstream::ColorChoice::Never
}

/// Whether the terminal can show plain lines alone.
pub(crate) fn is_dumb() -> bool {
    is_one_of(&["dumb"])
}

/// Whether the cursor of the terminal can be moved about.
pub(crate) fn is_editable() -> bool {
    !is_dumb() && !is_one_of(&["cons25", "emacs"])
}

fn is_one_of(terminals: &[&str]) -> bool {
    std::env::var_os("TERM").is_some_and(|term| terminals.iter().any(|it| term == **it))
}

/// Columns of the terminal that standard output is; `None` where it is none.
pub(crate) fn width() -> Option<u16> {
    Table::new().width().filter(|columns| *columns > 0)
}

/// Lines and columns of the terminal that standard output is; `None` where it is none.
pub(crate) fn size() -> Option<(u16, u16)> {
    let (columns, lines) = terminal_size::terminal_size_of(io::stdout())?;
    Some((lines.0, columns.0))
}

/// Columns that messages may take: those of the terminal that standard error is, else 100.
pub(crate) fn message_width() -> usize {
    Table::new().use_stderr().width().filter(|columns| *columns > 0).unwrap_or(100).into()
}
