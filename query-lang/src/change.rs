//! Changes of the graph with their names bound: labels, types and keys stay names, since the
//! graph gets symbols for them as it changes.

use std::sync::Arc;

use crate::ast::Span;
use crate::bind::Match;
use crate::expression::{Expression, Slot};

/// A path to create: one node more than relationships.
#[derive(Clone, Debug)]
pub(crate) struct NewPath {
    /// Where the path is put.
    pub(crate) slot: Option<Slot>,
    pub(crate) nodes: Vec<NewNode>,
    pub(crate) relationships: Vec<NewRelationship>,
}

/// A node of a path to create.
#[derive(Clone, Debug)]
pub(crate) struct NewNode {
    pub(crate) slot: Slot,
    /// Absent for a node that is there already.
    pub(crate) created: Option<NewElement>,
    pub(crate) span: Span,
}

/// A relationship to create.
#[derive(Clone, Debug)]
pub(crate) struct NewRelationship {
    pub(crate) slot: Slot,
    pub(crate) created: NewElement,
    /// Whether it starts at the node behind it.
    pub(crate) backwards: bool,
    pub(crate) span: Span,
}

/// What a new node or relationship has.
#[derive(Clone, Debug)]
pub(crate) struct NewElement {
    /// A node's labels; a relationship's one type.
    pub(crate) labels: Vec<Arc<str>>,
    /// A map.
    pub(crate) properties: Option<Expression>,
}

/// A bound `MERGE`.
#[derive(Debug)]
pub(crate) struct Merge {
    pub(crate) pattern: Match,
    pub(crate) path: NewPath,
    pub(crate) on_create: Vec<Assignment>,
    pub(crate) on_match: Vec<Assignment>,
}

/// What is set or removed. The first expression gives the node or relationship.
#[derive(Clone, Debug)]
pub(crate) enum Assignment {
    Property(Expression, Arc<str>, Expression),
    Replace(Expression, Expression),
    Add(Expression, Expression),
    AddLabels(Expression, Vec<Arc<str>>),
    RemoveLabels(Expression, Vec<Arc<str>>),
}

/// A bound `DELETE`.
#[derive(Clone, Debug)]
pub(crate) struct Delete {
    pub(crate) detach: bool,
    pub(crate) items: Vec<Expression>,
}
