//! `MATCH`: patterns become slots, labels and predicates.

use super::quantified::check_alone;
use super::symbols::Labelled;
use super::{
    Binder, Connection, Match, Node, PathPattern, Predicate, Relationship, Repetition, Type,
    already_bound, type_conflict,
};
use crate::ast::{self, ComparisonOperator, Expr, ExprKind, Hops, Name, Span};
use crate::error::{Cause, Error};
use crate::expression::{Expression, Key, Kind, Slot};

impl Binder<'_> {
    pub(super) fn match_clause(&mut self, clause: &ast::Match) -> Result<Match, Error> {
        let mut bound = self.patterns(&clause.pattern, true)?;
        if let Some(predicate) = &clause.predicate {
            bound.predicates.extend(self.predicates(predicate)?);
        }
        bound.optional = clause.optional;
        Ok(bound)
    }

    /// Binds patterns that are matched together. New variables are `allowed` or an error.
    pub(super) fn patterns(
        &mut self,
        patterns: &[ast::PathPattern],
        allowed: bool,
    ) -> Result<Match, Error> {
        check_alone(patterns)?;
        let first_new = self.next_slot;
        let mut in_this_match = Vec::new();
        let mut paths = Vec::new();
        for pattern in patterns {
            paths.push(self.path_slots(pattern, allowed, &mut in_this_match)?);
        }
        let introduced = (first_new..self.next_slot).collect();
        let mut bound = Match { optional: false, introduced, paths, predicates: Vec::new() };
        for (pattern, path) in patterns.iter().zip(&mut bound.paths) {
            let found = self.path_predicates(pattern, path, first_new)?;
            let selected = path.selection.is_some_and(|selection| !selection.function);
            let place = if selected { &mut path.predicates } else { &mut bound.predicates };
            place.extend(found);
        }
        Ok(bound)
    }

    /// Gives every part of a pattern its slot, so that predicates anywhere may use it.
    fn path_slots(
        &mut self,
        pattern: &ast::PathPattern,
        allowed: bool,
        relationships_here: &mut Vec<String>,
    ) -> Result<PathPattern, Error> {
        let selection = self.selection(pattern)?;
        self.count_step(pattern.span)?;
        let mut nodes = vec![self.node_slot(&pattern.start, allowed)?];
        let mut connections = Vec::new();
        for (connection, node) in &pattern.steps {
            connections.push(match connection {
                ast::Connection::Relationship(found) => {
                    self.relationship_slot(found, allowed, relationships_here)?
                }
                ast::Connection::Quantified(found) => {
                    self.quantified_slots(found, relationships_here)?
                }
            });
            nodes.push(self.node_slot(node, allowed)?);
        }
        let slot = match &pattern.variable {
            Some(variable) if self.scope.find(&variable.text).is_some() => {
                return Err(already_bound(variable));
            }
            Some(variable) => Some(self.declare(variable, Type::Path)),
            None => selection.map(|_| self.new_slot()),
        };
        Ok(PathPattern { slot, selection, nodes, connections, predicates: Vec::new() })
    }

    /// The slot of a variable of a pattern: the one it has, or a new one.
    fn pattern_slot(
        &mut self,
        variable: Option<&Name>,
        wanted: Type,
        allowed: bool,
    ) -> Result<Slot, Error> {
        let Some(variable) = variable else { return Ok(self.new_slot()) };
        let Some(found) = self.scope.find(&variable.text) else {
            if !allowed {
                return Err(self.undefined(&variable.text, variable.span));
            }
            return Ok(self.declare(variable, wanted));
        };
        if !found.known.may_be(wanted) {
            return Err(type_conflict(variable, found.known, wanted));
        }
        let slot = found.slot;
        self.uses.push(slot);
        Ok(slot)
    }

    fn node_slot(&mut self, node: &ast::NodePattern, allowed: bool) -> Result<Node, Error> {
        let slot = self.pattern_slot(node.variable.as_ref(), Type::Node, allowed)?;
        let labels = node.labels.as_ref().map(|labels| self.labels(labels, Labelled::Node));
        Ok(Node { slot, labels })
    }

    fn relationship_slot(
        &mut self,
        relationship: &ast::RelationshipPattern,
        allowed: bool,
        relationships_here: &mut Vec<String>,
    ) -> Result<Connection, Error> {
        self.count_step(relationship.span)?;
        once(relationship, relationships_here)?;
        let wanted = if relationship.hops.is_some() { Type::List } else { Type::Relationship };
        let slot = self.pattern_slot(relationship.variable.as_ref(), wanted, allowed)?;
        Ok(match relationship.hops {
            Some(hops) => {
                let each = self.new_slot();
                let each = self.relationship(relationship, each);
                Connection::Repeated(Box::new(self.variable_length(slot, each, hops)))
            }
            None => Connection::One(self.relationship(relationship, slot)),
        })
    }

    pub(super) fn relationship(
        &mut self,
        relationship: &ast::RelationshipPattern,
        slot: Slot,
    ) -> Relationship {
        let types = relationship.types.as_ref();
        let types = types.map(|types| self.labels(types, Labelled::Relationship));
        Relationship { slot, types, direction: relationship.direction }
    }

    fn variable_length(&mut self, slot: Slot, each: Relationship, hops: Hops) -> Repetition {
        let nodes = vec![self.unnamed_node(), self.unnamed_node()];
        Repetition {
            slot,
            nodes,
            relationships: vec![each],
            predicates: Vec::new(),
            lists: Vec::new(),
            min: hops.min.unwrap_or(1),
            max: hops.max,
        }
    }

    fn unnamed_node(&mut self) -> Node {
        Node { slot: self.new_slot(), labels: None }
    }

    /// Binds the properties and inline predicates of a pattern's parts, and its own predicate.
    /// What is tested each time of a repetition goes there.
    fn path_predicates(
        &mut self,
        pattern: &ast::PathPattern,
        bound: &mut PathPattern,
        first_new: Slot,
    ) -> Result<Vec<Predicate>, Error> {
        let mut found = Vec::new();
        let nodes =
            std::iter::once(&pattern.start).chain(pattern.steps.iter().map(|(_, node)| node));
        for (node, bound) in nodes.zip(&bound.nodes) {
            found.extend(self.element_predicates(
                bound.slot,
                node.properties.as_ref(),
                node.predicate.as_ref(),
            )?);
        }
        for ((connection, _), bound) in pattern.steps.iter().zip(&mut bound.connections) {
            match (connection, bound) {
                (ast::Connection::Relationship(written), Connection::One(relationship)) => {
                    found.extend(self.element_predicates(
                        relationship.slot,
                        written.properties.as_ref(),
                        written.predicate.as_ref(),
                    )?);
                }
                (ast::Connection::Relationship(written), Connection::Repeated(repetition)) => {
                    let each = repetition.relationships[0].slot;
                    repetition.predicates = self.each_predicates(each, written)?;
                }
                (ast::Connection::Quantified(written), Connection::Repeated(repetition)) => {
                    repetition.predicates =
                        self.quantified_predicates(written, repetition, first_new)?;
                }
                (ast::Connection::Quantified(_), Connection::One(_)) => {}
            }
        }
        if let Some(predicate) = &pattern.predicate {
            found.extend(self.predicates(predicate)?);
        }
        Ok(found)
    }

    /// The predicates on each relationship of a variable length pattern. In an inline `WHERE`
    /// the variable is the one relationship.
    fn each_predicates(
        &mut self,
        each: Slot,
        relationship: &ast::RelationshipPattern,
    ) -> Result<Vec<Predicate>, Error> {
        let length = self.scope.len();
        let mut found = self.element_predicates(each, relationship.properties.as_ref(), None)?;
        if let Some(variable) = &relationship.variable {
            self.scope.add(&variable.text, each, Type::Relationship);
        }
        if let Some(predicate) = &relationship.predicate {
            found.extend(self.predicates(predicate)?);
        }
        self.scope.truncate(length);
        Ok(found)
    }

    /// `{key: value}` as comparisons, and the inline `WHERE`.
    pub(super) fn element_predicates(
        &mut self,
        slot: Slot,
        properties: Option<&Expr>,
        predicate: Option<&Expr>,
    ) -> Result<Vec<Predicate>, Error> {
        let mut found = Vec::new();
        if let Some(properties) = properties {
            let ExprKind::Map(entries) = &properties.kind else {
                return Err(Error::compile(Cause::InvalidParameterUse, properties.span)
                    .with_help("name the properties: {key: $parameter.key}"));
            };
            for (key, value) in entries {
                found.push(self.property_predicate(slot, key, value)?);
            }
        }
        if let Some(predicate) = predicate {
            found.extend(self.predicates(predicate)?);
        }
        Ok(found)
    }

    fn property_predicate(
        &mut self,
        slot: Slot,
        key: &Name,
        value: &Expr,
    ) -> Result<Predicate, Error> {
        let span = key.span.to(value.span);
        let key = self.key(key, true);
        let mark = self.uses.len();
        let (value, _) = self.row_expression(value, "a pattern")?;
        let mut uses = self.uses[mark..].to_vec();
        uses.push(slot);
        let expression = property_equals(slot, key, value, span);
        Ok(Predicate { expression, uses })
    }
}

fn property_equals(slot: Slot, key: Key, value: Expression, span: Span) -> Expression {
    let object = Box::new(Expression::slot(slot, span));
    let property = Expression { kind: Kind::Property(object, key), span };
    let comparison = vec![(ComparisonOperator::Equal, value)];
    Expression { kind: Kind::Comparison(Box::new(property), comparison), span }
}

/// No relationship is walked twice in one match, so none has two places.
pub(super) fn once(
    relationship: &ast::RelationshipPattern,
    relationships_here: &mut Vec<String>,
) -> Result<(), Error> {
    let Some(variable) = &relationship.variable else { return Ok(()) };
    if relationships_here.contains(&variable.text) {
        let cause = Cause::RelationshipUniquenessViolation { name: variable.text.clone() };
        return Err(Error::compile(cause, variable.span)
            .with_help("no relationship is walked twice in one match; use two names"));
    }
    relationships_here.push(variable.text.clone());
    Ok(())
}
