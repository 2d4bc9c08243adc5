//! The neighbours that links lead to: from the graph's lists of relationships, or, once as much
//! was read as it takes to make that, from neighbours side by side.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use graph_core::graph::{Adjacency, Side, Step};
use graph_core::{NodeId, Symbol};

use super::Executor;
use crate::ast::Span;
use crate::error::Error;

/// How many relationships can be put side by side while one is read from a list.
const PACE: u64 = 16;

/// What a link leads to, as one of its ends sees it.
pub(super) struct Reach {
    types: Option<Vec<Symbol>>,
    side: Side,
    adjacency: OnceCell<Arc<Adjacency>>,
    /// Relationships read from lists since they were last told to the graph.
    read: Cell<u64>,
}

impl Reach {
    /// Over relationships of some types, or of all.
    pub(super) fn new(executor: &Executor<'_>, types: Option<Vec<Symbol>>, side: Side) -> Self {
        let known = executor.graph.known_adjacency(types.as_deref(), side);
        let adjacency = known.map_or_else(OnceCell::new, OnceCell::from);
        Self { types, side, adjacency, read: Cell::new(0) }
    }

    /// Puts neighbours side by side, where that is worth it.
    fn note(&self, executor: &Executor<'_>, read: u64) -> Result<(), Error> {
        if !executor.graph.is_adjacency_worth(self.types.as_deref(), self.side, read * PACE) {
            return Ok(());
        }
        let goes_on = || executor.look().is_ok();
        match executor.graph.adjacency(self.types.as_deref(), self.side, &goes_on) {
            Some(adjacency) => {
                let _ = self.adjacency.set(adjacency);
                Ok(())
            }
            None => executor.look(),
        }
    }

    /// The neighbours of all nodes, where they stand side by side.
    pub(super) fn adjacency(&self) -> Option<&Arc<Adjacency>> {
        self.adjacency.get()
    }

    /// Whether all that it leads to carries a label, where that is known without much reading.
    pub(super) fn leads_to(&self, executor: &Executor<'_>, label: Symbol) -> Result<bool, Error> {
        if self.adjacency().is_none() {
            return Ok(false);
        }
        let goes_on = || executor.look().is_ok();
        match executor.graph.leads_to(self.types.as_deref(), self.side, label, &goes_on) {
            Some(known) => Ok(known),
            None => executor.look().map(|()| false),
        }
    }

    /// The neighbours of a node in order of id, each as often as it is one.
    #[inline]
    pub(super) fn of(
        &self,
        executor: &Executor<'_>,
        node: NodeId,
    ) -> Result<Cow<'_, [NodeId]>, Error> {
        match self.adjacency.get() {
            Some(adjacency) => Ok(Cow::Borrowed(adjacency.of(node))),
            None => self.listed(executor, node).map(Cow::Owned),
        }
    }

    fn listed(&self, executor: &Executor<'_>, node: NodeId) -> Result<Vec<NodeId>, Error> {
        let graph = executor.graph;
        let fits = |step: &Step| {
            self.types.as_ref().is_none_or(|types| types.contains(&step.relationship_type))
        };
        let mut found = Vec::new();
        let mut read = 0_u64;
        if self.side != Side::Incoming {
            let steps = graph.outgoing(node).inspect(|_| read += 1).filter(fits);
            found.extend(steps.map(|step| step.neighbor));
        }
        if self.side != Side::Outgoing {
            let both = self.side == Side::Either;
            let steps = graph.incoming(node).inspect(|_| read += 1).filter(fits);
            // A loop was there already.
            let steps = steps.map(|step| step.neighbor).filter(|other| !both || *other != node);
            found.extend(steps);
        }
        found.sort_unstable();
        executor.run.budget.spend(read, Span::NONE)?;
        self.read.set(self.read.get() + read);
        if self.read.get() > 1024 {
            self.note(executor, self.read.take())?;
        }
        Ok(found)
    }
}
