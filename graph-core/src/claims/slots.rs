//! What stands in the places of a frame's arguments: subjects, objects, clauses, owners, what
//! prepositions lead.

use super::frames::{Match, hyphenated_before, is_said_of};
use super::{Argument, participants, subjects};
use crate::corpus::EntityType;
use crate::lexicon::Slot;
use crate::parse::{Dep, EntityKind, Pos, Tag, Tree};

/// What the first group of slots that holds anything holds.
pub(super) fn arguments(tree: &Tree, groups: &[Vec<Slot>], found: &Match) -> Vec<Argument> {
    let filled = groups.iter().map(|group| group_arguments(tree, group, found));
    filled.into_iter().find(|arguments| !arguments.is_empty()).unwrap_or_default()
}

/// What the first slot holds, or of several prepositions at the front the first that leads
/// something, with what the further slots add.
fn group_arguments(tree: &Tree, group: &[Slot], found: &Match) -> Vec<Argument> {
    let leading = group.iter().take_while(|slot| matches!(slot, Slot::Preposition(_))).count();
    let (alternatives, further) = group.split_at(leading.max(1).min(group.len()));
    let held = alternatives.iter().map(|slot| fill(tree, slot, found));
    let mut all = held.into_iter().find(|held| !held.is_empty()).unwrap_or_default();
    if all.is_empty() {
        return all;
    }
    for argument in further.iter().flat_map(|slot| fill(tree, slot, found)) {
        if !all.contains(&argument) {
            all.push(argument);
        }
    }
    all
}

fn fill(tree: &Tree, slot: &Slot, found: &Match) -> Vec<Argument> {
    let at = found.at;
    let phrases = |heads: Vec<usize>| -> Vec<Argument> {
        let mut heads = heads;
        for at in 0..heads.len() {
            let members = participants::members(tree, heads[at]);
            heads.extend(members);
        }
        heads.into_iter().map(Argument::Phrase).collect()
    };
    match slot {
        Slot::Subject => phrases(doers(tree, at)),
        Slot::Object => phrases(objects(tree, found)),
        Slot::Recipient => phrases(participants::recipients(tree, at)),
        Slot::Predicate => phrases(participants::predicates(tree, at)),
        Slot::First => phrases(participants::first(tree, at)),
        Slot::Others => phrases(participants::others(tree, at)),
        Slot::Force => phrases(participants::force(tree, at)),
        Slot::Clause => {
            let own =
                clause(tree, at).filter(|&told| found.noun.is_none() || is_marked(tree, told));
            let of_noun = || found.noun.and_then(|noun| noun_clause(tree, noun));
            own.or_else(of_noun).into_iter().collect()
        }
        Slot::Act => tree.child(at, Dep::Xcomp).map(Argument::Clause).into_iter().collect(),
        Slot::Topic => phrases(topic(tree, at)),
        Slot::Possessor
            if tree.token(at).pos == Pos::Noun || found.part == 0 && !is_participle(tree, at) =>
        {
            phrases(owners(tree, at))
        }
        Slot::Possessor => hyphenated(tree, found).into_iter().collect(),
        Slot::Owner => {
            phrases(tree.child(at, Dep::Poss).map_or_else(Vec::new, |owner| tree.conjuncts(owner)))
        }
        Slot::Governor => phrases(governing_subjects(tree, at)),
        Slot::Itself => itself(tree, found).into_iter().map(Argument::Phrase).collect(),
        Slot::Who => {
            participants::whom_it_is_said_of(tree, at).into_iter().map(Argument::Phrase).collect()
        }
        Slot::Preposition(preposition) => prepositional(tree, preposition, found)
            .into_iter()
            .flat_map(|argument| match argument {
                Argument::Phrase(head) => phrases(vec![head]),
                other => vec![other],
            })
            .collect(),
    }
}

fn is_participle(tree: &Tree, at: usize) -> bool {
    hyphenated_before(tree, at).is_some() || tree.token(at).text.contains('-')
}

/// What kills and destroys without being anybody.
const ATTACKS: [&str; 13] = [
    "attack",
    "airstrike",
    "strike",
    "bombardment",
    "bombing",
    "shelling",
    "raid",
    "assault",
    "offensive",
    "fire",
    "invasion",
    "incursion",
    "campaign",
];

/// The agents of a verb, or the subjects of an adjective's verb.
fn doers(tree: &Tree, at: usize) -> Vec<usize> {
    match (tree.token(at).pos, tree.head(at)) {
        (Pos::Adj | Pos::Verb, Some(verb))
            if tree.is_verb(verb) && (tree.token(at).pos == Pos::Adj || is_said_of(tree, at)) =>
        {
            subjects::surface_subjects(tree, verb, 0)
        }
        (Pos::Adj, Some(noun)) if tree.is_nominal(noun) => vec![noun],
        (Pos::Adj, _) => Vec::new(),
        _ => {
            let agents = subjects::agents(tree, at).into_iter();
            agents.flat_map(|agent| attackers(tree, agent)).collect()
        }
    }
}

/// `an Israeli air strike killed`: who strikes; whoever is no attack acts itself.
fn attackers(tree: &Tree, agent: usize) -> Vec<usize> {
    let attack = ATTACKS.contains(&tree.lemma(agent).as_str());
    let by = if attack { tree.after_preposition(agent, "by") } else { Vec::new() };
    match (attack, by.is_empty()) {
        (false, _) => vec![agent],
        (true, false) => by,
        (true, true) => {
            let owners = owners(tree, agent);
            if owners.is_empty() { vec![agent] } else { owners }
        }
    }
}

/// Objects of the verb; what its particle governs, where the parser took that for a preposition.
fn objects(tree: &Tree, found: &Match) -> Vec<usize> {
    let direct = subjects::patients(tree, found.at);
    let direct: Vec<usize> =
        direct.into_iter().filter(|&head| Some(head) != found.particle).collect();
    match (direct.is_empty(), found.particle) {
        (true, Some(particle)) => tree.preposition_objects(particle),
        _ => direct,
    }
}

/// The verb of the complement clause, or of the infinitive that a noun governs.
fn clause(tree: &Tree, at: usize) -> Option<Argument> {
    // `asked for money to build`: what for, not what.
    let purpose = |child: usize| {
        let for_it = |prep: usize| {
            prep > at
                && prep < child
                && tree.lower(prep) == "for"
                && tree.child(prep, Dep::Pobj).is_some()
        };
        REQUESTING.contains(&tree.lemma(at).as_str()) && tree.with_dep(at, Dep::Prep).any(for_it)
    };
    let asks = tree.lemma(at) == "ask";
    let complement = tree.children(at).find(|&child| match tree.dep(child) {
        Dep::Xcomp => child > at && tree.is_verb(child) && !purpose(child),
        // `asked what it was` asks nobody to do anything.
        Dep::Ccomp
            if asks && !tree.with_dep(child, Dep::Aux).any(|to| tree.token(to).tag == Tag::To) =>
        {
            false
        }
        Dep::Ccomp => {
            child > at && (tree.is_verb(child) || subjects::own_subject(tree, child).is_some())
        }
        Dep::Acl | Dep::Relcl => subjects::is_infinitive(tree, child),
        _ => false,
    });
    let before =
        || tree.with_dep(at, Dep::Ccomp).find(|&child| tree.is_verb(child) && child < at && !asks);
    complement.or_else(before).or_else(|| infinitive_for(tree, at)).map(Argument::Clause)
}

/// Whether `that` or `to` makes it a clause that completes a noun: `made an offer to leave`, not
/// `made an offer as they left`.
fn is_marked(tree: &Tree, clause: Argument) -> bool {
    let verb = clause.token();
    subjects::is_infinitive(tree, verb) || subjects::has_that(tree, verb)
}

/// `raised concerns that they interfere`, `renewed calls for them to talk`.
fn noun_clause(tree: &Tree, noun: usize) -> Option<Argument> {
    let that = |&verb: &usize| subjects::has_that(tree, verb) && tree.is_verb(verb);
    // `raising fears that`: others fear it.
    let told = tree.with_dep(noun, Dep::Acl).find(that).filter(|_| tree.lemma(noun) != "fear");
    told.or_else(|| infinitive_for(tree, noun)).map(Argument::Clause)
}

/// Verbs behind which `for` names what is asked for.
const REQUESTING: [&str; 6] = ["ask", "plead", "appeal", "beg", "call", "apply"];

/// `called for the army to withdraw`: the parser takes `for` with the infinitive for a purpose.
fn infinitive_for(tree: &Tree, at: usize) -> Option<usize> {
    tree.with_dep(at, Dep::Advcl).find(|&verb| {
        let marked = tree.with_dep(verb, Dep::Mark).any(|mark| {
            let called = |before: usize| {
                before == at
                    || matches!(&*tree.lemma(before), "call" | "appeal" | "demand" | "plea")
            };
            tree.lower(mark) == "for" && mark.checked_sub(1).is_some_and(called)
        });
        marked && tree.with_dep(verb, Dep::Aux).any(|aux| tree.token(aux).tag == Tag::To)
    })
}

fn topic(tree: &Tree, at: usize) -> Vec<usize> {
    tree.with_dep(at, Dep::Ccomp)
        .filter_map(|verb| subjects::own_subject(tree, verb))
        .filter(|&subject| tree.token(subject).pos != Pos::Pron && !tree.is_relative(subject))
        .collect()
}

/// Whoever a noun belongs to or is made by: `X's visit`, `its offer`, `the Bukele offer`, `a
/// Colombian attack`.
fn owners(tree: &Tree, noun: usize) -> Vec<usize> {
    if let Some(owner) = tree.child(noun, Dep::Poss) {
        return tree.conjuncts(owner);
    }
    tree.children(noun)
        .filter(|&child| matches!(tree.dep(child), Dep::Compound | Dep::Nmod | Dep::Amod))
        .filter(|&child| {
            tree.token(child).pos == Pos::Propn
                || tree.lexicon.countries.of_adjective(&tree.token(child).text).is_some()
        })
        .take(1)
        .collect()
}

/// What stands before the hyphen: part of the token, or a token of its own.
fn hyphenated(tree: &Tree, found: &Match) -> Option<Argument> {
    if found.part > 0 {
        return Some(Argument::Part { token: found.at, length: found.part });
    }
    let before = hyphenated_before(tree, found.at)?;
    let public = matches!(&*tree.lemma(before), "state" | "government");
    let owner = tree.head(found.at).filter(|_| public).and_then(|noun| owning_country(tree, noun));
    Some(Argument::Phrase(owner.unwrap_or(before)))
}

/// `Burma's state-run newspapers`, `Cuban state-run television`: the country.
pub(super) fn owning_country(tree: &Tree, noun: usize) -> Option<usize> {
    let adjective = |at: &usize| {
        tree.dep(*at) == Dep::Amod
            && tree.lexicon.countries.of_adjective(&tree.token(*at).text).is_some()
    };
    tree.child(noun, Dep::Poss).or_else(|| tree.children(noun).find(adjective))
}

/// The subject of the verb above a noun, which isn't what it warns against; of `Rubio's
/// statements came after talks` and `Rubio, on
/// a visit to`, Rubio.
fn governing_subjects(tree: &Tree, noun: usize) -> Vec<usize> {
    let bearer = tree.ancestors(noun).nth(1).filter(|&up| {
        tree.token(up).pos == Pos::Propn && tree.head(noun).is_some_and(|on| tree.lower(on) == "on")
    });
    if let Some(bearer) = bearer {
        return vec![bearer];
    }
    let advised = tree.head(noun).is_some_and(|up| tree.lower(up) == "against");
    let governor = subjects::governor(tree, noun).filter(|_| !advised);
    let Some(verb) = governor else { return Vec::new() };
    let subjects = if tree.is_passive(verb) {
        subjects::agents(tree, verb)
    } else {
        subjects::surface_subjects(tree, verb, 0)
    };
    subjects
        .into_iter()
        .flat_map(|subject| match tree.child(subject, Dep::Poss) {
            Some(owner) if tree.token(subject).pos == Pos::Noun && !is_somebody(tree, subject) => {
                tree.conjuncts(owner)
            }
            _ => vec![subject],
        })
        .collect()
}

/// `Peru's army chief`: the chief does it, and not Peru.
fn is_somebody(tree: &Tree, noun: usize) -> bool {
    let words = &tree.lexicon.words;
    let lemma = tree.lemma(noun);
    words.is_role(&lemma)
        || matches!(words.noun_type(&lemma), Some(EntityType::Person | EntityType::Group))
}

/// The trigger itself as an argument: the light verb's noun, the noun that a participle
/// modifies, or the noun.
fn itself(tree: &Tree, found: &Match) -> Vec<usize> {
    match (found.noun, tree.head(found.at)) {
        (Some(noun), _) => vec![noun],
        (None, Some(head)) if is_participle(tree, found.at) => tree.conjuncts(head),
        _ => vec![found.at],
    }
}

/// Objects of a preposition that hangs on the trigger, its light noun or its object, and clauses
/// behind `of` and `about`.
fn prepositional(tree: &Tree, preposition: &str, found: &Match) -> Vec<Argument> {
    let mut places = vec![found.at];
    places.extend(found.noun);
    places.extend(found.particle);
    if tree.is_verb(found.at) && found.noun.is_none() {
        places.extend(tree.child(found.at, Dep::Dobj));
    }
    // `brought charges of fraud against them`: the parser hangs it on the fraud.
    places.extend(found.noun.into_iter().flat_map(|noun| tree.after_preposition(noun, "of")));
    for place in places {
        let governed = governed(tree, place, preposition).into_iter();
        let governed = governed.filter(|&object| !is_date(tree, object) && !is_tally(tree, object));
        let mut phrases: Vec<Argument> = governed.map(Argument::Phrase).collect();
        phrases.extend(preposition_clause(tree, place, preposition));
        if !phrases.is_empty() {
            return phrases;
        }
    }
    let whose = || held_by(tree, preposition, found);
    let held = where_of(tree, preposition, found.at).or_else(whose);
    let held = held.map_or_else(|| goal_behind(tree, preposition, found.at), |held| vec![held]);
    held.into_iter().map(Argument::Phrase).collect()
}

/// `flew from Lima to Quito`, `travelled by train to Peru`: where the parser hangs the goal on where
/// it began, or on what went there.
fn goal_behind(tree: &Tree, preposition: &str, verb: usize) -> Vec<usize> {
    const BEGINNINGS: [&str; 6] = ["from", "by", "via", "aboard", "through", "on"];
    let moves = tree.is_verb(verb) && preposition == "to" && tree.child(verb, Dep::Dobj).is_none();
    let behind = tree
        .with_dep(verb, Dep::Prep)
        .filter(|&at| moves && at > verb && BEGINNINGS.contains(&tree.lower(at).as_str()));
    let passed = behind.flat_map(|at| tree.preposition_objects(at));
    let goals = passed.flat_map(|object| tree.after_preposition(object, "to"));
    let place = |goal: &usize| {
        tree.entity_at(*goal).is_some_and(|span| {
            matches!(span.kind, EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac)
        })
    };
    goals.filter(place).collect()
}

/// `Singapore, where he had gone`, `the town where it was held`: the place that the clause hangs on.
fn where_of(tree: &Tree, preposition: &str, verb: usize) -> Option<usize> {
    let relative = tree.dep(verb) == Dep::Relcl && matches!(preposition, "to" | "in" | "at");
    let there = relative && tree.with_dep(verb, Dep::Advmod).any(|at| tree.lower(at) == "where");
    tree.head(verb).filter(|_| there)
}

/// `disquiet about the plan among members`: whose it is, where the parser hangs that on the plan.
fn held_by(tree: &Tree, preposition: &str, found: &Match) -> Option<usize> {
    let noun = tree.token(found.at).pos == Pos::Noun && matches!(preposition, "among" | "by");
    let behind = tree.with_dep(found.at, Dep::Prep).filter(|_| noun);
    behind
        .flat_map(|behind| tree.preposition_objects(behind))
        .flat_map(|object| tree.after_preposition(object, preposition))
        .find(|&party| participants::is_people(tree, party))
}

/// What a preposition on the token governs, or one of three words (`in favour of`).
fn governed(tree: &Tree, at: usize, preposition: &str) -> Vec<usize> {
    let mut words = preposition.split(' ');
    let (first, noun, last) = (words.next(), words.next(), words.next());
    let (Some(first), Some(noun), Some(last)) = (first, noun, last) else {
        return tree.after_preposition(at, preposition);
    };
    let nouns = tree.after_preposition(at, first).into_iter();
    nouns
        .filter(|&object| tree.lower(object) == noun)
        .flat_map(|object| {
            // The parser may hang the last word on the verb.
            let stray = Some(object + 1)
                .filter(|&behind| behind < tree.parse.tokens.len() && tree.lower(behind) == last);
            let hung = tree.after_preposition(object, last);
            let found = stray.filter(|_| hung.is_empty());
            found.map_or(hung, |behind| tree.preposition_objects(behind))
        })
        .collect()
}

fn is_date(tree: &Tree, at: usize) -> bool {
    tree.entity_at(at).is_some_and(|span| matches!(span.kind, EntityKind::Date | EntityKind::Time))
}

/// `a second win over Peru in 15 meetings`: how often, not what.
fn is_tally(tree: &Tree, at: usize) -> bool {
    const CONTESTS: [&str; 9] =
        ["meeting", "match", "game", "set", "start", "attempt", "outing", "encounter", "race"];
    tree.child(at, Dep::Nummod).is_some() && CONTESTS.contains(&tree.lemma(at).as_str())
}

/// `to` with an infinitive (`agreed to build`) and prepositions with a gerund (`of fraud`,
/// `about turning`).
fn preposition_clause(tree: &Tree, at: usize, preposition: &str) -> Option<Argument> {
    let gerund = tree
        .with_dep(at, Dep::Prep)
        .filter(|&child| tree.lower(child) == preposition)
        .find_map(|child| tree.child(child, Dep::Pcomp))
        .filter(|&verb| tree.is_verb(verb));
    let infinitive = || infinitive_for(tree, at).filter(|_| preposition == "for");
    gerund.or_else(infinitive).map(Argument::Clause)
}
