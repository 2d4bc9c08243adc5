//! Circles: how many relationships lead from nodes of one list to nodes of another.

use std::hint::black_box;

use graph_core::NodeId;
use graph_core::graph::Adjacency;

use super::count::Counter;
use super::tried::{Closing, Tried};
use crate::error::Error;

/// How many nodes are asked for before the first is needed: memory answers several at once.
const AHEAD: usize = 16;

impl<'e> Counter<'e> {
    /// How often a level is matched with the one below it, which is reached from it and from a
    /// node that is known; `None` where that takes more than two lists of neighbours. Of these
    /// the longer one is marked, and what the nodes of the shorter one lead to is looked up.
    pub(super) fn count_closing(
        &self,
        tried: &Tried<'e>,
        closing: &Closing,
        nodes: &[NodeId],
    ) -> Result<Option<i64>, Error> {
        let (here, below) = (tried.level.variable, closing.below);
        let inner = &tried.below[0].tried;
        // What both ways lead to passes where all passes that one of them leads to.
        let open = self.is_open(tried, closing.way)? && self.is_open(inner, closing.between)?;
        let (forwards, backwards) =
            (self.reach(closing.between, below), self.reach(closing.between, here));
        let (Some(forwards), Some(backwards)) = (forwards.adjacency(), backwards.adjacency())
        else {
            return Ok(None);
        };
        if !open {
            return Ok(None);
        }
        let near = self.neighbors(closing.way, here, nodes)?;
        let far = self.neighbors(closing.above, below, nodes)?;
        let (short, long, adjacency) =
            if near.len() <= far.len() { (near, far, forwards) } else { (far, near, backwards) };
        if short.is_empty() {
            return Ok(Some(0));
        }
        let mut marked = inner.marked.borrow_mut();
        marked.mark(None, &long);
        if marked.repeats {
            return Ok(None);
        }
        let mut sum = 0;
        for some in short.chunks(AHEAD) {
            touch(adjacency, some);
            for node in some {
                let list = adjacency.of(*node);
                self.note(list.len() as u64)?;
                sum += marked.set.common(list) as i64;
            }
        }
        Ok(Some(sum))
    }
}

/// Reads a little of what each node leads to, all of which memory can look for at the same time.
fn touch(adjacency: &Adjacency, nodes: &[NodeId]) {
    let firsts = nodes.iter().map(|node| adjacency.of(*node).first().map_or(0, |first| first.0));
    black_box(firsts.fold(0, |all, first| all ^ first));
}
