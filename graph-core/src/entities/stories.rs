//! Which articles tell one story, and what its agreement is called.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::agreements::Family;
use super::inventory::{Inventory, NameId};
use crate::claims::NameMention;

/// How many of an article's most mentioned names are compared.
const TOP: usize = 5;

/// The story of each article, by number: articles that share several of their most mentioned
/// names tell one.
#[derive(Default)]
pub(super) struct Stories {
    /// The first article that has both names among its most mentioned ones.
    first_with: HashMap<(NameId, NameId), usize>,
    of: Vec<usize>,
    /// The most mentioned name of each article that tells a story first.
    about: HashMap<usize, NameId>,
}

/// How often an article mentions each of its names.
pub(super) fn counts(
    inventory: &Inventory,
    article: usize,
    blocks: &[Vec<NameMention>],
) -> BTreeMap<NameId, usize> {
    let mut counts = BTreeMap::new();
    for mention in blocks.iter().flatten() {
        if let Some(id) = inventory.resolve(article, &mention.name) {
            *counts.entry(id).or_default() += 1;
        }
    }
    counts
}

/// The names that an article mentions most, at most [`TOP`].
fn most_mentioned(counts: &BTreeMap<NameId, usize>) -> Vec<NameId> {
    let mut order: Vec<(NameId, usize)> = counts.iter().map(|(id, count)| (*id, *count)).collect();
    order.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
    order.into_iter().take(TOP).map(|(id, _)| id).collect()
}

impl Stories {
    /// Adds the next article. O(names of the article).
    pub(super) fn add(&mut self, article: usize, counts: &BTreeMap<NameId, usize>) {
        let mut top = most_mentioned(counts);
        let most = top.first().copied();
        top.sort_unstable();
        let pairs =
            top.iter().enumerate().flat_map(|(at, a)| top[at + 1..].iter().map(|b| (*a, *b)));
        let first_with = &mut self.first_with;
        let earlier = pairs.map(|pair| *first_with.entry(pair).or_insert(article)).min();
        let earlier = earlier.filter(|&at| at < article);
        if earlier.is_none() {
            self.about.extend(most.map(|most| (article, most)));
        }
        self.of.push(earlier.map_or(article, |at| self.of[at]));
    }

    /// The story of an article.
    pub(super) fn of(&self, article: usize) -> usize {
        self.of[article]
    }

    /// The name of each story's agreement, with the other nouns used for it. Where several
    /// stories would use one name, the most mentioned name of the story is added in parentheses.
    pub(super) fn agreement_names(
        &self,
        families: &[Family],
        inventory: &Inventory,
    ) -> HashMap<usize, (String, Vec<String>)> {
        let mut counts: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
        for (story, family) in self.of.iter().zip(families) {
            for (noun, count) in &family.counts {
                *counts.entry(*story).or_default().entry(noun).or_default() += count;
            }
        }
        let mut used = BTreeSet::new();
        counts
            .into_iter()
            .filter_map(|(story, nouns)| {
                let (&noun, _) = nouns.iter().max_by_key(|(_, count)| **count)?;
                let mut name = noun.to_owned();
                if !used.insert(name.clone()) {
                    let about = self.about.get(&story);
                    let about = about.map_or("", |id| inventory.entity_of(*id).name.as_str());
                    name = format!("{noun} ({about})");
                }
                let others = nouns.keys().filter(|other| **other != noun);
                Some((story, (name, others.map(|other| (*other).to_owned()).collect())))
            })
            .collect()
    }
}
