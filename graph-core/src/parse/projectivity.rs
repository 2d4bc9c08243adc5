//! Puts lifted arcs back where they belong, which may cross others.
//!
//! Training made trees projective by lifting arcs to an ancestor and noting the label of the
//! real head (Nivre and Nilsson, *Pseudo-projective dependency parsing*, 2005).

use super::arc_eager::Arc;
use super::labels::Dep;

/// Heads (a root's own index) and labels.
pub(super) struct Tree {
    pub(super) heads: Vec<usize>,
    pub(super) deps: Vec<Dep>,
}

/// Reattaches each lifted arc to the first token with the noted label below its present head,
/// breadth first and from left to right; spaces don't count.
pub(super) fn restore(arcs: &[Arc], is_space: impl Fn(usize) -> bool) -> Tree {
    let heads = arcs.iter().enumerate().map(|(i, arc)| arc.map_or(i, |(head, _)| head)).collect();
    let deps: Vec<_> =
        arcs.iter().map(|arc| arc.map_or(Dep::Root, |(_, label)| label.dep)).collect();
    let mut tree = Tree { heads, deps };
    // A label still lifted is none that could be looked for.
    let mut lifted: Vec<_> =
        arcs.iter().map(|arc| arc.is_some_and(|(_, label)| label.lifted_from.is_some())).collect();
    for (token, arc) in arcs.iter().enumerate() {
        let Some((_, label)) = arc else { continue };
        let Some(wanted) = label.lifted_from else { continue };
        let matches = |this: usize| !lifted[this] && tree.deps[this] == wanted;
        if let Some(head) = tree.descendant(token, &is_space, matches) {
            tree.heads[token] = head;
        }
        lifted[token] = false;
    }
    tree
}

impl Tree {
    /// The first descendant of the token's head that matches, outside of the token's own tree.
    fn descendant(
        &self,
        token: usize,
        is_space: impl Fn(usize) -> bool,
        matches: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let children = Children::of(&self.heads);
        let mut queue = vec![self.heads[token]];
        let mut at = 0;
        while let Some(&head) = queue.get(at) {
            at += 1;
            for child in children.of_head(head) {
                if child == token || is_space(child) {
                    continue;
                }
                if matches(child) {
                    return Some(child);
                }
                queue.push(child);
            }
        }
        None
    }

    /// The first token of each sentence: where a root's tree begins.
    pub(super) fn sentence_starts(&self) -> Vec<bool> {
        let mut roots: Vec<Option<usize>> = vec![None; self.heads.len()];
        let mut seen = vec![false; self.heads.len()];
        let mut path = Vec::new();
        (0..self.heads.len())
            .map(|token| {
                let mut at = token;
                while roots[at].is_none() && self.heads[at] != at {
                    path.push(at);
                    at = self.heads[at];
                }
                let root = roots[at].unwrap_or(at);
                path.drain(..).for_each(|passed| roots[passed] = Some(root));
                !std::mem::replace(&mut seen[root], true)
            })
            .collect()
    }
}

/// The children of each head from left to right, as linked lists.
struct Children {
    first: Vec<Option<usize>>,
    next: Vec<Option<usize>>,
}

impl Children {
    fn of(heads: &[usize]) -> Self {
        let mut first = vec![None; heads.len()];
        let mut next = vec![None; heads.len()];
        for (token, &head) in heads.iter().enumerate().rev() {
            if head != token {
                next[token] = first[head].replace(token);
            }
        }
        Self { first, next }
    }

    fn of_head(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.first[head], |&child| self.next[child])
    }
}
