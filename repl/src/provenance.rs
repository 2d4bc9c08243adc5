//! Which relationships stand behind the rows of an answer.
//!
//! Rows that hold relationships or paths tell it themselves. For the others the statement is
//! run once more, with the relationships of its patterns added to every projection: as they
//! are, or collected where rows are grouped. An addition that changes the rows is given up.

use std::collections::BTreeSet;

use graph_core::export::Selection;
use graph_core::{Graph, RelationshipId, Value};
use query_lang::ast::{Clause, Expr, Projection, RelationshipPattern, Statement};
use query_lang::{Answer, Parameters};

use crate::session::Answered;

/// Names of the added columns begin so.
const PREFIX: &str = "provenance ";

/// The relationships behind each row, one set a row; `None` where they can't be told.
pub(crate) fn by_row(
    graph: &Graph,
    answered: &Answered,
    parameters: &Parameters,
) -> Option<Vec<BTreeSet<RelationshipId>>> {
    let answer = &answered.answer;
    let held: Vec<_> = answer.rows.iter().map(|row| relationships(graph, row)).collect();
    if !answer.rows.is_empty() && held.iter().all(|found| !found.is_empty()) {
        return Some(held);
    }
    [false, true].into_iter().find_map(|collected| {
        let traced = traced(&answered.statement, collected)?;
        let again = query_lang::execute(graph, &traced, parameters).ok()?;
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
    if !traced.query.rest.is_empty() {
        return None;
    }
    let mut names: Vec<String> = Vec::new();
    for clause in &mut traced.query.first.clauses {
        match clause {
            Clause::Match(matched) => {
                let steps = matched.pattern.iter_mut().flat_map(|path| &mut path.steps);
                for (relationship, _) in steps {
                    names.push(name(relationship, names.len()));
                }
            }
            Clause::With { projection, .. } | Clause::Return(projection) => {
                names = carried(projection, &names, collected);
            }
            Clause::Unwind { .. } => {}
        }
    }
    (!names.is_empty()).then_some(traced)
}

/// The relationship's variable; a new one where the pattern has none.
fn name(relationship: &mut RelationshipPattern, number: usize) -> String {
    let fresh = || format!("{PREFIX}pattern {number}").as_str().into();
    relationship.variable.get_or_insert_with(fresh).text.clone()
}

/// Adds the variables to a projection and gives their names behind it.
fn carried(projection: &mut Projection, names: &[String], collected: bool) -> Vec<String> {
    // `WITH *` carries them by itself.
    if projection.all {
        return names.to_vec();
    }
    let mut carried = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let variable = Expr::variable(name);
        let value = if collected { Expr::call("collect", vec![variable]) } else { variable };
        carried.push(format!("{PREFIX}{at}"));
        projection.items.push(value.named(&carried[at]));
    }
    // Grouped by the other columns, rows are distinct already.
    projection.distinct &= !collected;
    carried
}
