//! What a statement may use up, so that none runs for ever or fills the memory: a walk over
//! everything, a product of many scans, a value that doubles at each step.

use std::cell::Cell;

use graph_core::Value;

use crate::ast::Span;
use crate::error::{Cause, Error};

/// The most work of a statement: a row of an operator is one unit, a value that is made two.
/// Some ten seconds.
const MOST_WORK: u64 = 100_000_000;

/// The deepest nesting of lists and maps in values: what compares, writes or drops them recurses.
const DEEPEST: usize = 200;

/// The work done so far.
#[derive(Debug, Default)]
pub(super) struct Budget(Cell<u64>);

impl Budget {
    /// The work done so far.
    pub(super) fn spent(&self) -> u64 {
        self.0.get()
    }

    /// Counts work.
    ///
    /// # Errors
    /// [`Cause::LimitExceeded`], once it is too much.
    pub(super) fn spend(&self, units: u64, span: Span) -> Result<(), Error> {
        let spent = self.0.get().saturating_add(units);
        self.0.set(spent);
        if spent <= MOST_WORK {
            return Ok(());
        }
        let problem = format!("the query takes more than {MOST_WORK} steps");
        let help = "narrow the patterns, bound a walk as in `-[*1..3]-`, or use `LIMIT`";
        Err(Error::runtime(Cause::LimitExceeded { problem }, span).with_help(help))
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
