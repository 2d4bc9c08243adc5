//! A program that shows page by page what is taller than the terminal.

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::{Command, ExitStatus, Stdio};

use unicode_width::UnicodeWidthStr;

use crate::{interrupt, output, terminal};

/// What long texts are shown with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pager {
    /// None: what is long runs through the terminal.
    Off,
    /// A command line of the user's.
    Own(OsString),
    /// `less`, where there is one.
    Less,
}

impl Pager {
    /// That of `$PAGER`, which switches it off where it is empty; `less` without it.
    pub(super) fn of_user() -> Self {
        match std::env::var_os("PAGER") {
            Some(command) if command.to_string_lossy().trim().is_empty() => Self::Off,
            Some(command) => Self::Own(command),
            None => Self::Less,
        }
    }

    /// Writes to standard output; by way of the pager where that is a terminal with fewer lines.
    ///
    /// # Errors
    /// Where standard output can't be written. A pager that can't start, or is left early, is
    /// none.
    pub(super) fn show(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        if *self == Self::Off || !io::stdout().is_terminal() {
            return output::to_stdout(write);
        }
        let mut text = Vec::new();
        write(&mut text)?;
        let text = String::from_utf8_lossy(&text);
        let fits = terminal::size().is_none_or(|size| fits(&text, size));
        if fits || !self.page(&text) {
            return output::to_stdout(|out| out.write_all(text.as_bytes()));
        }
        Ok(())
    }

    /// Whether the text could be given to the pager.
    fn page(&self, text: &str) -> bool {
        let mut command = match self {
            Self::Off => return false,
            Self::Own(command) => through_shell(command),
            Self::Less => {
                let mut less = Command::new("less");
                // Leave where it fits; show colours; leave the text on the screen.
                less.arg("-FRX");
                less
            }
        };
        let Ok(mut child) = command.stdin(Stdio::piped()).spawn() else { return false };
        interrupt::elsewhere(|| {
            if let Some(input) = child.stdin.take() {
                // Whoever leaves early has seen enough.
                let _ = BufWriter::new(input).write_all(text.as_bytes());
            }
            child.wait().is_ok_and(was_found)
        })
    }
}

/// A command line as the user's shell would run it.
pub(super) fn through_shell(line: &OsString) -> Command {
    let (shell, option) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut command = Command::new(shell);
    command.arg(option).arg(line);
    command
}

/// Whether a shell found what it was to run.
fn was_found(status: ExitStatus) -> bool {
    !matches!(status.code(), Some(126 | 127 | 9009))
}

/// Whether a text and the prompt behind it fit so many lines and columns.
fn fits(text: &str, (lines, columns): (u16, u16)) -> bool {
    let columns = usize::from(columns).max(1);
    let taken = text.lines().map(|line| line.width().div_ceil(columns).max(1));
    taken.sum::<usize>() < usize::from(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_take_several_of_the_terminal() {
        assert!(fits("a\nb\n", (3, 10)));
        assert!(!fits("a\nb\nc\n", (3, 10)));
        assert!(!fits(&"x".repeat(21), (3, 10)));
        assert!(!fits(&"日".repeat(11), (3, 10)));
        assert!(fits("", (1, 0)));
    }
}
