//! Persons whom the recognizer overlooked, and whom they work for.

use std::ops::Range;

use super::{Dep, EntityKind, EntityType, Mender, Pos, Span, Tag};
use crate::parse::lemmatizer;

/// Longest name of a person that a first name begins, in words.
const LONGEST: usize = 3;

/// Longest role that is looked up behind an employer, in tokens.
const LONGEST_ROLE: usize = 4;

impl Mender<'_> {
    /// `Beatriz Lima`, of which only `Lima` was marked, or nothing: a first name and a surname.
    pub(super) fn find_persons(&mut self) {
        let mut at = 0;
        while at < self.parse.tokens.len() {
            let end = self.person_at(at);
            if let Some(end) = end {
                self.mark(at..end, EntityKind::Person);
            }
            at = end.unwrap_or(at + 1);
        }
    }

    /// `Acme Board Chair` marked before `Jane Roe`: the organization's name ends before the role.
    pub(super) fn cut_at_roles(&mut self) {
        for at in 0..self.spans.len() {
            let Span { tokens, kind } = self.spans[at].clone();
            let next = tokens.end;
            let named = next < self.sentence_end(tokens.start)
                && self.starts_name(next)
                && self.lexicon.words.gender(&self.lower(next)).is_some();
            let role = (tokens.start + 1..tokens.end).find(|&role| {
                let phrase = self.text(role..tokens.end).to_lowercase();
                self.lexicon.words.is_role(&phrase)
            });
            if let Some(role) = role.filter(|_| named && kind == EntityKind::Org) {
                self.spans[at].tokens.end = role;
            }
        }
    }

    /// Where the name of a person ends that begins with a first name.
    fn person_at(&self, at: usize) -> Option<usize> {
        let words = &self.lexicon.words;
        let first = self.starts_name(at)
            && words.gender(&self.lower(at)).is_some()
            && !words.is_title(&self.lower(at));
        if !first {
            return None;
        }
        let alone = at == 0 || !self.starts_name(at - 1) || self.is_titling(at - 1);
        let limit = self.sentence_end(at).min(at + LONGEST + 1);
        let end = (at..limit).find(|&at| !self.starts_name(at)).unwrap_or(limit);
        let length = end - at;
        let tokens = at..end;
        let known = self.known_place(&(at..at + 1))
            || self.known_place(&tokens)
            || self.lexicon.names.named(&self.text(tokens.clone())).is_some();
        let person = alone
            && (2..=LONGEST).contains(&length)
            && !known
            && (at + 1..end).all(|at| self.is_surname(at))
            && self.hangs_together(&tokens)
            && self.may_be_person(&tokens);
        person.then_some(end)
    }

    fn starts_name(&self, at: usize) -> bool {
        let text = &self.token(at).text;
        self.is_proper(at)
            && text.starts_with(char::is_uppercase)
            && text.chars().any(char::is_lowercase)
    }

    fn is_titling(&self, at: usize) -> bool {
        let word = self.lower(at);
        self.lexicon.words.is_title(&word) || self.lexicon.words.is_role(&word)
    }

    fn is_surname(&self, at: usize) -> bool {
        let person = |kind| matches!(kind, EntityType::Person | EntityType::Group);
        self.type_of(at).is_none_or(person)
            && !self.is_titling(at)
            && self.lexicon.countries.named(&self.token(at).text).is_none()
            && self.lexicon.names.closed_by(&self.lower(at)).is_none()
    }

    /// The words modify the last one, and that modifies nothing.
    fn hangs_together(&self, tokens: &Range<usize>) -> bool {
        let last = tokens.end - 1;
        let mut inner = tokens.start..last;
        inner.all(|at| self.token(at).dep == Dep::Compound && self.token(at).head == last)
            && !matches!(self.token(last).dep, Dep::Compound | Dep::Nmod)
    }

    /// Nothing is marked there but parts of the name.
    fn may_be_person(&self, tokens: &Range<usize>) -> bool {
        use EntityKind::{Gpe, Loc, Norp, Org, Product, WorkOfArt};
        let overlaps =
            |span: &&Span| span.tokens.start < tokens.end && tokens.start < span.tokens.end;
        self.spans.iter().filter(overlaps).all(|span| {
            span.tokens.len() < tokens.len()
                && tokens.start <= span.tokens.start
                && span.tokens.end <= tokens.end
                && matches!(span.kind, Gpe | Loc | Norp | Org | Product | WorkOfArt)
        })
    }

    /// Whether neither an article, a noun for a facility nor a preposition of place stands before a
    /// name that begins with no title.
    pub(super) fn stands_alone(&self, tokens: &Range<usize>) -> bool {
        let start = tokens.start;
        let before = start.checked_sub(1).map(|at| self.lower(at)).unwrap_or_default();
        let facility = self.lexicon.words.noun_type(&before) == Some(EntityType::Facility);
        let inside =
            &*self.lower(start) == "the" || self.lexicon.words.is_title(&self.lower(start));
        !inside
            && !facility
            && !matches!(&*before, "the" | "at" | "in" | "near" | "outside" | "to" | "from")
    }

    /// `Elena Park said`: no park that begins with a first name says anything.
    pub(super) fn says_something(&self, tokens: &Range<usize>) -> bool {
        let last = tokens.end - 1;
        let verb = self.token(last).head;
        tokens.len() == 2
            && tokens.clone().all(|at| self.starts_name(at))
            && self.lexicon.words.gender(&self.lower(tokens.start)).is_some()
            && !self.known_place(tokens)
            && !self.known_place(&(tokens.start..last))
            && self.token(last).dep == Dep::Nsubj
            && self.lexicon.words.is_speech(&self.token(verb).lemma)
    }

    /// `Malawi` is no person, `Jordan` and `Chad` may be.
    pub(super) fn is_only_country(&self, tokens: &Range<usize>) -> bool {
        tokens.len() == 1
            && self.lexicon.countries.named(&self.token(tokens.start).text).is_some()
            && self.lexicon.words.gender(&self.lower(tokens.start)).is_none()
            && !self.titled(tokens)
    }

    /// `Facebook co-founder Jane Roe said`: a word that no dictionary has begins the sentence before
    /// somebody's role.
    pub(super) fn find_employers(&mut self) {
        let sentences = self.parse.sentences.iter();
        let starts = sentences.map(|sentence| sentence.start).filter(|&at| self.is_employer(at));
        let employers: Vec<usize> = starts.collect();
        for at in employers {
            self.mark(at..at + 1, EntityKind::Org);
        }
        for at in 1..self.parse.tokens.len() {
            if self.is_national_body(at) {
                self.mark(at - 1..at + 1, EntityKind::Org);
            }
        }
    }

    /// `Scottish FA` before `head of refereeing`: a people's adjective, an acronym and a role.
    fn is_national_body(&self, at: usize) -> bool {
        let words = &self.lexicon.words;
        let word = self.lower(at);
        let acronym = crate::names::is_acronym(&self.token(at).text)
            && self.is_proper(at)
            && !words.is_role(&word)
            && !words.is_title(&word)
            && !words.is_portfolio(&word);
        if !acronym {
            return false;
        }
        let adjective = self.lexicon.countries.of_adjective(&self.token(at - 1).text).is_some();
        let free = self.spans.iter().all(|span| !span.tokens.contains(&at));
        let end = self.sentence_end(at);
        let role = at + 1 < end && words.is_role(&self.lower(at + 1));
        adjective && free && role
    }

    fn is_employer(&self, at: usize) -> bool {
        let token = self.token(at);
        let noun = matches!(token.tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
            && matches!(token.pos, Pos::Noun | Pos::Propn)
            && token.text.chars().count() > 2
            && token.text.starts_with(char::is_uppercase);
        let listed = lemmatizer::is_listed(&self.lower(at))
            || lemmatizer::is_listed(&token.lemma.to_lowercase());
        let free = self.spans.iter().all(|span| !span.tokens.contains(&at));
        let country = self.lexicon.countries.of_adjective(&token.text).is_some();
        let limit = self.sentence_end(at).min(at + 1 + LONGEST_ROLE);
        let role = (at + 2..=limit).rev().find(|&end| {
            let phrase = self.text(at + 1..end).to_lowercase();
            self.lexicon.words.is_role(&phrase)
        });
        let named = role.is_some_and(|end| {
            self.spans
                .iter()
                .any(|span| span.tokens.start == end && span.kind == EntityKind::Person)
        });
        noun && !listed && free && !country && named
    }
}
