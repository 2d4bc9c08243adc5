//! What is done for a fee: whoever does it charges the fee.

use super::stance::stance;
use super::{Argument, Claim, claim, subjects};
use crate::lexicon::TypeSet;
use crate::parse::{Dep, Tree};
use crate::trace::Rule;

/// `would house them for a fee`, `in exchange for a fee`: whoever does it charges the fee.
pub(super) fn extract(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    if !tree.is_verb(at) {
        return;
    }
    let object = tree.child(at, Dep::Dobj);
    let fees = [Some(at), object].into_iter().flatten().flat_map(|place| {
        let exchanged = tree.after_preposition(place, "in");
        let through_exchange = exchanged
            .into_iter()
            .filter(|&noun| matches!(&*tree.lemma(noun), "exchange" | "return"))
            .flat_map(|noun| tree.after_preposition(noun, "for"))
            .collect::<Vec<_>>();
        tree.after_preposition(place, "for").into_iter().chain(through_exchange)
    });
    let fees: Vec<usize> = fees.filter(|&noun| tree.lemma(noun) == "fee").collect();
    let Some(&fee) = fees.first() else { return };
    let stance = stance(tree, at);
    for subject in subjects::agents(tree, at).into_iter().filter(|_| !stance.void) {
        let mut charges = claim(
            Rule::Fee,
            "CHARGES",
            at,
            &stance,
            Argument::Phrase(subject),
            Argument::Phrase(fee),
        );
        charges.subject_types = TypeSet::parties();
        claims.push(charges);
    }
}
