//! The graph as a flowchart in Mermaid's language.
//!
//! A node's class tells its type; lines look as in [`dot`](super::dot): as wide as they have
//! independent sources, dashed where disputed, dotted where planned or possible, red where denied.
//!
//! Labels are quoted, and everything in them but letters, digits and harmless signs is written as
//! Mermaid's own entity (`#quot;`, `#96;`), so that no text is read as syntax, Markdown or HTML.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter, Write};

use thiserror::Error;

use super::{Cluster, ClusterBy, Stance, View, palette, visible};
use crate::{NodeId, RelationshipId};

/// What Mermaid draws unless it is configured to draw more: lines, and UTF-16 units of text.
pub const MOST_LINES: usize = 500;
/// See [`MOST_LINES`].
pub const LONGEST_TEXT: usize = 50_000;

/// Characters of a label; the rest is cut.
const LONGEST_LABEL: usize = 80;

/// More than Mermaid draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TooLarge {
    /// `export mermaid` of a large graph.
    #[error(
        "the diagram has {lines} lines between nodes, and Mermaid draws {MOST_LINES} unless its `maxEdges` is set"
    )]
    Lines {
        /// How many there are.
        lines: usize,
    },
    /// The same, of many nodes.
    #[error(
        "the diagram has {length} characters, and Mermaid draws {LONGEST_TEXT} unless its `maxTextSize` is set"
    )]
    Text {
        /// How many there are.
        length: usize,
    },
}

/// A view of a graph, to be written as a flowchart with [`Display`].
///
/// ```
/// use std::path::Path;
/// use graph_core::{Value, export::{View, mermaid::Mermaid}, workspace};
/// let mut workspace = workspace::open(Path::new(":memory:")).expect("always there");
/// workspace.graph_mut().add_node(["Person"], [("name", Value::from("Ann \"A\""))]);
/// let text = Mermaid::new(&View::whole(&workspace)).to_string();
/// assert!(text.starts_with("flowchart LR\n  n0[\"Ann #quot;A#quot;\"]:::Person\n"));
/// ```
#[derive(Clone, Debug)]
pub struct Mermaid<'a> {
    view: &'a View<'a>,
    clusters: Vec<Cluster>,
}

impl<'a> Mermaid<'a> {
    /// A plain diagram.
    pub fn new(view: &'a View<'a>) -> Self {
        Self { view, clusters: Vec::new() }
    }

    /// With boxes around nodes.
    #[must_use]
    pub fn clustered(self, by: ClusterBy) -> Self {
        Self { clusters: self.view.clusters(by), ..self }
    }

    /// Whether Mermaid draws it as it is configured by itself. O(its text).
    ///
    /// # Errors
    /// Where it is too large for that.
    pub fn check(&self) -> Result<(), TooLarge> {
        let lines = self.view.relationships().len();
        if lines > MOST_LINES {
            return Err(TooLarge::Lines { lines });
        }
        let length = self.to_string().encode_utf16().count();
        if length > LONGEST_TEXT { Err(TooLarge::Text { length }) } else { Ok(()) }
    }

    fn write_nodes(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for node in self.view.nodes() {
            let (name, class) = (self.view.name(*node), class(&self.view.kind(*node)));
            writeln!(out, "  n{}[\"{}\"]:::{class}", node.0, Label(&name))?;
        }
        for (number, cluster) in self.clusters.iter().enumerate() {
            writeln!(out, "  subgraph g{number}[\"{}\"]", Label(&cluster.name))?;
            cluster.nodes.iter().try_for_each(|NodeId(id)| writeln!(out, "    n{id}"))?;
            writeln!(out, "  end")?;
        }
        Ok(())
    }

    fn write_edge(&self, out: &mut Formatter<'_>, id: RelationshipId) -> fmt::Result {
        let (start, end) = self.view.ends(id);
        let arrow = match self.view.stance(id) {
            Stance::Planned | Stance::Possible => "-.->",
            Stance::Asserted | Stance::Denied => "-->",
        };
        let label = Label(self.view.relationship_type(id));
        writeln!(out, "  n{} {arrow}|\"{label}\"| n{}", start.0, end.0)
    }

    /// What Mermaid is to style a line with; nothing where it is plain.
    fn style(&self, id: RelationshipId) -> String {
        let mut styles = Vec::new();
        if self.view.stance(id) == Stance::Denied {
            styles.push(format!("stroke:{0},color:{0}", palette::DENIED));
        }
        if self.view.sources(id) > 1 {
            let width = palette::line_width(self.view.sources(id));
            styles.push(format!("stroke-width:{width:.1}px"));
        }
        if self.view.is_disputed(id) {
            styles.push("stroke-dasharray:8 4".to_owned());
        }
        styles.join(",")
    }

    /// Lines are named by their place, those of one style at once.
    fn write_styles(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let mut alike: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (place, id) in self.view.relationships().iter().enumerate() {
            alike.entry(self.style(*id)).or_default().push(place.to_string());
        }
        for (style, places) in alike.iter().filter(|(style, _)| !style.is_empty()) {
            writeln!(out, "  linkStyle {} {style}", places.join(","))?;
        }
        let mut classes: Vec<Cow<'_, str>> =
            self.view.nodes().iter().map(|node| self.view.kind(*node)).collect();
        classes.sort_unstable_by(|a, b| class(a).cmp(class(b)));
        classes.dedup_by(|a, b| class(a) == class(b));
        classes.iter().try_for_each(|kind| {
            let fill = palette::fill(kind);
            writeln!(out, "  classDef {} fill:{fill},stroke:#333,color:#000", class(kind))
        })
    }
}

impl Display for Mermaid<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        writeln!(out, "flowchart LR")?;
        self.write_nodes(out)?;
        self.view.relationships().iter().try_for_each(|id| self.write_edge(out, *id))?;
        self.write_styles(out)
    }
}

/// The class of a kind: labels of the user's, which may be anything, share one.
fn class(kind: &str) -> &'static str {
    palette::known(kind).unwrap_or("Other")
}

/// Text inside quotes.
struct Label<'a>(&'a str);

impl Display for Label<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let text = visible(self.0);
        // Mermaid takes no empty label.
        if text.trim().is_empty() {
            return out.write_str("#32;");
        }
        for (at, character) in text.chars().enumerate() {
            match character {
                _ if at == LONGEST_LABEL => return out.write_char('…'),
                '"' => out.write_str("#quot;")?,
                '&' => out.write_str("#amp;")?,
                '<' => out.write_str("#lt;")?,
                '>' => out.write_str("#gt;")?,
                ' ' | '.' | ',' | '\'' | '-' | '_' => out.write_char(character)?,
                letter if letter.is_ascii_alphanumeric() => out.write_char(letter)?,
                sign if sign.is_ascii() => write!(out, "#{};", u32::from(sign))?,
                other => out.write_char(other)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::{Command, Stdio};

    use super::*;
    use crate::Value;
    use crate::workspace::Workspace;

    /// What ends labels, begins statements, comments, Markdown or HTML in Mermaid.
    const TRAPS: &str = "\"]:::x --> n1\n%%{init: {}}%% `**md**` <img src=x onerror=alert(1)> \
        #quot; &lt; style :#35; classDef a:#b; click n0 call f() end | ; \\n {}()[]\u{1b}\u{202e}";

    fn workspace() -> Workspace {
        let mut workspace = Workspace::default();
        let graph = workspace.graph_mut();
        let ann = graph.add_node(["Person", "Entity"], [("name", Value::from(TRAPS))]);
        let plan = graph.add_node([TRAPS], [("name", Value::from("end"))]);
        let empty = graph.add_node([], [("name", Value::from("  "))]);
        for (kind, polarity, modality) in
            [("PRAISED", "+", "fact"), (TRAPS, "-", "fact"), ("PLANNED_A", "+", "planned")]
        {
            let told = [("polarity", polarity), ("modality", modality)];
            let told = told.map(|(key, value)| (key, Value::from(value)));
            let sources = ("independent_sources", Value::from(2));
            graph.add_relationship(ann, kind, plan, told.into_iter().chain([sources]));
        }
        graph.add_relationship(plan, "R", empty, []);
        graph.add_relationship(empty, "", empty, []);
        workspace
    }

    /// What Mermaid itself makes of diagrams: the texts of nodes and of lines as it reads them, a
    /// JSON object a diagram. Where it isn't installed, the test fails if `CI` is set.
    #[allow(clippy::print_stderr, reason = "a skipped test says so")]
    fn read(diagrams: &[String]) -> Option<Vec<serde_json::Value>> {
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace");
        let script = top.join("tests/readers/mermaid.mjs");
        let readers = top.join("target/readers-js");
        if !readers.join("node_modules/mermaid").exists() {
            assert!(std::env::var_os("CI").is_none(), "mermaid is not in target/readers-js");
            eprintln!("skipped: mermaid not found");
            return None;
        }
        let mut command = Command::new("node");
        command.arg(script).arg(readers);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("node");
        let input = serde_json::to_vec(diagrams).expect("JSON");
        std::io::Write::write_all(&mut child.stdin.take().expect("piped"), &input).expect("read");
        let output = child.wait_with_output().expect("node ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Some(serde_json::from_slice(&output.stdout).expect("JSON"))
    }

    #[test]
    fn mermaid_reads_the_texts_as_they_are() {
        let workspace = workspace();
        let mut view = View::whole(&workspace);
        view.dispute(view.relationships()[1]);
        let plain = Mermaid::new(&view);
        let all = [
            plain.to_string(),
            plain.clone().clustered(ClusterBy::Type).to_string(),
            Mermaid::new(&View::whole(&Workspace::default())).to_string(),
        ];
        let Some(found) = read(&all) else { return };
        let shown: String = visible(TRAPS).chars().take(LONGEST_LABEL).chain(['…']).collect();
        for diagram in &found[..2] {
            assert_eq!(diagram["nodes"]["n0"], *shown, "{diagram}");
            assert_eq!(diagram["nodes"]["n1"], "end");
            let lines: Vec<_> = diagram["edges"].as_array().expect("a list").iter().collect();
            assert_eq!(lines.len(), 5);
            assert_eq!(lines[1]["text"], *shown);
            let line = |at: usize, key: &str| lines[at][key].to_string();
            assert!(line(1, "style").contains("stroke:#b3261e"), "{diagram}");
            assert!(line(1, "style").contains("stroke-dasharray:8 4"));
            assert!(line(1, "style").contains("stroke-width:1.8px"));
            assert_eq!(
                (line(2, "stroke"), line(1, "stroke")),
                ("\"dotted\"".into(), "\"normal\"".into())
            );
        }
        assert_eq!(found[2]["nodes"], serde_json::json!({}));
    }

    #[test]
    fn diagrams_that_mermaid_refuses_are_told() {
        let mut workspace = Workspace::default();
        let graph = workspace.graph_mut();
        let node = graph.add_node([], []);
        for _ in 0..=MOST_LINES {
            graph.add_relationship(node, "R", node, []);
        }
        let large = Mermaid::new(&View::whole(&workspace)).check();
        assert_eq!(large, Err(TooLarge::Lines { lines: MOST_LINES + 1 }));
        let mut workspace = Workspace::default();
        for _ in 0..LONGEST_TEXT / LONGEST_LABEL {
            let name = [("name", Value::from("x".repeat(LONGEST_LABEL + 1)))];
            workspace.graph_mut().add_node([], name);
        }
        let large = Mermaid::new(&View::whole(&workspace)).check();
        assert!(matches!(large, Err(TooLarge::Text { .. })), "{large:?}");
        assert_eq!(Mermaid::new(&View::whole(&Workspace::default())).check(), Ok(()));
    }
}
