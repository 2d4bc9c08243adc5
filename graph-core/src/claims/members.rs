//! Whom people belong to: `Jane Roe of The Daily Post`, `Korea's Kim and Lee`, `Jane Roe (Labour)`,
//! `Jane Roe, a Democrat`, `the committee of which she is a member`.

use super::offices::last_role;
use super::roles::Person;
use super::{Argument, Claim, plain};
use crate::corpus::EntityType;
use crate::lexicon::TypeSet;
use crate::parse::{Dep, EntityKind, Tag, Tree};
use crate::trace::Rule;

/// How nouns for the followers of a party end, with those that end otherwise.
const FOLLOWERS: [&str; 8] =
    ["crat", "crats", "ists", "ist", "republican", "conservative", "tory", "liberal"];

/// `the committee of which she is a member`; `a lawyer and member of X`, where `of` may hang on
/// the first noun.
pub(super) fn member_of_relative(tree: &Tree, verb: usize, claims: &mut Vec<Claim>) {
    if tree.lemma(verb) != "be" || !tree.is_verb(verb) {
        return;
    }
    let Some(subject) = tree.child(verb, Dep::Nsubj) else { return };
    let Some(attribute) = tree.child(verb, Dep::Attr) else { return };
    let members = tree.conjuncts(attribute);
    let Some(&member) = members.iter().find(|&&at| tree.lemma(at) == "member") else { return };
    let groups = if member == attribute {
        tree.after_preposition(verb, "of")
    } else {
        let shared = |of: &usize| *of == member + 1 && tree.lower(*of) == "of";
        tree.children(attribute).find(shared).map_or(Vec::new(), |of| tree.preposition_objects(of))
    };
    for group in groups {
        let phrases = (Argument::Phrase(subject), Argument::Phrase(group));
        let mut claim = plain(Rule::Copula, "MEMBER_OF", member, phrases.0, phrases.1);
        claim.subject_types = TypeSet::parties();
        claim.object_types = TypeSet::of(&[EntityType::Organization, EntityType::Group]);
        claims.push(claim);
    }
}

impl Person<'_> {
    /// `Roe's Labour Party`: the party that somebody leads.
    pub(super) fn leads(&self, claims: &mut Vec<Claim>) {
        let tree = self.tree;
        let head = self.head();
        let owned = tree.head(head).filter(|_| tree.dep(head) == Dep::Poss);
        // `Kenya National Union party`: the noun may stand behind the name.
        let named = |party: usize| {
            let name = tree.entity_at(party).or_else(|| tree.entity_at(party.checked_sub(1)?));
            name.is_some_and(|span| span.kind == EntityKind::Org && span.tokens.len() > 1)
        };
        let owned = owned.or_else(|| self.party_of_relative());
        let party = owned.filter(|&party| tree.lower(party) == "party" && named(party));
        if let Some(party) = party {
            claims.push(self.role_claim(Rule::Belonging, party, party));
        }
    }

    /// `Jane Roe, whose Labour Party`: the noun that the relative pronoun owns.
    fn party_of_relative(&self) -> Option<usize> {
        let tree = self.tree;
        let clause = tree.with_dep(self.head(), Dep::Relcl).next()?;
        let whose = tree.subtree(clause).into_iter().find(|&at| tree.lower(at) == "whose")?;
        tree.head(whose).filter(|_| tree.dep(whose) == Dep::Poss)
    }

    /// What the words beside a person's name say the person belongs to.
    pub(super) fn memberships(&self, claims: &mut Vec<Claim>) {
        let titled = last_role(self.tree, self.title_region()).is_some();
        if !titled {
            self.belongs(claims);
        }
        let beside = self.in_parentheses().or_else(|| self.follows());
        if let Some(group) = beside {
            claims.push(member(self.head(), group));
        }
    }

    /// `Korea's Kim Shin-Wook and Lee Min-Ho`, `Jane Roe, from the University of X`.
    fn belongs(&self, claims: &mut Vec<Claim>) {
        let tree = self.tree;
        let owner = tree.child(self.head(), Dep::Poss);
        let owner = owner.filter(|at| !self.tokens.contains(at) && is_group(tree, *at));
        if let Some(owner) = owner {
            let others = tree.conjuncts(self.head()).into_iter().filter(|&other| {
                tree.entity_at(other).is_some_and(|span| span.kind == EntityKind::Person)
                    && (other == self.head() || tree.child(other, Dep::Poss).is_none())
            });
            claims.extend(others.map(|other| member(other, owner)));
        } else if let Some(group) = self.group_behind() {
            claims.push(member(self.head(), group));
        }
    }

    /// `of The Daily Post`, `, from the University of X`, behind the name.
    pub(super) fn group_behind(&self) -> Option<usize> {
        let tree = self.tree;
        let end = self.tokens.end;
        let text = |at: usize| tree.parse.tokens.get(at).map(|token| token.text.to_lowercase());
        let comma = usize::from(text(end).as_deref() == Some(","));
        let leads = end + comma;
        let named = |at: &usize| !self.tokens.contains(at);
        match text(leads)?.as_str() {
            "of" if comma == 0 => {
                let groups = tree.after_preposition(self.head(), "of").into_iter();
                groups.filter(named).find(|&at| is_group(tree, at))
            }
            "of" | "from" | "with" | "at"
                if comma == 1 || tree.head(leads) == Some(self.head()) =>
            {
                let groups = tree.preposition_objects(leads).into_iter();
                groups.filter(named).find(|&at| is_organization(tree, at))
            }
            _ => None,
        }
    }

    /// `Jane Roe (Labour)`, `Jane Roe (Kenya)`.
    fn in_parentheses(&self) -> Option<usize> {
        let tree = self.tree;
        let open = self.tokens.end;
        let text = |at: usize| tree.parse.tokens.get(at).map(|token| &*token.text);
        let group = tree.entity_at(open + 1).filter(|_| text(open) == Some("("))?;
        let close = group.tokens.end;
        let alone = group.tokens.start == open + 1 && text(close) == Some(")");
        let party = matches!(group.kind, EntityKind::Org | EntityKind::Gpe | EntityKind::Norp);
        (alone && party).then(|| close - 1)
    }

    /// `Republican John Roe`, `Jane Roe, a Democrat from Ohio`: the noun for the followers of a
    /// party.
    fn follows(&self) -> Option<usize> {
        let tree = self.tree;
        let before = self.tokens.start.checked_sub(1).filter(|&at| is_follower(tree, at));
        let apposed = || {
            let comma = self.tokens.end;
            let article = tree.parse.tokens.get(comma + 2).is_some()
                && &*tree.token(comma).text == ","
                && matches!(&*tree.lower(comma + 1), "a" | "an");
            // `an Ohio Republican`
            let state = tree.entity_at(comma + 2).filter(|span| span.kind == EntityKind::Gpe);
            let noun = state.map_or(comma + 2, |span| span.tokens.end);
            let within = noun < tree.parse.tokens.len();
            Some(noun).filter(|&at| article && within && is_follower(tree, at))
        };
        before.or_else(apposed)
    }
}

pub(super) fn member(person: usize, group: usize) -> Claim {
    let phrases = (Argument::Phrase(person), Argument::Phrase(group));
    let mut member = plain(Rule::Belonging, "MEMBER_OF", person, phrases.0, phrases.1);
    member.subject_types = TypeSet::of(&[EntityType::Person]);
    member
}

/// `Democrat`, `Social Democrat`, `Maoist`; no adjective before another noun.
fn is_follower(tree: &Tree, at: usize) -> bool {
    let word = tree.lower(at);
    let marked = tree.entity_at(at).is_some_and(|span| span.kind == EntityKind::Norp);
    marked
        && matches!(tree.token(at).tag, Tag::Nnp | Tag::Nn)
        && FOLLOWERS.iter().any(|ending| word.ends_with(ending))
}

fn is_organization(tree: &Tree, at: usize) -> bool {
    tree.entity_at(at).is_some_and(|span| span.kind == EntityKind::Org)
}

/// An organization, a country or a people, by name, or a noun for an organization.
fn is_group(tree: &Tree, at: usize) -> bool {
    let kind = tree.lexicon.words.noun_type(&tree.lemma(at));
    kind == Some(EntityType::Organization)
        || tree.entity_at(at).is_some_and(|span| {
            matches!(span.kind, EntityKind::Org | EntityKind::Gpe | EntityKind::Norp)
        })
}
