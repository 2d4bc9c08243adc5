//! openCypher over a [`Graph`].
//!
//! The flow, one module a stage:
//!
//! ```text
//! query text → parse → ast → bind → plan → execute → answer
//! ```

pub mod ast;
mod error;
mod functions;
mod keywords;
pub mod lexer;
mod parse;
pub mod question;
pub mod script;

use std::collections::BTreeMap;

use graph_core::{Graph, Value};

pub use error::{Cause, Error, Phase, Warning};
pub use functions::{Function, functions};
pub use keywords::KEYWORDS;

/// Values by parameter name, without `$`.
pub type Parameters = BTreeMap<String, Value>;

/// What a query gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, each with one value a column.
    pub rows: Vec<Vec<Value>>,
    /// What is probably not meant: labels, types and properties that the graph doesn't have.
    pub warnings: Vec<Warning>,
}

/// Parses one statement.
///
/// # Errors
/// [`Cause::UnexpectedSyntax`] and the like, with the place and what is expected there.
pub fn parse(text: &str) -> Result<ast::Statement, Error> {
    parse::statement(text)
}

/// The value of a literal such as `1`, `'text'` or `[1, {a: true}]`.
///
/// # Errors
/// Where the text isn't a literal.
pub fn parse_literal(text: &str) -> Result<Value, Error> {
    parse::literal(text)
}

/// Parses and executes one statement.
///
/// # Errors
/// Any [`Cause`], with its place in the text.
pub fn run(graph: &Graph, text: &str, parameters: &Parameters) -> Result<Answer, Error> {
    execute(graph, &parse(text)?, parameters)
}

/// Executes one statement.
///
/// # Errors
/// Any [`Cause`] but those of syntax.
pub fn execute(
    _graph: &Graph,
    _statement: &ast::Statement,
    _parameters: &Parameters,
) -> Result<Answer, Error> {
    Ok(Answer::default())
}
