//! A question that no form fits → the error that helps most.

use graph_core::lexicon::TriggerKind;
use strsim::osa_distance;

use super::QuestionError;
use super::tags::{Context, Tagged, Token, function_words};
use super::vocabulary::TYPE_NOUNS;
use super::words::{Word, fold};

/// What is wrong: the first word that nothing is known of, else the first that stands where the
/// grammar can't use it, else the end.
pub(super) fn refusal(
    words: &[Word],
    tagged: &Tagged,
    at: Option<usize>,
    context: &Context,
) -> QuestionError {
    if let Some(token) = tagged.first_unknown(words) {
        return unknown(words, tagged, token, context);
    }
    let Some(token) = at.and_then(|at| tagged.tokens.get(at)) else {
        let last = &words[words.len() - 1];
        return QuestionError::Unfinished { word: last.text.clone(), span: last.span.clone() };
    };
    QuestionError::Place { word: token.text.clone(), span: token.span.clone() }
}

/// A name where it is quoted or capitalized behind the first word, with the unknown and the
/// capitalized words around it; a word else.
fn unknown(words: &[Word], tagged: &Tagged, token: &Token, context: &Context) -> QuestionError {
    let first = token.words.start;
    let word = &words[first];
    if !(word.quoted || word.is_capitalized() && first > 0) {
        let nearest = nearest_word(&word.folded, context);
        return QuestionError::Word { word: word.text.clone(), span: word.span.clone(), nearest };
    }
    let is_unknown = |at: usize| {
        tagged.tokens.iter().any(|token| token.words.contains(&at) && token.is_unknown())
    };
    let belongs = |at: usize| words[at].is_capitalized() && !words[at].quoted;
    let mut range = first..first + 1;
    if !word.quoted {
        while range.end < words.len()
            && (belongs(range.end)
                || belongs(first) && is_unknown(range.end) && words[range.end].is_capitalized())
        {
            range.end += 1;
        }
    }
    let texts: Vec<&str> = words[range.clone()].iter().map(|word| word.text.as_str()).collect();
    let name = texts.join(" ").replace(" 's", "'s");
    QuestionError::Name {
        nearest: nearest_name(&name, context),
        name,
        span: words[range.start].span.start..words[range.end - 1].span.end,
    }
}

/// How many letters may differ.
pub(super) fn tolerance(word: &str) -> usize {
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

fn nearest_name(name: &str, context: &Context) -> Option<String> {
    let folded = fold(name);
    let limit = tolerance(&folded);
    context
        .names
        .keys()
        .flat_map(|(key, name)| {
            let parts = key.split(' ').map(|part| osa_distance(part, &folded)).min();
            [Some((osa_distance(&key, &folded), name.clone())), parts.map(|part| (part, name))]
        })
        .flatten()
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// The nearest of the words that questions use, the lexicon's verbs and the words of names.
fn nearest_word(word: &str, context: &Context) -> Option<String> {
    let limit = tolerance(word);
    if limit == 0 {
        return None;
    }
    let verbs = context.lexicon.frames().iter().filter_map(|frame| {
        (frame.trigger.kind == TriggerKind::Verb).then_some(frame.trigger.lemma.as_str())
    });
    let inflected = verbs.flat_map(inflections);
    let names = context.names.words().into_keys().map(str::to_owned);
    let plain = function_words().iter().map(|word| (*word).to_owned());
    let types = TYPE_NOUNS.iter().map(|word| (*word).to_owned());
    plain
        .chain(types)
        .chain(inflected)
        .chain(names)
        .map(|known| (osa_distance(&known, word), known))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, known)| known)
}

/// The regular forms of a verb, of which a misspelt one may be nearest.
fn inflections(lemma: &str) -> [String; 4] {
    let stem = lemma.strip_suffix('e').unwrap_or(lemma);
    let last = lemma.chars().next_back().unwrap_or_default();
    let doubled = if doubles(lemma) { format!("{lemma}{last}") } else { stem.to_owned() };
    [lemma.to_owned(), format!("{lemma}s"), format!("{doubled}ed"), format!("{doubled}ing")]
}

/// Whether a verb of one syllable, or in `-el`, ends so that its last letter is doubled.
fn doubles(lemma: &str) -> bool {
    let vowel = |letter: char| "aeiou".contains(letter);
    let letters: Vec<char> = lemma.chars().collect();
    let [.., before, middle, last] = letters[..] else { return false };
    let short = letters.iter().filter(|&&letter| vowel(letter)).count() == 1;
    let closed = !vowel(before) && vowel(middle) && !vowel(last) && !"wxy".contains(last);
    closed && (short || lemma.ends_with("el"))
}
