//! Rows of an answer as text, one module a format.
//!
//! Whatever the format, hidden characters of the articles are spelled out: none reaches a
//! terminal.

mod csv;
mod json;
mod line;
mod markdown;
pub(crate) mod plan;
mod table;
mod text;

use std::io::{self, Write};

use clap::ValueEnum;
use graph_core::{Graph, Value};

use crate::terminal::{self, Stream};
pub(crate) use text::telling_label;

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns in a frame, no wider than the terminal.
    #[default]
    Table,
    /// One `column: value` a line, an empty line between rows.
    Line,
    /// Comma-separated values with a header.
    Csv,
    /// Tab-separated values with a header.
    Tsv,
    /// One array of objects keyed by column.
    Json,
    /// One object a line.
    Jsonl,
    /// A Markdown table.
    Markdown,
}

impl Format {
    /// Whether people read it rather than programs.
    pub(crate) fn is_for_readers(self) -> bool {
        matches!(self, Self::Table | Self::Line | Self::Markdown)
    }

    /// Whether it is JSON, as the messages are then.
    pub(crate) fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl)
    }
}

/// How much room there is for rows, and how they look. The default is that of a pipe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Room {
    /// Columns of the terminal; `None` where there is none, and nothing is cut.
    pub(crate) width: Option<u16>,
    /// The most rows that are shown at a terminal by the formats for readers; `None` shows all.
    pub(crate) rows: Option<usize>,
    /// Whether names of columns stand out.
    pub(crate) is_coloured: bool,
}

impl Room {
    /// That of standard output, for any number of rows.
    pub(crate) fn here() -> Self {
        let is_coloured = terminal::is_coloured(Stream::Answers);
        Self { width: terminal::width(), rows: None, is_coloured }
    }

    /// The same, for so many rows at most.
    pub(crate) fn of_rows(self, most: Option<usize>) -> Self {
        Self { rows: most, ..self }
    }
}

/// The rows of an answer with the graph that their nodes and relationships are of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows<'a> {
    /// What the ids in the rows refer to.
    pub(crate) graph: &'a Graph,
    /// Names of the columns.
    pub(crate) columns: &'a [String],
    /// As many values a row as there are columns.
    pub(crate) values: &'a [Vec<Value>],
}

impl Rows<'_> {
    /// Writes the rows, and gives how many of them there was no room for.
    pub(crate) fn write(
        self,
        format: Format,
        room: Room,
        out: &mut dyn Write,
    ) -> io::Result<usize> {
        let most = room.rows.filter(|_| room.width.is_some() && format.is_for_readers());
        let shown = most.unwrap_or(usize::MAX).min(self.values.len());
        let hidden = self.values.len() - shown;
        let rows = Self { values: &self.values[..shown], ..self };
        match format {
            Format::Table => table::write(rows, room, out),
            Format::Line => line::write(rows, out),
            Format::Csv => csv::write(rows, b',', out),
            Format::Tsv => csv::write(rows, b'\t', out),
            Format::Json => json::write_array(rows, out),
            Format::Jsonl => json::write_lines(rows, out),
            Format::Markdown => markdown::write(rows, out),
        }?;
        Ok(hidden)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use graph_core::Path;
    use graph_core::temporal::Kind;
    use unicode_width::UnicodeWidthStr;

    use super::*;

    fn graph() -> Graph {
        let mut graph = Graph::new();
        let ann = graph.add_node(["Person"], [("name", "Ann".into()), ("mentions", 2.into())]);
        let deal = graph.add_node(["Agreement"], [("name", "the | deal".into())]);
        graph.add_relationship(
            ann,
            "PRAISED",
            deal,
            [("sources", vec!["a", "b"].into()), ("quotes", vec!["Ann praised it."].into())],
        );
        graph
    }

    fn rows(graph: &Graph) -> (Vec<String>, Vec<Vec<Value>>) {
        let node = graph.nodes().next().expect("two nodes");
        let relationship = graph.relationships().next().expect("one relationship");
        let path = Path { nodes: graph.nodes().collect(), relationships: vec![relationship] };
        let columns = ["text", "number", "thing"].map(str::to_owned).to_vec();
        let rows = vec![
            vec!["a \"b\" | c".into(), 7.into(), Value::Node(node)],
            vec!["日本\u{1b}[31m\n".into(), 2.5.into(), Value::Relationship(relationship)],
            vec![Value::Null, f64::NAN.into(), Value::Path(Arc::new(path))],
            vec![true.into(), (-12).into(), Value::list(["x".into(), Value::Null])],
            vec!["".into(), 1e300.into(), Value::map([("k".into(), Value::from(1.0))])],
            vec![
                Kind::DateTime.parse("2015-07-21T21:40[Europe/London]").expect("a moment"),
                Kind::Duration.parse("P1M-2DT0.5S").expect("a duration"),
                Value::list([Kind::Date.parse("2015-07-21").expect("a date")]),
            ],
        ];
        (columns, rows)
    }

    fn written(format: Format, width: Option<u16>) -> String {
        let graph = graph();
        let (columns, rows) = rows(&graph);
        let mut out = Vec::new();
        let rows = Rows { graph: &graph, columns: &columns, values: &rows };
        let room = Room { width, ..Room::default() };
        rows.write(format, room, &mut out).expect("memory takes it");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn every_format() {
        for format in Format::value_variants() {
            let name = format!("{format:?}").to_lowercase();
            insta::assert_snapshot!(name, written(*format, Some(72)));
        }
    }

    #[test]
    fn no_format_lets_control_characters_through() {
        for format in Format::value_variants() {
            let text = written(*format, None);
            assert!(!text.contains('\u{1b}'), "{format:?}: {text}");
        }
    }

    #[test]
    fn a_table_fits_the_terminal() {
        for width in [40, 80, 200] {
            let table = written(Format::Table, Some(width));
            let widest = table.lines().map(unicode_width::UnicodeWidthStr::width).max();
            assert!(widest <= Some(width.into()), "{width}\n{table}");
        }
    }

    /// Names and quotes as news have them, in several scripts.
    fn news() -> (Vec<String>, Vec<Vec<Value>>) {
        let columns = ["who", "sources", "articles", "quote", "share"].map(str::to_owned);
        let row = |who: &str, sources: i64, articles: Vec<&str>, quote: &str, share: f64| {
            vec![who.into(), sources.into(), articles.into(), quote.into(), share.into()]
        };
        let rows = vec![
            row(
                "Marco Rubio",
                2,
                vec!["000-el-salvador", "004-rubio"],
                "On a visit to El Salvador, U.S. Secretary of State Marco Rubio announced an \
                 agreement under which the country will accept deportees of any nationality.",
                0.5,
            ),
            row(
                "習近平 (しゅうきんぺい)",
                12,
                vec!["a, b", "c"],
                "习近平主席在北京会见了来访的外国领导人，双方就广泛议题交换了意见。",
                0.25,
            ),
            row("Nguyễn Phú Trọng", 100, vec![], "👩‍👩‍👧 e\u{301}clair 🇸🇻 naïve", 12.0),
            row(
                "x",
                1,
                vec!["one"],
                "Averyveryveryveryveryveryveryveryveryverylongwordwithoutanyblank",
                0.125,
            ),
        ];
        (columns.to_vec(), rows)
    }

    fn of_news(format: Format, room: Room) -> (String, usize) {
        let (columns, values) = news();
        let mut out = Vec::new();
        let rows = Rows { graph: &Graph::new(), columns: &columns, values: &values };
        let hidden = rows.write(format, room, &mut out).expect("memory takes it");
        (String::from_utf8(out).expect("UTF-8"), hidden)
    }

    #[test]
    fn tables_of_many_widths() {
        let widths = [Some(20), Some(40), Some(80), Some(200), None];
        let tables = widths.map(|width| {
            let (table, _) = of_news(Format::Table, Room { width, ..Room::default() });
            format!("{width:?}\n{table}")
        });
        insta::assert_snapshot!(tables.join("\n"));
    }

    #[test]
    fn a_terminal_shows_so_many_rows_and_a_pipe_all() {
        let room = Room { width: Some(80), rows: Some(3), is_coloured: false };
        assert_eq!(of_news(Format::Table, room).1, 1);
        assert_eq!(of_news(Format::Line, room).1, 1);
        assert_eq!(of_news(Format::Json, room).1, 0);
        assert_eq!(of_news(Format::Table, Room { width: None, ..room }).1, 0);
    }

    #[test]
    fn names_of_columns_stand_out_where_there_is_colour() {
        let (plain, _) = of_news(Format::Table, Room::default());
        assert!(!plain.contains('\u{1b}'), "{plain}");
        let room = Room { is_coloured: true, ..Room::default() };
        let (coloured, _) = of_news(Format::Table, room);
        assert!(coloured.contains("\u{1b}[1m"), "{coloured}");
    }

    #[test]
    fn a_large_table_is_one_table() {
        let values: Vec<Vec<Value>> =
            (0..2000).map(|at| vec![at.into(), "x".repeat(at as usize % 50).into()]).collect();
        let columns = ["n".to_owned(), "x".to_owned()];
        let mut out = Vec::new();
        let rows = Rows { graph: &Graph::new(), columns: &columns, values: &values };
        rows.write(Format::Table, Room::default(), &mut out).expect("memory takes it");
        let table = String::from_utf8(out).expect("UTF-8");
        assert_eq!(table.lines().count(), 2000 + 4);
        let first = table.lines().next().map(UnicodeWidthStr::width);
        assert!(table.lines().all(|line| Some(line.width()) == first));
        assert_eq!(table.matches('╡').count(), 1);
    }

    #[test]
    fn json_parses_to_what_was_asked_for() {
        let array: serde_json::Value =
            serde_json::from_str(&written(Format::Json, None)).expect("JSON");
        let lines: Vec<serde_json::Value> = written(Format::Jsonl, None)
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        assert_eq!(array, serde_json::Value::Array(lines));
        assert_eq!(array[0]["thing"]["labels"][0], "Person");
        assert_eq!(array[1]["text"], "日本\u{1b}[31m\n");
        assert_eq!(array[1]["thing"]["type"], "PRAISED");
        assert_eq!(array[2]["number"], "NaN");
        assert_eq!(array[2]["thing"]["relationships"][0]["end"], 1);
    }

    #[test]
    fn an_empty_answer_is_an_empty_array() {
        let graph = Graph::new();
        let mut out = Vec::new();
        let rows = Rows { graph: &graph, columns: &["a".to_owned()], values: &[] };
        rows.write(Format::Json, Room::default(), &mut out).expect("memory takes it");
        assert_eq!(out, b"[]\n");
    }
}
