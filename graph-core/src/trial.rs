//! Rules of the lexicon tried on articles: where each finds its word, what it takes for its
//! arguments, and the fact that comes of it or why none does.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::article::Document;
use crate::claims::{self, Argument, Claim, FrameMatch};
use crate::corpus::{Article, Entity, EntityType, relationship_type};
use crate::entities::{self, Resolution, Sketch};
use crate::knowledge::Knowledge;
use crate::lexicon::Frame;
use crate::parse::Tree;
use crate::reading::{Means, Readings, Step};
use crate::trace::{Bytes, Rule};

/// A place where a rule finds its word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The frame, by its place in [`Lexicon::frames`](crate::lexicon::Lexicon::frames).
    pub frame: u32,
    /// The article, by its place among the documents.
    pub article: usize,
    /// The sentence.
    pub sentence: Bytes,
    /// The word that sets off the rule.
    pub trigger: Bytes,
    /// The heads of what stands in the subject's place.
    pub subjects: Vec<Bytes>,
    /// The heads of what stands in the object's place.
    pub objects: Vec<Bytes>,
    /// What came of it.
    pub outcomes: Vec<Outcome>,
}

/// What comes of a rule that has found its word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A fact, by the names of its ends and its relationship type.
    Fact {
        /// Who does it.
        subject: String,
        /// The relation, with what the text says of it: `PLANNED_VISITED`.
        relation: String,
        /// What it is done to.
        object: String,
    },
    /// An end of another type than the rule allows.
    WrongType {
        /// Which end.
        end: End,
        /// The entity's name.
        name: String,
        /// Its type.
        found: EntityType,
    },
    /// Nothing stands in the place of an end.
    NoArgument(End),
    /// Only asked for, or what the words before it take away.
    Void,
    /// A pronoun or phrase of which the article doesn't tell what it stands for, or both ends
    /// stand for the same.
    Unresolved,
}

/// An end of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Who does it.
    Subject,
    /// What it is done to.
    Object,
}

/// Tries the rules that are wanted. The articles are parsed once, by these means, and resolved
/// twice, the second time as if every type were allowed, which tells what a type has kept out.
/// O(text).
pub fn trials(
    documents: &[Document],
    knowledge: &Knowledge,
    means: Means,
    wanted: impl Fn(&Frame) -> bool + Sync,
) -> Vec<Trial> {
    let lenient =
        Knowledge { lexicon: Cow::Owned(knowledge.lexicon.without_types()), ..knowledge.clone() };
    let (readings, sketches) = Readings::of(documents, &knowledge.lexicon, means, Sketch::of);
    let untyped = Resolved::of(&readings, sketches.clone(), &lenient);
    let resolved = Resolved::of(&readings, sketches, knowledge);
    let read = |article: usize| {
        let reading = readings.get(article);
        let trees = reading.trees(&knowledge.lexicon);
        let mut trials = Vec::new();
        for (block, claims) in readings.claims(article, &trees).iter().enumerate() {
            let place = Place { article, block, claims };
            for found in (0..trees[block].parse.tokens.len())
                .flat_map(|at| claims::frame_matches(&trees[block], at))
                .filter(|found| wanted(&knowledge.lexicon.frames()[found.frame as usize]))
            {
                let outcomes = outcomes(&found, &place, knowledge, &resolved, &untyped);
                trials.push(trial(&trees[block], article, &found, outcomes));
            }
        }
        trials
    };
    let mut trials = Vec::new();
    readings.for_each(Step::Resolve, read, |_, found| trials.extend(found));
    trials
}

/// A paragraph of an article.
struct Place<'a> {
    article: usize,
    block: usize,
    claims: &'a [Claim],
}

/// Claims with what their ends were resolved to, by article, paragraph and place.
struct Resolved {
    entities: Vec<Entity>,
    ends: HashMap<(usize, usize, usize), Vec<(usize, usize)>>,
}

impl Resolved {
    fn of(readings: &Readings, sketches: Vec<Sketch>, knowledge: &Knowledge) -> Self {
        let Resolution { entities, claims } = entities::resolve(readings, sketches, knowledge);
        let mut ends: HashMap<_, Vec<_>> = HashMap::new();
        for (article, claims) in claims.iter().enumerate() {
            for claim in claims {
                let (block, at) = claim.told.place;
                let key = (article, block, at);
                ends.entry(key).or_default().push((claim.subject, claim.object));
            }
        }
        Self { entities, ends }
    }

    fn ends(&self, key: (usize, usize, usize)) -> &[(usize, usize)] {
        self.ends.get(&key).map_or(&[], Vec::as_slice)
    }
}

fn outcomes(
    found: &FrameMatch,
    place: &Place,
    knowledge: &Knowledge,
    resolved: &Resolved,
    untyped: &Resolved,
) -> Vec<Outcome> {
    let missing = [(End::Subject, &found.subjects), (End::Object, &found.objects)];
    let missing: Vec<Outcome> = missing
        .into_iter()
        .filter(|(_, arguments)| arguments.is_empty())
        .map(|(end, _)| Outcome::NoArgument(end))
        .collect();
    if found.void || !missing.is_empty() {
        return if found.void { vec![Outcome::Void] } else { missing };
    }
    let frame = &knowledge.lexicon.frames()[found.frame as usize];
    let mut outcomes = Vec::new();
    for (at, claim) in place.claims.iter().enumerate() {
        if claim.rule != Rule::Frame(found.frame) || claim.trigger != found.trigger {
            continue;
        }
        let key = (place.article, place.block, at);
        for &(subject, object) in resolved.ends(key) {
            outcomes.push(Outcome::Fact {
                subject: resolved.entities[subject].name.clone(),
                relation: relationship_type(&claim.relation, claim.polarity, claim.modality),
                object: resolved.entities[object].name.clone(),
            });
        }
        if resolved.ends(key).is_empty() {
            outcomes.extend(wrong_types(frame, untyped, key));
        }
    }
    outcomes.dedup();
    if outcomes.is_empty() { vec![Outcome::Unresolved] } else { outcomes }
}

/// The ends that a frame's types keep out.
fn wrong_types(frame: &Frame, untyped: &Resolved, key: (usize, usize, usize)) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for &(subject, object) in untyped.ends(key) {
        let ends = [
            (End::Subject, subject, &frame.subject_types),
            (End::Object, object, &frame.object_types),
        ];
        for (end, entity, types) in ends {
            let Entity { name, entity_type, .. } = &untyped.entities[entity];
            if !types.allows(*entity_type) {
                let (name, found) = (name.clone(), *entity_type);
                outcomes.push(Outcome::WrongType { end, name, found });
            }
        }
    }
    outcomes
}

fn trial(tree: &Tree, article: usize, found: &FrameMatch, outcomes: Vec<Outcome>) -> Trial {
    let word = |at: usize| Bytes::of(tree.bytes(at..at + 1));
    let heads =
        |arguments: &[Argument]| arguments.iter().map(|argument| word(argument.token())).collect();
    Trial {
        frame: found.frame,
        article,
        sentence: Bytes::of(tree.bytes(tree.sentence_range(found.trigger))),
        trigger: word(found.trigger),
        subjects: heads(&found.subjects),
        objects: heads(&found.objects),
        outcomes,
    }
}

impl Trial {
    /// The sentence with the trigger in `[…]`, subjects in `‹…›` and objects in `«…»`; space of
    /// any kind is one space.
    pub fn marked(&self, article: &Article) -> String {
        let text = &article.text;
        let mut marks: Vec<(u32, u32, [&str; 2])> =
            vec![(self.trigger.start, self.trigger.end, ["[", "]"])];
        let ends = [(&self.subjects, ["‹", "›"]), (&self.objects, ["«", "»"])];
        for (arguments, signs) in ends {
            marks.extend(arguments.iter().map(|bytes| (bytes.start, bytes.end, signs)));
        }
        marks.sort_unstable();
        marks.dedup_by_key(|mark| mark.0);
        let (mut marked, mut at) = (String::new(), self.sentence.start);
        for (start, end, [open, close]) in marks {
            if start < at || end > self.sentence.end {
                continue;
            }
            let before = text.get(at as usize..start as usize).unwrap_or_default();
            let word = text.get(start as usize..end as usize).unwrap_or_default();
            marked.extend([before, open, word, close]);
            at = end;
        }
        marked.push_str(text.get(at as usize..self.sentence.end as usize).unwrap_or_default());
        marked.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
