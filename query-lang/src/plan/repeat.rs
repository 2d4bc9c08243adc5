//! Patterns that are repeated, as they are walked.

use super::ready;
use crate::ast::{Direction, Quantifier};
use crate::bind::{Node, Predicate, Repetition};
use crate::expression::{Comprehension, Expression, Kind, LabelTest, Slot};

/// A walk that repeats a body.
#[derive(Clone, Debug)]
pub(crate) struct Repeat {
    pub(crate) from: Slot,
    pub(crate) to: Slot,
    /// Whether `to` holds a node already, which must be the one that is found.
    pub(crate) to_bound: bool,
    /// Whether the list of relationships is there already, and must be the one that is found.
    pub(crate) list_bound: bool,
    pub(crate) body: Body,
    /// Slots whose relationships must not be walked again.
    pub(crate) unlike: Vec<Slot>,
}

/// What is walked several times, in the order in which it is walked.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) first: Node,
    /// Tested once the first node is known.
    pub(crate) first_predicates: Vec<Expression>,
    pub(crate) steps: Vec<BodyStep>,
    /// Where the list of all relationships is put; `None` for a pattern that isn't repeated,
    /// whose only relationship is put where its step says.
    pub(crate) list: Option<Slot>,
    /// What else is kept of each time, and where the list of it is put.
    pub(crate) lists: Vec<(Place, Slot)>,
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    /// Whether it's walked against the order in which it is written.
    pub(crate) backwards: bool,
}

/// One relationship of a body, and the node it leads to.
#[derive(Clone, Debug)]
pub(crate) struct BodyStep {
    pub(crate) relationship: Slot,
    pub(crate) direction: Direction,
    pub(crate) types: Option<LabelTest>,
    pub(crate) node: Node,
    /// Whether the node's slot was filled earlier in the body, by the same node.
    pub(crate) met: bool,
    /// Tested once the step is taken.
    pub(crate) predicates: Vec<Expression>,
}

/// A place in a body, as it is walked.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    First,
    Relationship(usize),
    Node(usize),
}

impl Body {
    /// The body of a repetition, with predicates that can only be tested later: those that
    /// read what isn't `bound` yet, asked of the whole list.
    pub(super) fn new(
        repetition: &Repetition,
        backwards: bool,
        bound: &[Slot],
    ) -> (Self, Vec<Predicate>) {
        let mut body = Self::unguarded(repetition, backwards);
        let mut known = bound.to_vec();
        let mut waiting = repetition.predicates.clone();
        known.push(body.first.slot);
        body.first_predicates = ready(&mut waiting, &known);
        for step in &mut body.steps {
            known.extend([step.relationship, step.node.slot]);
            step.predicates = ready(&mut waiting, &known);
        }
        let each = repetition.relationships[0].slot;
        let later = waiting.into_iter().map(|found| of_all(found, each, repetition.slot));
        (body, later.collect())
    }

    /// The body without its predicates.
    fn unguarded(repetition: &Repetition, backwards: bool) -> Self {
        let mut nodes = repetition.nodes.clone();
        let mut relationships = repetition.relationships.clone();
        if backwards {
            nodes.reverse();
            relationships.reverse();
        }
        let first = nodes.remove(0);
        let mut met = vec![first.slot];
        let steps = relationships.into_iter().zip(nodes).map(|(found, node)| {
            let known = met.contains(&node.slot);
            met.push(node.slot);
            BodyStep {
                relationship: found.slot,
                direction: if backwards { found.direction.reversed() } else { found.direction },
                types: found.types,
                node,
                met: known,
                predicates: Vec::new(),
            }
        });
        let mut body = Self {
            first,
            first_predicates: Vec::new(),
            steps: steps.collect(),
            list: Some(repetition.slot),
            lists: Vec::new(),
            min: repetition.min,
            max: repetition.max,
            backwards,
        };
        body.lists =
            repetition.lists.iter().map(|(slot, list)| (body.place(*slot), *list)).collect();
        body
    }

    fn place(&self, slot: Slot) -> Place {
        let relationship = self.steps.iter().position(|step| step.relationship == slot);
        let node = self.steps.iter().position(|step| step.node.slot == slot);
        match (relationship, node) {
            _ if self.first.slot == slot => Place::First,
            (Some(at), _) => Place::Relationship(at),
            (None, at) => Place::Node(at.unwrap_or_default()),
        }
    }
}

/// A predicate on each relationship as one on their list.
fn of_all(predicate: Predicate, each: Slot, list: Slot) -> Predicate {
    let span = predicate.expression.span;
    let comprehension = Comprehension {
        slot: each,
        list: Expression::slot(list, span),
        predicate: Some(predicate.expression),
        projection: None,
    };
    let kind = Kind::Quantified(Quantifier::All, Box::new(comprehension));
    let mut uses = predicate.uses;
    uses.retain(|slot| *slot != each);
    uses.push(list);
    Predicate { expression: Expression { kind, span }, uses }
}
