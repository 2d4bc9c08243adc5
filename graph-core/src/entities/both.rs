//! `both sides`, `the two countries`: phrases for two that were spoken of.

use std::cmp::Reverse;

use super::descriptions::is_definite;
use super::discourse::{Discourse, Found, Referent};
use super::inventory::NameId;
use crate::corpus::EntityType;
use crate::parse::{Dep, Tag, Tree};
use crate::trace::How;

impl Discourse<'_> {
    /// `both sides`, `the two countries`: the two parties last spoken of, where there are two.
    pub(super) fn both(&self, tree: &Tree, head: usize, kind: Option<EntityType>) -> Option<Found> {
        let two = tree.children(head).any(|child| {
            let word = tree.lower(child);
            word == "both" || word == "two" && is_definite(tree, head)
        });
        if !two || tree.token(head).tag != Tag::Nns || !has_only_count(tree, head, &NEIGHBORS) {
            return None;
        }
        let fits = |found: EntityType| match kind {
            Some(EntityType::Country) => found == EntityType::Country,
            Some(EntityType::Person) => found == EntityType::Person,
            Some(EntityType::Group) if !is_side(&tree.lemma(head)) => found == EntityType::Person,
            _ if is_side(&tree.lemma(head)) => {
                matches!(found, EntityType::Country | EntityType::Organization)
            }
            _ => false,
        };
        let mut members: Vec<Referent> = Vec::new();
        let near = self.focus.iter().rev().filter(|focus| {
            self.sentence - focus.sentence <= 1 && fits(focus.entity_type) && !focus.modifier
        });
        for focus in near.filter(|focus| matches!(focus.referent, Referent::Named(_))) {
            if !members.contains(&focus.referent) {
                members.push(focus.referent.clone());
            }
        }
        if members.len() != 2 {
            members = self.most_spoken_of(fits)?;
        }
        Some(Found::new(Referent::Each(members), How::Kind))
    }

    /// The two that an article speaks of most often, where those are two.
    fn most_spoken_of(&self, fits: impl Fn(EntityType) -> bool) -> Option<Vec<Referent>> {
        /// How often each of them is spoken of at least.
        const OFTEN: usize = 2;
        let named = self.mentioned.iter().map(|(id, times)| (*times, *id));
        let mut named: Vec<(usize, NameId)> =
            named.filter(|(_, id)| fits(self.type_of(&Referent::Named(*id)))).collect();
        named.sort_unstable_by_key(|(times, id)| (Reverse(*times), *id));
        let third = named.get(2).map_or(0, |(times, _)| *times);
        let told = |(times, id): &(usize, NameId)| {
            (*times >= OFTEN && *times > third).then_some(Referent::Named(*id))
        };
        let two: Option<Vec<Referent>> = named.iter().take(2).map(told).collect();
        two.filter(|two| two.len() == 2)
    }
}

/// Adjectives that two countries may share: `the two African countries`.
const NEIGHBORS: [&str; 8] =
    ["african", "american", "arab", "asian", "european", "latin", "neighboring", "neighbouring"];

/// Whether the phrase is its noun with a count, and with none but these adjectives.
fn has_only_count(tree: &Tree, head: usize, but: &[&str]) -> bool {
    !tree.children(head).any(|child| match tree.dep(child) {
        Dep::Amod => !but.contains(&tree.lower(child).as_str()),
        Dep::Compound | Dep::Nmod | Dep::Poss | Dep::Prep | Dep::Relcl | Dep::Acl => true,
        _ => false,
    })
}

/// Nouns for those who face each other in talks, a war or a contest.
fn is_side(lemma: &str) -> bool {
    matches!(lemma, "side" | "party" | "government" | "team" | "club")
}
