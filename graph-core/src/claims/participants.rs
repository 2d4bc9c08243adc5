//! Whoever else takes part in what a verb says: who is given something, what somebody is made,
//! who does it with each other, and the police behind `was arrested`.

use super::subjects;
use crate::corpus::EntityType;
use crate::parse::{Dep, EntityKind, Pos, Tag, Tree};

/// Sentences within which `was arrested` is the work of police told of before.
const FORCE_REACH: usize = 1;

/// Nouns of those who arrest.
const FORCES: [&str; 14] = [
    "police",
    "officer",
    "policeman",
    "soldier",
    "troop",
    "army",
    "military",
    "agent",
    "authority",
    "deputy",
    "detective",
    "guard",
    "marshal",
    "gendarme",
];

/// Whether the noun stands for people, by its name or its meaning.
pub(super) fn is_people(tree: &Tree, noun: usize) -> bool {
    use crate::corpus::EntityType::{Group, Organization, Person};
    let named = tree.entity_at(noun).is_some_and(|span| {
        matches!(span.kind, EntityKind::Person | EntityKind::Org | EntityKind::Norp)
    });
    let kind = tree.lexicon.words.noun_type(&tree.lemma(noun));
    named || matches!(kind, Some(Group | Organization | Person))
}

/// `gave her money`, `handed over to the police`, `was given a prize`.
pub(super) fn recipients(tree: &Tree, verb: usize) -> Vec<usize> {
    let mut found: Vec<usize> = tree
        .with_dep(verb, Dep::Dative)
        .filter(|&at| tree.is_nominal(at))
        .flat_map(|at| tree.conjuncts(at))
        .collect();
    found.extend(tree.after_preposition(verb, "to"));
    if found.is_empty() && tree.is_passive(verb) && tree.child(verb, Dep::Dobj).is_some() {
        return subjects::surface_subjects(tree, verb, 0);
    }
    found.extend(second_recipients(tree, verb));
    found
}

/// `handed over to the chiefs on Monday and then to the Red Cross`: another `to` that the parser
/// coordinates with the day.
fn second_recipients(tree: &Tree, verb: usize) -> Vec<usize> {
    tree.children(verb)
        .flat_map(|child| tree.with_dep(child, Dep::Conj))
        .filter(|&at| tree.token(at).pos == Pos::Adp && tree.lower(at) == "to")
        .flat_map(|to| tree.preposition_objects(to))
        .collect()
}

/// `elected president`, `voted into office` aside: the noun that names what somebody is made.
pub(super) fn predicates(tree: &Tree, verb: usize) -> Vec<usize> {
    let direct = tree
        .children(verb)
        .filter(|&child| matches!(tree.dep(child), Dep::Oprd | Dep::Attr) && child > verb)
        .filter(|&child| tree.is_nominal(child));
    direct.chain(tree.after_preposition(verb, "as")).collect()
}

/// The first subject of a verb without object that several do with each other.
pub(super) fn first(tree: &Tree, verb: usize) -> Vec<usize> {
    mutual(tree, verb).into_iter().take(1).collect()
}

/// The other subjects; of `Roe and her counterpart, Jane Doe,` the name.
pub(super) fn others(tree: &Tree, verb: usize) -> Vec<usize> {
    let all = mutual(tree, verb);
    let Some((&first, others)) = all.split_first() else { return Vec::new() };
    // `the two leaders`, `both sides`: each with the other.
    let two = || {
        tree.children(first).any(|child| matches!(&*tree.lower(child), "two" | "both"))
            && tree.token(first).tag == Tag::Nns
    };
    if others.is_empty() && two() {
        return vec![first];
    }
    let named = |&other: &usize| {
        let names = names_behind(tree, other, [other, first]);
        if tree.token(other).pos == Pos::Propn || names.is_empty() { vec![other] } else { names }
    };
    others.iter().flat_map(named).collect()
}

/// Names in apposition behind a noun; the parser may hang them on the name that it is joined to.
fn names_behind(tree: &Tree, noun: usize, bearers: [usize; 2]) -> Vec<usize> {
    bearers
        .into_iter()
        .flat_map(|bearer| tree.with_dep(bearer, Dep::Appos))
        .filter(|&at| at > noun && tree.token(at).pos == Pos::Propn)
        .flat_map(|at| tree.conjuncts(at))
        .collect()
}

fn mutual(tree: &Tree, verb: usize) -> Vec<usize> {
    // `held talks` with each other, unless it is said with whom.
    let object = tree.child(verb, Dep::Dobj);
    let event = |&at: &usize| {
        tree.lexicon.words.noun_type(&tree.lemma(at)) == Some(EntityType::Event)
            && tree.after_preposition(at, "with").is_empty()
    };
    let with_somebody = tree.is_passive(verb)
        || object.is_some_and(|object| !event(&object))
        || !tree.after_preposition(verb, "with").is_empty();
    if with_somebody { Vec::new() } else { subjects::surface_subjects(tree, verb, 0) }
}

/// Police, soldiers or officials that do something in this sentence or the one before it, of a
/// passive without an agent.
pub(super) fn force(tree: &Tree, verb: usize) -> Vec<usize> {
    if !tree.is_passive(verb) {
        return Vec::new();
    }
    let sentence = tree.sentence(verb);
    let near = |at: &usize| sentence - tree.sentence(*at) <= FORCE_REACH;
    let named = (0..verb).rev().take_while(near).find(|&at| {
        matches!(tree.dep(at), Dep::Nsubj | Dep::Pobj)
            && FORCES.contains(&tree.lemma(at).as_str())
            && acts(tree, at)
    });
    named.into_iter().collect()
}

/// Whether it is the subject of a verb or the agent of a passive.
fn acts(tree: &Tree, noun: usize) -> bool {
    let agent = tree.head(noun).is_some_and(|up| tree.dep(up) == Dep::Agent);
    tree.dep(noun) == Dep::Nsubj || agent
}

/// Examples named with the phrase count too, and what its members are said to be: `groups like
/// LULAC`, `criminals, including members`, `those who are residents`.
pub(super) fn members(tree: &Tree, head: usize) -> Vec<usize> {
    let lists = ["like", "including", "as", "especially", "notably"];
    let listed = tree
        .with_dep(head, Dep::Prep)
        .filter(|&child| lists.contains(&tree.lower(child).as_str()))
        .filter(|&child| tree.lower(child) != "as" || child > 0 && tree.lower(child - 1) == "such")
        .flat_map(|child| tree.preposition_objects(child));
    let said_to_be = tree
        .with_dep(head, Dep::Relcl)
        .filter(|&clause| tree.lemma(clause) == "be")
        .filter(|&clause| tree.child(clause, Dep::Neg).is_none())
        .filter_map(|clause| tree.child(clause, Dep::Attr))
        .flat_map(|attribute| tree.conjuncts(attribute));
    listed.chain(said_to_be).collect()
}

/// `Jane Roe, a member of`, `Jane Roe is a member of`, `members of X, including Jane Roe`; of
/// `Jane Roe, a member of X and critic of Y`, Jane Roe for both.
pub(super) fn whom_it_is_said_of(tree: &Tree, noun: usize) -> Vec<usize> {
    let subject = match (tree.dep(noun), tree.head(noun)) {
        (Dep::Appos, Some(head)) => vec![head],
        (Dep::Nsubj, Some(verb)) if tree.lemma(verb) == "include" => subjects::patients(tree, verb),
        (Dep::Attr, Some(verb)) => subjects::surface_subjects(tree, verb, 0),
        (Dep::Conj, Some(first)) if matches!(tree.dep(first), Dep::Appos | Dep::Attr) => {
            return whom_it_is_said_of(tree, first);
        }
        (Dep::Compound, Some(head)) if tree.token(head).pos == Pos::Propn => vec![head],
        _ => Vec::new(),
    };
    let named = tree.with_dep(noun, Dep::Appos).filter(|&at| tree.token(at).pos == Pos::Propn);
    subject.into_iter().chain(members(tree, noun)).chain(named).collect()
}
