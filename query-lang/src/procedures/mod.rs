//! Procedures: what `CALL` calls. Each has a signature that arguments are checked against, and
//! gives rows; a program can add its own to the built-in ones.

mod articles;
mod catalog;
mod database;
mod disputes;
mod merges;
mod schema;
mod signature;

use std::collections::BTreeMap;
use std::fmt::{self, Debug, Formatter};
use std::sync::{Arc, LazyLock};

use graph_core::{Graph, Value};
use thiserror::Error;

use crate::budget::{AT_ONCE, Budget};
use crate::error::Cause;

pub use disputes::disputes;
pub use merges::suggested_merges;
pub use signature::{Field, FieldType, ValueType};

/// The rows of a procedure, each with one value a column.
pub type ProcedureRows = Vec<Vec<Value>>;

/// What a procedure works on.
#[derive(Clone, Copy, Debug)]
pub struct Invocation<'a> {
    /// The graph of the statement.
    pub graph: &'a Graph,
    /// The procedures that the statement may call.
    pub procedures: &'a Procedures,
    /// One value for each parameter, of its type.
    pub arguments: &'a [Value],
    pub(crate) budget: &'a Budget,
}

impl Invocation<'_> {
    /// Looks up from the work. What takes longer than some milliseconds calls it now and then,
    /// and gives up where it is refused.
    ///
    /// # Errors
    /// Where the statement is to end; the error itself isn't shown.
    pub fn look(&self) -> Result<(), ProcedureError> {
        let ended = |cause: Cause| ProcedureError { problem: cause.to_string(), help: None };
        self.budget.look().map_err(ended)
    }

    /// What is done for each of very many things, with a look at times.
    ///
    /// # Errors
    /// Those of [`Invocation::look`].
    pub(crate) fn each<T>(
        &self,
        things: impl Iterator<Item = T>,
        mut act: impl FnMut(T),
    ) -> Result<(), ProcedureError> {
        for (at, thing) in things.enumerate() {
            if at % AT_ONCE == AT_ONCE - 1 {
                self.look()?;
            }
            act(thing);
        }
        Ok(())
    }
}

/// Why a procedure gives no rows.
#[derive(Clone, Debug, Error, PartialEq)]
#[error("{problem}")]
pub struct ProcedureError {
    /// What is wrong, in one line.
    pub problem: String,
    /// What to call it with instead.
    pub help: Option<String>,
}

type Run = dyn Fn(Invocation<'_>) -> Result<ProcedureRows, ProcedureError> + Send + Sync;

/// A procedure with its signature.
///
/// ```
/// use graph_core::{Graph, Value};
/// use query_lang::procedures::{Procedure, ValueType};
/// use query_lang::{Environment, run};
/// let double = Procedure::new("my.double", "a number twice", |call| {
///     let number = call.arguments[0].as_int().unwrap_or_default();
///     Ok(vec![vec![number.saturating_mul(2).into()]])
/// });
/// let mut environment = Environment::default();
/// let double = double.takes("number", ValueType::Integer).gives("twice", ValueType::Integer);
/// environment.procedures.add(double);
/// let answer = run(&mut Graph::new(), "CALL my.double(21)", &environment)?;
/// assert_eq!(answer.columns, ["twice"]);
/// assert_eq!(answer.rows, [[Value::from(42)]]);
/// # Ok::<(), query_lang::Error>(())
/// ```
#[derive(Clone)]
pub struct Procedure {
    name: String,
    summary: String,
    parameters: Vec<Field>,
    columns: Vec<Field>,
    work: fn(&Graph) -> usize,
    run: Arc<Run>,
}

impl Procedure {
    /// A procedure without parameters and columns. The name has its namespaces before it, as in
    /// `db.labels`; the summary is one line.
    pub fn new(
        name: impl Into<String>,
        summary: impl Into<String>,
        run: impl Fn(Invocation<'_>) -> Result<ProcedureRows, ProcedureError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            summary: summary.into(),
            parameters: Vec::new(),
            columns: Vec::new(),
            work: |_| 1,
            run: Arc::new(run),
        }
    }

    /// With one more parameter.
    #[must_use]
    pub fn takes(mut self, name: impl Into<String>, field_type: impl Into<FieldType>) -> Self {
        self.parameters.push(Field { name: name.into(), field_type: field_type.into() });
        self
    }

    /// With one more column.
    #[must_use]
    pub fn gives(mut self, name: impl Into<String>, field_type: impl Into<FieldType>) -> Self {
        self.columns.push(Field { name: name.into(), field_type: field_type.into() });
        self
    }

    /// With the steps that a call takes at most on a graph, where these are more than its rows;
    /// they count towards what a statement may use up.
    #[must_use]
    pub fn working(mut self, work: fn(&Graph) -> usize) -> Self {
        self.work = work;
        self
    }

    /// The name, with its namespaces.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it gives, in one line.
    pub fn summary(&self) -> &str {
        &self.summary
    }

    /// What it is called with.
    pub fn parameters(&self) -> &[Field] {
        &self.parameters
    }

    /// What its rows hold. One without columns is called for its own sake: within a query the
    /// row that it is called for goes on.
    pub fn columns(&self) -> &[Field] {
        &self.columns
    }

    /// How it is called and what it gives: `name(in :: INTEGER?) :: (out :: STRING)`.
    pub fn signature(&self) -> String {
        format!("{} :: ({})", self.head(), fields(&self.columns))
    }

    /// How it is called: `name(in :: INTEGER?)`.
    pub(crate) fn head(&self) -> String {
        format!("{}({})", self.name, fields(&self.parameters))
    }

    /// The steps that a call takes at most.
    pub(crate) fn work(&self, graph: &Graph) -> usize {
        (self.work)(graph)
    }

    /// Runs it; the arguments fit the parameters.
    pub(crate) fn run(&self, call: Invocation<'_>) -> Result<ProcedureRows, ProcedureError> {
        let rows = (self.run)(call)?;
        let width = self.columns.len();
        match rows.iter().find(|row| row.len() != width) {
            Some(row) => {
                let problem = format!("it gave a row of {} values for {width} columns", row.len());
                Err(ProcedureError { problem, help: None })
            }
            None => Ok(rows),
        }
    }
}

fn fields(fields: &[Field]) -> String {
    fields.iter().map(Field::to_string).collect::<Vec<_>>().join(", ")
}

impl Debug for Procedure {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.signature())
    }
}

/// The procedures that a statement may call, by name; upper and lower case are the same. The
/// default holds the built-in ones.
#[derive(Clone, Debug)]
pub struct Procedures(Arc<BTreeMap<String, Procedure>>);

impl Default for Procedures {
    fn default() -> Self {
        static BUILT_IN: LazyLock<Procedures> = LazyLock::new(Procedures::built_in);
        BUILT_IN.clone()
    }
}

impl Procedures {
    /// No procedure at all.
    pub fn none() -> Self {
        Self(Arc::default())
    }

    fn built_in() -> Self {
        let all = [database::all(), schema::all(), catalog::all(), articles::all()];
        let mut procedures = Self::none();
        let knowledge = graph_core::knowledge::Knowledge::default();
        let knowing = [disputes(knowledge.clone()), suggested_merges(knowledge)];
        for procedure in all.into_iter().flatten().chain(knowing) {
            procedures.add(procedure);
        }
        procedures
    }

    /// Adds a procedure; it takes the place of one with the same name.
    pub fn add(&mut self, procedure: Procedure) {
        Arc::make_mut(&mut self.0).insert(procedure.name.to_lowercase(), procedure);
    }

    /// The procedure of this name.
    pub fn find(&self, name: &str) -> Option<&Procedure> {
        self.0.get(&name.to_lowercase())
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Procedure> {
        self.0.values()
    }
}

/// The steps of a look at every node and relationship.
fn whole_graph(graph: &Graph) -> usize {
    graph.node_count() + graph.relationship_count()
}

#[cfg(test)]
mod tests;
