//! Sentences as resources of the Web Annotation vocabulary: by their words and by their place.

use std::io;
use std::ops::Range;

use oxrdf::vocab::{rdf, xsd};
use oxrdf::{Literal, NamedNodeRef, Term};

use super::names::encoded;
use super::{Description, Ruler, plain};
use crate::RelationshipId;
use crate::corpus::{Article, Index};
use crate::export::Quoted;

const DERIVED: NamedNodeRef<'_> =
    NamedNodeRef::new_unchecked("http://www.w3.org/ns/prov#wasDerivedFrom");
const QUOTED: NamedNodeRef<'_> =
    NamedNodeRef::new_unchecked("http://www.w3.org/ns/prov#wasQuotedFrom");
const VALUE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/ns/prov#value");

/// A term of Web Annotation.
macro_rules! oa {
    ($name:literal) => {
        NamedNodeRef::new_unchecked(concat!("http://www.w3.org/ns/oa#", $name))
    };
}

/// Characters before and behind a quote that are told to find it again.
const AROUND: usize = 32;

/// A sentence of an article.
pub(super) struct Quote<'a> {
    quoted: Quoted<'a>,
    /// The article and the bytes in its text, where they are known.
    place: Option<(&'a Article, Range<usize>)>,
    /// The same in Unicode code points.
    characters: Range<usize>,
}

impl<'a> Quote<'a> {
    /// The id of the article that it stands in.
    pub(super) fn article(&self) -> &'a str {
        self.quoted.article
    }
}

impl<'a> Description<'a, '_> {
    /// The names of the quotes behind a relationship; none where a statement wrote quotes without
    /// their articles.
    pub(super) fn evidence(&mut self, id: RelationshipId) -> Vec<Term> {
        let graph = self.view.graph();
        let count = |key| match graph.relationship_property(id, key).as_list() {
            Some(items) if super::are_texts(items) => Some(items.len()),
            _ => None,
        };
        if count("quotes") != count("quote_sources") {
            return Vec::new();
        }
        self.view.evidence(id).into_iter().map(|quoted| self.quote(quoted)).collect()
    }

    /// Each quote, and all in order: the dates, numbers and speakers of the sentences are lists
    /// in the same order.
    pub(super) fn write_evidence(
        &mut self,
        subject: NamedNodeRef<'_>,
        quotes: Vec<Term>,
    ) -> io::Result<()> {
        if quotes.is_empty() {
            return Ok(());
        }
        self.emit_all(subject, DERIVED, quotes.iter().cloned())?;
        let (key, cell) = (self.names.of("property", "quotes"), self.blank());
        self.emit(subject, key.as_ref(), cell.as_ref())?;
        self.write_collection(cell, quotes)
    }

    /// The name of a quote, which is described later.
    fn quote(&mut self, quoted: Quoted<'a>) -> Term {
        let place = self.place(&quoted);
        let characters = place.as_ref().map_or(0..0, |(at, article, bytes)| {
            let characters = || Ruler::of(&article.text, |text| text.chars().count());
            let known = self.characters.entry(*at).or_insert_with(characters);
            known.at(bytes.start)..known.at(bytes.end)
        });
        let part = match place {
            Some(_) => format!("{}-{}", characters.start, characters.end),
            // Its words tell it apart.
            None => blake3::hash(quoted.quote.as_bytes()).to_hex()[..16].to_owned(),
        };
        let name = self.names.at(&format!("quote:{}:{part}", encoded(quoted.article)));
        let place = place.map(|(_, article, bytes)| (article, bytes));
        self.quotes.entry(name.clone()).or_insert(Quote { quoted, place, characters });
        name.into()
    }

    /// The article that a quote stands in, with its place in the corpus, and the bytes of its text.
    fn place(&self, quoted: &Quoted<'a>) -> Option<(Index, &'a Article, Range<usize>)> {
        let (at, article) = self.view.article_at(quoted.article)?;
        let bytes = quoted.place.as_ref()?;
        let range = article.text_offset(bytes.start)?..article.text_offset(bytes.end)?;
        (article.text.get(range.clone()) == Some(quoted.quote)).then_some((at, article, range))
    }

    pub(super) fn write_quote(
        &mut self,
        name: NamedNodeRef<'_>,
        quote: &Quote<'a>,
    ) -> io::Result<()> {
        let source = self.names.article(quote.article());
        let selectors = ["words", "place"]
            .map(|part| oxrdf::NamedNode::new_unchecked(format!("{};{part}", name.as_str())));
        let [words, place] = selectors.each_ref().map(oxrdf::NamedNode::as_ref);
        self.emit(name, rdf::TYPE, oa!("SpecificResource"))?;
        self.emit(name, VALUE, plain(quote.quoted.quote).as_ref())?;
        self.emit(name, QUOTED, source.as_ref())?;
        self.emit(name, oa!("hasSource"), source.as_ref())?;
        self.emit(name, oa!("hasSelector"), words)?;
        if quote.place.is_some() {
            self.emit(name, oa!("hasSelector"), place)?;
        }
        self.write_words(words, quote)?;
        if quote.place.is_some() { self.write_place(place, &quote.characters) } else { Ok(()) }
    }

    fn write_words(&mut self, selector: NamedNodeRef<'_>, quote: &Quote<'a>) -> io::Result<()> {
        self.emit(selector, rdf::TYPE, oa!("TextQuoteSelector"))?;
        self.emit(selector, oa!("exact"), plain(quote.quoted.quote).as_ref())?;
        let Some((article, bytes)) = &quote.place else { return Ok(()) };
        let (before, behind) = (&article.text[..bytes.start], &article.text[bytes.end..]);
        let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
        let end = behind.char_indices().nth(AROUND).map_or(behind.len(), |(at, _)| at);
        self.emit(selector, oa!("prefix"), plain(&before[start..]).as_ref())?;
        self.emit(selector, oa!("suffix"), plain(&behind[..end]).as_ref())
    }

    fn write_place(&mut self, selector: NamedNodeRef<'_>, at: &Range<usize>) -> io::Result<()> {
        let offset =
            |at: usize| Literal::new_typed_literal(at.to_string(), xsd::NON_NEGATIVE_INTEGER);
        self.emit(selector, rdf::TYPE, oa!("TextPositionSelector"))?;
        self.emit(selector, oa!("start"), offset(at.start).as_ref())?;
        self.emit(selector, oa!("end"), offset(at.end).as_ref())
    }
}
