//! Articles: what a file holds, cut into blocks of prose.

use std::ops::Range;

use crate::corpus::Article;

/// What a block of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// The headline.
    Title,
    /// A paragraph.
    Prose,
}

/// A paragraph or headline of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes in [`Article::text`].
    pub range: Range<usize>,
}

/// An article with its blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The article.
    pub article: Article,
    /// Its headline and paragraphs, in order; what isn't prose is left out.
    pub blocks: Vec<Block>,
}

impl Article {
    /// The byte of the file that a byte of the text comes from.
    pub fn file_offset(&self, text_offset: usize) -> usize {
        text_offset
    }
}
