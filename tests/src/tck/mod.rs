//! openCypher's technology compatibility kit: its scenarios run, and judged strictly by rows,
//! errors and what changed in the graph.

mod contents;
pub mod feature;
pub mod manifest;
mod procedures;
mod values;

use std::fs;
use std::path::Path;

use graph_core::Graph;
use query_lang::{Answer, Environment, Error, Phase, parse_literal, run};

use contents::{Contents, Effects};
use feature::{Scenario, Step};

/// How a scenario went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The query gave what is expected.
    Passed,
    /// It gave something else.
    Failed(String),
    /// It needs what this program doesn't do.
    Skipped(&'static str),
}

use Outcome::{Failed, Passed};

/// Runs a scenario; named graphs are folders of `graphs`.
pub fn outcome(scenario: &Scenario, graphs: &Path) -> Outcome {
    let mut run = Run::default();
    scenario.steps.iter().find_map(|step| run.step(step, graphs).err()).unwrap_or(Passed)
}

/// A scenario on its way.
#[derive(Default)]
struct Run {
    graph: Graph,
    environment: Environment,
    /// What the last query gave and what it changed.
    last: Option<(Result<Answer, Error>, Effects)>,
}

impl Run {
    fn step(&mut self, step: &Step, graphs: &Path) -> Result<(), Outcome> {
        match step.text.as_str() {
            "an empty graph" | "any graph" => {
                self.graph = Graph::new();
                Ok(())
            }
            "having executed:" => self.set_up(&step.document),
            "parameters are:" => self.read_parameters(step),
            "executing query:" | "executing control query:" => self.execute(&step.document),
            "no side effects" => self.check_effects(&Effects::new()),
            "the side effects should be:" => {
                let wanted = effects(step).ok_or_else(|| Failed("odd side effects".into()))?;
                self.check_effects(&wanted)
            }
            text if text.starts_with("there exists a procedure") => {
                let procedure = procedures::procedure(step);
                let procedure = procedure.ok_or_else(|| Failed("odd procedure".into()))?;
                self.environment.procedures.add(procedure);
                Ok(())
            }
            text => match text.strip_prefix("the ").and_then(|text| text.strip_suffix(" graph")) {
                Some(name) => self.load(&graphs.join(name)),
                None => self.check(step),
            },
        }
    }

    /// Builds a graph of the kit by its name.
    fn load(&mut self, folder: &Path) -> Result<(), Outcome> {
        let name = folder.file_name().unwrap_or_default();
        let script = fs::read_to_string(folder.join(name).with_extension("cypher"));
        let script = script.map_err(|error| Failed(format!("an unknown graph: {error}")))?;
        self.set_up(&script)
    }

    fn set_up(&mut self, statement: &str) -> Result<(), Outcome> {
        let ran = run(&mut self.graph, statement, &self.environment);
        ran.map(|_| ()).map_err(|error| unexpected(&error))
    }

    fn read_parameters(&mut self, step: &Step) -> Result<(), Outcome> {
        for row in &step.table {
            let [name, value] = row.as_slice() else { return Err(Failed("odd row".into())) };
            let value = parse_literal(value).map_err(|error| Failed(error.to_string()))?;
            self.environment.parameters.insert(name.clone(), value);
        }
        Ok(())
    }

    /// Runs a query; one that fails must leave the graph as it was.
    fn execute(&mut self, query: &str) -> Result<(), Outcome> {
        let before = Contents::of(&self.graph).map_err(Failed)?;
        let result = run(&mut self.graph, query, &self.environment);
        let after = Contents::of(&self.graph).map_err(Failed)?;
        match &result {
            Err(error) if before != after => {
                return Err(Failed(format!("{error}, but the graph was changed")));
            }
            _ => {}
        }
        self.last = Some((result, before.effects(&after)));
        Ok(())
    }

    fn check_effects(&self, wanted: &Effects) -> Result<(), Outcome> {
        match &self.last {
            Some((Ok(_), given)) if given == wanted => Ok(()),
            Some((Ok(_), given)) => Err(Failed(format!("changes {given:?} for {wanted:?}"))),
            Some((Err(error), _)) => Err(unexpected(error)),
            None => Err(Failed("no query was run".into())),
        }
    }

    fn check(&self, step: &Step) -> Result<(), Outcome> {
        match (&self.last, step.text.split_once(" should be raised at ")) {
            (None, _) => Err(Failed(format!("nothing was run before `{}`", step.text))),
            (Some((result, _)), Some((class, rest))) => {
                let class = class.trim_start_matches("a ").trim_start_matches("an ");
                check_error(class, rest, result)
            }
            (Some((Ok(answer), _)), None) => check_answer(&self.graph, step, answer),
            (Some((Err(error), _)), None) => Err(unexpected(error)),
        }
    }
}

fn unexpected(error: &Error) -> Outcome {
    Failed(format!("{} at {:?}: {error}", error.kind(), error.phase()))
}

/// The side effects that a table names; `None` where it can't be read.
fn effects(step: &Step) -> Option<Effects> {
    let row = |row: &Vec<String>| match row.as_slice() {
        [what, count] => Some((what.clone(), count.parse().ok()?)),
        _ => None,
    };
    let all: Option<Effects> = step.table.iter().map(row).collect();
    all.map(|all| all.into_iter().filter(|(_, count)| *count > 0).collect())
}

/// Compares an answer with the table that is expected.
fn check_answer(graph: &Graph, step: &Step, answer: &Answer) -> Result<(), Outcome> {
    let expectation = step.text.as_str();
    let ordered_lists = !expectation.contains("ignoring element order for lists");
    let ordered_rows = expectation.contains(", in order");
    let (columns, rows) = match step.table.split_first() {
        Some((columns, rows)) => (columns.as_slice(), rows),
        None if expectation == "the result should be empty" => (answer.columns.as_slice(), &[][..]),
        None => return Err(Failed(format!("unknown step `{expectation}`"))),
    };
    if columns != answer.columns {
        return Err(Failed(format!("columns {:?} for {columns:?}", answer.columns)));
    }
    let given = answer.rows.iter();
    let mut given: Vec<Vec<_>> = given
        .map(|row| row.iter().map(|value| values::given(graph, value, ordered_lists)).collect())
        .collect();
    let wanted = rows.iter().map(|row| {
        row.iter().map(|cell| values::expected(cell, ordered_lists)).collect::<Option<Vec<_>>>()
    });
    let wanted: Option<Vec<_>> = wanted.collect();
    let mut wanted = wanted.ok_or_else(|| Failed(format!("unreadable table {rows:?}")))?;
    if !ordered_rows {
        given.sort();
        wanted.sort();
    }
    if given == wanted { Ok(()) } else { Err(Failed(format!("rows {given:?} for {wanted:?}"))) }
}

/// Compares an error by class, phase and kind; `*` and `any time` stand for all.
fn check_error(class: &str, rest: &str, result: &Result<Answer, Error>) -> Result<(), Outcome> {
    let (phase, kind) = rest.split_once(": ").unwrap_or((rest, "*"));
    let Err(error) = result else {
        return Err(Failed(format!("an answer for {class} {kind}")));
    };
    let right_phase = match phase {
        "compile time" => error.phase() == Phase::CompileTime,
        "runtime" => error.phase() == Phase::Runtime,
        _ => true,
    };
    if right_phase && error.class() == class && (kind == "*" || error.kind() == kind) {
        return Ok(());
    }
    let given = (error.class(), error.phase(), error.kind());
    Err(Failed(format!("{given:?} for {class} at {phase}: {kind}")))
}
