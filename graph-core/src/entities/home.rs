//! The country that an article is about, for offices and a `government` that it tells none of.

use std::collections::HashMap;

use super::discourse::{Discourse, Found, Referent};
use super::inventory::{Inventory, NameId};
use crate::claims::NameMention;
use crate::corpus::EntityType;
use crate::lexicon::Standing;
use crate::parse::{Pos, Tree};
use crate::trace::How;

/// How many sentences back the town of a mayor may be named.
const MAYOR_REACH: usize = 30;

/// How many times as often another country may be mentioned than the first one.
const OUTNUMBERED: usize = 2;

/// The country that an article is about: the first that it mentions, by name or adjective, unless
/// another one is mentioned far more often.
pub(super) fn country(
    article: usize,
    inventory: &Inventory,
    trees: &[Tree],
    names: &[Vec<NameMention>],
) -> Option<NameId> {
    let mut counts: HashMap<NameId, usize> = HashMap::new();
    let mut first = None;
    for (tree, mentions) in trees.iter().zip(names) {
        for id in mentioned(article, inventory, tree, mentions) {
            first = first.or(Some(id));
            *counts.entry(id).or_default() += 1;
        }
    }
    let often = counts.values().max()?;
    first.filter(|id| counts[id] * OUTNUMBERED >= *often)
}

/// The countries that a paragraph mentions, by themselves or by a place in them, in order.
fn mentioned(
    article: usize,
    inventory: &Inventory,
    tree: &Tree,
    names: &[NameMention],
) -> Vec<NameId> {
    let countries = &tree.lexicon.countries;
    let adjectives = (0..tree.parse.tokens.len())
        .filter(|&at| matches!(tree.token(at).pos, Pos::Adj | Pos::Propn))
        .filter_map(|at| Some((at, countries.of_adjective(&tree.token(at).text)?)))
        .filter_map(|(at, name)| Some((at, inventory.resolve(article, name)?)));
    let written = names.iter().filter_map(|mention| {
        let id = inventory.resolve(article, &mention.name)?;
        let kind = inventory.entity_of(id).entity_type;
        let itself = kind == EntityType::Country;
        // `Lagos` may be a person's name.
        let place = tree.lexicon.places.named(&mention.name);
        let place = place.filter(|_| matches!(kind, EntityType::Place | EntityType::Country));
        let around = place.and_then(|place| inventory.resolve(article, place.country.as_deref()?));
        Some((mention.tokens.end - 1, if itself { id } else { around? }))
    });
    let mut found: Vec<(usize, NameId)> = adjectives.chain(written).collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|(_, id)| id).collect()
}

impl Discourse<'_> {
    /// The country in which a national office is held that ends with a token.
    pub(super) fn home_of_office(&self, tree: &Tree, at: usize) -> Option<Found> {
        let nation = crate::claims::nation_of_role(tree, at);
        if let Some(nation) = nation.and_then(|name| self.inventory.resolve(self.article, name)) {
            return Some(Found::new(Referent::Named(nation), How::Office));
        }
        if &*tree.lower(at) == "mayor" {
            return self.nearest_named(EntityType::Place, MAYOR_REACH);
        }
        let standing = crate::claims::standing_of_role(tree, at);
        let national = standing == Some(Standing::State);
        let home = self.home.filter(|_| national)?;
        Some(Found::new(Referent::Named(home), How::Home))
    }
}
