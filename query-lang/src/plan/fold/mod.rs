//! Matches that are counted instead of listed.
//!
//! Where rows are only counted, most of a pattern needs no rows: `(a)-->(b)-->(c)` has as many
//! matches as the sum, over all `b`, of those that lead to it times those that lead from it. A
//! fold finds how often each combination of a few nodes is matched, its *outputs*, and multiplies
//! what hangs on them.
//!
//! ```text
//! MATCH … MATCH … OPTIONAL MATCH … RETURN …, count(*)
//!   → pattern   what is asked, freed from slots that nobody reads        read
//!   → terms     the same without "must differ": sums and differences     apart
//!   → levels    in which order nodes are tried, and what is multiplied   order
//! ```

mod apart;
mod order;
mod read;

use graph_core::Symbol;
use graph_core::graph::Side;

use crate::expression::{Expression, Key, LabelTest, Slot};
pub(crate) use order::{Below, Level};
pub(super) use read::Folded;

/// How often each combination of outputs is matched.
#[derive(Debug)]
pub(crate) struct Fold {
    /// What is asked for.
    pub(crate) pattern: Pattern,
    /// The same without "must differ".
    pub(crate) terms: Vec<Term>,
    /// The slots of nodes that are told apart.
    pub(crate) outputs: Vec<Slot>,
    /// Whether the combinations are counted, not listed.
    pub(crate) tuples: bool,
    /// The slot for how often a combination is matched, or how many combinations there are.
    pub(crate) times: Slot,
    /// Where only those are wanted that are matched most: how many.
    pub(crate) most: Option<Vec<Expression>>,
    /// How many combinations there are, about.
    pub(crate) rows: f64,
}

/// A pattern of which any match counts, so often as the sign says.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    pub(crate) sign: i64,
    pub(crate) pattern: Pattern,
    /// What is tried first, each apart from the others.
    pub(crate) levels: Vec<Level>,
    /// Checks of what is known before.
    pub(crate) checks: Vec<usize>,
    /// Factors of what is known before.
    pub(crate) factors: Vec<usize>,
}

/// Nodes, and what must hold between them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pattern {
    pub(crate) variables: Vec<Variable>,
    pub(crate) links: Vec<Link>,
    pub(crate) checks: Vec<Check>,
    pub(crate) factors: Vec<Factor>,
    /// Pairs of variables that are different nodes.
    pub(crate) unequal: Vec<(usize, usize)>,
    /// Relationships that must not be there, of which there is at most one each.
    pub(crate) absent: Vec<Link>,
    /// Pairs of links that are different relationships.
    apart: Vec<(usize, usize)>,
}

/// A node of a pattern.
#[derive(Clone, Debug, Default)]
pub(crate) struct Variable {
    /// Where it stands in rows; several where it stands for several nodes that are one.
    pub(crate) slots: Vec<Slot>,
    /// Those of them that the row that comes in holds.
    pub(crate) bound: Vec<Slot>,
    pub(crate) labels: Vec<LabelTest>,
    /// Conditions on it alone.
    pub(crate) predicates: Vec<Expression>,
    /// Properties that equal what is known before.
    pub(crate) seeks: Vec<(Key, Expression)>,
}

impl Variable {
    /// Whether the row that comes in holds it.
    pub(crate) fn is_bound(&self) -> bool {
        !self.bound.is_empty()
    }

    /// Labels that it has, among others.
    pub(crate) fn required(&self) -> impl Iterator<Item = Symbol> {
        self.labels.iter().flat_map(LabelTest::required)
    }
}

/// A relationship of a pattern.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// In order; `None` for any.
    pub(crate) types: Option<Vec<Symbol>>,
    /// As `from` sees it: never [`Side::Incoming`].
    pub(crate) side: Side,
}

impl Link {
    /// The side as one of its ends sees it.
    pub(crate) fn seen_from(&self, variable: usize) -> Side {
        if self.from == variable { self.side } else { self.side.reversed() }
    }

    /// The other end.
    pub(crate) fn other(&self, variable: usize) -> usize {
        if self.from == variable { self.to } else { self.from }
    }
}

/// A condition on several variables.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    pub(crate) predicate: Expression,
    pub(crate) variables: Vec<usize>,
}

/// What the matches of a further pattern multiply by.
#[derive(Clone, Debug)]
pub(crate) struct Factor {
    /// What is asked for.
    pub(crate) pattern: Pattern,
    /// The same without "must differ".
    pub(crate) terms: Vec<Term>,
    pub(crate) kind: FactorKind,
    /// The variables that the further pattern starts with.
    pub(crate) context: Vec<usize>,
}

/// What number of matches multiplies by what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FactorKind {
    /// By itself, and by one where there is none.
    Optional,
    /// By one, and by nothing where there is none.
    Exists,
    /// By nothing, and by one where there is none.
    Absent,
}

impl FactorKind {
    /// What so many matches multiply by.
    pub(crate) fn of(self, matches: i64) -> i64 {
        match self {
            Self::Optional => matches.max(1),
            Self::Exists => i64::from(matches > 0),
            Self::Absent => i64::from(matches <= 0),
        }
    }
}
