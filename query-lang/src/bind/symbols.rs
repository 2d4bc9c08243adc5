//! Labels, types and property keys: symbols of the graph, with a warning for unknown ones.

use graph_core::Symbol;

use super::Binder;
use crate::ast::{LabelExpr, Name};
use crate::error::{Cause, Error, nearest};
use crate::expression::{Key, LabelTest};

/// What a name in a label expression is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Labelled {
    Node,
    Relationship,
}

impl Binder<'_> {
    pub(super) fn labels(&mut self, labels: &LabelExpr, of: Labelled) -> LabelTest {
        let mut all =
            |parts: &[LabelExpr]| parts.iter().map(|part| self.labels(part, of)).collect();
        match labels {
            LabelExpr::Label(name) => LabelTest::Label(self.label(name, of)),
            LabelExpr::Any => LabelTest::Any,
            LabelExpr::And(parts) => LabelTest::And(all(parts)),
            LabelExpr::Or(parts) => LabelTest::Or(all(parts)),
            LabelExpr::Not(part) => LabelTest::Not(Box::new(self.labels(part, of))),
        }
    }

    fn label(&mut self, name: &Name, of: Labelled) -> Symbol {
        let symbol = self.symbol(name);
        let in_use = match of {
            Labelled::Node => self.graph.nodes_with_label(symbol).len() > 0,
            Labelled::Relationship => self.graph.relationships_with_type(symbol).len() > 0,
        };
        if !in_use {
            let (what, known) = match of {
                Labelled::Node => ("label", self.graph.labels()),
                Labelled::Relationship => ("relationship type", self.graph.relationship_types()),
            };
            let near = nearest(&name.text, known.into_iter().map(|(name, _)| name));
            let near = near.map(str::to_owned);
            self.doubt(what, name, near);
        }
        symbol
    }

    /// A property key. Only keys of nodes and relationships are looked for in the graph.
    pub(super) fn key(&mut self, name: &Name, of_element: bool) -> Key {
        let known = self.graph.symbols().get(&name.text).is_some();
        let symbol = self.symbol(name);
        if !known && of_element {
            let near = nearest(&name.text, self.graph.property_keys()).map(str::to_owned);
            self.doubt("property", name, near);
        }
        Key { name: name.text.as_str().into(), symbol }
    }

    /// The symbol of a name; of one that is new to the graph, the symbol that it will have.
    fn symbol(&mut self, name: &Name) -> Symbol {
        self.graph.symbols().get_or_foresee(&name.text, &mut self.new_names)
    }

    /// Notes a name that the graph doesn't have, once.
    fn doubt(&mut self, what: &'static str, name: &Name, near: Option<String>) {
        let cause = Cause::UnknownName { what, name: name.text.clone() };
        if self.created.contains(&name.text) || (what == "property" && self.creates_any_key) {
            return;
        }
        if !self.unknown.iter().any(|known| known.cause() == &cause) {
            let help = near.map(|near| format!("did you mean `{near}`?"));
            let help = help.or_else(|| self.names_in_use(what));
            self.unknown.push(Error::compile(cause, name.span).with_optional_help(help));
        }
    }
}
