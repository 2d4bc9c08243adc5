//! Parses in few bytes: what an article's text doesn't say itself.
//!
//! Numbers are written seven bits a byte, the lowest first; offsets and heads as steps from the
//! token before, so that a token takes about eight bytes.

use std::ops::Range;

use smol_str::SmolStr;

use super::{Dep, EntityKind, Parse, Pos, Span, Tag, Token};

/// How a word is written: as the token, as the token in lower case, or letter by letter, with
/// its length added.
const SAME: usize = 0;
const LOWER: usize = 1;
const OWN: usize = 2;

/// The parses of an article's paragraphs.
pub(crate) fn encode(parses: &[Parse]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(parses.iter().map(|parse| 10 * parse.tokens.len()).sum());
    put(&mut bytes, parses.len());
    for parse in parses {
        put_parse(&mut bytes, parse);
    }
    bytes
}

/// The parses that [`encode`] was given, of an article with this text; `None` where the bytes
/// don't fit it.
pub(crate) fn decode(bytes: &[u8], text: &str) -> Option<Vec<Parse>> {
    let mut reader = Reader { bytes, text };
    let count = reader.number()?;
    let parses = (0..count).map(|_| reader.parse()).collect::<Option<_>>()?;
    reader.bytes.is_empty().then_some(parses)
}

fn put(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// A number that may be less than the one it is counted from.
fn put_step(bytes: &mut Vec<u8>, from: usize, to: usize) {
    let twice = if to >= from { (to - from) << 1 } else { ((from - to) << 1) - 1 };
    put(bytes, twice);
}

fn put_parse(bytes: &mut Vec<u8>, parse: &Parse) {
    put(bytes, parse.tokens.len());
    let mut end = 0;
    for (at, token) in parse.tokens.iter().enumerate() {
        put_step(bytes, end, token.start);
        put(bytes, (token.end - token.start) << 1 | usize::from(token.space_after));
        end = token.end;
        bytes.extend([token.tag as u8, token.pos as u8, token.dep as u8]);
        put_step(bytes, at, token.head);
        put_word(bytes, &token.text, &token.norm);
        put_word(bytes, &token.text, &token.lemma);
    }
    put(bytes, parse.sentences.len());
    for sentence in &parse.sentences {
        put(bytes, sentence.len());
    }
    put(bytes, parse.entities.len());
    for Span { tokens, kind } in &parse.entities {
        put(bytes, tokens.start);
        put(bytes, tokens.len());
        bytes.push(*kind as u8);
    }
}

fn put_word(bytes: &mut Vec<u8>, text: &str, word: &str) {
    if word == text {
        put(bytes, SAME);
    } else if word == text.to_lowercase() {
        put(bytes, LOWER);
    } else {
        put(bytes, OWN + word.len());
        bytes.extend(word.as_bytes());
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    text: &'b str,
}

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(first)
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = 0_usize;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// How many things follow, of which each takes a byte at least.
    fn count(&mut self) -> Option<usize> {
        self.number().filter(|&count| count <= self.bytes.len())
    }

    fn step(&mut self, from: usize) -> Option<usize> {
        let twice = self.number()?;
        if twice % 2 == 0 { from.checked_add(twice / 2) } else { from.checked_sub(twice / 2 + 1) }
    }

    fn label<L: Copy>(&mut self, all: &[L]) -> Option<L> {
        all.get(usize::from(self.byte()?)).copied()
    }

    fn parse(&mut self) -> Option<Parse> {
        let count = self.count()?;
        let mut tokens: Vec<Token> = Vec::with_capacity(count);
        for at in 0..count {
            let end = tokens.last().map_or(0, |token| token.end);
            tokens.push(self.token(at, count, end)?);
        }
        let mut end = 0;
        let sentences = (0..self.count()?).map(|_| {
            let start = end;
            end = start + self.number().filter(|&length| length > 0 && length <= count - start)?;
            Some(start..end)
        });
        let sentences = sentences.collect::<Option<Vec<_>>>()?;
        let entities = (0..self.count()?).map(|_| self.span(count)).collect::<Option<Vec<_>>>()?;
        (end == count).then_some(Parse { tokens, sentences, entities })
    }

    fn token(&mut self, at: usize, count: usize, last_end: usize) -> Option<Token> {
        let start = self.step(last_end)?;
        let length = self.number()?;
        let end = start.checked_add(length >> 1)?;
        let text: SmolStr = self.text.get(start..end)?.into();
        Some(Token {
            start,
            end,
            tag: self.label(Tag::ALL)?,
            pos: self.label(Pos::ALL)?,
            dep: self.label(Dep::ALL)?,
            head: self.step(at).filter(|&head| head < count)?,
            norm: self.word(&text)?,
            lemma: self.word(&text)?,
            space_after: length % 2 == 1,
            text,
        })
    }

    fn word(&mut self, text: &SmolStr) -> Option<SmolStr> {
        match self.number()? {
            SAME => Some(text.clone()),
            LOWER => Some(text.to_lowercase().into()),
            length => {
                let (word, rest) = self.bytes.split_at_checked(length - OWN)?;
                self.bytes = rest;
                Some(std::str::from_utf8(word).ok()?.into())
            }
        }
    }

    fn span(&mut self, count: usize) -> Option<Span> {
        let start = self.number()?;
        let tokens: Range<usize> = start..start.checked_add(self.number()?)?;
        let kind = self.label(EntityKind::ALL)?;
        (tokens.end <= count).then_some(Span { tokens, kind })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Pipeline;

    const TEXT: &str =
        "Police in Malmö didn’t ARREST the mayor; they\nquestioned her.\n\nShe left.";

    fn parses() -> Vec<Parse> {
        let second = TEXT.find("She").expect("it is there");
        let pipeline = Pipeline::get();
        vec![pipeline.parse(&TEXT[..second - 2], 0), pipeline.parse(&TEXT[second..], second)]
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = encode(&parses());
        assert_eq!(decode(&bytes, TEXT), Some(parses()));
        assert_eq!(decode(&encode(&[]), ""), Some(Vec::new()));
        let tokens: usize = parses().iter().map(|parse| parse.tokens.len()).sum();
        assert!(bytes.len() < 12 * tokens, "{} bytes for {tokens} tokens", bytes.len());
    }

    #[test]
    fn damaged_bytes_are_refused_or_read_as_a_whole_parse() {
        let bytes = encode(&parses());
        for at in 0..bytes.len() {
            assert_eq!(decode(&bytes[..at], TEXT), None);
            for value in [0, 1, 0x7f, 0x80, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] = value;
                for parse in decode(&bytes, TEXT).into_iter().flatten() {
                    assert!(parse.tokens.iter().all(|token| token.head < parse.tokens.len()));
                }
            }
        }
        assert_eq!(decode(&bytes, "another text"), None);
    }
}
