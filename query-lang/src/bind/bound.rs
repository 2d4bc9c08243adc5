//! A statement with its names bound: what the planner works on.

use std::collections::BTreeMap;

use crate::ast::{Direction, Span};
use crate::change::{Assignment, Delete, Merge, NewPath};
use crate::error::Warning;
use crate::expression::{Expression, LabelTest, Slot};
use crate::files::Files;
use crate::procedures::{Procedure, Procedures};

/// A bound statement.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) query: Query,
    /// The subqueries of its expressions, by number.
    pub(crate) subqueries: Vec<Subquery>,
    /// How many slots a row has.
    pub(crate) width: usize,
    pub(crate) columns: Vec<String>,
    /// What slots are called, where they have names.
    pub(crate) names: BTreeMap<Slot, String>,
    pub(crate) warnings: Vec<Warning>,
    /// Names to intern, in this order, before the statement changes the graph: their symbols
    /// are foreseen.
    pub(crate) new_names: Vec<String>,
    /// Whether it reads the moment at which it began, which is bound with it.
    pub(crate) is_of_its_moment: bool,
}

/// A query inside an expression; it may use the slots that are bound around it.
#[derive(Debug)]
pub(crate) struct Subquery {
    pub(crate) query: Query,
    /// Slots that hold a value before the subquery starts.
    pub(crate) bound: Vec<Slot>,
}

/// Branches of a `UNION`; mostly one.
#[derive(Debug)]
pub(crate) struct Query {
    pub(crate) branches: Vec<Branch>,
    /// `UNION` without `ALL`.
    pub(crate) distinct: bool,
}

impl Query {
    /// Whether a clause of it changes the graph.
    pub(crate) fn changes_graph(&self) -> bool {
        let mut clauses = self.branches.iter().flat_map(|branch| &branch.clauses);
        clauses.any(|clause| match clause {
            Clause::Create(_) | Clause::Merge(_) | Clause::Set(_) | Clause::Delete(_) => true,
            Clause::Apply(apply) => apply.query.changes_graph(),
            _ => false,
        })
    }
}

/// Clauses, and the slots of the columns they end in.
#[derive(Debug)]
pub(crate) struct Branch {
    pub(crate) clauses: Vec<Clause>,
    pub(crate) columns: Vec<Slot>,
}

/// A bound clause.
#[derive(Debug)]
pub(crate) enum Clause {
    Match(Match),
    Unwind { list: Expression, slot: Slot },
    Project(Box<Projection>),
    Call(Box<Call>),
    Create(Vec<NewPath>),
    Merge(Box<Merge>),
    Set(Vec<Assignment>),
    Delete(Delete),
    LoadCsv(Box<LoadCsv>),
    Apply(Box<Apply>),
}

/// A bound `CALL { … }`.
#[derive(Debug)]
pub(crate) struct Apply {
    pub(crate) optional: bool,
    pub(crate) query: Query,
    /// Slots that hold a value before the query starts.
    pub(crate) bound: Vec<Slot>,
    /// The columns of the query, each with its slot in the rows around it. None for a query
    /// without `RETURN`, which leaves the rows as they are.
    pub(crate) columns: Vec<(Slot, Slot)>,
}

/// A bound `MATCH`: patterns, and predicates by conjunct.
#[derive(Debug)]
pub(crate) struct Match {
    pub(crate) optional: bool,
    pub(crate) paths: Vec<PathPattern>,
    pub(crate) predicates: Vec<Predicate>,
    /// Slots that get their value here.
    pub(crate) introduced: Vec<Slot>,
}

/// A bound call of a procedure.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) procedure: Procedure,
    /// What the procedure may see of the others.
    pub(crate) procedures: Procedures,
    /// One expression for each parameter.
    pub(crate) arguments: Vec<Expression>,
    /// The columns taken, by their places, with their slots.
    pub(crate) yields: Vec<(usize, Slot)>,
    pub(crate) predicates: Vec<Predicate>,
    /// Whether the procedure gives no rows of its own and the row that it is called for goes on.
    pub(crate) keeps_row: bool,
    pub(crate) span: Span,
}

/// A bound `LOAD CSV`.
#[derive(Clone, Debug)]
pub(crate) struct LoadCsv {
    pub(crate) headers: bool,
    pub(crate) from: Expression,
    pub(crate) separator: u8,
    /// What may be read.
    pub(crate) files: Files,
    /// The row.
    pub(crate) slot: Slot,
    /// The number of its line.
    pub(crate) line: Slot,
    /// The path of its file.
    pub(crate) file: Slot,
}

/// A condition and the slots it reads, apart from its own.
#[derive(Clone, Debug)]
pub(crate) struct Predicate {
    pub(crate) expression: Expression,
    pub(crate) uses: Vec<Slot>,
}

/// A bound path pattern: one node more than connections.
#[derive(Debug)]
pub(crate) struct PathPattern {
    pub(crate) slot: Option<Slot>,
    /// Absent where all paths are wanted.
    pub(crate) selection: Option<Selection>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) connections: Vec<Connection>,
    /// What a path must satisfy to be selected; where all are wanted, these stand among the
    /// match's predicates.
    pub(crate) predicates: Vec<Predicate>,
}

/// Which of the paths between the same two nodes are wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Selection {
    pub(crate) count: u64,
    pub(crate) counted: Counted,
    /// `shortestPath(…)`, for which the `WHERE` of the match is tested before the selection.
    pub(crate) function: bool,
}

/// What a selection counts, from the shortest path on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    Paths,
    Lengths,
}

/// A bound node pattern; its properties and predicate stand among the match's predicates.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) slot: Slot,
    pub(crate) labels: Option<LabelTest>,
}

/// What stands between two nodes of a path.
#[derive(Clone, Debug)]
pub(crate) enum Connection {
    One(Relationship),
    Repeated(Box<Repetition>),
}

impl Connection {
    /// The slot of the relationship, or of the list of all that are walked.
    pub(crate) fn slot(&self) -> Slot {
        match self {
            Self::One(relationship) => relationship.slot,
            Self::Repeated(repetition) => repetition.slot,
        }
    }
}

/// A bound relationship pattern, in the direction from the node before it.
#[derive(Clone, Debug)]
pub(crate) struct Relationship {
    pub(crate) slot: Slot,
    pub(crate) types: Option<LabelTest>,
    pub(crate) direction: Direction,
}

/// A pattern several times in a row: a variable length relationship or a quantified pattern.
#[derive(Clone, Debug)]
pub(crate) struct Repetition {
    /// Where the list of all relationships is put.
    pub(crate) slot: Slot,
    /// The nodes of one time, with slots that hold them while its predicates are tested.
    pub(crate) nodes: Vec<Node>,
    /// The relationships of one time, one less than nodes.
    pub(crate) relationships: Vec<Relationship>,
    /// What each time must satisfy.
    pub(crate) predicates: Vec<Predicate>,
    /// Slots of one time, each with the slot of the list of its values.
    pub(crate) lists: Vec<(Slot, Slot)>,
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
}

/// A bound `WITH` or `RETURN`. In order: computed, made distinct, sorted, cut, filtered.
#[derive(Debug)]
pub(crate) struct Projection {
    /// Computed for each row; where rows are aggregated, these are the grouping keys.
    pub(crate) items: Vec<(Expression, Slot)>,
    /// Present where rows are aggregated.
    pub(crate) aggregates: Option<Vec<(Aggregate, Slot)>>,
    /// Computed from grouping keys and aggregates.
    pub(crate) after: Vec<(Expression, Slot)>,
    /// The slots by which rows are made distinct.
    pub(crate) distinct: Option<Vec<Slot>>,
    pub(crate) order: Vec<SortKey>,
    pub(crate) skip: Option<Expression>,
    pub(crate) limit: Option<Expression>,
    pub(crate) predicates: Vec<Predicate>,
}

/// A sort key.
#[derive(Clone, Debug)]
pub(crate) struct SortKey {
    pub(crate) expression: Expression,
    pub(crate) descending: bool,
}

/// A bound aggregation.
#[derive(Clone, Debug)]
pub(crate) struct Aggregate {
    pub(crate) function: AggregateFunction,
    pub(crate) distinct: bool,
    /// Absent for `count(*)`.
    pub(crate) argument: Option<Expression>,
    /// The share of a percentile.
    pub(crate) share: Option<Expression>,
}

/// What an aggregation computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AggregateFunction {
    Count,
    Sum,
    Avg,
    Min,
    Max,
    Collect,
    StDev,
    StDevP,
    PercentileDisc,
    PercentileCont,
}

impl AggregateFunction {
    /// Its name as it is usually written.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Avg => "avg",
            Self::Min => "min",
            Self::Max => "max",
            Self::Collect => "collect",
            Self::StDev => "stDev",
            Self::StDevP => "stDevP",
            Self::PercentileDisc => "percentileDisc",
            Self::PercentileCont => "percentileCont",
        }
    }

    /// The function of this name, whatever its case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "count" => Self::Count,
            "sum" => Self::Sum,
            "avg" => Self::Avg,
            "min" => Self::Min,
            "max" => Self::Max,
            "collect" => Self::Collect,
            "stdev" => Self::StDev,
            "stdevp" => Self::StDevP,
            "percentiledisc" => Self::PercentileDisc,
            "percentilecont" => Self::PercentileCont,
            _ => return None,
        })
    }
}
