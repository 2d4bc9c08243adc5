//! Titles before a person's name: which role they name, and what it is held in.

use std::ops::Range;

use super::Claim;
use super::offices::{is_plural, last_role, role_at, standing};
use super::roles::{Person, is_named};
use crate::corpus::EntityType;
use crate::lexicon::{Standing, TypeSet};
use crate::parse::{Dep, EntityKind, Pos, Tag, Tree};
use crate::trace::Rule;

/// Longest title before a name, in tokens.
const LONGEST_TITLE: usize = 16;

/// Words that say which of several holders of a role it is.
const DEGREES: [&str; 8] =
    ["chief", "senior", "former", "deputy", "assistant", "acting", "then", "current"];

impl Person<'_> {
    /// `U.S. Secretary of State Marco Rubio`, `Malaysia's Prime Minister, Najib Razak`,
    /// `executive director of X Jane Roe`.
    pub(super) fn title_before(&self, claims: &mut Vec<Claim>) {
        let region = self.title_region();
        let Some(role) = last_role(self.tree, region.clone()) else { return };
        if !self.reaches_name(&role)
            || self.kind != Some(EntityKind::Person) && self.is_behind(&role)
        {
            return;
        }
        self.earlier_titles(&region, &role, claims);
        self.role_before_rank(&region, &role, claims);
        let joined = |at: usize| (at..role.start).any(|at| joins_name(self.tree, at));
        let named_before = || self.entities_in(region.start..role.start).last().copied();
        let before =
            self.owning_noun(&region, &role).or_else(|| named_before().filter(|&at| !joined(at)));
        let sent = self.is_behind(&role) && self.tree.lower(role.end) == "to";
        let governed = || self.governed(&role, self.tokens.start);
        // `the association's head of training` heads the association.
        let named = |at: usize| is_named(self.tree, at);
        let holder = match governed() {
            _ if sent => before.or_else(governed),
            Some(noun) if !named(noun) => before.or(Some(noun)),
            governed => governed.or(before),
        };
        let first = self.first_of_joined(&region, &role);
        let holder = holder
            .or_else(|| self.common_owner(&region, &first))
            .or_else(|| self.led_by_role(&role))
            .or_else(|| self.group_behind().filter(|_| role.end == self.tokens.start));
        match holder {
            Some(party) if self.sits_for(&role, party) => {
                claims.push(super::members::member(self.head(), party));
                self.claim_untold(Rule::Title, role.end - 1, claims);
            }
            None if self.constituency(&role, claims) => {}
            // `Presidents Roe and Doe` are of two countries.
            None if is_plural(self.tree, &role) => {}
            _ => {
                self.claim_held(Rule::Title, &role, holder, claims);
                for other in self.others_titled(&role) {
                    other.claim_held(Rule::Title, &role, holder, claims);
                }
            }
        }
    }

    /// John Roe of `Senators Jane Roe and John Roe`.
    fn others_titled(&self, role: &Range<usize>) -> Vec<Self> {
        if !is_plural(self.tree, role) || role.end != self.tokens.start {
            return Vec::new();
        }
        let others = self.tree.conjuncts(self.head()).into_iter().filter_map(|other| {
            let span = self.tree.entity_at(other)?;
            let person = span.kind == EntityKind::Person && span.tokens.start > self.tokens.end;
            let Person { tree, kind, .. } = *self;
            person.then(|| Person { tree, tokens: span.tokens.clone(), kind })
        });
        others.collect()
    }

    /// `chief executive` of `Nordwind chief executive and chairman Jane Roe`: what stands before it
    /// is what both roles are held in.
    fn first_of_joined(&self, region: &Range<usize>, last: &Range<usize>) -> Range<usize> {
        let joint = last.start.checked_sub(1).filter(|&at| at > region.start);
        let joint = joint.filter(|&at| matches!(&*self.tree.lower(at), "and" | "&"));
        let before = joint.and_then(|joint| {
            last_role(self.tree, region.start..joint).filter(|role| role.end == joint)
        });
        before.unwrap_or_else(|| last.clone())
    }

    /// `Peruvian President and Andean Council chairman Jane Roe`: the titles before `and`, each with
    /// the name before it.
    fn earlier_titles(&self, region: &Range<usize>, last: &Range<usize>, claims: &mut Vec<Claim>) {
        let tree = self.tree;
        let mut start = region.start;
        for joint in region.start..last.start {
            if tree.token(joint).pos != Pos::Cconj {
                continue;
            }
            let role = last_role(tree, start..joint).filter(|role| role.end == joint);
            let named = role.as_ref().and_then(|role| {
                self.entities_in(start..role.start)
                    .last()
                    .copied()
                    .filter(|&at| at + 1 == role.start)
            });
            let own = !self.entities_in(joint..last.start).is_empty();
            if let (Some(role), Some(holder), true) = (role, named, own) {
                self.claim_held(Rule::Title, &role, Some(holder), claims);
            }
            start = joint + 1;
        }
    }

    /// `the UN health agency's director`: the agency, not the UN.
    fn owning_noun(&self, region: &Range<usize>, role: &Range<usize>) -> Option<usize> {
        let tree = self.tree;
        let mark =
            (region.start + 1..role.start).rev().find(|&at| tree.token(at).tag == Tag::Pos)?;
        let noun = mark - 1;
        let common = tree.token(noun).pos == Pos::Noun && tree.entity_at(noun).is_none();
        let organizes =
            tree.lexicon.words.noun_type(&tree.lemma(noun)) == Some(EntityType::Organization);
        let told =
            tree.child(noun, Dep::Compound).is_some() || tree.child(noun, Dep::Amod).is_some();
        Some(noun).filter(|_| common && organizes && told)
    }

    /// `Labour MP Jane Roe`, `Republican Senator Jane Roe`: the party of a member of a legislature.
    pub(super) fn sits_for(&self, role: &Range<usize>, holder: usize) -> bool {
        let tree = self.tree;
        let seat = standing(tree, role) == Some(Standing::Seat);
        let party = tree.entity_at(holder).is_some_and(|span| {
            matches!(span.kind, EntityKind::Org | EntityKind::Norp)
                && holder < role.start
                && tree.lower(span.tokens.start) != "house"
                && !matches!(
                    &*tree.lower(holder),
                    "house" | "senate" | "parliament" | "congress" | "council" | "assembly"
                )
        });
        let countries = &tree.lexicon.countries;
        let country = countries.of_adjective(&tree.token(holder).text).is_some()
            || countries.named(&tree.token(holder).text).is_some();
        seat && party && !country
    }

    /// `Senator Jane Roe (D-Ohio)`, `Rep. Jane Roe, R-Fla.`: whom a member of a legislature sits
    /// for, where told.
    fn constituency(&self, role: &Range<usize>, claims: &mut Vec<Claim>) -> bool {
        let tree = self.tree;
        let open = self.tokens.end;
        let end = tree.sentence_range(self.tokens.start).end;
        let within = open + 1 < end && matches!(&*tree.token(open).text, "(" | ",");
        if !within || standing(tree, role) != Some(Standing::Seat) {
            return false;
        }
        let party = matches!(&*tree.token(open + 1).text, "R" | "D" | "I");
        let mut at = open + 1 + usize::from(party);
        at += usize::from(party && at < end && &*tree.token(at).text == "-");
        let district = |at: usize| {
            let state = tree.token(at).text.split_once('-').map(|(state, _)| state);
            state
                .is_some_and(|state| state.len() == 2 && tree.lexicon.places.named(state).is_some())
        };
        let told = at < end && (party && tree.entity_at(at).is_some() || district(at));
        if told {
            let place = tree.entity_at(at).filter(|_| party);
            let place = place.map_or(at, |span| span.tokens.end - 1);
            let mut claim = self.role_claim(Rule::Title, role.end - 1, place);
            claim.object_types = TypeSet::default();
            claims.push(claim);
        }
        told
    }

    /// The tokens before the name that may be a title.
    pub(super) fn title_region(&self) -> Range<usize> {
        let tree = self.tree;
        let sentence = tree.sentence_range(self.tokens.start);
        let earliest = sentence.start.max(self.tokens.start.saturating_sub(LONGEST_TITLE));
        let mut start = self.tokens.start;
        while start > earliest && self.may_be_title(start - 1) {
            start -= 1;
        }
        start..self.tokens.start
    }

    fn may_be_title(&self, at: usize) -> bool {
        let token = self.tree.token(at);
        let rank = || role_at(self.tree, at + 1, self.tokens.start).is_some();
        let comma_before_name = &*token.text == ","
            && (at + 1 == self.tokens.start || at + 2 == self.tokens.start && rank());
        comma_before_name
            || matches!(token.pos, Pos::Propn | Pos::Noun | Pos::Adj | Pos::Det)
            || matches!(token.tag, Tag::Pos | Tag::Hyph | Tag::PrpPoss)
            || role_at(self.tree, at, self.tokens.start).is_some()
            || matches!(
                &*token.text.to_lowercase(),
                "of" | "for" | "on" | "'s" | "’s" | "-" | "and" | "&" | "to"
            )
    }

    /// Between role and name stands nothing, a comma, or `of`, `for`, `at` with an organization.
    fn reaches_name(&self, role: &Range<usize>) -> bool {
        let between = role.end..self.tokens.start;
        let Some(first) = between.clone().next() else { return true };
        let text = self.tree.lower(first);
        let apposed = || self.apposed_to(role.end - 1);
        let comma =
            between.len() == 1 && text == "," && (self.followed_by_comma_or_verb() || apposed());
        comma || matches!(text.as_str(), "of" | "for" | "at" | "to")
    }

    /// Whether the name is an apposition of a noun: `the mayor, Jane Roe`.
    fn apposed_to(&self, noun: usize) -> bool {
        let head = self.head();
        self.tree.dep(head) == Dep::Appos && self.tree.head(head) == Some(noun)
    }

    /// `his spokesman, General John Roe`: the role that the name with its rank is apposed to.
    fn role_before_rank(
        &self,
        region: &Range<usize>,
        rank: &Range<usize>,
        claims: &mut Vec<Claim>,
    ) {
        let comma = rank.start.checked_sub(1).filter(|&at| at > region.start);
        let Some(comma) = comma.filter(|&at| &*self.tree.token(at).text == ",") else { return };
        let role = last_role(self.tree, region.start..comma).filter(|role| role.end == comma);
        let Some(role) = role.filter(|role| self.apposed_to(role.end - 1)) else { return };
        let holder = self.holder_beside(region.start..role.start, &role, comma);
        let holder = holder.or_else(|| self.common_owner(region, &role));
        self.claim_held(Rule::Title, &role, holder, claims);
    }

    /// Whether words stand between role and name: `spokeswoman for the Red Cross` names no person.
    fn is_behind(&self, role: &Range<usize>) -> bool {
        let words = self.tokens.start.saturating_sub(role.end);
        words > 1 || words == 1 && &*self.tree.token(role.end).text != ","
    }

    /// `the president, Jane Roe, said` and `said the president, Jane Roe.`, not a list.
    fn followed_by_comma_or_verb(&self) -> bool {
        let next = self.tokens.end;
        let Some(token) = self.tree.parse.tokens.get(next) else { return true };
        matches!(&*token.text, "," | "." | ":" | ";" | "-" | "–" | "—")
            || matches!(token.pos, Pos::Verb | Pos::Aux)
            || matches!(token.tag, Tag::Wdt | Tag::Wp)
    }

    /// `city mayor`, `company spokesman`: a noun before the role; `spokesman for the military`.
    pub(super) fn common_owner(&self, region: &Range<usize>, role: &Range<usize>) -> Option<usize> {
        let tree = self.tree;
        let behind = tree.parse.tokens.get(role.end).map(|token| token.text.to_lowercase());
        if matches!(behind.as_deref(), Some("of" | "for" | "at")) {
            return tree.preposition_objects(role.end).first().copied();
        }
        let degree = |at: usize| DEGREES.contains(&tree.lower(at).as_str());
        let before = (region.start..role.start).rev().find(|&at| !degree(at))?;
        if tree.token(before).tag == Tag::PrpPoss {
            return Some(before);
        }
        let owner =
            if tree.token(before).tag == Tag::Pos { before.checked_sub(1)? } else { before };
        let noun = self.tree.lexicon.words.noun_type(&tree.lemma(owner));
        let organizes = matches!(
            noun,
            Some(
                EntityType::Organization
                    | EntityType::Country
                    | EntityType::Place
                    | EntityType::Facility
            )
        ) || self.leads_people(owner, noun)
            || tree.lexicon.countries.of_adjective(&tree.token(owner).text).is_some();
        let place = || tree.lexicon.places.named(&tree.token(owner).text).is_some();
        (organizes || tree.token(owner).pos == Pos::Propn || place()).then_some(owner)
    }

    /// `police spokesman`, `opposition leader`: what a role of several words is held in.
    fn led_by_role(&self, role: &Range<usize>) -> Option<usize> {
        let tree = self.tree;
        let noun = Some(role.start).filter(|&at| role.len() > 1 && tree.token(at).pos == Pos::Noun);
        noun.filter(|&at| {
            let kind = tree.lexicon.words.noun_type(&tree.lemma(at));
            matches!(kind, Some(EntityType::Organization | EntityType::Group))
                && tree.lower(at) != "press"
                && tree.head(at).is_some_and(|head| head < self.tokens.end && head > at)
        })
    }

    /// `family spokesman`, `police chief`, `rebel commander`: people who have somebody to lead them
    /// or to speak for them.
    fn leads_people(&self, noun: usize, kind: Option<EntityType>) -> bool {
        kind == Some(EntityType::Group) && self.tree.token(noun).tag == Tag::Nn
            || self.tree.lemma(noun) == "family"
    }
}

/// Whether `and` joins a title of its own: `Senator Jane Roe of Ohio and Senator John Doe`.
fn joins_name(tree: &Tree, at: usize) -> bool {
    tree.token(at).pos == Pos::Cconj
        && tree.parse.tokens.get(at + 1).is_some_and(|next| next.pos == Pos::Propn)
}
