//! The syntax tree of a query, as written: names not yet bound, nothing checked.
//!
//! Cypher text and English questions both become this tree. Its `Display` is Cypher again, and
//! parsing that gives an equal tree. [`Span`]s are where the parts stood in the text; they
//! never take part in equality. A tree that wasn't parsed has [`Span::NONE`] throughout.
//!
//! Chains such as `1 + 2 - 3` or `a AND b AND c` are flat, so the tree of a query is no deeper
//! than its nesting.
mod build;
mod change;
mod clause;
mod display;
mod expression;
mod pattern;

use std::ops::Range;

pub use change::{Assignment, Create, Delete, Foreach, Merge, Removal, Remove, Set};
pub use clause::{
    CallProcedure, CallSubquery, Clause, Imports, LoadCsv, Match, Projection, ProjectionItem,
    SortItem, Yield, YieldItem,
};
pub use display::Identifier;
pub use expression::{
    BinaryOperator, Call, ComparisonOperator, Expr, ExprKind, Literal, LogicalOperator,
    MapProjectionItem, Quantifier, Subquery, UnaryOperator,
};
pub use pattern::{
    Connection, Direction, Hops, LabelExpr, NodePattern, PathCount, PathPattern, PathSelector,
    QuantifiedPattern, RelationshipPattern,
};

/// Bytes of the query's text. Equal to every other span: where a thing stands isn't what it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The place of what wasn't written.
    pub const NONE: Self = Self { start: 0, end: 0 };

    /// The bytes from `start` to before `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// From where the first of the two begins to where the last ends: in `FOR x IN list` the
    /// variable of an `UNWIND` stands before its list.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The bytes; `None` for what wasn't written.
    pub fn range(self) -> Option<Range<usize>> {
        (self.end > 0).then_some(self.start as usize..self.end as usize)
    }
}

impl PartialEq for Span {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Span {}

/// A name with its place: a variable, label, type, property key or function.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The name, without backticks.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Whether it is run, and its plan shown.
    pub mode: Mode,
    /// What it asks.
    pub query: Query,
}

/// What is done with a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// It is run.
    #[default]
    Run,
    /// `EXPLAIN`: its plan is shown, and nothing is run.
    Explain,
    /// `PROFILE`: it is run, and its plan is shown with the rows that each part gave.
    Profile,
}

/// Single queries joined by `UNION`.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The first single query.
    pub first: SingleQuery,
    /// The others, each with the word before it. All of one query are the same kind.
    pub rest: Vec<(Union, SingleQuery)>,
}

impl Query {
    /// The first clause that changes the graph.
    pub fn change(&self) -> Option<&Clause> {
        let singles = std::iter::once(&self.first).chain(self.rest.iter().map(|(_, query)| query));
        singles.flat_map(|query| &query.clauses).find(|clause| clause.change().is_some())
    }
}

/// How two results are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Union {
    /// `UNION ALL` keeps duplicates.
    All,
    /// `UNION` removes duplicates.
    Distinct,
}

/// Clauses in order, each working on the rows of the one before.
#[derive(Clone, Debug, PartialEq)]
pub struct SingleQuery {
    /// The clauses.
    pub clauses: Vec<Clause>,
}

#[cfg(test)]
mod tests;
