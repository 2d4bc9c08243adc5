//! Claims → facts with evidence: equal claims become one fact, each with the sentences that
//! attest it.

use std::collections::{BTreeSet, HashMap};

use crate::article::Document;
use crate::claims::Claim;
use crate::corpus::{Corpus, Details, Entity, Evidence, Fact, Modality};
use crate::corroboration;
use crate::entities::{self, ResolvedClaim, Sketch};
use crate::knowledge::Knowledge;
use crate::parse::{Parse, Pos};
use crate::reading::{Means, Reading, Readings, Step};
use crate::trace::{Bytes, Trace};
use crate::when::When;

/// Reads articles: parses them, on all cores, draws claims, resolves who and what they speak of,
/// and gathers the facts. O(text), but for names that share a surname.
pub fn draw(documents: Vec<Document>, knowledge: &Knowledge) -> Corpus {
    draw_by(documents, knowledge, Means::default())
}

/// The same, by these means.
pub fn draw_by(documents: Vec<Document>, knowledge: &Knowledge, means: Means) -> Corpus {
    let (readings, sketches) = Readings::of(&documents, &knowledge.lexicon, means, Sketch::of);
    let resolution = entities::resolve(&readings, sketches, knowledge);
    let mut gathered = Gathered::default();
    readings.for_each(Step::Gather, |article, reading| {
        for resolved in &resolution.claims[article] {
            gathered.add(article, &documents[article], reading, resolved);
        }
    });
    drop(readings);
    let articles: Vec<_> = documents.into_iter().map(|document| document.article).collect();
    let copies = corroboration::copies(&articles);
    let mut corpus =
        Corpus { articles, entities: resolution.entities, facts: gathered.facts, copies };
    keep_used_entities(&mut corpus);
    corpus
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
        let Some(evidence) = evidence(article, document, parse, claim, resolved) else {
            return;
        };
        let fact = Fact {
            subject: resolved.subject,
            relation: claim.relation.clone(),
            object: resolved.object,
            polarity: claim.polarity,
            modality: claim.modality,
            attributed_to: resolved.speakers.clone(),
            when: claim.details.when.map(|when| when.to_string()),
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
    fact.when = more_precise(fact.when.take(), other.when);
    other.evidence.into_iter().for_each(|piece| add_evidence(&mut fact.evidence, piece));
}

/// Keeps evidence in order of article and place. Articles come in order, so that only the last
/// pieces are looked at, however many there are.
fn add_evidence(evidence: &mut Vec<Evidence>, piece: Evidence) {
    let of_article = evidence.iter().rposition(|known| known.article != piece.article);
    let first = of_article.map_or(0, |before| before + 1);
    if let Some(known) = evidence[first..].iter_mut().find(|known| known.is_same_sentence(&piece)) {
        known.details.complete(piece.details);
        return;
    }
    let place = evidence[first..].partition_point(|known| known.start <= piece.start);
    evidence.insert(first + place, piece);
}

/// The first date told, or the second where it says the same more precisely.
fn more_precise(first: Option<String>, second: Option<String>) -> Option<String> {
    let time = |when: &Option<String>| when.as_deref().and_then(|text| text.parse::<When>().ok());
    match (time(&first), time(&second)) {
        (None, _) => second,
        (Some(told), Some(other)) if other.is_within(&told) => second,
        _ => first,
    }
}

/// The sentence of a claim's trigger, without outer space.
fn evidence(
    article: usize,
    document: &Document,
    parse: &Parse,
    claim: &Claim,
    resolved: &ResolvedClaim,
) -> Option<Evidence> {
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
        trace: trace(parse, claim, resolved),
        details: Details { speakers: resolved.speakers.clone(), ..claim.details.clone() },
    })
}

/// What fired, on which words.
fn trace(parse: &Parse, claim: &Claim, resolved: &ResolvedClaim) -> Trace {
    let trigger = &parse.tokens[claim.trigger];
    let [subject, object] = resolved.mentions;
    Trace { rule: claim.rule, trigger: Bytes::of(trigger.start..trigger.end), subject, object }
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
