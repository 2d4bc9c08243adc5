//! Paths that are selected: `ANY SHORTEST` and the like.

use super::pattern::{Walk, connection_slots};
use super::{Body, BodyStep, Plan, Planner, Planning};
use crate::bind::{Connection, Node, PathPattern, Predicate, Relationship, Selection};
use crate::expression::{Expression, Slot};

/// A search for selected paths from one node, in the order in which it walks.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    pub(crate) from: Slot,
    pub(crate) parts: Vec<Part>,
    pub(crate) selection: Selection,
    /// Where the path is put.
    pub(crate) path: Slot,
    /// Whether the pattern is walked against the order in which it is written.
    pub(crate) backwards: bool,
    /// What a path must satisfy to be selected, apart from what its parts ask.
    pub(crate) predicates: Vec<Expression>,
}

/// What leads to the next node of a pattern, and that node.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) body: Body,
    /// Whether the relationship or the list of them is there already.
    pub(crate) bound: bool,
    pub(crate) node: Node,
    /// Whether the node is there already, from before or from earlier in the pattern.
    pub(crate) node_bound: bool,
    /// What the node must satisfy.
    pub(crate) node_predicates: Vec<Expression>,
}

/// To so many nodes a search each is as good as one search for all.
const FEW: usize = 4;

impl Planner<'_> {
    /// Plans a selected path: the search starts at the cheaper end, and the other end is looked
    /// up before where that is cheap, too.
    pub(super) fn search(&self, path: &PathPattern, selection: Selection, walk: &mut Walk) {
        let [first, .., last] = path.nodes.as_slice() else { return };
        let mut asked = path.predicates.clone();
        if selection.function {
            asked.extend(walk.take_asked(path));
        }
        // All paths between the same two nodes pass what is asked of these alone, or none does.
        let of_ends = known_or(&walk.bound, vec![first.slot, last.slot]);
        let (ends, asked) = asked.into_iter().partition(|found| reads_only(found, &of_ends));
        walk.waiting.extend::<Vec<_>>(ends);
        let backwards = self.cost(last, walk) < self.cost(first, walk);
        let (from, to) = if backwards { (last, first) } else { (first, last) };
        self.scan(from, walk);
        if self.planning == Planning::Optimized && self.cost(to, walk) <= FEW {
            self.scan(to, walk);
        }
        walk.select(path, selection, backwards, asked);
    }
}

impl Walk {
    /// Takes the predicates out that are tested before a shortest path is selected: those that
    /// read something of it.
    fn take_asked(&mut self, path: &PathPattern) -> Vec<Predicate> {
        let own = own_slots(path);
        let ends = path.nodes.iter().map(|node| node.slot);
        let known = known_or(&self.before, own.iter().copied().chain(ends).collect());
        let is_asked = |found: &Predicate| {
            found.uses.iter().any(|slot| own.contains(slot)) && reads_only(found, &known)
        };
        let waiting = std::mem::take(&mut self.waiting);
        let (asked, rest) = waiting.into_iter().partition(is_asked);
        self.waiting = rest;
        asked
    }

    fn select(
        &mut self,
        path: &PathPattern,
        selection: Selection,
        backwards: bool,
        mut asked: Vec<Predicate>,
    ) {
        let mut nodes: Vec<&Node> = path.nodes.iter().collect();
        let mut connections: Vec<&Connection> = path.connections.iter().collect();
        if backwards {
            nodes.reverse();
            connections.reverse();
        }
        let mut known = self.bound.clone();
        let mut parts = Vec::new();
        for (at, connection) in connections.into_iter().enumerate() {
            let (before, node) = (nodes[at], nodes[at + 1]);
            let bound = known.contains(&connection.slot());
            let (body, later) = match connection {
                Connection::One(relationship) => {
                    let met = self.bound.contains(&node.slot);
                    (one(relationship, (before, node), met, backwards), Vec::new())
                }
                Connection::Repeated(repetition) => Body::new(repetition, backwards, &self.bound),
            };
            asked.extend(later);
            known.extend(connection_slots(connection));
            let node_bound = known.contains(&node.slot);
            known.push(node.slot);
            let node = node.clone();
            parts.push(Part { body, bound, node, node_bound, node_predicates: Vec::new() });
        }
        let predicates = self.distribute(path, &mut parts, asked);
        let from = nodes[0].slot;
        let slot = path.slot.unwrap_or(from);
        let search = Box::new(Search { from, parts, selection, path: slot, backwards, predicates });
        self.plan = Plan::SelectPaths { input: Box::new(self.take_plan()), search };
        self.bound.extend(own_slots(path));
        self.bound.extend(path.nodes.iter().map(|node| node.slot));
        self.walked.extend(path.connections.iter().map(Connection::slot));
        self.filter();
    }

    /// Gives each part the predicates that can be tested where it is walked, and returns the
    /// others.
    fn distribute(
        &self,
        path: &PathPattern,
        parts: &mut [Part],
        asked: Vec<Predicate>,
    ) -> Vec<Expression> {
        let certain = |slot: &Slot| {
            self.bound.contains(slot)
                || path.nodes.iter().filter(|node| node.slot == *slot).count() == 1
        };
        let mut whole = Vec::new();
        for predicate in asked {
            let place = parts.iter_mut().find_map(|part| {
                let step = &part.body.steps[0];
                let ends = [part.body.first.slot, step.node.slot].into_iter().filter(certain);
                let one = part.body.list.is_none();
                let of_step: Vec<Slot> = ends.chain([step.relationship]).collect();
                if one && reads_only(&predicate, &known_or(&self.bound, of_step)) {
                    return Some(&mut part.body.steps[0].predicates);
                }
                let of_node = [part.node.slot].into_iter().filter(certain).collect();
                reads_only(&predicate, &known_or(&self.bound, of_node))
                    .then_some(&mut part.node_predicates)
            });
            match place {
                Some(place) => place.push(predicate.expression),
                None => whole.push(predicate.expression),
            }
        }
        whole
    }
}

/// A single relationship as a body that is walked once.
fn one(
    relationship: &Relationship,
    (from, to): (&Node, &Node),
    met: bool,
    backwards: bool,
) -> Body {
    let unlabelled = |node: &Node| Node { slot: node.slot, labels: None };
    let direction =
        if backwards { relationship.direction.reversed() } else { relationship.direction };
    let step = BodyStep {
        relationship: relationship.slot,
        direction,
        types: relationship.types.clone(),
        node: unlabelled(to),
        met,
        predicates: Vec::new(),
    };
    Body {
        first: unlabelled(from),
        first_predicates: Vec::new(),
        steps: vec![step],
        list: None,
        lists: Vec::new(),
        min: 1,
        max: Some(1),
        backwards,
    }
}

/// The slots that only this path fills, apart from its nodes.
fn own_slots(path: &PathPattern) -> Vec<Slot> {
    path.connections.iter().flat_map(connection_slots).chain(path.slot).collect()
}

fn known_or(bound: &[Slot], more: Vec<Slot>) -> Vec<Slot> {
    bound.iter().copied().chain(more).collect()
}

fn reads_only(predicate: &Predicate, slots: &[Slot]) -> bool {
    predicate.uses.iter().all(|slot| slots.contains(slot))
}
