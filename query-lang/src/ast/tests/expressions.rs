//! Expressions of every kind, as parsing makes them. `depth` is how many levels may follow.

use super::dice::Dice;
use crate::ast::{
    BinaryOperator, Call, ComparisonOperator, Expr, ExprKind, Literal, LogicalOperator,
    MapProjectionItem, Name, Quantifier, Subquery, UnaryOperator,
};

/// Names that need backticks, that are words of the language, and plain ones.
const NAMES: &[&str] = &[
    "a",
    "b",
    "name",
    "x1",
    "_",
    "é",
    "two words",
    "tick`s",
    "1st",
    "",
    "match",
    "null",
    "in",
    "all",
    "any",
    "none",
    "count",
    "exists",
    "collect",
    "reduce",
    "shortestPath",
    "shortest",
    "case",
    "end",
    "else",
    "desc",
    "by",
    "distinct",
    "finish",
    "for",
    "let",
    "filter",
    "next",
    "call",
    "yield",
    "on",
    "labeled",
    "offset",
    "trail",
    "paths",
];

/// Makes one kind of expression.
type Make = fn(&mut Dice, usize) -> ExprKind;

/// The kinds of expression that hold others.
const NESTED: &[Make] = &[
    |dice, depth| ExprKind::List(dice.exprs(0, 3, depth)),
    |dice, depth| ExprKind::Map(dice.entries(depth)),
    |dice, depth| ExprKind::Property(dice.boxed(depth), dice.name()),
    |dice, depth| ExprKind::Index(dice.boxed(depth), dice.boxed(depth)),
    Dice::slice,
    |dice, depth| ExprKind::HasLabels(dice.boxed(depth), dice.labels(2)),
    Dice::unary,
    |dice, depth| ExprKind::IsNull { operand: dice.boxed(depth), negated: dice.flip() },
    Dice::chain,
    Dice::comparison,
    Dice::logical,
    Dice::call,
    Dice::case,
    Dice::list_comprehension,
    Dice::pattern_comprehension,
    Dice::quantifier,
    Dice::reduce,
    |dice, depth| {
        ExprKind::MapProjection(dice.name(), dice.several(0, 3, |dice| dice.projected(depth)))
    },
    |dice, depth| ExprKind::Exists(Box::new(dice.subquery(depth))),
    |dice, depth| ExprKind::Count(Box::new(dice.subquery(depth))),
    |dice, depth| ExprKind::Collect(Box::new(dice.inner_query(depth))),
    |dice, depth| ExprKind::Pattern(Box::new(dice.pattern(depth))),
];

impl Dice {
    pub(super) fn name(&mut self) -> Name {
        self.pick(NAMES).into()
    }

    fn subquery(&mut self, depth: usize) -> Subquery {
        let subquery = match self.roll(2) {
            0 => Subquery::Query(self.inner_query(depth)),
            _ => Subquery::Pattern {
                pattern: self.several(1, 2, |dice| dice.path(depth)),
                predicate: self.maybe(|dice| dice.expr(depth)),
            },
        };
        self.note(subquery)
    }

    fn boxed(&mut self, depth: usize) -> Box<Expr> {
        Box::new(self.expr(depth))
    }

    pub(super) fn exprs(&mut self, least: usize, most: usize, depth: usize) -> Vec<Expr> {
        self.several(least, most, |dice| dice.expr(depth))
    }

    pub(super) fn entries(&mut self, depth: usize) -> Vec<(Name, Expr)> {
        self.several(0, 2, |dice| (dice.name(), dice.expr(depth)))
    }

    pub(super) fn expr(&mut self, depth: usize) -> Expr {
        let kind = match depth.checked_sub(1) {
            Some(depth) => self.pick(NESTED)(self, depth),
            None => match self.roll(7) {
                0..3 => ExprKind::Variable(self.name().text),
                3 => ExprKind::Parameter(self.name().text),
                4 => ExprKind::CountAll,
                _ => ExprKind::Literal(self.literal()),
            },
        };
        self.note(kind).into()
    }

    fn literal(&mut self) -> Literal {
        let literal = match self.roll(5) {
            0 => Literal::Null,
            1 => Literal::Boolean(self.flip()),
            2 => Literal::Integer(self.pick(&[0, 7, -7, i64::MAX, i64::MIN])),
            3 => Literal::Float(self.pick(&[0.0, -0.0, 0.5, -2.0, 1e300, 1e-9, f64::MAX])),
            _ => {
                let texts = ["", "it's", "a\\b\n\t\r", "\u{1}\u{e9}\"`", "😀", "// a", "/*", "$x"];
                Literal::String(self.pick(&texts).to_owned())
            }
        };
        self.note(literal)
    }

    fn slice(&mut self, depth: usize) -> ExprKind {
        ExprKind::Slice {
            list: self.boxed(depth),
            from: self.maybe(|dice| dice.boxed(depth)),
            to: self.maybe(|dice| dice.boxed(depth)),
        }
    }

    fn unary(&mut self, depth: usize) -> ExprKind {
        let operators = [UnaryOperator::Not, UnaryOperator::Minus, UnaryOperator::Plus];
        let operator = self.pick(&operators);
        ExprKind::Unary(self.note(operator), self.boxed(depth))
    }

    fn chain(&mut self, depth: usize) -> ExprKind {
        use BinaryOperator as B;
        let levels: [&[BinaryOperator]; 4] = [
            &[B::Add, B::Concatenate, B::Subtract],
            &[B::Multiply, B::Divide, B::Modulo],
            &[B::Power],
            &[B::In, B::StartsWith, B::EndsWith, B::Contains, B::Matches],
        ];
        let level = self.pick(&levels);
        let rest = self.several(1, 2, |dice| {
            let operator = dice.pick(level);
            (dice.note(operator), dice.expr(depth))
        });
        ExprKind::Chain(self.boxed(depth), rest)
    }

    fn comparison(&mut self, depth: usize) -> ExprKind {
        use ComparisonOperator as C;
        let operators =
            [C::Equal, C::NotEqual, C::Less, C::LessOrEqual, C::Greater, C::GreaterOrEqual];
        let rest = self.several(1, 2, |dice| {
            let operator = dice.pick(&operators);
            (dice.note(operator), dice.expr(depth))
        });
        ExprKind::Comparison(self.boxed(depth), rest)
    }

    fn logical(&mut self, depth: usize) -> ExprKind {
        let operators = [LogicalOperator::And, LogicalOperator::Or, LogicalOperator::Xor];
        let operator = self.pick(&operators);
        ExprKind::Logical(self.note(operator), self.exprs(2, 3, depth))
    }

    fn call(&mut self, depth: usize) -> ExprKind {
        let names = ["coalesce", "count", "exists", "two words", "a.b.c", "match.in", "é"];
        ExprKind::Call(Call {
            name: self.pick(&names).into(),
            distinct: self.flip(),
            arguments: self.exprs(0, 2, depth),
        })
    }

    fn case(&mut self, depth: usize) -> ExprKind {
        ExprKind::Case {
            subject: self.maybe(|dice| dice.boxed(depth)),
            branches: self.several(1, 2, |dice| (dice.expr(depth), dice.expr(depth))),
            otherwise: self.maybe(|dice| dice.boxed(depth)),
        }
    }

    fn list_comprehension(&mut self, depth: usize) -> ExprKind {
        ExprKind::ListComprehension {
            variable: self.name(),
            list: self.boxed(depth),
            predicate: self.maybe(|dice| dice.boxed(depth)),
            projection: self.maybe(|dice| dice.boxed(depth)),
        }
    }

    fn pattern_comprehension(&mut self, depth: usize) -> ExprKind {
        let variable = self.maybe(Self::name);
        let mut pattern = self.pattern(depth);
        pattern.variable = variable;
        ExprKind::PatternComprehension {
            pattern: Box::new(pattern),
            predicate: self.maybe(|dice| dice.boxed(depth)),
            projection: self.boxed(depth),
        }
    }

    fn quantifier(&mut self, depth: usize) -> ExprKind {
        use Quantifier::{All, Any, None, Single};
        let quantifier = self.pick(&[All, Any, None, Single]);
        ExprKind::Quantifier {
            quantifier: self.note(quantifier),
            variable: self.name(),
            list: self.boxed(depth),
            predicate: self.boxed(depth),
        }
    }

    fn reduce(&mut self, depth: usize) -> ExprKind {
        ExprKind::Reduce {
            accumulator: self.name(),
            initial: self.boxed(depth),
            variable: self.name(),
            list: self.boxed(depth),
            step: self.boxed(depth),
        }
    }

    fn projected(&mut self, depth: usize) -> MapProjectionItem {
        let item = match self.roll(4) {
            0 => MapProjectionItem::Property(self.name()),
            1 => MapProjectionItem::AllProperties,
            2 => MapProjectionItem::Variable(self.name()),
            _ => MapProjectionItem::Entry(self.name(), self.expr(depth)),
        };
        self.note(item)
    }
}
