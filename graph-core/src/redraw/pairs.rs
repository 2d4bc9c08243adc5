//! Which articles, entities and facts of two corpora are the same.

use std::collections::{HashMap, HashSet};

use crate::corpus::{Corpus, Entity, Fact, Index};
use crate::names::fold_name;

/// For everything of the new corpus what it was in the old one.
pub(super) struct Pairs {
    pub(super) articles: Vec<Option<Index>>,
    pub(super) entities: Vec<Option<Index>>,
    pub(super) facts: Vec<Option<Index>>,
    /// How many of each the old corpus had.
    old: [usize; 3],
    new_articles: HashMap<Index, Index>,
}

impl Pairs {
    pub(super) fn of(old: &Corpus, new: &Corpus) -> Self {
        let known: HashMap<&str, Index> = numbered(old.articles.iter().map(|it| it.id.as_str()));
        let articles: Vec<_> =
            new.articles.iter().map(|article| known.get(article.id.as_str()).copied()).collect();
        let entities = entities(&old.entities, &new.entities);
        let facts = facts(old, new, &entities);
        let old = [old.articles.len(), old.entities.len(), old.facts.len()];
        let turned = articles.iter().enumerate().filter_map(|(new, old)| Some(((*old)?, new)));
        Self { new_articles: turned.collect(), articles, entities, facts, old }
    }

    /// What an article of the old corpus is in the new one.
    pub(super) fn new_article(&self, old: Index) -> Option<Index> {
        self.new_articles.get(&old).copied()
    }

    pub(super) fn articles_gone(&self) -> Vec<Index> {
        gone(&self.articles, self.old[0])
    }

    pub(super) fn entities_gone(&self) -> Vec<Index> {
        gone(&self.entities, self.old[1])
    }

    pub(super) fn facts_gone(&self) -> Vec<Index> {
        gone(&self.facts, self.old[2])
    }
}

/// What of the old corpus nothing of the new one is.
fn gone(paired: &[Option<Index>], old: usize) -> Vec<Index> {
    let kept: HashSet<Index> = paired.iter().flatten().copied().collect();
    (0..old).filter(|at| !kept.contains(at)).collect()
}

/// The first place of each.
fn numbered<T: Eq + std::hash::Hash>(all: impl Iterator<Item = T>) -> HashMap<T, Index> {
    let mut places = HashMap::new();
    for (at, one) in all.enumerate() {
        places.entry(one).or_insert(at);
    }
    places
}

/// Entities are the same by name and type, else by name alone, else where one is called what
/// was the other's name: the reading of further articles may find a fuller one.
fn entities(old: &[Entity], new: &[Entity]) -> Vec<Option<Index>> {
    let mut paired = vec![None; new.len()];
    let mut taken = HashSet::new();
    let exact = numbered(old.iter().map(|it| (it.name.as_str(), it.entity_type)));
    let named = numbered(old.iter().map(|it| it.name.as_str()));
    let folded = numbered(old.iter().map(|it| fold_name(&it.name)));
    let mut called: HashMap<String, Index> = HashMap::new();
    for (at, entity) in old.iter().enumerate() {
        for alias in &entity.aliases {
            called.entry(fold_name(alias)).or_insert(at);
        }
    }
    let by_name = |it: &Entity| named.get(it.name.as_str()).copied();
    let by_alias = |it: &Entity| {
        let own = it.aliases.iter().find_map(|alias| folded.get(&fold_name(alias)));
        own.or_else(|| called.get(&fold_name(&it.name))).copied()
    };
    let by_both = |it: &Entity| exact.get(&(it.name.as_str(), it.entity_type)).copied();
    let mut pair = |way: &dyn Fn(&Entity) -> Option<Index>| {
        for (paired, entity) in paired.iter_mut().zip(new).filter(|(paired, _)| paired.is_none()) {
            *paired = way(entity).filter(|old| taken.insert(*old));
        }
    };
    pair(&by_both);
    pair(&by_name);
    pair(&by_alias);
    paired
}

/// Facts are the same where subject, relationship type and object are.
fn facts(old: &Corpus, new: &Corpus, entities: &[Option<Index>]) -> Vec<Option<Index>> {
    let key = |fact: &Fact| (fact.subject, fact.relationship_type(), fact.object);
    let known = numbered(old.facts.iter().map(key));
    let find = |fact: &Fact| {
        let (subject, object) = (entities[fact.subject]?, entities[fact.object]?);
        let kind = fact.relationship_type();
        known.get(&(subject, kind, object)).copied()
    };
    new.facts.iter().map(find).collect()
}
