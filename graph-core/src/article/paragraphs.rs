//! Lines → paragraphs. A line is a paragraph, unless the text is hard-wrapped.

use std::ops::Range;

/// Wrapped text has no longer lines, in characters.
const WIDEST: usize = 100;
/// Shorter lines than this don't come from wrapping alone.
const NARROWEST: usize = 40;

/// The paragraphs of the text from `start` on, without space around them.
pub(super) fn paragraphs(text: &str, start: usize) -> Vec<Range<usize>> {
    let groups = groups(text, start);
    if !is_wrapped(text, &groups) {
        return groups.into_iter().flatten().collect();
    }
    groups.iter().flat_map(|group| unwrapped(text, group)).collect()
}

/// The lines between blank lines, trimmed.
fn groups(text: &str, start: usize) -> Vec<Vec<Range<usize>>> {
    let mut groups: Vec<Vec<Range<usize>>> = vec![Vec::new()];
    let mut end = start;
    for line in text[start..].split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{c}']) {
        let first = end;
        end += line.len();
        let trimmed = first + (line.len() - line.trim_start().len())..first + line.trim_end().len();
        if trimmed.start < trimmed.end {
            groups.last_mut().expect("there is always one").push(trimmed);
        } else if !line.starts_with('\n') || !text[..first].ends_with('\r') {
            // The second half of CRLF is no blank line.
            groups.push(Vec::new());
        }
    }
    groups
}

/// Whether a third of the lines that a wrapped line may go on in start with a small letter.
fn is_wrapped(text: &str, groups: &[Vec<Range<usize>>]) -> bool {
    let (mut breaks, mut small) = (0, 0);
    for group in groups {
        let width = width(text, group);
        for pair in group.windows(2).filter(|pair| goes_on(text, pair, width)) {
            breaks += 1;
            small += usize::from(text[pair[1].clone()].starts_with(char::is_lowercase));
        }
    }
    small * 3 >= breaks && breaks > 0
}

/// Joins the lines of a group that wrapping broke.
fn unwrapped(text: &str, group: &[Range<usize>]) -> Vec<Range<usize>> {
    let width = width(text, group);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for (i, line) in group.iter().enumerate() {
        match joined.last_mut() {
            Some(paragraph) if goes_on(text, &group[i - 1..=i], width) => paragraph.end = line.end,
            _ => joined.push(line.clone()),
        }
    }
    joined
}

/// The longest line of a group, in characters.
fn width(text: &str, group: &[Range<usize>]) -> usize {
    group.iter().map(|line| text[line.clone()].chars().count()).max().unwrap_or(0)
}

/// Whether a line goes on in the next: its first word had no room left. A deeper indented line
/// starts a paragraph.
fn goes_on(text: &str, pair: &[Range<usize>], width: usize) -> bool {
    let [line, next] = pair else { return false };
    let room = width.saturating_sub(text[line.clone()].chars().count());
    let word = text[next.clone()].split_whitespace().next().unwrap_or_default();
    let indented =
        text[line.end..next.start].ends_with(['\t', ' ']) && !text[..line.start].ends_with(' ');
    (NARROWEST..=WIDEST).contains(&width) && room <= word.chars().count() && !indented
}

/// Whether it's no longer than a title.
pub(super) fn is_short(paragraph: &str) -> bool {
    paragraph.len() <= 200 && paragraph.split_whitespace().count() <= 25
}

/// Whether it reads like a title or a heading: short, and not ended like a sentence.
pub(super) fn is_heading(paragraph: &str) -> bool {
    const ENDS: &str = ".!…:;,\"”’'»)";
    let ended = paragraph.ends_with(|c| ENDS.contains(c));
    let quoted_title =
        paragraph.ends_with(['’', '\'', '”', '"', ')']) && !sentence_before(paragraph);
    is_short(paragraph) && (!ended || quoted_title)
}

/// Whether a sentence ends before the closing quotes and brackets.
fn sentence_before(paragraph: &str) -> bool {
    let inner = paragraph.trim_end_matches(['’', '\'', '”', '"', ')']);
    inner.ends_with(['.', '!', '?', '…', ','])
}
