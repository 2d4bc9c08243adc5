//! Clauses.

use super::{Create, Delete, Expr, Foreach, Merge, Name, PathPattern, Query, Remove, Set, Span};

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
    /// `CALL (variables) { query }`
    CallSubquery(Box<CallSubquery>),
    /// `RETURN items …`
    Return(Projection),
    /// `CALL name(arguments) [YIELD …]`
    CallProcedure(CallProcedure),
    /// `LOAD CSV FROM file AS row`
    LoadCsv(LoadCsv),
    /// `CREATE patterns`
    Create(Create),
    /// `MERGE pattern …`
    Merge(Merge),
    /// `SET item, …`
    Set(Set),
    /// `REMOVE item, …`
    Remove(Remove),
    /// `[DETACH] DELETE expression, …`
    Delete(Delete),
    /// `FOREACH (variable IN list | updates)`
    Foreach(Box<Foreach>),
    /// `FINISH`: ends a query without rows.
    Finish(Span),
}

impl Clause {
    /// The word that begins a clause which changes the graph; `None` for one that only reads.
    pub fn change(&self) -> Option<&'static str> {
        match self {
            Self::Match(_)
            | Self::Unwind { .. }
            | Self::With { .. }
            | Self::Return(_)
            | Self::CallProcedure(_)
            | Self::Finish(_)
            | Self::LoadCsv(_) => None,
            Self::CallSubquery(call) => call.query.change().and_then(Self::change),
            Self::Create(_) => Some("CREATE"),
            Self::Merge(_) => Some("MERGE"),
            Self::Set(_) => Some("SET"),
            Self::Remove(_) => Some("REMOVE"),
            Self::Delete(_) => Some("DELETE"),
            Self::Foreach(_) => Some("FOREACH"),
        }
    }

    /// Where the clause stands, or most of it.
    pub fn span(&self) -> Span {
        match self {
            Self::Match(clause) => clause.span,
            Self::Unwind { list, variable } => list.span.to(variable.span),
            Self::With { projection, .. } | Self::Return(projection) => projection.span,
            Self::CallProcedure(call) => call.span,
            Self::CallSubquery(call) => call.span,
            Self::LoadCsv(load) => load.span,
            Self::Create(clause) => clause.span,
            Self::Merge(clause) => clause.span,
            Self::Set(clause) => clause.span,
            Self::Remove(clause) => clause.span,
            Self::Delete(clause) => clause.span,
            Self::Foreach(clause) => clause.span,
            Self::Finish(span) => *span,
        }
    }
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

/// `[OPTIONAL] CALL [(variables)] { query }`: the query for each row.
#[derive(Clone, Debug, PartialEq)]
pub struct CallSubquery {
    /// Whether rows for which the query gives none are kept, with `null` for its columns.
    pub optional: bool,
    /// What the query sees of the row.
    pub imports: Imports,
    /// What is asked for each row; its columns join the row.
    pub query: Query,
    /// The clause up to its brace.
    pub span: Span,
}

/// Which variables a subquery sees.
#[derive(Clone, Debug, PartialEq)]
pub enum Imports {
    /// `CALL { … }`: those that a `WITH` at the head of each branch names.
    With,
    /// `CALL (*) { … }`
    All,
    /// `CALL (a, b) { … }`; none where empty.
    Listed(Vec<Name>),
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

/// `CALL name[(arguments)] [YIELD …]`
#[derive(Clone, Debug, PartialEq)]
pub struct CallProcedure {
    /// The procedure, its namespaces before it: `db.labels`.
    pub name: Name,
    /// The arguments; absent where they are the query's parameters of the same names.
    pub arguments: Option<Vec<Expr>>,
    /// What is taken of its rows.
    pub yields: Option<Yield>,
    /// The clause.
    pub span: Span,
}

/// `YIELD * [WHERE predicate]`, `YIELD column [AS variable], … [WHERE predicate]`
#[derive(Clone, Debug, PartialEq)]
pub struct Yield {
    /// The columns taken; `None` for `*`, all of them.
    pub items: Option<Vec<YieldItem>>,
    /// What the rows must satisfy.
    pub predicate: Option<Expr>,
    /// The part from `YIELD` on.
    pub span: Span,
}

/// `column [AS variable]`
#[derive(Clone, Debug, PartialEq)]
pub struct YieldItem {
    /// A column of the procedure.
    pub column: Name,
    /// The variable that holds it; without one, the column's name is the variable's.
    pub alias: Option<Name>,
}

/// `LOAD CSV [WITH HEADERS] FROM file AS row [FIELDTERMINATOR separator]`
#[derive(Clone, Debug, PartialEq)]
pub struct LoadCsv {
    /// Whether the first line names the columns: a row is a map then, else a list.
    pub headers: bool,
    /// The file's name or `file:` address.
    pub from: Expr,
    /// The variable that holds each row.
    pub variable: Name,
    /// What stands between fields, an ASCII character; without one, a comma.
    pub separator: Option<char>,
    /// The clause.
    pub span: Span,
}
