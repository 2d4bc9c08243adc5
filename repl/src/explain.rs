//! `attest explain` and `:why`: the rule, the words and the resolution behind a fact.

mod pattern;
mod steps;

use std::io::{self, Write};

use graph_core::RelationshipId;
use graph_core::explain::{self, Explanation, Hop, Mark, Telling};
use graph_core::export::visible;
use graph_core::lexicon::{Frame, TriggerKind};

use crate::report::{Report, note};
use crate::session::Session;
use crate::{Failure, output};

/// Explains the one fact that a text names, or lists those that it names.
pub(crate) fn command(session: &mut Session, text: &str) -> Result<(), Failure> {
    let facts = pattern::facts(session, text)?;
    all(session, &facts)
}

/// Explains a fact; of several, lists them with their ids.
pub(crate) fn all(session: &Session, relationships: &[RelationshipId]) -> Result<(), Failure> {
    let drawn = |id: &RelationshipId| session.workspace.fact_of(*id).map(|fact| (*id, fact));
    let facts: Vec<_> = relationships.iter().filter_map(drawn).collect();
    match facts[..] {
        [] => {
            let report = Report::error("that comes from no fact of the articles");
            report.help("name a fact: attest explain 'SUBJECT RELATION OBJECT'").print();
            Err(Failure::Told)
        }
        [(id, fact)] => {
            let corpus = session.workspace.corpus();
            let pieces = explain::explain(corpus, session.workspace.knowledge(), fact);
            Ok(output::to_stdout(|out| {
                writeln!(out, "{}", visible(&statement(session, id)))?;
                pieces.iter().try_for_each(|piece| write_piece(session, piece, out))
            })?)
        }
        _ => {
            output::to_stdout(|out| {
                for (id, _) in &facts {
                    writeln!(out, "{:>6}  {}", id.0, visible(&statement(session, *id)))?;
                }
                Ok(())
            })?;
            note(&format!("{} facts: explain one of them by its number", facts.len()));
            Ok(())
        }
    }
}

/// `Marco Rubio VISITED El Salvador`
fn statement(session: &Session, id: RelationshipId) -> String {
    let graph = session.graph();
    let kind = graph.symbols().name(graph.relationship_type(id));
    let name = |node| graph.node_property(node, "name").as_str().unwrap_or("?");
    match graph.endpoints(id) {
        Some((start, end)) => format!("{} {kind} {}", name(start), name(end)),
        None => kind.to_owned(),
    }
}

fn write_piece(session: &Session, piece: &Explanation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let evidence = piece.evidence;
    let article = &session.workspace.corpus().articles[evidence.article];
    let (start, end) = (evidence.start, evidence.end);
    writeln!(out, "\n{}, bytes {start} to {end}", visible(&article.id))?;
    writeln!(out, "  “{}”", visible(&marked(piece)))?;
    let mut line = |head: &str, text: &str| writeln!(out, "  {head:<9} {}", visible(text));
    line("rule", &rule(piece))?;
    let telling = piece.telling.as_ref();
    let way = |hops: fn(&Telling) -> &Vec<Hop>| telling.map(|told| path(piece.trigger, hops(told)));
    for (head, found, way) in [
        ("subject", &piece.subject, way(|told| &told.to_subject)),
        ("object", &piece.object, way(|told| &told.to_object)),
    ] {
        line(head, &steps::summary(found))?;
        for step in steps::steps(found) {
            line("", &step)?;
        }
        if let Some(way) = way.filter(|way| !way.is_empty()) {
            line("", &format!("tree: {way}"))?;
        }
    }
    if let Some(told) = telling {
        line("told as", &told_as(told))?;
        if !told.speakers.is_empty() {
            line("words of", &quoted(&told.speakers))?;
        }
    }
    let written = article_date(article.date.as_deref());
    match telling {
        Some(Telling { when: Some((when, words)), .. }) => {
            line("when", &format!("{when}, from “{words}”{written}"))?;
        }
        Some(Telling { dates, .. }) if !dates.is_empty() => {
            line("when", &format!("not told: {} is of something else", quoted(dates)))?;
        }
        _ => {}
    }
    Ok(())
}

fn article_date(date: Option<&str>) -> String {
    date.map_or_else(String::new, |date| format!("; the article is of {date}"))
}

/// The quote with its parts named: `[subject: Rubio] [trigger: visited] [object: Panama]`.
fn marked(piece: &Explanation<'_>) -> String {
    let quote = &piece.evidence.quote;
    let mut text = String::with_capacity(quote.len() + 40);
    let mut end = 0;
    for (range, mark) in &piece.marks {
        let name = match mark {
            Mark::Trigger => "trigger",
            Mark::Subject => "subject",
            Mark::Object => "object",
        };
        text.push_str(&quote[end..range.start]);
        text.extend(["[", name, ": ", &quote[range.clone()], "]"]);
        end = range.end;
    }
    text.push_str(&quote[end..]);
    text
}

fn rule(piece: &Explanation<'_>) -> String {
    match (piece.frame, piece.rule.construction()) {
        (Some(frame), _) => frame_text(frame),
        (None, Some(construction)) => construction.to_owned(),
        (None, None) => "a frame that the lexicon no longer has".to_owned(),
    }
}

/// `relations.tsv, line 12: the verb “take in” says ACCEPTS`
fn frame_text(frame: &Frame) -> String {
    let origin = frame.origin;
    let folder = if origin.workspace { "the workspace's " } else { "" };
    let trigger = &frame.trigger;
    let kind = match trigger.kind {
        TriggerKind::Verb => "verb",
        TriggerKind::Noun => "noun",
        TriggerKind::Adjective => "adjective",
        TriggerKind::Participle => "participle",
    };
    let particle = trigger.particle.as_deref().map_or(String::new(), |word| format!(" {word}"));
    let nouns = match trigger.nouns.as_slice() {
        [] => String::new(),
        nouns => format!(" with {}", nouns.join(" or ")),
    };
    let says = if frame.negative { "denies" } else { "says" };
    format!(
        "{folder}{}, line {}: the {kind} “{}{particle}”{nouns} {says} {}",
        origin.file, origin.line, trigger.lemma, frame.relation
    )
}

/// `visit ←pobj On ←prep announced →nsubj Rubio`
fn path(trigger: &str, hops: &[Hop]) -> String {
    if hops.is_empty() {
        return String::new();
    }
    let mut text = trigger.to_owned();
    for hop in hops {
        let arrow = if hop.down { "→" } else { "←" };
        text.extend([" ", arrow, &hop.dep.to_string(), " ", &hop.word]);
    }
    text
}

fn told_as(told: &Telling) -> String {
    let polarity = told.polarity.as_str();
    let modality = told.modality.as_str();
    match told.words.as_slice() {
        [] => format!("{polarity} {modality}"),
        words => format!("{polarity} {modality}, by {}", quoted(words)),
    }
}

fn quoted(texts: &[String]) -> String {
    texts.iter().map(|text| format!("“{text}”")).collect::<Vec<_>>().join(", ")
}
