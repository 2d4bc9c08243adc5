//! The graph as a drawing in Graphviz's DOT language.
//!
//! A node's shape and fill tell its type. A line is as wide as it has independent sources, dashed
//! where it is disputed, dotted where it is planned or possible (with an open arrowhead, so that
//! a disputed plan differs from a disputed fact), and red where it is denied. Its quotes are its
//! tooltip.
//!
//! All text appears literally: quotes, backslashes and ampersands are escaped where Graphviz
//! would read them as syntax, as escapes such as `\N`, or as HTML entities.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter, Write};

use super::view::{Quoted, Stance, View};
use super::{Cluster, ClusterBy, is_hidden, palette, visible};
use crate::{NodeId, RelationshipId};

/// Above this many nodes, `dot`'s ranks get too wide to read and its layout too slow.
const LARGEST_RANKED: usize = 150;

/// Characters of a name and of a quote that a drawing shows; the rest is cut.
const LONGEST_NAME: usize = 120;
const LONGEST_QUOTE: usize = 600;

/// So many quotes a tooltip shows; of the rest it says how many.
const MOST_QUOTES: usize = 8;

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
/// let text = Dot::new(&View::whole(&workspace)).with_legend().to_string();
/// assert!(text.contains(r#"label="Ann \"A\" &amp; Co""#) && text.contains("Legend"));
/// ```
#[derive(Clone, Debug)]
pub struct Dot<'a> {
    view: &'a View<'a>,
    legend: bool,
    clusters: Vec<Cluster>,
}

impl<'a> Dot<'a> {
    /// A plain drawing.
    pub fn new(view: &'a View<'a>) -> Self {
        Self { view, legend: false, clusters: Vec::new() }
    }

    /// With a table of what fills and lines mean.
    #[must_use]
    pub fn with_legend(self) -> Self {
        Self { legend: true, ..self }
    }

    /// With boxes around nodes.
    #[must_use]
    pub fn clustered(self, by: ClusterBy) -> Self {
        Self { clusters: self.view.clusters(by), ..self }
    }

    /// What Graphviz shall lay the drawing out with.
    fn layout(&self) -> &'static str {
        match (self.clusters.is_empty(), self.view.nodes().len() > LARGEST_RANKED) {
            // `sfdp` and `neato` draw no boxes, and `dot` fails to lead lines around some.
            (false, _) => "layout=fdp, overlap=false, K=0.6",
            (true, true) => "layout=sfdp, overlap=false, K=1.5",
            (true, false) => "rankdir=LR",
        }
    }

    fn write_node(&self, out: &mut Formatter<'_>, node: NodeId) -> fmt::Result {
        let kind = self.view.kind(node);
        let shape = SHAPES.iter().find(|(name, _)| *name == kind).map_or("ellipse", |it| it.1);
        let (name, fill) = (shorten(&self.view.name(node), LONGEST_NAME), palette::fill(&kind));
        write!(out, "  \"n{}\" [label=\"{}\", shape={shape}", node.0, Literal(&name))?;
        writeln!(out, ", fillcolor=\"{fill}\", tooltip=\"{}\"];", Literal(&kind))
    }

    /// A box names its nodes, which were written before.
    fn write_cluster(out: &mut Formatter<'_>, number: usize, cluster: &Cluster) -> fmt::Result {
        let name = shorten(&cluster.name, LONGEST_NAME);
        write!(
            out,
            "  subgraph \"cluster_{number}\" {{ label=\"{0}\"; tooltip=\"{0}\";",
            Literal(&name)
        )?;
        cluster.nodes.iter().try_for_each(|node| write!(out, " \"n{}\";", node.0))?;
        writeln!(out, " }}")
    }

    fn write_edge(&self, out: &mut Formatter<'_>, id: RelationshipId) -> fmt::Result {
        let (start, end) = self.view.ends(id);
        let kind = shorten(self.view.relationship_type(id), LONGEST_NAME);
        write!(out, "  \"n{}\" -> \"n{}\" [label=\"{}\"", start.0, end.0, Literal(&kind))?;
        let evidence = self.view.evidence(id);
        if !evidence.is_empty() {
            write!(out, ", tooltip=\"{}\"", Literal(&tooltip(&evidence)))?;
        }
        self.write_line(out, id)?;
        writeln!(out, "];")
    }

    /// How the line of a relationship looks; what is asserted by one source, undisputed, is drawn
    /// plainly.
    fn write_line(&self, out: &mut Formatter<'_>, id: RelationshipId) -> fmt::Result {
        let (stance, sources) = (self.view.stance(id), self.view.sources(id));
        let open = matches!(stance, Stance::Planned | Stance::Possible);
        if sources > 1 {
            write!(out, ", penwidth={:.1}", palette::line_width(sources))?;
        }
        match (self.view.is_disputed(id), open) {
            (true, _) => out.write_str(", style=dashed")?,
            (false, true) => out.write_str(", style=dotted")?,
            (false, false) => {}
        }
        if open {
            out.write_str(", arrowhead=empty")?;
        }
        if stance == Stance::Denied {
            write!(out, ", color=\"{0}\", fontcolor=\"{0}\"", palette::DENIED)?;
        }
        Ok(())
    }

    /// A node of its own, which every layout program draws; a box with nodes in it some don't.
    fn write_legend(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let kinds: BTreeSet<Cow<'_, str>> =
            self.view.nodes().iter().map(|node| self.view.kind(*node)).collect();
        write!(out, "  \"legend\" [shape=plain, style=\"\", tooltip=\"Legend\", label=<")?;
        write!(out, "<TABLE BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"4\">")?;
        write!(out, "<TR><TD COLSPAN=\"2\">Legend</TD></TR>")?;
        for kind in kinds.iter().filter(|kind| !kind.is_empty()) {
            let cell = format!("BORDER=\"1\" BGCOLOR=\"{}\"", palette::fill(kind));
            write_row(out, &cell, &shorten(kind, LONGEST_NAME))?;
        }
        for (style, meaning) in LINES {
            let colour = if meaning == DENIED { palette::DENIED } else { "#000000" };
            let cell = format!("SIDES=\"B\" COLOR=\"{colour}\" {style}");
            write_row(out, &cell, meaning)?;
        }
        writeln!(out, "</TABLE>>];")
    }
}

const DENIED: &str = "denied";

/// How lines look in the legend, and what they mean.
const LINES: [(&str, &str); 5] = [
    ("BORDER=\"1\"", "told as a fact"),
    ("BORDER=\"1\" STYLE=\"DOTTED\"", "planned or possible"),
    ("BORDER=\"1\" STYLE=\"DASHED\"", "disputed"),
    ("BORDER=\"1\"", DENIED),
    ("BORDER=\"4\"", "told by several sources"),
];

/// A sample and what it means.
fn write_row(out: &mut Formatter<'_>, cell: &str, meaning: &str) -> fmt::Result {
    write!(out, "<TR><TD WIDTH=\"36\" {cell}></TD><TD ALIGN=\"LEFT\">{}</TD></TR>", Html(meaning))
}

impl Display for Dot<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        writeln!(out, "digraph attest {{")?;
        writeln!(out, "  graph [charset=\"UTF-8\", fontname=\"sans-serif\", {}];", self.layout())?;
        writeln!(out, "  node [style=filled, fontname=\"sans-serif\"];")?;
        writeln!(out, "  edge [fontname=\"sans-serif\", fontsize=10];")?;
        self.view.nodes().iter().try_for_each(|node| self.write_node(out, *node))?;
        for (number, cluster) in self.clusters.iter().enumerate() {
            Self::write_cluster(out, number, cluster)?;
        }
        self.view.relationships().iter().try_for_each(|id| self.write_edge(out, *id))?;
        if self.legend {
            self.write_legend(out)?;
        }
        writeln!(out, "}}")
    }
}

/// The quotes of a relationship, each with its article.
fn tooltip(evidence: &[Quoted<'_>]) -> String {
    let line = |it: &Quoted<'_>| format!("“{}” ({})", shorten(it.quote, LONGEST_QUOTE), it.article);
    let mut lines: Vec<String> = evidence.iter().take(MOST_QUOTES).map(line).collect();
    if let Some(more) = evidence.len().checked_sub(MOST_QUOTES).filter(|more| *more > 0) {
        lines.push(format!("and {more} more"));
    }
    lines.join("\n")
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

/// Text of a label in Graphviz's HTML.
struct Html<'a>(&'a str);

impl Display for Html<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for character in visible(self.0).chars() {
            match character {
                '"' => out.write_str("&quot;")?,
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
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
        graph.add_node(["Odd <b> &amp; \"label\"\n"], []);
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
    fn drawn(program: &str, text: &str) -> Option<String> {
        let mut command = Command::new(program);
        command.arg("-Tsvg").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let Ok(mut child) = command.spawn() else {
            assert!(std::env::var_os("CI").is_none(), "Graphviz's {program} is not installed");
            eprintln!("skipped: {program} not found");
            return None;
        };
        let mut input = child.stdin.take().expect("piped");
        std::io::Write::write_all(&mut input, text.as_bytes()).expect("Graphviz reads");
        drop(input);
        let output = child.wait_with_output().expect("Graphviz ends");
        assert!(output.status.success() && output.stderr.is_empty(), "{program}: {output:?}");
        Some(String::from_utf8(output.stdout).expect("UTF-8"))
    }

    /// What all three layout programs make of the drawing.
    fn drawn_by_all(text: &str) -> Vec<String> {
        ["dot", "sfdp", "neato"].iter().filter_map(|program| drawn(program, text)).collect()
    }

    #[test]
    fn graphviz_shows_text_literally() {
        let workspace = workspace();
        let view = View::whole(&workspace);
        let plain = Dot::new(&view);
        for by in [None, Some(ClusterBy::Article), Some(ClusterBy::Type)] {
            let drawing = plain.clone().with_legend();
            let drawing = by.into_iter().fold(drawing, Dot::clustered);
            for svg in drawn_by_all(&drawing.to_string()) {
                let literal = ["a&quot;b\\N \\l &amp;amp; &amp;#60; &lt;b&gt;", "\\u{1b}[31m\\"];
                for part in literal {
                    assert!(svg.contains(&format!(">{part}</text>")), "{part} in {svg}");
                }
                let tooltip = "xlink:title=\"“a&quot;b\\N \\l &amp;amp;";
                assert!(svg.contains(tooltip), "{svg}");
                let label = "Odd &lt;b&gt; &amp;amp; &quot;label&quot;\\n</text>";
                assert!(svg.contains(label), "{svg}");
            }
        }
    }

    /// The attributes of the only line between two nodes of a graph.
    fn line(properties: &[(&str, Value)], disputed: bool) -> String {
        let mut workspace = Workspace::default();
        let graph = workspace.graph_mut();
        let [a, b] = [0, 1].map(|_| graph.add_node(["Thing"], []));
        let line = graph.add_relationship(a, "R", b, properties.iter().cloned());
        let mut view = View::whole(&workspace);
        if disputed {
            view.dispute(line);
        }
        let text = Dot::new(&view).to_string();
        drawn_by_all(&text);
        let line = text.lines().find(|line| line.contains("->")).expect("written");
        line.split_once("label=\"R\"").expect("named").1.to_owned()
    }

    #[test]
    fn looks_combine() {
        let denied = ("polarity", Value::from("-"));
        let planned = ("modality", Value::from("planned"));
        let possible = ("modality", Value::from("possible"));
        let sources = ("independent_sources", Value::from(3));
        let red = "color=\"#b3261e\", fontcolor=\"#b3261e\"";
        assert_eq!(line(&[], false), "];");
        assert_eq!(line(&[], true), ", style=dashed];");
        assert_eq!(line(&[possible], false), ", style=dotted, arrowhead=empty];");
        assert_eq!(line(std::slice::from_ref(&planned), true), ", style=dashed, arrowhead=empty];");
        let both = format!(", penwidth=2.6, style=dashed, {red}];");
        assert_eq!(line(&[denied.clone(), planned, sources], true), both);
        assert_eq!(line(&[denied], false), format!(", {red}];"));
    }

    #[test]
    fn a_tooltip_holds_the_quotes_up_to_a_number() {
        let quote = Quoted { quote: "He left.", article: "1", place: None };
        let many = vec![quote; MOST_QUOTES + 2];
        assert_eq!(tooltip(&many[..1]), "“He left.” (1)");
        assert!(tooltip(&many).ends_with("“He left.” (1)\nand 2 more"));
    }

    #[test]
    fn a_part_is_drawn_alone() {
        let workspace = workspace();
        let whole = Dot::new(&View::whole(&workspace).without_articles()).to_string();
        assert!(!whole.contains("MENTIONED_IN") && !whole.contains("News"));
        let graph = workspace.graph();
        let mentioned: Vec<Value> = graph.relationships().map(Value::Relationship).collect();
        let selection = Selection::of(graph, &mentioned[1..]);
        let part = Dot::new(&View::part(&workspace, &selection)).to_string();
        assert!(part.contains("MENTIONED_IN") && part.contains("News"));
        assert!(!part.contains("NOT_PRAISED"));
    }

    #[test]
    fn thousands_of_nodes_are_laid_out_by_force() {
        let mut workspace = Workspace::default();
        let graph = workspace.graph_mut();
        for number in 0..5000 {
            let name = [("name", Value::from(format!("{number} {TRAPS}")))];
            let node = graph.add_node(["Thing"], name);
            if number % 10 > 0 {
                graph.add_relationship(NodeId(node.0 - number % 10), "R", node, []);
            }
        }
        let text = Dot::new(&View::whole(&workspace)).to_string();
        assert!(text.contains("layout=sfdp"));
        drawn_by_all(&text);
        let boxes = Dot::new(&View::whole(&workspace)).clustered(ClusterBy::Type).to_string();
        assert!(boxes.contains("layout=fdp"));
    }

    #[test]
    fn an_empty_graph_is_a_drawing_too() {
        let text = Dot::new(&View::whole(&Workspace::default())).with_legend().to_string();
        assert!(text.starts_with("digraph attest {") && text.ends_with("}\n"));
        drawn_by_all(&text);
    }
}
