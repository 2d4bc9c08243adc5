//! The graph as a drawing in Graphviz's DOT language.
//!
//! All text appears literally: quotes, backslashes and ampersands are escaped where Graphviz
//! would read them as syntax, as escapes such as `\N`, or as HTML entities.

use std::fmt::{self, Display, Formatter, Write};

use super::view::{Stance, View};
use super::{is_hidden, palette};
use crate::{NodeId, RelationshipId};

/// Above this many nodes, `dot`'s ranks get too wide to read and its layout too slow.
const LARGEST_RANKED: usize = 150;

/// Characters of a name and of a quote that a drawing shows; the rest is cut.
const LONGEST_NAME: usize = 120;
const LONGEST_QUOTE: usize = 600;

/// The shape of each kind of node.
const SHAPES: [(&str, &str); 10] = [
    ("Person", "ellipse"),
    ("Organization", "box"),
    ("Group", "octagon"),
    ("Country", "hexagon"),
    ("Place", "house"),
    ("Facility", "component"),
    ("Agreement", "note"),
    ("Event", "diamond"),
    ("Thing", "plain"),
    ("Article", "folder"),
];

/// A view of a graph, to be written as DOT with [`Display`].
///
/// ```
/// use std::path::Path;
/// use graph_core::{Value, export::{View, dot::Dot}, workspace};
/// let mut workspace = workspace::open(Path::new(":memory:")).expect("always there");
/// workspace.graph_mut().add_node(["Person"], [("name", Value::from("Ann \"A\" & Co"))]);
/// let text = Dot(&View::whole(&workspace)).to_string();
/// assert!(text.contains(r#"label="Ann \"A\" &amp; Co""#));
/// ```
#[derive(Clone, Debug)]
pub struct Dot<'a>(pub &'a View<'a>);

impl Dot<'_> {
    fn write_node(&self, out: &mut Formatter<'_>, node: NodeId) -> fmt::Result {
        let kind = self.0.kind(node);
        let shape = SHAPES.iter().find(|(name, _)| *name == kind).map_or("ellipse", |it| it.1);
        let (name, fill) = (shorten(&self.0.name(node), LONGEST_NAME), palette::fill(&kind));
        write!(out, "  \"n{}\" [label=\"{}\", shape={shape}", node.0, Literal(&name))?;
        writeln!(out, ", fillcolor=\"{fill}\", tooltip=\"{}\"];", Literal(&kind))
    }

    fn write_edge(&self, out: &mut Formatter<'_>, id: RelationshipId) -> fmt::Result {
        let (start, end) = self.0.ends(id);
        let kind = self.0.relationship_type(id);
        write!(out, "  \"n{}\" -> \"n{}\" [label=\"{}\"", start.0, end.0, Literal(kind))?;
        if let Some(quoted) = self.0.evidence(id).first() {
            write!(out, ", tooltip=\"{}\"", Literal(&shorten(quoted.quote, LONGEST_QUOTE)))?;
        }
        // What is asserted is drawn plainly.
        match self.0.stance(id) {
            Stance::Asserted => {}
            Stance::Denied => write!(out, ", color=\"{0}\", fontcolor=\"{0}\"", palette::DENIED)?,
            Stance::Planned => write!(out, ", style=dashed")?,
            Stance::Possible => write!(out, ", style=dotted")?,
        }
        writeln!(out, "];")
    }
}

impl Display for Dot<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let layout = if self.0.nodes().len() > LARGEST_RANKED {
            "layout=sfdp, overlap=false, K=1.5"
        } else {
            "rankdir=LR"
        };
        writeln!(out, "digraph attest {{")?;
        writeln!(out, "  graph [charset=\"UTF-8\", {layout}];")?;
        writeln!(out, "  node [style=filled, fontname=\"sans-serif\"];")?;
        writeln!(out, "  edge [fontname=\"sans-serif\", fontsize=10];")?;
        self.0.nodes().iter().try_for_each(|node| self.write_node(out, *node))?;
        self.0.relationships().iter().try_for_each(|id| self.write_edge(out, *id))?;
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
    use crate::Value;
    use crate::export::Selection;
    use crate::workspace::Workspace;

    /// Every character that Graphviz reads as something else than itself.
    const TRAPS: &str = "a\"b\\N \\l &amp; &#60; <b>\n\u{1b}[31m\\";

    fn workspace() -> Workspace {
        let mut workspace = Workspace::default();
        let graph = workspace.graph_mut();
        let ann = graph.add_node(["Person", "Entity"], [("name", Value::from(TRAPS))]);
        let plan = graph.add_node(["Agreement"], [("name", Value::from("plan"))]);
        let article = graph.add_node(["Article"], [("title", Value::from("News"))]);
        graph.add_relationship(
            ann,
            "NOT_PRAISED",
            plan,
            [
                ("quotes", vec![TRAPS].into()),
                ("quote_sources", vec!["1"].into()),
                ("polarity", "-".into()),
            ],
        );
        graph.add_relationship(ann, "MENTIONED_IN", article, []);
        workspace
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
        let workspace = workspace();
        let Some(svg) = drawn(&Dot(&View::whole(&workspace)).to_string()) else { return };
        let literal = ["a&quot;b\\N \\l &amp;amp; &amp;#60; &lt;b&gt;", "\\u{1b}[31m\\"];
        for part in literal {
            assert!(svg.contains(&format!(">{part}</text>")), "{part} in {svg}");
        }
        assert!(svg.contains("xlink:title=\"a&quot;b\\N \\l &amp;amp;"), "{svg}");
    }

    #[test]
    fn a_part_is_drawn_alone() {
        let workspace = workspace();
        let whole = Dot(&View::whole(&workspace).without_articles()).to_string();
        assert!(!whole.contains("MENTIONED_IN") && !whole.contains("News"));
        let graph = workspace.graph();
        let mentioned: Vec<Value> = graph.relationships().map(Value::Relationship).collect();
        let selection = Selection::of(graph, &mentioned[1..]);
        let part = Dot(&View::part(&workspace, &selection)).to_string();
        assert!(part.contains("MENTIONED_IN") && part.contains("News"));
        assert!(!part.contains("NOT_PRAISED"));
    }

    #[test]
    fn many_nodes_are_laid_out_by_force() {
        let mut workspace = Workspace::default();
        for number in 0..=LARGEST_RANKED {
            let name = [("name", Value::from(format!("thing {number}")))];
            workspace.graph_mut().add_node(["Thing"], name);
        }
        let text = Dot(&View::whole(&workspace)).to_string();
        assert!(text.contains("layout=sfdp"));
        drawn(&text);
    }

    #[test]
    fn an_empty_graph_is_a_drawing_too() {
        let text = Dot(&View::whole(&Workspace::default())).to_string();
        assert!(text.starts_with("digraph attest {") && text.ends_with("}\n"));
        drawn(&text);
    }
}
