//! Which of the dates in a sentence belongs to what its verbs and nouns say.
//!
//! A date belongs to the verb or the noun that it hangs on, and to no other clause: in `announced
//! on Monday that it bought the mine in 2019`, Monday is the announcement's. A noun of an event
//! also has the date of the verb that only says that it takes place (`held talks on Monday`).

use std::collections::HashMap;
use std::ops::Range;

use jiff::civil::Date;

use crate::corpus::Modality;
use crate::lexicon::TriggerKind;
use crate::parse::{Dep, EntityKind, Pos, Tag, Tree};
use crate::when::{Reference, Tense, When};

/// Verbs that say of an event only that it takes place, begins or ends, or of somebody that they
/// take part.
const HOSTS: [&str; 26] = [
    "hold", "take", "occur", "happen", "begin", "start", "open", "end", "conclude", "finish",
    "make", "pay", "give", "have", "come", "follow", "stage", "launch", "mark", "complete", "wrap",
    "kick", "attend", "continue", "resume", "schedule",
];

/// Words before a date that belong to it: they say which of its days, or that it is an end of an
/// interval.
const BEFORE: [&str; 26] = [
    "the",
    "late",
    "early",
    "earlier",
    "later",
    "since",
    "between",
    "from",
    "by",
    "until",
    "till",
    "before",
    "after",
    "on",
    "in",
    "within",
    "this",
    "last",
    "next",
    "mid",
    "past",
    "previous",
    "following",
    "same",
    "that",
    "week",
];

/// Most dates of one verb or noun that are looked at.
const MOST_DATES: usize = 8;

/// The dates of a paragraph's sentences.
pub(super) struct Dates {
    told: Vec<Told>,
    /// Which of them hang on a token.
    by_token: HashMap<usize, Vec<usize>>,
    written: Option<Date>,
}

/// A date as it stands in a sentence.
struct Told {
    tokens: Range<usize>,
    words: Vec<String>,
    /// The verb or noun that the date is told of, and the verb that a noun is the object of.
    of: [Option<usize>; 2],
    /// The date told before, from which `three days later` counts.
    before: Option<When>,
}

impl Dates {
    /// Finds the dates. `written` is the article's ISO date. O(tokens).
    pub(super) fn of(tree: &Tree, written: Option<&str>) -> Self {
        let written = written.and_then(|at| at.parse().ok());
        let mut dates = Self { told: Vec::new(), by_token: HashMap::new(), written };
        let mut before = None;
        for tokens in spans(tree) {
            let words: Vec<String> = tokens.clone().map(|at| tree.lower(at)).collect();
            let told = Told { of: governors(tree, &tokens), tokens, words, before };
            before = dates.resolve(tree, &told, Modality::Fact).or(before);
            for token in told.of.into_iter().flatten() {
                dates.by_token.entry(token).or_default().push(dates.told.len());
            }
            dates.told.push(told);
        }
        dates
    }

    /// When what the trigger says happened, or is to happen: the most precise of its dates, of
    /// equally precise ones the first; with the tokens that tell it.
    pub(super) fn when(
        &self,
        tree: &Tree,
        trigger: usize,
        modality: Modality,
    ) -> Option<(When, Range<usize>)> {
        let read = |told: &Told| Some((self.resolve(tree, told, modality)?, told.tokens.clone()));
        let of = |token: usize| finest(self.told_of(token).filter_map(read));
        of(trigger).or_else(|| host(tree, trigger).and_then(of)).or_else(|| {
            let verb = first_of_coordination(tree, trigger)?;
            let opens = |told: &&Told| opens_clause(tree, told, verb);
            finest(self.told_of(verb).filter(opens).filter_map(read))
        })
    }

    fn told_of(&self, token: usize) -> impl Iterator<Item = &Told> {
        let found = self.by_token.get(&token).into_iter().flatten();
        found.take(MOST_DATES).map(|&at| &self.told[at])
    }

    fn resolve(&self, tree: &Tree, told: &Told, modality: Modality) -> Option<When> {
        let tense = match (modality, told.of[0]) {
            (Modality::Planned | Modality::Possible, _) => Tense::Coming,
            (_, Some(at)) => tense(tree, at),
            (_, None) => Tense::Past,
        };
        let words: Vec<&str> = told.words.iter().map(String::as_str).collect();
        Reference { written: self.written, told: told.before, tense }.read(&words)
    }
}

fn finest(dates: impl Iterator<Item = (When, Range<usize>)>) -> Option<(When, Range<usize>)> {
    dates.reduce(
        |best, date| {
            if date.0 != best.0 && date.0.is_within(&best.0) { date } else { best }
        },
    )
}

/// The runs of tokens that tell dates: what the recognizer takes for dates and times, names of
/// days, and ordinals behind `on the`, with the words before and behind that belong to them.
fn spans(tree: &Tree) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < tree.parse.tokens.len() {
        let Some(core) = core(tree, at) else {
            at += 1;
            continue;
        };
        let sentence = tree.sentence_range(at);
        let earliest = sentence.start.max(found.last().map_or(0, |last| last.end));
        let mut start = core.start;
        while start > earliest && core.start - start < 3 && belongs_before(tree, start - 1) {
            start -= 1;
        }
        let mut end = core.end;
        while let Some(next) = behind(tree, end, start..sentence.end) {
            end = next;
        }
        at = end;
        found.push(start..end);
    }
    found
}

fn belongs_before(tree: &Tree, at: usize) -> bool {
    BEFORE.contains(&tree.lower(at).as_str())
}

/// A date that begins at the token.
fn core(tree: &Tree, at: usize) -> Option<Range<usize>> {
    let word = tree.lower(at);
    match tree.entity_at(at) {
        Some(span) if matches!(span.kind, EntityKind::Date | EntityKind::Time) => {
            Some(at..span.tokens.end)
        }
        Some(span) if span.kind == EntityKind::Ordinal => {
            let on_the = at >= 2 && tree.lower(at - 1) == "the" && tree.lower(at - 2) == "on";
            let alone = tree.head(at).is_none_or(|head| head <= at);
            (on_the && alone && word.starts_with(|c: char| c.is_ascii_digit()))
                .then_some(at..span.tokens.end)
        }
        Some(_) => None,
        None => {
            let named = matches!(word.as_str(), "yesterday" | "today" | "tomorrow" | "tonight")
                || word.len() > 5 && crate::calendar::weekday(&word).is_some();
            named.then_some(at..at + 1)
        }
    }
}

/// Where the phrase ends if it goes on behind `end`: with `ago`, `later`, or the second date of
/// an interval.
fn behind(tree: &Tree, end: usize, phrase: Range<usize>) -> Option<usize> {
    if end >= phrase.end {
        return None;
    }
    let word = tree.lower(end);
    if matches!(word.as_str(), "ago" | "later" | "earlier" | "afterwards") {
        return Some(end + 1);
    }
    let opened = |words: &[&str]| words.contains(&tree.lower(phrase.start).as_str());
    let joins = match word.as_str() {
        "-" | "–" | "—" => !tree.token(end - 1).space_after,
        "and" => opened(&["between"]),
        "to" | "through" | "until" => opened(&["from"]) || word == "through",
        _ => false,
    };
    let second = (end + 1 < phrase.end && joins).then(|| core(tree, end + 1)).flatten();
    let number = || {
        let bare = joins && end + 1 < phrase.end && tree.token(end + 1).tag == Tag::Cd;
        bare.then_some(end + 2)
    };
    second.map(|range| range.end).or_else(number)
}

/// What a date is told of: the verb or noun that it hangs on. A date of a day behind a verb's
/// object may be the verb's too (`condemned the attack on Monday`), and one behind an object
/// that is no event is the verb's (`bought the mine in 2019`).
fn governors(tree: &Tree, tokens: &Range<usize>) -> [Option<usize>; 2] {
    let outside = |at: usize| tree.head(at).is_none_or(|head| !tokens.contains(&head));
    let root = tokens.clone().rev().find(|&at| outside(at) && !is_word_before(tree, at, tokens));
    let mut below = root.unwrap_or(tokens.end - 1);
    for above in tree.ancestors(below) {
        if tree.is_verb(above) {
            return [Some(above), None];
        }
        let prepositional = tree.token(below).pos == Pos::Adp;
        if tree.is_nominal(above) && !tokens.contains(&above) {
            return of_noun(tree, above, below, prepositional, tokens);
        }
        below = above;
    }
    [None, None]
}

/// Whether the token only leads to the date, such as its preposition.
fn is_word_before(tree: &Tree, at: usize, tokens: &Range<usize>) -> bool {
    at + 1 < tokens.end && tree.token(at).pos == Pos::Adp
}

fn of_noun(
    tree: &Tree,
    noun: usize,
    below: usize,
    prepositional: bool,
    tokens: &Range<usize>,
) -> [Option<usize>; 2] {
    let verb = tree.head(noun).filter(|&up| {
        tree.is_verb(up) && matches!(tree.dep(noun), Dep::Dobj | Dep::Attr | Dep::Dative)
    });
    let behind = below > noun && (prepositional || tree.dep(below) == Dep::Npadvmod);
    let Some(verb) = verb.filter(|_| behind) else { return [Some(noun), None] };
    let event = tree.lexicon.triggered(TriggerKind::Noun, &tree.lemma(noun)).next().is_some();
    let day = tokens.clone().any(|at| crate::calendar::weekday(&tree.lower(at)).is_some());
    match (event, day) {
        (false, _) => [Some(verb), None],
        (true, true) => [Some(noun), Some(verb)],
        (true, false) => [Some(noun), None],
    }
}

/// The verb that says that the event of a noun takes place.
fn host(tree: &Tree, noun: usize) -> Option<usize> {
    if !tree.is_nominal(noun) {
        return None;
    }
    let hosts = |&verb: &usize| tree.is_verb(verb) && HOSTS.contains(&tree.lemma(verb).as_str());
    let stands = matches!(tree.dep(noun), Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass | Dep::Attr);
    let above = tree.head(noun).filter(|_| stands).filter(hosts);
    above.or_else(|| tree.with_dep(noun, Dep::Acl).find(hosts))
}

/// The first verb of those that the trigger is coordinated with.
fn first_of_coordination(tree: &Tree, trigger: usize) -> Option<usize> {
    let mut first = None;
    let mut below = trigger;
    for above in tree.ancestors(trigger) {
        if tree.dep(below) != Dep::Conj || !tree.is_verb(above) {
            break;
        }
        first = Some(above);
        below = above;
    }
    first
}

/// `On Monday Roe came and signed`: a date before the first verb's subject is told of all.
fn opens_clause(tree: &Tree, told: &Told, verb: usize) -> bool {
    let subject = super::own_subject(tree, verb).map_or(verb, |subject| tree.edges(subject).0);
    told.of[0] == Some(verb) && told.tokens.end <= subject
}

/// The tense of a verb; of a noun, of the verb above it.
fn tense(tree: &Tree, at: usize) -> Tense {
    let verb = if tree.is_verb(at) { Some(at) } else { None };
    let verb = verb.or_else(|| tree.ancestors(at).find(|&up| tree.is_verb(up)));
    let Some(verb) = verb else { return Tense::Past };
    let auxiliaries: Vec<usize> = tree
        .children(verb)
        .filter(|&child| matches!(tree.dep(child), Dep::Aux | Dep::Auxpass))
        .collect();
    let has = |tags: &[Tag]| auxiliaries.iter().any(|&child| tags.contains(&tree.token(child).tag));
    let perfect = auxiliaries.iter().any(|&child| tree.lemma(child) == "have");
    let own = tree.token(verb).tag;
    let to_come = !perfect
        && own != Tag::Vbd
        && !has(&[Tag::Vbd])
        && (matches!(own, Tag::Vbz | Tag::Vbp) || has(&[Tag::Md, Tag::To, Tag::Vbz, Tag::Vbp]));
    if to_come { Tense::Coming } else { Tense::Past }
}
