//! Ending a statement from outside: when somebody asks for it, or when its time is up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::error::Cause;

/// Ends the statements that run with it; clones end the same ones.
///
/// ```
/// use query_lang::{Cause, Environment, Stop};
/// let stop = Stop::default();
/// let environment = Environment { stop: stop.clone(), ..Environment::default() };
/// // Usually asked for by another thread, such as that of a signal.
/// stop.ask();
/// let mut graph = graph_core::Graph::new();
/// let stopped = query_lang::run(&mut graph, "RETURN 1 AS n", &environment).unwrap_err();
/// assert_eq!(*stopped.cause(), Cause::Stopped);
/// stop.forget();
/// assert!(query_lang::run(&mut graph, "RETURN 1 AS n", &environment).is_ok());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Stop {
    asked: Arc<AtomicBool>,
    limit: Option<Duration>,
}

impl Stop {
    /// The same, but statements end also when each has run for so long; `None` is as long as it
    /// takes.
    #[must_use]
    pub fn within(self, limit: Option<Duration>) -> Self {
        Self { limit, ..self }
    }

    /// Ends what runs now, and what begins before [`Stop::forget`].
    pub fn ask(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }

    /// Lets the next statement run.
    pub fn forget(&self) {
        self.asked.store(false, Ordering::Relaxed);
    }

    /// Whether it was asked for.
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// What a statement that begins now looks at.
    pub(crate) fn watch(&self) -> Watch {
        let ends = self.limit.and_then(|limit| Instant::now().checked_add(limit));
        Watch { stop: self.clone(), ends }
    }
}

/// A statement's time.
#[derive(Debug)]
pub(crate) struct Watch {
    stop: Stop,
    /// When its time is up.
    ends: Option<Instant>,
}

impl Watch {
    /// Why the statement must end now.
    pub(crate) fn ended(&self) -> Option<Cause> {
        if self.stop.is_asked() {
            return Some(Cause::Stopped);
        }
        let limit = self.stop.limit?;
        self.ends.is_some_and(|ends| Instant::now() >= ends).then_some(Cause::TimedOut { limit })
    }
}
