//! Statements and clauses of every kind, as parsing makes them.

use super::dice::Dice;
use crate::ast::{
    Assignment, CallProcedure, CallSubquery, Clause, Create, Delete, Foreach, Imports, LoadCsv,
    Match, Merge, Mode, Projection, ProjectionItem, Query, Removal, Remove, Set, SingleQuery,
    SortItem, Span, Statement, Union, Yield, YieldItem,
};

/// The kinds of clause.
const CLAUSES: &[fn(&mut Dice, usize) -> Clause] = &[
    |dice, depth| {
        Clause::Match(Match {
            optional: dice.flip(),
            pattern: dice.several(1, 2, |dice| dice.path(depth)),
            predicate: dice.maybe(|dice| dice.expr(depth)),
            span: Span::NONE,
        })
    },
    |dice, depth| Clause::Unwind { list: dice.expr(depth), variable: dice.name() },
    |dice, depth| Clause::With {
        projection: dice.projection(depth),
        predicate: dice.maybe(|dice| dice.expr(depth)),
    },
    Dice::call_subquery,
    |dice, depth| Clause::Return(dice.projection(depth)),
    Dice::call_procedure,
    Dice::update,
    |_, _| Clause::Finish(Span::NONE),
    |dice, depth| {
        Clause::LoadCsv(LoadCsv {
            headers: dice.flip(),
            from: dice.expr(depth),
            variable: dice.name(),
            separator: dice.maybe(|dice| dice.pick(&[';', '\t', '\'', '\\', '|'])),
            span: Span::NONE,
        })
    },
];

/// The kinds of clause that change the graph.
const UPDATES: &[fn(&mut Dice, usize) -> Clause] = &[
    |dice, depth| {
        let pattern = dice.several(1, 2, |dice| dice.path(depth));
        Clause::Create(Create { pattern, span: Span::NONE })
    },
    |dice, depth| {
        Clause::Merge(Merge {
            pattern: dice.path(depth),
            on_create: dice.several(0, 2, |dice| dice.assignment(depth)),
            on_match: dice.several(0, 2, |dice| dice.assignment(depth)),
            span: Span::NONE,
        })
    },
    |dice, depth| {
        let items = dice.several(1, 3, |dice| dice.assignment(depth));
        Clause::Set(Set { items, span: Span::NONE })
    },
    |dice, depth| {
        let items = dice.several(1, 3, |dice| dice.removal(depth));
        Clause::Remove(Remove { items, span: Span::NONE })
    },
    Dice::delete,
    Dice::foreach,
];

impl Dice {
    pub(super) fn statement(&mut self) -> Statement {
        let depth = self.roll(4);
        let mode = self.pick(&[Mode::Run, Mode::Explain, Mode::Profile]);
        Statement { mode: self.note(mode), query: self.query(depth) }
    }

    pub(super) fn kinds_of_statement(mut self) -> Vec<&'static str> {
        let _ = self.statement();
        self.made()
    }

    pub(super) fn query(&mut self, depth: usize) -> Query {
        let union = self.pick(&[Union::All, Union::Distinct]);
        let first = self.single_query(depth);
        let rest = match self.roll(4) {
            0 => self.several(1, 2, |dice| (dice.note(union), dice.single_query(depth))),
            _ => Vec::new(),
        };
        Query { first, rest }
    }

    /// The query in braces. `count {finish}` takes a variable of a map, so none begins with that.
    pub(super) fn inner_query(&mut self, depth: usize) -> Query {
        let mut query = self.query(depth.min(1));
        if let [first @ Clause::Finish(_), ..] = query.first.clauses.as_mut_slice() {
            *first = self.last();
        }
        query
    }

    fn single_query(&mut self, depth: usize) -> SingleQuery {
        SingleQuery { clauses: self.several(1, 3, |dice| dice.clause(depth)) }
    }

    fn clause(&mut self, depth: usize) -> Clause {
        let clause = self.pick(CLAUSES)(self, depth);
        self.note(clause)
    }

    fn update(&mut self, depth: usize) -> Clause {
        self.pick(UPDATES)(self, depth)
    }

    fn foreach(&mut self, depth: usize) -> Clause {
        let inner = depth.saturating_sub(1);
        let updates = match depth {
            0 => vec![self.delete(0)],
            _ => self.several(1, 2, |dice| dice.update(inner)),
        };
        Clause::Foreach(Box::new(Foreach {
            variable: self.name(),
            list: self.expr(inner),
            updates,
            span: Span::NONE,
        }))
    }

    fn delete(&mut self, depth: usize) -> Clause {
        let (detach, items) = (self.flip(), self.exprs(1, 2, depth));
        Clause::Delete(Delete { detach, items, span: Span::NONE })
    }

    fn projection(&mut self, depth: usize) -> Projection {
        let all = self.flip();
        Projection {
            distinct: self.flip(),
            all,
            items: self.several(usize::from(!all), 2, |dice| ProjectionItem {
                expr: dice.expr(depth),
                alias: dice.maybe(Self::name),
                span: Span::NONE,
            }),
            order_by: self
                .several(0, 2, |dice| SortItem { expr: dice.expr(depth), descending: dice.flip() }),
            skip: self.maybe(|dice| dice.expr(depth)),
            limit: self.maybe(|dice| dice.expr(depth)),
            span: Span::NONE,
        }
    }

    fn call_subquery(&mut self, depth: usize) -> Clause {
        let listed = self.several(0, 2, Self::name);
        let imports = self.pick(&[Imports::With, Imports::All, Imports::Listed(listed)]);
        Clause::CallSubquery(Box::new(CallSubquery {
            optional: self.flip(),
            imports: self.note(imports),
            query: match depth.checked_sub(1) {
                Some(depth) => self.query(depth),
                None => Query { first: SingleQuery { clauses: vec![self.last()] }, rest: vec![] },
            },
            span: Span::NONE,
        }))
    }

    /// A clause without another query in it.
    fn last(&mut self) -> Clause {
        Clause::Return(self.projection(0))
    }

    fn call_procedure(&mut self, depth: usize) -> Clause {
        let item =
            |dice: &mut Self| YieldItem { column: dice.name(), alias: dice.maybe(Self::name) };
        let yields = self.maybe(|dice| Yield {
            items: dice.maybe(|dice| dice.several(1, 2, item)),
            predicate: dice.maybe(|dice| dice.expr(depth)),
            span: Span::NONE,
        });
        Clause::CallProcedure(CallProcedure {
            name: format!("{}.{}", self.name().text, self.name().text).into(),
            arguments: self.maybe(|dice| dice.exprs(0, 2, depth)),
            yields,
            span: Span::NONE,
        })
    }

    fn assignment(&mut self, depth: usize) -> Assignment {
        let assignment = match self.roll(4) {
            0 => Assignment::Property(self.expr(depth), self.name(), self.expr(depth)),
            1 => Assignment::Replace(self.name(), self.expr(depth)),
            2 => Assignment::Add(self.name(), self.expr(depth)),
            _ => Assignment::Labels(self.name(), self.several(1, 2, Self::name)),
        };
        self.note(assignment)
    }

    fn removal(&mut self, depth: usize) -> Removal {
        let removal = match self.roll(2) {
            0 => Removal::Property(self.expr(depth), self.name()),
            _ => Removal::Labels(self.name(), self.several(1, 2, Self::name)),
        };
        self.note(removal)
    }
}
