//! openCypher's technology compatibility kit: the scenarios of the language's reading half, run
//! on graphs that their own `CREATE` statements build.

pub mod feature;
mod setup;
mod values;

use std::fs;
use std::path::Path;

use graph_core::Graph;
use query_lang::{Answer, Environment, Error, Parameters, Phase, parse_literal, run};

use feature::{Scenario, Step};
use setup::Setup;

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

use Outcome::{Failed, Passed, Skipped};

/// Runs a scenario.
pub fn outcome(scenario: &Scenario, graphs: &Path) -> Outcome {
    let mut setup = Setup::default();
    let mut environment = Environment::default();
    let mut result = None;
    for step in &scenario.steps {
        let text = step.text.as_str();
        let done = if text == "an empty graph" || text == "any graph" {
            setup = Setup::default();
            Ok(())
        } else if let Some(name) = text.strip_prefix("the ").and_then(|t| t.strip_suffix(" graph"))
        {
            named(&mut setup, &graphs.join(name))
        } else if text == "having executed:" {
            setup.statement(&step.document).ok_or(Skipped("setup needs more than CREATE"))
        } else if text == "parameters are:" {
            read_parameters(step, &mut environment.parameters)
        } else if text == "executing query:" {
            execute(&mut setup.graph, &step.document, &environment).map(|ran| result = Some(ran))
        } else if text.starts_with("there exists a procedure") {
            Err(Skipped("calls a procedure"))
        } else if text == "executing control query:" || text == "the side effects should be:" {
            Err(Skipped("changes the graph"))
        } else if text == "no side effects" {
            Ok(())
        } else {
            match &result {
                Some(result) => check(&setup.graph, step, result),
                None => Err(Failed(format!("nothing was run before `{text}`"))),
            }
        };
        if let Err(outcome) = done {
            return outcome;
        }
    }
    Passed
}

/// Builds a graph of the kit by its name.
fn named(setup: &mut Setup, folder: &Path) -> Result<(), Outcome> {
    let name = folder.file_name().unwrap_or_default();
    let script = fs::read_to_string(folder.join(name).with_extension("cypher"));
    let script = script.map_err(|_| Skipped("names an unknown graph"))?;
    setup.statement(&script).ok_or(Skipped("setup needs more than CREATE"))
}

fn read_parameters(step: &Step, parameters: &mut Parameters) -> Result<(), Outcome> {
    for row in &step.table {
        let [name, value] = row.as_slice() else { return Err(Skipped("odd parameters")) };
        let value = parse_literal(value).map_err(|_| Skipped("odd parameters"))?;
        parameters.insert(name.clone(), value);
    }
    Ok(())
}

fn execute(
    graph: &mut Graph,
    query: &str,
    environment: &Environment,
) -> Result<Result<Answer, Error>, Outcome> {
    let result = run(graph, query, environment);
    match &result {
        Err(error) if error.kind() == "ChangesGraph" => Err(Skipped("changes the graph")),
        _ => Ok(result),
    }
}

/// Compares what a query gave with a `Then`.
fn check(graph: &Graph, step: &Step, result: &Result<Answer, Error>) -> Result<(), Outcome> {
    let expectation = step.text.as_str();
    if let Some((class, rest)) = expectation.split_once(" should be raised at ") {
        let class = class.trim_start_matches("a ").trim_start_matches("an ");
        return check_error(class, rest, result);
    }
    let answer = match result {
        Ok(answer) => answer,
        Err(error) => return Err(Failed(format!("{}: {error}", error.kind()))),
    };
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
