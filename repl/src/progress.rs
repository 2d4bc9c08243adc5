//! How far reading is, as a bar on the terminal that standard error is, once it takes a while.

use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use graph_core::reading::{Progress, Step};
use indicatif::{ProgressBar, ProgressStyle};

/// Reading that takes no longer shows no bar.
const WHILE: Duration = Duration::from_secs(1);

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

fn bar(Progress { step, done, of }: Progress) -> ProgressBar {
    let words = match step {
        Step::Parse => "reading",
        Step::Survey => "who holds which role",
        Step::Resolve => "facts",
    };
    let style = ProgressStyle::with_template(
        "{msg} [{bar:30}] {human_pos} of {human_len} articles, {per_sec}, {eta} left",
    )
    .expect("the template is constant");
    let bar = ProgressBar::new(of as u64).with_style(style).with_message(words);
    // The rate counts from where the bar begins.
    bar.set_position(done as u64);
    bar.reset_eta();
    bar
}
