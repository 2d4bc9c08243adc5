//! The named-entity recognizer: one move a token, which begins, continues or ends an entity,
//! makes an entity of the token alone, or passes it over.

use super::Span;
use super::labels::EntityKind;
use super::model::COMPILED_IN;
use super::scorer::Contributions;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Begin(EntityKind),
    In(EntityKind),
    Last(EntityKind),
    Unit(EntityKind),
    Out,
    /// In the model's outputs, but only for annotations made beforehand.
    Never,
}

impl Move {
    /// Reads `B-ORG`, `I-ORG`, `L-ORG`, `U-ORG`, `O`, `U-`.
    fn parse(name: &str) -> Self {
        let (kind, label) = name.split_once('-').unwrap_or((name, ""));
        if kind == "O" {
            return Self::Out;
        }
        if label.is_empty() {
            return Self::Never;
        }
        let label = EntityKind::from_label(label).expect(COMPILED_IN);
        match kind {
            "B" => Self::Begin(label),
            "I" => Self::In(label),
            "L" => Self::Last(label),
            _ => Self::Unit(label),
        }
    }
}

/// What the recognizer asks about a token.
pub(super) struct Place {
    pub(super) is_space: bool,
    pub(super) starts_sentence: bool,
}

/// The moves in the order of their scores.
pub(super) struct Recognizer {
    moves: Vec<Move>,
}

impl Recognizer {
    pub(super) fn new(names: &[String]) -> Self {
        Self { moves: names.iter().map(|name| Move::parse(name)).collect() }
    }

    /// The entities of a text.
    pub(super) fn entities(
        &self,
        places: &[Place],
        contributions: &mut Contributions<'_>,
    ) -> Vec<Span> {
        let mut found = Vec::new();
        let mut open: Option<(usize, EntityKind)> = None;
        for (token, place) in places.iter().enumerate() {
            let start = open.map(|(start, _)| start);
            let features = [Some(token), start, start.and(token.checked_sub(1))];
            let scores = contributions.scores(&features);
            let next = places.get(token + 1);
            let goes_on = next.is_some_and(|next| !next.starts_sentence);
            let valid = |this: Move| match (this, open) {
                (Move::Begin(_), None) => goes_on && !place.is_space,
                (Move::In(kind), Some((_, inside))) => goes_on && kind == inside,
                (Move::Last(kind), Some((_, inside))) => kind == inside,
                (Move::Unit(_), None) => !place.is_space,
                (Move::Out, None) => true,
                _ => false,
            };
            match self.best(scores, valid) {
                Move::Begin(kind) => open = Some((token, kind)),
                Move::Last(kind) => {
                    let start = open.take().map_or(token, |(start, _)| start);
                    found.push(Span { tokens: start..token + 1, kind });
                }
                Move::Unit(kind) => found.push(Span { tokens: token..token + 1, kind }),
                Move::In(_) | Move::Out | Move::Never => {}
            }
        }
        found
    }

    fn best(&self, scores: &[f32], valid: impl Fn(Move) -> bool) -> Move {
        let mut best = (Move::Out, f32::NEG_INFINITY);
        for (&this, &score) in self.moves.iter().zip(scores) {
            if valid(this) && score > best.1 {
                best = (this, score);
            }
        }
        best.0
    }
}
