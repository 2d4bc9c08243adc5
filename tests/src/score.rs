//! How well extracted facts agree with gold facts.
//!
//! A gold file holds one fact a line: article, subject, relation, object, polarity, modality and
//! quote, separated by tabs, with `|` between accepted alternatives. A fact matches a line if
//! article, subject, relation, object and polarity do; names are compared [folded](names::fold).
//! Recall is over the lines that aren't optional, precision over the facts in the relations that
//! are scored and in the articles that the gold lines name.

pub mod names;
mod report;

use std::collections::BTreeSet;

use serde::Deserialize;

/// The relations that are scored; facts in others are neither right nor wrong.
pub use graph_core::lexicon::INVENTORY as SCORED;

/// Why gold lines or facts can't be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A gold line with too few or too many columns.
    #[error("line {line}: a gold line has 7 columns separated by tabs, this one has {columns}")]
    Columns {
        /// Number of the line, from 1.
        line: usize,
        /// Number of its columns.
        columns: usize,
    },
    /// A line of the export that isn't JSON or lacks a field of a fact.
    #[error("line {line}: {source}")]
    Json {
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

/// A gold fact, with every accepted way to put it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The article's stem or its leading number.
    pub article: String,
    /// Whether it counts neither as missed nor, when it is found, as found.
    pub optional: bool,
    /// Accepted subjects, the canonical name first.
    pub subjects: Vec<String>,
    /// Accepted relations, the one it is counted under first.
    pub relations: Vec<String>,
    /// Accepted objects, the canonical name first; `*` accepts any.
    pub objects: Vec<String>,
    /// `+` or `-`.
    pub polarity: String,
    /// Words of the sentence that attests it.
    pub quote: String,
}

/// A fact as `attest export jsonl` prints it, as far as it is scored.
#[derive(Clone, Debug, Deserialize)]
pub struct Fact {
    /// Canonical name of the subject.
    pub subject: String,
    /// The bare relation.
    pub relation: String,
    /// Canonical name of the object.
    pub object: String,
    /// `+` or `-`.
    pub polarity: String,
    /// The sentences that attest it.
    pub evidence: Vec<Evidence>,
}

/// A sentence that attests a fact.
#[derive(Clone, Debug, Deserialize)]
pub struct Evidence {
    /// The article's id, the stem of its file.
    pub article: String,
    /// The sentence.
    pub quote: String,
}

/// How many gold lines there are, how many of them were found, how many facts were emitted and
/// how many of those are right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Gold lines that aren't optional.
    pub gold: usize,
    /// Those that some fact matches.
    pub found: usize,
    /// Facts, once for each scored article that attests them.
    pub emitted: usize,
    /// Those that match some line, optional or not.
    pub right: usize,
}

/// What [`score`] measures.
#[derive(Clone, Debug)]
pub struct Score {
    /// By relation, those with most gold lines first.
    pub relations: Vec<(String, Counts)>,
    /// By article, in order of name.
    pub articles: Vec<(String, Counts)>,
    /// Found lines of which some evidence holds the quote.
    pub sentences: usize,
    /// Gold lines that no fact matches.
    pub missed: Vec<Line>,
    /// Facts that match no line, with the article that attests them.
    pub wrong: Vec<(String, Fact)>,
}

/// Reads gold lines; empty lines and comments (`#`) count for nothing.
///
/// # Errors
/// [`Error::Columns`] for a line without seven columns.
pub fn read_gold(text: &str) -> Result<Vec<Line>, Error> {
    let told = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let numbered = text.lines().zip(1..).filter(|(line, _)| told(line));
    numbered.map(|(line, number)| gold_line(line, number)).collect()
}

fn gold_line(text: &str, line: usize) -> Result<Line, Error> {
    let columns: Vec<&str> = text.split('\t').collect();
    let [article, subject, relation, object, polarity, _modality, quote] = columns[..] else {
        return Err(Error::Columns { line, columns: columns.len() });
    };
    let accepted = |column: &str| column.split('|').map(str::to_owned).collect();
    Ok(Line {
        article: article.trim_start_matches('?').to_owned(),
        optional: article.starts_with('?'),
        subjects: accepted(subject),
        relations: accepted(relation),
        objects: accepted(object),
        polarity: polarity.to_owned(),
        quote: quote.to_owned(),
    })
}

/// Reads the facts in the scored relations from what `attest export jsonl` prints.
///
/// # Errors
/// [`Error::Json`] for a line that isn't a JSON object or a fact that lacks a field.
pub fn read_facts(text: &str) -> Result<Vec<Fact>, Error> {
    let told = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let read = told
        .map(|(line, number)| fact(line).map_err(|source| Error::Json { line: number, source }));
    read.filter_map(Result::transpose).collect()
}

fn fact(line: &str) -> Result<Option<Fact>, serde_json::Error> {
    let item: serde_json::Value = serde_json::from_str(line)?;
    if item["kind"] != "fact" {
        return Ok(None);
    }
    let fact: Fact = serde_json::from_value(item)?;
    Ok(SCORED.contains(&fact.relation.as_str()).then_some(fact))
}

/// Scores facts against gold lines.
pub fn score(lines: &[Line], facts: &[Fact]) -> Score {
    let wanted: BTreeSet<&str> = lines.iter().map(|line| line.article.as_str()).collect();
    let placed: Vec<Placed> =
        facts.iter().map(|fact| Placed::new(fact, &wanted)).filter(Placed::is_scored).collect();
    let mut tally = Tally::new(&wanted);
    for line in lines.iter().filter(|line| !line.optional) {
        tally.line(line, &placed);
    }
    for fact in &placed {
        tally.fact(fact, lines);
    }
    tally.finish()
}

/// A fact with the gold name of each piece of evidence's article.
struct Placed<'a> {
    fact: &'a Fact,
    evidence: Vec<(&'a str, &'a str)>,
}

impl<'a> Placed<'a> {
    fn new(fact: &'a Fact, wanted: &BTreeSet<&'a str>) -> Self {
        let named = |item: &'a Evidence| Some((gold_name(&item.article, wanted)?, &*item.quote));
        Self { fact, evidence: fact.evidence.iter().filter_map(named).collect() }
    }

    fn is_scored(&self) -> bool {
        !self.evidence.is_empty()
    }

    fn articles(&self) -> BTreeSet<&'a str> {
        self.evidence.iter().map(|&(article, _)| article).collect()
    }

    fn quotes<'b>(&'b self, article: &'b str) -> impl Iterator<Item = &'a str> + 'b {
        self.evidence.iter().filter(move |(name, _)| *name == article).map(|&(_, quote)| quote)
    }

    fn matches(&self, line: &Line) -> bool {
        self.quotes(&line.article).next().is_some() && matches(self.fact, line)
    }
}

/// The gold name of an article: an id such as `000_9028` stands for the gold article `000`.
fn gold_name<'a>(article: &str, wanted: &BTreeSet<&'a str>) -> Option<&'a str> {
    let names = |name: &str| {
        article
            .strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['_', '.']))
    };
    wanted.iter().copied().find(|name| names(name))
}

/// Whether subject, relation, object and polarity match; meetings match in either order.
fn matches(fact: &Fact, line: &Line) -> bool {
    let pair = |subject, object| {
        names::subject_matches(subject, &line.subjects)
            && names::object_matches(object, &line.objects)
    };
    line.relations.contains(&fact.relation)
        && fact.polarity == line.polarity
        && (pair(&fact.subject, &fact.object)
            || fact.relation == "MET_WITH" && pair(&fact.object, &fact.subject))
}

/// Whether one of the texts holds the other, white space aside.
fn overlaps(quote: &str, evidence: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (quote, evidence) = (plain(quote), plain(evidence));
    evidence.contains(&quote) || quote.contains(&evidence)
}

/// A [`Score`] in the making: relations in order of first appearance.
struct Tally(Score);

impl Tally {
    fn new(wanted: &BTreeSet<&str>) -> Self {
        let articles = wanted.iter().map(|&name| (name.to_owned(), Counts::default())).collect();
        Self(Score { relations: vec![], articles, sentences: 0, missed: vec![], wrong: vec![] })
    }

    fn count(&mut self, article: &str, relation: &str, add: impl Fn(&mut Counts)) {
        add(entry(&mut self.0.articles, article));
        add(entry(&mut self.0.relations, relation));
    }

    fn line(&mut self, line: &Line, facts: &[Placed]) {
        let hits: Vec<&Placed> = facts.iter().filter(|fact| fact.matches(line)).collect();
        self.count(&line.article, &line.relations[0], |counts| {
            counts.gold += 1;
            counts.found += usize::from(!hits.is_empty());
        });
        if hits.is_empty() {
            self.0.missed.push(line.clone());
        }
        let mut quotes = hits.iter().flat_map(|fact| fact.quotes(&line.article));
        self.0.sentences += usize::from(quotes.any(|quote| overlaps(&line.quote, quote)));
    }

    fn fact(&mut self, placed: &Placed, lines: &[Line]) {
        for article in placed.articles() {
            let right =
                lines.iter().any(|line| line.article == article && matches(placed.fact, line));
            self.count(article, &placed.fact.relation, |counts| {
                counts.emitted += 1;
                counts.right += usize::from(right);
            });
            if !right {
                self.0.wrong.push((article.to_owned(), placed.told_by(article)));
            }
        }
    }

    fn finish(mut self) -> Score {
        self.0.relations.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.gold));
        self.0
    }
}

impl Placed<'_> {
    /// The fact with the evidence of one article alone.
    fn told_by(&self, article: &str) -> Fact {
        let evidence = self
            .quotes(article)
            .map(|quote| Evidence { article: article.into(), quote: quote.into() });
        Fact { evidence: evidence.collect(), ..self.fact.clone() }
    }
}

fn entry<'a>(counts: &'a mut Vec<(String, Counts)>, name: &str) -> &'a mut Counts {
    let place = counts.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
        counts.push((name.to_owned(), Counts::default()));
        counts.len() - 1
    });
    &mut counts[place].1
}

impl Counts {
    /// The share of gold lines that were found; 0 without any.
    pub fn recall(self) -> f64 {
        share(self.found, self.gold)
    }

    /// The share of emitted facts that are right; 0 without any.
    pub fn precision(self) -> f64 {
        share(self.right, self.emitted)
    }

    /// The harmonic mean of recall and precision; 0 where both are.
    pub fn f1(self) -> f64 {
        let (recall, precision) = (self.recall(), self.precision());
        if recall + precision > 0.0 { 2.0 * recall * precision / (recall + precision) } else { 0.0 }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl Score {
    /// All articles' counts together.
    pub fn total(&self) -> Counts {
        self.articles.iter().fold(Counts::default(), |sum, (_, counts)| Counts {
            gold: sum.gold + counts.gold,
            found: sum.found + counts.found,
            emitted: sum.emitted + counts.emitted,
            right: sum.right + counts.right,
        })
    }

    /// The mean of the articles' F1, since one article can hold a third of the lines.
    pub fn macro_f1(&self) -> f64 {
        let sum: f64 = self.articles.iter().map(|(_, counts)| counts.f1()).sum();
        sum / self.articles.len().max(1) as f64
    }

    /// The share of found lines of which some evidence holds the quote.
    pub fn sentence_share(&self) -> f64 {
        self.sentences as f64 / self.total().found.max(1) as f64
    }
}

#[cfg(test)]
mod tests;
