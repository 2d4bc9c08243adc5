//! `CREATE`, `MERGE`, `SET`, `REMOVE`, `DELETE` and `FOREACH`: what is created, and what must be there.

use std::sync::Arc;

use graph_core::Value;

use super::expression::expect;
use super::{Apply, Binder, Branch, Clause, Query, Type, already_bound, type_conflict};
use crate::ast::{
    self, Connection, Direction, Expr, ExprKind, LabelExpr, Name, NodePattern, PathPattern,
    PathSelector, RelationshipPattern,
};
use crate::change::{Assignment, Delete, Merge, NewElement, NewNode, NewPath, NewRelationship};
use crate::error::{Cause, Error};
use crate::expression::{Expression, Slot};

impl Binder<'_> {
    /// Binds a clause that changes the graph, behind others.
    pub(super) fn change(
        &mut self,
        clause: &ast::Clause,
        clauses: &mut Vec<Clause>,
    ) -> Result<(), Error> {
        clauses.push(match clause {
            ast::Clause::Create(clause) => return self.create(clause, clauses),
            ast::Clause::Merge(clause) => Clause::Merge(Box::new(self.merge(clause)?)),
            ast::Clause::Set(clause) => Clause::Set(self.assignments(&clause.items)?),
            ast::Clause::Remove(clause) => Clause::Set(self.removals(&clause.items)?),
            ast::Clause::Delete(clause) => Clause::Delete(self.delete(clause)?),
            ast::Clause::Foreach(clause) => self.foreach(clause)?,
            _ => return Ok(()),
        });
        Ok(())
    }

    /// `FOREACH` is a subquery without columns that unwinds the list, and for each element one
    /// of the updates.
    fn foreach(&mut self, clause: &ast::Foreach) -> Result<Clause, Error> {
        let (list, found) = self.row_expression(&clause.list, "FOREACH")?;
        expect(found, &[Type::List], "FOREACH", list.span)?;
        let outer: Vec<Slot> = self.scope.iter().map(|variable| variable.slot).collect();
        let length = self.scope.len();
        let slot = self.declare(&clause.variable, Type::Any);
        let mut updates = Vec::new();
        for update in &clause.updates {
            self.count_step(update.span())?;
            self.change(update, &mut updates)?;
        }
        self.scope.truncate(length);
        let bound = outer.iter().copied().chain([slot]).collect();
        let each = vec![Clause::Unwind { list, slot }, without_columns(updates, bound)];
        Ok(without_columns(each, outer))
    }

    /// Binds a `CREATE` behind other clauses. One right behind another joins it, so that a long
    /// script of them is one operator; unless it looks at the graph that the other leaves.
    pub(super) fn create(
        &mut self,
        clause: &ast::Create,
        clauses: &mut Vec<Clause>,
    ) -> Result<(), Error> {
        let subqueries = self.subqueries.len();
        let paths = clause.pattern.iter().map(|path| self.new_path(path));
        let paths = paths.collect::<Result<Vec<_>, _>>()?;
        match clauses.last_mut() {
            Some(Clause::Create(before)) if self.subqueries.len() == subqueries => {
                before.extend(paths);
                self.steps -= 1;
            }
            _ => clauses.push(Clause::Create(paths)),
        }
        Ok(())
    }

    /// A path to create; its variables become bound from left to right.
    fn new_path(&mut self, path: &PathPattern) -> Result<NewPath, Error> {
        let steps = creatable(path)?;
        let mut nodes = vec![self.new_node(&path.start, path.steps.is_empty())?];
        let mut relationships = Vec::new();
        for (relationship, node) in steps {
            self.refuse_bound(relationship.variable.as_ref())?;
            if relationship.direction == Direction::Either {
                return Err(Error::compile(Cause::RequiresDirectedRelationship, relationship.span)
                    .with_help("write (a)-[:TYPE]->(b)"));
            }
            nodes.push(self.new_node(node, false)?);
            let created = self.new_relationship_element(relationship)?;
            let slot = self.new_variable(relationship.variable.as_ref(), Type::Relationship)?;
            relationships.push(new_relationship(relationship, slot, created));
        }
        let slot = match &path.variable {
            Some(variable) => Some(self.new_variable(Some(variable), Type::Path)?),
            None => None,
        };
        Ok(NewPath { slot, nodes, relationships })
    }

    /// A node of a path to create. One that stands alone must be new.
    fn new_node(&mut self, node: &NodePattern, alone: bool) -> Result<NewNode, Error> {
        if let Some(slot) = self.bound_node(node, alone)? {
            return Ok(NewNode { slot, created: None, span: node.span });
        }
        let created = Some(self.new_node_element(node)?);
        let slot = self.new_variable(node.variable.as_ref(), Type::Node)?;
        Ok(NewNode { slot, created, span: node.span })
    }

    /// The slot of a node that is bound already, which can't get anything new.
    fn bound_node(&mut self, node: &NodePattern, alone: bool) -> Result<Option<Slot>, Error> {
        let Some(variable) = &node.variable else { return Ok(None) };
        let Some(found) = self.scope.find(&variable.text) else { return Ok(None) };
        if !found.known.may_be(Type::Node) {
            return Err(type_conflict(variable, found.known, Type::Node));
        }
        if alone || node.labels.is_some() || node.properties.is_some() {
            return Err(already_bound(variable));
        }
        let slot = found.slot;
        self.uses.push(slot);
        Ok(Some(slot))
    }

    fn new_variable(&mut self, variable: Option<&Name>, known: Type) -> Result<Slot, Error> {
        self.refuse_bound(variable)?;
        Ok(match variable {
            None => self.new_slot(),
            Some(variable) => self.declare(variable, known),
        })
    }

    fn refuse_bound(&self, variable: Option<&Name>) -> Result<(), Error> {
        match variable {
            Some(variable) if self.scope.find(&variable.text).is_some() => {
                Err(already_bound(variable))
            }
            _ => Ok(()),
        }
    }

    fn new_node_element(&mut self, node: &NodePattern) -> Result<NewElement, Error> {
        let labels = match &node.labels {
            None => Vec::new(),
            Some(labels) => plain_labels(labels).ok_or_else(|| {
                let found = "a choice of labels";
                Error::compile(Cause::InvalidCreation { found }, node.span)
                    .with_help("name each label: (n:One:Other)")
            })?,
        };
        self.created.extend(labels.iter().map(ToString::to_string));
        Ok(NewElement { labels, properties: self.new_properties(node.properties.as_ref())? })
    }

    fn new_relationship_element(
        &mut self,
        relationship: &RelationshipPattern,
    ) -> Result<NewElement, Error> {
        let Some(LabelExpr::Label(one)) = &relationship.types else {
            return Err(Error::compile(Cause::NoSingleRelationshipType, relationship.span)
                .with_help("write (a)-[:TYPE]->(b)"));
        };
        self.created.insert(one.text.clone());
        let labels = vec![one.text.as_str().into()];
        Ok(NewElement {
            labels,
            properties: self.new_properties(relationship.properties.as_ref())?,
        })
    }

    fn new_properties(&mut self, properties: Option<&Expr>) -> Result<Option<Expression>, Error> {
        properties.map(|found| self.stored(found, "a pattern")).transpose()
    }

    /// A map whose entries become properties.
    fn stored(&mut self, map: &Expr, place: &'static str) -> Result<Expression, Error> {
        match &map.kind {
            ExprKind::Map(entries) => {
                self.created.extend(entries.iter().map(|(key, _)| key.text.clone()));
            }
            _ => self.creates_any_key = true,
        }
        Ok(self.row_expression(map, place)?.0)
    }

    /// A `MERGE` is bound as the match that it tries first, then as what it creates.
    pub(super) fn merge(&mut self, clause: &ast::Merge) -> Result<Merge, Error> {
        let path = &clause.pattern;
        let steps = creatable(path)?;
        let mut bound = vec![self.bound_node(&path.start, path.steps.is_empty())?.is_some()];
        for (relationship, node) in &steps {
            self.refuse_bound(relationship.variable.as_ref())?;
            bound.push(self.bound_node(node, false)?.is_some());
        }
        let unknown = self.unknown.len();
        let pattern = self.patterns(std::slice::from_ref(path), true)?;
        // What isn't there yet is what MERGE is for.
        self.unknown.truncate(unknown);
        let created = self.merged_path((path, &steps), &pattern, &bound)?;
        let on_create = self.assignments(&clause.on_create)?;
        let on_match = self.assignments(&clause.on_match)?;
        Ok(Merge { pattern, path: created, on_create, on_match })
    }

    /// The path that `MERGE` creates, in the slots of the one that it looks for.
    fn merged_path(
        &mut self,
        (path, steps): (&PathPattern, &[(&RelationshipPattern, &NodePattern)]),
        pattern: &super::Match,
        bound: &[bool],
    ) -> Result<NewPath, Error> {
        let found = &pattern.paths[0];
        let written = std::iter::once(&path.start).chain(path.steps.iter().map(|(_, node)| node));
        let mut nodes: Vec<NewNode> = Vec::new();
        for ((node, at), bound) in written.zip(&found.nodes).zip(bound) {
            let again = nodes.iter().any(|before| before.slot == at.slot);
            let created = if *bound || again { None } else { Some(self.new_node_element(node)?) };
            nodes.push(NewNode { slot: at.slot, created, span: node.span });
        }
        let mut relationships = Vec::new();
        for ((relationship, _), at) in steps.iter().zip(&found.connections) {
            let created = self.new_relationship_element(relationship)?;
            relationships.push(new_relationship(relationship, at.slot(), created));
        }
        Ok(NewPath { slot: found.slot, nodes, relationships })
    }

    pub(super) fn assignments(
        &mut self,
        items: &[ast::Assignment],
    ) -> Result<Vec<Assignment>, Error> {
        items.iter().map(|item| self.assignment(item)).collect()
    }

    fn assignment(&mut self, item: &ast::Assignment) -> Result<Assignment, Error> {
        const ELEMENT: &[Type] = &[Type::Node, Type::Relationship];
        Ok(match item {
            ast::Assignment::Property(object, key, value) => {
                let object = self.changed(object, ELEMENT)?;
                let (value, _) = self.row_expression(value, "SET")?;
                self.created.insert(key.text.clone());
                Assignment::Property(object, key.text.as_str().into(), value)
            }
            ast::Assignment::Replace(variable, map) => {
                let object = self.changed(&variable_of(variable), ELEMENT)?;
                Assignment::Replace(object, self.stored(map, "SET")?)
            }
            ast::Assignment::Add(variable, map) => {
                let object = self.changed(&variable_of(variable), ELEMENT)?;
                Assignment::Add(object, self.stored(map, "SET")?)
            }
            ast::Assignment::Labels(variable, labels) => {
                let object = self.changed(&variable_of(variable), &[Type::Node])?;
                self.created.extend(labels.iter().map(|label| label.text.clone()));
                Assignment::AddLabels(object, texts(labels))
            }
        })
    }

    pub(super) fn removals(&mut self, items: &[ast::Removal]) -> Result<Vec<Assignment>, Error> {
        let removal = |item: &ast::Removal| match item {
            ast::Removal::Property(object, key) => {
                self.key(key, true);
                let object = self.changed(object, &[Type::Node, Type::Relationship])?;
                let null = Expression::value(Value::Null, key.span);
                Ok(Assignment::Property(object, key.text.as_str().into(), null))
            }
            ast::Removal::Labels(variable, labels) => {
                let object = self.changed(&variable_of(variable), &[Type::Node])?;
                Ok(Assignment::RemoveLabels(object, texts(labels)))
            }
        };
        items.iter().map(removal).collect()
    }

    pub(super) fn delete(&mut self, clause: &ast::Delete) -> Result<Delete, Error> {
        let mut items = Vec::with_capacity(clause.items.len());
        for item in &clause.items {
            if matches!(item.kind, ExprKind::HasLabels(..)) {
                return Err(Error::compile(Cause::InvalidDelete, item.span)
                    .with_help("write REMOVE n:Label to take a label away"));
            }
            items.push(self.changed(item, &[Type::Node, Type::Relationship, Type::Path])?);
        }
        Ok(Delete { detach: clause.detach, items })
    }

    /// An expression that gives what is changed.
    fn changed(&mut self, object: &Expr, wanted: &[Type]) -> Result<Expression, Error> {
        let (bound, found) = self.row_expression(object, "a change of the graph")?;
        expect(found, wanted, "a change", object.span)?;
        Ok(bound)
    }
}

/// A subquery that leaves the rows as they are.
fn without_columns(clauses: Vec<Clause>, bound: Vec<Slot>) -> Clause {
    let branch = Branch { clauses, columns: Vec::new() };
    let query = Query { branches: vec![branch], distinct: false };
    Clause::Apply(Box::new(Apply { optional: false, query, bound, columns: Vec::new() }))
}

/// The steps of a path that can be created: nothing in it only looks for something.
fn creatable(path: &PathPattern) -> Result<Vec<(&RelationshipPattern, &NodePattern)>, Error> {
    let refuse = |found, span| Err(Error::compile(Cause::InvalidCreation { found }, span));
    if path.selector != PathSelector::All {
        return refuse("a shortest path", path.span);
    }
    if let Some(predicate) = &path.predicate {
        return refuse("a condition", predicate.span);
    }
    let nodes = std::iter::once(&path.start).chain(path.steps.iter().map(|(_, node)| node));
    if let Some(node) = nodes.into_iter().find(|node| node.predicate.is_some()) {
        return refuse("a condition", node.span);
    }
    path.steps.iter().map(|(connection, node)| Ok((creatable_step(connection)?, node))).collect()
}

fn creatable_step(connection: &Connection) -> Result<&RelationshipPattern, Error> {
    let of_any_length = |span| {
        Err(Error::compile(Cause::CreatingVarLength, span).with_help("write each relationship"))
    };
    match connection {
        Connection::Quantified(pattern) => of_any_length(pattern.span),
        Connection::Relationship(found) if found.hops.is_some() => of_any_length(found.span),
        Connection::Relationship(found) if found.predicate.is_some() => {
            let cause = Cause::InvalidCreation { found: "a condition" };
            Err(Error::compile(cause, found.span))
        }
        Connection::Relationship(found) => Ok(found),
    }
}

fn new_relationship(
    relationship: &RelationshipPattern,
    slot: Slot,
    created: NewElement,
) -> NewRelationship {
    let backwards = relationship.direction == Direction::Incoming;
    NewRelationship { slot, created, backwards, span: relationship.span }
}

/// The labels of `:A`, `:A:B` or `:A&B`; `None` where there is a choice.
fn plain_labels(labels: &LabelExpr) -> Option<Vec<Arc<str>>> {
    match labels {
        LabelExpr::Label(name) => Some(vec![name.text.as_str().into()]),
        LabelExpr::And(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(plain_labels).collect();
            parts.map(|parts| parts.concat())
        }
        _ => None,
    }
}

fn texts(names: &[Name]) -> Vec<Arc<str>> {
    names.iter().map(|name| name.text.as_str().into()).collect()
}

fn variable_of(name: &Name) -> Expr {
    Expr { kind: ExprKind::Variable(name.text.clone()), span: name.span }
}
