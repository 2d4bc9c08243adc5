//! Records: what a store's file is made of. Each says what it is and carries a checksum, so that
//! a damaged one is noticed, and found among other bytes when the rest of the file is lost.
//!
//! ```text
//! magic (8) | kind (1) | number (8) | commit (8) | length (8) | payload | checksum (8)
//! ```
//!
//! Numbers are little-endian; the checksum is the first eight bytes of BLAKE3 over all before it.

use std::ops::Range;

use super::error::Fault;

/// What a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Format, counts: what the others are checked against.
    Summary,
    /// Names of labels, types and keys.
    Symbols,
    /// Nodes.
    Nodes,
    /// Relationships.
    Relationships,
    /// An article's file.
    Article,
    /// Which articles there are, in order, and what stands for each.
    Outline,
    /// Entities that were drawn from the articles.
    Entities,
    /// Facts that were drawn from the articles.
    Facts,
    /// A person's judgements on names.
    Judgements,
    /// A file that adds to the lexicon.
    Lexicon,
    /// What was drawn of articles, entities and facts, by checksums.
    Traces,
}

impl Kind {
    /// Every kind, in the order of their numbers, which is the order of reading.
    pub const ALL: [Self; 11] = [
        Self::Summary,
        Self::Symbols,
        Self::Nodes,
        Self::Relationships,
        Self::Article,
        Self::Outline,
        Self::Entities,
        Self::Facts,
        Self::Judgements,
        Self::Lexicon,
        Self::Traces,
    ];

    /// The kind and number of a record's key; `None` for a key that no record has.
    pub(super) fn of((kind, number): (u8, u64)) -> Option<(Self, u64)> {
        Self::ALL.get(usize::from(kind)).map(|kind| (*kind, number))
    }

    /// Its number in the file.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// What it holds, as messages say it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Summary => "the summary",
            Self::Symbols => "names",
            Self::Nodes => "nodes",
            Self::Relationships => "relationships",
            Self::Article => "an article",
            Self::Outline => "the list of articles",
            Self::Entities => "entities",
            Self::Facts => "facts",
            Self::Judgements => "judgements on names",
            Self::Lexicon => "additions to the lexicon",
            Self::Traces => "checksums of what was drawn",
        }
    }
}

pub(super) const MAGIC: [u8; 8] = *b"\xa7attest\n";
const HEAD: usize = MAGIC.len() + 1 + 3 * 8;
const CHECKSUM: usize = 8;

/// A whole record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Record<'b> {
    pub(super) kind: Kind,
    pub(super) number: u64,
    /// The commit that wrote it.
    pub(super) commit: u64,
    pub(super) payload: &'b [u8],
}

impl<'b> Record<'b> {
    /// The bytes of the record.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD + self.payload.len() + CHECKSUM);
        bytes.extend(MAGIC);
        bytes.push(self.kind.number());
        for number in [self.number, self.commit, self.payload.len() as u64] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.payload);
        bytes.extend(checksum(&bytes));
        bytes
    }

    /// The payload of the bytes of a whole record, which [`encode`](Self::encode) made.
    pub(super) fn payload_of(record: &[u8]) -> &[u8] {
        &record[HEAD..record.len() - CHECKSUM]
    }

    /// The record that the bytes begin with, where they begin with a whole one.
    pub(super) fn decode(bytes: &'b [u8]) -> Option<Self> {
        let (magic, rest) = bytes.split_at_checked(MAGIC.len())?;
        let (&kind, rest) = rest.split_first()?;
        let kind = *Kind::ALL.get(usize::from(kind))?;
        let (numbers, rest) = rest.split_at_checked(3 * 8)?;
        let number = |Range { start, end }: Range<usize>| {
            numbers[start..end].try_into().ok().map(u64::from_le_bytes)
        };
        let length = usize::try_from(number(16..24)?).ok()?;
        let (payload, rest) = rest.split_at_checked(length)?;
        let whole = magic == MAGIC && rest.get(..CHECKSUM)? == checksum(&bytes[..HEAD + length]);
        let record = Self { kind, number: number(0..8)?, commit: number(8..16)?, payload };
        whole.then_some(record)
    }

    /// The record of a key, where the bytes are that very one.
    pub(super) fn at(key: (u8, u64), bytes: &'b [u8]) -> Option<Self> {
        Self::decode(bytes).filter(|record| record.key() == key)
    }

    /// What it is found by.
    pub(super) fn key(&self) -> (u8, u64) {
        (self.kind.number(), self.number)
    }

    /// How many bytes have to be looked at to see that those which begin so are no record.
    pub(super) fn claimed(bytes: &[u8]) -> usize {
        let length = bytes.get(HEAD - 8..HEAD).and_then(|it| it.try_into().ok());
        let length = length.map_or(0, u64::from_le_bytes);
        usize::try_from(length).ok().filter(|length| *length <= bytes.len()).unwrap_or_default()
    }

    /// How many bytes it takes.
    pub(super) fn length(&self) -> usize {
        HEAD + self.payload.len() + CHECKSUM
    }
}

/// The checksum at the end of a record's bytes, as a number that can be added up.
pub(super) fn sum_of(bytes: &[u8]) -> u64 {
    bytes.last_chunk().copied().map_or(0, u64::from_le_bytes)
}

/// Says that the record of a key is damaged.
pub(super) fn damaged(key: (u8, u64)) -> Fault {
    let what = Kind::of(key).map_or("a record", |(kind, _)| kind.name());
    Fault::damaged(format!("{what} (record {})", key.1))
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM] {
    let mut checksum = [0; CHECKSUM];
    checksum.copy_from_slice(&blake3::hash(bytes).as_bytes()[..CHECKSUM]);
    checksum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_whole_or_not_at_all() {
        for (at, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(kind.number()), at);
        }
        let record = Record { kind: Kind::Facts, number: 7, commit: u64::MAX, payload: b"payload" };
        let bytes = record.encode();
        assert_eq!(bytes.len(), record.length());
        assert_eq!(Record::decode(&bytes), Some(record));
        assert_eq!(Record::decode(&[&bytes[..], b"more"].concat()), Some(record));
        for at in 0..bytes.len() {
            assert_eq!(Record::decode(&bytes[..at]), None, "cut at {at}");
            let mut damaged = bytes.clone();
            damaged[at] ^= 4;
            assert_eq!(Record::decode(&damaged), None, "byte {at}");
        }
    }
}
