//! `EXPLAIN` and `PROFILE`: the plan of a statement, and how many rows each part of it gave.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use graph_core::graph::Symbols;
use graph_core::{Graph, Symbol};

use crate::ast::{Mode, Statement};
use crate::bind::Bound;
use crate::error::Error;
use crate::expression::{Expression, Kind, Slot};
use crate::plan::{self, Plan, Planned};

/// The plan of a statement.
///
/// ```
/// use graph_core::Graph;
/// let text = "EXPLAIN MATCH (p:Person) WHERE p.age > 30 RETURN p.name AS name";
/// let answer = query_lang::run(&mut Graph::new(), text, &Default::default())?;
/// let plan = answer.plan.expect("the plan, since it was asked for");
/// let names: Vec<_> = plan.operators.iter().map(|operator| operator.name.as_str()).collect();
/// assert_eq!(names, ["Project", "Filter", "LabelScan", "Argument"]);
/// assert_eq!(plan.operators[1].details, "p.age > 30");
/// # Ok::<(), query_lang::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedPlan {
    /// The operators, the last first: each reads the rows of the one below it.
    pub operators: Vec<Operator>,
    /// How many rows the statement gave and how many steps it took; `None` where it wasn't run.
    pub cost: Option<Cost>,
}

/// A part of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// How far in it stands: what is run for each row of an operator, or joined by it, is one
    /// further in than the operator.
    pub depth: usize,
    /// What it does, such as `LabelScan`.
    pub name: String,
    /// What it does it with, in the words of the statement.
    pub details: String,
    /// How many rows it was thought to give, for each row that it is run for; `None` for a
    /// heading.
    pub estimated: Option<u64>,
    /// How many rows it gave; `None` where the statement wasn't run.
    pub rows: Option<u64>,
    /// How long it took, without the operators below it; `None` where the statement wasn't run.
    pub time: Option<Duration>,
}

/// What a statement took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The rows of its answer.
    pub rows: u64,
    /// Steps as limits count them: a row of an operator is one, a value that is made two.
    pub steps: u64,
}

/// What is counted while a statement runs.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    operators: RefCell<HashMap<*const Plan, (u64, Duration)>>,
    /// The operator that works now, and since when.
    working: Cell<Option<(*const Plan, Instant)>>,
    steps: Cell<u64>,
}

impl Profile {
    /// Counts rows that an operator gave.
    pub(crate) fn count(&self, plan: &Plan, rows: u64) {
        self.operators.borrow_mut().entry(std::ptr::from_ref(plan)).or_default().0 += rows;
    }

    /// Lets an operator work from now on; gives the one that worked before.
    pub(crate) fn begin(&self, plan: &Plan) -> Option<*const Plan> {
        self.work(Some(std::ptr::from_ref(plan)))
    }

    /// Lets the operator work that worked before.
    pub(crate) fn end(&self, before: Option<*const Plan>) {
        self.work(before);
    }

    fn work(&self, next: Option<*const Plan>) -> Option<*const Plan> {
        let now = Instant::now();
        let before = self.working.replace(next.map(|next| (next, now)));
        if let Some((plan, since)) = before {
            self.operators.borrow_mut().entry(plan).or_default().1 += now - since;
        }
        before.map(|(plan, _)| plan)
    }

    /// How many rows an operator gave, and how long it took.
    pub(crate) fn of(&self, plan: &Plan) -> (u64, Duration) {
        self.operators.borrow().get(&std::ptr::from_ref(plan)).copied().unwrap_or_default()
    }

    /// Keeps the steps that the statement took.
    pub(crate) fn finish(&self, steps: u64) {
        self.steps.set(steps);
    }
}

/// A statement with the text that its spans are places of. One whose plan is asked for, but that
/// comes without its text, is printed and read again: its plan quotes it.
pub(crate) struct Worded<'a> {
    pub(crate) statement: Cow<'a, Statement>,
    pub(crate) text: Option<Cow<'a, str>>,
}

impl<'a> Worded<'a> {
    pub(crate) fn of(statement: &'a Statement, text: Option<&'a str>) -> Result<Self, Error> {
        if statement.mode == Mode::Run || text.is_some() {
            let (statement, text) = (Cow::Borrowed(statement), text.map(Cow::Borrowed));
            return Ok(Self { statement, text });
        }
        let printed = statement.to_string();
        let statement = Cow::Owned(crate::parse(&printed)?);
        Ok(Self { statement, text: Some(Cow::Owned(printed)) })
    }

    /// The plan, where it is asked for; `rows` is how many the statement gave.
    pub(crate) fn explained(
        &self,
        graph: &Graph,
        bound: &Bound,
        planned: &Planned,
        rows: usize,
    ) -> Option<ExplainedPlan> {
        if self.statement.mode == Mode::Run {
            return None;
        }
        let names = Names {
            slots: &bound.names,
            text: self.text.as_deref().unwrap_or_default(),
            symbols: graph.symbols(),
            new: &bound.new_names,
        };
        let profile = planned.profile.as_ref();
        let cost = profile.map(|profile| Cost { rows: rows as u64, steps: profile.steps.get() });
        Some(ExplainedPlan { operators: plan::operators(graph, planned, &names), cost })
    }
}

/// What the parts of a plan are called in its statement.
pub(crate) struct Names<'a> {
    pub(crate) slots: &'a BTreeMap<Slot, String>,
    /// The statement.
    pub(crate) text: &'a str,
    pub(crate) symbols: &'a Symbols,
    /// Names that the graph has no symbols for.
    pub(crate) new: &'a [String],
}

impl Names<'_> {
    /// The variable or column in a slot, where it has a name.
    pub(crate) fn named(&self, slot: Slot) -> Option<String> {
        self.slots.get(&slot).cloned()
    }

    /// The variable or column in a slot; `_3` for one without a name.
    pub(crate) fn slot(&self, slot: Slot) -> String {
        self.named(slot).unwrap_or_else(|| format!("_{slot}"))
    }

    /// `(name:Label)`
    pub(crate) fn node(&self, slot: Slot, labels: &str) -> String {
        format!("({}{labels})", self.named(slot).unwrap_or_default())
    }

    /// A label, type or key.
    pub(crate) fn symbol(&self, symbol: Symbol) -> String {
        let new =
            |name: &&String| self.symbols.get_or_foresee(name, &mut self.new.to_vec()) == symbol;
        match self.symbols.name(symbol) {
            "" => self.new.iter().find(new).cloned().unwrap_or_default(),
            name => name.to_owned(),
        }
    }

    /// An expression as it was written, on one line.
    pub(crate) fn expression(&self, expression: &Expression) -> String {
        if let Kind::Slot(slot) = &expression.kind
            && let Some(name) = self.named(*slot)
        {
            return name;
        }
        if let Some(text) = self.implied(expression) {
            return text;
        }
        let written = expression.span.range().and_then(|span| self.text.get(span));
        let words: Vec<_> = written.unwrap_or("…").split_whitespace().collect();
        words.join(" ")
    }

    /// A condition that a pattern implies: `{name: 'Ann'}` in it is `p.name = 'Ann'`, and a node
    /// that a walk starts from is there.
    fn implied(&self, expression: &Expression) -> Option<String> {
        match &expression.kind {
            Kind::IsNull(operand, true) if expression.span.range().is_none() => {
                Some(format!("{} IS NOT NULL", self.expression(operand)))
            }
            Kind::Comparison(first, rest) if first.span.range() == expression.span.range() => {
                let Kind::Property(element, key) = &first.kind else { return None };
                let Kind::Slot(slot) = element.kind else { return None };
                let [(operator, value)] = rest.as_slice() else { return None };
                let (name, value) = (self.slot(slot), self.expression(value));
                Some(format!("{name}.{} {operator} {value}", key.name))
            }
            _ => None,
        }
    }
}
