//! What words mean: which assert a relation, which set a modality, what nouns and names stand for.
//!
//! All knowledge of words lives in the data files of `graph-core/lexicon/`, compiled in, to which
//! a workspace's folder of such files adds; `lexicon/README.md` documents them. Nothing here
//! depends on the text being read.

mod countries;
mod disputes;
mod error;
mod files;
mod frames;
mod line;
mod names;
mod places;
mod words;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

pub use countries::Countries;
pub use disputes::Contradictions;
pub use error::{LexiconError, Problem};
pub use files::Origin;
pub use frames::{Frame, Slot, Trigger, TriggerKind, TypeSet};
pub use names::KnownNames;
pub use places::{KnownPlace, Places};
pub use words::{Effect, EffectKind, Gender, Standing, Words};

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
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    frames: frames::Frames,
    /// Word lists: modality, speech, nouns, roles, praise and blame.
    pub words: Words,
    /// Countries with their adjectives.
    pub countries: Countries,
    /// Cities, regions and territories.
    pub places: Places,
    /// What accounts can contradict each other in.
    pub disputes: Contradictions,
    /// Other names that are widely known, and words that tell what a name is.
    pub names: KnownNames,
}

impl Lexicon {
    /// The built-in lexicon.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Lexicon> =
            LazyLock::new(|| files::builtin().expect("the built-in files are checked by a test"));
        &BUILTIN
    }

    /// The built-in lexicon with what the files of a folder add to it and take back.
    ///
    /// # Errors
    /// Every line that means nothing, every file that isn't one of a lexicon's.
    pub fn with_folder(folder: &Path) -> Result<Self, Vec<LexiconError>> {
        Self::with_texts(&Self::texts(folder)?)
    }

    /// The files of a folder that adds to a lexicon, with their texts.
    pub(crate) fn texts(folder: &Path) -> Result<Vec<(PathBuf, String)>, Vec<LexiconError>> {
        let (texts, mut refused) = files::texts(folder);
        if refused.is_empty() {
            return Ok(texts);
        }
        // Whoever mends a folder wants to know all that is wrong in it.
        refused.extend(files::add(&mut Self::builtin().clone(), &texts));
        Err(refused)
    }

    /// The built-in lexicon with what files add to it and take back.
    pub(crate) fn with_texts(texts: &[(PathBuf, String)]) -> Result<Self, Vec<LexiconError>> {
        let mut lexicon = Self::builtin().clone();
        let refused = files::add(&mut lexicon, texts);
        if refused.is_empty() { Ok(lexicon) } else { Err(refused) }
    }

    /// The texts of the built-in files.
    pub(crate) fn builtin_texts() -> impl Iterator<Item = &'static str> {
        files::builtin_texts()
    }

    /// The same frames, of any type of subject and object.
    pub(crate) fn without_types(&self) -> Self {
        Self { frames: self.frames.without_types(), ..self.clone() }
    }

    /// Adds a rule in the format of `relations.tsv`.
    ///
    /// # Errors
    /// For a line that means nothing.
    pub fn add_rule(&mut self, line: &str) -> Result<(), LexiconError> {
        files::add_rule(self, line)
    }

    /// The relations that frames of the workspace add to the inventory, sorted.
    pub fn added_relations(&self) -> Vec<&str> {
        let names = self.frames().iter().map(|frame| frame.relation.as_str());
        let mut added: Vec<&str> = names.filter(|name| !INVENTORY.contains(name)).collect();
        added.sort_unstable();
        added.dedup();
        added
    }

    /// Whether a relation is of the inventory or added by a frame, rather than open.
    pub fn knows(&self, relation: &str) -> bool {
        INVENTORY.contains(&relation)
            || self.frames().iter().any(|frame| frame.relation == relation)
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

#[cfg(test)]
mod tests;
