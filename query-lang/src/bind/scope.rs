//! The variables that can be used at a place of a query.

use crate::expression::Slot;

/// What is known of a variable's values before the query runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Any,
    Node,
    Relationship,
    Path,
    /// A list, as of the relationships of a variable length pattern.
    List,
    Map,
    Boolean,
    Number,
    String,
}

impl Type {
    /// The type as error messages say it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Any => "value",
            Self::Node => "node",
            Self::Relationship => "relationship",
            Self::Path => "path",
            Self::List => "list",
            Self::Map => "map",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::String => "text",
        }
    }

    /// Whether a value of this type may be of the other.
    pub(super) fn may_be(self, other: Self) -> bool {
        self == other || self == Self::Any || other == Self::Any
    }
}

/// A variable in scope.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) slot: Slot,
    pub(super) known: Type,
}

/// Variables by name, in the order they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    variables: Vec<Variable>,
}

impl Scope {
    /// The variable of this name that came last.
    pub(super) fn find(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().rev().find(|variable| variable.name == name)
    }

    pub(super) fn add(&mut self, name: &str, slot: Slot, known: Type) {
        self.variables.push(Variable { name: name.to_owned(), slot, known });
    }

    /// The same variables, of whose values nothing is known.
    pub(super) fn untyped(mut self) -> Self {
        self.variables.iter_mut().for_each(|variable| variable.known = Type::Any);
        self
    }

    pub(super) fn len(&self) -> usize {
        self.variables.len()
    }

    /// Forgets what came after the first `length` variables.
    pub(super) fn truncate(&mut self, length: usize) {
        self.variables.truncate(length);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Variable> {
        self.variables.iter()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|variable| variable.name.as_str())
    }
}
