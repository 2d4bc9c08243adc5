//! What stands between quotation marks, and who says it.

use std::ops::Range;

use super::subjects::own_subject;
use crate::parse::{Pos, QuoteMark, Tree};

/// The quotations of a paragraph, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quotations {
    spans: Vec<Quotation>,
    /// Whether the last one has no closing mark: the next paragraph may go on with it.
    pub(crate) open: bool,
}

/// Somebody's words.
#[derive(Clone, Debug)]
struct Quotation {
    tokens: Range<usize>,
    /// Head of the phrase that names who says it, in the same paragraph.
    speaker: Option<usize>,
}

impl Quotations {
    /// Finds the quotations and their speakers. O(tokens × quotations of a sentence).
    pub(crate) fn of(tree: &Tree) -> Self {
        let mut found = Self::default();
        let mut start = None;
        for at in 0..tree.parse.tokens.len() {
            let mark = QuoteMark::of(&tree.token(at).text);
            match (start, mark) {
                (None, Some(QuoteMark::Opening | QuoteMark::Either)) => start = Some(at),
                (Some(from), Some(QuoteMark::Closing | QuoteMark::Either)) => {
                    found.spans.push(Quotation { tokens: from..at + 1, speaker: None });
                    start = None;
                }
                _ => {}
            }
        }
        if let Some(from) = start {
            let tokens = from..tree.parse.tokens.len();
            found.spans.push(Quotation { tokens, speaker: None });
            found.open = true;
        }
        found.name_speakers(tree);
        found
    }

    fn name_speakers(&mut self, tree: &Tree) {
        for at in 0..self.spans.len() {
            let tokens = self.spans[at].tokens.clone();
            let begins = tree.sentence_range(tokens.start).start == tokens.start;
            let before = at.checked_sub(1).filter(|_| begins);
            let same = before.and_then(|before| self.spans[before].speaker);
            self.spans[at].speaker = self.attributed(tree, &tokens).or(same);
        }
    }

    /// The subject of the speech verb that stands nearest, outside of quotations, in the sentences
    /// of a quotation.
    fn attributed(&self, tree: &Tree, quotation: &Range<usize>) -> Option<usize> {
        let end = quotation.end - 1;
        let last = match tree.parse.tokens.get(quotation.end) {
            Some(_) if &*tree.token(end.saturating_sub(1)).text == "," => quotation.end,
            _ => end,
        };
        let sentences = tree.sentence_range(quotation.start).start..tree.sentence_range(last).end;
        let distance = |at: usize| {
            if at < quotation.start { quotation.start - at } else { at.saturating_sub(end) }
        };
        let speaks = |&at: &usize| {
            tree.is_verb(at) && tree.lexicon.words.is_speech(&tree.lemma(at)) && !self.holds(at)
        };
        let subject = |at: usize| own_subject(tree, at).filter(|&subject| !self.holds(subject));
        sentences
            .filter(speaks)
            .filter_map(|at| Some((distance(at), subject(at)?)))
            .min()
            .map(|(_, subject)| subject)
    }

    /// Whether the token stands in a quotation.
    pub(crate) fn holds(&self, at: usize) -> bool {
        self.span(at).is_some()
    }

    /// The head of the phrase that names who says the words that hold a token.
    pub(crate) fn speaker(&self, at: usize) -> Option<usize> {
        self.span(at)?.speaker
    }

    /// Whether the quotation that holds a token begins the paragraph.
    pub(crate) fn begins(&self, tree: &Tree, at: usize) -> bool {
        let first = (0..at).find(|&word| tree.token(word).pos != Pos::Space);
        self.span(at).is_some_and(|span| Some(span.tokens.start) == first)
    }

    /// Who says the last words of the paragraph.
    pub(crate) fn last_speaker(&self) -> Option<usize> {
        self.spans.last()?.speaker
    }

    fn span(&self, at: usize) -> Option<&Quotation> {
        let next = self.spans.partition_point(|span| span.tokens.end <= at);
        self.spans.get(next).filter(|span| span.tokens.start <= at)
    }
}
