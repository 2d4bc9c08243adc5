//! The entities as they are collected: named ones first, then described ones on first use.

use std::collections::{BTreeSet, HashMap};

use super::discourse::{self, Discourse, Found, Referent};
use super::inventory::Inventory;
use super::{Resolution, ResolvedClaim};
use crate::claims::{Argument, Claim, NameMention};
use crate::corpus::{Entity, EntityType};
use crate::judgements::Judgements;
use crate::names::fold_name;
use crate::parse::Tree;
use crate::trace::{Bytes, How, Mention};

/// Where a claim's arguments are looked up.
pub(super) struct Parts<'a> {
    pub(super) discourse: &'a Discourse<'a>,
    pub(super) tree: &'a Tree<'a>,
    pub(super) resolved: &'a discourse::Resolved,
    pub(super) article: usize,
    pub(super) story: usize,
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
    /// Named entities of which nothing tells the type.
    untyped: BTreeSet<usize>,
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
            untyped: (0..inventory.len()).filter(|&id| inventory.is_untyped(id)).collect(),
            untold: Vec::new(),
        }
    }

    /// What named facilities are called besides becomes an alias.
    pub(super) fn add_descriptions(&mut self, descriptions: &[(usize, String)]) {
        for (id, words) in descriptions {
            self.entities[*id].add_alias(words);
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
        let subjects = self.argument(parts, claim.subject);
        for (subject, mention) in subjects {
            self.type_by_use(subject, claim);
            if claim.subject_types.allows(self.entities[subject].entity_type) {
                let resolved = ResolvedClaim {
                    block,
                    claim: number,
                    subject,
                    object: subject,
                    speakers: self.speakers(parts, claim),
                    holds_role: claim.relation == "HAS_ROLE",
                    mentions: [mention, mention],
                };
                self.add_objects(parts, claim, &resolved, found);
            }
        }
    }

    /// Adds a claim, whose subject is known, for each of its objects.
    fn add_objects(
        &mut self,
        parts: &Parts,
        claim: &Claim,
        resolved: &ResolvedClaim,
        found: &mut Vec<ResolvedClaim>,
    ) {
        let subject = resolved.subject;
        let with = |object, mention| ResolvedClaim {
            object,
            mentions: [resolved.mentions[0], mention],
            ..resolved.clone()
        };
        if let Argument::Role(at) = claim.object {
            let home = self.argument(parts, claim.object).first().map(|(home, _)| *home);
            let told_elsewhere = Mention::new(bytes(parts.tree, at), How::ToldElsewhere);
            let untold =
                Untold { claim: with(subject, told_elsewhere), role: parts.tree.lower(at), home };
            self.untold.push((parts.article, untold));
            return;
        }
        for (object, mention) in self.objects(parts, claim) {
            self.type_holder(object, claim);
            let fits = claim.object_types.allows(self.entities[object].entity_type);
            if fits && object != subject {
                self.remember_role(parts, claim, subject, object);
                found.push(with(object, mention));
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

    /// What somebody is president or member of is an organization, where nothing tells its type.
    fn type_holder(&mut self, object: usize, claim: &Claim) {
        let holds = matches!(claim.relation.as_str(), "HAS_ROLE" | "MEMBER_OF");
        let named = object < self.names;
        if holds && named && self.entities[object].entity_type == EntityType::Thing {
            self.entities[object].entity_type = EntityType::Organization;
            self.untyped.remove(&object);
        }
    }

    /// A clause about offering or agreeing stands for the article's agreement; what is offered
    /// is kept too where the relation is about it.
    fn objects(&mut self, parts: &Parts, claim: &Claim) -> Vec<(usize, Mention)> {
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
            let mention = Mention::new(bytes(parts.tree, claim.object.token()), How::Agreement);
            objects.push((self.agreement(parts), mention));
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
            for (id, _) in self.argument(parts, Argument::Phrase(speaker)) {
                let name = &self.entities[id].name;
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        names
    }

    /// The entities that an argument stands for, with where the sentence names them.
    fn argument(&mut self, parts: &Parts, argument: Argument) -> Vec<(usize, Mention)> {
        let found = parts.discourse.argument(parts.tree, parts.resolved, argument);
        let Some(Found { referent, mention }) = found else { return Vec::new() };
        match referent {
            Referent::Each(members) => {
                members.into_iter().map(|member| (self.entity(parts, member), mention)).collect()
            }
            one => vec![(self.entity(parts, one), mention)],
        }
    }

    fn entity(&mut self, parts: &Parts, referent: Referent) -> usize {
        let id = match referent {
            Referent::Named(id) => return id,
            Referent::Described(name, entity_type) => self.describe(name, entity_type),
            Referent::Agreement | Referent::Each(_) => self.agreement(parts),
        };
        self.count(id, parts.article);
        id
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
        let id = self.judged(&name, EntityType::Agreement).unwrap_or_else(|| {
            self.entities.push(Entity::new(name, EntityType::Agreement));
            self.entities.len() - 1
        });
        for alias in aliases {
            self.entities[id].add_alias(&alias);
        }
        self.agreements.insert(parts.story, id);
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

    fn describe(&mut self, name: String, entity_type: EntityType) -> usize {
        let folded = fold_name(&name);
        if let Some(&id) = self.described.get(&folded) {
            return id;
        }
        let id = self.judged(&name, entity_type).unwrap_or_else(|| {
            self.entities.push(Entity::new(name, entity_type));
            self.entities.len() - 1
        });
        self.described.insert(folded, id);
        id
    }

    /// Titles without their organization get the one told elsewhere for the same person; an office
    /// that is held in a country, the article's own, where nobody else is said to hold it there.
    pub(super) fn finish(mut self, mut claims: Vec<Vec<ResolvedClaim>>) -> Resolution {
        for (article, Untold { mut claim, role, home }) in std::mem::take(&mut self.untold) {
            let told = self.holders.get(&(claim.subject, role.clone())).copied();
            let taken = |home: &usize| {
                self.holders.iter().any(|((person, held), holder)| {
                    *held == role && holder == home && *person != claim.subject
                })
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

/// The bytes of a token.
fn bytes(tree: &Tree, at: usize) -> Bytes {
    Bytes::of(tree.token(at).start..tree.token(at).end)
}
