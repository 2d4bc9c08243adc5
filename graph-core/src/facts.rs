//! Claims → facts with evidence: equal claims become one fact, each with the sentences that
//! attest it.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use crate::article::{BlockKind, Document};
use crate::claims::{self, Claim};
use crate::corpus::{Corpus, Entity, Evidence, Fact, Modality};
use crate::dates;
use crate::entities::{self, Reading, ResolvedClaim};
use crate::lexicon::Lexicon;
use crate::parse::Tree;
use crate::parse::{Parse, Pipeline, Pos};

/// Reads articles: parses them, on all cores, draws claims, resolves who and what they speak of,
/// and gathers the facts. O(text), but for names that share a surname.
pub fn draw(documents: Vec<Document>) -> Corpus {
    let readings: Vec<Reading> = documents.par_iter().map(read).collect();
    let resolution = entities::resolve(&readings);
    let mut gathered = Gathered::default();
    for (article, found) in resolution.claims.iter().enumerate() {
        for resolved in found {
            gathered.add(article, &documents[article], &readings[article], resolved);
        }
    }
    let articles = documents.into_iter().map(|document| document.article).collect();
    let mut corpus = Corpus { articles, entities: resolution.entities, facts: gathered.facts };
    keep_used_entities(&mut corpus);
    corpus
}

/// Parses an article's prose and draws its claims.
fn read(document: &Document) -> Reading {
    let pipeline = Pipeline::get();
    let text = &document.article.text;
    let parses: Vec<Parse> = document
        .blocks
        .iter()
        .map(|block| pipeline.parse(&text[block.range.clone()], block.range.start))
        .collect();
    let lexicon = Lexicon::builtin();
    let claims = document
        .blocks
        .iter()
        .zip(&parses)
        .map(|(block, parse)| match block.kind {
            BlockKind::Title if !is_sentence(parse) => Vec::new(),
            _ => claims::extract(&Tree::new(parse), lexicon),
        })
        .collect();
    Reading { parses, claims }
}

/// A headline without a full stop is in a grammar of its own; nothing is drawn from it.
fn is_sentence(parse: &Parse) -> bool {
    parse.tokens.last().is_some_and(|token| matches!(&*token.text, "." | "!" | "?"))
}

/// What makes two claims one fact.
type Key = (usize, String, usize);

/// Facts as they are gathered.
#[derive(Default)]
struct Gathered {
    facts: Vec<Fact>,
    by_key: HashMap<Key, usize>,
}

impl Gathered {
    fn add(
        &mut self,
        article: usize,
        document: &Document,
        reading: &Reading,
        resolved: &ResolvedClaim,
    ) {
        let parse = &reading.parses[resolved.block];
        let claim = &reading.claims[resolved.block][resolved.claim];
        let Some(evidence) = evidence(article, document, parse, claim) else { return };
        let fact = Fact {
            subject: resolved.subject,
            relation: claim.relation.clone(),
            object: resolved.object,
            polarity: claim.polarity,
            modality: claim.modality,
            attributed_to: resolved.speakers.clone(),
            when: dates::when(&Tree::new(parse), claim.trigger, document.article.date.as_deref()),
            evidence: vec![evidence],
        };
        match self.place(&fact) {
            Some(at) => merge(&mut self.facts[at], fact),
            None => {
                let key = (fact.subject, fact.relationship_type(), fact.object);
                self.by_key.insert(key, self.facts.len());
                self.facts.push(fact);
            }
        }
    }

    /// The fact that this one repeats; a meeting of two is one whoever is named first.
    fn place(&self, fact: &Fact) -> Option<usize> {
        let key = (fact.subject, fact.relationship_type(), fact.object);
        let turned = (fact.object, key.1.clone(), fact.subject);
        let mutual = fact.relation == "MET_WITH";
        self.by_key.get(&key).or_else(|| self.by_key.get(&turned).filter(|_| mutual)).copied()
    }
}

/// Joins a repetition: told once as fact, it is a fact.
fn merge(fact: &mut Fact, other: Fact) {
    if other.modality == Modality::Fact && fact.modality == Modality::Claimed {
        fact.modality = Modality::Fact;
    }
    for name in other.attributed_to {
        if !fact.attributed_to.contains(&name) {
            fact.attributed_to.push(name);
        }
    }
    fact.when = fact.when.take().or(other.when);
    for piece in other.evidence {
        if !fact.evidence.contains(&piece) {
            fact.evidence.push(piece);
        }
    }
    fact.evidence.sort_by_key(|piece| (piece.article, piece.start));
}

/// The sentence of a claim's trigger, without outer space.
fn evidence(article: usize, document: &Document, parse: &Parse, claim: &Claim) -> Option<Evidence> {
    let sentence = parse.sentences.iter().find(|tokens| tokens.contains(&claim.trigger))?;
    let words = || sentence.clone().filter(|&at| parse.tokens[at].pos != Pos::Space);
    let start = parse.tokens[words().next()?].start;
    let end = parse.tokens[words().next_back()?].end;
    let quote = document.article.text.get(start..end)?.to_owned();
    let article_text = &document.article;
    Some(Evidence {
        article,
        quote,
        start: article_text.file_offset(start),
        end: article_text.file_offset(end),
    })
}

/// Drops entities that no fact and no name in an article needs.
fn keep_used_entities(corpus: &mut Corpus) {
    let used: BTreeSet<usize> =
        corpus.facts.iter().flat_map(|fact| [fact.subject, fact.object]).collect();
    let kept: Vec<usize> = (0..corpus.entities.len())
        .filter(|at| used.contains(at) || is_named(&corpus.entities[*at]))
        .collect();
    let renumbered: HashMap<usize, usize> =
        kept.iter().enumerate().map(|(new, old)| (*old, new)).collect();
    corpus.entities = kept.iter().map(|&at| corpus.entities[at].clone()).collect();
    for fact in &mut corpus.facts {
        fact.subject = renumbered[&fact.subject];
        fact.object = renumbered[&fact.object];
    }
}

/// Whether an entity has a name of its own and is mentioned.
fn is_named(entity: &Entity) -> bool {
    entity.name.chars().any(char::is_uppercase) && !entity.mentions.is_empty()
}
