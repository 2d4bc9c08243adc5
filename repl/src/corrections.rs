//! `corrections.cypher`: a person's statements on the graph that was drawn from the articles.
//!
//! They run in their order each time the workspace is opened. The first that is refused refuses
//! the workspace: a graph that is half corrected would answer as if nothing were wrong.

use std::fs;

use graph_core::store::Waiting;
use graph_core::workspace::Workspace;
use query_lang::{Environment, Error, script};

use crate::Failure;
use crate::session::{Refused, files, warn};

/// Runs the corrections of a workspace, where it has any, with so much memory; a refusal is told.
///
/// # Errors
/// Where they can't be read, or a statement is refused.
pub(crate) fn apply(
    workspace: &mut Workspace,
    strict: bool,
    memory: Option<u64>,
) -> Result<(), Failure> {
    let Some(file) = workspace.corrections().filter(|file| fs::symlink_metadata(file).is_ok())
    else {
        return Ok(());
    };
    let text = crate::read_script(Some(&file))?;
    let name = file.display().to_string();
    let files = files(file.parent().unwrap_or(&file), &[]);
    // They come with the articles, maybe of somebody else's hand.
    let environment = Environment { strict, files, memory, ..Environment::default() };
    // All of them are kept, or none. A folder has no store that could refuse it.
    let _ = workspace.begin(Waiting::No);
    for statement in script::statements(&text) {
        if let Err(error) = correct(workspace, &name, &text, &statement, &environment) {
            let advice = format!("the graph isn't opened until {name} is mended or moved away");
            let refused = Refused::from(error).with_help(advice);
            refused.report(Some(&name), &text, statement.span).print();
            return Err(Failure::Told);
        }
    }
    let _ = workspace.commit();
    Ok(())
}

/// Runs one correction; what is odd about it is told.
fn correct(
    workspace: &mut Workspace,
    name: &str,
    text: &str,
    statement: &script::Statement,
    environment: &Environment,
) -> Result<(), Error> {
    let answer = query_lang::run(workspace.graph_mut(), &statement.text, environment)?;
    for warning in &answer.warnings {
        warn(warning, Some(name), text, statement.span.start).print();
    }
    Ok(())
}
