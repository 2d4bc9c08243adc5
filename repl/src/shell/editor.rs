//! How lines are read: at a terminal with history, completion and colours, else plainly.

use std::borrow::Cow;
use std::fs;
use std::io::{self, BufRead};
use std::path::PathBuf;

use rustyline::completion::{Completer, Pair};
use rustyline::config::{ColorMode, CompletionType, Config};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper, Hinter};

use super::completion::{self, Completion};
use super::highlight::highlight;
use super::vocabulary::Vocabulary;
use crate::script;
use crate::terminal::{self, Stream};

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
    /// The next input.
    ///
    /// # Errors
    /// Where it can't be read.
    fn read(&mut self) -> io::Result<Input>;

    /// Completes with the names of another graph from now on.
    fn learn(&mut self, vocabulary: Vocabulary);
}

/// Lines of a file or a pipe.
pub(super) struct Lines<R>(pub(super) R);

impl<R: BufRead> Editor for Lines<R> {
    fn read(&mut self) -> io::Result<Input> {
        let mut text = String::new();
        let mut open = script::Open::default();
        loop {
            let line = text.len();
            if self.0.read_line(&mut text)? == 0 {
                return Ok(if text.is_empty() { Input::End } else { Input::Text(text) });
            }
            if open.is_closed_by(&text, line) {
                return Ok(Input::Text(text));
            }
        }
    }

    fn learn(&mut self, _: Vocabulary) {}
}

/// A terminal.
pub(super) struct Terminal {
    editor: rustyline::Editor<Typing, FileHistory>,
    history: Option<PathBuf>,
}

impl Terminal {
    /// Opens the terminal and reads the history, where there is one.
    ///
    /// # Errors
    /// Where the terminal can't be opened.
    pub(super) fn open(vocabulary: Vocabulary) -> io::Result<Self> {
        let coloured = terminal::is_coloured(Stream::Answers);
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .color_mode(if coloured { ColorMode::Forced } else { ColorMode::Disabled })
            .history_ignore_space(true)
            .build();
        let mut editor = rustyline::Editor::with_config(config).map_err(io::Error::other)?;
        editor.set_helper(Some(Typing { vocabulary }));
        let history = history_file();
        if let Some(file) = &history {
            // The first session has none.
            let _ = editor.load_history(file);
        }
        Ok(Self { editor, history })
    }

    fn remember(&mut self, text: &str) {
        let added = self.editor.add_history_entry(text.trim_end()).unwrap_or(false);
        if let (true, Some(file)) = (added, &self.history) {
            // A read-only home is no reason to stop; the session's own history works.
            let _ = self.editor.append_history(file);
        }
    }
}

impl Editor for Terminal {
    fn read(&mut self) -> io::Result<Input> {
        match self.editor.readline("attest> ") {
            Ok(text) => {
                self.remember(&text);
                Ok(Input::Text(text))
            }
            Err(ReadlineError::Interrupted) => Ok(Input::Interrupted),
            Err(ReadlineError::Eof) => Ok(Input::End),
            Err(ReadlineError::Io(error)) => Err(error),
            Err(error) => Err(io::Error::other(error)),
        }
    }

    fn learn(&mut self, vocabulary: Vocabulary) {
        self.editor.set_helper(Some(Typing { vocabulary }));
    }
}

/// The history in the user's state folder, which is made where it is missing; readable by the
/// user alone (rustyline creates the file so).
fn history_file() -> Option<PathBuf> {
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
    let state = absolute("XDG_STATE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".local/state")))?;
    let folder = state.join("attest");
    fs::create_dir_all(&folder).ok()?;
    Some(folder.join("history"))
}

/// What rustyline asks while a line is typed.
#[derive(Helper, Hinter)]
struct Typing {
    vocabulary: Vocabulary,
}

impl Completer for Typing {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let completion = completion::complete(line, position, &self.vocabulary);
        let columns = terminal::width().map_or(80, usize::from);
        let lines = completion.lines(columns).into_iter();
        let Completion { start, candidates } = completion;
        let pairs = lines
            .zip(candidates)
            .map(|(display, candidate)| Pair { display, replacement: candidate.replacement });
        Ok((start, pairs.collect()))
    }
}

impl Validator for Typing {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        Ok(if script::is_complete(context.input()) {
            ValidationResult::Valid(None)
        } else {
            ValidationResult::Incomplete
        })
    }
}

impl Highlighter for Typing {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        Cow::Owned(highlight(line))
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        Cow::Owned(format!("\u{1b}[1m{prompt}\u{1b}[0m"))
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_gathered_until_a_statement_ends() {
        let text = "MATCH (n)\nRETURN n;\nwho won\n:help\nRETURN 1";
        let mut lines = Lines(text.as_bytes());
        let mut inputs = Vec::new();
        while let Input::Text(text) = lines.read().expect("readable") {
            inputs.push(text);
        }
        assert_eq!(inputs, ["MATCH (n)\nRETURN n;\n", "who won\n", ":help\n", "RETURN 1"]);
    }
}
