//! The graph that a scenario starts with, built from its `CREATE` statements.
//!
//! What stands behind `CREATE` is a pattern as `MATCH` has it, so the query language itself
//! reads it; its properties are computed as `RETURN` would.

use std::collections::HashMap;

use graph_core::{Graph, NodeId, Value};
use query_lang::ast::{Clause, Direction, Expr, LabelExpr, NodePattern, PathPattern};
use query_lang::lexer::{Token, tokens};
use query_lang::{Environment, parse, run};

/// A graph in the making; variables go with their statement.
#[derive(Debug, Default)]
pub(super) struct Setup {
    /// The graph so far.
    pub(super) graph: Graph,
    variables: HashMap<String, NodeId>,
}

impl Setup {
    /// Runs one statement of nothing but `CREATE` clauses; `None` for any other.
    pub(super) fn statement(&mut self, text: &str) -> Option<()> {
        self.variables.clear();
        for patterns in create_clauses(text)? {
            let query = format!("MATCH {patterns} RETURN 1");
            let statement = parse(&query).ok()?;
            let Some(Clause::Match(clause)) = statement.query.first.clauses.first() else {
                return None;
            };
            for path in &clause.pattern {
                self.path(path, &query)?;
            }
        }
        Some(())
    }

    fn path(&mut self, path: &PathPattern, text: &str) -> Option<()> {
        let mut from = self.node(&path.start, text)?;
        for (relationship, node) in &path.steps {
            let to = self.node(node, text)?;
            let Some(LabelExpr::Label(kind)) = &relationship.types else { return None };
            let (start, end) = match relationship.direction {
                Direction::Incoming => (to, from),
                Direction::Outgoing | Direction::Either => (from, to),
            };
            let properties = properties(relationship.properties.as_ref(), text)?;
            let properties = properties.iter().map(|(key, value)| (key.as_str(), value.clone()));
            self.graph.add_relationship(start, &kind.text, end, properties);
            from = to;
        }
        Some(())
    }

    fn node(&mut self, node: &NodePattern, text: &str) -> Option<NodeId> {
        let variable = node.variable.as_ref().map(|variable| variable.text.clone());
        if let Some(known) = variable.as_ref().and_then(|name| self.variables.get(name)) {
            return Some(*known);
        }
        let labels = node.labels.as_ref().map_or(Some(Vec::new()), labels)?;
        let properties = properties(node.properties.as_ref(), text)?;
        let properties = properties.iter().map(|(key, value)| (key.as_str(), value.clone()));
        let id = self.graph.add_node(labels, properties);
        self.variables.extend(variable.map(|name| (name, id)));
        Some(id)
    }
}

/// What stands behind each `CREATE`; `None` where another clause stands between.
fn create_clauses(text: &str) -> Option<Vec<&str>> {
    const OTHERS: [&str; 9] =
        ["MATCH", "MERGE", "WITH", "UNWIND", "SET", "DELETE", "FOREACH", "CALL", "RETURN"];
    let words = || tokens(text).filter(|(token, _)| *token == Token::Word);
    let is = |range: &std::ops::Range<usize>, word: &str| {
        let before = text[..range.start].chars().next_back();
        !matches!(before, Some(':' | '.')) && text[range.clone()].eq_ignore_ascii_case(word)
    };
    if words().any(|(_, range)| OTHERS.iter().any(|word| is(&range, word))) {
        return None;
    }
    let starts: Vec<_> = words().filter(|(_, range)| is(range, "CREATE")).collect();
    let ends = starts.iter().skip(1).map(|(_, range)| range.start).chain([text.len()]);
    let clauses = starts.iter().zip(ends).map(|((_, range), end)| &text[range.end..end]);
    let clauses: Vec<_> = clauses.map(|clause| clause.trim_end_matches([';', ' ', '\n'])).collect();
    (!clauses.is_empty()).then_some(clauses)
}

fn labels(labels: &LabelExpr) -> Option<Vec<&str>> {
    match labels {
        LabelExpr::Label(name) => Some(vec![&name.text]),
        LabelExpr::And(all) => {
            let names: Option<Vec<_>> = all.iter().map(self::labels).collect();
            names.map(|names| names.concat())
        }
        _ => None,
    }
}

/// Names and values; `None` where they depend on what this builder doesn't know.
fn properties(map: Option<&Expr>, text: &str) -> Option<Vec<(String, Value)>> {
    let Some(map) = map else { return Some(Vec::new()) };
    let query = format!("RETURN {}", &text[map.span.range()?]);
    let answer = run(&mut Graph::new(), &query, &Environment::default()).ok()?;
    let Value::Map(entries) = &answer.rows[0][0] else { return None };
    let entries = entries.iter().filter(|(_, value)| !value.is_null());
    Some(entries.map(|(key, value)| (key.to_string(), value.clone())).collect())
}
