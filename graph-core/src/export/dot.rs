//! The graph as a drawing in Graphviz's DOT language.
//!
//! The whole graph is drawn without its articles and `MENTIONED_IN`: every entity would hang on
//! every article, and the quotes in the tooltips tell the sources anyway. A [`Selection`] is
//! drawn as it was returned, articles included.
//!
//! All text appears literally: quotes, backslashes and ampersands are escaped where Graphviz
//! would read them as syntax, as escapes such as `\N`, or as HTML entities.

use std::fmt::{self, Display, Formatter, Write};

use super::{Selection, is_hidden};
use crate::{Graph, NodeId, RelationshipId, Value};

/// Above this many nodes, `dot`'s ranks get too wide to read and its layout too slow.
const LARGEST_RANKED: usize = 150;

/// Characters of a name and of a quote that a drawing shows; the rest is cut.
const LONGEST_NAME: usize = 120;
const LONGEST_QUOTE: usize = 600;

/// Label, shape and fill of each type of node; the first label that a node carries decides.
const STYLES: [(&str, &str, &str); 10] = [
    ("Person", "ellipse", "#fde4c3"),
    ("Organization", "box", "#cfe3f7"),
    ("Group", "octagon", "#e3d7f4"),
    ("Country", "hexagon", "#d3efd2"),
    ("Place", "house", "#e6f2c8"),
    ("Facility", "component", "#e4ddd3"),
    ("Agreement", "note", "#fff3b0"),
    ("Event", "diamond", "#f9d3d9"),
    ("Thing", "plain", "#ffffff"),
    ("Article", "folder", "#eeeeee"),
];

/// A graph or a part of it, to be written as DOT with [`Display`].
///
/// ```
/// use graph_core::{Graph, Value, export::dot::Dot};
/// let mut graph = Graph::new();
/// let ann = graph.add_node(["Person"], [("name", Value::from("Ann \"A\" & Co"))]);
/// let text = Dot::whole(&graph).to_string();
/// assert!(text.contains(r#"label="Ann \"A\" &amp; Co""#));
/// ```
#[derive(Clone, Debug)]
pub struct Dot<'a> {
    graph: &'a Graph,
    nodes: Vec<NodeId>,
    relationships: Vec<RelationshipId>,
}

impl<'a> Dot<'a> {
    /// Every entity and every relation between entities.
    pub fn whole(graph: &'a Graph) -> Self {
        let article = graph.symbols().get("Article");
        let is_article = |node| article.is_some_and(|label| graph.has_label(node, label));
        let joins_article = |relationship| {
            graph.endpoints(relationship).is_none_or(|(a, b)| is_article(a) || is_article(b))
        };
        Self {
            graph,
            nodes: graph.nodes().filter(|node| !is_article(*node)).collect(),
            relationships: graph.relationships().filter(|id| !joins_article(*id)).collect(),
        }
    }

    /// What a query returned, and the ends of the relationships that it returned.
    pub fn selected(graph: &'a Graph, selection: &Selection) -> Self {
        Self {
            graph,
            nodes: selection.nodes().collect(),
            relationships: selection.relationships().collect(),
        }
    }

    fn write_node(&self, out: &mut Formatter<'_>, node: NodeId) -> fmt::Result {
        let (kind, shape, fill) = self.style(node);
        let name = self.name(node);
        write!(out, "  \"n{}\" [label=\"{}\", shape={shape}", node.0, Literal(&name))?;
        writeln!(out, ", fillcolor=\"{fill}\", tooltip=\"{}\"];", Literal(&kind))
    }

    /// Type, shape and fill; nodes of no known type are plain ellipses.
    fn style(&self, node: NodeId) -> (String, &'static str, &'static str) {
        let symbols = self.graph.symbols();
        let labels = self.graph.node_labels(node);
        for (label, shape, fill) in STYLES {
            if symbols.get(label).is_some_and(|symbol| labels.contains(&symbol)) {
                return (label.to_owned(), shape, fill);
            }
        }
        let names: Vec<&str> = labels.iter().map(|label| symbols.name(*label)).collect();
        (names.join(", "), "ellipse", "#ffffff")
    }

    /// What a reader calls the node: its name, an article's title, else its id or number.
    fn name(&self, node: NodeId) -> String {
        ["name", "title", "id"]
            .into_iter()
            .find_map(|key| match self.graph.node_property(node, key) {
                Value::String(text) if !text.is_empty() => Some(shorten(text, LONGEST_NAME)),
                Value::Int(number) => Some(number.to_string()),
                _ => None,
            })
            .unwrap_or_else(|| format!("n{}", node.0))
    }

    fn write_edge(&self, out: &mut Formatter<'_>, id: RelationshipId) -> fmt::Result {
        let Some((start, end)) = self.graph.endpoints(id) else { return Ok(()) };
        let kind = self.graph.symbols().name(self.graph.relationship_type(id));
        write!(out, "  \"n{}\" -> \"n{}\" [label=\"{}\"", start.0, end.0, Literal(kind))?;
        if let Some(quote) = self.first_quote(id) {
            write!(out, ", tooltip=\"{}\"", Literal(&quote))?;
        }
        writeln!(out, "{}];", self.line_style(id))
    }

    fn first_quote(&self, id: RelationshipId) -> Option<String> {
        let quote = self.graph.relationship_property(id, "quotes").as_list()?.first()?.as_str()?;
        Some(shorten(quote, LONGEST_QUOTE))
    }

    /// Denied is red, planned dashed, possible dotted; what is asserted is drawn plainly.
    fn line_style(&self, id: RelationshipId) -> &'static str {
        let property = |key| self.graph.relationship_property(id, key).as_str();
        match (property("polarity"), property("modality")) {
            (Some("-"), _) => ", color=\"#b3261e\", fontcolor=\"#b3261e\"",
            (_, Some("planned")) => ", style=dashed",
            (_, Some("possible")) => ", style=dotted",
            _ => "",
        }
    }
}

impl Display for Dot<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let layout = if self.nodes.len() > LARGEST_RANKED {
            "layout=sfdp, overlap=false, K=1.5"
        } else {
            "rankdir=LR"
        };
        writeln!(out, "digraph attest {{")?;
        writeln!(out, "  graph [charset=\"UTF-8\", {layout}];")?;
        writeln!(out, "  node [style=filled, fontname=\"sans-serif\"];")?;
        writeln!(out, "  edge [fontname=\"sans-serif\", fontsize=10];")?;
        self.nodes.iter().try_for_each(|node| self.write_node(out, *node))?;
        self.relationships.iter().try_for_each(|id| self.write_edge(out, *id))?;
        writeln!(out, "}}")
    }
}

fn shorten(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

/// Text inside a quoted DOT string that Graphviz shows as it is.
struct Literal<'a>(&'a str);

impl Display for Literal<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '"' => out.write_str("\\\"")?,
                '\\' => out.write_str("\\\\")?,
                '&' => out.write_str("&amp;")?,
                '\n' => out.write_str("\\n")?,
                // Spelled with a doubled backslash, which Graphviz shows as one.
                hidden if is_hidden(hidden) => write!(out, "\\\\u{{{:x}}}", u32::from(hidden))?,
                seen => out.write_char(seen)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    /// Every character that Graphviz reads as something else than itself.
    const TRAPS: &str = "a\"b\\N \\l &amp; &#60; <b>\n\u{1b}[31m\\";

    fn graph() -> Graph {
        let mut graph = Graph::new();
        let ann = graph.add_node(["Person", "Entity"], [("name", Value::from(TRAPS))]);
        let plan = graph.add_node(["Agreement"], [("name", Value::from("plan"))]);
        let article = graph.add_node(["Article"], [("title", Value::from("News"))]);
        graph.add_relationship(
            ann,
            "NOT_PRAISED",
            plan,
            [("quotes", vec![TRAPS].into()), ("polarity", "-".into())],
        );
        graph.add_relationship(ann, "MENTIONED_IN", article, []);
        graph
    }

    /// The drawing as real Graphviz makes it. Missing Graphviz fails where `CI` is set.
    #[allow(clippy::print_stderr, reason = "a skipped test says so")]
    fn drawn(text: &str) -> Option<String> {
        let mut command = Command::new("dot");
        command.arg("-Tsvg").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let Ok(mut child) = command.spawn() else {
            assert!(std::env::var_os("CI").is_none(), "Graphviz's dot is not installed");
            eprintln!("skipped: dot not found");
            return None;
        };
        let mut input = child.stdin.take().expect("piped");
        std::io::Write::write_all(&mut input, text.as_bytes()).expect("dot reads");
        drop(input);
        let output = child.wait_with_output().expect("dot ends");
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        Some(String::from_utf8(output.stdout).expect("UTF-8"))
    }

    #[test]
    fn graphviz_shows_text_literally() {
        let graph = graph();
        let Some(svg) = drawn(&Dot::whole(&graph).to_string()) else { return };
        let literal = ["a&quot;b\\N \\l &amp;amp; &amp;#60; &lt;b&gt;", "\\u{1b}[31m\\"];
        for part in literal {
            assert!(svg.contains(&format!(">{part}</text>")), "{part} in {svg}");
        }
        assert!(svg.contains("xlink:title=\"a&quot;b\\N \\l &amp;amp;"), "{svg}");
    }

    #[test]
    fn the_whole_graph_leaves_articles_out_and_a_selection_keeps_them() {
        let graph = graph();
        let whole = Dot::whole(&graph).to_string();
        assert!(!whole.contains("MENTIONED_IN") && !whole.contains("News"));
        let mentioned: Vec<Value> = graph.relationships().map(Value::Relationship).collect();
        let part = Dot::selected(&graph, &Selection::of(&graph, &mentioned[1..])).to_string();
        assert!(part.contains("MENTIONED_IN") && part.contains("News"));
        assert!(!part.contains("NOT_PRAISED"));
    }

    #[test]
    fn many_nodes_are_laid_out_by_force() {
        let mut graph = Graph::new();
        for number in 0..=LARGEST_RANKED {
            graph.add_node(["Thing"], [("name", Value::from(format!("thing {number}")))]);
        }
        let text = Dot::whole(&graph).to_string();
        assert!(text.contains("layout=sfdp"));
        drawn(&text);
    }

    #[test]
    fn an_empty_graph_is_a_drawing_too() {
        let text = Dot::whole(&Graph::new()).to_string();
        assert!(text.starts_with("digraph attest {") && text.ends_with("}\n"));
        drawn(&text);
    }
}
