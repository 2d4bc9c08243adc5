//! Patterns of every kind, as parsing makes them.

use super::dice::Dice;
use crate::ast::{
    Connection, Direction, Expr, ExprKind, Hops, LabelExpr, NodePattern, PathCount, PathPattern,
    PathSelector, QuantifiedPattern, RelationshipPattern, Span,
};

impl Dice {
    /// A path of a clause; expressions in it are a level deep at most, to stay short.
    pub(super) fn path(&mut self, depth: usize) -> PathPattern {
        let inner = depth.min(1);
        let selector = self.selector();
        let predicate = if selector.is_function() { None } else { self.rare(inner) };
        PathPattern {
            variable: self.maybe(Self::name),
            selector: self.note(selector),
            start: self.node(inner),
            steps: self.several(0, 2, |dice| (dice.connection(inner), dice.node(inner))),
            predicate,
            span: Span::NONE,
        }
    }

    /// A path of an expression, which has no name, and no connection but relationships.
    pub(super) fn pattern(&mut self, depth: usize) -> PathPattern {
        let inner = depth.min(1);
        PathPattern {
            variable: None,
            selector: self.pick(&[
                PathSelector::All,
                PathSelector::ShortestPath,
                PathSelector::AllShortestPaths,
            ]),
            start: self.node(inner),
            steps: self.several(1, 2, |dice| {
                (Connection::Relationship(dice.relationship(inner)), dice.node(inner))
            }),
            predicate: None,
            span: Span::NONE,
        }
    }

    fn selector(&mut self) -> PathSelector {
        match self.roll(8) {
            0 => PathSelector::Any(self.path_count()),
            1 => PathSelector::Shortest(self.path_count()),
            2 => PathSelector::ShortestGroups(self.path_count()),
            3 => PathSelector::ShortestPath,
            4 => PathSelector::AllShortestPaths,
            _ => PathSelector::All,
        }
    }

    fn path_count(&mut self) -> PathCount {
        let count = match self.roll(3) {
            0 => PathCount::Parameter(self.name()),
            _ => PathCount::Number(1 + self.roll(3) as u64),
        };
        self.note(count)
    }

    fn rare(&mut self, depth: usize) -> Option<Expr> {
        (self.roll(4) == 0).then(|| self.expr(depth))
    }

    fn connection(&mut self, depth: usize) -> Connection {
        let connection = match self.roll(3) {
            0 => Connection::Quantified(self.quantified(depth)),
            _ => Connection::Relationship(self.relationship(depth)),
        };
        self.note(connection)
    }

    fn quantified(&mut self, depth: usize) -> QuantifiedPattern {
        let min = self.roll(3) as u64;
        QuantifiedPattern {
            start: self.node(depth),
            steps: self.several(1, 2, |dice| {
                (RelationshipPattern { hops: None, ..dice.relationship(depth) }, dice.node(depth))
            }),
            predicate: self.rare(depth),
            min,
            max: self.maybe(|dice| (min + dice.roll(3) as u64).max(1)),
            span: Span::NONE,
        }
    }

    fn node(&mut self, depth: usize) -> NodePattern {
        NodePattern {
            variable: self.maybe(Self::name),
            labels: self.maybe(|dice| dice.labels(2)),
            properties: self.maybe(|dice| dice.properties(depth)),
            predicate: self.maybe(|dice| dice.expr(depth)),
            span: Span::NONE,
        }
    }

    fn relationship(&mut self, depth: usize) -> RelationshipPattern {
        let direction = self.pick(&[Direction::Outgoing, Direction::Incoming, Direction::Either]);
        RelationshipPattern {
            variable: self.maybe(Self::name),
            types: self.maybe(|dice| dice.labels(2)),
            hops: self.maybe(|dice| Hops {
                min: dice.maybe(|dice| dice.roll(3) as u64),
                max: dice.maybe(|dice| dice.roll(3) as u64),
            }),
            properties: self.maybe(|dice| dice.properties(depth)),
            predicate: self.maybe(|dice| dice.expr(depth)),
            direction: self.note(direction),
            span: Span::NONE,
        }
    }

    /// A map or a parameter.
    fn properties(&mut self, depth: usize) -> Expr {
        let kind = match self.roll(3) {
            0 => ExprKind::Parameter(self.name().text),
            _ => ExprKind::Map(self.entries(depth)),
        };
        kind.into()
    }

    pub(super) fn labels(&mut self, depth: usize) -> LabelExpr {
        let labels = match self.roll(if depth == 0 { 3 } else { 6 }) {
            0 | 1 => LabelExpr::Label(self.name()),
            2 => LabelExpr::Any,
            3 => LabelExpr::And(self.several(2, 3, |dice| dice.labels(depth - 1))),
            4 => LabelExpr::Or(self.several(2, 3, |dice| dice.labels(depth - 1))),
            _ => LabelExpr::Not(Box::new(self.labels(depth - 1))),
        };
        self.note(labels)
    }
}
