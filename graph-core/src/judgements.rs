//! A person's judgements on names, from `aliases.tsv`: which are the same, which are not.
//!
//! ```text
//! # one judgement a line, its columns separated by tabs
//! same<tab>Muammar Gaddafi<tab>Qaddafi<tab>Colonel Kadafi
//! not<tab>Georgia<tab>Georgia (U.S. state)
//! ```
//!
//! The first name of a `same` line is what the entity is called. Lines that share a name are
//! about the same entity, called by the first of them. Names differ only by what
//! [`fold_name`] leaves of them: neither by case nor by accents and dots.

mod added;
mod error;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::path::Path;

pub use added::{Added, NotAdded, add, added};
pub use error::{JudgementError, Problem, Wrong};

use crate::corpus::Corpus;
use crate::knowledge::file;
use crate::names::{clean_name, fold_name};

/// How many names a `not` line may have: each pair of them is kept.
const MOST_APART: usize = 100;

/// Words that begin a line, in small letters.
const SAME: [&str; 6] = ["same", "same-as", "same as", "same_as", "=", "=="];
const NOT: [&str; 10] = [
    "not",
    "not-same",
    "not same",
    "not-same-as",
    "not same as",
    "not_same_as",
    "not-the-same",
    "different",
    "!=",
    "<>",
];

/// Judgements on names, without contradiction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgements {
    /// Every name judged, folded → as written, and the line where it stands first.
    names: BTreeMap<String, Written>,
    groups: Vec<Group>,
    /// Folded name → group.
    group_of: HashMap<String, usize>,
    /// Folded names that are not the same, both ways round, with the line that says so.
    apart: BTreeMap<String, Vec<(String, u32)>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Written {
    name: String,
    line: u32,
}

/// Names that are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Group {
    /// What the entity is called.
    canonical: String,
    /// Folded names in order, each with the line that puts it here.
    members: BTreeMap<String, u32>,
}

/// A name in a line.
#[derive(Clone, Debug)]
struct Name {
    folded: String,
    written: String,
    column: usize,
}

/// A line, read.
struct Line {
    number: u32,
    same: bool,
    names: Vec<Name>,
}

impl Judgements {
    /// Reads a file; one that isn't there holds no judgements.
    ///
    /// # Errors
    /// [`JudgementError`], with the place in the file.
    pub fn open(file: &Path) -> Result<Self, JudgementError> {
        let text = match file::text(file) {
            Err(error) if error.is_absent() => return Ok(Self::default()),
            read => read?,
        };
        Self::read(&text).map_err(|wrong| wrong.in_file(file))
    }

    /// Reads the lines of a file. O(text).
    ///
    /// # Errors
    /// The first line that is no judgement, or that contradicts others.
    ///
    /// ```
    /// use graph_core::judgements::Judgements;
    ///
    /// let read = Judgements::read("same\tMuammar Gaddafi\tQaddafi\nnot\tQaddafi\tKhadafy")?;
    /// assert_eq!(read.canonical("qaddafi"), Some("Muammar Gaddafi"));
    /// assert!(read.are_apart("muammar gaddafi", "khadafy"));
    /// # Ok::<(), graph_core::judgements::Wrong>(())
    /// ```
    pub fn read(text: &str) -> Result<Self, Wrong> {
        let mut lines = Vec::new();
        for (at, line) in text.lines().enumerate() {
            lines.extend(read_line(at as u32 + 1, line)?);
        }
        let mut judgements = Self::default();
        for line in &lines {
            for name in &line.names {
                let written = Written { name: name.written.clone(), line: line.number };
                judgements.names.entry(name.folded.clone()).or_insert(written);
            }
        }
        let same = Same::of(&lines);
        judgements.group(&lines, &same);
        for line in lines.iter().filter(|line| !line.same) {
            judgements.set_apart(line, &same)?;
        }
        Ok(judgements)
    }

    /// Gathers the names that `same` lines join; the first name of the first line is canonical.
    fn group(&mut self, lines: &[Line], same: &Same) {
        for line in lines.iter().filter(|line| line.same) {
            let first = &line.names[0];
            if self.group_of.contains_key(&first.folded) {
                continue;
            }
            let group = Group { canonical: first.written.clone(), members: same.reached(first) };
            for member in group.members.keys() {
                self.group_of.insert(member.clone(), self.groups.len());
            }
            self.groups.push(group);
        }
    }

    fn set_apart(&mut self, line: &Line, same: &Same) -> Result<(), Wrong> {
        for (at, name) in line.names.iter().enumerate() {
            for other in &line.names[at + 1..] {
                if self.are_same(&name.folded, &other.folded) {
                    return Err(same.contradicted(line.number, name, other));
                }
                for (one, two) in [(name, other), (other, name)] {
                    let apart = self.apart.entry(one.folded.clone()).or_default();
                    apart.push((two.folded.clone(), line.number));
                }
            }
        }
        Ok(())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// What the entity is called that a folded name is judged to be another name of.
    pub fn canonical(&self, folded: &str) -> Option<&str> {
        self.group_of.get(folded).map(|&at| self.groups[at].canonical.as_str())
    }

    /// Whether two folded names are judged to be the same, also by way of others.
    pub fn are_same(&self, a: &str, b: &str) -> bool {
        a == b || self.group_of.get(a).is_some_and(|group| self.group_of.get(b) == Some(group))
    }

    /// Whether two folded names, or names that are the same as they, are judged not to be one.
    pub fn are_apart(&self, a: &str, b: &str) -> bool {
        self.apart_from(a).any(|other| self.are_same(other, b))
    }

    /// Whether it was judged what two folded names are to each other.
    pub fn decide(&self, a: &str, b: &str) -> bool {
        self.are_same(a, b) || self.are_apart(a, b)
    }

    /// The folded names that are the same as a folded name, itself included.
    pub fn same_as<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = &'a str> {
        let group = self.group_of.get(folded).map(|&at| &self.groups[at]);
        let members = group.into_iter().flat_map(|group| group.members.keys().map(String::as_str));
        members.chain(group.is_none().then_some(folded))
    }

    /// The folded names that lines set apart from a folded name or one that is the same.
    pub fn apart_from<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = &'a str> {
        let lines = self.same_as(folded).filter_map(|name| self.apart.get(name));
        lines.flatten().map(|(other, _)| other.as_str())
    }

    /// The names that are the same, group by group: what they are called, and each folded name
    /// with its line.
    pub fn groups(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = (&str, u32)>)> {
        self.groups.iter().map(|group| {
            let members = group.members.iter().map(|(name, line)| (name.as_str(), *line));
            (group.canonical.as_str(), members)
        })
    }

    /// Pairs of folded names that lines set apart, each both ways round.
    pub fn apart(&self) -> impl Iterator<Item = (&str, &str)> {
        self.apart.iter().flat_map(|(name, others)| {
            others.iter().map(move |(other, _)| (name.as_str(), other.as_str()))
        })
    }

    /// The names that nothing in a corpus is called by, with their lines. O(names of the corpus).
    pub fn unused(&self, corpus: &Corpus) -> Vec<(u32, &str)> {
        if self.is_empty() {
            return Vec::new();
        }
        let names =
            corpus.entities.iter().flat_map(|entity| entity.aliases.iter().chain([&entity.name]));
        let used: HashSet<String> = names.map(|name| fold_name(name)).collect();
        let unused = self.names.iter().filter(|(folded, _)| !used.contains(*folded));
        let mut unused: Vec<_> =
            unused.map(|(_, written)| (written.line, written.name.as_str())).collect();
        unused.sort_unstable();
        unused
    }
}

/// A line that is no judgement; `None` where it is blank or a comment.
fn read_line(number: u32, text: &str) -> Result<Option<Line>, Wrong> {
    let text = text.trim_end();
    if text.is_empty() || text.trim_start().starts_with('#') {
        return Ok(None);
    }
    let wrong = |column, problem| Wrong { line: number, column, problem };
    let mut columns = columns(text);
    let Some((at, word)) = columns.next() else { return Ok(None) };
    let verdict = word.trim().to_lowercase();
    let same = match () {
        () if SAME.contains(&verdict.as_str()) => true,
        () if NOT.contains(&verdict.as_str()) => false,
        () => return Err(wrong(at, Problem::verdict(word))),
    };
    let mut names: Vec<Name> = Vec::new();
    for (column, name) in columns {
        let cleaned = clean_name(name);
        let folded = fold_name(&cleaned);
        if folded.is_empty() {
            return Err(wrong(column, Problem::NoName { found: name.trim().to_owned() }));
        }
        if same {
            names.push(Name { folded, written: cleaned, column });
            continue;
        }
        if names.len() == MOST_APART {
            return Err(wrong(column, Problem::TooMany { most: MOST_APART }));
        }
        if let Some(known) = names.iter().find(|known| known.folded == folded) {
            let problem = Problem::OneName { name: cleaned, other: known.written.clone() };
            return Err(wrong(column, problem));
        }
        names.push(Name { folded, written: cleaned, column });
    }
    match names.len() {
        0 | 1 => Err(wrong(text.chars().count() + 1, Problem::TooFew { same, found: names.len() })),
        _ => Ok(Some(Line { number, same, names })),
    }
}

/// The columns of a line, each with the number of its first character from 1.
fn columns(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 1;
    text.split('\t').map(move |column| {
        let at = next + column.chars().take_while(|letter| letter.is_whitespace()).count();
        next += column.chars().count() + 1;
        (at, column)
    })
}

/// The names that `same` lines join directly: folded name → (folded name, line).
struct Same<'a>(HashMap<&'a str, Vec<(&'a str, u32)>>);

impl<'a> Same<'a> {
    fn of(lines: &'a [Line]) -> Self {
        let mut joined: HashMap<&str, Vec<(&str, u32)>> = HashMap::new();
        for line in lines.iter().filter(|line| line.same) {
            let first = line.names[0].folded.as_str();
            for name in &line.names {
                joined.entry(first).or_default().push((&name.folded, line.number));
                joined.entry(&name.folded).or_default().push((first, line.number));
            }
        }
        Self(joined)
    }

    /// All names that are the same as one, each with the line by which it was reached.
    fn reached(&self, from: &'a Name) -> BTreeMap<String, u32> {
        let steps = self.walk(&from.folded);
        let mut reached: BTreeMap<String, u32> =
            steps.into_iter().map(|(name, (_, line))| (name.to_owned(), line)).collect();
        let own = self.0.get(from.folded.as_str()).and_then(|joined| joined.first());
        reached.insert(from.folded.clone(), own.map_or(0, |(_, line)| *line));
        reached
    }

    /// Nearest first, the names that are the same as one, with where each was reached from.
    fn walk(&self, from: &'a str) -> HashMap<&'a str, (&'a str, u32)> {
        let mut reached: HashMap<&str, (&str, u32)> = HashMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(name) = queue.pop_front() {
            for &(next, line) in self.0.get(name).into_iter().flatten() {
                if next != from && !reached.contains_key(next) {
                    reached.insert(next, (name, line));
                    queue.push_back(next);
                }
            }
        }
        reached
    }

    /// A `not` line on names that these lines make the same.
    fn contradicted(&'a self, line: u32, name: &'a Name, other: &'a Name) -> Wrong {
        let reached = self.walk(&name.folded);
        let mut lines = BTreeSet::new();
        let mut at = other.folded.as_str();
        while let Some((before, line)) = reached.get(at) {
            lines.insert(*line);
            at = before;
        }
        let (name, column, other) = (name.written.clone(), other.column, other.written.clone());
        let problem = Problem::Contradiction { name, other, lines: lines.into_iter().collect() };
        Wrong { line, column, problem }
    }
}

#[cfg(test)]
mod tests;
