//! Text → tokens.
//!
//! Words between spaces lose prefixes and suffixes until a special case (`don't`, `U.S.`) or
//! the bare word is left, which infixes then split; at last, special cases that affixes tore
//! apart (`''`, `:-)`) are put together again.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::Deserialize;

use super::affixes::Affixes;
use super::class::Class;
use super::model;
use super::url::Urls;

/// Words longer than this many bytes stay whole: no prose has such.
const LONGEST_WORD: usize = 4096;

/// A token found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// Its norm where a special case sets one.
    pub(super) norm: Option<&'t str>,
    /// Whether a space follows.
    pub(super) space_after: bool,
}

/// The rules.
pub(super) struct Tokenizer {
    affixes: Affixes,
    urls: Urls,
    space: Class,
    special_cases: HashMap<String, Vec<(String, Option<String>)>>,
    longest_special_case: usize,
    /// Special cases as the affixes tear them apart, by their first token.
    torn: HashMap<String, Vec<Vec<String>>>,
}

#[derive(Deserialize)]
struct Tables {
    #[serde(flatten)]
    affixes: Affixes,
    #[serde(flatten)]
    urls: Urls,
    space: Class,
    special_cases: Vec<Vec<(String, Option<String>)>>,
    affixed_special_cases: Vec<String>,
}

impl Tokenizer {
    pub(super) fn read() -> Self {
        let tables: Tables = model::table(model::TOKENIZER);
        let whole = |pieces: &Vec<(String, _)>| pieces.iter().map(|(text, _)| &**text).collect();
        let special_cases: HashMap<String, _> =
            tables.special_cases.into_iter().map(|pieces| (whole(&pieces), pieces)).collect();
        let mut tokenizer = Self {
            affixes: tables.affixes,
            urls: tables.urls,
            space: tables.space,
            longest_special_case: special_cases.keys().map(String::len).max().unwrap_or(0),
            special_cases,
            torn: HashMap::new(),
        };
        for case in tables.affixed_special_cases {
            let mut pieces = Vec::new();
            tokenizer.split(&case, false, &mut pieces);
            let texts: Vec<_> =
                pieces.iter().map(|piece| case[piece.range.clone()].to_owned()).collect();
            tokenizer.torn.entry(texts[0].clone()).or_default().push(texts);
        }
        tokenizer
    }

    /// The tokens of a text. They cover all of it but single spaces.
    pub(super) fn tokens(&self, text: &str) -> Vec<Piece<'_>> {
        let mut pieces = Vec::with_capacity(text.len() / 5);
        self.split(text, true, &mut pieces);
        self.mend(text, pieces)
    }

    /// Splits at changes between space and word, leaving out a single space behind a word.
    fn split<'t>(&'t self, text: &str, with_special: bool, pieces: &mut Vec<Piece<'t>>) {
        let mut in_space = text.starts_with(|c| self.space.contains(c));
        let mut start = 0;
        for (at, c) in text.char_indices() {
            if self.space.contains(c) == in_space {
                continue;
            }
            self.span(text, start..at, in_space, with_special, pieces);
            start = at;
            if c == ' ' {
                start += 1;
                if let Some(last) = pieces.last_mut() {
                    last.space_after = true;
                }
            }
            in_space = !in_space;
        }
        self.span(text, start..text.len(), in_space, with_special, pieces);
    }

    fn span<'t>(
        &'t self,
        text: &str,
        span: Range<usize>,
        in_space: bool,
        with_special: bool,
        pieces: &mut Vec<Piece<'t>>,
    ) {
        if in_space
            && with_special
            && let Some(case) = self.special_case(&text[span.clone()])
        {
            push_case(pieces, case, span.start);
        } else if in_space || span.len() > LONGEST_WORD {
            push(pieces, span);
        } else {
            self.word(&text[span.clone()], span.start, with_special, pieces);
        }
    }

    fn special_case(&self, word: &str) -> Option<&[(String, Option<String>)]> {
        if word.len() > self.longest_special_case {
            return None;
        }
        self.special_cases.get(word).map(Vec::as_slice)
    }

    /// The tokens of a word that starts at byte `offset`.
    fn word<'t>(
        &'t self,
        word: &str,
        offset: usize,
        with_special: bool,
        pieces: &mut Vec<Piece<'t>>,
    ) {
        let is_special = |word: &str| with_special && self.special_case(word).is_some();
        let mut rest = 0..word.len();
        let mut suffixes = Vec::new();
        let mut last_length = usize::MAX;
        while !rest.is_empty() && rest.len() != last_length && !is_special(&word[rest.clone()]) {
            last_length = rest.len();
            let prefix = self.affixes.prefix(&word[rest.clone()]);
            let inner = rest.start + prefix..rest.end;
            if prefix > 0 && is_special(&word[inner.clone()]) {
                push(pieces, offset + rest.start..offset + inner.start);
                rest = inner;
                break;
            }
            let suffix = self.affixes.suffix(&word[inner.clone()]);
            let without = rest.start..rest.end - suffix;
            if suffix > 0 && is_special(&word[without.clone()]) {
                suffixes.push(offset + without.end..offset + rest.end);
                rest = without;
                break;
            }
            if prefix > 0 {
                push(pieces, offset + rest.start..offset + inner.start);
            }
            if suffix > 0 {
                suffixes.push(offset + without.end..offset + rest.end);
            }
            rest = inner.start..without.end;
        }
        if !rest.is_empty() {
            self.bare_word(&word[rest.clone()], offset + rest.start, with_special, pieces);
        }
        for suffix in suffixes.into_iter().rev() {
            push(pieces, suffix);
        }
    }

    /// The tokens of a word without prefixes and suffixes.
    fn bare_word<'t>(
        &'t self,
        word: &str,
        offset: usize,
        with_special: bool,
        pieces: &mut Vec<Piece<'t>>,
    ) {
        if let Some(case) = self.special_case(word).filter(|_| with_special) {
            push_case(pieces, case, offset);
            return;
        }
        let mut start = 0;
        if !self.urls.matches(word) {
            for infix in self.affixes.infixes(word) {
                if infix.start == 0 {
                    continue;
                }
                if infix.start > start {
                    push(pieces, offset + start..offset + infix.start);
                }
                start = infix.end;
                push(pieces, offset + infix.start..offset + infix.end);
            }
        }
        if start < word.len() {
            push(pieces, offset + start..offset + word.len());
        }
    }

    /// Puts torn special cases together again.
    fn mend<'t>(&'t self, text: &str, pieces: Vec<Piece<'t>>) -> Vec<Piece<'t>> {
        let chosen = self.torn_spans(text, &pieces);
        if chosen.is_empty() {
            return pieces;
        }
        let mut mended = Vec::with_capacity(pieces.len());
        let mut at = 0;
        for span in chosen {
            mended.extend_from_slice(&pieces[at..span.start]);
            at = span.end;
            let (start, end) = (pieces[span.start].range.start, pieces[span.end - 1].range.end);
            if let Some(case) = self.special_case(&text[start..end]) {
                push_case(&mut mended, case, start);
                if let Some(last) = mended.last_mut() {
                    last.space_after = pieces[span.end - 1].space_after;
                }
            } else {
                mended.extend_from_slice(&pieces[span]);
            }
        }
        mended.extend_from_slice(&pieces[at..]);
        mended
    }

    /// The spans of tokens that read like a torn special case, in order: of overlapping ones
    /// the longest, then the first.
    fn torn_spans(&self, text: &str, pieces: &[Piece<'_>]) -> Vec<Range<usize>> {
        let texts = |i: usize| pieces.get(i).map(|piece| &text[piece.range.clone()]);
        let mut found: Vec<Range<usize>> = Vec::new();
        for first in 0..pieces.len() {
            let cases = texts(first).and_then(|text| self.torn.get(text)).into_iter().flatten();
            let here = cases
                .filter(|case| case.iter().zip(first..).all(|(t, i)| texts(i) == Some(&**t)))
                .map(|case| first..first + case.len());
            found.extend(here);
        }
        found.sort_by_key(|span| (std::cmp::Reverse(span.len()), span.start));
        let mut seen = HashSet::new();
        // A span that lost to a longer one still keeps others from its tokens.
        found.retain(|span| {
            let free = !seen.contains(&span.start) && !seen.contains(&(span.end - 1));
            seen.extend(span.clone());
            free
        });
        found.sort_by_key(|span| span.start);
        found
    }
}

fn push(pieces: &mut Vec<Piece<'_>>, range: Range<usize>) {
    if !range.is_empty() {
        pieces.push(Piece { range, norm: None, space_after: false });
    }
}

fn push_case<'t>(
    pieces: &mut Vec<Piece<'t>>,
    case: &'t [(String, Option<String>)],
    mut start: usize,
) {
    for (text, norm) in case {
        let range = start..start + text.len();
        start = range.end;
        pieces.push(Piece { range, norm: norm.as_deref(), space_after: false });
    }
}
