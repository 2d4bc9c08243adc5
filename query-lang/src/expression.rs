//! Expressions with their names bound: variables are slots of a row, labels and keys symbols of
//! the graph, functions the code that computes them.

use std::sync::Arc;

use graph_core::{Symbol, Value};

use crate::ast::{BinaryOperator, ComparisonOperator, LogicalOperator, Quantifier, Span};
use crate::functions::Scalar;

/// The number of a variable in a row.
pub(crate) type Slot = usize;

/// The number of a subquery in its statement.
pub(crate) type SubqueryId = usize;

/// An expression with its place in the text.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
}

/// An expression.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Value(Value),
    Slot(Slot),
    List(Vec<Expression>),
    Map(Vec<(Arc<str>, Expression)>),
    Property(Box<Expression>, Key),
    Index(Box<Expression>, Box<Expression>),
    Slice(Box<Expression>, Option<Box<Expression>>, Option<Box<Expression>>),
    HasLabels(Box<Expression>, LabelTest),
    Not(Box<Expression>),
    Negate(Box<Expression>),
    /// `+x`: a number, unchanged.
    Plus(Box<Expression>),
    IsNull(Box<Expression>, bool),
    Chain(Box<Expression>, Vec<(BinaryOperator, Expression)>),
    Comparison(Box<Expression>, Vec<(ComparisonOperator, Expression)>),
    Logical(LogicalOperator, Vec<Expression>),
    Call(Scalar, Vec<Expression>),
    Case(Vec<(Expression, Expression)>, Option<Box<Expression>>),
    /// `CASE subject`: the subject is compared with each branch.
    CaseOf(Box<Expression>, Vec<(Expression, Expression)>, Option<Box<Expression>>),
    Comprehension(Box<Comprehension>),
    Quantified(Quantifier, Box<Comprehension>),
    Reduce(Box<Reduce>),
    MapProjection(Box<Expression>, Vec<Projected>),
    Exists(SubqueryId),
    Count(SubqueryId),
    /// The expression's value for each row of the subquery.
    Collect(SubqueryId, Box<Expression>),
}

/// A property key: its name for maps, its symbol for nodes and relationships.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) name: Arc<str>,
    pub(crate) symbol: Symbol,
}

/// A look at each element of a list.
#[derive(Clone, Debug)]
pub(crate) struct Comprehension {
    /// Where each element is put.
    pub(crate) slot: Slot,
    pub(crate) list: Expression,
    pub(crate) predicate: Option<Expression>,
    pub(crate) projection: Option<Expression>,
}

/// `reduce(accumulator = initial, slot IN list | step)`
#[derive(Clone, Debug)]
pub(crate) struct Reduce {
    pub(crate) accumulator: Slot,
    pub(crate) initial: Expression,
    pub(crate) slot: Slot,
    pub(crate) list: Expression,
    pub(crate) step: Expression,
}

/// What a map projection takes.
#[derive(Clone, Debug)]
pub(crate) enum Projected {
    All,
    Entry(Arc<str>, Expression),
}

/// A label expression over the graph's symbols.
#[derive(Clone, Debug)]
pub(crate) enum LabelTest {
    Label(Symbol),
    Any,
    And(Vec<LabelTest>),
    Or(Vec<LabelTest>),
    Not(Box<LabelTest>),
}

impl LabelTest {
    /// Whether an element with these labels (or this one type) passes.
    pub(crate) fn accepts(&self, labels: &[Symbol]) -> bool {
        match self {
            Self::Label(label) => labels.contains(label),
            Self::Any => !labels.is_empty(),
            Self::And(tests) => tests.iter().all(|test| test.accepts(labels)),
            Self::Or(tests) => tests.iter().any(|test| test.accepts(labels)),
            Self::Not(test) => !test.accepts(labels),
        }
    }

    /// Labels that every element that passes carries.
    pub(crate) fn required(&self) -> Vec<Symbol> {
        match self {
            Self::Label(label) => vec![*label],
            Self::And(tests) => tests.iter().flat_map(Self::required).collect(),
            _ => Vec::new(),
        }
    }
}

impl Expression {
    /// A constant.
    pub(crate) fn value(value: Value, span: Span) -> Self {
        Self { kind: Kind::Value(value), span }
    }

    /// A variable.
    pub(crate) fn slot(slot: Slot, span: Span) -> Self {
        Self { kind: Kind::Slot(slot), span }
    }
}
