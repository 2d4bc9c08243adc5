//! The patterns of one `MATCH`: where each starts, and the order in which it is walked.

use graph_core::Symbol;

use super::seek::sought;
use super::{Body, Plan, Planner, Planning, Repeat, Step, filtered, ready};
use crate::ast::Span;
use crate::bind::{Connection, Match, Node, PathPattern, Predicate, Relationship};
use crate::expression::{Expression, Key, Kind, LabelTest, Slot};

/// The state of planning one `MATCH`.
pub(super) struct Walk {
    pub(super) plan: Plan,
    pub(super) bound: Vec<Slot>,
    /// Predicates that still wait for a slot.
    pub(super) waiting: Vec<Predicate>,
    /// Slots that held a value before the match.
    pub(super) before: Vec<Slot>,
    /// Relationships walked so far.
    pub(super) walked: Vec<Slot>,
    planning: Planning,
}

impl Planner<'_> {
    /// Plans the patterns of a match on top of `input`.
    pub(super) fn pattern(&self, input: Plan, clause: &Match, bound: &mut Vec<Slot>) -> Plan {
        let mut walk = Walk {
            plan: input,
            bound: bound.clone(),
            before: bound.clone(),
            waiting: clause.predicates.clone(),
            walked: Vec::new(),
            planning: self.planning,
        };
        walk.filter();
        let mut paths: Vec<&PathPattern> = clause.paths.iter().collect();
        while let Some(at) = self.cheapest(&paths, &walk) {
            self.path(paths.remove(at), &mut walk);
        }
        let rest = std::mem::take(&mut walk.waiting);
        let rest = rest.into_iter().map(|predicate| predicate.expression).collect();
        bound.extend(&clause.introduced);
        filtered(walk.plan, rest)
    }

    /// The path with the cheapest node to start from; selected paths last.
    fn cheapest(&self, paths: &[&PathPattern], walk: &Walk) -> Option<usize> {
        let cost = |path: &PathPattern| {
            let nodes = path.nodes.iter().map(|node| self.cost(node, walk));
            (path.selection.is_some(), nodes.min().unwrap_or(usize::MAX))
        };
        (0..paths.len()).min_by_key(|at| cost(paths[*at]))
    }

    /// How many nodes a scan for this one gives, about.
    pub(super) fn cost(&self, node: &Node, walk: &Walk) -> usize {
        if self.planning == Planning::Plain {
            return 0;
        }
        if walk.bound.contains(&node.slot) {
            return 0;
        }
        if let Some((key, value)) = walk.sought(node.slot) {
            return self.found(&key, &value, &node.labels).min(1 + self.labelled(node));
        }
        2 + self.labelled(node)
    }

    /// How many nodes there are with the labels of a node, about.
    fn labelled(&self, node: &Node) -> usize {
        let rarest = self.graph.rarest(required(node));
        rarest.map_or(2 * self.graph.node_count(), |(_, count)| count)
    }

    fn path(&self, path: &PathPattern, walk: &mut Walk) {
        if let Some(selection) = path.selection {
            return self.search(path, selection, walk);
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
    pub(super) fn scan(&self, node: &Node, walk: &mut Walk) {
        if walk.bound.contains(&node.slot) {
            walk.check_present(node);
            return;
        }
        let slot = node.slot;
        let rarest = self.rarest_label(node);
        let input = Box::new(walk.take_plan());
        walk.plan = match (walk.sought(slot), rarest) {
            (Some((key, value)), _) => Plan::Seek { input, slot, key, value },
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

    /// The label that the node must have and the fewest nodes have.
    fn rarest_label(&self, node: &Node) -> Option<Symbol> {
        if self.planning == Planning::Plain {
            return None;
        }
        self.graph.rarest(required(node)).map(|(label, _)| label)
    }
}

impl Walk {
    pub(super) fn take_plan(&mut self) -> Plan {
        std::mem::replace(&mut self.plan, Plan::Argument)
    }

    /// Tests the predicates whose slots all hold a value now.
    pub(super) fn filter(&mut self) {
        if self.planning == Planning::Plain {
            return;
        }
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

    /// A property that the node must have, with a value that is known before the node is; its
    /// `name` before any other.
    fn sought(&self, slot: Slot) -> Option<(Key, Expression)> {
        if self.planning == Planning::Plain {
            return None;
        }
        let known = |used: &Slot| *used == slot || self.bound.contains(used);
        let ready = self.waiting.iter().filter(|predicate| predicate.uses.iter().all(known));
        let all = ready.filter_map(|predicate| sought(&predicate.expression, &[slot]));
        let mut all: Vec<_> = all.collect();
        let at = all.iter().position(|(key, _)| &*key.name == "name").unwrap_or(0);
        (!all.is_empty()).then(|| all.swap_remove(at))
    }

    /// Walks the connection at `at` of a path, from one of its nodes to the other.
    fn expand(&mut self, path: &PathPattern, at: usize, from: usize, to: usize) {
        let connection = &path.connections[at];
        let (start, end) = (&path.nodes[from], &path.nodes[to]);
        self.plan = match connection {
            Connection::One(relationship) => {
                let step = Box::new(self.step(relationship, start.slot, end.slot, to < from));
                Plan::Expand { input: Box::new(self.take_plan()), step }
            }
            Connection::Repeated(repetition) => {
                let (body, later) = Body::new(repetition, to < from, &self.bound);
                self.waiting.extend(later);
                let repeat = Box::new(Repeat {
                    from: start.slot,
                    to: end.slot,
                    to_bound: self.bound.contains(&end.slot),
                    list_bound: self.bound.contains(&repetition.slot),
                    body,
                    unlike: self.walked.clone(),
                });
                Plan::Repeat { input: Box::new(self.take_plan()), repeat }
            }
        };
        self.walked.push(connection.slot());
        self.bound.extend(connection_slots(connection));
        self.bound.push(end.slot);
        self.check_labels(end);
        self.filter();
    }

    fn step(&self, relationship: &Relationship, from: Slot, to: Slot, backwards: bool) -> Step {
        let direction =
            if backwards { relationship.direction.reversed() } else { relationship.direction };
        Step {
            from,
            relationship: relationship.slot,
            to,
            direction,
            types: relationship.types.clone(),
            to_bound: self.bound.contains(&to),
            relationship_bound: self.bound.contains(&relationship.slot),
            unlike: self.walked.clone(),
        }
    }

    fn bind_path(&mut self, path: &PathPattern, slot: Slot) {
        let input = Box::new(self.take_plan());
        self.plan = Plan::BindPath {
            input,
            slot,
            start: path.nodes[0].slot,
            relationships: path.connections.iter().map(Connection::slot).collect(),
        };
        self.bound.push(slot);
        self.filter();
    }
}

/// The labels that a node must have.
fn required(node: &Node) -> Vec<Symbol> {
    node.labels.as_ref().map(LabelTest::required).unwrap_or_default()
}

/// The slots that a connection fills.
pub(super) fn connection_slots(connection: &Connection) -> Vec<Slot> {
    let mut slots = vec![connection.slot()];
    if let Connection::Repeated(repetition) = connection {
        slots.extend(repetition.lists.iter().map(|(_, list)| *list));
    }
    slots
}
