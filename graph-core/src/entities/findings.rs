//! What an article's claims say, on their own: what each argument stands for, before the entities of
//! all articles are known. Nothing of the parse is kept.

use std::sync::Arc;

use super::HAS_ROLE;
use super::discourse::{Discourse, Found, Resolved};
use crate::claims::{Argument, Claim};
use crate::corpus::{Details, Modality, Polarity};
use crate::lexicon::TypeSet;
use crate::parse::{Dep, Pos, Tag, Tree};
use crate::trace::{Bytes, How, Mention, Rule};

/// What a sentence tells, whomever it is about.
#[derive(Debug)]
pub(crate) struct Told {
    /// Paragraph of the article, and the claim's place in it.
    pub(crate) place: (usize, usize),
    pub(crate) relation: String,
    pub(crate) rule: Rule,
    pub(crate) polarity: Polarity,
    pub(crate) modality: Modality,
    pub(crate) details: Details,
    /// The word that asserts it.
    pub(crate) trigger: Bytes,
    /// The sentence without outer space; `None` where there is nothing else.
    pub(crate) sentence: Option<Bytes>,
}

/// A claim, with what its arguments stand for in its article.
pub(super) struct Finding {
    pub(super) told: Arc<Told>,
    pub(super) subject: Found,
    pub(super) object: Option<Found>,
    pub(super) speakers: Vec<Found>,
    pub(super) subject_types: TypeSet,
    pub(super) object_types: TypeSet,
    /// Whether the subject is that of a verb.
    pub(super) acts: bool,
    /// Where the object stands.
    pub(super) place: Bytes,
    /// Whether the object is, or is also, the article's agreement.
    pub(super) agreement: bool,
    /// The office of a claim that tells of one.
    pub(super) office: Office,
}

/// An office that somebody holds.
#[derive(Debug, Default)]
pub(super) struct Office {
    /// The last word of its name; empty where a claim tells of none.
    pub(super) role: String,
    /// Whether a title names it without what it is held in.
    pub(super) untold: bool,
    /// Whether it was held before.
    pub(super) past: bool,
}

/// What an article says.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) claims: Vec<Finding>,
    /// What named facilities are called besides.
    pub(super) descriptions: Vec<(usize, String)>,
    /// The persons of whom it was asked what they hold an office in.
    pub(super) asked: Vec<usize>,
}

/// Where a claim's arguments are looked up.
pub(super) struct Place<'a> {
    pub(super) discourse: &'a Discourse<'a>,
    pub(super) tree: &'a Tree<'a>,
    pub(super) resolved: &'a Resolved,
}

impl Place<'_> {
    /// What a claim says; `None` where its subject stands for nothing.
    pub(super) fn finding(&self, place: (usize, usize), claim: Claim) -> Option<Finding> {
        let subject = self.argument(claim.subject)?;
        let speakers = claim.speakers.iter();
        let token = claim.object.token();
        let untold = matches!(claim.object, Argument::Role(_));
        let office = if untold { token } else { claim.trigger };
        let has_office = untold || claim.relation == HAS_ROLE;
        Some(Finding {
            subject,
            object: self.argument(claim.object),
            speakers: speakers.filter_map(|&at| self.argument(Argument::Phrase(at))).collect(),
            acts: self.acts(&claim),
            place: Bytes::of(self.tree.bytes(token..token + 1)),
            agreement: self.stands_for_agreement(&claim),
            office: Office {
                role: if has_office { self.tree.lower(office) } else { String::new() },
                untold,
                past: self.is_past(&claim),
            },
            subject_types: claim.subject_types,
            object_types: claim.object_types,
            told: Arc::new(Told {
                place,
                relation: claim.relation,
                rule: claim.rule,
                polarity: claim.polarity,
                modality: claim.modality,
                details: claim.details,
                trigger: Bytes::of(self.tree.bytes(claim.trigger..claim.trigger + 1)),
                sentence: self.sentence(claim.trigger),
            }),
        })
    }

    /// `was president from 1974 to 1990`, `former president`: somebody else may hold the office now.
    fn is_past(&self, claim: &Claim) -> bool {
        let role = claim.details.role.as_deref().unwrap_or_default();
        let linked = self.tree.head(claim.trigger).is_some_and(|verb| {
            self.tree.token(verb).tag == Tag::Vbd && self.tree.lemma(verb) == "be"
        });
        linked || ["former ", "ex-", "late "].iter().any(|gone| role.starts_with(gone))
    }

    fn acts(&self, claim: &Claim) -> bool {
        let stands_as = self.tree.dep(claim.subject.token());
        let subject = matches!(stands_as, Dep::Nsubj | Dep::Pobj | Dep::Conj);
        subject && self.tree.is_verb(claim.trigger)
    }

    fn argument(&self, argument: Argument) -> Option<Found> {
        self.discourse.argument(self.tree, self.resolved, argument)
    }

    /// A clause about offering or agreeing stands for the article's agreement.
    fn stands_for_agreement(&self, claim: &Claim) -> bool {
        let Argument::Clause(verb) = claim.object else { return false };
        let about_it = |at: usize| self.discourse.agreement_of_verb(&self.tree.lemma(at));
        match claim.relation.as_str() {
            "ANNOUNCED" | "CONFIRMED" => about_it(verb),
            "PROPOSED" | "AGREED_TO" => about_it(claim.trigger),
            _ => false,
        }
    }

    fn sentence(&self, at: usize) -> Option<Bytes> {
        let mut words = self.tree.sentence_range(at);
        let is_word = |at: &usize| self.tree.token(*at).pos != Pos::Space;
        let first = words.clone().find(is_word)?;
        Some(Bytes::of(self.tree.bytes(first..words.rfind(is_word)? + 1)))
    }
}

impl Finding {
    /// Whether several do something with each other: `the two leaders met`.
    pub(super) fn is_mutual(&self) -> bool {
        self.object.as_ref().is_some_and(|object| object.referent == self.subject.referent)
    }

    /// Whether the claim reports the article's agreement, and nothing besides.
    pub(super) fn reports_agreement(&self) -> bool {
        self.agreement && matches!(self.told.relation.as_str(), "ANNOUNCED" | "CONFIRMED")
    }

    /// Where the object is named that stands for something else than its words.
    pub(super) fn object_mention(&self, how: How) -> Mention {
        Mention::new(self.place, how)
    }
}
