//! Who takes, holds or leaves an office, as verbs with `as` tell: `took office as mayor of X`, `was
//! sacked as coach of X`, `succeeded Jane Roe as head of X`; and who is made one by an organization.

use super::roles::Person;
use super::stance::stance;
use super::{Claim, members, subjects};
use crate::parse::{Dep, EntityKind, Pos, Tree};

/// Verbs whose subject holds the office.
const HOLDS: [&str; 21] = [
    "act", "begin", "continue", "depart", "finish", "leave", "quit", "reign", "remain", "resign",
    "retire", "return", "serve", "stand", "start", "stay", "step", "take", "win", "work", "rule",
];

/// Verbs whose object is given the office or loses it.
const MAKES: [&str; 24] = [
    "appoint",
    "choose",
    "confirm",
    "depose",
    "dismiss",
    "elect",
    "fire",
    "hire",
    "inaugurate",
    "install",
    "instal",
    "name",
    "oust",
    "pick",
    "promote",
    "re-elect",
    "recruit",
    "reelect",
    "remove",
    "reappoint",
    "sack",
    "select",
    "suspend",
    "swear",
];

/// Verbs whose subject and object hold the office one after the other.
const FOLLOWS: [&str; 3] = ["replace", "succeed", "follow"];

/// The offices that a verb tells.
pub(super) fn extract(tree: &Tree, verb: usize, claims: &mut Vec<Claim>) {
    if !tree.is_verb(verb) {
        return;
    }
    members::member_of_relative(tree, verb, claims);
    let offices = offices(tree, verb);
    if offices.is_empty() {
        return;
    }
    let stance = stance(tree, verb);
    if stance.void {
        return;
    }
    let before = claims.len();
    let maker = maker(tree, verb);
    for holder in holders(tree, verb) {
        let person = Person { tree, tokens: holder..holder + 1, kind: None };
        for &office in &offices {
            person.claim_office(office, maker, claims);
        }
    }
    for claim in &mut claims[before..] {
        claim.take_stance(&stance);
    }
}

/// What `as` leads beside a verb, or beside the noun or particle under it.
fn offices(tree: &Tree, verb: usize) -> Vec<usize> {
    let under = tree.children(verb).filter(|&child| {
        matches!(tree.dep(child), Dep::Dobj | Dep::Prt | Dep::Prep | Dep::Advmod) && child > verb
    });
    let under: Vec<usize> = under.collect();
    let places = std::iter::once(verb).chain(under);
    places.flat_map(|place| tree.after_preposition(place, "as")).collect()
}

fn holders(tree: &Tree, verb: usize) -> Vec<usize> {
    let lemma = tree.lemma(verb);
    let lemma = lemma.as_str();
    let mut found = Vec::new();
    if HOLDS.contains(&lemma) || FOLLOWS.contains(&lemma) {
        found.extend(subjects::agents(tree, verb));
    }
    if MAKES.contains(&lemma) || FOLLOWS.contains(&lemma) {
        found.extend(subjects::patients(tree, verb));
    }
    found.retain(|&at| matches!(tree.token(at).pos, Pos::Propn | Pos::Pron | Pos::Noun));
    found
}

/// The organization that gives an office: it is held there if the text says nothing else.
fn maker(tree: &Tree, verb: usize) -> Option<usize> {
    let makes = MAKES.contains(&tree.lemma(verb).as_str());
    let agents = subjects::agents(tree, verb).into_iter();
    agents
        .filter(|_| makes)
        .find(|&at| tree.entity_at(at).is_some_and(|span| span.kind == EntityKind::Org))
}
