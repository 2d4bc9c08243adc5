//! What can be wrong with a query: what was found, where, and what to write instead.

mod cause;
mod kind;
mod nearest;

use std::ops::Range;

use thiserror::Error as ThisError;

use crate::ast::Span;
pub use cause::Cause;
pub(crate) use nearest::nearest;

/// When an error was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before the query ran.
    CompileTime,
    /// While it ran.
    Runtime,
}

/// An error with its place and advice. `Display` says what is wrong, in one line.
#[derive(Clone, Debug, PartialEq, ThisError)]
#[error("{cause}")]
pub struct Error {
    cause: Cause,
    phase: Phase,
    span: Span,
    help: Option<String>,
}

impl Error {
    /// An error that is found before the query runs.
    pub(crate) fn compile(cause: Cause, span: Span) -> Self {
        Self { cause, phase: Phase::CompileTime, span, help: None }
    }

    /// An error that is found while the query runs.
    pub(crate) fn runtime(cause: Cause, span: Span) -> Self {
        Self { cause, phase: Phase::Runtime, span, help: None }
    }

    /// With what to write instead.
    #[must_use]
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With what to write instead, where there is such advice.
    #[must_use]
    pub(crate) fn with_optional_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// What is wrong.
    pub fn cause(&self) -> &Cause {
        &self.cause
    }

    /// When it was found.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Where in the query's text, in bytes; `None` for a query that wasn't parsed.
    pub fn span(&self) -> Option<Range<usize>> {
        self.span.range()
    }

    /// What to write instead.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// openCypher's name of the error, such as `UndefinedVariable`.
    pub fn kind(&self) -> &'static str {
        self.cause.kind()
    }

    /// openCypher's name of the error's class, such as `SyntaxError`.
    pub fn class(&self) -> &'static str {
        self.cause.class(self.phase)
    }
}

/// Something that is probably not meant, though it can be answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// What is odd, in one line.
    pub message: String,
    /// What is probably meant.
    pub help: Option<String>,
    /// Where in the query's text, in bytes; `None` for a query that wasn't parsed.
    pub span: Option<Range<usize>>,
}

impl From<Error> for Warning {
    fn from(error: Error) -> Self {
        Self { message: error.to_string(), span: error.span(), help: error.help }
    }
}
