//! Bound statement → plan: which operators give the rows, in which order.
//!
//! A pattern is walked from its most selective node: one that is already bound, else one found
//! by the value of a property, else the rarest of its labels. Every predicate is tested as soon as the slots
//! that it reads hold a value.

mod display;
mod estimate;
mod fold;
mod pattern;
mod repeat;
mod search;
mod seek;
mod words;

use std::cell::Cell;

pub(crate) use display::operators;
use fold::Folded;
pub(crate) use fold::{Below, Fold, Level, Link, Term, Variable};
use graph_core::{Graph, Symbol};

use crate::ast::Direction;
use crate::bind::{
    Aggregate, Apply, Bound, Branch, Call, Clause, LoadCsv, Match, Predicate, Projection, Query,
    SortKey, Subquery,
};
use crate::budget::Limits;
use crate::change::{self, Assignment, Delete, NewPath};
use crate::environment::Environment;
use crate::explain::Profile;
use crate::expression::{Expression, Key, LabelTest, Slot};
use crate::stop::Watch;
pub(crate) use repeat::{Body, BodyStep, Place, Repeat};
pub(crate) use search::Search;

/// An operator. It reads the rows of its input and gives rows of the same width, with more
/// slots filled; `Argument` is the row that the plan starts with.
///
/// ```text
/// MATCH (p:Party)-[c:CRITICIZED]->(a) WHERE c.polarity = '+' RETURN p.name AS n, count(*) AS k
///
/// Aggregate n, k
///   Filter c.polarity = '+'
///     Expand p -[c:CRITICIZED]-> a
///       LabelScan p:Party
///         Argument
/// ```
#[derive(Debug)]
pub(crate) enum Plan {
    /// The row that the plan starts with.
    Argument,
    /// For each row, every node.
    AllNodes { input: Box<Plan>, slot: Slot },
    /// For each row, every node that carries the label.
    LabelScan { input: Box<Plan>, slot: Slot, label: Symbol },
    /// For each row, every node of which a property has this value.
    Seek { input: Box<Plan>, slot: Slot, key: Key, value: Expression },
    /// Rows whose node carries the labels.
    HasLabels { input: Box<Plan>, slot: Slot, labels: LabelTest },
    /// For each row, every relationship from a node, with the node at its other end.
    Expand { input: Box<Plan>, step: Box<Step> },
    /// For each row, every walk from a node that repeats a pattern.
    Repeat { input: Box<Plan>, repeat: Box<Repeat> },
    /// For each row, the selected paths from a node.
    SelectPaths { input: Box<Plan>, search: Box<Search> },
    /// The path through bound nodes and relationships.
    BindPath { input: Box<Plan>, slot: Slot, start: Slot, relationships: Vec<Slot> },
    /// Rows for which all predicates are true.
    Filter { input: Box<Plan>, predicates: Vec<Expression> },
    /// For each row, the rows of the inner plan that starts with it; where there are none, the
    /// row itself with `null` in the slots.
    Optional { input: Box<Plan>, inner: Box<Plan>, slots: Vec<Slot> },
    /// For each row, one row for each element of a list.
    Unwind { input: Box<Plan>, list: Expression, slot: Slot },
    /// For each row, the rows of a procedure.
    CallProcedure { input: Box<Plan>, call: Box<Call> },
    /// For each row, one row for each record of a file.
    LoadCsv { input: Box<Plan>, load: Box<LoadCsv> },
    /// Computes expressions into slots.
    Project { input: Box<Plan>, items: Vec<(Expression, Slot)> },
    /// For each row, one row for each combination of nodes that a pattern matches, with how
    /// often.
    Fold { input: Box<Plan>, fold: Box<Fold> },
    /// One row for each group of rows with equivalent keys. Where there is a slot for it, a row
    /// stands for so many.
    Aggregate {
        input: Box<Plan>,
        keys: Vec<(Expression, Slot)>,
        aggregates: Vec<(Aggregate, Slot)>,
        times: Option<Slot>,
    },
    /// The first of the rows that are equivalent in the slots.
    Distinct { input: Box<Plan>, slots: Vec<Slot> },
    /// The rows in order of the keys.
    Sort { input: Box<Plan>, keys: Vec<SortKey> },
    /// All but the first rows.
    Skip { input: Box<Plan>, count: Expression },
    /// The first rows.
    Limit { input: Box<Plan>, count: Expression },
    /// For each row, creates paths.
    Create { input: Box<Plan>, paths: Vec<NewPath> },
    /// For each row, finds a path or creates it.
    Merge { input: Box<Plan>, merge: Box<Merge> },
    /// For each row, sets or removes properties and labels.
    Set { input: Box<Plan>, items: Vec<Assignment> },
    /// Deletes what the rows hold, once all of them are known.
    Delete { input: Box<Plan>, delete: Delete },
    /// For each row, the rows of the inner plan that starts with it, of which some slots are
    /// copied into slots of the row; the row itself where no slots are. An optional one gives the
    /// row with `null` where the inner plan gives none.
    Apply { input: Box<Plan>, inner: Box<Plan>, columns: Vec<(Slot, Slot)>, optional: bool },
    /// The rows of all plans, each with its own slots copied to the slots of the first.
    Union { inputs: Vec<(Plan, Vec<Slot>)>, slots: Vec<Slot> },
}

impl Plan {
    /// The operator whose rows this one reads; `None` where it starts by itself.
    pub(crate) fn input(&self) -> Option<&Self> {
        match self {
            Self::Argument | Self::Union { .. } => None,
            Self::AllNodes { input, .. }
            | Self::LabelScan { input, .. }
            | Self::Seek { input, .. }
            | Self::HasLabels { input, .. }
            | Self::Expand { input, .. }
            | Self::Repeat { input, .. }
            | Self::SelectPaths { input, .. }
            | Self::BindPath { input, .. }
            | Self::Filter { input, .. }
            | Self::Optional { input, .. }
            | Self::Unwind { input, .. }
            | Self::CallProcedure { input, .. }
            | Self::LoadCsv { input, .. }
            | Self::Project { input, .. }
            | Self::Fold { input, .. }
            | Self::Aggregate { input, .. }
            | Self::Distinct { input, .. }
            | Self::Sort { input, .. }
            | Self::Skip { input, .. }
            | Self::Limit { input, .. }
            | Self::Create { input, .. }
            | Self::Merge { input, .. }
            | Self::Set { input, .. }
            | Self::Delete { input, .. }
            | Self::Apply { input, .. } => Some(input),
        }
    }

    /// All plans whose rows this one reads, the inner one of each row first.
    fn inputs(&self) -> Vec<&Self> {
        match self {
            Self::Optional { input, inner, .. } | Self::Apply { input, inner, .. } => {
                vec![inner, input]
            }
            Self::Merge { input, merge } => vec![&merge.find, input],
            Self::Union { inputs, .. } => inputs.iter().map(|(input, _)| input).collect(),
            other => other.input().into_iter().collect(),
        }
    }

    /// Whether this operator or one below it changes the graph.
    pub(crate) fn changes_graph(&self) -> bool {
        match self {
            Self::Create { .. } | Self::Merge { .. } | Self::Set { .. } | Self::Delete { .. } => {
                true
            }
            other => other.inputs().into_iter().any(Self::changes_graph),
        }
    }
}

/// What is found or created for each row.
#[derive(Debug)]
pub(crate) struct Merge {
    /// Finds the path.
    pub(crate) find: Plan,
    /// What is created where nothing is found.
    pub(crate) path: NewPath,
    pub(crate) on_create: Vec<Assignment>,
    pub(crate) on_match: Vec<Assignment>,
}

/// One relationship pattern as it is walked.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) from: Slot,
    pub(crate) relationship: Slot,
    pub(crate) to: Slot,
    pub(crate) direction: Direction,
    pub(crate) types: Option<LabelTest>,
    /// Whether `to` holds a node already, which must be the one that is found.
    pub(crate) to_bound: bool,
    /// Whether `relationship` holds a value already, which must be the one that is found.
    pub(crate) relationship_bound: bool,
    /// Slots whose relationships must not be walked again.
    pub(crate) unlike: Vec<Slot>,
}

/// A statement ready to run.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) root: Plan,
    /// The plans of the subqueries in expressions, by number.
    pub(crate) subqueries: Vec<Plan>,
    /// How many slots a row has.
    pub(crate) width: usize,
    /// The slots of the columns.
    pub(crate) columns: Vec<Slot>,
    /// What is counted while it runs; absent unless that is asked for.
    pub(crate) profile: Option<Profile>,
    /// What it may use up.
    pub(crate) limits: Limits,
}

/// How much thought a plan gets. The rows are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Planning {
    /// Patterns are walked from where least is to be read, predicates tested as early as they
    /// can be.
    #[default]
    Optimized,
    /// Patterns are walked in the order in which they are written, from every node, and
    /// predicates tested after the whole match: what the optimized plan is compared with.
    Plain,
}

/// Plans a bound statement for a graph.
pub(crate) fn statement(graph: &Graph, bound: &Bound, environment: &Environment) -> Planned {
    let planner = Planner {
        graph,
        planning: environment.planning,
        subqueries: &bound.subqueries,
        // What is known of the graph now doesn't hold while it changes.
        folds: environment.planning == Planning::Optimized && !bound.query.changes_graph(),
        width: Cell::new(bound.width),
        watch: environment.stop.watch(),
    };
    let root = planner.query(&bound.query, &[]);
    let subqueries = bound.subqueries.iter();
    let subqueries =
        subqueries.map(|subquery| planner.query(&subquery.query, &subquery.bound)).collect();
    Planned {
        root,
        subqueries,
        width: planner.width.get(),
        columns: bound.query.branches.first().map_or_else(Vec::new, |first| first.columns.clone()),
        profile: None,
        limits: Limits::of(environment),
    }
}

struct Planner<'g> {
    graph: &'g Graph,
    planning: Planning,
    subqueries: &'g [Subquery],
    /// Whether matches that are only counted are folded.
    folds: bool,
    /// How many slots a row has so far.
    width: Cell<usize>,
    watch: Watch,
}

impl Planner<'_> {
    fn query(&self, query: &Query, bound: &[Slot]) -> Plan {
        let mut inputs: Vec<(Plan, Vec<Slot>)> = query
            .branches
            .iter()
            .map(|branch| (self.branch(branch, bound), branch.columns.clone()))
            .collect();
        let slots = inputs.first().map_or_else(Vec::new, |(_, slots)| slots.clone());
        match inputs.pop() {
            Some((only, _)) if inputs.is_empty() => only,
            last => {
                inputs.extend(last);
                let union = Plan::Union { inputs, slots: slots.clone() };
                if !query.distinct {
                    return union;
                }
                Plan::Distinct { input: Box::new(union), slots }
            }
        }
    }

    fn branch(&self, branch: &Branch, bound: &[Slot]) -> Plan {
        let mut bound = bound.to_vec();
        let mut plan = Plan::Argument;
        let mut clauses = branch.clauses.as_slice();
        while let Some((clause, rest)) = clauses.split_first() {
            if let Some((folded, projection, rest)) = self.folded(clauses, &bound) {
                let (aggregates, times) = (folded.aggregates, Some(folded.fold.times));
                let aggregates = Aggregations { aggregates, times };
                plan = Plan::Fold { input: Box::new(plan), fold: Box::new(folded.fold) };
                plan = project(plan, projection, Some(aggregates), &mut bound);
                clauses = rest;
                continue;
            }
            clauses = rest;
            plan = match clause {
                Clause::Match(clause) => self.match_clause(plan, clause, &mut bound),
                Clause::Unwind { list, slot } => {
                    bound.push(*slot);
                    Plan::Unwind { input: Box::new(plan), list: list.clone(), slot: *slot }
                }
                Clause::Project(projection) => {
                    let aggregates = projection.aggregates.clone();
                    let aggregates =
                        aggregates.map(|aggregates| Aggregations { aggregates, times: None });
                    project(plan, projection, aggregates, &mut bound)
                }
                Clause::LoadCsv(load) => {
                    bound.extend([load.slot, load.line, load.file]);
                    Plan::LoadCsv { input: Box::new(plan), load: load.clone() }
                }
                Clause::Call(call) => call_procedure(plan, call, &mut bound),
                Clause::Create(paths) => create(plan, paths, &mut bound),
                Clause::Merge(clause) => self.merge(plan, clause, &mut bound),
                Clause::Set(items) => Plan::Set { input: Box::new(plan), items: items.clone() },
                Clause::Delete(delete) => {
                    Plan::Delete { input: Box::new(plan), delete: delete.clone() }
                }
                Clause::Apply(apply) => self.apply(plan, apply, &mut bound),
            };
        }
        plan
    }

    /// The fold of the matches that clauses begin with, with the projection behind them and what
    /// comes after it.
    fn folded<'c>(
        &self,
        clauses: &'c [Clause],
        bound: &[Slot],
    ) -> Option<(Folded, &'c Projection, &'c [Clause])> {
        let matches =
            clauses.iter().take_while(|clause| matches!(clause, Clause::Match(_))).count();
        let (matches, rest) = clauses.split_at(matches);
        let starts = matches!(matches.first(), Some(Clause::Match(first)) if !first.optional);
        let (Clause::Project(projection), rest) = rest.split_first()? else { return None };
        if !self.folds || !starts || projection.aggregates.is_none() {
            return None;
        }
        Some((self.fold(matches, projection, bound)?, projection, rest))
    }

    /// A slot that no variable has.
    fn new_slot(&self) -> Slot {
        self.width.replace(self.width.get() + 1)
    }

    /// Whether the statement isn't to end yet.
    fn goes_on(&self) -> bool {
        self.watch.ended().is_none()
    }

    fn merge(&self, input: Plan, clause: &change::Merge, bound: &mut Vec<Slot>) -> Plan {
        let merge = Merge {
            find: self.pattern(Plan::Argument, &clause.pattern, bound),
            path: clause.path.clone(),
            on_create: clause.on_create.clone(),
            on_match: clause.on_match.clone(),
        };
        Plan::Merge { input: Box::new(input), merge: Box::new(merge) }
    }

    fn match_clause(&self, input: Plan, clause: &Match, bound: &mut Vec<Slot>) -> Plan {
        if !clause.optional {
            return self.pattern(input, clause, bound);
        }
        let inner = Box::new(self.pattern(Plan::Argument, clause, bound));
        Plan::Optional { input: Box::new(input), inner, slots: clause.introduced.clone() }
    }

    fn apply(&self, input: Plan, apply: &Apply, bound: &mut Vec<Slot>) -> Plan {
        let inner = Box::new(self.query(&apply.query, &apply.bound));
        bound.extend(apply.columns.iter().map(|(_, slot)| *slot));
        let columns = apply.columns.clone();
        Plan::Apply { input: Box::new(input), inner, columns, optional: apply.optional }
    }
}

/// A call, and its predicates on the rows that it gives.
fn call_procedure(input: Plan, call: &Call, bound: &mut Vec<Slot>) -> Plan {
    bound.extend(call.yields.iter().map(|(_, slot)| *slot));
    let plan = Plan::CallProcedure { input: Box::new(input), call: Box::new(call.clone()) };
    filtered(plan, call.predicates.iter().map(|found| found.expression.clone()).collect())
}

fn create(input: Plan, paths: &[NewPath], bound: &mut Vec<Slot>) -> Plan {
    for path in paths {
        bound.extend(path.slot);
        bound.extend(path.nodes.iter().map(|node| node.slot));
        bound.extend(path.relationships.iter().map(|relationship| relationship.slot));
    }
    Plan::Create { input: Box::new(input), paths: paths.to_vec() }
}

/// What is computed of groups of rows, each of which stands for as many as a slot tells.
struct Aggregations {
    aggregates: Vec<(Aggregate, Slot)>,
    times: Option<Slot>,
}

/// A projection in the order of its parts.
fn project(
    input: Plan,
    projection: &Projection,
    aggregates: Option<Aggregations>,
    bound: &mut Vec<Slot>,
) -> Plan {
    let mut plan = match aggregates {
        Some(Aggregations { aggregates, times }) => {
            bound.extend(aggregates.iter().map(|(_, slot)| *slot));
            let keys = projection.items.clone();
            Plan::Aggregate { input: Box::new(input), keys, aggregates, times }
        }
        None => computed(input, &projection.items),
    };
    plan = computed(plan, &projection.after);
    bound.extend(projection.items.iter().chain(&projection.after).map(|(_, slot)| *slot));
    if let Some(slots) = &projection.distinct {
        plan = Plan::Distinct { input: Box::new(plan), slots: slots.clone() };
    }
    if !projection.order.is_empty() {
        plan = Plan::Sort { input: Box::new(plan), keys: projection.order.clone() };
    }
    if let Some(count) = &projection.skip {
        plan = Plan::Skip { input: Box::new(plan), count: count.clone() };
    }
    if let Some(count) = &projection.limit {
        plan = Plan::Limit { input: Box::new(plan), count: count.clone() };
    }
    filtered(plan, projection.predicates.iter().map(|p| p.expression.clone()).collect())
}

fn computed(input: Plan, items: &[(Expression, Slot)]) -> Plan {
    if items.is_empty() {
        return input;
    }
    Plan::Project { input: Box::new(input), items: items.to_vec() }
}

fn filtered(input: Plan, predicates: Vec<Expression>) -> Plan {
    if predicates.is_empty() {
        return input;
    }
    Plan::Filter { input: Box::new(input), predicates }
}

/// Takes the predicates out whose slots all hold a value.
fn ready(predicates: &mut Vec<Predicate>, bound: &[Slot]) -> Vec<Expression> {
    let is_ready = |predicate: &Predicate| predicate.uses.iter().all(|slot| bound.contains(slot));
    let (now, later): (Vec<_>, _) = std::mem::take(predicates).into_iter().partition(is_ready);
    *predicates = later;
    now.into_iter().map(|predicate| predicate.expression).collect()
}

#[cfg(test)]
mod tests;
