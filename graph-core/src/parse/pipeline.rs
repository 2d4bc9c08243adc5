//! The stages of the pipeline in turn.

use std::ops::Range;
use std::sync::LazyLock;

use ndarray::{Array1, Array2};
use rayon::prelude::*;

use super::arc_eager::ArcEager;
use super::labels::{Pos, Tag};
use super::lemmatizer::Lemmatizer;
use super::lexeme::{Features, Lexicon};
use super::model::{COMPILED_IN, Labels, Weights};
use super::projectivity;
use super::recognizer::{Place, Recognizer};
use super::ruler::{Attributes, Ruler};
use super::scorer::Scorer;
use super::tok2vec::Tok2Vec;
use super::tokenizer::{Piece, Tokenizer};
use super::{Parse, Span, Token};

/// Texts with more tokens are parsed in parts, to bound the memory and the work that a
/// sentence without end can take.
const LONGEST_PART: usize = 4000;

/// The pretrained pipeline.
pub struct Pipeline {
    tokenizer: Tokenizer,
    lexicon: Lexicon,
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
    weight: Array2<f32>,
    bias: Array1<f32>,
    tags: Vec<Tag>,
}

/// A token before it is parsed.
struct Word<'t> {
    text: &'t str,
    norm: String,
    features: Features,
    piece: Piece<'t>,
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
        let pieces = self.tokenizer.tokens(text);
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

    fn parse_part(&self, text: &str, pieces: &[Piece<'_>], offset: usize) -> Parse {
        let words: Vec<_> = pieces.iter().map(|piece| self.word(text, piece)).collect();
        let features: Vec<_> = words.iter().map(|word| word.features).collect();
        let vectors = self.shared.vectors(&features);
        let tags = self.tagger.tags(&vectors);
        let mut contributions = self.parser_scorer.contributions(&vectors);
        let arcs = self.parser.parse(words.len(), &mut contributions);
        let tree = projectivity::restore(&arcs, |i| features[i].is_space());
        let starts = tree.sentence_starts();
        let entities = self.entities(&features, &starts);
        let mut attributes: Vec<_> = (0..words.len())
            .map(|i| Attributes::new(words[i].text, features[i].is_space(), tags[i], tree.deps[i]))
            .collect();
        self.ruler.apply(&mut attributes);
        let tokens = words
            .into_iter()
            .zip(attributes)
            .zip(tree.heads)
            .map(|((word, attributes), head)| self.token(word, &attributes, head, offset))
            .collect();
        Parse { tokens, sentences: sentences(&starts), entities }
    }

    fn word<'t>(&self, text: &'t str, piece: &Piece<'t>) -> Word<'t> {
        let text = &text[piece.range.clone()];
        let norm = piece.norm.map_or_else(|| self.lexicon.norm(text), str::to_owned);
        let features = self.lexicon.features(text, &norm, piece.space_after);
        Word { text, norm, features, piece: piece.clone() }
    }

    fn entities(&self, features: &[Features], starts: &[bool]) -> Vec<Span> {
        let places: Vec<_> = features
            .iter()
            .zip(starts)
            .map(|(features, &starts_sentence)| Place {
                is_space: features.is_space(),
                starts_sentence,
            })
            .collect();
        let vectors = self.entities.vectors(features);
        let mut contributions = self.recognizer_scorer.contributions(&vectors);
        self.recognizer.entities(&places, &mut contributions)
    }

    fn token(&self, word: Word<'_>, attributes: &Attributes, head: usize, offset: usize) -> Token {
        let lemma = match attributes.lemma {
            Some(lemma) => lemma.to_owned(),
            None if attributes.is_base_form() || attributes.pos == Pos::Space => {
                attributes.lower.clone()
            }
            None => self.lemma(word.text, attributes.pos),
        };
        Token {
            text: word.text.into(),
            start: offset + word.piece.range.start,
            end: offset + word.piece.range.end,
            norm: word.norm.into(),
            lemma: lemma.into(),
            pos: attributes.pos,
            tag: attributes.tag,
            head,
            dep: attributes.dep,
            space_after: word.piece.space_after,
        }
    }
}

impl Tagger {
    fn read(weights: &Weights, labels: &[String]) -> Self {
        Self {
            weight: weights.matrix("tagger.weight").reversed_axes(),
            bias: weights.vector("tagger.bias"),
            tags: labels.iter().map(|tag| Tag::from_label(tag).expect(COMPILED_IN)).collect(),
        }
    }

    fn tags(&self, vectors: &Array2<f32>) -> Vec<Tag> {
        let scores = vectors.dot(&self.weight) + &self.bias;
        let best = |row: ndarray::ArrayView1<'_, f32>| {
            let higher = |best: (usize, f32), (i, &score): (usize, &f32)| {
                if score > best.1 { (i, score) } else { best }
            };
            row.iter().enumerate().fold((0, f32::NEG_INFINITY), higher).0
        };
        scores.rows().into_iter().map(|row| self.tags[best(row)]).collect()
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
