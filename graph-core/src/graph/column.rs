//! The integers of one property of all nodes, side by side.

use super::NodeId;

/// A set of nodes, a bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeSet(Vec<u64>);

impl NodeSet {
    /// Adds a node; tells whether it is new. O(1), but for what lies between it and the highest
    /// so far.
    #[inline]
    pub fn insert(&mut self, NodeId(node): NodeId) -> bool {
        let (at, bit) = place(node);
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        let new = self.0[at] & bit == 0;
        self.0[at] |= bit;
        new
    }

    /// Takes a node out. O(1).
    pub fn remove(&mut self, NodeId(node): NodeId) {
        let (at, bit) = place(node);
        if let Some(word) = self.0.get_mut(at) {
            *word &= !bit;
        }
    }

    /// Whether a node is in it. O(1).
    #[inline]
    pub fn contains(&self, NodeId(node): NodeId) -> bool {
        let (at, bit) = place(node);
        self.0.get(at).is_some_and(|word| word & bit != 0)
    }

    /// The nodes in it, in order.
    pub fn iter(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.0.iter().zip(0_u32..).flat_map(|(word, at)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(NodeId(at * u64::BITS + bit))
            })
        })
    }

    /// How many of some nodes are in it. O(nodes).
    pub fn common(&self, nodes: &[NodeId]) -> usize {
        nodes.iter().map(|node| usize::from(self.contains(*node))).sum()
    }
}

impl FromIterator<NodeId> for NodeSet {
    fn from_iter<I: IntoIterator<Item = NodeId>>(nodes: I) -> Self {
        let mut set = Self::default();
        nodes.into_iter().for_each(|node| _ = set.insert(node));
        set
    }
}

#[inline]
fn place(node: u32) -> (usize, u64) {
    (node as usize / 64, 1 << (node % 64))
}

/// The values of a property that is an integer wherever there is one.
#[derive(Debug, Default)]
pub struct Column {
    values: Vec<i64>,
    present: NodeSet,
}

impl Column {
    /// Sets the value of a node.
    pub(super) fn set(&mut self, node: NodeId, value: i64) {
        let at = node.0 as usize;
        if at >= self.values.len() {
            self.values.resize(at + 1, 0);
        }
        self.values[at] = value;
        self.present.insert(node);
    }

    /// The value of a node, where it has one. O(1).
    #[inline]
    pub fn get(&self, node: NodeId) -> Option<i64> {
        self.present.contains(node).then(|| self.values[node.0 as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_knows_its_gaps() {
        let mut column = Column::default();
        column.set(NodeId(3), 7);
        column.set(NodeId(64), 0);
        assert_eq!(column.get(NodeId(3)), Some(7));
        assert_eq!(column.get(NodeId(0)), None);
        assert_eq!(column.get(NodeId(64)), Some(0));
        assert_eq!(column.get(NodeId(500)), None);
    }
}
