//! The graph as its owner holds it: its elements, which may be on a thread that undoes changes.

use std::mem;
use std::ops::{Deref, DerefMut};
use std::panic::resume_unwind;
use std::sync::{Mutex, OnceLock, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

use super::transaction::Change;
use super::{Chunked, Elements};

/// A property graph: its [`Elements`], which it stands for wherever they are read or changed.
///
/// Undoing many changes goes on beside whoever asked for it, who can tell at once that nothing of
/// a stopped statement is kept; whoever uses the graph next waits for the rest of it.
///
/// ```
/// use graph_core::{Graph, Value};
/// let mut graph = Graph::new();
/// let ann = graph.add_node(["Person"], [("name", Value::from("Ann"))]);
/// let bob = graph.add_node(["Person"], [("name", Value::from("Bob"))]);
/// graph.add_relationship(ann, "PRAISED", bob, [("sources", Value::Int(2))]);
/// assert_eq!(graph.outgoing(ann).count(), 1);
/// assert_eq!(graph.nodes_named("Bob"), [bob]);
/// ```
#[derive(Debug)]
pub struct Graph {
    /// Not there while they are undone.
    elements: OnceLock<Elements>,
    /// What undoes changes, and gives the elements back.
    undoing: Mutex<Option<JoinHandle<Elements>>>,
}

/// From so many changes on, undoing them takes longer than a thread to begin.
const MANY: usize = 4_000;

impl Graph {
    /// An empty graph.
    pub fn new() -> Self {
        Self::default()
    }

    /// Undoes changes, the last one first: many of them beside. O(1) for the caller.
    pub(super) fn undo(&mut self, journal: Chunked<Change>) {
        if journal.iter().map(Change::size).take(MANY).sum::<usize>() < MANY {
            (**self).undo(journal);
        } else {
            self.beside(|elements| elements.undo(journal));
        }
    }

    /// Ends the unit and undoes what it changed, to the last index. O(1) for the caller.
    pub fn roll_back(&mut self) {
        match self.elements.get_mut() {
            Some(elements) => {
                let journal = elements.end_unit();
                self.undo(journal);
            }
            None => self.beside(|elements| {
                let journal = elements.end_unit();
                elements.undo(journal);
            }),
        }
    }

    /// Changes the elements on a thread of its own, after what is done on one already; here,
    /// where there is none to be had.
    fn beside<C: FnOnce(&mut Elements) + Send + 'static>(&mut self, change: C) {
        // A thread that can't begin would take along what it is given at its beginning.
        let (given, taken) = mpsc::channel::<(Self, C)>();
        let thread = thread::Builder::new().name("undo".to_owned()).spawn(move || {
            let Ok((mut graph, change)) = taken.recv() else { return Elements::default() };
            change(&mut graph);
            mem::take(&mut *graph)
        });
        match thread {
            Ok(thread) => {
                drop(given.send((mem::take(self), change)));
                self.elements = OnceLock::new();
                self.undoing = Mutex::new(Some(thread));
            }
            Err(_) => change(self),
        }
    }

    /// Waits for what is done on a thread.
    fn undone(&self) -> Elements {
        let thread = self.undoing.lock().unwrap_or_else(PoisonError::into_inner).take();
        let undone =
            thread.map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        undone.unwrap_or_default()
    }
}

impl Default for Graph {
    fn default() -> Self {
        Elements::default().into()
    }
}

impl From<Elements> for Graph {
    fn from(elements: Elements) -> Self {
        Self { elements: elements.into(), undoing: Mutex::default() }
    }
}

impl Clone for Graph {
    fn clone(&self) -> Self {
        Elements::clone(self).into()
    }
}

impl Deref for Graph {
    type Target = Elements;

    fn deref(&self) -> &Elements {
        self.elements.get_or_init(|| self.undone())
    }
}

impl DerefMut for Graph {
    fn deref_mut(&mut self) -> &mut Elements {
        if self.elements.get().is_none() {
            self.elements = self.undone().into();
        }
        match self.elements.get_mut() {
            Some(elements) => elements,
            None => unreachable!("they were put there"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Value;

    /// A graph with a node, and a change of it that is large enough to be undone beside.
    fn changed() -> Graph {
        let mut graph = Graph::new();
        graph.add_node(["P"], [("name", Value::from("Ann"))]);
        fill(&mut graph);
        assert!(graph.elements.get().is_none(), "it is undone beside");
        graph
    }

    /// Adds and deletes, without a commit.
    fn fill(graph: &mut Graph) {
        let ann = graph.nodes_named("Ann")[0];
        let mut transaction = graph.transaction();
        transaction.set_node_property(ann, "name", Value::from("Bob"));
        for _ in 0..MANY {
            let new = transaction.add_node(["P"], [("name", Value::from("Ann"))]);
            transaction.add_relationship(ann, "R", new, []);
        }
        transaction.delete_node(ann);
    }

    fn is_as_before(graph: &Graph) -> bool {
        graph.node_count() == 1
            && graph.relationship_count() == 0
            && graph.nodes_named("Ann").len() == 1
            && graph.nodes_named("Bob").is_empty()
    }

    #[test]
    fn many_changes_are_undone_for_whoever_reads_or_changes_next() {
        assert!(is_as_before(&changed()));
        let mut graph = changed();
        graph.add_node(["P"], []);
        assert_eq!(graph.node_count(), 2);
        assert!(is_as_before(&changed().clone()));
        drop(changed());
    }

    #[test]
    fn readers_on_several_threads_wait_for_the_same() {
        let graph = changed();
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| assert!(is_as_before(&graph)));
            }
        });
    }

    #[test]
    fn a_unit_is_undone_after_a_statement_of_it() {
        let mut graph = Graph::new();
        graph.add_node(["P"], [("name", Value::from("Ann"))]);
        graph.begin();
        let mut transaction = graph.transaction();
        transaction.add_node(["P"], [("name", Value::from("Bob"))]);
        assert!(transaction.commit().is_ok());
        fill(&mut graph);
        graph.roll_back();
        assert!(graph.elements.get().is_none(), "nobody waited for it");
        assert!(is_as_before(&graph) && !graph.is_in_unit());
    }
}
