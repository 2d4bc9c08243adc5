//! Quantified patterns and path selectors.

use graph_core::Value;

use super::pattern::once;
use super::scope::Variable;
use super::symbols::Labelled;
use super::{
    Binder, Connection, Counted, Node, Predicate, Repetition, Selection, Type, already_bound,
    type_conflict,
};
use crate::ast::{self, Name, PathCount, PathSelector, QuantifiedPattern, Span};
use crate::error::{Cause, Error};
use crate::expression::Slot;

/// The variables of one time of a quantified pattern.
#[derive(Default)]
struct Single {
    variables: Vec<Variable>,
}

impl Binder<'_> {
    /// Gives every part of a quantified pattern a slot for one time, and every variable a
    /// second one for the list of its values.
    pub(super) fn quantified_slots(
        &mut self,
        pattern: &QuantifiedPattern,
        relationships_here: &mut Vec<String>,
    ) -> Result<Connection, Error> {
        self.count_step(pattern.span)?;
        let mut single = Single::default();
        let mut nodes = vec![self.single_node(&pattern.start, &mut single)?];
        let mut relationships = Vec::new();
        for (relationship, node) in &pattern.steps {
            self.count_step(relationship.span)?;
            once(relationship, relationships_here)?;
            let slot =
                self.single_slot(relationship.variable.as_ref(), Type::Relationship, &mut single)?;
            relationships.push(self.relationship(relationship, slot));
            nodes.push(self.single_node(node, &mut single)?);
        }
        let mut lists = Vec::new();
        for variable in single.variables {
            let list = self.new_slot();
            self.scope.add(&variable.name, list, Type::List);
            lists.push((variable.slot, list));
        }
        Ok(Connection::Repeated(Box::new(Repetition {
            slot: self.new_slot(),
            nodes,
            relationships,
            predicates: Vec::new(),
            lists,
            min: pattern.min,
            max: pattern.max,
        })))
    }

    fn single_node(&mut self, node: &ast::NodePattern, single: &mut Single) -> Result<Node, Error> {
        let slot = self.single_slot(node.variable.as_ref(), Type::Node, single)?;
        let labels = node.labels.as_ref().map(|labels| self.labels(labels, Labelled::Node));
        Ok(Node { slot, labels })
    }

    /// The slot of a variable for one time; it must not be known outside the pattern.
    fn single_slot(
        &mut self,
        variable: Option<&Name>,
        wanted: Type,
        single: &mut Single,
    ) -> Result<Slot, Error> {
        let Some(variable) = variable else { return Ok(self.new_slot()) };
        if self.scope.find(&variable.text).is_some() {
            return Err(already_bound(variable));
        }
        let name = variable.text.clone();
        match single.variables.iter().find(|known| known.name == name) {
            Some(found) if found.known == wanted => Ok(found.slot),
            Some(found) => Err(type_conflict(variable, found.known, wanted)),
            None => {
                let slot = self.new_slot();
                single.variables.push(Variable { name, slot, known: wanted });
                Ok(slot)
            }
        }
    }

    /// The predicates on each time of a quantified pattern, in which its variables are the
    /// single nodes and relationships.
    pub(super) fn quantified_predicates(
        &mut self,
        pattern: &QuantifiedPattern,
        bound: &Repetition,
        first_new: Slot,
    ) -> Result<Vec<Predicate>, Error> {
        let length = self.scope.len();
        self.add_singles(pattern, bound);
        let found = self.single_predicates(pattern, bound);
        self.scope.truncate(length);
        let found = found?;
        let own = |slot: &Slot| {
            bound.nodes.iter().any(|node| node.slot == *slot)
                || bound.relationships.iter().any(|found| found.slot == *slot)
        };
        let foreign = |predicate: &&Predicate| {
            predicate.uses.iter().any(|slot| *slot >= first_new && !own(slot))
        };
        match found.iter().find(foreign) {
            Some(predicate) => Err(invalid(
                "a quantified pattern sees its own variables and those of earlier clauses",
                predicate.expression.span,
            )
            .with_help("bind the other variable in a MATCH before, or test it in WHERE")),
            None => Ok(found),
        }
    }

    fn add_singles(&mut self, pattern: &QuantifiedPattern, bound: &Repetition) {
        let nodes =
            std::iter::once(&pattern.start).chain(pattern.steps.iter().map(|(_, node)| node));
        for (node, bound) in nodes.zip(&bound.nodes) {
            if let Some(variable) = &node.variable {
                self.scope.add(&variable.text, bound.slot, Type::Node);
            }
        }
        for ((relationship, _), bound) in pattern.steps.iter().zip(&bound.relationships) {
            if let Some(variable) = &relationship.variable {
                self.scope.add(&variable.text, bound.slot, Type::Relationship);
            }
        }
    }

    fn single_predicates(
        &mut self,
        pattern: &QuantifiedPattern,
        bound: &Repetition,
    ) -> Result<Vec<Predicate>, Error> {
        let first = (&pattern.start.properties, &pattern.start.predicate, bound.nodes[0].slot);
        let mut parts = vec![first];
        for (at, (relationship, node)) in pattern.steps.iter().enumerate() {
            let slot = bound.relationships[at].slot;
            parts.push((&relationship.properties, &relationship.predicate, slot));
            parts.push((&node.properties, &node.predicate, bound.nodes[at + 1].slot));
        }
        let mut found = Vec::new();
        for (properties, predicate, slot) in parts {
            found.extend(self.element_predicates(slot, properties.as_ref(), predicate.as_ref())?);
        }
        if let Some(predicate) = &pattern.predicate {
            found.extend(self.predicates(predicate)?);
        }
        Ok(found)
    }

    /// Which paths a pattern wants; `None` for all.
    pub(super) fn selection(&self, pattern: &ast::PathPattern) -> Result<Option<Selection>, Error> {
        let function = pattern.selector.is_function();
        if function && !is_one_relationship(pattern) {
            let problem = "a shortest path is of one relationship pattern between two nodes";
            return Err(invalid(problem, pattern.span).with_help(
                "write shortestPath((a)-[*]-(b)), or ANY SHORTEST before a longer pattern",
            ));
        }
        // Between a node and itself there is the one path without a relationship.
        if pattern.steps.is_empty() {
            return Ok(None);
        }
        let one = &PathCount::Number(1);
        let (counted, count) = match &pattern.selector {
            PathSelector::All => return Ok(None),
            PathSelector::Any(count) | PathSelector::Shortest(count) => (Counted::Paths, count),
            PathSelector::ShortestGroups(count) => (Counted::Lengths, count),
            PathSelector::ShortestPath => (Counted::Paths, one),
            PathSelector::AllShortestPaths => (Counted::Lengths, one),
        };
        Ok(Some(Selection { count: self.path_count(count)?, counted, function }))
    }

    fn path_count(&self, count: &PathCount) -> Result<u64, Error> {
        let name = match count {
            PathCount::Number(count) => return Ok(*count),
            PathCount::Parameter(name) => name,
        };
        match self.parameter(&name.text, name.span)? {
            Value::Int(count) if count > 0 => Ok(count as u64),
            other => {
                let (operation, given) = (String::from("a number of paths"), other.described());
                Err(Error::compile(Cause::InvalidArgumentType { operation, given }, name.span)
                    .with_help("give a whole number from 1"))
            }
        }
    }
}

fn is_one_relationship(pattern: &ast::PathPattern) -> bool {
    matches!(pattern.steps.as_slice(), [(ast::Connection::Relationship(_), _)])
}

/// A selected path is the only one of its match: else which relationships are left for it would
/// depend on the others.
pub(super) fn check_alone(patterns: &[ast::PathPattern]) -> Result<(), Error> {
    let selects = |pattern: &&ast::PathPattern| {
        pattern.selector != PathSelector::All && !pattern.selector.is_function()
    };
    match patterns.iter().find(selects) {
        Some(pattern) if patterns.len() > 1 => {
            Err(invalid("a pattern with a selector is the only one of its match", pattern.span)
                .with_help("write a MATCH of its own for each pattern"))
        }
        _ => Ok(()),
    }
}

fn invalid(problem: &'static str, span: Span) -> Error {
    Error::compile(Cause::InvalidRelationshipPattern { problem }, span)
}
