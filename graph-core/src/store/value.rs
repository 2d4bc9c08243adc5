//! Values as bytes, and back: a tag, then what the value is made of. Counts, numbers of nodes and
//! the like are as postcard writes them, seven bits a byte.

use std::collections::HashSet;
use std::sync::Arc;

use crate::temporal::Kind;
use crate::value::Path;
use crate::{NodeId, RelationshipId, Value};

/// Lists and maps within lists and maps: more than any query makes, and few enough to recurse
/// into.
const DEEPEST: usize = 250;

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const INT: u8 = 3;
const FLOAT: u8 = 4;
const STRING: u8 = 5;
const LIST: u8 = 6;
const MAP: u8 = 7;
const NODE: u8 = 8;
const RELATIONSHIP: u8 = 9;
const PATH: u8 = 10;
/// Of [`KINDS`]' first; the others follow.
const TEMPORAL: u8 = 11;

const KINDS: [Kind; 6] =
    [Kind::Date, Kind::LocalTime, Kind::Time, Kind::LocalDateTime, Kind::DateTime, Kind::Duration];

/// Bytes that grow.
#[derive(Debug, Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn number(&mut self, number: u64) {
        /// What the largest number takes.
        const LONGEST: usize = 10;
        // Into so much room it always fits.
        if let Ok(bytes) = postcard::to_slice(&number, &mut [0; LONGEST]) {
            self.0.extend_from_slice(bytes);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }

    /// A value.
    pub(super) fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.0.push(NULL),
            Value::Bool(truth) => self.0.push(if *truth { TRUE } else { FALSE }),
            Value::Int(number) => {
                self.0.push(INT);
                self.0.extend(number.to_le_bytes());
            }
            Value::Float(number) => {
                self.0.push(FLOAT);
                self.0.extend(number.to_le_bytes());
            }
            Value::String(text) => {
                self.0.push(STRING);
                self.text(text);
            }
            Value::List(items) => {
                self.0.push(LIST);
                self.number(items.len() as u64);
                items.iter().for_each(|item| self.value(item));
            }
            Value::Map(entries) => {
                self.0.push(MAP);
                self.number(entries.len() as u64);
                for (key, value) in entries.iter() {
                    self.text(key);
                    self.value(value);
                }
            }
            Value::Node(node) => {
                self.0.push(NODE);
                self.number(node.0.into());
            }
            Value::Relationship(relationship) => {
                self.0.push(RELATIONSHIP);
                self.number(relationship.0.into());
            }
            Value::Path(path) => {
                self.0.push(PATH);
                self.number(path.nodes.len() as u64);
                path.nodes.iter().for_each(|node| self.number(node.0.into()));
                path.relationships.iter().for_each(|it| self.number(it.0.into()));
            }
            other => self.temporal(other),
        }
    }

    fn temporal(&mut self, value: &Value) {
        let kind = value.temporal_kind().and_then(|kind| KINDS.iter().position(|it| *it == kind));
        self.0.push(TEMPORAL + kind.unwrap_or_default() as u8);
        self.text(&value.temporal_text().unwrap_or_default());
    }
}

/// Bytes that are read. Whatever they are, reading ends, and takes memory in proportion to them.
#[derive(Debug)]
pub(super) struct Reader<'b> {
    bytes: &'b [u8],
    texts: &'b mut Texts,
}

/// Texts that were read: each stands in memory once.
#[derive(Debug, Default)]
pub(super) struct Texts(HashSet<Arc<str>>);

impl Texts {
    pub(super) fn shared(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let text: Arc<str> = text.into();
        self.0.insert(text.clone());
        text
    }
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8], texts: &'b mut Texts) -> Self {
        Self { bytes, texts }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.bytes.is_empty()
    }

    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|taken| taken[0])
    }

    fn eight(&mut self) -> Option<[u8; 8]> {
        self.take(8)?.try_into().ok()
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let (number, rest) = postcard::take_from_bytes(self.bytes).ok()?;
        self.bytes = rest;
        Some(number)
    }

    pub(super) fn small(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    /// How many things follow, of which each takes a byte at least.
    pub(super) fn count(&mut self) -> Option<usize> {
        self.number()?.try_into().ok().filter(|count| *count <= self.bytes.len())
    }

    pub(super) fn text(&mut self) -> Option<Arc<str>> {
        let count = self.count()?;
        let text = std::str::from_utf8(self.take(count)?).ok()?;
        Some(self.texts.shared(text))
    }

    /// A value; `None` where the bytes are none.
    pub(super) fn value(&mut self) -> Option<Value> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        Some(match self.byte()? {
            NULL => Value::Null,
            FALSE => Value::Bool(false),
            TRUE => Value::Bool(true),
            INT => Value::Int(i64::from_le_bytes(self.eight()?)),
            FLOAT => Value::Float(f64::from_le_bytes(self.eight()?)),
            STRING => Value::String(self.text()?),
            LIST => {
                let count = self.count()?;
                Value::list((0..count).map(|_| self.nested(depth + 1)).collect::<Option<Vec<_>>>()?)
            }
            MAP => {
                let count = self.count()?;
                let entry = |_| Some((self.text()?, self.nested(depth + 1)?));
                Value::Map(Arc::new((0..count).map(entry).collect::<Option<_>>()?))
            }
            NODE => Value::Node(NodeId(self.small()?)),
            RELATIONSHIP => Value::Relationship(RelationshipId(self.small()?)),
            PATH => self.path()?,
            tag => {
                let kind = KINDS.get(usize::from(tag.checked_sub(TEMPORAL)?))?;
                kind.parse(&self.text()?).ok()?
            }
        })
    }

    fn path(&mut self) -> Option<Value> {
        let count = self.count().filter(|count| *count > 0)?;
        let nodes = (0..count).map(|_| self.small().map(NodeId)).collect::<Option<_>>()?;
        let relationships =
            (1..count).map(|_| self.small().map(RelationshipId)).collect::<Option<_>>()?;
        Some(Value::Path(Arc::new(Path { nodes, relationships })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<Value> {
        let mut texts = Texts::default();
        let mut reader = Reader::new(bytes, &mut texts);
        reader.value().filter(|_| reader.is_at_end())
    }

    fn written(value: &Value) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.value(value);
        writer.0
    }

    fn samples() -> Vec<Value> {
        let texts = [
            (Kind::Date, "-999999999-01-01"),
            (Kind::LocalTime, "23:59:59.999999999"),
            (Kind::Time, "12:00-18:00"),
            (Kind::LocalDateTime, "2026-02-28T01:02:03.004"),
            (Kind::DateTime, "2026-10-25T02:30+01:00[Europe/Brussels]"),
            (Kind::DateTime, "2026-10-25T02:30+02:00[Europe/Brussels]"),
            (Kind::Duration, "P-1Y2M-3DT-4H5M-0.000000001S"),
            (Kind::Duration, "PT-0.5S"),
        ];
        let temporal = texts.map(|(kind, text)| kind.parse(text).expect(text));
        let simple = [
            Value::Null,
            true.into(),
            false.into(),
            0.into(),
            i64::MIN.into(),
            i64::MAX.into(),
            Value::Float(-0.0),
            Value::Float(f64::INFINITY),
            Value::Float(f64::MIN_POSITIVE),
            "".into(),
            "a\0b\u{1f600}".into(),
            Value::Node(NodeId(u32::MAX)),
            Value::Relationship(RelationshipId(128)),
            Value::Path(Arc::new(Path {
                nodes: vec![NodeId(1), NodeId(200)],
                relationships: vec![RelationshipId(7)],
            })),
        ];
        simple.into_iter().chain(temporal).collect()
    }

    #[test]
    fn every_value_comes_back_as_it_was() {
        let mut values = samples();
        values.push(Value::list(values.clone()));
        values.push(Value::map([("a".into(), values[3].clone()), ("".into(), values[8].clone())]));
        for value in values {
            let back = read(&written(&value)).expect("it was written");
            assert_eq!(format!("{back:?}"), format!("{value:?}"));
        }
        let nan = read(&written(&Value::Float(f64::NAN))).expect("it was written");
        assert!(matches!(nan, Value::Float(number) if number.is_nan()));
    }

    #[test]
    fn bytes_that_are_no_value_are_refused_at_once() {
        let whole = written(&Value::list(samples()));
        for end in 0..whole.len() {
            assert!(read(&whole[..end]).is_none(), "cut at {end}");
        }
        for at in 0..whole.len() {
            for flip in [1, 0x10, 0x80, 0xff] {
                let mut damaged = whole.clone();
                damaged[at] ^= flip;
                let _ = read(&damaged);
            }
        }
        let deep = [[LIST, 1].repeat(1_000_000), vec![NULL]].concat();
        assert!(read(&deep).is_none());
        let endless = [LIST, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
        assert!(read(&endless).is_none());
    }
}
