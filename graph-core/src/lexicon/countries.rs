//! Countries by name, by adjective and by what only they have.

use std::collections::HashMap;

use super::error::{Wrong, nothing_taken_back};
use super::line::{Field, Line};

/// Country names with their aliases, the adjectives that stand for them, and their institutions.
#[derive(Clone, Debug, Default)]
pub struct Countries {
    names: HashMap<String, String>,
    adjectives: HashMap<String, String>,
    institutions: HashMap<String, String>,
}

impl Countries {
    /// Adds a country or further names of one, or takes back what was known of it.
    pub(super) fn read(&mut self, line: &Line) -> Result<(), Wrong> {
        let columns = line.columns(1..5, "a country, its other names, adjectives, institutions")?;
        let name = columns[0].text();
        if name.is_empty() {
            return Err(columns[0].empty());
        }
        if line.taken_back {
            return self.take_back(columns[0]);
        }
        self.names.insert(name.to_lowercase(), name.to_owned());
        let further = [&mut self.names, &mut self.adjectives, &mut self.institutions];
        for (column, words) in (1..).zip(further) {
            let Some(column) = columns.get(column).filter(|column| !column.is_empty()) else {
                continue;
            };
            for word in column.filled('|')? {
                words.insert(word.text().to_lowercase(), name.to_owned());
            }
        }
        Ok(())
    }

    fn take_back(&mut self, name: Field) -> Result<(), Wrong> {
        let before = self.names.len();
        self.names.retain(|_, country| country != name.text());
        self.adjectives.retain(|_, country| country != name.text());
        self.institutions.retain(|_, country| country != name.text());
        if self.names.len() == before {
            Err(nothing_taken_back(name, "countries.tsv"))
        } else {
            Ok(())
        }
    }

    /// The usual name of a country that is written so, in any case; `us` and other short forms
    /// count only in capitals, since they are words too.
    ///
    /// ```
    /// use graph_core::lexicon::Lexicon;
    /// let countries = &Lexicon::builtin().countries;
    /// assert_eq!(countries.named("U.S."), Some("United States"));
    /// assert_eq!(countries.named("us"), None);
    /// assert_eq!(countries.of_adjective("Salvadoran"), Some("El Salvador"));
    /// ```
    pub fn named(&self, name: &str) -> Option<&str> {
        let short = name.len() <= 3 && name.chars().any(char::is_lowercase);
        let name = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
        if short { None } else { self.names.get(&name.to_lowercase()).map(String::as_str) }
    }

    /// The country that an adjective or the name of its people stands for; plurals count too.
    pub fn of_adjective(&self, word: &str) -> Option<&str> {
        let word = word.to_lowercase();
        let found = self.adjectives.get(&word);
        found
            .or_else(|| self.adjectives.get(word.strip_suffix('s').unwrap_or(&word)))
            .map(String::as_str)
    }

    /// The country that alone has what is called so: `Pentagon`, `the Bundestag`.
    pub fn of_institution(&self, name: &str) -> Option<&str> {
        let name = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
        self.institutions.get(&name.to_lowercase()).map(String::as_str)
    }
}
