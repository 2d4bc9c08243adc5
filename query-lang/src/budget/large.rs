//! What takes long to free is freed by a thread of its own, so that nobody who ends a statement
//! has to wait for that.

use std::ops::{Deref, DerefMut};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, LazyLock};
use std::{thread, vec};

use graph_core::graph::{Chunked, Parted};

/// How many pieces are freed at once, which takes about a millisecond.
const LIGHT: usize = 1 << 13;

/// Something of many pieces.
pub(crate) trait Pieces: Default + Send + 'static {
    /// How many there are, about.
    fn pieces(&self) -> usize;
}

impl<T: Send + 'static> Pieces for Vec<T> {
    fn pieces(&self) -> usize {
        self.len()
    }
}

impl<T: Send + 'static> Pieces for std::vec::IntoIter<T> {
    fn pieces(&self) -> usize {
        self.len()
    }
}

impl<K: Send + 'static, V: Send + 'static> Pieces for Parted<K, V> {
    fn pieces(&self) -> usize {
        self.len()
    }
}

impl<T: Send + 'static> Pieces for Chunked<T> {
    fn pieces(&self) -> usize {
        self.len()
    }
}

/// Shared: whoever has it last frees it.
impl<T: Send + Sync + 'static> Pieces for Arc<Vec<T>> {
    fn pieces(&self) -> usize {
        self.len()
    }
}

/// Something that may be large when it is dropped.
#[derive(Debug, Default)]
pub(crate) struct Large<T: Pieces>(T);

impl<T: Pieces> Large<T> {
    pub(crate) fn new(inner: T) -> Self {
        Self(inner)
    }

    /// What is in it.
    pub(crate) fn take(mut self) -> T {
        std::mem::take(&mut self.0)
    }
}

impl<T: Pieces> Deref for Large<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Pieces> DerefMut for Large<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Pieces> Drop for Large<T> {
    fn drop(&mut self) {
        if self.0.pieces() <= LIGHT {
            return;
        }
        if let Some(elsewhere) = &*ELSEWHERE {
            // Where it comes back, it is freed here.
            let _unsent = elsewhere.send(Box::new(std::mem::take(&mut self.0)));
        }
    }
}

impl<T: Send + 'static> FromIterator<T> for Large<Chunked<T>> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut list = Self::default();
        list.extend(items);
        list
    }
}

impl<T: Send + 'static> IntoIterator for Large<Chunked<T>> {
    type Item = T;
    type IntoIter = Taken<T>;

    fn into_iter(self) -> Taken<T> {
        Taken { some: Vec::new().into_iter(), rest: self }
    }
}

/// The items of a list, each given away; the rest of them is still large.
#[derive(Debug)]
pub(crate) struct Taken<T: Send + 'static> {
    some: vec::IntoIter<T>,
    rest: Large<Chunked<T>>,
}

impl<T: Send + 'static> Iterator for Taken<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        loop {
            match self.some.next() {
                None => self.some = self.rest.take_some()?.into_iter(),
                item => return item,
            }
        }
    }
}

/// The way to the thread that frees; `None` where the system has none to give.
static ELSEWHERE: LazyLock<Option<Sender<Box<dyn Send>>>> = LazyLock::new(|| {
    let (sender, freed) = channel::<Box<dyn Send>>();
    let thread = thread::Builder::new().name(String::from("free"));
    thread.spawn(move || freed.into_iter().for_each(drop)).is_ok().then_some(sender)
});

#[cfg(test)]
mod tests {
    use super::*;

    /// Tells the thread that it is dropped by.
    struct Told(Sender<thread::ThreadId>);

    impl Drop for Told {
        fn drop(&mut self) {
            let _ = self.0.send(thread::current().id());
        }
    }

    #[test]
    fn what_is_large_is_freed_elsewhere() {
        let (sender, told) = channel();
        let some = |count: usize| (0..count).map(|_| Told(sender.clone())).collect::<Vec<_>>();
        drop(Large::new(some(2)));
        assert_eq!(told.recv(), Ok(thread::current().id()));
        drop(Large::new(some(2 * LIGHT)));
        assert_eq!(told.recv(), Ok(thread::current().id()));
        assert_ne!(told.recv(), Ok(thread::current().id()));
        let large = Large::new(some(2 * LIGHT));
        assert_eq!(large.len(), 2 * LIGHT);
        assert_eq!(large.take().len(), 2 * LIGHT);
    }
}
