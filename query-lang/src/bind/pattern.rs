//! `MATCH`: patterns become slots, labels and predicates.

use super::symbols::Labelled;
use super::{
    Binder, Match, Node, PathPattern, Predicate, Relationship, Type, VariableLength, already_bound,
};
use crate::ast::{self, ComparisonOperator, Expr, ExprKind, Name, PathSelector, Span};
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
        let first_new = self.next_slot;
        let mut in_this_match = Vec::new();
        let mut paths = Vec::new();
        for pattern in patterns {
            paths.push(self.path_slots(pattern, allowed, &mut in_this_match)?);
        }
        let mut bound = Match {
            optional: false,
            introduced: (first_new..self.next_slot).collect(),
            paths,
            predicates: Vec::new(),
        };
        for (at, pattern) in patterns.iter().enumerate() {
            self.path_predicates(pattern, at, &mut bound)?;
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
        check_selector(pattern)?;
        self.count_step(pattern.span)?;
        let mut nodes = vec![self.node_slot(&pattern.start, allowed)?];
        let mut relationships = Vec::new();
        for (relationship, node) in &pattern.steps {
            self.count_step(relationship.span)?;
            relationships.push(self.relationship_slot(
                relationship,
                allowed,
                relationships_here,
            )?);
            nodes.push(self.node_slot(node, allowed)?);
        }
        let slot = match &pattern.variable {
            Some(variable) if self.scope.find(&variable.text).is_some() => {
                return Err(already_bound(variable));
            }
            Some(variable) => Some(self.declare(variable, Type::Path)),
            None if pattern.selector != PathSelector::Walk => Some(self.new_slot()),
            None => None,
        };
        Ok(PathPattern { slot, selector: pattern.selector, nodes, relationships })
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
            let (name, bound) = (variable.text.clone(), found.known.name());
            let cause = Cause::VariableTypeConflict { name, bound, used: wanted.name() };
            return Err(Error::compile(cause, variable.span).with_help("use another name"));
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
    ) -> Result<Relationship, Error> {
        if let Some(variable) = &relationship.variable {
            if relationships_here.contains(&variable.text) {
                let cause = Cause::RelationshipUniquenessViolation { name: variable.text.clone() };
                return Err(Error::compile(cause, variable.span)
                    .with_help("no relationship is walked twice in one match; use two names"));
            }
            relationships_here.push(variable.text.clone());
        }
        let wanted = if relationship.hops.is_some() { Type::List } else { Type::Relationship };
        let slot = self.pattern_slot(relationship.variable.as_ref(), wanted, allowed)?;
        let types = relationship.types.as_ref();
        let hops = relationship.hops.map(|hops| VariableLength {
            min: hops.min.unwrap_or(1),
            max: hops.max,
            each: 0,
            predicates: Vec::new(),
        });
        Ok(Relationship {
            slot,
            types: types.map(|types| self.labels(types, Labelled::Relationship)),
            direction: relationship.direction,
            hops,
        })
    }

    /// Binds the properties and inline predicates of a pattern's parts.
    fn path_predicates(
        &mut self,
        pattern: &ast::PathPattern,
        at: usize,
        bound: &mut Match,
    ) -> Result<(), Error> {
        let nodes =
            std::iter::once(&pattern.start).chain(pattern.steps.iter().map(|(_, node)| node));
        for (index, node) in nodes.enumerate() {
            let slot = bound.paths[at].nodes[index].slot;
            let found =
                self.element_predicates(slot, node.properties.as_ref(), node.predicate.as_ref())?;
            bound.predicates.extend(found);
        }
        for (index, (relationship, _)) in pattern.steps.iter().enumerate() {
            let (properties, predicate) =
                (relationship.properties.as_ref(), relationship.predicate.as_ref());
            let slot = bound.paths[at].relationships[index].slot;
            if relationship.hops.is_none() {
                bound.predicates.extend(self.element_predicates(slot, properties, predicate)?);
                continue;
            }
            let each = self.new_slot();
            let predicates = self.each_predicates(each, relationship)?;
            if let Some(hops) = &mut bound.paths[at].relationships[index].hops {
                (hops.each, hops.predicates) = (each, predicates);
            }
        }
        Ok(())
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
    fn element_predicates(
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

fn check_selector(pattern: &ast::PathPattern) -> Result<(), Error> {
    if pattern.selector == PathSelector::Walk || pattern.steps.len() == 1 {
        return Ok(());
    }
    let problem = "a shortest path is of one relationship pattern between two nodes";
    Err(Error::compile(Cause::InvalidRelationshipPattern { problem }, pattern.span)
        .with_help("write shortestPath((a)-[*]-(b))"))
}
