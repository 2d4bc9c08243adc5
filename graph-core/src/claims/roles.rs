//! Who holds which role where: `is the … of`; titles before names are in `titles`, offices behind `as`
//! in `terms`.

use std::ops::Range;

use super::offices::{before_titles, coordinated_roles, first_role, is_player, standing};
use super::{Argument, Claim, names_in, plain};
use crate::corpus::EntityType;
use crate::lexicon::{Standing, TypeSet};
use crate::parse::{Dep, EntityKind, Pos, Tag, Tree};
use crate::trace::Rule;

/// The roles and memberships that the paragraph tells.
pub(super) fn extract(tree: &Tree, claims: &mut Vec<Claim>) {
    for name in names_in(tree) {
        let start = before_titles(tree, name.tokens.start);
        let person = Person { tree, tokens: start..name.tokens.end, kind: name.kind };
        let certain = name.kind == Some(EntityKind::Person);
        let place = name.kind == Some(EntityKind::Gpe);
        if certain || name.tokens.len() > 1 && !place {
            person.title_before(claims);
        }
        person.apposition_behind(claims);
        person.copula(claims);
        if certain {
            person.memberships(claims);
        }
        if !place {
            person.leads(claims);
        }
    }
    for verb in 0..tree.parse.tokens.len() {
        unnamed_holder(tree, verb, claims);
    }
}

/// Verbs that link a person to an office.
const LINKING: [&str; 12] = [
    "be",
    "become",
    "remain",
    "serve",
    "elect",
    "appoint",
    "name",
    "swear",
    "install",
    "inaugurate",
    "reelect",
    "act",
];

/// `She is the president of X`, `who became mayor of X`.
fn unnamed_holder(tree: &Tree, verb: usize, claims: &mut Vec<Claim>) {
    if !tree.is_verb(verb) || !LINKING.contains(&tree.lemma(verb).as_str()) {
        return;
    }
    let subject = tree
        .children(verb)
        .find(|&child| matches!(tree.dep(child), Dep::Nsubj | Dep::Nsubjpass))
        .filter(|&subject| tree.token(subject).pos == Pos::Pron);
    if let Some(subject) = subject {
        let person = Person { tree, tokens: subject..subject + 1, kind: None };
        person.holds_by(verb, claims);
    }
}

/// A person's name in the text.
pub(super) struct Person<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) tokens: Range<usize>,
    pub(super) kind: Option<EntityKind>,
}

impl Person<'_> {
    /// The token that stands for the person: the last of the name.
    pub(super) fn head(&self) -> usize {
        let possessive = |at: &usize| self.tree.token(*at).tag == Tag::Pos;
        let last = self.tokens.end - 1;
        if possessive(&last) && last > self.tokens.start { last - 1 } else { last }
    }

    /// What the preposition behind a role governs: the first name there, where it isn't only an
    /// adjective (`the African country of Sudan`), else the noun.
    pub(super) fn governed(&self, role: &Range<usize>, end: usize) -> Option<usize> {
        let tree = self.tree;
        if role.end >= end {
            return None;
        }
        let found = self.entities_in(role.end..end);
        let adjective =
            |at: usize| tree.entity_at(at).is_some_and(|span| span.kind == EntityKind::Norp);
        let direct = matches!(tree.token(role.end).pos, Pos::Adp | Pos::Part);
        let joined = |at: usize| {
            let start = tree.entity_at(at).map_or(at, |span| span.tokens.start);
            !direct && (role.end..start).any(|at| tree.token(at).pos == Pos::Cconj)
        };
        // The `China` of `China's Huawei` only says whose it is.
        let owner = |at: usize| {
            let owned = tree.head(at).filter(|_| tree.dep(at) == Dep::Poss);
            owned.is_some_and(|owned| found.contains(&owned))
        };
        let found: Vec<usize> =
            found.iter().copied().filter(|&at| !joined(at) && !owner(at)).collect();
        let name = found.iter().copied().find(|&at| !adjective(at) || found.len() == 1);
        name.or(found.first().copied()).or_else(|| self.governed_by_role(role))
    }

    /// An office may be held in a country; a `Norwegian nurse` holds none in Norway.
    fn may_hold(&self, role: &Range<usize>, holder: usize) -> bool {
        let place = self.tree.entity_at(holder).is_some_and(|span| {
            matches!(span.kind, EntityKind::Gpe | EntityKind::Norp | EntityKind::Loc)
        });
        let adjective =
            self.tree.lexicon.countries.of_adjective(&self.tree.token(holder).text).is_some();
        !(place || adjective) || !matches!(standing(self.tree, role), Some(Standing::Profession))
    }

    /// Heads of names of organizations, countries and peoples among the tokens.
    pub(super) fn entities_in(&self, tokens: Range<usize>) -> Vec<usize> {
        let tree = self.tree;
        let named = tree.entities_in(tokens).filter(|span| {
            matches!(
                span.kind,
                EntityKind::Org | EntityKind::Gpe | EntityKind::Norp | EntityKind::Fac
            )
        });
        named.map(|span| last_word(tree, &span.tokens)).collect()
    }

    /// What a role is held in: a name behind a preposition, the owner or the last name before it,
    /// else the noun behind the preposition where nobody owns it.
    pub(super) fn holder_beside(
        &self,
        before: Range<usize>,
        role: &Range<usize>,
        end: usize,
    ) -> Option<usize> {
        let owner = self.owner_named(before.clone());
        self.governed(role, end)
            .filter(|&noun| is_named(self.tree, noun) || owner.is_none())
            .or(owner.max(self.entities_in(before).last().copied()))
    }

    /// `Nordwind's head of research`: a name before a possessive ending.
    fn owner_named(&self, tokens: Range<usize>) -> Option<usize> {
        let tree = self.tree;
        let mark = tokens.clone().rev().find(|&at| tree.token(at).tag == Tag::Pos)?;
        let owner = mark.checked_sub(1).filter(|owner| tokens.contains(owner))?;
        let person = tree.entity_at(owner).is_some_and(|span| span.kind == EntityKind::Person);
        (tree.token(owner).pos == Pos::Propn && !person).then_some(owner)
    }

    /// `representative for the LA Sheriff's office`: what the preposition behind the role governs.
    fn governed_by_role(&self, role: &Range<usize>) -> Option<usize> {
        let word = self.tree.parse.tokens.get(role.end)?;
        let leads =
            matches!(&*word.text.to_lowercase(), "of" | "for" | "at" | "to" | "with" | "from");
        leads.then(|| self.tree.preposition_objects(role.end).first().copied()).flatten()
    }

    /// `Jane Roe is the president of X`, `became`, `was elected`.
    fn copula(&self, claims: &mut Vec<Claim>) {
        let tree = self.tree;
        let head = self.head();
        let Some(verb) = tree.head(head) else { return };
        let subject = matches!(tree.dep(head), Dep::Nsubj | Dep::Nsubjpass);
        if subject && LINKING.contains(&tree.lemma(verb).as_str()) {
            self.holds_by(verb, claims);
        }
    }

    fn holds_by(&self, verb: usize, claims: &mut Vec<Claim>) {
        let tree = self.tree;
        let predicates = tree
            .children(verb)
            .filter(|&child| matches!(tree.dep(child), Dep::Attr | Dep::Oprd | Dep::Dobj));
        let as_role = tree.after_preposition(verb, "as");
        for predicate in predicates.chain(as_role) {
            let Some((role, Some(holder))) = self.office_named(predicate) else { continue };
            self.claim_role(Rule::Copula, role.end - 1, holder, claims);
        }
    }

    /// The role in a noun phrase, and whatever that says it is held in.
    fn office_named(&self, head: usize) -> Option<(Range<usize>, Option<usize>)> {
        let tree = self.tree;
        let (start, end) = tree.edges(head);
        let first = first_role(tree, start..end + 1)?;
        let role = coordinated_roles(tree, first.clone(), end + 1);
        let holder = self.holder_beside(start..first.start, &role, end + 1);
        let holder = holder.or_else(|| {
            first
                .start
                .checked_sub(1)
                .filter(|&at| tree.token(at).tag == Tag::PrpPoss && at >= start)
        });
        Some((role, holder))
    }

    /// The role in a noun phrase, as held where that says; `elsewhere` if it says nothing.
    pub(super) fn claim_office(
        &self,
        head: usize,
        elsewhere: Option<usize>,
        claims: &mut Vec<Claim>,
    ) {
        if let Some((role, holder)) = self.office_named(head) {
            self.claim_held(Rule::Copula, &role, holder.or(elsewhere), claims);
        }
    }

    /// A role with whatever the text says it is held in, where it may be held there.
    pub(super) fn claim_held(
        &self,
        by: Rule,
        role: &Range<usize>,
        holder: Option<usize>,
        claims: &mut Vec<Claim>,
    ) {
        match holder {
            Some(holder) if self.plays_for(role, holder) => {
                claims.push(super::members::member(self.head(), holder));
            }
            Some(holder) if self.may_hold(role, holder) => {
                self.claim_role(by, role.end - 1, holder, claims);
            }
            Some(_) => {}
            None => self.claim_untold(by, role.end - 1, claims),
        }
    }

    /// `Leeds defender Jane Roe`: a member of what is named before the word.
    fn plays_for(&self, role: &Range<usize>, holder: usize) -> bool {
        let adjective =
            self.tree.lexicon.countries.of_adjective(&self.tree.token(holder).text).is_some();
        is_player(self.tree, role) && !adjective && self.tree.token(holder).pos == Pos::Propn
    }

    pub(super) fn claim_role(&self, by: Rule, role: usize, holder: usize, claims: &mut Vec<Claim>) {
        claims.push(self.role_claim(by, role, holder));
    }

    pub(super) fn role_claim(&self, by: Rule, role: usize, holder: usize) -> Claim {
        let person = Argument::Phrase(self.head());
        let mut claim = plain(by, "HAS_ROLE", role, person, Argument::Phrase(holder));
        claim.subject_types = TypeSet::of(&[EntityType::Person]);
        claim.object_types = TypeSet::of(&[
            EntityType::Organization,
            EntityType::Group,
            EntityType::Country,
            EntityType::Place,
            EntityType::Facility,
            EntityType::Event,
        ]);
        claim
    }

    /// A title without its organization: told in full elsewhere, perhaps in another article, or
    /// an office of the state that the article is about.
    pub(super) fn claim_untold(&self, by: Rule, role: usize, claims: &mut Vec<Claim>) {
        let person = Argument::Phrase(self.head());
        let mut claim = plain(by, "HAS_ROLE", role, person, Argument::Role(role));
        claim.subject_types = TypeSet::of(&[EntityType::Person]);
        claims.push(claim);
    }
}

/// Whether a name holds the token.
pub(super) fn is_named(tree: &Tree, at: usize) -> bool {
    tree.entity_at(at).is_some() || tree.token(at).pos == Pos::Propn
}

/// The last word of a name, before a possessive ending.
fn last_word(tree: &Tree, tokens: &Range<usize>) -> usize {
    let last = tokens.end - 1;
    let possessive = tree.token(last).tag == Tag::Pos && last > tokens.start;
    if possessive { last - 1 } else { last }
}
