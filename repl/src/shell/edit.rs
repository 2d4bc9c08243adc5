//! `:edit`: a statement in the user's editor, then run.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::editor::Editor;
use super::pager::through_shell;
use super::{Flow, Shell, words};
use crate::report::{Report, note};
use crate::{Failure, interrupt};

impl Shell {
    /// Opens the last statement, an earlier one or a file in the editor, and runs what it holds
    /// then.
    pub(super) fn edit(
        &mut self,
        argument: &str,
        editor: &mut dyn Editor,
    ) -> Result<Flow, Failure> {
        if !self.interactive {
            let report = Report::error("`:edit` needs a terminal");
            self.refuse(&report.help("write the statement itself"));
            return Ok(Flow::Continue(()));
        }
        let argument = words::unquoted(argument);
        let number = if argument.is_empty() { Ok(1) } else { argument.parse::<usize>() };
        let Ok(number) = number else {
            let file = PathBuf::from(argument);
            return self.edit_file(&file, editor);
        };
        let Some(text) = self.earlier(number) else { return Ok(Flow::Continue(())) };
        match scratch(&text) {
            Ok(file) => self.edit_file(file.path(), editor),
            Err(error) => {
                self.refuse(&Report::error(format!("there is no file to edit in: {error}")));
                Ok(Flow::Continue(()))
            }
        }
    }

    /// The statement that was asked so many before now, the last one being 1; that there is none
    /// is told.
    fn earlier(&mut self, number: usize) -> Option<String> {
        let asked = self.statements.len();
        match asked.checked_sub(number).filter(|_| number > 0) {
            Some(at) => Some(self.statements[at].clone()),
            // The first of all is written from nothing.
            None if number == 1 => Some(String::new()),
            None => {
                let report = Report::error(format!("there are {asked} statements so far"));
                self.refuse(&report.help("`:edit 1` is the last one, `:edit 2` the one before it"));
                None
            }
        }
    }

    fn edit_file(&mut self, file: &Path, editor: &mut dyn Editor) -> Result<Flow, Failure> {
        let program = program();
        let mut line = program.clone();
        // The file's name may hold anything, so it isn't part of the line.
        line.push(if cfg!(windows) { " \"%ATTEST_FILE%\"" } else { " \"$ATTEST_FILE\"" });
        let mut command = through_shell(&line);
        command.env("ATTEST_FILE", file);
        let problem = match interrupt::elsewhere(|| command.status()) {
            Ok(status) if status.success() => {
                let Ok(text) = crate::read_script(Some(file)) else {
                    self.refused = true;
                    return Ok(Flow::Continue(()));
                };
                if text.trim().is_empty() {
                    note("nothing to run");
                }
                return self.perform_all(Some(&file.display().to_string()), &text, editor);
            }
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        };
        let shown = program.to_string_lossy();
        let report =
            Report::error(format!("the editor `{shown}` failed: {problem}; nothing was run"));
        self.refuse(&report.help("set $VISUAL or $EDITOR to the one that you use"));
        Ok(Flow::Continue(()))
    }
}

/// The user's editor, with its arguments.
fn program() -> OsString {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| "vi".into())
}

/// A file that holds a text, which goes when it is dropped.
fn scratch(text: &str) -> io::Result<tempfile::NamedTempFile> {
    let mut file = tempfile::Builder::new().prefix("attest-").suffix(".cypher").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    Ok(file)
}
