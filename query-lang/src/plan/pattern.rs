//! The patterns of one `MATCH`: where each starts, and the order in which it is walked.

use super::{Plan, Planner, Step, filtered, ready, wants_all};
use crate::ast::{ComparisonOperator, Direction, Span};
use crate::bind::{Match, Node, PathPattern, Predicate, VariableLength};
use crate::expression::{Expression, Kind, LabelTest, Slot};

/// The state of planning one `MATCH`.
struct Walk<'m> {
    plan: Plan,
    bound: Vec<Slot>,
    /// Predicates that still wait for a slot.
    waiting: Vec<&'m Predicate>,
    /// Relationships walked so far.
    walked: Vec<Slot>,
}

impl Planner<'_> {
    /// Plans the patterns of a match on top of `input`.
    pub(super) fn pattern(&self, input: Plan, clause: &Match, bound: &mut Vec<Slot>) -> Plan {
        let mut walk = Walk {
            plan: input,
            bound: bound.clone(),
            waiting: clause.predicates.iter().collect(),
            walked: Vec::new(),
        };
        walk.filter();
        let mut paths: Vec<&PathPattern> = clause.paths.iter().collect();
        while let Some(at) = self.cheapest(&paths, &walk) {
            self.path(paths.remove(at), &mut walk);
        }
        let rest = std::mem::take(&mut walk.waiting);
        let rest = rest.into_iter().map(|predicate| predicate.expression.clone()).collect();
        bound.extend(&clause.introduced);
        filtered(walk.plan, rest)
    }

    /// The path with the cheapest node to start from; shortest paths last.
    fn cheapest(&self, paths: &[&PathPattern], walk: &Walk<'_>) -> Option<usize> {
        let cost = |path: &PathPattern| {
            let nodes = path.nodes.iter().map(|node| self.cost(node, walk));
            (wants_all(path.selector).is_some(), nodes.min().unwrap_or(usize::MAX))
        };
        (0..paths.len()).min_by_key(|at| cost(paths[*at]))
    }

    /// How many nodes a scan for this one gives, about.
    fn cost(&self, node: &Node, walk: &Walk<'_>) -> usize {
        if walk.bound.contains(&node.slot) {
            return 0;
        }
        if walk.name_of(node.slot).is_some() {
            return 1;
        }
        let labels = node.labels.as_ref().map(LabelTest::required).unwrap_or_default();
        let counts = labels.iter().map(|label| self.graph.nodes_with_label(*label).len());
        counts.min().map_or(2 + 2 * self.graph.node_count(), |count| 2 + count)
    }

    fn path(&self, path: &PathPattern, walk: &mut Walk<'_>) {
        if let (Some(all), [from, to]) = (wants_all(path.selector), path.nodes.as_slice()) {
            self.scan(from, walk);
            self.scan(to, walk);
            walk.shortest(path, all);
            return;
        }
        let start = (0..path.nodes.len()).min_by_key(|at| self.cost(&path.nodes[*at], walk));
        let Some(start) = start else { return };
        self.scan(&path.nodes[start], walk);
        let (mut left, mut right) = (start, start);
        while left > 0 || right + 1 < path.nodes.len() {
            let go_right = right + 1 < path.nodes.len()
                && (left == 0
                    || self.cost(&path.nodes[right + 1], walk)
                        <= self.cost(&path.nodes[left - 1], walk));
            if go_right {
                walk.expand(path, right, right, right + 1);
                right += 1;
            } else {
                walk.expand(path, left - 1, left, left - 1);
                left -= 1;
            }
        }
        if let Some(slot) = path.slot {
            walk.bind_path(path, slot);
        }
    }

    /// Finds the node that a path starts from, unless it's bound.
    fn scan(&self, node: &Node, walk: &mut Walk<'_>) {
        if walk.bound.contains(&node.slot) {
            walk.check_present(node);
            return;
        }
        let slot = node.slot;
        let rarest = node.labels.as_ref().map(LabelTest::required).unwrap_or_default();
        let rarest =
            rarest.into_iter().min_by_key(|label| self.graph.nodes_with_label(*label).len());
        let input = Box::new(walk.take_plan());
        walk.plan = match (walk.name_of(slot), rarest) {
            (Some(name), _) => Plan::NameScan { input, slot, name },
            (None, Some(label)) => Plan::LabelScan { input, slot, label },
            (None, None) => Plan::AllNodes { input, slot },
        };
        walk.bound.push(slot);
        let scanned = matches!(
            (&walk.plan, &node.labels),
            (Plan::LabelScan { .. }, Some(LabelTest::Label(_)))
        );
        if !scanned {
            walk.check_labels(node);
        }
        walk.filter();
    }
}

impl Walk<'_> {
    fn take_plan(&mut self) -> Plan {
        std::mem::replace(&mut self.plan, Plan::Argument)
    }

    /// Tests the predicates whose slots all hold a value now.
    fn filter(&mut self) {
        let now = ready(&mut self.waiting, &self.bound);
        self.plan = filtered(self.take_plan(), now);
    }

    fn check_labels(&mut self, node: &Node) {
        if let Some(labels) = &node.labels {
            let input = Box::new(self.take_plan());
            self.plan = Plan::HasLabels { input, slot: node.slot, labels: labels.clone() };
        }
    }

    /// A bound node may be `null`, which matches nothing.
    fn check_present(&mut self, node: &Node) {
        if node.labels.is_some() {
            return self.check_labels(node);
        }
        let slot = Box::new(Expression::slot(node.slot, Span::NONE));
        let present = Expression { kind: Kind::IsNull(slot, true), span: Span::NONE };
        self.plan = filtered(self.take_plan(), vec![present]);
    }

    /// What the node's `name` must equal, where that is known before the node is.
    fn name_of(&self, slot: Slot) -> Option<Expression> {
        self.waiting.iter().find_map(|predicate| {
            let known = |used: &Slot| *used == slot || self.bound.contains(used);
            if !predicate.uses.iter().all(known) {
                return None;
            }
            name_compared(&predicate.expression, slot).cloned()
        })
    }

    /// Walks the relationship at `at` of a path, from one of its nodes to the other.
    fn expand(&mut self, path: &PathPattern, at: usize, from: usize, to: usize) {
        let step = Box::new(self.step(path, at, from, to));
        let input = Box::new(self.take_plan());
        let relationship = &path.relationships[at];
        self.plan = match &relationship.hops {
            None => Plan::Expand { input, step },
            Some(hops) => Plan::ExpandVariable { input, step, hops: hops.clone() },
        };
        self.walked.push(relationship.slot);
        self.bound.extend([relationship.slot, path.nodes[to].slot]);
        self.check_labels(&path.nodes[to]);
        self.filter();
    }

    fn step(&self, path: &PathPattern, at: usize, from: usize, to: usize) -> Step {
        let relationship = &path.relationships[at];
        let backwards = to < from;
        let direction =
            if backwards { reversed(relationship.direction) } else { relationship.direction };
        Step {
            from: path.nodes[from].slot,
            relationship: relationship.slot,
            to: path.nodes[to].slot,
            direction,
            types: relationship.types.clone(),
            to_bound: self.bound.contains(&path.nodes[to].slot),
            relationship_bound: self.bound.contains(&relationship.slot),
            backwards,
            unlike: self.walked.clone(),
        }
    }

    fn shortest(&mut self, path: &PathPattern, all: bool) {
        let step = Box::new(self.step(path, 0, 0, 1));
        let relationship = &path.relationships[0];
        let hops = relationship.hops.clone().unwrap_or(VariableLength {
            min: 1,
            max: Some(1),
            each: relationship.slot,
            predicates: Vec::new(),
        });
        let slot = path.slot.unwrap_or(relationship.slot);
        let input = Box::new(self.take_plan());
        self.plan = Plan::ShortestPath { input, step, hops, path: slot, all };
        self.walked.push(relationship.slot);
        self.bound.extend([relationship.slot, slot]);
        self.filter();
    }

    fn bind_path(&mut self, path: &PathPattern, slot: Slot) {
        let input = Box::new(self.take_plan());
        self.plan = Plan::BindPath {
            input,
            slot,
            start: path.nodes[0].slot,
            relationships: path.relationships.iter().map(|found| found.slot).collect(),
        };
        self.bound.push(slot);
        self.filter();
    }
}

/// The other side of `slot.name = …`.
fn name_compared(expression: &Expression, slot: Slot) -> Option<&Expression> {
    let Kind::Comparison(left, rest) = &expression.kind else { return None };
    let [(ComparisonOperator::Equal, right)] = rest.as_slice() else { return None };
    if is_name(left, slot) {
        return Some(right);
    }
    is_name(right, slot).then_some(left)
}

fn is_name(expression: &Expression, slot: Slot) -> bool {
    match &expression.kind {
        Kind::Property(object, key) => {
            &*key.name == "name" && matches!(object.kind, Kind::Slot(found) if found == slot)
        }
        _ => false,
    }
}

/// The direction seen from the other end.
fn reversed(direction: Direction) -> Direction {
    match direction {
        Direction::Outgoing => Direction::Incoming,
        Direction::Incoming => Direction::Outgoing,
        Direction::Either => Direction::Either,
    }
}
