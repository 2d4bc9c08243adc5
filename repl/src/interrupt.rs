//! Ctrl-C: what is running ends at the next look, with all that it changed undone.
//!
//! By the crate `ctrlc`, whose thread calls us back: the signal's own handler may hardly do
//! anything, and Windows has none.

use std::io;
use std::process;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use query_lang::Stop;

/// The exit status of a program that Ctrl-C ended, as shells have it.
pub(crate) const STATUS: u8 = 130;

static STOP: LazyLock<Stop> = LazyLock::new(Stop::default);

/// Whether something runs that looks whether it shall end.
static WORKING: AtomicBool = AtomicBool::new(false);

/// Whether Ctrl-C is for another program that has the terminal.
static ELSEWHERE: AtomicBool = AtomicBool::new(false);

/// Listens for Ctrl-C from now on. The first one ends what [`Work`] is under way; where there is
/// none, or it doesn't heed, the program ends.
pub(crate) fn listen() {
    let heard = ctrlc::set_handler(|| {
        if ELSEWHERE.load(Ordering::Relaxed) {
            return;
        }
        if !WORKING.load(Ordering::Relaxed) || STOP.is_asked() {
            process::exit(STATUS.into());
        }
        STOP.ask();
    });
    // Without a handler Ctrl-C ends the program, which is no reason not to begin.
    drop(heard);
}

/// Does something while another program has the terminal, such as a pager: Ctrl-C is for that.
pub(crate) fn elsewhere<T>(wait: impl FnOnce() -> T) -> T {
    ELSEWHERE.store(true, Ordering::Relaxed);
    let done = wait();
    ELSEWHERE.store(false, Ordering::Relaxed);
    done
}

/// What ends statements at Ctrl-C.
pub(crate) fn stop() -> Stop {
    STOP.clone()
}

/// Whether Ctrl-C was pressed during the last work.
pub(crate) fn is_asked() -> bool {
    STOP.is_asked()
}

/// Work that Ctrl-C ends without ending the program, until this is dropped.
#[derive(Debug)]
pub(crate) struct Work {
    /// Whether it is part of other work.
    within: bool,
}

impl Work {
    /// Begins; presses before all work are forgotten.
    pub(crate) fn begin() -> Self {
        let within = WORKING.load(Ordering::Relaxed);
        if !within {
            STOP.forget();
        }
        WORKING.store(true, Ordering::Relaxed);
        Self { within }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        WORKING.store(self.within, Ordering::Relaxed);
    }
}

/// A writer that takes nothing any more once Ctrl-C was pressed.
#[derive(Debug)]
pub(crate) struct Stoppable<W>(pub(crate) W);

/// Why a [`Stoppable`] takes nothing any more.
#[derive(Debug, thiserror::Error)]
#[error("stopped")]
pub(crate) struct Stopped;

impl<W: io::Write> io::Write for Stoppable<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if is_asked() {
            return Err(io::Error::other(Stopped));
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
