//! What the reading of articles rests on besides their text: the meaning of words.

use std::borrow::Cow;

use crate::lexicon::Lexicon;

/// Everything besides the articles that decides which facts are drawn.
///
/// ```
/// use graph_core::knowledge::Knowledge;
/// assert!(!Knowledge::default().lexicon.frames().is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// What words mean: the built-in lexicon, or another one.
    pub lexicon: Cow<'static, Lexicon>,
}

impl Default for Knowledge {
    /// The built-in lexicon.
    fn default() -> Self {
        Self { lexicon: Cow::Borrowed(Lexicon::builtin()) }
    }
}
