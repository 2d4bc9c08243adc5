//! The graph of articles that were read anew, with what people changed in it kept.
//!
//! ```text
//! before = drawn of the old corpus ─┐
//!                                   ├─ what the articles changed ─→ the graph as it is
//! after  = drawn of the new corpus ─┘   unless people did
//! ```
//!
//! A property that isn't what the old corpus drew was changed by hand, and stays; what the old
//! corpus drew and the graph hasn't got was deleted by hand, and stays away; what the new corpus
//! doesn't draw goes, unless somebody changed it or hung something on it.
//!
//! Which properties were drawn of the old corpus is told by their traces, so that rules of today
//! which draw others of it don't make them look changed; where a store has none of them, and for
//! labels, both are drawn by the rules of today. What the rules of back then had no label or
//! property of is left out of what was before then: it is new, and nobody deleted it.

mod names;
mod pairs;
mod traces;

use std::collections::BTreeMap;

use crate::build::{self, Drawn};
use crate::corpus::Corpus;
use crate::graph::{Properties, Symbols};
use crate::mentions::MENTIONED_IN;
use crate::places::Places;
use crate::store::Drawing;
use crate::{Graph, NodeId, RelationshipId, Transaction, Value};
use pairs::Pairs;
pub(crate) use traces::{Trace, Traces};
use traces::{is_as_drawn, trace};

/// What is known of how something was drawn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    /// The names of labels and properties; all of today's where they are none.
    pub(crate) names: Vec<String>,
    /// All traces; those of today's rules where they are none.
    pub(crate) traces: Vec<Trace>,
}

/// What was drawn anew.
#[derive(Debug)]
pub(crate) struct Redrawing {
    /// What stands where.
    pub(crate) places: Places,
    /// The names of labels and properties.
    pub(crate) names: Vec<String>,
    pub(crate) traces: Traces,
}

/// Changes the graph from what was drawn of the old corpus, by these rules, to what is drawn of
/// the new one. O(graph drawn).
pub(crate) fn redraw(graph: &mut Graph, old: &Drawing, known: Rules, new: &Corpus) -> Redrawing {
    let mut before = build::graph(&old.corpus);
    if !known.names.is_empty() {
        names::keep(&mut before, &known.names);
    }
    let places = &old.places;
    let counts = [places.articles().len(), places.entities().len(), places.facts().len()];
    let was = Traces::parted(known.traces, counts).unwrap_or_else(|| Traces::of(&before));
    let after = build::graph(new);
    let (names, traces) = (names::names(&after), Traces::of(&after));
    let pairs = Pairs::of(&old.corpus, new);
    let ours = graph.transaction();
    let mut redraw = Redraw { ours, old: places, before, was, after, pairs };
    let articles = redraw.nodes(Element::Article);
    let entities = redraw.nodes(Element::Entity);
    redraw.mentions(&old.corpus, new, &articles, &entities);
    let facts = redraw.facts(new, &entities);
    redraw.remove_gone();
    // Nothing is left hanging: a node goes only when nothing hangs on it.
    let _ = redraw.ours.commit();
    Redrawing { places: Places::new(articles, entities, facts), names, traces }
}

/// What a node is drawn of.
#[derive(Clone, Copy)]
enum Element {
    Article,
    Entity,
}

struct Redraw<'a> {
    /// The graph that people changed.
    ours: Transaction<'a>,
    /// Where in it stands what was drawn before.
    old: &'a Places,
    before: Drawn,
    /// What was drawn before, in fact.
    was: Traces,
    after: Drawn,
    pairs: Pairs,
}

/// Properties by name.
type Told<'g> = BTreeMap<&'g str, &'g Value>;

fn told<'g>(symbols: &'g Symbols, properties: &'g Properties) -> Told<'g> {
    properties.iter().map(|(key, value)| (symbols.name(key), value)).collect()
}

impl Redraw<'_> {
    /// The properties that aren't as the next drawing has them and that people left as they were
    /// drawn, with what they are now.
    fn changed(&self, was: &Trace, after: &Properties, ours: &Properties) -> Vec<(String, Value)> {
        let after = told(self.after.graph.symbols(), after);
        let ours = told(self.ours.symbols(), ours);
        let before = was.keys().map(String::as_str);
        let keys = before.chain(after.keys().copied().filter(|key| !was.contains_key(*key)));
        keys.filter(|key| after.get(key) != ours.get(key))
            .filter(|key| is_as_drawn(was, key, ours.get(key).copied()))
            .map(|key| (key.to_owned(), after.get(key).copied().cloned().unwrap_or_default()))
            .collect()
    }

    /// Changes or adds the nodes of articles or entities, and tells where each stands.
    fn nodes(&mut self, element: Element) -> Vec<Option<NodeId>> {
        let (news, olds, of_old) = match element {
            Element::Article => {
                (self.after.places.articles(), self.before.places.articles(), self.old.articles())
            }
            Element::Entity => {
                (self.after.places.entities(), self.before.places.entities(), self.old.entities())
            }
        };
        let (paired, was) = match element {
            Element::Article => (&self.pairs.articles, &self.was.articles),
            Element::Entity => (&self.pairs.entities, &self.was.entities),
        };
        let known = |old: usize| (olds[old], of_old[old], was[old].clone());
        let plan: Vec<_> = news
            .iter()
            .zip(paired)
            .filter_map(|(new, old)| Some(((*new)?, old.map(known))))
            .collect();
        let place = |(new, known)| match known {
            Some((Some(before), Some(ours), was)) => {
                self.change_node(ours, (before, &was), new);
                Some(ours)
            }
            // Deleted by hand.
            Some(_) => None,
            None => Some(self.add_node(new)),
        };
        plan.into_iter().map(place).collect()
    }

    fn add_node(&mut self, new: NodeId) -> NodeId {
        let after = &self.after.graph;
        let labels = after.node_labels(new).iter().map(|label| after.symbols().name(*label));
        let properties = told(after.symbols(), after.node_properties(new));
        self.ours.add_node(labels, properties.into_iter().map(|(key, value)| (key, value.clone())))
    }

    fn change_node(&mut self, ours: NodeId, (before, was): (NodeId, &Trace), after: NodeId) {
        let now = self.after.graph.node_properties(after);
        let changed = self.changed(was, now, self.ours.node_properties(ours));
        for (key, value) in changed {
            self.ours.set_node_property(ours, &key, value);
        }
        let (old, new) = (&self.before.graph, &self.after.graph);
        let (was, is) = (labels(old, before), labels(new, after));
        for label in is.iter().filter(|label| !was.contains(label)) {
            self.ours.add_label(ours, label);
        }
        for label in was.iter().filter(|label| !is.contains(label)) {
            self.ours.remove_label(ours, label);
        }
    }

    /// Changes, adds and removes what leads from entities to the articles that mention them.
    fn mentions(
        &mut self,
        old: &Corpus,
        new: &Corpus,
        articles: &[Option<NodeId>],
        entities: &[Option<NodeId>],
    ) {
        let counted = |corpus: &Corpus, entity: usize| -> BTreeMap<usize, usize> {
            corpus.entities[entity].mentions.iter().copied().collect()
        };
        for (at, ours) in entities.iter().enumerate() {
            let Some(ours) = *ours else { continue };
            let was =
                self.pairs.entities[at].map(|before| counted(old, before)).unwrap_or_default();
            let is = counted(new, at);
            for (article, count) in &is {
                let Some(place) = articles[*article] else { continue };
                let before = self.pairs.articles[*article].and_then(|it| was.get(&it));
                let count = Value::Int(*count as i64);
                match before {
                    None => {
                        self.ours.add_relationship(ours, MENTIONED_IN, place, [("count", count)]);
                    }
                    Some(before) => self.recount(ours, place, *before, count),
                }
            }
            for (article, count) in was {
                let kept = self.pairs.new_article(article).filter(|new| is.contains_key(new));
                if let (None, Some(place)) = (kept, self.old.articles()[article]) {
                    self.unmention(ours, place, count);
                }
            }
        }
    }

    /// The relationship that says how often an article mentions an entity, with the number.
    fn mention(&self, entity: NodeId, article: NodeId) -> Option<(RelationshipId, Value)> {
        let kind = self.ours.symbols().get(MENTIONED_IN)?;
        let mut steps = self.ours.outgoing(entity);
        let found = steps.find(|it| it.relationship_type == kind && it.neighbor == article)?;
        let count = self.ours.relationship_property(found.relationship, "count").clone();
        Some((found.relationship, count))
    }

    fn recount(&mut self, entity: NodeId, article: NodeId, before: usize, count: Value) {
        if let Some((found, known)) = self.mention(entity, article)
            && known == Value::Int(before as i64)
            && known != count
        {
            self.ours.set_relationship_property(found, "count", count);
        }
    }

    fn unmention(&mut self, entity: NodeId, article: NodeId, before: usize) {
        if let Some((found, known)) = self.mention(entity, article)
            && known == Value::Int(before as i64)
        {
            self.ours.delete_relationship(found);
        }
    }

    /// Changes or adds the relationships of facts, and tells where each stands.
    fn facts(&mut self, new: &Corpus, entities: &[Option<NodeId>]) -> Vec<Option<RelationshipId>> {
        let place = |(at, fact): (usize, &crate::corpus::Fact)| {
            let after = self.after.places.facts()[at]?;
            if let Some(old) = self.pairs.facts[at] {
                // Nowhere, where it was deleted by hand.
                let ours = self.old.facts()[old]?;
                self.change_fact(ours, old, after);
                return Some(ours);
            }
            let (start, end) = (entities[fact.subject]?, entities[fact.object]?);
            let symbols = self.after.graph.symbols();
            let properties = told(symbols, self.after.graph.relationship_properties(after));
            let properties = properties.into_iter().map(|(key, value)| (key, value.clone()));
            Some(self.ours.add_relationship(start, &fact.relationship_type(), end, properties))
        };
        new.facts.iter().enumerate().map(place).collect()
    }

    fn change_fact(&mut self, ours: RelationshipId, old: usize, after: RelationshipId) {
        let changed = self.changed(
            &self.was.facts[old],
            self.after.graph.relationship_properties(after),
            self.ours.relationship_properties(ours),
        );
        for (key, value) in changed {
            self.ours.set_relationship_property(ours, &key, value);
        }
    }

    /// Removes what isn't drawn any more: facts, then entities and articles that nothing hangs on.
    fn remove_gone(&mut self) {
        for old in self.pairs.facts_gone() {
            if let Some(ours) = self.old.facts()[old]
                && self.trace_of(ours) == self.was.facts[old]
            {
                self.ours.delete_relationship(ours);
            }
        }
        for old in self.pairs.entities_gone() {
            self.unmention_all(old);
            let (ours, was) = (self.old.entities()[old], self.was.entities[old].clone());
            self.remove_node(ours, self.before.places.entities()[old], &was);
        }
        for old in self.pairs.articles_gone() {
            let (ours, was) = (self.old.articles()[old], self.was.articles[old].clone());
            self.remove_node(ours, self.before.places.articles()[old], &was);
        }
    }

    /// The trace of a relationship as it is.
    fn trace_of(&self, ours: RelationshipId) -> Trace {
        trace(self.ours.symbols(), self.ours.relationship_properties(ours))
    }

    /// Removes what leads from an entity that is gone to articles.
    fn unmention_all(&mut self, old: usize) {
        let (Some(ours), Some(before)) =
            (self.old.entities()[old], self.before.places.entities()[old])
        else {
            return;
        };
        let Some(kind) = self.before.graph.symbols().get(MENTIONED_IN) else { return };
        let steps = self.before.graph.outgoing(before).filter(|it| it.relationship_type == kind);
        let mentions: Vec<_> = steps
            .filter_map(|step| {
                let count = self.before.graph.relationship_property(step.relationship, "count");
                let article = self.before.places.article_at(step.neighbor)?;
                Some((self.old.articles()[article]?, count.as_int()? as usize))
            })
            .collect();
        for (article, count) in mentions {
            self.unmention(ours, article, count);
        }
    }

    /// Removes a node that is as it was drawn and that nothing hangs on.
    fn remove_node(&mut self, ours: Option<NodeId>, before: Option<NodeId>, was: &Trace) {
        let (Some(ours), Some(before)) = (ours, before) else { return };
        let old = &self.before.graph;
        let free = self.ours.outgoing(ours).chain(self.ours.incoming(ours)).next().is_none();
        let as_drawn = trace(self.ours.symbols(), self.ours.node_properties(ours)) == *was
            && labels(&self.ours, ours) == labels(old, before);
        if free && as_drawn {
            self.ours.delete_node(ours);
        }
    }
}

/// The labels of a node, sorted.
fn labels(graph: &Graph, node: NodeId) -> Vec<String> {
    let names = graph.node_labels(node).iter().map(|label| graph.symbols().name(*label).to_owned());
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests;
