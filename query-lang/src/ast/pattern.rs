//! Patterns: what a match looks for.

use super::{Expr, Name, Span};

/// `[variable =] (a)-[r]->(b)…`, or `shortestPath(…)` of one.
#[derive(Clone, Debug, PartialEq)]
pub struct PathPattern {
    /// The variable that holds the path.
    pub variable: Option<Name>,
    /// Which of the matching paths are wanted.
    pub selector: PathSelector,
    /// The first node.
    pub start: NodePattern,
    /// Relationships, each with the node at its other end.
    pub steps: Vec<(RelationshipPattern, NodePattern)>,
    /// The pattern.
    pub span: Span,
}

/// Which of the matching paths are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathSelector {
    /// Every one.
    #[default]
    Walk,
    /// `shortestPath(…)`: one with the fewest relationships.
    Shortest,
    /// `allShortestPaths(…)`: all with the fewest relationships.
    AllShortest,
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

/// `-[variable:TYPE*1..3 {key: value} WHERE predicate]->`
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

/// The direction a relationship is walked in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// `-->`
    Outgoing,
    /// `<--`
    Incoming,
    /// `--` or `<-->`
    #[default]
    Either,
}

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
