//! Nodes on which nothing hangs but numbers that are known: they are multiplied in a row.

use std::rc::Rc;
use std::sync::Arc;

use graph_core::NodeId;
use graph_core::graph::Adjacency;

use super::count::Counter;
use super::table::Table;
use super::tried::Tried;
use crate::error::Error;

/// A number for each node.
pub(super) enum Ray {
    /// How many relationships there are.
    Degree(Arc<Adjacency>),
    /// What was counted beforehand.
    Table(Rc<Table>),
}

impl Ray {
    #[inline]
    pub(super) fn times(&self, node: NodeId) -> i64 {
        match self {
            Self::Degree(adjacency) => adjacency.degree(node) as i64,
            Self::Table(table) => table.get(node),
        }
    }
}

impl<'e> Counter<'e> {
    /// What multiplies each node of a level, where that is nothing but numbers that are known.
    pub(super) fn star<'s>(
        &self,
        tried: &'s Tried<'e>,
        nodes: &[NodeId],
    ) -> Result<Option<&'s [Ray]>, Error> {
        if !tried.may_be_star {
            return Ok(None);
        }
        if let Some(rays) = tried.rays.get() {
            return Ok(Some(rays));
        }
        let mut rays = Vec::with_capacity(tried.below.len());
        for hanging in &tried.below {
            if let Some(table) = self.table(hanging, tried.level.variable, nodes)? {
                rays.push(Ray::Table(Rc::clone(table)));
                continue;
            }
            let way = hanging.tried.level.ways[0];
            let open = self.is_open(&hanging.tried, way)?;
            let reach = self.reach(way, hanging.tried.level.variable);
            match reach.adjacency().filter(|_| open) {
                Some(adjacency) => rays.push(Ray::Degree(Arc::clone(adjacency))),
                None => return Ok(None),
            }
        }
        Ok(Some(tried.rays.get_or_init(|| rays)))
    }
}
