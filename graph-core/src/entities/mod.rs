//! Mentions → entities: what the phrases of all articles stand for, as one list of entities.
//!
//! Names come first, over all articles at once (`inventory`): which are one, what type each
//! has. Then each article is read in order (`discourse`), so that pronouns and descriptions
//! find what they take up. Agreements of one story are one entity (`stories`).

mod agreements;
mod apposition;
mod both;
mod descriptions;
mod discourse;
mod findings;
mod home;
mod inventory;
mod merging;
mod phrase;
mod pronouns;
mod registry;
mod stories;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

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
pub(crate) use findings::Told;
use findings::{Findings, Place};
use inventory::Inventory;
use registry::Registry;
use stories::Stories;

/// A claim whose arguments are known.
#[derive(Clone, Debug)]
pub(crate) struct ResolvedClaim {
    /// What the sentence tells.
    pub(crate) told: Arc<Told>,
    pub(crate) subject: usize,
    pub(crate) object: usize,
    pub(crate) speakers: Vec<String>,
    /// Where the sentence names subject and object.
    pub(crate) mentions: [Mention; 2],
}

impl ResolvedClaim {
    /// Whether it tells what the subject holds a role in.
    fn holds_role(&self) -> bool {
        self.told.relation == HAS_ROLE
    }
}

/// The relation of a person to what an office is held in.
const HAS_ROLE: &str = "HAS_ROLE";

/// The entities of all articles, with the claims about them by article.
#[derive(Debug, Default)]
pub(crate) struct Resolution {
    pub(crate) entities: Vec<Entity>,
    pub(crate) claims: Vec<Vec<ResolvedClaim>>,
}

/// What is needed of all articles at once.
#[derive(Clone)]
pub(crate) struct Sketch {
    /// The names in each paragraph.
    names: Vec<Vec<NameMention>>,
    headlines: Vec<bool>,
    described: Vec<Described>,
    family: Family,
}

/// What a paragraph says of names.
#[derive(Clone)]
struct Described {
    block: usize,
    /// Names that an apposition calls something of a type.
    types: Vec<(String, EntityType)>,
    /// Names that `he` or `she` beside them may take up, and nobody else's.
    gendered: Vec<String>,
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
        let gendered = apposition::gendered(tree, names).into_iter();
        let gendered = gendered.map(|name| name.name.clone()).collect();
        Self { block, types, gendered, acronyms }
    }
}

/// Resolves the arguments of all claims. Claims with an argument that stands for nothing, or
/// for something of the wrong type, are left out.
///
/// Who holds which role where, told anywhere, helps to resolve what other articles leave open
/// (`his government`); those are read a second time.
pub(crate) fn resolve(
    readings: &Readings,
    sketches: Vec<Sketch>,
    knowledge: &Knowledge,
) -> Resolution {
    let ground = Ground::lay(readings, sketches, knowledge);
    let (findings, told) = ground.survey();
    let holders = ground.holders(&told);
    drop(told);
    ground.resolve(findings, &holders)
}

/// What is known of all articles before they are read in order.
struct Ground<'a> {
    readings: &'a Readings<'a>,
    inventory: Inventory<'a>,
    /// How often each named entity is mentioned, as (article, count).
    mentions: Vec<Vec<(usize, usize)>>,
    families: Vec<Family>,
    stories: Stories,
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
        let mut mentions = vec![Vec::new(); inventory.len()];
        let mut stories = Stories::default();
        let mut families = Vec::with_capacity(sketches.len());
        for (article, Sketch { names, family, .. }) in sketches.into_iter().enumerate() {
            let counts = stories::counts(&inventory, article, &names);
            stories.add(article, &counts);
            for (id, count) in counts {
                mentions[id].push((article, count));
            }
            families.push(family);
        }
        Self { readings, inventory, mentions, families, stories }
    }

    /// Reads the articles in order, not knowing who holds a role where: what they tell of roles,
    /// and what the first say, as many as are held.
    fn survey(&self) -> (Vec<Findings>, Resolution) {
        let mut registry = self.registry();
        let (mut findings, mut told) = (Vec::new(), Vec::new());
        let nobody = HashMap::new();
        self.readings.for_each(
            Step::Survey,
            |article| self.read(article, &nobody),
            |article, found| {
                let mut claims = registry.claims(article, self.stories.of(article), &found);
                claims.retain(ResolvedClaim::holds_role);
                told.push(claims);
                if self.readings.is_held(article) {
                    findings.push(found);
                }
            },
        );
        (findings, registry.finish(told))
    }

    /// Resolves what was found. Articles of which it isn't held are read again, and those with a
    /// question that somebody's role answers.
    fn resolve(
        mut self,
        mut findings: Vec<Findings>,
        holders: &HashMap<usize, usize>,
    ) -> Resolution {
        let mentions = std::mem::take(&mut self.mentions);
        let mut registry = self.registry();
        let mut claims = Vec::with_capacity(self.readings.len());
        let unmoved = |found: &Findings| !found.asked.iter().any(|id| holders.contains_key(id));
        let known: Vec<bool> = findings.iter().map(unmoved).collect();
        let is_known = |article: usize| known.get(article).is_some_and(|known| *known);
        self.readings.for_each(
            Step::Resolve,
            |article| (!is_known(article)).then(|| self.read(article, holders)),
            |article, read| {
                let found = read.unwrap_or_else(|| std::mem::take(&mut findings[article]));
                claims.push(registry.claims(article, self.stories.of(article), &found));
            },
        );
        let mut resolution = registry.finish(claims);
        for (entity, mentions) in resolution.entities.iter_mut().zip(mentions) {
            entity.add_mentions(mentions);
        }
        resolution
    }

    fn registry(&self) -> Registry<'_> {
        let names = self.stories.agreement_names(&self.families, &self.inventory);
        Registry::new(&self.inventory, names)
    }

    /// What an article says.
    fn read(&self, article: usize, holders: &HashMap<usize, usize>) -> Findings {
        let reading = self.readings.get(article);
        let trees = reading.trees(self.inventory.lexicon);
        let names: Vec<Vec<NameMention>> = trees
            .iter()
            .zip(&reading.headlines)
            .map(|(tree, headline)| self.names(tree, *headline))
            .collect();
        let home = home::country(article, &self.inventory, &trees, &names);
        let family = self.families[article].clone();
        let mut discourse = Discourse::new(article, &self.inventory, family, home, holders);
        let mut findings = Findings::default();
        let claims = self.readings.claims(article, &trees);
        for (block, claims) in claims.into_iter().enumerate() {
            let resolved = discourse.read(&trees[block], &names[block]);
            let place = Place { discourse: &discourse, tree: &trees[block], resolved: &resolved };
            for (number, claim) in claims.into_iter().enumerate() {
                findings.claims.extend(place.finding((block, number), claim));
            }
            findings.descriptions.extend(resolved.descriptions);
        }
        findings.asked = discourse.asked.into_inner();
        findings
    }

    /// The names in a paragraph; of those in a headline the ones that stand in the prose too.
    fn names(&self, tree: &Tree, headline: bool) -> Vec<NameMention> {
        let mut names = crate::claims::names_in(tree);
        names.retain(|mention| !headline || self.inventory.knows(&mention.name));
        names
    }

    /// The country or organization that a named person holds a role in, as first told.
    fn holders(&self, told: &Resolution) -> HashMap<usize, usize> {
        let mut holders = HashMap::new();
        for resolved in told.claims.iter().flatten() {
            let named = resolved.subject.max(resolved.object) < self.inventory.len();
            if resolved.holds_role() && named {
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
    for (article, Described { types, gendered, acronyms, .. }) in described {
        for name in gendered {
            inventory.note_gender(name);
        }
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
