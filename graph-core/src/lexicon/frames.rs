//! Frames: a trigger word with the places of its arguments.

use std::collections::HashMap;

use thiserror::Error;

use super::lines;
use crate::corpus::EntityType;

/// A way to assert a relation in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The relation asserted.
    pub relation: String,
    /// Said not to be so: `lose` is not to win.
    pub negative: bool,
    /// The word that asserts it.
    pub trigger: Trigger,
    /// Where the subject stands.
    pub subject: Vec<Vec<Slot>>,
    /// Where the object stands.
    pub object: Vec<Vec<Slot>>,
    /// What the subject may be.
    pub subject_types: TypeSet,
    /// What the object may be.
    pub object_types: TypeSet,
}

/// What sets off a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// Its word class.
    pub kind: TriggerKind,
    /// Its lemma.
    pub lemma: String,
    /// A particle or preposition that belongs to it (`take in`).
    pub particle: Option<String>,
    /// Lemmas of nouns one of which must be its object (`express concern`); empty for any.
    pub nouns: Vec<String>,
}

/// Word class of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TriggerKind {
    /// A verb in any form.
    Verb,
    /// A noun.
    Noun,
    /// A predicative adjective.
    Adjective,
    /// The participle of a hyphenated modifier.
    Participle,
}

/// Where an argument stands, seen from the trigger. Of the slots of one inner list, the first must
/// hold something; the others add to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Who does it.
    Subject,
    /// What it is done to.
    Object,
    /// The complement clause.
    Clause,
    /// The subject of the complement clause.
    Topic,
    /// The possessor or modifier of a noun.
    Possessor,
    /// The subject of the verb that governs the noun.
    Governor,
    /// The noun itself.
    Itself,
    /// Whoever the noun is said of.
    Who,
    /// What follows a preposition.
    Preposition(String),
}

/// A set of entity types; the empty set stands for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeSet(Vec<EntityType>);

/// A line of a lexicon file that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LexiconError {
    /// Fewer than four columns, as in `SIGNED<tab>v sign`.
    #[error("line {line}: a frame has four or five columns separated by tabs, found {found}")]
    Columns {
        /// Line number from 1.
        line: usize,
        /// Number of columns found.
        found: usize,
    },
    /// A trigger that begins with none of `v`, `n`, `a`, `x`, as in `verb sign`.
    #[error("line {line}: a trigger begins with `v `, `n `, `a ` or `x `, found `{found}`")]
    Trigger {
        /// Line number from 1.
        line: usize,
        /// The trigger as written.
        found: String,
    },
    /// A slot that isn't known, as in `subject`.
    #[error(
        "line {line}: `{found}` is not a slot; write subj, obj, clause, topic, poss, gov, self, who or @PREPOSITION"
    )]
    Slot {
        /// Line number from 1.
        line: usize,
        /// The slot as written.
        found: String,
    },
    /// A type that isn't one of the contract's, as in `Human`.
    #[error(
        "line {line}: `{found}` is not an entity type; write `*`, `Party` or one of {}",
        type_names()
    )]
    Type {
        /// Line number from 1.
        line: usize,
        /// The type as written.
        found: String,
    },
}

fn type_names() -> String {
    EntityType::ALL.map(EntityType::as_str).join(", ")
}

impl TypeSet {
    /// Persons, organizations, groups and countries.
    pub fn parties() -> Self {
        Self(EntityType::ALL.into_iter().filter(|kind| kind.is_party()).collect())
    }

    /// These types.
    pub fn of(types: &[EntityType]) -> Self {
        Self(types.to_vec())
    }

    /// Whether the type is in the set.
    pub fn allows(&self, kind: EntityType) -> bool {
        self.0.is_empty() || self.0.contains(&kind)
    }

    /// Whether every type is in the set.
    pub fn is_any(&self) -> bool {
        self.0.is_empty()
    }

    fn parse(text: &str, line: usize) -> Result<Self, LexiconError> {
        let mut types = Vec::new();
        for name in text.split(',').map(str::trim) {
            match (name, EntityType::from_name(name)) {
                ("*", _) => return Ok(Self::default()),
                ("Party", _) => types.extend(Self::parties().0),
                (_, Some(kind)) => types.push(kind),
                _ => return Err(LexiconError::Type { line, found: name.to_owned() }),
            }
        }
        Ok(Self(types))
    }
}

/// The frames of a file with an index by trigger.
#[derive(Clone, Debug, Default)]
pub(super) struct Frames {
    all: Vec<Frame>,
    by_trigger: HashMap<(TriggerKind, String), Vec<usize>>,
}

impl Frames {
    pub(super) fn builtin() -> Self {
        Self::parse(include_str!("../../lexicon/relations.tsv"))
            .expect("the built-in lexicon is checked by a test")
    }

    pub(super) fn parse(text: &str) -> Result<Self, LexiconError> {
        let mut frames = Self::default();
        for (number, line) in lines(text) {
            for frame in parse_line(number, line)? {
                let key = (frame.trigger.kind, frame.trigger.lemma.clone());
                frames.by_trigger.entry(key).or_default().push(frames.all.len());
                frames.all.push(frame);
            }
        }
        Ok(frames)
    }

    pub(super) fn all(&self) -> &[Frame] {
        &self.all
    }

    pub(super) fn triggered(&self, kind: TriggerKind, lemma: &str) -> impl Iterator<Item = &Frame> {
        let found = self.by_trigger.get(&(kind, lemma.to_owned()));
        found.into_iter().flatten().map(|&at| &self.all[at])
    }
}

/// One line gives a frame for each alternative of its trigger.
fn parse_line(line: usize, text: &str) -> Result<Vec<Frame>, LexiconError> {
    let columns: Vec<&str> = text.split('\t').map(str::trim).collect();
    let (relation, triggers, subject, object, types) = match columns[..] {
        [relation, triggers, subject, object] => (relation, triggers, subject, object, "Party > *"),
        [relation, triggers, subject, object, types] => {
            (relation, triggers, subject, object, types)
        }
        _ => return Err(LexiconError::Columns { line, found: columns.len() }),
    };
    let (subject_types, object_types) = types.split_once('>').unwrap_or((types, "*"));
    let frame = Frame {
        relation: relation.trim_start_matches('-').to_owned(),
        negative: relation.starts_with('-'),
        trigger: Trigger {
            kind: TriggerKind::Verb,
            lemma: String::new(),
            particle: None,
            nouns: Vec::new(),
        },
        subject: parse_slots(line, subject)?,
        object: parse_slots(line, object)?,
        subject_types: TypeSet::parse(subject_types, line)?,
        object_types: TypeSet::parse(object_types, line)?,
    };
    let triggers = parse_triggers(line, triggers)?;
    Ok(triggers.into_iter().map(|trigger| Frame { trigger, ..frame.clone() }).collect())
}

fn parse_triggers(line: usize, text: &str) -> Result<Vec<Trigger>, LexiconError> {
    let wrong = || LexiconError::Trigger { line, found: text.to_owned() };
    let (kind, rest) = text.split_once(' ').ok_or_else(wrong)?;
    let kind = match kind {
        "v" => TriggerKind::Verb,
        "n" => TriggerKind::Noun,
        "a" => TriggerKind::Adjective,
        "x" => TriggerKind::Participle,
        _ => return Err(wrong()),
    };
    let (words, nouns) = rest.split_once(" + ").unwrap_or((rest, ""));
    let nouns: Vec<String> = split(nouns, '|').map(str::to_owned).collect();
    Ok(split(words, '|')
        .map(|word| {
            let (lemma, particle) = word.split_once(' ').unwrap_or((word, ""));
            let particle = (!particle.is_empty()).then(|| particle.to_owned());
            Trigger { kind, lemma: lemma.to_owned(), particle, nouns: nouns.clone() }
        })
        .collect())
}

fn parse_slots(line: usize, text: &str) -> Result<Vec<Vec<Slot>>, LexiconError> {
    split(text, ',')
        .map(|group| split(group, '+').map(|slot| parse_slot(line, slot)).collect())
        .map(|group: Result<Vec<Vec<Slot>>, _>| group.map(|slots| slots.concat()))
        .collect()
}

/// A slot, or several prepositions joined by `|`.
fn parse_slot(line: usize, text: &str) -> Result<Vec<Slot>, LexiconError> {
    split(text, '|')
        .map(|name| match name {
            "subj" => Ok(Slot::Subject),
            "obj" => Ok(Slot::Object),
            "clause" => Ok(Slot::Clause),
            "topic" => Ok(Slot::Topic),
            "poss" => Ok(Slot::Possessor),
            "gov" => Ok(Slot::Governor),
            "self" => Ok(Slot::Itself),
            "who" => Ok(Slot::Who),
            _ => match name.strip_prefix('@') {
                Some(preposition) => Ok(Slot::Preposition(preposition.to_owned())),
                None => Err(LexiconError::Slot { line, found: name.to_owned() }),
            },
        })
        .collect()
}

fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    text.split(separator).map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_file_is_well_formed() {
        let frames = Frames::parse(include_str!("../../lexicon/relations.tsv")).unwrap();
        let unknown: Vec<_> = frames
            .all()
            .iter()
            .filter(|frame| !super::super::INVENTORY.contains(&frame.relation.as_str()))
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn a_line_gives_a_frame_for_each_alternative() {
        let line = "ACCEPTS\tv take in|take back\tsubj + @with\t@to|@on, clause\tParty > Group";
        let frames = parse_line(1, line).unwrap();
        assert_eq!(frames.len(), 2);
        assert_eq!(frames[1].trigger.particle.as_deref(), Some("back"));
        assert_eq!(frames[0].subject.len(), 1);
        assert_eq!(frames[0].subject[0].len(), 2);
        assert_eq!(frames[0].object.len(), 2);
        assert!(frames[0].object_types.allows(EntityType::Group));
        assert!(!frames[0].object_types.allows(EntityType::Thing));
    }

    #[test]
    fn a_bad_line_is_refused_with_its_number() {
        let message = |text: &str| Frames::parse(text).unwrap_err().to_string();
        assert_eq!(
            message("# note\nSIGNED\tv sign"),
            "line 2: a frame has four or five columns separated by tabs, found 2"
        );
        assert!(message("SIGNED\tverb sign\tsubj\tobj").starts_with("line 1: a trigger begins"));
        assert!(message("SIGNED\tv sign\tsubject\tobj").contains("`subject` is not a slot"));
        assert!(message("SIGNED\tv sign\tsubj\tobj\tHuman > *").contains("`Human`"));
    }
}
