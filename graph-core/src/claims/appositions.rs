//! Appositions behind a person's name, and the role or the work that they tell of.

use std::ops::Range;

use super::Claim;
use super::offices::{coordinated_roles, first_role};
use super::roles::Person;
use crate::corpus::EntityType;
use crate::parse::{EntityKind, Pos, Tag};
use crate::trace::Rule;

impl Person<'_> {
    /// `Jane Roe, secretary general of the party X,`.
    pub(super) fn apposition_behind(&self, claims: &mut Vec<Claim>) {
        let tree = self.tree;
        let sentence = tree.sentence_range(self.tokens.start);
        let mut comma = self.tokens.end;
        if self.is_age(comma, sentence.end) {
            comma += 2;
        }
        if comma + 1 >= sentence.end || !matches!(&*tree.token(comma).text, "," | "—" | "–") {
            return;
        }
        let end = self.apposition_end(comma + 1, sentence.end);
        if tree.parse.tokens.get(end).is_some_and(|token| token.pos != Pos::Punct) {
            return;
        }
        let Some(first) = first_role(tree, comma + 1..end) else {
            self.works_at(comma + 1..end, claims);
            return;
        };
        if self.is_person_title(&first) {
            return;
        }
        let role = coordinated_roles(tree, first.clone(), end);
        if (comma + 1..first.start).any(|at| tree.token(at).pos == Pos::Propn && self.is_person(at))
        {
            return;
        }
        let holder = self
            .holder_beside(comma + 1..first.start, &role, end)
            .or_else(|| self.common_owner(&(comma + 1..end), &first));
        match holder {
            Some(party) if self.sits_for(&role, party) => {
                claims.push(super::members::member(self.head(), party));
            }
            _ => self.claim_held(Rule::Apposition, &role, holder, claims),
        }
    }

    /// `, 19,` behind a name.
    fn is_age(&self, comma: usize, end: usize) -> bool {
        comma + 2 < end
            && &*self.tree.token(comma).text == ","
            && self.tree.token(comma + 1).tag == Tag::Cd
            && &*self.tree.token(comma + 2).text == ","
    }

    /// `a supporter of President Roe`: the title is somebody else's.
    fn is_person_title(&self, role: &Range<usize>) -> bool {
        let proper = self.tree.token(role.end - 1).pos == Pos::Propn;
        proper && role.end < self.tree.parse.tokens.len() && self.is_person(role.end)
    }

    fn is_person(&self, at: usize) -> bool {
        self.tree.entity_at(at).is_some_and(|span| span.kind == EntityKind::Person)
    }

    /// The apposition ends at the next comma or finite verb.
    fn apposition_end(&self, start: usize, limit: usize) -> usize {
        let ends = |&at: &usize| {
            let token = self.tree.token(at);
            matches!(&*token.text, "," | "." | ";" | ":" | "\"" | "“" | "”")
                || matches!(
                    token.tag,
                    Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md | Tag::Wdt | Tag::Wp
                )
        };
        (start..limit).find(ends).unwrap_or(limit)
    }

    /// `Jane Roe, a physicist at the University of X`: a noun for people, held where the name of an
    /// organization follows.
    fn works_at(&self, tokens: Range<usize>, claims: &mut Vec<Claim>) {
        const GUESTS: [&str; 8] =
            ["patient", "prisoner", "inmate", "guest", "visitor", "victim", "customer", "client"];
        let tree = self.tree;
        let works = |&at: &usize| {
            let kind = tree.lexicon.words.noun_type(&tree.lemma(at));
            let person = matches!(kind, Some(EntityType::Person | EntityType::Group));
            let led = tree.parse.tokens.get(at + 1).map(|token| token.text.to_lowercase());
            tree.token(at).tag == Tag::Nn
                && person
                && !GUESTS.contains(&tree.lemma(at).as_str())
                && matches!(led.as_deref(), Some("at" | "with" | "for"))
        };
        let Some(noun) = tokens.clone().find(works) else { return };
        let place = tree
            .preposition_objects(noun + 1)
            .into_iter()
            .next()
            .filter(|&at| tree.entity_at(at).is_some_and(|span| span.kind == EntityKind::Org));
        if let Some(place) = place {
            self.claim_role(Rule::Apposition, noun, place, claims);
        }
    }
}
