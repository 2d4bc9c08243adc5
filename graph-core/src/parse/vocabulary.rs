//! What is known of each distinct word: everything that doesn't depend on the words around it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use smol_str::SmolStr;

use super::labels::Pos;
use super::lexeme::Features;
use super::tok2vec::Embedded;
use super::tokenizer::Piece;

/// How many words are kept, 8 KB each, before those not met since are forgotten. Newspapers
/// repeat most of their words.
const KEPT: usize = 1 << 12;

/// A word apart from its place.
#[derive(Debug)]
pub(super) struct Lexeme {
    text: SmolStr,
    pub(super) norm: SmolStr,
    /// The text in lower case.
    pub(super) lower: SmolStr,
    pub(super) features: Features,
    /// For the tagger and the parser.
    pub(super) shared: Embedded,
    /// For the recognizer.
    pub(super) entities: Embedded,
    /// By part of speech.
    lemmas: [OnceLock<SmolStr>; Pos::ALL.len()],
}

impl Lexeme {
    pub(super) fn new(
        text: &str,
        norm: String,
        features: Features,
        shared: Embedded,
        entities: Embedded,
    ) -> Self {
        let lower = text.to_lowercase().into();
        let lemmas = [const { OnceLock::new() }; Pos::ALL.len()];
        Self { text: text.into(), norm: norm.into(), lower, features, shared, entities, lemmas }
    }

    /// The base form as this part of speech, which `find` finds the first time.
    pub(super) fn lemma(&self, pos: Pos, find: impl Fn(&str) -> String) -> SmolStr {
        self.lemmas[pos as usize].get_or_init(|| find(&self.text).into()).clone()
    }
}

/// What tells one word from another.
pub(super) struct Spelling<'t> {
    pub(super) text: &'t str,
    /// Where a special case sets one.
    pub(super) norm: Option<&'t str>,
    pub(super) space_after: bool,
}

impl Spelling<'_> {
    /// Writes a string that no other spelling gives.
    fn write_key(&self, key: &mut String) {
        key.clear();
        key.push(if self.space_after { ' ' } else { '-' });
        key.push_str(self.norm.unwrap_or_default());
        key.push('\0');
        key.push_str(self.text);
    }
}

/// The words met most lately.
#[derive(Default)]
pub(super) struct Vocabulary {
    kept: RwLock<Generations>,
}

type Words = HashMap<Box<str>, Arc<Lexeme>>;

/// Once there are enough young words, they become the old ones and those are forgotten.
#[derive(Default)]
struct Generations {
    young: Words,
    old: Words,
}

impl Vocabulary {
    /// The words of a text, of which `learn` makes those that aren't kept.
    pub(super) fn look_up<'t>(
        &self,
        text: &'t str,
        pieces: &[Piece<'t>],
        learn: impl FnOnce(&[Spelling<'_>]) -> Vec<Lexeme>,
    ) -> Vec<Arc<Lexeme>> {
        let spelling = |piece: &Piece<'t>| Spelling {
            text: &text[piece.range.clone()],
            norm: piece.norm,
            space_after: piece.space_after,
        };
        let mut found = Vec::with_capacity(pieces.len());
        let mut to_keep = Words::new();
        let (mut missing, mut new) = (HashMap::new(), Vec::new());
        let mut key = String::new();
        {
            let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
            for piece in pieces {
                let spelling = spelling(piece);
                spelling.write_key(&mut key);
                let word = kept.young.get(key.as_str()).cloned().or_else(|| {
                    let word = kept.old.get(key.as_str()).cloned()?;
                    to_keep.insert(key.as_str().into(), Arc::clone(&word));
                    Some(word)
                });
                found.push(word.ok_or_else(|| {
                    let next = new.len();
                    *missing.entry(key.as_str().into()).or_insert_with(|| {
                        new.push(spelling);
                        next
                    })
                }));
            }
        }
        let learnt: Vec<_> = learn(&new).into_iter().map(Arc::new).collect();
        to_keep.extend(missing.into_iter().map(|(key, at)| (key, Arc::clone(&learnt[at]))));
        self.keep(to_keep);
        found.into_iter().map(|word| word.unwrap_or_else(|at| Arc::clone(&learnt[at]))).collect()
    }

    fn keep(&self, words: Words) {
        if words.is_empty() {
            return;
        }
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.young.extend(words);
        if kept.young.len() > KEPT {
            kept.old = std::mem::take(&mut kept.young);
        }
    }
}
