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
//! Both are drawn by the rules of today. Labels and properties that the rules of back then had
//! none of are left out of what was before: they are new, and nobody deleted them.

mod names;
mod pairs;

use std::collections::BTreeMap;

use crate::build::{self, Drawn};
use crate::corpus::Corpus;
use crate::graph::{Properties, Symbols};
use crate::mentions::MENTIONED_IN;
use crate::places::Places;
use crate::store::Drawing;
use crate::{Graph, NodeId, RelationshipId, Transaction, Value};
use pairs::Pairs;

/// Changes the graph from what was drawn of the old corpus to what is drawn of the new one, of
/// which it gives what stands where, and the names of labels and properties; `known` are those
/// of the old one, and all of today's where they are none. O(graph drawn).
pub(crate) fn redraw(
    graph: &mut Graph,
    old: &Drawing,
    known: &[String],
    new: &Corpus,
) -> (Places, Vec<String>) {
    let mut before = build::graph(&old.corpus);
    if !known.is_empty() {
        names::keep(&mut before, known);
    }
    let after = build::graph(new);
    let names = names::names(&after);
    let pairs = Pairs::of(&old.corpus, new);
    let ours = graph.transaction();
    let mut redraw = Redraw { ours, old: &old.places, before, after, pairs };
    let articles = redraw.nodes(Element::Article);
    let entities = redraw.nodes(Element::Entity);
    redraw.mentions(&old.corpus, new, &articles, &entities);
    let facts = redraw.facts(new, &entities);
    redraw.remove_gone();
    // Nothing is left hanging: a node goes only when nothing hangs on it.
    let _ = redraw.ours.commit();
    (Places::new(articles, entities, facts), names)
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
    after: Drawn,
    pairs: Pairs,
}

/// Properties by name.
type Told<'g> = BTreeMap<&'g str, &'g Value>;

fn told<'g>(symbols: &'g Symbols, properties: &'g Properties) -> Told<'g> {
    properties.iter().map(|(key, value)| (symbols.name(key), value)).collect()
}

impl Redraw<'_> {
    /// The properties that changed from one drawing to the next and that people left as the first
    /// had them, with what they are now.
    fn changed(
        &self,
        before: &Properties,
        after: &Properties,
        ours: &Properties,
    ) -> Vec<(String, Value)> {
        let before = told(self.before.graph.symbols(), before);
        let after = told(self.after.graph.symbols(), after);
        let ours = told(self.ours.symbols(), ours);
        let keys = before.keys().chain(after.keys().filter(|key| !before.contains_key(*key)));
        keys.filter(|key| before.get(*key) != after.get(*key) && before.get(*key) == ours.get(*key))
            .map(|key| {
                let value = after.get(key).copied().cloned().unwrap_or_default();
                ((*key).to_owned(), value)
            })
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
        let paired = match element {
            Element::Article => &self.pairs.articles,
            Element::Entity => &self.pairs.entities,
        };
        let plan: Vec<_> = news
            .iter()
            .zip(paired)
            .filter_map(|(new, old)| Some(((*new)?, old.map(|old| (olds[old], of_old[old])))))
            .collect();
        let place = |(new, known)| match known {
            Some((Some(before), Some(ours))) => {
                self.change_node(ours, before, new);
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

    fn change_node(&mut self, ours: NodeId, before: NodeId, after: NodeId) {
        let (old, new) = (&self.before.graph, &self.after.graph);
        let changed = self.changed(
            old.node_properties(before),
            new.node_properties(after),
            self.ours.node_properties(ours),
        );
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
                self.change_fact(ours, self.before.places.facts()[old]?, after);
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

    fn change_fact(&mut self, ours: RelationshipId, before: RelationshipId, after: RelationshipId) {
        let changed = self.changed(
            self.before.graph.relationship_properties(before),
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
            let places = (self.old.facts()[old], self.before.places.facts()[old]);
            if let (Some(ours), Some(before)) = places
                && self.is_as_drawn(ours, before)
            {
                self.ours.delete_relationship(ours);
            }
        }
        for old in self.pairs.entities_gone() {
            self.unmention_all(old);
            self.remove_node(self.old.entities()[old], self.before.places.entities()[old]);
        }
        for old in self.pairs.articles_gone() {
            self.remove_node(self.old.articles()[old], self.before.places.articles()[old]);
        }
    }

    fn is_as_drawn(&self, ours: RelationshipId, before: RelationshipId) -> bool {
        let old = &self.before.graph;
        told(self.ours.symbols(), self.ours.relationship_properties(ours))
            == told(old.symbols(), old.relationship_properties(before))
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
    fn remove_node(&mut self, ours: Option<NodeId>, before: Option<NodeId>) {
        let (Some(ours), Some(before)) = (ours, before) else { return };
        let old = &self.before.graph;
        let free = self.ours.outgoing(ours).chain(self.ours.incoming(ours)).next().is_none();
        let as_drawn = told(self.ours.symbols(), self.ours.node_properties(ours))
            == told(old.symbols(), old.node_properties(before))
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
