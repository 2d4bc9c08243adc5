//! What a statement may use up: time, memory and, where a program wants that, steps. Where work
//! is counted is also where a statement finds that it shall end.

mod large;
mod memory;

use std::cell::Cell;

use graph_core::Value;

use crate::ast::Span;
use crate::environment::Environment;
use crate::error::{Cause, Error};
use crate::stop::{Stop, Watch};
pub(crate) use large::Large;
pub(crate) use memory::{Kept, PLACE, row_size, text_size};

/// The deepest nesting of lists and maps in values: what compares, writes or drops them recurses.
const DEEPEST: usize = 200;

/// The longest text, in bytes: whatever a function does with one ends within milliseconds.
pub(crate) const LONGEST_TEXT: usize = 4 << 20;

/// How much work is done between two looks at the clock: some microseconds.
const LOOK: u64 = 64;

/// How much is read or made at once between two looks.
pub(crate) const AT_ONCE: usize = 1 << 12;

/// The limits of a statement; the default has none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    stop: Stop,
    memory: Option<u64>,
    steps: Option<u64>,
}

impl Limits {
    pub(crate) fn of(environment: &Environment) -> Self {
        let Environment { stop, memory, steps, .. } = environment;
        Self { stop: stop.clone(), memory: *memory, steps: *steps }
    }
}

/// What a statement has used up so far.
#[derive(Debug)]
pub(crate) struct Budget {
    spent: Cell<u64>,
    /// The work after which to look up.
    look_at: Cell<u64>,
    steps: u64,
    watch: Watch,
    /// Bytes of all values made so far, most of which are gone again.
    made: Cell<u64>,
    /// Bytes that are held now.
    held: Cell<u64>,
    memory: u64,
}

impl Budget {
    /// For a statement that begins now.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            spent: Cell::new(0),
            look_at: Cell::new(0),
            steps: limits.steps.unwrap_or(u64::MAX),
            watch: limits.stop.watch(),
            made: Cell::new(0),
            held: Cell::new(0),
            memory: limits.memory.unwrap_or(u64::MAX),
        }
    }

    /// The work done so far.
    pub(crate) fn spent(&self) -> u64 {
        self.spent.get()
    }

    /// Counts work: a row of an operator is one unit, a value that is made two.
    ///
    /// # Errors
    /// Those of [`Budget::look`].
    #[inline]
    pub(crate) fn spend(&self, units: u64, span: Span) -> Result<(), Error> {
        self.pace(units).map_err(|cause| caused(cause, span))
    }

    /// The same, where no place is known.
    #[inline]
    pub(crate) fn pace(&self, units: u64) -> Result<(), Cause> {
        let spent = self.spent.get().saturating_add(units);
        self.spent.set(spent);
        if spent < self.look_at.get() { Ok(()) } else { self.look() }
    }

    /// Looks up from the work: is it enough?
    ///
    /// # Errors
    /// [`Cause::Stopped`], [`Cause::TimedOut`], [`Cause::TooManySteps`].
    #[cold]
    pub(crate) fn look(&self) -> Result<(), Cause> {
        if let Some(cause) = self.watch.ended() {
            return Err(cause);
        }
        let spent = self.spent.get();
        self.look_at.set(spent.saturating_add(LOOK).min(self.steps.saturating_add(1)));
        if spent <= self.steps {
            return Ok(());
        }
        Err(Cause::TooManySteps { limit: self.steps })
    }

    /// Counts the reading of values: long texts and lists take a while to compare or search.
    ///
    /// # Errors
    /// Those of [`Budget::look`].
    #[inline]
    pub(crate) fn read<'v>(
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

    /// Counts a value that was made, with all that is in it, as often as it is in it.
    ///
    /// # Errors
    /// [`Cause::MemoryExceeded`], [`Cause::LimitExceeded`] for a value that is nested too deep or
    /// a text that is too long; those of [`Budget::look`].
    pub(crate) fn make(&self, value: &Value, span: Span) -> Result<(), Error> {
        let free = self.memory.saturating_sub(self.held.get());
        let most = self.made.get().saturating_add(free);
        self.nested(value, 0, most).map_err(|cause| caused(cause, span))
    }

    /// `most` is what may have been made at the end of the value: what holds a thing many times
    /// over can be far larger, written out, than what it was made of.
    fn nested(&self, value: &Value, depth: usize, most: u64) -> Result<(), Cause> {
        let own = match value {
            Value::String(text) => text.len() / 4,
            Value::Path(path) => 2 * path.nodes.len(),
            _ => 0,
        };
        self.pace(2 + own as u64)?;
        match value {
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) => return Ok(()),
            Value::String(text) => fits(text.len())?,
            _ if depth > DEEPEST => {
                let problem = format!("a value is nested more than {DEEPEST} levels deep");
                return Err(Cause::LimitExceeded { problem });
            }
            _ => {}
        }
        self.count(memory::own_size(value));
        if self.made.get() > most {
            return Err(self.exceeded());
        }
        match value {
            Value::List(items) => {
                items.iter().try_for_each(|item| self.nested(item, depth + 1, most))
            }
            Value::Map(entries) => {
                entries.values().try_for_each(|entry| self.nested(entry, depth + 1, most))
            }
            _ => Ok(()),
        }
    }

    /// Counts bytes that were made.
    #[inline]
    pub(crate) fn count(&self, bytes: u64) {
        self.made.set(self.made.get().saturating_add(bytes));
    }

    /// Counts a value that was made of what is there, without what is in it.
    pub(crate) fn count_one(&self, value: &Value) {
        self.count(memory::own_size(value));
    }

    /// Whether there is room for so many bytes more, before they are made.
    ///
    /// # Errors
    /// [`Cause::MemoryExceeded`].
    pub(crate) fn room(&self, bytes: u64) -> Result<(), Cause> {
        if self.held.get().saturating_add(bytes) <= self.memory {
            return Ok(());
        }
        Err(self.exceeded())
    }

    #[cold]
    fn exceeded(&self) -> Cause {
        Cause::MemoryExceeded { limit: self.memory }
    }
}

/// Whether a text may be so long.
///
/// # Errors
/// [`Cause::LimitExceeded`].
pub(crate) fn fits(bytes: usize) -> Result<(), Cause> {
    if bytes <= LONGEST_TEXT {
        return Ok(());
    }
    let problem = format!("a text has at most {} MiB", LONGEST_TEXT >> 20);
    Err(Cause::LimitExceeded { problem })
}

/// The error of a cause at a place; that a statement was ended has none.
pub(crate) fn caused(cause: Cause, span: Span) -> Error {
    let place = match cause {
        Cause::Stopped | Cause::TimedOut { .. } => Span::NONE,
        _ => span,
    };
    let help = match cause {
        Cause::TooManySteps { .. } => {
            Some("narrow the patterns, bound a walk as in `-[*1..3]-`, or use `LIMIT`")
        }
        Cause::MemoryExceeded { .. } => {
            Some("return or collect less: narrow the patterns, use `LIMIT`, or count instead")
        }
        _ => None,
    };
    Error::runtime(cause, place).with_optional_help(help.map(str::to_owned))
}
