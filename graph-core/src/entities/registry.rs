//! The entities as they are collected: named ones first, then described ones on first use.

use std::collections::{BTreeSet, HashMap};

use super::discourse::{self, Discourse, Referent};
use super::inventory::Inventory;
use super::{Resolution, ResolvedClaim};
use crate::claims::{Argument, Claim, NameMention};
use crate::corpus::{Entity, EntityType};
use crate::names::fold_name;
use crate::parse::Tree;

/// Where a claim's arguments are looked up.
pub(super) struct Parts<'a> {
    pub(super) discourse: &'a Discourse<'a>,
    pub(super) tree: &'a Tree<'a>,
    pub(super) resolved: &'a discourse::Resolved,
    pub(super) article: usize,
    pub(super) story: usize,
}

/// The entities as they are collected: named ones first, then described ones on first use.
pub(super) struct Registry {
    entities: Vec<Entity>,
    described: HashMap<String, usize>,
    agreements: HashMap<usize, usize>,
    agreement_names: HashMap<usize, (String, Vec<String>)>,
    /// Holder by person and role, for titles that leave it out.
    holders: HashMap<(usize, String), usize>,
    /// Named entities of which nothing tells the type.
    untyped: BTreeSet<usize>,
    /// Claims of roles whose holder isn't told.
    untold: Vec<(usize, ResolvedClaim, String)>,
}

impl Registry {
    pub(super) fn new(
        inventory: &Inventory,
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
            described: HashMap::new(),
            agreements: HashMap::new(),
            agreement_names,
            holders: HashMap::new(),
            untyped: (0..inventory.len()).filter(|&id| inventory.is_untyped(id)).collect(),
            untold: Vec::new(),
        }
    }

    /// What named facilities are called besides becomes an alias.
    pub(super) fn add_descriptions(&mut self, descriptions: &[(usize, String)]) {
        for (id, words) in descriptions {
            let entity = &mut self.entities[*id];
            if entity.name != *words && !entity.aliases.contains(words) {
                entity.aliases.push(words.clone());
                entity.aliases.sort();
            }
        }
    }

    pub(super) fn count_names(
        &mut self,
        article: usize,
        inventory: &Inventory,
        names: &[Vec<NameMention>],
    ) {
        for mention in names.iter().flatten() {
            if let Some(id) = inventory.resolve(article, &mention.name) {
                self.count(id, article);
            }
        }
    }

    fn count(&mut self, id: usize, article: usize) {
        let mentions = &mut self.entities[id].mentions;
        match mentions.last_mut() {
            Some((last, count)) if *last == article => *count += 1,
            _ => mentions.push((article, 1)),
        }
    }

    pub(super) fn add(
        &mut self,
        parts: &Parts,
        block: usize,
        number: usize,
        claim: &Claim,
        found: &mut Vec<ResolvedClaim>,
    ) {
        let Some(subject) = self.argument(parts, claim.subject) else { return };
        self.type_by_use(subject, claim);
        if !claim.subject_types.allows(self.entities[subject].entity_type) {
            return;
        }
        let speakers = self.speakers(parts, claim);
        let resolved = |object| ResolvedClaim {
            block,
            claim: number,
            subject,
            object,
            speakers: speakers.clone(),
        };
        if let Argument::Role(role) = claim.object {
            let role = parts.tree.lower(role);
            self.untold.push((parts.article, resolved(subject), role));
            return;
        }
        for object in self.objects(parts, claim) {
            let fits = claim.object_types.allows(self.entities[object].entity_type);
            if fits && object != subject {
                self.remember_role(parts, claim, subject, object);
                found.push(resolved(object));
            }
        }
    }

    /// A name of which nothing tells the type is taken for an organization where it does what
    /// only parties do.
    fn type_by_use(&mut self, subject: usize, claim: &Claim) {
        let types = &claim.subject_types;
        let parties = !types.is_any() && types.allows(EntityType::Organization);
        if self.untyped.contains(&subject) && parties {
            self.entities[subject].entity_type = EntityType::Organization;
            self.untyped.remove(&subject);
        }
    }

    /// A clause about offering or agreeing stands for the article's agreement; what is offered
    /// is kept too where the relation is about it.
    fn objects(&mut self, parts: &Parts, claim: &Claim) -> Vec<usize> {
        let mut objects = Vec::new();
        let verb = match claim.object {
            Argument::Clause(verb) => Some(verb),
            _ => None,
        };
        let about_agreement = |at: usize| parts.discourse.agreement_of_verb(&parts.tree.lemma(at));
        let reports = matches!(claim.relation.as_str(), "ANNOUNCED" | "CONFIRMED");
        let makes = matches!(claim.relation.as_str(), "PROPOSED" | "AGREED_TO") && verb.is_some();
        let stands_for_it = if reports {
            verb.is_some_and(about_agreement)
        } else {
            makes && about_agreement(claim.trigger)
        };
        if stands_for_it {
            objects.push(self.agreement(parts));
        }
        if !(reports && stands_for_it) {
            objects.extend(self.argument(parts, claim.object));
        }
        objects
    }

    fn remember_role(&mut self, parts: &Parts, claim: &Claim, person: usize, holder: usize) {
        if claim.relation == "HAS_ROLE" {
            let role = parts.tree.lower(claim.trigger);
            self.holders.entry((person, role)).or_insert(holder);
        }
    }

    fn speakers(&mut self, parts: &Parts, claim: &Claim) -> Vec<String> {
        let mut names = Vec::new();
        for &speaker in &claim.speakers {
            if let Some(id) = self.argument(parts, Argument::Phrase(speaker)) {
                let name = &self.entities[id].name;
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        names
    }

    fn argument(&mut self, parts: &Parts, argument: Argument) -> Option<usize> {
        match parts.discourse.argument(parts.tree, parts.resolved, argument)? {
            Referent::Named(id) => Some(id),
            Referent::Agreement => {
                let id = self.agreement(parts);
                self.count(id, parts.article);
                Some(id)
            }
            Referent::Described(name, entity_type) => {
                let id = self.describe(name, entity_type);
                self.count(id, parts.article);
                Some(id)
            }
        }
    }

    fn agreement(&mut self, parts: &Parts) -> usize {
        if let Some(&id) = self.agreements.get(&parts.story) {
            return id;
        }
        let (name, aliases) = self
            .agreement_names
            .get(&parts.story)
            .cloned()
            .unwrap_or_else(|| ("agreement".to_owned(), Vec::new()));
        let id = self.entities.len();
        let entity_type = EntityType::Agreement;
        self.entities.push(Entity { name, entity_type, aliases, mentions: Vec::new() });
        self.agreements.insert(parts.story, id);
        id
    }

    fn describe(&mut self, name: String, entity_type: EntityType) -> usize {
        let folded = fold_name(&name);
        if let Some(&id) = self.described.get(&folded) {
            return id;
        }
        let id = self.entities.len();
        self.entities.push(Entity { name, entity_type, aliases: Vec::new(), mentions: Vec::new() });
        self.described.insert(folded, id);
        id
    }

    /// Titles without their organization get the one told elsewhere for the same person.
    pub(super) fn finish(mut self, mut claims: Vec<Vec<ResolvedClaim>>) -> Resolution {
        for (article, mut claim, role) in std::mem::take(&mut self.untold) {
            if let Some(&holder) = self.holders.get(&(claim.subject, role)) {
                claim.object = holder;
                claims[article].push(claim);
            }
        }
        Resolution { entities: self.entities, claims }
    }
}
