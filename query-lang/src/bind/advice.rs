//! What to write instead of a name that isn't there.

use super::Binder;
use super::scope::Type;
use crate::ast::Span;
use crate::error::{Cause, Error, nearest};
use crate::functions;

/// The most names that are listed where none is near.
const MOST_LISTED: usize = 12;

impl Binder<'_> {
    /// The error of a variable that isn't in scope.
    pub(super) fn undefined(&self, name: &str, span: Span) -> Error {
        let cause = Cause::UndefinedVariable { name: name.to_owned() };
        Error::compile(cause, span).with_help(self.instead_of_variable(name))
    }

    fn instead_of_variable(&self, name: &str) -> String {
        if let Some(near) = nearest(name, self.scope.names()) {
            return format!("did you mean `{near}`?");
        }
        if ["none", "nil", "undefined"].contains(&name.to_lowercase().as_str()) {
            return String::from("write null");
        }
        if self.dropped.contains(name) {
            return format!("WITH carries on what it names only: add `{name}` to it");
        }
        let element = |known| matches!(known, Type::Node | Type::Relationship);
        let mut elements = self.scope.iter().filter(|variable| element(variable.known));
        if let (Some(only), None) = (elements.next(), elements.next())
            && self.graph.property_keys().contains(&name)
        {
            return format!("did you mean `{}.{name}`?", only.name);
        }
        format!(
            "a variable comes from a clause before, such as MATCH or WITH; a text stands in \
             quotes: '{name}'"
        )
    }

    /// Names of the graph, where they are few enough to read, or where to find them.
    pub(super) fn names_in_use(&self, what: &str) -> Option<String> {
        let (mut names, procedure) = match what {
            "label" => (self.graph.labels(), "db.labels"),
            "relationship type" => (self.graph.relationship_types(), "db.relationshipTypes"),
            _ => {
                let keys = self.graph.property_keys();
                (keys.into_iter().map(|key| (key, 1)).collect(), "db.propertyKeys")
            }
        };
        names.retain(|(name, count)| *count > 0 && name.chars().count() < 40);
        let names: Vec<&str> = names.into_iter().map(|(name, _)| name).collect();
        match names.len() {
            0 => None,
            1..=MOST_LISTED => Some(format!("it has {}", names.join(", "))),
            _ => Some(format!("CALL {procedure}() lists those it has")),
        }
    }
}

/// What to call instead of a function that isn't there.
pub(super) fn instead_of_function(name: &str) -> Option<String> {
    let names = functions::functions().iter().map(|function| function.name);
    let foreign = functions::instead_of(name).map(|instead| format!("write {instead}"));
    foreign.or_else(|| nearest(name, names).map(|near| format!("did you mean {near}()?")))
}
