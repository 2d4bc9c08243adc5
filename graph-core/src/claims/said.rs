//! What follows from somebody's words: who says `the plan is unfair` criticizes the plan, who says
//! `the minister should resign` demands it, who says `we took nothing` denies it.

use super::denials::denied;
use super::judged::{is_copula, judged};
use super::quotations::Quotations;
use super::stance::{Stance, stance};
use super::subjects;
use super::{Argument, Claim, claim};
use crate::corpus::{EntityType, Modality, Polarity};
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
    let suggested = words.verb.is_some_and(|verb| {
        matches!(tree.lemma(verb).as_str(), "suggest" | "propose" | "recommend")
    });
    if let Some(object) = demanded(tree, at, suggested).or_else(|| commanded(tree, at, quoted)) {
        let relation = if suggested { "PROPOSED" } else { "DEMANDED" };
        add(tree, Rule::Demand, relation, at, (&words, object), claims);
    }
    if let Some((relation, object)) = judged(tree, at) {
        add(tree, Rule::Judgement, relation, at, (&words, object), claims);
    }
    if let Some(accused) = held_responsible(tree, at) {
        add(tree, Rule::Judgement, "ACCUSED", at, (&words, Argument::Phrase(accused)), claims);
    }
    if steps_down(tree, at, quoted) {
        add(tree, Rule::Announcement, "ANNOUNCED", at, (&words, Argument::Clause(at)), claims);
    }
    if let Some(suspect) = suspected(tree, at, &words) {
        add(tree, Rule::Judgement, "ACCUSED", at, (&words, Argument::Phrase(suspect)), claims);
    }
    let direct = words.verb.is_none() || tree.dep(at) == Dep::Ccomp;
    for object in denied(tree, at, direct) {
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
        // `wants the plan scrapped`
        let bare = matches!(tree.token(verb).tag, Tag::Vbn | Tag::Vbd)
            && tree.lemma(at) != "need"
            && !tree.children(verb).any(|to| matches!(tree.dep(to), Dep::Aux | Dep::Mark));
        let done_to = tree.is_passive(verb) || bare;
        let doer = subjects::own_subject(tree, verb);
        (infinitive || bare) && doer.is_some_and(|doer| done_to || is_party(tree, doer))
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

/// `want to keep the plan`, `wanted to avoid a war`: what somebody is for or against.
pub(super) fn leanings(tree: &Tree, at: usize, claims: &mut Vec<Claim>) {
    const FOR: [&str; 9] = [
        "continue",
        "keep",
        "maintain",
        "preserve",
        "protect",
        "strengthen",
        "deepen",
        "expand",
        "extend",
    ];
    const AGAINST: [&str; 9] =
        ["avoid", "prevent", "stop", "end", "scrap", "abolish", "ban", "halt", "block"];
    let wants = tree.is_verb(at) && matches!(&*tree.lemma(at), "want" | "wish" | "hope");
    let Some(goal) = tree.child(at, Dep::Xcomp).filter(|_| wants) else { return };
    let lemma = tree.lemma(goal);
    let relation = match (FOR.contains(&&*lemma), AGAINST.contains(&&*lemma)) {
        (true, _) => "SUPPORTED",
        (_, true) => "OPPOSED",
        _ => return,
    };
    let mut told = stance(tree, at);
    told.modality = Modality::Fact;
    for subject in subjects::agents(tree, at).into_iter().filter(|_| !told.void) {
        for object in subjects::patients(tree, goal) {
            let (subject, object) = (Argument::Phrase(subject), Argument::Phrase(object));
            let mut leaning = claim(Rule::Demand, relation, at, &told, subject, object);
            leaning.subject_types = TypeSet::parties();
            leaning.object_types =
                TypeSet::of(&[EntityType::Agreement, EntityType::Event, EntityType::Thing]);
            claims.push(leaning);
        }
    }
}

/// Nouns for what somebody says: `Roe's claim that`.
const CLAIMS: [&str; 9] = [
    "claim",
    "assertion",
    "allegation",
    "accusation",
    "argument",
    "contention",
    "complaint",
    "view",
    "belief",
];

/// Whose words a clause is: those of the nearest verb of speech above it, else those of the
/// quotation that it stands in.
fn whose(tree: &Tree, at: usize, quoted: &Quotations) -> Option<Words> {
    let mut below = at;
    for above in tree.ancestors(at) {
        let content = matches!(tree.dep(below), Dep::Ccomp | Dep::Parataxis);
        let claimed = tree.dep(below) == Dep::Acl && CLAIMS.contains(&tree.lemma(above).as_str());
        if claimed && let Some(owner) = tree.child(above, Dep::Poss) {
            return Some(Words { speakers: tree.conjuncts(owner), verb: None });
        }
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

/// `the minister should resign`, `insisted that he resign`, suggested that `we could wait`: the
/// clause, where a party is to do it or nobody is named.
fn demanded(tree: &Tree, at: usize, suggested: bool) -> Option<Argument> {
    let subject = subjects::own_subject(tree, at);
    if let Some(needed) = needed(tree, at) {
        return subject
            .filter(|&subject| tree.token(subject).pos != Pos::Pron && is_party(tree, subject))
            .map(|_| needed);
    }
    let open = tree.with_dep(at, Dep::Advmod).any(|word| tree.token(word).tag == Tag::Wrb);
    let there = || tree.child(at, Dep::Expl).is_some();
    let done_to = tree.is_passive(at) || there();
    let free = tree.child(at, Dep::Neg).is_none()
        && (tree.lemma(at) != "be" || there())
        && tree.dep(at) != Dep::Relcl;
    let ours = subject.is_some_and(|subject| tree.lower(subject) == "we");
    let anybody = |subject: usize| {
        matches!(
            &*tree.lower(subject),
            "somebody" | "someone" | "anybody" | "anyone" | "one" | "you"
        )
    };
    let happens = HAPPENING.contains(&&*tree.lemma(at))
        && subject.is_some_and(|subject| tree.token(subject).pos != Pos::Pron);
    let by_party = happens
        || done_to
        || ours
        || subject.is_some_and(|subject| is_party(tree, subject) && !anybody(subject));
    let obliged = is_obliged(tree, at, suggested) || subject.is_some() && is_subjunctive(tree, at);
    (free && by_party && obliged && !open).then_some(Argument::Clause(at))
}

/// What things do that are demanded of nobody by name: `the shelling must stop`.
const HAPPENING: [&str; 9] =
    ["happen", "stop", "end", "cease", "change", "improve", "continue", "resume", "disappear"];

/// `the mine needs to fix the damage`, `has to`, `ought to`: the infinitive.
fn needed(tree: &Tree, at: usize) -> Option<Argument> {
    let needs = matches!(tree.lemma(at).as_str(), "need" | "have" | "ought");
    let infinitive = tree.child(at, Dep::Xcomp).filter(|_| needs)?;
    let yet = tree.with_dep(at, Dep::Advmod).any(|word| tree.lower(word) == "yet");
    let free = tree.child(at, Dep::Neg).is_none() && !yet;
    let to = tree.with_dep(infinitive, Dep::Aux).any(|aux| tree.token(aux).tag == Tag::To);
    (free && to).then_some(Argument::Clause(infinitive))
}

fn is_obliged(tree: &Tree, at: usize, suggested: bool) -> bool {
    tree.with_dep(at, Dep::Aux).filter(|&aux| tree.token(aux).tag == Tag::Md).any(|aux| {
        let modal = tree.lower(aux);
        matches!(modal.as_str(), "should" | "must") || suggested && modal == "could"
    })
}

/// `that he resign`, `that it be closed`: a bare form in a clause with `that`.
fn is_subjunctive(tree: &Tree, at: usize) -> bool {
    let that = subjects::has_that(tree, at);
    let helped = tree.child(at, Dep::Aux).is_some();
    let be = |aux: usize| tree.token(aux).tag == Tag::Vb && tree.lower(aux) == "be";
    let bare = tree.token(at).tag == Tag::Vb || tree.with_dep(at, Dep::Auxpass).any(be);
    that && bare && !helped
}

/// `"Stop the war," he said`: what somebody's words command.
fn commanded(tree: &Tree, at: usize, quoted: &Quotations) -> Option<Argument> {
    let not = |to: &usize| tree.dep(*to) == Dep::Aux && tree.lower(*to) == "do";
    let start = tree.children(at).find(not).unwrap_or(at);
    let first = start.checked_sub(1).is_some_and(|before| tree.token(before).pos == Pos::Punct);
    let bare = first && tree.token(at).tag == Tag::Vb && quoted.holds(at);
    let alone = !tree.children(at).any(|to| {
        matches!(tree.dep(to), Dep::Nsubj | Dep::Nsubjpass | Dep::Aux | Dep::Expl | Dep::Mark)
            && to != start
    });
    let whole = matches!(tree.dep(at), Dep::Ccomp | Dep::Parataxis | Dep::Root);
    let address = ["let", "thank", "look", "see", "imagine", "remember", "bless", "be", "make"];
    let heard = !address.contains(&tree.lemma(at).as_str());
    (bare && alone && whole && heard).then_some(Argument::Clause(at))
}

/// `Roe was to blame`, `Roe is responsible for the leak`: Roe.
fn held_responsible(tree: &Tree, at: usize) -> Option<usize> {
    if !is_copula(tree, at) || tree.child(at, Dep::Neg).is_some() {
        return None;
    }
    let blamed = tree.children(at).any(|to| match tree.dep(to) {
        Dep::Xcomp => tree.lemma(to) == "blame",
        Dep::Acomp => {
            let at_fault = ["responsible", "guilty", "culpable", "complicit"];
            let of = |word| !tree.after_preposition(to, word).is_empty();
            at_fault.contains(&tree.lemma(to).as_str()) && (of("for") || of("of") || of("in"))
        }
        _ => false,
    });
    let own = |word: &str| matches!(word, "i" | "we" | "it" | "they" | "he" | "she");
    subjects::own_subject(tree, at)
        .filter(|&subject| blamed && is_party(tree, subject) && !own(&tree.lower(subject)))
}

fn is_party(tree: &Tree, at: usize) -> bool {
    use EntityKind::{Gpe, Norp, Org, Person};
    let named = tree.entity_at(at).map(|span| matches!(span.kind, Person | Org | Gpe | Norp));
    let kind = tree.lexicon.words.noun_type(&tree.lemma(at));
    let person = matches!(tree.lower(at).as_str(), "he" | "she" | "they");
    person || named.unwrap_or_else(|| kind.is_some_and(EntityType::is_party))
}

/// `"I resign," she said`, `said he would step down`: what whoever says so decides on.
fn steps_down(tree: &Tree, at: usize, quoted: &Quotations) -> bool {
    const LEAVING: [&str; 6] = ["resign", "quit", "retire", "withdraw", "abdicate", "emigrate"];
    let own = subjects::own_subject(tree, at).map(|subject| tree.lower(subject));
    let own = own.is_some_and(|word| match &*word {
        "i" | "we" => quoted.holds(at),
        "he" | "she" | "they" | "it" => !quoted.holds(at),
        _ => false,
    });
    let down = || {
        tree.child(at, Dep::Prt).is_some_and(|word| matches!(&*tree.lower(word), "down" | "aside"))
    };
    let leaves = match &*tree.lemma(at) {
        "step" | "stand" => down(),
        lemma => LEAVING.contains(&lemma),
    };
    own && leaves && stance(tree, at).polarity == Polarity::Positive
}

/// Whoever speaks for the law.
const LAW: [&str; 7] =
    ["prosecutor", "police", "authority", "investigator", "detective", "prosecution", "indictment"];

/// What one is accused of who is said to have done it.
const CRIMES: [&str; 21] = [
    "assassinate",
    "assault",
    "attack",
    "bomb",
    "bribe",
    "defraud",
    "embezzle",
    "execute",
    "forge",
    "hack",
    "kidnap",
    "kill",
    "launder",
    "massacre",
    "murder",
    "rape",
    "rob",
    "shoot",
    "smuggle",
    "steal",
    "torture",
];

/// `police believe that Roe killed him`: Roe.
fn suspected(tree: &Tree, at: usize, words: &Words) -> Option<usize> {
    let verb = words.verb?;
    let law = words.speakers.iter().any(|&speaker| LAW.contains(&&*tree.lemma(speaker)));
    let suspects = match &*tree.lemma(verb) {
        "suspect" | "allege" | "claim" => true,
        _ => law,
    };
    let done = CRIMES.contains(&&*tree.lemma(at)) && !tree.is_passive(at);
    let told = stance(tree, at).polarity == Polarity::Positive;
    let suspect = subjects::surface_subjects(tree, at, 0).first().copied()?;
    let person = is_party(tree, suspect) || tree.token(suspect).pos == Pos::Noun;
    (suspects && done && told && person && tree.token(suspect).pos != Pos::Pron).then_some(suspect)
}
