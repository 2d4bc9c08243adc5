//! Frames of the lexicon read over the tree.

use super::stance::{Stance, stance};
use super::{Argument, Claim, claim};
use super::{participants, subjects};
use crate::corpus::{EntityType, Polarity};
use crate::lexicon::{Frame, Slot, Trigger, TriggerKind};
use crate::parse::{Dep, EntityKind, Pos, Tag, Tree};
use crate::trace::Rule;

/// The claims of the frames that the token triggers.
pub(super) fn extract(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    for (kind, lemma) in trigger_words(tree, at) {
        let frames = triggered(tree, kind, &lemma, at);
        if frames.is_empty() {
            continue;
        }
        let stance = stance(tree, at);
        for (frame, found) in &frames {
            if frame.presumed {
                read(tree, frame, found, &Stance::plain(), claims);
            } else if !stance.void {
                read(tree, frame, found, &stance, claims);
            }
        }
    }
    super::denials::extract(tree, at, claims);
    super::fees::extract(tree, at, claims);
}

/// The frames of a word class whose trigger the token is, the most specific ones.
fn triggered<'a>(
    tree: &'a Tree,
    kind: TriggerKind,
    lemma: &str,
    at: usize,
) -> Vec<(&'a Frame, Match)> {
    let frames = tree.lexicon.triggered(kind, lemma);
    let mut frames: Vec<(&Frame, Match)> =
        frames.filter_map(|frame| Some((frame, matched(tree, &frame.trigger, at)?))).collect();
    keep_most_specific(&mut frames);
    frames
}

/// A frame that has found its word, and what stands in the places of its arguments.
#[derive(Clone, Debug)]
pub(crate) struct FrameMatch {
    /// The frame's number.
    pub(crate) frame: u32,
    /// The token of its trigger.
    pub(crate) trigger: usize,
    pub(crate) subjects: Vec<Argument>,
    pub(crate) objects: Vec<Argument>,
    /// Whether what stands over the trigger takes all that it says away.
    pub(crate) void: bool,
}

/// The frames that a token triggers, whether or not a claim comes of it.
pub(crate) fn matches(tree: &Tree, at: usize) -> Vec<FrameMatch> {
    let mut found = Vec::new();
    for (kind, lemma) in trigger_words(tree, at) {
        for (frame, place) in triggered(tree, kind, &lemma, at) {
            found.push(FrameMatch {
                frame: frame.number,
                trigger: at,
                subjects: arguments(tree, &frame.subject, &place),
                objects: arguments(tree, &frame.object, &place),
                void: stance(tree, at).void,
            });
        }
    }
    found
}

/// A frame's trigger as found in the text.
#[derive(Clone, Copy, Debug)]
struct Match {
    at: usize,
    /// The noun that a light verb has as its object.
    noun: Option<usize>,
    /// The preposition or particle that belongs to the verb.
    particle: Option<usize>,
    /// Number of bytes before the participle in a hyphenated token.
    part: usize,
}

/// The word classes and lemmas that a token may trigger frames as.
fn trigger_words(tree: &Tree, at: usize) -> Vec<(TriggerKind, String)> {
    let token = tree.token(at);
    let lemma = tree.lemma(at);
    if let Some((_, participle)) =
        token.text.rsplit_once('-').filter(|(before, _)| !before.is_empty())
    {
        return vec![(TriggerKind::Participle, participle.to_lowercase())];
    }
    match token.pos {
        Pos::Verb | Pos::Aux if hyphenated_before(tree, at).is_some() => {
            vec![(TriggerKind::Participle, tree.lower(at))]
        }
        Pos::Verb if is_said_of(tree, at) => vec![(TriggerKind::Adjective, tree.lower(at))],
        Pos::Verb if tree.dep(at) == Dep::Amod && tree.token(at).tag != Tag::Vbn => Vec::new(),
        Pos::Verb => vec![(TriggerKind::Verb, lemma)],
        Pos::Aux if tree.is_verb(at) => vec![(TriggerKind::Verb, lemma)],
        Pos::Noun => vec![(TriggerKind::Noun, lemma)],
        Pos::Adj => vec![(TriggerKind::Adjective, lemma)],
        Pos::Propn if token.tag == Tag::Nnp => vec![(TriggerKind::Noun, token.text.to_lowercase())],
        _ => Vec::new(),
    }
}

/// `was disappointed that`: a participle that stands as an adjective.
fn is_said_of(tree: &Tree, at: usize) -> bool {
    let word = tree.lower(at);
    tree.dep(at) == Dep::Acomp
        && tree.token(at).tag == Tag::Vbn
        && tree.lexicon.triggered(TriggerKind::Adjective, &word).next().is_some()
}

/// The word joined to this one by a hyphen token.
fn hyphenated_before(tree: &Tree, at: usize) -> Option<usize> {
    let joined = at >= 2
        && &*tree.token(at - 1).text == "-"
        && tree.token(at - 2).end == tree.token(at - 1).start
        && tree.token(at - 1).end == tree.token(at).start;
    joined.then(|| at - 2)
}

fn matched(tree: &Tree, trigger: &Trigger, at: usize) -> Option<Match> {
    let mut found = Match { at, noun: None, particle: None, part: 0 };
    if let Some(particle) = &trigger.particle {
        let stands = |child: &usize| {
            matches!(
                tree.dep(*child),
                Dep::Prt | Dep::Prep | Dep::Advmod | Dep::Dobj | Dep::Acomp | Dep::Oprd
            ) && tree.lower(*child) == *particle
                && *child > at
        };
        let said_of = || said_of_object(tree, at, particle);
        found.particle = Some(tree.children(at).find(stands).or_else(said_of)?);
    }
    let other_particle = trigger.particle.is_none() && tree.child(at, Dep::Prt).is_some();
    if trigger.kind == TriggerKind::Verb && other_particle {
        return None;
    }
    if !trigger.nouns.is_empty() {
        let listed = |noun: &usize| trigger.nouns.contains(&tree.lemma(*noun));
        let governed = found.particle.map_or_else(Vec::new, |at| tree.preposition_objects(at));
        let subject = subjects::own_subject(tree, at).filter(|_| found.particle.is_some());
        let mut places = under(tree, at).into_iter().chain(governed).chain(subject);
        found.noun = Some(places.find(listed)?);
    }
    if trigger.kind == TriggerKind::Participle {
        let text = &tree.token(at).text;
        found.part = text.rfind('-').unwrap_or(0);
    }
    Some(found)
}

/// `held the firm responsible`: the parser may take the adjective for a modifier of the object.
fn said_of_object(tree: &Tree, verb: usize, adjective: &str) -> Option<usize> {
    let object = tree.child(verb, Dep::Dobj)?;
    tree.with_dep(object, Dep::Amod).find(|&at| at > object && tree.lower(at) == adjective)
}

/// The objects of a verb, also of `was given a prize`, and the verbs under it.
fn under(tree: &Tree, at: usize) -> Vec<usize> {
    let mut found = subjects::patients(tree, at);
    let is_under = |&child: &usize| match tree.dep(child) {
        Dep::Dobj => true,
        Dep::Xcomp | Dep::Ccomp => child > at,
        _ => false,
    };
    found.extend(tree.children(at).filter(is_under));
    found
}

/// `take in` rules out `take`, `raise + concern` rules out `raise`.
fn keep_most_specific(frames: &mut Vec<(&Frame, Match)>) {
    let specific = |trigger: &Trigger| trigger.particle.is_some() || !trigger.nouns.is_empty();
    if frames.iter().any(|(frame, _)| specific(&frame.trigger)) {
        frames.retain(|(frame, _)| specific(&frame.trigger));
    }
}

fn read(tree: &Tree, frame: &Frame, found: &Match, stance: &Stance, claims: &mut Vec<Claim>) {
    if frame.negative && is_undone(frame, stance) || moves_another(tree, frame, found) {
        return;
    }
    let subjects = arguments(tree, &frame.subject, found);
    let objects = arguments(tree, &frame.object, found);
    for &subject in &subjects {
        for &object in objects.iter().filter(|&&object| object != subject) {
            let mut claim = claim(
                Rule::Frame(frame.number),
                &frame.relation,
                found.at,
                stance,
                subject,
                object,
            );
            if frame.negative {
                claim.polarity = claim.polarity.opposite();
            }
            if is_against(&claim) && tree.lemma(found.at) == "be" {
                "OPPOSED".clone_into(&mut claim.relation);
                claim.polarity = Polarity::Positive;
            }
            claim.subject_types = frame.subject_types.clone();
            claim.object_types = frame.object_types.clone();
            claims.push(claim);
        }
    }
}

/// `is not in favour of it`: whoever isn't is against it.
fn is_against(claim: &Claim) -> bool {
    claim.relation == "SUPPORTED" && claim.polarity == Polarity::Negative
}

/// `will return the mask to Peru`, `flew them to Rome`: who moves something else needn't go there.
fn moves_another(tree: &Tree, frame: &Frame, found: &Match) -> bool {
    const MOVING: [&str; 8] = ["drive", "fly", "march", "return", "rush", "sail", "walk", "head"];
    &*frame.relation == "VISITED"
        && MOVING.contains(&tree.lemma(found.at).as_str())
        && (tree.child(found.at, Dep::Dobj).is_some() || tree.is_passive(found.at))
}

/// Who doesn't deport somebody doesn't thereby take them in, who doesn't lose hasn't won.
fn is_undone(frame: &Frame, stance: &Stance) -> bool {
    stance.polarity == Polarity::Negative && matches!(&*frame.relation, "ACCEPTS" | "WON")
}

/// What the first group of slots that holds anything holds.
fn arguments(tree: &Tree, groups: &[Vec<Slot>], found: &Match) -> Vec<Argument> {
    let filled = groups.iter().map(|group| group_arguments(tree, group, found));
    filled.into_iter().find(|arguments| !arguments.is_empty()).unwrap_or_default()
}

/// What the first slot holds, or of several prepositions at the front the first that leads
/// something, with what the further slots add.
fn group_arguments(tree: &Tree, group: &[Slot], found: &Match) -> Vec<Argument> {
    let leading = group.iter().take_while(|slot| matches!(slot, Slot::Preposition(_))).count();
    let (alternatives, further) = group.split_at(leading.max(1).min(group.len()));
    let held = alternatives.iter().map(|slot| fill(tree, slot, found));
    let mut all = held.into_iter().find(|held| !held.is_empty()).unwrap_or_default();
    if all.is_empty() {
        return all;
    }
    for argument in further.iter().flat_map(|slot| fill(tree, slot, found)) {
        if !all.contains(&argument) {
            all.push(argument);
        }
    }
    all
}

fn fill(tree: &Tree, slot: &Slot, found: &Match) -> Vec<Argument> {
    let at = found.at;
    let phrases = |heads: Vec<usize>| -> Vec<Argument> {
        let mut heads = heads;
        for at in 0..heads.len() {
            let members = participants::members(tree, heads[at]);
            heads.extend(members);
        }
        heads.into_iter().map(Argument::Phrase).collect()
    };
    match slot {
        Slot::Subject => phrases(doers(tree, at)),
        Slot::Object => phrases(objects(tree, found)),
        Slot::Recipient => phrases(participants::recipients(tree, at)),
        Slot::Predicate => phrases(participants::predicates(tree, at)),
        Slot::First => phrases(participants::first(tree, at)),
        Slot::Others => phrases(participants::others(tree, at)),
        Slot::Force => phrases(participants::force(tree, at)),
        Slot::Clause => clause(tree, at).into_iter().collect(),
        Slot::Act => tree.child(at, Dep::Xcomp).map(Argument::Clause).into_iter().collect(),
        Slot::Topic => phrases(topic(tree, at)),
        Slot::Possessor
            if tree.token(at).pos == Pos::Noun || found.part == 0 && !is_participle(tree, at) =>
        {
            phrases(owners(tree, at))
        }
        Slot::Possessor => hyphenated(tree, found).into_iter().collect(),
        Slot::Owner => {
            phrases(tree.child(at, Dep::Poss).map_or_else(Vec::new, |owner| tree.conjuncts(owner)))
        }
        Slot::Governor => phrases(governing_subjects(tree, at)),
        Slot::Itself => itself(tree, found).into_iter().map(Argument::Phrase).collect(),
        Slot::Who => {
            participants::whom_it_is_said_of(tree, at).into_iter().map(Argument::Phrase).collect()
        }
        Slot::Preposition(preposition) => prepositional(tree, preposition, found)
            .into_iter()
            .flat_map(|argument| match argument {
                Argument::Phrase(head) => phrases(vec![head]),
                other => vec![other],
            })
            .collect(),
    }
}

fn is_participle(tree: &Tree, at: usize) -> bool {
    hyphenated_before(tree, at).is_some() || tree.token(at).text.contains('-')
}

/// The agents of a verb, or the subjects of an adjective's verb.
fn doers(tree: &Tree, at: usize) -> Vec<usize> {
    match (tree.token(at).pos, tree.head(at)) {
        (Pos::Adj | Pos::Verb, Some(verb))
            if tree.is_verb(verb) && (tree.token(at).pos == Pos::Adj || is_said_of(tree, at)) =>
        {
            subjects::surface_subjects(tree, verb, 0)
        }
        (Pos::Adj, Some(noun)) if tree.is_nominal(noun) => vec![noun],
        (Pos::Adj, _) => Vec::new(),
        _ => subjects::agents(tree, at),
    }
}

/// Objects of the verb; what its particle governs, where the parser took that for a preposition.
fn objects(tree: &Tree, found: &Match) -> Vec<usize> {
    let direct = subjects::patients(tree, found.at);
    let direct: Vec<usize> =
        direct.into_iter().filter(|&head| Some(head) != found.particle).collect();
    match (direct.is_empty(), found.particle) {
        (true, Some(particle)) => tree.preposition_objects(particle),
        _ => direct,
    }
}

/// The verb of the complement clause, or of the infinitive that a noun governs.
fn clause(tree: &Tree, at: usize) -> Option<Argument> {
    let complement = tree.children(at).find(|&child| match tree.dep(child) {
        Dep::Xcomp => child > at && tree.is_verb(child),
        Dep::Ccomp => {
            child > at && (tree.is_verb(child) || subjects::own_subject(tree, child).is_some())
        }
        Dep::Acl | Dep::Relcl => tree.children(child).any(|word| tree.token(word).tag == Tag::To),
        _ => false,
    });
    let before = || tree.with_dep(at, Dep::Ccomp).find(|&child| tree.is_verb(child));
    complement.or_else(before).map(Argument::Clause)
}

fn topic(tree: &Tree, at: usize) -> Vec<usize> {
    tree.with_dep(at, Dep::Ccomp)
        .filter_map(|verb| subjects::own_subject(tree, verb))
        .filter(|&subject| tree.token(subject).pos != Pos::Pron && !tree.is_relative(subject))
        .collect()
}

/// Whoever a noun belongs to or is made by: `X's visit`, `its offer`, `the Bukele offer`.
fn owners(tree: &Tree, noun: usize) -> Vec<usize> {
    if let Some(owner) = tree.child(noun, Dep::Poss) {
        return tree.conjuncts(owner);
    }
    tree.children(noun)
        .filter(|&child| matches!(tree.dep(child), Dep::Compound | Dep::Nmod | Dep::Amod))
        .filter(|&child| tree.token(child).pos == Pos::Propn)
        .take(1)
        .collect()
}

/// What stands before the hyphen: part of the token, or a token of its own.
fn hyphenated(tree: &Tree, found: &Match) -> Option<Argument> {
    if found.part > 0 {
        return Some(Argument::Part { token: found.at, length: found.part });
    }
    let before = hyphenated_before(tree, found.at)?;
    let public = matches!(&*tree.lemma(before), "state" | "government");
    let owner = tree.head(found.at).filter(|_| public).and_then(|noun| owning_country(tree, noun));
    Some(Argument::Phrase(owner.unwrap_or(before)))
}

/// `Burma's state-run newspapers`, `Cuban state-run television`: the country.
fn owning_country(tree: &Tree, noun: usize) -> Option<usize> {
    let adjective = |at: &usize| {
        tree.dep(*at) == Dep::Amod
            && tree.lexicon.countries.of_adjective(&tree.token(*at).text).is_some()
    };
    tree.child(noun, Dep::Poss).or_else(|| tree.children(noun).find(adjective))
}

/// The subject of the verb above a noun, which isn't what it warns against; of `Rubio's
/// statements came after talks` and `Rubio, on
/// a visit to`, Rubio.
fn governing_subjects(tree: &Tree, noun: usize) -> Vec<usize> {
    let bearer = tree.ancestors(noun).nth(1).filter(|&up| {
        tree.token(up).pos == Pos::Propn && tree.head(noun).is_some_and(|on| tree.lower(on) == "on")
    });
    if let Some(bearer) = bearer {
        return vec![bearer];
    }
    let advised = tree.head(noun).is_some_and(|up| tree.lower(up) == "against");
    let governor = subjects::governor(tree, noun).filter(|_| !advised);
    let Some(verb) = governor else { return Vec::new() };
    let subjects = if tree.is_passive(verb) {
        subjects::agents(tree, verb)
    } else {
        subjects::surface_subjects(tree, verb, 0)
    };
    subjects
        .into_iter()
        .flat_map(|subject| match tree.child(subject, Dep::Poss) {
            Some(owner) if tree.token(subject).pos == Pos::Noun && !is_somebody(tree, subject) => {
                tree.conjuncts(owner)
            }
            _ => vec![subject],
        })
        .collect()
}

/// `Peru's army chief`: the chief does it, and not Peru.
fn is_somebody(tree: &Tree, noun: usize) -> bool {
    let words = &tree.lexicon.words;
    let lemma = tree.lemma(noun);
    words.is_role(&lemma)
        || matches!(words.noun_type(&lemma), Some(EntityType::Person | EntityType::Group))
}

/// The trigger itself as an argument: the light verb's noun, the noun that a participle
/// modifies, or the noun.
fn itself(tree: &Tree, found: &Match) -> Vec<usize> {
    match (found.noun, tree.head(found.at)) {
        (Some(noun), _) => vec![noun],
        (None, Some(head)) if is_participle(tree, found.at) => tree.conjuncts(head),
        _ => vec![found.at],
    }
}

/// Objects of a preposition that hangs on the trigger, its light noun or its object, and clauses
/// behind `of` and `about`.
fn prepositional(tree: &Tree, preposition: &str, found: &Match) -> Vec<Argument> {
    let mut places = vec![found.at];
    places.extend(found.noun);
    places.extend(found.particle);
    if tree.is_verb(found.at) && found.noun.is_none() {
        places.extend(tree.child(found.at, Dep::Dobj));
    }
    for place in places {
        let governed = governed(tree, place, preposition).into_iter();
        let governed = governed.filter(|&object| !is_date(tree, object) && !is_tally(tree, object));
        let mut phrases: Vec<Argument> = governed.map(Argument::Phrase).collect();
        phrases.extend(preposition_clause(tree, place, preposition));
        if !phrases.is_empty() {
            return phrases;
        }
    }
    Vec::new()
}

/// What a preposition on the token governs, or one of three words (`in favour of`).
fn governed(tree: &Tree, at: usize, preposition: &str) -> Vec<usize> {
    let mut words = preposition.split(' ');
    let (first, noun, last) = (words.next(), words.next(), words.next());
    let (Some(first), Some(noun), Some(last)) = (first, noun, last) else {
        return tree.after_preposition(at, preposition);
    };
    let nouns = tree.after_preposition(at, first).into_iter();
    nouns
        .filter(|&object| tree.lower(object) == noun)
        .flat_map(|object| {
            // The parser may hang the last word on the verb.
            let stray = Some(object + 1)
                .filter(|&behind| behind < tree.parse.tokens.len() && tree.lower(behind) == last);
            let hung = tree.after_preposition(object, last);
            let found = stray.filter(|_| hung.is_empty());
            found.map_or(hung, |behind| tree.preposition_objects(behind))
        })
        .collect()
}

fn is_date(tree: &Tree, at: usize) -> bool {
    tree.entity_at(at).is_some_and(|span| matches!(span.kind, EntityKind::Date | EntityKind::Time))
}

/// `a second win over Peru in 15 meetings`: how often, not what.
fn is_tally(tree: &Tree, at: usize) -> bool {
    const CONTESTS: [&str; 9] =
        ["meeting", "match", "game", "set", "start", "attempt", "outing", "encounter", "race"];
    tree.child(at, Dep::Nummod).is_some() && CONTESTS.contains(&tree.lemma(at).as_str())
}

/// `to` with an infinitive (`agreed to build`) and prepositions with a gerund (`of fraud`,
/// `about turning`).
fn preposition_clause(tree: &Tree, at: usize, preposition: &str) -> Option<Argument> {
    let gerund = tree
        .with_dep(at, Dep::Prep)
        .filter(|&child| tree.lower(child) == preposition)
        .find_map(|child| tree.child(child, Dep::Pcomp))
        .filter(|&verb| tree.is_verb(verb));
    gerund.map(Argument::Clause)
}
