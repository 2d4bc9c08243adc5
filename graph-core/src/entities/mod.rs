//! Mentions → entities: what the phrases of all articles stand for, as one list of entities.
//!
//! Names come first, over all articles at once (`inventory`): which are one, what type each
//! has. Then each article is read in order (`discourse`), so that pronouns and descriptions
//! find what they take up. Agreements of one story are one entity (`stories`).

mod agreements;
mod apposition;
mod descriptions;
mod discourse;
mod home;
mod inventory;
mod merging;
mod phrase;
mod pronouns;
mod registry;
mod stories;

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use crate::claims::NameMention;
use crate::corpus::{Entity, EntityType};
use crate::knowledge::Knowledge;
use crate::names::fold_name;
use crate::parse::Tree;
use crate::reading::{Reading, Readings, Step};
use crate::trace::Mention;
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
    /// Whether it tells what the subject holds a role in.
    pub(crate) holds_role: bool,
    /// Where the sentence names subject and object.
    pub(crate) mentions: [Mention; 2],
}

/// The entities of all articles, with the claims about them by article.
#[derive(Debug, Default)]
pub(crate) struct Resolution {
    pub(crate) entities: Vec<Entity>,
    pub(crate) claims: Vec<Vec<ResolvedClaim>>,
}

/// What is needed of all articles at once.
pub(crate) struct Sketch {
    /// The names in each paragraph.
    names: Vec<Vec<NameMention>>,
    headlines: Vec<bool>,
    described: Vec<Described>,
    family: Family,
}

/// What a paragraph says of names.
struct Described {
    block: usize,
    /// Names that an apposition calls something of a type.
    types: Vec<(String, EntityType)>,
    /// Full names with their acronyms in parentheses.
    acronyms: Vec<(String, String)>,
}

impl Sketch {
    /// Of the trees of an article's paragraphs.
    pub(crate) fn of(reading: &Reading, trees: &[Tree]) -> Self {
        let names: Vec<_> = trees.iter().map(crate::claims::names_in).collect();
        let headlines = reading.headlines.clone();
        let prose = (0..trees.len()).filter(|&block| !headlines[block]);
        let described =
            prose.map(|block| Described::of(block, &trees[block], &names[block])).collect();
        Self { described, names, headlines, family: Family::of(trees) }
    }
}

impl Described {
    fn of(block: usize, tree: &Tree, names: &[NameMention]) -> Self {
        let types = apposition::descriptions(tree, names)
            .into_iter()
            .map(|(mention, kind)| (mention.name.clone(), kind))
            .collect();
        let acronyms = in_parentheses(tree, names)
            .into_iter()
            .map(|(full, short)| (full.to_owned(), short.to_owned()))
            .collect();
        Self { block, types, acronyms }
    }
}

/// Resolves the arguments of all claims. Claims with an argument that stands for nothing, or
/// for something of the wrong type, are left out.
///
/// The articles are read twice: who holds which role where, told anywhere, helps to resolve
/// what the others leave open (`his government`).
pub(crate) fn resolve(
    readings: &Readings,
    sketches: Vec<Sketch>,
    knowledge: &Knowledge,
) -> Resolution {
    let ground = Ground::lay(readings, sketches, knowledge);
    let told = ground.walk(Step::Survey, &HashMap::new());
    ground.walk(Step::Resolve, &ground.holders(&told))
}

/// What is known of all articles before they are read in order.
struct Ground<'a> {
    readings: &'a Readings<'a>,
    names: Vec<Vec<Vec<NameMention>>>,
    inventory: Inventory<'a>,
    families: Vec<Family>,
    stories: Vec<usize>,
}

impl<'a> Ground<'a> {
    fn lay(
        readings: &'a Readings<'a>,
        mut sketches: Vec<Sketch>,
        knowledge: &'a Knowledge,
    ) -> Self {
        filter_headlines(&mut sketches);
        describe_headlines(readings, &mut sketches, knowledge);
        let inventory = take_inventory(&sketches, knowledge);
        let (names, families): (Vec<_>, Vec<_>) =
            sketches.into_iter().map(|sketch| (sketch.names, sketch.family)).unzip();
        let stories = stories::group(&inventory, &names);
        Self { readings, names, inventory, families, stories }
    }

    /// Reads the articles in order, with what is known of who holds a role where.
    fn walk(&self, step: Step, holders: &HashMap<usize, usize>) -> Resolution {
        let agreement_names =
            stories::agreement_names(&self.stories, &self.families, &self.inventory, &self.names);
        let mut registry = Registry::new(&self.inventory, agreement_names);
        let mut claims = Vec::with_capacity(self.readings.len());
        self.readings.for_each(step, |article, reading| {
            claims.push(self.read(article, reading, holders, &mut registry));
        });
        registry.finish(claims)
    }

    fn read(
        &self,
        article: usize,
        reading: &Reading,
        holders: &HashMap<usize, usize>,
        registry: &mut Registry,
    ) -> Vec<ResolvedClaim> {
        registry.count_names(article, &self.inventory, &self.names[article]);
        let family = self.families[article].clone();
        let lexicon = self.inventory.lexicon;
        let trees: Vec<Tree> =
            reading.parses.iter().map(|parse| Tree::new(parse, lexicon)).collect();
        let home = home::country(article, &self.inventory, &trees, &self.names[article]);
        let mut discourse = Discourse::new(article, &self.inventory, family, home, holders);
        let mut found = Vec::new();
        for (block, tree) in trees.iter().enumerate() {
            let resolved = discourse.read(tree, &self.names[article][block]);
            registry.add_descriptions(&resolved.descriptions);
            let story = self.stories[article];
            let parts = Parts { discourse: &discourse, tree, resolved: &resolved, article, story };
            for (number, claim) in reading.claims[block].iter().enumerate() {
                registry.add(&parts, block, number, claim, &mut found);
            }
        }
        found
    }

    /// The country or organization that a named person holds a role in, as first told.
    fn holders(&self, told: &Resolution) -> HashMap<usize, usize> {
        let mut holders = HashMap::new();
        for resolved in told.claims.iter().flatten() {
            let named = resolved.subject.max(resolved.object) < self.inventory.len();
            if resolved.holds_role && named {
                holders.entry(resolved.subject).or_insert(resolved.object);
            }
        }
        holders
    }
}

/// Leaves of the names in headlines only those that stand in the prose too: capitals make names
/// of common words.
fn filter_headlines(sketches: &mut [Sketch]) {
    let prose: HashSet<String> = sketches
        .iter()
        .flat_map(|sketch| sketch.names.iter().zip(&sketch.headlines))
        .filter(|(_, headline)| !**headline)
        .flat_map(|(mentions, _)| mentions.iter().map(|mention| fold_name(&mention.name)))
        .collect();
    for Sketch { names, headlines, .. } in sketches {
        for (mentions, _) in names.iter_mut().zip(headlines).filter(|(_, headline)| **headline) {
            mentions.retain(|mention| prose.contains(&fold_name(&mention.name)));
        }
    }
}

/// Adds what headlines say of the names left in them.
fn describe_headlines(readings: &Readings, sketches: &mut [Sketch], knowledge: &Knowledge) {
    sketches.par_iter_mut().enumerate().for_each(|(article, sketch)| {
        let Sketch { names, headlines, described, .. } = sketch;
        let named = |block: &usize| headlines[*block] && !names[*block].is_empty();
        let blocks: Vec<usize> = (0..names.len()).filter(named).collect();
        if blocks.is_empty() {
            return;
        }
        let reading = readings.get(article);
        described.extend(blocks.into_iter().map(|block| {
            let tree = Tree::new(&reading.parses[block], &knowledge.lexicon);
            Described::of(block, &tree, &names[block])
        }));
        described.sort_by_key(|described| described.block);
    });
}

fn take_inventory<'a>(sketches: &[Sketch], knowledge: &'a Knowledge) -> Inventory<'a> {
    let mut inventory = Inventory::new(knowledge);
    for (article, sketch) in sketches.iter().enumerate() {
        sketch.names.iter().flatten().for_each(|mention| inventory.add(article, mention));
    }
    let described = sketches
        .iter()
        .enumerate()
        .flat_map(|(article, sketch)| sketch.described.iter().map(move |said| (article, said)));
    for (article, Described { types, acronyms, .. }) in described {
        for (name, kind) in types {
            inventory.describe(name, *kind);
        }
        for (full, short) in acronyms {
            inventory.abbreviate(article, full, short);
        }
    }
    inventory.settle();
    inventory
}

/// `Federal Bureau of Investigation (FBI)`, `Movement for Integration (Movimiento …, MOVILH)`: a
/// name and the acronym that ends the parenthesis behind it.
fn in_parentheses<'a>(tree: &Tree, mentions: &'a [NameMention]) -> Vec<(&'a str, &'a str)> {
    const LONGEST: usize = 15;
    let text = |at: usize| tree.parse.tokens.get(at).map(|token| &*token.text);
    mentions
        .iter()
        .filter_map(|full| {
            let open = full.tokens.end;
            if text(open) != Some("(") {
                return None;
            }
            let close = (open + 1..open + LONGEST).find(|&at| text(at) == Some(")"))?;
            let short = crate::claims::name_at(mentions, close - 1)?;
            let acronym = short.tokens.start > open && crate::names::is_acronym(&short.name);
            acronym.then_some((full.name.as_str(), short.name.as_str()))
        })
        .collect()
}
