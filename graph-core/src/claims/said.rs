//! What follows from somebody's words: who says `the plan is unfair` criticizes the plan, who says
//! `the minister should resign` demands it, who says `we took nothing` denies it.

use super::quotations::Quotations;
use super::stance::{Stance, stance};
use super::subjects;
use super::{Argument, Claim, claim};
use crate::corpus::{Modality, Polarity};
use crate::lexicon::TypeSet;
use crate::parse::{Dep, EntityKind, Pos, Tag, Tree};
use crate::trace::Rule;

/// Somebody's words around a clause.
struct Words {
    /// Heads of the phrases that name whose words they are.
    speakers: Vec<usize>,
    /// The verb that reports them; none where a quotation goes on.
    verb: Option<usize>,
}

/// The claims of whoever says the clause headed by the token.
pub(super) fn extract(tree: &Tree, at: usize, quoted: &Quotations, claims: &mut Vec<Claim>) {
    if !tree.is_verb(at) {
        return;
    }
    let Some(words) = whose(tree, at, quoted) else { return };
    if let Some(object) = demanded(tree, at) {
        let suggested = words.verb.is_some_and(|verb| {
            matches!(tree.lemma(verb).as_str(), "suggest" | "propose" | "recommend")
        });
        let relation = if suggested { "PROPOSED" } else { "DEMANDED" };
        add(tree, Rule::Demand, relation, at, (&words, object), claims);
    }
    if let Some((relation, object)) = judged(tree, at) {
        add(tree, Rule::Judgement, relation, at, (&words, object), claims);
    }
    for object in denied(tree, at, &words) {
        add(tree, Rule::Denial, "DENIED", at, (&words, object), claims);
    }
}

fn add(
    tree: &Tree,
    rule: Rule,
    relation: &str,
    at: usize,
    (words, object): (&Words, Argument),
    claims: &mut Vec<Claim>,
) {
    let told = words.verb.map(|verb| stance(tree, verb));
    let told = told.unwrap_or(Stance {
        polarity: Polarity::Positive,
        modality: Modality::Fact,
        speakers: Vec::new(),
        void: false,
    });
    if told.void || told.polarity == Polarity::Negative {
        return;
    }
    for &speaker in &words.speakers {
        let mut said = claim(rule, relation, at, &told, Argument::Phrase(speaker), object);
        said.subject_types = TypeSet::parties();
        claims.push(said);
    }
}

/// `wants the minister to resign`: what somebody else is to do.
pub(super) fn wishes(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    if !tree.is_verb(at) || !matches!(tree.lemma(at).as_str(), "want" | "like" | "need" | "prefer")
    {
        return;
    }
    let wished = tree.with_dep(at, Dep::Ccomp).find(|&verb| {
        let infinitive = tree.with_dep(verb, Dep::Aux).any(|aux| tree.token(aux).tag == Tag::To);
        infinitive && subjects::own_subject(tree, verb).is_some_and(|doer| is_party(tree, doer))
    });
    let Some(wished) = wished else { return };
    let mut told = stance(tree, at);
    told.modality = Modality::Fact;
    for subject in subjects::agents(tree, at).into_iter().filter(|_| !told.void) {
        let (subject, object) = (Argument::Phrase(subject), Argument::Clause(wished));
        let mut wish = claim(Rule::Demand, "DEMANDED", at, &told, subject, object);
        wish.subject_types = TypeSet::parties();
        claims.push(wish);
    }
}

/// Whose words a clause is: those of the nearest verb of speech above it, else those of the
/// quotation that it stands in.
fn whose(tree: &Tree, at: usize, quoted: &Quotations) -> Option<Words> {
    let mut below = at;
    for above in tree.ancestors(at) {
        let content = matches!(tree.dep(below), Dep::Ccomp | Dep::Parataxis);
        if content && tree.is_verb(above) && speaks(tree, above) {
            let speakers = subjects::agents(tree, above);
            let named = !speakers.is_empty() && tree.child(above, Dep::Neg).is_none();
            return named.then_some(Words { speakers, verb: Some(above) });
        }
        below = above;
    }
    let speakers = vec![quoted.speaker(at)?];
    Some(Words { speakers, verb: None })
}

/// What a newspaper reports isn't its own opinion.
fn speaks(tree: &Tree, verb: usize) -> bool {
    let lemma = tree.lemma(verb);
    tree.lexicon.words.is_speech(&lemma) && lemma != "report"
}

/// `the minister should resign`: the clause, where a party is to do it.
fn demanded(tree: &Tree, at: usize) -> Option<Argument> {
    let obliged = tree.with_dep(at, Dep::Aux).any(|aux| {
        tree.token(aux).tag == Tag::Md && matches!(tree.lower(aux).as_str(), "should" | "must")
    });
    let subject = subjects::own_subject(tree, at).filter(|_| obliged && !tree.is_passive(at))?;
    let free = tree.child(at, Dep::Neg).is_none() && tree.lemma(at) != "be";
    (free && is_party(tree, subject)).then_some(Argument::Clause(at))
}

fn is_party(tree: &Tree, at: usize) -> bool {
    use EntityKind::{Gpe, Norp, Org, Person};
    let named = tree.entity_at(at).map(|span| matches!(span.kind, Person | Org | Gpe | Norp));
    let kind = tree.lexicon.words.noun_type(&tree.lemma(at));
    named.unwrap_or_else(|| kind.is_some_and(crate::corpus::EntityType::is_party))
}

/// Whether the clause judges its subject, and how; `it is wrong to do so` judges the doing.
fn judged(tree: &Tree, at: usize) -> Option<(&'static str, Argument)> {
    let stance = stance(tree, at);
    let negative = stance.polarity == Polarity::Negative;
    let good = if is_copula(tree, at) { predicated(tree, at)? } else { done(tree, at)? };
    let relation = match (good, negative) {
        (true, false) => "PRAISED",
        (false, false) | (true, true) => "CRITICIZED",
        (false, true) => return None,
    };
    Some((relation, subject_judged(tree, at)?))
}

fn is_copula(tree: &Tree, at: usize) -> bool {
    matches!(tree.lemma(at).as_str(), "be" | "seem" | "look" | "sound" | "feel" | "appear")
}

/// What is judged: the subject, or the clause that `it` stands for; never who speaks.
fn subject_judged(tree: &Tree, at: usize) -> Option<Argument> {
    if is_copula(tree, at) {
        subjects::own_subject(tree, at)?;
    }
    let subject = subjects::surface_subjects(tree, at, 0).first().copied()?;
    let word = tree.lower(subject);
    let outposed = || {
        let predicate =
            tree.children(at).find(|&to| matches!(tree.dep(to), Dep::Acomp | Dep::Attr));
        let clause = |of: usize| {
            tree.children(of).find(|&to| {
                matches!(tree.dep(to), Dep::Xcomp | Dep::Ccomp | Dep::Advcl) && tree.is_verb(to)
            })
        };
        predicate.and_then(clause).or_else(|| clause(at))
    };
    match word.as_str() {
        "i" | "we" | "you" | "me" | "us" | "who" | "there" | "this" | "that" | "what" => None,
        "it" => Some(outposed().map_or(Argument::Phrase(subject), Argument::Clause)),
        _ => Some(Argument::Phrase(subject)),
    }
}

/// Whether what the copula says of its subject is good or bad; nothing where it is neither.
fn predicated(tree: &Tree, at: usize) -> Option<bool> {
    let heads = tree.children(at).filter(|&to| matches!(tree.dep(to), Dep::Acomp | Dep::Attr));
    let mut said = Vec::new();
    for head in heads {
        said.push(head);
        said.extend(tree.children(head).filter(|&to| {
            matches!(tree.dep(to), Dep::Amod | Dep::Conj | Dep::Compound) && to < head + 4
        }));
    }
    let too = |&word: &usize| {
        tree.token(word).pos == Pos::Adj
            && tree.with_dep(word, Dep::Advmod).any(|to| tree.lower(to) == "too")
    };
    let words = &tree.lexicon.words;
    if said.iter().any(|word| too(word) || words.condemns(&tree.lemma(*word))) {
        return Some(false);
    }
    said.iter().any(|&word| words.commends(&tree.lemma(word))).then_some(true)
}

/// Whether what the verb says is done is good or bad: `has failed its athletes`.
fn done(tree: &Tree, at: usize) -> Option<bool> {
    let lemma = tree.lemma(at);
    let words = &tree.lexicon.words;
    if tree.is_passive(at) {
        return None;
    }
    match (words.condemns(&lemma), words.commends(&lemma)) {
        (true, _) => Some(false),
        (_, true) => Some(true),
        _ => None,
    }
}

/// `said it made no concessions`, `said it had taken nothing`: what the speaker says not to have
/// done; `cancelling was out of the question`: the cancelling.
fn denied(tree: &Tree, at: usize, words: &Words) -> Vec<Argument> {
    if is_out_of_the_question(tree, at) {
        let subjects =
            tree.children(at).filter(|&to| matches!(tree.dep(to), Dep::Csubj | Dep::Nsubj));
        return subjects.flat_map(|subject| excluded(tree, subject)).collect();
    }
    let own = subjects::own_subject(tree, at).is_some_and(|subject| {
        matches!(tree.lower(subject).as_str(), "he" | "she" | "it" | "they" | "i" | "we")
    });
    let direct = words.verb.is_none() || tree.dep(at) == Dep::Ccomp;
    let past = tree.token(at).tag == Tag::Vbd
        || tree.with_dep(at, Dep::Aux).any(|aux| matches!(tree.lower(aux).as_str(), "did" | "had"));
    let negative = stance(tree, at).polarity == Polarity::Negative;
    if own && past && direct && negative && !is_copula(tree, at) {
        return vec![Argument::Clause(at)];
    }
    Vec::new()
}

fn is_out_of_the_question(tree: &Tree, at: usize) -> bool {
    let out = tree.with_dep(at, Dep::Prep).filter(|&to| tree.lower(to) == "out");
    is_copula(tree, at)
        && out
            .flat_map(|out| tree.preposition_objects(out))
            .any(|object| tree.lemma(object) == "question")
}

fn excluded(tree: &Tree, subject: usize) -> Vec<Argument> {
    if !tree.is_verb(subject) {
        return tree.conjuncts(subject).into_iter().map(Argument::Phrase).collect();
    }
    let more = tree.with_dep(subject, Dep::Conj).filter(|&to| tree.is_verb(to));
    std::iter::once(subject).chain(more).map(Argument::Clause).collect()
}
