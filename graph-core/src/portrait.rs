//! What a graph tells of one node: its names, where it is mentioned, and its facts by relation.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use crate::export::{Stance, View};
use crate::mentions;
use crate::{NodeId, RelationshipId, Value};

/// What a graph tells of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portrait<'g> {
    /// What it is called.
    pub name: Cow<'g, str>,
    /// An entity's type, else its labels, with commas.
    pub kind: Cow<'g, str>,
    /// Its other names.
    pub aliases: Vec<&'g str>,
    /// The articles that mention it, by name, each with how often.
    pub articles: Vec<(Cow<'g, str>, i64)>,
    /// Its facts: first those that it is the subject of, then those it is the object of, each
    /// with most facts first.
    pub relations: Vec<Relation<'g>>,
}

/// The facts of a node in one relation and direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation<'g> {
    /// The relationship type.
    pub name: &'g str,
    /// Whether the node is the subject.
    pub outgoing: bool,
    /// Whether it is so, isn't, shall or may be.
    pub stance: Stance,
    /// Those with most sources first.
    pub facts: Vec<Other<'g>>,
}

/// The other end of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other<'g> {
    /// Its name.
    pub name: Cow<'g, str>,
    /// The relationship.
    pub relationship: RelationshipId,
    /// How many independent sources tell it; none where a statement made it.
    pub sources: usize,
    /// When it is told to be.
    pub when: Option<&'g str>,
}

/// What a graph tells of a node. O(its relationships · log).
///
/// ```
/// use std::path::Path;
/// use graph_core::{export::View, portrait, workspace};
/// let mut workspace = workspace::open(Path::new(":memory:")).expect("always there");
/// let graph = workspace.graph_mut();
/// let [ann, dam] = ["Ann", "Dam"].map(|name| graph.add_node(["Person"], [("name", name.into())]));
/// graph.add_relationship(ann, "VISITED", dam, []);
/// let view = View::whole(&workspace);
/// let portrait = portrait::of(&view, dam);
/// let [relation] = &portrait.relations[..] else { panic!("one") };
/// assert_eq!((relation.name, relation.outgoing), ("VISITED", false));
/// assert_eq!(relation.facts[0].name, "Ann");
/// ```
pub fn of<'g>(view: &View<'g>, node: NodeId) -> Portrait<'g> {
    let graph = view.graph();
    let aliases = graph.node_property(node, "aliases").as_list().unwrap_or_default();
    Portrait {
        name: view.name(node),
        kind: view.kind(node),
        aliases: aliases.iter().filter_map(Value::as_str).collect(),
        articles: articles(view, node),
        relations: relations(view, node),
    }
}

fn articles<'g>(view: &View<'g>, node: NodeId) -> Vec<(Cow<'g, str>, i64)> {
    let graph = view.graph();
    let id = |article| match graph.node_property(article, "id").as_str() {
        Some(id) => Cow::Borrowed(id),
        None => view.name(article),
    };
    let mentions = mentions::of_entity(graph, node);
    let mut found: Vec<_> =
        mentions.map(|step| (id(step.neighbor), mentions::count(graph, step))).collect();
    found.sort();
    found
}

fn relations<'g>(view: &View<'g>, node: NodeId) -> Vec<Relation<'g>> {
    let mut found: BTreeMap<(bool, &str), Relation> = BTreeMap::new();
    // A loop is met in both directions.
    let mut met = HashSet::new();
    for step in mentions::facts(view.graph(), node).filter(|step| met.insert(step.relationship)) {
        let name = view.relationship_type(step.relationship);
        let outgoing = view.ends(step.relationship).0 == node;
        let stance = view.stance(step.relationship);
        let relation = found.entry((outgoing, name)).or_insert_with(|| Relation {
            name,
            outgoing,
            stance,
            facts: Vec::new(),
        });
        relation.facts.push(Other {
            name: view.name(step.neighbor),
            relationship: step.relationship,
            sources: view.sources(step.relationship),
            when: view.graph().relationship_property(step.relationship, "when").as_str(),
        });
    }
    let mut relations: Vec<Relation> = found.into_values().collect();
    for relation in &mut relations {
        let order = |it: &Other<'g>| (Reverse(it.sources), it.name.clone(), it.relationship);
        relation.facts.sort_by_cached_key(order);
    }
    relations.sort_by_key(|it| (!it.outgoing, Reverse(it.facts.len()), it.name));
    relations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mentions::MENTIONED_IN;
    use crate::workspace::Workspace;

    #[test]
    fn facts_are_told_in_both_directions_with_most_sources_first() {
        let mut workspace = Workspace::default();
        let graph = workspace.graph_mut();
        let node = |graph: &mut crate::Graph, label, name: &str| {
            let aliases = vec!["A."].into();
            graph.add_node([label, "Entity"], [("name", name.into()), ("aliases", aliases)])
        };
        let ann = node(graph, "Person", "Ann");
        let [bob, eve] = ["Bob", "Eve"].map(|name| node(graph, "Person", name));
        let told = |sources: i64| [("independent_sources", Value::Int(sources))];
        graph.add_relationship(ann, "PRAISED", bob, told(1));
        graph.add_relationship(ann, "PRAISED", eve, told(2));
        graph.add_relationship(ann, "NOT_VISITED", eve, [("polarity", "-".into())]);
        graph.add_relationship(bob, "PRAISED", ann, told(1));
        graph.add_relationship(ann, "BLAMED", ann, told(1));
        let article = graph.add_node(["Article"], [("id", "a1".into()), ("title", "News".into())]);
        graph.add_relationship(ann, MENTIONED_IN, article, [("count", 3.into())]);
        let view = View::whole(&workspace);
        let portrait = of(&view, ann);
        assert_eq!((&*portrait.name, &*portrait.kind), ("Ann", "Person"));
        assert_eq!(portrait.aliases, ["A."]);
        assert_eq!(portrait.articles, [("a1".into(), 3)]);
        let told: Vec<_> = portrait
            .relations
            .iter()
            .map(|it| {
                let names: Vec<&str> = it.facts.iter().map(|fact| &*fact.name).collect();
                (it.name, it.outgoing, it.stance, names.join(" "))
            })
            .collect();
        let asserted = Stance::Asserted;
        assert_eq!(
            told,
            [
                ("PRAISED", true, asserted, "Eve Bob".to_owned()),
                ("BLAMED", true, asserted, "Ann".to_owned()),
                ("NOT_VISITED", true, Stance::Denied, "Eve".to_owned()),
                ("PRAISED", false, asserted, "Bob".to_owned()),
            ]
        );
    }
}
