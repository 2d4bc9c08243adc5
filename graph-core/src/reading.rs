//! Articles → readings: the parse of each paragraph, and what it claims.
//!
//! Parsing takes all cores and nearly all of the time; of many articles not all readings fit
//! into memory. The first are held as they are, of the others only a compact form of the parse,
//! or none where a cache has it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use regex::Regex;

use crate::article::{BlockKind, Document};
use crate::cache::Cache;
use crate::claims::{self, Claim};
use crate::lexicon::Lexicon;
use crate::parse::{Parse, Pipeline, Token, Tree, compact};

/// Of how many articles at once is made what is then visited in order.
const AT_HAND: usize = 512;
/// From so many articles on, looking parses up saves more time than it takes.
const WORTH_KEEPING: usize = 20;

/// With what articles are read. None of it decides which facts are drawn.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// How many readings are held in memory as they are, about 0.2 MB each; those of further
    /// articles are read again when they are needed.
    pub held: usize,
    /// Where parses are kept from one run to the next.
    pub cache: Option<&'a Cache>,
    /// Whom to tell how far it is, from any thread.
    pub watch: Option<&'a (dyn Fn(Progress) + Sync)>,
}

impl Default for Means<'_> {
    /// Without a cache, told to nobody.
    fn default() -> Self {
        Self { held: 500, cache: None, watch: None }
    }
}

/// How far reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done to each article.
    pub step: Step,
    /// Articles done.
    pub done: usize,
    /// Articles in all.
    pub of: usize,
}

/// What is done to articles, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Parsed, or their parses looked up.
    Parse,
    /// Gone through for who holds which role.
    Survey,
    /// Gone through for the facts, with what each phrase stands for.
    Resolve,
}

/// One article's paragraphs as parsed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    pub(crate) parses: Vec<Parse>,
    /// Whether the paragraph is a headline written in capitals.
    pub(crate) headlines: Vec<bool>,
}

/// A stretch of text that is parsed on its own.
struct Paragraph {
    range: Range<usize>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `GHENT, Belgium — `.
    Dateline,
    Title,
    Prose,
}

/// The readings of a set of articles.
pub(crate) struct Readings<'a> {
    documents: &'a [Document],
    means: Means<'a>,
    held: Vec<Held>,
}

/// What is held of a reading.
enum Held {
    Whole(Reading),
    Compact(Box<[u8]>),
    InCache,
}

impl<'a> Readings<'a> {
    /// Reads articles, on all cores, and makes of each what is needed of all at once.
    pub(crate) fn of<S: Send>(
        documents: &'a [Document],
        lexicon: &Lexicon,
        means: Means<'a>,
        sketch: impl Fn(&Reading, &[Tree]) -> S + Sync,
    ) -> (Self, Vec<S>) {
        let cache = means.cache.filter(|_| documents.len() >= WORTH_KEEPING);
        let means = Means { cache, ..means };
        let mut readings = Self { documents, means, held: Vec::new() };
        let done = AtomicUsize::new(0);
        let read = |article: usize| {
            let reading = parsed(&documents[article], cache);
            let sketch = sketch(&reading, &reading.trees(lexicon));
            readings.tell(Step::Parse, done.fetch_add(1, Ordering::Relaxed) + 1);
            (readings.hold(article, reading), sketch)
        };
        let (held, sketches) = (0..documents.len()).into_par_iter().map(read).unzip();
        readings.held = held;
        (readings, sketches)
    }

    /// Number of articles.
    pub(crate) fn len(&self) -> usize {
        self.documents.len()
    }

    /// The reading of an article.
    pub(crate) fn get(&self, article: usize) -> Cow<'_, Reading> {
        let document = &self.documents[article];
        let parses = match &self.held[article] {
            Held::Whole(reading) => return Cow::Borrowed(reading),
            Held::Compact(bytes) => compact::decode(bytes, &document.article.text),
            Held::InCache => None,
        };
        Cow::Owned(match parses {
            Some(parses) => assembled(parses, &paragraphs(document)),
            None => parsed(document, self.means.cache),
        })
    }

    /// Whether the article is one of those whose readings are held as they are.
    pub(crate) fn is_held(&self, article: usize) -> bool {
        article < self.means.held
    }

    /// What an article's paragraphs claim.
    pub(crate) fn claims(&self, article: usize, trees: &[Tree]) -> Vec<Vec<Claim>> {
        claims(&self.documents[article], trees)
    }

    /// Makes something of each article, on all cores, and visits it in the articles' order.
    pub(crate) fn for_each<M: Send>(
        &self,
        step: Step,
        make: impl Fn(usize) -> M + Sync,
        mut visit: impl FnMut(usize, M),
    ) {
        let done = AtomicUsize::new(0);
        let make = |article: usize| {
            let made = make(article);
            self.tell(step, done.fetch_add(1, Ordering::Relaxed) + 1);
            made
        };
        for first in (0..self.len()).step_by(AT_HAND) {
            let articles = first..self.len().min(first + AT_HAND);
            let made: Vec<_> = articles.clone().into_par_iter().map(make).collect();
            articles.zip(made).for_each(|(article, made)| visit(article, made));
        }
    }

    fn tell(&self, step: Step, done: usize) {
        if let Some(watch) = self.means.watch {
            watch(Progress { step, done, of: self.len() });
        }
    }

    fn hold(&self, article: usize, reading: Reading) -> Held {
        if self.is_held(article) {
            Held::Whole(reading)
        } else if self.means.cache.is_some() {
            Held::InCache
        } else {
            Held::Compact(compact::encode(&reading.parses).into())
        }
    }
}

impl Reading {
    /// The trees of the paragraphs.
    pub(crate) fn trees<'r>(&'r self, lexicon: &'r Lexicon) -> Vec<Tree<'r>> {
        self.parses.iter().map(|parse| Tree::new(parse, lexicon)).collect()
    }
}

/// Reads an article.
pub(crate) fn read(document: &Document) -> Reading {
    parsed(document, None)
}

/// Parses an article's paragraphs, or looks their parses up.
fn parsed(document: &Document, cache: Option<&Cache>) -> Reading {
    let text = &document.article.text;
    let paragraphs = paragraphs(document);
    let ranges: Vec<_> = paragraphs.iter().map(|paragraph| paragraph.range.clone()).collect();
    let parses = cache.and_then(|cache| cache.get(text, &ranges)).unwrap_or_else(|| {
        let parse = |range: &Range<usize>| Pipeline::get().parse(&text[range.clone()], range.start);
        let parses: Vec<_> = ranges.iter().map(parse).collect();
        cache.inspect(|cache| cache.put(text, &ranges, &parses));
        parses
    });
    assembled(parses, &paragraphs)
}

/// What an article's paragraphs claim.
pub(crate) fn claims(document: &Document, trees: &[Tree]) -> Vec<Vec<Claim>> {
    let written = document.article.date.as_deref();
    let draw = |(tree, Paragraph { kind, .. }): (&Tree, Paragraph)| match kind {
        Kind::Dateline => claims::extract_dateline(tree),
        Kind::Title if !is_sentence(tree.parse) => Vec::new(),
        Kind::Title | Kind::Prose => claims::extract(tree, written),
    };
    trees.iter().zip(paragraphs(document)).map(draw).collect()
}

/// The reading of parses that were made before.
fn assembled(parses: Vec<Parse>, paragraphs: &[Paragraph]) -> Reading {
    let is_headline = |(parse, paragraph): (&Parse, &Paragraph)| {
        paragraph.kind == Kind::Title && !is_sentence(parse)
    };
    let headlines = parses.iter().zip(paragraphs).map(is_headline).collect();
    Reading { parses, headlines }
}

/// What of an article is parsed.
fn paragraphs(document: &Document) -> Vec<Paragraph> {
    let mut paragraphs = Vec::with_capacity(document.blocks.len() + 1);
    for block in &document.blocks {
        let Range { start, end } = block.range;
        let (kind, dateline) = match block.kind {
            BlockKind::Title => (Kind::Title, 0),
            BlockKind::Prose => (Kind::Prose, dateline_length(&document.article.text[start..end])),
        };
        if dateline > 0 {
            paragraphs.push(Paragraph { range: start..start + dateline, kind: Kind::Dateline });
        }
        paragraphs.push(Paragraph { range: start + dateline..end, kind });
    }
    paragraphs
}

/// Number of bytes of `GHENT, Belgium (AP) — ` before an article's first sentence, which is not
/// part of it; 0 where there is none.
fn dateline_length(text: &str) -> usize {
    static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^\p{Lu}[\p{L}.'’ -]{1,40}(?:, [\p{L}.'’ ]{2,30}){0,2}(?:, \p{L}+\.? \d{1,2})?(?: \([\p{L} /.]{2,30}\))? ?(?:—|–|--| - ) ?",
        )
        .expect("the pattern is constant")
    });
    if let Some(place) = undashed_dateline(text) {
        return place;
    }
    // Most paragraphs have no dash where the pattern could end, in at most so many letters.
    let reach = text.char_indices().nth(200).map_or(text.len(), |(at, _)| at);
    if !["—", "–", "--", " - "].iter().any(|dash| text[..reach].contains(dash)) {
        return 0;
    }
    let Some(found) = DATELINE.find(text) else { return 0 };
    let place = found.as_str().split([',', '(', '—', '–']).next().unwrap_or_default().trim();
    let capitals = place.chars().all(|letter| !letter.is_lowercase());
    if capitals || found.as_str().contains(',') { found.end() } else { 0 }
}

/// Number of bytes of `HANOVER, Germany ` before `The`: a place in capitals, maybe with what it lies
/// in, and behind it a word that begins a sentence.
fn undashed_dateline(text: &str) -> Option<usize> {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^(\p{Lu}{4}[\p{Lu} ]{0,20}(?:, \p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?)? (?:\([\p{L} /.]{2,30}\) )?)(?:An?|The|Two|Three|Four|Five|Hundreds|Thousands|Dozens|More) ",
        )
        .expect("the pattern is constant")
    });
    let found = PLACE.captures(text)?;
    found.get(1).map(|place| place.end())
}

/// Of headlines only those in the grammar and case of a sentence are read.
fn is_sentence(parse: &Parse) -> bool {
    let stopped = parse.tokens.last().is_some_and(|token| matches!(&*token.text, "." | "!" | "?"));
    let long = |token: &Token| token.text.len() > 3 && token.text.chars().all(char::is_alphabetic);
    let mut named = vec![false; parse.tokens.len()];
    parse.entities.iter().for_each(|span| named[span.tokens.clone()].fill(true));
    let words = parse.tokens.iter().zip(named).skip(1);
    let words: Vec<&Token> =
        words.filter(|(token, named)| long(token) && !named).map(|(token, _)| token).collect();
    let lower = words.iter().filter(|word| word.text.starts_with(char::is_lowercase)).count();
    stopped || 2 * lower >= words.len().max(2)
}
