//! English questions, compiled to the same tree as Cypher.
//!
//! The flow, one module a stage:
//!
//! ```text
//! text → words → tags (lexicon, names of the graph) → grammar → form → bind → statement
//! ```
//!
//! Every word counts: what the grammar can't use is an error that names it. Only these are left
//! out: politeness (`please`, `tell me`), articles and demonstratives, `already`, `ever`, `also`
//! and the like, and titles before a name (`President Bukele`).

mod bind;
mod called;
mod compose;
mod conditions;
mod error;
mod evidence;
mod examples;
mod form;
mod language;
mod lookup;
mod mentions;
mod names;
mod period;
mod read;
mod readings;
mod settled;
mod sides;
mod standing;
mod statement;
mod suggest;
mod tags;
#[cfg(test)]
mod tests;
mod topics;
mod vocabulary;
mod words;

use graph_core::lexicon::Lexicon;
use graph_core::{Graph, NodeId};

use crate::ast::Statement;
use tags::{Context, Segmentation, Tagged};

pub use called::{Called, called};
pub use error::QuestionError;
pub use language::looks_like_cypher;

/// A question that has become a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What it asks; its `Display` is Cypher.
    pub statement: Statement,
    /// What the reader of the answer must know, one sentence each.
    pub notes: Vec<String>,
}

/// Reads a question against a graph: its names, its relations and its articles; `lexicon` is
/// the one by which the graph was drawn.
///
/// # Errors
/// [`QuestionError`] names the first word that can't be used, with the nearest known one.
pub fn compile(text: &str, graph: &Graph, lexicon: &Lexicon) -> Result<Question, QuestionError> {
    let words = words::split(text)?;
    let context = Context::of(graph, lexicon);
    let mut failures = Vec::new();
    for segmentation in [Segmentation::VerbsApart, Segmentation::VerbsInside] {
        let tagged = Tagged::of(&words, &context, segmentation);
        match read::read(&tagged) {
            Ok(form) => return compose::compose(&form, &tagged.tokens, &words, &context),
            Err(at) => failures.push((at, tagged)),
        }
    }
    let furthest = failures.into_iter().max_by_key(|(at, tagged)| {
        at.and_then(|at| tagged.tokens.get(at)).map_or(usize::MAX, |token| token.span.start)
    });
    Err(furthest.map_or(QuestionError::Empty, |(at, tagged)| {
        suggest::refusal(&words, &tagged, at, &context)
    }))
}

/// The entities that a name stands for, as in a question: those of exactly that name or alias,
/// else those whose name holds it. None where no name does.
///
/// # Errors
/// [`QuestionError::TooLong`].
pub fn entities(
    name: &str,
    graph: &Graph,
    lexicon: &Lexicon,
) -> Result<Vec<NodeId>, QuestionError> {
    let words = words::split(name)?;
    let found = names::Names::of(graph, lexicon).resolve(&words);
    Ok(match found {
        Some(names::Referent::Entities(nodes) | names::Referent::Ambiguous(nodes)) => nodes,
        None => Vec::new(),
    })
}

/// Three questions that this graph answers with rows; fewer where it holds too little.
pub fn examples(graph: &Graph, lexicon: &Lexicon) -> Vec<String> {
    examples::examples(graph, lexicon)
}
