//! The recognizer's spans, mended by what the lexicon knows: where names begin and end, which are
//! places and which are persons.

mod context;
mod edges;
mod joining;
mod persons;

use std::ops::Range;

use super::{Dep, EntityKind, Parse, Pos, Span, Tag, Token};
use crate::corpus::EntityType;
use crate::lexicon::Lexicon;

/// Most words that a name is extended by on a side.
const LONGEST_EXTENSION: usize = 4;

/// Longest name of a place that is looked up, in words.
const LONGEST_PLACE: usize = 5;

/// The spans of a parse, mended; in order, not overlapping.
pub(super) fn mend(parse: &Parse, lexicon: &Lexicon) -> Vec<Span> {
    let mut mender = Mender { parse, lexicon, spans: parse.entities.clone() };
    mender.free_vessel_prefixes();
    mender.cut_at_brackets();
    mender.cut_at_verbs();
    mender.trim_ends();
    mender.cut_behind_places();
    mender.cut_at_town();
    mender.join_nicknames();
    mender.join_parties();
    mender.join_first_names();
    mender.find_places();
    mender.cut_at_roles();
    mender.find_persons();
    mender.find_employers();
    mender.join_particles();
    mender.find_known_names();
    mender.join_of();
    mender.join_behind_of();
    mender.join_purposes();
    mender.find_opened_names();
    for at in 0..mender.spans.len() {
        mender.extend(at);
    }
    mender.join_numbers();
    for at in 0..mender.spans.len() {
        let kind = mender.kind(at);
        mender.spans[at].kind = kind;
    }
    mender.join_countries();
    mender.trim_ends();
    mender.spans
}

struct Mender<'a> {
    parse: &'a Parse,
    lexicon: &'a Lexicon,
    spans: Vec<Span>,
}

impl Mender<'_> {
    fn token(&self, at: usize) -> &Token {
        &self.parse.tokens[at]
    }

    fn lower(&self, at: usize) -> String {
        self.token(at).text.to_lowercase()
    }

    fn text(&self, tokens: Range<usize>) -> String {
        let mut text = String::new();
        for token in &self.parse.tokens[tokens] {
            text.push_str(&token.text);
            if token.space_after {
                text.push(' ');
            }
        }
        text.trim_end().to_owned()
    }

    fn type_of(&self, at: usize) -> Option<EntityType> {
        self.lexicon.words.noun_type(&self.lower(at))
    }

    fn is_proper(&self, at: usize) -> bool {
        self.token(at).pos == Pos::Propn && self.token(at).text.starts_with(char::is_alphabetic)
    }

    /// `MV` before a vessel's name is no name by itself.
    fn free_vessel_prefixes(&mut self) {
        let prefix =
            |span: &Span| span.tokens.len() == 1 && self.is_vessel_prefix(span.tokens.start);
        let spans: Vec<Span> = self.spans.iter().filter(|span| !prefix(span)).cloned().collect();
        self.spans = spans;
    }

    fn is_vessel_prefix(&self, at: usize) -> bool {
        let text = &self.token(at).text;
        let facility = self.type_of(at) == Some(EntityType::Facility);
        facility && text.len() <= 4 && text.chars().all(char::is_uppercase)
    }

    /// `Valeska` and `Paris`, marked as two places, are one person.
    fn join_first_names(&mut self) {
        let mut at = 0;
        while at + 1 < self.spans.len() {
            let (first, last) = (&self.spans[at].tokens, &self.spans[at + 1].tokens);
            let given = first.start;
            let joined = first.len() == 1
                && first.end == last.start
                && self.is_proper(given)
                && last.contains(&self.token(given).head)
                && self.lexicon.words.gender(&self.lower(given)).is_some()
                && !self.known_place(first)
                && last.clone().all(|at| self.is_proper(at) && self.type_of(at).is_none());
            if joined {
                let tokens = given..last.end;
                self.spans[at] = Span { tokens, kind: EntityKind::Person };
                self.spans.remove(at + 1);
            }
            at += 1;
        }
    }

    /// A name ends where a bracket opens, a person's before a number: `Jane Roe 6-1`.
    fn cut_at_brackets(&mut self) {
        for span in &mut self.spans {
            let full = span.tokens.start + 1;
            let ends = |&at: &usize| {
                let text = &*self.parse.tokens[at].text;
                let number = text.starts_with(|first: char| first.is_ascii_digit());
                matches!(text, "(" | "[") || number && at > full && span.kind == EntityKind::Person
            };
            let end = span.tokens.clone().skip(1).find(ends);
            span.tokens.end = end.unwrap_or(span.tokens.end);
        }
    }

    /// Known places that the recognizer overlooked or cut: `French` marked and `Guiana` marked.
    fn find_places(&mut self) {
        let mut at = 0;
        while at < self.parse.tokens.len() {
            let end = self.place_at(at);
            if let Some(end) = end.filter(|&end| self.may_mark(at..end)) {
                self.spans.retain(|span| span.tokens.end <= at || span.tokens.start >= end);
                let place = Span { tokens: at..end, kind: EntityKind::Gpe };
                let behind = self.spans.partition_point(|span| span.tokens.start < at);
                self.spans.insert(behind, place);
            }
            at = end.unwrap_or(at + 1);
        }
    }

    /// Where the name of a known place ends that begins at a token: of one of several words, or of
    /// one that stands by itself.
    fn place_at(&self, at: usize) -> Option<usize> {
        let token = self.token(at);
        if !token.text.starts_with(char::is_uppercase) {
            return None;
        }
        let sentence = self.sentence_end(at);
        let several = self.lexicon.places.begins(&token.text).then(|| {
            let ends = (at + 2..=(at + LONGEST_PLACE).min(sentence)).rev();
            ends.into_iter().find(|&end| self.known_place(&(at..end)))
        });
        several.flatten().or_else(|| {
            let alone = self.is_proper(at) && !self.in_compound(&(at..at + 1));
            (alone && self.is_sure_place(&(at..at + 1))).then_some(at + 1)
        })
    }

    fn known_place(&self, tokens: &Range<usize>) -> bool {
        self.lexicon.places.named(&self.text(tokens.clone())).is_some()
    }

    fn is_sure_place(&self, tokens: &Range<usize>) -> bool {
        let place = self.lexicon.places.named(&self.text(tokens.clone()));
        place.is_some_and(|place| !place.ordinary_city)
    }

    fn sentence_end(&self, at: usize) -> usize {
        let sentences = &self.parse.sentences;
        let number = sentences.partition_point(|sentence| sentence.end <= at);
        sentences.get(number).map_or(at + 1, |sentence| sentence.end)
    }

    /// Whether a proper noun stands directly beside the tokens and belongs to the same name.
    fn in_compound(&self, tokens: &Range<usize>) -> bool {
        let last = tokens.end - 1;
        let modifies = self.token(last).dep == Dep::Compound
            && self.token(last).head >= tokens.end
            && self.is_proper(tokens.end);
        let goes_on = tokens.start.checked_sub(1).is_some_and(|before| {
            self.is_proper(before) && tokens.contains(&self.token(before).head)
        });
        modifies || goes_on
    }

    /// What is marked there lies within the tokens and isn't a place or a date already.
    fn may_mark(&self, tokens: Range<usize>) -> bool {
        self.spans
            .iter()
            .filter(|span| span.tokens.start < tokens.end && tokens.start < span.tokens.end)
            .all(|span| {
                let inside = tokens.start <= span.tokens.start && span.tokens.end <= tokens.end;
                let kept =
                    span.tokens == tokens && matches!(span.kind, EntityKind::Gpe | EntityKind::Loc);
                let single = tokens.len() == 1 && span.kind == EntityKind::Norp;
                inside && !kept && !single
            })
    }

    fn extend(&mut self, at: usize) {
        use EntityKind::{Event, Fac, Law, Loc, Org, Person, Product, WorkOfArt};
        let extended = [Person, Org, Fac, Event, Law, Loc, Product, WorkOfArt];
        if !extended.contains(&self.spans[at].kind) {
            return;
        }
        let from = at.checked_sub(1).map_or(0, |before| self.spans[before].tokens.end);
        let to = self.spans.get(at + 1).map_or(self.parse.tokens.len(), |span| span.tokens.start);
        let mut start = self.spans[at].tokens.start;
        while start > from && self.spans[at].tokens.start - start < LONGEST_EXTENSION {
            if !self.belongs_before(start - 1, at) {
                break;
            }
            start -= 1;
        }
        self.spans[at].tokens.start = self.vessel_before(at, start, from).unwrap_or(start);
        if self.spans[at].tokens.start < start {
            self.spans[at].kind = Fac;
        }
        self.spans[at].tokens.end = self.end_of(at, to);
    }

    /// Whether the token begins a name of which only the rest was marked: `Carmen` before `Yulín`.
    fn belongs_before(&self, before: usize, at: usize) -> bool {
        let span = &self.spans[at];
        let token = self.token(before);
        let inside = (before + 1..span.tokens.end).contains(&token.head);
        let word = self.lower(before);
        let words = &self.lexicon.words;
        let person = span.kind == EntityKind::Person;
        self.is_proper(before)
            && inside
            && token.space_after
            && token.dep == Dep::Compound
            && before + 1 < self.sentence_end(before)
            && !words.is_role(&word)
            && !words.is_title(&word)
            && !words.is_portfolio(&word)
            && self.lexicon.countries.of_adjective(&word).is_none()
            && self.lexicon.countries.named(&token.text).is_none()
            && (!person || words.gender(&word).is_some())
    }

    /// `MV Jane Roe`, `the ferry Princess Jane`: the vessel's name begins before the person's.
    fn vessel_before(&self, at: usize, start: usize, from: usize) -> Option<usize> {
        let facility = |at: usize| self.type_of(at) == Some(EntityType::Facility);
        let person = self.spans[at].kind == EntityKind::Person;
        let mut first = start;
        while first > from && self.lexicon.words.is_title(&self.lower(first - 1)) {
            first -= 1;
        }
        let before = first.checked_sub(1).filter(|&before| before >= from && person)?;
        let common = self.token(before).text.starts_with(char::is_lowercase);
        match (self.is_vessel_prefix(before), facility(before)) {
            (true, _) => Some(before),
            (false, true) if first < start && common => Some(first),
            _ => None,
        }
    }

    /// A name goes on over proper nouns that its last word modifies, and behind a hyphen.
    fn end_of(&self, at: usize, to: usize) -> usize {
        let span = &self.spans[at];
        let last = span.tokens.end - 1;
        let person = span.kind == EntityKind::Person;
        let head = self.token(last).head;
        let limit = to.min(self.sentence_end(last));
        let near =
            (span.tokens.end..limit.min(span.tokens.end + LONGEST_EXTENSION)).contains(&head);
        let continues = |at: usize| {
            let behind_hyphen = self.is_glued_hyphen(at - 1);
            let role = self.lexicon.words.is_role(&self.lower(at));
            let named = self.is_proper(at) && !role && !(person && self.type_of(at).is_some());
            self.is_glued_hyphen(at) || behind_hyphen || named
        };
        let modifies = matches!(self.token(last).dep, Dep::Compound | Dep::Nmod);
        let end = if near && modifies && (span.tokens.end..=head).all(continues) {
            head + 1
        } else {
            span.tokens.end
        };
        self.hyphenated_end(end, limit, person)
    }

    fn is_glued_hyphen(&self, at: usize) -> bool {
        let before = at.checked_sub(1).is_some_and(|before| !self.token(before).space_after);
        before && &*self.token(at).text == "-" && !self.token(at).space_after
    }

    /// `Jang Dae-hyun` and `Leo Bureau-Blouin`, not `Obama-era rules`.
    fn hyphenated_end(&self, end: usize, limit: usize, person: bool) -> usize {
        const LONGEST_SYLLABLE: usize = 5;
        if end + 1 >= limit || !self.is_glued_hyphen(end) {
            return end;
        }
        let part = self.token(end + 1);
        let noun = end + 2 < limit
            && matches!(self.token(end + 2).pos, Pos::Noun | Pos::Adj | Pos::Propn | Pos::Punct)
            && &*self.token(end + 2).text == "-";
        let capital = part.text.starts_with(char::is_uppercase) && part.pos == Pos::Propn;
        let modifies = end + 2 < limit && matches!(self.token(end + 2).pos, Pos::Noun | Pos::Adj)
            || matches!(part.tag, Tag::Vbn | Tag::Vbd);
        let syllable = part.text.chars().count() <= LONGEST_SYLLABLE
            && part.text.chars().all(char::is_lowercase);
        if !noun && person && (capital || syllable && !modifies) { end + 2 } else { end }
    }

    /// What the lexicon and the words around a name say that it is.
    fn kind(&self, at: usize) -> EntityKind {
        use EntityKind::{Event, Fac, Gpe, Law, Loc, Norp, Org, Person, Product, WorkOfArt};
        let Span { tokens, kind } = self.spans[at].clone();
        match kind {
            _ if self.is_quoted_title(&tokens, kind) => WorkOfArt,
            Gpe if self.is_branch(&tokens) => Org,
            Person | Org | Fac | Product | WorkOfArt if self.is_placed(&tokens, kind) => Gpe,
            Org | Product | WorkOfArt | Law | Event | Gpe | Loc | Norp
                if self.is_person(at, &tokens) =>
            {
                Person
            }
            Fac if self.stands_alone(&tokens) && self.is_person(at, &tokens) => Person,
            Fac | Loc | Gpe if self.says_something(&tokens) => Person,
            Person if self.is_only_country(&tokens) => Gpe,
            Person if self.is_party_of(at) => Org,
            kind => kind,
        }
    }

    /// `Lib Dem` of `Lib Dem leader Jane Roe`: whoever leads doesn't lead a person.
    fn is_party_of(&self, at: usize) -> bool {
        let role = self.spans[at].tokens.end;
        let person = |span: &Span| span.tokens.start == role + 1 && span.kind == EntityKind::Person;
        self.spans.get(at + 1).is_some_and(person)
            && matches!(&*self.lower(role), "leader" | "mp" | "mep" | "candidate" | "councillor")
            && self.token(role - 1).head == role
            && self.token(role).dep == Dep::Compound
            && self.token(role).head > role
    }

    /// A known place, where nothing speaks for a person; a city with many namesakes only behind a
    /// preposition of place; and what stands before `province`.
    fn is_placed(&self, tokens: &Range<usize>, kind: EntityKind) -> bool {
        let behind = tokens.end;
        let of_place = self.parse.tokens.get(behind).is_some_and(|next| {
            next.pos == Pos::Noun
                && next.text.starts_with(char::is_lowercase)
                && self.type_of(behind) == Some(EntityType::Place)
                && self.token(behind - 1).head == behind
        });
        if of_place && tokens.len() <= 2 && kind != EntityKind::Fac {
            return true;
        }
        if self.titled(tokens) || self.in_compound(tokens) {
            return false;
        }
        let before = tokens.start.checked_sub(1).map(|at| self.lower(at)).unwrap_or_default();
        let placed = matches!(
            &*before,
            "in" | "near" | "outside" | "around" | "across" | "throughout" | "at"
        ) || self.is_base(behind);
        self.is_sure_place(tokens)
            || placed && self.known_place(tokens)
            || self.is_in_place(tokens) && kind != EntityKind::Fac
    }

    /// `-based` behind a name.
    fn is_base(&self, hyphen: usize) -> bool {
        hyphen + 1 < self.parse.tokens.len()
            && self.is_glued_hyphen(hyphen)
            && &*self.lower(hyphen + 1) == "based"
    }

    fn titled(&self, tokens: &Range<usize>) -> bool {
        let title = |at: usize| {
            let word = self.lower(at);
            self.lexicon.words.is_title(&word) || self.lexicon.words.is_role(&word)
        };
        tokens.start.checked_sub(1).is_some_and(title) || tokens.len() > 1 && title(tokens.start)
    }

    /// A name of two or three words that begins with a first name or a title, or stands in a list
    /// of persons, and doesn't end with a noun for something else.
    fn is_person(&self, at: usize, tokens: &Range<usize>) -> bool {
        let words: Vec<usize> = tokens.clone().filter(|&at| &*self.token(at).text != "-").collect();
        let plain = words.iter().all(|&at| {
            self.is_proper(at)
                && self.token(at).text.starts_with(char::is_uppercase)
                && !self.token(at).text.chars().any(|letter| letter.is_ascii_digit())
        });
        let typed = words.iter().any(|&at| {
            self.type_of(at)
                .is_some_and(|kind| !matches!(kind, EntityType::Person | EntityType::Group))
        });
        let text = self.text(tokens.clone());
        let place = self.known_place(tokens)
            || self.lexicon.countries.named(&text).is_some()
            || self.known_place(&(tokens.start..tokens.start + 1));
        if !plain || typed || place || words.is_empty() {
            return false;
        }
        let hyphenated = words.len() < tokens.len();
        let middle = words.len() == 3 && self.lexicon.words.gender(&self.lower(words[1])).is_some();
        let named = (words.len() == 2 || hyphenated || middle)
            && self.token(tokens.start).text.chars().any(char::is_lowercase)
            && self.lexicon.words.gender(&self.lower(tokens.start)).is_some();
        let addressed = words.len() > 1 && self.lexicon.words.is_title(&self.lower(tokens.start))
            || tokens.start.checked_sub(1).is_some_and(|before| {
                let title = self.token(before);
                title.text.starts_with(char::is_uppercase)
                    && title.space_after
                    && self.lexicon.words.is_title(&self.lower(before))
            });
        named || addressed || words.len() == 2 && self.listed_with_person(at)
    }

    /// `Jane Roe, X and John Roe`.
    fn listed_with_person(&self, at: usize) -> bool {
        let person = |other: Option<&Span>| {
            other.is_some_and(|span| span.kind == EntityKind::Person && span.tokens.len() > 1)
        };
        let joined = |left: &Span, right: &Span| {
            left.tokens.end + 1 == right.tokens.start
                && matches!(&*self.token(left.tokens.end).text, "," | "and")
                && self.token(right.tokens.end - 1).dep == Dep::Conj
        };
        let here = &self.spans[at];
        let before = at.checked_sub(1).and_then(|before| self.spans.get(before));
        let behind = self.spans.get(at + 1);
        person(before) && before.is_some_and(|left| joined(left, here))
            || person(behind) && behind.is_some_and(|right| joined(here, right))
    }

    /// `The New Light` `of` `Myanmar`: an article with a capital belongs to a name, and so does
    /// the country behind `of`.
    fn join_countries(&mut self) {
        let mut at = 0;
        while at + 1 < self.spans.len() {
            let (name, country) = (&self.spans[at], &self.spans[at + 1]);
            let of = name.tokens.end;
            let joined = name.kind == EntityKind::Org
                && country.kind == EntityKind::Gpe
                && of + 1 == country.tokens.start
                && &*self.token(of).text == "of"
                && self.has_capital_article(&name.tokens);
            if joined {
                self.spans[at].tokens.end = country.tokens.end;
                self.spans.remove(at + 1);
            }
            at += 1;
        }
    }

    fn has_capital_article(&self, tokens: &Range<usize>) -> bool {
        let within = &*self.token(tokens.start).text == "The";
        let at = if within { Some(tokens.start) } else { tokens.start.checked_sub(1) };
        at.is_some_and(|at| {
            let begins = self.parse.sentences.iter().any(|sentence| sentence.start == at);
            &*self.token(at).text == "The" && !begins
        })
    }
}
