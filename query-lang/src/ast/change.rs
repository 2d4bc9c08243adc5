//! Clauses that change the graph.

use super::{Clause, Expr, Name, PathPattern, Span};

/// `CREATE patterns`
#[derive(Clone, Debug, PartialEq)]
pub struct Create {
    /// Path patterns; what is already bound isn't created.
    pub pattern: Vec<PathPattern>,
    /// The clause.
    pub span: Span,
}

/// `MERGE pattern [ON CREATE SET …] [ON MATCH SET …]`
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// What is matched or, where nothing matches, created as a whole.
    pub pattern: PathPattern,
    /// What is set on what was created.
    pub on_create: Vec<Assignment>,
    /// What is set on what was found.
    pub on_match: Vec<Assignment>,
    /// The clause.
    pub span: Span,
}

/// `SET item, …`
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// The items, applied in order.
    pub items: Vec<Assignment>,
    /// The clause.
    pub span: Span,
}

/// What `SET` changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Assignment {
    /// `object.key = value`
    Property(Expr, Name, Expr),
    /// `variable = map`: the properties become those of the map.
    Replace(Name, Expr),
    /// `variable += map`: the properties of the map are added.
    Add(Name, Expr),
    /// `variable:Label:Other`
    Labels(Name, Vec<Name>),
}

/// `REMOVE item, …`
#[derive(Clone, Debug, PartialEq)]
pub struct Remove {
    /// The items.
    pub items: Vec<Removal>,
    /// The clause.
    pub span: Span,
}

/// What `REMOVE` takes away.
#[derive(Clone, Debug, PartialEq)]
pub enum Removal {
    /// `object.key`
    Property(Expr, Name),
    /// `variable:Label:Other`
    Labels(Name, Vec<Name>),
}

/// `[DETACH] DELETE expression, …`
#[derive(Clone, Debug, PartialEq)]
pub struct Delete {
    /// Whether the relationships of a node go with it.
    pub detach: bool,
    /// Nodes, relationships and paths.
    pub items: Vec<Expr>,
    /// The clause.
    pub span: Span,
}

/// `FOREACH (variable IN list | updates)`
#[derive(Clone, Debug, PartialEq)]
pub struct Foreach {
    /// The variable that holds each element.
    pub variable: Name,
    /// The list.
    pub list: Expr,
    /// Clauses that change the graph, all of them for one element before the next; never empty.
    pub updates: Vec<Clause>,
    /// The clause.
    pub span: Span,
}
