//! `disputes.tsv`: what accounts can contradict each other in.

use std::collections::{BTreeSet, HashMap};

use super::error::{Problem, Wrong, nothing_taken_back};
use super::line::{Field, Line};
use super::words::choice;
use crate::corpus::EntityType;

/// What two accounts can contradict each other in.
#[derive(Clone, Debug, Default)]
pub struct Contradictions {
    once: BTreeSet<String>,
    places: BTreeSet<String>,
    accusations: BTreeSet<String>,
    past: BTreeSet<String>,
    /// A relation that excludes another one, by that one, and the other way round.
    opposites: HashMap<String, String>,
    /// Offices of one holder with the labels of what they are held in.
    offices: HashMap<String, Vec<String>>,
}

impl Contradictions {
    /// Whether the relation holds once between one subject and one object.
    pub fn is_once(&self, relation: &str) -> bool {
        self.once.contains(relation)
    }

    /// Whether the relation tells where something is.
    pub fn is_place(&self, relation: &str) -> bool {
        self.places.contains(relation)
    }

    /// Whether a word is a noun for an accusation that somebody denies.
    pub fn is_accusation(&self, word: &str) -> bool {
        self.accusations.contains(word)
    }

    /// The relation that a party can't have towards what it has this one to.
    ///
    /// ```
    /// use graph_core::lexicon::Lexicon;
    /// let disputes = &Lexicon::builtin().disputes;
    /// assert_eq!(disputes.opposite("SUPPORTED"), Some("OPPOSED"));
    /// ```
    pub fn opposite(&self, relation: &str) -> Option<&str> {
        self.opposites.get(relation).map(String::as_str)
    }

    /// Whether one person at a time holds the office in what carries one of the labels.
    pub fn is_held_by_one(&self, office: &str, labels: &[&str]) -> bool {
        let types = self.offices.get(office);
        types.is_some_and(|types| types.iter().any(|name| labels.contains(&name.as_str())))
    }

    /// Whether the words before an office say that it is held no more, or not yet.
    pub fn is_past(&self, office: &str) -> bool {
        office.split([' ', '-']).any(|word| self.past.contains(word))
    }

    /// `once<tab>SIGNED WON`, `office<tab>mayor<tab>Place`, `stance<tab>PRAISED<tab>CRITICIZED`
    pub(super) fn read(&mut self, line: &Line) -> Result<(), Wrong> {
        let columns = line.columns(2..4, "a kind, then words")?;
        let (kind, first, second) = (columns[0], columns[1], columns.get(2).copied());
        match kind.text() {
            "once" => keep(&mut self.once, first, line, relation),
            "place" => keep(&mut self.places, first, line, relation),
            "past" => keep(&mut self.past, first, line, Field::lemma),
            "accusation" => keep(&mut self.accusations, first, line, Field::lemma),
            "office" => self.office(first, second, line),
            "stance" => self.stance(first, second, line),
            _ => Err(choice(kind, "once, place, past, accusation, office, stance")),
        }
    }

    /// To take an office back, its name is enough.
    fn office(&mut self, name: Field, types: Option<Field>, line: &Line) -> Result<(), Wrong> {
        let name_text = name.lemma()?;
        if line.taken_back {
            let removed = self.offices.remove(name_text).map(drop);
            return removed.ok_or_else(|| nothing_taken_back(name, line.origin.file));
        }
        let types = needed(types, "office, a name, and the types of what it is held in")?;
        let known = |field: &Field| match field.text() {
            "Party" => Ok("Party".to_owned()),
            text => EntityType::from_name(text)
                .map(|_| text.to_owned())
                .ok_or_else(|| field.wrong(Problem::Type { found: text.to_owned() })),
        };
        let types = types.filled(' ')?.iter().map(known).collect::<Result<_, _>>()?;
        self.offices.insert(name_text.to_owned(), types);
        Ok(())
    }

    fn stance(&mut self, first: Field, second: Option<Field>, line: &Line) -> Result<(), Wrong> {
        let second = needed(second, "stance, and two relations")?;
        let (one, other) = (relation(first)?, relation(second)?);
        if !line.taken_back {
            let both = [(one, other), (other, one)];
            self.opposites.extend(both.map(|(one, other)| (one.to_owned(), other.to_owned())));
            return Ok(());
        }
        if self.opposite(one) != Some(other) {
            return Err(nothing_taken_back(first, line.origin.file));
        }
        self.opposites.retain(|name, _| name != one && name != other);
        Ok(())
    }
}

fn needed<'a>(column: Option<Field<'a>>, expected: &'static str) -> Result<Field<'a>, Wrong> {
    let missing = Wrong { column: 1, problem: Problem::Columns { expected, found: 2 } };
    column.ok_or(missing)
}

/// A relation's name, in capitals.
fn relation(field: Field<'_>) -> Result<&str, Wrong> {
    let suggestion = field.text().to_uppercase();
    if field.text() == suggestion {
        Ok(field.text())
    } else {
        Err(field.wrong(Problem::Relation { suggestion }))
    }
}

fn keep<'a>(
    known: &mut BTreeSet<String>,
    words: Field<'a>,
    line: &Line,
    read: fn(Field<'a>) -> Result<&'a str, Wrong>,
) -> Result<(), Wrong> {
    for word in words.filled(' ')? {
        let text = read(word)?;
        if !line.taken_back {
            known.insert(text.to_owned());
        } else if !known.remove(text) {
            return Err(nothing_taken_back(word, line.origin.file));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;

    #[test]
    fn every_kind_is_read() {
        let words = &Lexicon::builtin().disputes;
        assert!(words.is_once("SIGNED") && words.is_accusation("wrongdoing"));
        assert_eq!(words.opposite("OPPOSED"), Some("SUPPORTED"));
        assert!(words.is_held_by_one("prime minister", &["Party", "Country"]));
        assert!(!words.is_held_by_one("governor", &["Country"]));
        assert!(words.is_past("former president") && !words.is_past("president"));
    }
}
