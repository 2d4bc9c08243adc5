//! Open relations: any verb outside of the lexicon that joins two phrases.

use super::stance::stance;
use super::subjects;
use super::{Argument, Claim, claim};
use crate::parse::{Dep, Pos, Tree};
use crate::trace::Rule;

/// The relations of the verb to its objects, or, where it has none, to what its first
/// preposition governs (`TRAVEL_WITH`).
pub(super) fn extract(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    if !tree.is_verb(at) || tree.dep(at) == Dep::Amod {
        return;
    }
    let (relation, objects) = relation_and_objects(tree, at);
    if objects.is_empty()
        || !relation.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
    {
        return;
    }
    let subjects = subjects_of(tree, at);
    let stance = stance(tree, at);
    if stance.void {
        return;
    }
    for &subject in &subjects {
        for &object in objects.iter().filter(|&&object| object != subject) {
            let phrases = (Argument::Phrase(subject), Argument::Phrase(object));
            claims.push(claim(Rule::OpenVerb, &relation, at, &stance, phrases.0, phrases.1));
        }
    }
}

fn subjects_of(tree: &Tree, at: usize) -> Vec<usize> {
    let subjects = subjects::agents(tree, at);
    subjects.into_iter().filter(|&head| tree.is_nominal(head)).collect()
}

fn relation_and_objects(tree: &Tree, at: usize) -> (String, Vec<usize>) {
    let mut relation = tree.lemma(at).to_uppercase();
    if let Some(particle) = tree.child(at, Dep::Prt) {
        relation = format!("{relation}_{}", tree.token(particle).text.to_uppercase());
    }
    let objects = direct_objects(tree, at);
    if !objects.is_empty() || tree.is_passive(at) {
        return (relation, objects);
    }
    let governed = tree
        .with_dep(at, Dep::Prep)
        .map(|preposition| (preposition, tree.preposition_objects(preposition)))
        .find(|(_, objects)| !objects.is_empty());
    match governed {
        Some((preposition, objects)) => {
            (format!("{relation}_{}", tree.token(preposition).text.to_uppercase()), objects)
        }
        None => (relation, Vec::new()),
    }
}

/// Objects, and what somebody or something is said to be.
fn direct_objects(tree: &Tree, at: usize) -> Vec<usize> {
    let mut objects = subjects::patients(tree, at);
    if tree.token(at).pos == Pos::Aux {
        objects.extend(tree.with_dep(at, Dep::Attr));
    }
    objects.into_iter().filter(|&head| tree.is_nominal(head)).collect()
}
