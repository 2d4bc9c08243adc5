//! Expressions as Cypher, with parentheses only where they are needed.

use std::fmt::{self, Display, Formatter, Write};

use super::pattern::is_name;
use super::{write_dotted, write_list, write_name, write_predicate};
use crate::ast::{
    BinaryOperator, Call, ComparisonOperator, Expr, ExprKind, LabelExpr, Literal, LogicalOperator,
    MapProjectionItem, Name, Quantifier, Subquery, UnaryOperator,
};

/// How tightly an expression holds together; an operand that holds less gets parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Or,
    Xor,
    And,
    Not,
    Comparison,
    Predicate,
    Sum,
    Product,
    Power,
    Sign,
    Postfix,
    Atom,
}

impl Expr {
    fn level(&self) -> Level {
        match &self.kind {
            ExprKind::Logical(LogicalOperator::Or, _) => Level::Or,
            ExprKind::Logical(LogicalOperator::Xor, _) => Level::Xor,
            ExprKind::Logical(LogicalOperator::And, _) => Level::And,
            ExprKind::Unary(UnaryOperator::Not, _) => Level::Not,
            ExprKind::Comparison(..) => Level::Comparison,
            ExprKind::IsNull { .. } => Level::Predicate,
            ExprKind::Chain(_, rest) => rest.first().map_or(Level::Atom, |(op, _)| op.level()),
            ExprKind::Literal(literal) if literal.is_negative() => Level::Sign,
            ExprKind::Unary(..) | ExprKind::HasLabels(..) => Level::Sign,
            ExprKind::Property(..) | ExprKind::Index(..) | ExprKind::Slice { .. } => Level::Postfix,
            _ => Level::Atom,
        }
    }
}

impl Expr {
    /// Writes what a property is set on, in parentheses unless it's a variable or property.
    pub(super) fn write_object(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::Variable(_) => self.fmt(f),
            ExprKind::Property(object, key) => {
                object.write_object(f)?;
                write!(f, ".{key}")
            }
            _ => write!(f, "({self})"),
        }
    }
}

impl BinaryOperator {
    /// How tightly the operator holds its operands.
    pub(crate) fn level(self) -> Level {
        match self {
            Self::In | Self::StartsWith | Self::EndsWith | Self::Contains | Self::Matches => {
                Level::Predicate
            }
            Self::Add | Self::Concatenate | Self::Subtract => Level::Sum,
            Self::Multiply | Self::Divide | Self::Modulo => Level::Product,
            Self::Power => Level::Power,
        }
    }
}

impl Literal {
    fn is_negative(&self) -> bool {
        match self {
            Self::Integer(number) => *number < 0,
            Self::Float(number) => number.is_sign_negative(),
            _ => false,
        }
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::Integer(_) | Self::Float(_))
    }
}

/// An operand, in parentheses where it holds together less than `.1` asks.
struct Operand<'a>(&'a Expr, Level);

impl Display for Operand<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.level() < self.1 { write!(f, "({})", self.0) } else { write!(f, "{}", self.0) }
    }
}

impl Level {
    fn above(self) -> Self {
        use Level::{
            And, Atom, Comparison, Not, Or, Postfix, Power, Predicate, Product, Sign, Sum, Xor,
        };
        match self {
            Or => Xor,
            Xor => And,
            And => Not,
            Not => Comparison,
            Comparison => Predicate,
            Predicate => Sum,
            Sum => Product,
            Product => Power,
            Power => Sign,
            Sign => Postfix,
            Postfix | Atom => Atom,
        }
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let above = self.level().above();
        match &self.kind {
            ExprKind::Literal(literal) => literal.fmt(f),
            ExprKind::List(items) => write_items(f, items),
            ExprKind::Map(entries) => write_map(f, entries),
            ExprKind::Variable(name) => write_name(f, name),
            ExprKind::Parameter(name) => {
                f.write_char('$')?;
                write_name(f, name)
            }
            ExprKind::Property(object, key) => {
                write!(f, "{}.{key}", Operand(object, Level::Postfix))
            }
            ExprKind::Index(list, index) => write!(f, "{}[{index}]", Operand(list, Level::Postfix)),
            ExprKind::Slice { list, from, to } => {
                write!(f, "{}[", Operand(list, Level::Postfix))?;
                from.iter().try_for_each(|from| from.fmt(f))?;
                f.write_str("..")?;
                to.iter().try_for_each(|to| to.fmt(f))?;
                f.write_char(']')
            }
            ExprKind::HasLabels(object, labels) => write_has_labels(f, object, labels),
            ExprKind::Unary(operator, operand) => write_unary(f, *operator, operand),
            ExprKind::IsNull { operand, negated } => {
                let operand = Operand(operand, Level::Predicate);
                write!(f, "{operand} IS {}NULL", if *negated { "NOT " } else { "" })
            }
            ExprKind::Chain(first, rest) => write_chain(f, first, rest, above),
            ExprKind::Comparison(first, rest) => write_chain(f, first, rest, above),
            ExprKind::Logical(operator, operands) => {
                for (at, operand) in operands.iter().enumerate() {
                    if at > 0 {
                        write!(f, " {operator} ")?;
                    }
                    Operand(operand, above).fmt(f)?;
                }
                Ok(())
            }
            ExprKind::Call(call) => call.fmt(f),
            ExprKind::CountAll => f.write_str("count(*)"),
            ExprKind::Case { subject, branches, otherwise } => {
                write_case(f, subject.as_deref(), branches, otherwise.as_deref())
            }
            _ => self.fmt_scoped(f),
        }
    }
}

impl Expr {
    /// The expressions that bring variables of their own.
    fn fmt_scoped(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExprKind::ListComprehension { variable, list, predicate, projection } => {
                write!(f, "[{variable} IN {list}")?;
                write_predicate(f, predicate.as_deref())?;
                projection.iter().try_for_each(|projection| write!(f, " | {projection}"))?;
                f.write_char(']')
            }
            ExprKind::PatternComprehension { pattern, predicate, projection } => {
                write!(f, "[{pattern}")?;
                write_predicate(f, predicate.as_deref())?;
                write!(f, " | {projection}]")
            }
            ExprKind::Quantifier { quantifier, variable, list, predicate } => {
                write!(f, "{quantifier}({variable} IN {list} WHERE {predicate})")
            }
            ExprKind::Reduce { accumulator, initial, variable, list, step } => {
                write!(f, "reduce({accumulator} = {initial}, {variable} IN {list} | {step})")
            }
            ExprKind::MapProjection(object, items) => {
                write!(f, "{object} {{")?;
                write_list(f, items)?;
                f.write_char('}')
            }
            ExprKind::Exists(subquery) => write!(f, "EXISTS {{ {subquery} }}"),
            ExprKind::Count(subquery) => write!(f, "COUNT {{ {subquery} }}"),
            ExprKind::Collect(query) => write!(f, "COLLECT {{ {query} }}"),
            ExprKind::Pattern(pattern) => pattern.fmt(f),
            _ => Ok(()),
        }
    }
}

/// A list. `[x IN xs]` would be a comprehension, and `- [n {…` a relationship, so such a first
/// element gets parentheses.
fn write_items(f: &mut Formatter<'_>, items: &[Expr]) -> fmt::Result {
    f.write_char('[')?;
    match items.split_first() {
        Some((first, rest)) if begins_otherwise(first) => {
            write!(f, "({first})")?;
            rest.iter().try_for_each(|item| write!(f, ", {item}"))?;
        }
        _ => write_list(f, items)?,
    }
    f.write_char(']')
}

/// Whether the expression is printed with `variable IN` or `variable {` at its start.
fn begins_otherwise(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::MapProjection(..) => true,
        ExprKind::Chain(first, rest) => match (&first.kind, rest.first()) {
            (ExprKind::Variable(_), Some((BinaryOperator::In, _))) => true,
            _ => begins_otherwise(first),
        },
        ExprKind::Comparison(first, _)
        | ExprKind::IsNull { operand: first, .. }
        | ExprKind::Property(first, _)
        | ExprKind::Index(first, _)
        | ExprKind::Slice { list: first, .. }
        | ExprKind::HasLabels(first, _) => begins_otherwise(first),
        ExprKind::Logical(_, operands) => operands.first().is_some_and(begins_otherwise),
        _ => false,
    }
}

fn write_map(f: &mut Formatter<'_>, entries: &[(Name, Expr)]) -> fmt::Result {
    f.write_char('{')?;
    for (at, (key, value)) in entries.iter().enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        write!(f, "{comma}{key}: {value}")?;
    }
    f.write_char('}')
}

/// `|` in the labels of a predicate needs parentheses: in a comprehension it ends the predicate.
fn write_has_labels(f: &mut Formatter<'_>, object: &Expr, labels: &LabelExpr) -> fmt::Result {
    Operand(object, Level::Postfix).fmt(f)?;
    match labels {
        LabelExpr::And(parts) if parts.iter().all(is_name) => {
            parts.iter().try_for_each(|part| write!(f, ":{part}"))
        }
        LabelExpr::Or(_) => write!(f, ":({labels})"),
        _ => write!(f, ":{labels}"),
    }
}

/// A sign before a number gets parentheses, since `-1` is a literal of its own.
fn write_unary(f: &mut Formatter<'_>, operator: UnaryOperator, operand: &Expr) -> fmt::Result {
    match (operator, &operand.kind) {
        (UnaryOperator::Not, _) => write!(f, "NOT {}", Operand(operand, Level::Not)),
        (_, ExprKind::Literal(literal)) if literal.is_number() => {
            write!(f, "{operator}({operand})")
        }
        _ => write!(f, "{operator}{}", Operand(operand, Level::Sign)),
    }
}

fn write_chain<O: Display>(
    f: &mut Formatter<'_>,
    first: &Expr,
    rest: &[(O, Expr)],
    above: Level,
) -> fmt::Result {
    Operand(first, above).fmt(f)?;
    rest.iter()
        .try_for_each(|(operator, operand)| write!(f, " {operator} {}", Operand(operand, above)))
}

fn write_case(
    f: &mut Formatter<'_>,
    subject: Option<&Expr>,
    branches: &[(Expr, Expr)],
    otherwise: Option<&Expr>,
) -> fmt::Result {
    f.write_str("CASE")?;
    subject.iter().try_for_each(|subject| write!(f, " {subject}"))?;
    for (condition, result) in branches {
        write!(f, " WHEN {condition} THEN {result}")?;
    }
    otherwise.iter().try_for_each(|otherwise| write!(f, " ELSE {otherwise}"))?;
    f.write_str(" END")
}

impl Display for Call {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_dotted(f, &self.name.text)?;
        f.write_str(if self.distinct { "(DISTINCT " } else { "(" })?;
        write_list(f, &self.arguments)?;
        f.write_char(')')
    }
}

impl Display for Subquery {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern { pattern, predicate } => {
                write_list(f, pattern)?;
                write_predicate(f, predicate.as_ref())
            }
            Self::Query(query) => write!(f, "{query}"),
        }
    }
}

impl Display for MapProjectionItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Property(key) => write!(f, ".{key}"),
            Self::AllProperties => f.write_str(".*"),
            Self::Variable(name) => name.fmt(f),
            Self::Entry(key, value) => write!(f, "{key}: {value}"),
        }
    }
}

impl Display for UnaryOperator {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Not => "NOT",
            Self::Minus => "-",
            Self::Plus => "+",
        })
    }
}

impl Display for BinaryOperator {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Add => "+",
            Self::Concatenate => "||",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::Power => "^",
            Self::In => "IN",
            Self::StartsWith => "STARTS WITH",
            Self::EndsWith => "ENDS WITH",
            Self::Contains => "CONTAINS",
            Self::Matches => "=~",
        })
    }
}

impl Display for ComparisonOperator {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        })
    }
}

impl Display for LogicalOperator {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::And => "AND",
            Self::Or => "OR",
            Self::Xor => "XOR",
        })
    }
}

impl Display for Quantifier {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::All => "all",
            Self::Any => "any",
            Self::None => "none",
            Self::Single => "single",
        })
    }
}
