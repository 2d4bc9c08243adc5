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

    /// The labels of which an element must carry one, in order, where that is all that is asked.
    pub(crate) fn alternatives(&self) -> Option<Vec<Symbol>> {
        match self {
            Self::Label(label) => Some(vec![*label]),
            Self::Or(tests) => {
                let found: Vec<Vec<_>> =
                    tests.iter().map(Self::alternatives).collect::<Option<_>>()?;
                let mut found = found.concat();
                found.sort_unstable();
                found.dedup();
                Some(found)
            }
            _ => None,
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

/// The types among which one must be, in order, where that is all that is asked; `Some(None)`
/// where any will do.
#[allow(clippy::option_option)]
pub(crate) fn choice(types: Option<&LabelTest>) -> Option<Option<Vec<Symbol>>> {
    match types {
        None | Some(LabelTest::Any) => Some(None),
        Some(types) => types.alternatives().map(Some),
    }
}

impl Expression {
    /// The slots that it reads, its own among them; `None` where it has a subquery, which reads
    /// what it likes.
    pub(crate) fn slots(&self) -> Option<Vec<Slot>> {
        let mut slots = Vec::new();
        let mut open = vec![self];
        while let Some(expression) = open.pop() {
            match &expression.kind {
                Kind::Slot(slot) => slots.push(*slot),
                Kind::Exists(_) | Kind::Count(_) | Kind::Collect(..) => return None,
                _ => open.extend(expression.parts()),
            }
        }
        Some(slots)
    }

    /// The expressions directly in it.
    fn parts(&self) -> Vec<&Self> {
        match &self.kind {
            Kind::Value(_) | Kind::Slot(_) | Kind::Exists(_) | Kind::Count(_) => Vec::new(),
            Kind::List(items) | Kind::Logical(_, items) | Kind::Call(_, items) => {
                items.iter().collect()
            }
            Kind::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
            Kind::Property(inner, _)
            | Kind::HasLabels(inner, _)
            | Kind::Not(inner)
            | Kind::Negate(inner)
            | Kind::Plus(inner)
            | Kind::IsNull(inner, _)
            | Kind::Collect(_, inner) => vec![inner],
            Kind::Index(list, index) => vec![list, index],
            Kind::Slice(list, from, to) => [Some(list), from.as_ref(), to.as_ref()]
                .into_iter()
                .flatten()
                .map(|e| &**e)
                .collect(),
            Kind::Chain(first, rest) => {
                std::iter::once(&**first).chain(rest.iter().map(|(_, part)| part)).collect()
            }
            Kind::Comparison(first, rest) => {
                std::iter::once(&**first).chain(rest.iter().map(|(_, part)| part)).collect()
            }
            Kind::Case(branches, otherwise) => {
                let branches = branches.iter().flat_map(|(when, then)| [when, then]);
                branches.chain(otherwise.as_deref()).collect()
            }
            Kind::CaseOf(subject, branches, otherwise) => {
                let branches = branches.iter().flat_map(|(when, then)| [when, then]);
                std::iter::once(&**subject).chain(branches).chain(otherwise.as_deref()).collect()
            }
            Kind::Comprehension(found) | Kind::Quantified(_, found) => {
                let parts =
                    [Some(&found.list), found.predicate.as_ref(), found.projection.as_ref()];
                parts.into_iter().flatten().collect()
            }
            Kind::Reduce(reduce) => vec![&reduce.initial, &reduce.list, &reduce.step],
            Kind::MapProjection(object, items) => {
                let entries = items.iter().filter_map(|item| match item {
                    Projected::All => None,
                    Projected::Entry(_, value) => Some(value),
                });
                std::iter::once(&**object).chain(entries).collect()
            }
        }
    }

    /// A constant.
    pub(crate) fn value(value: Value, span: Span) -> Self {
        Self { kind: Kind::Value(value), span }
    }

    /// A variable.
    pub(crate) fn slot(slot: Slot, span: Span) -> Self {
        Self { kind: Kind::Slot(slot), span }
    }
}
