//! openCypher over a [`Graph`].
//!
//! The flow, one module a stage:
//!
//! ```text
//! query text → parse → ast → bind → plan → execute → answer
//! ```

pub mod ast;
mod bind;
mod change;
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

use graph_core::{Changes, Graph, Value};

pub use environment::{Environment, Parameters};
pub use error::{Cause, Error, Phase, Warning};
pub use functions::{Function, functions};
pub use keywords::KEYWORDS;
pub use plan::Planning;

/// What a query gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, each with one value a column.
    pub rows: Vec<Vec<Value>>,
    /// What is probably not meant: labels, types and properties that the graph doesn't have.
    pub warnings: Vec<Warning>,
    /// How much the query changed.
    pub changes: Changes,
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
/// use graph_core::{Changes, Graph, Value};
/// let mut graph = Graph::new();
/// graph.add_node(["Person"], [("name", Value::from("Ann"))]);
/// let answer = query_lang::run(&mut graph, "MATCH (p:Person) RETURN p.name", &Default::default())?;
/// assert_eq!(answer.columns, ["p.name"]);
/// assert_eq!(answer.rows, [[Value::from("Ann")]]);
/// # Ok::<(), query_lang::Error>(())
/// ```
pub fn run(graph: &mut Graph, text: &str, environment: &Environment) -> Result<Answer, Error> {
    change_or_answer(graph, &parse(text)?, environment, Some(text))
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
    change_or_answer(graph, statement, environment, None)
}

/// Executes one statement that only reads, such as an English question became.
///
/// # Errors
/// [`Cause::ChangesGraph`] for one that changes the graph, and any [`Cause`] but those of syntax.
pub fn read(
    graph: &Graph,
    statement: &ast::Statement,
    environment: &Environment,
) -> Result<Answer, Error> {
    answer(graph, statement, environment, None)
}

fn change_or_answer(
    graph: &mut Graph,
    statement: &ast::Statement,
    environment: &Environment,
    text: Option<&str>,
) -> Result<Answer, Error> {
    if statement.query.change().is_none() {
        return answer(graph, statement, environment, text);
    }
    let bound = bind::statement(graph, statement, environment, text)?;
    let planned = plan::statement(graph, &bound, environment.planning);
    let (rows, changes) = execute::change(graph, &planned, &bound.new_names)?;
    Ok(Answer { columns: bound.columns, rows, warnings: bound.warnings, changes })
}

fn answer(
    graph: &Graph,
    statement: &ast::Statement,
    environment: &Environment,
    text: Option<&str>,
) -> Result<Answer, Error> {
    if let Some(clause) = statement.query.change() {
        let cause = Cause::ChangesGraph { clause: clause.change().unwrap_or_default() };
        return Err(Error::compile(cause, clause.span()));
    }
    let bound = bind::statement(graph, statement, environment, text)?;
    let planned = plan::statement(graph, &bound, environment.planning);
    let rows = execute::collect(graph, &planned)?;
    let changes = Changes::default();
    Ok(Answer { columns: bound.columns, rows, warnings: bound.warnings, changes })
}
