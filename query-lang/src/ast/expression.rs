//! Expressions.

use super::{LabelExpr, Name, PathPattern, Query, Span};

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
    /// `COLLECT { … RETURN x }`
    Collect(Box<Query>),
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
    /// `||`
    Concatenate,
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
