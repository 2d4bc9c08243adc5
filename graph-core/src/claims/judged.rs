//! Whether a clause speaks well or badly of its subject: `the plan is unfair`, `the council has failed
//! us`, `the tax would hurt farmers`.

use super::stance::stance;
use super::{Argument, subjects};
use crate::corpus::{EntityType, Polarity};
use crate::parse::{Dep, Pos, Tree};

/// Whether the clause judges its subject, and how; `it is wrong to do so` judges the doing.
pub(super) fn judged(tree: &Tree, at: usize) -> Option<(&'static str, Argument)> {
    if tree.dep(at) == Dep::Advcl {
        return None;
    }
    let stance = stance(tree, at);
    let negative = stance.polarity == Polarity::Negative;
    if negative && falls_short(tree, at) {
        return Some(("CRITICIZED", subject_judged(tree, at)?));
    }
    let good = if is_copula(tree, at) { predicated(tree, at)? } else { done(tree, at)? };
    let relation = match (good, negative) {
        (true, false) => "PRAISED",
        (false, false) | (true, true) => "CRITICIZED",
        (false, true) => return None,
    };
    Some((relation, subject_judged(tree, at)?))
}

/// `doesn't go far enough`, `isn't enough`.
fn falls_short(tree: &Tree, at: usize) -> bool {
    tree.children(at).any(|to| {
        let measured = matches!(tree.dep(to), Dep::Advmod | Dep::Acomp | Dep::Dobj);
        let enough = |word: usize| tree.lower(word) == "enough";
        measured && to > at && (enough(to) || tree.children(to).any(enough))
    })
}

pub(super) fn is_copula(tree: &Tree, at: usize) -> bool {
    matches!(tree.lemma(at).as_str(), "be" | "seem" | "look" | "sound" | "feel" | "appear")
}

/// What is judged: the subject, or the clause that `it` stands for; never who speaks.
fn subject_judged(tree: &Tree, at: usize) -> Option<Argument> {
    if let Some(doing) = tree.with_dep(at, Dep::Csubj).find(|&doing| tree.is_verb(doing)) {
        return Some(Argument::Clause(doing));
    }
    if is_copula(tree, at) {
        subjects::own_subject(tree, at)?;
    }
    let subject = subjects::surface_subjects(tree, at, 0).first().copied()?;
    let word = tree.lower(subject);
    let outposed = || {
        let predicate =
            tree.children(at).find(|&to| matches!(tree.dep(to), Dep::Acomp | Dep::Attr));
        let clause = |of: usize| {
            tree.children(of).find(|&to| {
                matches!(tree.dep(to), Dep::Xcomp | Dep::Ccomp | Dep::Advcl) && tree.is_verb(to)
            })
        };
        predicate.and_then(clause).or_else(|| clause(at))
    };
    match word.as_str() {
        "i" | "we" | "you" | "me" | "us" | "who" | "there" | "this" | "that" | "what" => None,
        "it" => Some(outposed().map_or(Argument::Phrase(subject), Argument::Clause)),
        _ => Some(Argument::Phrase(subject)),
    }
}

/// Whether what the copula says of its subject is good or bad; nothing where it is neither.
fn predicated(tree: &Tree, at: usize) -> Option<bool> {
    let is_said = |&to: &usize| matches!(tree.dep(to), Dep::Acomp | Dep::Attr | Dep::Dobj);
    let heads = tree.children(at).filter(is_said);
    let mut said = Vec::new();
    for head in heads {
        said.push(head);
        said.extend(tree.children(head).filter(|&to| {
            matches!(tree.dep(to), Dep::Amod | Dep::Conj | Dep::Compound) && to < head + 4
        }));
    }
    let too = |&word: &usize| {
        tree.token(word).pos == Pos::Adj
            && tree.with_dep(word, Dep::Advmod).any(|to| tree.lower(to) == "too")
    };
    let words = &tree.lexicon.words;
    if said.iter().any(|word| too(word) || words.condemns(&tree.lemma(*word))) {
        return Some(false);
    }
    said.iter().any(|&word| words.commends(&tree.lemma(word))).then_some(true)
}

/// Verbs that are as good or bad as what they bring about.
const BRINGING: [&str; 4] = ["do", "make", "show", "play"];

/// Verbs that are as bad as what they bring about.
const CAUSING: [&str; 18] = [
    "cause",
    "create",
    "impose",
    "inflict",
    "pose",
    "spread",
    "constitute",
    "represent",
    "spark",
    "amount",
    "promote",
    "commit",
    "encourage",
    "tolerate",
    "condone",
    "fuel",
    "foster",
    "breed",
];

/// Whether what the verb says is done is good or bad: `has failed its athletes`.
fn done(tree: &Tree, at: usize) -> Option<bool> {
    let lemma = tree.lemma(at);
    let words = &tree.lexicon.words;
    if tree.is_passive(at) {
        return is_treasured(tree, at).then_some(true);
    }
    if BRINGING.contains(&lemma.as_str()) {
        return predicated(tree, at);
    }
    if CAUSING.contains(&lemma.as_str()) {
        return predicated(tree, at).filter(|good| !good);
    }
    if HARMING.contains(&lemma.as_str()) {
        return would_harm(tree, at).then_some(false);
    }
    match (words.condemns(&lemma), words.commends(&lemma)) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        _ => None,
    }
}

/// `will be missed`, `would be remembered for his work`.
fn is_treasured(tree: &Tree, at: usize) -> bool {
    let words = &tree.lexicon.words;
    let kept = match &*tree.lemma(at) {
        "remember" => {
            let deeds = tree.after_preposition(at, "for");
            !deeds.is_empty() && !deeds.iter().any(|&deed| words.condemns(&tree.lemma(deed)))
        }
        "miss" => true,
        _ => false,
    };
    let will =
        |aux| matches!(&*tree.lower(aux), "will" | "would" | "'ll" | "’ll" | "shall" | "must");
    kept && tree.with_dep(at, Dep::Aux).any(will)
}

/// What it is criticism to say that a plan would do; that a storm destroyed something is none.
const HARMING: [&str; 19] = [
    "cripple",
    "damage",
    "destroy",
    "devastate",
    "drain",
    "erode",
    "exacerbate",
    "hamper",
    "harm",
    "hinder",
    "hurt",
    "imperil",
    "punish",
    "ruin",
    "stifle",
    "threaten",
    "weaken",
    "worsen",
    "wreck",
];

/// `would hurt farmers`, of what is no event by itself; of those who act, `are hurting farmers`.
fn would_harm(tree: &Tree, at: usize) -> bool {
    let modal = tree.with_dep(at, Dep::Aux).any(|aux| {
        matches!(&*tree.lower(aux), "would" | "will" | "could" | "might" | "may" | "'ll" | "’ll")
    });
    let subject = subjects::own_subject(tree, at);
    let kind = subject.and_then(|subject| tree.lexicon.words.noun_type(&tree.lemma(subject)));
    let party = kind.is_some_and(EntityType::is_party);
    (modal || party) && subject.is_some() && kind != Some(EntityType::Event)
}
