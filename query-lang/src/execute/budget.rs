//! What a statement may use up, so that none runs for ever or fills the memory: a walk over
//! everything, a product of many scans, a value that doubles at each step. Where work is counted
//! is also where a statement finds that it shall end.

use std::cell::Cell;

use graph_core::Value;

use crate::ast::Span;
use crate::error::{Cause, Error};
use crate::stop::{Stop, Watch};

/// The most work of a statement: a row of an operator is one unit, a value that is made two.
/// Some ten seconds.
const MOST_WORK: u64 = 100_000_000;

/// The deepest nesting of lists and maps in values: what compares, writes or drops them recurses.
const DEEPEST: usize = 200;

/// How much work is done between two looks at the clock: some microseconds.
const LOOK: u64 = 64;

/// The work done so far.
#[derive(Debug)]
pub(super) struct Budget {
    spent: Cell<u64>,
    /// The work after which to look up.
    look_at: Cell<u64>,
    watch: Watch,
}

impl Budget {
    /// For a statement that begins now.
    pub(super) fn new(stop: &Stop) -> Self {
        Self { spent: Cell::new(0), look_at: Cell::new(0), watch: stop.watch() }
    }

    /// The work done so far.
    pub(super) fn spent(&self) -> u64 {
        self.spent.get()
    }

    /// Counts work.
    ///
    /// # Errors
    /// [`Cause::LimitExceeded`], once it is too much; those of [`Budget::look`].
    #[inline]
    pub(super) fn spend(&self, units: u64, span: Span) -> Result<(), Error> {
        let spent = self.spent.get().saturating_add(units);
        self.spent.set(spent);
        if spent < self.look_at.get() { Ok(()) } else { self.look(span) }
    }

    /// Looks up from the work: is it enough?
    ///
    /// # Errors
    /// [`Cause::Stopped`], [`Cause::TimedOut`], [`Cause::LimitExceeded`].
    #[cold]
    pub(super) fn look(&self, span: Span) -> Result<(), Error> {
        if let Some(cause) = self.watch.ended() {
            return Err(Error::runtime(cause, Span::NONE));
        }
        let spent = self.spent.get();
        self.look_at.set(spent.saturating_add(LOOK).min(MOST_WORK + 1));
        if spent <= MOST_WORK {
            return Ok(());
        }
        let problem = format!("the query takes more than {MOST_WORK} steps");
        let help = "narrow the patterns, bound a walk as in `-[*1..3]-`, or use `LIMIT`";
        Err(Error::runtime(Cause::LimitExceeded { problem }, span).with_help(help))
    }

    /// Counts the reading of values: long texts and lists take a while to compare or search.
    ///
    /// # Errors
    /// Those of [`Budget::spend`].
    #[inline]
    pub(super) fn read<'v>(
        &self,
        values: impl IntoIterator<Item = &'v Value>,
        span: Span,
    ) -> Result<(), Error> {
        for value in values {
            let units = match value {
                Value::String(text) => text.len() / 256,
                Value::List(items) => items.len() / 16,
                _ => 0,
            };
            if units > 0 {
                self.spend(units as u64, span)?;
            }
        }
        Ok(())
    }

    /// Counts a value with all that is in it, as often as it is in it.
    ///
    /// # Errors
    /// [`Cause::LimitExceeded`], once it is too much, or for a value that is nested too deep.
    pub(super) fn keep(&self, value: &Value, span: Span) -> Result<(), Error> {
        self.nested(value, 0, span)
    }

    fn nested(&self, value: &Value, depth: usize, span: Span) -> Result<(), Error> {
        if depth > DEEPEST {
            let problem = format!("a value is nested more than {DEEPEST} levels deep");
            return Err(Error::runtime(Cause::LimitExceeded { problem }, span));
        }
        let own = match value {
            Value::String(text) => text.len() / 4,
            Value::Path(path) => 2 * path.nodes.len(),
            _ => 0,
        };
        self.spend(2 + own as u64, span)?;
        match value {
            Value::List(items) => {
                items.iter().try_for_each(|item| self.nested(item, depth + 1, span))
            }
            Value::Map(entries) => {
                entries.values().try_for_each(|entry| self.nested(entry, depth + 1, span))
            }
            _ => Ok(()),
        }
    }
}
