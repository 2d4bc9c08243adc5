//! What the graph holds of a pattern, looked up while a question is compiled: whether any fact
//! fits, who holds a role, which kinds of entities would fit instead.

use std::collections::BTreeSet;

use graph_core::corpus::EntityType;
use graph_core::{NodeId, mentions};

use super::bind::{Answer, Binder, End, Pattern};
use super::form::{Term, Terms, Wanted};
use super::vocabulary;
use super::words::fold;

impl Binder<'_, '_> {
    /// Whether a sentence of the pattern's facts also places an event or the fact's object.
    pub(super) fn places_the_event(&self, pattern: &Pattern) -> bool {
        let graph = self.graph();
        let Some(located) = graph.symbols().get("LOCATED_IN") else { return false };
        let symbols = pattern.types.iter().filter_map(|name| graph.symbols().get(name));
        let facts: Vec<_> = symbols
            .flat_map(|symbol| graph.relationships_with_type(symbol))
            .filter_map(|fact| Some((fact, graph.endpoints(fact)?)))
            .filter(|(_, (start, end))| {
                self.is_at(*start, &pattern.subject, None)
                    && self.is_at(*end, &pattern.object, None)
                    || pattern.is_symmetric()
                        && self.is_at(*end, &pattern.subject, None)
                        && self.is_at(*start, &pattern.object, None)
            })
            .collect();
        let quotes =
            |fact| graph.relationship_property(fact, "quotes").as_list().unwrap_or_default();
        graph.relationships_with_type(located).any(|place| {
            let Some((thing, _)) = graph.endpoints(place) else { return false };
            facts.iter().any(|&(fact, (_, end))| {
                (thing == end || self.context.names.kind(thing) == EntityType::Event)
                    && quotes(place).iter().any(|quote| quotes(fact).contains(quote))
            })
        })
    }

    /// Whether a chain of facts, in any direction, leads from one of the nodes to another.
    pub(super) fn are_joined(&self, from: &[NodeId], to: &[NodeId]) -> bool {
        let graph = self.graph();
        let (mut seen, mut next) = (from.iter().copied().collect::<BTreeSet<_>>(), from.to_vec());
        while let Some(node) = next.pop() {
            if to.contains(&node) {
                return true;
            }
            let neighbors = mentions::facts(graph, node).map(|fact| fact.neighbor);
            next.extend(neighbors.filter(|node| seen.insert(*node)));
        }
        false
    }

    /// Kinds of entities near the one asked for, each with what the reader must know.
    pub(super) fn wider(
        &self,
        wanted: &Wanted,
        answer: &Answer,
    ) -> Vec<(&'static [&'static str], &'static str)> {
        let Some(at) = wanted.noun else {
            return vec![(&["Entity"], "no person, group or country fits: shown is what does")];
        };
        let last = self.words_of(at).last().map(|word| vocabulary::singular(&word.folded));
        let kind = last.and_then(|noun| self.lexicon().words.noun_type(&noun));
        match (answer.labels[..] == ["Person"], answer.among.is_some(), kind) {
            (true, ..) => vec![(&["Person", "Group"], "no single person fits: shown are groups")],
            (_, true, Some(EntityType::Facility)) => {
                vec![(&["Facility"], "nothing that fits is called so: shown are facilities")]
            }
            (_, true, Some(EntityType::Place)) => {
                vec![(&["Place"], "nothing that fits is called so: shown are places")]
            }
            (_, true, Some(kind)) if kind.is_party() && !answer.counted => {
                // What a name of unknown type stands for is a thing.
                vec![(&["Party", "Thing"], "nothing that fits is called so: shown is who fits")]
            }
            (_, true, _) if !answer.counted => {
                vec![(&["Entity"], "nothing that fits is called so: shown is whatever fits")]
            }
            _ if answer.labels[..] == ["Organization"] => {
                vec![(&["Organization", "Group"], "no organization fits: shown are groups")]
            }
            _ => Vec::new(),
        }
    }

    /// Entities whose name holds the words of a term, in articles that mention none of `nodes`.
    pub(super) fn holding(&self, terms: &Terms, nodes: &[NodeId]) -> Vec<NodeId> {
        let articles_of = |node: &NodeId| mentions::articles(self.graph(), *node);
        let known: BTreeSet<NodeId> = nodes.iter().flat_map(articles_of).collect();
        let named = terms.all.iter().filter_map(|term| match *term {
            Term::Named(at) => Some(self.words_of(at)),
            _ => None,
        });
        let holding: BTreeSet<NodeId> =
            named.flat_map(|words| self.context.names.holding_in_a_row(words)).collect();
        let elsewhere = |node: &NodeId| articles_of(node).any(|article| !known.contains(&article));
        holding.into_iter().filter(elsewhere).collect()
    }

    /// Whether the graph has a fact of the pattern. O(relationships of its types).
    pub(super) fn holds(&self, pattern: &Pattern, answer: Option<&Answer>) -> bool {
        let graph = self.graph();
        let either = pattern.is_symmetric();
        let symbols = pattern.types.iter().filter_map(|name| graph.symbols().get(name));
        symbols.flat_map(|symbol| graph.relationships_with_type(symbol)).any(|relationship| {
            graph.endpoints(relationship).is_some_and(|(start, end)| {
                let fits = |subject, object| {
                    self.is_at(subject, &pattern.subject, answer)
                        && self.is_at(object, &pattern.object, answer)
                };
                fits(start, end) || either && fits(end, start)
            })
        })
    }

    fn is_at(&self, node: NodeId, end: &End, answer: Option<&Answer>) -> bool {
        let labelled = |labels: &[&str]| {
            labels.iter().any(|label| {
                self.graph()
                    .symbols()
                    .get(label)
                    .is_some_and(|label| self.graph().has_label(node, label))
            })
        };
        match end {
            End::Any => true,
            End::Labels(labels) => labelled(labels),
            End::Names(nodes) => nodes.contains(&node),
            End::Wanted => answer.is_none_or(|answer| {
                labelled(&answer.labels)
                    && answer.among.as_ref().is_none_or(|nodes| nodes.contains(&node))
            }),
        }
    }

    /// The subjects of the pattern's facts that some sentence names next to the role.
    pub(super) fn holders(&self, pattern: &Pattern, role: &str) -> Vec<NodeId> {
        let graph = self.graph();
        let symbols = pattern.types.iter().filter_map(|name| graph.symbols().get(name));
        let mut holders: Vec<NodeId> = symbols
            .flat_map(|symbol| graph.relationships_with_type(symbol))
            .filter_map(|fact| Some((fact, graph.endpoints(fact)?)))
            .filter(|(_, (_, end))| self.is_at(*end, &pattern.object, None))
            .filter(|(fact, (start, _))| {
                let names = self.context.names.all_names_of(&[*start]);
                let quotes =
                    graph.relationship_property(*fact, "quotes").as_list().unwrap_or_default();
                quotes
                    .iter()
                    .filter_map(|quote| quote.as_str())
                    .any(|quote| holds_role(quote, role, &names))
            })
            .map(|(_, (start, _))| start)
            .collect();
        holders.sort_unstable();
        holders.dedup();
        holders
    }
}

/// Whether the sentence names the role next to one of the names: `President Bukele`,
/// `president of the country, Bukele`, `Bukele, the president`, `Bukele is president`.
fn holds_role(sentence: &str, role: &str, names: &[String]) -> bool {
    let text = fold_marks(sentence);
    let role = regex::escape(role);
    names.iter().any(|name| {
        let name = regex::escape(&fold_marks(name));
        let before = format!(r"\b{role}( of( \w+){{1,4}})?,? {name}\b");
        let behind = format!(r"\b{name}(,| is| was| as| became|, who is)( \w+){{0,4}} {role}\b");
        [before, behind]
            .iter()
            .any(|pattern| regex::Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(&text)))
    })
}

/// Lower case with nothing but letters, digits, commas and single spaces.
fn fold_marks(text: &str) -> String {
    let parts: Vec<String> = text
        .split(',')
        .map(|part| fold(part).split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    parts.join(", ").replace(" ,", ",")
}
