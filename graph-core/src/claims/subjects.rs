//! Who does it and what it is done to: subjects and objects of a verb, found through control,
//! coordination, relative clauses and passives.

use crate::lexicon::EffectKind;
use crate::parse::{Dep, EntityKind, Pos, Tag, Tree};

/// Deepest chain of verbs followed.
const DEEPEST: usize = 6;

/// Verbs whose object, not subject, does what the infinitive under them says: asking, ordering,
/// letting, making.
const OBJECT_CONTROL: &[&str] = &[
    "advise",
    "allow",
    "appoint",
    "ask",
    "assign",
    "authorise",
    "authorize",
    "beg",
    "call",
    "cause",
    "challenge",
    "command",
    "compel",
    "convince",
    "defy",
    "direct",
    "drive",
    "elect",
    "enable",
    "encourage",
    "expect",
    "forbid",
    "force",
    "get",
    "help",
    "hire",
    "implore",
    "incite",
    "induce",
    "inspire",
    "instruct",
    "invite",
    "lead",
    "let",
    "motivate",
    "nominate",
    "oblige",
    "order",
    "permit",
    "persuade",
    "press",
    "pressure",
    "prompt",
    "push",
    "recruit",
    "remind",
    "request",
    "require",
    "send",
    "summon",
    "teach",
    "tell",
    "train",
    "trust",
    "urge",
    "want",
    "warn",
];

/// Verbs whose object does so where it is a person: `chose her to lead it`, not `chose a car to
/// drive`.
const SELECTING: [&str; 6] = ["choose", "designate", "name", "pick", "select", "tap"];

/// Prepositions before a gerund whose subject is the object of the verb: `accuse X of V-ing`,
/// `stop X from V-ing`, `force X into V-ing`, `praise X for V-ing`.
const OF_OBJECT: [&str; 4] = ["of", "from", "into", "for"];

/// Verbs whose object does what a gerund behind it says, even where the parser hangs the gerund on
/// the object: `accused the firm of dumping waste`.
const BLAMING: [&str; 16] = [
    "accuse",
    "acquit",
    "arrest",
    "blame",
    "charge",
    "clear",
    "condemn",
    "convict",
    "criticise",
    "criticize",
    "fine",
    "jail",
    "praise",
    "sentence",
    "suspect",
    "thank",
];

/// The heads of the phrases that do what the verb says; of a passive, its agent.
pub(super) fn agents(tree: &Tree, verb: usize) -> Vec<usize> {
    if tree.is_passive(verb) {
        return passive_agents(tree, verb);
    }
    surface_subjects(tree, verb, 0)
}

/// The phrases named with `by`, or with `from` or `in` where nothing is.
fn passive_agents(tree: &Tree, verb: usize) -> Vec<usize> {
    let by = tree.children(verb).filter(|&child| {
        tree.dep(child) == Dep::Agent || (tree.dep(child) == Dep::Prep && tree.lower(child) == "by")
    });
    let direct: Vec<usize> = by
        .chain(by_behind_measure(tree, verb))
        .flat_map(|child| tree.preposition_objects(child))
        .collect();
    match (direct.is_empty(), tree.dep(verb), tree.head(verb)) {
        (true, Dep::Conj, Some(head)) if tree.is_verb(head) && tree.is_passive(head) => {
            passive_agents(tree, head)
        }
        _ => direct,
    }
}

/// `was held for six hours by police`: the parser may hang `by` on the hours.
fn by_behind_measure(tree: &Tree, verb: usize) -> impl Iterator<Item = usize> {
    tree.with_dep(verb, Dep::Prep)
        .flat_map(|preposition| tree.with_dep(preposition, Dep::Pobj))
        .flat_map(|object| tree.with_dep(object, Dep::Prep))
        .filter(|&child| tree.lower(child) == "by")
}

/// The heads of the phrases that the verb does something to; of a passive, its subject.
pub(super) fn patients(tree: &Tree, verb: usize) -> Vec<usize> {
    if tree.is_passive(verb) {
        return passive_patients(tree, verb);
    }
    let direct: Vec<usize> = tree
        .with_dep(verb, Dep::Dobj)
        .filter(|&object| !tree.is_relative(object))
        .flat_map(|object| tree.conjuncts(object))
        .map(|object| rival(tree, object))
        .collect();
    if !direct.is_empty() {
        return direct;
    }
    let shared = shared_objects(tree, verb);
    if !shared.is_empty() {
        return shared;
    }
    relativized_object(tree, verb).or_else(|| counted_object(tree, verb)).into_iter().collect()
}

/// `edged Egypt 1–0`, `beat hosts Russia`: the name, where the parser takes the score or the plural
/// noun before it for the object.
fn rival(tree: &Tree, object: usize) -> usize {
    let named = |at: &usize| {
        tree.entity_at(*at)
            .is_some_and(|span| matches!(span.kind, EntityKind::Gpe | EntityKind::Org))
    };
    let text = &tree.token(object).text;
    let score = text.starts_with(|first: char| first.is_ascii_digit()) && text.contains(['-', '–']);
    if score {
        return tree.children(object).find(|at| *at < object && named(at)).unwrap_or(object);
    }
    let plural = tree.token(object).tag == Tag::Nns;
    let behind = tree.entity_at(object + 1).filter(|_| plural && named(&(object + 1)));
    let last = behind.map(|span| span.tokens.end - 1);
    last.filter(|&at| matches!(tree.dep(at), Dep::Appos | Dep::Npadvmod)).unwrap_or(object)
}

/// `signed and praised the treaty`: a verb that nothing but `and` separates from another has its
/// objects.
fn shared_objects(tree: &Tree, verb: usize) -> Vec<usize> {
    let next = tree.with_dep(verb, Dep::Conj).find(|&other| {
        other == verb + 2 && tree.is_verb(other) && own_subject(tree, other).is_none()
    });
    next.map_or_else(Vec::new, |other| {
        tree.with_dep(other, Dep::Dobj).flat_map(|object| tree.conjuncts(object)).collect()
    })
}

/// `winning three points`, which the parser takes for a measure.
fn counted_object(tree: &Tree, verb: usize) -> Option<usize> {
    tree.with_dep(verb, Dep::Npadvmod).find(|&child| {
        let dated = tree.entity_at(child).is_some_and(|span| span.kind != EntityKind::Cardinal);
        child > verb
            && tree.token(child).pos == Pos::Noun
            && tree.child(child, Dep::Nummod).is_some()
            && !dated
    })
}

fn passive_patients(tree: &Tree, verb: usize) -> Vec<usize> {
    match (tree.dep(verb), tree.head(verb)) {
        (Dep::Acl | Dep::Amod, Some(noun)) if own_subject(tree, verb).is_none() => {
            tree.conjuncts(noun)
        }
        (Dep::Relcl, Some(noun)) if own_subject(tree, verb).is_none() => antecedent(tree, noun),
        _ => surface_subjects(tree, verb, 0),
    }
}

/// `the policy (which) they criticized`: the noun that a relative clause without an object of
/// its own hangs on.
fn relativized_object(tree: &Tree, verb: usize) -> Option<usize> {
    // `the day they met`
    const TIMES: [&str; 10] =
        ["day", "week", "month", "year", "time", "moment", "night", "morning", "reason", "way"];
    let relative_object = tree.with_dep(verb, Dep::Dobj).any(|object| tree.is_relative(object));
    let subject = own_subject(tree, verb)?;
    let gap = relative_object
        || (!tree.is_relative(subject)
            && !tree.children(verb).any(|to| matches!(tree.dep(to), Dep::Ccomp | Dep::Xcomp)));
    let noun = (tree.dep(verb) == Dep::Relcl && gap).then(|| tree.head(verb)).flatten();
    noun.filter(|&noun| relative_object || !TIMES.contains(&&*tree.lemma(noun)))
}

/// The subject that hangs on the verb itself, active or passive.
pub(crate) fn own_subject(tree: &Tree, verb: usize) -> Option<usize> {
    tree.children(verb).find(|&child| matches!(tree.dep(child), Dep::Nsubj | Dep::Nsubjpass))
}

/// The phrases that stand as subject, whatever the voice: the verb's own, or inherited.
pub(super) fn surface_subjects(tree: &Tree, verb: usize, depth: usize) -> Vec<usize> {
    if depth > DEEPEST {
        return Vec::new();
    }
    if let Some(subject) = own_subject(tree, verb) {
        return match (tree.is_relative(subject), tree.dep(verb), tree.head(verb)) {
            (true, Dep::Relcl | Dep::Acl, Some(noun)) => {
                antecedent(tree, last_before(tree, noun, subject))
            }
            (true, Dep::Ccomp, Some(above)) => antecedent_across(tree, above, subject),
            (true, _, _) => Vec::new(),
            _ => tree.conjuncts(subject),
        };
    }
    let of_auxiliary = tree.with_dep(verb, Dep::Auxpass).find_map(|aux| own_subject(tree, aux));
    match of_auxiliary {
        Some(subject) => tree.conjuncts(subject),
        None => inherited_subjects(tree, verb, depth),
    }
}

/// `a man who prosecutors believe killed her`: the noun that the clause above hangs on.
fn antecedent_across(tree: &Tree, above: usize, pronoun: usize) -> Vec<usize> {
    match (tree.dep(above), tree.head(above)) {
        (Dep::Relcl, Some(noun)) if pronoun < above => {
            antecedent(tree, last_before(tree, noun, pronoun))
        }
        _ => Vec::new(),
    }
}

/// A relative clause speaks of the noun that it hangs on; after a list, of the last member; behind
/// `Roe was the first to`, of Roe.
fn antecedent(tree: &Tree, noun: usize) -> Vec<usize> {
    if let Some(bearer) = bearer(tree, noun) {
        return tree.conjuncts(bearer);
    }
    if tree.is_nominal(noun) { vec![noun] } else { Vec::new() }
}

/// Whom or what a predicate noun is said of; in `it was Roe who`, nobody.
fn bearer(tree: &Tree, noun: usize) -> Option<usize> {
    let verb = tree.head(noun).filter(|_| tree.dep(noun) == Dep::Attr)?;
    let subject = own_subject(tree, verb).filter(|_| tree.lemma(verb) == "be")?;
    let affirmed = tree.child(verb, Dep::Neg).is_none();
    let named = tree.token(subject).pos == Pos::Propn
        || matches!(&*tree.lower(subject), "he" | "she" | "they" | "i" | "we");
    (affirmed && named && tree.token(noun).pos == Pos::Noun).then_some(subject)
}

/// The last conjunct before a relative pronoun.
fn last_before(tree: &Tree, noun: usize, pronoun: usize) -> usize {
    let before = tree.conjuncts(noun).into_iter().filter(|&member| member < pronoun);
    before.max().unwrap_or(noun)
}

fn inherited_subjects(tree: &Tree, verb: usize, depth: usize) -> Vec<usize> {
    let Some(head) = tree.head(verb) else { return Vec::new() };
    match tree.dep(verb) {
        Dep::Conj if opens_quotation(tree, head, verb) => Vec::new(),
        // `selected Jane Roe to head it`: the parser may take that for a purpose.
        Dep::Advcl if is_infinitive(tree, verb) && selected(tree, head).is_some() => {
            selected(tree, head).map_or_else(Vec::new, |person| tree.conjuncts(person))
        }
        Dep::Conj | Dep::Advcl | Dep::Dep if tree.is_verb(head) => {
            surface_subjects(tree, head, depth + 1)
        }
        Dep::Xcomp if tree.is_verb(head) => controlled(tree, head, depth),
        Dep::Xcomp | Dep::Acl if tree.token(head).pos == Pos::Adj => {
            tree.head(head).map_or_else(Vec::new, |up| surface_subjects(tree, up, depth + 1))
        }
        Dep::Relcl if !is_infinitive(tree, verb) => antecedent(tree, head),
        Dep::Acl | Dep::Relcl => noun_complement_subjects(tree, verb, head, depth),
        Dep::Pcomp => preposition_subjects(tree, head, depth),
        Dep::Prep | Dep::Appos if tree.is_verb(head) => surface_subjects(tree, head, depth + 1),
        _ => Vec::new(),
    }
}

/// `called it "a shame and divided the town"`: words inside a quotation that begins behind the
/// verb have subjects of their own.
fn opens_quotation(tree: &Tree, verb: usize, behind: usize) -> bool {
    let between = || verb.min(behind)..behind;
    let marks = |tag| between().filter(|&at| tree.token(at).tag == tag).count();
    marks(Tag::OpenQuote) > marks(Tag::CloseQuote)
}

/// `urge X to V`: X; `was told to V`: whoever was told; `offered to V`: whoever offered.
fn controlled(tree: &Tree, matrix: usize, depth: usize) -> Vec<usize> {
    if tree.lemma(matrix) == "include" {
        return owners_of(tree, surface_subjects(tree, matrix, depth + 1));
    }
    match controlled_by(tree, matrix) {
        Some(object) => tree.conjuncts(object),
        None => surface_subjects(tree, matrix, depth + 1),
    }
}

/// The object of a verb of asking, ordering or letting, which does what the infinitive says.
fn controlled_by(tree: &Tree, matrix: usize) -> Option<usize> {
    let object = tree.child(matrix, Dep::Dobj).or_else(|| tree.child(matrix, Dep::Dative));
    object
        .filter(|_| OBJECT_CONTROL.contains(&tree.lemma(matrix).as_str()))
        .or_else(|| selected(tree, matrix))
}

/// Who is chosen for something.
fn selected(tree: &Tree, matrix: usize) -> Option<usize> {
    let object = tree.child(matrix, Dep::Dobj);
    object.filter(|&object| {
        SELECTING.contains(&tree.lemma(matrix).as_str())
            && super::participants::is_people(tree, object)
    })
}

/// `Peru` of `warned Peru to halt`, seen from `halt`; none where whoever warns does it.
pub(crate) fn controlling_object(tree: &Tree, infinitive: usize) -> Option<usize> {
    let matrix = tree.head(infinitive).filter(|&up| tree.is_verb(up))?;
    let asked = || tree.after_preposition(matrix, "on").into_iter().next();
    let called = tree.lemma(matrix) == "call";
    controlled_by(tree, matrix).or_else(|| asked().filter(|_| called))
}

/// `X's crackdown, which includes V-ing`: X.
fn owners_of(tree: &Tree, nouns: Vec<usize>) -> Vec<usize> {
    nouns
        .into_iter()
        .flat_map(|noun| {
            let named = tree.token(noun).pos == Pos::Propn;
            let of_act = || {
                let mut acts = tree.ancestors(noun).take_while(|&up| !tree.is_verb(up));
                acts.find_map(|act| tree.child(act, Dep::Poss)).filter(|_| named)
            };
            let owner = tree.child(noun, Dep::Poss).or_else(of_act);
            owner.map_or(vec![noun], |at| tree.conjuncts(at))
        })
        .collect()
}

/// `X's willingness to V`, `X announced a plan to V`, `a deal with X to V`: X; `a man carrying Y`:
/// the man.
fn noun_complement_subjects(tree: &Tree, verb: usize, noun: usize, depth: usize) -> Vec<usize> {
    if !is_infinitive(tree, verb) {
        if tree.is_passive(verb) {
            return Vec::new();
        }
        let joined = tree.head(noun).filter(|&up| {
            tree.dep(noun) == Dep::Dobj && tree.is_verb(up) && tree.lemma(up) == "join"
        });
        let joining = joined.map_or_else(Vec::new, |up| surface_subjects(tree, up, depth + 1));
        return [joining, antecedent(tree, noun)].concat();
    }
    let takes_clause = tree.lexicon.words.effect(EffectKind::Noun, &tree.lemma(noun));
    if let Some(owner) = tree.child(noun, Dep::Poss) {
        return tree.conjuncts(owner);
    }
    let partners = tree.after_preposition(noun, "with");
    if takes_clause.is_some() && !partners.is_empty() {
        return partners;
    }
    match (takes_clause, governor(tree, noun)) {
        (Some(_), Some(above)) => surface_subjects(tree, above, depth + 1),
        _ => Vec::new(),
    }
}

pub(super) fn is_infinitive(tree: &Tree, verb: usize) -> bool {
    tree.children(verb).any(|child| tree.token(child).tag == Tag::To)
}

/// `that he resign`: whether `that` begins the clause.
pub(super) fn has_that(tree: &Tree, verb: usize) -> bool {
    tree.with_dep(verb, Dep::Mark).any(|mark| tree.lower(mark) == "that")
}

/// `after witnessing`: the subject of the verb that the preposition hangs on; `plan of V-ing`:
/// the owner of the plan.
fn preposition_subjects(tree: &Tree, preposition: usize, depth: usize) -> Vec<usize> {
    let Some(head) = tree.head(preposition) else { return Vec::new() };
    if tree.is_verb(head) {
        if tree.lemma(head) == "join" && tree.lower(preposition) == "in" {
            return [surface_subjects(tree, head, depth + 1), patients(tree, head)].concat();
        }
        return match affected(tree, head, preposition) {
            Some(object) => tree.conjuncts(object),
            None => surface_subjects(tree, head, depth + 1),
        };
    }
    if let Some(owner) = tree.child(head, Dep::Poss) {
        return tree.conjuncts(owner);
    }
    let Some(above) = governor(tree, head) else { return Vec::new() };
    let blamed = BLAMING.contains(&tree.lemma(above).as_str());
    match affected(tree, above, preposition).filter(|&object| object != head || blamed) {
        Some(object) => tree.conjuncts(object),
        None => surface_subjects(tree, above, depth + 1),
    }
}

/// `sentenced Roe to three years for taking bribes`: Roe; `paid a fine for`: nobody.
fn affected(tree: &Tree, verb: usize, preposition: usize) -> Option<usize> {
    let of_object = OF_OBJECT.contains(&tree.lower(preposition).as_str());
    let object = tree.child(verb, Dep::Dobj).filter(|_| of_object && !tree.is_passive(verb))?;
    let kind = tree.lexicon.words.noun_type(&tree.lemma(object));
    let party = matches!(tree.token(object).pos, Pos::Propn | Pos::Pron)
        || kind.is_some_and(crate::corpus::EntityType::is_party);
    (party && object < preposition).then_some(object)
}

/// The verb that a noun depends on, through prepositions and other nouns, where the noun isn't
/// its subject.
pub(super) fn governor(tree: &Tree, noun: usize) -> Option<usize> {
    let mut below = noun;
    for above in tree.ancestors(noun) {
        let stands_as = tree.dep(below);
        if matches!(stands_as, Dep::Nsubj | Dep::Nsubjpass | Dep::Relcl | Dep::Acl | Dep::Poss) {
            return None;
        }
        if tree.is_verb(above) {
            return Some(above);
        }
        below = above;
    }
    None
}
