//! What somebody calls something: `described it as extraordinary` praises, `calling it inhumane`
//! criticizes.

use super::stance::stance;
use super::subjects;
use super::{Argument, Claim, claim};
use crate::parse::Dep;
use crate::parse::Tree;
use crate::trace::Rule;

/// Verbs that call something by a word.
const NAMING: [&str; 17] = [
    "call",
    "describe",
    "label",
    "dub",
    "frame",
    "brand",
    "term",
    "characterize",
    "characterise",
    "deem",
    "consider",
    "portray",
    "greet",
    "remember",
    "regard",
    "view",
    "paint",
];

/// The praise or criticism in what the verb calls its object.
pub(super) fn extract(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    if !tree.is_verb(at) || !NAMING.contains(&tree.lemma(at).as_str()) {
        return;
    }
    let Some(relation) = verdict(tree, at) else { return };
    let stance = stance(tree, at);
    for subject in subjects::agents(tree, at) {
        for object in named_objects(tree, at) {
            let mut verdict = claim(
                Rule::Verdict,
                relation,
                at,
                &stance,
                Argument::Phrase(subject),
                Argument::Phrase(object),
            );
            verdict.subject_types = crate::lexicon::TypeSet::parties();
            claims.push(verdict);
        }
    }
}

/// The object; of `calling it inhumane` in a small clause, that clause's subject.
fn named_objects(tree: &Tree, at: usize) -> Vec<usize> {
    let direct = subjects::patients(tree, at);
    if !direct.is_empty() {
        return direct;
    }
    tree.with_dep(at, Dep::Ccomp).filter_map(|clause| subjects::own_subject(tree, clause)).collect()
}

fn verdict(tree: &Tree, at: usize) -> Option<&'static str> {
    let words = &tree.lexicon.words;
    let said = said_of_object(tree, at);
    let any = |test: &dyn Fn(&str) -> bool| {
        said.iter().any(|&word| test(&tree.lemma(word)) || test(&tree.lower(word)))
    };
    match (any(&|lemma| words.is_blame(lemma)), any(&|lemma| words.is_praise(lemma))) {
        (true, _) => Some("CRITICIZED"),
        (false, true) => Some("PRAISED"),
        (false, false) => None,
    }
}

/// Heads and modifiers of the words that the object is called by.
fn said_of_object(tree: &Tree, at: usize) -> Vec<usize> {
    let mut heads: Vec<usize> = tree
        .children(at)
        .filter(|&child| matches!(tree.dep(child), Dep::Oprd | Dep::Attr | Dep::Acomp | Dep::Ccomp))
        .collect();
    let objects = tree.with_dep(at, Dep::Dobj);
    let agents = tree.with_dep(at, Dep::Agent).flat_map(|by| tree.preposition_objects(by));
    let places: Vec<usize> = std::iter::once(at).chain(objects).chain(agents).collect();
    let prepositions = places.iter().flat_map(|&place| tree.with_dep(place, Dep::Prep));
    for preposition in prepositions.filter(|&child| tree.lower(child) == "as") {
        heads.extend(tree.children(preposition));
    }
    let mut words = heads.clone();
    for head in heads {
        words.extend(tree.children(head).filter(|&child| {
            matches!(tree.dep(child), Dep::Amod | Dep::Conj | Dep::Advmod | Dep::Compound)
        }));
        words.extend(tree.with_dep(head, Dep::Conj));
    }
    words
}
