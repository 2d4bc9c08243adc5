//! Printing and parsing again, over generated trees.

use super::*;
use crate::parse;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % sides
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len() as u64) as usize].clone()
    }

    fn name(&mut self) -> Name {
        self.pick(&["a", "b", "name", "two words", "match", "é", "tick`s", "x1"]).into()
    }

    fn literal(&mut self) -> Literal {
        match self.roll(6) {
            0 => Literal::Null,
            1 => Literal::Boolean(self.roll(2) == 0),
            2 => Literal::Integer(self.pick(&[0, 7, -7, i64::MAX, i64::MIN])),
            3 => Literal::Float(self.pick(&[0.5, -2.0, 1e300, 1e-9])),
            _ => Literal::String(self.pick(&["", "it's", "a\\b\n", "\u{1}\u{e9}\"`"]).to_owned()),
        }
    }

    fn labels(&mut self, depth: u64) -> LabelExpr {
        let parts = |dice: &mut Self| vec![dice.labels(depth - 1), dice.labels(depth - 1)];
        match self.roll(if depth == 0 { 2 } else { 5 }) {
            0 => LabelExpr::Any,
            2 => LabelExpr::And(parts(self)),
            3 => LabelExpr::Or(parts(self)),
            4 => LabelExpr::Not(Box::new(self.labels(depth - 1))),
            _ => LabelExpr::Label(self.name()),
        }
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.roll(2) == 0).then(|| make(self))
    }

    fn properties(&mut self, depth: u64) -> Option<Expr> {
        self.maybe(|dice| ExprKind::Map(vec![(dice.name(), dice.expr(depth))]).into())
    }

    fn node(&mut self, depth: u64) -> NodePattern {
        NodePattern {
            variable: self.maybe(Self::name),
            labels: self.maybe(|dice| dice.labels(2)),
            properties: self.properties(depth),
            predicate: self.maybe(|dice| dice.expr(depth)),
            span: Span::NONE,
        }
    }

    fn path(&mut self, depth: u64, steps: u64) -> PathPattern {
        let mut path = PathPattern::new(self.node(depth));
        for _ in 0..steps {
            let hops = self.maybe(|dice| Hops {
                min: dice.maybe(|dice| dice.roll(4)),
                max: dice.maybe(|dice| dice.roll(4)),
            });
            let relationship = RelationshipPattern {
                variable: self.maybe(Self::name),
                types: self.maybe(|dice| dice.labels(1)),
                hops,
                properties: self.properties(depth),
                predicate: self.maybe(|dice| dice.expr(depth)),
                direction: self.pick(&[
                    Direction::Outgoing,
                    Direction::Incoming,
                    Direction::Either,
                ]),
                span: Span::NONE,
            };
            path = path.step(relationship, self.node(depth));
        }
        path
    }

    fn boxed(&mut self, depth: u64) -> Box<Expr> {
        Box::new(self.expr(depth))
    }

    fn chain(&mut self, depth: u64) -> ExprKind {
        use BinaryOperator::{Add, Concatenate, Divide, In, Multiply, Power, StartsWith, Subtract};
        let level = self.pick(&[
            [Add, Subtract],
            [Add, Concatenate],
            [Multiply, Divide],
            [Power; 2],
            [In, StartsWith],
        ]);
        let rest =
            vec![(self.pick(&level), self.expr(depth)), (self.pick(&level), self.expr(depth))];
        ExprKind::Chain(self.boxed(depth), rest)
    }

    fn expr(&mut self, depth: u64) -> Expr {
        if depth == 0 {
            return match self.roll(3) {
                0 => Expr::variable(self.name().text),
                1 => Expr::parameter(self.name().text),
                _ => ExprKind::Literal(self.literal()).into(),
            };
        }
        let depth = depth - 1;
        let kind = match self.roll(20) {
            0 => ExprKind::List(vec![self.expr(depth), self.expr(depth)]),
            1 => ExprKind::Map(vec![(self.name(), self.expr(depth))]),
            2 => ExprKind::Property(self.boxed(depth), self.name()),
            3 => ExprKind::Index(self.boxed(depth), self.boxed(depth)),
            4 => ExprKind::Slice {
                list: self.boxed(depth),
                from: self.maybe(|dice| dice.boxed(depth)),
                to: self.maybe(|dice| dice.boxed(depth)),
            },
            5 => ExprKind::HasLabels(self.boxed(depth), self.labels(2)),
            6 => {
                let operators = [UnaryOperator::Not, UnaryOperator::Minus, UnaryOperator::Plus];
                ExprKind::Unary(self.pick(&operators), self.boxed(depth))
            }
            7 => ExprKind::IsNull { operand: self.boxed(depth), negated: self.roll(2) == 0 },
            8 | 9 => self.chain(depth),
            10 => {
                let operators = [ComparisonOperator::Equal, ComparisonOperator::LessOrEqual];
                ExprKind::Comparison(
                    self.boxed(depth),
                    vec![(self.pick(&operators), self.expr(depth))],
                )
            }
            11 | 12 => {
                let operators = [LogicalOperator::And, LogicalOperator::Or, LogicalOperator::Xor];
                ExprKind::Logical(self.pick(&operators), vec![self.expr(depth), self.expr(depth)])
            }
            13 => return Expr::call("coalesce", vec![self.expr(depth), self.expr(depth)]),
            14 => ExprKind::Case {
                subject: self.maybe(|dice| dice.boxed(depth)),
                branches: vec![(self.expr(depth), self.expr(depth))],
                otherwise: self.maybe(|dice| dice.boxed(depth)),
            },
            15 => ExprKind::ListComprehension {
                variable: self.name(),
                list: self.boxed(depth),
                predicate: self.maybe(|dice| dice.boxed(depth)),
                projection: self.maybe(|dice| dice.boxed(depth)),
            },
            16 => ExprKind::PatternComprehension {
                pattern: Box::new(self.path(depth.min(1), 1)),
                predicate: self.maybe(|dice| dice.boxed(depth)),
                projection: self.boxed(depth),
            },
            17 => ExprKind::Exists(Box::new(Subquery::Pattern {
                pattern: vec![self.path(depth.min(1), 1)],
                predicate: self.maybe(|dice| dice.expr(depth)),
            })),
            18 => ExprKind::Collect(Box::new(self.query(depth))),
            _ => ExprKind::Quantifier {
                quantifier: self.pick(&[Quantifier::All, Quantifier::Single]),
                variable: self.name(),
                list: self.boxed(depth),
                predicate: self.boxed(depth),
            },
        };
        kind.into()
    }

    fn load(&mut self) -> Clause {
        Clause::LoadCsv(LoadCsv {
            headers: self.roll(2) == 0,
            from: self.expr(2),
            variable: self.name(),
            separator: self.maybe(|dice| dice.pick(&[';', '\t', '\'', '\\', '|'])),
            span: Span::NONE,
        })
    }

    fn call(&mut self) -> Clause {
        let name = format!("{}.{}", self.name().text, self.name().text);
        let item =
            |dice: &mut Self| YieldItem { column: dice.name(), alias: dice.maybe(Self::name) };
        let yields = self.maybe(|dice| Yield {
            items: dice.maybe(|dice| vec![item(dice), item(dice)]),
            predicate: dice.maybe(|dice| dice.expr(2)),
            span: Span::NONE,
        });
        Clause::CallProcedure(CallProcedure {
            name: name.into(),
            arguments: self.maybe(|dice| vec![dice.expr(2), dice.expr(1)]),
            yields,
            span: Span::NONE,
        })
    }

    fn query(&mut self, depth: u64) -> Query {
        let returning = |dice: &mut Self| {
            let clauses = vec![Clause::returning(vec![dice.expr(depth).named("column")])];
            SingleQuery { clauses }
        };
        let first = returning(self);
        let union = self.pick(&[Union::All, Union::Distinct]);
        let rest = self.maybe(|dice| (union, returning(dice)));
        Query { first, rest: rest.into_iter().collect() }
    }

    fn subquery(&mut self) -> Clause {
        let listed = vec![self.name(), self.name()];
        let imports = self.pick(&[
            Imports::With,
            Imports::All,
            Imports::Listed(listed),
            Imports::Listed(vec![]),
        ]);
        let (optional, query) = (self.roll(2) == 0, self.query(2));
        Clause::CallSubquery(Box::new(CallSubquery { optional, imports, query, span: Span::NONE }))
    }

    fn foreach(&mut self) -> Clause {
        let span = Span::NONE;
        let create = Clause::Create(Create { pattern: vec![PathPattern::new(self.node(1))], span });
        let items = vec![Assignment::Property(Expr::variable("a"), self.name(), self.expr(1))];
        let updates = vec![create, Clause::Set(Set { items, span })];
        let (variable, list) = (self.name(), self.expr(2));
        Clause::Foreach(Box::new(Foreach { variable, list, updates, span }))
    }

    fn statement(&mut self) -> Statement {
        let pattern = vec![self.path(1, 2), self.path(1, 0)];
        let predicate = self.maybe(|dice| dice.expr(3));
        let items = vec![self.expr(3).named("column"), self.expr(2).into()];
        let mut clauses = vec![Clause::matching(pattern, predicate)];
        clauses.extend(self.maybe(Self::call));
        clauses.extend(self.maybe(Self::subquery));
        clauses.extend(self.maybe(Self::foreach));
        clauses.extend(self.maybe(Self::load));
        clauses.push(Clause::returning(items));
        let mode = self.pick(&[Mode::Run, Mode::Explain, Mode::Profile]);
        Statement { mode, ..clauses.into() }
    }
}

#[test]
fn generated_queries_are_parsed_as_they_were_printed() {
    let mut dice = Dice(1);
    for _ in 0..3_000 {
        let statement = dice.statement();
        let printed = statement.to_string();
        match parse(&printed) {
            Ok(parsed) => assert_eq!(parsed, statement, "{printed}"),
            Err(error) => panic!("{printed}\n{error} at {:?}", error.span()),
        }
    }
}
