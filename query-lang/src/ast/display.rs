//! The tree as Cypher. `{}` puts a query on one line, `{:#}` each clause on its own.

use std::fmt::{self, Display, Formatter, Write};

use super::{
    BinaryOperator, Call, Clause, ComparisonOperator, Direction, Expr, ExprKind, Hops, LabelExpr,
    Literal, LogicalOperator, MapProjectionItem, Match, Name, NodePattern, PathPattern,
    PathSelector, Projection, ProjectionItem, Quantifier, Query, RelationshipPattern, SingleQuery,
    SortItem, Statement, Subquery, UnaryOperator, Union,
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

impl Display for Statement {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.query.fmt(f)
    }
}

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)?;
        for (union, query) in &self.rest {
            separate_clauses(f)?;
            f.write_str(if *union == Union::All { "UNION ALL" } else { "UNION" })?;
            separate_clauses(f)?;
            query.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for SingleQuery {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, clause) in self.clauses.iter().enumerate() {
            if at > 0 {
                separate_clauses(f)?;
            }
            clause.fmt(f)?;
        }
        Ok(())
    }
}

fn separate_clauses(f: &mut Formatter<'_>) -> fmt::Result {
    f.write_char(if f.alternate() { '\n' } else { ' ' })
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Match(clause) => clause.fmt(f),
            Self::Unwind { list, variable } => write!(f, "UNWIND {list} AS {variable}"),
            Self::With { projection, predicate } => {
                write!(f, "WITH {projection}")?;
                write_predicate(f, predicate.as_ref())
            }
            Self::Return(projection) => write!(f, "RETURN {projection}"),
        }
    }
}

impl Display for Match {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.optional { "OPTIONAL MATCH " } else { "MATCH " })?;
        write_list(f, &self.pattern)?;
        write_predicate(f, self.predicate.as_ref())
    }
}

fn write_predicate(f: &mut Formatter<'_>, predicate: Option<&Expr>) -> fmt::Result {
    match predicate {
        Some(predicate) => write!(f, " WHERE {predicate}"),
        None => Ok(()),
    }
}

fn write_list<T: Display>(f: &mut Formatter<'_>, items: &[T]) -> fmt::Result {
    for (at, item) in items.iter().enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        write!(f, "{comma}{item}")?;
    }
    Ok(())
}

impl Display for Projection {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.distinct {
            f.write_str("DISTINCT ")?;
        }
        if self.all {
            f.write_str(if self.items.is_empty() { "*" } else { "*, " })?;
        }
        write_list(f, &self.items)?;
        if !self.order_by.is_empty() {
            f.write_str(" ORDER BY ")?;
            write_list(f, &self.order_by)?;
        }
        if let Some(skip) = &self.skip {
            write!(f, " SKIP {skip}")?;
        }
        if let Some(limit) = &self.limit {
            write!(f, " LIMIT {limit}")?;
        }
        Ok(())
    }
}

impl Display for ProjectionItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.alias {
            Some(alias) => write!(f, "{} AS {alias}", self.expr),
            None => self.expr.fmt(f),
        }
    }
}

impl Display for SortItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.expr, if self.descending { " DESC" } else { "" })
    }
}

impl Display for PathPattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(variable) = &self.variable {
            write!(f, "{variable} = ")?;
        }
        f.write_str(match self.selector {
            PathSelector::Walk => "",
            PathSelector::Shortest => "shortestPath(",
            PathSelector::AllShortest => "allShortestPaths(",
        })?;
        self.start.fmt(f)?;
        for (relationship, node) in &self.steps {
            write!(f, "{relationship}{node}")?;
        }
        f.write_str(if self.selector == PathSelector::Walk { "" } else { ")" })
    }
}

impl Display for NodePattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut parts = PatternParts::new(f, '(')?;
        parts.name(self.variable.as_ref(), self.labels.as_ref())?;
        parts.rest(self.properties.as_ref(), self.predicate.as_ref())?;
        f.write_char(')')
    }
}

impl Display for RelationshipPattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.direction == Direction::Incoming { "<-" } else { "-" })?;
        if *self != (Self { direction: self.direction, ..Self::default() }) {
            let mut parts = PatternParts::new(f, '[')?;
            parts.name(self.variable.as_ref(), self.types.as_ref())?;
            if let Some(hops) = &self.hops {
                parts.hops(*hops)?;
            }
            parts.rest(self.properties.as_ref(), self.predicate.as_ref())?;
            f.write_char(']')?;
        }
        f.write_str(if self.direction == Direction::Outgoing { "->" } else { "-" })
    }
}

/// Writes what stands in the brackets of a pattern, with spaces where something came before.
struct PatternParts<'a, 'b> {
    f: &'a mut Formatter<'b>,
    empty: bool,
}

impl<'a, 'b> PatternParts<'a, 'b> {
    fn new(f: &'a mut Formatter<'b>, open: char) -> Result<Self, fmt::Error> {
        f.write_char(open)?;
        Ok(Self { f, empty: true })
    }

    fn name(&mut self, variable: Option<&Name>, labels: Option<&LabelExpr>) -> fmt::Result {
        self.empty = variable.is_none() && labels.is_none();
        if let Some(variable) = variable {
            variable.fmt(self.f)?;
        }
        match labels {
            Some(LabelExpr::And(parts)) if parts.iter().all(is_name) => {
                parts.iter().try_for_each(|part| write!(self.f, ":{part}"))
            }
            Some(labels) => write!(self.f, ":{labels}"),
            None => Ok(()),
        }
    }

    fn hops(&mut self, hops: Hops) -> fmt::Result {
        self.empty = false;
        self.f.write_char('*')?;
        match hops {
            Hops { min: None, max: None } => Ok(()),
            Hops { min: Some(min), max: Some(max) } if min == max => write!(self.f, "{min}"),
            Hops { min, max } => {
                let text = |bound: Option<u64>| bound.map(|n| n.to_string()).unwrap_or_default();
                write!(self.f, "{}..{}", text(min), text(max))
            }
        }
    }

    fn rest(&mut self, properties: Option<&Expr>, predicate: Option<&Expr>) -> fmt::Result {
        if let Some(properties) = properties {
            let space = if self.empty { "" } else { " " };
            write!(self.f, "{space}{properties}")?;
            self.empty = false;
        }
        match predicate {
            Some(predicate) if self.empty => write!(self.f, "WHERE {predicate}"),
            predicate => write_predicate(self.f, predicate),
        }
    }
}

fn is_name(labels: &LabelExpr) -> bool {
    matches!(labels, LabelExpr::Label(_))
}

impl Display for LabelExpr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Label(name) => name.fmt(f),
            Self::Any => f.write_char('%'),
            Self::And(parts) => {
                write_labels(f, parts, '&', |part| matches!(part, Self::And(_) | Self::Or(_)))
            }
            Self::Or(parts) => write_labels(f, parts, '|', |part| matches!(part, Self::Or(_))),
            Self::Not(part) if matches!(**part, Self::And(_) | Self::Or(_)) => {
                write!(f, "!({part})")
            }
            Self::Not(part) => write!(f, "!{part}"),
        }
    }
}

fn write_labels(
    f: &mut Formatter<'_>,
    parts: &[LabelExpr],
    separator: char,
    nested: impl Fn(&LabelExpr) -> bool,
) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_char(separator)?;
        }
        if nested(part) { write!(f, "({part})") } else { part.fmt(f) }?;
    }
    Ok(())
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

impl BinaryOperator {
    /// How tightly the operator holds its operands.
    pub(crate) fn level(self) -> Level {
        match self {
            Self::In | Self::StartsWith | Self::EndsWith | Self::Contains | Self::Matches => {
                Level::Predicate
            }
            Self::Add | Self::Subtract => Level::Sum,
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
            ExprKind::List(items) => {
                f.write_char('[')?;
                write_list(f, items)?;
                f.write_char(']')
            }
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
            ExprKind::Pattern(pattern) => pattern.fmt(f),
            _ => Ok(()),
        }
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
        for (at, part) in self.name.text.split('.').enumerate() {
            f.write_str(if at > 0 { "." } else { "" })?;
            write_name(f, part)?;
        }
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

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(flag) => flag.fmt(f),
            Self::Integer(number) => number.fmt(f),
            Self::Float(number) => write!(f, "{number:?}"),
            Self::String(text) => write_string(f, text),
        }
    }
}

fn write_string(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('\'')?;
    for character in text.chars() {
        match character {
            '\'' => f.write_str("\\'")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            control if control.is_control() => write!(f, "\\u{:04X}", u32::from(control))?,
            other => f.write_char(other)?,
        }
    }
    f.write_char('\'')
}

impl Display for Name {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_name(f, &self.text)
    }
}

/// A name, in backticks where it isn't a plain word or could be read as a keyword.
fn write_name(f: &mut Formatter<'_>, name: &str) -> fmt::Result {
    let mut characters = name.chars();
    let plain = characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|character| character.is_alphanumeric() || character == '_')
        && !crate::keywords::is_reserved(name);
    if plain { f.write_str(name) } else { write!(f, "`{}`", name.replace('`', "``")) }
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
