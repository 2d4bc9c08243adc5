//! How far work is, on the terminal that standard error is, once it takes a while: a bar for
//! reading, else what is being done and for how long.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use graph_core::reading::{Progress, Step};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::terminal;

/// Work that takes no longer shows nothing.
const WHILE: Duration = Duration::from_millis(500);

/// How often the time is shown anew.
const TICK: Duration = Duration::from_millis(100);

/// Whether there is a terminal to show it on.
pub(crate) fn is_shown() -> bool {
    !terminal::is_dumb() && io::stderr().is_terminal()
}

/// Does some work, and shows what it is while it lasts: `looking for disputes, 3s`. The work
/// itself must not write to the terminal.
pub(crate) fn during<T>(what: &str, work: impl FnOnce() -> T) -> T {
    if !is_shown() {
        return work();
    }
    let begun = Instant::now();
    thread::scope(|scope| {
        let (done, waits) = mpsc::channel::<()>();
        scope.spawn(move || {
            // Nothing is ever sent: that the sender is dropped ends it.
            if waits.recv_timeout(WHILE) == Err(RecvTimeoutError::Timeout) {
                // Short of the line's end, where a Ctrl-C that the terminal echoes has room; the
                // bars of `indicatif` fill the line.
                let mut terminal = io::stderr();
                while waits.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                    let _ = write!(terminal, "\r{what}, {}s", begun.elapsed().as_secs());
                }
                let _ = write!(terminal, "\r\u{1b}[K");
            }
        });
        let result = work();
        drop(done);
        result
    })
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is constant")
}

/// What is shown of reading; nothing where standard error is no terminal.
pub(crate) struct Watch {
    start: Instant,
    shown: Option<Mutex<Option<(Step, ProgressBar)>>>,
}

impl Watch {
    pub(crate) fn new() -> Self {
        let shown = io::stderr().is_terminal().then(Mutex::default);
        Self { start: Instant::now(), shown }
    }

    /// Moves the bar of the step; a new step gets a new one in its place.
    pub(crate) fn tell(&self, progress: Progress) {
        let Some(shown) = self.shown.as_ref().filter(|_| self.start.elapsed() > WHILE) else {
            return;
        };
        let mut shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        match shown.as_ref() {
            Some((step, bar)) if *step == progress.step => {
                // Articles are done on several threads, which may tell of it out of turn.
                bar.set_position(bar.position().max(progress.done as u64));
            }
            last => {
                last.inspect(|(_, bar)| bar.finish_and_clear());
                *shown = Some((progress.step, bar(progress)));
            }
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(self) {
        let shown = self.shown.and_then(|shown| shown.into_inner().ok().flatten());
        shown.inspect(|(_, bar)| bar.finish_and_clear());
    }
}

/// What is shown of reading files; nothing where standard error is no terminal.
pub(crate) struct Bytes {
    start: Instant,
    bar: ProgressBar,
}

impl Bytes {
    pub(crate) fn new() -> Self {
        Self { start: Instant::now(), bar: ProgressBar::hidden() }
    }

    /// Moves the bar, which comes up once it takes a while. What is read is still to be written.
    pub(crate) fn tell(&self, done: u64, of: u64) {
        if self.bar.is_hidden() && is_shown() && self.start.elapsed() > WHILE {
            self.bar.set_style(style("{msg} [{bar:30}] {bytes} of {total_bytes}, {eta} left"));
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_length(of);
        self.bar.set_position(done);
        self.bar.set_message(if done < of { "importing" } else { "writing" });
    }

    /// Takes the bar away.
    pub(crate) fn finish(self) {
        self.bar.finish_and_clear();
    }
}

fn bar(Progress { step, done, of }: Progress) -> ProgressBar {
    let words = match step {
        Step::Parse => "reading",
        Step::Survey => "who holds which role",
        Step::Resolve => "facts",
    };
    let style =
        style("{msg} [{bar:30}] {human_pos} of {human_len} articles, {per_sec}, {eta} left");
    let bar = ProgressBar::new(of as u64).with_style(style).with_message(words);
    // The rate counts from where the bar begins.
    bar.set_position(done as u64);
    bar.reset_eta();
    bar
}
