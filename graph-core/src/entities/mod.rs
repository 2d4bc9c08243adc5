//! Mentions → entities: what the phrases of all articles stand for, as one list of entities.
//!
//! Names come first, over all articles at once (`inventory`): which are one, what type each
//! has. Then each article is read in order (`discourse`), so that pronouns and descriptions
//! find what they take up. Agreements of one story are one entity (`stories`).

mod agreements;
mod apposition;
mod descriptions;
mod discourse;
mod inventory;
mod phrase;
mod pronouns;
mod registry;
mod stories;

use std::collections::{BTreeSet, HashMap};

use crate::claims::Claim;
use crate::claims::NameMention;
use crate::corpus::Entity;
use crate::lexicon::Lexicon;
use crate::names::fold_name;
use crate::parse::Parse;
use crate::parse::Tree;
use agreements::Family;
use discourse::Discourse;
use inventory::Inventory;
use registry::{Parts, Registry};

/// A claim whose arguments are known.
#[derive(Clone, Debug)]
pub(crate) struct ResolvedClaim {
    /// Paragraph of the article.
    pub(crate) block: usize,
    /// Index of the claim in its paragraph.
    pub(crate) claim: usize,
    pub(crate) subject: usize,
    pub(crate) object: usize,
    pub(crate) speakers: Vec<String>,
}

/// The entities of all articles, with the claims about them by article.
#[derive(Debug, Default)]
pub(crate) struct Resolution {
    pub(crate) entities: Vec<Entity>,
    pub(crate) claims: Vec<Vec<ResolvedClaim>>,
}

/// One article's paragraphs as parsed, with what they claim.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub(crate) parses: Vec<Parse>,
    pub(crate) claims: Vec<Vec<Claim>>,
    /// Whether the paragraph is a headline written in capitals.
    pub(crate) headlines: Vec<bool>,
}

/// Resolves the arguments of all claims. Claims with an argument that stands for nothing, or
/// for something of the wrong type, are left out.
///
/// The articles are read twice: who holds which role where, told anywhere, helps to resolve
/// what the others leave open (`his government`).
pub(crate) fn resolve(readings: &[Reading], lexicon: &Lexicon) -> Resolution {
    let ground = Ground::lay(readings, lexicon);
    let told = ground.walk(&HashMap::new());
    ground.walk(&ground.holders(&told))
}

/// What is known of all articles before they are read in order.
struct Ground<'a> {
    readings: &'a [Reading],
    forests: Vec<Vec<Tree<'a>>>,
    names: Vec<Vec<Vec<NameMention>>>,
    inventory: Inventory<'a>,
    families: Vec<Family>,
    stories: Vec<usize>,
}

impl<'a> Ground<'a> {
    fn lay(readings: &'a [Reading], lexicon: &'a Lexicon) -> Self {
        let trees = |reading: &'a Reading| {
            reading.parses.iter().map(|parse| Tree::new(parse, lexicon)).collect()
        };
        let forests: Vec<Vec<Tree>> = readings.iter().map(trees).collect();
        let names = names_of(readings, &forests);
        let inventory = take_inventory(&forests, &names, lexicon);
        let families = forests.iter().map(Family::of).collect();
        let stories = stories::group(&inventory, &names);
        Self { readings, forests, names, inventory, families, stories }
    }

    /// Reads the articles in order, with what is known of who holds a role where.
    fn walk(&self, holders: &HashMap<usize, usize>) -> Resolution {
        let agreement_names =
            stories::agreement_names(&self.stories, &self.families, &self.inventory, &self.names);
        let mut registry = Registry::new(&self.inventory, agreement_names);
        let claims = (0..self.readings.len())
            .map(|article| self.read(article, holders, &mut registry))
            .collect();
        registry.finish(claims)
    }

    fn read(
        &self,
        article: usize,
        holders: &HashMap<usize, usize>,
        registry: &mut Registry,
    ) -> Vec<ResolvedClaim> {
        registry.count_names(article, &self.inventory, &self.names[article]);
        let family = self.families[article].clone();
        let mut discourse = Discourse::new(article, &self.inventory, family, holders);
        let mut found = Vec::new();
        for (block, tree) in self.forests[article].iter().enumerate() {
            let resolved = discourse.read(tree, &self.names[article][block]);
            registry.add_descriptions(&resolved.descriptions);
            let story = self.stories[article];
            let parts = Parts { discourse: &discourse, tree, resolved: &resolved, article, story };
            for (number, claim) in self.readings[article].claims[block].iter().enumerate() {
                registry.add(&parts, block, number, claim, &mut found);
            }
        }
        found
    }

    /// The country or organization that a named person holds a role in, as first told.
    fn holders(&self, told: &Resolution) -> HashMap<usize, usize> {
        let mut holders = HashMap::new();
        for (reading, claims) in self.readings.iter().zip(&told.claims) {
            for resolved in claims {
                let claim = &reading.claims[resolved.block][resolved.claim];
                let named = resolved.subject.max(resolved.object) < self.inventory.len();
                if claim.relation == "HAS_ROLE" && named {
                    holders.entry(resolved.subject).or_insert(resolved.object);
                }
            }
        }
        holders
    }
}

/// The names in each paragraph. Of headlines only those that stand in the prose too: their
/// capitals make names of common words.
fn names_of(readings: &[Reading], forests: &[Vec<Tree>]) -> Vec<Vec<Vec<NameMention>>> {
    let mut names: Vec<Vec<Vec<NameMention>>> =
        forests.iter().map(|trees| trees.iter().map(crate::claims::names_in).collect()).collect();
    let prose: BTreeSet<String> = names
        .iter()
        .zip(readings)
        .flat_map(|(blocks, reading)| blocks.iter().zip(&reading.headlines))
        .filter(|(_, headline)| !**headline)
        .flat_map(|(mentions, _)| mentions.iter().map(|mention| fold_name(&mention.name)))
        .collect();
    for (blocks, reading) in names.iter_mut().zip(readings) {
        for (mentions, _) in blocks.iter_mut().zip(&reading.headlines).filter(|(_, at)| **at) {
            mentions.retain(|mention| prose.contains(&fold_name(&mention.name)));
        }
    }
    names
}

fn take_inventory<'a>(
    forests: &[Vec<Tree>],
    names: &[Vec<Vec<NameMention>>],
    lexicon: &'a Lexicon,
) -> Inventory<'a> {
    let mut inventory = Inventory::new(lexicon);
    for (article, blocks) in names.iter().enumerate() {
        blocks.iter().flatten().for_each(|mention| inventory.add(article, mention));
    }
    for (trees, blocks) in forests.iter().zip(names) {
        for (tree, mentions) in trees.iter().zip(blocks) {
            for (mention, kind) in apposition::descriptions(tree, mentions) {
                inventory.describe(&mention.name, kind);
            }
            for (full, short) in in_parentheses(tree, mentions) {
                inventory.join(full, short);
            }
        }
    }
    inventory.settle();
    inventory
}

/// `Federal Bureau of Investigation (FBI)`.
fn in_parentheses<'a>(tree: &Tree, mentions: &'a [NameMention]) -> Vec<(&'a str, &'a str)> {
    mentions
        .windows(2)
        .filter(|pair| {
            pair[0].tokens.end + 1 == pair[1].tokens.start
                && &*tree.token(pair[0].tokens.end).text == "("
                && crate::names::is_acronym(&pair[1].name)
        })
        .map(|pair| (pair[0].name.as_str(), pair[1].name.as_str()))
        .collect()
}
