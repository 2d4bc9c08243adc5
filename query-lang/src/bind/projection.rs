//! `WITH` and `RETURN`: columns, grouping, order and what stays in scope.

use std::collections::BTreeSet;

use super::aggregation::{self, Grouping};
use super::scope::{Scope, Type};
use super::{Binder, Projection, SortKey};
use crate::ast::{self, Expr, ExprKind, Literal, ProjectionItem, Span};
use crate::error::{Cause, Error};
use crate::expression::{Expression, Kind, Slot};

/// A column: its name and where its value is.
pub(super) type Column = (String, Slot);

/// A projected expression with the column that holds it.
struct Item<'a> {
    expr: &'a Expr,
    name: String,
    slot: Slot,
    known: Type,
}

impl Binder<'_> {
    /// Binds a projection and leaves its columns in scope. `named` says whether every column
    /// needs a name, as in `WITH`.
    pub(super) fn projection(
        &mut self,
        projection: &ast::Projection,
        predicate: Option<&Expr>,
        named: bool,
    ) -> Result<(Projection, Vec<Column>), Error> {
        let starred = self.starred(projection, named)?;
        let exprs: Vec<&ProjectionItem> = starred.iter().chain(&projection.items).collect();
        let aggregating = exprs.iter().any(|item| aggregation::first(&item.expr).is_some());
        let rows = self.scope.clone();

        let mut bound = Projection {
            items: Vec::new(),
            aggregates: None,
            after: Vec::new(),
            distinct: None,
            order: Vec::new(),
            skip: None,
            limit: None,
            predicates: Vec::new(),
        };
        let mut items = self.keys(&exprs, aggregating, &mut bound)?;
        let mut grouping = self.grouping_of(&items, &rows, aggregating);
        self.aggregated(&exprs, &mut grouping, &mut items, &mut bound)?;
        check_names(&items, projection.span)?;
        if named {
            self.check_hiding(&items, projection.span)?;
        }

        if projection.distinct {
            bound.distinct = Some(items.iter().map(|item| item.slot).collect());
        }
        self.scope = columns_scope(self.imported.lasting(), &items);
        let isolated = aggregating || projection.distinct;
        self.tail(projection, predicate, &items, (grouping, isolated, &rows), &mut bound)?;
        if named {
            check_aliases(&exprs)?;
        }
        for item in &items {
            self.names.entry(item.slot).or_insert_with(|| item.name.clone());
        }
        self.scope = columns_scope(self.imported.lasting(), &items);
        let columns = items.into_iter().map(|item| (item.name, item.slot)).collect();
        Ok((bound, columns))
    }

    /// `*` as items.
    fn starred(
        &self,
        projection: &ast::Projection,
        named: bool,
    ) -> Result<Vec<ProjectionItem>, Error> {
        if !projection.all {
            return Ok(Vec::new());
        }
        // In alphabetical order, as openCypher's kit has them.
        let visible = self.scope.iter().filter(|found| named || !self.imported.holds(found.slot));
        let found: BTreeSet<&str> = visible.map(|found| found.name.as_str()).collect();
        if found.is_empty() && !named {
            return Err(Error::compile(Cause::NoVariablesInScope, projection.span));
        }
        let item = |name: &&str| ProjectionItem::from(Expr::variable(*name));
        Ok(found.iter().map(item).collect())
    }

    /// Binds the items without aggregations. A plain variable keeps its slot.
    fn keys<'e>(
        &mut self,
        exprs: &[&'e ProjectionItem],
        aggregating: bool,
        bound: &mut Projection,
    ) -> Result<Vec<Item<'e>>, Error> {
        let mut items = Vec::with_capacity(exprs.len());
        for item in exprs {
            let name = self.column_name(item);
            if aggregation::first(&item.expr).is_some() {
                items.push(Item { expr: &item.expr, name, slot: Slot::MAX, known: Type::Any });
                continue;
            }
            let (expression, known) = self.expression(&item.expr)?;
            let slot = match expression.kind {
                Kind::Slot(slot) => slot,
                _ => self.new_slot(),
            };
            if aggregating || !matches!(expression.kind, Kind::Slot(_)) {
                bound.items.push((expression, slot));
            }
            items.push(Item { expr: &item.expr, name, slot, known });
        }
        Ok(items)
    }

    fn grouping_of(&self, items: &[Item<'_>], rows: &Scope, aggregating: bool) -> Grouping {
        let keys = items.iter().filter(|item| item.slot != Slot::MAX);
        Grouping {
            keys: keys.map(|item| (item.expr.clone(), item.slot, item.known)).collect(),
            aggregates: Vec::new(),
            rows: rows.clone(),
            arguments: rows.clone(),
            first_own: self.next_slot,
            any_key: false,
            aggregates_allowed: aggregating,
        }
    }

    /// Binds the items with aggregations.
    fn aggregated(
        &mut self,
        exprs: &[&ProjectionItem],
        grouping: &mut Grouping,
        items: &mut [Item<'_>],
        bound: &mut Projection,
    ) -> Result<(), Error> {
        for (item, expr) in items.iter_mut().zip(exprs) {
            if item.slot != Slot::MAX {
                continue;
            }
            let (expression, known) =
                self.in_grouping(grouping, |binder| binder.expression(&expr.expr))?;
            item.known = known;
            if let Kind::Slot(slot) = expression.kind {
                item.slot = slot;
            } else {
                item.slot = self.new_slot();
                bound.after.push((expression, item.slot));
            }
        }
        if grouping.aggregates_allowed {
            bound.aggregates = Some(Vec::new());
        }
        Ok(())
    }

    /// Binds where only grouping keys and aggregations are visible.
    fn in_grouping<T>(
        &mut self,
        grouping: &mut Grouping,
        bind: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let placeholder = Grouping {
            keys: Vec::new(),
            aggregates: Vec::new(),
            rows: Scope::default(),
            arguments: Scope::default(),
            first_own: 0,
            any_key: false,
            aggregates_allowed: false,
        };
        self.grouping = Some(std::mem::replace(grouping, placeholder));
        let found = bind(self);
        if let Some(used) = self.grouping.take() {
            *grouping = used;
        }
        found
    }

    /// Binds `ORDER BY`, `SKIP`, `LIMIT` and `WHERE`. Where the rows are merged, these see only
    /// the columns; else also the variables before the projection.
    fn tail(
        &mut self,
        projection: &ast::Projection,
        predicate: Option<&Expr>,
        items: &[Item<'_>],
        (mut grouping, isolated, rows): (Grouping, bool, &Scope),
        bound: &mut Projection,
    ) -> Result<(), Error> {
        if isolated {
            grouping.any_key = true;
            grouping.keys =
                items.iter().map(|item| (item.expr.clone(), item.slot, item.known)).collect();
            // An aggregation that isn't projected can only take what the rows are grouped by.
            let keys = items.iter().filter(|item| aggregation::first(item.expr).is_none());
            grouping.arguments = columns_scope(self.imported.lasting(), keys);
        } else {
            let mut both = rows.clone();
            for item in items {
                both.add(&item.name, item.slot, item.known);
            }
            self.scope = both;
        }
        for key in &projection.order_by {
            let expression = self.after(&key.expr, isolated, &mut grouping)?;
            bound.order.push(SortKey { expression, descending: key.descending });
        }
        if let Some(predicate) = predicate {
            bound.predicates = if isolated {
                self.in_grouping(&mut grouping, |binder| binder.predicates(predicate))?
            } else {
                self.predicates(predicate)?
            };
        }
        if let Some(aggregates) = &mut bound.aggregates {
            let found = std::mem::take(&mut grouping.aggregates);
            aggregates.extend(found.into_iter().map(|(_, aggregate, slot)| (aggregate, slot)));
        }
        bound.skip = self.row_count(projection.skip.as_ref(), "SKIP")?;
        bound.limit = self.row_count(projection.limit.as_ref(), "LIMIT")?;
        Ok(())
    }

    fn after(
        &mut self,
        expr: &Expr,
        isolated: bool,
        grouping: &mut Grouping,
    ) -> Result<Expression, Error> {
        if !isolated {
            return self.row_expression(expr, "ORDER BY").map(|(bound, _)| bound);
        }
        if aggregation::first(expr).is_some() && grouping.keys.iter().all(|(key, ..)| key != expr) {
            // Beside an aggregation only variables and properties are keys.
            grouping.any_key = false;
            grouping.first_own = self.next_slot;
            let columns: Vec<_> = self.scope.iter().cloned().collect();
            for column in columns {
                let variable = Expr::variable(column.name);
                grouping.keys.push((variable, column.slot, column.known));
            }
        }
        let bound = self.in_grouping(grouping, |binder| binder.expression(expr));
        let bound = bound.map(|(bound, _)| bound);
        grouping.any_key = true;
        bound
    }

    /// The number of rows of `SKIP` or `LIMIT`, which can't depend on a row.
    fn row_count(
        &mut self,
        expr: Option<&Expr>,
        clause: &'static str,
    ) -> Result<Option<Expression>, Error> {
        let Some(expr) = expr else { return Ok(None) };
        let error = |cause| Err(Error::compile(cause, expr.span));
        match &expr.kind {
            ExprKind::Literal(Literal::Integer(number)) if *number < 0 => {
                return error(Cause::NegativeIntegerArgument { clause });
            }
            ExprKind::Literal(Literal::Float(_) | Literal::String(_) | Literal::Boolean(_)) => {
                let operation = clause.to_owned();
                let given = format!("`{expr}`");
                return error(Cause::InvalidArgumentType { operation, given });
            }
            _ => {}
        }
        let scope = std::mem::take(&mut self.scope);
        let bound = self.row_expression(expr, clause);
        self.scope = scope;
        match bound {
            Err(found) if matches!(found.cause(), Cause::UndefinedVariable { .. }) => {
                error(Cause::NonConstantLimit { clause })
            }
            bound => bound.map(|(bound, _)| Some(bound)),
        }
    }

    /// Refuses a column that would hide a variable from around the subquery.
    fn check_hiding(&self, items: &[Item<'_>], span: Span) -> Result<(), Error> {
        match items.iter().find(|item| self.imported.is_hidden_by(&item.name, item.slot)) {
            Some(item) => {
                let span = item.expr.span.range().map_or(span, |_| item.expr.span);
                let cause = Cause::VariableAlreadyBound { name: item.name.clone() };
                Err(Error::compile(cause, span)
                    .with_help("the name is in use around the subquery: use another"))
            }
            None => Ok(()),
        }
    }

    /// The name of a column: its alias, its variable, or its text.
    fn column_name(&self, item: &ProjectionItem) -> String {
        match (&item.alias, &item.expr.kind) {
            (Some(alias), _) => alias.text.clone(),
            (None, ExprKind::Variable(name)) => name.clone(),
            _ => self.text_of(item),
        }
    }

    fn text_of(&self, item: &ProjectionItem) -> String {
        let written = self.text.zip(item.span.range()).and_then(|(text, span)| text.get(span));
        written.map_or_else(|| item.expr.to_string(), str::to_owned)
    }
}

/// The columns, beside what is visible throughout the subquery.
fn columns_scope<'i, 'e: 'i>(
    mut scope: Scope,
    items: impl IntoIterator<Item = &'i Item<'e>>,
) -> Scope {
    for item in items {
        scope.add(&item.name, item.slot, item.known);
    }
    scope
}

/// Refuses a computed column without a name.
pub(super) fn check_aliases(exprs: &[&ProjectionItem]) -> Result<(), Error> {
    let named = |item: &&&ProjectionItem| {
        item.alias.is_some() || matches!(item.expr.kind, ExprKind::Variable(_))
    };
    match exprs.iter().find(|item| !named(item)) {
        Some(item) => Err(Error::compile(Cause::NoExpressionAlias, item.expr.span)
            .with_help("name it: expression AS name")),
        None => Ok(()),
    }
}

fn check_names(items: &[Item<'_>], span: Span) -> Result<(), Error> {
    let mut seen = std::collections::HashSet::new();
    match items.iter().find(|item| !seen.insert(item.name.as_str())) {
        Some(item) => {
            let span = item.expr.span.range().map_or(span, |_| item.expr.span);
            Err(Error::compile(Cause::ColumnNameConflict { name: item.name.clone() }, span)
                .with_help("give one of them another name with AS"))
        }
        None => Ok(()),
    }
}
