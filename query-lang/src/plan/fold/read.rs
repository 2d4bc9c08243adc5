//! Clauses → pattern: what of a `MATCH … RETURN count(*)` can be counted without its rows.

use graph_core::graph::{Identified, Side};

use super::apart::{may_be_one, terms};
use super::{Check, Factor, FactorKind, Fold, Link, Pattern, Term, Variable, order};
use crate::ast::ComparisonOperator;
use crate::bind::{
    Aggregate, AggregateFunction, Clause, Connection, Match, Predicate, Projection, Relationship,
};
use crate::expression::{Expression, Key, Kind, LabelTest, Slot, SubqueryId, choice};
use crate::plan::Planner;
use crate::plan::seek::sought;

/// A fold, and the aggregations of its rows, each of which stands for several.
pub(in crate::plan) struct Folded {
    pub(in crate::plan) fold: Fold,
    pub(in crate::plan) aggregates: Vec<(Aggregate, Slot)>,
}

impl Planner<'_> {
    /// The fold that stands for clauses before a projection; `None` where it needs their rows.
    pub(in crate::plan) fn fold(
        &self,
        clauses: &[Clause],
        projection: &Projection,
        bound: &[Slot],
    ) -> Option<Folded> {
        let mut reader = Reader::new(self, bound);
        reader.matches(clauses)?;
        let Asked { aggregates, outputs, tuples } = reader.asked(projection)?;
        let outputs = reader.told(outputs);
        let most = reader.most(projection, &aggregates, &outputs);
        let pattern = reader.pattern.clone();
        let terms = self.terms(reader.pattern, &outputs, false)?;
        let rows = terms.iter().map(Term::told).fold(1.0, f64::max);
        let times = self.new_slot();
        let fold = Fold { pattern, terms, outputs, tuples, times, most, rows };
        Some(Folded { fold, aggregates })
    }

    /// The match that is all of a subquery.
    fn only_match(&self, subquery: SubqueryId) -> Option<&Match> {
        let [branch] = self.subqueries.get(subquery)?.query.branches.as_slice() else {
            return None;
        };
        match branch.clauses.as_slice() {
            [Clause::Match(only)] if !only.optional => Some(only),
            _ => None,
        }
    }

    /// The terms of a pattern, each in order.
    fn terms(&self, pattern: Pattern, outputs: &[Slot], factor: bool) -> Option<Vec<Term>> {
        if pattern.variables.len() > order::MOST {
            return None;
        }
        let term = |(sign, pattern): (i64, Pattern)| {
            let levels = order::levels(self, &pattern, outputs, factor);
            let known = |list: &[usize]| list.iter().all(|at| pattern.variables[*at].is_bound());
            let checks =
                (0..pattern.checks.len()).filter(|at| known(&pattern.checks[*at].variables));
            let factors =
                (0..pattern.factors.len()).filter(|at| known(&pattern.factors[*at].context));
            let (checks, factors) = (checks.collect(), factors.collect());
            Term { sign, pattern, levels, checks, factors }
        };
        Some(terms(self.graph, pattern)?.into_iter().map(term).collect())
    }
}

impl Term {
    /// How many combinations of what is told apart there are, about.
    fn told(&self) -> f64 {
        fn of(level: &super::Level) -> f64 {
            if !level.told {
                return 1.0;
            }
            level.below.iter().map(|below| of(below.level())).product::<f64>() * level.size
        }
        self.levels.iter().map(of).product()
    }
}

/// What is asked of matches.
struct Asked {
    aggregates: Vec<(Aggregate, Slot)>,
    /// The slots that have to be told apart for them and for the keys.
    outputs: Vec<Slot>,
    /// Whether it's the combinations of these that are counted.
    tuples: bool,
}

/// A pattern that is put together.
struct Reader<'a> {
    planner: &'a Planner<'a>,
    /// Slots that hold a value before.
    bound: &'a [Slot],
    pattern: Pattern,
    /// Slots of relationships and paths, and of all that may stay without a value: nobody may read
    /// them.
    unread: Vec<Slot>,
    /// Those of relationships that are there in every match.
    relationships: Vec<Slot>,
}

impl<'a> Reader<'a> {
    fn new(planner: &'a Planner<'a>, bound: &'a [Slot]) -> Self {
        let (unread, relationships) = (Vec::new(), Vec::new());
        Self { planner, bound, pattern: Pattern::default(), unread, relationships }
    }
}

impl Reader<'_> {
    fn matches(&mut self, clauses: &[Clause]) -> Option<()> {
        let mut predicates = Vec::new();
        for clause in clauses {
            let Clause::Match(clause) = clause else { return None };
            if clause.optional {
                self.factor(clause, FactorKind::Optional)?;
            } else {
                self.paths(clause)?;
                predicates.extend(&clause.predicates);
            }
        }
        predicates.into_iter().try_for_each(|predicate| self.predicate(predicate))
    }

    /// Takes the nodes and relationships of a match in.
    fn paths(&mut self, clause: &Match) -> Option<()> {
        let first = self.pattern.links.len();
        for path in &clause.paths {
            if path.selection.is_some() || !path.predicates.is_empty() {
                return None;
            }
            self.unread.extend(path.slot);
            let nodes =
                path.nodes.iter().map(|node| self.variable(node.slot, node.labels.as_ref()));
            let nodes: Vec<usize> = nodes.collect::<Option<_>>()?;
            for (at, connection) in path.connections.iter().enumerate() {
                let Connection::One(relationship) = connection else { return None };
                let link = self.link(relationship, nodes[at], nodes[at + 1])?;
                self.pattern.links.push(link);
            }
        }
        let links = &self.pattern.links;
        let pairs = (first..links.len())
            .flat_map(|one| (one + 1..links.len()).map(move |other| (one, other)));
        let pairs = pairs.filter(|(one, other)| may_be_one(&links[*one], &links[*other]));
        self.pattern.apart.extend(pairs);
        Some(())
    }

    /// The variable of a node; `None` where another clause may leave it without one.
    fn variable(&mut self, slot: Slot, labels: Option<&LabelTest>) -> Option<usize> {
        if self.unread.contains(&slot) {
            return None;
        }
        let at = self.find(slot).unwrap_or_else(|| {
            let bound = self.bound.iter().copied().filter(|known| *known == slot).collect();
            self.pattern.variables.push(Variable {
                slots: vec![slot],
                bound,
                ..Variable::default()
            });
            self.pattern.variables.len() - 1
        });
        self.pattern.variables[at].labels.extend(labels.cloned());
        Some(at)
    }

    fn find(&self, slot: Slot) -> Option<usize> {
        self.pattern.variables.iter().position(|variable| variable.slots.contains(&slot))
    }

    fn link(&mut self, relationship: &Relationship, from: usize, to: usize) -> Option<Link> {
        if !self.is_free(relationship) {
            return None;
        }
        self.unread.push(relationship.slot);
        self.relationships.push(relationship.slot);
        link(relationship, from, to)
    }

    /// Whether nothing before says which relationship it is.
    fn is_free(&self, relationship: &Relationship) -> bool {
        !self.unread.contains(&relationship.slot) && !self.bound.contains(&relationship.slot)
    }

    /// Takes a condition in.
    fn predicate(&mut self, predicate: &Predicate) -> Option<()> {
        let planner = self.planner;
        if let Some((subquery, kind)) = existence(&predicate.expression)
            && let Some(clause) = planner.only_match(subquery)
            && (self.single(clause, kind).is_some() || self.factor(clause, kind).is_some())
        {
            return Some(());
        }
        let variables = self.variables_of(&predicate.uses)?;
        match variables.as_slice() {
            [at] => {
                // What else it uses is no node of the pattern, so that it's known before.
                let variable = &mut self.pattern.variables[*at];
                variable.seeks.extend(sought(&predicate.expression, &variable.slots));
                variable.predicates.push(predicate.expression.clone());
            }
            [one, other] if self.differ(&predicate.expression) => {
                self.pattern.unequal.push((*one, *other));
            }
            _ => {
                let predicate = predicate.expression.clone();
                self.pattern.checks.push(Check { predicate, variables });
            }
        }
        Some(())
    }

    /// Whether an expression says that two nodes of the pattern differ.
    fn differ(&self, expression: &Expression) -> bool {
        let Kind::Comparison(left, rest) = &expression.kind else { return false };
        let [(ComparisonOperator::NotEqual, right)] = rest.as_slice() else { return false };
        let node = |side: &Expression| match side.kind {
            Kind::Slot(slot) => {
                self.find(slot).is_some_and(|at| !self.pattern.variables[at].is_bound())
            }
            _ => false,
        };
        node(left) && node(right)
    }

    /// The variables among slots that an expression uses; `None` where it uses what isn't told.
    fn variables_of(&self, uses: &[Slot]) -> Option<Vec<usize>> {
        if !self.is_told(uses) {
            return None;
        }
        let mut variables: Vec<usize> = uses.iter().filter_map(|slot| self.find(*slot)).collect();
        variables.sort_unstable();
        variables.dedup();
        Some(variables)
    }

    /// The slots of nodes of the pattern that an expression uses; `None` for one that uses what
    /// isn't told, or whose uses aren't known.
    fn of_pattern(&self, expression: &Expression) -> Option<Vec<Slot>> {
        let uses = expression.slots()?;
        self.variables_of(&uses)?;
        Some(uses.into_iter().filter(|slot| self.find(*slot).is_some()).collect())
    }

    /// Takes a relationship in that must or must not be there between two nodes of the pattern,
    /// where there can't be two of them.
    fn single(&mut self, clause: &Match, kind: FactorKind) -> Option<()> {
        let [path] = clause.paths.as_slice() else { return None };
        let [Connection::One(relationship)] = path.connections.as_slice() else { return None };
        let plain = clause.predicates.is_empty() && path.nodes.iter().all(|it| it.labels.is_none());
        if !plain || path.selection.is_some() || !self.is_free(relationship) {
            return None;
        }
        let (from, to) = (self.find(path.nodes[0].slot)?, self.find(path.nodes[1].slot)?);
        let link = link(relationship, from, to)?;
        let graph = self.planner.graph;
        if from == to || !graph.is_known_simple(link.types.as_deref(), link.side) {
            return None;
        }
        match kind {
            FactorKind::Absent => self.pattern.absent.push(link),
            _ => self.pattern.links.push(link),
        }
        Some(())
    }

    /// Takes a further pattern in that hangs on this one.
    fn factor(&mut self, clause: &Match, kind: FactorKind) -> Option<()> {
        let of_paths = clause.paths.iter().flat_map(|path| {
            let nodes = path.nodes.iter().map(|node| node.slot);
            nodes.chain(path.connections.iter().map(Connection::slot))
        });
        if !self.is_told(&of_paths.collect::<Vec<_>>()) {
            return None;
        }
        let known = |slot: &Slot| self.find(*slot).is_some() || self.bound.contains(slot);
        let slots = clause.paths.iter().flat_map(|path| path.nodes.iter().map(|node| node.slot));
        let around: Vec<Slot> = slots.filter(known).collect();
        let bound: Vec<Slot> = self.bound.iter().chain(&around).copied().collect();
        let mut inner = Reader::new(self.planner, &bound);
        inner.paths(clause)?;
        let own: Vec<Slot> =
            inner.pattern.variables.iter().flat_map(|it| it.slots.clone()).collect();
        for predicate in &clause.predicates {
            // What else it uses of the pattern around it, the inner one doesn't know.
            let known = |slot: &Slot| own.contains(slot) || self.find(*slot).is_none();
            if !predicate.uses.iter().all(known) || !self.is_told(&predicate.uses) {
                return None;
            }
            inner.predicate(predicate)?;
        }
        let (pattern, unread) = (inner.pattern, inner.unread);
        let mut context: Vec<usize> = around.iter().filter_map(|slot| self.find(*slot)).collect();
        context.sort_unstable();
        context.dedup();
        let terms = self.planner.terms(pattern.clone(), &[], true)?;
        self.unread.extend(unread);
        self.unread.extend(own.into_iter().filter(|slot| !bound.contains(slot)));
        self.pattern.factors.push(Factor { pattern, terms, kind, context });
        Some(())
    }

    fn is_told(&self, uses: &[Slot]) -> bool {
        uses.iter().all(|slot| !self.unread.contains(slot))
    }

    /// What a projection asks for; `None` where that needs rows.
    fn asked(&self, projection: &Projection) -> Option<Asked> {
        let mut outputs = Vec::new();
        for (key, _) in &projection.items {
            outputs.extend(self.of_pattern(key)?);
        }
        let mut aggregates = Vec::new();
        for (aggregate, slot) in projection.aggregates.as_ref()? {
            let mut aggregate = aggregate.clone();
            if let Some(argument) = &aggregate.argument {
                if !aggregate.distinct && self.always_counts(&aggregate, argument) {
                    aggregate.argument = None;
                } else if is_weighed(&aggregate) {
                    outputs.extend(self.of_pattern(argument)?);
                } else {
                    return None;
                }
            }
            aggregates.push((aggregate, *slot));
        }
        if let Some(slot) = self.only_distinct(projection, &aggregates) {
            let (aggregate, _) = &mut aggregates[0];
            (aggregate.argument, aggregate.distinct) = (None, false);
            return Some(Asked { aggregates, outputs: vec![slot], tuples: true });
        }
        Some(Asked { aggregates, outputs, tuples: false })
    }

    /// Whether `count(x)` counts all rows, since `x` is never `null`.
    fn always_counts(&self, aggregate: &Aggregate, argument: &Expression) -> bool {
        if aggregate.function != AggregateFunction::Count {
            return false;
        }
        match &argument.kind {
            Kind::Slot(slot) => self.find(*slot).is_some() || self.relationships.contains(slot),
            Kind::Property(object, key) => match object.kind {
                Kind::Slot(slot) => self.find(slot).is_some_and(|at| self.is_everywhere(at, key)),
                _ => false,
            },
            Kind::Value(value) => !value.is_null(),
            _ => false,
        }
    }

    /// Whether every node that a variable may be has a property.
    fn is_everywhere(&self, variable: usize, key: &Key) -> bool {
        self.labelled(variable, key).any(|found| found.everywhere)
    }

    /// How a property tells the nodes apart that a variable may be: by each label that they have.
    fn labelled(&self, variable: usize, key: &Key) -> impl Iterator<Item = Identified> {
        self.pattern.variables[variable].required().filter_map(|label| {
            let planner = self.planner;
            planner.graph.identified(label, key.symbol, &|| planner.goes_on())
        })
    }

    /// The node whose different values are counted, where nothing else is asked and no two nodes
    /// have the same.
    fn only_distinct(
        &self,
        projection: &Projection,
        aggregates: &[(Aggregate, Slot)],
    ) -> Option<Slot> {
        let [(aggregate, _)] = aggregates else { return None };
        let counts = aggregate.distinct && aggregate.function == AggregateFunction::Count;
        // Of several rows that come in, each would count its own.
        if !counts || !projection.items.is_empty() || !self.bound.is_empty() {
            return None;
        }
        self.identified(aggregate.argument.as_ref()?)
    }

    /// The node of the pattern that an expression tells from any other: itself, or a property
    /// that it has and no other node has the same.
    fn identified(&self, expression: &Expression) -> Option<Slot> {
        match &expression.kind {
            Kind::Slot(slot) => self.find(*slot).map(|_| *slot),
            Kind::Property(object, key) => {
                let Kind::Slot(slot) = object.kind else { return None };
                let at = self.find(slot)?;
                let tells = |found: Identified| found.everywhere && found.unique;
                self.labelled(at, key).any(tells).then_some(slot)
            }
            _ => None,
        }
    }

    /// The outputs, each once; what rows bring in is told anyway.
    fn told(&self, mut outputs: Vec<Slot>) -> Vec<Slot> {
        outputs.sort_unstable();
        outputs.dedup();
        outputs.retain(|slot| !self.bound.contains(slot));
        outputs
    }

    /// How many rows are wanted at most, where these are the ones that are matched most and each
    /// combination makes a row of its own.
    fn most(
        &self,
        projection: &Projection,
        aggregates: &[(Aggregate, Slot)],
        outputs: &[Slot],
    ) -> Option<Vec<Expression>> {
        let first = projection.order.first()?;
        let Kind::Slot(by) = first.expression.kind else { return None };
        let counted = aggregates.iter().any(|(aggregate, slot)| {
            *slot == by
                && aggregate.argument.is_none()
                && aggregate.function == AggregateFunction::Count
        });
        let mut identified: Vec<Slot> =
            projection.items.iter().filter_map(|(key, _)| self.identified(key)).collect();
        identified.sort_unstable();
        identified.dedup();
        let plain = projection.distinct.is_none() && self.bound.is_empty();
        let limit = projection.limit.clone()?;
        let wanted = projection.skip.iter().cloned().chain([limit]).collect();
        (first.descending && counted && plain && identified == outputs).then_some(wanted)
    }
}

/// Whether a row that stands for several gives what these would give.
fn is_weighed(aggregate: &Aggregate) -> bool {
    use AggregateFunction::{Count, Max, Min};
    aggregate.share.is_none() && matches!(aggregate.function, Count | Min | Max)
}

/// `EXISTS {…}` or `NOT EXISTS {…}`, or a pattern as a condition.
fn existence(expression: &Expression) -> Option<(SubqueryId, FactorKind)> {
    match &expression.kind {
        Kind::Exists(subquery) => Some((*subquery, FactorKind::Exists)),
        Kind::Not(operand) => match operand.kind {
            Kind::Exists(subquery) => Some((subquery, FactorKind::Absent)),
            _ => None,
        },
        _ => None,
    }
}

/// A relationship between two variables; `None` where more is asked of its type than a choice.
fn link(relationship: &Relationship, from: usize, to: usize) -> Option<Link> {
    let types = choice(relationship.types.as_ref())?;
    let (side, from, to) = match relationship.direction {
        Side::Incoming => (Side::Outgoing, to, from),
        side => (side, from, to),
    };
    Some(Link { from, to, types, side })
}
