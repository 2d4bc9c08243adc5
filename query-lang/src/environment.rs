//! What a statement may use besides the graph.

use std::collections::BTreeMap;

use graph_core::Value;

use crate::Planning;
use crate::files::Files;
use crate::procedures::Procedures;
use crate::stop::Stop;

/// Values by parameter name, without `$`.
pub type Parameters = BTreeMap<String, Value>;

/// What a statement may use besides the graph. The default holds the built-in procedures
/// and nothing else.
///
/// ```
/// use query_lang::Environment;
/// let environment = Environment {
///     parameters: [("least".to_owned(), 2.into())].into(),
///     ..Environment::default()
/// };
/// let mut graph = graph_core::Graph::new();
/// let answer = query_lang::run(&mut graph, "RETURN $least * 2 AS n", &environment)?;
/// assert_eq!(answer.rows, [[4.into()]]);
/// # Ok::<(), query_lang::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `$name` in queries.
    pub parameters: Parameters,
    /// Whether labels, relationship types and property keys that the graph doesn't have are
    /// errors instead of warnings.
    pub strict: bool,
    /// What `CALL` can call.
    pub procedures: Procedures,
    /// How much thought the plan gets.
    pub planning: Planning,
    /// What `LOAD CSV` may read.
    pub files: Files,
    /// Whether statements that change the graph are refused.
    pub read_only: bool,
    /// What ends a statement before it is done; nothing of what it changed is kept.
    pub stop: Stop,
    /// The most bytes that what a statement keeps may take, by an estimate that is the same
    /// everywhere; the graph itself isn't counted. What it changed is undone where it keeps more.
    /// `None` is as much as there is.
    pub memory: Option<u64>,
    /// The most steps that a statement may take, such as `PROFILE` counts them. Unlike a time it
    /// ends the same statement at the same point everywhere. `None` is as many as it takes.
    pub steps: Option<u64>,
}
