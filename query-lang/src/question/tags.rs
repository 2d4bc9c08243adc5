//! Words → tokens with classes: what each word may be, by the lexicon and this graph's names.
//!
//! Longest match: a name, a verb with its particle, a role of several words is one token. The
//! grammar decides between the classes of a token.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;
use std::sync::LazyLock;

use graph_core::lexicon::{Effect, EffectKind, Lexicon};
use graph_core::mentions::MENTIONED_IN;
use graph_core::parse::{Pipeline, Pos};
use graph_core::{Graph, Value};

use super::names::{Names, Referent};
use super::vocabulary::{self, Reading};
use super::words::Word;

/// Classes that words have whatever the graph and the lexicon's relations.
const GENERAL: &str = "puz";

/// No name of more words than this is looked for.
const LONGEST: usize = 10;

/// What a question is read against: the graph with its names, relations and articles.
#[derive(Debug)]
pub(super) struct Context<'g> {
    pub(super) graph: &'g Graph,
    /// What words mean.
    pub(super) lexicon: &'g Lexicon,
    pub(super) names: Names<'g>,
    /// Relations outside the lexicon's, by the lemma of their verb.
    pub(super) open: BTreeMap<String, Vec<String>>,
    /// The ids of the articles, sorted.
    pub(super) articles: Vec<String>,
}

/// One or more words with what they may be.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Its words, by index.
    pub(super) words: Range<usize>,
    /// Its bytes in the question.
    pub(super) span: Range<usize>,
    /// The words as typed.
    pub(super) text: String,
    /// Letters of the classes, as the grammar's head lists them.
    classes: String,
    /// What it means as a verb.
    pub(super) verb: Vec<Reading>,
}

/// Whether a name may hold a word that could also be the question's verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Segmentation {
    /// It may not: `Rubio visit` is a name and a verb.
    VerbsApart,
    /// It may: `convicted criminals` is one name.
    VerbsInside,
}

/// The tokens with the text that the grammar reads.
#[derive(Debug)]
pub(super) struct Tagged {
    pub(super) tokens: Vec<Token>,
    /// `word[classes] ` for each token.
    pub(super) text: String,
    offsets: Vec<usize>,
}

impl<'g> Context<'g> {
    /// Gathers what questions may name. O(names + relationship types).
    pub(super) fn of(graph: &'g Graph, lexicon: &'g Lexicon) -> Self {
        let mut open: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, _) in graph.relationship_types() {
            let bare = bare_relation(name);
            if name != MENTIONED_IN && !lexicon.knows(bare) {
                let verb = bare.split('_').next().unwrap_or(bare).to_lowercase();
                for lemma in lemmas(&verb) {
                    let relations = open.entry(lemma).or_default();
                    if !relations.iter().any(|known| known == bare) {
                        relations.push(bare.to_owned());
                    }
                }
            }
        }
        Self {
            graph,
            lexicon,
            names: Names::of(graph, lexicon),
            open,
            articles: article_ids(graph),
        }
    }

    /// The readings of an open relation whose verb this is.
    fn open_readings(&self, lemmas: &[String]) -> Vec<Reading> {
        let relations = lemmas.iter().filter_map(|lemma| self.open.get(lemma)).flatten();
        let reading = |relation: &String| {
            let preposition = relation.split_once('_').map(|(_, rest)| rest.to_lowercase());
            let any = ["to", "in", "at", "with", "on", "about", "against", "for", "of", "from"];
            match &preposition {
                Some(word) => Reading::plain(relation, false, &[word]),
                None => Reading::plain(relation, true, &any),
            }
        };
        let mut readings: Vec<Reading> = relations.map(reading).collect();
        readings.dedup();
        readings
    }

    /// The ids of the articles that a word names: an id, its leading part, or its number.
    pub(super) fn articles_called(&self, word: &str) -> Vec<String> {
        let wanted = word.to_lowercase();
        let number = wanted.parse::<u64>().ok();
        let called = |id: &&String| {
            let id = id.to_lowercase();
            let lead = id.split(['_', '-']).next().unwrap_or(&id);
            id == wanted || lead == wanted || (number.is_some() && lead.parse().ok() == number)
        };
        self.articles.iter().filter(called).cloned().collect()
    }
}

fn article_ids(graph: &Graph) -> Vec<String> {
    let articles = graph.symbols().get("Article").map(|label| graph.nodes_with_label(label));
    let id = |node| match graph.node_property(node, "id") {
        Value::String(id) => Some(id.to_string()),
        _ => None,
    };
    let mut ids: Vec<String> = articles.into_iter().flatten().filter_map(id).collect();
    ids.sort();
    ids
}

/// The relation without the prefix that says how it is asserted.
pub(super) fn bare_relation(relationship_type: &str) -> &str {
    ["NOT_", "PLANNED_", "POSSIBLE_"]
        .into_iter()
        .find_map(|prefix| relationship_type.strip_prefix(prefix))
        .unwrap_or(relationship_type)
}

impl Token {
    /// Whether nothing is known of it but perhaps as a function word.
    pub(super) fn is_unknown(&self) -> bool {
        self.classes.chars().all(|class| GENERAL.contains(class))
    }

    /// Whether it is a verb in -ing.
    pub(super) fn is_gerund(&self) -> bool {
        self.classes.contains('g')
    }
}

impl Tagged {
    /// Marks the words with their classes.
    pub(super) fn of(words: &[Word], context: &Context, segmentation: Segmentation) -> Self {
        let tagger = Tagger { words, context, segmentation };
        let (mut tokens, mut at) = (Vec::new(), 0);
        while at < words.len() {
            let token = tagger.token_at(at);
            at = token.words.end;
            tokens.push(token);
        }
        let (mut text, mut offsets) = (String::new(), Vec::new());
        for token in &tokens {
            offsets.push(text.len());
            let _ = write!(text, "{}[{}] ", literal(&words[token.words.clone()]), token.classes);
        }
        Self { tokens, text, offsets }
    }

    /// The first word that nothing is known of.
    pub(super) fn first_unknown(&self, words: &[Word]) -> Option<&Token> {
        self.tokens.iter().find(|token| {
            let word = &words[token.words.start];
            token.is_unknown()
                && word.folded != "'s"
                && (word.quoted || !function_words().contains(word.folded.as_str()))
        })
    }

    /// The token that stands at an offset of the tagged text; `None` behind the last.
    pub(super) fn token_at(&self, offset: usize) -> Option<usize> {
        let at = self.offsets.partition_point(|&start| start <= offset);
        (offset < self.text.len()).then(|| at.saturating_sub(1))
    }
}

/// What the grammar compares with its function words.
fn literal(words: &[Word]) -> String {
    match words {
        [word] if word.folded == "'s" => "'s".to_owned(),
        [word] if word.folded.is_empty() => match word.text.as_str() {
            mark @ ("," | ":" | ";") => mark.to_owned(),
            _ => "?".to_owned(),
        },
        _ => {
            let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
            folded.join("_").replace(' ', "_")
        }
    }
}

struct Tagger<'a, 'g> {
    words: &'a [Word],
    context: &'a Context<'g>,
    segmentation: Segmentation,
}

impl Tagger<'_, '_> {
    fn token_at(&self, at: usize) -> Token {
        let rest = &self.words[at..];
        let verb = self.verb_at(at);
        let verb_words = verb.as_ref().map_or(0, |(words, _)| *words);
        let name_words = match self.name_at(at) {
            1 if is_bare_type(&rest[0]) || self.is_done_to(at) => 0,
            count => count,
        };
        let role_words =
            (2..=rest.len().min(4)).rev().find(|&n| self.is_role(&rest[..n])).unwrap_or(0);
        let type_words = usize::from(is_political_party(rest)) * 2;
        let longest = name_words.max(verb_words).max(role_words).max(type_words).max(1);
        let verb = verb.filter(|(words, _)| *words == longest).map(|(_, readings)| readings);
        let verb = verb.unwrap_or_default();
        let range = at..at + longest;
        let mut classes = self.classes(range.clone(), name_words == longest, &verb);
        if type_words == longest {
            classes.push('t');
        }
        Token {
            span: self.words[at].span.start..self.words[range.end - 1].span.end,
            text: self.text(range.clone()),
            words: range,
            classes,
            verb,
        }
    }

    fn text(&self, range: Range<usize>) -> String {
        let words: Vec<&str> = self.words[range].iter().map(|word| word.text.as_str()).collect();
        words.join(" ").replace(" 's", "'s")
    }

    fn classes(&self, range: Range<usize>, is_name: bool, verb: &[Reading]) -> String {
        let words = &self.words[range.clone()];
        let mut classes = String::new();
        let means_directly = verb
            .iter()
            .any(|reading| reading.direct && self.context.lexicon.knows(&reading.relation));
        if is_name {
            classes.push('n');
            if self.is_common(words) {
                classes.push('h');
            }
        }
        if !verb.is_empty() {
            classes.push('v');
            if words[0].folded.ends_with("ing") {
                classes.push('g');
            }
        }
        if self.is_role(words) {
            classes.push('r');
        }
        if let [word] = words
            && !word.quoted
        {
            let own = single_classes(word, self.context);
            classes.extend(own.chars().filter(|&class| class != 's' || !means_directly));
        }
        classes
    }

    fn is_role(&self, words: &[Word]) -> bool {
        let mut folded: Vec<String> = words.iter().map(|word| word.folded.clone()).collect();
        let plain = folded.join(" ");
        if let Some(last) = folded.last_mut() {
            *last = vocabulary::singular(last);
        }
        let roles = &self.context.lexicon.words;
        roles.is_role(&plain) || roles.is_role(&folded.join(" "))
    }

    /// Whether the words are a noun for any number of entities rather than one's proper name.
    fn is_common(&self, words: &[Word]) -> bool {
        match self.context.names.resolve(words) {
            Some(Referent::Entities(nodes)) => {
                !nodes.iter().all(|&node| self.context.names.is_proper(node))
            }
            _ => false,
        }
    }

    /// The readings of a verb that begins here, with the number of its words.
    fn verb_at(&self, at: usize) -> Option<(usize, Vec<Reading>)> {
        let word = &self.words[at];
        if word.quoted {
            return None;
        }
        let lemmas = lemmas(&word.folded);
        let following: Vec<String> =
            self.words[at + 1..].iter().take(4).map(|word| word.folded.clone()).collect();
        let closed = vocabulary::is_closed(&word.folded);
        if let Some(found) = vocabulary::verb(self.context.lexicon, &lemmas, &following) {
            let mut readings = found.readings;
            if found.words == 1 {
                readings.extend(self.context.open_readings(&lemmas));
            }
            return (!closed || found.words > 1).then_some((found.words, readings));
        }
        let mut readings = self.context.open_readings(&lemmas);
        if readings.is_empty() {
            readings = self.synonyms(&lemmas);
        }
        if readings.is_empty() && self.is_done_to(at) {
            readings = vec![Reading::plain(&lemmas[1].to_uppercase(), true, &[])];
        }
        (!closed && !readings.is_empty()).then_some((1, readings))
    }

    /// The readings of the lexicon's verb that says the same.
    fn synonyms(&self, lemmas: &[String]) -> Vec<Reading> {
        let lexicon = self.context.lexicon;
        let meant = lemmas.iter().find_map(|lemma| lexicon.words.synonym(lemma));
        let found = meant.and_then(|verb| vocabulary::verb(lexicon, &[verb.to_owned()], &[]));
        found.map(|found| found.readings).unwrap_or_default()
    }

    /// Whether the word is the participle of a passive: `who was rescued`, `was he acquitted`.
    fn is_done_to(&self, at: usize) -> bool {
        const BE: [&str; 8] = ["is", "are", "was", "were", "be", "been", "being", "got"];
        const BETWEEN: [&str; 6] = ["not", "never", "ever", "already", "also", "been"];
        let word = &self.words[at];
        let plain = !word.quoted && !word.is_capitalized() && !vocabulary::is_closed(&word.folded);
        if !plain || !is_participle(&word.folded) {
            return false;
        }
        let folded = |at: &usize| self.words[*at].folded.as_str();
        let before = (0..at).rev().find(|at| !BETWEEN.contains(&folded(at)));
        let behind_be = before.is_some_and(|at| BE.contains(&folded(&at)));
        let asked = (0..at).find(|at| BE.contains(&folded(at)));
        let named = self.context.names.resolve(std::slice::from_ref(word)).is_some();
        behind_be || !named && asked.is_some_and(|be| be < 2)
    }

    /// The number of words of the longest name that begins here; 0 for none.
    fn name_at(&self, at: usize) -> usize {
        let rest = &self.words[at..];
        if rest[0].quoted {
            return usize::from(self.context.names.resolve(&rest[..1]).is_some());
        }
        let longest = rest.iter().take(LONGEST).take_while(|word| !word.quoted).count();
        (1..=longest).rev().find(|&count| self.is_name(at, count)).unwrap_or(0)
    }

    fn is_name(&self, at: usize, count: usize) -> bool {
        let (words, names) = (&self.words[at..at + count], &self.context.names);
        let country = |word: &Word| self.context.lexicon.countries.named(&word.text).is_some();
        let function = |word: &Word| vocabulary::is_closed(&word.folded) && !country(word);
        let edge = function(&words[0]) || function(&words[count - 1]) || words[0].folded == "'s";
        if count > 1 && words.iter().all(tells_time) {
            return false;
        }
        if count == 1 {
            let capital = words[0].is_capitalized() && at > 0;
            return (!edge || capital) && names.resolve(words).is_some();
        }
        if [0, count - 1].iter().any(|&at| words[at].folded == "'s") || words[0].folded == "the" {
            return false;
        }
        let verb_inside = (at..at + count).any(|at| self.verb_at(at).is_some());
        if self.segmentation == Segmentation::VerbsApart && verb_inside {
            return false;
        }
        names.has_exactly(words)
            || !edge && names.has_in_a_row(words)
            || !words.iter().any(function) && !self.holds_proper(words) && names.has_all(words)
    }

    /// Whether one of the words alone is exactly the name of one individual.
    fn holds_proper(&self, words: &[Word]) -> bool {
        words.iter().any(|word| {
            let word = std::slice::from_ref(word);
            self.context.names.has_exactly(word) && !self.is_common(word)
        })
    }
}

/// The classes that a single word has whatever the graph.
fn single_classes(word: &Word, context: &Context) -> String {
    let (folded, lexicon) = (word.folded.as_str(), context.lexicon);
    let lemmas = lemmas(folded);
    let singular = vocabulary::singular(folded);
    let planned =
        |kind: EffectKind, word: &str| lexicon.words.effect(kind, word) == Some(Effect::Planned);
    let number = vocabulary::number(folded).is_some();
    let tests = [
        ('t', vocabulary::type_noun(&singular).is_some()),
        ('k', !vocabulary::agent(lexicon, folded).is_empty()),
        ('o', !vocabulary::action(lexicon, folded).is_empty()),
        ('j', !vocabulary::adjective(lexicon, folded).is_empty()),
        ('c', lemmas.iter().any(|lemma| planned(EffectKind::Verb, lemma))),
        ('x', planned(EffectKind::Adjective, folded) || folded == "expected"),
        ('s', lemmas.iter().any(|lemma| lexicon.words.is_speech(lemma))),
        ('q', lexicon.countries.of_adjective(&word.text).is_some()),
        ('i', number || !context.articles_called(&word.text).is_empty()),
        ('d', number),
        ('e', number && folded.len() == 4),
        ('m', vocabulary::month(folded).is_some()),
        ('w', vocabulary::weekday(folded).is_some()),
        ('y', is_iso_date(&word.text)),
        ('z', lexicon.words.is_praise(folded) || lexicon.words.is_blame(folded)),
        ('u', !vocabulary::is_closed(folded) && lexicon.words.noun_type(&singular).is_some()),
        ('p', Pipeline::get().knows_verb(folded)),
    ];
    tests.iter().filter(|(_, holds)| *holds).map(|(class, _)| class).collect()
}

/// Whether the word is one of those that times are told with: `last week`, `Monday`.
fn tells_time(word: &Word) -> bool {
    let folded = word.folded.as_str();
    let named = vocabulary::weekday(folded).is_some() || vocabulary::month(folded).is_some();
    let span = matches!(folded, "week" | "month" | "year" | "yesterday" | "today");
    let which = matches!(folded, "last" | "this" | "next" | "past" | "previous" | "the");
    named || span || which || vocabulary::number(folded).is_some()
}

/// Whether the word is a noun for a kind of entity and nothing more (`the country`): what refers
/// back can't be taken for one that some name happens to be made of.
fn is_bare_type(word: &Word) -> bool {
    let singular = vocabulary::singular(&word.folded);
    !word.quoted
        && vocabulary::type_noun(&singular).is_some()
        && !vocabulary::is_agreement_noun(&singular)
}

fn is_political_party(words: &[Word]) -> bool {
    matches!(words, [first, second, ..]
        if first.folded == "political" && matches!(second.folded.as_str(), "party" | "parties"))
}

/// Whether the text is a year with a month and perhaps a day: `2025-02`, `2025-02-03`.
fn is_iso_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits =
        |part: &&str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    match parts[..] {
        [year, month] => digits(&year, 4) && digits(&month, 2),
        [year, month, day] => digits(&year, 4) && digits(&month, 2) && digits(&day, 2),
        _ => false,
    }
}

/// The base forms that an inflected verb may have, with the American spelling of `-ise`.
pub(super) fn lemmas(word: &str) -> Vec<String> {
    let lemma = Pipeline::get().lemma(word, Pos::Verb);
    let american = lemma.strip_suffix("ise").map(|stem| format!("{stem}ize"));
    let mut found = vec![word.to_owned()];
    for other in [Some(lemma), american, undoubled(word)].into_iter().flatten() {
        if !found.contains(&other) {
            found.push(other);
        }
    }
    found
}

/// The base form of a known verb that doubles its last letter: `expelled`, `banning`; `killed`
/// doubles none.
fn undoubled(word: &str) -> Option<String> {
    let stem = word.strip_suffix("ed").or_else(|| word.strip_suffix("ing"))?;
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next()?, letters.next()?);
    let doubled = last == before && !"aeiousfz".contains(last) && letters.next().is_some();
    let base = &stem[..stem.len() - last.len_utf8()];
    (doubled && Pipeline::get().knows_verb(base)).then(|| base.to_owned())
}

/// Whether the word is a form of a known verb as it stands in a passive.
fn is_participle(word: &str) -> bool {
    let pipeline = Pipeline::get();
    let lemma = pipeline.lemma(word, Pos::Verb);
    let inflected = lemma != word && !word.ends_with("ing") && !word.ends_with('s');
    // A base form that the rules leave alone although they would change an unknown word's.
    inflected && pipeline.knows_verb(&lemma)
}

/// The words that the grammar names, from its own text.
pub(super) fn function_words() -> &'static BTreeSet<&'static str> {
    static WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
        let rules = include_str!("question.pest").lines().filter(|line| !line.starts_with("//"));
        let quoted = rules.flat_map(|line| line.split('"').skip(1).step_by(2));
        quoted.filter(|text| text.bytes().all(|byte| byte.is_ascii_lowercase())).collect()
    });
    &WORDS
}
