//! What the words of a question mean: verbs and nouns by the lexicon's frames, and the few
//! words that only questions use.

use graph_core::lexicon::{Frame, Lexicon, Slot, TriggerKind, TypeSet};

/// One way to read a verb, an adjective or a noun as a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The relation, bare.
    pub(super) relation: String,
    /// Which of the fact's ends the grammatical subject is.
    pub(super) voice: Voice,
    /// Whether the other end may stand without a preposition.
    pub(super) direct: bool,
    /// Prepositions that the other end may stand behind.
    pub(super) prepositions: Vec<String>,
    /// Nouns one of which must head a direct object (`reach` a *deal*); empty for any.
    pub(super) nouns: Vec<String>,
    /// What the fact's subject may be.
    pub(super) subject_types: TypeSet,
    /// What the fact's object may be.
    pub(super) object_types: TypeSet,
}

/// Which end of the fact the grammatical subject of an active verb is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// The fact's subject: `X criticized Y`.
    Straight,
    /// The fact's object: `Y drew criticism from X`.
    Reversed,
    /// The fact's subject, of a passive: `X is located in Y`.
    Located,
}

/// A verb's particle or the noun that a light verb takes, matched behind the verb.
pub(super) struct VerbMatch {
    /// Words taken, the verb among them.
    pub(super) words: usize,
    /// What it may mean.
    pub(super) readings: Vec<Reading>,
}

impl Reading {
    /// Reads a verb's or an adjective's frame; `None` for frames that no question can use.
    fn of_frame(frame: &Frame) -> Option<Self> {
        if frame.negative { None } else { Self::of(frame) }
    }

    /// The same of a frame that denies its relation: `expel` is `NOT_ACCEPTS`.
    fn of_denial(frame: &Frame) -> Option<Self> {
        let reading = Self::of(frame).filter(|_| frame.negative)?;
        Some(Self { relation: format!("NOT_{}", reading.relation), ..reading })
    }

    fn of(frame: &Frame) -> Option<Self> {
        let slots = |groups: &[Vec<Slot>]| groups.iter().flatten().cloned().collect::<Vec<_>>();
        let (subject, object) = (slots(&frame.subject), slots(&frame.object));
        let voice = match subject.first()? {
            Slot::Subject => Voice::Straight,
            Slot::Object => Voice::Located,
            Slot::Preposition(_) if object.contains(&Slot::Subject) => Voice::Reversed,
            _ => return None,
        };
        let other = if voice == Voice::Reversed { &subject } else { &object };
        let direct = |slot: &Slot| matches!(slot, Slot::Object | Slot::Clause | Slot::Itself);
        let reading = Self {
            relation: frame.relation.clone(),
            voice,
            direct: voice == Voice::Straight && other.iter().any(direct),
            prepositions: prepositions(other),
            nouns: if other.contains(&Slot::Itself) {
                frame.trigger.nouns.clone()
            } else {
                Vec::new()
            },
            subject_types: frame.subject_types.clone(),
            object_types: frame.object_types.clone(),
        };
        (reading.direct || !reading.prepositions.is_empty()).then_some(reading)
    }

    /// A straight reading of any subject and object.
    pub(super) fn plain(relation: &str, direct: bool, prepositions: &[&str]) -> Self {
        Self {
            relation: relation.to_owned(),
            voice: Voice::Straight,
            direct,
            prepositions: prepositions.iter().map(|&word| word.to_owned()).collect(),
            nouns: Vec::new(),
            subject_types: TypeSet::default(),
            object_types: TypeSet::default(),
        }
    }
}

fn prepositions(slots: &[Slot]) -> Vec<String> {
    let preposition = |slot: &Slot| match slot {
        Slot::Preposition(word) => Some(word.clone()),
        _ => None,
    };
    slots.iter().filter_map(preposition).collect()
}

/// Verbs that questions use for relations the lexicon draws from other words: lemma, relation,
/// whether with a direct object, prepositions.
const QUESTION_VERBS: [(&str, &str, bool, &[&str]); 9] = [
    ("lead", "HAS_ROLE", true, &[]),
    ("head", "HAS_ROLE", true, &[]),
    ("govern", "HAS_ROLE", true, &[]),
    ("chair", "HAS_ROLE", true, &[]),
    ("represent", "HAS_ROLE", true, &[]),
    ("take", "ACCEPTS", true, &[]),
    ("work", "HAS_ROLE", false, &["for"]),
    ("approve", "SUPPORTED", false, &["of"]),
    ("disapprove", "CRITICIZED", false, &["of"]),
];

/// Reads the verb that stands first among the words, with a particle (`take in`) or the noun of
/// a light verb (`express concern`); the longest reading wins.
pub(super) fn verb(
    lexicon: &Lexicon,
    lemmas: &[String],
    following: &[String],
) -> Option<VerbMatch> {
    let frames: Vec<&Frame> =
        lemmas.iter().flat_map(|lemma| lexicon.triggered(TriggerKind::Verb, lemma)).collect();
    with_particle(&frames, following)
        .or_else(|| with_noun(&frames, following))
        .or_else(|| plain_verb(lemmas, &frames))
}

fn with_particle(frames: &[&Frame], following: &[String]) -> Option<VerbMatch> {
    let next = following.first()?;
    let particle = |frame: &&&Frame| frame.trigger.particle.as_ref() == Some(next);
    let readings: Vec<_> =
        frames.iter().filter(particle).filter_map(|frame| Reading::of_frame(frame)).collect();
    (!readings.is_empty()).then_some(VerbMatch { words: 2, readings })
}

fn with_noun(frames: &[&Frame], following: &[String]) -> Option<VerbMatch> {
    let article = |word: &&String| matches!(word.as_str(), "a" | "an" | "any" | "some" | "the");
    let skipped = usize::from(following.first().as_ref().is_some_and(article));
    let noun = singular(following.get(skipped)?);
    let readings: Vec<_> = frames
        .iter()
        .filter(|frame| frame.trigger.nouns.contains(&noun))
        .filter_map(|frame| Reading::of_frame(frame))
        .filter(|reading| !reading.direct)
        .collect();
    (!readings.is_empty()).then_some(VerbMatch { words: skipped + 2, readings })
}

fn plain_verb(lemmas: &[String], frames: &[&Frame]) -> Option<VerbMatch> {
    let own = QUESTION_VERBS
        .iter()
        .filter(|(lemma, ..)| lemmas.iter().any(|known| known == lemma))
        .map(|&(_, relation, direct, prepositions)| Reading::plain(relation, direct, prepositions));
    // A light verb without its noun means nothing, unless that noun is the object itself.
    let plain = |frame: &&&Frame| frame.trigger.particle.is_none();
    let mut readings: Vec<_> = frames
        .iter()
        .filter(plain)
        .filter_map(|frame| Some((frame, Reading::of_frame(frame)?)))
        .filter(|(frame, reading)| frame.trigger.nouns.is_empty() || !reading.nouns.is_empty())
        .map(|(_, reading)| reading)
        .collect();
    readings.extend(own);
    if readings.is_empty() {
        let bare = |frame: &&&Frame| plain(frame) && frame.trigger.nouns.is_empty();
        readings.extend(frames.iter().filter(bare).filter_map(|frame| Reading::of_denial(frame)));
    }
    readings.dedup();
    (!readings.is_empty()).then_some(VerbMatch { words: 1, readings })
}

/// Reads an adjective said of something (`critical of`).
pub(super) fn adjective(lexicon: &Lexicon, word: &str) -> Vec<Reading> {
    let frames = lexicon.triggered(TriggerKind::Adjective, word);
    frames.filter_map(Reading::of_frame).collect()
}

/// Reads a noun that stands for those who do something (`critics`, `visitors`): a noun frame
/// that names its own subject, or `-er` and `-or` on a verb.
pub(super) fn agent(lexicon: &Lexicon, noun: &str) -> Vec<Reading> {
    let noun = singular(noun);
    let own = |frame: &&Frame| names_its_subject(frame);
    let mut readings: Vec<Reading> =
        lexicon.triggered(TriggerKind::Noun, &noun).filter(own).map(noun_reading).collect();
    if let Some(stem) = noun.strip_suffix("er").or_else(|| noun.strip_suffix("or")) {
        let lemmas = [stem.to_owned(), format!("{stem}e")];
        let verbs = lemmas
            .iter()
            .flat_map(|lemma| lexicon.triggered(TriggerKind::Verb, lemma))
            .filter(|frame| frame.trigger.particle.is_none() && frame.trigger.nouns.is_empty())
            .filter_map(Reading::of_frame)
            .filter(|reading| reading.direct && reading.voice == Voice::Straight);
        readings.extend(verbs.map(|verb| Reading {
            direct: false,
            prepositions: vec!["of".into(), "to".into()],
            ..verb
        }));
    }
    readings
}

/// Reads a noun that stands for the doing (`criticism of`, `visit to`).
pub(super) fn action(lexicon: &Lexicon, noun: &str) -> Vec<Reading> {
    let noun = singular(noun);
    let doing = |frame: &&Frame| {
        !names_its_subject(frame)
            && frame.object.concat().iter().any(|slot| matches!(slot, Slot::Preposition(_)))
    };
    let frames = lexicon.triggered(TriggerKind::Noun, &noun);
    frames.filter(doing).map(noun_reading).collect()
}

/// Whether the noun stands for those who do it rather than for the doing.
fn names_its_subject(frame: &Frame) -> bool {
    let who = |slot: &Slot| matches!(slot, Slot::Itself | Slot::Who);
    frame.subject.iter().flatten().any(who)
}

fn noun_reading(frame: &Frame) -> Reading {
    Reading {
        subject_types: frame.subject_types.clone(),
        object_types: frame.object_types.clone(),
        ..Reading::plain(
            &frame.relation,
            false,
            &prepositions(&frame.object.concat()).iter().map(String::as_str).collect::<Vec<_>>(),
        )
    }
}

/// The labels that a noun for a kind of entity stands for; `None` for other nouns.
pub(super) fn type_noun(noun: &str) -> Option<&'static [&'static str]> {
    let labels: &[&str] = match noun {
        "person" | "individual" | "politician" => &["Person"],
        "party" | "actor" => &["Party"],
        "group" => &["Organization", "Group"],
        "organization" | "organisation" => &["Organization"],
        "country" | "nation" => &["Country"],
        "place" | "location" => &["Place", "Country", "Facility"],
        "city" | "town" => &["Place"],
        "facility" => &["Facility"],
        "event" => &["Event"],
        "thing" => &["Thing"],
        "entity" => &["Entity"],
        "article" | "story" | "report" | "source" => &["Article"],
        noun if is_agreement_noun(noun) => &["Agreement"],
        _ => return None,
    };
    Some(labels)
}

/// Every noun that [`type_noun`] knows, for suggestions.
pub(super) const TYPE_NOUNS: [&str; 20] = [
    "party",
    "parties",
    "person",
    "people",
    "group",
    "groups",
    "organization",
    "organizations",
    "country",
    "countries",
    "place",
    "places",
    "city",
    "cities",
    "facility",
    "facilities",
    "event",
    "events",
    "article",
    "articles",
];

/// Nouns that all may stand for the one agreement that an article is about.
const AGREEMENT_NOUNS: [&str; 9] = [
    "agreement",
    "deal",
    "offer",
    "plan",
    "proposal",
    "arrangement",
    "initiative",
    "pact",
    "accord",
];

/// Whether the noun, in the singular, belongs to the family of agreement, deal, plan …
pub(super) fn is_agreement_noun(noun: &str) -> bool {
    AGREEMENT_NOUNS.contains(&noun)
}

/// The singular of a noun, by rule; words of both numbers and of neither fold alike.
pub(super) fn singular(word: &str) -> String {
    const IRREGULAR: [(&str, &str); 5] = [
        ("people", "person"),
        ("men", "man"),
        ("women", "woman"),
        ("children", "child"),
        ("has", "has"),
    ];
    if let Some((_, singular)) = IRREGULAR.iter().find(|(plural, _)| *plural == word) {
        return (*singular).to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    let sibilant = ["sses", "shes", "ches", "xes"].iter().any(|ending| word.ends_with(ending));
    if sibilant {
        return word[..word.len() - 2].to_owned();
    }
    let kept = ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    match word.strip_suffix('s') {
        Some(stem) if !kept && word.len() > 3 => stem.to_owned(),
        _ => word.to_owned(),
    }
}

const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

/// The number that a digit string or a number word stands for.
pub(super) fn number(word: &str) -> Option<i64> {
    let by_name = NUMBERS.iter().position(|&name| name == word).map(|at| at as i64);
    by_name.or_else(|| word.parse().ok())
}

/// The month's number that a name or its first three letters stands for.
pub(super) fn month(word: &str) -> Option<u8> {
    let at = graph_core::calendar::MONTHS.iter().position(|&name| {
        name == word || word == &name[..3] || word == "sept" && name == "september"
    })?;
    u8::try_from(at + 1).ok()
}

/// The weekday's number, from Monday, 1.
pub(super) fn weekday(word: &str) -> Option<i64> {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    DAYS.iter().position(|&day| day == word).map(|at| at as i64 + 1)
}

/// A number and its word, whichever of them is given.
pub(super) fn spellings(number: &str) -> Vec<String> {
    let digits = self::number(number);
    let word = digits.and_then(|digits| NUMBERS.get(usize::try_from(digits).ok()?));
    let mut all = vec![number.to_owned()];
    all.extend(digits.map(|digits| digits.to_string()));
    all.extend(word.map(|&word| word.to_owned()));
    all.sort();
    all.dedup();
    all
}

/// Words that build sentences and never name anything by themselves.
const CLOSED: [&str; 74] = [
    "a", "about", "against", "an", "and", "any", "are", "at", "be", "been", "being", "by", "can",
    "could", "did", "do", "does", "each", "every", "for", "from", "had", "has", "have", "having",
    "he", "her", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "may", "me",
    "might", "near", "not", "of", "on", "or", "over", "s", "shall", "she", "should", "some",
    "that", "the", "their", "them", "there", "these", "they", "this", "those", "to", "us", "was",
    "we", "were", "what", "when", "where", "which", "who", "whom", "will", "with", "would",
];

/// Whether the word is a determiner, pronoun, preposition, auxiliary or question word.
pub(super) fn is_closed(word: &str) -> bool {
    CLOSED.binary_search(&word).is_ok()
}
