//! The stages of the pipeline in turn.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;
use smol_str::SmolStr;
use tracing::trace_span;

use super::affine::Affine;
use super::arc_eager::ArcEager;
use super::labels::{Pos, Tag};
use super::lemmatizer::{self, Lemmatizer};
use super::lexeme::Lexicon;
use super::model::{COMPILED_IN, Labels, Weights};
use super::projectivity;
use super::recognizer::{Place, Recognizer};
use super::ruler::{Attributes, Ruler};
use super::scorer::Scorer;
use super::tok2vec::{Embedded, Tok2Vec, WIDTH};
use super::tokenizer::{Piece, Tokenizer};
use super::vocabulary::{Lexeme, Spelling, Vocabulary};
use super::{Parse, Span, Token};

/// Texts with more tokens are parsed in parts, to bound the memory and the work that a
/// sentence without end can take.
const LONGEST_PART: usize = 4000;

/// The pretrained pipeline.
pub struct Pipeline {
    tokenizer: Tokenizer,
    lexicon: Lexicon,
    vocabulary: Vocabulary,
    shared: Tok2Vec,
    entities: Tok2Vec,
    tagger: Tagger,
    parser: ArcEager,
    parser_scorer: Scorer,
    recognizer: Recognizer,
    recognizer_scorer: Scorer,
    ruler: Ruler,
    lemmatizer: Lemmatizer,
}

struct Tagger {
    layer: Affine,
    tags: Vec<Tag>,
}

impl Pipeline {
    /// The one pipeline of the process. The first call decodes the weights.
    pub fn get() -> &'static Self {
        static PIPELINE: LazyLock<Pipeline> = LazyLock::new(Pipeline::read);
        &PIPELINE
    }

    fn read() -> Self {
        let (weights, labels) = (Weights::read(), Labels::read());
        Self {
            tokenizer: Tokenizer::read(),
            lexicon: Lexicon::read(),
            vocabulary: Vocabulary::default(),
            shared: Tok2Vec::read(&weights, "shared"),
            entities: Tok2Vec::read(&weights, "entities"),
            tagger: Tagger::read(&weights, &labels.tags),
            parser: ArcEager::new(&labels.parser),
            parser_scorer: Scorer::read(&weights, "parser"),
            recognizer: Recognizer::new(&labels.recognizer),
            recognizer_scorer: Scorer::read(&weights, "recognizer"),
            ruler: Ruler::read(),
            lemmatizer: Lemmatizer::read(),
        }
    }

    /// Parses a paragraph that stands at byte `offset` of its article's text: the tokens'
    /// offsets count from there. Any text is accepted.
    ///
    /// ```
    /// use graph_core::parse::{Dep, Pipeline};
    ///
    /// let parse = Pipeline::get().parse("Police arrested the mayor.", 100);
    /// let subject = &parse.tokens[0];
    /// assert_eq!((subject.start, subject.end), (100, 106));
    /// assert_eq!((subject.head, subject.dep), (1, Dep::Nsubj));
    /// ```
    pub fn parse(&self, text: &str, offset: usize) -> Parse {
        let pieces = trace_span!("tokenizer").in_scope(|| self.tokenizer.tokens(text));
        let parts = parts(text, &pieces);
        let parsed: Vec<_> = match &parts[..] {
            [] => Vec::new(),
            [part] => vec![self.parse_part(text, &pieces[part.clone()], offset)],
            _ => parts
                .par_iter()
                .map(|part| self.parse_part(text, &pieces[part.clone()], offset))
                .collect(),
        };
        parsed.into_iter().reduce(append).unwrap_or_default()
    }

    /// The base form that the rules give for a word of this part of speech, without what the
    /// sentence around it could tell.
    ///
    /// ```
    /// use graph_core::parse::{Pipeline, Pos};
    ///
    /// assert_eq!(Pipeline::get().lemma("parties", Pos::Noun), "party");
    /// assert_eq!(Pipeline::get().lemma("met", Pos::Verb), "meet");
    /// ```
    pub fn lemma(&self, word: &str, pos: Pos) -> String {
        self.lemmatizer.lemma(word, pos, &self.lexicon)
    }

    /// Whether a word in lower case is the base form of a verb that the lemmatizer lists.
    ///
    /// ```
    /// use graph_core::parse::Pipeline;
    ///
    /// assert!(Pipeline::get().knows_verb("rescue"));
    /// assert!(!Pipeline::get().knows_verb("rescu"));
    /// ```
    pub fn knows_verb(&self, word: &str) -> bool {
        lemmatizer::is_verb(word)
    }

    /// Whether a word in lower case is the base form of an adjective that the lemmatizer lists.
    ///
    /// ```
    /// use graph_core::parse::Pipeline;
    ///
    /// assert!(Pipeline::get().knows_adjective("united"));
    /// assert!(!Pipeline::get().knows_adjective("kowalski"));
    /// ```
    pub fn knows_adjective(&self, word: &str) -> bool {
        lemmatizer::is_adjective(word)
    }

    fn parse_part(&self, text: &str, pieces: &[Piece<'_>], offset: usize) -> Parse {
        let words = trace_span!("words")
            .in_scope(|| self.vocabulary.look_up(text, pieces, |new| self.learn(new)));
        let is_space = |at: usize| words[at].features.is_space();
        let vectors = trace_span!("tok2vec")
            .in_scope(|| self.shared.vectors(&embedded(&words, |word| &word.shared)));
        let tags = trace_span!("tagger").in_scope(|| self.tagger.tags(&vectors));
        let (tree, starts) = trace_span!("parser").in_scope(|| {
            let mut contributions = self.parser_scorer.contributions(&vectors);
            let arcs = self.parser.parse(words.len(), &mut contributions);
            let tree = projectivity::restore(&arcs, is_space);
            let starts = tree.sentence_starts();
            (tree, starts)
        });
        let entities = self.entities(&words, &starts);
        let _span = trace_span!("ruler, lemmatizer").entered();
        let mut attributes: Vec<_> = words
            .iter()
            .enumerate()
            .map(|(at, word)| Attributes::new(&word.lower, is_space(at), tags[at], tree.deps[at]))
            .collect();
        self.ruler.apply(&mut attributes);
        let tokens = (0..words.len()).map(|at| Token {
            text: text[pieces[at].range.clone()].into(),
            start: offset + pieces[at].range.start,
            end: offset + pieces[at].range.end,
            norm: words[at].norm.clone(),
            lemma: self.lemma_of(&words[at], &attributes[at]),
            pos: attributes[at].pos,
            tag: attributes[at].tag,
            head: tree.heads[at],
            dep: attributes[at].dep,
            space_after: pieces[at].space_after,
        });
        Parse { tokens: tokens.collect(), sentences: sentences(&starts), entities }
    }

    /// What is to be known of words that weren't met before, or long ago.
    fn learn(&self, new: &[Spelling<'_>]) -> Vec<Lexeme> {
        let norm =
            |word: &Spelling| word.norm.map_or_else(|| self.lexicon.norm(word.text), str::to_owned);
        let norms: Vec<_> = new.iter().map(norm).collect();
        let features: Vec<_> = new
            .iter()
            .zip(&norms)
            .map(|(word, norm)| self.lexicon.features(word.text, norm, word.space_after))
            .collect();
        let embedded = self.shared.embed(&features).into_iter().zip(self.entities.embed(&features));
        let words = new.iter().zip(norms).zip(features).zip(embedded);
        words
            .map(|(((word, norm), features), (shared, entities))| {
                Lexeme::new(word.text, norm, features, shared, entities)
            })
            .collect()
    }

    fn entities(&self, words: &[Arc<Lexeme>], starts: &[bool]) -> Vec<Span> {
        let places: Vec<_> = words
            .iter()
            .zip(starts)
            .map(|(word, &starts_sentence)| Place {
                is_space: word.features.is_space(),
                starts_sentence,
            })
            .collect();
        let vectors = trace_span!("tok2vec")
            .in_scope(|| self.entities.vectors(&embedded(words, |word| &word.entities)));
        trace_span!("recognizer").in_scope(|| {
            let mut contributions = self.recognizer_scorer.contributions(&vectors);
            self.recognizer.entities(&places, &mut contributions)
        })
    }

    fn lemma_of(&self, word: &Lexeme, attributes: &Attributes) -> SmolStr {
        match attributes.lemma {
            Some(lemma) => SmolStr::new_static(lemma),
            None if attributes.is_base_form() || attributes.pos == Pos::Space => word.lower.clone(),
            None => word.lemma(attributes.pos, |text| self.lemma(text, attributes.pos)),
        }
    }
}

/// What one of the networks knows of each word alone.
fn embedded<'w>(
    words: &'w [Arc<Lexeme>],
    of: impl Fn(&'w Lexeme) -> &'w Embedded,
) -> Vec<&'w Embedded> {
    words.iter().map(|word| of(word)).collect()
}

impl Tagger {
    fn read(weights: &Weights, labels: &[String]) -> Self {
        Self {
            layer: Affine::new(&weights.matrix("tagger.weight"), &weights.vector("tagger.bias")),
            tags: labels.iter().map(|tag| Tag::from_label(tag).expect(COMPILED_IN)).collect(),
        }
    }

    fn tags(&self, vectors: &[f32]) -> Vec<Tag> {
        let mut scores = vec![0.0; vectors.len() / WIDTH * self.layer.width()];
        self.layer.apply(vectors, WIDTH, &mut scores);
        let best = |row: &[f32]| {
            let mut best = (self.tags[0], f32::NEG_INFINITY);
            for (&tag, &score) in self.tags.iter().zip(row) {
                if score > best.1 {
                    best = (tag, score);
                }
            }
            best.0
        };
        scores.chunks_exact(self.layer.width()).map(best).collect()
    }
}

/// Cuts too long a text into parts, where possible behind a token that ends a sentence.
fn parts(text: &str, pieces: &[Piece<'_>]) -> Vec<Range<usize>> {
    let ends = |i: usize| matches!(&text[pieces[i].range.clone()], "." | "!" | "?" | ";" | "\n");
    let mut parts = Vec::new();
    let mut start = 0;
    while pieces.len() - start > LONGEST_PART {
        let latest = start + LONGEST_PART;
        let last = (start + LONGEST_PART / 2..latest).rev().find(|&i| ends(i));
        let end = last.map_or(latest, |last| last + 1);
        parts.push(start..end);
        start = end;
    }
    if start < pieces.len() {
        parts.push(start..pieces.len());
    }
    parts
}

/// The sentences as ranges, from which tokens start one.
fn sentences(starts: &[bool]) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    for (token, &starts) in starts.iter().enumerate() {
        match sentences.last_mut() {
            Some(sentence) if !starts => sentence.end = token + 1,
            _ => sentences.push(token..token + 1),
        }
    }
    sentences
}

/// Puts the parse of a text's next part behind that of the parts before.
fn append(mut whole: Parse, part: Parse) -> Parse {
    let shift = whole.tokens.len();
    let moved = |range: Range<usize>| range.start + shift..range.end + shift;
    whole
        .tokens
        .extend(part.tokens.into_iter().map(|token| Token { head: token.head + shift, ..token }));
    whole.sentences.extend(part.sentences.into_iter().map(moved));
    whole
        .entities
        .extend(part.entities.into_iter().map(|span| Span { tokens: moved(span.tokens), ..span }));
    whole
}
