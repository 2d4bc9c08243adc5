//! Claims → facts with evidence: equal claims become one fact, each with the sentences that
//! attest it.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::article::Document;
use crate::corpus::{Article, Corpus, Details, Entity, Evidence, Fact, Modality};
use crate::corroboration;
use crate::entities::{self, ResolvedClaim, Sketch};
use crate::knowledge::Knowledge;
use crate::reading::{Means, Readings};
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
    drop(readings);
    let mut gathered = Gathered::default();
    for (article, claims) in resolution.claims.into_iter().enumerate() {
        gathered.add_article(article, &documents[article].article, claims);
    }
    let articles: Vec<_> = documents.into_iter().map(|document| document.article).collect();
    let copies = corroboration::copies(&articles);
    let mut corpus =
        Corpus { articles, entities: resolution.entities, facts: gathered.facts, copies };
    keep_used_entities(&mut corpus);
    corpus
}

/// What makes two claims one fact: subject, relationship type by number, object.
type Key = (usize, usize, usize);

/// Facts as they are gathered, article by article.
#[derive(Default)]
struct Gathered {
    facts: Vec<Fact>,
    by_key: HashMap<Key, usize>,
    /// Numbers of relationship types.
    types: HashMap<String, usize>,
    /// The sentences that attest something in the article at hand, by where they begin and end.
    quotes: HashMap<Bytes, Arc<str>>,
}

impl Gathered {
    fn add_article(&mut self, number: usize, article: &Article, claims: Vec<ResolvedClaim>) {
        self.quotes.clear();
        for resolved in claims {
            self.add(number, article, resolved);
        }
    }

    fn add(&mut self, number: usize, article: &Article, resolved: ResolvedClaim) {
        let Some(evidence) = self.evidence(number, article, &resolved) else { return };
        let told = &resolved.told;
        let fact = Fact {
            subject: resolved.subject,
            relation: told.relation.clone(),
            object: resolved.object,
            polarity: told.polarity,
            modality: told.modality,
            attributed_to: resolved.speakers,
            when: told.details.when.map(|when| when.to_string()),
            evidence: vec![evidence],
        };
        let types = self.types.len();
        let kind = *self.types.entry(fact.relationship_type()).or_insert(types);
        if let Some(at) = self.place(&fact, kind) {
            merge(&mut self.facts[at], fact);
        } else {
            self.by_key.insert((fact.subject, kind, fact.object), self.facts.len());
            self.facts.push(fact);
        }
    }

    /// The fact that this one repeats; a meeting of two is one whoever is named first.
    fn place(&self, fact: &Fact, kind: usize) -> Option<usize> {
        let turned = (fact.object, kind, fact.subject);
        let mutual = fact.relation == "MET_WITH";
        let known = self.by_key.get(&(fact.subject, kind, fact.object));
        known.or_else(|| self.by_key.get(&turned).filter(|_| mutual)).copied()
    }

    /// The sentence of a claim's trigger.
    fn evidence(
        &mut self,
        number: usize,
        article: &Article,
        resolved: &ResolvedClaim,
    ) -> Option<Evidence> {
        let told = &resolved.told;
        let sentence = told.sentence?;
        let Range { start, end } = sentence.range();
        let text = article.text.get(start..end)?;
        let [subject, object] = resolved.mentions;
        Some(Evidence {
            article: number,
            quote: self.quotes.entry(sentence).or_insert_with(|| text.into()).clone(),
            start: article.file_offset(start),
            end: article.file_offset(end),
            trace: Trace { rule: told.rule, trigger: told.trigger, subject, object },
            details: Details { speakers: resolved.speakers.clone(), ..told.details.clone() },
        })
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

/// Drops entities that no fact and no name in an article needs.
fn keep_used_entities(corpus: &mut Corpus) {
    let used: BTreeSet<usize> =
        corpus.facts.iter().flat_map(|fact| [fact.subject, fact.object]).collect();
    let mut renumbered = vec![0; corpus.entities.len()];
    let mut kept = Vec::with_capacity(corpus.entities.len());
    for (at, entity) in std::mem::take(&mut corpus.entities).into_iter().enumerate() {
        if used.contains(&at) || is_named(&entity) {
            renumbered[at] = kept.len();
            kept.push(entity);
        }
    }
    corpus.entities = kept;
    for fact in &mut corpus.facts {
        fact.subject = renumbered[fact.subject];
        fact.object = renumbered[fact.object];
    }
}

/// Whether an entity has a name of its own and is mentioned.
fn is_named(entity: &Entity) -> bool {
    entity.name.chars().any(char::is_uppercase) && !entity.mentions.is_empty()
}
