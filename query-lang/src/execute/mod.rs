//! Plan → rows, one at a time: each operator pulls from its input what it needs.

mod aggregate;
mod apply;
mod call;
mod change;
mod comparison;
mod eval;
mod expand;
mod fold;
mod links;
mod load;
mod matching;
mod number;
mod repeat;
mod search;
mod select;
mod shortest;
mod sort;

use std::iter::once;
use std::ops::ControlFlow;

use graph_core::graph::{Chunked, Parted};
use graph_core::{Graph, NodeId, Value};

use crate::ast::Span;
use crate::budget::{Budget, Kept, Large, caused, row_size};
use crate::error::{Cause, Error};
use crate::expression::{Expression, Key, Slot, SubqueryId};
use crate::plan::{Plan, Planned};
use aggregate::Groups;
pub(crate) use change::change;
use matching::Patterns;

/// The values of a row, by slot.
type Row = Vec<Value>;

/// Rows as they come; after an error nothing follows that matters.
type Rows<'a> = Box<dyn Iterator<Item = Result<Row, Error>> + 'a>;

/// Collects the rows of a statement that only reads.
pub(crate) fn collect(graph: &Graph, planned: &Planned) -> Result<Vec<Vec<Value>>, Error> {
    let run = Run::new(planned);
    let executor = Executor { graph, run: &run };
    let start = vec![Value::Null; planned.width];
    let mut kept = Kept::new(&run.budget);
    let mut columns = |row: Row| executor.columns(&row, &mut kept);
    let mut rows: Large<Chunked<_>> = Large::default();
    for row in executor.rows(&planned.root, &start) {
        let row = columns(row?)?;
        if !planned.columns.is_empty() {
            rows.push(row);
        }
    }
    let rows = executor.listed(rows)?;
    run.finish();
    Ok(rows)
}

/// Gives the rows of a statement that only reads one by one, until it is told to end.
pub(crate) fn each(
    graph: &Graph,
    planned: &Planned,
    mut give: impl FnMut(&[Value]) -> ControlFlow<()>,
) -> Result<(), Error> {
    let run = Run::new(planned);
    let executor = Executor { graph, run: &run };
    let start = vec![Value::Null; planned.width];
    for row in executor.rows(&planned.root, &start) {
        // Nothing of it is kept here.
        let columns = executor.columns(&row?, &mut Kept::new(&run.budget))?;
        if give(&columns).is_break() {
            break;
        }
    }
    Ok(())
}

/// What belongs to a statement from its first operator to its last.
struct Run<'p> {
    planned: &'p Planned,
    patterns: Patterns,
    budget: Budget,
}

impl<'p> Run<'p> {
    fn new(planned: &'p Planned) -> Self {
        Self { planned, patterns: Patterns::default(), budget: Budget::new(&planned.limits) }
    }

    /// Counts rows of an operator, where that is asked for.
    fn count(&self, plan: &Plan, rows: u64) {
        if let Some(profile) = &self.planned.profile {
            profile.count(plan, rows);
        }
    }

    /// Lets an operator work, where its time is asked for; gives the one that worked before.
    fn begin(&self, plan: &Plan) -> Option<*const Plan> {
        self.planned.profile.as_ref()?.begin(plan)
    }

    /// Lets the operator work that worked before.
    fn end(&self, before: Option<*const Plan>) {
        if let Some(profile) = &self.planned.profile {
            profile.end(before);
        }
    }

    /// Keeps the steps of the statement, where that is asked for.
    fn finish(&self) {
        if let Some(profile) = &self.planned.profile {
            profile.finish(self.budget.spent());
        }
    }
}

/// What operators and expressions read while a statement runs.
#[derive(Clone, Copy)]
struct Executor<'g> {
    graph: &'g Graph,
    run: &'g Run<'g>,
}

impl Executor<'_> {
    /// The rows of a plan that starts with a row.
    fn rows<'a>(&'a self, plan: &'a Plan, start: &Row) -> Rows<'a> {
        let input = match plan.input() {
            Some(input) => self.rows(input, start),
            None => Box::new(once(Ok(start.clone()))),
        };
        self.counted(plan, input, start)
    }

    /// The rows that an operator makes of those of its input, each counted.
    fn counted<'a>(&'a self, plan: &'a Plan, input: Rows<'a>, start: &Row) -> Rows<'a> {
        let before = self.run.begin(plan);
        let mut rows = self.operator_rows(plan, input, start);
        self.run.end(before);
        Box::new(std::iter::from_fn(move || {
            let before = self.run.begin(plan);
            let row = rows.next();
            self.run.end(before);
            let row = row?;
            self.run.count(plan, u64::from(row.is_ok()));
            Some(self.run.budget.spend(1, Span::NONE).and(row))
        }))
    }

    /// The items as one list.
    ///
    /// # Errors
    /// Where the statement is to end.
    fn listed<T: Send + 'static>(&self, mut items: Large<Chunked<T>>) -> Result<Vec<T>, Error> {
        let mut list = Large::new(Vec::with_capacity(items.len()));
        while let Some(some) = items.take_some() {
            self.look()?;
            list.extend(some);
        }
        Ok(list.take())
    }

    /// The columns of a row of the statement, which are kept.
    fn columns(&self, row: &Row, kept: &mut Kept<'_>) -> Result<Vec<Value>, Error> {
        let columns = &self.run.planned.columns;
        if columns.is_empty() {
            return Ok(Vec::new());
        }
        kept.keep(row_size(columns.len()), columns.iter().map(|slot| &row[*slot]), Span::NONE)?;
        Ok(columns.iter().map(|slot| row[*slot].clone()).collect())
    }

    /// What a part of the statement keeps: nothing yet.
    fn kept(&self) -> Kept<'_> {
        Kept::new(&self.run.budget)
    }

    /// Looks up from work that isn't counted.
    fn look(&self) -> Result<(), Error> {
        self.run.budget.look().map_err(|cause| caused(cause, Span::NONE))
    }

    /// The operators of `MATCH`; `start` is the row that the plan starts with.
    fn operator_rows<'a>(&'a self, plan: &'a Plan, input: Rows<'a>, start: &Row) -> Rows<'a> {
        match plan {
            Plan::Argument => input,
            Plan::AllNodes { slot, .. } => {
                for_each(input, |row| scan(row, *slot, self.graph.nodes()))
            }
            Plan::LabelScan { slot, label, .. } => {
                for_each(input, |row| scan(row, *slot, self.graph.nodes_with_label(*label)))
            }
            Plan::Seek { slot, key, value, .. } => {
                for_each(input, |row| self.seek(row, *slot, key, value))
            }
            Plan::HasLabels { slot, labels, .. } => keep(input, |row| {
                Ok(match &row[*slot] {
                    Value::Node(node) => labels.accepts(self.graph.node_labels(*node)),
                    _ => false,
                })
            }),
            Plan::Expand { step, .. } => for_each(input, |row| self.expand(row, step)),
            Plan::Repeat { repeat, .. } => for_each(input, |row| self.repeated(row, repeat)),
            Plan::SelectPaths { search, .. } => for_each(input, |row| self.selected(&row, search)),
            Plan::BindPath { slot, start: first, relationships, .. } => {
                Box::new(input.map(|row| {
                    let mut row = row?;
                    row[*slot] = self.path(&row, *first, relationships);
                    Ok(row)
                }))
            }
            Plan::Filter { predicates, .. } => keep(input, |row| self.all_true(predicates, row)),
            Plan::Optional { inner, slots, .. } => {
                for_each(input, |row| self.optional(row, inner, slots))
            }
            _ => self.projected_rows(plan, input, start),
        }
    }

    /// The operators of `UNWIND`, `WITH`, `RETURN` and `UNION`.
    fn projected_rows<'a>(&'a self, plan: &'a Plan, input: Rows<'a>, start: &Row) -> Rows<'a> {
        match plan {
            Plan::Unwind { list, slot, .. } => for_each(input, |row| self.unwind(row, list, *slot)),
            Plan::CallProcedure { call, .. } => for_each(input, |row| self.call(row, call)),
            Plan::LoadCsv { load, .. } => for_each(input, |row| self.load_csv(row, load)),
            Plan::Project { items, .. } => {
                let mut kept = self.kept();
                Box::new(input.map(move |row| {
                    let mut row = row?;
                    kept.release(kept.bytes());
                    for (expression, slot) in items {
                        row[*slot] = self.eval(expression, &row)?;
                        kept.keep(0, [&row[*slot]], expression.span)?;
                    }
                    Ok(row)
                }))
            }
            Plan::Fold { fold, .. } => for_each(input, |row| self.folded(row, fold)),
            Plan::Aggregate { keys, aggregates, times, .. } => {
                let groups = Groups { keys, aggregates, times: *times };
                whole(self.aggregate(input, groups, start))
            }
            Plan::Distinct { slots, .. } => {
                let mut seen: Large<Parted<Vec<Value>>> = Large::default();
                let mut kept = self.kept();
                keep(input, move |row| {
                    let values = || slots.iter().map(|slot| &row[*slot]);
                    self.run.budget.read(values(), Span::NONE)?;
                    let new = seen.insert(values().cloned().collect());
                    if new {
                        kept.keep(row_size(slots.len()), values(), Span::NONE)?;
                    }
                    Ok(new)
                })
            }
            Plan::Sort { keys, .. } => whole(self.sorted(input, keys)),
            Plan::Skip { count, .. } => match self.row_count(count, start, "SKIP") {
                Ok(count) => skipped(input, count),
                Err(error) => failed(error),
            },
            Plan::Limit { count, .. } => match self.row_count(count, start, "LIMIT") {
                Ok(count) => Box::new(input.take(count)),
                Err(error) => failed(error),
            },
            Plan::Apply { inner, columns, optional, .. } => {
                for_each(input, |row| self.apply(row, inner, columns, *optional))
            }
            Plan::Union { inputs, slots } => {
                let start = start.clone();
                Box::new(inputs.iter().flat_map(move |(input, own)| {
                    self.rows(input, &start).map(move |row| Ok(renamed(row?, own, slots)))
                }))
            }
            other => self.operator_rows(other, input, start),
        }
    }

    /// A value that isn't looked up, such as a list, is looked for everywhere.
    fn seek<'a>(&'a self, row: Row, slot: Slot, key: &Key, value: &Expression) -> Rows<'a> {
        let value = match self.eval(value, &row) {
            Err(error) => return failed(error),
            Ok(Value::Null) => return Box::new(std::iter::empty()),
            Ok(value) => value,
        };
        let goes_on = || self.look().is_ok();
        match self.graph.nodes_with_value(key.symbol, &value, &goes_on) {
            Some(nodes) => scan(row, slot, nodes.into_iter()),
            None => match self.look() {
                Err(error) => failed(error),
                Ok(()) => scan(row, slot, self.graph.nodes()),
            },
        }
    }

    fn optional<'a>(&'a self, row: Row, inner: &'a Plan, slots: &'a [Slot]) -> Rows<'a> {
        let mut found = self.rows(inner, &row).peekable();
        if found.peek().is_some() {
            return Box::new(found);
        }
        let mut row = row;
        for slot in slots {
            row[*slot] = Value::Null;
        }
        Box::new(once(Ok(row)))
    }

    fn unwind<'a>(&'a self, row: Row, list: &Expression, slot: Slot) -> Rows<'a> {
        let mut kept = self.kept();
        let found = self.eval(list, &row).and_then(|found| {
            kept.keep(0, [&found], list.span)?;
            Ok(found)
        });
        match found {
            Err(error) => failed(error),
            Ok(Value::Null) => Box::new(std::iter::empty()),
            Ok(Value::List(items)) => {
                let items = Large::new(items);
                Box::new((0..items.len()).map(move |at| {
                    // The list is there until its last row.
                    let _ = &kept;
                    Ok(with(&row, slot, items[at].clone()))
                }))
            }
            Ok(single) => Box::new(once(Ok(with(&row, slot, single)))),
        }
    }

    fn row_count(
        &self,
        number: &Expression,
        row: &Row,
        clause: &'static str,
    ) -> Result<usize, Error> {
        match self.eval(number, row)? {
            Value::Int(rows) => usize::try_from(rows).map_err(|_| {
                Error::runtime(Cause::NegativeIntegerArgument { clause }, number.span)
            }),
            other => {
                let given = other.described();
                Err(Error::runtime(Cause::InvalidRowCount { clause, given }, number.span))
            }
        }
    }

    /// Whether all conditions are true; `null` isn't.
    fn all_true(&self, predicates: &[Expression], row: &Row) -> Result<bool, Error> {
        for predicate in predicates {
            match self.eval(predicate, row)? {
                Value::Bool(true) => {}
                Value::Bool(false) | Value::Null => return Ok(false),
                other => return Err(no_condition(&other, predicate.span)),
            }
        }
        Ok(true)
    }

    /// The rows of a subquery of an expression.
    fn subquery<'a>(&'a self, id: SubqueryId, row: &Row) -> Rows<'a> {
        self.rows(&self.run.planned.subqueries[id], row)
    }
}

fn no_condition(value: &Value, span: Span) -> Error {
    refused("a condition", value, span)
}

/// The error of a value whose type an operation doesn't take.
fn refused(operation: &str, value: &Value, span: Span) -> Error {
    let (operation, given) = (operation.to_owned(), value.described());
    Error::runtime(Cause::InvalidArgumentType { operation, given }, span)
}

/// The row of a `UNION`'s branch with its columns in the slots of the first branch.
fn renamed(mut row: Row, own: &[Slot], slots: &[Slot]) -> Row {
    let values: Vec<Value> = own.iter().map(|slot| row[*slot].clone()).collect();
    for (slot, value) in slots.iter().zip(values) {
        row[*slot] = value;
    }
    row
}

/// A row for each node.
fn scan<'a>(row: Row, slot: Slot, nodes: impl Iterator<Item = NodeId> + 'a) -> Rows<'a> {
    Box::new(nodes.map(move |node| Ok(with(&row, slot, Value::Node(node)))))
}

/// The row with one value more.
fn with(row: &Row, slot: Slot, value: Value) -> Row {
    let mut row = row.clone();
    row[slot] = value;
    row
}

/// For each row, the rows that a function makes of it.
fn for_each<'a>(rows: Rows<'a>, mut make: impl FnMut(Row) -> Rows<'a> + 'a) -> Rows<'a> {
    Box::new(rows.flat_map(move |row| match row {
        Ok(row) => make(row),
        Err(error) => failed(error),
    }))
}

/// The rows that pass a test.
fn keep<'a>(rows: Rows<'a>, mut test: impl FnMut(&Row) -> Result<bool, Error> + 'a) -> Rows<'a> {
    Box::new(rows.filter_map(move |row| match row {
        Ok(row) => match test(&row) {
            Ok(true) => Some(Ok(row)),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        },
        Err(error) => Some(Err(error)),
    }))
}

fn failed<'a>(error: Error) -> Rows<'a> {
    Box::new(once(Err(error)))
}

/// Rows that had to be collected first, and what they take.
type Whole<'a> = Result<(Large<Chunked<Row>>, Kept<'a>), Error>;

/// Those rows, each given back as it goes.
fn whole(rows: Whole<'_>) -> Rows<'_> {
    match rows {
        Ok((rows, mut kept)) => {
            let share = kept.bytes() / (rows.len() as u64).max(1);
            let mut rows = rows.into_iter();
            Box::new(std::iter::from_fn(move || {
                let row = rows.next()?;
                kept.release(share);
                Some(Ok(row))
            }))
        }
        Err(error) => failed(error),
    }
}

/// All but the first rows; errors are let through.
fn skipped(rows: Rows<'_>, count: usize) -> Rows<'_> {
    let mut left = count;
    keep(rows, move |_| {
        let passed = left == 0;
        left = left.saturating_sub(1);
        Ok(passed)
    })
}

#[cfg(test)]
mod tests;
