//! The attribute ruler: part of speech by tag, and what particular words have otherwise.

use serde::Deserialize;

use super::labels::{Dep, Pos, Tag};
use super::model;

/// A token's attributes as far as the ruler sees and sets them.
#[derive(Clone, Debug)]
pub(super) struct Attributes<'w> {
    pub(super) lower: &'w str,
    pub(super) is_space: bool,
    pub(super) tag: Tag,
    pub(super) dep: Dep,
    pub(super) pos: Pos,
    pub(super) lemma: Option<&'static str>,
    /// Universal features, `Tense=Past|VerbForm=Fin`.
    pub(super) morphology: &'static str,
}

impl<'w> Attributes<'w> {
    pub(super) fn new(lower: &'w str, is_space: bool, tag: Tag, dep: Dep) -> Self {
        Self { lower, is_space, tag, dep, pos: Pos::X, lemma: None, morphology: "" }
    }

    /// Whether the word is uninflected, so that it is its own lemma.
    pub(super) fn is_base_form(&self) -> bool {
        let value = |name: &str| {
            let mut features = self.morphology.split('|').filter_map(|f| f.split_once('='));
            features.find_map(|(feature, value)| (feature == name).then_some(value))
        };
        let number = value("Number");
        let present = value("VerbForm") == Some("Fin") && value("Tense") == Some("Pres");
        (self.pos == Pos::Noun && number == Some("Sing"))
            || (self.pos == Pos::Verb && present && number.is_none())
            || matches!(value("VerbForm"), Some("Inf" | "None"))
            || value("Degree") == Some("Pos")
    }
}

/// The rules. Later ones override earlier ones.
pub(super) struct Ruler {
    rules: Vec<Rule>,
    /// The rules whose first token may have the tag, by tag.
    by_tag: Vec<Vec<usize>>,
}

struct Rule {
    pattern: Vec<Pattern>,
    /// Which token of the pattern the attributes are for.
    index: usize,
    tag: Option<Tag>,
    pos: Option<Pos>,
    dep: Option<Dep>,
    lemma: Option<&'static str>,
    morphology: Option<&'static str>,
}

/// What a token must be like.
struct Pattern {
    tags: Labels,
    deps: Labels,
    lower: Option<Condition>,
    is_space: Option<bool>,
}

/// A set of labels, a bit for each.
#[derive(Clone, Copy)]
struct Labels(u64);

impl Labels {
    /// The labels that a condition holds for.
    fn of<'l>(condition: Option<&Condition>, all: impl Iterator<Item = &'l str>) -> Self {
        let holds = |label| condition.is_none_or(|condition| condition.holds(label));
        let bits = all.enumerate().map(|(at, label)| u64::from(holds(label)) << at);
        Self(bits.sum())
    }

    fn contains(self, at: usize) -> bool {
        self.0 >> at & 1 == 1
    }
}

#[derive(Deserialize)]
enum Condition {
    #[serde(rename = "in")]
    In(Vec<String>),
    #[serde(rename = "not_in")]
    NotIn(Vec<String>),
}

impl Condition {
    fn holds(&self, value: &str) -> bool {
        match self {
            Self::In(values) => values.iter().any(|one| one == value),
            Self::NotIn(values) => values.iter().all(|one| one != value),
        }
    }
}

/// A pattern as written in the file.
#[derive(Deserialize)]
struct Written {
    tag: Option<Condition>,
    lower: Option<Condition>,
    dep: Option<Condition>,
    is_space: Option<bool>,
}

/// A rule as its line in the file.
#[derive(Deserialize)]
struct Line<'t> {
    pattern: Vec<Written>,
    index: usize,
    tag: Option<&'t str>,
    pos: Option<&'t str>,
    dep: Option<&'t str>,
    lemma: Option<&'t str>,
    morph: Option<&'t str>,
}

impl Ruler {
    pub(super) fn read() -> Self {
        let lines: Vec<Line<'static>> =
            serde_json::from_str(model::RULER).expect(model::COMPILED_IN);
        let rules: Vec<_> = lines.into_iter().map(Rule::from).collect();
        let by_tag = Tag::ALL.iter().map(|tag| {
            let may_start = |rule: &Rule| rule.pattern[0].tags.contains(*tag as usize);
            (0..rules.len()).filter(|&i| may_start(&rules[i])).collect()
        });
        Self { by_tag: by_tag.collect(), rules }
    }

    /// Applies the rules in their order. All patterns see the tokens as they were before.
    pub(super) fn apply(&self, tokens: &mut [Attributes<'_>]) {
        let mut matches: Vec<_> = (0..tokens.len())
            .flat_map(|first| {
                self.by_tag[tokens[first].tag as usize].iter().map(move |&rule| (rule, first))
            })
            .filter(|&(rule, first)| self.rules[rule].matches(&tokens[first..]))
            .collect();
        matches.sort_unstable();
        for (rule, first) in matches {
            let rule = &self.rules[rule];
            rule.set(&mut tokens[first + rule.index]);
        }
    }
}

impl Rule {
    fn matches(&self, tokens: &[Attributes<'_>]) -> bool {
        tokens.len() >= self.pattern.len()
            && self.pattern.iter().zip(tokens).all(|(pattern, token)| pattern.matches(token))
    }

    fn set(&self, token: &mut Attributes<'_>) {
        token.tag = self.tag.unwrap_or(token.tag);
        token.pos = self.pos.unwrap_or(token.pos);
        token.dep = self.dep.unwrap_or(token.dep);
        token.lemma = self.lemma.or(token.lemma);
        token.morphology = self.morphology.unwrap_or(token.morphology);
    }
}

impl Pattern {
    fn matches(&self, token: &Attributes<'_>) -> bool {
        self.tags.contains(token.tag as usize)
            && self.deps.contains(token.dep as usize)
            && self.is_space.is_none_or(|is_space| is_space == token.is_space)
            && self.lower.as_ref().is_none_or(|condition| condition.holds(token.lower))
    }
}

impl From<Written> for Pattern {
    fn from(written: Written) -> Self {
        Self {
            tags: Labels::of(written.tag.as_ref(), Tag::ALL.iter().map(|tag| tag.as_str())),
            deps: Labels::of(written.dep.as_ref(), Dep::ALL.iter().map(|dep| dep.as_str())),
            lower: written.lower,
            is_space: written.is_space,
        }
    }
}

impl From<Line<'static>> for Rule {
    fn from(line: Line<'static>) -> Self {
        Self {
            pattern: line.pattern.into_iter().map(Pattern::from).collect(),
            index: line.index,
            tag: line.tag.map(|tag| Tag::from_label(tag).expect(model::COMPILED_IN)),
            pos: line.pos.map(|pos| Pos::from_label(pos).expect(model::COMPILED_IN)),
            dep: line.dep.map(|dep| Dep::from_label(dep).expect(model::COMPILED_IN)),
            lemma: line.lemma,
            morphology: line.morph,
        }
    }
}
