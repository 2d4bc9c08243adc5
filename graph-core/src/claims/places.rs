//! Where things are: `X in Y`, `City, Region`, a country's named facility, and what a tour includes.

use super::slots::owning_country;
use super::{Argument, Claim, plain};
use crate::corpus::{EntityType, Modality};
use crate::lexicon::TypeSet;
use crate::parse::{Dep, EntityKind, Pos, Span, Tag, Tree};
use crate::trace::Rule;

/// Prepositions of place.
pub(super) const PLACE: [&str; 7] = ["in", "at", "near", "on", "outside", "off", "inside"];

/// Nouns for a part of a place: who is in it is in the place.
const PARTS: [&str; 13] = [
    "centre", "center", "heart", "outskirt", "middle", "north", "south", "east", "west", "suburb",
    "edge", "downtown", "ground",
];

/// Nouns for what a country ends with: who is there is in the country.
const FRONTIERS: [&str; 7] =
    ["border", "coast", "shore", "frontier", "coastline", "soil", "territory"];

/// Nouns of a journey, whose stops are visited.
const JOURNEY: [&str; 6] = ["tour", "trip", "visit", "journey", "itinerary", "stop"];

/// Nouns of what people travel for.
const OCCASION: [&str; 7] =
    ["talk", "meeting", "summit", "conference", "negotiation", "ceremony", "funeral"];

/// Points of the compass: `30 km east of X` is near X.
const COMPASS: [&str; 16] = [
    "north",
    "south",
    "east",
    "west",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "north-east",
    "north-west",
    "south-east",
    "south-west",
    "northern",
    "southern",
    "eastern",
    "western",
];

/// The claims of place that noun phrases and journeys make.
pub(super) fn extract(tree: &Tree, claims: &mut Vec<Claim>) {
    for at in 0..tree.parse.tokens.len() {
        located_in(tree, at, claims);
        compound_place(tree, at, claims);
        where_it_is(tree, at, claims);
        owned_facility(tree, at, claims);
        stops(tree, at, claims);
        sojourn(tree, at, claims);
    }
    city_and_region(tree, claims);
    named_after_place(tree, claims);
}

pub(super) fn place_claim(rule: Rule, at: usize, what: usize, place: usize) -> Claim {
    use EntityType::{Country, Event, Facility, Organization, Place};
    let mut claim = plain(rule, "LOCATED_IN", at, Argument::Phrase(what), Argument::Phrase(place));
    claim.subject_types = TypeSet::of(&[Place, Facility, Event, Organization]);
    claim.object_types = TypeSet::of(&[Place, Country, Facility]);
    claim
}

/// A singular noun with a place behind it.
fn located_in(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    if &*tree.lower(at) == "of" {
        of_country(tree, at, claims);
        beside_place(tree, at, claims);
    }
    if !PLACE.contains(&tree.lower(at).as_str()) || tree.dep(at) != Dep::Prep {
        return;
    }
    behind_name(tree, at, claims);
    let Some(noun) = tree.head(at).and_then(|head| located_noun(tree, head, at)) else { return };
    if &*tree.lower(at) == "on" && kind_of(tree, noun) == Some(EntityType::Event) {
        return;
    }
    let noun = super::regions::name_of(tree, noun).unwrap_or_else(|| place_called(tree, noun));
    for place in places_led(tree, at).filter(|&place| place != noun) {
        claims.push(place_claim(Rule::Place, at, noun, place));
    }
}

/// `from the Grand Museum, in the city of Ghent`: the place that a name lies in, wherever the
/// parser hangs `in`.
fn behind_name(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    let within = &*tree.lower(at) != "near";
    let comma = at.checked_sub(1).filter(|&before| within && &*tree.token(before).text == ",");
    let name = comma.and_then(|comma| tree.entity_at(comma.checked_sub(1)?)).filter(|span| {
        matches!(span.kind, EntityKind::Fac | EntityKind::Org | EntityKind::Gpe | EntityKind::Loc)
    });
    let Some(name) = name.map(|span| span.tokens.end - 1) else { return };
    let apart = tree.head(at).is_some_and(|head| tree.is_verb(head) && head < name);
    for noun in tree.preposition_objects(at).into_iter().filter(|_| apart) {
        let place = place_called(tree, noun);
        if place != noun {
            claims.push(place_claim(Rule::Place, at, name, place));
        }
    }
}

/// The named places and the facilities that a preposition leads.
pub(super) fn places_led<'a>(
    tree: &'a Tree,
    preposition: usize,
) -> impl Iterator<Item = usize> + 'a {
    let objects = tree.preposition_objects(preposition).into_iter();
    objects.map(|place| place_called(tree, place)).filter(|&place| {
        let facility = kind_of(tree, place) == Some(EntityType::Facility);
        let dated = tree
            .entity_at(place)
            .is_some_and(|span| matches!(span.kind, EntityKind::Date | EntityKind::Time));
        let named = tree.token(place).pos == Pos::Propn
            || tree.lexicon.countries.of_adjective(&tree.token(place).text).is_some();
        // `Hatay province`
        let lies = matches!(kind_of(tree, place), Some(EntityType::Place | EntityType::Facility));
        let called =
            lies && tree.with_dep(place, Dep::Compound).any(|at| tree.token(at).pos == Pos::Propn);
        !dated && (named || called || facility && tree.child(place, Dep::Det).is_some())
    })
}

/// What a noun, common or the last of a name, stands for.
pub(super) fn kind_of(tree: &Tree, noun: usize) -> Option<EntityType> {
    let words = &tree.lexicon.words;
    words.noun_type(&tree.lemma(noun)).or_else(|| words.noun_type(&tree.lower(noun)))
}

/// `the southern city of Ghent`, `the island of Crete`: the place that a noun for places calls by
/// name.
pub(super) fn place_called(tree: &Tree, noun: usize) -> usize {
    let lemma = tree.lemma(noun);
    let part = PARTS.contains(&lemma.as_str());
    let kind = tree.lexicon.words.noun_type(&lemma);
    if !part && !matches!(kind, Some(EntityType::Place | EntityType::Country)) {
        return noun;
    }
    let frontier = FRONTIERS.contains(&lemma.as_str());
    let named = tree.after_preposition(noun, "of").into_iter().find(|&at| {
        let place = |kind| matches!(kind, EntityKind::Gpe | EntityKind::Loc);
        part && tree.token(at).pos == Pos::Propn
            || tree.entity_at(at).is_some_and(|span| place(span.kind))
    });
    // `the Iraqi capital Baghdad`
    let apposed = || {
        let called = tree.with_dep(noun, Dep::Appos).find(|&at| at > noun);
        called.filter(|&at| tree.entity_at(at).is_some_and(|span| span.kind == EntityKind::Gpe))
    };
    let named = named.or_else(|| apposed().filter(|_| !part));
    named.or_else(|| owning_country(tree, noun).filter(|_| frontier)).unwrap_or(noun)
}

/// `a Lima press conference`, `her Rangoon home`: a place that modifies an event or a facility.
fn compound_place(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    let kind = tree.lexicon.words.noun_type(&tree.lemma(at));
    let common = tree.token(at).tag == Tag::Nn && !JOURNEY.contains(&tree.lemma(at).as_str());
    if !common || !matches!(kind, Some(EntityType::Event | EntityType::Facility)) {
        return;
    }
    let place = tree.with_dep(at, Dep::Compound).find(|&child| {
        let text = tree.entity_at(child).map(|span| tree.text(span.tokens.start, child));
        text.is_some_and(|text| tree.lexicon.places.named(&text).is_some())
    });
    if let Some(place) = place {
        claims.push(place_claim(Rule::PlaceBefore, at, at, place));
    }
}

/// `Libya, where a war is underway`: what happens in the place that the clause hangs on.
fn where_it_is(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    let clause = tree.head(at).filter(|_| tree.lower(at) == "where");
    let Some(verb) = clause.filter(|&verb| tree.dep(verb) == Dep::Relcl) else { return };
    let event = tree
        .children(verb)
        .filter(|&child| matches!(tree.dep(child), Dep::Nsubj | Dep::Nsubjpass))
        .find(|&child| tree.lexicon.words.noun_type(&tree.lemma(child)) == Some(EntityType::Event));
    let (Some(event), Some(place)) = (event, tree.head(verb)) else { return };
    let mut claim = place_claim(Rule::Place, at, event, place_called(tree, place));
    claim.subject_types = TypeSet::of(&[EntityType::Event]);
    claims.push(claim);
}

/// `Seoul City Hall`, `the Sochi Winter Olympics`: a facility or an event whose name begins with
/// its place.
fn named_after_place(tree: &Tree, claims: &mut Vec<Claim>) {
    for name in super::names_in(tree) {
        let first = name.tokens.start;
        let last = name.tokens.end - 1;
        let text = &tree.token(first).text;
        let kind = tree.lexicon.words.noun_type(&tree.lower(last));
        let stands = matches!(kind, Some(EntityType::Facility | EntityType::Event));
        if last > first && stands && tree.lexicon.places.named(text).is_some() {
            let place = Argument::Part { token: first, length: text.len() };
            let mut claim = place_claim(Rule::PlaceBefore, last, last, first);
            claim.object = place;
            claims.push(claim);
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
        let mut claim = place_claim(Rule::CountryOf, at, organization, place);
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
    let event = meeting.or_else(|| event_among(tree, head)).or_else(|| stands_over(tree, head));
    let event = event.unwrap_or(head);
    let lies = |noun: usize| {
        matches!(kind_of(tree, noun), Some(EntityType::Event | EntityType::Place))
            || INSTITUTIONS.contains(&tree.lemma(noun).as_str())
    };
    Some(event).filter(|&noun| is_specific(tree, noun) || facility(&noun) || lies(noun))
}

/// Organizations that are buildings as well, of which several may stand somewhere.
const INSTITUTIONS: [&str; 7] =
    ["church", "school", "university", "hospital", "museum", "college", "clinic"];

/// `a statue of Roe in`, `a conference on their rights at`, `a tent sheltering them near`: the
/// event or the facility above a noun that itself lies nowhere.
fn stands_over(tree: &Tree, noun: usize) -> Option<usize> {
    let lies = |at: usize| {
        matches!(
            kind_of(tree, at),
            Some(EntityType::Event | EntityType::Facility | EntityType::Place)
        )
    };
    let named = tree.entity_at(noun).map(|span| span.kind);
    let person = named == Some(EntityKind::Person);
    if lies(noun) || named.is_some() && !person {
        return None;
    }
    let above = tree.head(noun).filter(|&up| match tree.dep(noun) {
        Dep::Pobj => tree.dep(up) == Dep::Prep,
        Dep::Dobj => tree.dep(up) == Dep::Acl,
        _ => false,
    })?;
    let event = tree.head(above).filter(|&event| !tree.is_verb(event))?;
    let common = tree.token(event).pos == Pos::Noun;
    if common && matches!(kind_of(tree, event), Some(EntityType::Event | EntityType::Facility)) {
        return Some(event);
    }
    None
}

/// The event that several people hold, on whom the preposition hangs: `a meeting of ministers in`.
fn event_among(tree: &Tree, people: usize) -> Option<usize> {
    let plural = tree.token(people).tag == Tag::Nns;
    let of = tree.head(people).filter(|&of| {
        plural && matches!(&*tree.lower(of), "of" | "between" | "with" | "among" | "by")
    })?;
    tree.head(of).filter(|&event| {
        tree.lexicon.words.noun_type(&tree.lemma(event)) == Some(EntityType::Event)
    })
}

fn is_specific(tree: &Tree, noun: usize) -> bool {
    matches!(tree.token(noun).tag, Tag::Nn | Tag::Nnp | Tag::Nnps)
}

/// `the museum, east of Ghent`, `the town lies 30 km north of Ghent`.
fn beside_place(tree: &Tree, of: usize, claims: &mut Vec<Claim>) {
    let adverbial =
        |at: &usize| matches!(tree.dep(*at), Dep::Advmod | Dep::Npadvmod | Dep::Appos | Dep::Prep);
    let point = tree.head(of).filter(|&at| COMPASS.contains(&tree.lower(at).as_str()));
    let Some(above) = point.filter(adverbial).and_then(|at| tree.head(at)) else { return };
    let lies = matches!(&*tree.lemma(above), "lie" | "locate" | "situate" | "sit" | "base" | "be");
    let what = match (tree.is_verb(above), lies) {
        (true, true) => super::subjects::surface_subjects(tree, above, 0),
        (true, false) => Vec::new(),
        (false, _) => vec![place_called(tree, above)],
    };
    for place in places_led(tree, of) {
        let here = what.iter().filter(|&&what| what != place);
        claims.extend(here.map(|&what| place_claim(Rule::Place, of, what, place)));
    }
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
            claims.push(plain(Rule::Dateline, "LOCATED_IN", city, phrases.0, phrases.1));
        }
    }
}

/// `Clearwater, Florida`: a place, a comma, a place, and no list around them.
fn city_and_region(tree: &Tree, claims: &mut Vec<Claim>) {
    let entities = tree.entities();
    let countries = &tree.lexicon.countries;
    for pair in entities.windows(2) {
        let (city, region) = (without_comma(tree, &pair[0]), without_comma(tree, &pair[1]));
        let before = city.tokens.start.checked_sub(1).map(|at| tree.lower(at));
        let head = region.tokens.end - 1;
        let apposed = tree.dep(head) == Dep::Appos && city.kind == EntityKind::Org;
        let placed = matches!(city.kind, EntityKind::Gpe | EntityKind::Fac | EntityKind::Loc)
            || before.is_some_and(|word| PLACE.contains(&word.as_str()))
            || apposed;
        let joined = joins(tree, city.tokens.end, region.tokens.start);
        let region_kind = matches!(region.kind, EntityKind::Gpe | EntityKind::Loc);
        if !placed || !joined || !region_kind || modifies_role(tree, head) {
            continue;
        }
        let last = |tokens: &std::ops::Range<usize>| tokens.end - 1;
        let listed = region.tokens.clone().any(|at| tree.dep(at) == Dep::Conj)
            || tree.children(head).any(|child| matches!(tree.dep(child), Dep::Conj | Dep::Cc));
        let is_country = countries.named(&tree.token(last(&city.tokens)).text).is_some();
        if !listed && !is_country {
            claims.push(place_claim(
                Rule::CityAndRegion,
                last(&city.tokens),
                last(&city.tokens),
                head,
            ));
        }
    }
}

/// The recognizer may take the comma behind a name for a part of it.
fn without_comma(tree: &Tree, span: &Span) -> Span {
    let mut span = span.clone();
    while span.tokens.len() > 1 && tree.token(span.tokens.end - 1).pos == Pos::Punct {
        span.tokens.end -= 1;
    }
    span
}

/// Nothing but a comma, `, in` or `, southern` stands between two places.
fn joins(tree: &Tree, end: usize, next: usize) -> bool {
    let comma = end < next && &*tree.token(end).text == ",";
    let adjective = |at: usize| matches!(tree.token(at).pos, Pos::Adj | Pos::Det);
    let compass = |at: usize| tree.lower(at).ends_with("ern") || tree.lower(at) == "central";
    comma
        && (next == end + 1
            || tree.lower(end + 1) == "in" && (end + 2..next).all(adjective)
            || next == end + 2 && compass(end + 1))
}

/// `At Waitangi, New Zealand Prime Minister Jane Roe`: no region, but whose minister.
fn modifies_role(tree: &Tree, region: usize) -> bool {
    let modifies = matches!(tree.dep(region), Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Poss);
    let noun = tree.parse.tokens.get(region + 1);
    let goes_on = noun.is_some_and(|noun| matches!(noun.pos, Pos::Noun | Pos::Propn | Pos::Adj));
    modifies && goes_on && tree.head(region).is_some_and(|head| head > region)
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
    let mut runs = plain(Rule::OwnedFacility, "OPERATES", at, phrases.0, phrases.1);
    runs.subject_types = TypeSet::parties();
    runs.object_types = TypeSet::of(&[EntityType::Facility]);
    claims.push(runs);
    claims.push(place_claim(Rule::OwnedFacility, at, at, owner));
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
        let mut visit =
            plain(Rule::Stops, "VISITED", at, Argument::Phrase(traveller), Argument::Phrase(place));
        if tree.token(at).tag != Tag::Vbd {
            visit.modality = Modality::Planned;
        }
        limit_to_journeys(&mut visit);
        claims.push(visit);
    }
}

/// `is in Peru on a tour`, `was in Peru for talks`: whoever is, visits the place.
fn sojourn(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    let leads = matches!(&*tree.lower(at), "on" | "for") && tree.dep(at) == Dep::Prep;
    let Some(verb) = tree.head(at).filter(|&up| leads && tree.lemma(up) == "be") else { return };
    let journeys = tree.preposition_objects(at);
    let leads_there = |&noun: &usize| {
        let lemma = tree.lemma(noun);
        JOURNEY.contains(&lemma.as_str()) || OCCASION.contains(&lemma.as_str())
    };
    if !journeys.iter().any(leads_there) {
        return;
    }
    let stance = super::stance::stance(tree, verb);
    for traveller in super::subjects::surface_subjects(tree, verb, 0) {
        for place in tree.after_preposition(verb, "in").into_iter().filter(|_| !stance.void) {
            let phrases = (Argument::Phrase(traveller), Argument::Phrase(place));
            let mut visit =
                super::claim(Rule::Stops, "VISITED", verb, &stance, phrases.0, phrases.1);
            limit_to_journeys(&mut visit);
            claims.push(visit);
        }
    }
}

fn limit_to_journeys(visit: &mut Claim) {
    visit.subject_types = TypeSet::of(&[EntityType::Person, EntityType::Group]);
    visit.object_types =
        TypeSet::of(&[EntityType::Country, EntityType::Place, EntityType::Facility]);
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
