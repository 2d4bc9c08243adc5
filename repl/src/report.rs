//! Messages on standard error, with carets under the part of the query that they are about, or
//! as JSON where the output is JSON: one object a line, `{"error": {…}}`, `{"warning": {…}}` or
//! `{"note": "…"}`.
//!
//! Drawn by `annotate-snippets`, the renderer that rustc and cargo share: it is kept by the
//! Rust project, knows wide characters, and cuts long lines around the span.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use graph_core::export::{is_hidden, json, visible};
use graph_core::store::StoreError;
use serde::Serialize;

use crate::terminal::{self, Stream};

/// Whether messages are JSON, and whether notes are left out: the whole program's way to talk.
static JSON: AtomicBool = AtomicBool::new(false);
static QUIET: AtomicBool = AtomicBool::new(false);

/// Decides how messages are told from now on: as JSON, and without notes.
pub(crate) fn talk(as_json: bool, quietly: bool) {
    talk_json(as_json);
    QUIET.store(quietly, Ordering::Relaxed);
}

/// Decides whether messages are told as JSON from now on.
pub(crate) fn talk_json(as_json: bool) {
    JSON.store(as_json, Ordering::Relaxed);
}

/// Tells what is neither an answer nor a problem, such as the Cypher of a question.
pub(crate) fn note(text: &str) {
    if QUIET.load(Ordering::Relaxed) {
        return;
    }
    if JSON.load(Ordering::Relaxed) {
        return write_json(&Told::Note(text));
    }
    // Nobody is left to be told that standard error is closed; so below.
    let _ = writeln!(io::stderr(), "{}", visible(text));
}

/// A message as JSON.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Told<'a> {
    Error(Problem<'a>),
    Warning(Problem<'a>),
    Note(&'a str),
}

/// A problem as JSON; what isn't known is null.
#[derive(Serialize)]
struct Problem<'a> {
    message: &'a str,
    file: Option<&'a str>,
    /// From 1; the column in characters.
    line: Option<usize>,
    column: Option<usize>,
    /// Bytes of the text.
    start: Option<usize>,
    end: Option<usize>,
    help: &'a [String],
}

fn write_json(told: &Told<'_>) {
    let mut line = Vec::new();
    if json::write(told, &mut line).is_ok() {
        line.push(b'\n');
        let _ = io::stderr().write_all(&line);
    }
}

/// Something refused or odd: what, where, and what to do instead.
#[derive(Clone, Debug)]
pub(crate) struct Report<'a> {
    is_error: bool,
    title: String,
    /// Name (a file's) and text of what was read, and the bytes that are wrong.
    place: Option<(Option<&'a str>, &'a str, Range<usize>)>,
    help: Vec<String>,
}

impl<'a> Report<'a> {
    /// Why something was refused, in one line.
    pub(crate) fn error(title: impl Into<String>) -> Self {
        Self { is_error: true, title: title.into(), place: None, help: Vec::new() }
    }

    /// What is probably not meant, in one line.
    pub(crate) fn warning(title: impl Into<String>) -> Self {
        Self { is_error: false, ..Self::error(title) }
    }

    /// Adds advice.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Points at a part of a text.
    pub(crate) fn at(mut self, name: Option<&'a str>, text: &'a str, span: Range<usize>) -> Self {
        self.place = Some((name, text, span));
        self
    }

    /// Writes to standard error: as JSON where that is wanted, else in colour where it is a
    /// terminal that wants it.
    pub(crate) fn print(&self) {
        if JSON.load(Ordering::Relaxed) {
            return write_json(&self.told());
        }
        let text = self.render(terminal::is_coloured(Stream::Messages), terminal::message_width());
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// What JSON says of it.
    fn told(&self) -> Told<'_> {
        let place = self.place.as_ref();
        let before = place.map(|(_, text, span)| &text[..within(text, span).start]);
        let line_start = |text: &str| text.rfind('\n').map_or(0, |at| at + 1);
        let problem = Problem {
            message: &self.title,
            file: place.and_then(|(name, _, _)| *name),
            line: before.map(|text| text.matches('\n').count() + 1),
            column: before.map(|text| text[line_start(text)..].chars().count() + 1),
            start: place.map(|(_, text, span)| within(text, span).start),
            end: place.map(|(_, text, span)| within(text, span).end),
            help: &self.help,
        };
        if self.is_error { Told::Error(problem) } else { Told::Warning(problem) }
    }

    /// The message, without colours or with them, in lines of so many columns.
    pub(crate) fn render(&self, colour: bool, width: usize) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.term_width(width);
        let level = if self.is_error { Level::ERROR } else { Level::WARNING };
        let mut group = Group::with_title(level.primary_title(visible(&self.title)));
        let text;
        if let Some((name, source, span)) = &self.place {
            text = same_length(source);
            let annotation = AnnotationKind::Primary.span(within(&text, span));
            group = group.element(
                Snippet::source(text.as_str()).path(name.map(visible)).annotation(annotation),
            );
        }
        // Beside a text advice hangs on its margin; without one it stands by itself.
        if self.place.is_some() {
            let advice = self.help.iter().map(|help| Level::HELP.message(visible(help)));
            return renderer.render(&[group.elements(advice)]);
        }
        let advice = self.help.iter().map(|help| Level::HELP.secondary_title(visible(help)));
        let groups = std::iter::once(group).chain(advice.map(Group::with_title));
        renderer.render(&groups.collect::<Vec<_>>())
    }
}

impl From<&StoreError> for Report<'_> {
    fn from(error: &StoreError) -> Self {
        error.fault.help().into_iter().fold(Self::error(error.to_string()), Self::help)
    }
}

/// The text with stand-ins of the same byte length for hidden characters that the renderer
/// doesn't replace itself, so that spans stay true.
fn same_length(text: &str) -> String {
    let stand_in = |character: char| match (character, character.len_utf8()) {
        ('\n' | '\t', _) => character,
        (hidden, 1) if is_hidden(hidden) => '?',
        (hidden, 2) if is_hidden(hidden) => '¤',
        (hidden, _) if is_hidden(hidden) => '\u{fffd}',
        (seen, _) => seen,
    };
    text.chars().map(stand_in).collect()
}

/// The span cut to the text and widened to whole characters.
fn within(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start);
    start..text.ceil_char_boundary(span.end).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_under_the_span() {
        let report = Report::error("unknown function `sise`")
            .at(Some("a.cypher"), "MATCH (n)\nRETURN sise(n)", 17..21)
            .help("did you mean `size`?");
        insta::assert_snapshot!(report.render(false, 80));
    }

    #[test]
    fn json_tells_line_column_and_bytes() {
        let report = Report::error("unknown function `sise`")
            .at(Some("a.cypher"), "MATCH (é)\nRETURN 'é', sise(n)", 24..28)
            .help("did you mean `size`?");
        let mut told = Vec::new();
        json::write(&report.told(), &mut told).expect("memory takes it");
        let expected = r#"{"error":{"message":"unknown function `sise`","file":"a.cypher","line":2,"column":13,"start":24,"end":28,"help":["did you mean `size`?"]}}"#;
        assert_eq!(String::from_utf8(told).expect("UTF-8"), expected);
        let mut told = Vec::new();
        json::write(&Report::warning("\u{1b}").told(), &mut told).expect("memory takes it");
        let expected = r#"{"warning":{"message":"\u001b","file":null,"line":null,"column":null,"start":null,"end":null,"help":[]}}"#;
        assert_eq!(String::from_utf8(told).expect("UTF-8"), expected);
    }

    #[test]
    fn hidden_characters_are_never_shown() {
        let source = "RETURN '\u{1b}[31m\u{9b}\u{202e}' +\r\n";
        let report =
            Report::error("bad \u{1b} thing").at(Some("\u{7}"), source, 8..40).help("\u{9b}");
        let text = report.render(false, 80);
        assert!(!text.chars().any(|c| is_hidden(c) && c != '\n'), "{text:?}");
    }

    #[test]
    fn any_span_of_any_text_is_drawn() {
        for text in ["", "é", "a\nb\n", "日本\r\n語", "\n\n"] {
            for start in 0..8 {
                for end in 0..8 {
                    Report::error("x").at(None, text, start..end).render(true, 40);
                }
            }
        }
    }

    #[test]
    fn a_very_long_line_is_cut_around_the_span() {
        let text = format!("RETURN {}x", "(".repeat(1_000_000));
        let report = Report::error("x").at(None, &text, 500_000..500_001);
        assert!(report.render(false, 80).len() < 2000);
    }
}
