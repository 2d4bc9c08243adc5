//! What a commit writes.

use std::collections::BTreeSet;

use rayon::prelude::*;
use redb::{ReadableTable, Table, WriteTransaction};

use super::drawn::{self, Drawing, Filed, Source};
use super::elements;
use super::error::Fault;
use super::record::{self, Kind, Record};
use super::{Summary, records_to_write};
use crate::Graph;
use crate::graph::{HIGHEST, Touched};
use crate::knowledge::Additions;
use crate::places::Forgotten;
use crate::redraw::Traces;

/// What is to be written, beside what is there already.
#[derive(Debug)]
pub(crate) struct Save<'a> {
    pub(crate) graph: &'a Graph,
    /// The elements of the graph that changed.
    pub(crate) touched: Touched,
    pub(crate) drawing: &'a Drawing,
    /// How much of the drawing changed.
    pub(crate) redrawn: Redrawn<'a>,
    /// What a person wrote, where it changed.
    pub(crate) additions: Option<&'a Additions>,
}

/// How much of a drawing changed.
#[derive(Clone, Debug)]
pub(crate) enum Redrawn<'a> {
    /// What stood for some of it was deleted.
    Forgotten(Forgotten),
    /// Anything.
    Anew {
        /// The articles that were read anew.
        reread: &'a [Reread],
        /// The labels and properties that articles, entities and facts have.
        names: &'a [String],
        /// What was drawn of them.
        traces: &'a Traces,
    },
}

/// An article that was read: new, or changed.
#[derive(Clone, Debug)]
pub(crate) struct Reread {
    pub(crate) id: String,
    pub(crate) source: Source,
    pub(crate) bytes: Vec<u8>,
}

/// The records of a store, while they are written.
struct Records<'t> {
    table: Table<'t, (u8, u64), &'static [u8]>,
    summary: Summary,
}

impl Save<'_> {
    /// Writes all of it, and gives what the store says of itself now.
    pub(super) fn write(
        &self,
        transaction: &WriteTransaction,
        summary: Summary,
    ) -> Result<Summary, Fault> {
        if self.touched.highest() > HIGHEST {
            return Err(Fault::Large { most: HIGHEST });
        }
        let table = records_to_write(transaction)?;
        let mut records = Records::of(table, summary.next())?;
        self.write_elements(&mut records)?;
        self.write_drawing(&mut records)?;
        if let Some(additions) = self.additions {
            records.put_additions(additions)?;
        }
        match &self.redrawn {
            Redrawn::Forgotten(_) => records.summary.changed = true,
            Redrawn::Anew { names, .. } => records.summary.drawn = names.to_vec(),
        }
        records.summary.symbols = self.graph.symbols().len();
        records.summary.nodes = self.graph.node_count() as u64;
        records.summary.relationships = self.graph.relationship_count() as u64;
        records.finish()
    }

    /// Writes the chunks of the graph that changed: made into bytes on all cores, some at a time.
    fn write_elements(&self, records: &mut Records<'_>) -> Result<(), Fault> {
        const AT_ONCE: usize = 1024;
        let symbols = elements::chunks_of_symbols(records.summary.symbols, self.graph);
        let chunks: Vec<_> = symbols.chain(elements::chunks(&self.touched)).collect();
        let commit = records.summary.commit;
        for some in chunks.chunks(AT_ONCE) {
            let encoded = some.par_iter().map(|&(kind, number)| {
                let payload = elements::encode(self.graph, kind, number);
                Record { kind, number, commit, payload: &payload }.encode()
            });
            for ((kind, number), record) in some.iter().zip(encoded.collect::<Vec<_>>()) {
                records.put_record((*kind, *number), &record)?;
            }
        }
        Ok(())
    }

    fn write_drawing(&self, records: &mut Records<'_>) -> Result<(), Fault> {
        let drawing = self.drawing;
        let (outline, chunks): (bool, Vec<_>) = match &self.redrawn {
            Redrawn::Forgotten(forgotten) => {
                let entities = forgotten.entities.iter().map(|(at, _)| (Kind::Entities, *at));
                let lost = entities.chain(forgotten.facts.iter().map(|(at, _)| (Kind::Facts, *at)));
                let lost: BTreeSet<_> =
                    lost.map(|(kind, at)| (kind, drawn::chunk_of(at))).collect();
                (!forgotten.articles.is_empty(), lost.into_iter().collect())
            }
            Redrawn::Anew { reread, traces, .. } => {
                records.put_traces(traces)?;
                for Reread { id, source, bytes } in *reread {
                    let bytes = drawn::filed(id, source, bytes);
                    records.put(Kind::Article, source.record, Some(&bytes))?;
                }
                for source in &drawing.sources {
                    records.put_source(source)?;
                }
                (true, drawing.chunks().collect())
            }
        };
        if outline {
            records.put(Kind::Outline, 0, Some(&drawing.outline()))?;
        }
        let whole = matches!(self.redrawn, Redrawn::Anew { .. });
        for kind in [Kind::Entities, Kind::Facts].into_iter().filter(|_| whole) {
            let wanted = chunks.iter().filter(|(chunk, _)| *chunk == kind).count() as u64;
            for number in wanted..records.count(kind) {
                records.put(kind, number, None)?;
            }
        }
        for (kind, number) in chunks {
            records.put(kind, number, Some(&drawing.encode(kind, number)))?;
        }
        Ok(())
    }
}

impl<'t> Records<'t> {
    /// The records of a table; they are added up where nobody did so before.
    fn of(table: Table<'t, (u8, u64), &'static [u8]>, mut summary: Summary) -> Result<Self, Fault> {
        if summary.sum.is_none() {
            let mut sum = 0_u64;
            for entry in table.iter().map_err(redb::Error::from)? {
                let (key, bytes) = entry.map_err(redb::Error::from)?;
                if key.value().0 != Kind::Summary.number() {
                    sum = sum.wrapping_add(record::sum_of(bytes.value()));
                }
            }
            summary.sum = Some(sum);
        }
        Ok(Self { table, summary })
    }

    /// Adds the checksum of a record that is new, and takes that away which was there.
    fn sum_up(&mut self, before: Option<u64>, now: Option<u64>) {
        let sum = self.summary.sum.unwrap_or_default();
        let sum = sum.wrapping_sub(before.unwrap_or_default());
        self.summary.sum = Some(sum.wrapping_add(now.unwrap_or_default()));
    }

    fn count(&self, kind: Kind) -> u64 {
        self.summary.records[usize::from(kind.number())]
    }

    /// Writes what is known of an article's reading, where that changed and its file didn't.
    fn put_source(&mut self, source: &Source) -> Result<(), Fault> {
        let key = (Kind::Article.number(), source.record);
        let changed = {
            let known = self.table.get(key).map_err(redb::Error::from)?;
            let record = known.as_ref().and_then(|known| Record::at(key, known.value()));
            let filed = record.and_then(|it| postcard::from_bytes::<Filed<'_>>(it.payload).ok());
            let filed = filed.filter(|filed| filed.source != *source);
            filed.map(|filed| drawn::filed(filed.id, source, filed.bytes))
        };
        changed.map_or(Ok(()), |bytes| self.put(Kind::Article, source.record, Some(&bytes)))
    }

    /// Writes what was drawn.
    fn put_traces(&mut self, traces: &Traces) -> Result<(), Fault> {
        let chunks = drawn::chunks_of_traces(traces);
        let wanted = chunks.len() as u64;
        for (number, chunk) in (0..).zip(chunks) {
            self.put(Kind::Traces, number, Some(&chunk))?;
        }
        for number in wanted..self.count(Kind::Traces) {
            self.put(Kind::Traces, number, None)?;
        }
        Ok(())
    }

    fn put_additions(&mut self, additions: &Additions) -> Result<(), Fault> {
        self.put(Kind::Judgements, 0, Some(additions.judgements.as_bytes()))?;
        for (number, file) in (0..).zip(&additions.lexicon) {
            self.put(Kind::Lexicon, number, Some(&drawn::written(file)))?;
        }
        for number in additions.lexicon.len() as u64..self.count(Kind::Lexicon) {
            self.put(Kind::Lexicon, number, None)?;
        }
        Ok(())
    }

    /// Writes a record, unless it is there as it is, or removes it.
    fn put(&mut self, kind: Kind, number: u64, payload: Option<&[u8]>) -> Result<(), Fault> {
        let key = (kind.number(), number);
        let Some(payload) = payload else {
            let removed = self.table.remove(key).map_err(redb::Error::from)?;
            let removed = removed.map(|bytes| record::sum_of(bytes.value()));
            self.summary.records[usize::from(kind.number())] -= u64::from(removed.is_some());
            self.sum_up(removed, None);
            return Ok(());
        };
        let record = Record { kind, number, commit: self.summary.commit, payload };
        self.put_record((kind, number), &record.encode())
    }

    /// Writes the bytes of a record, unless it is there with the same payload.
    fn put_record(&mut self, (kind, number): (Kind, u64), bytes: &[u8]) -> Result<(), Fault> {
        let key = (kind.number(), number);
        if self.has(key, Record::payload_of(bytes))? {
            return Ok(());
        }
        let before = self.table.insert(key, bytes).map_err(redb::Error::from)?;
        let before = before.map(|bytes| record::sum_of(bytes.value()));
        self.summary.records[usize::from(kind.number())] += u64::from(before.is_none());
        self.sum_up(before, Some(record::sum_of(bytes)));
        Ok(())
    }

    fn has(&self, key: (u8, u64), payload: &[u8]) -> Result<bool, Fault> {
        let known = self.table.get(key).map_err(redb::Error::from)?;
        let record = known.as_ref().and_then(|known| Record::decode(known.value()));
        Ok(record.is_some_and(|record| record.payload == payload))
    }

    /// Writes the summary, last.
    fn finish(mut self) -> Result<Summary, Fault> {
        let bytes = self.summary.record();
        self.table.insert((Kind::Summary.number(), 0), &*bytes).map_err(redb::Error::from)?;
        Ok(self.summary)
    }
}
