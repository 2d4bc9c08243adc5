//! The graph as a folder of notes in Markdown, linked as Obsidian and other wikis link them.
//!
//! Each node has a note named for it: an entity's facts by relation, each with its quotes and the
//! articles that they stand in; an article's title, source, date and address. `Index` lists the
//! notes by type. `[[Name]]` links by the name of the file; where that isn't the name of the node,
//! `[[Name (2)|Name]]` shows it.

mod files;
mod text;

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Write as _};
use std::fs;
use std::io;
use std::path::Path;

use super::{Quoted, Stance, View, attribute, web_address};
use crate::{NodeId, RelationshipId, Value};
use files::{Files, INDEX};
use text::escaped;

/// A view of a graph, to be written as notes.
#[derive(Clone, Debug)]
pub struct Markdown<'a>(pub &'a View<'a>);

impl Markdown<'_> {
    /// Writes the notes into an empty folder.
    ///
    /// # Errors
    /// Where a file can't be written.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let notes = Notes::of(self.0);
        for node in self.0.nodes() {
            let file = notes.files.get(*node).unwrap_or_default();
            let note = notes.note(*node).map_err(io::Error::other)?;
            fs::write(folder.join(format!("{file}.md")), note)?;
        }
        let index = notes.index().map_err(io::Error::other)?;
        fs::write(folder.join(format!("{INDEX}.md")), index)
    }
}

/// What the notes are written from.
struct Notes<'a> {
    view: &'a View<'a>,
    files: Files,
    /// The relationships at each node, in order of id.
    at: HashMap<NodeId, Vec<RelationshipId>>,
    /// The node of each article's id.
    articles: HashMap<&'a str, NodeId>,
}

impl<'a> Notes<'a> {
    /// O(nodes + relationships).
    fn of(view: &'a View<'a>) -> Self {
        let mut at: HashMap<NodeId, Vec<RelationshipId>> = HashMap::new();
        for id in view.relationships() {
            let (start, end) = view.ends(*id);
            at.entry(start).or_default().push(*id);
            if start != end {
                at.entry(end).or_default().push(*id);
            }
        }
        Self { view, files: Files::of(view), at, articles: view.article_nodes().collect() }
    }

    fn note(&self, node: NodeId) -> Result<String, fmt::Error> {
        let mut out = String::new();
        writeln!(out, "# {}\n", escaped(&self.view.name(node)))?;
        let kind = self.view.kind(node);
        if !kind.is_empty() {
            writeln!(out, "{}\n", escaped(&kind))?;
        }
        self.write_properties(&mut out, node)?;
        let mut relations: BTreeMap<&str, Vec<RelationshipId>> = BTreeMap::new();
        for id in self.at.get(&node).into_iter().flatten() {
            relations.entry(self.view.relationship_type(*id)).or_default().push(*id);
        }
        for (relation, facts) in relations {
            writeln!(out, "\n## {}\n", escaped(relation))?;
            facts.iter().try_for_each(|id| self.write_fact(&mut out, node, *id))?;
        }
        Ok(out)
    }

    fn write_properties(&self, out: &mut String, node: NodeId) -> fmt::Result {
        let (graph, name) = (self.view.graph(), self.view.name(node));
        for (key, value) in graph.node_properties(node).iter() {
            match (graph.symbols().name(key), value) {
                // It is the heading.
                ("name" | "title", value) if attribute::text(graph, value) == name => {}
                ("aliases", Value::List(names)) => {
                    let names = names.iter().map(|name| escaped(&attribute::text(graph, name)));
                    let names: Vec<String> = names.collect();
                    if !names.is_empty() {
                        writeln!(out, "- also called: {}", names.join("; "))?;
                    }
                }
                ("url", Value::String(url)) if web_address(url).is_some() => {
                    writeln!(out, "- {}", link(url).unwrap_or_default())?;
                }
                (key, value) => {
                    let value = attribute::text(graph, value);
                    writeln!(out, "- {}: {}", escaped(key), escaped(&value))?;
                }
            }
        }
        Ok(())
    }

    /// A fact as one of its ends sees it, with its quotes below.
    fn write_fact(&self, out: &mut String, seen_from: NodeId, id: RelationshipId) -> fmt::Result {
        let (start, end) = self.view.ends(id);
        let (arrow, other) = if start == seen_from { ("→", end) } else { ("←", start) };
        write!(out, "- {arrow} {}", self.files.link(self.view, other))?;
        for remark in self.remarks(id) {
            write!(out, ", {remark}")?;
        }
        writeln!(out)?;
        self.view.evidence(id).iter().try_for_each(|quoted| self.write_quote(out, quoted))
    }

    /// What is to be known of a fact besides who and what.
    fn remarks(&self, id: RelationshipId) -> Vec<String> {
        let graph = self.view.graph();
        let property = |key| graph.relationship_property(id, key);
        let mut remarks: Vec<String> = match self.view.stance(id) {
            Stance::Asserted => Vec::new(),
            other => vec![other.as_str().into()],
        };
        if self.view.is_disputed(id) {
            remarks.push("disputed".into());
        }
        if let Some(when) = property("when").as_str() {
            remarks.push(escaped(when));
        }
        let speakers = property("attributed_to").as_list().unwrap_or_default();
        let speakers: Vec<String> =
            speakers.iter().filter_map(Value::as_str).map(escaped).collect();
        if !speakers.is_empty() {
            remarks.push(format!("according to {}", speakers.join(" and ")));
        }
        match self.view.sources(id) {
            0 | 1 => {}
            many => remarks.push(format!("{many} independent sources")),
        }
        remarks
    }

    fn write_quote(&self, out: &mut String, quoted: &Quoted<'_>) -> fmt::Result {
        let article = self.articles.get(quoted.article);
        let source = article
            .map_or_else(|| escaped(quoted.article), |node| self.files.link(self.view, *node));
        let url = self.view.article(quoted.article).and_then(|article| article.url.as_deref());
        let link = url.and_then(link).map_or_else(String::new, |link| format!(", {link}"));
        writeln!(out, "\n  > {}\n  >\n  > — {source}{link}\n", escaped(quoted.quote))
    }

    fn index(&self) -> Result<String, fmt::Error> {
        let mut out = format!("# {INDEX}\n");
        let mut kinds: BTreeMap<_, Vec<(String, NodeId)>> = BTreeMap::new();
        for node in self.view.nodes() {
            let named = (self.view.name(*node).into_owned(), *node);
            kinds.entry(self.view.kind(*node)).or_default().push(named);
        }
        for (kind, mut nodes) in kinds {
            let kind = if kind.is_empty() { "Other".into() } else { escaped(&kind) };
            writeln!(out, "\n## {kind}\n")?;
            nodes.sort_unstable();
            for (_, node) in nodes {
                writeln!(out, "- {}", self.files.link(self.view, node))?;
            }
        }
        Ok(out)
    }
}

/// A link to an article on the web.
fn link(url: &str) -> Option<String> {
    let url = web_address(url)?;
    Some(format!("[on the web](<{}>)", url.replace('&', "&amp;")))
}

#[cfg(test)]
mod tests;
