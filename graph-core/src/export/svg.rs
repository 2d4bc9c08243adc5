//! The graph as a drawing in SVG that needs nothing else to be seen: no script, no font, no
//! address.
//!
//! Dashed is disputed, dotted is planned or possible, red is denied; the more independent
//! sources, the wider. The sentences behind a relationship are its tooltip.

use std::fmt::{self, Display, Formatter, Write};

use quick_xml::escape::escape;

use super::picture::{
    self, Arrow, LABEL_FONT, LINE_HEIGHT, NAME_FONT, NodeBox, Picture, Point, Size,
};
use super::view::{Stance, View};
use super::{palette, visible};
use crate::RelationshipId;

/// Around the drawing, in pixels.
const MARGIN: f64 = 20.0;

/// Height of a row of the legend, and width of one of its entries, in pixels.
const LEGEND_ROW: f64 = 24.0;
const LEGEND_ENTRY: f64 = 150.0;

/// Quotes of a tooltip, and characters of each; the rest is cut.
const MOST_QUOTES: usize = 4;
const LONGEST_QUOTE: usize = 600;

/// What is drawn of all drawings alike. Text is as wide as the boxes were made for in any common
/// sans-serif font.
const STYLE: &str = "\
text{font-family:Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif;fill:#1b1b1f}
.name{font-size:13px;text-anchor:middle}
.type{font-size:9.5px;text-anchor:middle;fill:#44474f;paint-order:stroke;stroke:#fff;stroke-width:3.5px;stroke-linejoin:round}
.legend{font-size:12px}
.box{stroke-width:1.2}
.line{fill:none;stroke:#6b7078;marker-end:url(#attest-arrow)}
.touch{fill:none;stroke:#000;stroke-opacity:0;stroke-width:10}
.unsure{stroke-dasharray:0.1 5;stroke-linecap:round}
.disputed{stroke-dasharray:9 5}
.disputed.unsure{stroke-dasharray:9 5 0.1 5}
.line.denied{stroke:#b3261e;marker-end:url(#attest-arrow-denied)}
.type.denied{fill:#b3261e}
";

/// A view of a graph, to be written as SVG with [`Display`].
///
/// ```
/// use std::path::Path;
/// use graph_core::{Value, export::{View, svg::Svg}, workspace};
/// let mut workspace = workspace::open(Path::new(":memory:")).expect("always there");
/// workspace.graph_mut().add_node(["Person"], [("name", Value::from("Ann <A> & Co"))]);
/// let text = Svg(&View::whole(&workspace)).to_string();
/// assert!(text.contains("Ann &lt;A&gt; &amp; Co"));
/// ```
#[derive(Clone, Debug)]
pub struct Svg<'a>(pub &'a View<'a>);

impl Display for Svg<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let picture = Picture::of(self.0);
        let legend = Legend::of(self.0, picture.size.width);
        let width = picture.size.width.max(legend.size.width) + 2.0 * MARGIN;
        let height = picture.size.height + legend.size.height + 2.0 * MARGIN;
        self.write_head(out, &Size { width, height })?;
        writeln!(out, "<g transform=\"translate({MARGIN} {MARGIN})\">")?;
        picture.arrows.iter().try_for_each(|arrow| self.write_arrow(out, &picture, arrow))?;
        if picture.is_labelled {
            picture.arrows.iter().try_for_each(|arrow| self.write_type(out, arrow))?;
        }
        picture.boxes.iter().try_for_each(|it| self.write_box(out, it))?;
        legend.write(out, picture.size.height)?;
        writeln!(out, "</g>\n</svg>")
    }
}

impl Svg<'_> {
    fn write_head(&self, out: &mut Formatter<'_>, size: &Size) -> fmt::Result {
        let (width, height) = (size.width.ceil(), size.height.ceil());
        write!(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" ")?;
        write!(out, "height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" ")?;
        writeln!(out, "aria-labelledby=\"attest-title attest-desc\">")?;
        writeln!(out, "<title id=\"attest-title\">Who does what to whom</title>")?;
        let (nodes, relationships) = (self.0.nodes().len(), self.0.relationships().len());
        write!(
            out,
            "<desc id=\"attest-desc\">{nodes} boxes, {relationships} arrows between them. "
        )?;
        writeln!(out, "Each arrow's tooltip has the sentences that attest it.</desc>")?;
        writeln!(out, "<style>{STYLE}</style>\n<defs>")?;
        for (id, colour) in [("attest-arrow", "#6b7078"), ("attest-arrow-denied", palette::DENIED)]
        {
            write!(out, "<marker id=\"{id}\" viewBox=\"0 0 10 8\" refX=\"9\" refY=\"4\" ")?;
            write!(out, "markerWidth=\"10\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" ")?;
            writeln!(
                out,
                "orient=\"auto\"><path d=\"M0 0L10 4L0 8z\" fill=\"{colour}\"/></marker>"
            )?;
        }
        writeln!(out, "</defs>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>")
    }

    fn write_arrow(
        &self,
        out: &mut Formatter<'_>,
        picture: &Picture,
        arrow: &Arrow,
    ) -> fmt::Result {
        let (id, curve) = (arrow.relationship, &arrow.curve);
        let classes = Classes { stance: self.0.stance(id), is_disputed: self.0.is_disputed(id) };
        let width = palette::line_width(self.0.sources(id));
        writeln!(out, "<g><title>{}</title>", Escaped(&self.tooltip(id)))?;
        write!(out, "<path class=\"line{classes}\" stroke-width=\"{width:.1}\" d=\"{curve}\"/>")?;
        // A thin line is hard to point at.
        if picture.is_labelled {
            write!(out, "<path class=\"touch\" d=\"{curve}\"/>")?;
        }
        writeln!(out, "</g>")
    }

    fn write_type(&self, out: &mut Formatter<'_>, arrow: &Arrow) -> fmt::Result {
        let id = arrow.relationship;
        let denied = if self.0.stance(id) == Stance::Denied { " denied" } else { "" };
        let Point { x, y } = arrow.middle;
        let y = y + LABEL_FONT * 0.35;
        write!(
            out,
            "<text class=\"type{denied}\" x=\"{x:.1}\" y=\"{y:.1}\">{}",
            Escaped(&arrow.label)
        )?;
        writeln!(out, "<title>{}</title></text>", Escaped(&self.tooltip(id)))
    }

    fn write_box(&self, out: &mut Formatter<'_>, it: &NodeBox) -> fmt::Result {
        let kind = self.0.kind(it.node);
        let (fill, border) = (palette::fill(&kind), palette::border(&kind));
        let name = Escaped(&self.0.name(it.node)).to_string();
        writeln!(out, "<g><title>{name} ({})</title>", Escaped(&kind))?;
        writeln!(
            out,
            "<path class=\"box\" fill=\"{fill}\" stroke=\"{border}\" d=\"{}\"/>",
            it.path()
        )?;
        let Point { x, y } = it.centre;
        let first = y - (it.lines.len() - 1) as f64 * LINE_HEIGHT / 2.0 + NAME_FONT * 0.35;
        for (nth, line) in it.lines.iter().enumerate() {
            let y = first + nth as f64 * LINE_HEIGHT;
            writeln!(
                out,
                "<text class=\"name\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>",
                Escaped(line)
            )?;
        }
        writeln!(out, "</g>")
    }

    /// What a relationship says, and the sentences behind it with their articles.
    fn tooltip(&self, id: RelationshipId) -> String {
        let disputed = if self.0.is_disputed(id) { " (disputed)" } else { "" };
        let says = format!("{}{disputed}", self.0.told(id));
        let mut text = visible(&says).into_owned();
        let evidence = self.0.evidence(id);
        for quoted in evidence.iter().take(MOST_QUOTES) {
            let source = self.0.article(quoted.article).map(|it| it.title.as_str());
            let source = source.filter(|title| !title.is_empty()).unwrap_or(quoted.article);
            let quote = picture::cut(quoted.quote, LONGEST_QUOTE);
            let _ = write!(text, "\n“{quote}” — {}", picture::cut(source, LONGEST_QUOTE));
        }
        if evidence.len() > MOST_QUOTES {
            let _ = write!(text, "\nand {} more", evidence.len() - MOST_QUOTES);
        }
        text
    }
}

/// The classes of a line.
struct Classes {
    stance: Stance,
    is_disputed: bool,
}

impl Display for Classes {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self.stance {
            Stance::Asserted => {}
            Stance::Denied => out.write_str(" denied")?,
            Stance::Planned | Stance::Possible => out.write_str(" unsure")?,
        }
        if self.is_disputed { out.write_str(" disputed") } else { Ok(()) }
    }
}

/// Text in XML: hidden characters but line breaks are spelled out, since XML can't hold most.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for (nth, line) in self.0.split('\n').enumerate() {
            if nth > 0 {
                out.write_char('\n')?;
            }
            out.write_str(&escape(&*visible(line)))?;
        }
        Ok(())
    }
}

/// What the shapes and lines of a picture mean.
struct Legend {
    kinds: Vec<String>,
    lines: Vec<(&'static str, String)>,
    columns: usize,
    size: Size,
}

impl Legend {
    fn of(view: &View, width: f64) -> Self {
        let mut kinds = palette::kinds(view);
        kinds.truncate(MOST_KINDS);
        let all = view.relationships();
        let any = |which: &dyn Fn(RelationshipId) -> bool| all.iter().any(|id| which(*id));
        let meant = [
            ("asserted", "", any(&|id| view.stance(id) == Stance::Asserted)),
            ("denied", " denied", any(&|id| view.stance(id) == Stance::Denied)),
            (
                "planned or possible",
                " unsure",
                any(&|id| matches!(view.stance(id), Stance::Planned | Stance::Possible)),
            ),
            ("disputed", " disputed", any(&|id| view.is_disputed(id))),
        ];
        let lines: Vec<_> = { meant.into_iter().filter(|(_, _, is_there)| *is_there) }
            .map(|(meaning, class, _)| (meaning, format!("line{class}")))
            .collect();
        let entries = kinds.len() + lines.len();
        let columns = ((width / LEGEND_ENTRY) as usize).clamp(2, entries.max(2));
        let rows = |count: usize| count.div_ceil(columns);
        let height = match entries {
            0 => 0.0,
            _ => MARGIN * 1.5 + (rows(kinds.len()) + rows(lines.len())) as f64 * LEGEND_ROW,
        };
        let size = Size { width: entries.min(columns) as f64 * LEGEND_ENTRY, height };
        Self { kinds, lines, columns, size }
    }

    fn write(&self, out: &mut Formatter<'_>, top: f64) -> fmt::Result {
        let top = top + MARGIN * 1.5;
        for (nth, kind) in self.kinds.iter().enumerate() {
            let (x, y) = self.place(nth, top);
            let (fill, border) = (palette::fill(kind), palette::border(kind));
            let path = picture::sample(kind, Point::new(x + 15.0, y));
            write!(out, "<path class=\"box\" fill=\"{fill}\" stroke=\"{border}\" d=\"{path}\"/>")?;
            let kind = picture::cut(if kind.is_empty() { "no label" } else { kind }, 16);
            Self::write_meaning(out, (x, y), &kind)?;
        }
        let top = top + self.kinds.len().div_ceil(self.columns) as f64 * LEGEND_ROW;
        for (nth, (meaning, classes)) in self.lines.iter().enumerate() {
            let (x, y) = self.place(nth, top);
            write!(
                out,
                "<path class=\"{classes}\" stroke-width=\"1.6\" d=\"M{x:.1} {y:.1}h30\"/>"
            )?;
            Self::write_meaning(out, (x, y), meaning)?;
        }
        Ok(())
    }

    fn write_meaning(out: &mut Formatter<'_>, (x, y): (f64, f64), text: &str) -> fmt::Result {
        let (x, y) = (x + 38.0, y + 4.0);
        writeln!(out, "<text class=\"legend\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", Escaped(text))
    }

    /// The left end of an entry, and the middle of its height.
    fn place(&self, nth: usize, top: f64) -> (f64, f64) {
        let (row, column) = (nth / self.columns, nth % self.columns);
        (column as f64 * LEGEND_ENTRY, top + (row as f64 + 0.5) * LEGEND_ROW)
    }
}

/// Kinds of nodes that a legend tells; a user may have made any number.
const MOST_KINDS: usize = 40;

#[cfg(test)]
mod tests {
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;
    use crate::Value;
    use crate::workspace::Workspace;

    /// What XML reads as something else than itself, or not at all.
    const TRAPS: &str = "</title><script>\"a'&amp;]]>\u{1b}\u{202e}\u{ffff}--";

    fn fact(polarity: &str, modality: &str, quote: &str) -> Vec<(&'static str, Value)> {
        vec![
            ("polarity", polarity.into()),
            ("modality", modality.into()),
            ("quotes", vec![quote].into()),
            ("quote_sources", vec!["gazette"].into()),
            ("independent_sources", Value::Int(3)),
        ]
    }

    fn workspace() -> Workspace {
        let mut workspace = Workspace::default();
        let graph = workspace.graph_mut();
        let ann = graph.add_node(["Person", "Entity"], [("name", Value::from("Ann Lee"))]);
        let plan = graph.add_node(["Agreement"], [("name", Value::from(TRAPS))]);
        let own = graph.add_node(["Ship"], [("name", Value::from("日本丸"))]);
        graph.add_relationship(ann, "NOT_PRAISED", plan, fact("-", "fact", TRAPS));
        graph.add_relationship(ann, "PLANNED_SIGNED", plan, fact("+", "planned", "She will."));
        graph.add_relationship(own, "CARRIES", own, []);
        workspace
    }

    /// The elements and texts that an XML parser reads.
    fn read(svg: &str) -> (Vec<String>, String) {
        let mut reader = Reader::from_str(svg);
        let (mut elements, mut text) = (Vec::new(), String::new());
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Start(tag) | Event::Empty(tag) => {
                    elements.push(tag.name().as_ref().to_owned());
                    assert!(tag.attributes().all(|attribute| attribute.is_ok()), "{tag:?}");
                }
                Event::Text(part) => text.push_str(&part.xml10_content()),
                Event::GeneralRef(name) => {
                    let written = format!("&{};", name.xml10_content());
                    text.push_str(&quick_xml::escape::unescape(&written).expect("known"));
                }
                Event::Eof => return (elements, text),
                _ => {}
            }
        }
    }

    #[test]
    fn xml_parsers_read_text_literally() {
        let workspace = workspace();
        let (elements, text) = read(&Svg(&View::whole(&workspace)).to_string());
        assert!(text.contains(&format!("“{}” — gazette", visible(TRAPS))), "{text}");
        assert!(text.contains("\\u{1b}\\u{202e}\\u{ffff}"), "{text}");
        assert!(!elements.contains(&"script".to_owned()));
        assert_eq!(elements.iter().filter(|name| *name == "svg").count(), 1);
    }

    #[test]
    fn a_small_graph_is_drawn() {
        let workspace = workspace();
        insta::assert_snapshot!(Svg(&View::whole(&workspace)));
    }

    #[test]
    fn what_is_said_shows_in_the_line() {
        let svg = Svg(&View::whole(&workspace())).to_string();
        assert!(svg.contains("<path class=\"line denied\" stroke-width=\"2.6\""), "{svg}");
        assert!(svg.contains("<path class=\"line unsure\" stroke-width=\"2.6\""), "{svg}");
        let both = Classes { stance: Stance::Denied, is_disputed: true };
        assert_eq!(both.to_string(), " denied disputed");
    }

    #[test]
    fn it_refers_to_nothing_outside() {
        let svg = Svg(&View::whole(&workspace())).to_string();
        let own = svg.replace("http://www.w3.org/2000/svg", "");
        assert!(
            !own.contains("http") && !own.contains("href") && !own.contains("@import"),
            "{svg}"
        );
    }

    #[test]
    fn an_empty_graph_is_a_drawing_too() {
        let (elements, _) = read(&Svg(&View::whole(&Workspace::default())).to_string());
        assert_eq!(elements[0], "svg");
    }
}
