//! What each phrase of an article stands for: names, pronouns, role nouns, definite descriptions
//! and the agreement that a story is about. Unclear ones stand for nothing.

use std::cell::RefCell;
use std::collections::HashMap;

use super::inventory::{Inventory, NameId};
use super::{agreements, phrase, pronouns};
use crate::claims::Quotations;
use crate::claims::{Argument, NameMention, name_at};
use crate::corpus::EntityType;
use crate::lexicon::{Gender, Words};
use crate::parse::{Dep, Pos, Tag, Tree};
use crate::trace::{Bytes, How, Link, Mention};

/// What a phrase stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Referent {
    /// A named entity.
    Named(NameId),
    /// The agreement that the article is about.
    Agreement,
    /// Whatever its own words say.
    Described(String, EntityType),
    /// Each of several: `both sides`.
    Each(Vec<Referent>),
}

/// What a phrase stands for, and how that was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) referent: Referent,
    pub(super) mention: Mention,
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
    /// Stands before a noun: `the Roe report`.
    pub(super) modifier: bool,
    /// What `and` adds to it.
    pub(super) others: Vec<Referent>,
    pub(super) sentence: usize,
    pub(super) token: usize,
    pub(super) mention: Mention,
}

/// The state of reading an article.
pub(super) struct Discourse<'a> {
    pub(super) article: usize,
    pub(super) inventory: &'a Inventory<'a>,
    pub(super) words: &'a Words,
    /// Number of the sentence in the article.
    pub(super) sentence: usize,
    pub(super) focus: Vec<Focus>,
    /// How often each name was spoken of so far.
    pub(super) mentioned: HashMap<NameId, usize>,
    /// Person by role noun, from titles.
    pub(super) roles: HashMap<String, NameId>,
    /// Gender of a person, as pronouns told.
    pub(super) genders: HashMap<NameId, Gender>,
    /// Gender of a person, as a title or an apposition told: `Queen Jane`.
    pub(super) titled: HashMap<NameId, Gender>,
    /// Country or organization that a person was said to hold a role in.
    holders: &'a HashMap<NameId, NameId>,
    /// The persons of whom that was asked.
    pub(super) asked: RefCell<Vec<NameId>>,
    /// What a description was said to be called: `mega-prison`, known as CECOT.
    pub(super) called: HashMap<String, Referent>,
    /// The words by which the article speaks of its agreement.
    pub(super) family: agreements::Family,
    /// The country that the article is about, where that is clear.
    pub(super) home: Option<Referent>,
    /// What stands between quotation marks in the paragraph.
    pub(super) quotations: Quotations,
    /// Who said the words that the last paragraph didn't close.
    pub(super) going_on: Option<Found>,
}

/// What the phrases of a paragraph stand for, by head token.
#[derive(Clone, Debug, Default)]
pub(super) struct Resolved {
    pub(super) referents: HashMap<usize, Referent>,
    /// How each of them was found.
    pub(super) mentions: HashMap<usize, Mention>,
    /// What named facilities are called besides: CECOT is a `mega-prison`.
    pub(super) descriptions: Vec<(NameId, String)>,
}

impl<'a> Discourse<'a> {
    pub(super) fn new(
        article: usize,
        inventory: &'a Inventory<'a>,
        family: agreements::Family,
        home: Option<Referent>,
        holders: &'a HashMap<NameId, NameId>,
    ) -> Self {
        Self {
            article,
            inventory,
            words: &inventory.lexicon.words,
            sentence: 0,
            focus: Vec::new(),
            mentioned: HashMap::new(),
            roles: HashMap::new(),
            genders: HashMap::new(),
            titled: HashMap::new(),
            holders,
            asked: RefCell::default(),
            called: HashMap::new(),
            family,
            home,
            quotations: Quotations::default(),
            going_on: None,
        }
    }

    /// The country or organization that a person was said to hold a role in.
    pub(super) fn holder_of(&self, person: NameId) -> Option<NameId> {
        self.asked.borrow_mut().push(person);
        self.holders.get(&person).copied()
    }

    /// Reads a paragraph: resolves every phrase in it, in order.
    pub(super) fn read(&mut self, tree: &Tree, names: &[NameMention]) -> Resolved {
        let mut resolved = Resolved::default();
        self.quotations = Quotations::of(tree);
        for mention in names {
            if let Some(id) = self.inventory.resolve(self.article, &mention.name) {
                let link = self.inventory.link(self.article, &mention.name);
                let whole = Mention {
                    link,
                    ..Mention::new(Bytes::of(tree.bytes(mention.tokens.clone())), How::Name)
                };
                for at in mention.tokens.clone() {
                    let found = self.named(tree, mention, at, id, whole);
                    resolved.insert(at, found);
                }
            }
        }
        for range in tree.parse.sentences.clone() {
            self.sentence += 1;
            for at in range {
                self.read_token(tree, names, at, &mut resolved);
            }
        }
        self.name_speakers(tree, &mut resolved);
        resolved
    }

    /// `I` and `we`, once it is known who `she said` behind the words is.
    fn name_speakers(&mut self, tree: &Tree, resolved: &mut Resolved) {
        let open = |at: &usize| {
            pronouns::is_first_person(tree, *at) && !resolved.referents.contains_key(at)
        };
        let open: Vec<usize> = (0..tree.parse.tokens.len()).filter(open).collect();
        for at in open {
            if let Some(mut found) = self.speaker(tree, at, resolved) {
                found.mention.bytes = Bytes::of(tree.bytes(at..at + 1));
                resolved.insert(at, found);
            }
        }
        let last = self.quotations.last_speaker().filter(|_| self.quotations.open);
        let named = last.and_then(|speaker| resolved.taken_up(speaker, How::Speaker));
        self.going_on = named.or(self.going_on.take().filter(|_| self.quotations.open));
    }

    /// A name of a people used as an adjective stands for its country.
    pub(super) fn named(
        &self,
        tree: &Tree,
        mention: &NameMention,
        at: usize,
        id: NameId,
        whole: Mention,
    ) -> Found {
        let adjective = matches!(tree.token(at).pos, Pos::Adj)
            || matches!(tree.dep(at), Dep::Amod | Dep::Compound | Dep::Nmod);
        let country = tree.lexicon.countries.of_adjective(&mention.name);
        match country.filter(|_| adjective) {
            Some(country) => Found {
                referent: self.country(country),
                mention: Mention::new(whole.bytes, How::Adjective),
            },
            None => Found { referent: Referent::Named(id), mention: whole },
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
                let mention = resolved.mentions.get(&at).copied().unwrap_or_default();
                self.take_focus(tree, at, Found { referent, mention });
            }
            return;
        }
        let found = match tree.token(at).pos {
            Pos::Pron => self.pronoun(tree, at, resolved),
            Pos::Noun | Pos::Propn | Pos::Num | Pos::X | Pos::Adj if tree.is_nominal(at) => {
                self.noun(tree, names, at, resolved)
            }
            Pos::Adj => self.adjective(tree, at),
            _ => None,
        };
        if let Some(mut found) = found {
            found.mention.bytes = Bytes::of(tree.bytes(at..at + 1));
            resolved.descriptions.extend(self.description(tree, at, &found));
            resolved.insert(at, found.clone());
            if tree.dep(at) != Dep::Compound && tree.dep(at) != Dep::Amod {
                self.take_focus(tree, at, found);
            }
        }
    }

    /// The words by which a noun phrase speaks of a named facility, where they tell it apart, or
    /// that a person judged to be another name.
    fn description(&self, tree: &Tree, at: usize, found: &Found) -> Option<(NameId, String)> {
        let facility = self.words.noun_type(&tree.lemma(at)) == Some(EntityType::Facility);
        let Referent::Named(id) = found.referent else { return None };
        let words = phrase::name(tree, at);
        let telling = facility && words.contains([' ', '-']) && !words.contains(['’', '\'']);
        let judged =
            matches!(found.mention.link, Link::Judged(_)) && found.mention.how == How::Name;
        (telling || judged).then_some((id, words))
    }

    /// `Salvadoran` before a noun, where the recognizer missed it.
    fn adjective(&self, tree: &Tree, at: usize) -> Option<Found> {
        let country = tree.lexicon.countries.of_adjective(&tree.token(at).text)?;
        Some(Found::new(self.country(country), How::Adjective))
    }

    /// The title before a name tells which person `the secretary` is.
    fn remember_role(&mut self, tree: &Tree, mention: &NameMention, referent: &Referent) {
        let Referent::Named(id) = referent else { return };
        if self.inventory.entity_of(*id).entity_type != EntityType::Person {
            return;
        }
        let sentence = tree.sentence_range(mention.tokens.start);
        let start = mention.tokens.start;
        let title = start.checked_sub(1).filter(|before| sentence.contains(before));
        let gender = title.and_then(|title| self.words.gender_of_title(&tree.lower(title)));
        if let Some(gender) = gender {
            self.titled.entry(*id).or_insert(gender);
        }
        for from in (sentence.start.max(start.saturating_sub(4))..start).rev() {
            let words: Vec<String> =
                (from..start).map(|at| tree.lower(at)).filter(|word| word != ",").collect();
            if self.words.is_role(&words.join(" ")) {
                self.roles.entry(words.join(" ")).or_insert(*id);
                if self.words.is_role(&words[0]) {
                    self.roles.entry(words[0].clone()).or_insert(*id);
                }
            }
        }
    }

    fn take_focus(&mut self, tree: &Tree, at: usize, found: Found) {
        const MOST: usize = 200;
        let Found { referent, mention } = found;
        let entity_type = self.type_of(&referent);
        let plural = matches!(tree.token(at).tag, Tag::Nns | Tag::Nnps);
        let subject = matches!(tree.dep(at), Dep::Nsubj | Dep::Nsubjpass);
        let modifier = matches!(tree.dep(at), Dep::Compound | Dep::Amod | Dep::Nmod)
            && tree.head(at).is_some_and(|head| tree.token(head).pos == Pos::Noun);
        if tree.dep(at) == Dep::Conj {
            self.add_to_list(tree, at, &referent);
        }
        if let Referent::Named(id) = referent {
            *self.mentioned.entry(id).or_default() += 1;
        }
        if self.focus.len() > MOST {
            self.focus.drain(..MOST / 2);
        }
        self.focus.push(Focus {
            referent,
            entity_type,
            plural,
            subject,
            modifier,
            others: Vec::new(),
            sentence: self.sentence,
            token: at,
            mention,
        });
    }

    /// `X and Y`: Y belongs to what a later `they` takes up with X.
    fn add_to_list(&mut self, tree: &Tree, at: usize, referent: &Referent) {
        let joined = |at: &usize| tree.dep(*at) == Dep::Conj;
        let first = std::iter::successors(Some(at), |at| tree.head(*at).filter(|_| joined(at)))
            .take_while(|word| *word == at || tree.is_nominal(*word))
            .last();
        let sentence = self.sentence;
        let list = self
            .focus
            .iter_mut()
            .rev()
            .find(|focus| focus.sentence == sentence && Some(focus.token) == first);
        if let Some(list) = list.filter(|list| list.referent != *referent) {
            list.others.push(referent.clone());
        }
    }

    pub(super) fn type_of(&self, referent: &Referent) -> EntityType {
        match referent {
            Referent::Named(id) => self.inventory.entity_of(*id).entity_type,
            Referent::Agreement => EntityType::Agreement,
            Referent::Described(_, entity_type) => *entity_type,
            Referent::Each(members) => {
                members.first().map_or(EntityType::Thing, |first| self.type_of(first))
            }
        }
    }

    /// The nearest thing that fits: subjects of this and the last sentence first.
    pub(super) fn nearest(
        &self,
        how: How,
        reach: usize,
        fits: impl Fn(&Focus) -> bool,
    ) -> Option<Found> {
        self.nearest_of(reach, fits).map(|focus| self.taken_up(focus, how))
    }

    /// The nearest thing of a type that has a name.
    pub(super) fn nearest_named(&self, kind: EntityType, reach: usize) -> Option<Found> {
        self.nearest(How::Kind, reach, |focus| {
            focus.entity_type == kind && matches!(focus.referent, Referent::Named(_))
        })
    }

    pub(super) fn nearest_of(&self, reach: usize, fits: impl Fn(&Focus) -> bool) -> Option<&Focus> {
        let age = |focus: &Focus| self.sentence - focus.sentence;
        let cost = |focus: &Focus| 4 * age(focus) + if focus.subject { 0 } else { 3 };
        self.cheapest(|focus| (age(focus) <= reach && fits(focus)).then(|| cost(focus)))
    }

    /// What costs least of what may be taken up; of equals the last.
    pub(super) fn cheapest(&self, cost: impl Fn(&Focus) -> Option<usize>) -> Option<&Focus> {
        let costs = self.focus.iter().enumerate();
        costs
            .filter_map(|(order, focus)| Some((cost(focus)?, std::cmp::Reverse(order), focus)))
            .min_by_key(|(cost, order, _)| (*cost, *order))
            .map(|(_, _, focus)| focus)
    }

    /// What takes up something with all that `and` adds to it.
    pub(super) fn all_of(&self, focus: &Focus, how: How) -> Found {
        let mut found = self.taken_up(focus, how);
        if self.is_list(focus) {
            let mut members = vec![found.referent];
            members.extend(focus.others.iter().cloned());
            found.referent = Referent::Each(members);
        }
        found
    }

    /// Whether it is a subject, a party, to which `and` adds others.
    pub(super) fn is_list(&self, focus: &Focus) -> bool {
        let mut parties = focus.others.iter().map(|other| self.type_of(other).is_party());
        let acts = focus.subject && focus.entity_type.is_party();
        !focus.others.is_empty() && acts && parties.all(|party| party)
    }

    /// What takes up something mentioned before.
    pub(super) fn taken_up(&self, focus: &Focus, how: How) -> Found {
        let back = (self.sentence - focus.sentence) as u16;
        Found { referent: focus.referent.clone(), mention: following(&focus.mention, how, back) }
    }

    /// What an argument of a claim stands for.
    pub(super) fn argument(
        &self,
        tree: &Tree,
        resolved: &Resolved,
        argument: Argument,
    ) -> Option<Found> {
        match argument {
            Argument::Phrase(at) => of_phrase(tree, resolved, at),
            Argument::Clause(verb) => {
                let name = crate::names::clean_name(&phrase::clause_name(tree, verb));
                let mention = Mention::new(Bytes::of(tree.bytes(verb..verb + 1)), How::Clause);
                let named = !name.is_empty();
                let referent = Referent::Described(name, EntityType::Thing);
                named.then_some(Found { referent, mention })
            }
            Argument::Part { token, length } => {
                let name = crate::names::clean_name(tree.token(token).text.get(..length)?);
                let country = tree.lexicon.countries.named(&name);
                let start = tree.token(token).start;
                let link = self.inventory.link(self.article, &name);
                let bytes = Bytes::of(start..start + length);
                let mention = Mention { link, ..Mention::new(bytes, How::Name) };
                let referent = match (self.inventory.resolve(self.article, &name), country) {
                    (Some(id), _) => Referent::Named(id),
                    (None, Some(country)) => self.country(country),
                    (None, None) => {
                        let place = tree.lexicon.places.named(&name)?;
                        Referent::Described(place.name.clone(), EntityType::Place)
                    }
                };
                Some(Found { referent, mention })
            }
            Argument::Role(at) => self.home_of_office(tree, at),
        }
    }

    /// Whether the article speaks of an agreement by a noun that the verb goes with
    /// (`offered` … `the offer`).
    pub(super) fn agreement_of_verb(&self, lemma: &str) -> bool {
        self.family.is_of_verb(lemma)
    }
}

/// What the noun phrase at a token stands for, or what it counts.
fn of_phrase(tree: &Tree, resolved: &Resolved, at: usize) -> Option<Found> {
    let head = phrase::counted_noun(tree, at);
    resolved.found(head).or_else(|| resolved.found(at))
}

/// How a phrase is found that takes up another one, so many sentences back; of a chain of
/// pronouns, what its first one takes up.
fn following(taken_up: &Mention, how: How, back: u16) -> Mention {
    let (bytes, further) = taken_up.antecedent.unwrap_or((taken_up.bytes, 0));
    let antecedent = Some((bytes, back + further));
    Mention { bytes: Bytes::default(), how, antecedent, link: taken_up.link }
}

impl Found {
    /// What takes up no other phrase.
    pub(super) fn new(referent: Referent, how: How) -> Self {
        Self { referent, mention: Mention::new(Bytes::default(), how) }
    }
}

impl Resolved {
    fn insert(&mut self, at: usize, found: Found) {
        self.referents.insert(at, found.referent);
        self.mentions.insert(at, found.mention);
    }

    fn found(&self, at: usize) -> Option<Found> {
        let mention = self.mentions.get(&at).copied().unwrap_or_default();
        Some(Found { referent: self.referents.get(&at)?.clone(), mention })
    }

    /// What takes up the phrase at a token of the same paragraph.
    pub(super) fn taken_up(&self, at: usize, how: How) -> Option<Found> {
        let found = self.found(at)?;
        Some(Found { mention: following(&found.mention, how, 0), ..found })
    }
}
