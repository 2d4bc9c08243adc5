//! Patterns: what a match looks for.

use super::{Expr, Name, Span};

/// `[variable =] [selector] (a)-[r]->(b)…`, or `shortestPath(…)` of one.
///
/// A node stands on both sides of every connection: where none is written beside a quantified
/// pattern, it's an empty one.
#[derive(Clone, Debug, PartialEq)]
pub struct PathPattern {
    /// The variable that holds the path.
    pub variable: Option<Name>,
    /// Which of the matching paths are wanted.
    pub selector: PathSelector,
    /// The first node.
    pub start: NodePattern,
    /// Connections, each with the node at its other end.
    pub steps: Vec<(Connection, NodePattern)>,
    /// What a path must satisfy to be selected: `(… WHERE predicate)`.
    pub predicate: Option<Expr>,
    /// The pattern.
    pub span: Span,
}

/// What stands between two nodes of a path.
#[derive(Clone, Debug, PartialEq)]
pub enum Connection {
    /// `-[r]->`, `-[r*1..3]->`; and `-[r]->{1,3}`, which is the same.
    Relationship(RelationshipPattern),
    /// `((a)-[r]->(b)){1,3}`
    Quantified(QuantifiedPattern),
}

/// `((a)-[r]->(b) WHERE predicate){1,3}`: a pattern several times in a row, the last node of
/// each time being the first of the next. Outside, its variables hold lists.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantifiedPattern {
    /// The first node.
    pub start: NodePattern,
    /// Relationships, each with the node at its other end; none has a length of its own.
    pub steps: Vec<(RelationshipPattern, NodePattern)>,
    /// What each time must satisfy.
    pub predicate: Option<Expr>,
    /// The fewest times.
    pub min: u64,
    /// The most times; no limit where absent.
    pub max: Option<u64>,
    /// The pattern, with its parentheses and quantifier.
    pub span: Span,
}

/// Which of the paths between the same two nodes are wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum PathSelector {
    /// Every one: `ALL`, or nothing.
    #[default]
    All,
    /// `ANY k`, in no order; `ANY` is one.
    Any(PathCount),
    /// `SHORTEST k`: those with the fewest relationships first; `ANY SHORTEST` is one.
    Shortest(PathCount),
    /// `SHORTEST k GROUPS`: all that are as long as one of the `k` smallest lengths;
    /// `ALL SHORTEST` is one.
    ShortestGroups(PathCount),
    /// `shortestPath(…)`: one, of those that satisfy the `WHERE` of the match.
    ShortestPath,
    /// `allShortestPaths(…)`: all with the fewest relationships, of those that satisfy the
    /// `WHERE` of the match.
    AllShortestPaths,
}

impl PathSelector {
    /// Whether it's written as a function around the pattern.
    pub fn is_function(&self) -> bool {
        matches!(self, Self::ShortestPath | Self::AllShortestPaths)
    }
}

/// How many paths, or groups of them.
#[derive(Clone, Debug, PartialEq)]
pub enum PathCount {
    /// `2`
    Number(u64),
    /// `$name`
    Parameter(Name),
}

/// `(variable:Label {key: value} WHERE predicate)`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodePattern {
    /// The variable that holds the node.
    pub variable: Option<Name>,
    /// The labels it must carry.
    pub labels: Option<LabelExpr>,
    /// Properties it must have: a map or a parameter.
    pub properties: Option<Expr>,
    /// What else it must satisfy.
    pub predicate: Option<Expr>,
    /// The pattern, with its parentheses.
    pub span: Span,
}

/// `-[variable:TYPE*1..3 {key: value} WHERE predicate]->`, or with `{1,3}` behind it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RelationshipPattern {
    /// The variable that holds the relationship; a list of them where `hops` is given.
    pub variable: Option<Name>,
    /// The types it may have.
    pub types: Option<LabelExpr>,
    /// How many relationships are walked; exactly one where absent.
    pub hops: Option<Hops>,
    /// Properties it must have: a map or a parameter.
    pub properties: Option<Expr>,
    /// What else it must satisfy.
    pub predicate: Option<Expr>,
    /// The direction it is walked in.
    pub direction: Direction,
    /// The pattern, with its dashes.
    pub span: Span,
}

/// `*`, `*2`, `*1..`, `*..3` or `*1..3`: how many relationships are walked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hops {
    /// The fewest; one where absent.
    pub min: Option<u64>,
    /// The most; no limit where absent.
    pub max: Option<u64>,
}

/// The direction a relationship is walked in: `-->`, `<--`, or `--` and `<-->`.
pub use graph_core::graph::Side as Direction;

/// What labels (or which type) are wanted: `A`, `A&B`, `A|B`, `!A`, `%`.
#[derive(Clone, Debug, PartialEq)]
pub enum LabelExpr {
    /// One name.
    Label(Name),
    /// Any label at all.
    Any,
    /// All of these; two or more.
    And(Vec<LabelExpr>),
    /// At least one of these; two or more.
    Or(Vec<LabelExpr>),
    /// Not this.
    Not(Box<LabelExpr>),
}
