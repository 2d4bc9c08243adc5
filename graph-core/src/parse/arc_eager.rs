//! The dependency parser: an arc-eager transition system with sentence breaks.
//!
//! A stack of tokens and a buffer of those to come; each move shifts, reduces, draws an arc
//! between the top of the stack and the front of the buffer, or ends the sentence. A token
//! reduced before it got a head goes back to the buffer once.

use super::labels::Dep;
use super::model::COMPILED_IN;
use super::scorer::Contributions;

/// An arc's label. `lifted_from` is set where training lifted the arc to an ancestor of its
/// head to make the tree projective: the real head is a descendant with that label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) dep: Dep,
    pub(super) lifted_from: Option<Dep>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Shift,
    Reduce,
    Left(Label),
    Right(Label),
    Break,
}

impl Move {
    /// Reads `S`, `D`, `L-nsubj`, `R-prep||dobj`, `B-ROOT`.
    fn parse(name: &str) -> Self {
        let (kind, label) = name.split_once('-').unwrap_or((name, "ROOT"));
        let (dep, lifted_from) =
            label.split_once("||").map_or((label, None), |(d, l)| (d, Some(l)));
        let dep_of = |label| Dep::from_label(label).expect(COMPILED_IN);
        let label = Label { dep: dep_of(dep), lifted_from: lifted_from.map(dep_of) };
        match kind {
            "S" => Self::Shift,
            "D" => Self::Reduce,
            "L" => Self::Left(label),
            "R" => Self::Right(label),
            _ => Self::Break,
        }
    }
}

/// A token's head and label; `None` for a root.
pub(super) type Arc = Option<(usize, Label)>;

/// The moves in the order of their scores.
pub(super) struct ArcEager {
    moves: Vec<Move>,
}

impl ArcEager {
    pub(super) fn new(names: &[String]) -> Self {
        Self { moves: names.iter().map(|name| Move::parse(name)).collect() }
    }

    /// The arcs of a text of `length` tokens.
    pub(super) fn parse(&self, length: usize, contributions: &mut Contributions<'_>) -> Vec<Arc> {
        let mut state = State::new(length);
        while !state.is_final() {
            let scores = contributions.scores(&state.features());
            let valid = state.valid();
            match self.best(scores, &valid) {
                Some(best) => state.apply(best),
                None => break,
            }
        }
        state.arcs
    }

    fn best(&self, scores: &[f32], valid: &Valid) -> Option<Move> {
        let mut best: Option<(Move, f32)> = None;
        for (&this, &score) in self.moves.iter().zip(scores) {
            if valid.allows(this) && best.is_none_or(|(_, highest)| score > highest) {
                best = Some((this, score));
            }
        }
        best.map(|(best, _)| best)
    }
}

/// Which moves are possible.
#[expect(clippy::struct_excessive_bools, reason = "one for each kind of move")]
struct Valid {
    shift: bool,
    reduce: bool,
    arc: bool,
    sentence_break: bool,
}

impl Valid {
    fn allows(&self, this: Move) -> bool {
        match this {
            Move::Shift => self.shift,
            Move::Reduce => self.reduce,
            Move::Left(_) | Move::Right(_) => self.arc,
            Move::Break => self.sentence_break,
        }
    }
}

struct State {
    stack: Vec<usize>,
    /// Tokens put back, the front of the buffer last.
    returned: Vec<usize>,
    /// The first token that was never on the stack.
    next: usize,
    length: usize,
    arcs: Vec<Arc>,
    /// The child attached last, by head, on each side.
    last_left: Vec<Option<usize>>,
    last_right: Vec<Option<usize>>,
    /// The child attached before this one on the same side.
    attached_before: Vec<Option<usize>>,
    unshiftable: Vec<bool>,
    sentence_start: Vec<bool>,
}

impl State {
    fn new(length: usize) -> Self {
        Self {
            stack: Vec::new(),
            returned: Vec::new(),
            next: 0,
            length,
            arcs: vec![None; length],
            last_left: vec![None; length],
            last_right: vec![None; length],
            attached_before: vec![None; length],
            unshiftable: vec![false; length],
            sentence_start: vec![false; length],
        }
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffered() == 0
    }

    fn buffered(&self) -> usize {
        self.length - self.next + self.returned.len()
    }

    /// The token at depth `depth` of the stack.
    fn stacked(&self, depth: usize) -> Option<usize> {
        self.stack.iter().rev().nth(depth).copied()
    }

    /// The token `ahead` places from the front of the buffer.
    fn ahead(&self, ahead: usize) -> Option<usize> {
        if let Some(token) = self.returned.iter().rev().nth(ahead) {
            return Some(*token);
        }
        let token = self.next + (ahead - self.returned.len());
        (token < self.length).then_some(token)
    }

    /// The eight tokens that the model looks at.
    fn features(&self) -> [Option<usize>; 8] {
        let (front, top) = (self.ahead(0), self.stacked(0));
        [
            front,
            self.ahead(1),
            top,
            self.stacked(1),
            self.stacked(2),
            front.and_then(|token| self.last_left[token]),
            top.and_then(|token| self.last_left[token]),
            top.and_then(|token| self.last_right[token]),
        ]
    }

    fn valid(&self) -> Valid {
        let (depth, buffered) = (self.stack.len(), self.buffered());
        let front = self.ahead(0);
        let starts = front.is_some_and(|token| self.sentence_start[token]);
        let unshiftable = front.is_some_and(|token| self.unshiftable[token]);
        let second = self.ahead(1);
        let follows = front
            .zip(second)
            .is_some_and(|(front, second)| second == front + 1 && !self.sentence_start[second]);
        Valid {
            shift: buffered > 0 && (depth == 0 || (buffered > 1 && !starts && !unshiftable)),
            reduce: depth > 0,
            arc: depth > 0 && buffered > 0 && !starts,
            sentence_break: follows,
        }
    }

    fn apply(&mut self, this: Move) {
        let (top, front) = (self.stacked(0), self.ahead(0));
        match (this, top, front) {
            (Move::Shift, _, _) => self.push(),
            (Move::Reduce, Some(top), _) => self.reduce(top),
            (Move::Left(label), Some(top), Some(front)) => {
                self.attach(top, front, label);
                self.unshiftable[front] = false;
                self.stack.pop();
            }
            (Move::Right(label), Some(top), Some(front)) => {
                self.attach(front, top, label);
                self.push();
            }
            (Move::Break, _, _) => {
                if let Some(second) = self.ahead(1) {
                    self.sentence_start[second] = true;
                }
            }
            (Move::Reduce | Move::Left(_) | Move::Right(_), _, _) => {}
        }
    }

    fn push(&mut self) {
        let token = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(token);
    }

    fn reduce(&mut self, top: usize) {
        self.stack.pop();
        if self.arcs[top].is_none() && !self.stack.is_empty() {
            self.unshiftable[top] = true;
            self.returned.push(top);
        }
    }

    fn attach(&mut self, child: usize, head: usize, label: Label) {
        if let Some((old, _)) = self.arcs[child] {
            self.detach(child, old);
        }
        let last = if head > child { &mut self.last_left } else { &mut self.last_right };
        self.attached_before[child] = last[head].replace(child);
        self.arcs[child] = Some((head, label));
    }

    fn detach(&mut self, child: usize, head: usize) {
        let before = self.attached_before[child];
        let last = if head > child { &mut self.last_left } else { &mut self.last_right };
        if last[head] == Some(child) {
            last[head] = before;
            return;
        }
        let mut sibling = last[head];
        while let Some(this) = sibling {
            sibling = self.attached_before[this];
            if sibling == Some(child) {
                self.attached_before[this] = before;
                return;
            }
        }
    }
}
