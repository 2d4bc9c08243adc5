//! `CALL { … }`: a query for each row, what it sees of the row and what it adds to it.

use super::projection::check_aliases;
use super::scope::{Scope, Variable};
use super::{Apply, Binder, Clause, already_bound};
use crate::ast::{self, ExprKind, Imports, Name, Projection, Span};
use crate::error::{Cause, Error};
use crate::expression::Slot;

/// What the subquery that is being bound sees of the query around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Imported {
    scope: Scope,
    /// Whether the variables stay in scope behind `WITH`, and so can't be redefined.
    lasting: bool,
}

impl Imported {
    /// Variables that are visible throughout a subquery.
    pub(super) fn throughout(scope: Scope) -> Self {
        Self { scope, lasting: true }
    }

    /// What is in scope wherever a clause sets the scope anew.
    pub(super) fn lasting(&self) -> Scope {
        if self.lasting { self.scope.clone() } else { Scope::default() }
    }

    /// Whether the value comes from around the subquery.
    pub(super) fn holds(&self, slot: Slot) -> bool {
        self.scope.iter().any(|variable| variable.slot == slot)
    }

    /// Whether the value comes from around the subquery and is the same throughout it.
    pub(super) fn is_constant(&self, slot: Slot) -> bool {
        self.lasting && self.holds(slot)
    }

    /// Whether a column of this name would hide a variable from around the subquery.
    pub(super) fn is_hidden_by(&self, name: &str, slot: Slot) -> bool {
        self.lasting && self.scope.find(name).is_some_and(|found| found.slot != slot)
    }
}

impl Binder<'_> {
    /// Binds a subquery; its columns join the scope.
    pub(super) fn call_subquery(&mut self, call: &ast::CallSubquery) -> Result<Clause, Error> {
        check_columns(&call.query)?;
        let outer = self.scope.clone();
        let (imported, importable) = match &call.imports {
            Imports::With => (Imported::default(), Some(&outer)),
            Imports::All => (Imported::throughout(outer.clone()), None),
            Imports::Listed(names) => (Imported::throughout(self.listed(names)?), None),
        };
        self.scope = imported.lasting();
        let mut bound: Vec<Slot> = self.scope.iter().map(|variable| variable.slot).collect();
        if importable.is_some() {
            bound = outer.iter().map(|variable| variable.slot).collect();
        }
        let around = std::mem::replace(&mut self.imported, imported);
        let found = self.query_importing(&call.query, true, importable);
        self.imported = around;
        let returned = std::mem::replace(&mut self.scope, outer);
        let (query, names) = found.map_err(|error| self.outside(error))?;
        let columns = self.join(&names, &returned, call)?;
        Ok(Clause::Apply(Box::new(Apply { optional: call.optional, query, bound, columns })))
    }

    /// The variables between the parentheses of `CALL (a, b) { … }`.
    fn listed(&self, names: &[Name]) -> Result<Scope, Error> {
        let mut scope = Scope::default();
        for name in names {
            if scope.find(&name.text).is_some() {
                return Err(already_bound(name));
            }
            let known = self.scope.find(&name.text);
            let known = known.ok_or_else(|| self.undefined(&name.text, name.span))?;
            scope.add(&name.text, known.slot, known.known);
        }
        Ok(scope)
    }

    /// The clauses behind a `WITH` that only imports variables; these are then in scope.
    pub(super) fn imported<'c>(
        &mut self,
        clauses: &'c [ast::Clause],
        importable: Option<&Scope>,
    ) -> Result<&'c [ast::Clause], Error> {
        let (Some(outer), Some((ast::Clause::With { projection, predicate: None }, rest))) =
            (importable, clauses.split_first())
        else {
            return Ok(clauses);
        };
        let Some(names) = plain_variables(projection) else { return Ok(clauses) };
        self.scope = Scope::default();
        let inner = std::mem::replace(&mut self.scope, outer.clone());
        let listed = self.listed(&names);
        self.scope = inner;
        let scope = if projection.all { outer.clone() } else { listed? };
        self.imported = Imported { scope: scope.clone(), lasting: false };
        self.scope = scope;
        Ok(rest)
    }

    /// Puts the columns of a subquery into scope, each in a slot of its own.
    fn join(
        &mut self,
        names: &[String],
        returned: &Scope,
        call: &ast::CallSubquery,
    ) -> Result<Vec<(Slot, Slot)>, Error> {
        let mut columns = Vec::with_capacity(names.len());
        for name in names {
            let Some(Variable { slot, known, .. }) = returned.find(name).cloned() else { continue };
            if self.scope.find(name).is_some() {
                let span = column_place(call, name);
                let cause = Cause::VariableAlreadyBound { name: name.clone() };
                return Err(Error::compile(cause, span)
                    .with_help("give the column of the subquery another name with AS"));
            }
            let own = self.new_slot();
            self.scope.add(name, own, known);
            columns.push((slot, own));
        }
        Ok(columns)
    }

    /// With advice where a variable is missing that stands around the subquery.
    fn outside(&self, error: Error) -> Error {
        let help = match error.cause() {
            Cause::UndefinedVariable { name } if self.scope.find(name).is_some() => {
                format!("import it into the subquery: CALL ({name}) {{ … }}")
            }
            _ => return error,
        };
        error.with_help(help)
    }
}

/// The variables of a `WITH` that does nothing but name variables; none for `*`.
fn plain_variables(projection: &Projection) -> Option<Vec<Name>> {
    let only = Projection {
        all: projection.all,
        items: projection.items.clone(),
        ..Projection::default()
    };
    if *projection != only || projection.all && !projection.items.is_empty() {
        return None;
    }
    let variable = |item: &ast::ProjectionItem| match (&item.alias, &item.expr.kind) {
        (None, ExprKind::Variable(text)) => Some(Name { text: text.clone(), span: item.expr.span }),
        _ => None,
    };
    projection.items.iter().map(variable).collect()
}

/// Whether the clause is a `CALL` of a query without `RETURN`, which may end a query.
pub(super) fn leaves_rows(clause: &ast::Clause) -> bool {
    matches!(clause, ast::Clause::CallSubquery(call)
        if !matches!(call.query.first.clauses.last(), Some(ast::Clause::Return(_))))
}

/// Refuses a computed column without a name: nothing could refer to it.
fn check_columns(query: &ast::Query) -> Result<(), Error> {
    let branches = std::iter::once(&query.first).chain(query.rest.iter().map(|(_, branch)| branch));
    for branch in branches {
        if let Some(ast::Clause::Return(projection)) = branch.clauses.last() {
            check_aliases(&projection.items.iter().collect::<Vec<_>>())?;
        }
    }
    Ok(())
}

/// Where a subquery names a column.
fn column_place(call: &ast::CallSubquery, name: &str) -> Span {
    let Some(ast::Clause::Return(projection)) = call.query.first.clauses.last() else {
        return call.span;
    };
    let named = |item: &&ast::ProjectionItem| match (&item.alias, &item.expr.kind) {
        (Some(alias), _) => alias.text == name,
        (None, kind) => matches!(kind, ExprKind::Variable(text) if text == name),
    };
    projection.items.iter().find(named).map_or(projection.span, |item| item.span)
}
