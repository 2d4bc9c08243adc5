//! Which articles tell one story, and what its agreement is called.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::agreements::Family;
use super::inventory::{Inventory, NameId};
use crate::claims::NameMention;

/// How many of an article's most mentioned names are compared.
const TOP: usize = 5;

/// The story of each article, by number: articles that share several of their most mentioned
/// names tell one. O(articles).
pub(super) fn group(inventory: &Inventory, names: &[Vec<Vec<NameMention>>]) -> Vec<usize> {
    // The first article that has both names among its most mentioned ones.
    let mut first_with: HashMap<(NameId, NameId), usize> = HashMap::new();
    let mut stories: Vec<usize> = Vec::with_capacity(names.len());
    for (article, blocks) in names.iter().enumerate() {
        let mut top = most_mentioned(inventory, article, blocks);
        top.sort_unstable();
        let pairs =
            top.iter().enumerate().flat_map(|(at, a)| top[at + 1..].iter().map(|b| (*a, *b)));
        let earlier = pairs.map(|pair| *first_with.entry(pair).or_insert(article)).min();
        stories.push(earlier.filter(|&at| at < article).map_or(article, |at| stories[at]));
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
