//! Pronouns: the person, party or thing last spoken of that agrees with them.

use super::discourse::{Discourse, Focus, Found, PERSON_REACH, Referent, Resolved};
use super::inventory::NameId;
use crate::corpus::EntityType;
use crate::lexicon::Gender;
use crate::parse::{Dep, Pos, Tree};
use crate::trace::How;

/// The number of the sentence that most often is a headline.
const HEADLINE: usize = 1;
/// What a person costs who stands as no subject.
const NO_SUBJECT: usize = 3;
/// What a person costs of whom no name and no pronoun tells the gender.
const GENDER_UNTOLD: usize = 2;
/// Mentions from which on an article speaks often of somebody, and what that gains.
const OFTEN: [(usize, usize); 2] = [(8, 3), (5, 2)];
/// So that no cost is below zero.
const BASE: usize = OFTEN[0].1;
/// What a person without a name costs.
const NAMELESS: usize = 4;
/// What a person costs whom an earlier pronoun of the other gender took up.
const GENDER_CHANGED: usize = 3;

impl Discourse<'_> {
    pub(super) fn pronoun(&mut self, tree: &Tree, at: usize, resolved: &Resolved) -> Option<Found> {
        let word = tree.lower(at);
        match word.as_str() {
            "he" | "him" | "his" | "himself" => self.person(tree, at, Gender::Male, resolved),
            "she" | "her" | "hers" | "herself" => self.person(tree, at, Gender::Female, resolved),
            _ if is_first_person(tree, at) => self.speaker(tree, at, resolved),
            "they" | "them" | "their" | "theirs" | "themselves" => self.plural(tree, at, resolved),
            "it" | "its" | "itself" => self.neuter(tree, at),
            _ if tree.is_relative(at) => relative(tree, at, resolved),
            _ => None,
        }
    }

    /// The nearest person whose first name, and every pronoun so far, agrees; the pronoun then
    /// tells the person's gender.
    fn person(
        &mut self,
        tree: &Tree,
        at: usize,
        gender: Gender,
        resolved: &Resolved,
    ) -> Option<Found> {
        let announced = self.subject_behind(tree, at, gender, resolved);
        let found = announced.or_else(|| self.person_before(tree, at, gender, resolved))?;
        if let Referent::Named(id) = found.referent {
            self.genders.entry(id).or_insert(gender);
        }
        Some(found)
    }

    /// `After his talks, John Roe`, `As he said, John Roe's plan`: the subject that a pronoun stands
    /// before, or its owner.
    fn subject_behind(
        &self,
        tree: &Tree,
        at: usize,
        gender: Gender,
        resolved: &Resolved,
    ) -> Option<Found> {
        let verb = tree.ancestors(at).find(|&up| tree.is_verb(up) && tree.head(up).is_none())?;
        let subject = crate::claims::own_subject(tree, verb)?;
        let before = at < subject && !tree.subtree(subject).contains(&at);
        let opening = tree.ancestors(at).take_while(|&up| up != verb).any(|up| {
            tree.head(up) == Some(verb) && matches!(tree.dep(up), Dep::Advcl | Dep::Prep | Dep::Dep)
        });
        let agrees = |named: &Found| {
            let Referent::Named(id) = named.referent else { return false };
            self.type_of(&named.referent) == EntityType::Person
                && self.gender(id).is_none_or(|known| known == gender)
        };
        let free = before && opening && !self.quotations.holds(at);
        let owner = || tree.child(subject, Dep::Poss);
        let person = |at: usize| resolved.taken_up(at, How::Pronoun).filter(agrees);
        free.then(|| person(subject).or_else(|| person(owner()?))).flatten()
    }

    fn person_before(
        &self,
        tree: &Tree,
        at: usize,
        gender: Gender,
        resolved: &Resolved,
    ) -> Option<Found> {
        let object = matches!(tree.dep(at), Dep::Dobj | Dep::Dative);
        let speaker = self.quoted_speaker(tree, at, resolved);
        let own_subject = Self::subject_of_clause(tree, at);
        let nearest_subject = owning_subject(tree, at);
        let cost = |focus: &Focus| {
            if focus.entity_type != EntityType::Person || focus.plural || focus.modifier {
                return None;
            }
            let age = self.sentence - focus.sentence;
            let reach = match &focus.referent {
                Referent::Named(_) => PERSON_REACH,
                _ => 1,
            };
            let untold = match &focus.referent {
                Referent::Named(id) => match (self.named_gender(*id), self.genders.get(id)) {
                    (Some(known), _) if known != gender => return None,
                    (None, Some(&taken)) if taken != gender => GENDER_CHANGED,
                    (None, None) => GENDER_UNTOLD,
                    _ => 0,
                },
                _ if focus.sentence == HEADLINE => return None,
                Referent::Described(name, _) => match self.gender_of_noun(name) {
                    Some(known) if known != gender => return None,
                    _ => NAMELESS,
                },
                _ => return None,
            };
            let itself = self.stands_at(focus, own_subject);
            let speaks = speaker.as_ref() == Some(&focus.referent);
            let subject = if focus.subject || object { 0 } else { NO_SUBJECT };
            let untold = if self.stands_at(focus, nearest_subject) { 0 } else { untold };
            let cost = 4 * age + subject + untold;
            (age <= reach && !itself && !speaks)
                .then(|| BASE + cost - self.salience(&focus.referent))
        };
        self.cheapest(cost).map(|focus| self.taken_up(focus, How::Pronoun))
    }

    /// Whether it is what a token of this sentence speaks of.
    fn stands_at(&self, focus: &Focus, token: Option<usize>) -> bool {
        focus.sentence == self.sentence && token == Some(focus.token)
    }

    /// What whoever the article often speaks of gains over others.
    fn salience(&self, referent: &Referent) -> usize {
        let Referent::Named(id) = referent else { return 0 };
        let mentions = self.mentioned.get(id).copied().unwrap_or_default();
        OFTEN.iter().find(|(least, _)| mentions >= *least).map_or(0, |(_, gain)| *gain)
    }

    /// The subject of the verb that a pronoun is an object of, which it can't take up.
    fn subject_of_clause(tree: &Tree, at: usize) -> Option<usize> {
        let reflexive = tree.lower(at).ends_with("self");
        Self::clause_subject(tree, at).filter(|_| !reflexive)
    }

    /// The subject of the verb that a pronoun is an object of.
    fn clause_subject(tree: &Tree, at: usize) -> Option<usize> {
        let verb = match tree.dep(at) {
            Dep::Dobj | Dep::Dative => tree.head(at),
            Dep::Pobj => tree.head(at).and_then(|preposition| tree.head(preposition)),
            _ => None,
        };
        let verb = verb.filter(|&verb| tree.is_verb(verb))?;
        crate::claims::own_subject(tree, verb)
    }

    /// What a person's first name or title tells of the gender.
    fn named_gender(&self, id: NameId) -> Option<Gender> {
        let name = &self.inventory.entity_of(id).name;
        let first_name = || self.gender_of_first_name(name.split(' ').next()?);
        self.titled.get(&id).copied().or_else(first_name)
    }

    /// Of `Jean-Marie` the first part tells, of `Jo-Wilfried`, whose parts differ, nothing.
    fn gender_of_first_name(&self, name: &str) -> Option<Gender> {
        let name = name.to_lowercase();
        let mut parts = name.split('-').map(|part| self.words.gender(part));
        let first = parts.next()??;
        parts.flatten().all(|other| other == first).then_some(first)
    }

    /// What the noun of a description tells of the gender.
    fn gender_of_noun(&self, name: &str) -> Option<Gender> {
        self.words.gender_of_title(&name.rsplit([' ', '-']).next()?.to_lowercase())
    }

    /// The gender of a person with a name, as far as it was told.
    pub(super) fn gender_told(&self, referent: &Referent) -> Option<Gender> {
        let Referent::Named(id) = referent else { return None };
        self.gender(*id)
    }

    fn gender(&self, id: NameId) -> Option<Gender> {
        self.named_gender(id).or_else(|| self.genders.get(&id).copied())
    }

    /// `they`: several, or an organization; in the words of somebody who speaks for a country or
    /// an organization and names no others, that.
    fn plural(&self, tree: &Tree, at: usize, resolved: &Resolved) -> Option<Found> {
        if tree.lower(at) == "themselves" {
            return resolved.taken_up(Self::clause_subject(tree, at)?, How::Pronoun);
        }
        if let Some(subject) = plural_subject(tree, at) {
            return resolved.taken_up(subject, How::Pronoun);
        }
        let speaker = self.quoted_speaker(tree, at, resolved);
        let several = |focus: &Focus| {
            let kind = focus.entity_type;
            let many = (focus.plural || self.is_list(focus)) && kind.is_party()
                || matches!(kind, EntityType::Group | EntityType::Organization);
            many && !focus.modifier && speaker.as_ref() != Some(&focus.referent)
        };
        if matches!(tree.dep(at), Dep::Dobj | Dep::Pobj | Dep::Dative) {
            let own = Self::clause_subject(tree, at);
            let last = self.focus.iter().rev().find(|focus| {
                let many = focus.plural || self.is_list(focus);
                many && several(focus) && !self.stands_at(focus, own)
            })?;
            return (self.sentence - last.sentence <= 1).then(|| self.all_of(last, How::Pronoun));
        }
        let found = self.nearest_of(1, several).map(|focus| self.all_of(focus, How::Pronoun));
        found.or_else(|| {
            let mut found = self.speaker(tree, at, resolved)?;
            let Referent::Named(speaker) = found.referent else { return None };
            found.referent = Referent::Named(self.holder_of(speaker)?);
            found.mention.how = How::SpeakersOffice;
            Some(found)
        })
    }

    /// `it`: subjects first; an expletive stands for nothing. The subject of a verb that only
    /// parties do is one.
    fn neuter(&self, tree: &Tree, at: usize) -> Option<Found> {
        if tree.dep(at) == Dep::Expl {
            return None;
        }
        if let Some(object) = self.object_before(tree, at).or_else(|| self.asked_party(tree, at)) {
            return Some(object);
        }
        let acts = tree.dep(at) == Dep::Nsubj
            && tree.head(at).is_some_and(|verb| self.words.is_speech(&tree.lemma(verb)));
        let own_subject = Self::subject_of_clause(tree, at);
        self.nearest(How::Pronoun, 1, |focus| {
            let fits = match focus.entity_type {
                EntityType::Organization | EntityType::Country => true,
                EntityType::Agreement | EntityType::Facility | EntityType::Event => !acts,
                EntityType::Thing | EntityType::Place => !acts && focus.subject,
                _ => false,
            };
            let itself = self.stands_at(focus, own_subject);
            fits && !itself && !focus.plural && !focus.modifier
        })
    }

    /// `revealed the deal, framing it as`, `criticized the deal, saying it would`: the object.
    fn object_before(&self, tree: &Tree, at: usize) -> Option<Found> {
        if tree.dep(at) == Dep::Poss {
            return None;
        }
        let adverbial = tree.ancestors(at).find(|&up| tree.dep(up) == Dep::Advcl)?;
        let object = tree.child(tree.head(adverbial)?, Dep::Dobj).filter(|&object| object < at)?;
        let focus = self.focus.iter().rev().find(|focus| focus.token == object)?;
        (focus.sentence == self.sentence
            && !focus.plural
            && focus.entity_type != EntityType::Person)
            .then(|| self.taken_up(focus, How::Pronoun))
    }

    /// `warned Peru to halt its exercises`: the country or organization that is to do it.
    fn asked_party(&self, tree: &Tree, at: usize) -> Option<Found> {
        let clause = tree.ancestors(at).find(|&up| tree.dep(up) == Dep::Xcomp)?;
        let party = crate::claims::controlling_object(tree, clause)
            .filter(|&object| tree.dep(at) == Dep::Poss && object < at)?;
        let focus = self.focus.iter().rev().find(|focus| focus.token == party)?;
        let kind = focus.entity_type;
        let acts =
            matches!(kind, EntityType::Organization | EntityType::Country | EntityType::Place);
        (focus.sentence == self.sentence && acts).then(|| self.taken_up(focus, How::Pronoun))
    }

    /// `we` and `I` in somebody's words stand for the speaker.
    pub(super) fn speaker(&self, tree: &Tree, at: usize, resolved: &Resolved) -> Option<Found> {
        if self.quotations.holds(at) {
            return self.speaker_of_quotation(tree, at, resolved);
        }
        let verb = tree.ancestors(at).find(|&up| {
            tree.is_verb(up)
                && self.words.is_speech(&tree.lemma(up))
                && !tree.conjuncts(up).contains(&at)
                && crate::claims::own_subject(tree, up).is_some_and(|subject| subject != at)
        })?;
        let subject = crate::claims::own_subject(tree, verb)?;
        resolved.taken_up(subject, How::Speaker)
    }

    /// Whoever says the words between quotation marks that hold a token, named beside them or in
    /// the paragraph before.
    fn speaker_of_quotation(&self, tree: &Tree, at: usize, resolved: &Resolved) -> Option<Found> {
        if let Some(speaker) = self.quotations.speaker(at) {
            return resolved.taken_up(speaker, How::Speaker);
        }
        self.going_on.clone().filter(|_| self.quotations.begins(tree, at))
    }

    /// Who says the words that hold a token, whom `he` in them isn't.
    fn quoted_speaker(&self, tree: &Tree, at: usize, resolved: &Resolved) -> Option<Referent> {
        let quoted = self.quotations.holds(at);
        let speaker = quoted.then(|| self.speaker_of_quotation(tree, at, resolved)).flatten();
        speaker.map(|found| found.referent)
    }
}

/// Whether a pronoun stands for whoever speaks.
pub(super) fn is_first_person(tree: &Tree, at: usize) -> bool {
    let words = ["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"];
    tree.token(at).pos == Pos::Pron && words.contains(&tree.lower(at).as_str())
}

/// `She says John has let them down by his failure`: the subject of the clause that a possessive
/// stands in, which it stands for whatever tells of its gender.
fn owning_subject(tree: &Tree, at: usize) -> Option<usize> {
    let verb = tree.ancestors(at).find(|&up| tree.is_verb(up))?;
    let subject = crate::claims::own_subject(tree, verb)?;
    (tree.dep(at) == Dep::Poss && subject < at).then_some(subject)
}

/// `they` before `their` in one clause: both stand for the same.
fn plural_subject(tree: &Tree, at: usize) -> Option<usize> {
    let possessive = tree.dep(at) == Dep::Poss;
    let subjects = tree.ancestors(at).filter_map(|up| crate::claims::own_subject(tree, up));
    subjects.filter(|_| possessive).find(|&subject| subject < at && tree.lower(subject) == "they")
}

/// `who`, `which`, `that`: the noun that the clause hangs on.
fn relative(tree: &Tree, at: usize, resolved: &Resolved) -> Option<Found> {
    let clause = tree.ancestors(at).find(|&up| matches!(tree.dep(up), Dep::Relcl | Dep::Acl))?;
    resolved.taken_up(tree.head(clause)?, How::Relative)
}
