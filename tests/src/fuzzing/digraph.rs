//! The drawing in DOT, read by the grammar of that language, but strictly: identifiers in quotes,
//! no escape that this drawing has no use for, no entity but `&amp;`.

use std::collections::BTreeSet;

use graph_core::export::dot::Dot;
use graph_core::export::{ClusterBy, View, is_hidden};
use roxmltree::Document;

use super::hostile;

/// The attributes that a drawing may have; none comes from a graph.
const ATTRIBUTES: [&str; 16] = [
    "arrowhead",
    "charset",
    "color",
    "fillcolor",
    "fontcolor",
    "fontname",
    "fontsize",
    "K",
    "label",
    "layout",
    "overlap",
    "penwidth",
    "rankdir",
    "shape",
    "style",
    "tooltip",
];

/// A drawing of any graph has its nodes and lines and nothing else.
pub(super) fn write(bytes: &[u8]) {
    let workspace = hostile::workspace(bytes);
    let view = View::whole(&workspace);
    let view = view.clone().with_disputes().unwrap_or(view);
    for by in [None, Some(ClusterBy::Article), Some(ClusterBy::Type)] {
        let drawing = by.into_iter().fold(Dot::new(&view).with_legend(), Dot::clustered);
        check(&view, &drawing.to_string());
    }
}

fn check(view: &View<'_>, text: &str) {
    assert!(!text.contains(|c| is_hidden(c) && c != '\n'), "hidden characters: {text}");
    let read = Reader::new(text).graph();
    let mut nodes: BTreeSet<String> =
        view.nodes().iter().map(|node| format!("n{}", node.0)).collect();
    assert_eq!(read.edges.len(), view.relationships().len(), "{text}");
    assert!(read.edges.iter().flatten().all(|end| nodes.contains(end)), "{text}");
    assert!(read.members.is_subset(&nodes), "{text}");
    nodes.insert("legend".to_owned());
    assert_eq!(read.nodes, nodes, "{text}");
}

/// What a drawing holds, by the names of nodes.
#[derive(Debug, Default)]
struct Read {
    nodes: BTreeSet<String>,
    edges: Vec<[String; 2]>,
    /// Those that stand in boxes.
    members: BTreeSet<String>,
}

/// A piece of DOT.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A bare name or number.
    Word(String),
    /// What stands between quotes, as it is drawn.
    Quoted(String),
    /// A label in Graphviz's HTML, which is XML.
    Html,
    Arrow,
    Sign(char),
}

/// The text that is left. Panics at whatever is no DOT.
struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self { rest: text }
    }

    /// `digraph attest { STATEMENT… }`
    fn graph(mut self) -> Read {
        for word in ["digraph", "attest"] {
            self.expect(&Token::Word(word.to_owned()));
        }
        self.expect(&Token::Sign('{'));
        let mut read = Read::default();
        loop {
            match self.next() {
                Some(Token::Sign('}')) => break,
                Some(Token::Word(word)) if word == "subgraph" => self.cluster(&mut read),
                Some(Token::Word(word)) => {
                    assert!(["graph", "node", "edge"].contains(&&*word), "{word}");
                    self.attributes();
                }
                Some(Token::Quoted(name)) => self.element(name, &mut read),
                other => panic!("{other:?} before {:.80}", self.rest),
            }
        }
        assert_eq!(self.next(), None);
        read
    }

    /// A node or a line between two, behind its first name.
    fn element(&mut self, name: String, read: &mut Read) {
        if self.peek() == Some(Token::Arrow) {
            self.expect(&Token::Arrow);
            let end = self.quoted();
            read.edges.push([name, end]);
        } else {
            assert!(read.nodes.insert(name), "a node that was there");
        }
        self.attributes();
    }

    /// `"cluster_0" { label="…"; tooltip="…"; "n1" "n2" }`
    fn cluster(&mut self, read: &mut Read) {
        assert!(self.quoted().starts_with("cluster_"));
        self.expect(&Token::Sign('{'));
        while let Some(Token::Word(_)) = self.peek() {
            self.attribute();
            self.expect(&Token::Sign(';'));
        }
        while let Some(Token::Quoted(node)) = self.peek() {
            self.next();
            read.members.insert(node);
            self.skip(';');
        }
        self.expect(&Token::Sign('}'));
    }

    /// `[name=value, …];`
    fn attributes(&mut self) {
        self.expect(&Token::Sign('['));
        while self.peek() != Some(Token::Sign(']')) {
            self.attribute();
            self.skip(',');
        }
        self.expect(&Token::Sign(']'));
        self.expect(&Token::Sign(';'));
    }

    fn attribute(&mut self) {
        let Some(Token::Word(name)) = self.next() else {
            panic!("no attribute: {:.80}", self.rest)
        };
        assert!(ATTRIBUTES.contains(&&*name), "{name}");
        self.expect(&Token::Sign('='));
        let value = self.next();
        let is_value = matches!(value, Some(Token::Word(_) | Token::Quoted(_) | Token::Html));
        assert!(is_value, "{name}={value:?}");
    }

    fn quoted(&mut self) -> String {
        match self.next() {
            Some(Token::Quoted(text)) => text,
            other => panic!("{other:?} before {:.80}", self.rest),
        }
    }

    fn skip(&mut self, sign: char) {
        if self.peek() == Some(Token::Sign(sign)) {
            self.next();
        }
    }

    fn expect(&mut self, token: &Token) {
        assert_eq!(self.next().as_ref(), Some(token), "before {:.80}", self.rest);
    }

    fn peek(&self) -> Option<Token> {
        Reader { rest: self.rest }.next()
    }

    fn next(&mut self) -> Option<Token> {
        self.rest = self.rest.trim_start();
        let first = self.rest.chars().next()?;
        let is_word = |c: char| c.is_ascii_alphanumeric() || "_.".contains(c);
        let (token, length) = match first {
            '"' => self.string(),
            '<' => self.html(),
            '-' if self.rest.starts_with("->") => (Token::Arrow, 2),
            '{' | '}' | '[' | ']' | '=' | ';' | ',' => (Token::Sign(first), 1),
            _ => {
                let end = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
                assert!(end > 0, "no DOT: {:.80}", self.rest);
                (Token::Word(self.rest[..end].to_owned()), end)
            }
        };
        self.rest = &self.rest[length..];
        Some(token)
    }

    /// A string in quotes, and how long it is with them.
    fn string(&self) -> (Token, usize) {
        let mut seen = String::new();
        let mut characters = self.rest.char_indices().skip(1);
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => return (Token::Quoted(seen), at + 1),
                '\\' => match characters.next() {
                    Some((_, escaped @ ('"' | '\\'))) => seen.push(escaped),
                    Some((_, 'n')) => seen.push('\n'),
                    other => panic!("the escape {other:?}"),
                },
                '&' => {
                    assert!(self.rest[at..].starts_with("&amp;"), "{:.80}", &self.rest[at..]);
                    seen.push('&');
                }
                other => seen.push(other),
            }
        }
        panic!("a string without end: {:.80}", self.rest)
    }

    /// A label in angle brackets, and how long it is with them.
    fn html(&self) -> (Token, usize) {
        let mut depth = 0;
        for (at, character) in self.rest.char_indices() {
            match character {
                '<' => depth += 1,
                '>' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let label = Document::parse(&self.rest[1..at]).expect("XML");
                let mut elements = label.descendants().filter(roxmltree::Node::is_element);
                assert!(elements.all(|it| ["TABLE", "TR", "TD"].contains(&it.tag_name().name())));
                return (Token::Html, at + 1);
            }
        }
        panic!("a label without end: {:.80}", self.rest)
    }
}
