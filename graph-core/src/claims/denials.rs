//! Denials: by a verb that insists, by what somebody says not to be so, by a plea.

use super::judged::is_copula;
use super::stance::stance;
use super::{Argument, Claim, claim, subjects};
use crate::corpus::{Modality, Polarity};
use crate::lexicon::{Effect, EffectKind, TypeSet};
use crate::parse::{Dep, Tag, Tree};
use crate::trace::Rule;

/// `They insisted that X was not the cause`: whoever insists denies it.
pub(super) fn extract(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    if !tree.is_verb(at) || !tree.lexicon.words.insists(&tree.lemma(at)) {
        return;
    }
    let negated = tree.with_dep(at, Dep::Ccomp).find(|&verb| is_negated(tree, verb));
    let Some(verb) = negated else { return };
    let stance = stance(tree, at);
    if stance.polarity == Polarity::Negative || stance.void {
        return;
    }
    let denied = denied_argument(tree, verb);
    for subject in subjects::agents(tree, at) {
        claims.push(claim(Rule::Denial, "DENIED", at, &stance, Argument::Phrase(subject), denied));
    }
}

fn is_negated(tree: &Tree, verb: usize) -> bool {
    tree.child(verb, Dep::Neg).is_some()
}

/// `does not have plans to deport`: the plans; else the clause.
fn denied_argument(tree: &Tree, verb: usize) -> Argument {
    let kind = EffectKind::Noun;
    tree.child(verb, Dep::Dobj)
        .filter(|&noun| tree.lexicon.words.effect(kind, &tree.lemma(noun)).is_some())
        .map_or(Argument::Clause(verb), Argument::Phrase)
}

/// `said it made no concessions`, `said it had taken nothing`: what the speaker says not to have
/// done; `cancelling was out of the question`: the cancelling.
///
/// `direct` says whether the clause itself is what is said.
pub(super) fn denied(tree: &Tree, at: usize, direct: bool) -> Vec<Argument> {
    if is_out_of_the_question(tree, at) {
        let subjects =
            tree.children(at).filter(|&to| matches!(tree.dep(to), Dep::Csubj | Dep::Nsubj));
        return subjects.flat_map(|subject| excluded(tree, subject)).collect();
    }
    let nothing = had_nothing_to_do_with(tree, at);
    if !nothing.is_empty() {
        return nothing.into_iter().map(Argument::Phrase).collect();
    }
    if let Some(what) = not_planned(tree, at).or_else(|| said_not_to_be(tree, at)) {
        return vec![Argument::Phrase(what)];
    }
    if answered_no(tree, at) || has_nothing_to_hide(tree, at) {
        return vec![Argument::Clause(at)];
    }
    let own = subjects::own_subject(tree, at).is_some_and(|subject| {
        matches!(tree.lower(subject).as_str(), "he" | "she" | "it" | "they" | "i" | "we")
    });
    if let Some(doubted) = doubted(tree, at).filter(|_| own) {
        return vec![doubted];
    }
    let past = tree.token(at).tag == Tag::Vbd
        || tree.with_dep(at, Dep::Aux).any(|aux| matches!(tree.lower(aux).as_str(), "did" | "had"));
    let negative = stance(tree, at).polarity == Polarity::Negative;
    let states = matches!(&*tree.lemma(at), "have" | "know" | "need" | "think" | "believe");
    let free = !states && (!is_copula(tree, at) || past && is_involved(tree, at));
    if own && past && direct && negative && free {
        return vec![Argument::Clause(at)];
    }
    Vec::new()
}

fn is_out_of_the_question(tree: &Tree, at: usize) -> bool {
    let out = tree.with_dep(at, Dep::Prep).filter(|&to| tree.lower(to) == "out");
    is_copula(tree, at)
        && out
            .flat_map(|out| tree.preposition_objects(out))
            .any(|object| tree.lemma(object) == "question")
}

fn excluded(tree: &Tree, subject: usize) -> Vec<Argument> {
    if !tree.is_verb(subject) {
        return tree.conjuncts(subject).into_iter().map(Argument::Phrase).collect();
    }
    let more = tree.with_dep(subject, Dep::Conj).filter(|&to| tree.is_verb(to));
    std::iter::once(subject).chain(more).map(Argument::Clause).collect()
}

/// `had nothing to do with the fire`: the fire.
fn had_nothing_to_do_with(tree: &Tree, at: usize) -> Vec<usize> {
    let clauses = nothing_under(tree, at).into_iter().flat_map(|object| tree.children(object));
    let doing = clauses.filter(|&verb| tree.lemma(verb) == "do");
    doing.flat_map(|verb| tree.after_preposition(verb, "with")).collect()
}

/// `has no plans to leave`, `there is no intention of closing it`: the plans.
fn not_planned(tree: &Tree, at: usize) -> Option<usize> {
    let objects = tree.children(at).filter(|&to| matches!(tree.dep(to), Dep::Dobj | Dep::Attr));
    let meant = |noun: usize| {
        tree.lexicon.words.effect(EffectKind::Noun, &tree.lemma(noun)) == Some(Effect::Planned)
    };
    let has = matches!(tree.lemma(at).as_str(), "have" | "be");
    objects.filter(|_| has).find(|&noun| is_none(tree, noun) && meant(noun))
}

/// Of what it is no denial to say that there is none.
const CONCEDED: [&str; 26] = [
    "alternative",
    "chance",
    "choice",
    "comparison",
    "cure",
    "doubt",
    "end",
    "excuse",
    "hope",
    "limit",
    "news",
    "one",
    "option",
    "other",
    "peace",
    "place",
    "point",
    "progress",
    "question",
    "reason",
    "room",
    "shortage",
    "time",
    "way",
    "will",
    "word",
];

/// `said that there was no sign of a break-in`: the sign.
fn said_not_to_be(tree: &Tree, at: usize) -> Option<usize> {
    let there = tree.lemma(at) == "be" && tree.child(at, Dep::Expl).is_some();
    let noun = tree.child(at, Dep::Attr).filter(|&noun| there && is_none(tree, noun))?;
    let told = tree.dep(at) != Dep::Relcl && stance(tree, at).modality != Modality::Possible;
    let lemma = tree.lemma(noun);
    // Who says that there is no peace complains of it.
    let missed = CONCEDED.contains(&&*lemma) || tree.lexicon.words.commends(&lemma);
    (told && !missed).then_some(noun)
}

/// `did not think there would be a price`: the price; `don't believe it is so`: that it is.
fn doubted(tree: &Tree, at: usize) -> Option<Argument> {
    let thinks = matches!(&*tree.lemma(at), "think" | "believe");
    let verb =
        tree.child(at, Dep::Ccomp).filter(|_| thinks && tree.child(at, Dep::Neg).is_some())?;
    let there = tree.child(verb, Dep::Expl).and_then(|_| tree.child(verb, Dep::Attr));
    Some(there.map_or(Argument::Clause(verb), Argument::Phrase))
}

/// `"No, the border can't be closed"`.
fn answered_no(tree: &Tree, at: usize) -> bool {
    let no = tree.with_dep(at, Dep::Intj).any(|word| word < at && tree.lower(word) == "no");
    no && tree.child(at, Dep::Neg).is_some()
}

/// `had nothing to hide`.
fn has_nothing_to_hide(tree: &Tree, at: usize) -> bool {
    let hide = |verb: usize| matches!(&*tree.lemma(verb), "hide" | "fear");
    let nothing = nothing_under(tree, at).filter(|_| tree.lemma(at) == "have");
    nothing.is_some_and(|nothing| tree.children(nothing).any(hide))
}

/// `nothing` as the object of a verb.
fn nothing_under(tree: &Tree, verb: usize) -> Option<usize> {
    tree.child(verb, Dep::Dobj).filter(|&object| tree.lower(object) == "nothing")
}

/// `no sign`.
fn is_none(tree: &Tree, noun: usize) -> bool {
    tree.with_dep(noun, Dep::Det).any(|word| tree.lower(word) == "no")
}

/// `was involved in`, `was responsible for`.
fn is_involved(tree: &Tree, at: usize) -> bool {
    tree.children(at).any(|to| {
        matches!(
            tree.lemma(to).as_str(),
            "responsible" | "guilty" | "aware" | "involved" | "behind"
        )
    })
}

/// `pleaded not guilty to murder`: what somebody doesn't plead guilty to.
pub(super) fn pleas(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    if tree.lower(at) != "guilty" || tree.child(at, Dep::Neg).is_none() {
        return;
    }
    let verb = tree.ancestors(at).find(|&above| tree.is_verb(above));
    let entered = |verb: &usize| matches!(tree.lemma(*verb).as_str(), "plead" | "enter" | "make");
    let Some(verb) = verb.filter(entered) else { return };
    let told = stance(tree, verb);
    let charges = [at, verb].into_iter().flat_map(|place| {
        let to = tree.after_preposition(place, "to");
        if to.is_empty() { tree.after_preposition(place, "of") } else { to }
    });
    let charges: Vec<usize> = charges.take(1).collect();
    for subject in subjects::agents(tree, verb).into_iter().filter(|_| !told.void) {
        for &charge in &charges {
            let (subject, object) = (Argument::Phrase(subject), Argument::Phrase(charge));
            let mut plea = claim(Rule::Denial, "DENIED", at, &told, subject, object);
            plea.subject_types = TypeSet::parties();
            claims.push(plea);
        }
    }
}
