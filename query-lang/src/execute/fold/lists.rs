//! Lists of nodes in order of id.

use graph_core::NodeId;

use crate::error::Error;

/// How often a node stands in a list in order. O(log n).
pub(super) fn times_in(list: &[NodeId], node: NodeId) -> usize {
    let from = list.partition_point(|known| *known < node);
    list[from..].iter().take_while(|known| **known == node).count()
}

/// The nodes of two lists in order that stand in both, each with how often it would be paired.
pub(super) fn in_both(
    one: &[NodeId],
    other: &[NodeId],
    mut found: impl FnMut(NodeId, i64) -> Result<(), Error>,
) -> Result<(), Error> {
    let (mut short, mut long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    while let (Some(first), Some(second)) = (short.first(), long.first()) {
        match first.cmp(second) {
            std::cmp::Ordering::Less => short = &short[1..],
            std::cmp::Ordering::Greater => long = from(long, *first),
            std::cmp::Ordering::Equal => {
                let node = *first;
                let times = |list: &[NodeId]| list.iter().take_while(|it| **it == node).count();
                let (here, there) = (times(short), times(long));
                found(node, (here * there) as i64)?;
                (short, long) = (&short[here..], &long[there..]);
            }
        }
    }
    Ok(())
}

/// The rest of a list in order from the first node that isn't less: looked for in steps that
/// double, so that little is read where it is near.
fn from(list: &[NodeId], node: NodeId) -> &[NodeId] {
    let mut step = 1;
    while list.get(step).is_some_and(|known| *known < node) {
        step *= 2;
    }
    let near = &list[step / 2..list.len().min(step + 1)];
    &list[step / 2 + near.partition_point(|known| *known < node)..]
}
