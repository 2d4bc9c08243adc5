//! The agreement that a story is about: `the deal`, `the offer`, `this plan` are one thing.

use std::collections::HashMap;

use crate::parse::{Dep, Pos, Tag, Tree};

/// The nouns by which an article speaks of its agreement, with counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Family {
    pub(super) counts: HashMap<String, usize>,
}

/// Verbs by which one comes to something of the family.
const VERBS: [(&str, &[&str]); 4] = [
    ("offer", &["offer", "proposal"]),
    ("propose", &["proposal", "plan"]),
    ("agree", &["agreement", "deal", "pact", "accord"]),
    ("plan", &["plan"]),
];

/// Whether one comes to something of the family by the verb.
pub(super) fn makes_agreement(lemma: &str) -> bool {
    VERBS.iter().any(|(verb, _)| *verb == lemma)
}

impl Family {
    /// Counts the nouns of the family in an article.
    pub(super) fn of<'a>(trees: impl IntoIterator<Item = &'a Tree<'a>>) -> Self {
        let mut family = Self::default();
        for tree in trees {
            for at in (0..tree.parse.tokens.len()).filter(|&at| may_belong(tree, at)) {
                *family.counts.entry(tree.lemma(at)).or_default() += 1;
            }
        }
        family
    }

    /// Whether the article uses a noun that goes with the verb.
    pub(super) fn is_of_verb(&self, lemma: &str) -> bool {
        VERBS
            .iter()
            .filter(|(verb, _)| *verb == lemma)
            .flat_map(|(_, nouns)| nouns.iter())
            .any(|noun| self.counts.get(*noun).is_some_and(|count| *count > 1))
    }
}

/// A singular noun of the family that nothing sets apart from the others: no name, no quotes, no
/// `another`.
pub(super) fn may_belong(tree: &Tree, at: usize) -> bool {
    let token = tree.token(at);
    tree.lexicon.words.is_agreement(&tree.lemma(at))
        && token.tag == Tag::Nn
        && !matches!(tree.dep(at), Dep::Compound | Dep::Amod)
        && !tree.children(at).any(|child| sets_apart(tree, child))
}

fn sets_apart(tree: &Tree, child: usize) -> bool {
    let apart =
        ["another", "other", "new", "no", "any", "second", "similar", "different", "potential"];
    match tree.dep(child) {
        Dep::Det | Dep::Amod if apart.contains(&tree.lower(child).as_str()) => true,
        Dep::Compound | Dep::Nmod => tree.token(child).pos == Pos::Propn,
        Dep::Punct => matches!(tree.token(child).tag, Tag::OpenQuote | Tag::CloseQuote),
        Dep::Nummod => true,
        _ => false,
    }
}
