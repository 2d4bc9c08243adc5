//! What the words around a name say that it is: a preposition of place, quotation marks.

use std::ops::Range;

use super::{Dep, EntityKind, EntityType, Mender, Pos, Tag};

/// Nouns and verbs whose `in` is of no place: `a stake in X`, `published in X`.
const NO_PLACE: [&str; 22] = [
    "stake",
    "share",
    "interest",
    "interested",
    "invest",
    "investment",
    "confidence",
    "trust",
    "believe",
    "belief",
    "faith",
    "role",
    "position",
    "member",
    "publish",
    "appear",
    "write",
    "report",
    "star",
    "play",
    "partner",
    "involve",
];

impl Mender<'_> {
    /// A single word behind `in`, or behind `of` and a noun for places, also at the end of a list:
    /// `in Kalokol and Lodwar`, `the towns of X and Y`.
    pub(super) fn is_in_place(&self, tokens: &Range<usize>) -> bool {
        let word = &self.token(tokens.start).text;
        let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
        let plain = tokens.len() == 1
            && capitals == 1
            && self.is_proper(tokens.start)
            && word.starts_with(char::is_uppercase)
            && self.type_of(tokens.start).is_none()
            && self.lexicon.names.named(word).is_none()
            && !self.lexicon.words.is_role(&self.lower(tokens.start));
        plain && self.preposition_of_place(tokens.start)
    }

    fn preposition_of_place(&self, at: usize) -> bool {
        const LONGEST_LIST: usize = 8;
        let mut first = at;
        for _ in 0..LONGEST_LIST {
            let token = self.token(first);
            if token.dep != Dep::Conj || token.head >= first || !self.is_proper(token.head) {
                break;
            }
            first = token.head;
        }
        let token = self.token(first);
        if token.dep != Dep::Pobj || token.head >= first {
            return false;
        }
        let above = self.token(token.head).head;
        match &*self.lower(token.head) {
            "in" => {
                let lemma = &*self.token(above).lemma;
                !NO_PLACE.contains(&lemma) && self.token(token.head).dep == Dep::Prep
            }
            "of" => {
                let noun = self.token(above);
                let kind = self.lexicon.words.noun_type(&noun.lemma);
                let common = noun.pos == Pos::Noun && noun.text.starts_with(char::is_lowercase);
                kind == Some(EntityType::Place) && common && above + 1 == token.head
            }
            _ => false,
        }
    }

    /// `ZDNet UK`: what has letters of its own in front of a country's is a company's branch there.
    pub(super) fn is_branch(&self, tokens: &Range<usize>) -> bool {
        let last = &self.token(tokens.end - 1).text;
        let mixed = |word: &str| {
            let capital = |letter: char| letter.is_uppercase();
            word.chars().skip(1).any(capital) && word.chars().any(char::is_lowercase)
        };
        tokens.len() > 1
            && matches!(&**last, "UK" | "US" | "USA" | "U.K." | "U.S.")
            && mixed(&self.token(tokens.start).text)
    }

    /// `“Silent Harbour”`: what stands between quotation marks by itself is a work, unless it is
    /// said to be what something is called.
    pub(super) fn is_quoted_title(&self, tokens: &Range<usize>, kind: EntityKind) -> bool {
        use EntityKind::{Fac, Gpe, Loc, Org, Person, Product};
        let quote =
            |at: usize, tag: Tag| self.parse.tokens.get(at).is_some_and(|token| token.tag == tag);
        let Some(open) = tokens.start.checked_sub(1) else { return false };
        let comma =
            usize::from(self.parse.tokens.get(tokens.end).is_some_and(|token| &*token.text == ","));
        let enclosed = quote(open, Tag::OpenQuote) && quote(tokens.end + comma, Tag::CloseQuote);
        let acronym = crate::names::is_acronym(&self.text(tokens.clone()));
        let calls = |at: usize| {
            matches!(
                &*self.lower(at),
                "called" | "named" | "dubbed" | "nicknamed" | "as" | "is" | "was"
            )
        };
        let called = open.checked_sub(1).is_some_and(calls);
        let nickname = self.is_proper_at(tokens.end + comma + 1)
            || open.checked_sub(1).is_some_and(|at| self.is_proper(at));
        enclosed
            && !acronym
            && !called
            && !nickname
            && matches!(kind, Fac | Gpe | Loc | Org | Person | Product)
    }

    fn is_proper_at(&self, at: usize) -> bool {
        at < self.parse.tokens.len() && self.is_proper(at)
    }
}
