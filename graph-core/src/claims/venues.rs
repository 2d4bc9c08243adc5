//! Where events happen and buildings stand, as verbs and owners tell: `the fire broke out in Ghent`,
//! `in the final, Peru faced Chile at X`, `Ghent's opera house`.

use super::places::{PLACE, kind_of, place_claim, places_led};
use super::stance::stance;
use super::{Claim, subjects};
use crate::corpus::EntityType;
use crate::lexicon::TypeSet;
use crate::parse::{Dep, EntityKind, Tag, Tree};
use crate::trace::Rule;

/// Verbs that say where a building or a place is.
const STANDS: [&str; 6] = ["be", "lie", "stand", "sit", "remain", "open"];

/// Prepositions that set what is told within an event.
const WITHIN: [&str; 4] = ["in", "during", "at", "for"];

/// The claims of place that a preposition under a verb and an owner make.
pub(super) fn extract(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    beside_verb(tree, at, claims);
    of_its_place(tree, at, claims);
}

/// `the fire broke out in Ghent`, `the hotel is in the centre of Ghent`.
fn beside_verb(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    let leads = tree.dep(at) == Dep::Prep && PLACE.contains(&tree.lower(at).as_str());
    let Some(verb) = tree.head(at).filter(|&verb| leads && tree.is_verb(verb)) else { return };
    let Some(what) = located(tree, verb, at) else { return };
    let stance = stance(tree, verb);
    if stance.void {
        return;
    }
    for place in places_led(tree, at).filter(|&place| place != what) {
        let mut claim = place_claim(Rule::Place, at, what, place);
        claim.take_stance(&stance);
        claims.push(claim);
    }
}

/// What a place beside a verb is the place of: the event or building that is the subject, or the
/// event within which the sentence sets what it tells.
fn located(tree: &Tree, verb: usize, preposition: usize) -> Option<usize> {
    let subject = subjects::surface_subjects(tree, verb, 0).into_iter().next();
    let told = subject.filter(|&subject| match kind_of(tree, subject) {
        Some(EntityType::Event) => true,
        Some(EntityType::Facility | EntityType::Place) => {
            STANDS.contains(&tree.lemma(verb).as_str())
        }
        _ => false,
    });
    told.or_else(|| event_around(tree, verb, preposition))
}

/// `In the last match, Peru faced Chile at the Arena`: the match.
fn event_around(tree: &Tree, verb: usize, preposition: usize) -> Option<usize> {
    let others = tree
        .with_dep(verb, Dep::Prep)
        .filter(|&other| other != preposition && WITHIN.contains(&tree.lower(other).as_str()));
    others
        .flat_map(|other| tree.preposition_objects(other))
        .find(|&event| kind_of(tree, event) == Some(EntityType::Event))
}

/// `Ghent's opera house`: the city or country that owns a building is where it stands.
fn of_its_place(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    let single = matches!(tree.token(at).tag, Tag::Nn | Tag::Nnp);
    if !single || kind_of(tree, at) != Some(EntityType::Facility) {
        return;
    }
    let owner = tree
        .child(at, Dep::Poss)
        .filter(|&owner| tree.entity_at(owner).is_some_and(|span| span.kind == EntityKind::Gpe));
    if let Some(owner) = owner {
        let mut claim = place_claim(Rule::OwnedFacility, at, at, owner);
        claim.subject_types = TypeSet::of(&[EntityType::Facility]);
        claims.push(claim);
    }
}
