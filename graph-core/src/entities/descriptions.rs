//! Noun phrases without a name of their own: what `the facility`, `the secretary`, `the country`,
//! `the deal` take up; else what their own words say.

use super::apposition::apposed_name;
use super::discourse::{Discourse, Focus, PERSON_REACH, Referent, Resolved};
use super::inventory::NameId;
use super::{agreements, phrase};
use crate::claims::NameMention;
use crate::corpus::EntityType;
use crate::parse::{Dep, Pos, Tag, Tree};

impl Discourse<'_> {
    pub(super) fn noun(
        &mut self,
        tree: &Tree,
        names: &[NameMention],
        at: usize,
        resolved: &Resolved,
    ) -> Option<Referent> {
        let head = phrase::counted_noun(tree, at);
        let lemma = tree.lemma(head);
        let kind = self.words.noun_type(&lemma);
        if let Some(name) = apposed_name(tree, names, head, kind) {
            let id = self.inventory.resolve(self.article, &name.name)?;
            self.called.insert(lemma, Referent::Named(id));
            return Some(Referent::Named(id));
        }
        if let Some(named) = self.apposition_to_name(tree, head, kind, resolved) {
            return Some(named);
        }
        if agreements::may_belong(tree, head) || self.is_move(tree, head) {
            return Some(Referent::Agreement);
        }
        if let Some(country) = self.government(tree, head, resolved) {
            return Some(country);
        }
        if is_definite(tree, head) || modifies_as_definite(tree, head, kind) {
            if let Some(found) = self.definite(tree, head, &lemma, kind) {
                return Some(found);
            }
            if must_be_resolved(tree, head, kind) {
                return None;
            }
        }
        let words = crate::names::clean_name(&phrase::name(tree, head));
        if !words.chars().any(char::is_alphabetic) {
            return None;
        }
        let id = self.inventory.resolve(self.article, &words);
        let described = || Referent::Described(words, described_type(tree, head, kind));
        Some(id.map_or_else(described, Referent::Named))
    }

    /// `Jane Roe, a builder`: a singular noun in apposition to a name stands for it.
    fn apposition_to_name(
        &self,
        tree: &Tree,
        head: usize,
        kind: Option<EntityType>,
        resolved: &Resolved,
    ) -> Option<Referent> {
        use EntityType::{Facility, Group, Organization, Person};
        let name = tree.head(head).filter(|_| tree.dep(head) == Dep::Appos)?;
        let single = tree.token(head).tag == Tag::Nn && tree.token(name).pos == Pos::Propn;
        let referent = resolved.referents.get(&name).filter(|_| single)?;
        let agrees = match (self.type_of(referent), kind?) {
            (Person, Person | Group) | (Organization, Organization | Group | Person) => true,
            (named, kind) => named == kind && named == Facility,
        };
        agrees.then(|| referent.clone())
    }

    /// `X has offered to …, a move that`: what was offered, where the article calls that so.
    fn is_move(&self, tree: &Tree, head: usize) -> bool {
        !self.family.counts.is_empty()
            && matches!(tree.lemma(head).as_str(), "move" | "step")
            && tree.sentence_range(head).any(|at| {
                at < head && tree.is_verb(at) && agreements::makes_agreement(&tree.lemma(at))
            })
    }

    /// `the U.S. government`, `the government of Peru`: the country.
    fn government(&self, tree: &Tree, head: usize, resolved: &Resolved) -> Option<Referent> {
        if !matches!(tree.lemma(head).as_str(), "government" | "nation" | "country") {
            return None;
        }
        let modifiers = tree.children(head).filter(|&child| {
            matches!(tree.dep(child), Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Poss)
        });
        let of = tree.after_preposition(head, "of");
        let referents: Vec<&Referent> =
            modifiers.chain(of).filter_map(|child| resolved.referents.get(&child)).collect();
        let country = referents.iter().find(|found| self.type_of(found) == EntityType::Country);
        let holder = referents.iter().find_map(|found| match found {
            Referent::Named(person) => self.holders.get(person).map(|&id| Referent::Named(id)),
            _ => None,
        });
        country.copied().cloned().or(holder)
    }

    /// What a definite phrase takes up: something so called, a role's holder, a name that holds
    /// the noun, or the one thing of its type in reach.
    fn definite(
        &self,
        tree: &Tree,
        head: usize,
        lemma: &str,
        kind: Option<EntityType>,
    ) -> Option<Referent> {
        if let Some(called) = self.called.get(lemma) {
            return Some(called.clone());
        }
        let role = phrase::name(tree, head).to_lowercase();
        if let Some(&person) = self.roles.get(&role).or_else(|| self.roles.get(lemma)) {
            return Some(Referent::Named(person));
        }
        let bare = has_no_modifier(tree, head);
        match kind {
            Some(EntityType::Country) if bare => {
                self.nearest(8, |focus| focus.entity_type == EntityType::Country && !focus.plural)
            }
            Some(EntityType::Person | EntityType::Group)
                if bare && tree.token(head).tag == Tag::Nn && !is_collective(lemma) =>
            {
                self.nearest(PERSON_REACH, |focus| {
                    focus.entity_type == EntityType::Person
                        && matches!(focus.referent, Referent::Named(_))
                })
            }
            Some(kind) if bare || tree.token(head).tag == Tag::Nnp => {
                self.name_holding(lemma, kind).or_else(|| self.only_one(kind, lemma))
            }
            _ => None,
        }
    }

    /// `the church` → the nearest name or description that ends with the word, or, of the same
    /// type, holds it.
    fn name_holding(&self, lemma: &str, kind: EntityType) -> Option<Referent> {
        let holds = |focus: &&Focus| {
            let name = match &focus.referent {
                Referent::Named(id) => &self.inventory.entity_of(*id).name,
                Referent::Described(name, _) => name,
                Referent::Agreement => return false,
            };
            let folded = crate::names::fold_name(name);
            let mut words = folded.split(' ');
            let ends = folded.contains(' ') && words.next_back() == Some(lemma);
            ends && !focus.plural || focus.entity_type == kind && words.any(|word| word == lemma)
        };
        self.focus.iter().rev().find(holds).map(|focus| focus.referent.clone())
    }

    /// A name that ends with another common noun is not called so: no ministry is `the party`.
    fn may_be_called(&self, id: NameId, lemma: &str) -> bool {
        let name = crate::names::fold_name(&self.inventory.entity_of(id).name);
        let last = name.rsplit(' ').next().unwrap_or_default();
        last == lemma || self.words.noun_type(last).is_none()
    }

    /// The one named thing of a type in the last sentences.
    fn only_one(&self, kind: EntityType, lemma: &str) -> Option<Referent> {
        if !matches!(kind, EntityType::Facility | EntityType::Organization) {
            return None;
        }
        let mut found: Vec<&Referent> = self
            .focus
            .iter()
            .filter(|focus| {
                focus.entity_type == kind && self.sentence - focus.sentence <= PERSON_REACH
            })
            .filter(|focus| match &focus.referent {
                Referent::Named(id) => self.may_be_called(*id, lemma),
                _ => false,
            })
            .map(|focus| &focus.referent)
            .collect();
        found.sort();
        found.dedup();
        if let [one] = found[..] { Some(one.clone()) } else { None }
    }
}

/// Nouns that are one word for several people.
pub(super) fn is_collective(lemma: &str) -> bool {
    matches!(
        lemma,
        "group"
            | "people"
            | "police"
            | "community"
            | "family"
            | "population"
            | "populace"
            | "crowd"
            | "team"
            | "crew"
            | "gang"
            | "union"
            | "delegation"
            | "minority"
            | "leadership"
            | "opposition"
            | "public"
    )
}

/// Whether `the`, `this`, `that` or a possessive stands before the noun.
pub(super) fn is_definite(tree: &Tree, head: usize) -> bool {
    tree.children(head).any(|child| match tree.dep(child) {
        Dep::Det => matches!(&*tree.lower(child), "the" | "this" | "that" | "these" | "those"),
        _ => false,
    })
}

fn has_no_modifier(tree: &Tree, head: usize) -> bool {
    !tree.children(head).any(|child| {
        matches!(
            tree.dep(child),
            Dep::Amod
                | Dep::Compound
                | Dep::Nmod
                | Dep::Poss
                | Dep::Nummod
                | Dep::Prep
                | Dep::Relcl
                | Dep::Acl
        )
    })
}

/// The type of a phrase without a name: its noun's; several countries are a group.
fn described_type(tree: &Tree, head: usize, kind: Option<EntityType>) -> EntityType {
    let plural = matches!(tree.token(head).tag, Tag::Nns | Tag::Nnps);
    match kind {
        Some(EntityType::Country | EntityType::Organization | EntityType::Person) if plural => {
            EntityType::Group
        }
        Some(kind) => kind,
        None if plural && names_people(&tree.lemma(head)) => EntityType::Group,
        None => EntityType::Thing,
    }
}

/// Plurals in `-ist`, `-ian`, `-eer` name people.
fn names_people(lemma: &str) -> bool {
    lemma.len() > 5 && ["ist", "ian", "eer", "ant", "wright"].iter().any(|end| lemma.ends_with(end))
}

/// `a company spokesman`, `the museum's director`: a bare noun that owns or modifies takes up
/// what was named before.
fn modifies_as_definite(tree: &Tree, head: usize, kind: Option<EntityType>) -> bool {
    matches!(tree.dep(head), Dep::Compound | Dep::Poss)
        && kind == Some(EntityType::Organization)
        && tree.token(head).tag == Tag::Nn
}

/// Organizations that are a place as well: `the hospital` tells enough by itself.
const INSTITUTIONS: [&str; 10] = [
    "hospital",
    "museum",
    "school",
    "university",
    "church",
    "bank",
    "court",
    "clinic",
    "college",
    "library",
];

/// A bare `the company` or `the president` that takes up nothing known stands for nothing.
fn must_be_resolved(tree: &Tree, head: usize, kind: Option<EntityType>) -> bool {
    let single = tree.token(head).tag == Tag::Nn;
    let vague =
        matches!(kind, Some(EntityType::Country | EntityType::Organization | EntityType::Person));
    let institution = INSTITUTIONS.contains(&tree.lemma(head).as_str());
    single && vague && !institution && has_no_modifier(tree, head)
}
