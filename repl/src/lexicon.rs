//! `attest lexicon`: whether a workspace's lexicon can be read, and what its rules find.

use std::io::{self, Write};
use std::path::Path;

use graph_core::article::Folder;
use graph_core::cache::Cache;
use graph_core::export::visible;
use graph_core::knowledge::Knowledge;
use graph_core::lexicon::{Frame, Lexicon};
use graph_core::trial::{self, End, Outcome, Trial};
use graph_core::workspace;

use crate::cli::LexiconCommand;
use crate::report::Report;
use crate::{Failure, output, refuse, tell_refused, watched};

/// Runs a command on a graph's articles, without drawing their facts into a graph.
pub(crate) fn run(
    graph: &Path,
    command: &LexiconCommand,
    cache: Option<&Cache>,
) -> Result<(), Failure> {
    let (folder, mut knowledge) = workspace::read(graph).map_err(|error| {
        refuse(&error);
        Failure::Told
    })?;
    tell_refused(&folder.refused);
    match command {
        LexiconCommand::Check => check(&folder, &knowledge, cache)?,
        LexiconCommand::Test { rule } => {
            let wanted = wanted(rule.as_deref(), &mut knowledge)?;
            let trials = trials(&folder, &knowledge, cache, |frame| wanted.contains(&frame.number));
            output::to_stdout(|out| {
                for &number in &wanted {
                    write_rule(out, &folder, &knowledge, number, &trials)?;
                }
                Ok(())
            })?;
        }
    }
    if folder.refused.is_empty() { Ok(()) } else { Err(Failure::Told) }
}

fn trials(
    folder: &Folder,
    knowledge: &Knowledge,
    cache: Option<&Cache>,
    wanted: impl Fn(&Frame) -> bool + Sync,
) -> Vec<Trial> {
    watched(cache, |means| trial::trials(&folder.documents, knowledge, means, wanted))
}

/// Says how much of the lexicon is the workspace's, and which of its rules find nothing.
fn check(folder: &Folder, knowledge: &Knowledge, cache: Option<&Cache>) -> Result<(), Failure> {
    let frames = knowledge.lexicon.frames();
    let own = |frame: &Frame| frame.origin.workspace;
    let trials = trials(folder, knowledge, cache, own);
    let silent = frames
        .iter()
        .filter(|frame| own(frame) && trials.iter().all(|trial| trial.frame != frame.number));
    Ok(output::to_stdout(|out| {
        let count = frames.iter().filter(|frame| own(frame)).count();
        writeln!(
            out,
            "the lexicon can be read: {} built-in rules and {count} of the workspace",
            frames.len() - count
        )?;
        for frame in silent {
            writeln!(out, "finds nothing: {}", visible(&described(frame)))?;
        }
        Ok(())
    })?)
}

/// The numbers of the rules that are asked for: the workspace's, those of a word, those of a
/// relation, or one written out, which then joins the lexicon.
fn wanted(rule: Option<&str>, knowledge: &mut Knowledge) -> Result<Vec<u32>, Failure> {
    let numbers = |lexicon: &Lexicon, fits: &dyn Fn(&Frame) -> bool| -> Vec<u32> {
        lexicon.frames().iter().filter(|frame| fits(frame)).map(|frame| frame.number).collect()
    };
    let Some(rule) = rule else {
        let own = numbers(&knowledge.lexicon, &|frame| frame.origin.workspace);
        return found(
            own,
            "the workspace adds no rule",
            "write lexicon/relations.tsv, or name a word or relation",
        );
    };
    if rule.contains('\t') {
        let before = knowledge.lexicon.frames().len() as u32;
        knowledge.lexicon.to_mut().add_rule(rule).map_err(|error| {
            Report::error(error.to_string()).help("see LEXICON.md for the columns").print();
            Failure::Told
        })?;
        return Ok((before..knowledge.lexicon.frames().len() as u32).collect());
    }
    let (word, relation) = (rule.to_lowercase(), rule.to_uppercase());
    let all = numbers(&knowledge.lexicon, &|frame| {
        frame.relation == relation || frame.trigger.words() == word || frame.trigger.lemma == word
    });
    let problem = format!("no rule has `{rule}` for its word or relation");
    found(
        all,
        &problem,
        "write a base form (sue), a relation (SUED), or a rule with tabs between its columns",
    )
}

fn found(numbers: Vec<u32>, problem: &str, help: &str) -> Result<Vec<u32>, Failure> {
    if numbers.is_empty() {
        Report::error(problem).help(help).print();
        return Err(Failure::Told);
    }
    Ok(numbers)
}

fn described(frame: &Frame) -> String {
    let sign = if frame.negative { "-" } else { "" };
    let origin = &frame.origin;
    let file = if origin.workspace { "lexicon/" } else { "built-in " };
    format!(
        "{sign}{} by {} ({file}{}, line {})",
        frame.relation, frame.trigger, origin.file, origin.line
    )
}

/// A rule with every place where it finds its word.
fn write_rule(
    out: &mut dyn Write,
    folder: &Folder,
    knowledge: &Knowledge,
    number: u32,
    trials: &[Trial],
) -> io::Result<()> {
    let frame = &knowledge.lexicon.frames()[number as usize];
    let own: Vec<&Trial> = trials.iter().filter(|trial| trial.frame == number).collect();
    let is_fact = |outcome: &&Outcome| matches!(outcome, Outcome::Fact { .. });
    let facts = own.iter().flat_map(|trial| &trial.outcomes).filter(is_fact).count();
    let head = format!("{}: found {}, facts {facts}", described(frame), own.len());
    writeln!(out, "{}", visible(&head))?;
    for trial in own {
        let article = &folder.documents[trial.article].article;
        writeln!(out, "  {}: {}", visible(&article.id), visible(&trial.marked(article)))?;
        for outcome in &trial.outcomes {
            writeln!(out, "    {}", visible(&told(outcome, frame)))?;
        }
    }
    Ok(())
}

fn told(outcome: &Outcome, frame: &Frame) -> String {
    let place = |end: End| match end {
        End::Subject => "subject",
        End::Object => "object",
    };
    match outcome {
        Outcome::Fact { subject, relation, object } => format!("{subject} {relation} {object}"),
        Outcome::WrongType { end, name, found } => {
            let types = match end {
                End::Subject => &frame.subject_types,
                End::Object => &frame.object_types,
            };
            let found = found.as_str();
            format!("no fact: the {} {name} is {found}, not {types}", place(*end))
        }
        Outcome::NoArgument(end) => {
            format!("no fact: nothing stands in the {}'s place", place(*end))
        }
        Outcome::Void => "no fact: it is only asked for or said not to be known".to_owned(),
        Outcome::Unresolved => {
            "no fact: the article doesn't tell what a marked word stands for".to_owned()
        }
    }
}
