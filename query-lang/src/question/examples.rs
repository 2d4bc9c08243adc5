//! Questions that a graph can answer, made from its own facts.

use graph_core::lexicon::Lexicon;
use graph_core::mentions::MENTIONED_IN;
use graph_core::{Graph, RelationshipId};

use super::compile;
use super::tags::bare_relation;

/// How the facts of a relation are asked for: by subject, with the object behind it.
const BY_SUBJECT: [(&str, &str); 16] = [
    ("CRITICIZED", "which parties criticized"),
    ("VISITED", "who visited"),
    ("ANNOUNCED", "who announced"),
    ("MET_WITH", "who met with"),
    ("PRAISED", "who praised"),
    ("SUPPORTED", "who supported"),
    ("OPPOSED", "who opposed"),
    ("PROPOSED", "who proposed"),
    ("OPERATES", "who operates"),
    ("ARRESTED", "who arrested"),
    ("ATTACKED", "who attacked"),
    ("FUNDED", "who funded"),
    ("WON", "who won"),
    ("SIGNED", "who signed"),
    ("ACCEPTS", "who accepts"),
    ("DEMANDED", "who demanded"),
];

/// No more facts than this are tried.
const MOST_TRIED: usize = 40;

/// Up to three questions of different forms, from the best attested facts.
pub(super) fn examples(graph: &Graph, lexicon: &Lexicon) -> Vec<String> {
    let mut facts: Vec<RelationshipId> =
        graph.relationships().filter(|&id| is_fact(graph, id)).collect();
    let sources = |id: RelationshipId| {
        graph.relationship_property(id, "sources").as_list().map_or(0, <[_]>::len)
    };
    facts.sort_by_key(|&id| (std::cmp::Reverse(sources(id)), id));
    let mut questions: Vec<String> = Vec::new();
    for form in [by_subject, yes_no, about] {
        let asked = facts.iter().take(MOST_TRIED).filter_map(|&id| form(graph, id));
        questions
            .extend(asked.into_iter().find(|question| compile(question, graph, lexicon).is_ok()));
    }
    questions
}

fn is_fact(graph: &Graph, id: RelationshipId) -> bool {
    let name = graph.symbols().name(graph.relationship_type(id));
    name != MENTIONED_IN && bare_relation(name) == name
}

fn ends(graph: &Graph, id: RelationshipId) -> Option<(String, String)> {
    let (start, end) = graph.endpoints(id)?;
    let name = |node| graph.node_property(node, "name").as_str().map(str::to_owned);
    Some((name(start)?, name(end)?))
}

fn by_subject(graph: &Graph, id: RelationshipId) -> Option<String> {
    let relation = graph.symbols().name(graph.relationship_type(id));
    let (_, asked) = BY_SUBJECT.iter().find(|(name, _)| *name == relation)?;
    let (_, object) = ends(graph, id)?;
    Some(format!("{asked} {}", with_article(&object)))
}

fn yes_no(graph: &Graph, id: RelationshipId) -> Option<String> {
    let relation = graph.symbols().name(graph.relationship_type(id));
    let verb = match relation {
        "VISITED" => "visit",
        "MET_WITH" => "meet",
        "CRITICIZED" => "criticize",
        "ANNOUNCED" => "announce",
        "SUPPORTED" => "support",
        "ARRESTED" => "arrest",
        "OPERATES" => "operate",
        _ => return None,
    };
    let (subject, object) = ends(graph, id)?;
    Some(format!("did {} {verb} {}?", with_article(&subject), with_article(&object)))
}

fn about(graph: &Graph, id: RelationshipId) -> Option<String> {
    let (subject, _) = ends(graph, id)?;
    Some(format!("tell me about {}", with_article(&subject)))
}

/// Common nouns take `the`.
fn with_article(name: &str) -> String {
    let common = name.chars().next().is_some_and(char::is_lowercase);
    if common { format!("the {name}") } else { name.to_owned() }
}
