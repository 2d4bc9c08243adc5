//! What a person writes for a fact: an id, `SUBJECT RELATION OBJECT`, a query or a question.

use std::collections::BTreeSet;
use std::ops::Range;

use graph_core::lexicon::INVENTORY;
use graph_core::{Graph, NodeId, RelationshipId};
use query_lang::question;

use crate::report::Report;
use crate::session::Session;
use crate::{Failure, provenance};

/// The relationships that a text names; a refusal is told.
pub(super) fn facts(session: &mut Session, text: &str) -> Result<Vec<RelationshipId>, Failure> {
    let text = text.trim();
    if let Ok(id) = text.parse::<u32>() {
        return by_id(session, RelationshipId(id));
    }
    if let Some((relation, place)) = relation(session.graph(), text) {
        return by_pattern(session, text, &relation, place);
    }
    let answered = session.answer_one(text)?;
    let graph = session.graph();
    let behind = provenance::by_row(graph, &answered, &session.environment).unwrap_or_default();
    let behind: BTreeSet<RelationshipId> = behind.into_iter().flatten().collect();
    let has_fact = |id: &RelationshipId| session.workspace.fact_of(*id).is_some();
    Ok(behind.into_iter().filter(has_fact).collect())
}

fn by_id(session: &Session, id: RelationshipId) -> Result<Vec<RelationshipId>, Failure> {
    if session.graph().contains_relationship(id) {
        return Ok(vec![id]);
    }
    let report = Report::error(format!("the graph has no relationship {}", id.0));
    report.help("ids are in `attest query … --format json`").print();
    Err(Failure::Told)
}

/// The first word in capitals that names a relation or a relationship type of the graph, with
/// its bytes.
fn relation(graph: &Graph, text: &str) -> Option<(String, Range<usize>)> {
    let mut at = 0;
    for word in text.split_whitespace() {
        let start = at + text[at..].find(word)?;
        at = start + word.len();
        let capitals = word.chars().all(|letter| !letter.is_lowercase());
        let of_relation = word.contains('_') || INVENTORY.contains(&word);
        let known =
            || graph.symbols().get(word).is_some() || !with_relation(graph, word).is_empty();
        if capitals && word.len() > 1 && start > 0 && (of_relation || known()) {
            return Some((word.to_owned(), start..at));
        }
    }
    None
}

/// The relationships of a type; where there are none, those of a bare relation.
fn with_relation(graph: &Graph, name: &str) -> Vec<RelationshipId> {
    let typed = graph.symbols().get(name).into_iter();
    let typed: Vec<_> = typed.flat_map(|kind| graph.relationships_with_type(kind)).collect();
    if !typed.is_empty() {
        return typed;
    }
    let bare =
        |id: &RelationshipId| graph.relationship_property(*id, "relation").as_str() == Some(name);
    graph.relationships().filter(bare).collect()
}

fn by_pattern(
    session: &Session,
    text: &str,
    relation: &str,
    place: Range<usize>,
) -> Result<Vec<RelationshipId>, Failure> {
    let subjects = entities(session, text, 0..place.start)?;
    let objects = entities(session, text, place.end..text.len())?;
    let graph = session.graph();
    let fits = |wanted: &Option<Vec<NodeId>>, node| {
        wanted.as_ref().is_none_or(|nodes| nodes.contains(&node))
    };
    let joins = |id: &RelationshipId| {
        graph
            .endpoints(*id)
            .is_some_and(|(start, end)| fits(&subjects, start) && fits(&objects, end))
    };
    let found: Vec<_> = with_relation(graph, relation).into_iter().filter(joins).collect();
    if found.is_empty() {
        let report = Report::error(format!("the graph has no such fact: {text}"));
        let report = report.help("write `*` for anybody or anything: attest explain '* VISITED *'");
        report.print();
        return Err(Failure::Told);
    }
    Ok(found)
}

/// The entities that a part of the text names; `None` for `*`, which is any.
fn entities(
    session: &Session,
    text: &str,
    place: Range<usize>,
) -> Result<Option<Vec<NodeId>>, Failure> {
    let name = text[place.clone()].trim();
    if matches!(name, "*" | "?" | "_") {
        return Ok(None);
    }
    let lexicon = &session.workspace.knowledge().lexicon;
    let exactly: Vec<NodeId> = session.graph().nodes_named(name).to_vec();
    if !exactly.is_empty() {
        return Ok(Some(exactly));
    }
    match question::entities(name, session.graph(), lexicon) {
        Ok(nodes) if !nodes.is_empty() => Ok(Some(nodes)),
        Ok(_) => {
            let problem = format!("nothing in the graph is called `{name}`");
            let report = Report::error(problem).at(None, text, place);
            report.help("write `*` for anybody or anything").print();
            Err(Failure::Told)
        }
        Err(error) => {
            Report::error(error.to_string()).print();
            Err(Failure::Told)
        }
    }
}
