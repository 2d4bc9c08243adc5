//! Names that are widely known, and words that tell what a name is.

use std::collections::{HashMap, HashSet};

use super::error::{Problem, Wrong, nothing_taken_back};
use super::line::{Field, Line};
use crate::corpus::EntityType;
use crate::names::fold_name;

/// Where a word stands that tells what a name is.
const PLACES: &str = "first, last, before";

/// Known names and words of names, each with its type.
#[derive(Clone, Debug, Default)]
pub struct KnownNames {
    by_name: HashMap<String, EntityType>,
    /// The first words of names of several words.
    begins: HashSet<String>,
    first: HashMap<String, EntityType>,
    last: HashMap<String, EntityType>,
    before: HashMap<String, EntityType>,
}

impl KnownNames {
    /// Adds names of a type, or takes names back: `Organization<tab>al jazeera|bbc`. Of two built-in
    /// types of a name the first counts, a workspace's replaces it.
    pub(super) fn read(&mut self, line: &Line) -> Result<(), Wrong> {
        let columns = line.columns(2..3, "an entity type, then names")?;
        let kind = entity_type(columns[0])?;
        for field in columns[1].filled('|')? {
            let folded = fold_name(field.text());
            if line.taken_back {
                let removed = self.by_name.remove(&folded).map(drop);
                removed.ok_or_else(|| nothing_taken_back(field, line.origin.file))?;
                continue;
            }
            if let Some((first, _)) = folded.split_once(' ') {
                self.begins.insert(first.to_owned());
            }
            if line.origin.workspace || !self.by_name.contains_key(&folded) {
                self.by_name.insert(folded, kind);
            }
        }
        Ok(())
    }

    /// Adds words, or takes words back: `last<tab>Organization<tab>airways motors`.
    pub(super) fn read_words(&mut self, line: &Line) -> Result<(), Wrong> {
        let columns = line.columns(3..4, "first, last or before, an entity type, and words")?;
        let kind = entity_type(columns[1])?;
        let words = match columns[0].text() {
            "first" => &mut self.first,
            "last" => &mut self.last,
            "before" => &mut self.before,
            other => {
                let found = other.to_owned();
                return Err(columns[0].wrong(Problem::Choice { found, allowed: PLACES }));
            }
        };
        for field in columns[2].filled(' ')? {
            let word = field.lemma()?.replace('_', " ");
            if line.taken_back {
                let removed = words.remove(&word).map(drop);
                removed.ok_or_else(|| nothing_taken_back(field, line.origin.file))?;
            } else if line.origin.workspace || !words.contains_key(&word) {
                words.insert(word, kind);
            }
        }
        Ok(())
    }

    /// What is widely known by the name. Case and accents don't count, but a name begins with a
    /// capital or a digit.
    ///
    /// ```
    /// use graph_core::{corpus::EntityType, lexicon::Lexicon};
    /// let names = &Lexicon::builtin().names;
    /// assert_eq!(names.named("Al Jazeera"), Some(EntityType::Organization));
    /// assert_eq!(names.named("al jazeera"), None);
    /// ```
    pub fn named(&self, name: &str) -> Option<EntityType> {
        let named = name.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit());
        named.then(|| self.by_name.get(&fold_name(name)).copied()).flatten()
    }

    /// Whether a known name of several words begins with the word.
    pub fn begins(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase) && self.begins.contains(&fold_name(word))
    }

    /// What a name is that begins with the word or words, in lower case.
    pub fn opened_by(&self, words: &str) -> Option<EntityType> {
        self.first.get(words).copied()
    }

    /// What a name is that ends with the word, in lower case.
    pub fn closed_by(&self, word: &str) -> Option<EntityType> {
        self.last.get(word).copied()
    }

    /// What the common noun says of the name behind it, by lemma.
    pub fn announced_by(&self, lemma: &str) -> Option<EntityType> {
        self.before.get(lemma).copied()
    }
}

fn entity_type(field: Field) -> Result<EntityType, Wrong> {
    let unknown = || field.wrong(Problem::Type { found: field.text().to_owned() });
    EntityType::from_name(field.text()).ok_or_else(unknown)
}
