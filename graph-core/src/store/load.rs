//! Records → what a store holds.

use redb::ReadableTable;

use super::drawn;
use super::elements;
use super::error::Fault;
use super::record::{self, Kind, Record};
use super::value::{Reader, Texts};
use super::{Contents, STALE, Summary, last_summary};
use crate::graph::Restored;
use crate::knowledge::Additions;

/// Reads all records, in order, and checks that none is missing.
pub(super) fn read(
    table: &impl ReadableTable<(u8, u64), &'static [u8]>,
) -> Result<(Contents, Summary), Fault> {
    let mut found = Found::default();
    let summary = last_summary(table)?.ok_or_else(|| Fault::damaged(Kind::Summary.name()))?;
    found.graph.reserve(at_most(table, Kind::Nodes)?, at_most(table, Kind::Relationships)?);
    let mut order = Order::default();
    for entry in table.iter().map_err(redb::Error::from)? {
        let (key, bytes) = entry.map_err(redb::Error::from)?;
        let key = key.value();
        order.follow(key)?;
        let damaged = || record::damaged(key);
        if key.0 == Kind::Summary.number() {
            continue;
        }
        let record = Record::at(key, bytes.value()).ok_or_else(damaged)?;
        found.sum = found.sum.wrapping_add(record::sum_of(bytes.value()));
        found.take(&record).ok_or_else(damaged)?;
    }
    let contents = found.finish(&summary)?;
    Ok((contents, summary))
}

/// How many elements there are at most, counted and not told by a file that may be damaged.
fn at_most(
    table: &impl ReadableTable<(u8, u64), &'static [u8]>,
    kind: Kind,
) -> Result<usize, Fault> {
    let of_kind = (kind.number(), 0)..=(kind.number(), u64::MAX);
    let (mut chunks, mut order) = (0, Order::default());
    // An error may follow without end.
    for entry in table.range(of_kind).map_err(redb::Error::from)? {
        order.follow(entry.map_err(redb::Error::from)?.0.value())?;
        chunks += elements::CHUNK as usize;
    }
    Ok(chunks)
}

/// The order of keys that are walked: a page that leads back to where the way came from would be
/// walked for ever.
#[derive(Default)]
pub(super) struct Order(Option<(u8, u64)>);

impl Order {
    /// Goes on to a key, which has to come after the one before.
    pub(super) fn follow(&mut self, key: (u8, u64)) -> Result<(), Fault> {
        match self.0.replace(key) {
            Some(before) if before >= key => Err(Fault::damaged("its keys are out of order")),
            _ => Ok(()),
        }
    }
}

/// What was found in a store so far.
#[derive(Default)]
pub(super) struct Found {
    pub(super) graph: Restored,
    pub(super) drawing: drawn::Partial,
    pub(super) additions: Additions,
    texts: Texts,
    pub(super) records: [u64; Kind::ALL.len()],
    /// Of the records' checksums.
    pub(super) sum: u64,
}

impl Found {
    pub(super) fn take(&mut self, record: &Record<'_>) -> Option<()> {
        self.records[usize::from(record.kind.number())] += 1;
        match record.kind {
            Kind::Summary => Some(()),
            Kind::Symbols | Kind::Nodes | Kind::Relationships => {
                let mut reader = Reader::new(record.payload, &mut self.texts);
                let decoded =
                    elements::decode(&mut self.graph, record.kind, record.number, &mut reader);
                decoded.filter(|left_out| *left_out == 0).map(drop)
            }
            Kind::Judgements => {
                self.additions.judgements = String::from_utf8(record.payload.to_vec()).ok()?;
                Some(())
            }
            Kind::Lexicon => {
                self.additions.lexicon.push(postcard::from_bytes(record.payload).ok()?);
                Some(())
            }
            // Looked up where they are needed.
            Kind::Traces => drawn::traces(record.payload).map(drop),
            kind => self.drawing.take(kind, record.payload, &mut self.texts),
        }
    }

    fn finish(self, summary: &Summary) -> Result<Contents, Fault> {
        let graph = self.graph.finish();
        let counted = (graph.node_count() as u64, graph.relationship_count() as u64);
        if let Some((kind, _)) = summary.missing(&self.records).next() {
            return Err(Fault::damaged(format!("{} are missing", kind.name())));
        }
        if counted != (summary.nodes, summary.relationships) {
            return Err(Fault::damaged("elements of the graph are missing"));
        }
        if summary.differs(self.sum) {
            return Err(Fault::damaged(STALE));
        }
        Ok(Contents { graph, drawing: self.drawing.finish()?, additions: self.additions })
    }
}
