//! Clauses that change the graph.

use super::{Node, Rule, child, children, expression, first_child, name, path, span};
use crate::ast::{
    Assignment, Clause, Create, Delete, Expr, ExprKind, Foreach, Merge, Name, Removal, Remove, Set,
    Span,
};
use crate::error::{Cause, Error};

/// `CREATE`, `MERGE`, `SET`, `REMOVE`, `DELETE` or `FOREACH`.
pub(super) fn clause(node: &Node<'_>, depth: usize) -> Result<Clause, Error> {
    let span = span(node);
    Ok(match node.as_rule() {
        Rule::create => {
            let pattern = child(node, Rule::pattern);
            let pattern = pattern.map(|paths| path::paths(&paths, depth)).transpose()?;
            Clause::Create(Create { pattern: pattern.unwrap_or_default(), span })
        }
        Rule::merge => Clause::Merge(merge(node, depth)?),
        Rule::set => Clause::Set(Set { items: assignments(node, depth)?, span }),
        Rule::remove => {
            let items = children(node, Rule::removal).map(|item| removal(&item, depth));
            Clause::Remove(Remove { items: items.collect::<Result<_, _>>()?, span })
        }
        Rule::foreach => Clause::Foreach(Box::new(foreach(node, depth)?)),
        _ => {
            let items = children(node, Rule::expr).map(|item| expression::expr(item, depth));
            let items = items.collect::<Result<_, _>>()?;
            Clause::Delete(Delete { detach: child(node, Rule::DETACH).is_some(), items, span })
        }
    })
}

fn foreach(node: &Node<'_>, depth: usize) -> Result<Foreach, Error> {
    super::check_depth(depth + 1, span(node))?;
    let is_head = |part: &Node<'_>| {
        matches!(part.as_rule(), Rule::FOREACH | Rule::variable | Rule::IN | Rule::expr)
    };
    let updates = node.clone().into_inner().filter(|part| !is_head(part));
    Ok(Foreach {
        variable: name(&child(node, Rule::variable).unwrap_or_else(|| node.clone())),
        list: expression::required(node, depth)?,
        updates: updates.map(|part| clause(&part, depth + 1)).collect::<Result<_, _>>()?,
        span: span(node),
    })
}

fn merge(node: &Node<'_>, depth: usize) -> Result<Merge, Error> {
    let (mut on_create, mut on_match) = (Vec::new(), Vec::new());
    for action in children(node, Rule::merge_action) {
        let of_created = child(&action, Rule::CREATE).is_some();
        let items = if of_created { &mut on_create } else { &mut on_match };
        items.extend(assignments(&action, depth)?);
    }
    let path = child(node, Rule::path).unwrap_or_else(|| node.clone());
    Ok(Merge { pattern: path::path(&path, depth)?, on_create, on_match, span: span(node) })
}

fn assignments(node: &Node<'_>, depth: usize) -> Result<Vec<Assignment>, Error> {
    children(node, Rule::assignment).map(|item| assignment(&item, depth)).collect()
}

fn assignment(node: &Node<'_>, depth: usize) -> Result<Assignment, Error> {
    let target = target(&first_child(node.clone()), depth)?;
    if let Some(labels) = child(node, Rule::new_labels) {
        return Ok(Assignment::Labels(variable(target)?, names(&labels)));
    }
    let value = expression::required(node, depth)?;
    if child(node, Rule::add_to).is_some() {
        return Ok(Assignment::Add(variable(target)?, value));
    }
    Ok(match target.kind {
        ExprKind::Property(object, key) => Assignment::Property(*object, key, value),
        _ => Assignment::Replace(variable(target)?, value),
    })
}

fn removal(node: &Node<'_>, depth: usize) -> Result<Removal, Error> {
    let target = target(&first_child(node.clone()), depth)?;
    if let Some(labels) = child(node, Rule::new_labels) {
        return Ok(Removal::Labels(variable(target)?, names(&labels)));
    }
    match target.kind {
        ExprKind::Property(object, key) => Ok(Removal::Property(*object, key)),
        _ => Err(unexpected("a variable alone", "a property or a label", target.span)
            .with_help("write REMOVE n.property, REMOVE n:Label or DELETE n")),
    }
}

/// What is changed: a variable or an expression in parentheses, with the properties behind it.
fn target(node: &Node<'_>, depth: usize) -> Result<Expr, Error> {
    let first = first_child(node.clone());
    let object = if first.as_rule() == Rule::variable {
        let Name { text, span } = name(&first);
        Expr { kind: ExprKind::Variable(text), span }
    } else {
        expression::expr(first, depth + 1)?
    };
    let properties: Vec<_> = children(node, Rule::property).collect();
    super::check_depth(depth + properties.len(), span(node))?;
    Ok(properties.iter().fold(object, |object, property| {
        let span = object.span.to(span(property));
        let key = name(&expression::last(property));
        Expr { kind: ExprKind::Property(Box::new(object), key), span }
    }))
}

/// A target without properties must be a variable.
fn variable(target: Expr) -> Result<Name, Error> {
    match target.kind {
        ExprKind::Variable(text) => Ok(Name { text, span: target.span }),
        _ => Err(unexpected("an expression", "a variable", target.span)
            .with_help("write SET n = {key: value}, SET n += {key: value} or SET n:Label")),
    }
}

fn names(labels: &Node<'_>) -> Vec<Name> {
    children(labels, Rule::key).map(|label| name(&label)).collect()
}

fn unexpected(found: &str, expected: &str, span: Span) -> Error {
    let (found, expected) = (found.to_owned(), expected.to_owned());
    Error::compile(Cause::UnexpectedSyntax { found, expected }, span)
}
