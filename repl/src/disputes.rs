//! Accounts that contradict each other, their sentences side by side.

use std::collections::BTreeSet;
use std::io::{self, Write};

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{Cell, ColumnConstraint, ContentArrangement, Table, Width};
use graph_core::Graph;
use graph_core::disputes::{self, Dispute, NotFound, Side};
use graph_core::export::visible;
use graph_core::lexicon::Lexicon;
use graph_core::mentions::{self, NoArticle};

use crate::report::{Report, note};
use crate::{Failure, interrupt, output, progress, terminal};

/// Columns where standard output is no terminal.
const WIDTH: u16 = 100;

/// Tells the disputes: all; with one article, those that it has a part in; with several, those
/// between them. Articles go by their ids or how these begin.
///
/// # Errors
/// [`Failure::Told`] for an article that isn't there or stands for several, and where there are
/// more disputes than anybody reads; [`Failure::Output`] where nothing can be written.
pub(crate) fn tell(graph: &Graph, lexicon: &Lexicon, articles: &[String]) -> Result<(), Failure> {
    let wanted = articles.iter().map(|name| mentions::article(graph, name).map(|(_, id)| id));
    let wanted = wanted.collect::<Result<BTreeSet<&str>, NoArticle>>().map_err(|error| {
        refuse(&error);
        Failure::Told
    })?;
    let find = || disputes::find_while(graph, lexicon, &|| !interrupt::is_asked());
    let found = progress::during("looking for disputes", find);
    let mut found = found.map_err(|error| {
        let report = Report::error(error.to_string());
        if error == NotFound::Stopped {
            report.print();
            return Failure::Stopped;
        }
        report.help("name the articles that you ask about").print();
        Failure::Told
    })?;
    found.retain(|dispute| {
        let sides = [&dispute.left, &dispute.right];
        let part = sides.iter().filter(|side| wanted.contains(side.article.as_str())).count();
        part >= wanted.len().min(2)
    });
    if found.is_empty() {
        note("no two accounts contradict each other");
    }
    Ok(output::to_stdout(|out| write(&found, terminal::width().unwrap_or(WIDTH), out))?)
}

/// Tells that a text names no article, or several.
pub(crate) fn refuse(error: &NoArticle) {
    let report = Report::error(error.to_string());
    let nearest = match error {
        NoArticle::Unknown { nearest, .. } => nearest.as_ref(),
        NoArticle::Several { .. } => None,
    };
    let report = match nearest {
        Some(id) => report.help(format!("did you mean `{id}`?")),
        None => report,
    };
    report.help("MATCH (a:Article) RETURN a.id, a.title lists them").print();
}

/// Writes each dispute as a heading and a table of two columns.
fn write(found: &[Dispute], width: u16, out: &mut dyn Write) -> io::Result<()> {
    for (number, dispute) in found.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let Dispute { kind, subject, relation, object, left, right } = dispute;
        let heading = format!("{}: {subject} {relation} {object}", kind.as_str());
        writeln!(out, "{}", visible(&heading))?;
        let mut table = Table::new();
        table.load_style(UTF8_FULL_CONDENSED).force_no_tty();
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        table.set_header([left, right].map(|side| Cell::new(visible(&says(side)))));
        table.add_row([left, right].map(|side| Cell::new(visible(&format!("“{}”", side.quote)))));
        table.set_constraints([ColumnConstraint::UpperBoundary(Width::Percentage(50)); 2]);
        for line in table.lines() {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// `2025-02-03 (002; the ministry)`
fn says(side: &Side) -> String {
    let by = if side.by.is_empty() { String::new() } else { format!("; {}", side.by.join(", ")) };
    format!("{} ({}{by})", side.says, side.article)
}

#[cfg(test)]
mod tests {
    use graph_core::RelationshipId;
    use graph_core::disputes::Kind;

    use super::*;

    #[test]
    fn sides_stand_next_to_each_other_without_control_characters() {
        let fact = RelationshipId(0);
        let side = |says: &str, article: &str, quote: &str| Side {
            says: says.into(),
            article: article.into(),
            quote: quote.into(),
            by: vec!["the port".into()],
            fact,
        };
        let dispute = Dispute {
            kind: Kind::Count,
            subject: "Norway".into(),
            relation: "ARRESTED".into(),
            object: "smugglers\u{1b}[31m".into(),
            left: side("300", "a", "Norway arrested 300 smugglers on the northern coast, it said."),
            right: side("500", "b", "Five hundred\u{9b} smugglers."),
        };
        let mut out = Vec::new();
        write(&[dispute], 60, &mut out).expect("memory takes it");
        let text = String::from_utf8(out).expect("UTF-8");
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("count: Norway ARRESTED smugglers\\u{1b}[31m"));
        assert!(lines.all(|line| line.chars().count() <= 60), "{text}");
        assert!(text.contains("300 (a; the port)") && text.contains("500 (b; the port)"), "{text}");
        assert!(text.contains("hundred\\u{9b}"), "{text}");
        let together = |line: &str| line.contains("“Norway") && line.contains("“Five");
        assert!(text.lines().any(together), "{text}");
    }
}
