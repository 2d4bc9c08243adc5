//! Neighbours by node in one block: compressed sparse rows.

use super::NodeId;

/// From which of its ends relationships are walked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Side {
    /// From their start.
    Outgoing,
    /// From their end.
    Incoming,
    /// From both; one that leads from a node to itself counts once.
    #[default]
    Either,
}

impl Side {
    /// The side seen from the other end.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Outgoing => Self::Incoming,
            Self::Incoming => Self::Outgoing,
            Self::Either => Self::Either,
        }
    }
}

/// The neighbours of each node over the relationships of some types, in order of id; one that is
/// reached over several relationships comes several times.
#[derive(Debug, Default)]
pub struct Adjacency {
    /// Where the neighbours of each node begin, and where the last one's end.
    starts: Vec<u32>,
    neighbors: Vec<NodeId>,
    /// Whether no node has a neighbour twice.
    simple: bool,
}

impl Adjacency {
    /// The neighbours of a node, in order. O(1).
    #[inline]
    pub fn of(&self, NodeId(node): NodeId) -> &[NodeId] {
        let at = node as usize;
        match self.starts.get(at..at + 2) {
            Some(ends) => &self.neighbors[ends[0] as usize..ends[1] as usize],
            None => &[],
        }
    }

    /// How many relationships there are at a node. O(1).
    #[inline]
    pub fn degree(&self, node: NodeId) -> usize {
        self.of(node).len()
    }

    /// How many neighbours all nodes have together.
    pub fn len(&self) -> usize {
        self.neighbors.len()
    }

    /// Whether no node has a neighbour.
    pub fn is_empty(&self) -> bool {
        self.neighbors.is_empty()
    }

    /// Whether no node has a neighbour twice.
    pub fn is_simple(&self) -> bool {
        self.simple
    }

    /// Every node that is a neighbour, as often as it is one.
    pub fn neighbors(&self) -> &[NodeId] {
        &self.neighbors
    }

    /// Of relationships with their two ends: the first is the node, the second its neighbour.
    /// `None` where the work was to end. O(relationships + nodes), two passes of counting sort.
    pub(super) fn new(
        nodes: usize,
        pairs: &[(NodeId, NodeId)],
        goes_on: &dyn Fn() -> bool,
    ) -> Option<Self> {
        // By neighbour first: rows that are then filled in that order are sorted.
        let by_neighbor = rows(nodes, pairs.iter().map(|(node, other)| (*other, *node)), goes_on)?;
        let (starts, holders) = by_neighbor;
        let turned = (0..nodes).flat_map(|other| {
            let range = starts[other] as usize..starts[other + 1] as usize;
            holders[range].iter().map(move |node| (*node, NodeId(other as u32)))
        });
        let (starts, neighbors) = rows(nodes, turned, goes_on)?;
        let twice = |ends: &[u32]| {
            let of_node = &neighbors[ends[0] as usize..ends[1] as usize];
            of_node.windows(2).any(|two| two[0] == two[1])
        };
        let simple = !starts.windows(2).any(twice);
        Some(Self { starts, neighbors, simple })
    }
}

/// How many pairs are looked at between two questions whether to go on.
pub(super) const AT_ONCE: usize = 1 << 15;

/// Pairs by their first: where each begins, and the others of all.
fn rows(
    nodes: usize,
    pairs: impl Iterator<Item = (NodeId, NodeId)> + Clone,
    goes_on: &dyn Fn() -> bool,
) -> Option<(Vec<u32>, Vec<NodeId>)> {
    let mut starts = vec![0_u32; nodes + 1];
    let mut count = 0;
    for (row, _) in pairs.clone() {
        starts[row.0 as usize + 1] += 1;
        count += 1;
        if count % AT_ONCE == 0 && !goes_on() {
            return None;
        }
    }
    for at in 0..nodes {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut others = vec![NodeId(0); count];
    for (at, (row, other)) in pairs.enumerate() {
        let place = &mut next[row.0 as usize];
        others[*place as usize] = other;
        *place += 1;
        if at % AT_ONCE == 0 && !goes_on() {
            return None;
        }
    }
    Some((starts, others))
}

/// The ends of a relationship as a side sees them: the node first, then its neighbour.
pub(super) fn seen(
    (start, end): (NodeId, NodeId),
    side: Side,
) -> impl Iterator<Item = (NodeId, NodeId)> {
    let forwards = (side != Side::Incoming).then_some((start, end));
    let backwards = match side {
        Side::Outgoing => None,
        Side::Incoming => Some((end, start)),
        Side::Either => (start != end).then_some((end, start)),
    };
    forwards.into_iter().chain(backwards)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adjacency(pairs: &[(u32, u32)], side: Side) -> Adjacency {
        let seen: Vec<_> = pairs
            .iter()
            .flat_map(|(start, end)| seen((NodeId(*start), NodeId(*end)), side))
            .collect();
        Adjacency::new(4, &seen, &|| true).expect("nothing ends it")
    }

    #[test]
    fn neighbours_are_in_order_and_as_often_as_there_are_relationships() {
        let pairs = [(2, 3), (0, 2), (0, 1), (2, 2), (0, 2)];
        let of = |side, node| -> Vec<u32> {
            adjacency(&pairs, side).of(NodeId(node)).iter().map(|node| node.0).collect()
        };
        assert_eq!(of(Side::Outgoing, 0), [1, 2, 2]);
        assert_eq!(of(Side::Incoming, 2), [0, 0, 2]);
        assert_eq!(of(Side::Either, 2), [0, 0, 2, 3]);
        assert_eq!(of(Side::Outgoing, 3), [0_u32; 0]);
        assert_eq!(of(Side::Outgoing, 9), [0_u32; 0]);
        assert!(!adjacency(&pairs, Side::Outgoing).is_simple());
        assert!(adjacency(&pairs[..4], Side::Outgoing).is_simple());
    }

    #[test]
    fn it_ends_where_it_is_to_end() {
        assert!(Adjacency::new(4, &[(NodeId(0), NodeId(1))], &|| false).is_none());
    }
}
