//! Text → tokens with tags, lemmas, dependencies and named entities.
//!
//! The pretrained pipeline `en_core_web_sm` 3.8 run natively: tokenizer → tok2vec → tagger,
//! parser → attribute ruler → lemmatizer, and the entity recognizer on its own tok2vec.

mod affine;
mod affixes;
mod arc_eager;
mod attachment;
mod class;
pub(crate) mod compact;
mod labels;
mod lemmatizer;
mod lexeme;
mod model;
mod pipeline;
mod projectivity;
mod quotes;
mod recognizer;
mod ruler;
mod scorer;
mod spans;
mod tok2vec;
mod tokenizer;
mod tree;
mod url;
mod vocabulary;

use std::ops::Range;

use smol_str::SmolStr;

pub use labels::{Dep, EntityKind, Pos, Tag};
pub use pipeline::Pipeline;
pub(crate) use quotes::QuoteMark;
pub use tree::Tree;

/// One token of a parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The token as written.
    pub text: SmolStr,
    /// Byte offset of its first byte, counted from the start of the article's text.
    pub start: usize,
    /// Byte offset behind its last byte.
    pub end: usize,
    /// Normalized form (`n't` → `not`), which the model reads.
    pub norm: SmolStr,
    /// Base form.
    pub lemma: SmolStr,
    /// Part of speech.
    pub pos: Pos,
    /// Fine-grained tag.
    pub tag: Tag,
    /// Index of the head in [`Parse::tokens`]; its own index for the root of a sentence.
    pub head: usize,
    /// Dependency on the head.
    pub dep: Dep,
    /// Whether a space follows.
    pub space_after: bool,
}

/// A named entity: a run of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Indices into [`Parse::tokens`].
    pub tokens: Range<usize>,
    /// What the recognizer takes it for.
    pub kind: EntityKind,
}

/// What the pipeline says of one paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parse {
    /// The tokens in order.
    pub tokens: Vec<Token>,
    /// The sentences, as ranges of tokens that cover all of them.
    pub sentences: Vec<Range<usize>>,
    /// The named entities in order; they don't overlap.
    pub entities: Vec<Span>,
}
