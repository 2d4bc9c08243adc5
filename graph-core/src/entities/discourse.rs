//! What each phrase of an article stands for: names, pronouns, role nouns, definite descriptions
//! and the agreement that a story is about. Unclear ones stand for nothing.

use std::collections::HashMap;

use super::inventory::{Inventory, NameId};
use super::{agreements, phrase};
use crate::claims::Argument;
use crate::claims::NameMention;
use crate::corpus::EntityType;
use crate::lexicon::{Gender, Lexicon, Words};
use crate::parse::Tree;
use crate::parse::{Dep, EntityKind, Pos, Tag};

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
const PERSON_REACH: usize = 4;

/// Something mentioned, as later phrases may take it up.
#[derive(Clone, Debug)]
struct Focus {
    referent: Referent,
    entity_type: EntityType,
    plural: bool,
    subject: bool,
    sentence: usize,
    token: usize,
}

/// The state of reading an article.
pub(super) struct Discourse<'a> {
    article: usize,
    inventory: &'a Inventory,
    words: &'static Words,
    /// Number of the sentence in the article.
    sentence: usize,
    focus: Vec<Focus>,
    /// Person by role noun, from titles.
    roles: HashMap<String, NameId>,
    /// Gender of a person, as pronouns told.
    genders: HashMap<NameId, Gender>,
    /// Country or organization that a person was said to hold a role in.
    holders: HashMap<NameId, Referent>,
    /// What a description was said to be called: `mega-prison`, known as CECOT.
    called: HashMap<String, Referent>,
    /// The words by which the article speaks of its agreement.
    family: agreements::Family,
}

/// What the phrases of a paragraph stand for, by head token.
#[derive(Clone, Debug, Default)]
pub(super) struct Resolved {
    pub(super) referents: HashMap<usize, Referent>,
}

impl<'a> Discourse<'a> {
    pub(super) fn new(
        article: usize,
        inventory: &'a Inventory,
        family: agreements::Family,
    ) -> Self {
        Self {
            article,
            inventory,
            words: &Lexicon::builtin().words,
            sentence: 0,
            focus: Vec::new(),
            roles: HashMap::new(),
            genders: HashMap::new(),
            holders: HashMap::new(),
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

    /// A person is said to hold a role in a country or organization.
    pub(super) fn remember_holder(&mut self, person: NameId, holder: Referent) {
        self.holders.insert(person, holder);
    }

    /// A name of a people used as an adjective stands for its country.
    fn named(&self, tree: &Tree, mention: &NameMention, at: usize, id: NameId) -> Referent {
        let adjective = matches!(tree.token(at).pos, Pos::Adj)
            || matches!(tree.dep(at), Dep::Amod | Dep::Compound | Dep::Nmod);
        let country = Lexicon::builtin().countries.of_adjective(&mention.name);
        match country.filter(|_| adjective) {
            Some(country) => self.country(country),
            None => Referent::Named(id),
        }
    }

    fn country(&self, name: &str) -> Referent {
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
        if let Some(mention) = names.iter().find(|mention| mention.tokens.contains(&at)) {
            if at + 1 == mention.tokens.end {
                if let Some(referent) = resolved.referents.get(&at).cloned() {
                    self.remember_role(tree, mention, &referent);
                    self.take_focus(tree, at, referent);
                }
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
            resolved.referents.insert(at, referent.clone());
            if tree.dep(at) != Dep::Compound && tree.dep(at) != Dep::Amod {
                self.take_focus(tree, at, referent);
            }
        }
    }

    /// `Salvadoran` before a noun, where the recognizer missed it.
    fn adjective(&self, tree: &Tree, at: usize) -> Option<Referent> {
        Lexicon::builtin()
            .countries
            .of_adjective(&tree.token(at).text)
            .map(|name| self.country(name))
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

    fn type_of(&self, referent: &Referent) -> EntityType {
        match referent {
            Referent::Named(id) => self.inventory.entity_of(*id).entity_type,
            Referent::Agreement => EntityType::Agreement,
            Referent::Described(_, entity_type) => *entity_type,
        }
    }

    fn pronoun(&mut self, tree: &Tree, at: usize, resolved: &Resolved) -> Option<Referent> {
        let word = tree.lower(at);
        match word.as_str() {
            "he" | "him" | "his" | "himself" => self.person(Gender::Male),
            "she" | "her" | "hers" | "herself" => self.person(Gender::Female),
            "they" | "them" | "their" | "theirs" | "themselves" => self.plural(tree, at, resolved),
            "it" | "its" | "itself" => self.neuter(tree, at),
            "i" | "me" | "my" | "we" | "us" | "our" | "myself" | "ourselves" => {
                self.speaker(tree, at, resolved)
            }
            _ if tree.is_relative(at) => self.relative(tree, at, resolved),
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
            Referent::Named(speaker) => self.holders.get(&speaker).cloned(),
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

    /// `who`, `which`, `that`: the noun that the clause hangs on.
    fn relative(&self, tree: &Tree, at: usize, resolved: &Resolved) -> Option<Referent> {
        let clause =
            tree.ancestors(at).find(|&up| matches!(tree.dep(up), Dep::Relcl | Dep::Acl))?;
        resolved.referents.get(&tree.head(clause)?).cloned()
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

    /// The nearest thing that fits: subjects of this and the last sentence first.
    fn nearest(&self, reach: usize, fits: impl Fn(&Focus) -> bool) -> Option<Referent> {
        let age = |focus: &Focus| self.sentence - focus.sentence;
        let cost = |focus: &Focus| 4 * age(focus) + if focus.subject { 0 } else { 3 };
        self.focus
            .iter()
            .enumerate()
            .filter(|(_, focus)| age(focus) <= reach && fits(focus))
            .min_by_key(|(order, focus)| (cost(focus), std::cmp::Reverse(*order)))
            .map(|(_, focus)| focus.referent.clone())
    }

    fn noun(
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
        if self.family.contains(tree, head) || self.is_move(tree, head) {
            return Some(Referent::Agreement);
        }
        if let Some(country) = self.government(tree, head, resolved) {
            return Some(country);
        }
        if is_definite(tree, head) || self.modifies_as_definite(tree, head, kind) {
            if let Some(found) = self.definite(tree, head, &lemma, kind) {
                return Some(found);
            }
            if self.must_be_resolved(tree, head, kind) {
                return None;
            }
        }
        let name = phrase::name(tree, head);
        let named = crate::names::clean_name(&name);
        if named.is_empty() || !named.chars().any(char::is_alphabetic) {
            return None;
        }
        if let Some(id) = self.inventory.resolve(self.article, &named) {
            return Some(Referent::Named(id));
        }
        Some(Referent::Described(named, described_type(tree, head, kind)))
    }

    /// `a company spokesman`, `the museum's director`: a bare noun that owns or modifies takes up
    /// what was named before.
    fn modifies_as_definite(&self, tree: &Tree, head: usize, kind: Option<EntityType>) -> bool {
        matches!(tree.dep(head), Dep::Compound | Dep::Poss)
            && kind == Some(EntityType::Organization)
            && tree.token(head).tag == Tag::Nn
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
            (Person, Person | Group) => true,
            (Organization, Organization | Group | Person) => true,
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
            Referent::Named(person) => self.holders.get(person),
            _ => None,
        });
        country.copied().or(holder).cloned()
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

    /// `the church` → the nearest name that holds the word.
    fn name_holding(&self, lemma: &str, kind: EntityType) -> Option<Referent> {
        let holds = |focus: &&Focus| match &focus.referent {
            Referent::Named(id) => {
                let entity = self.inventory.entity_of(*id);
                let words = crate::names::fold_name(&entity.name);
                entity.entity_type == kind && words.split(' ').any(|word| word == lemma)
            }
            _ => false,
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

    /// A bare `the company` or `the president` that takes up nothing known stands for nothing.
    fn must_be_resolved(&self, tree: &Tree, head: usize, kind: Option<EntityType>) -> bool {
        let single = tree.token(head).tag == Tag::Nn;
        let vague = matches!(
            kind,
            Some(EntityType::Country | EntityType::Organization | EntityType::Person)
        );
        single && vague && has_no_modifier(tree, head)
    }

    /// What an argument of a claim stands for.
    pub(super) fn argument(
        &self,
        tree: &Tree,
        resolved: &Resolved,
        argument: Argument,
    ) -> Option<Referent> {
        match argument {
            Argument::Phrase(at) => self.phrase(tree, resolved, at),
            Argument::Clause(verb) => {
                let name = crate::names::clean_name(&phrase::clause_name(tree, verb));
                (!name.is_empty()).then_some(Referent::Described(name, EntityType::Thing))
            }
            Argument::Part { token, length } => {
                let name = crate::names::clean_name(tree.token(token).text.get(..length)?);
                let country = Lexicon::builtin().countries.named(&name);
                match (self.inventory.resolve(self.article, &name), country) {
                    (Some(id), _) => Some(Referent::Named(id)),
                    (None, Some(country)) => Some(self.country(country)),
                    (None, None) => None,
                }
            }
            Argument::Role(_) => None,
        }
    }

    fn phrase(&self, tree: &Tree, resolved: &Resolved, at: usize) -> Option<Referent> {
        let head = phrase::counted_noun(tree, at);
        resolved.referents.get(&head).or_else(|| resolved.referents.get(&at)).cloned()
    }

    /// Whether the article speaks of an agreement by a noun that the verb goes with
    /// (`offered` … `the offer`).
    pub(super) fn agreement_of_verb(&self, lemma: &str) -> bool {
        self.family.is_of_verb(lemma)
    }
}

/// `they` before `their` in one clause: both stand for the same.
fn plural_subject(tree: &Tree, at: usize) -> Option<usize> {
    let possessive = tree.dep(at) == Dep::Poss;
    let subjects = tree.ancestors(at).filter_map(|up| crate::claims::own_subject(tree, up));
    subjects.filter(|_| possessive).find(|&subject| subject < at && tree.lower(subject) == "they")
}

/// Nouns that are one word for several people.
fn is_collective(lemma: &str) -> bool {
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
fn is_definite(tree: &Tree, head: usize) -> bool {
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
        Some(EntityType::Country | EntityType::Organization) if plural => EntityType::Group,
        Some(EntityType::Person) if plural => EntityType::Group,
        Some(kind) => kind,
        None if plural && names_people(&tree.lemma(head)) => EntityType::Group,
        None => EntityType::Thing,
    }
}

/// Plurals in `-ist`, `-ian`, `-eer` name people.
fn names_people(lemma: &str) -> bool {
    lemma.len() > 5 && ["ist", "ian", "eer", "ant", "wright"].iter().any(|end| lemma.ends_with(end))
}

/// The name that an apposition, `known as` or `called` gives to what a noun stands for.
fn apposed_name<'a>(
    tree: &Tree,
    names: &'a [NameMention],
    head: usize,
    kind: Option<EntityType>,
) -> Option<&'a NameMention> {
    let role = Lexicon::builtin().words.is_role(&tree.lemma(head));
    let kind = if role { Some(EntityType::Person) } else { kind }?;
    let named = |at: usize| names.iter().find(|name| name.tokens.contains(&at));
    let apposed = tree
        .with_dep(head, Dep::Appos)
        .find_map(named)
        .filter(|name| name.tokens.start > head && suits(name, kind));
    let through_naming = tree
        .with_dep(head, Dep::Acl)
        .filter(|&verb| matches!(&*tree.lower(verb), "known" | "called" | "named" | "dubbed"))
        .flat_map(|verb| {
            let direct = tree
                .children(verb)
                .filter(move |&child| matches!(tree.dep(child), Dep::Oprd | Dep::Dobj | Dep::Attr));
            direct.chain(tree.after_preposition(verb, "as")).collect::<Vec<_>>()
        })
        .find_map(named);
    through_naming
        .or(apposed)
        .or_else(|| behind_comma(tree, names, head).filter(|name| suits(name, kind)))
        .or_else(|| directly_behind(tree, names, head))
}

/// `the environmental group Ríos Libres`, `the newspaper Daily Post`.
fn directly_behind<'a>(
    tree: &Tree,
    names: &'a [NameMention],
    head: usize,
) -> Option<&'a NameMention> {
    let collective =
        ["group", "company", "party", "newspaper", "charity", "agency", "museum", "ship"];
    let fits = collective.contains(&tree.lemma(head).as_str()) && is_definite(tree, head);
    names.iter().find(|name| {
        fits && name.tokens.start == head + 1
            && !matches!(name.kind, Some(EntityKind::Gpe | EntityKind::Person | EntityKind::Norp))
    })
}

/// `the president, Jane Roe`; `a "mega prison," the Terrorism Confinement Centre`.
fn behind_comma<'a>(tree: &Tree, names: &'a [NameMention], head: usize) -> Option<&'a NameMention> {
    let sentence = tree.sentence_range(head);
    let mut at = head + 1;
    let mut comma = false;
    while at < sentence.end && (tree.token(at).pos == Pos::Punct || tree.token(at).pos == Pos::Det)
    {
        comma |= &*tree.token(at).text == ",";
        at += 1;
    }
    let near = comma && at - head <= 4;
    let title =
        |name: &&NameMention| name.titled && name.tokens.start > at && name.tokens.start <= at + 3;
    names.iter().find(|name| near && (name.tokens.start == at || title(name))).filter(|name| {
        let next = tree.parse.tokens.get(name.tokens.end);
        let listed = tree.children(name.tokens.end - 1).any(|to| tree.dep(to) == Dep::Conj)
            || tree.dep(name.tokens.end - 1) == Dep::Conj;
        let closed = next.is_none_or(|token| token.pos == Pos::Punct || token.pos == Pos::Adp);
        closed && !listed
    })
}

/// Whether what the recognizer says of a name agrees with the noun beside it.
fn suits(name: &NameMention, kind: EntityType) -> bool {
    use crate::parse::EntityKind::{Event, Fac, Gpe, Loc, Org, Person, Product};
    match (kind, name.kind) {
        (_, None) => kind != EntityType::Group,
        (EntityType::Person, Some(found)) => {
            found == Person || name.tokens.len() > 1 && found != Gpe
        }
        (EntityType::Facility, Some(found)) => matches!(found, Fac | Org | Product | Loc),
        (EntityType::Organization, Some(found)) => matches!(found, Org),
        (EntityType::Country | EntityType::Place, Some(found)) => matches!(found, Gpe | Loc),
        (EntityType::Event, Some(found)) => found == Event,
        _ => false,
    }
}

/// The name that a description is given, with the type that the description tells.
pub(super) fn descriptions<'a>(
    tree: &Tree,
    names: &'a [NameMention],
) -> Vec<(&'a NameMention, EntityType)> {
    let words = &Lexicon::builtin().words;
    (0..tree.parse.tokens.len())
        .filter(|&at| tree.token(at).pos == Pos::Noun)
        .filter_map(|at| {
            let kind = words.noun_type(&tree.lemma(at))?;
            let role = words.is_role(&tree.lemma(at)) && tree.token(at).tag == Tag::Nn;
            let kind = if role { EntityType::Person } else { kind };
            let telling =
                matches!(kind, EntityType::Facility | EntityType::Organization | EntityType::Event);
            apposed_name(tree, names, at, Some(kind))
                .filter(|_| telling || role)
                .map(|name| (name, kind))
        })
        .collect()
}
