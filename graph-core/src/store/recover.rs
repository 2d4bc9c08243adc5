//! A new store of what can be read of a damaged one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::check::{Amounts, Finding, misplaced_fact};
use super::drawn::{self, Drawing, Filed, Listed, Source};
use super::elements;
use super::error::{Fault, StoreError};
use super::file::{self, Making, guarded};
use super::record::{Kind, Record};
use super::salvage::{Pieces, Salvage, salvage};
use super::save::{Redrawn, Reread, Save};
use super::value::{Reader, Texts};
use super::{Summary, Waiting, wait_for};
use crate::article;
use crate::corpus::{Article, Entity, Fact};
use crate::graph::{Restored, Touched};
use crate::knowledge::Additions;
use crate::places::Places;
use crate::redraw::Traces;
use crate::verify::Quotes;
use crate::workspace::knowledge_of;
use crate::{Graph, NodeId, RelationshipId};

/// What was saved of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// What is in the new store.
    pub saved: Amounts,
    /// What is known to be lost; of entities and facts at most so many.
    pub lost: Amounts,
    /// What was wrong with the old one.
    pub findings: Vec<Finding>,
}

/// Makes a new store of all that can be read of another, which may be damaged in any way, and
/// isn't changed. O(store).
///
/// What is left agrees with itself: relationships whose nodes are lost are left out, and so are
/// facts without evidence or entities. Names of labels, types and keys that are lost are called
/// `lost_17`, by their number. Where something is lost of what was drawn from articles, all of
/// them are drawn anew when they are read again.
///
/// # Errors
/// [`Fault::Exists`], where there is a file at the new path: nothing is overwritten.
/// [`Fault::NoStore`], where nothing of a store is left.
pub fn recover(store: &Path, to: &Path) -> Result<Recovered, StoreError> {
    let (of_store, of_new) = (
        |fault| StoreError { path: store.to_owned(), fault },
        |fault| StoreError { path: to.to_owned(), fault },
    );
    file::is_there(store).map_err(of_store)?;
    if to.symlink_metadata().is_ok() {
        return Err(of_new(Fault::Exists));
    }
    let salvaged = salvage(store).map_err(of_store)?;
    let remade = Remade::of(&salvaged);
    // Where it isn't known whether statements changed anything, they may have.
    let changed = salvaged.summary.as_ref().is_none_or(|summary| summary.changed);
    let summary = Summary { changed, ..Summary::default() };
    let made = guarded(|| {
        let _held = wait_for(to, Waiting::No)?;
        file::make(to, Making::New, |new| remade.save().write(new, summary))
    });
    made.map_err(of_new)?;
    let saved = Amounts::of(&remade.graph, &remade.drawing);
    let mut findings = salvaged.findings;
    findings.extend(remade.findings);
    Ok(Recovered { saved, lost: remade.lost, findings })
}

/// How much of a store can be saved.
pub(super) fn salvageable(store: &Path) -> Result<Amounts, Fault> {
    let remade = Remade::of(&salvage(store)?);
    Ok(Amounts::of(&remade.graph, &remade.drawing))
}

/// A store put together again.
#[derive(Debug, Default)]
struct Remade {
    graph: Graph,
    drawing: Drawing,
    /// The files of the articles.
    reread: Vec<Reread>,
    /// The labels and properties that were drawn.
    names: Vec<String>,
    /// What is left may be others than was drawn: none.
    traces: Traces,
    additions: Additions,
    lost: Amounts,
    findings: Vec<Finding>,
}

impl Remade {
    fn of(salvaged: &Salvage) -> Self {
        let mut remade = Self::default();
        let mut texts = Texts::default();
        let summary = salvaged.summary.as_ref();
        remade.names = summary.map(|it| it.drawn.clone()).unwrap_or_default();
        remade.graph = graph(&salvaged.pieces, summary, &mut texts);
        remade.draw(salvaged);
        remade.additions = additions(&salvaged.pieces, &mut remade.findings);
        let counted = |count: fn(&Summary) -> u64| summary.map_or(0, count);
        remade.lost.nodes = counted(|it| it.nodes).saturating_sub(remade.graph.node_count() as u64);
        remade.lost.relationships =
            counted(|it| it.relationships).saturating_sub(remade.graph.relationship_count() as u64);
        remade.lost.articles = counted(|it| it.records[usize::from(Kind::Article.number())])
            .saturating_sub(remade.drawing.corpus.articles.len() as u64);
        remade.count_surplus(summary);
        let lost = remade.lost;
        if lost.articles + lost.entities + lost.facts > 0 {
            remade.draw_anew_later();
        }
        remade
    }

    /// What was deleted long ago may be found again.
    fn count_surplus(&mut self, summary: Option<&Summary>) {
        let Some(summary) = summary else { return };
        let (nodes, relationships) = (self.graph.node_count(), self.graph.relationship_count());
        let counts = [
            ("nodes", nodes as u64, summary.nodes),
            ("relationships", relationships as u64, summary.relationships),
        ];
        for (what, found, wanted) in counts.into_iter().filter(|(_, found, known)| found > known) {
            let problem =
                format!("{found} {what}, where {wanted} were written: some had been deleted");
            self.findings.push(Finding { record: None, problem });
        }
    }

    /// Has the next reading of the articles draw all of them.
    fn draw_anew_later(&mut self) {
        /// Of no version of the rules.
        const NEVER: u32 = 0;
        self.drawing.sources.iter_mut().for_each(|source| source.extractor = NEVER);
        self.reread.iter_mut().for_each(|reread| reread.source.extractor = NEVER);
    }

    fn save(&self) -> Save<'_> {
        Save {
            graph: &self.graph,
            touched: Touched::whole(&self.graph),
            drawing: &self.drawing,
            redrawn: Redrawn::Anew {
                reread: &self.reread,
                names: &self.names,
                traces: &self.traces,
            },
            additions: Some(&self.additions),
        }
    }

    /// Takes the articles that are there, and of entities and facts those that fit them.
    fn draw(&mut self, salvaged: &Salvage) {
        let pieces = &salvaged.pieces;
        let mut files = files(pieces);
        let mut moved = HashMap::new();
        let listed = listed(pieces, &files, &self.graph);
        let mut nodes = Vec::new();
        for (at, Listed { record, node, .. }) in listed.iter().enumerate() {
            let Some((source, article, bytes)) = files.remove(record) else { continue };
            moved.insert(at, self.drawing.corpus.articles.len());
            let id = article.id.clone();
            self.reread.push(Reread { id, source: source.clone(), bytes: bytes.to_vec() });
            self.drawing.sources.push(source);
            self.drawing.corpus.articles.push(article);
            nodes.push(node.map(NodeId).filter(|node| self.graph.contains_node(*node)));
        }
        let copied = listed.iter().enumerate().filter(|(at, _)| moved.contains_key(at));
        self.drawing.corpus.copies = copied
            .map(|(at, it)| moved.get(&(it.copied as usize)).copied().unwrap_or(moved[&at]))
            .collect();
        let (entities, facts) = (self.entities(salvaged, &moved), self.facts(salvaged, &moved));
        self.place(nodes, entities, facts);
    }

    /// The entities of all chunks that are left, by the number that each had.
    fn entities(&mut self, salvaged: &Salvage, moved: &HashMap<usize, usize>) -> Entities {
        let (chunks, lost) = chunks::<(Entity, Option<u32>)>(salvaged, Kind::Entities);
        self.lost.entities = lost;
        let moved = |(mut entity, node): (Entity, Option<u32>)| {
            let mentions = std::mem::take(&mut entity.mentions);
            let kept = mentions.into_iter();
            entity.mentions =
                kept.filter_map(|(article, count)| Some((*moved.get(&article)?, count))).collect();
            let node = node.map(NodeId).filter(|node| self.graph.contains_node(*node));
            (entity, node)
        };
        chunks.into_iter().map(|(at, entity)| (at, moved(entity))).collect()
    }

    /// The facts of all chunks that are left, with the evidence that is left.
    fn facts(&mut self, salvaged: &Salvage, moved: &HashMap<usize, usize>) -> Facts {
        let (chunks, lost) = chunks::<(Fact, Option<u32>)>(salvaged, Kind::Facts);
        self.lost.facts = lost;
        let moved = |(mut fact, relationship): (Fact, Option<u32>)| {
            fact.evidence.retain_mut(|piece| {
                let article = moved.get(&piece.article);
                piece.article = article.copied().unwrap_or_default();
                article.is_some()
            });
            let relationship = relationship.map(RelationshipId);
            (fact, relationship.filter(|it| self.graph.contains_relationship(*it)))
        };
        chunks.into_iter().map(|(_, fact)| moved(fact)).collect()
    }

    /// Puts the drawing together, of the facts that fit it.
    fn place(&mut self, articles: Vec<Option<NodeId>>, entities: Entities, facts: Facts) {
        let places = entities.keys().copied().enumerate();
        let numbers: HashMap<usize, usize> = places.map(|(new, old)| (old, new)).collect();
        let (entities, of_entities): (Vec<_>, Vec<_>) = entities.into_values().unzip();
        let (known, before) = (facts.len(), self.lost.facts);
        let facts =
            facts.into_iter().filter_map(|(fact, it)| Some((renumbered(fact, &numbers)?, it)));
        let (facts, of_facts): (Vec<_>, Vec<_>) = facts.unzip();
        self.drawing.places = Places::new(articles, of_entities, of_facts);
        self.drawing.corpus.entities = entities;
        self.drawing.corpus.facts = facts;
        self.keep_attested();
        self.lost.facts = before + (known - self.drawing.corpus.facts.len()) as u64;
    }

    /// Leaves out evidence whose quote doesn't stand in its article, and facts that are left
    /// without, or whose relationship is something else's: they are of another time.
    fn keep_attested(&mut self) {
        let Self { graph, drawing, reread, .. } = self;
        let mut files: HashMap<&str, Vec<&[u8]>> = HashMap::new();
        for Reread { id, bytes, .. } in reread.iter() {
            files.entry(id).or_default().push(bytes);
        }
        let quotes = Quotes::of(&drawing.corpus);
        let verdict = quotes.check_bytes(|id| files.get(id).cloned().unwrap_or_default());
        let wrong: HashSet<(&str, usize, usize, &str)> = { verdict.mismatches.iter() }
            .map(|it| (&*it.article, it.start, it.end, &*it.expected))
            .collect();
        let fits: Vec<bool> = (0..drawing.corpus.facts.len())
            .map(|at| misplaced_fact(graph, drawing, at).is_none())
            .collect();
        let corpus = &mut drawing.corpus;
        let mut kept = Vec::new();
        let mut of_facts = Vec::new();
        let facts = std::mem::take(&mut corpus.facts).into_iter().zip(drawing.places.facts());
        for ((mut fact, relationship), fits) in facts.zip(fits) {
            fact.evidence.retain(|it| {
                let id = corpus.articles[it.article].id.as_str();
                !wrong.contains(&(id, it.start, it.end, &*it.quote))
            });
            if fits && !fact.evidence.is_empty() {
                kept.push(fact);
                of_facts.push(*relationship);
            }
        }
        corpus.facts = kept;
        let places = &drawing.places;
        let (articles, entities) = (places.articles().to_vec(), places.entities().to_vec());
        drawing.places = Places::new(articles, entities, of_facts);
    }
}

/// Entities by the number that they had, each with its node.
type Entities = BTreeMap<usize, (Entity, Option<NodeId>)>;

/// Facts, each with its relationship.
type Facts = Vec<(Fact, Option<RelationshipId>)>;

/// The records of a kind, in order of their number.
fn of_kind(pieces: &Pieces, kind: Kind) -> impl Iterator<Item = Record<'_>> {
    let range = pieces.range((kind.number(), 0)..=(kind.number(), u64::MAX));
    range.filter_map(|(key, bytes)| Record::at(*key, bytes))
}

/// The elements that are left.
fn graph(pieces: &Pieces, summary: Option<&Summary>, texts: &mut Texts) -> Graph {
    let mut graph = Restored::default();
    for name in names(pieces, summary, texts) {
        // Each is another than those before it.
        let _named = graph.symbol(&name);
    }
    for kind in [Kind::Nodes, Kind::Relationships] {
        for record in of_kind(pieces, kind) {
            let mut reader = Reader::new(record.payload, texts);
            // What doesn't fit is missing in the count.
            let _left_out = elements::decode(&mut graph, kind, record.number, &mut reader);
        }
    }
    graph.finish()
}

/// The names of labels, types and keys, by number; those that are lost get others.
fn names(pieces: &Pieces, summary: Option<&Summary>, texts: &mut Texts) -> Vec<Arc<str>> {
    /// More than there are in any store.
    const MOST: u64 = 1 << 20;
    let chunk = u64::from(elements::CHUNK);
    let mut known: BTreeMap<u64, Arc<str>> = BTreeMap::new();
    let mut taken = HashSet::new();
    for record in of_kind(pieces, Kind::Symbols).filter(|it| it.number < MOST / chunk) {
        let names = elements::names(&mut Reader::new(record.payload, texts));
        let numbered = (record.number * chunk..).zip(names);
        known.extend(numbered.filter(|(_, name)| taken.insert(name.clone())));
    }
    let end = known.last_key_value().map_or(0, |(last, _)| last + 1);
    // Where it isn't known how many there were, there may have been some more.
    let told = summary.map_or(end + chunk, |summary| summary.symbols.into());
    let lost = |number: u64| {
        let mut name = format!("lost_{number}");
        while taken.contains(&*name) {
            name.push('_');
        }
        name.into()
    };
    (0..end.max(told).min(MOST))
        .map(|number| known.get(&number).cloned().unwrap_or_else(|| lost(number)))
        .collect()
}

/// The articles' files by the number of their record, each with what was read of it.
fn files(pieces: &Pieces) -> BTreeMap<u64, (Source, Article, &[u8])> {
    let read = |record: Record<'_>| {
        let (source, article) = drawn::unfiled(record.payload)?;
        (source.record == record.number).then_some((source, article))
    };
    of_kind(pieces, Kind::Article)
        .filter_map(|record| {
            let Filed { bytes, .. } = postcard::from_bytes(record.payload).ok()?;
            let (source, article) = read(record)?;
            Some((record.number, (source, article, bytes)))
        })
        .collect()
}

/// The list of articles; where it is lost, all that there are, in order of id, with the nodes that
/// say that they are theirs.
fn listed(
    pieces: &Pieces,
    files: &BTreeMap<u64, (Source, Article, &[u8])>,
    graph: &Graph,
) -> Vec<Listed> {
    let outline = of_kind(pieces, Kind::Outline).next();
    let outline = outline.and_then(|it| postcard::from_bytes::<Vec<Listed>>(it.payload).ok());
    let mut listed = outline.unwrap_or_default();
    let known: HashSet<u64> = listed.iter().map(|it| it.record).collect();
    let mut others: Vec<_> = files.iter().filter(|(record, _)| !known.contains(record)).collect();
    others.sort_by(|(_, (_, a, _)), (_, (_, b, _))| article::natural(&a.id, &b.id));
    let nodes: HashMap<&str, NodeId> = { graph.nodes() }
        .filter(|node| graph.symbols().get("Article").is_some_and(|it| graph.has_label(*node, it)))
        .filter_map(|node| Some((graph.node_property(node, "id").as_str()?, node)))
        .collect();
    for (record, (_, article, _)) in others {
        let node = nodes.get(&*article.id).map(|node| node.0);
        listed.push(Listed { record: *record, node, copied: listed.len() as u32 });
    }
    listed
}

/// What is in the chunks of a kind, each with the number that it had, and how many are lost with
/// others, at most.
fn chunks<T: for<'b> serde::Deserialize<'b>>(
    salvaged: &Salvage,
    kind: Kind,
) -> (Vec<(usize, T)>, u64) {
    let mut found = Vec::new();
    let mut read = 0;
    for record in of_kind(&salvaged.pieces, kind) {
        if let Some(of_chunk) = drawn::read::<T>(record.payload) {
            let first = (record.number as usize).saturating_mul(drawn::CHUNK);
            found.extend((first..).zip(of_chunk));
            read += 1;
        }
    }
    let counted = salvaged.summary.as_ref();
    let counted = counted.and_then(|it| it.records.get(usize::from(kind.number())));
    let lost = counted.map_or(0, |counted| counted.saturating_sub(read));
    (found, lost * drawn::CHUNK as u64)
}

/// A fact about entities by their new numbers; none where one is lost, or no evidence is left.
fn renumbered(mut fact: Fact, numbers: &HashMap<usize, usize>) -> Option<Fact> {
    fact.subject = *numbers.get(&fact.subject)?;
    fact.object = *numbers.get(&fact.object)?;
    (!fact.evidence.is_empty()).then_some(fact)
}

/// What a person wrote, where it can be used.
fn additions(pieces: &Pieces, findings: &mut Vec<Finding>) -> Additions {
    let judgements = of_kind(pieces, Kind::Judgements).next();
    let judgements = judgements.and_then(|it| String::from_utf8(it.payload.to_vec()).ok());
    let mut additions = Additions::default();
    let judgements = Additions { judgements: judgements.unwrap_or_default(), ..additions.clone() };
    match knowledge_of(&judgements) {
        Ok(_) => additions.judgements = judgements.judgements,
        Err(wrong) => findings.push(Finding { record: None, problem: wrong.to_string() }),
    }
    let files = of_kind(pieces, Kind::Lexicon);
    let lexicon = files.filter_map(|it| postcard::from_bytes(it.payload).ok()).collect();
    let lexicon = Additions { lexicon, ..Additions::default() };
    match knowledge_of(&lexicon) {
        Ok(_) => additions.lexicon = lexicon.lexicon,
        Err(wrong) => findings.push(Finding { record: None, problem: wrong.to_string() }),
    }
    additions
}
