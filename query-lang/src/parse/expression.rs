//! Expressions: the flat parts that the grammar finds, shaped by a Pratt parser.

use std::sync::LazyLock;

use pest::pratt_parser::{Assoc, Op, PrattParser};

use super::clause::predicate;
use super::subquery::{inner_query, subquery};
use super::{
    Node, Rule, check_depth, child, children, comprehension, first_child, literal, name, path,
    pattern, span, unquote,
};
use crate::ast::{
    BinaryOperator, Call, ComparisonOperator, Expr, ExprKind, LabelExpr, LogicalOperator,
    MapProjectionItem, Name, NodePattern, PathPattern, Span, UnaryOperator,
};
use crate::error::{Cause, Error};

static PRATT: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    let left = |rule| Op::infix(rule, Assoc::Left);
    PrattParser::new()
        .op(left(Rule::OR))
        .op(left(Rule::XOR))
        .op(left(Rule::AND))
        .op(Op::prefix(Rule::NOT))
        .op(left(Rule::equal)
            | left(Rule::not_equal)
            | left(Rule::less)
            | left(Rule::less_or_equal)
            | left(Rule::greater)
            | left(Rule::greater_or_equal))
        .op(left(Rule::IN)
            | left(Rule::starts_with)
            | left(Rule::ends_with)
            | left(Rule::CONTAINS)
            | left(Rule::matches)
            | Op::postfix(Rule::is_null)
            | Op::postfix(Rule::is_labeled))
        .op(left(Rule::add) | left(Rule::concatenate) | left(Rule::subtract))
        .op(left(Rule::multiply) | left(Rule::divide) | left(Rule::modulo))
        .op(left(Rule::power))
        .op(Op::prefix(Rule::minus) | Op::prefix(Rule::plus))
        .op(Op::postfix(Rule::property)
            | Op::postfix(Rule::subscript)
            | Op::postfix(Rule::has_labels))
});

/// An expression on its way: whether it may still grow as a chain, and whether it's the one
/// number that fits only behind a minus.
struct Part {
    expr: Expr,
    closed: bool,
    needs_minus: bool,
}

impl From<Expr> for Part {
    fn from(expr: Expr) -> Self {
        Self { expr, closed: true, needs_minus: false }
    }
}

impl Part {
    fn open(kind: ExprKind, span: Span) -> Self {
        Self { expr: Expr { kind, span }, closed: false, needs_minus: false }
    }

    fn finish(self) -> Result<Expr, Error> {
        if self.needs_minus {
            let text = String::from("9223372036854775808");
            return Err(Error::compile(Cause::IntegerOverflow { text }, self.expr.span));
        }
        Ok(self.expr)
    }
}

/// An expression of the grammar.
pub(super) fn expr(node: Node<'_>, depth: usize) -> Result<Expr, Error> {
    let depth = depth + 1 + longest_run(&node);
    check_depth(depth, span(&node))?;
    PRATT
        .map_primary(|node| primary(node, depth))
        .map_prefix(|operator, operand| prefix(&operator, operand?))
        .map_postfix(|operand, operator| Ok(postfix(operand?.finish()?, operator, depth)?.into()))
        .map_infix(|left, operator, right| infix(left?, &operator, right?))
        .parse(node.into_inner())?
        .finish()
}

/// The most signs, `NOT`s, look-ups and `IS NULL`s around one operand: so deep is the tree,
/// apart from what brackets add. A few are no nesting to speak of.
fn longest_run(node: &Node<'_>) -> usize {
    let (mut longest, mut run, mut tests) = (0, 0_usize, 0_usize);
    for part in node.clone().into_inner() {
        match part.as_rule() {
            Rule::NOT | Rule::minus | Rule::plus | Rule::property | Rule::subscript => run += 1,
            Rule::is_null => tests += 1,
            Rule::AND | Rule::OR | Rule::XOR => (run, tests) = (0, 0),
            rule if is_infix(rule) => run = 0,
            _ => {}
        }
        longest = longest.max(run + tests);
    }
    longest.saturating_sub(8)
}

fn is_infix(rule: Rule) -> bool {
    comparison_operator(rule).is_some()
        || rule == Rule::CONTAINS
        || binary_operator(rule) != BinaryOperator::Contains
}

/// The expression among the children of a rule that has exactly one, or the first.
pub(super) fn required(node: &Node<'_>, depth: usize) -> Result<Expr, Error> {
    let found = child(node, Rule::expr).unwrap_or_else(|| first_child(node.clone()));
    expr(found, depth)
}

/// The last child of a rule that has one.
pub(super) fn last<'t>(node: &Node<'t>) -> Node<'t> {
    node.clone().into_inner().next_back().unwrap_or_else(|| node.clone())
}

fn prefix(operator: &Node<'_>, operand: Part) -> Result<Part, Error> {
    let span = span(operator).to(operand.expr.span);
    let operator = match operator.as_rule() {
        Rule::NOT => UnaryOperator::Not,
        Rule::minus => UnaryOperator::Minus,
        _ => UnaryOperator::Plus,
    };
    if operator == UnaryOperator::Minus
        && !operand.closed
        && let Some(kind) = literal::negated(&operand.expr.kind)
    {
        return Ok(Expr { kind, span }.into());
    }
    let operand = Box::new(operand.finish()?);
    Ok(Expr { kind: ExprKind::Unary(operator, operand), span }.into())
}

fn postfix(operand: Expr, operator: Node<'_>, depth: usize) -> Result<Expr, Error> {
    let span = operand.span.to(span(&operator));
    let operand = Box::new(operand);
    let kind = match operator.as_rule() {
        Rule::property => ExprKind::Property(operand, name(&first_child(operator))),
        Rule::subscript => subscript(operand, &operator, depth)?,
        Rule::has_labels => {
            ExprKind::HasLabels(operand, pattern::predicate_labels(operator, depth)?)
        }
        Rule::is_labeled => {
            let negated = child(&operator, Rule::NOT).is_some();
            let labels = pattern::label_operator(last(&operator), depth)?;
            let test = ExprKind::HasLabels(operand, labels);
            if !negated {
                return Ok(Expr { kind: test, span });
            }
            ExprKind::Unary(UnaryOperator::Not, Box::new(Expr { kind: test, span }))
        }
        _ => ExprKind::IsNull { operand, negated: child(&operator, Rule::NOT).is_some() },
    };
    Ok(Expr { kind, span })
}

fn subscript(list: Box<Expr>, node: &Node<'_>, depth: usize) -> Result<ExprKind, Error> {
    let (mut from, mut to, mut sliced) = (None, None, false);
    for part in node.clone().into_inner() {
        match part.as_rule() {
            Rule::dots => sliced = true,
            _ if sliced => to = Some(Box::new(expr(part, depth)?)),
            _ => from = Some(Box::new(expr(part, depth)?)),
        }
    }
    match from {
        Some(index) if !sliced => Ok(ExprKind::Index(list, index)),
        from => Ok(ExprKind::Slice { list, from, to }),
    }
}

/// Adds an operand to a chain of the same precedence, or starts one.
fn infix(left: Part, operator: &Node<'_>, right: Part) -> Result<Part, Error> {
    let closed = left.closed;
    let (left, right) = (left.finish()?, right.finish()?);
    let span = left.span.to(right.span);
    let kind = match (operator.as_rule(), left.kind) {
        (Rule::AND | Rule::OR | Rule::XOR, kind) => {
            let left = Expr { kind, span: left.span };
            logical(logical_operator(operator), left, closed, right)
        }
        (rule, kind) => match (comparison_operator(rule), binary_operator(rule), kind) {
            (Some(operator), _, ExprKind::Comparison(first, mut rest)) if !closed => {
                rest.push((operator, right));
                ExprKind::Comparison(first, rest)
            }
            (Some(operator), _, kind) => {
                let left = Expr { kind, span: left.span };
                ExprKind::Comparison(Box::new(left), vec![(operator, right)])
            }
            (None, operator, ExprKind::Chain(first, mut rest))
                if !closed
                    && rest.first().is_some_and(|(found, _)| same_level(*found, operator)) =>
            {
                rest.push((operator, right));
                ExprKind::Chain(first, rest)
            }
            (None, operator, kind) => {
                let left = Expr { kind, span: left.span };
                ExprKind::Chain(Box::new(left), vec![(operator, right)])
            }
        },
    };
    Ok(Part::open(kind, span))
}

fn logical(operator: LogicalOperator, left: Expr, closed: bool, right: Expr) -> ExprKind {
    match left.kind {
        ExprKind::Logical(found, mut operands) if !closed && found == operator => {
            operands.push(right);
            ExprKind::Logical(operator, operands)
        }
        kind => ExprKind::Logical(operator, vec![Expr { kind, span: left.span }, right]),
    }
}

fn logical_operator(node: &Node<'_>) -> LogicalOperator {
    match node.as_rule() {
        Rule::AND => LogicalOperator::And,
        Rule::OR => LogicalOperator::Or,
        _ => LogicalOperator::Xor,
    }
}

fn comparison_operator(rule: Rule) -> Option<ComparisonOperator> {
    match rule {
        Rule::equal => Some(ComparisonOperator::Equal),
        Rule::not_equal => Some(ComparisonOperator::NotEqual),
        Rule::less => Some(ComparisonOperator::Less),
        Rule::less_or_equal => Some(ComparisonOperator::LessOrEqual),
        Rule::greater => Some(ComparisonOperator::Greater),
        Rule::greater_or_equal => Some(ComparisonOperator::GreaterOrEqual),
        _ => None,
    }
}

fn binary_operator(rule: Rule) -> BinaryOperator {
    match rule {
        Rule::add => BinaryOperator::Add,
        Rule::concatenate => BinaryOperator::Concatenate,
        Rule::subtract => BinaryOperator::Subtract,
        Rule::multiply => BinaryOperator::Multiply,
        Rule::divide => BinaryOperator::Divide,
        Rule::modulo => BinaryOperator::Modulo,
        Rule::power => BinaryOperator::Power,
        Rule::IN => BinaryOperator::In,
        Rule::starts_with => BinaryOperator::StartsWith,
        Rule::ends_with => BinaryOperator::EndsWith,
        Rule::matches => BinaryOperator::Matches,
        _ => BinaryOperator::Contains,
    }
}

fn same_level(a: BinaryOperator, b: BinaryOperator) -> bool {
    a.level() == b.level()
}

fn primary(node: Node<'_>, depth: usize) -> Result<Part, Error> {
    match node.as_rule() {
        Rule::number => {
            let (kind, needs_minus) = literal::number(&node)?;
            Ok(Part { needs_minus, ..Part::open(kind, span(&node)) })
        }
        _ => atom(node, depth).map(Part::from),
    }
}

/// An expression without an operator outside brackets.
pub(super) fn atom(node: Node<'_>, depth: usize) -> Result<Expr, Error> {
    let span = span(&node);
    let kind = match node.as_rule() {
        Rule::paren => return paren(&node, depth),
        Rule::case => case(&node, depth)?,
        Rule::list_comprehension => comprehension::list_comprehension(&node, depth)?,
        Rule::bracket => comprehension::bracket(&node, depth)?,
        Rule::map => ExprKind::Map(entries(&node, depth)?),
        Rule::parameter => ExprKind::Parameter(unquote(first_child(node).as_str())),
        Rule::exists_block => ExprKind::Exists(Box::new(subquery(&node, depth)?)),
        Rule::count_block => ExprKind::Count(Box::new(subquery(&node, depth)?)),
        Rule::collect_block => ExprKind::Collect(Box::new(inner_query(&node, depth)?)),
        Rule::count_all => ExprKind::CountAll,
        Rule::quantified => comprehension::quantified(&node, depth)?,
        Rule::reduce => comprehension::reduce(&node, depth)?,
        Rule::shortest => ExprKind::Pattern(Box::new(path::shortest(&node, depth)?)),
        Rule::cast => cast(&node, depth)?,
        Rule::call => call(&node, depth)?,
        Rule::reference => reference(&node, depth)?,
        _ => literal::constant(&node)?,
    };
    Ok(Expr { kind, span })
}

/// An expression in parentheses, or a pattern.
fn paren(node: &Node<'_>, depth: usize) -> Result<Expr, Error> {
    let place = span(node);
    let (steps, body): (Vec<_>, Vec<_>) = node
        .clone()
        .into_inner()
        .partition(|part| matches!(part.as_rule(), Rule::relationship | Rule::node));
    if let (true, [only]) = (steps.is_empty(), body.as_slice())
        && only.as_rule() == Rule::expr
    {
        return expr(only.clone(), depth);
    }
    let start = first_node(node, depth)?;
    if steps.is_empty() {
        let found = String::from("a node pattern");
        let expected = String::from("an expression");
        return Err(Error::compile(Cause::UnexpectedSyntax { found, expected }, place)
            .with_help("a pattern in an expression needs a relationship: (a)-->(b)"));
    }
    let steps = pattern::steps(steps.into_iter(), depth)?;
    let pattern = PathPattern { steps, span: place, ..PathPattern::new(start) };
    Ok(Expr { kind: ExprKind::Pattern(Box::new(pattern)), span: place })
}

/// The node pattern that stands in the parentheses of an expression.
fn first_node(node: &Node<'_>, depth: usize) -> Result<NodePattern, Error> {
    let place = span(node);
    let mut start = match child(node, Rule::expr) {
        Some(found) => pattern::node_of_expression(expr(found, depth)?, place)?,
        None => NodePattern { span: place, ..NodePattern::default() },
    };
    if let Some(labels) = child(node, Rule::labels) {
        start.labels = Some(pattern::labels(labels, depth)?);
    }
    if let Some(more) = child(node, Rule::more_labels) {
        let first = start.labels.take().ok_or_else(|| pattern::no_node(span(&more)))?;
        let mut all = vec![first];
        for part in more.into_inner() {
            all.push(pattern::labels(part, depth)?);
        }
        start.labels = Some(LabelExpr::Or(all));
    }
    start.properties = pattern::properties(node, depth)?.or(start.properties);
    start.predicate = predicate(node, depth)?;
    Ok(start)
}

fn case(node: &Node<'_>, depth: usize) -> Result<ExprKind, Error> {
    let boxed = |rule| -> Result<Option<Box<Expr>>, Error> {
        child(node, rule).map(|part| required(&part, depth).map(Box::new)).transpose()
    };
    let branches = children(node, Rule::when)
        .map(|branch| Ok((required(&branch, depth)?, expr(last(&branch), depth)?)));
    Ok(ExprKind::Case {
        subject: boxed(Rule::case_subject)?,
        branches: branches.collect::<Result<_, Error>>()?,
        otherwise: boxed(Rule::otherwise)?,
    })
}

fn entries(node: &Node<'_>, depth: usize) -> Result<Vec<(Name, Expr)>, Error> {
    children(node, Rule::entry).map(|part| entry(&part, depth)).collect()
}

fn entry(node: &Node<'_>, depth: usize) -> Result<(Name, Expr), Error> {
    Ok((name(&first_child(node.clone())), required(node, depth)?))
}

/// `CAST(value AS type)`: the function that converts to the type.
fn cast(node: &Node<'_>, depth: usize) -> Result<ExprKind, Error> {
    let wanted = last(node);
    let words: Vec<_> = wanted.as_str().split_whitespace().map(str::to_uppercase).collect();
    let function = match words.join(" ").as_str() {
        "BOOL" | "BOOLEAN" => "toBoolean",
        "INT" | "INTEGER" | "INT64" | "INTEGER64" | "SIGNED INTEGER" => "toInteger",
        "FLOAT" | "FLOAT64" => "toFloat",
        "STRING" | "VARCHAR" => "toString",
        "DATE" => "date",
        "LOCAL TIME" => "localtime",
        "ZONED TIME" => "time",
        "LOCAL DATETIME" => "localdatetime",
        "ZONED DATETIME" => "datetime",
        "DURATION" => "duration",
        _ => {
            let found = format!("`{}`", wanted.as_str());
            let expected = String::from("a type to convert to");
            return Err(Error::compile(Cause::UnexpectedSyntax { found, expected }, span(&wanted))
                .with_help("write INTEGER, FLOAT, STRING, BOOLEAN, DATE, DURATION or LOCAL or ZONED TIME or DATETIME"));
        }
    };
    let name = Name { text: function.to_owned(), span: span(&wanted) };
    Ok(ExprKind::Call(Call { name, distinct: false, arguments: vec![required(node, depth)?] }))
}

fn call(node: &Node<'_>, depth: usize) -> Result<ExprKind, Error> {
    let function = first_child(node.clone());
    let parts: Vec<_> = function.clone().into_inner().map(|part| unquote(part.as_str())).collect();
    let arguments = children(node, Rule::expr).map(|argument| expr(argument, depth));
    Ok(ExprKind::Call(Call {
        name: Name { text: parts.join("."), span: span(&function) },
        distinct: child(node, Rule::DISTINCT).is_some(),
        arguments: arguments.collect::<Result<_, _>>()?,
    }))
}

/// A variable, or a map projection of one.
fn reference(node: &Node<'_>, depth: usize) -> Result<ExprKind, Error> {
    let variable = comprehension::variable(node);
    let Some(projection) = child(node, Rule::map_projection) else {
        return Ok(ExprKind::Variable(variable.text));
    };
    let items = projection.into_inner().map(|item| projected(&item, depth));
    Ok(ExprKind::MapProjection(variable, items.collect::<Result<_, _>>()?))
}

fn projected(node: &Node<'_>, depth: usize) -> Result<MapProjectionItem, Error> {
    Ok(match node.as_rule() {
        Rule::all_properties => MapProjectionItem::AllProperties,
        Rule::property => MapProjectionItem::Property(name(&first_child(node.clone()))),
        Rule::entry => {
            let (key, value) = entry(node, depth)?;
            MapProjectionItem::Entry(key, value)
        }
        _ => MapProjectionItem::Variable(name(node)),
    })
}
