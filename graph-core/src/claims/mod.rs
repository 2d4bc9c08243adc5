//! Parse → claims: who does what to whom, as a paragraph's sentences say it.
//!
//! A claim's arguments are places in the parse; what they stand for is resolved later, and a
//! claim whose arguments can't be resolved, or have the wrong type, is dropped then. Verbs of the
//! lexicon give relations of the inventory (`frames`, their arguments in `slots`), so do
//! appositions, titles, prepositions of place and the words around a place's name (`appositions`,
//! `titles`, `roles`, `places`, `regions`) and what somebody calls something (`verdicts`) or says of it
//! (`said`); every other verb gives an open relation (`open`).

mod appositions;
mod dates;
mod denials;
mod details;
mod fees;
mod frames;
mod judged;
mod members;
mod mention;
mod offices;
mod open;
mod participants;
mod places;
mod quotations;
mod regions;
mod roles;
mod said;
mod slots;
mod stance;
mod subjects;
mod terms;
mod titles;
mod venues;
mod verdicts;

use std::ops::Range;

use crate::corpus::{Details, Modality, Polarity};
use crate::lexicon::TypeSet;
use crate::parse::Tree;
use crate::trace::Rule;
use crate::when::When;
pub(crate) use frames::{FrameMatch, matches as frame_matches};
pub(crate) use mention::{NameMention, Setting, find as names_in, name_at, name_from};
pub(crate) use offices::{nation, role_ending, standing};
pub(crate) use quotations::Quotations;
use stance::Stance;
pub(crate) use stance::words as stance_words;
pub(crate) use subjects::{controlling_object, own_subject};

/// Something that a sentence says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// A relation of the inventory, or a lemma in capitals.
    pub relation: String,
    /// What asserts it.
    pub rule: Rule,
    /// Who does it.
    pub subject: Argument,
    /// What it is done to.
    pub object: Argument,
    /// Said to be so, or not to be so.
    pub polarity: Polarity,
    /// Told as fact, plan, possibility or somebody's words.
    pub modality: Modality,
    /// Heads of the phrases that name whose words it is.
    pub speakers: Vec<usize>,
    /// The token that asserts it.
    pub trigger: usize,
    /// When it happened, how many they are, which office it is.
    pub details: Details,
    /// What the subject may be.
    pub subject_types: TypeSet,
    /// What the object may be.
    pub object_types: TypeSet,
}

/// What an argument of a claim is, by place in the parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Argument {
    /// The noun phrase headed by a token.
    Phrase(usize),
    /// The clause headed by a verb.
    Clause(usize),
    /// The first bytes of a hyphenated token: `U.S.` of `U.S.-funded`.
    Part {
        /// The token.
        token: usize,
        /// Number of bytes.
        length: usize,
    },
    /// The organization or country of a role that a title names without it.
    Role(usize),
}

impl Argument {
    /// The token that heads or holds the argument.
    pub fn token(self) -> usize {
        match self {
            Self::Phrase(at) | Self::Clause(at) | Self::Role(at) | Self::Part { token: at, .. } => {
                at
            }
        }
    }
}

/// Everything that the sentences of a paragraph say. `written` is the article's ISO date, from
/// which `Monday` and `yesterday` count.
pub fn extract(tree: &Tree, written: Option<&str>) -> Vec<Claim> {
    let mut claims = Vec::new();
    let quoted = Quotations::of(tree);
    for at in 0..tree.parse.tokens.len() {
        let before = claims.len();
        frames::extract(tree, at, &mut claims);
        verdicts::extract(tree, at, &mut claims);
        if claims.len() == before {
            open::extract(tree, at, &mut claims);
        }
        said::wishes(tree, at, &mut claims);
        said::leanings(tree, at, &mut claims);
        denials::pleas(tree, at, &mut claims);
        attribute(&mut claims[before..], &quoted);
        said::extract(tree, at, &quoted, &mut claims);
    }
    roles::extract(tree, &mut claims);
    places::extract(tree, &mut claims);
    for at in 0..tree.parse.tokens.len() {
        regions::extract(tree, at, &mut claims);
        venues::extract(tree, at, &mut claims);
        terms::extract(tree, at, &mut claims);
    }
    let dates = dates::Dates::of(tree, written);
    for claim in &mut claims {
        claim.details = details::of(tree, claim);
        let told = dates.when(tree, claim.trigger, claim.modality);
        claim.details.when = told.map(|(when, _)| when);
    }
    claims
}

/// The tokens that tell when a claim is, and how they are read from the article's ISO date.
pub fn told_when(
    tree: &Tree,
    written: Option<&str>,
    claim: &Claim,
) -> Option<(When, Range<usize>)> {
    dates::Dates::of(tree, written).when(tree, claim.trigger, claim.modality)
}

/// What stands between quotation marks is claimed by whoever says it, sentences on.
fn attribute(claims: &mut [Claim], quoted: &Quotations) {
    for claim in claims.iter_mut().filter(|claim| claim.speakers.is_empty()) {
        claim.speakers.extend(quoted.speaker(claim.trigger));
        if claim.modality == Modality::Fact && !claim.speakers.is_empty() {
            claim.modality = Modality::Claimed;
        }
    }
}

/// What the place set before an article's first sentence says.
pub fn extract_dateline(tree: &Tree) -> Vec<Claim> {
    let mut claims = Vec::new();
    places::dateline(tree, &mut claims);
    claims
}

/// A claim between two arguments with the stance of its trigger.
fn claim(
    rule: Rule,
    relation: &str,
    trigger: usize,
    stance: &Stance,
    subject: Argument,
    object: Argument,
) -> Claim {
    Claim {
        relation: relation.to_owned(),
        rule,
        subject,
        object,
        polarity: stance.polarity,
        modality: stance.modality,
        speakers: stance.speakers.clone(),
        trigger,
        details: Details::default(),
        subject_types: TypeSet::default(),
        object_types: TypeSet::default(),
    }
}

impl Claim {
    /// Tells the claim as the words around it tell it.
    fn take_stance(&mut self, stance: &Stance) {
        self.polarity = stance.polarity;
        self.modality = stance.modality;
        self.speakers.clone_from(&stance.speakers);
    }
}

/// A claim that a construction asserts as plain fact.
fn plain(rule: Rule, relation: &str, trigger: usize, subject: Argument, object: Argument) -> Claim {
    claim(rule, relation, trigger, &Stance::plain(), subject, object)
}
