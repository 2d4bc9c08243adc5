//! Cities, regions and territories, and the countries that they lie in.

use std::collections::{HashMap, HashSet};

use super::error::{Problem, Wrong, nothing_taken_back};
use super::line::{Field, Line};
use crate::names::fold_name;

/// The kinds of places that a line may list.
const KINDS: &str = "city, capital, region, territory, alias";

/// A place that is widely known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPlace {
    /// What it is called.
    pub name: String,
    /// The country that it lies in, where it lies in one; a territory's is itself.
    pub country: Option<String>,
    /// Whether it is a city that isn't its country's capital. Such a name is often a person's.
    pub ordinary_city: bool,
}

/// Places by name.
#[derive(Clone, Debug, Default)]
pub struct Places {
    by_name: HashMap<String, KnownPlace>,
    /// The first words of names of several words.
    begins: HashSet<String>,
}

impl Places {
    /// Adds places of a country, or takes places back: `Belgium<tab>city<tab>Ghent|Bruges`. Of two
    /// places of a name a region or capital counts before a city, then the one read first; a
    /// workspace's counts before both.
    pub(super) fn read(&mut self, line: &Line) -> Result<(), Wrong> {
        let columns = line.columns(3..4, "a country or nothing, a kind, and names")?;
        let kind = columns[1].text();
        if !KINDS.split(", ").any(|known| known == kind) {
            let found = kind.to_owned();
            return Err(columns[1].wrong(Problem::Choice { found, allowed: KINDS }));
        }
        let country = Some(columns[0].text().to_owned()).filter(|name| !name.is_empty());
        for field in columns[2].filled('|')? {
            let (written, name) = field.split_once("=").unwrap_or((field, field));
            if line.taken_back {
                self.take_back(written, line)?;
            } else {
                let name = name.text().to_owned();
                let country =
                    country.clone().or_else(|| (kind == "territory").then(|| name.clone()));
                let place = KnownPlace { name, country, ordinary_city: kind == "city" };
                self.keep(written.text(), place, line.origin.workspace);
            }
        }
        Ok(())
    }

    fn keep(&mut self, written: &str, place: KnownPlace, replaces: bool) {
        let folded = fold_name(written);
        if let Some((first, _)) = folded.split_once(' ') {
            self.begins.insert(first.to_owned());
        }
        let better = self.by_name.get(&folded).is_none_or(|known| {
            known.ordinary_city || known.country.is_none() && place.country.is_some()
        });
        if replaces || better {
            self.by_name.insert(folded, place);
        }
    }

    fn take_back(&mut self, name: Field, line: &Line) -> Result<(), Wrong> {
        let removed = self.by_name.remove(&fold_name(name.text()));
        removed.map(drop).ok_or_else(|| nothing_taken_back(name, line.origin.file))
    }

    /// The place that is called so. Case and accents don't count, but a name begins with a capital
    /// and an abbreviation is written in capitals.
    ///
    /// ```
    /// use graph_core::lexicon::Lexicon;
    /// let places = &Lexicon::builtin().places;
    /// let country = |name| places.named(name).and_then(|place| place.country.as_deref());
    /// assert_eq!(country("Ghent"), Some("Belgium"));
    /// assert_eq!(country("Guayaquil"), Some("Ecuador"));
    /// assert_eq!(places.named("ghent"), None);
    /// ```
    pub fn named(&self, name: &str) -> Option<&KnownPlace> {
        let short = name.len() <= 3 && name.chars().any(char::is_lowercase);
        let capital = name.starts_with(char::is_uppercase);
        if short || !capital { None } else { self.by_name.get(&fold_name(name)) }
    }

    /// Whether the name of a place of several words begins with the word.
    pub fn begins(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase) && self.begins.contains(&fold_name(word))
    }
}
