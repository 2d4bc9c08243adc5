//! `:source`, `:timeline` and `:disputes`: what the articles say.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::ops::Range;

use graph_core::corpus::Article;
use graph_core::export::{Stance, View, visible};
use graph_core::timeline::{self, Dated};
use graph_core::{RelationshipId, mentions};

use super::{Shell, words};
use crate::plural::counted;
use crate::report::{Report, note};
use crate::terminal::{self, Stream};
use crate::{Failure, disputes, provenance};

impl Shell {
    /// Shows an article, with the quotes of the last answer marked.
    pub(super) fn source(&mut self, name: &str) -> Result<(), Failure> {
        let name = words::unquoted(name);
        let id = match mentions::article(self.session.graph(), name) {
            Ok((_, id)) => id.to_owned(),
            Err(error) => {
                disputes::refuse(&error);
                self.refused = true;
                return Ok(());
            }
        };
        let view = View::whole(&self.session.workspace);
        let Some(article) = view.article(&id) else {
            let report = Report::error(format!("`{id}` was made by a statement and has no text"));
            self.refuse(
                &report.help(format!("MATCH (a:Article {{id: '{id}'}}) RETURN a; shows it")),
            );
            return Ok(());
        };
        let marked = quotes_in(&view, &self.shown_facts(), article);
        let coloured = terminal::is_coloured(Stream::Answers);
        Ok(self.pager.show(|out| write_article(article, &marked, coloured, out))?)
    }

    /// The relationships behind the last answer, or behind the row whose evidence was asked for.
    fn shown_facts(&self) -> BTreeSet<RelationshipId> {
        let Some(answered) = &self.last else { return BTreeSet::new() };
        let rows = provenance::by_row(self.session.graph(), answered, &self.session.environment);
        let rows = rows.unwrap_or_default();
        match self.row.and_then(|row| rows.get(row - 1)) {
            Some(row) => row.clone(),
            None => rows.into_iter().flatten().collect(),
        }
    }

    /// Shows the facts with a date, of all or of those who go by a name.
    pub(super) fn timeline(&mut self, name: &str) -> Result<(), Failure> {
        let name = words::unquoted(name);
        let about = match name {
            "" => None,
            name => match self.called(name) {
                Some(nodes) => Some(nodes),
                None => return Ok(()),
            },
        };
        let view = View::whole(&self.session.workspace);
        let dated = timeline::of(&view, about.as_deref());
        if dated.is_empty() {
            note("no fact of it has a date");
        }
        Ok(self.pager.show(|out| dated.iter().try_for_each(|it| write_dated(&view, it, out)))?)
    }

    /// Shows accounts that contradict each other, of some articles or all.
    pub(super) fn disputes(&mut self, articles: &str) -> Result<(), Failure> {
        let articles = words::words(articles);
        let told = disputes::tell(self.session.graph(), self.session.lexicon(), &articles);
        self.told(told)
    }
}

/// Where the quotes of relationships stand in an article's text: in order, joined where they
/// overlap.
fn quotes_in(
    view: &View<'_>,
    relationships: &BTreeSet<RelationshipId>,
    article: &Article,
) -> Vec<Range<usize>> {
    let evidence = relationships.iter().flat_map(|id| view.evidence(*id));
    let here = evidence.filter(|quoted| quoted.article == article.id);
    let place = |quote: &str, place: Option<Range<usize>>| match place {
        Some(place) => Some(article.text_offset(place.start)?..article.text_offset(place.end)?),
        None => article.text.find(quote).map(|at| at..at + quote.len()),
    };
    let places = here.filter_map(|quoted| place(quoted.quote, quoted.place));
    let mut places: Vec<_> = places.filter(|place| place.start < place.end).collect();
    places.sort_by_key(|place| place.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for place in places {
        match joined.last_mut() {
            Some(last) if place.start < last.end => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}

/// Writes what is known of the article and its text, with the quotes in `»«`.
fn write_article(
    article: &Article,
    marked: &[Range<usize>],
    coloured: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}, {} words", visible(&article.id), article.words)?;
    for (key, value) in [
        ("title", Some(&article.title).filter(|title| !title.is_empty())),
        ("source", article.source.as_ref()),
        ("date", article.date.as_ref()),
        ("url", article.url.as_ref()),
    ] {
        if let Some(value) = value {
            writeln!(out, "  {key:<6} {}", visible(value))?;
        }
    }
    writeln!(out)?;
    let (begin, end) = if coloured { ("\u{1b}[1m»", "«\u{1b}[0m") } else { ("»", "«") };
    // What the header tells stands above, unless a quote is of it.
    let body = article.body();
    let mut at = if marked.first().is_some_and(|first| first.start < body) { 0 } else { body };
    for place in marked {
        write!(out, "{}", seen(&article.text[at..place.start]))?;
        write!(out, "{begin}{}{end}", seen(&article.text[place.clone()]))?;
        at = place.end;
    }
    writeln!(out, "{}", seen(article.text[at..].trim_end()))
}

/// A text of several lines, without what acts on a terminal.
fn seen(text: &str) -> String {
    let lines = text.split('\n').map(|line| visible(line.strip_suffix('\r').unwrap_or(line)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The date with its precision, the fact, and the sentence that attests it.
fn write_dated(view: &View<'_>, dated: &Dated<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Dated { when, relationship, evidence } = dated;
    let (stance, sources) = (view.stance(*relationship), view.sources(*relationship));
    let mut told = vec![when.precision().to_owned()];
    told.extend((stance != Stance::Asserted).then(|| stance.as_str().to_owned()));
    told.extend((sources > 0).then(|| counted(sources, "source")));
    writeln!(out, "{when}  {} ({})", visible(&view.told(*relationship)), told.join(", "))?;
    if let Some(quoted) = evidence {
        writeln!(out, "  {}: “{}”", visible(quoted.article), visible(quoted.quote))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, marked: &Range<usize>, coloured: bool) -> String {
        let article = Article {
            id: "a\u{1b}".to_owned(),
            title: "Talks".to_owned(),
            text: text.to_owned(),
            ..Article::default()
        };
        let mut out = Vec::new();
        write_article(&article, std::slice::from_ref(marked), coloured, &mut out)
            .expect("memory takes it");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn quotes_are_marked_and_nothing_acts_on_the_terminal() {
        let text = "First.\r\nSecond \u{1b}[31m one.\r\n\r\nThird.\n";
        let shown = written(text, &(8..25), false);
        let expected =
            "a\\u{1b}, 0 words\n  title  Talks\n\nFirst.\n»Second \\u{1b}[31m one.«\n\nThird.\n";
        assert_eq!(shown, expected);
        assert!(written("One.", &(0..4), true).ends_with("\u{1b}[1m»One.«\u{1b}[0m\n"));
    }
}
