//! Articles and what was drawn from them, as records.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::error::Fault;
use super::record::Kind;
use super::value::Texts;
use crate::article::{self, Document};
use crate::corpus::{Article, Corpus, Entity, Fact};
use crate::places::Places;
use crate::redraw::{Trace, Traces};
use crate::{NodeId, RelationshipId};

/// How many entities or facts a record has.
pub(super) const CHUNK: usize = 256;

/// Where an article was read, and what of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The number of its record.
    pub(crate) record: u64,
    /// The file, as it was named.
    pub path: String,
    /// BLAKE3 of the file.
    pub hash: [u8; 32],
    /// The version of the rules that drew its facts.
    pub extractor: u32,
}

/// The record of an article.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Filed<'b> {
    pub(super) id: &'b str,
    pub(super) source: Source,
    pub(super) bytes: &'b [u8],
}

/// An article of the outline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listed {
    pub(super) record: u64,
    pub(super) node: Option<u32>,
    /// The first of the copies that it belongs to.
    pub(super) copied: u32,
}

/// What is drawn from articles, with what stands for it in the graph.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawing {
    pub(crate) corpus: Corpus,
    pub(crate) places: Places,
    /// Of each article.
    pub(crate) sources: Vec<Source>,
}

impl Drawing {
    /// The bytes of the outline.
    pub(super) fn outline(&self) -> Vec<u8> {
        let node = |at: usize| self.places.articles().get(at).copied().flatten().map(|it| it.0);
        let copied = |at: usize| self.corpus.copies.get(at).copied().unwrap_or(at) as u32;
        let listed = self.sources.iter().enumerate();
        let listed: Vec<Listed> = listed
            .map(|(at, source)| Listed {
                record: source.record,
                node: node(at),
                copied: copied(at),
            })
            .collect();
        written(&listed)
    }

    /// The records that hold entities, and those that hold facts.
    pub(super) fn chunks(&self) -> impl Iterator<Item = (Kind, u64)> {
        let chunks =
            |kind, count: usize| (0..count.div_ceil(CHUNK)).map(move |at| (kind, at as u64));
        let entities = chunks(Kind::Entities, self.corpus.entities.len());
        entities.chain(chunks(Kind::Facts, self.corpus.facts.len()))
    }

    /// The bytes of one of them.
    pub(super) fn encode(&self, kind: Kind, number: u64) -> Vec<u8> {
        let first = number as usize * CHUNK;
        if kind == Kind::Entities {
            let known = self.corpus.entities.iter().zip(self.places.entities());
            let of_chunk = known.skip(first).take(CHUNK);
            written(&of_chunk.map(|(it, node)| (it, node.map(|node| node.0))).collect::<Vec<_>>())
        } else {
            let known = self.corpus.facts.iter().zip(self.places.facts());
            let of_chunk = known.skip(first).take(CHUNK);
            written(&of_chunk.map(|(it, fact)| (it, fact.map(|fact| fact.0))).collect::<Vec<_>>())
        }
    }
}

/// Traces as they are written: the names of properties, and of each trace their numbers with the
/// checksums.
#[derive(Default, Serialize, Deserialize)]
struct Traced {
    names: Vec<String>,
    traces: Vec<Vec<(u32, u64)>>,
}

impl Traced {
    fn add(&mut self, trace: &Trace) {
        let numbered = trace.iter().map(|(name, sum)| {
            let known = self.names.iter().position(|known| known == name);
            let number = known.unwrap_or(self.names.len());
            if known.is_none() {
                self.names.push(name.clone());
            }
            (number as u32, *sum)
        });
        self.traces.push(numbered.collect());
    }

    fn traces(&self) -> Option<Vec<Trace>> {
        let named =
            |(number, sum): &(u32, u64)| Some((self.names.get(*number as usize)?.clone(), *sum));
        self.traces.iter().map(|trace| trace.iter().map(named).collect()).collect()
    }
}

/// The bytes of the records that hold traces.
pub(super) fn chunks_of_traces(traces: &Traces) -> Vec<Vec<u8>> {
    let all: Vec<&Trace> = traces.all().collect();
    let chunk = |chunk: &[&Trace]| {
        let mut traced = Traced::default();
        for trace in chunk {
            traced.add(trace);
        }
        written(&traced)
    };
    all.chunks(CHUNK).map(chunk).collect()
}

/// The traces of a record; `None` where the bytes hold none.
pub(super) fn traces(payload: &[u8]) -> Option<Vec<Trace>> {
    postcard::from_bytes::<Traced>(payload).ok()?.traces()
}

/// The record that holds an entity or a fact.
pub(super) fn chunk_of(at: usize) -> u64 {
    (at / CHUNK) as u64
}

/// The bytes of an article's record.
pub(super) fn filed(id: &str, source: &Source, bytes: &[u8]) -> Vec<u8> {
    written(&Filed { id, source: source.clone(), bytes })
}

pub(super) fn written<T: Serialize>(value: &T) -> Vec<u8> {
    postcard::to_stdvec(value).unwrap_or_default()
}

/// What was read of a drawing so far.
#[derive(Debug, Default)]
pub(super) struct Partial {
    articles: Vec<(Source, Article)>,
    outline: Vec<Listed>,
    entities: Vec<(Entity, Option<u32>)>,
    facts: Vec<(Fact, Option<u32>)>,
}

impl Partial {
    /// Takes a record; `None` where the bytes are none of its kind.
    pub(super) fn take(&mut self, kind: Kind, payload: &[u8], texts: &mut Texts) -> Option<()> {
        match kind {
            Kind::Article => self.articles.push(unfiled(payload)?),
            Kind::Outline => self.outline = postcard::from_bytes(payload).ok()?,
            Kind::Entities => self.entities.extend(read::<(Entity, Option<u32>)>(payload)?),
            _ => {
                let facts = read::<(Fact, Option<u32>)>(payload)?;
                self.facts.extend(facts.into_iter().map(|(fact, at)| (shared(fact, texts), at)));
            }
        }
        Some(())
    }

    /// What refers to what isn't there, each with the record that does.
    pub(super) fn problems(&self) -> Vec<((Kind, u64), String)> {
        let mut problems = Vec::new();
        let count = self.outline.len();
        let known: HashSet<u64> = self.articles.iter().map(|(source, _)| source.record).collect();
        for listed in &self.outline {
            if !known.contains(&listed.record) {
                problems.push(((Kind::Article, listed.record), "it is missing".to_owned()));
            }
            if listed.copied as usize >= count {
                let problem =
                    format!("record {} copies an article that isn't there", listed.record);
                problems.push(((Kind::Outline, 0), problem));
            }
        }
        let listed: HashSet<u64> = self.outline.iter().map(|it| it.record).collect();
        if listed.len() < count {
            problems.push(((Kind::Outline, 0), "it has an article twice".to_owned()));
        }
        let unlisted = known.into_iter().filter(|record| !listed.contains(record));
        let unlisted: BTreeSet<u64> = unlisted.collect();
        problems.extend(unlisted.into_iter().map(|record| {
            ((Kind::Article, record), "the list of articles hasn't got it".to_owned())
        }));
        for (at, (entity, _)) in self.entities.iter().enumerate() {
            if entity.mentions.iter().any(|(article, _)| *article >= count) {
                let problem = format!("`{}` has mentions in no article", entity.name);
                problems.push(((Kind::Entities, chunk_of(at)), problem));
            }
        }
        for (at, (fact, _)) in self.facts.iter().enumerate() {
            if let Some(problem) = wrong(fact, self.entities.len(), count) {
                problems.push(((Kind::Facts, chunk_of(at)), format!("fact {at} {problem}")));
            }
        }
        problems
    }

    /// The whole drawing, where all that it refers to is there.
    pub(super) fn finish(self) -> Result<Drawing, Fault> {
        if let Some((_, problem)) = self.problems().into_iter().next() {
            return Err(Fault::damaged(problem));
        }
        let Self { articles, outline, entities, facts } = self;
        let mut by_record: HashMap<u64, (Source, Article)> = articles
            .into_iter()
            .map(|(source, article)| (source.record, (source, article)))
            .collect();
        let mut drawing = Drawing::default();
        let mut nodes = Vec::with_capacity(outline.len());
        for Listed { record, node, copied } in outline {
            let known = by_record.remove(&record);
            let (source, article) = known.ok_or_else(|| Fault::damaged("an article is missing"))?;
            drawing.sources.push(source);
            drawing.corpus.articles.push(article);
            drawing.corpus.copies.push(copied as usize);
            nodes.push(node.map(NodeId));
        }
        let (entities, of_entities): (Vec<_>, Vec<_>) = entities.into_iter().unzip();
        let (facts, of_facts): (Vec<Fact>, Vec<_>) = facts.into_iter().unzip();
        let of_entities = of_entities.into_iter().map(|node| node.map(NodeId)).collect();
        let of_facts = of_facts.into_iter().map(|fact| fact.map(RelationshipId)).collect();
        drawing.places = Places::new(nodes, of_entities, of_facts);
        drawing.corpus.entities = entities;
        drawing.corpus.facts = facts;
        Ok(drawing)
    }
}

/// What a fact refers to in vain.
fn wrong(fact: &Fact, entities: usize, articles: usize) -> Option<&'static str> {
    if fact.subject >= entities || fact.object >= entities {
        return Some("is about an entity that is missing");
    }
    if fact.evidence.is_empty() {
        return Some("has no evidence");
    }
    let lost = fact.evidence.iter().any(|it| it.article >= articles);
    lost.then_some("is attested by an article that is missing")
}

pub(super) fn read<T: for<'b> Deserialize<'b>>(payload: &[u8]) -> Option<Vec<T>> {
    postcard::from_bytes(payload).ok()
}

/// The id and the bytes of an article's record.
pub(super) fn file(payload: &[u8]) -> Option<(String, Vec<u8>)> {
    let Filed { id, bytes, .. } = postcard::from_bytes(payload).ok()?;
    Some((id.to_owned(), bytes.to_vec()))
}

pub(super) fn unfiled(payload: &[u8]) -> Option<(Source, Article)> {
    let Filed { id, source, bytes } = postcard::from_bytes(payload).ok()?;
    let Document { article, .. } = article::read_article(id, bytes).ok()?;
    Some((source, article))
}

/// The fact, with each quote in memory once.
fn shared(mut fact: Fact, texts: &mut Texts) -> Fact {
    for piece in &mut fact.evidence {
        let quote: Arc<str> = texts.shared(&piece.quote);
        piece.quote = quote;
    }
    fact
}
