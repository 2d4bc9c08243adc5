//! What words mean: which assert a relation, which set a modality, what nouns and names stand for.
//!
//! All knowledge of words lives in the data files of `graph-core/lexicon/`, compiled in; each
//! file's head documents its format. Nothing here depends on the text being read.

mod countries;
mod frames;
mod words;

use std::sync::LazyLock;

pub use countries::Countries;
pub use frames::{Frame, LexiconError, Slot, Trigger, TriggerKind, TypeSet};
pub use words::{Effect, EffectKind, Gender, Words};

/// The relations that are scored and documented; any other name is an open relation.
pub const INVENTORY: [&str; 26] = [
    "PROPOSED",
    "ANNOUNCED",
    "CONFIRMED",
    "AGREED_TO",
    "SIGNED",
    "CRITICIZED",
    "PRAISED",
    "SUPPORTED",
    "OPPOSED",
    "DEMANDED",
    "ACCUSED",
    "DENIED",
    "VISITED",
    "MET_WITH",
    "ACCEPTS",
    "OPERATES",
    "FUNDED",
    "CHARGES",
    "ARRESTED",
    "ATTACKED",
    "WITNESSED",
    "HAS_ROLE",
    "MEMBER_OF",
    "LOCATED_IN",
    "TARGETS",
    "WON",
];

/// Everything known of words.
#[derive(Clone, Debug)]
pub struct Lexicon {
    frames: frames::Frames,
    /// Word lists: modality, speech, nouns, roles, praise and blame.
    pub words: Words,
    /// Countries with their adjectives.
    pub countries: Countries,
}

impl Lexicon {
    /// The built-in lexicon.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
            frames: frames::Frames::builtin(),
            words: Words::builtin(),
            countries: Countries::builtin(),
        });
        &BUILTIN
    }

    /// All frames in the order of the file.
    pub fn frames(&self) -> &[Frame] {
        self.frames.all()
    }

    /// The frames that a word may trigger. O(1).
    ///
    /// ```
    /// use graph_core::lexicon::{Lexicon, TriggerKind};
    /// let frames: Vec<_> = Lexicon::builtin().triggered(TriggerKind::Verb, "condemn").collect();
    /// assert_eq!(frames[0].relation, "CRITICIZED");
    /// ```
    pub fn triggered(&self, kind: TriggerKind, lemma: &str) -> impl Iterator<Item = &Frame> {
        self.frames.triggered(kind, lemma)
    }
}

/// The lines of a data file that aren't blank or comments, with their numbers from 1.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
}
