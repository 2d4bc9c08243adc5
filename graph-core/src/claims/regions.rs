//! What places and events lie in by the words around their names: `the Turkish city of Istanbul`,
//! `Guwahati, the capital of Assam`, `Gaza City's Al-Tuffah neighbourhood`, `protests broke out
//! across Iran`.

use super::places::{PLACE, kind_of, place_called, place_claim, places_led};
use super::{Claim, subjects};
use crate::corpus::EntityType;
use crate::parse::{Dep, EntityKind, Pos, Tag, Tree};
use crate::trace::Rule;

/// Nouns for a place that `of` follows with what it belongs to, not with its name.
const BELONGING: [&str; 8] = [
    "capital",
    "suburb",
    "neighborhood",
    "neighbourhood",
    "quarter",
    "outskirt",
    "seat",
    "headquarters",
];

/// Prepositions behind what happens somewhere.
const ACROSS: [&str; 2] = ["across", "throughout"];

/// Verbs for what befalls a train or a building somewhere.
const BEFALLING: [&str; 9] =
    ["derail", "crash", "collapse", "explode", "sink", "burn", "topple", "overturn", "capsize"];

/// The claims of place that a token makes.
pub(super) fn extract(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    around_name(tree, at, claims);
    owned(tree, at, claims);
    happening(tree, at, claims);
}

/// The name of the place that a noun speaks of: `Idomeni, a village`, `the capital, Damascus`,
/// `the city of Istanbul`.
pub(super) fn name_of(tree: &Tree, noun: usize) -> Option<usize> {
    let place = |&at: &usize| {
        tree.token(at).pos == Pos::Propn
            && tree.entity_at(at).is_none_or(|span| {
                !matches!(span.kind, EntityKind::Person | EntityKind::Norp | EntityKind::Date)
            })
    };
    if tree.token(noun).tag != Tag::Nn || kind_of(tree, noun) != Some(EntityType::Place) {
        return None;
    }
    let described = tree.head(noun).filter(|_| tree.dep(noun) == Dep::Appos);
    let beside = || tree.with_dep(noun, Dep::Appos).find(place);
    let called = || Some(place_called(tree, noun)).filter(|&name| name != noun);
    let belongs = BELONGING.contains(&tree.lemma(noun).as_str());
    let named = described.filter(place).or_else(beside);
    named.or_else(|| called().filter(|_| !belongs))
}

/// What the words around the noun say that the place lies in.
fn around_name(tree: &Tree, noun: usize, claims: &mut Vec<Claim>) {
    let Some(name) = name_of(tree, noun) else { return };
    let countries = &tree.lexicon.countries;
    let modifying = tree.children(noun).filter(|&child| {
        let region = tree
            .entity_at(child)
            .is_some_and(|span| matches!(span.kind, EntityKind::Gpe | EntityKind::Loc));
        let people = || countries.of_adjective(&tree.token(child).text).is_some();
        child < noun
            && match tree.dep(child) {
                Dep::Amod => people(),
                Dep::Poss => region,
                Dep::Compound | Dep::Nmod => region || people(),
                _ => false,
            }
    });
    let of = tree.after_preposition(noun, "of").into_iter().map(|at| place_called(tree, at));
    let of = of.filter(|&at| tree.token(at).pos == Pos::Propn);
    let of: Vec<usize> = of.collect();
    // `the Northern Hills region of Peru`: the name before the noun is the place's own.
    let own = tree.children(noun).find(|&child| {
        tree.dep(child) == Dep::Compound
            && child + 1 == noun
            && tree.entity_at(child).is_some_and(|span| {
                matches!(span.kind, EntityKind::Gpe | EntityKind::Loc)
                    && tree.lexicon.countries.named(&tree.token(child).text).is_none()
            })
    });
    if let (Some(own), true) = (own, of.contains(&name)) {
        claims.push(place_claim(Rule::Around, noun, own, name));
        return;
    }
    for around in modifying.chain(of).filter(|&around| around != name) {
        claims.push(place_claim(Rule::Around, noun, name, around));
    }
}

/// `London's Hyde Park`, `Kyiv's airport`: a place or a facility that belongs to a place.
fn owned(tree: &Tree, noun: usize, claims: &mut Vec<Claim>) {
    let region = |at: &usize| {
        tree.entity_at(*at)
            .is_some_and(|span| matches!(span.kind, EntityKind::Gpe | EntityKind::Loc))
    };
    let Some(owner) = tree.child(noun, Dep::Poss).filter(region) else { return };
    let named = tree.token(noun).pos == Pos::Propn
        && tree.entity_at(noun).is_some_and(|span| {
            matches!(span.kind, EntityKind::Fac | EntityKind::Loc | EntityKind::Gpe)
        });
    let place =
        tree.token(noun).pos == Pos::Propn && kind_of(tree, noun) == Some(EntityType::Place);
    let facility = kind_of(tree, noun) == Some(EntityType::Facility);
    if named || place || facility && tree.token(noun).tag == Tag::Nn {
        claims.push(place_claim(Rule::Around, noun, noun, owner));
    }
}

/// `protests broke out across Iran`, `a train derailed near Lyon`: what the verb is said of.
fn happening(tree: &Tree, preposition: usize, claims: &mut Vec<Claim>) {
    let word = tree.lower(preposition);
    let led = PLACE.contains(&word.as_str()) && word != "on" || ACROSS.contains(&word.as_str());
    let verb = tree.head(preposition).filter(|&verb| {
        led && tree.dep(preposition) == Dep::Prep
            && tree.is_verb(verb)
            && tree.child(verb, Dep::Dobj).is_none()
            && tree.child(verb, Dep::Neg).is_none()
    });
    let Some(verb) = verb else { return };
    let befalls = BEFALLING.contains(&tree.lemma(verb).as_str());
    for what in subjects::surface_subjects(tree, verb, 0) {
        let there = match kind_of(tree, what) {
            Some(EntityType::Event) => true,
            Some(EntityType::Facility) => befalls,
            _ => false,
        };
        for place in places_led(tree, preposition).filter(|&place| there && place != what) {
            let mut claim = place_claim(Rule::Place, preposition, what, place);
            claim.take_stance(&super::stance::stance(tree, verb));
            claims.push(claim);
        }
    }
}
