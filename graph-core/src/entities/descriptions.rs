//! Noun phrases without a name of their own: what `the facility`, `the secretary`, `the country`,
//! `the deal` take up; else what their own words say.

use super::apposition::apposed_name;
use super::discourse::{Discourse, Focus, Found, PERSON_REACH, Referent, Resolved};
use super::inventory::NameId;
use super::{agreements, phrase};
use crate::claims::NameMention;
use crate::corpus::EntityType;
use crate::lexicon::Standing;
use crate::parse::{Dep, Pos, Tag, Tree};
use crate::trace::{How, Mention};

impl Discourse<'_> {
    pub(super) fn noun(
        &mut self,
        tree: &Tree,
        names: &[NameMention],
        at: usize,
        resolved: &Resolved,
    ) -> Option<Found> {
        let head = phrase::counted_noun(tree, at);
        let lemma = tree.lemma(head);
        let kind = self.words.noun_type(&lemma);
        if let Some(name) = apposed_name(tree, names, head, kind) {
            let id = self.inventory.resolve(self.article, &name.name)?;
            self.called.insert(lemma, Referent::Named(id));
            return Some(Found::new(Referent::Named(id), How::Apposition));
        }
        if let Some(named) = self.apposition_to_name(tree, head, kind, resolved) {
            return Some(named);
        }
        if agreements::may_belong(tree, head) || self.is_move(tree, head) {
            return Some(Found::new(Referent::Agreement, How::Agreement));
        }
        if let Some(country) = self.government(tree, head, resolved) {
            return Some(country);
        }
        if let Some(employer) = self.organization_of(tree, head, resolved) {
            return Some(employer);
        }
        if let Some(named) = self.named_by_modifier(tree, head, kind, resolved) {
            return Some(named);
        }
        if let Some(both) = self.both(tree, head, kind) {
            return Some(both);
        }
        if let Some(place) = self.place_called(tree, head, kind, resolved) {
            return Some(place);
        }
        if is_aged(tree, head) && is_definite(tree, head) {
            return self.nearest_named(EntityType::Person, PERSON_REACH);
        }
        if is_definite(tree, head) || modifies_as_definite(tree, head, kind) {
            if let Some(found) = self.definite(tree, head, &lemma, kind) {
                return Some(found);
            }
            if must_be_resolved(tree, head, kind) && self.may_be_named(kind) {
                return None;
            }
        }
        let words = crate::names::clean_name(&phrase::name(tree, head));
        if !words.chars().any(char::is_alphabetic) {
            return None;
        }
        let capital = |text: &str| text.chars().any(char::is_uppercase);
        let capitalized = capital(&words) || capital(&tree.token(head).text);
        let id = self.inventory.resolve(self.article, &words).filter(|_| capitalized);
        let Some(id) = id else {
            let referent = Referent::Described(words, described_type(tree, head, kind));
            return Some(Found::new(referent, How::Words));
        };
        let link = self.inventory.link(self.article, &words);
        let mention = Mention { link, how: How::Name, ..Mention::default() };
        Some(Found { referent: Referent::Named(id), mention })
    }

    /// `Jane Roe, a builder`: a singular noun in apposition to a name stands for it.
    fn apposition_to_name(
        &self,
        tree: &Tree,
        head: usize,
        kind: Option<EntityType>,
        resolved: &Resolved,
    ) -> Option<Found> {
        use EntityType::{Facility, Group, Organization, Person};
        let first = Some(tree.first_conjunct(head)).filter(|&at| tree.dep(at) == Dep::Appos)?;
        let name = tree.head(first)?;
        let single = tree.token(head).tag == Tag::Nn && tree.token(name).pos == Pos::Propn;
        let referent = resolved.referents.get(&name).filter(|_| single)?;
        let agrees = match (self.type_of(referent), kind?) {
            (Person, Person | Group) | (Organization, Organization | Group | Person) => true,
            (named, kind) => named == kind && named == Facility,
        };
        agrees.then(|| resolved.taken_up(name, How::Apposition)).flatten()
    }

    /// `the Kenya African National Union party`: the party that the words before the noun name.
    fn named_by_modifier(
        &self,
        tree: &Tree,
        head: usize,
        kind: Option<EntityType>,
        resolved: &Resolved,
    ) -> Option<Found> {
        const CALLED: [&str; 8] =
            ["party", "company", "newspaper", "movement", "union", "club", "airline", "bank"];
        let common = tree.token(head).tag == Tag::Nn && CALLED.contains(&&*tree.lemma(head));
        let before =
            head.checked_sub(1).filter(|_| common && kind == Some(EntityType::Organization))?;
        let modifies = tree.dep(before) == Dep::Compound && tree.head(before) == Some(head);
        let named = modifies && tree.token(before).pos == Pos::Propn;
        let found = resolved.taken_up(before, How::Apposition).filter(|_| named)?;
        (self.type_of(&found.referent) == EntityType::Organization).then_some(found)
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
    fn government(&self, tree: &Tree, head: usize, resolved: &Resolved) -> Option<Found> {
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
            Referent::Named(person) => self.holder_of(*person).map(Referent::Named),
            _ => None,
        });
        if let Some(country) = country.copied().cloned().or(holder) {
            return Some(Found::new(country, How::Government));
        }
        let alone = tree.lemma(head) == "government"
            && is_definite(tree, head)
            && has_no_modifier(tree, head);
        self.governed_country().filter(|_| alone)
    }

    /// `his party`, `her organisation`: the organization that the person was said to hold a role in.
    fn organization_of(&self, tree: &Tree, head: usize, resolved: &Resolved) -> Option<Found> {
        const KINDS: [&str; 11] = [
            "party",
            "organization",
            "organisation",
            "company",
            "firm",
            "group",
            "club",
            "charity",
            "union",
            "association",
            "movement",
        ];
        let lemma = tree.lemma(head);
        let owner = tree.child(head, Dep::Poss).filter(|&at| tree.token(at).pos == Pos::Pron)?;
        let plain = KINDS.contains(&lemma.as_str()) && tree.token(head).tag == Tag::Nn;
        let Some(Referent::Named(person)) = resolved.referents.get(&owner).filter(|_| plain) else {
            return None;
        };
        let holder = self.holder_of(*person)?;
        let organization = self.inventory.entity_of(holder).entity_type == EntityType::Organization;
        (organization && self.may_be_called(holder, &lemma))
            .then(|| Found::new(Referent::Named(holder), How::SpeakersOffice))
    }

    /// `the government`: of the country that the sentence speaks of before, else of the one that
    /// the article is about.
    fn governed_country(&self) -> Option<Found> {
        let here = self.nearest(How::Government, 0, |focus| {
            focus.entity_type == EntityType::Country && focus.subject
        });
        here.or_else(|| Some(Found::new(self.home.clone()?, How::Home)))
    }

    /// `the city of Ghent`, `Gazni province`: the place that it calls by name.
    fn place_called(
        &self,
        tree: &Tree,
        head: usize,
        kind: Option<EntityType>,
        resolved: &Resolved,
    ) -> Option<Found> {
        if kind != Some(EntityType::Place) || tree.token(head).tag != Tag::Nn {
            return None;
        }
        let of = tree.after_preposition(head, "of");
        let place = of
            .iter()
            .filter_map(|at| resolved.referents.get(at))
            .find(|found| matches!(self.type_of(found), EntityType::Place | EntityType::Country))?;
        Some(Found::new(place.clone(), How::Apposition))
    }

    /// Whether the article has named something that a definite phrase of this type could be.
    fn may_be_named(&self, kind: Option<EntityType>) -> bool {
        self.focus.iter().any(|focus| {
            Some(focus.entity_type) == kind && matches!(focus.referent, Referent::Named(_))
        })
    }

    /// What a definite phrase takes up: something so called, a role's holder, a name that holds
    /// the noun, or the one thing of its type in reach.
    fn definite(
        &self,
        tree: &Tree,
        head: usize,
        lemma: &str,
        kind: Option<EntityType>,
    ) -> Option<Found> {
        let single = !matches!(tree.token(head).tag, Tag::Nns | Tag::Nnps);
        let role = phrase::name(tree, head).to_lowercase();
        let titled = self.roles.get(&role);
        let whole = titled.is_some() && role.contains(' ');
        if let Some(called) = self.called.get(lemma).filter(|_| single && !whole) {
            return Some(Found::new(called.clone(), How::SoCalled));
        }
        let person = titled.or_else(|| self.roles.get(lemma));
        if let Some(&person) = person.filter(|_| single) {
            return Some(Found::new(Referent::Named(person), How::Role));
        }
        let bare = has_no_modifier(tree, head);
        if bare && SETTLEMENTS.contains(&lemma) && single {
            return self.nearest_named(EntityType::Place, PERSON_REACH);
        }
        match kind {
            Some(EntityType::Country) if bare => self.nearest(How::Kind, 8, |focus| {
                focus.entity_type == EntityType::Country && !focus.plural
            }),
            Some(EntityType::Person | EntityType::Group)
                if bare && tree.token(head).tag == Tag::Nn && !is_collective(lemma) =>
            {
                let gender = self.words.gender_of_title(lemma);
                let found = self.nearest_named(EntityType::Person, PERSON_REACH)?;
                // `the king` is no Queen Jane.
                let other = self.gender_told(&found.referent);
                let agrees = gender.is_none() || other.is_none() || gender == other;
                let may_hold = !self.words.is_role(lemma) || self.holds_any(&found.referent);
                (agrees && may_hold && !self.holds_another(lemma, &found.referent)).then_some(found)
            }
            // `the unions` are no Union of one name.
            Some(kind)
                if bare && tree.token(head).tag != Tag::Nns || tree.token(head).tag == Tag::Nnp =>
            {
                self.name_holding(lemma, kind).or_else(|| self.only_one(kind, lemma))
            }
            _ => None,
        }
    }

    /// Whether any role was told of a person: nobody else is `the ambassador`.
    fn holds_any(&self, person: &Referent) -> bool {
        let holds = |holder: &NameId| matches!(person, Referent::Named(named) if named == holder);
        self.roles.values().any(holds)
    }

    /// Whether a person is known by another office: after `Pope Jane`, `the president` is somebody
    /// else.
    fn holds_another(&self, office: &str, person: &Referent) -> bool {
        const VAGUE: [&str; 8] =
            ["boss", "chief", "diplomat", "head", "leader", "official", "politician", "star"];
        let state = self.words.standing(office) == Some(Standing::State);
        state && !VAGUE.contains(&office) && self.holds_any(person)
    }

    /// `the church` → the nearest name or description that ends with the word, or, of the same
    /// type, holds it.
    fn name_holding(&self, lemma: &str, kind: EntityType) -> Option<Found> {
        let holds = |focus: &&Focus| {
            let name = match &focus.referent {
                Referent::Named(id) => &self.inventory.entity_of(*id).name,
                Referent::Described(name, _) if !name.contains(" of ") => name,
                Referent::Described(..) | Referent::Agreement | Referent::Each(_) => return false,
            };
            let folded = crate::names::fold_name(name);
            let mut words = folded.split(' ');
            let ends = folded.contains(' ') && words.next_back() == Some(lemma);
            ends && !focus.plural || focus.entity_type == kind && words.any(|word| word == lemma)
        };
        let found = self.focus.iter().rev().find(holds)?;
        Some(self.taken_up(found, How::WordOfName))
    }

    /// A name that holds another noun for an organization isn't called so: no ministry is `the
    /// party`.
    fn may_be_called(&self, id: NameId, lemma: &str) -> bool {
        let name = crate::names::fold_name(&self.inventory.entity_of(id).name);
        let general =
            matches!(lemma, "organization" | "organisation" | "group" | "body" | "institution");
        let last = name.rsplit(' ').next().unwrap_or_default();
        let other = |word: &str| {
            let kind = self.words.noun_type(word);
            kind == Some(EntityType::Organization) || word == last && kind.is_some()
        };
        // Bodies that have the word in their names.
        let called = matches!(
            lemma,
            "committee"
                | "council"
                | "commission"
                | "court"
                | "parliament"
                | "senate"
                | "congress"
                | "ministry"
                | "department"
                | "university"
                | "bank"
                | "union"
                | "church"
                | "panel"
        );
        let holds = name.split(' ').any(|word| word == lemma);
        general || holds || !called && !name.split(' ').any(other)
    }

    /// The one named thing of a type in the last sentences.
    fn only_one(&self, kind: EntityType, lemma: &str) -> Option<Found> {
        let governs = lemma == "government";
        if governs || !matches!(kind, EntityType::Facility | EntityType::Organization) {
            return None;
        }
        let in_reach = self
            .focus
            .iter()
            .rev()
            .filter(|focus| {
                focus.entity_type == kind && self.sentence - focus.sentence <= PERSON_REACH
            })
            .filter(|focus| match &focus.referent {
                Referent::Named(id) => self.may_be_called(*id, lemma),
                _ => false,
            });
        let found: Vec<&Focus> = in_reach.collect();
        let (last, others) = found.split_first()?;
        let only = others.iter().all(|other| other.referent == last.referent);
        only.then(|| self.taken_up(last, How::Kind))
    }
}

/// Nouns for a place of which one alone is spoken of.
const SETTLEMENTS: [&str; 6] = ["city", "town", "village", "island", "province", "territory"];

/// `the 65-year-old`.
fn is_aged(tree: &Tree, head: usize) -> bool {
    let year = head >= 4 && &*tree.lower(head - 2) == "year" && &*tree.lower(head - 1) == "-";
    year && &*tree.lower(head) == "old" && tree.token(head - 4).tag == Tag::Cd
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
        Some(EntityType::Group) if !plural && !is_collective(&tree.lemma(head)) => {
            EntityType::Person
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
