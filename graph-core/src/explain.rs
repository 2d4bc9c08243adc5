//! Why a fact is in the corpus: for each piece of evidence the rule, the words that it fired on,
//! and the steps by which its arguments were resolved.
//!
//! Rule and resolution stand in the evidence's [`Trace`](crate::trace::Trace); the paragraph is
//! parsed once more for the tree around them.

use std::ops::Range;

use crate::article::{self, Document};
use crate::claims::{self, Claim};
use crate::corpus::{Article, Corpus, EntityType, Evidence, Fact, Index, Modality, Polarity};
use crate::knowledge::Knowledge;
use crate::lexicon::{Frame, Lexicon};
use crate::parse::{Dep, EntityKind, Parse, Tree};
use crate::reading;
use crate::trace::{Bytes, Mention, Rule};
use crate::when::When;

/// How a sentence came to attest a fact.
#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    /// The sentence.
    pub evidence: &'a Evidence,
    /// What fired.
    pub rule: Rule,
    /// The frame, where the rule is one.
    pub frame: Option<&'a Frame>,
    /// Where the quote has trigger, subject and object, in order.
    pub marks: Vec<(Range<usize>, Mark)>,
    /// The trigger as written.
    pub trigger: &'a str,
    /// Who does it.
    pub subject: Resolution<'a>,
    /// What it is done to.
    pub object: Resolution<'a>,
    /// What the sentence says around the trigger; `None` where the article doesn't read as it
    /// did when the fact was drawn.
    pub telling: Option<Telling>,
}

/// What a part of the quote is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The word that sets off the rule.
    Trigger,
    /// The phrase that names the subject.
    Subject,
    /// The phrase that names the object.
    Object,
}

/// How a phrase was taken for an entity.
#[derive(Clone, Debug)]
pub struct Resolution<'a> {
    /// The phrase's name or head, as written.
    pub phrase: &'a str,
    /// The entity's name.
    pub entity: &'a str,
    /// Its type.
    pub entity_type: EntityType,
    /// The phrase that it takes up, as written.
    pub antecedent: Option<&'a str>,
    /// How it was found.
    pub mention: Mention,
}

/// How a sentence tells what its trigger says.
#[derive(Clone, Debug)]
pub struct Telling {
    /// The way through the tree from the trigger to the phrase that names the subject.
    pub to_subject: Vec<Hop>,
    /// That to the object.
    pub to_object: Vec<Hop>,
    /// Asserted or denied, here.
    pub polarity: Polarity,
    /// How it is told, here.
    pub modality: Modality,
    /// The words that deny it, or make it a plan or a possibility.
    pub words: Vec<String>,
    /// The phrases that name whose words it is.
    pub speakers: Vec<String>,
    /// When it is, and the words that tell it.
    pub when: Option<(When, String)>,
    /// The dates in the sentence.
    pub dates: Vec<String>,
}

/// A step through a dependency tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The dependency that is followed.
    pub dep: Dep,
    /// Whether to a word that depends, or to the one that is depended on.
    pub down: bool,
    /// The word that is reached.
    pub word: String,
}

/// Explains each piece of a fact's evidence. O(paragraphs that hold it).
///
/// # Panics
/// If the corpus doesn't have the fact.
pub fn explain<'a>(
    corpus: &'a Corpus,
    knowledge: &'a Knowledge,
    fact: Index,
) -> Vec<Explanation<'a>> {
    let fact = &corpus.facts[fact];
    let explained = |evidence| explain_piece(corpus, knowledge, fact, evidence);
    fact.evidence.iter().map(explained).collect()
}

fn explain_piece<'a>(
    corpus: &'a Corpus,
    knowledge: &'a Knowledge,
    fact: &Fact,
    evidence: &'a Evidence,
) -> Explanation<'a> {
    let article = &corpus.articles[evidence.article];
    let trace = &evidence.trace;
    let frame = match trace.rule {
        Rule::Frame(number) => knowledge.lexicon.frames().iter().find(|at| at.number == number),
        _ => None,
    };
    Explanation {
        evidence,
        rule: trace.rule,
        frame,
        marks: marks(article, evidence),
        trigger: written(article, trace.trigger),
        subject: resolution(corpus, article, fact.subject, trace.subject),
        object: resolution(corpus, article, fact.object, trace.object),
        telling: telling(article, &knowledge.lexicon, fact, evidence),
    }
}

fn resolution<'a>(
    corpus: &'a Corpus,
    article: &'a Article,
    entity: Index,
    mention: Mention,
) -> Resolution<'a> {
    let antecedent = mention.antecedent.map(|(bytes, _)| written(article, bytes));
    let entity = &corpus.entities[entity];
    Resolution {
        phrase: written(article, mention.bytes),
        entity: &entity.name,
        entity_type: entity.entity_type,
        antecedent,
        mention,
    }
}

fn written(article: &Article, bytes: Bytes) -> &str {
    article.text.get(bytes.range()).unwrap_or_default()
}

/// The parts of the quote that the trace names; where two overlap, the first.
fn marks(article: &Article, evidence: &Evidence) -> Vec<(Range<usize>, Mark)> {
    let Some(start) = article.text_offset(evidence.start) else { return Vec::new() };
    let trace = &evidence.trace;
    let named = [
        (trace.trigger, Mark::Trigger),
        (trace.subject.bytes, Mark::Subject),
        (trace.object.bytes, Mark::Object),
    ];
    let mut marks: Vec<(Range<usize>, Mark)> = named
        .into_iter()
        .filter_map(|(bytes, mark)| {
            let bytes = bytes.range();
            let inside = bytes.start.checked_sub(start)?..bytes.end.checked_sub(start)?;
            evidence.quote.get(inside.clone())?;
            (!inside.is_empty()).then_some((inside, mark))
        })
        .collect();
    marks.sort_by_key(|(range, mark)| (range.start, *mark));
    let mut end = 0;
    marks.retain(|(range, _)| {
        let apart = range.start >= end;
        end = if apart { range.end } else { end };
        apart
    });
    marks
}

fn telling(
    article: &Article,
    lexicon: &Lexicon,
    fact: &Fact,
    evidence: &Evidence,
) -> Option<Telling> {
    let trace = &evidence.trace;
    let trigger = trace.trigger.range();
    let blocks = article::blocks(article);
    let block = blocks
        .into_iter()
        .find(|block| block.range.start <= trigger.start && trigger.end <= block.range.end)?;
    let document = Document { article: article.clone(), blocks: vec![block] };
    let reading = reading::read(&document);
    let (at, parse) = reading
        .parses
        .iter()
        .enumerate()
        .find(|(_, parse)| token_at(parse, trigger.start).is_some())?;
    let place = |bytes: Bytes| token_at(parse, bytes.range().start);
    let wanted = [place(trace.subject.bytes), place(trace.object.bytes)];
    let claims = reading::claims(&document, &reading.trees(lexicon));
    let told = claims[at].iter().filter(|claim| {
        claim.rule == trace.rule
            && claim.relation == fact.relation
            && parse.tokens[claim.trigger].start == trigger.start
    });
    let within = |claim: &Claim, number: usize| {
        let argument = if number == 0 { claim.subject } else { claim.object };
        let mention = if number == 0 { &trace.subject } else { &trace.object };
        mention.bytes.range().contains(&parse.tokens[argument.token()].start)
    };
    let fits = |claim: &&Claim| (0..2).filter(|&number| within(claim, number)).count();
    // Of equally good ones the first, as in drawing.
    let claim = told.rev().max_by_key(fits)?;
    let tree = Tree::new(parse, lexicon);
    let path = |number: usize, argument: usize| {
        let end = if within(claim, number) { Some(argument) } else { wanted[number] };
        end.map_or_else(Vec::new, |end| path(&tree, claim.trigger, end))
    };
    Some(Telling {
        to_subject: path(0, claim.subject.token()),
        to_object: path(1, claim.object.token()),
        polarity: claim.polarity,
        modality: claim.modality,
        words: words(&tree, &claims::stance_words(&tree, claim.trigger)),
        speakers: claim.speakers.iter().map(|&head| phrase(&tree, head)).collect(),
        when: claims::told_when(&tree, article.date.as_deref(), claim)
            .map(|(when, tokens)| (when, tree.text(tokens.start, tokens.end - 1))),
        dates: dates(&tree, claim.trigger),
    })
}

/// The token that holds a byte of the article's text. O(log tokens).
fn token_at(parse: &Parse, byte: usize) -> Option<usize> {
    let next = parse.tokens.partition_point(|token| token.end <= byte);
    parse.tokens.get(next).filter(|token| token.start <= byte).map(|_| next)
}

/// The shortest way from one token to another of its sentence.
fn path(tree: &Tree, from: usize, to: usize) -> Vec<Hop> {
    let to_root = |at: usize| std::iter::once(at).chain(tree.ancestors(at)).collect::<Vec<_>>();
    let (up, down) = (to_root(from), to_root(to));
    let Some(meeting) = up.iter().find(|at| down.contains(at)).copied() else { return Vec::new() };
    let climbed = up.iter().take_while(|at| **at != meeting);
    let mut hops: Vec<Hop> = climbed
        .filter_map(|&at| Some((at, tree.head(at)?)))
        .map(|(at, head)| hop(tree, tree.dep(at), false, head))
        .collect();
    let below: Vec<usize> = down.iter().copied().take_while(|at| *at != meeting).collect();
    hops.extend(below.into_iter().rev().map(|at| hop(tree, tree.dep(at), true, at)));
    hops
}

fn hop(tree: &Tree, dep: Dep, down: bool, reached: usize) -> Hop {
    Hop { dep, down, word: tree.token(reached).text.to_string() }
}

fn words(tree: &Tree, tokens: &[usize]) -> Vec<String> {
    tokens.iter().map(|&at| tree.token(at).text.to_string()).collect()
}

/// The words of a noun phrase, as written.
fn phrase(tree: &Tree, head: usize) -> String {
    let (first, last) = tree.edges(head);
    tree.text(first, last)
}

fn dates(tree: &Tree, trigger: usize) -> Vec<String> {
    let spans = tree.entities_in(tree.sentence_range(trigger));
    let dated = spans.filter(|span| matches!(span.kind, EntityKind::Date | EntityKind::Time));
    dated.map(|span| tree.text(span.tokens.start, span.tokens.end - 1)).collect()
}
