//! Which articles tell one story, and what its agreement is called.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::agreements::Family;
use super::inventory::{Inventory, NameId};
use crate::claims::NameMention;

/// How many of an article's most mentioned names are compared.
const TOP: usize = 5;
/// How many of them two articles of one story share.
const SHARED: usize = 2;

/// The story of each article, by number: articles that share several of their most mentioned
/// names tell one. O(pairs of articles that share a name).
pub(super) fn group(inventory: &Inventory, names: &[Vec<Vec<NameMention>>]) -> Vec<usize> {
    let tops: Vec<BTreeSet<NameId>> = names
        .iter()
        .enumerate()
        .map(|(article, blocks)| most_mentioned(inventory, article, blocks).into_iter().collect())
        .collect();
    let mut by_name: HashMap<NameId, Vec<usize>> = HashMap::new();
    let mut stories: Vec<usize> = Vec::with_capacity(tops.len());
    for (article, top) in tops.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for name in top {
            let seen = by_name.entry(*name).or_default();
            for earlier in seen.iter() {
                *shared.entry(*earlier).or_default() += 1;
            }
            seen.push(article);
        }
        let same = shared.into_iter().find(|(_, count)| *count >= SHARED);
        stories.push(same.map_or(article, |(earlier, _)| stories[earlier]));
    }
    stories
}

/// The names that an article mentions most, at most [`TOP`].
fn most_mentioned(
    inventory: &Inventory,
    article: usize,
    blocks: &[Vec<NameMention>],
) -> Vec<NameId> {
    let mut counts: BTreeMap<NameId, usize> = BTreeMap::new();
    for mention in blocks.iter().flatten() {
        if let Some(id) = inventory.resolve(article, &mention.name) {
            *counts.entry(id).or_default() += 1;
        }
    }
    let mut order: Vec<(NameId, usize)> = counts.into_iter().collect();
    order.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
    order.into_iter().take(TOP).map(|(id, _)| id).collect()
}

/// The name of each story's agreement, with the other nouns used for it. Where several stories
/// would use one name, the most mentioned name of the story is added in parentheses.
pub(super) fn agreement_names(
    stories: &[usize],
    families: &[Family],
    inventory: &Inventory,
    names: &[Vec<Vec<NameMention>>],
) -> HashMap<usize, (String, Vec<String>)> {
    let mut counts: BTreeMap<usize, BTreeMap<String, usize>> = BTreeMap::new();
    for (story, family) in stories.iter().zip(families) {
        for (noun, count) in &family.counts {
            *counts.entry(*story).or_default().entry(noun.clone()).or_default() += count;
        }
    }
    let mut used = BTreeSet::new();
    counts
        .into_iter()
        .filter_map(|(story, nouns)| {
            let (noun, _) = nouns.iter().max_by_key(|(_, count)| **count)?;
            let mut name = noun.clone();
            if !used.insert(name.clone()) {
                let top = most_mentioned(inventory, story, &names[story]);
                let about = top.first().map_or("", |id| inventory.entity_of(*id).name.as_str());
                name = format!("{noun} ({about})");
            }
            let aliases = nouns.keys().filter(|other| *other != noun).cloned().collect();
            Some((story, (name, aliases)))
        })
        .collect()
}
