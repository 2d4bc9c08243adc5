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

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns in a frame, as wide as the terminal.
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
    /// Writes the rows; `width` is the terminal's, `None` where there is none.
    pub(crate) fn write(
        self,
        format: Format,
        width: Option<u16>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match format {
            Format::Table => table::write(self, width, out),
            Format::Line => line::write(self, out),
            Format::Csv => csv::write(self, b',', out),
            Format::Tsv => csv::write(self, b'\t', out),
            Format::Json => json::write_array(self, out),
            Format::Jsonl => json::write_lines(self, out),
            Format::Markdown => markdown::write(self, out),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use graph_core::Path;
    use graph_core::temporal::Kind;

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
        rows.write(format, width, &mut out).expect("memory takes it");
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
        for width in [20, 40, 80] {
            let table = written(Format::Table, Some(width));
            let widest = table.lines().map(unicode_width::UnicodeWidthStr::width).max();
            assert!(widest <= Some(width.into()), "{width}\n{table}");
        }
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
        rows.write(Format::Json, None, &mut out).expect("memory takes it");
        assert_eq!(out, b"[]\n");
    }
}
