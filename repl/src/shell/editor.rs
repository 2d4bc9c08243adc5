//! Where the shell's input comes from: a terminal, or the lines of a file or a pipe.

use std::io::{self, BufRead, Write};

use super::continuation::CONTINUED;
use crate::script;
use crate::session::Session;

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// Entries, the last one complete unless the input ended.
    Text(String),
    /// Ctrl-C: what was typed is dropped.
    Interrupted,
    /// Ctrl-D, or the end of the file.
    End,
}

/// Where input comes from.
pub(super) trait Editor {
    /// The next input, that a prompt asks for.
    ///
    /// # Errors
    /// Where it can't be read.
    fn read(&mut self, prompt: &str) -> io::Result<Input>;

    /// Completes with what the session knows from now on.
    fn learn(&mut self, session: &Session);
}

/// Lines of a file or a pipe, or of a terminal on which nothing can be edited.
pub(super) struct Lines<R> {
    input: R,
    /// Whether it is told on standard output that a line is wanted.
    prompts: bool,
}

impl<R> Lines<R> {
    /// Lines that are only read.
    pub(super) fn of(input: R) -> Self {
        Self { input, prompts: false }
    }

    /// Lines that are typed.
    pub(super) fn prompted(input: R) -> Self {
        Self { input, prompts: true }
    }

    fn prompt(&self, prompt: &str) -> io::Result<()> {
        if self.prompts {
            write!(io::stdout(), "{prompt}")?;
            io::stdout().flush()?;
        }
        Ok(())
    }
}

impl<R: BufRead> Editor for Lines<R> {
    fn read(&mut self, prompt: &str) -> io::Result<Input> {
        let mut text = String::new();
        let mut open = script::Open::default();
        self.prompt(prompt)?;
        loop {
            let line = text.len();
            if self.input.read_line(&mut text)? == 0 {
                return Ok(if text.is_empty() { Input::End } else { Input::Text(text) });
            }
            if open.is_closed_by(&text, line) {
                return Ok(Input::Text(text));
            }
            self.prompt(CONTINUED)?;
        }
    }

    fn learn(&mut self, _: &Session) {}
}

#[cfg(test)]
mod tests {
    use super::super::continuation::PROMPT;
    use super::*;

    #[test]
    fn lines_are_gathered_until_a_statement_ends() {
        let text = "MATCH (n)\nRETURN n;\nwho won\n:help\nRETURN 1";
        let mut lines = Lines::of(text.as_bytes());
        let mut inputs = Vec::new();
        while let Input::Text(text) = lines.read(PROMPT).expect("readable") {
            inputs.push(text);
        }
        assert_eq!(inputs, ["MATCH (n)\nRETURN n;\n", "who won\n", ":help\n", "RETURN 1"]);
    }
}
