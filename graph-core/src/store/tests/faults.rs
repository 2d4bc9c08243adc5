//! Disks that fail in the midst of writing, and machines that lose power.

use std::cell::RefCell;
use std::io;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard};

use redb::backends::FileBackend;
use redb::{BackendError, DatabaseError, StorageBackend};

use super::*;

thread_local! {
    static DISK: RefCell<Option<Arc<Mutex<Disk>>>> = const { RefCell::new(None) };
}

/// A disk that breaks.
#[derive(Debug)]
struct Disk {
    /// Writes, changes of length and syncs so far.
    done: usize,
    /// At which of them it breaks.
    breaks_at: usize,
    way: Way,
    is_broken: bool,
}

/// How a disk breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// From then on every write is refused, with this error of the system.
    Refuses(i32),
    /// The same, but half of the first write is done.
    Tears(i32),
    /// The power goes: of what wasn't synced anything may be there, what was written later without
    /// what was written before, in parts, or nothing.
    Dies(u64),
}

const NO_SPACE: i32 = 28;
const IO: i32 = 5;
const READ_ONLY: i32 = 30;

impl Disk {
    /// Lets stores that this thread opens lie on a disk that breaks; `None` on one that doesn't.
    fn put(breaks: Option<(usize, Way)>) -> Option<Arc<Mutex<Self>>> {
        let disk = breaks.map(|(breaks_at, way)| {
            Arc::new(Mutex::new(Self { done: 0, breaks_at, way, is_broken: false }))
        });
        DISK.with(|it| it.borrow_mut().clone_from(&disk));
        disk
    }
}

/// A file on such a disk.
#[derive(Debug)]
pub(in crate::store) struct Medium {
    file: FileBackend,
    disk: Option<Arc<Mutex<Disk>>>,
    /// What was written and not synced, where the power may go; and all of the file as it would be.
    unsynced: Mutex<(Vec<Op>, Vec<u8>)>,
}

#[derive(Clone, Debug)]
enum Op {
    Length(u64),
    Write(u64, Vec<u8>),
    Sync,
}

impl Medium {
    pub(in crate::store) fn new(file: fs::File) -> Result<Self, DatabaseError> {
        let file = FileBackend::new(file)?;
        let disk = DISK.with(|it| it.borrow().clone());
        let mut image = Vec::new();
        if disk.is_some() {
            image.resize(file.len()? as usize, 0);
            file.read(0, &mut image)?;
        }
        Ok(Self { file, disk, unsynced: Mutex::new((Vec::new(), image)) })
    }

    fn apply(&self, op: &Op) -> io::Result<()> {
        match op {
            Op::Length(length) => self.file.set_len(*length),
            Op::Write(offset, bytes) => {
                let end = offset + bytes.len() as u64;
                if self.file.len()? < end {
                    self.file.set_len(end)?;
                }
                self.file.write(*offset, bytes)
            }
            Op::Sync => Ok(()),
        }
    }

    fn does(&self, op: Op) -> io::Result<()> {
        // No machine loses power here, so that others need not wait for a real disk.
        let Some(disk) = &self.disk else { return self.apply(&op) };
        let mut disk = locked(disk);
        let mut unsynced = locked(&self.unsynced);
        disk.done += 1;
        if disk.done >= disk.breaks_at {
            let first = !std::mem::replace(&mut disk.is_broken, true);
            return Err(self.breaks(&disk, &op, first, &mut unsynced.0)?);
        }
        if let Way::Dies(_) = disk.way {
            let (pending, image) = &mut *unsynced;
            change(image, &op);
            pending.push(op);
            if let Some(Op::Sync) = pending.last() {
                pending.drain(..).try_for_each(|op| self.apply(&op))?;
            }
            return Ok(());
        }
        self.apply(&op)
    }

    /// Writes some of what wasn't synced, in any order, some of it in parts.
    fn settle(&self, pending: &mut Vec<Op>, seed: u64) -> io::Result<()> {
        let mut random = random(seed);
        let mut reaching = Vec::new();
        for op in pending.drain(..) {
            match op {
                _ if random(2) == 0 => {}
                Op::Write(offset, bytes) if random(3) == 0 => {
                    reaching.extend(sectors(offset, &bytes).filter(|_| random(2) == 0));
                }
                op => reaching.push(op),
            }
        }
        for at in (1..reaching.len()).rev() {
            reaching.swap(at, random(at + 1));
        }
        reaching.iter().try_for_each(|op| self.apply(op))
    }

    /// What the system says, after what is done of a write nevertheless.
    fn breaks(
        &self,
        disk: &Disk,
        op: &Op,
        first: bool,
        pending: &mut Vec<Op>,
    ) -> io::Result<io::Error> {
        match disk.way {
            Way::Tears(_) if first => {
                if let Op::Write(offset, bytes) = op {
                    self.apply(&Op::Write(*offset, bytes[..bytes.len() / 2].to_vec()))?;
                }
            }
            Way::Dies(seed) if first => {
                pending.push(op.clone());
                self.settle(pending, (seed << 16) + disk.done as u64)?;
            }
            _ => {}
        }
        let (Way::Refuses(code) | Way::Tears(code)) = disk.way else {
            return Ok(io::Error::from_raw_os_error(IO));
        };
        Ok(io::Error::from_raw_os_error(code))
    }
}

/// The parts of a write that reach the medium whole or not at all.
fn sectors(offset: u64, bytes: &[u8]) -> impl Iterator<Item = Op> {
    const SECTOR: usize = 512;
    let places = (offset..).step_by(SECTOR);
    places.zip(bytes.chunks(SECTOR)).map(|(at, sector)| Op::Write(at, sector.to_vec()))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn change(image: &mut Vec<u8>, op: &Op) {
    match op {
        Op::Length(length) => image.resize(*length as usize, 0),
        Op::Write(offset, bytes) => {
            image[*offset as usize..][..bytes.len()].copy_from_slice(bytes);
        }
        Op::Sync => {}
    }
}

impl StorageBackend for Medium {
    fn len(&self) -> io::Result<u64> {
        match &self.disk {
            Some(disk) if matches!(locked(disk).way, Way::Dies(_)) => {
                Ok(locked(&self.unsynced).1.len() as u64)
            }
            _ => self.file.len(),
        }
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        match &self.disk {
            Some(disk) if matches!(locked(disk).way, Way::Dies(_)) => {
                let unsynced = locked(&self.unsynced);
                let bytes = unsynced.1.get(offset as usize..).and_then(|it| it.get(..out.len()));
                out.copy_from_slice(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
                Ok(())
            }
            _ => self.file.read(offset, out),
        }
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.does(Op::Length(length))
    }

    fn sync_data(&self) -> io::Result<()> {
        self.does(Op::Sync)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.does(Op::Write(offset, data.to_vec()))
    }

    fn close(&self) -> io::Result<()> {
        self.file.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_range(start, end)
    }

    fn try_lock_shared_range(
        &self,
        start: Bound<u64>,
        end: Bound<u64>,
    ) -> Result<bool, BackendError> {
        self.file.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.query_lock_range(start, end)
    }
}

/// What a unit does: some elements new, some changed, some deleted.
fn unit(workspace: &mut Workspace, number: i64) -> Result<(), StoreError> {
    workspace.begin(Waiting::No)?;
    let mut transaction = workspace.graph_mut().transaction();
    let old: Vec<_> = transaction.nodes().take(20).collect();
    for at in 0..40 {
        let text = "text ".repeat(at * 7);
        let new = transaction
            .add_node(["Unit"], [("number", Value::Int(number)), ("text", text.as_str().into())]);
        if let Some(old) = old.get(at) {
            transaction.set_node_property(*old, "seen", Value::Int(number));
            transaction.add_relationship(*old, "BEFORE", new, []);
        }
    }
    transaction.commit().expect("nothing is left hanging");
    workspace.commit()
}

/// Runs two units on a disk that breaks, and looks at what is there then. Whether it broke.
fn survives(whole: &[u8], path: &Path, breaks_at: usize, way: Way) -> bool {
    let told = format!("{way:?} at {breaks_at}");
    fs::write(path, whole).expect("it can be written");
    let mut workspace = opened(path);
    let disk = Disk::put(Some((breaks_at, way))).expect("a disk");
    let mut acknowledged = seen(workspace.graph());
    let mut begun = None;
    for number in 0..2 {
        let before = seen(workspace.graph());
        match unit(&mut workspace, number) {
            Ok(()) => acknowledged = seen(workspace.graph()),
            Err(error) => {
                assert_eq!(seen(workspace.graph()), before, "{told}: something is left of it");
                assert!(!workspace.is_in_unit() && is_clear(&error.fault, way), "{told}: {error}");
                let mut wanted = opened_aside(path, &before, whole, number);
                unit(&mut wanted, number).expect("another disk");
                begun = Some(seen(wanted.graph()));
                break;
            }
        }
    }
    if begun.is_none() || matches!(way, Way::Dies(_)) {
        drop(workspace);
        Disk::put(None);
        workspace = opened(path);
    } else {
        // The same process goes on once there is room again.
        Disk::put(None);
        locked(&disk).breaks_at = usize::MAX;
    }
    let found = seen(opened(path).graph());
    assert!(found == acknowledged || Some(&found) == begun.as_ref(), "{told}: {}", found.len());
    let whole = check(path, Waiting::No).expect("it can be checked");
    assert_eq!(whole.findings, [], "{told}");
    unit(&mut workspace, 7).unwrap_or_else(|error| panic!("{told}: {error}"));
    assert_eq!(seen(opened(path).graph()), seen(workspace.graph()), "{told}");
    drop(workspace);
    assert_eq!(check(path, Waiting::No).expect("it can be checked").findings, [], "{told}");
    locked(&disk).is_broken
}

/// A store of the same content on a disk that doesn't break, with so many units.
fn opened_aside(path: &Path, before: &[String], whole: &[u8], units: i64) -> Workspace {
    let disk = DISK.with(|it| it.borrow_mut().take());
    let aside = path.with_extension("aside.attest");
    fs::write(&aside, whole).expect("it can be written");
    let mut workspace = opened(&aside);
    for number in 0..units {
        unit(&mut workspace, number).expect("another disk");
    }
    assert_eq!(seen(workspace.graph()), before);
    workspace.begin(Waiting::No).expect("nobody else writes");
    workspace.roll_back();
    DISK.with(|it| *it.borrow_mut() = disk);
    workspace
}

/// Whether it is told what is wrong.
fn is_clear(fault: &Fault, way: Way) -> bool {
    match way {
        Way::Refuses(NO_SPACE) | Way::Tears(NO_SPACE) => matches!(fault, Fault::Full(_)),
        Way::Refuses(READ_ONLY) | Way::Tears(READ_ONLY) => matches!(fault, Fault::Forbidden(_)),
        _ => matches!(fault, Fault::Disk(_)),
    }
}

fn base(path: &Path) -> Vec<u8> {
    let mut workspace = opened(path);
    unit(&mut workspace, -2).expect("it can be written");
    unit(&mut workspace, -1).expect("it can be written");
    drop(workspace);
    fs::read(path).expect("it is there")
}

/// More writes, changes of length and syncs than two units take.
const MOST: usize = 1_000;

#[test]
fn whenever_a_disk_fails_the_last_commit_is_there() {
    let (_folder, path) = place();
    let whole = base(&path);
    for way in [
        Way::Refuses(NO_SPACE),
        Way::Refuses(READ_ONLY),
        Way::Refuses(IO),
        Way::Tears(IO),
        Way::Tears(NO_SPACE),
    ] {
        let broken = (1..MOST).take_while(|at| survives(&whole, &path, *at, way)).count();
        assert!((20..MOST - 1).contains(&broken), "{way:?}: {broken}");
    }
}

/// How often the power goes at each write; more in a night's run.
const SEEDS: &str = "ATTEST_POWER_SEEDS";

fn seeds() -> std::ops::Range<u64> {
    let seeds = std::env::var(SEEDS).ok().and_then(|seeds| seeds.parse().ok());
    0..seeds.unwrap_or(12)
}

#[test]
fn whenever_the_power_goes_the_last_commit_is_there() {
    let (_folder, path) = place();
    let whole = base(&path);
    for seed in seeds() {
        let way = Way::Dies(seed);
        let broken = (1..MOST).take_while(|at| survives(&whole, &path, *at, way)).count();
        assert!((20..MOST - 1).contains(&broken), "{way:?}: {broken}");
    }
}

#[test]
fn what_was_drawn_stands_for_the_same_after_a_unit_that_failed() {
    let (_folder, path) = place();
    drop(upkeep::filed(&path));
    let mut workspace = opened(&path);
    let facts = |workspace: &Workspace| -> Vec<_> {
        let relationships = workspace.graph().relationships();
        relationships.map(|it| (it, workspace.fact_of(it))).collect()
    };
    let before = facts(&workspace);
    let drawn = before.iter().find(|(_, fact)| fact.is_some()).expect("a fact").0;
    let mut failed = 0;
    for breaks_at in 1..MOST {
        Disk::put(Some((breaks_at, Way::Refuses(IO))));
        let begun = workspace.begin(Waiting::No);
        let deleted = begun.and_then(|()| {
            let mut transaction = workspace.graph_mut().transaction();
            transaction.delete_relationship(drawn);
            transaction.commit().expect("nothing is left hanging");
            workspace.commit()
        });
        Disk::put(None);
        assert_eq!(facts(&workspace) == before, deleted.is_err());
        // What failed at the very end may be in the file; the next unit begins with it.
        if deleted.is_ok() {
            assert_eq!(facts(&opened(&path)), facts(&workspace));
            break;
        }
        failed += 1;
    }
    assert!((5..MOST - 1).contains(&failed), "{failed}");
    assert_eq!(check(&path, Waiting::No).expect("a store").findings, []);
}

/// Has a store made anew on a disk that breaks at each of its writes in turn: it is there whole, as
/// before or as wanted, and nothing else is.
fn is_made_whole_or_not_at_all(
    before: Option<&[u8]>,
    way: Way,
    work: fn(&Path) -> Result<(), StoreError>,
) {
    let (folder, path) = place();
    let restore = || match before {
        Some(before) => fs::write(&path, before).expect("it can be written"),
        None => drop(fs::remove_file(&path)),
    };
    let read = || seen(opened(&path).graph());
    restore();
    let old = read();
    work(&path).expect("another disk");
    let new = read();
    let breaks = |at: &usize| {
        restore();
        let disk = Disk::put(Some((*at, way))).expect("a disk");
        let done = work(&path);
        Disk::put(None);
        let (found, told) = (read(), format!("{way:?} at {at}: {done:?}"));
        assert!(found == new || done.is_err() && found == old, "{told}");
        if path.exists() {
            assert_eq!(check(&path, Waiting::No).expect("a store").findings, [], "{told}");
        }
        let files = fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(files, usize::from(path.exists()), "{told}");
        locked(&disk).is_broken
    };
    let broken = (1..MOST).take_while(breaks).count();
    assert!((5..MOST - 1).contains(&broken), "{way:?}: {broken}");
}

#[test]
fn whenever_a_disk_fails_a_store_is_made_or_compacted_whole_or_not_at_all() {
    let (_folder, path) = place();
    let whole = base(&path);
    for way in [Way::Refuses(NO_SPACE), Way::Tears(IO), Way::Dies(1), Way::Dies(2), Way::Dies(3)] {
        is_made_whole_or_not_at_all(None, way, |path| unit(&mut opened(path), 0));
        is_made_whole_or_not_at_all(Some(&whole), way, |path| compact(path, Waiting::No).map(drop));
    }
}

#[test]
fn writes_that_were_not_synced_reach_the_medium_in_any_order_or_not_at_all() {
    let (_folder, path) = place();
    let mut found = std::collections::BTreeSet::new();
    for seed in 0..64 {
        fs::write(&path, [0; 3]).expect("it can be written");
        Disk::put(Some((3, Way::Dies(seed))));
        let file = fs::File::options().read(true).write(true).open(&path).expect("it is there");
        let medium = Medium::new(file).expect("a file");
        medium.write(0, &[1, 1]).expect("it isn't broken yet");
        medium.write(1, &[2, 2]).expect("it isn't broken yet");
        medium.sync_data().expect_err("it breaks");
        drop(medium);
        found.insert(fs::read(&path).expect("it is there"));
    }
    Disk::put(None);
    let any = [[0, 0, 0], [0, 2, 2], [1, 1, 0], [1, 1, 2], [1, 2, 2]];
    assert_eq!(Vec::from_iter(found), any);
}
