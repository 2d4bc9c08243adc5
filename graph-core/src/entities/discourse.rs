//! What each phrase of an article stands for: names, pronouns, role nouns, definite descriptions
//! and the agreement that a story is about. Unclear ones stand for nothing.

use std::collections::HashMap;

use super::inventory::{Inventory, NameId};
use super::{agreements, phrase};
use crate::claims::{Argument, NameMention, name_at};
use crate::corpus::EntityType;
use crate::lexicon::{Gender, Words};
use crate::parse::{Dep, Pos, Tag, Tree};

/// What a phrase stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Referent {
    /// A named entity.
    Named(NameId),
    /// The agreement that the article is about.
    Agreement,
    /// Whatever its own words say.
    Described(String, EntityType),
}

/// How many sentences back a person may be taken up again.
pub(super) const PERSON_REACH: usize = 4;

/// Something mentioned, as later phrases may take it up.
#[derive(Clone, Debug)]
pub(super) struct Focus {
    pub(super) referent: Referent,
    pub(super) entity_type: EntityType,
    pub(super) plural: bool,
    pub(super) subject: bool,
    pub(super) sentence: usize,
    pub(super) token: usize,
}

/// The state of reading an article.
pub(super) struct Discourse<'a> {
    pub(super) article: usize,
    pub(super) inventory: &'a Inventory<'a>,
    pub(super) words: &'a Words,
    /// Number of the sentence in the article.
    pub(super) sentence: usize,
    pub(super) focus: Vec<Focus>,
    /// Person by role noun, from titles.
    pub(super) roles: HashMap<String, NameId>,
    /// Gender of a person, as pronouns told.
    pub(super) genders: HashMap<NameId, Gender>,
    /// Country or organization that a person was said to hold a role in.
    pub(super) holders: &'a HashMap<NameId, NameId>,
    /// What a description was said to be called: `mega-prison`, known as CECOT.
    pub(super) called: HashMap<String, Referent>,
    /// The words by which the article speaks of its agreement.
    pub(super) family: agreements::Family,
}

/// What the phrases of a paragraph stand for, by head token.
#[derive(Clone, Debug, Default)]
pub(super) struct Resolved {
    pub(super) referents: HashMap<usize, Referent>,
    /// What named facilities are called besides: CECOT is a `mega-prison`.
    pub(super) descriptions: Vec<(NameId, String)>,
}

impl<'a> Discourse<'a> {
    pub(super) fn new(
        article: usize,
        inventory: &'a Inventory<'a>,
        family: agreements::Family,
        holders: &'a HashMap<NameId, NameId>,
    ) -> Self {
        Self {
            article,
            inventory,
            words: &inventory.lexicon.words,
            sentence: 0,
            focus: Vec::new(),
            roles: HashMap::new(),
            genders: HashMap::new(),
            holders,
            called: HashMap::new(),
            family,
        }
    }

    /// Reads a paragraph: resolves every phrase in it, in order.
    pub(super) fn read(&mut self, tree: &Tree, names: &[NameMention]) -> Resolved {
        let mut resolved = Resolved::default();
        for mention in names {
            if let Some(id) = self.inventory.resolve(self.article, &mention.name) {
                for at in mention.tokens.clone() {
                    resolved.referents.insert(at, self.named(tree, mention, at, id));
                }
            }
        }
        for range in tree.parse.sentences.clone() {
            self.sentence += 1;
            for at in range {
                self.read_token(tree, names, at, &mut resolved);
            }
        }
        resolved
    }

    /// A name of a people used as an adjective stands for its country.
    pub(super) fn named(
        &self,
        tree: &Tree,
        mention: &NameMention,
        at: usize,
        id: NameId,
    ) -> Referent {
        let adjective = matches!(tree.token(at).pos, Pos::Adj)
            || matches!(tree.dep(at), Dep::Amod | Dep::Compound | Dep::Nmod);
        let country = tree.lexicon.countries.of_adjective(&mention.name);
        match country.filter(|_| adjective) {
            Some(country) => self.country(country),
            None => Referent::Named(id),
        }
    }

    pub(super) fn country(&self, name: &str) -> Referent {
        match self.inventory.resolve(self.article, name) {
            Some(id) => Referent::Named(id),
            None => Referent::Described(name.to_owned(), EntityType::Country),
        }
    }

    fn read_token(
        &mut self,
        tree: &Tree,
        names: &[NameMention],
        at: usize,
        resolved: &mut Resolved,
    ) {
        if let Some(mention) = name_at(names, at) {
            let last = at + 1 == mention.tokens.end;
            if let Some(referent) = resolved.referents.get(&at).filter(|_| last).cloned() {
                self.remember_role(tree, mention, &referent);
                self.take_focus(tree, at, referent);
            }
            return;
        }
        let referent = match tree.token(at).pos {
            Pos::Pron => self.pronoun(tree, at, resolved),
            Pos::Noun | Pos::Propn | Pos::Num | Pos::Adj if tree.is_nominal(at) => {
                self.noun(tree, names, at, resolved)
            }
            Pos::Adj => self.adjective(tree, at),
            _ => None,
        };
        if let Some(referent) = referent {
            resolved.descriptions.extend(self.description(tree, at, &referent));
            resolved.referents.insert(at, referent.clone());
            if tree.dep(at) != Dep::Compound && tree.dep(at) != Dep::Amod {
                self.take_focus(tree, at, referent);
            }
        }
    }

    /// The words by which a noun phrase speaks of a named facility, where they tell it apart.
    fn description(&self, tree: &Tree, at: usize, referent: &Referent) -> Option<(NameId, String)> {
        let facility = self.words.noun_type(&tree.lemma(at)) == Some(EntityType::Facility);
        let Referent::Named(id) = *referent else { return None };
        let words = phrase::name(tree, at);
        let telling = facility && words.contains([' ', '-']) && !words.contains(['’', '\'']);
        telling.then_some((id, words))
    }

    /// `Salvadoran` before a noun, where the recognizer missed it.
    fn adjective(&self, tree: &Tree, at: usize) -> Option<Referent> {
        tree.lexicon.countries.of_adjective(&tree.token(at).text).map(|name| self.country(name))
    }

    /// The title before a name tells which person `the secretary` is.
    fn remember_role(&mut self, tree: &Tree, mention: &NameMention, referent: &Referent) {
        let Referent::Named(id) = referent else { return };
        if self.inventory.entity_of(*id).entity_type != EntityType::Person {
            return;
        }
        let sentence = tree.sentence_range(mention.tokens.start);
        let start = mention.tokens.start;
        for from in (sentence.start.max(start.saturating_sub(4))..start).rev() {
            let words: Vec<String> =
                (from..start).map(|at| tree.lower(at)).filter(|word| word != ",").collect();
            if self.words.is_role(&words.join(" ")) {
                self.roles.entry(words.join(" ")).or_insert(*id);
                self.roles.entry(words[0].clone()).or_insert(*id);
            }
        }
    }

    fn take_focus(&mut self, tree: &Tree, at: usize, referent: Referent) {
        const MOST: usize = 60;
        let entity_type = self.type_of(&referent);
        let plural = matches!(tree.token(at).tag, Tag::Nns | Tag::Nnps)
            || tree.child(at, Dep::Conj).is_some() && entity_type != EntityType::Country;
        let subject = matches!(tree.dep(at), Dep::Nsubj | Dep::Nsubjpass);
        if self.focus.len() > MOST {
            self.focus.drain(..MOST / 2);
        }
        self.focus.push(Focus {
            referent,
            entity_type,
            plural,
            subject,
            sentence: self.sentence,
            token: at,
        });
    }

    pub(super) fn type_of(&self, referent: &Referent) -> EntityType {
        match referent {
            Referent::Named(id) => self.inventory.entity_of(*id).entity_type,
            Referent::Agreement => EntityType::Agreement,
            Referent::Described(_, entity_type) => *entity_type,
        }
    }

    /// The nearest thing that fits: subjects of this and the last sentence first.
    pub(super) fn nearest(&self, reach: usize, fits: impl Fn(&Focus) -> bool) -> Option<Referent> {
        let age = |focus: &Focus| self.sentence - focus.sentence;
        let cost = |focus: &Focus| 4 * age(focus) + if focus.subject { 0 } else { 3 };
        self.focus
            .iter()
            .enumerate()
            .filter(|(_, focus)| age(focus) <= reach && fits(focus))
            .min_by_key(|(order, focus)| (cost(focus), std::cmp::Reverse(*order)))
            .map(|(_, focus)| focus.referent.clone())
    }

    /// What an argument of a claim stands for.
    pub(super) fn argument(
        &self,
        tree: &Tree,
        resolved: &Resolved,
        argument: Argument,
    ) -> Option<Referent> {
        match argument {
            Argument::Phrase(at) => of_phrase(tree, resolved, at),
            Argument::Clause(verb) => {
                let name = crate::names::clean_name(&phrase::clause_name(tree, verb));
                (!name.is_empty()).then_some(Referent::Described(name, EntityType::Thing))
            }
            Argument::Part { token, length } => {
                let name = crate::names::clean_name(tree.token(token).text.get(..length)?);
                let country = tree.lexicon.countries.named(&name);
                match (self.inventory.resolve(self.article, &name), country) {
                    (Some(id), _) => Some(Referent::Named(id)),
                    (None, Some(country)) => Some(self.country(country)),
                    (None, None) => None,
                }
            }
            Argument::Role(_) => None,
        }
    }

    /// Whether the article speaks of an agreement by a noun that the verb goes with
    /// (`offered` … `the offer`).
    pub(super) fn agreement_of_verb(&self, lemma: &str) -> bool {
        self.family.is_of_verb(lemma)
    }
}

/// What the noun phrase at a token stands for, or what it counts.
fn of_phrase(tree: &Tree, resolved: &Resolved, at: usize) -> Option<Referent> {
    let head = phrase::counted_noun(tree, at);
    resolved.referents.get(&head).or_else(|| resolved.referents.get(&at)).cloned()
}
