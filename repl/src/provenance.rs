//! Which relationships stand behind the rows of an answer.
//!
//! Rows that hold relationships or paths tell it themselves. For the others the statement is
//! run once more, with the relationships of its patterns added to every projection: as they
//! are, or collected where rows are grouped. An addition that changes the rows is given up.

use std::collections::BTreeSet;

use graph_core::export::Selection;
use graph_core::{Graph, RelationshipId, Value};
use query_lang::ast::{Clause, Connection, Expr, Projection, RelationshipPattern, Statement};
use query_lang::{Answer, Environment};

use crate::session::Answered;

/// Names of the added columns begin so.
const PREFIX: &str = "provenance ";

/// The relationships behind each row, one set a row; `None` where they can't be told.
pub(crate) fn by_row(
    graph: &Graph,
    answered: &Answered,
    environment: &Environment,
) -> Option<Vec<BTreeSet<RelationshipId>>> {
    let answer = &answered.answer;
    let held: Vec<_> = answer.rows.iter().map(|row| relationships(graph, row)).collect();
    if !answer.rows.is_empty() && held.iter().all(|found| !found.is_empty()) {
        return Some(held);
    }
    [false, true].into_iter().find_map(|collected| {
        let traced = traced(&answered.statement, collected)?;
        let again = query_lang::read(graph, &traced, None, environment).ok()?;
        same_rows(answer, &again).then(|| {
            let added = |row: &Vec<Value>| relationships(graph, &row[answer.columns.len()..]);
            again.rows.iter().map(added).collect()
        })
    })
}

fn relationships(graph: &Graph, values: &[Value]) -> BTreeSet<RelationshipId> {
    Selection::of(graph, values).relationships().collect()
}

/// Whether the rows begin with the same values, in the same order.
fn same_rows(answer: &Answer, again: &Answer) -> bool {
    let width = answer.columns.len();
    answer.rows.len() == again.rows.len()
        && answer.rows.iter().zip(&again.rows).all(|(old, new)| new[..width] == old[..])
}

/// The statement with the relationships of its patterns in every projection.
fn traced(statement: &Statement, collected: bool) -> Option<Statement> {
    let mut traced = statement.clone();
    // What changes the graph isn't run twice.
    if !traced.query.rest.is_empty() || traced.query.change().is_some() {
        return None;
    }
    let names = trace(&mut traced.query.first.clauses, collected, &mut 0);
    (!names.is_empty()).then_some(traced)
}

/// Adds the relationships of the patterns to every projection; gives the names that hold them
/// at the end. New names are numbered from `next`.
fn trace(clauses: &mut [Clause], collected: bool, next: &mut usize) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for clause in clauses {
        match clause {
            Clause::Match(matched) => {
                let steps = matched.pattern.iter_mut().flat_map(|path| &mut path.steps);
                for (connection, _) in steps {
                    names.extend(carriers(connection, next));
                }
            }
            Clause::With { projection, .. } | Clause::Return(projection) => {
                names = carried(projection, &names, collected, next);
            }
            Clause::CallSubquery(call) => {
                let query = &mut call.query;
                if query.rest.is_empty()
                    && matches!(query.first.clauses.last(), Some(Clause::Return(_)))
                {
                    names.extend(trace(&mut query.first.clauses, collected, next));
                }
            }
            _ => {}
        }
    }
    names
}

fn fresh(next: &mut usize) -> String {
    *next += 1;
    format!("{PREFIX}{next}")
}

/// The variables of a connection's relationships.
fn carriers(connection: &mut Connection, next: &mut usize) -> Vec<String> {
    match connection {
        Connection::Relationship(relationship) => vec![name(relationship, next)],
        Connection::Quantified(pattern) => {
            pattern.steps.iter_mut().map(|(relationship, _)| name(relationship, next)).collect()
        }
    }
}

/// The relationship's variable; a new one where the pattern has none.
fn name(relationship: &mut RelationshipPattern, next: &mut usize) -> String {
    relationship.variable.get_or_insert_with(|| fresh(next).into()).text.clone()
}

/// Adds the variables to a projection and gives their names behind it.
fn carried(
    projection: &mut Projection,
    names: &[String],
    collected: bool,
    next: &mut usize,
) -> Vec<String> {
    // `WITH *` carries them by itself.
    if projection.all {
        return names.to_vec();
    }
    let mut carried = Vec::new();
    for name in names {
        let variable = Expr::variable(name);
        let value = if collected { Expr::call("collect", vec![variable]) } else { variable };
        let column = fresh(next);
        projection.items.push(value.named(&column));
        carried.push(column);
    }
    // Grouped by the other columns, rows are distinct already.
    projection.distinct &= !collected;
    carried
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph() -> Graph {
        let mut graph = Graph::new();
        let mut person = |name: &str| graph.add_node(["Person"], [("name", name.into())]);
        let (ann, bob) = (person("Ann"), person("Bob"));
        let deal = graph.add_node(["Agreement"], [("name", "deal".into())]);
        graph.add_relationship(ann, "PRAISED", deal, []);
        graph.add_relationship(bob, "CRITICIZED", deal, []);
        graph.add_relationship(bob, "PRAISED", deal, []);
        graph
    }

    fn behind(text: &str) -> Option<Vec<Vec<u32>>> {
        let graph = graph();
        let environment = Environment::default();
        let statement = query_lang::parse(text).expect("a statement");
        let answer = query_lang::read(&graph, &statement, None, &environment).expect("an answer");
        let answered = Answered { statement, notes: None, answer };
        let rows = by_row(&graph, &answered, &environment)?;
        Some(rows.into_iter().map(|row| row.into_iter().map(|id| id.0).collect()).collect())
    }

    #[test]
    fn rows_of_names_are_traced_to_the_relationships_that_matched() {
        let ordered = "MATCH (p)-[r:PRAISED]->() RETURN p.name ORDER BY p.name DESC";
        assert_eq!(behind(ordered), Some(vec![vec![2], vec![0]]));
        let unnamed = "MATCH (p {name: 'Bob'})-[:CRITICIZED]->(d) RETURN d.name AS what";
        assert_eq!(behind(unnamed), Some(vec![vec![1]]));
    }

    #[test]
    fn groups_hold_all_that_was_counted() {
        let counted = "MATCH (p)-[]->(d) RETURN p.name, count(*) AS n ORDER BY p.name";
        assert_eq!(behind(counted), Some(vec![vec![0], vec![1, 2]]));
        let distinct = "MATCH (p)-[]->(d) RETURN DISTINCT p.name ORDER BY p.name";
        assert_eq!(behind(distinct), Some(vec![vec![0], vec![1, 2]]));
        let called = "MATCH (p) CALL (p) { MATCH (p)-[]->(d) RETURN d.name AS n } RETURN p.name, n";
        assert_eq!(behind(called), Some(vec![vec![0], vec![2], vec![1]]));
        let carried = "MATCH (p)-[r]->(d) WITH p, count(r) AS n WHERE n > 1 RETURN p.name";
        assert_eq!(behind(carried), Some(vec![vec![1, 2]]));
    }

    #[test]
    fn rows_that_hold_relationships_tell_it_themselves() {
        assert_eq!(behind("MATCH p = (:Person {name: 'Ann'})-->() RETURN p"), Some(vec![vec![0]]));
        assert_eq!(behind("RETURN 1"), None);
    }
}
