//! What a person brings to the reading of articles: the meaning of words, judgements on names.

pub(crate) mod file;

use std::borrow::Cow;
use std::path::PathBuf;

pub use file::FileError;

use crate::judgements::Judgements;
use crate::lexicon::Lexicon;

/// Everything besides the articles that decides which facts are drawn.
///
/// ```
/// use graph_core::knowledge::Knowledge;
/// assert!(!Knowledge::default().lexicon.frames().is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// What words mean: the built-in lexicon, or that with a workspace's additions.
    pub lexicon: Cow<'static, Lexicon>,
    /// Which names are the same, and which aren't.
    pub judgements: Judgements,
}

/// What a person wrote to add to the knowledge of words and names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Additions {
    /// The lines of `aliases.tsv`.
    pub(crate) judgements: String,
    /// The files of a lexicon with their texts.
    pub(crate) lexicon: Vec<(PathBuf, String)>,
}

impl Default for Knowledge {
    /// The built-in lexicon, and no judgements.
    fn default() -> Self {
        Self { lexicon: Cow::Borrowed(Lexicon::builtin()), judgements: Judgements::default() }
    }
}
