//! What a question can be refused for.

use std::ops::Range;

use graph_core::names::first;
use thiserror::Error;

/// Why a question couldn't be answered, with the place in its text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum QuestionError {
    /// Nothing was asked, as in `?`.
    #[error("there is no question here")]
    Empty,
    /// Longer than any question, as in ten thousand words.
    #[error("a question has at most {limit} words, this has {words}")]
    TooLong {
        /// Words found.
        words: usize,
        /// The most that are read.
        limit: usize,
    },
    /// A word that is neither part of a question, nor of the lexicon, nor of a name in the
    /// graph, as in `who crticized the deal`.
    #[error("`{word}` is not a word that I know{}", did_you_mean(nearest.as_deref()))]
    Word {
        /// The word.
        word: String,
        /// Its place.
        span: Range<usize>,
        /// The nearest known word.
        nearest: Option<String>,
    },
    /// A name that no entity of this graph has, as in `who criticized John Doe`.
    #[error("no entity in this graph is called `{name}`{}", did_you_mean(nearest.as_deref()))]
    Name {
        /// The name.
        name: String,
        /// Its place.
        span: Range<usize>,
        /// The nearest name in the graph.
        nearest: Option<String>,
    },
    /// A known word in a place where the question can't use it, as in `who the deal`.
    #[error("I can't use `{word}` here; ask more simply or leave it out")]
    Place {
        /// The word.
        word: String,
        /// Its place.
        span: Range<usize>,
    },
    /// A question that ends too early, as in `who criticized the`.
    #[error("the question ends where I expected more, behind `{word}`")]
    Unfinished {
        /// The last word.
        word: String,
        /// Its place.
        span: Range<usize>,
    },
    /// A name that several entities share, as in `who is Smith`.
    #[error("`{name}` may be {}; write the one that you mean", candidates.join(" or "))]
    Ambiguous {
        /// The name.
        name: String,
        /// Its place.
        span: Range<usize>,
        /// The names of those it may stand for.
        candidates: Vec<String>,
    },
    /// A pronoun or a phrase that points back, as in `who criticized it`.
    #[error("I can't tell what `{phrase}` refers to; write the name")]
    Reference {
        /// The phrase.
        phrase: String,
        /// Its place.
        span: Range<usize>,
    },
    /// An article that isn't in the graph, as in `what happened in article 999`.
    #[error("there is no article `{article}`; this graph has {}", some_of(articles))]
    Article {
        /// The article as asked for.
        article: String,
        /// Its place.
        span: Range<usize>,
        /// The ids of those that are there.
        articles: Vec<String>,
    },
    /// A verb that can't be joined with this preposition or object, as in `who visited against`.
    #[error("`{verb}` can't be asked so: {advice}")]
    Verb {
        /// The verb.
        verb: String,
        /// Its place.
        span: Range<usize>,
        /// What to write instead.
        advice: String,
    },
    /// A question that has a reading but no single answer, as in `didn't he visit Panama`.
    #[error("{advice}")]
    Form {
        /// What to write instead.
        advice: &'static str,
        /// The place of the trouble.
        span: Range<usize>,
    },
}

impl QuestionError {
    /// The bytes of the question that are at fault; `None` for the question as a whole.
    pub fn span(&self) -> Option<Range<usize>> {
        match self {
            Self::Empty | Self::TooLong { .. } => None,
            Self::Word { span, .. }
            | Self::Name { span, .. }
            | Self::Place { span, .. }
            | Self::Unfinished { span, .. }
            | Self::Ambiguous { span, .. }
            | Self::Reference { span, .. }
            | Self::Article { span, .. }
            | Self::Verb { span, .. }
            | Self::Form { span, .. } => Some(span.clone()),
        }
    }

    /// The nearest known word or name, where there is one near enough.
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Self::Word { nearest, .. } | Self::Name { nearest, .. } => nearest.as_deref(),
            _ => None,
        }
    }
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|word| format!("; did you mean `{word}`?")).unwrap_or_default()
}

fn some_of(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { first(names, 8) }
}
