//! Query text → syntax tree.
//!
//! Before pest, brackets are counted, so that hostile nesting gets a clear error. Then the
//! grammar in `grammar/` finds the parts, and one module for clauses, paths, patterns,
//! expressions and literals makes the tree of them.

mod call;
mod change;
mod clause;
mod comprehension;
mod context;
mod diagnose;
mod expression;
mod gql;
mod literal;
mod load;
mod mistakes;
mod path;
mod pattern;
mod subquery;

use graph_core::Value;
use pest::Parser;
use pest::iterators::Pair;

use crate::ast::{Mode, Name, Span, Statement};
use crate::error::{Cause, Error};
use crate::lexer::{Token, tokens};

/// The deepest nesting of brackets, signs and look-ups. Each level costs stack in every later
/// stage; people stay below ten.
pub(crate) const MAX_DEPTH: usize = 100;

/// Longer queries are refused: a span's offsets are 32 bits wide.
const MAX_LENGTH: usize = u32::MAX as usize;

/// What pest derives from the grammar; its items have no docs.
#[allow(missing_docs, clippy::missing_docs_in_private_items)]
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "parse/grammar/clauses.pest"]
    #[grammar = "parse/grammar/changes.pest"]
    #[grammar = "parse/grammar/patterns.pest"]
    #[grammar = "parse/grammar/expressions.pest"]
    #[grammar = "parse/grammar/gql.pest"]
    #[grammar = "parse/grammar/subqueries.pest"]
    #[grammar = "parse/grammar/tokens.pest"]
    pub(super) struct Grammar;
}

use grammar::{Grammar, Rule};

type Node<'t> = Pair<'t, Rule>;

/// Parses one statement.
pub(crate) fn statement(text: &str) -> Result<Statement, Error> {
    let parsed = parse(Rule::statement, text)?;
    let mode = match first_child(parsed.clone()).as_rule() {
        Rule::explain => Mode::Explain,
        Rule::profile => Mode::Profile,
        _ => Mode::Run,
    };
    let query = child(&parsed, Rule::query).unwrap_or(parsed);
    Ok(Statement { mode, query: clause::query(query, 0)? })
}

/// The value of a literal, a list or a map of them.
pub(crate) fn literal(text: &str) -> Result<Value, Error> {
    let expr = expression::expr(first_child(parse(Rule::literal, text)?), 0)?;
    literal::value(&expr)
}

fn parse(rule: Rule, text: &str) -> Result<Node<'_>, Error> {
    check_nesting(text)?;
    let mut pairs = Grammar::parse(rule, text).map_err(|error| diagnose::error(text, &error))?;
    pairs.next().ok_or_else(|| too_deep(Span::NONE))
}

/// Refuses what is nested too deeply for the stack. Linear.
fn check_nesting(text: &str) -> Result<(), Error> {
    if text.len() >= MAX_LENGTH {
        let problem = format!("the query is longer than {MAX_LENGTH} bytes");
        return Err(Error::compile(Cause::LimitExceeded { problem }, Span::NONE));
    }
    let mut depth = 0_usize;
    for (token, range) in tokens(text) {
        match token {
            Token::Symbol('(' | '[' | '{') => depth += 1,
            Token::Symbol(')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(too_deep(Span::new(range.start, range.end)));
        }
    }
    Ok(())
}

/// The error of a query that nests too deeply.
fn too_deep(span: Span) -> Error {
    Error::compile(Cause::TooDeep { limit: MAX_DEPTH }, span)
        .with_help("use WITH to compute parts of the query in steps")
}

/// Refuses a depth past the limit.
fn check_depth(depth: usize, span: Span) -> Result<(), Error> {
    if depth > MAX_DEPTH { Err(too_deep(span)) } else { Ok(()) }
}

/// Where a rule stands, without the blanks that pest leaves at its end.
fn span(node: &Node<'_>) -> Span {
    let span = node.as_span();
    Span::new(span.start(), span.start() + span.as_str().trim_end().len())
}

/// A rule of the grammar that always has a child.
fn first_child(node: Node<'_>) -> Node<'_> {
    let whole = node.clone();
    node.into_inner().next().unwrap_or(whole)
}

/// The child of a rule, where there is one.
fn child<'t>(node: &Node<'t>, rule: Rule) -> Option<Node<'t>> {
    node.clone().into_inner().find(|child| child.as_rule() == rule)
}

/// The children of a rule, in order.
fn children<'t>(node: &Node<'t>, rule: Rule) -> impl Iterator<Item = Node<'t>> {
    node.clone().into_inner().filter(move |child| child.as_rule() == rule)
}

/// A variable, key or function: without backticks.
fn name(node: &Node<'_>) -> Name {
    Name { text: unquote(node.as_str()), span: span(node) }
}

fn unquote(text: &str) -> String {
    match text.strip_prefix('`').and_then(|text| text.strip_suffix('`')) {
        Some(quoted) => quoted.replace("``", "`"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
