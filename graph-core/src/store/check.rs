//! Whether a store is as it was written, and agrees with itself.

use std::collections::HashMap;
use std::fmt::{self, Display, Formatter};
use std::path::Path;

use super::drawn::{self, Drawing, Filed};
use super::error::{Fault, StoreError};
use super::file;
use super::load::Found;
use super::overlay::Overlay;
use super::record::{self, Kind, Record};
use super::recover::salvageable;
use super::salvage::{Pieces, Pin, Walked, walk};
use super::{STALE, Summary, Waiting, summary, wait_for};
use crate::Graph;
use crate::verify::{self, Quotes};
use crate::workspace::knowledge_of;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many records could be read.
    pub records: u64,
    /// What is in the store.
    pub amounts: Amounts,
    /// How many distinct quotes stand in their articles.
    pub quotes: usize,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What [`recover`](super::recover()) would save, where something is wrong.
    pub readable: Option<Amounts>,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Articles.
    pub articles: u64,
    /// Entities that were drawn from them.
    pub entities: u64,
    /// Facts that were drawn from them.
    pub facts: u64,
    /// Nodes of the graph.
    pub nodes: u64,
    /// Relationships of the graph.
    pub relationships: u64,
}

impl Amounts {
    pub(super) fn of(graph: &Graph, drawing: &Drawing) -> Self {
        Self {
            articles: drawing.corpus.articles.len() as u64,
            entities: drawing.corpus.entities.len() as u64,
            facts: drawing.corpus.facts.len() as u64,
            nodes: graph.node_count() as u64,
            relationships: graph.relationship_count() as u64,
        }
    }
}

/// Something that is wrong in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// In which record; none for what concerns the file as a whole.
    pub record: Option<(Kind, u64)>,
    /// What is wrong. Words of articles stand in it as they are.
    pub problem: String,
}

impl Finding {
    fn of(record: (Kind, u64), problem: impl Into<String>) -> Self {
        Self { record: Some(record), problem: problem.into() }
    }
}

impl Display for Finding {
    /// `facts (record 3): fact 800 has no evidence`
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some((kind, number)) = self.record {
            write!(f, "{} (record {number}): ", kind.name())?;
        }
        f.write_str(&self.problem)
    }
}

/// Checks the checksums of all pages and records of a store, whether what refers to something
/// finds it, and whether the quotes stand in the articles. The file isn't changed, and others may
/// use and write the store meanwhile; only where they do so faster than it is checked, it is
/// checked while they wait. O(store).
///
/// # Errors
/// Where there is no store, or it can't be read at all. What is wrong with it is no error.
pub fn check(store: &Path, waiting: Waiting<'_>) -> Result<Checked, StoreError> {
    let checked = file::is_there(store)
        .and_then(|()| settled(|| Look::at(store)?.check(store), || wait_for(store, waiting)));
    checked.map_err(|fault| StoreError { path: store.to_owned(), fault })
}

/// What is found of a commit that nothing is wrong with, or that is the last by the end of the
/// look: it is looked some times beside others, and then while they are held.
pub(super) fn settled<H>(
    mut look: impl FnMut() -> Result<(Checked, bool), Fault>,
    mut hold: impl FnMut() -> Result<H, Fault>,
) -> Result<Checked, Fault> {
    /// How often it is tried beside others.
    const TRIES: usize = 3;
    let (mut held, mut tried) = (None, 0);
    loop {
        let (checked, is_current) = look()?;
        if checked.findings.is_empty() || is_current {
            return Ok(checked);
        }
        tried += 1;
        if tried >= TRIES && held.is_none() {
            held = Some(hold()?);
        }
    }
}

/// A store as it is when a check of it begins.
pub(super) struct Look {
    overlay: Overlay,
    _pin: Option<Pin>,
}

impl Look {
    /// At the commit that is the last by now, whose pages stay as they are as long as this lives.
    pub(super) fn at(store: &Path) -> Result<Self, Fault> {
        let pin = Pin::take(store);
        Ok(Self { overlay: Overlay::over(store)?, _pin: pin })
    }

    /// Checks the commit. Whether it is still the last when that is done: else what was found may
    /// be what others were just writing.
    pub(super) fn check(&self, store: &Path) -> Result<(Checked, bool), Fault> {
        let Walked { pieces, mut findings } = walk(&self.overlay, store)?;
        let mut checked = examine(&pieces)?;
        findings.append(&mut checked.findings);
        // Of what is no store at all nothing is found.
        if pieces.is_empty() && salvageable(store).is_err() {
            return Err(Fault::NoStore);
        }
        checked.findings = findings;
        let is_current = self.overlay.is_current()?;
        if !checked.findings.is_empty() && is_current {
            checked.readable = salvageable(store).ok();
        }
        Ok((checked, is_current))
    }
}

/// Looks at what is in the records.
fn examine(pieces: &Pieces) -> Result<Checked, Fault> {
    let mut checked = Checked { records: pieces.len() as u64, ..Checked::default() };
    let mut found = Found::default();
    let mut told = None;
    let mut files = HashMap::new();
    for (key, bytes) in pieces {
        let Some(record) = Record::at(*key, bytes) else { continue };
        match record.kind {
            Kind::Summary => told = Some(summary(bytes)?),
            Kind::Article => file_article(&record, &mut files, &mut checked.findings),
            _ => {}
        }
        if record.kind != Kind::Summary {
            found.sum = found.sum.wrapping_add(record::sum_of(bytes));
        }
        if found.take(&record).is_none() {
            let problem = "it refers to what isn't there, or isn't what it says it is";
            checked.findings.push(Finding::of((record.kind, record.number), problem));
        }
    }
    if let Err(wrong) = knowledge_of(&found.additions) {
        checked.findings.push(Finding { record: None, problem: wrong.to_string() });
    }
    let (counted, sum) = (found.records, found.sum);
    let graph = found.graph.finish();
    let problems = found.drawing.problems();
    let of_drawing = |(record, problem)| Finding { record: Some(record), problem };
    checked.findings.extend(problems.into_iter().map(of_drawing));
    let drawing = found.drawing.finish().unwrap_or_default();
    checked.amounts = Amounts::of(&graph, &drawing);
    match &told {
        Some(told) => count(told, &counted, &graph, &mut checked.findings),
        None => checked.findings.push(Finding::of((Kind::Summary, 0), "it is missing")),
    }
    checked.findings.extend(misplaced(&graph, &drawing));
    let verdict = Quotes::of(&drawing.corpus).check_bytes(|id| {
        files.get(id).into_iter().flatten().map(|filed: &Filed<'_>| filed.bytes).collect()
    });
    checked.quotes = verdict.quotes - verdict.mismatches.len();
    checked.findings.extend(verdict.mismatches.iter().map(|it| misquoted(it, &files)));
    // Of what is damaged or missing the sum says nothing new.
    if checked.findings.is_empty() && told.is_some_and(|told| told.differs(sum)) {
        checked.findings.push(Finding { record: None, problem: STALE.to_owned() });
    }
    Ok(checked)
}

/// Files by the id of their article, which several may have.
type Files<'b> = HashMap<&'b str, Vec<Filed<'b>>>;

fn file_article<'b>(record: &Record<'b>, files: &mut Files<'b>, findings: &mut Vec<Finding>) {
    // What is no article is found when it is taken.
    let Ok(filed) = postcard::from_bytes::<Filed<'b>>(record.payload) else { return };
    let place = (record.kind, record.number);
    if filed.source.hash != *blake3::hash(filed.bytes).as_bytes() {
        let problem = format!("`{}` isn't the file that was read", filed.id);
        findings.push(Finding::of(place, problem));
    }
    if filed.source.record != record.number {
        findings.push(Finding::of(place, format!("`{}` is in the wrong place", filed.id)));
    }
    files.entry(filed.id).or_default().push(filed);
}

/// Compares what is there with what the store says of itself.
fn count(
    told: &Summary,
    records: &[u64; Kind::ALL.len()],
    graph: &Graph,
    findings: &mut Vec<Finding>,
) {
    for (kind, wanted) in told.missing(records) {
        let found = records[usize::from(kind.number())];
        let problem = format!("{found} records of {}, where {wanted} were written", kind.name());
        findings.push(Finding { record: None, problem });
    }
    let symbols = u64::from(graph.symbols().len());
    let counted = [
        ("nodes", graph.node_count() as u64, told.nodes),
        ("relationships", graph.relationship_count() as u64, told.relationships),
        ("names", symbols, told.symbols.into()),
    ];
    for (what, found, wanted) in counted.into_iter().filter(|(_, found, wanted)| found != wanted) {
        let problem = format!("{found} {what}, where {wanted} were written");
        findings.push(Finding { record: None, problem });
    }
}

/// What of the drawing stands where it can't. Labels and properties may be what people made of
/// them.
fn misplaced(graph: &Graph, drawing: &Drawing) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, node) in drawing.places.articles().iter().enumerate() {
        if node.is_some_and(|node| !graph.contains_node(node)) {
            let problem = format!("the node of `{}` is missing", drawing.corpus.articles[at].id);
            findings.push(Finding::of((Kind::Outline, 0), problem));
        }
    }
    for (at, node) in drawing.places.entities().iter().enumerate() {
        if node.is_some_and(|node| !graph.contains_node(node)) {
            let problem = format!("the node of `{}` is missing", drawing.corpus.entities[at].name);
            findings.push(Finding::of((Kind::Entities, drawn::chunk_of(at)), problem));
        }
    }
    for at in 0..drawing.corpus.facts.len() {
        if let Some(problem) = misplaced_fact(graph, drawing, at) {
            let problem = format!("fact {at} {problem}");
            findings.push(Finding::of((Kind::Facts, drawn::chunk_of(at)), problem));
        }
    }
    findings
}

/// Why a relationship can't be the one of a fact, if it can't.
pub(super) fn misplaced_fact(graph: &Graph, drawing: &Drawing, at: usize) -> Option<&'static str> {
    let relationship = drawing.places.facts()[at]?;
    let fact = &drawing.corpus.facts[at];
    if !graph.contains_relationship(relationship) {
        return Some("has no relationship");
    }
    let kind = graph.symbols().name(graph.relationship_type(relationship));
    if kind != fact.relationship_type() {
        return Some("has a relationship of another type");
    }
    let (start, end) = graph.endpoints(relationship)?;
    let nodes = drawing.places.entities();
    let fits = |entity: usize, node| nodes[entity].is_none_or(|known| known == node);
    let ends = fits(fact.subject, start) && fits(fact.object, end);
    (!ends).then_some("has a relationship between other nodes")
}

fn misquoted(wrong: &verify::Mismatch, files: &Files<'_>) -> Finding {
    let file = files.get(&*wrong.article).and_then(|files| files.first());
    let record = file.map(|it| (Kind::Article, it.source.record));
    let verify::Mismatch { article, start, end, expected, .. } = wrong;
    let problem = format!("`{article}` hasn't got “{expected}” at bytes {start} to {end}");
    Finding { record, problem }
}
