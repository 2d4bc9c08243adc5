//! Nodes on which nothing hangs but numbers: they are multiplied in a row.

use graph_core::NodeId;
use graph_core::graph::Adjacency;

use super::count::{Counter, Found, product};
use super::table::Table;
use super::tried::Tried;
use crate::error::Error;
use crate::plan::Level;

/// A number for each node.
pub(super) enum Ray<'s> {
    Degree(&'s Adjacency),
    Table(&'s Table),
}

impl Ray<'_> {
    #[inline]
    fn times(&self, node: NodeId) -> i64 {
        match self {
            Self::Degree(adjacency) => adjacency.degree(node) as i64,
            Self::Table(table) => table.get(node),
        }
    }
}

impl<'e> Counter<'e> {
    /// The same for a level of which only numbers that are known multiply each node.
    pub(super) fn each_of_star(
        &self,
        tried: &Tried<'e>,
        star: &[Ray<'_>],
        nodes: &mut [NodeId],
        found: Found<'_>,
    ) -> Result<(), Error> {
        let variable = tried.level.variable;
        for node in self.domain(tried, nodes)? {
            self.note(1)?;
            if self.filters[variable].passes(&self.executor, &self.row, node)? {
                let times = star.iter().try_fold(1, |all, ray| product(all, ray.times(node)))?;
                if times != 0 {
                    nodes[variable] = node;
                    found(nodes, times)?;
                }
            }
        }
        Ok(())
    }

    /// What multiplies each node of a level, where that is nothing but numbers that are known:
    /// how many relationships there are, and what was counted beforehand.
    pub(super) fn star<'s>(
        &'s self,
        tried: &'s Tried<'e>,
        nodes: &[NodeId],
    ) -> Result<Option<Vec<Ray<'s>>>, Error> {
        let Level { loops, checks, factors, variable, .. } = tried.level;
        if !(loops.is_empty() && checks.is_empty() && factors.is_empty()) {
            return Ok(None);
        }
        let mut rays = Vec::with_capacity(tried.below.len());
        for hanging in &tried.below {
            if let Some(table) = self.table(hanging, *variable, nodes)? {
                rays.push(Ray::Table(table));
                continue;
            }
            let Level { variable: last, ways, told, .. } = hanging.tried.level;
            let [way] = *ways.as_slice() else { return Ok(None) };
            let open = !told && hanging.tried.is_last() && self.is_open(&hanging.tried, way)?;
            match self.reach(way, *last).adjacency().filter(|_| open) {
                Some(adjacency) => rays.push(Ray::Degree(adjacency)),
                None => return Ok(None),
            }
        }
        Ok(Some(rays))
    }
}
