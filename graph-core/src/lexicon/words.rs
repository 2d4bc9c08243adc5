//! Word lists: what sets a modality, reports speech, names a role, praises or blames, and what
//! common nouns stand for.

use std::collections::{HashMap, HashSet};

use super::lines;
use crate::corpus::EntityType;

/// Mean ratings from which a word praises or blames, on a scale from -4 to 4.
const PRAISE: f32 = 1.8;
const BLAME: f32 = -1.4;

/// The word lists.
#[derive(Clone, Debug, Default)]
pub struct Words {
    effects: HashMap<(EffectKind, String), Effect>,
    speech: HashMap<String, bool>,
    nouns: HashMap<String, EntityType>,
    /// Whether a role is an office, by phrase.
    roles: HashMap<String, bool>,
    first_names: HashMap<String, Gender>,
    praise: HashSet<String>,
    blame: HashSet<String>,
    agreements: HashSet<String>,
    sentiment: HashMap<String, f32>,
}

/// Which pronouns take up a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// She.
    Female,
    /// He.
    Male,
}

/// What kind of word has an effect on what stands under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EffectKind {
    /// A verb on its complement clause.
    Verb,
    /// A noun on its clause.
    Noun,
    /// An adjective on its clause.
    Adjective,
    /// A modal on its verb.
    Modal,
}

/// The effect of a word on the claim under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// None: what is told happened.
    Fact,
    /// It is intended.
    Planned,
    /// It may be.
    Possible,
    /// It isn't so.
    Negative,
    /// It is only asked for: nothing is said of what happens.
    Void,
}

impl Words {
    pub(super) fn builtin() -> Self {
        Self {
            effects: effects(include_str!("../../lexicon/modality.tsv")),
            speech: speech(include_str!("../../lexicon/speech.txt")),
            nouns: nouns([
                include_str!("../../lexicon/nouns.tsv"),
                include_str!("../../lexicon/wordnet-nouns.tsv"),
            ]),
            roles: roles(include_str!("../../lexicon/roles.txt")),
            first_names: first_names(include_str!("../../lexicon/first-names.tsv")),
            praise: word_set(include_str!("../../lexicon/praise.txt")),
            blame: word_set(include_str!("../../lexicon/blame.txt")),
            agreements: word_set(include_str!("../../lexicon/agreements.txt")),
            sentiment: sentiment(include_str!("../../lexicon/sentiment.tsv")),
        }
    }

    /// The effect of a word, by lemma.
    pub fn effect(&self, kind: EffectKind, lemma: &str) -> Option<Effect> {
        self.effects.get(&(kind, lemma.to_owned())).copied()
    }

    /// Whether a verb reports somebody's words, by lemma.
    pub fn is_speech(&self, lemma: &str) -> bool {
        self.speech.contains_key(lemma)
    }

    /// Whether a verb insists, so that a negated clause under it is a denial.
    pub fn insists(&self, lemma: &str) -> bool {
        self.speech.get(lemma).copied().unwrap_or(false)
    }

    /// What a phrase headed by the noun stands for, by lemma.
    pub fn noun_type(&self, lemma: &str) -> Option<EntityType> {
        self.nouns.get(lemma).copied()
    }

    /// Whether the word or phrase, in lower case, names a role.
    pub fn is_role(&self, phrase: &str) -> bool {
        self.roles.contains_key(phrase)
    }

    /// Whether the role is an office, which may be held in a country; else it is a profession.
    pub fn is_office(&self, phrase: &str) -> bool {
        self.roles.get(phrase).copied().unwrap_or(false)
    }

    /// Whom a first name, in lower case, mostly names; `None` where it tells nothing.
    pub fn gender(&self, first_name: &str) -> Option<Gender> {
        self.first_names.get(first_name).copied()
    }

    /// Whether the noun is one of those by which a story speaks of its agreement, by lemma.
    pub fn is_agreement(&self, lemma: &str) -> bool {
        self.agreements.contains(lemma)
    }

    /// Whether to call something so is praise, by lemma.
    pub fn is_praise(&self, lemma: &str) -> bool {
        self.praise.contains(lemma) || self.rating(lemma) >= PRAISE
    }

    /// Whether to call something so is criticism, by lemma.
    pub fn is_blame(&self, lemma: &str) -> bool {
        self.blame.contains(lemma) || self.rating(lemma) <= BLAME && !self.praise.contains(lemma)
    }

    fn rating(&self, lemma: &str) -> f32 {
        self.sentiment.get(lemma).copied().unwrap_or(0.0)
    }
}

fn roles(text: &str) -> HashMap<String, bool> {
    lines(text)
        .map(|(_, line)| match line.trim().strip_prefix('~') {
            Some(profession) => (profession.to_owned(), false),
            None => (line.trim().to_owned(), true),
        })
        .collect()
}

fn first_names(text: &str) -> HashMap<String, Gender> {
    let mut genders = HashMap::new();
    for (_, line) in lines(text) {
        let (kind, names) = line.split_once('\t').unwrap_or((line, ""));
        let gender = if kind == "female" { Gender::Female } else { Gender::Male };
        genders.extend(names.split(' ').map(|name| (name.to_owned(), gender)));
    }
    genders
}

fn word_set(text: &str) -> HashSet<String> {
    lines(text).map(|(_, line)| line.trim().to_owned()).collect()
}

fn speech(text: &str) -> HashMap<String, bool> {
    lines(text)
        .map(|(_, line)| match line.trim().strip_suffix(" !") {
            Some(lemma) => (lemma.to_owned(), true),
            None => (line.trim().to_owned(), false),
        })
        .collect()
}

fn sentiment(text: &str) -> HashMap<String, f32> {
    lines(text)
        .filter_map(|(_, line)| {
            let (word, rating) = line.split_once('\t')?;
            Some((word.to_owned(), rating.parse().ok()?))
        })
        .collect()
}

/// The first type that a lemma is listed under counts, files in order.
fn nouns(files: [&str; 2]) -> HashMap<String, EntityType> {
    let mut types = HashMap::new();
    for (_, line) in files.into_iter().flat_map(lines) {
        let (name, lemmas) = line.split_once('\t').unwrap_or((line, ""));
        let Some(kind) = EntityType::from_name(name) else { continue };
        for lemma in lemmas.split_whitespace() {
            types.entry(lemma.to_owned()).or_insert(kind);
        }
    }
    types
}

fn effects(text: &str) -> HashMap<(EffectKind, String), Effect> {
    let parse = |line: &str| {
        let mut columns = line.split('\t').map(str::trim);
        let word = columns.next()?.to_owned();
        let kind = match columns.next()? {
            "v" => EffectKind::Verb,
            "n" => EffectKind::Noun,
            "a" => EffectKind::Adjective,
            _ => EffectKind::Modal,
        };
        let effect = match columns.next()? {
            "planned" => Effect::Planned,
            "possible" => Effect::Possible,
            "negative" => Effect::Negative,
            "void" => Effect::Void,
            _ => Effect::Fact,
        };
        Some(((kind, word), effect))
    };
    lines(text).filter_map(|(_, line)| parse(line)).collect()
}
