//! Path patterns: selectors, nodes with what connects them, and patterns in parentheses.

use super::clause::predicate;
use super::pattern::{hop_count, node_pattern, relationship_pattern};
use super::{Node, Rule, check_depth, child, expression, first_child, name, span, unquote};
use crate::ast::{
    Connection, Expr, Hops, Name, NodePattern, PathCount, PathPattern, PathSelector,
    QuantifiedPattern, RelationshipPattern, Span,
};
use crate::error::{Cause, Error};

pub(super) fn paths(node: &Node<'_>, depth: usize) -> Result<Vec<PathPattern>, Error> {
    super::children(node, Rule::path).map(|part| path(&part, depth)).collect()
}

pub(super) fn path(node: &Node<'_>, depth: usize) -> Result<PathPattern, Error> {
    let variable = child(node, Rule::variable).map(|variable| name(&variable));
    let found = match child(node, Rule::shortest) {
        Some(found) => shortest(&found, depth)?,
        None => selected(node, depth)?,
    };
    Ok(PathPattern { variable: one_variable(variable, found.variable)?, span: span(node), ..found })
}

fn selected(node: &Node<'_>, depth: usize) -> Result<PathPattern, Error> {
    let selector = child(node, Rule::selector).map(|found| selector(&found)).transpose()?;
    let found = chain(&expression::last(node), depth)?;
    Ok(PathPattern { selector: selector.unwrap_or_default(), ..found })
}

/// `shortestPath(…)` or `allShortestPaths(…)`.
pub(super) fn shortest(node: &Node<'_>, depth: usize) -> Result<PathPattern, Error> {
    let word = first_child(node.clone());
    let all = word.as_str().eq_ignore_ascii_case("allshortestpaths");
    let selector = if all { PathSelector::AllShortestPaths } else { PathSelector::ShortestPath };
    Ok(PathPattern { selector, ..chain(&expression::last(node), depth)? })
}

fn selector(node: &Node<'_>) -> Result<PathSelector, Error> {
    let has = |rule| child(node, rule).is_some();
    let count = child(node, Rule::path_count).map(|count| path_count(&count)).transpose()?;
    let shortest = has(Rule::SHORTEST);
    match count {
        count if has(Rule::group_word) => {
            Ok(PathSelector::ShortestGroups(count.unwrap_or(PathCount::Number(1))))
        }
        Some(count) if shortest => Ok(PathSelector::Shortest(count)),
        count if has(Rule::any_word) && !shortest => {
            Ok(PathSelector::Any(count.unwrap_or(PathCount::Number(1))))
        }
        None if has(Rule::any_word) => Ok(PathSelector::Shortest(PathCount::Number(1))),
        None if has(Rule::ALL) && shortest => {
            Ok(PathSelector::ShortestGroups(PathCount::Number(1)))
        }
        None if shortest => Err(invalid("SHORTEST needs to know how many paths", span(node))
            .with_help("write ANY SHORTEST, ALL SHORTEST, SHORTEST 2 or SHORTEST 2 GROUPS")),
        _ => Ok(PathSelector::All),
    }
}

fn path_count(node: &Node<'_>) -> Result<PathCount, Error> {
    let found = first_child(node.clone());
    if found.as_rule() == Rule::parameter {
        let text = unquote(first_child(found.clone()).as_str());
        return Ok(PathCount::Parameter(Name { text, span: span(&found) }));
    }
    match found.as_str().parse() {
        Ok(count) if count > 0 => Ok(PathCount::Number(count)),
        _ => Err(invalid("a number of paths is a whole number from 1", span(node))),
    }
}

/// A path in parentheses and outside them has one variable.
fn one_variable(outer: Option<Name>, inner: Option<Name>) -> Result<Option<Name>, Error> {
    match (outer, inner) {
        (Some(_), Some(inner)) => Err(invalid("the path has a variable already", inner.span)
            .with_help("leave one of the two variables out")),
        (outer, inner) => Ok(outer.or(inner)),
    }
}

/// Nodes and what connects them, or all of that in parentheses.
fn chain(node: &Node<'_>, depth: usize) -> Result<PathPattern, Error> {
    let mut parts = node.clone().into_inner();
    match (parts.next(), parts.next()) {
        (Some(group), None)
            if group.as_rule() == Rule::group && child(&group, Rule::quantifier).is_none() =>
        {
            parenthesized(&group, depth)
        }
        _ => Chain::default().read(node, depth),
    }
}

/// `(p = (a)-[r]->(b) WHERE predicate)`
fn parenthesized(group: &Node<'_>, depth: usize) -> Result<PathPattern, Error> {
    check_depth(depth + 1, span(group))?;
    let inner = match child(group, Rule::chain) {
        Some(found) => chain(&found, depth + 1)?,
        None => PathPattern::new(NodePattern::default()),
    };
    let variable = child(group, Rule::variable).map(|variable| name(&variable));
    let predicates = inner.predicate.into_iter().chain(predicate(group, depth + 1)?).collect();
    Ok(PathPattern {
        variable: one_variable(variable, inner.variable)?,
        predicate: Expr::all_of(predicates),
        span: span(group),
        ..inner
    })
}

/// A chain as it is read: where two connections meet, an empty node joins them.
#[derive(Default)]
struct Chain {
    start: Option<NodePattern>,
    steps: Vec<(Connection, NodePattern)>,
    /// A connection that waits for the node behind it.
    open: Option<Connection>,
    /// Whether any match has a node: one is written, or something is walked.
    nonempty: bool,
}

impl Chain {
    fn read(mut self, node: &Node<'_>, depth: usize) -> Result<PathPattern, Error> {
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::node => self.node(node_pattern(&part, depth)?)?,
                Rule::quantifier => self.quantify(&part)?,
                Rule::group => {
                    let found = quantified_pattern(&part, depth)?;
                    self.nonempty |= found.min > 0;
                    self.connection(found.into());
                }
                _ => self.connection(relationship_pattern(&part, depth)?.into()),
            }
        }
        self.close();
        if !self.nonempty {
            return Err(invalid("a path needs a node in every match", span(node))
                .with_help("write a node beside it, as in () ((a)-->(b))*"));
        }
        let start = self.start.unwrap_or_default();
        Ok(PathPattern { steps: self.steps, span: span(node), ..PathPattern::new(start) })
    }

    fn node(&mut self, node: NodePattern) -> Result<(), Error> {
        self.nonempty = true;
        match (self.open.take(), &self.start) {
            (Some(connection), _) => self.steps.push((connection, node)),
            (None, None) => self.start = Some(node),
            (None, Some(_)) => {
                return Err(invalid("two nodes stand beside each other", node.span)
                    .with_help("connect them with a relationship, as in (a)-->(b)"));
            }
        }
        Ok(())
    }

    fn connection(&mut self, connection: Connection) {
        self.close();
        self.start.get_or_insert_default();
        self.open = Some(connection);
    }

    fn close(&mut self) {
        if let Some(connection) = self.open.take() {
            self.steps.push((connection, NodePattern::default()));
        }
    }

    /// `-[r]->{1,3}` is `-[r*1..3]->`.
    fn quantify(&mut self, node: &Node<'_>) -> Result<(), Error> {
        let (min, max) = quantifier(node)?;
        if let Some(Connection::Relationship(relationship)) = &mut self.open {
            if relationship.hops.is_some() {
                return Err(nested(span(node)));
            }
            relationship.span = relationship.span.to(span(node));
            relationship.hops = Some(match (min, max) {
                (1, None) => Hops::default(),
                (min, max) => Hops { min: Some(min), max },
            });
        }
        Ok(())
    }
}

/// `((a)-[r]->(b) WHERE predicate){1,3}`
fn quantified_pattern(group: &Node<'_>, depth: usize) -> Result<QuantifiedPattern, Error> {
    let Some(quantifier_node) = child(group, Rule::quantifier) else {
        return Err(invalid("a part of a path in parentheses needs a quantifier", span(group))
            .with_help("write (…){1,3}, (…)+ or (…)*, or leave the parentheses out"));
    };
    let (min, max) = quantifier(&quantifier_node)?;
    let path = parenthesized(group, depth)?;
    if let Some(variable) = &path.variable {
        return Err(invalid("a path variable can't stand in a quantified pattern", variable.span)
            .with_help("name the whole path, as in p = (a) ((b)-->(c))+"));
    }
    let steps: Vec<_> = path.steps.into_iter().map(single).collect::<Result<_, _>>()?;
    if steps.is_empty() {
        return Err(invalid("a quantified pattern needs a relationship", span(group))
            .with_help("write ((a)-[r]->(b)){1,3}"));
    }
    let (start, predicate) = (path.start, path.predicate);
    Ok(QuantifiedPattern { start, steps, predicate, min, max, span: span(group) })
}

/// A step of a quantified pattern: one relationship.
fn single(
    (connection, node): (Connection, NodePattern),
) -> Result<(RelationshipPattern, NodePattern), Error> {
    match connection {
        Connection::Relationship(found) if found.hops.is_none() => Ok((found, node)),
        Connection::Relationship(found) => Err(nested(found.span)),
        Connection::Quantified(found) => Err(nested(found.span)),
    }
}

/// `*`, `+`, `{2}`, `{1,3}`, `{,3}`, `{1,}`: the fewest and the most times.
fn quantifier(node: &Node<'_>) -> Result<(u64, Option<u64>), Error> {
    let (mut min, mut max, mut ranged) = (None, None, false);
    for part in node.clone().into_inner() {
        match part.as_rule() {
            Rule::star => return Ok((0, None)),
            Rule::plus => return Ok((1, None)),
            Rule::comma => ranged = true,
            _ if ranged => max = Some(hop_count(&part)?),
            _ => min = Some(hop_count(&part)?),
        }
    }
    let max = if ranged { max } else { min };
    let min = min.unwrap_or(0);
    match max {
        Some(0) => Err(invalid("a pattern can't be repeated zero times at most", span(node))
            .with_help("the most times are one or more, as in {0,1}")),
        Some(max) if min > max => {
            Err(invalid("the fewest times are more than the most", span(node))
                .with_help(format!("write {{{max},{min}}}")))
        }
        max => Ok((min, max)),
    }
}

fn nested(span: Span) -> Error {
    invalid("quantifiers can't be nested", span)
        .with_help("quantify the whole pattern or one relationship, not both")
}

fn invalid(problem: &'static str, span: Span) -> Error {
    Error::compile(Cause::InvalidRelationshipPattern { problem }, span)
}
