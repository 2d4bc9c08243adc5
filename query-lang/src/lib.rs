//! openCypher over a [`Graph`].
//!
//! The flow, one module a stage:
//!
//! ```text
//! query text → parse → ast → bind → plan → execute → answer
//! ```
//!
//! `LANGUAGE.md` beside the sources is the reference of the language.

pub mod ast;
mod bind;
mod budget;
mod change;
mod environment;
mod error;
mod execute;
mod explain;
mod expression;
mod files;
mod functions;
mod keywords;
pub mod lexer;
#[cfg(test)]
mod outcome;
mod parse;
mod plan;
mod prepared;
pub mod procedures;
pub mod question;
pub mod script;
mod stop;

use graph_core::{Changes, Graph, Value};

use ast::Mode;
use bind::Bound;
use explain::{Profile, Worded};
use plan::Planned;

pub use environment::{Environment, Parameters};
pub use error::{Cause, Error, Phase, Warning};
pub use explain::{Cost, ExplainedPlan, Operator};
pub use files::Files;
pub use functions::{Function, functions};
pub use keywords::{KEYWORDS, is_keyword};
pub use plan::Planning;
pub use prepared::Prepared;
pub use stop::Stop;

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
    /// How the rows were found, for `EXPLAIN` (which gives no rows) and `PROFILE`.
    pub plan: Option<ExplainedPlan>,
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
    execute(graph, &parse(text)?, Some(text), environment)
}

/// Executes one statement. `text` is what it was parsed from, for the names of columns.
///
/// # Errors
/// [`Cause::ChangesGraph`] for one that changes the graph where the environment doesn't let it,
/// and any [`Cause`] but those of syntax.
pub fn execute(
    graph: &mut Graph,
    statement: &ast::Statement,
    text: Option<&str>,
    environment: &Environment,
) -> Result<Answer, Error> {
    if statement.mode == Mode::Explain || statement.query.change().is_none() {
        return read(graph, statement, text, environment);
    }
    if environment.read_only {
        return Err(changing(statement));
    }
    let worded = Worded::of(statement, text)?;
    let (bound, planned) = plan(graph, &worded, environment)?;
    let (rows, changes) = execute::change(graph, &planned, &bound.new_names)?;
    let plan = worded.explained(graph, &bound, &planned, rows.len());
    Ok(Answer { columns: bound.columns, rows, warnings: bound.warnings, changes, plan })
}

/// Executes one statement that only reads, such as an English question became; that has no
/// `text` it was parsed from.
///
/// # Errors
/// [`Cause::ChangesGraph`] for one that changes the graph, and any [`Cause`] but those of syntax.
pub fn read(
    graph: &Graph,
    statement: &ast::Statement,
    text: Option<&str>,
    environment: &Environment,
) -> Result<Answer, Error> {
    let runs = statement.mode != Mode::Explain;
    if runs && statement.query.change().is_some() {
        return Err(changing(statement));
    }
    let worded = Worded::of(statement, text)?;
    let (bound, planned) = plan(graph, &worded, environment)?;
    let rows = if runs { execute::collect(graph, &planned)? } else { Vec::new() };
    let plan = worded.explained(graph, &bound, &planned, rows.len());
    let changes = Changes::default();
    Ok(Answer { columns: bound.columns, rows, warnings: bound.warnings, changes, plan })
}

/// The error of a statement that changes the graph, where it can't.
fn changing(statement: &ast::Statement) -> Error {
    let clause = statement.query.change();
    let cause =
        Cause::ChangesGraph { clause: clause.and_then(ast::Clause::change).unwrap_or_default() };
    Error::compile(cause, clause.map_or(ast::Span::NONE, ast::Clause::span))
}

fn plan(
    graph: &Graph,
    worded: &Worded<'_>,
    environment: &Environment,
) -> Result<(Bound, Planned), Error> {
    let bound = bind::statement(graph, &worded.statement, environment, worded.text.as_deref())?;
    let mut planned = plan::statement(graph, &bound, environment);
    planned.profile = (worded.statement.mode == Mode::Profile).then(Profile::default);
    Ok((bound, planned))
}
