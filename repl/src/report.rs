//! Messages on standard error, with carets under the part of the query that they are about.
//!
//! Drawn by `annotate-snippets`, the renderer that rustc and cargo share: it is kept by the
//! Rust project, knows wide characters, and cuts long lines around the span.

use std::io::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use graph_core::export::{is_hidden, visible};

use crate::terminal::{self, Stream};

/// Something refused or odd: what, where, and what to do instead.
#[derive(Clone, Debug)]
pub(crate) struct Report<'a> {
    level: Level<'static>,
    title: String,
    /// Name (a file's) and text of what was read, and the bytes that are wrong.
    place: Option<(Option<&'a str>, &'a str, Range<usize>)>,
    help: Vec<String>,
}

impl<'a> Report<'a> {
    /// Why something was refused, in one line.
    pub(crate) fn error(title: impl Into<String>) -> Self {
        Self { level: Level::ERROR, title: title.into(), place: None, help: Vec::new() }
    }

    /// What is probably not meant, in one line.
    pub(crate) fn warning(title: impl Into<String>) -> Self {
        Self { level: Level::WARNING, ..Self::error(title) }
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

    /// Writes to standard error; in colour where it is a terminal that wants it.
    pub(crate) fn print(&self) {
        let text = self.render(terminal::is_coloured(Stream::Messages), terminal::message_width());
        // Nobody is left to be told that standard error is closed.
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// The message, without colours or with them, in lines of so many columns.
    pub(crate) fn render(&self, colour: bool, width: usize) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.term_width(width);
        let mut group = Group::with_title(self.level.clone().primary_title(visible(&self.title)));
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

/// Tells what is neither an answer nor a problem, such as the Cypher of a question.
pub(crate) fn note(text: &str) {
    // Nobody is left to be told that standard error is closed.
    let _ = writeln!(std::io::stderr(), "{}", visible(text));
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
