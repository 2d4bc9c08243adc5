//! Units: what the statements between `BEGIN` and `COMMIT` change is kept or undone together, in a
//! store as in memory.

use std::mem;
use std::ops::Range;

use graph_core::Changes;
use graph_core::ingest::IngestError;
use graph_core::reading::Means;
use graph_core::store::{Fault, Holder, Store, StoreError, Waiting};
use graph_core::workspace::{OpenError, Workspace};

use super::{Refused, Session, procedures};
use crate::interrupt::Work;
use crate::report::{Report, note};
use crate::script::Bound;
use crate::{Failure, changes, interrupt, progress, watched};

impl Session {
    /// Whether `BEGIN` opened a unit that isn't ended yet.
    pub(crate) fn is_in_unit(&self) -> bool {
        self.unit.is_some()
    }

    /// Opens a unit or ends it, as is said at `span` of a text (`name` is its file's); a refusal
    /// is told.
    ///
    /// # Errors
    /// For a unit in a unit, the end of none, and where the store can't be written.
    pub(crate) fn bound(
        &mut self,
        bound: Bound,
        name: Option<&str>,
        text: &str,
        span: Range<usize>,
    ) -> Result<(), Failure> {
        let done = match bound {
            Bound::Begin => self.open_unit(),
            Bound::Commit => self.commit(),
            Bound::RollBack => self.roll_back(),
        };
        done.map_err(|refused| refused.tell(name, text, span))
    }

    fn open_unit(&mut self) -> Result<(), Refused> {
        if self.is_in_unit() {
            let help = "COMMIT; keeps what it changed, ROLLBACK; undoes it";
            return Err(Refused::new("a unit is open, and there is none within another", help));
        }
        // One that only reads keeps nobody from writing.
        if !self.environment.read_only {
            self.begin()?;
        }
        self.unit = Some(Changes::default());
        Ok(())
    }

    fn commit(&mut self) -> Result<(), Refused> {
        let changes = self.end_unit()?;
        if let Err(error) = self.workspace.commit() {
            self.readings += 1;
            return Err(
                Refused::from(error).with_help("all that the unit changed is undone".into())
            );
        }
        self.tell_unit("committed", &changes);
        Ok(())
    }

    fn roll_back(&mut self) -> Result<(), Refused> {
        let changes = self.end_unit()?;
        self.undo_unit();
        self.tell_unit("rolled back", &changes);
        Ok(())
    }

    fn end_unit(&mut self) -> Result<Changes, Refused> {
        let help = "BEGIN; opens one; without it each statement is kept as soon as it is done";
        self.unit.take().ok_or_else(|| Refused::new("no unit is open", help))
    }

    fn undo_unit(&mut self) {
        self.workspace.roll_back();
        self.readings += 1;
    }

    fn tell_unit(&self, what: &str, changes: &Changes) {
        if self.format.is_for_readers() {
            note(&format!("{what}: {}", changes::summary(changes)));
        }
    }

    /// Undoes a unit that nobody ends any more, which is told: as an error where nobody sees to
    /// it. Whether there was one.
    pub(crate) fn abandon_unit(&mut self, unseen: bool) -> bool {
        let Some(changes) = self.unit.take() else { return false };
        self.undo_unit();
        let problem =
            format!("the unit was not committed, so it is undone: {}", changes::summary(&changes));
        let report = if unseen { Report::error(problem) } else { Report::warning(problem) };
        report.help("end it with COMMIT; to keep what it changes").print();
        true
    }

    /// Tells that a unit goes on where one of its statements was refused.
    pub(crate) fn tell_unit_goes_on(&self) {
        if self.is_in_unit() {
            note("nothing of this statement is kept, and the unit goes on");
        }
    }

    /// Begins a unit of the graph. Where another process writes the store, waits for it if that is
    /// wanted; what others committed meanwhile is read.
    pub(super) fn begin(&mut self) -> Result<(), StoreError> {
        let before = self.state();
        let begun = self.workspace.begin(Waiting::No);
        waited(begun, self.waits, |waiting| self.workspace.begin(waiting))?;
        if self.state() != before {
            self.renew();
            note("the store was changed by another process, and is read anew");
        }
        Ok(())
    }

    /// Does something that draws what the store holds of articles anew. Where another process
    /// writes the store, waits for it if that is wanted.
    pub(crate) fn redraw<T>(
        &mut self,
        work: impl Fn(&mut Workspace, Means<'_>, Waiting<'_>) -> Result<T, IngestError>,
    ) -> Result<T, IngestError> {
        loop {
            let Self { workspace, cache, .. } = self;
            let done = watched(cache.as_ref(), |means| work(workspace, means, Waiting::No));
            match done {
                Err(IngestError::Open(OpenError::Store(error))) => self.wait_out(error)?,
                done => {
                    self.renew();
                    return done;
                }
            }
        }
    }

    /// Waits until the other process that keeps the store from being written is done, if that is
    /// what is wrong and it is wanted.
    ///
    /// # Errors
    /// The error; or where the waiting is ended.
    pub(crate) fn wait_out(&mut self, error: StoreError) -> Result<(), StoreError> {
        let begun = waited(Err(error), self.waits, |waiting| self.workspace.begin(waiting));
        self.renew();
        begun.map(|()| self.workspace.roll_back())
    }

    /// The graph is another one from here on.
    fn renew(&mut self) {
        self.readings += 1;
        self.environment.procedures = procedures(&self.workspace);
    }

    /// Which commit of the store is in memory.
    fn state(&self) -> Option<u64> {
        self.workspace.store().and_then(Store::summary).map(|summary| summary.state)
    }

    /// Tells once that the store isn't there, so that a mistyped name is noticed.
    pub(crate) fn warn_of_missing(&mut self) {
        let store = self.workspace.store().filter(|store| store.summary().is_none());
        let Some(path) = store.map(|store| store.path().display().to_string()) else { return };
        if !mem::replace(&mut self.told.missing, true) {
            Report::warning(format!("there is no store `{path}` yet"))
                .help("the first change makes it; look whether the name is right")
                .print();
        }
    }
}

/// What was tried without waiting, or, where another process writes the store and that is wanted,
/// the same with waiting. It is shown who writes while that lasts, and Ctrl-C ends it.
pub(crate) fn waited<T>(
    tried: Result<T, StoreError>,
    waits: bool,
    work: impl FnOnce(Waiting<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let Err(StoreError { fault: Fault::Busy { holder }, .. }) = &tried else { return tried };
    if !waits {
        return tried;
    }
    let who = holder.as_ref().map_or_else(|| "another process".to_owned(), Holder::to_string);
    let what = format!("waiting for {who}, Ctrl-C ends it");
    // Before it is told: who reads the note may press Ctrl-C at once.
    let _work = Work::begin();
    if !progress::is_shown() {
        note(&what);
    }
    progress::during(&what, || work(Waiting::Until(&interrupt::is_asked)))
}
