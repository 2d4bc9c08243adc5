//! Frames of the lexicon read over the tree.

use super::slots::arguments;
use super::stance::{Stance, stance};
use super::{Argument, Claim, claim, subjects};
use crate::corpus::Polarity;
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
pub(super) struct Match {
    pub(super) at: usize,
    /// The noun that a light verb has as its object.
    pub(super) noun: Option<usize>,
    /// The preposition or particle that belongs to the verb.
    pub(super) particle: Option<usize>,
    /// Number of bytes before the participle in a hyphenated token.
    pub(super) part: usize,
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
pub(super) fn is_said_of(tree: &Tree, at: usize) -> bool {
    let word = tree.lower(at);
    tree.dep(at) == Dep::Acomp
        && tree.token(at).tag == Tag::Vbn
        && tree.lexicon.triggered(TriggerKind::Adjective, &word).next().is_some()
}

/// The word joined to this one by a hyphen token.
pub(super) fn hyphenated_before(tree: &Tree, at: usize) -> Option<usize> {
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
        // `£200` is money.
        let sum = |at: usize| {
            tree.entity_at(at).is_some_and(|span| span.kind == EntityKind::Money)
                && trigger.nouns.iter().any(|noun| noun == "money")
        };
        let listed = |&noun: &usize| trigger.nouns.contains(&tree.lemma(noun)) || sum(noun);
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
    // `the two leaders met`: each of them the other.
    let mutual = frame.object.iter().flatten().any(|slot| matches!(slot, Slot::Others));
    for &subject in &subjects {
        for &object in objects.iter().filter(|&&object| mutual || object != subject) {
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
