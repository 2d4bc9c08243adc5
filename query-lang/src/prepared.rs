//! Statements that run again and again.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use graph_core::{Changes, Graph, Value};

use crate::ast::{Mode, Statement};
use crate::bind::Bound;
use crate::environment::{Environment, Parameters};
use crate::error::Error;
use crate::plan::{self, Planned};
use crate::{Answer, bind, changing, execute};

/// A statement that is parsed once. Its plan is kept, too, and is used again as long as the graph
/// and the parameters are the same.
///
/// ```
/// use graph_core::Graph;
/// use query_lang::{Environment, Prepared};
/// let mut graph = Graph::new();
/// let mut add = Prepared::new("CREATE (:Person {age: $age})", Environment::default())?;
/// for age in [30, 40] {
///     add.run(&mut graph, &[("age".to_owned(), age.into())].into())?;
/// }
/// let mut count = Prepared::new("MATCH (p:Person) RETURN count(*) AS n", Environment::default())?;
/// assert_eq!(count.run(&mut graph, &Default::default())?.rows, [[2.into()]]);
/// # Ok::<(), query_lang::Error>(())
/// ```
#[derive(Debug)]
pub struct Prepared {
    text: String,
    statement: Statement,
    environment: Environment,
    ready: Option<Ready>,
}

/// A plan, and what it was made for.
#[derive(Debug)]
struct Ready {
    state: u64,
    parameters: Parameters,
    bound: Bound,
    planned: Planned,
}

impl Prepared {
    /// Parses a statement, which will run with what `environment` has.
    ///
    /// # Errors
    /// Those of [`parse`](crate::parse).
    pub fn new(text: &str, environment: Environment) -> Result<Self, Error> {
        let statement = crate::parse(text)?;
        Ok(Self { text: text.to_owned(), statement, environment, ready: None })
    }

    /// The statement.
    pub fn statement(&self) -> &Statement {
        &self.statement
    }

    /// Runs it. `parameters` come before those of the environment.
    ///
    /// # Errors
    /// Those of [`execute`](crate::execute).
    pub fn run(&mut self, graph: &mut Graph, parameters: &Parameters) -> Result<Answer, Error> {
        if self.statement.mode != Mode::Run || self.statement.query.change().is_none() {
            return self.read(graph, parameters);
        }
        if self.environment.read_only {
            return Err(changing(&self.statement));
        }
        let ready = self.ready(graph, parameters)?;
        let (rows, changes) = execute::change(graph, &ready.planned, &ready.bound.new_names)?;
        Ok(ready.answer(rows, changes))
    }

    /// Runs one that only reads.
    ///
    /// # Errors
    /// Those of [`read`](crate::read).
    pub fn read(&mut self, graph: &Graph, parameters: &Parameters) -> Result<Answer, Error> {
        if self.statement.mode != Mode::Run {
            let environment = self.environment_with(parameters);
            return crate::read(graph, &self.statement, Some(&self.text), &environment);
        }
        if self.statement.query.change().is_some() {
            return Err(changing(&self.statement));
        }
        let ready = self.ready(graph, parameters)?;
        let rows = execute::collect(graph, &ready.planned)?;
        Ok(ready.answer(rows, Changes::default()))
    }

    /// Runs one that only reads, and gives its rows one by one, so that they needn't be in memory
    /// together; ends early where it is told to.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use query_lang::{Environment, Prepared};
    /// let mut count = Prepared::new("UNWIND range(1, 9) AS n RETURN n", Environment::default())?;
    /// let mut seen = Vec::new();
    /// count.each(&graph_core::Graph::new(), &Default::default(), |row| {
    ///     seen.push(row[0].clone());
    ///     if seen.len() < 3 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    /// })?;
    /// assert_eq!(seen, [1.into(), 2.into(), 3.into()]);
    /// # Ok::<(), query_lang::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`read`](crate::read); rows may have been given before.
    pub fn each(
        &mut self,
        graph: &Graph,
        parameters: &Parameters,
        row: impl FnMut(&[Value]) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        if self.statement.query.change().is_some() {
            return Err(changing(&self.statement));
        }
        execute::each(graph, &self.ready(graph, parameters)?.planned, row)
    }

    fn environment_with(&self, parameters: &Parameters) -> Environment {
        let mut environment = self.environment.clone();
        environment.parameters.extend(parameters.clone());
        environment
    }

    /// The plan for a graph.
    fn ready(&mut self, graph: &Graph, parameters: &Parameters) -> Result<&Ready, Error> {
        let state = graph.state();
        let known = self.ready.take().filter(|ready| {
            ready.state == state
                && are_same(&ready.parameters, parameters)
                && !ready.bound.is_of_its_moment
        });
        let ready = known.map_or_else(|| self.plan(graph, parameters), Ok)?;
        Ok(self.ready.insert(ready))
    }

    fn plan(&self, graph: &Graph, parameters: &Parameters) -> Result<Ready, Error> {
        let environment = self.environment_with(parameters);
        let text = Some(self.text.as_str());
        let bound = bind::statement(graph, &self.statement, &environment, text)?;
        let planned = plan::statement(graph, &bound, &environment);
        Ok(Ready { state: graph.state(), parameters: parameters.clone(), bound, planned })
    }
}

/// Whether a plan for one is one for the other: equal values may still be treated otherwise, as
/// are `1` and `1.0`.
fn are_same<K: Eq>(one: &BTreeMap<K, Value>, other: &BTreeMap<K, Value>) -> bool {
    let same =
        |(one, other): ((&K, &Value), (&K, &Value))| one.0 == other.0 && is_same(one.1, other.1);
    one.len() == other.len() && one.iter().zip(other).all(same)
}

/// Where it isn't sure, they aren't.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Float(one), Value::Float(other)) => one.to_bits() == other.to_bits(),
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len()
                && one.iter().zip(&**other).all(|(one, other)| is_same(one, other))
        }
        (Value::Map(one), Value::Map(other)) => are_same(one, other),
        (Value::Null, Value::Null) => true,
        (Value::Bool(_), Value::Bool(_))
        | (Value::Int(_), Value::Int(_))
        | (Value::String(_), Value::String(_)) => one == other,
        _ => false,
    }
}

impl Ready {
    fn answer(&self, rows: Vec<Vec<Value>>, changes: Changes) -> Answer {
        let Bound { columns, warnings, .. } = &self.bound;
        let (columns, warnings) = (columns.clone(), warnings.clone());
        Answer { columns, rows, warnings, changes, plan: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_for_the_very_parameters() {
        let graph = Graph::new();
        let mut halved =
            Prepared::new("RETURN $n / 2 AS half", Environment::default()).expect("is one");
        let mut half = |n: Value| {
            let answer = halved.read(&graph, &[("n".to_owned(), n)].into()).expect("an answer");
            format!("{:?}", answer.rows[0][0])
        };
        assert_eq!(half(Value::Int(1)), "Int(0)");
        assert_eq!(half(Value::Float(1.0)), "Float(0.5)");
        assert_eq!(half(Value::Int(1)), "Int(0)");
    }
}
