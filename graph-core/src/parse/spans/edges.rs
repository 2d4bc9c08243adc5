//! Where names begin and end: what a mark holds besides a name is cut off, what it lacks is added.

use super::{EntityKind, EntityType, Mender, Pos, Span, Tag};

impl Mender<'_> {
    /// `Ko San - the` ends with its last word that may end a name.
    pub(super) fn trim_ends(&mut self) {
        use EntityKind::{Event, Fac, Gpe, Loc, Norp, Org, Person, Product, WorkOfArt};
        let named = [Event, Fac, Gpe, Loc, Norp, Org, Person, Product, WorkOfArt];
        for at in 0..self.spans.len() {
            let Span { tokens, kind } = self.spans[at].clone();
            if !named.contains(&kind) {
                continue;
            }
            let stray = |at: usize| {
                matches!(self.token(at).pos, Pos::Det | Pos::Cconj)
                    || matches!(&*self.token(at).text, "-" | "–" | "—" | "," | ":" | ";")
            };
            let counted = tokens.clone().skip(1).find(|&at| self.token(at).tag == Tag::Cd);
            let end = counted.filter(|_| kind == Gpe).unwrap_or(tokens.end);
            let kept = (tokens.start..end).rev().find(|&at| !stray(at));
            let end = kept.map_or(tokens.start, |at| at + 1);
            if end > tokens.start {
                self.spans[at].tokens.end = end;
            }
        }
    }

    /// `Cannes, Panahi` in `at Cannes, Panahi said` is a place and another name.
    pub(super) fn cut_behind_places(&mut self) {
        let cut = |span: &Span| {
            let comma = span.tokens.clone().find(|&at| &*self.token(at).text == ",")?;
            let (first, second) = (span.tokens.start..comma, comma + 1..span.tokens.end);
            let place = !first.is_empty()
                && (self.known_place(&first)
                    || self.lexicon.countries.named(&self.text(first.clone())).is_some());
            let name = !second.is_empty() && second.clone().all(|at| self.is_proper(at));
            let placed = matches!(span.kind, EntityKind::Org | EntityKind::Person);
            let place_first = [
                Span { tokens: first, kind: EntityKind::Gpe },
                Span { tokens: second, kind: span.kind },
            ];
            (place && name && placed).then_some(place_first)
        };
        self.spans = in_two(&self.spans, cut);
    }

    /// `University of Twente in Enschede` is a university and a town.
    pub(super) fn cut_at_town(&mut self) {
        let cut = |span: &Span| {
            let within = span.tokens.clone().skip(1).find(|&at| &*self.lower(at) == "in")?;
            let (first, town) = (span.tokens.start..within, within + 1..span.tokens.end);
            let institution = first.clone().any(|at| {
                matches!(self.type_of(at), Some(EntityType::Organization | EntityType::Facility))
            });
            let named = matches!(span.kind, EntityKind::Org | EntityKind::Fac);
            let placed = !town.is_empty() && self.known_place(&town);
            let place_last = [
                Span { tokens: first, kind: span.kind },
                Span { tokens: town, kind: EntityKind::Gpe },
            ];
            (named && institution && placed).then_some(place_last)
        };
        self.spans = in_two(&self.spans, cut);
    }

    /// `Frank "Greg" Ford`: a name of three parts, whatever of it is marked.
    pub(super) fn join_nicknames(&mut self) {
        let quote = |at: usize| matches!(&*self.token(at).text, "\"" | "“" | "”");
        let name =
            |at: usize| self.is_proper(at) && self.token(at).text.starts_with(char::is_uppercase);
        let found: Vec<usize> = (0..self.parse.tokens.len().saturating_sub(4))
            .filter(|&at| {
                name(at)
                    && quote(at + 1)
                    && name(at + 2)
                    && quote(at + 3)
                    && name(at + 4)
                    && self.token(at).space_after
                    && !self.token(at + 1).space_after
                    && self.token(at + 4).head >= at
                    && self.lexicon.words.gender(&self.lower(at)).is_some()
            })
            .collect();
        for at in found {
            self.mark(at..at + 5, EntityKind::Person);
        }
    }

    /// `Liberal` before `Democrats`, of which only the noun was marked.
    pub(super) fn join_parties(&mut self) {
        const ADJECTIVES: [&str; 7] =
            ["liberal", "christian", "social", "free", "national", "progressive", "new"];
        const PARTIES: [&str; 6] =
            ["democrat", "democrats", "conservatives", "socialists", "unionists", "nationalists"];
        for at in 0..self.spans.len() {
            let start = self.spans[at].tokens.start;
            let Some(before) = start.checked_sub(1) else { continue };
            let party = self.spans[at].tokens.len() == 1
                && PARTIES.contains(&self.lower(start).as_str())
                && ADJECTIVES.contains(&self.lower(before).as_str())
                && self.token(before).text.starts_with(char::is_uppercase)
                && self.token(start).text.starts_with(char::is_uppercase);
            if party {
                self.spans[at].tokens.start = before;
            }
        }
    }
}

/// The spans, with the two that one is cut into in its place.
fn in_two(spans: &[Span], cut: impl Fn(&Span) -> Option<[Span; 2]>) -> Vec<Span> {
    let parts = |span: &Span| cut(span).map_or_else(|| vec![span.clone()], Vec::from);
    spans.iter().flat_map(parts).collect()
}
