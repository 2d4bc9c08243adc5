//! Denials by a verb that insists.

use super::stance::stance;
use super::{Argument, Claim, claim, subjects};
use crate::corpus::Polarity;
use crate::lexicon::EffectKind;
use crate::parse::{Dep, Tree};
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
