//! Where things are: `X in Y`, `City, Region`, a country's named facility, and what a tour includes.

use super::{Argument, Claim, plain};
use crate::corpus::{EntityType, Modality};
use crate::lexicon::TypeSet;
use crate::parse::{Dep, EntityKind, Pos, Tag, Tree};

/// Prepositions of place.
const PLACE: [&str; 6] = ["in", "at", "near", "on", "outside", "off"];

/// Nouns of a journey, whose stops are visited.
const JOURNEY: [&str; 6] = ["tour", "trip", "visit", "journey", "itinerary", "stop"];

/// The claims of place that noun phrases and journeys make.
pub(super) fn extract(tree: &Tree, claims: &mut Vec<Claim>) {
    for at in 0..tree.parse.tokens.len() {
        located_in(tree, at, claims);
        owned_facility(tree, at, claims);
        stops(tree, at, claims);
    }
    city_and_region(tree, claims);
}

fn place_claim(at: usize, what: usize, place: usize) -> Claim {
    use EntityType::{Country, Event, Facility, Organization, Place};
    let mut claim = plain("LOCATED_IN", at, Argument::Phrase(what), Argument::Phrase(place));
    claim.subject_types = TypeSet::of(&[Place, Facility, Event, Organization]);
    claim.object_types = TypeSet::of(&[Place, Country, Facility]);
    claim
}

/// A singular noun with a place behind it.
fn located_in(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    if &*tree.lower(at) == "of" {
        of_country(tree, at, claims);
    }
    if !PLACE.contains(&tree.lower(at).as_str()) || tree.dep(at) != Dep::Prep {
        return;
    }
    let Some(noun) = tree.head(at).and_then(|head| located_noun(tree, head, at)) else { return };
    for place in tree.preposition_objects(at) {
        let facility =
            tree.lexicon.words.noun_type(&tree.lemma(place)) == Some(EntityType::Facility);
        let dated = tree
            .entity_at(place)
            .is_some_and(|span| matches!(span.kind, EntityKind::Date | EntityKind::Time));
        if dated {
            continue;
        }
        if tree.token(place).pos == Pos::Propn || facility && tree.child(place, Dep::Det).is_some()
        {
            claims.push(place_claim(at, noun, place));
        }
    }
}

/// `the University of Sheffield of the UK`: a named organization of a country.
fn of_country(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    let countries = &tree.lexicon.countries;
    let named = tree.head(at).filter(|&head| tree.token(head).pos == Pos::Propn);
    let Some(organization) = named.filter(|_| tree.dep(at) == Dep::Prep) else { return };
    let places = tree.preposition_objects(at);
    for place in places.into_iter().filter(|&at| countries.named(&tree.token(at).text).is_some()) {
        let mut claim = place_claim(at, organization, place);
        claim.subject_types = TypeSet::of(&[EntityType::Organization, EntityType::Facility]);
        claims.push(claim);
    }
}

/// What a preposition of place locates: its noun; of a meeting between people, the meeting; of
/// `runs a bakery on`, the bakery.
fn located_noun(tree: &Tree, head: usize, preposition: usize) -> Option<usize> {
    let facility =
        |at: &usize| tree.lexicon.words.noun_type(&tree.lemma(*at)) == Some(EntityType::Facility);
    if tree.is_verb(head) {
        let object = tree.child(head, Dep::Dobj).filter(facility)?;
        return (tree.edges(object).1 + 1 == preposition).then_some(object);
    }
    let meeting = tree
        .ancestors(head)
        .take(3)
        .find(|&up| tree.lemma(up) == "meeting")
        .filter(|_| tree.token(head).pos == Pos::Propn);
    Some(meeting.unwrap_or(head)).filter(|&noun| is_specific(tree, noun) || facility(&noun))
}

fn is_specific(tree: &Tree, noun: usize) -> bool {
    matches!(tree.token(noun).tag, Tag::Nn | Tag::Nnp | Tag::Nnps)
}

/// `GHENT, Belgium — `, set before an article: the place and what it lies in.
pub(super) fn dateline(tree: &Tree, claims: &mut Vec<Claim>) {
    let names = super::names_in(tree);
    if let [city, region, ..] = &names[..] {
        let comma = tree.parse.tokens.get(city.tokens.end);
        let joined = city.tokens.end + 1 == region.tokens.start
            && comma.is_some_and(|token| &*token.text == ",");
        if joined {
            let (city, region) = (city.tokens.end - 1, region.tokens.end - 1);
            let phrases = (Argument::Phrase(city), Argument::Phrase(region));
            claims.push(plain("LOCATED_IN", city, phrases.0, phrases.1));
        }
    }
}

/// `Clearwater, Florida`: a place, a comma, a place, and no list around them.
fn city_and_region(tree: &Tree, claims: &mut Vec<Claim>) {
    let entities = &tree.parse.entities;
    let countries = &tree.lexicon.countries;
    for pair in entities.windows(2) {
        let (city, region) = (&pair[0], &pair[1]);
        let before = city.tokens.start.checked_sub(1).map(|at| tree.lower(at));
        let placed = matches!(city.kind, EntityKind::Gpe | EntityKind::Fac | EntityKind::Loc)
            || before.is_some_and(|word| PLACE.contains(&word.as_str()));
        let joined =
            city.tokens.end + 1 == region.tokens.start && &*tree.token(city.tokens.end).text == ",";
        if !placed || !joined || region.kind != EntityKind::Gpe {
            continue;
        }
        let last = |tokens: &std::ops::Range<usize>| tokens.end - 1;
        let head = last(&region.tokens);
        let listed = region.tokens.clone().any(|at| tree.dep(at) == Dep::Conj)
            || tree.children(head).any(|child| matches!(tree.dep(child), Dep::Conj | Dep::Cc));
        let is_country = countries.named(&tree.token(last(&city.tokens)).text).is_some();
        if !listed && !is_country {
            claims.push(place_claim(last(&city.tokens), last(&city.tokens), head));
        }
    }
}

/// `El Salvador's mega-prison, known as CECOT`: whoever a named facility belongs to runs it, and
/// it stands in the country that it belongs to.
fn owned_facility(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    let facility = tree.lexicon.words.noun_type(&tree.lemma(at)) == Some(EntityType::Facility);
    if !facility || !has_name(tree, at) {
        return;
    }
    let Some(owner) = tree.child(at, Dep::Poss).or_else(|| owner_across_hyphen(tree, at)) else {
        return;
    };
    let phrases = (Argument::Phrase(owner), Argument::Phrase(at));
    let mut runs = plain("OPERATES", at, phrases.0, phrases.1);
    runs.subject_types = TypeSet::parties();
    runs.object_types = TypeSet::of(&[EntityType::Facility]);
    claims.push(runs);
    claims.push(place_claim(at, at, owner));
}

/// In `their mega-prison` the parser may hang the possessive on the first part.
fn owner_across_hyphen(tree: &Tree, at: usize) -> Option<usize> {
    let hyphenated = at >= 2 && &*tree.token(at - 1).text == "-";
    hyphenated.then(|| tree.child(at - 2, Dep::Poss)).flatten()
}

/// Whether an apposition or `known as` names what the noun stands for.
fn has_name(tree: &Tree, at: usize) -> bool {
    tree.children(at).any(|child| match tree.dep(child) {
        Dep::Appos => tree.token(child).pos == Pos::Propn,
        Dep::Acl => matches!(&*tree.lower(child), "known" | "called" | "named" | "dubbed"),
        _ => false,
    })
}

/// `stops on Rubio's tour include X and Y`, `Rubio's tour, which includes stops in X`.
fn stops(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    if tree.lemma(at) != "include" || !tree.is_verb(at) {
        return;
    }
    let Some(traveller) = traveller(tree, at) else { return };
    let mut places: Vec<usize> = Vec::new();
    for object in super::subjects::patients(tree, at) {
        if JOURNEY.contains(&tree.lemma(object).as_str()) {
            places.extend(tree.after_preposition(object, "in"));
            places.extend(tree.after_preposition(object, "to"));
        } else {
            places.push(object);
        }
    }
    for place in places {
        let mut visit = plain("VISITED", at, Argument::Phrase(traveller), Argument::Phrase(place));
        visit.modality = Modality::Planned;
        visit.subject_types = TypeSet::of(&[EntityType::Person, EntityType::Group]);
        visit.object_types =
            TypeSet::of(&[EntityType::Country, EntityType::Place, EntityType::Facility]);
        claims.push(visit);
    }
}

/// Whose tour, trip or visit the subject of the verb speaks of.
fn traveller(tree: &Tree, verb: usize) -> Option<usize> {
    super::subjects::surface_subjects(tree, verb, 0).into_iter().find_map(|subject| {
        let journeys = tree
            .subtree(subject)
            .into_iter()
            .filter(|&at| JOURNEY.contains(&tree.lemma(at).as_str()));
        journeys.into_iter().find_map(|journey| tree.child(journey, Dep::Poss))
    })
}
