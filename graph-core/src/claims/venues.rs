//! Where events happen and buildings stand, as verbs and owners tell: `the fire broke out in Ghent`,
//! `in the final, Peru faced Chile at X`, `Ghent's opera house`.

use super::places::{PLACE, kind_of, place_claim, places_led};
use super::stance::stance;
use super::{Claim, subjects};
use crate::corpus::EntityType;
use crate::lexicon::TypeSet;
use crate::parse::{Dep, EntityKind, Pos, Tag, Tree};
use crate::trace::Rule;

/// Verbs that say where a building or a place is.
const STANDS: [&str; 6] = ["be", "lie", "stand", "sit", "remain", "open"];

/// Prepositions that set what is told within an event.
const WITHIN: [&str; 4] = ["in", "during", "at", "for"];

/// The claims of place that a preposition under a verb and an owner make.
pub(super) fn extract(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    beside_verb(tree, at, claims);
    of_its_place(tree, at, claims);
    at_a_distance(tree, at, claims);
}

/// `Dunmore, 20 km from Galway`: what lies near a place.
fn at_a_distance(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    const UNITS: [&str; 8] =
        ["km", "kilometre", "kilometer", "mile", "metre", "meter", "yard", "hour"];
    let leads = matches!(&*tree.lower(at), "from" | "outside" | "off");
    let unit = tree.head(at).filter(|&unit| leads && UNITS.contains(&&*tree.lemma(unit)));
    let Some(unit) = unit.filter(|&unit| tree.dep(unit) == Dep::Appos) else { return };
    let Some(what) = tree.head(unit) else { return };
    let lies = tree.token(what).pos == Pos::Propn
        || matches!(kind_of(tree, what), Some(EntityType::Place | EntityType::Facility));
    for place in places_led(tree, at).filter(|&place| lies && place != what) {
        claims.push(place_claim(Rule::Place, at, what, place));
    }
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

/// `Ghent's opera house`, `Turkey's Hatay province`: the city or country that owns a building or a
/// place with a name is where it stands.
fn of_its_place(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    let single = matches!(tree.token(at).tag, Tag::Nn | Tag::Nnp);
    let named = || tree.with_dep(at, Dep::Compound).any(|name| tree.token(name).pos == Pos::Propn);
    let stands = match kind_of(tree, at) {
        Some(EntityType::Facility) => true,
        Some(EntityType::Place) => named(),
        _ => false,
    };
    if !single || !stands {
        return;
    }
    let owner = tree
        .child(at, Dep::Poss)
        .filter(|&owner| tree.entity_at(owner).is_some_and(|span| span.kind == EntityKind::Gpe));
    if let Some(owner) = owner {
        let mut claim = place_claim(Rule::OwnedFacility, at, at, owner);
        claim.subject_types = TypeSet::of(&[EntityType::Facility, EntityType::Place]);
        claims.push(claim);
    }
}
