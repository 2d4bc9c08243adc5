//! The entities as they are collected: named ones first, then described ones on first use.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::discourse::{Found, Referent};
use super::findings::{Finding, Findings};
use super::inventory::Inventory;
use super::{HAS_ROLE, Resolution, ResolvedClaim};
use crate::corpus::{Entity, EntityType};
use crate::judgements::Judgements;
use crate::lexicon::TypeSet;
use crate::names::fold_name;
use crate::trace::{Bytes, How, Mention};

/// Where a claim stands.
#[derive(Clone, Copy)]
struct Place {
    article: usize,
    story: usize,
}

/// The entities as they are collected: named ones first, then described ones on first use.
pub(super) struct Registry<'a> {
    entities: Vec<Entity>,
    /// Number of named entities, which come first.
    names: usize,
    described: HashMap<String, usize>,
    judgements: &'a Judgements,
    /// What a person judged names to be, by what it is called.
    judged: HashMap<&'a str, usize>,
    agreements: HashMap<usize, usize>,
    agreement_names: HashMap<usize, (String, Vec<String>)>,
    /// Holder by person and role, for titles that leave it out.
    holders: HashMap<(usize, String), usize>,
    /// The persons that hold a role somewhere, each with the article that says so.
    held: HashMap<(String, usize), BTreeSet<(usize, usize)>>,
    /// Named entities of which nothing tells the type.
    untyped: BTreeSet<usize>,
    /// The described entities of the article at hand with the places where they are counted
    /// already: several claims may have one argument.
    counted: HashSet<(usize, Bytes)>,
    /// Claims of roles whose holder isn't told.
    untold: Vec<(usize, Untold)>,
}

/// A claim of a role whose holder isn't told beside it.
struct Untold {
    claim: ResolvedClaim,
    role: String,
    /// The article's country, for an office that is held in one.
    home: Option<usize>,
}

impl<'a> Registry<'a> {
    pub(super) fn new(
        inventory: &Inventory<'a>,
        agreement_names: HashMap<usize, (String, Vec<String>)>,
    ) -> Self {
        let entities = (0..inventory.len())
            .map(|id| {
                let named = inventory.entity_of(id);
                Entity {
                    name: named.name.clone(),
                    entity_type: named.entity_type,
                    aliases: named.aliases.clone(),
                    mentions: Vec::new(),
                }
            })
            .collect();
        Self {
            entities,
            names: inventory.len(),
            described: HashMap::new(),
            judgements: inventory.judgements,
            judged: inventory.judged(),
            agreements: HashMap::new(),
            agreement_names,
            holders: HashMap::new(),
            held: HashMap::new(),
            untyped: (0..inventory.len()).filter(|&id| inventory.is_untyped(id)).collect(),
            counted: HashSet::new(),
            untold: Vec::new(),
        }
    }

    /// The claims of an article whose arguments stand for entities of the right types.
    pub(super) fn claims(
        &mut self,
        article: usize,
        story: usize,
        findings: &Findings,
    ) -> Vec<ResolvedClaim> {
        // What named facilities are called besides becomes an alias.
        for (id, words) in &findings.descriptions {
            self.entities[*id].add_alias(words);
        }
        self.counted.clear();
        let place = Place { article, story };
        let mut found = Vec::new();
        findings.claims.iter().for_each(|claim| self.add(place, claim, &mut found));
        found
    }

    fn count(&mut self, id: usize, article: usize, at: Bytes) {
        if !self.counted.insert((id, at)) {
            return;
        }
        let mentions = &mut self.entities[id].mentions;
        match mentions.last_mut() {
            Some((last, count)) if *last == article => *count += 1,
            _ => mentions.push((article, 1)),
        }
    }

    fn add(&mut self, place: Place, claim: &Finding, found: &mut Vec<ResolvedClaim>) {
        for (subject, mention) in self.argument(place, &claim.subject) {
            self.type_by_use(subject, claim);
            if self.may_act(subject, claim) {
                let resolved = ResolvedClaim {
                    told: claim.told.clone(),
                    subject,
                    object: subject,
                    speakers: self.speakers(place, claim),
                    mentions: [mention, mention],
                };
                self.add_objects(place, claim, &resolved, found);
            }
        }
    }

    /// Adds a claim, whose subject is known, for each of its objects.
    fn add_objects(
        &mut self,
        place: Place,
        claim: &Finding,
        resolved: &ResolvedClaim,
        found: &mut Vec<ResolvedClaim>,
    ) {
        let subject = resolved.subject;
        let with = |object, mention| ResolvedClaim {
            object,
            mentions: [resolved.mentions[0], mention],
            ..resolved.clone()
        };
        if claim.office.untold {
            let home = claim.object.as_ref().map(|home| self.argument(place, home));
            let home = home.and_then(|home| home.first().map(|(home, _)| *home));
            let claimed = with(subject, claim.object_mention(How::ToldElsewhere));
            let untold = Untold { claim: claimed, role: claim.office.role.clone(), home };
            self.untold.push((place.article, untold));
            return;
        }
        for (object, mention) in self.objects(place, claim) {
            self.type_holder(object, claim);
            let fits = self.fits(object, &claim.object_types);
            // What two do with each other is one fact.
            let told = claim.is_mutual() && object < subject;
            if fits && object != subject && !told {
                self.remember_role(place.article, claim, subject, object);
                found.push(with(object, mention));
            }
        }
    }

    /// Whether an entity may do what a claim says: a place only as the subject of a verb, for
    /// before a noun it tells where.
    fn may_act(&self, subject: usize, claim: &Finding) -> bool {
        let plain = claim.subject_types.allows(self.entities[subject].entity_type);
        plain || claim.acts && self.fits(subject, &claim.subject_types)
    }

    /// Whether an entity may stand where these types may. The name of a place stands for who
    /// governs or lives there where any party may stand: `Tehran denied`, `accused Moscow`.
    fn fits(&self, id: usize, types: &TypeSet) -> bool {
        let kind = self.entities[id].entity_type;
        let acts = id < self.names && kind == EntityType::Place;
        types.allows(kind) || acts && TypeSet::parties().is_within(types)
    }

    /// A name of which nothing tells the type is taken for an organization where it does what
    /// only parties do.
    fn type_by_use(&mut self, subject: usize, claim: &Finding) {
        let types = &claim.subject_types;
        let parties = !types.is_any() && types.allows(EntityType::Organization);
        if self.untyped.contains(&subject) && parties {
            self.entities[subject].entity_type = EntityType::Organization;
            self.untyped.remove(&subject);
        }
    }

    /// What somebody is president or member of is an organization, where nothing tells its type.
    fn type_holder(&mut self, object: usize, claim: &Finding) {
        let holds = matches!(claim.told.relation.as_str(), HAS_ROLE | "MEMBER_OF");
        let named = object < self.names;
        if holds && named && self.entities[object].entity_type == EntityType::Thing {
            self.entities[object].entity_type = EntityType::Organization;
            self.untyped.remove(&object);
        }
    }

    /// The article's agreement, where the claim is about it; what is offered is kept too.
    fn objects(&mut self, place: Place, claim: &Finding) -> Vec<(usize, Mention)> {
        let mut objects = Vec::new();
        if claim.agreement {
            objects.push((self.agreement(place), claim.object_mention(How::Agreement)));
        }
        if let Some(object) = claim.object.as_ref().filter(|_| !claim.reports_agreement()) {
            objects.extend(self.argument(place, object));
        }
        objects
    }

    fn remember_role(&mut self, article: usize, claim: &Finding, person: usize, holder: usize) {
        if claim.told.relation != HAS_ROLE {
            return;
        }
        let role = &claim.office.role;
        if !claim.office.past {
            self.held.entry((role.clone(), holder)).or_default().insert((article, person));
        }
        self.holders.entry((person, role.clone())).or_insert(holder);
    }

    fn speakers(&mut self, place: Place, claim: &Finding) -> Vec<String> {
        let mut names = Vec::new();
        for speaker in &claim.speakers {
            for (id, _) in self.argument(place, speaker) {
                let name = &self.entities[id].name;
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        names
    }

    /// The entities that an argument stands for, with where the sentence names them.
    fn argument(&mut self, place: Place, found: &Found) -> Vec<(usize, Mention)> {
        let mention = found.mention;
        match &found.referent {
            Referent::Each(members) => {
                let entity = |member| (self.entity(place, member, mention.bytes), mention);
                members.iter().map(entity).collect()
            }
            one => vec![(self.entity(place, one, mention.bytes), mention)],
        }
    }

    fn entity(&mut self, place: Place, referent: &Referent, at: Bytes) -> usize {
        let id = match referent {
            Referent::Named(id) => return *id,
            Referent::Described(name, entity_type) => self.describe(name, *entity_type),
            Referent::Agreement | Referent::Each(_) => self.agreement(place),
        };
        self.count(id, place.article, at);
        id
    }

    fn agreement(&mut self, place: Place) -> usize {
        if let Some(&id) = self.agreements.get(&place.story) {
            return id;
        }
        let (name, aliases) = self
            .agreement_names
            .get(&place.story)
            .cloned()
            .unwrap_or_else(|| ("agreement".to_owned(), Vec::new()));
        let id = self.judged(&name, EntityType::Agreement).unwrap_or_else(|| {
            self.entities.push(Entity::new(name, EntityType::Agreement));
            self.entities.len() - 1
        });
        for alias in aliases {
            self.entities[id].add_alias(&alias);
        }
        self.agreements.insert(place.story, id);
        id
    }

    /// The entity that a person judged the name to be one of.
    fn judged(&mut self, name: &str, entity_type: EntityType) -> Option<usize> {
        let canonical = self.judgements.canonical(&fold_name(name))?;
        let id = *self.judged.entry(canonical).or_insert_with(|| {
            self.entities.push(Entity::new(canonical.to_owned(), entity_type));
            self.entities.len() - 1
        });
        self.entities[id].add_alias(name);
        Some(id)
    }

    fn describe(&mut self, name: &str, entity_type: EntityType) -> usize {
        let folded = fold_name(name);
        if let Some(&id) = self.described.get(&folded) {
            return id;
        }
        let id = self.judged(name, entity_type).unwrap_or_else(|| {
            self.entities.push(Entity::new(name.to_owned(), entity_type));
            self.entities.len() - 1
        });
        self.described.insert(folded, id);
        id
    }

    /// Titles without their organization get the one told elsewhere for the same person; an office
    /// that is held in a country, the article's own, where it says of nobody else that he does.
    pub(super) fn finish(mut self, mut claims: Vec<Vec<ResolvedClaim>>) -> Resolution {
        for (article, Untold { mut claim, role, home }) in std::mem::take(&mut self.untold) {
            let told = self.holders.get(&(claim.subject, role.clone())).copied();
            let taken = |home: &usize| {
                let persons = self.held.get(&(role.clone(), *home));
                let other = |(at, it): &(usize, usize)| *at == article && *it != claim.subject;
                persons.is_some_and(|persons| persons.iter().any(other))
            };
            let home = home.filter(|home| !taken(home));
            if told.is_none() {
                claim.mentions[1].how = How::Home;
            }
            if let Some(holder) = told.or(home) {
                claim.object = holder;
                claims[article].push(claim);
            }
        }
        Resolution { entities: self.entities, claims }
    }
}
