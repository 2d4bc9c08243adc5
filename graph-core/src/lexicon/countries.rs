//! Countries by name and by adjective.

use std::collections::HashMap;

use super::lines;

/// Country names with their aliases and the adjectives that stand for them.
#[derive(Clone, Debug, Default)]
pub struct Countries {
    names: HashMap<String, String>,
    adjectives: HashMap<String, String>,
}

impl Countries {
    pub(super) fn builtin() -> Self {
        let mut countries = Self::default();
        for (_, line) in lines(include_str!("../../lexicon/countries.tsv")) {
            countries.add(line);
        }
        countries
    }

    fn add(&mut self, line: &str) {
        let mut columns = line.split('\t');
        let name = columns.next().unwrap_or_default().trim();
        let alternatives = |column: Option<&str>| -> Vec<String> {
            column.into_iter().flat_map(|text| text.split('|')).map(str::to_lowercase).collect()
        };
        self.names.insert(name.to_lowercase(), name.to_owned());
        for alias in alternatives(columns.next()).into_iter().filter(|alias| !alias.is_empty()) {
            self.names.insert(alias, name.to_owned());
        }
        for adjective in alternatives(columns.next()).into_iter().filter(|word| !word.is_empty()) {
            self.adjectives.insert(adjective, name.to_owned());
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
}
