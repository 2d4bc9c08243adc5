//! Frames: a trigger word with the places of its arguments.

use std::collections::HashMap;
use std::fmt::{self, Display, Formatter};

use super::error::{Problem, Wrong, nothing_taken_back};
use super::files::Origin;
use super::line::{Field, Line};
use crate::corpus::EntityType;

/// A way to assert a relation in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its place in the list of all frames.
    pub number: u32,
    /// The relation asserted.
    pub relation: String,
    /// Said not to be so: `lose` is not to win.
    pub negative: bool,
    /// Holds whatever becomes of what the trigger tells: who misses a chance for a team plays for it.
    pub presumed: bool,
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
    /// The line that gives the frame.
    pub origin: Origin,
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
    /// Who is given it.
    Recipient,
    /// What somebody is made: `elected president`.
    Predicate,
    /// The first of several subjects that do it with each other.
    First,
    /// The other ones.
    Others,
    /// Police, soldiers or officials told of before.
    Force,
    /// The complement clause.
    Clause,
    /// The infinitive or gerund that it governs.
    Act,
    /// The subject of the complement clause.
    Topic,
    /// The possessor or modifier of a noun.
    Possessor,
    /// The possessor of a noun alone.
    Owner,
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

    /// Whether the other set allows all that this one lists.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.iter().all(|&kind| other.allows(kind))
    }

    /// Whether every type is in the set.
    pub fn is_any(&self) -> bool {
        self.0.is_empty()
    }

    fn read(field: Field) -> Result<Self, Wrong> {
        let mut types = Vec::new();
        for name in field.filled(',')? {
            match (name.text(), EntityType::from_name(name.text())) {
                ("*", _) => return Ok(Self::default()),
                ("Party", _) => types.extend(Self::parties().0),
                (_, Some(kind)) => types.push(kind),
                (found, None) => {
                    return Err(name.wrong(Problem::Type { found: found.to_owned() }));
                }
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
    /// Adds the frames of a line, one for each alternative of its trigger, or takes them back.
    pub(super) fn read(&mut self, line: &Line) -> Result<(), Wrong> {
        if line.taken_back {
            return self.take_back(line);
        }
        for frame in frames(line)? {
            self.add(frame);
        }
        Ok(())
    }

    pub(super) fn without_types(&self) -> Self {
        let mut frames = self.clone();
        for frame in &mut frames.all {
            frame.subject_types = TypeSet::default();
            frame.object_types = TypeSet::default();
        }
        frames
    }

    fn add(&mut self, mut frame: Frame) {
        frame.number = self.all.len() as u32;
        let key = (frame.trigger.kind, frame.trigger.lemma.clone());
        self.by_trigger.entry(key).or_default().push(self.all.len());
        self.all.push(frame);
    }

    /// Drops the frames of a relation with these triggers; the slots needn't be repeated.
    fn take_back(&mut self, line: &Line) -> Result<(), Wrong> {
        let columns = line.columns(2..6, "a relation and a trigger")?;
        let Relation { name, negative, presumed } = relation(columns[0])?;
        for trigger in triggers(columns[1])? {
            let before = self.all.len();
            let frames = std::mem::take(self);
            let dropped = |frame: &Frame| {
                frame.relation == name
                    && (frame.negative, frame.presumed) == (negative, presumed)
                    && frame.trigger.is_taken_back_by(&trigger)
            };
            frames.all.into_iter().filter(|frame| !dropped(frame)).for_each(|kept| self.add(kept));
            if self.all.len() == before {
                return Err(nothing_taken_back(columns[1], line.origin.file));
            }
        }
        Ok(())
    }

    pub(super) fn all(&self) -> &[Frame] {
        &self.all
    }

    pub(super) fn triggered(&self, kind: TriggerKind, lemma: &str) -> impl Iterator<Item = &Frame> {
        let found = self.by_trigger.get(&(kind, lemma.to_owned()));
        found.into_iter().flatten().map(|&at| &self.all[at])
    }
}

impl Display for TypeSet {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.is_any() {
            return f.write_str("*");
        }
        if *self == Self::parties() {
            return f.write_str("Party");
        }
        f.write_str(&self.0.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", "))
    }
}

/// As it is written in `relations.tsv`.
impl Display for Trigger {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            TriggerKind::Verb => "v",
            TriggerKind::Noun => "n",
            TriggerKind::Adjective => "a",
            TriggerKind::Participle => "x",
        };
        write!(f, "{kind} {}", self.words())?;
        if self.nouns.is_empty() { Ok(()) } else { write!(f, " + {}", self.nouns.join("|")) }
    }
}

impl Trigger {
    /// The word with its particle: `take in`.
    pub fn words(&self) -> String {
        self.particle.iter().fold(self.lemma.clone(), |words, particle| words + " " + particle)
    }

    /// Whether a line that takes back `other` means this one: the same word with the same
    /// particle, and with the same nouns where it names some.
    fn is_taken_back_by(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.lemma == other.lemma
            && self.particle == other.particle
            && (other.nouns.is_empty() || self.nouns == other.nouns)
    }

    /// Whether words of its class have such a place.
    fn has(&self, slot: &Slot) -> bool {
        use Slot::{Act, First, Force, Others, Owner, Predicate, Recipient};
        use Slot::{Clause, Governor, Itself, Object, Possessor, Preposition, Subject, Topic, Who};
        match self.kind {
            TriggerKind::Verb => match slot {
                Subject | Object | Clause | Act | Topic | Preposition(_) | Recipient
                | Predicate | First | Others | Force => true,
                Itself => !self.nouns.is_empty(),
                Possessor | Owner | Governor | Who => false,
            },
            TriggerKind::Noun => {
                matches!(
                    slot,
                    Possessor | Owner | Governor | Itself | Who | Clause | Preposition(_)
                )
            }
            TriggerKind::Adjective => matches!(slot, Subject | Clause | Preposition(_)),
            TriggerKind::Participle => matches!(slot, Possessor | Itself),
        }
    }
}

/// One line gives a frame for each alternative of its trigger.
fn frames(line: &Line) -> Result<Vec<Frame>, Wrong> {
    const COLUMNS: &str = "a relation, a trigger, the subject's place, the object's place and, \
                           where they are limited, the types of both";
    let columns = line.columns(4..6, COLUMNS)?;
    let Relation { name, negative, presumed } = relation(columns[0])?;
    let triggers = triggers(columns[1])?;
    let (subject_types, object_types) = match columns.get(4) {
        Some(types) => read_types(*types)?,
        None => (TypeSet::parties(), TypeSet::default()),
    };
    let kind = &triggers[0];
    let (subject, object) = (slots(columns[2], kind)?, slots(columns[3], kind)?);
    let frame = |trigger| Frame {
        number: 0,
        relation: name.to_owned(),
        negative,
        presumed,
        trigger,
        subject: subject.clone(),
        object: object.clone(),
        subject_types: subject_types.clone(),
        object_types: object_types.clone(),
        origin: line.origin,
    };
    Ok(triggers.into_iter().map(frame).collect())
}

/// A relation's name, whether it is said not to be so, and whether it holds whatever becomes of
/// what is told.
struct Relation<'a> {
    name: &'a str,
    negative: bool,
    presumed: bool,
}

fn relation(field: Field<'_>) -> Result<Relation<'_>, Wrong> {
    let negated = field.strip_prefix('-');
    let presumed = field.strip_prefix('=');
    let field = negated.or(presumed).unwrap_or(field);
    let name = field.text();
    let capital = |c: char| c.is_ascii_uppercase();
    let of_name = |c: char| capital(c) || c.is_ascii_digit() || c == '_';
    if name.is_empty() {
        return Err(field.empty());
    }
    if !(name.starts_with(capital) && name.chars().all(of_name)) {
        let suggestion: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' })
            .collect();
        let suggestion =
            if suggestion.starts_with(capital) { suggestion } else { format!("R{suggestion}") };
        return Err(field.wrong(Problem::Relation { suggestion }));
    }
    for prefix in ["NOT_", "PLANNED_", "POSSIBLE_"] {
        if let Some(rest) = name.strip_prefix(prefix) {
            return Err(field.wrong(Problem::Prefixed { prefix, rest: rest.to_owned() }));
        }
    }
    if name == "MENTIONED_IN" {
        return Err(field.wrong(Problem::Reserved { found: name.to_owned() }));
    }
    Ok(Relation { name, negative: negated.is_some(), presumed: presumed.is_some() })
}

fn read_types(field: Field) -> Result<(TypeSet, TypeSet), Wrong> {
    let (subject, object) = field
        .split_once(">")
        .ok_or_else(|| field.wrong(Problem::Arrow { found: field.text().to_owned() }))?;
    Ok((TypeSet::read(subject)?, TypeSet::read(object)?))
}

fn triggers(field: Field) -> Result<Vec<Trigger>, Wrong> {
    let wrong = |words: &str| {
        let word = words.split_whitespace().next_back().unwrap_or("sue").to_lowercase();
        field.wrong(Problem::Trigger { word })
    };
    let (kind, rest) = field.split_once(" ").ok_or_else(|| wrong(field.text()))?;
    let kind = match kind.text() {
        "v" => TriggerKind::Verb,
        "n" => TriggerKind::Noun,
        "a" => TriggerKind::Adjective,
        "x" => TriggerKind::Participle,
        _ => return Err(wrong(rest.text())),
    };
    let (words, nouns) = match rest.split_once(" + ") {
        Some((words, nouns)) => (words, nouns.filled('|')?),
        None => (rest, Vec::new()),
    };
    let nouns: Vec<String> =
        nouns.into_iter().map(|noun| noun.lemma().map(str::to_owned)).collect::<Result<_, _>>()?;
    words.filled('|')?.into_iter().map(|word| trigger(kind, word, &nouns)).collect()
}

/// `take`, `take in`
fn trigger(kind: TriggerKind, field: Field, nouns: &[String]) -> Result<Trigger, Wrong> {
    let mut words = field.lemma()?.split_whitespace();
    let lemma = words.next().unwrap_or_default().to_owned();
    let particle = words.next().map(str::to_owned);
    if words.next().is_some() {
        let first = format!("{lemma} {}", particle.unwrap_or_default());
        return Err(field.wrong(Problem::Words { first }));
    }
    Ok(Trigger { kind, lemma, particle, nouns: nouns.to_vec() })
}

/// Groups set apart by commas, their slots by `+` and prepositions by `|`.
fn slots(field: Field, trigger: &Trigger) -> Result<Vec<Vec<Slot>>, Wrong> {
    let group = |group: Field| {
        let mut slots = Vec::new();
        for part in group.filled('+')? {
            for name in part.filled('|')? {
                slots.push(slot(name, trigger)?);
            }
        }
        Ok(slots)
    };
    field.filled(',')?.into_iter().map(group).collect()
}

/// A place that words of the trigger's class have.
fn slot(name: Field, trigger: &Trigger) -> Result<Slot, Wrong> {
    let slot = match name.text() {
        "subj" => Slot::Subject,
        "obj" => Slot::Object,
        "clause" => Slot::Clause,
        "act" => Slot::Act,
        "topic" => Slot::Topic,
        "recipient" => Slot::Recipient,
        "predicate" => Slot::Predicate,
        "first" => Slot::First,
        "others" => Slot::Others,
        "force" => Slot::Force,
        "poss" => Slot::Possessor,
        "owner" => Slot::Owner,
        "gov" => Slot::Governor,
        "self" => Slot::Itself,
        "who" => Slot::Who,
        _ => match name.strip_prefix('@') {
            Some(preposition) => Slot::Preposition(preposition.lemma()?.to_owned()),
            None => return Err(unknown_slot(name, trigger)),
        },
    };
    if trigger.has(&slot) { Ok(slot) } else { Err(unknown_slot(name, trigger)) }
}

fn unknown_slot(name: Field, trigger: &Trigger) -> Wrong {
    let allowed = match trigger.kind {
        TriggerKind::Verb => {
            "subj, obj, recipient, predicate, clause, act, topic, first, others, force or @PREPOSITION \
             for a verb, or self where it has its nouns (`v charge + fee`)"
        }
        TriggerKind::Noun => "poss, owner, gov, self, who, clause or @PREPOSITION for a noun",
        TriggerKind::Adjective => "subj, clause or @PREPOSITION for an adjective",
        TriggerKind::Participle => "poss or self for a participle",
    };
    name.wrong(Problem::Slot { found: name.text().to_owned(), allowed })
}
