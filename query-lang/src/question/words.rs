//! Text → words: the first stage, which only knows letters.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::QuestionError;

/// A question of more words than this is refused before it is read.
const MAX_WORDS: usize = 120;
/// A question of more bytes than this is refused before it is split.
const MAX_BYTES: usize = 4_000;

/// A word of the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// As typed, or what a contraction stands for.
    pub(super) text: String,
    /// Lower case, without accents, dots and apostrophes: what words are compared by.
    pub(super) folded: String,
    /// Its bytes in the question.
    pub(super) span: Range<usize>,
    /// Whether it stood in quotation marks, which makes it a name.
    pub(super) quoted: bool,
}

impl Word {
    fn new(text: &str, span: Range<usize>) -> Self {
        let folded = if text == "'s" { text.to_owned() } else { fold(text) };
        Self { text: text.to_owned(), folded, span, quoted: false }
    }

    /// Whether it was typed with a capital that marks a name.
    pub(super) fn is_capitalized(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// Lower case without accents and without anything that is no letter, digit or space; hyphens
/// and slashes become spaces, so that `mega-prison` and `mega prison` are one.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            '-' | '/' | '_' | '\u{2010}'..='\u{2015}' => folded.push(' '),
            letter if letter.is_alphanumeric() => folded.extend(letter.to_lowercase()),
            letter if letter.is_whitespace() => folded.push(' '),
            _ => {}
        }
    }
    folded
}

/// Splits a question into words. Contractions are written out (`didn't` → `did not`), the
/// possessive is a word `'s`, hyphens separate, quotation marks hold a name together, the marks
/// that end a sentence are left out at its end.
pub(super) fn split(text: &str) -> Result<Vec<Word>, QuestionError> {
    if text.len() > MAX_BYTES {
        return Err(QuestionError::TooLong {
            words: text.split_whitespace().count(),
            limit: MAX_WORDS,
        });
    }
    let mut words = Vec::new();
    let mut rest = 0;
    while let Some(start) = next_start(text, rest) {
        rest = match quoted_end(text, start) {
            Some(end) => push_quoted(text, start, end, &mut words)?,
            None => push_plain(text, start, &mut words),
        };
    }
    while words.last().is_some_and(is_end_mark) {
        words.pop();
    }
    match words.len() {
        0 => Err(QuestionError::Empty),
        n if n > MAX_WORDS => Err(QuestionError::TooLong { words: n, limit: MAX_WORDS }),
        _ => Ok(words),
    }
}

fn is_end_mark(word: &Word) -> bool {
    !word.quoted && matches!(word.text.as_str(), "?" | "!" | "." | ";" | "…")
}

fn next_start(text: &str, from: usize) -> Option<usize> {
    let skipped =
        |letter: char| letter.is_whitespace() || letter.is_control() || letter == '\u{feff}';
    text[from..].find(|letter| !skipped(letter)).map(|at| from + at)
}

/// Where a quotation that begins at `start` has its closing mark.
fn quoted_end(text: &str, start: usize) -> Option<usize> {
    let open = text[start..].chars().next()?;
    let close = match open {
        '"' => '"',
        '“' | '„' => '”',
        '«' => '»',
        _ => return None,
    };
    let inside = start + open.len_utf8();
    text[inside..].find([close, '"', '”']).map(|at| inside + at)
}

fn push_quoted(
    text: &str,
    start: usize,
    close: usize,
    words: &mut Vec<Word>,
) -> Result<usize, QuestionError> {
    let end = close + text[close..].chars().next().map_or(0, char::len_utf8);
    let inside = text[start..close].trim_start_matches(['"', '“', '„', '«']).trim();
    let word = Word { quoted: true, ..Word::new(inside, start..end) };
    if word.folded.trim().is_empty() {
        return Err(QuestionError::Word {
            word: text[start..end].into(),
            span: start..end,
            nearest: None,
        });
    }
    words.push(word);
    Ok(end)
}

/// Reads one unquoted word and returns where the next may begin.
fn push_plain(text: &str, start: usize, words: &mut Vec<Word>) -> usize {
    let end = plain_end(text, start);
    let raw: String =
        text[start..end].chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).collect();
    push_contracted(&raw, start..end, words);
    end
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

/// A word is letters and digits, with apostrophes, dots and `&` inside it, a dot behind
/// initials (`U.S.`), and hyphens and underscores between digits (dates, article ids).
fn plain_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut last = ' ';
    let mut letters = text[start..].chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        let inside = match letter {
            '.' => {
                last.is_alphanumeric() && (next.is_alphanumeric() || text[start..end].contains('.'))
            }
            '-' => last.is_ascii_digit() && next.is_ascii_digit(),
            '_' | '&' => last.is_alphanumeric() && next.is_alphanumeric(),
            letter if is_apostrophe(letter) => last.is_alphanumeric(),
            letter => letter.is_alphanumeric() || is_combining_mark(letter),
        };
        if !inside {
            break;
        }
        end += letter.len_utf8();
        last = letter;
    }
    let first = text[start..].chars().next().map_or(0, char::len_utf8);
    end.max(start + first)
}

/// What a contraction is written out to; the possessive keeps its own word.
fn push_contracted(raw: &str, span: Range<usize>, words: &mut Vec<Word>) {
    if matches!(raw, "-" | "/" | "–" | "—") {
        return;
    }
    let lower = raw.to_lowercase();
    let mut push = |text: &str| words.push(Word::new(text, span.clone()));
    match lower.as_str() {
        "won't" => ["will", "not"].into_iter().for_each(&mut push),
        "can't" | "cannot" => ["can", "not"].into_iter().for_each(&mut push),
        "who's" | "what's" | "where's" | "when's" | "how's" | "which's" | "that's" | "it's" => {
            push(&lower[..lower.len() - 2]);
            push("is");
        }
        _ => {
            let ending = ["n't", "'ve", "'re", "'ll", "'d", "'s", "'"]
                .into_iter()
                .find(|ending| lower.len() > ending.len() && lower.ends_with(ending));
            let Some(ending) = ending else { return push(raw) };
            push(&raw[..raw.len() - ending.len()]);
            push(match ending {
                "n't" => "not",
                "'ve" => "have",
                "'re" => "are",
                "'ll" => "will",
                "'d" => "would",
                _ => "'s",
            });
        }
    }
}
