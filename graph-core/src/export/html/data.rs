//! What the page is told of the graph, as JSON.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::corpus::Article;
use crate::export::picture::{
    self, Arrow, LABEL_FONT, LINE_HEIGHT, NAME_FONT, NodeBox, Picture, Point, Size,
};
use crate::export::ruler::Ruler;
use crate::export::view::{Quoted, View};
use crate::export::{attribute, is_hidden, palette, visible, web_address};
use crate::graph::Properties;
use crate::when::When;

/// Everything that the page shows. Lengths and places are in pixels of the picture.
#[derive(Debug, Serialize)]
pub(super) struct Data<'a> {
    size: Extent,
    fonts: Fonts,
    kinds: Vec<Kind>,
    nodes: Vec<Node<'a>>,
    links: Vec<Link<'a>>,
    articles: Vec<Cited<'a>>,
}

#[derive(Debug, Serialize)]
struct Extent {
    width: f64,
    height: f64,
}

/// What text was measured with.
#[derive(Debug, Serialize)]
struct Fonts {
    name: f64,
    line: f64,
    label: f64,
}

/// A kind of node, and how it is drawn.
#[derive(Debug, Serialize)]
struct Kind {
    name: String,
    fill: &'static str,
    border: String,
    /// SVG path data of a small box of it, around the origin.
    sample: String,
}

#[derive(Debug, Serialize)]
struct Node<'a> {
    name: Cow<'a, str>,
    /// The number of its kind.
    kind: usize,
    lines: Vec<String>,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    /// SVG path data.
    outline: String,
    /// Properties that nothing else shows, with their values.
    details: Vec<(Cow<'a, str>, String)>,
}

#[derive(Debug, Serialize)]
struct Link<'a> {
    from: usize,
    to: usize,
    #[serde(rename = "type")]
    kind: Cow<'a, str>,
    /// The type without what it says of its relation.
    relation: Cow<'a, str>,
    label: String,
    stance: &'static str,
    disputed: bool,
    sources: usize,
    width: f64,
    /// The centre of the label.
    x: f64,
    y: f64,
    /// The four points of a Bézier curve.
    curve: Vec<f64>,
    when: Option<Cow<'a, str>>,
    /// The first and the last day of it.
    days: Option<(Option<String>, Option<String>)>,
    quotes: Vec<Quote<'a>>,
    details: Vec<(Cow<'a, str>, String)>,
}

#[derive(Debug, Serialize)]
struct Quote<'a> {
    text: Cow<'a, str>,
    /// The number of the article; `None` where it isn't one that was read.
    article: Option<usize>,
    /// The id of the article.
    source: Cow<'a, str>,
    /// Where it begins and ends in the article's text, in UTF-16 code units.
    place: Option<(usize, usize)>,
}

#[derive(Debug, Serialize)]
struct Cited<'a> {
    id: Cow<'a, str>,
    title: Cow<'a, str>,
    source: Option<Cow<'a, str>>,
    date: Option<Cow<'a, str>>,
    /// Only where it is one that a browser may follow.
    url: Option<&'a str>,
    text: Cow<'a, str>,
}

/// Properties that the page shows in their own way.
const SHOWN: [&str; 11] = [
    "name",
    "mentions",
    "relation",
    "polarity",
    "modality",
    "sources",
    "independent_sources",
    "quotes",
    "quote_sources",
    "quote_dates",
    "when",
];

impl<'a> Data<'a> {
    /// Of a view.
    pub(super) fn of(view: &View<'a>) -> Self {
        let picture = Picture::of(view);
        let kinds = palette::kinds(view);
        let articles = Articles::of(view);
        let nodes = picture.boxes.iter().map(|it| node(view, it, &kinds)).collect();
        let links = picture.arrows.iter().map(|arrow| link(view, arrow, &articles)).collect();
        let Size { width, height } = picture.size;
        Self {
            size: Extent { width: rounded(width), height: rounded(height) },
            fonts: Fonts { name: NAME_FONT, line: LINE_HEIGHT, label: LABEL_FONT },
            kinds: kinds.iter().map(|name| kind(name)).collect(),
            nodes,
            links,
            articles: articles.sources(),
        }
    }
}

fn kind(name: &str) -> Kind {
    Kind {
        fill: palette::fill(name),
        border: palette::border(name),
        sample: picture::sample(name, Point::default()),
        name: visible(name).into_owned(),
    }
}

fn node<'a>(view: &View<'a>, it: &NodeBox, kinds: &[String]) -> Node<'a> {
    let kind = view.kind(it.node);
    Node {
        name: shown(view.name(it.node)),
        kind: kinds.iter().position(|name| *name == kind).unwrap_or_default(),
        lines: it.lines.clone(),
        x: rounded(it.centre.x),
        y: rounded(it.centre.y),
        width: rounded(it.size.width),
        height: rounded(it.size.height),
        outline: it.path(),
        details: details(view, view.graph().node_properties(it.node)),
    }
}

fn link<'a>(view: &View<'a>, arrow: &Arrow, articles: &Articles<'a>) -> Link<'a> {
    let id = arrow.relationship;
    let property = |key| view.graph().relationship_property(id, key);
    let kind = view.relationship_type(id);
    let when = property("when").as_str();
    let quotes = view.evidence(id);
    Link {
        from: arrow.ends.0,
        to: arrow.ends.1,
        kind: visible(kind),
        relation: visible(property("relation").as_str().unwrap_or(kind)),
        label: arrow.label.clone(),
        stance: view.stance(id).as_str(),
        disputed: view.is_disputed(id),
        sources: view.sources(id),
        width: palette::line_width(view.sources(id)),
        x: rounded(arrow.middle.x),
        y: rounded(arrow.middle.y),
        curve: arrow.curve.points().iter().flat_map(|at| [rounded(at.x), rounded(at.y)]).collect(),
        when: when.map(visible),
        days: when.and_then(|when| when.parse().ok()).map(days),
        quotes: quotes.into_iter().map(|quoted| articles.quote(&quoted)).collect(),
        details: details(view, view.graph().relationship_properties(id)),
    }
}

fn days(when: When) -> (Option<String>, Option<String>) {
    (when.first_day().map(|day| day.to_string()), when.last_day().map(|day| day.to_string()))
}

/// The properties that nothing else shows, in order of key; lists of nothing are left out.
fn details<'a>(view: &View<'a>, properties: &'a Properties) -> Vec<(Cow<'a, str>, String)> {
    let symbols = view.graph().symbols();
    let told =
        properties.iter().filter(|(_, value)| value.as_list().is_none_or(|it| !it.is_empty()));
    let mut details: Vec<(&str, String)> = told
        .map(|(key, value)| (symbols.name(key), value))
        .filter(|(key, _)| !SHOWN.contains(key))
        .map(|(key, value)| (key, detail(view, value)))
        .collect();
    details.sort_unstable();
    details.into_iter().map(|(key, value)| (visible(key), value)).collect()
}

fn detail(view: &View, value: &crate::Value) -> String {
    let text = |value| visible(&attribute::text(view.graph(), value)).into_owned();
    match value.as_list() {
        Some(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        None => text(value),
    }
}

/// To a tenth of a pixel, which keeps the page small.
fn rounded(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

fn shown(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => visible(text),
        Cow::Owned(text) => visible(&text).into_owned().into(),
    }
}

/// A text of several lines, hidden characters but what breaks and indents lines spelled out.
fn shown_lines(text: &str) -> Cow<'_, str> {
    if !text.contains(is_spelled) {
        return Cow::Borrowed(text);
    }
    let mut spelled = String::with_capacity(text.len() + 8);
    for piece in text.split_inclusive(|character| !is_spelled(character)) {
        let last = piece.chars().next_back().filter(|character| !is_spelled(*character));
        let hidden = &piece[..piece.len() - last.map_or(0, char::len_utf8)];
        spelled.push_str(&visible(hidden));
        spelled.extend(last);
    }
    spelled.into()
}

fn is_spelled(character: char) -> bool {
    is_hidden(character) && !matches!(character, '\n' | '\r' | '\t')
}

/// The articles that the quotes of a view stand in, with numbers.
struct Articles<'a> {
    numbers: HashMap<&'a str, usize>,
    all: Vec<&'a Article>,
    /// For each one, how long what is shown of it is.
    rulers: Vec<Ruler<'a>>,
}

impl<'a> Articles<'a> {
    fn of(view: &View<'a>) -> Self {
        let quoted = view.relationships().iter().flat_map(|id| view.evidence(*id));
        let ids = quoted.map(|quoted| quoted.article).chain(view.article_nodes().map(|(id, _)| id));
        let cited: BTreeMap<&str, &Article> =
            ids.filter_map(|id| view.article(id).map(|article| (id, article))).collect();
        let all: Vec<&Article> = cited.values().copied().collect();
        let numbers = cited.keys().copied().enumerate().map(|(number, id)| (id, number)).collect();
        let rulers = all.iter().map(|article| Ruler::of(&article.text, units)).collect();
        Self { numbers, all, rulers }
    }

    fn quote(&self, quoted: &Quoted<'a>) -> Quote<'a> {
        let number = self.numbers.get(quoted.article).copied();
        Quote {
            text: shown_lines(quoted.quote),
            article: number,
            source: visible(quoted.article),
            place: number.and_then(|number| self.place(number, quoted)),
        }
    }

    fn place(&self, number: usize, quoted: &Quoted) -> Option<(usize, usize)> {
        let article = self.all[number];
        let start = article.text_offset(quoted.place.as_ref()?.start)?;
        let end = start + quoted.quote.len();
        (article.text.get(start..end)? == quoted.quote)
            .then(|| (self.rulers[number].at(start), self.rulers[number].at(end)))
    }

    fn sources(&self) -> Vec<Cited<'a>> {
        let source = |article: &&'a Article| Cited {
            id: visible(&article.id),
            title: visible(&article.title),
            source: article.source.as_deref().map(visible),
            date: article.date.as_deref().map(visible),
            url: article.url.as_deref().and_then(web_address),
            text: shown_lines(&article.text),
        };
        self.all.iter().map(source).collect()
    }
}

/// How long a text is when it is shown, in UTF-16 code units.
fn units(text: &str) -> usize {
    shown_lines(text).encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_lines() {
        assert_eq!(shown_lines("a\r\n\tb"), "a\r\n\tb");
        assert_eq!(shown_lines("a\u{202e}\u{1b}b\n\u{1b}"), "a\\u{202e}\\u{1b}b\n\\u{1b}");
    }

    #[test]
    fn lengths_are_those_that_a_browser_counts() {
        let text = "é日𝄞\u{202e}\n".repeat(400);
        let ruler = Ruler::of(&text, units);
        for (at, _) in text.char_indices() {
            assert_eq!(ruler.at(at), units(&text[..at]), "{at}");
        }
        assert_eq!((units("é日𝄞"), units("\u{202e}")), (4, 8));
    }
}
