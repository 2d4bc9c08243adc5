//! Pronouns: the person, party or thing last spoken of that agrees with them.

use super::discourse::{Discourse, Focus, PERSON_REACH, Referent, Resolved};
use super::inventory::NameId;
use crate::corpus::EntityType;
use crate::lexicon::Gender;
use crate::parse::{Dep, Tree};

impl Discourse<'_> {
    pub(super) fn pronoun(
        &mut self,
        tree: &Tree,
        at: usize,
        resolved: &Resolved,
    ) -> Option<Referent> {
        let word = tree.lower(at);
        match word.as_str() {
            "he" | "him" | "his" | "himself" => self.person(Gender::Male),
            "she" | "her" | "hers" | "herself" => self.person(Gender::Female),
            "they" | "them" | "their" | "theirs" | "themselves" => self.plural(tree, at, resolved),
            "it" | "its" | "itself" => self.neuter(tree, at),
            "i" | "me" | "my" | "we" | "us" | "our" | "myself" | "ourselves" => {
                self.speaker(tree, at, resolved)
            }
            _ if tree.is_relative(at) => relative(tree, at, resolved),
            _ => None,
        }
    }

    /// The nearest person whose first name, and every pronoun so far, agrees; the pronoun then
    /// tells the person's gender.
    fn person(&mut self, gender: Gender) -> Option<Referent> {
        let found = self.nearest(PERSON_REACH, |focus| match &focus.referent {
            Referent::Named(id) => {
                focus.entity_type == EntityType::Person
                    && self.gender(*id).is_none_or(|known| known == gender)
            }
            _ => false,
        })?;
        if let Referent::Named(id) = found {
            self.genders.entry(id).or_insert(gender);
        }
        Some(found)
    }

    fn gender(&self, id: NameId) -> Option<Gender> {
        let first_name = || {
            let name = &self.inventory.entity_of(id).name;
            self.words.gender(&name.split([' ', '-']).next()?.to_lowercase())
        };
        self.genders.get(&id).copied().or_else(first_name)
    }

    /// `they`: several, or an organization; in the words of somebody who speaks for a country or
    /// an organization and names no others, that.
    fn plural(&self, tree: &Tree, at: usize, resolved: &Resolved) -> Option<Referent> {
        let several = |focus: &Focus| {
            focus.plural && focus.entity_type.is_party()
                || matches!(focus.entity_type, EntityType::Group | EntityType::Organization)
        };
        if let Some(subject) = plural_subject(tree, at) {
            return resolved.referents.get(&subject).cloned();
        }
        if matches!(tree.dep(at), Dep::Dobj | Dep::Pobj | Dep::Dative) {
            let last = self.focus.iter().rev().find(|focus| focus.plural && several(focus))?;
            return (self.sentence - last.sentence <= 1).then(|| last.referent.clone());
        }
        self.nearest(1, several).or_else(|| match self.speaker(tree, at, resolved)? {
            Referent::Named(speaker) => self.holders.get(&speaker).map(|&id| Referent::Named(id)),
            _ => None,
        })
    }

    /// `it`: subjects first; an expletive stands for nothing.
    fn neuter(&self, tree: &Tree, at: usize) -> Option<Referent> {
        if tree.dep(at) == Dep::Expl {
            return None;
        }
        if let Some(object) = self.object_before(tree, at) {
            return Some(object);
        }
        self.nearest(1, |focus| {
            !focus.plural
                && matches!(
                    focus.entity_type,
                    EntityType::Organization
                        | EntityType::Country
                        | EntityType::Agreement
                        | EntityType::Facility
                        | EntityType::Event
                )
        })
    }

    /// `revealed the deal, framing it as`, `criticized the deal, saying it would`: the object.
    fn object_before(&self, tree: &Tree, at: usize) -> Option<Referent> {
        if tree.dep(at) == Dep::Poss {
            return None;
        }
        let adverbial = tree.ancestors(at).find(|&up| tree.dep(up) == Dep::Advcl)?;
        let object = tree.child(tree.head(adverbial)?, Dep::Dobj).filter(|&object| object < at)?;
        let focus = self.focus.iter().rev().find(|focus| focus.token == object)?;
        (focus.sentence == self.sentence
            && !focus.plural
            && focus.entity_type != EntityType::Person)
            .then(|| focus.referent.clone())
    }

    /// `we` and `I` in somebody's words stand for the speaker.
    fn speaker(&self, tree: &Tree, at: usize, resolved: &Resolved) -> Option<Referent> {
        let verb = tree.ancestors(at).find(|&up| {
            tree.is_verb(up)
                && self.words.is_speech(&tree.lemma(up))
                && !tree.conjuncts(up).contains(&at)
                && crate::claims::own_subject(tree, up).is_some_and(|subject| subject != at)
        })?;
        let subject = crate::claims::own_subject(tree, verb)?;
        resolved.referents.get(&subject).cloned()
    }
}

/// `they` before `their` in one clause: both stand for the same.
fn plural_subject(tree: &Tree, at: usize) -> Option<usize> {
    let possessive = tree.dep(at) == Dep::Poss;
    let subjects = tree.ancestors(at).filter_map(|up| crate::claims::own_subject(tree, up));
    subjects.filter(|_| possessive).find(|&subject| subject < at && tree.lower(subject) == "they")
}

/// `who`, `which`, `that`: the noun that the clause hangs on.
fn relative(tree: &Tree, at: usize, resolved: &Resolved) -> Option<Referent> {
    let clause = tree.ancestors(at).find(|&up| matches!(tree.dep(up), Dep::Relcl | Dep::Acl))?;
    resolved.referents.get(&tree.head(clause)?).cloned()
}
