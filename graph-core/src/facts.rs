//! Claims → facts with evidence: equal claims become one fact, each with the sentences that
//! attest it.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use rayon::prelude::*;
use regex::Regex;

use crate::article::{BlockKind, Document};
use crate::claims::{self, Claim};
use crate::corpus::{Corpus, Entity, Evidence, Fact, Modality};
use crate::entities::{self, Reading, ResolvedClaim};
use crate::knowledge::Knowledge;
use crate::lexicon::Lexicon;
use crate::parse::{Parse, Pipeline, Pos, Token, Tree};

/// Reads articles: parses them, on all cores, draws claims, resolves who and what they speak of,
/// and gathers the facts. O(text), but for names that share a surname.
pub fn draw(documents: Vec<Document>, knowledge: &Knowledge) -> Corpus {
    let lexicon = &*knowledge.lexicon;
    let readings: Vec<Reading> =
        documents.par_iter().map(|document| read(document, lexicon)).collect();
    let resolution = entities::resolve(&readings, lexicon);
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
fn read(document: &Document, lexicon: &Lexicon) -> Reading {
    let mut reading = Reading::default();
    for block in &document.blocks {
        let text = &document.article.text[block.range.clone()];
        let dateline = if block.kind == BlockKind::Prose { dateline_length(text) } else { 0 };
        let (place, prose) = text.split_at(dateline);
        if dateline > 0 {
            reading.add(place, block.range.start, lexicon, claims::extract_dateline);
        }
        reading.add(prose, block.range.start + dateline, lexicon, |tree| {
            claims::extract(tree, document.article.date.as_deref())
        });
        if block.kind == BlockKind::Title {
            reading.mark_headline();
        }
    }
    reading
}

impl Reading {
    fn add(
        &mut self,
        text: &str,
        offset: usize,
        lexicon: &Lexicon,
        draw: impl Fn(&Tree) -> Vec<Claim>,
    ) {
        let parse = Pipeline::get().parse(text, offset);
        self.claims.push(draw(&Tree::new(&parse, lexicon)));
        self.parses.push(parse);
        self.headlines.push(false);
    }

    /// The last paragraph is a headline: read only where it is in the grammar of a sentence.
    fn mark_headline(&mut self) {
        let headline = self.parses.last().is_some_and(|parse| !is_sentence(parse));
        if headline && let Some(claims) = self.claims.last_mut() {
            claims.clear();
        }
        if let Some(last) = self.headlines.last_mut() {
            *last = headline;
        }
    }
}

/// Number of bytes of `GHENT, Belgium (AP) — ` before an article's first sentence, which is not
/// part of it; 0 where there is none.
fn dateline_length(text: &str) -> usize {
    static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^\p{Lu}[\p{L}.'’ -]{1,40}(?:, [\p{L}.'’ ]{2,30}){0,2}(?:, \p{L}+\.? \d{1,2})?(?: \([\p{L} /.]{2,30}\))? ?(?:—|–|--| - ) ?",
        )
        .expect("the pattern is constant")
    });
    let Some(found) = DATELINE.find(text) else { return 0 };
    let place = found.as_str().split([',', '(', '—', '–']).next().unwrap_or_default().trim();
    let capitals = place.chars().all(|letter| !letter.is_lowercase());
    if capitals || found.as_str().contains(',') { found.end() } else { 0 }
}

/// Of headlines only those in the grammar and case of a sentence are read.
fn is_sentence(parse: &Parse) -> bool {
    let stopped = parse.tokens.last().is_some_and(|token| matches!(&*token.text, "." | "!" | "?"));
    let long = |token: &&Token| token.text.len() > 3 && token.text.chars().all(char::is_alphabetic);
    let words: Vec<&Token> = parse.tokens.iter().skip(1).filter(long).collect();
    let lower = words.iter().filter(|word| word.text.starts_with(char::is_lowercase)).count();
    stopped || 2 * lower >= words.len().max(2)
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
            when: claim.when.clone(),
            evidence: vec![evidence],
        };
        if let Some(at) = self.place(&fact) {
            merge(&mut self.facts[at], fact);
        } else {
            let key = (fact.subject, fact.relationship_type(), fact.object);
            self.by_key.insert(key, self.facts.len());
            self.facts.push(fact);
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
    let next = parse.sentences.partition_point(|tokens| tokens.end <= claim.trigger);
    let sentence = parse.sentences.get(next)?;
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
