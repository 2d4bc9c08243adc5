//! Which nodes a variable may be.

use std::cell::{Cell, OnceCell, RefCell};
use std::sync::Arc;

use graph_core::graph::{Column, NodeSet};
use graph_core::{Graph, NodeId, Symbol, Value};

use crate::ast::{ComparisonOperator, Span};
use crate::error::Error;
use crate::execute::{Executor, Row};
use crate::expression::{Expression, Key, Kind, LabelTest, Slot};
use crate::plan::Variable;

/// The labels and conditions of a variable; what was found of a node is remembered.
pub(super) struct Filter<'p> {
    variable: &'p Variable,
    /// The conditions, as far as they compare integers.
    tests: Vec<Option<Compared<'p>>>,
    /// The nodes with the label, where that is all that is asked.
    labelled: OnceCell<Arc<NodeSet>>,
    /// The nodes that were looked at, and those of them that pass.
    known: RefCell<(NodeSet, NodeSet)>,
    /// What the conditions compare, where all of them compare integers that stand side by side.
    columns: OnceCell<Option<Vec<Compare>>>,
    /// All nodes that pass, once they are known.
    whole: OnceCell<NodeSet>,
    /// How many nodes were looked at.
    looked: Cell<usize>,
}

/// A comparison of a property with an integer.
struct Compared<'p> {
    key: &'p Key,
    operator: ComparisonOperator,
    than: i64,
}

/// A comparison with the integers of all nodes.
struct Compare {
    column: Arc<Column>,
    operator: ComparisonOperator,
    than: i64,
}

impl Compare {
    #[inline]
    fn holds(&self, node: NodeId) -> bool {
        self.column.get(node).is_some_and(|value| compares(self.operator, value, self.than))
    }
}

/// How many times as long it takes to look at one node as it takes in a row of all.
const PACE: usize = 16;

/// The same where integers that stand side by side are compared: as many times less.
const COMPARED: usize = 4;

impl<'p> Filter<'p> {
    pub(super) fn new(graph: &Graph, variable: &'p Variable) -> Self {
        let predicates = variable.predicates.iter();
        let labelled = match variable.labels.as_slice() {
            [LabelTest::Label(label)] => graph.known_label_set(*label),
            _ => None,
        };
        Self {
            variable,
            tests: predicates.map(|found| compared(found, &variable.slots)).collect(),
            labelled: labelled.map_or_else(OnceCell::new, OnceCell::from),
            known: RefCell::default(),
            columns: OnceCell::new(),
            whole: OnceCell::new(),
            looked: Cell::new(0),
        }
    }

    /// The label that a node must have, where that is all; `Some(None)` where nothing is asked.
    #[allow(clippy::option_option)]
    pub(super) fn only_label(&self) -> Option<Option<Symbol>> {
        match (self.variable.labels.as_slice(), self.tests.is_empty()) {
            ([], true) => Some(None),
            ([LabelTest::Label(label)], true) => Some(Some(*label)),
            _ => None,
        }
    }

    /// All nodes that pass, where they are known.
    pub(super) fn whole(&self) -> Option<&NodeSet> {
        let labelled = || self.labelled.get().filter(|_| self.tests.is_empty());
        self.whole.get().or_else(|| labelled().map(|labelled| &**labelled))
    }

    /// Whether a node passes.
    #[inline]
    pub(super) fn passes(
        &self,
        executor: &Executor<'_>,
        row: &RefCell<Row>,
        node: NodeId,
    ) -> Result<bool, Error> {
        if let Some(whole) = self.whole() {
            return Ok(whole.contains(node));
        }
        match self.only_label() {
            Some(None) => Ok(true),
            Some(Some(label)) => Ok(self.carries(executor, label, node)),
            None => self.remembered(executor, row, node),
        }
    }

    fn carries(&self, executor: &Executor<'_>, label: Symbol, node: NodeId) -> bool {
        let graph = executor.graph;
        if let Some(labelled) = self.labelled.get() {
            return labelled.contains(node);
        }
        if self.many(graph.nodes_with_label(label).len()) {
            return self.labelled.get_or_init(|| graph.label_set(label)).contains(node);
        }
        graph.has_label(node, label)
    }

    /// Counts a look; tells whether so many were taken that all of so many nodes were as quick.
    fn many(&self, all: usize) -> bool {
        let looked = self.looked.get() + 1;
        self.looked.set(looked);
        looked > 64 && looked > all / PACE
    }

    fn remembered(
        &self,
        executor: &Executor<'_>,
        row: &RefCell<Row>,
        node: NodeId,
    ) -> Result<bool, Error> {
        let all = executor.graph.node_count();
        if let Some(columns) = self.columns(executor)? {
            if self.many(COMPARED * all) {
                let whole = self.whole.get_or_init(|| self.all(executor, columns));
                return Ok(whole.contains(node));
            }
            let holds = columns.iter().all(|compare| compare.holds(node));
            return Ok(holds && self.accepts(executor, node));
        }
        {
            let known = self.known.borrow();
            if known.0.contains(node) {
                return Ok(known.1.contains(node));
            }
        }
        let passes = self.test(executor, row, node)?;
        let mut known = self.known.borrow_mut();
        known.0.insert(node);
        if passes {
            known.1.insert(node);
        }
        Ok(passes)
    }

    /// Whether a node has the labels.
    fn accepts(&self, executor: &Executor<'_>, node: NodeId) -> bool {
        match self.variable.labels.as_slice() {
            [] => true,
            [LabelTest::Label(label)] => self.carries(executor, *label, node),
            tests => {
                let labels = executor.graph.node_labels(node);
                tests.iter().all(|test| test.accepts(labels))
            }
        }
    }

    /// What the conditions compare: at once where it stands side by side, else once so many nodes
    /// were looked at that it's worth it.
    fn columns(&self, executor: &Executor<'_>) -> Result<Option<&[Compare]>, Error> {
        if let Some(known) = self.columns.get() {
            return Ok(known.as_deref());
        }
        let graph = executor.graph;
        let compared: Option<Vec<_>> = self.tests.iter().map(Option::as_ref).collect();
        let Some(compared) = compared else {
            return Ok(self.columns.get_or_init(|| None).as_deref());
        };
        let many = self.many(graph.node_count());
        let goes_on = || executor.look().is_ok();
        let mut columns = Vec::with_capacity(compared.len());
        for Compared { key, operator, than } in compared {
            let column = match graph.known_column(key.symbol) {
                Some(known) => known,
                None if !many => return Ok(None),
                None => match graph.column(key.symbol, &goes_on) {
                    Some(Some(made)) => made,
                    Some(None) => return Ok(self.columns.get_or_init(|| None).as_deref()),
                    None => return executor.look().map(|()| None),
                },
            };
            columns.push(Compare { column, operator: *operator, than: *than });
        }
        Ok(self.columns.get_or_init(|| Some(columns)).as_deref())
    }

    /// All nodes that pass. Only where integers are compared: no other condition is tested of a
    /// node that may not matter, since it may fail.
    fn all(&self, executor: &Executor<'_>, columns: &[Compare]) -> NodeSet {
        let graph = executor.graph;
        let holds = |node: &NodeId| columns.iter().all(|compare| compare.holds(*node));
        match self.variable.labels.as_slice() {
            [LabelTest::Label(label)] => graph.nodes_with_label(*label).filter(holds).collect(),
            _ => graph.nodes().filter(holds).filter(|node| self.accepts(executor, *node)).collect(),
        }
    }

    fn test(
        &self,
        executor: &Executor<'_>,
        row: &RefCell<Row>,
        node: NodeId,
    ) -> Result<bool, Error> {
        if !self.accepts(executor, node) {
            return Ok(false);
        }
        let mut row = row.borrow_mut();
        for slot in &self.variable.slots {
            row[*slot] = Value::Node(node);
        }
        executor.run.budget.spend(self.tests.len() as u64, Span::NONE)?;
        executor.all_true(&self.variable.predicates, &row)
    }
}

/// A comparison of a property of a node with an integer.
fn compared<'p>(predicate: &'p Expression, slots: &[Slot]) -> Option<Compared<'p>> {
    let Kind::Comparison(left, rest) = &predicate.kind else { return None };
    let [(operator, right)] = rest.as_slice() else { return None };
    let property = |side: &'p Expression| match &side.kind {
        Kind::Property(object, key) => match object.kind {
            Kind::Slot(slot) if slots.contains(&slot) => Some(key),
            _ => None,
        },
        _ => None,
    };
    let integer = |side: &Expression| match &side.kind {
        Kind::Value(Value::Int(number)) => Some(*number),
        _ => None,
    };
    let (key, operator, than) = match (property(left), integer(right)) {
        (Some(key), Some(than)) => (key, *operator, than),
        _ => (property(right)?, turned(*operator), integer(left)?),
    };
    Some(Compared { key, operator, than })
}

/// The operator with its sides exchanged.
fn turned(operator: ComparisonOperator) -> ComparisonOperator {
    match operator {
        ComparisonOperator::Less => ComparisonOperator::Greater,
        ComparisonOperator::LessOrEqual => ComparisonOperator::GreaterOrEqual,
        ComparisonOperator::Greater => ComparisonOperator::Less,
        ComparisonOperator::GreaterOrEqual => ComparisonOperator::LessOrEqual,
        same => same,
    }
}

fn compares(operator: ComparisonOperator, value: i64, than: i64) -> bool {
    match operator {
        ComparisonOperator::Equal => value == than,
        ComparisonOperator::NotEqual => value != than,
        ComparisonOperator::Less => value < than,
        ComparisonOperator::LessOrEqual => value <= than,
        ComparisonOperator::Greater => value > than,
        ComparisonOperator::GreaterOrEqual => value >= than,
    }
}
