//! A dependency tree to walk: the parse of a paragraph with the children of each token.

use std::ops::Range;

use super::attachment::{Attachments, attachments};
use super::{Dep, Parse, Pos, Span, Tag, Token, lemmatizer, spans};
use crate::lexicon::Lexicon;

/// Longest climb or chain followed; real sentences stay far below.
const LONGEST_CHAIN: usize = 40;

/// A parse with its edges turned round, so that children are at hand.
#[derive(Clone, Debug)]
pub struct Tree<'a> {
    /// The parse it stands on.
    pub parse: &'a Parse,
    /// What its words mean.
    pub lexicon: &'a Lexicon,
    attached: Attachments,
    /// The children of one token behind those of another.
    children: Vec<usize>,
    /// Where the children of each token begin; at last, where they end.
    first_child: Vec<usize>,
    sentence: Vec<usize>,
    /// The named entities in order; they don't overlap.
    spans: Vec<Span>,
}

impl<'a> Tree<'a> {
    /// Indexes a parse, with attachments that grammar rules out put right, and with its named
    /// entities mended by what the lexicon knows. O(tokens).
    pub fn new(parse: &'a Parse, lexicon: &'a Lexicon) -> Self {
        let attached = attachments(parse, lexicon);
        let count = parse.tokens.len();
        let edges = || attached.heads.iter().enumerate().filter(|(at, head)| at != *head);
        let mut first_child = vec![0; count + 1];
        edges().for_each(|(_, &head)| first_child[head + 1] += 1);
        (0..count).for_each(|at| first_child[at + 1] += first_child[at]);
        let mut next = first_child.clone();
        let mut children = vec![0; first_child[count]];
        for (at, &head) in edges() {
            children[next[head]] = at;
            next[head] += 1;
        }
        let mut sentence = vec![0; parse.tokens.len()];
        for (number, range) in parse.sentences.iter().enumerate() {
            sentence[range.clone()].fill(number);
        }
        let spans = spans::mend(parse, lexicon);
        Self { parse, lexicon, attached, children, first_child, sentence, spans }
    }

    /// The token at an index.
    pub fn token(&self, at: usize) -> &'a Token {
        &self.parse.tokens[at]
    }

    /// Its lemma in lower case; of `staged` that is `stage`, which the lemmatizer takes for a form of
    /// `stag`.
    pub fn lemma(&self, at: usize) -> String {
        let token = self.token(at);
        let mut lemma = token.lemma.to_lowercase();
        if token.pos == Pos::Verb && lemmatizer::lacks_its_e(&token.text, &lemma) {
            lemma.push('e');
        }
        lemma
    }

    /// Its text in lower case.
    pub fn lower(&self, at: usize) -> String {
        self.token(at).text.to_lowercase()
    }

    /// Its dependency.
    pub fn dep(&self, at: usize) -> Dep {
        self.attached.deps[at]
    }

    /// Its head; `None` for the root of a sentence.
    pub fn head(&self, at: usize) -> Option<usize> {
        Some(self.attached.heads[at]).filter(|&head| head != at)
    }

    /// Its children in order.
    pub fn children(&self, at: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children[self.first_child[at]..self.first_child[at + 1]].iter().copied()
    }

    /// Its children with a dependency.
    pub fn with_dep(&self, at: usize, dep: Dep) -> impl Iterator<Item = usize> + '_ {
        self.children(at).filter(move |&child| self.dep(child) == dep)
    }

    /// Its first child with a dependency.
    pub fn child(&self, at: usize, dep: Dep) -> Option<usize> {
        self.with_dep(at, dep).next()
    }

    /// The number of its sentence.
    pub fn sentence(&self, at: usize) -> usize {
        self.sentence[at]
    }

    /// The tokens of its sentence.
    pub fn sentence_range(&self, at: usize) -> Range<usize> {
        self.parse.sentences[self.sentence[at]].clone()
    }

    /// The bytes of the text from the first of the tokens to the last; there is at least one.
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        self.token(tokens.start).start..self.token(tokens.end - 1).end
    }

    /// The token and all that is coordinated with it.
    pub fn conjuncts(&self, at: usize) -> Vec<usize> {
        let mut found = vec![at];
        let mut next = 0;
        while next < found.len() && found.len() < LONGEST_CHAIN {
            let members = self.with_dep(found[next], Dep::Conj).filter(|&to| self.is_nominal(to));
            found.extend(members);
            next += 1;
        }
        found
    }

    /// Every token below and including this one, in order.
    pub fn subtree(&self, at: usize) -> Vec<usize> {
        let mut found = vec![at];
        let mut next = 0;
        while next < found.len() {
            found.extend(self.children(found[next]));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// The ancestors from its head to the root.
    pub fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.head(at), |&up| self.head(up)).take(LONGEST_CHAIN)
    }

    /// Whether it is a verb (or an auxiliary that stands as the main verb).
    pub fn is_verb(&self, at: usize) -> bool {
        matches!(self.token(at).pos, Pos::Verb | Pos::Aux)
            && !matches!(self.dep(at), Dep::Aux | Dep::Auxpass)
    }

    /// Whether it can head a noun phrase.
    pub fn is_nominal(&self, at: usize) -> bool {
        matches!(self.token(at).pos, Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::X)
            || matches!(self.token(at).tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
            || (self.token(at).pos == Pos::Adj && self.child(at, Dep::Det).is_some())
    }

    /// Whether it is `who`, `which`, `that` or the like, standing for an antecedent.
    pub fn is_relative(&self, at: usize) -> bool {
        matches!(self.token(at).tag, Tag::Wdt | Tag::Wp | Tag::WpPoss)
    }

    /// Whether a verb is passive: said so by an auxiliary, a passive subject, or a participle
    /// that modifies a noun or continues another passive.
    pub fn is_passive(&self, verb: usize) -> bool {
        let own = self.children(verb).any(|child| {
            matches!(self.dep(child), Dep::Auxpass | Dep::Nsubjpass | Dep::Csubjpass | Dep::Agent)
        });
        own || self.token(verb).tag == Tag::Vbn && self.continues_passive(verb)
    }

    fn continues_passive(&self, verb: usize) -> bool {
        let active = |&child: &usize| matches!(self.dep(child), Dep::Nsubj | Dep::Aux | Dep::Dobj);
        match (self.dep(verb), self.head(verb)) {
            (Dep::Acl | Dep::Relcl | Dep::Amod, _) => !self.children(verb).any(|to| active(&to)),
            // `when asked a question`, `Asked whether`, `founded in 1990`
            (Dep::Advcl, _) => {
                let marked = self.children(verb).any(|child| {
                    matches!(self.dep(child), Dep::Mark | Dep::Advmod)
                        && matches!(&*self.lower(child), "when" | "if" | "once" | "unless" | "as")
                });
                let object = |&child: &usize| marked && self.dep(child) == Dep::Dobj;
                !self.children(verb).any(|to| active(&to) && !object(&to))
            }
            (Dep::Conj, Some(head)) => {
                !self.children(verb).any(|to| active(&to)) && self.is_passive(head)
            }
            _ => false,
        }
    }

    /// What follows a preposition that hangs on the token: its objects with their conjuncts.
    pub fn after_preposition(&self, at: usize, preposition: &str) -> Vec<usize> {
        self.children(at)
            .filter(|&child| {
                matches!(self.dep(child), Dep::Prep | Dep::Agent | Dep::Dative | Dep::Prt)
                    && self.lower(child) == preposition
            })
            .flat_map(|child| self.preposition_objects(child))
            .collect()
    }

    /// Objects of a preposition, with their conjuncts and through a second preposition
    /// (`from across the region`).
    pub fn preposition_objects(&self, preposition: usize) -> Vec<usize> {
        let direct: Vec<usize> = self
            .with_dep(preposition, Dep::Pobj)
            .flat_map(|object| self.conjuncts(object))
            .collect();
        if !direct.is_empty() {
            return direct;
        }
        self.with_dep(preposition, Dep::Prep)
            .flat_map(|second| self.with_dep(second, Dep::Pobj))
            .flat_map(|object| self.conjuncts(object))
            .collect()
    }

    /// The first of what `and` joins with the token.
    pub(crate) fn first_conjunct(&self, at: usize) -> usize {
        let mut first = at;
        while let (Dep::Conj, Some(before)) = (self.dep(first), self.head(first)) {
            first = before;
        }
        first
    }

    /// First and last token of the subtree.
    pub fn edges(&self, at: usize) -> (usize, usize) {
        let subtree = self.subtree(at);
        (subtree[0], subtree[subtree.len() - 1])
    }

    /// The words from one token to another, as written, with single spaces; empty where the
    /// second stands before the first.
    pub fn text(&self, first: usize, last: usize) -> String {
        let mut words = String::new();
        let tokens = self.parse.tokens.get(first..=last).unwrap_or_default();
        for token in tokens.iter().filter(|word| word.pos != Pos::Space) {
            words.push_str(&token.text);
            if token.space_after {
                words.push(' ');
            }
        }
        words.trim().to_owned()
    }

    /// The named entities in order; they don't overlap.
    pub fn entities(&self) -> &[Span] {
        &self.spans
    }

    /// The named entity that holds a token. O(log entities).
    pub fn entity_at(&self, at: usize) -> Option<&Span> {
        let entities = &self.spans;
        let next = entities.partition_point(|span| span.tokens.end <= at);
        entities.get(next).filter(|span| span.tokens.start <= at)
    }

    /// The named entities that lie within some tokens. O(log entities + found).
    pub fn entities_in(&self, tokens: Range<usize>) -> impl Iterator<Item = &Span> {
        let entities = &self.spans;
        let first = entities.partition_point(|span| span.tokens.start < tokens.start);
        entities[first..].iter().take_while(move |span| span.tokens.end <= tokens.end)
    }
}
