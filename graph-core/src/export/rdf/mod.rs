//! The graph as RDF 1.2, in Turtle or N-Quads.
//!
//! ```turtle
//! entity:Person:Lena%20Ortiz a type:Person ; rdfs:label "Lena Ortiz" ; skos:altLabel "Ortiz" .
//! article:talks dcterms:title "Talks" ; dcterms:date "2025-03-04"^^xsd:date .
//! entity:Person:Lena%20Ortiz relation:CRITICIZED entity:Agreement:plan .
//! fact:… rdf:reifies <<( entity:Person:Lena%20Ortiz relation:CRITICIZED entity:Agreement:plan )>> ;
//!     property:polarity "+" ; property:modality "fact" ; property:sources article:talks ;
//!     prov:wasDerivedFrom quote:talks:13-59 .
//! quote:talks:13-59 prov:wasQuotedFrom article:talks ; prov:value "…" ; oa:hasSource article:talks ;
//!     oa:hasSelector [ oa:exact "…" ; oa:prefix "…" ; oa:suffix "…" ], [ oa:start 13 ; oa:end 59 ] .
//! ```
//!
//! Every relationship is a reifier, which carries its properties. What it says is besides stated
//! as a plain triple where it is asserted; what is denied, planned or possible never is. `oa:start`
//! and `oa:end` count the Unicode code points of the article's decoded text.
//!
//! N-Quads has the same triples, all in the default graph: one fact may be told by many articles,
//! which its quotes name; a graph for each would say it many times over, and readers that don't
//! merge graphs would find none of it.

mod literal;
mod names;
mod quotes;

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};

use oxrdf::vocab::{rdf, rdfs};
use oxrdf::{BlankNode, Literal, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Term, Triple};
use oxrdf::{GraphNameRef, TermRef, TripleRef};
use oxttl::{NQuadsSerializer, TurtleSerializer};
use thiserror::Error;

use super::ruler::Ruler;
use super::{Stance, View, is_hidden, web_address};
use crate::corpus::Index;
use crate::{NodeId, RelationshipId, Value};
use names::Names;

/// What IRIs begin with where nothing else is asked for.
pub const BASE: &str = "urn:attest:";

/// Namespaces of Turtle: the graph's own behind the base, then those of others.
const OWN: [&str; 7] = ["entity", "article", "fact", "quote", "type", "relation", "property"];
const OTHERS: [(&str, &str); 7] = [
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("oa", "http://www.w3.org/ns/oa#"),
];

const ALT_LABEL: NamedNodeRef<'_> =
    NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#altLabel");
const IDENTIFIER: NamedNodeRef<'_> =
    NamedNodeRef::new_unchecked("http://purl.org/dc/terms/identifier");
const TITLE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://purl.org/dc/terms/title");
const DATE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://purl.org/dc/terms/date");
const SOURCE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://purl.org/dc/terms/source");

/// `ttl --base "a b"`
#[derive(Debug, Error)]
#[error("`{base}` is no absolute IRI; write one such as https://example.org/news/")]
pub struct BaseError {
    /// What was asked for.
    pub base: String,
}

/// A view of a graph, to be written as RDF.
///
/// ```
/// use std::path::Path;
/// use graph_core::{Value, export::{View, rdf::Rdf}, workspace};
/// let mut workspace = workspace::open(Path::new(":memory:")).expect("always there");
/// workspace.graph_mut().add_node(["Topic"], [("name", Value::from("open sea"))]);
/// let mut quads = Vec::new();
/// Rdf::new(&View::whole(&workspace)).write_nquads(&mut quads).expect("memory takes it");
/// assert!(quads.starts_with(b"<urn:attest:entity:Topic:open%20sea> <http://www.w3.org/1999/"));
/// ```
#[derive(Clone, Debug)]
pub struct Rdf<'a> {
    view: &'a View<'a>,
    base: Cow<'a, str>,
}

impl<'a> Rdf<'a> {
    /// With IRIs that begin with [`BASE`].
    pub fn new(view: &'a View<'a>) -> Self {
        Self { view, base: BASE.into() }
    }

    /// With IRIs that begin with this.
    ///
    /// # Errors
    /// For what is no absolute IRI.
    pub fn with_base(self, base: &str) -> Result<Self, BaseError> {
        check_base(base)?;
        Ok(Self { base: base.to_owned().into(), ..self })
    }

    /// Writes Turtle.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn write_turtle(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut serializer = self.turtle().low_level();
        let mut text = Vec::new();
        self.describe(&mut |triple| {
            serializer.serialize_triple(triple, &mut text)?;
            show(&mut text, out)
        })?;
        serializer.finish(&mut text)?;
        show(&mut text, out)
    }

    /// Writes N-Quads.
    ///
    /// # Errors
    /// Where the writer fails.
    pub fn write_nquads(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut serializer = NQuadsSerializer::new().low_level();
        let mut text = Vec::new();
        self.describe(&mut |triple| {
            serializer.serialize_quad(triple.in_graph(GraphNameRef::DefaultGraph), &mut text)?;
            show(&mut text, out)
        })
    }

    fn turtle(&self) -> TurtleSerializer {
        let own = OWN.map(|name| (name, format!("{}{name}:", self.base)));
        let others = OTHERS.map(|(name, iri)| (name, iri.to_owned()));
        let all = own.into_iter().chain(others);
        all.fold(TurtleSerializer::new(), |turtle, (name, iri)| {
            turtle.with_prefix(name, iri).expect("the base was checked")
        })
    }

    fn describe(&self, emit: Emit<'_>) -> io::Result<()> {
        let names = Names::whole(self.view, &self.base);
        let mut description = Description {
            view: self.view,
            names,
            emit,
            open: VecDeque::new(),
            blanks: 0,
            quotes: BTreeMap::new(),
            characters: BTreeMap::new(),
        };
        description.write()
    }
}

/// Whether IRIs may begin with this.
///
/// # Errors
/// For what is no absolute IRI.
pub fn check_base(base: &str) -> Result<(), BaseError> {
    match NamedNode::new(base) {
        Ok(_) if !base.contains(is_hidden) => Ok(()),
        _ => Err(BaseError { base: base.to_owned() }),
    }
}

/// What takes the triples.
type Emit<'e> = &'e mut dyn FnMut(TripleRef<'_>) -> io::Result<()>;

/// Writes text with hidden characters escaped, which stand in literals alone, but for the line
/// breaks and tabs between triples.
fn show(text: &mut Vec<u8>, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = std::str::from_utf8(text).map_err(io::Error::other)?;
    let hidden = |c: char| is_hidden(c) && c != '\n' && c != '\t';
    while let Some((at, found)) = rest.char_indices().find(|(_, c)| hidden(*c)) {
        write!(out, "{}\\u{:04X}", &rest[..at], u32::from(found))?;
        rest = &rest[at + found.len_utf8()..];
    }
    out.write_all(rest.as_bytes())?;
    text.clear();
    Ok(())
}

/// The triples of a view, as they are written.
struct Description<'a, 'e> {
    view: &'a View<'a>,
    names: Names<'a>,
    emit: Emit<'e>,
    /// Lists and maps that were named and are to be described.
    open: VecDeque<(BlankNode, &'a Value)>,
    /// Number of blank nodes.
    blanks: u128,
    /// The quotes that were named and are to be described.
    quotes: BTreeMap<NamedNode, quotes::Quote<'a>>,
    /// Unicode code points of the texts of articles, by place in the corpus.
    characters: BTreeMap<Index, Ruler<'a>>,
}

impl<'a> Description<'a, '_> {
    fn write(&mut self) -> io::Result<()> {
        let view = self.view;
        view.nodes().iter().try_for_each(|node| self.write_node(*node))?;
        view.relationships().iter().try_for_each(|id| self.write_relationship(*id))?;
        let quoted = std::mem::take(&mut self.quotes);
        quoted.iter().try_for_each(|(name, quote)| self.write_quote(name.as_ref(), quote))?;
        self.write_quoted_articles(quoted.values().map(quotes::Quote::article))
    }

    /// The articles that are quoted, but aren't in the view.
    fn write_quoted_articles(&mut self, ids: impl Iterator<Item = &'a str>) -> io::Result<()> {
        let mut nodes: Vec<NodeId> = ids.filter_map(|id| self.names.article_node(id)).collect();
        nodes.sort_unstable();
        nodes.dedup();
        // Both are in order of id.
        nodes.retain(|node| self.view.nodes().binary_search(node).is_err());
        nodes.into_iter().try_for_each(|node| self.write_node(node))
    }

    fn write_node(&mut self, node: NodeId) -> io::Result<()> {
        let (view, name) = (self.view, self.names.node(node));
        let (graph, subject) = (view.graph(), name.as_ref());
        let labels = graph.node_labels(node);
        for label in labels {
            let class = self.names.of("type", graph.symbols().name(*label));
            self.emit(subject, rdf::TYPE, class.as_ref())?;
        }
        if labels.is_empty() {
            self.emit(subject, rdf::TYPE, rdfs::RESOURCE)?;
        }
        let is_article = view.is_article(node);
        for (key, value) in graph.node_properties(node).iter() {
            let key = graph.symbols().name(key);
            let known = match (key, value) {
                (_, Value::String(text)) if is_article => of_article(key, text),
                ("name", Value::String(text)) => Some((rdfs::LABEL, plain(text))),
                ("aliases", Value::List(items)) if are_texts(items) => {
                    let texts = items.iter().filter_map(Value::as_str).map(plain);
                    self.emit_all(subject, ALT_LABEL, texts)?;
                    continue;
                }
                _ => None,
            };
            match known {
                Some((predicate, object)) => self.emit(subject, predicate, object.as_ref())?,
                None => self.write_property(subject, key, value)?,
            }
        }
        self.close()
    }

    fn write_relationship(&mut self, id: RelationshipId) -> io::Result<()> {
        let view = self.view;
        let (start, end) = view.ends(id);
        let (start, end) = (self.names.node(start), self.names.node(end));
        let relation = self.names.of("relation", view.relation(id));
        let told = Triple::new(start, relation, end);
        if view.stance(id) == Stance::Asserted {
            (self.emit)(told.as_ref())?;
        }
        let name = self.names.relationship(id);
        let subject = name.as_ref();
        self.emit(subject, rdf::REIFIES, Term::from(told).as_ref())?;
        let graph = view.graph();
        let quotes = self.evidence(id);
        for (key, value) in graph.relationship_properties(id).iter() {
            match (graph.symbols().name(key), value) {
                ("quotes" | "quote_sources", _) if !quotes.is_empty() => {}
                ("when", Value::String(text)) => {
                    let predicate = self.names.of("property", "when");
                    self.emit(subject, predicate.as_ref(), literal::dated(text).as_ref())?;
                }
                ("sources", Value::List(items)) if are_texts(items) => {
                    let ids = items.iter().filter_map(Value::as_str);
                    let articles: Vec<Term> = ids.map(|id| self.names.article(id).into()).collect();
                    self.emit_all_as(subject, "sources", articles)?;
                }
                ("attributed_to", Value::List(items)) if are_texts(items) => {
                    let names: Vec<Term> =
                        items.iter().filter_map(Value::as_str).map(plain).collect();
                    self.emit_all_as(subject, "attributed_to", names)?;
                }
                (key, value) => self.write_property(subject, key, value)?,
            }
        }
        self.write_evidence(subject, quotes)?;
        self.close()
    }

    fn write_property(
        &mut self,
        subject: NamedNodeRef<'_>,
        key: &str,
        value: &'a Value,
    ) -> io::Result<()> {
        let (predicate, object) = (self.names.of("property", key), self.term(value));
        self.emit(subject, predicate.as_ref(), object.as_ref())
    }

    fn emit_all_as(
        &mut self,
        subject: NamedNodeRef<'_>,
        key: &str,
        objects: Vec<Term>,
    ) -> io::Result<()> {
        let predicate = self.names.of("property", key);
        self.emit_all(subject, predicate.as_ref(), objects.into_iter())
    }

    fn emit_all(
        &mut self,
        subject: NamedNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        mut objects: impl Iterator<Item = Term>,
    ) -> io::Result<()> {
        objects.try_for_each(|object| self.emit(subject, predicate, object.as_ref()))
    }

    fn emit<'t>(
        &mut self,
        subject: impl Into<NamedOrBlankNodeRef<'t>>,
        predicate: NamedNodeRef<'t>,
        object: impl Into<TermRef<'t>>,
    ) -> io::Result<()> {
        (self.emit)(TripleRef::new(subject, predicate, object))
    }
}

/// What a text property of an article is called, where others have a name for it.
fn of_article(key: &str, text: &str) -> Option<(NamedNodeRef<'static>, Term)> {
    Some(match key {
        "id" => (IDENTIFIER, plain(text)),
        "title" => (TITLE, plain(text)),
        "date" => (DATE, literal::dated(text).into()),
        "source" => (SOURCE, plain(text)),
        "url" => (SOURCE, NamedNode::new(web_address(text)?).ok()?.into()),
        _ => return None,
    })
}

fn plain(text: &str) -> Term {
    Literal::new_simple_literal(text).into()
}

fn are_texts(items: &[Value]) -> bool {
    items.iter().all(|item| item.as_str().is_some())
}

#[cfg(test)]
mod tests;
