//! The syntax tree of a query, as written: names not yet bound, nothing checked.
//!
//! Cypher text and English questions both become this tree. Its `Display` is Cypher again, and
//! parsing that gives an equal tree. [`Span`]s are where the parts stood in the text; they
//! never take part in equality. A tree that wasn't parsed has [`Span::NONE`] throughout.
//!
//! Chains such as `1 + 2 - 3` or `a AND b AND c` are flat, so the tree of a query is no deeper
//! than its nesting.

mod build;
mod display;

use std::ops::Range;

/// Bytes of the query's text. Equal to every other span: where a thing stands isn't what it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

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
    /// What it asks.
    pub query: Query,
}

/// Single queries joined by `UNION`.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The first single query.
    pub first: SingleQuery,
    /// The others, each with the word before it. All of one query are the same kind.
    pub rest: Vec<(Union, SingleQuery)>,
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

/// A clause.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    /// `[OPTIONAL] MATCH patterns [WHERE predicate]`
    Match(Match),
    /// `UNWIND list AS variable`
    Unwind {
        /// What is unwound.
        list: Expr,
        /// The variable that holds each element.
        variable: Name,
    },
    /// `WITH items … [WHERE predicate]`
    With {
        /// What is carried on.
        projection: Projection,
        /// A predicate on the projected rows.
        predicate: Option<Expr>,
    },
    /// `RETURN items …`
    Return(Projection),
}

/// `[OPTIONAL] MATCH patterns [WHERE predicate]`
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Whether rows without a match are kept, with `null` for the new variables.
    pub optional: bool,
    /// Path patterns, separated by commas; no relationship is walked twice in one match.
    pub pattern: Vec<PathPattern>,
    /// What the match must satisfy.
    pub predicate: Option<Expr>,
    /// The clause without its predicate.
    pub span: Span,
}

/// `[DISTINCT] items [ORDER BY …] [SKIP n] [LIMIT n]`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Projection {
    /// Whether equivalent rows are merged.
    pub distinct: bool,
    /// `*`: all variables in scope, before the items.
    pub all: bool,
    /// The items.
    pub items: Vec<ProjectionItem>,
    /// Sort keys, most significant first.
    pub order_by: Vec<SortItem>,
    /// Rows left out at the start.
    pub skip: Option<Expr>,
    /// The most rows kept.
    pub limit: Option<Expr>,
    /// The clause.
    pub span: Span,
}

/// `expression [AS alias]`
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionItem {
    /// What is computed.
    pub expr: Expr,
    /// Its name; without one, the expression's text.
    pub alias: Option<Name>,
    /// The expression, with parentheses around it.
    pub span: Span,
}

/// `expression [DESC]`
#[derive(Clone, Debug, PartialEq)]
pub struct SortItem {
    /// The key.
    pub expr: Expr,
    /// Whether the greatest comes first.
    pub descending: bool,
}

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

/// An expression with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands, without parentheses around it.
    pub span: Span,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `null`, `true`, `1`, `1.0`, `'text'`
    Literal(Literal),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{key: value}`
    Map(Vec<(Name, Expr)>),
    /// `name`
    Variable(String),
    /// `$name`
    Parameter(String),
    /// `object.key`
    Property(Box<Expr>, Name),
    /// `list[index]`
    Index(Box<Expr>, Box<Expr>),
    /// `list[from..to]`
    Slice {
        /// What is cut.
        list: Box<Expr>,
        /// The first index kept.
        from: Option<Box<Expr>>,
        /// The index after the last kept.
        to: Option<Box<Expr>>,
    },
    /// `n:Label`
    HasLabels(Box<Expr>, LabelExpr),
    /// `NOT a`, `-a`, `+a`
    Unary(UnaryOperator, Box<Expr>),
    /// `a IS [NOT] NULL`
    IsNull {
        /// What is tested.
        operand: Box<Expr>,
        /// `IS NOT NULL`.
        negated: bool,
    },
    /// `a + b - c`: operators of one precedence, applied from the left; never empty.
    Chain(Box<Expr>, Vec<(BinaryOperator, Expr)>),
    /// `a < b <= c`, which is `a < b AND b <= c`; never empty.
    Comparison(Box<Expr>, Vec<(ComparisonOperator, Expr)>),
    /// `a AND b AND c`; two or more operands.
    Logical(LogicalOperator, Vec<Expr>),
    /// `function(a, b)`
    Call(Call),
    /// `count(*)`
    CountAll,
    /// `CASE [subject] WHEN … THEN … ELSE … END`
    Case {
        /// What the branches are compared with.
        subject: Option<Box<Expr>>,
        /// Conditions with their results; never empty.
        branches: Vec<(Expr, Expr)>,
        /// The result where no branch holds.
        otherwise: Option<Box<Expr>>,
    },
    /// `[x IN list WHERE predicate | projection]`
    ListComprehension {
        /// The variable that holds each element.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// Which elements are kept.
        predicate: Option<Box<Expr>>,
        /// What is made of each; the element itself where absent.
        projection: Option<Box<Expr>>,
    },
    /// `[(a)-->(b) WHERE predicate | projection]`
    PatternComprehension {
        /// The pattern, with its path variable.
        pattern: Box<PathPattern>,
        /// Which matches are kept.
        predicate: Option<Box<Expr>>,
        /// What is made of each.
        projection: Box<Expr>,
    },
    /// `all(x IN list WHERE predicate)`
    Quantifier {
        /// How many elements must satisfy the predicate.
        quantifier: Quantifier,
        /// The variable that holds each element.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// What is asked of each.
        predicate: Box<Expr>,
    },
    /// `reduce(accumulator = initial, x IN list | step)`
    Reduce {
        /// The variable that holds the result so far.
        accumulator: Name,
        /// Its first value.
        initial: Box<Expr>,
        /// The variable that holds each element.
        variable: Name,
        /// The list.
        list: Box<Expr>,
        /// The next value of the accumulator.
        step: Box<Expr>,
    },
    /// `object {.key, .*, other: value, variable}`
    MapProjection(Name, Vec<MapProjectionItem>),
    /// `EXISTS { … }`
    Exists(Box<Subquery>),
    /// `COUNT { … }`
    Count(Box<Subquery>),
    /// `(a)-->(b)` as a predicate.
    Pattern(Box<PathPattern>),
}

/// `function([DISTINCT] a, b)`
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function, its namespace before dots.
    pub name: Name,
    /// Whether an aggregation leaves out equivalent values.
    pub distinct: bool,
    /// The arguments.
    pub arguments: Vec<Expr>,
}

/// What stands in the braces of `EXISTS` and `COUNT`.
#[derive(Clone, Debug, PartialEq)]
pub enum Subquery {
    /// `(a)-->(b) WHERE predicate`
    Pattern {
        /// Path patterns, matched together.
        pattern: Vec<PathPattern>,
        /// What the match must satisfy.
        predicate: Option<Expr>,
    },
    /// A query, whose `RETURN` may be left out.
    Query(Query),
}

/// What a map projection takes.
#[derive(Clone, Debug, PartialEq)]
pub enum MapProjectionItem {
    /// `.key`
    Property(Name),
    /// `.*`
    AllProperties,
    /// `variable`
    Variable(Name),
    /// `key: value`
    Entry(Name, Expr),
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true`, `false`
    Boolean(bool),
    /// `1`, `0x1F`, `0o17`; with its minus sign
    Integer(i64),
    /// `1.0`, `1e9`; with its minus sign
    Float(f64),
    /// `'text'`, `"text"`; without escapes
    String(String),
}

/// An operator before its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `NOT`
    Not,
    /// `-`
    Minus,
    /// `+`
    Plus,
}

/// An operator between two operands that gives a value by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOperator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
    /// `^`
    Power,
    /// `IN`
    In,
    /// `STARTS WITH`
    StartsWith,
    /// `ENDS WITH`
    EndsWith,
    /// `CONTAINS`
    Contains,
    /// `=~`: a regular expression that the whole text matches.
    Matches,
}

/// A comparison; several in a row must all hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparisonOperator {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// A connective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogicalOperator {
    /// `AND`
    And,
    /// `OR`
    Or,
    /// `XOR`
    Xor,
}

/// How many elements must satisfy a predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// Every one.
    All,
    /// At least one.
    Any,
    /// Not one.
    None,
    /// Exactly one.
    Single,
}

impl Span {
    /// The place of what wasn't written.
    pub const NONE: Self = Self { start: 0, end: 0 };

    /// The bytes from `start` to before `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// From the start of this to the end of the other.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end }
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

#[cfg(test)]
mod tests;
