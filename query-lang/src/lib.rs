//! openCypher over a [`Graph`].
//!
//! The flow, one module a stage:
//!
//! ```text
//! query text → parse → ast → bind → plan → execute → answer
//! ```

pub mod ast;
mod bind;
mod environment;
mod error;
mod execute;
mod expression;
mod functions;
mod keywords;
pub mod lexer;
mod parse;
mod plan;
pub mod procedures;
pub mod question;
pub mod script;

use graph_core::{Graph, Value};

pub use environment::{Environment, Parameters};
pub use error::{Cause, Error, Phase, Warning};
pub use functions::{Function, functions};
pub use keywords::KEYWORDS;

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
///
/// ```
/// use graph_core::{Graph, Value};
/// let mut graph = Graph::new();
/// graph.add_node(["Person"], [("name", Value::from("Ann"))]);
/// let answer = query_lang::run(&mut graph, "MATCH (p:Person) RETURN p.name", &Default::default())?;
/// assert_eq!(answer.columns, ["p.name"]);
/// assert_eq!(answer.rows, [[Value::from("Ann")]]);
/// # Ok::<(), query_lang::Error>(())
/// ```
pub fn run(graph: &mut Graph, text: &str, environment: &Environment) -> Result<Answer, Error> {
    answer(graph, &parse(text)?, environment, Some(text))
}

/// Executes one statement.
///
/// # Errors
/// Any [`Cause`] but those of syntax.
pub fn execute(
    graph: &mut Graph,
    statement: &ast::Statement,
    environment: &Environment,
) -> Result<Answer, Error> {
    answer(graph, statement, environment, None)
}

/// Executes one statement that only reads, such as an English question became.
///
/// # Errors
/// Any [`Cause`] but those of syntax.
pub fn read(
    graph: &Graph,
    statement: &ast::Statement,
    environment: &Environment,
) -> Result<Answer, Error> {
    answer(graph, statement, environment, None)
}

fn answer(
    graph: &Graph,
    statement: &ast::Statement,
    environment: &Environment,
    text: Option<&str>,
) -> Result<Answer, Error> {
    let bound = bind::statement(graph, statement, environment, text)?;
    let planned = plan::statement(graph, &bound);
    let rows = execute::collect(graph, &planned)?;
    Ok(Answer { columns: bound.columns, rows, warnings: bound.warnings })
}
