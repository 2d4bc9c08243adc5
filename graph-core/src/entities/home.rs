//! The country that an article is about, for offices and a `government` that it tells none of.

use std::collections::HashMap;

use super::discourse::{Discourse, Found, Referent};
use super::inventory::Inventory;
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
) -> Option<Referent> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut first = None;
    for (tree, mentions) in trees.iter().zip(names) {
        for country in mentioned(article, inventory, tree, mentions) {
            first = first.or(Some(country));
            *counts.entry(country).or_default() += 1;
        }
    }
    let often = counts.values().max()?;
    let country = first.filter(|country| counts[country] * OUTNUMBERED >= *often)?;
    let named = inventory.resolve(article, country).map(Referent::Named);
    named.or_else(|| Some(Referent::Described(country.to_owned(), EntityType::Country)))
}

/// The countries that a paragraph mentions, by themselves, by an adjective, by a place in them or
/// by what only they have, in order.
fn mentioned<'a>(
    article: usize,
    inventory: &'a Inventory,
    tree: &Tree<'a>,
    names: &[NameMention],
) -> Vec<&'a str> {
    let countries = &inventory.lexicon.countries;
    let adjectives = (0..tree.parse.tokens.len())
        .filter(|&at| matches!(tree.token(at).pos, Pos::Adj | Pos::Propn))
        .filter_map(|at| Some((at, countries.of_adjective(&tree.token(at).text)?)));
    let written = names.iter().filter_map(|mention| {
        let id = inventory.resolve(article, &mention.name)?;
        let entity = inventory.entity_of(id);
        let itself = || Some(&*entity.name).filter(|_| entity.entity_type == EntityType::Country);
        // `Lagos` may be a person's name.
        let place = inventory.lexicon.places.named(&mention.name);
        let place =
            place.filter(|_| matches!(entity.entity_type, EntityType::Place | EntityType::Country));
        let around = || place?.country.as_deref();
        let home = itself().or_else(around);
        let home = home.or_else(|| countries.of_institution(&mention.name))?;
        Some((mention.tokens.end - 1, home))
    });
    let mut found: Vec<(usize, &str)> = adjectives.chain(written).collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().map(|(_, country)| country).collect()
}

/// `provincial` of `Provincial Labour Minister`.
fn is_of_a_part(tree: &Tree, at: usize) -> bool {
    matches!(
        &*tree.lower(at),
        "provincial" | "regional" | "state" | "local" | "municipal" | "cantonal" | "territorial"
    )
}

impl Discourse<'_> {
    /// The country in which a national office is held that ends with a token.
    pub(super) fn home_of_office(&self, tree: &Tree, at: usize) -> Option<Found> {
        let role = crate::claims::role_ending(tree, at);
        let nation = role.as_ref().and_then(|role| crate::claims::nation(tree, role));
        if let Some(nation) = nation.and_then(|name| self.inventory.resolve(self.article, name)) {
            return Some(Found::new(Referent::Named(nation), How::Office));
        }
        if &*tree.lower(at) == "mayor" {
            return self.nearest_named(EntityType::Place, MAYOR_REACH);
        }
        let role = role?;
        let national = crate::claims::standing(tree, &role) == Some(Standing::State)
            && !(role.start.saturating_sub(1)..=at).any(|word| is_of_a_part(tree, word));
        let home = self.home.clone().filter(|_| national)?;
        Some(Found::new(home, How::Home))
    }
}
