//! Form → bound form: tokens become names of nodes, relationship types and article ids.

use std::collections::BTreeSet;

use graph_core::lexicon::Lexicon;
use graph_core::{Graph, NodeId};

use super::QuestionError;
use super::form::{At, Clause, Filter, Mode, Part, Term, Terms, Wanted};
use super::names::Referent;
use super::tags::{Context, Token};
use super::vocabulary;
use super::words::Word;

/// One end of a fact.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum End {
    /// What is asked for.
    Wanted,
    /// One of these entities, by canonical name.
    Names(Vec<NodeId>),
    /// Any entity with one of these labels.
    Labels(&'static [&'static str]),
    /// Any entity.
    Any,
}

/// Facts that a clause asks about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pattern {
    pub(super) subject: End,
    /// Bare relations.
    pub(super) relations: Vec<String>,
    /// Relationship types: the relations in the modes asked for.
    pub(super) types: Vec<String>,
    pub(super) object: End,
}

/// What the rows of an answer are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    /// Name of its column.
    pub(super) column: String,
    /// Labels, one of which it carries.
    pub(super) labels: Vec<&'static str>,
    /// Which entities it may be; `None` for any.
    pub(super) among: Option<Vec<NodeId>>,
    /// Whether their number is asked for.
    pub(super) counted: bool,
}

impl Answer {
    /// Whether articles are asked for.
    pub(super) fn is_article(&self) -> bool {
        self.labels == ["Article"]
    }
}

/// Turns tokens into nodes and relations.
#[derive(Debug)]
pub(super) struct Binder<'a, 'g> {
    pub(super) context: &'a Context<'g>,
    pub(super) tokens: &'a [Token],
    pub(super) words: &'a [Word],
    /// What the reader of the answer must know.
    pub(super) notes: Vec<String>,
}

impl<'g> Binder<'_, 'g> {
    pub(super) fn graph(&self) -> &'g Graph {
        self.context.graph
    }

    pub(super) fn lexicon(&self) -> &'g Lexicon {
        self.context.lexicon
    }

    pub(super) fn token(&self, at: At) -> &Token {
        &self.tokens[at]
    }

    pub(super) fn words_of(&self, at: At) -> &[Word] {
        &self.words[self.token(at).words.clone()]
    }

    /// The word in lower case and, of several, the last.
    pub(super) fn folded(&self, at: At) -> String {
        self.words_of(at).iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The nodes that a name or noun stands for.
    pub(super) fn nodes(&self, at: At) -> Result<Vec<NodeId>, QuestionError> {
        let token = self.token(at);
        match self.context.names.resolve(self.words_of(at)) {
            Some(Referent::Entities(nodes)) => Ok(nodes),
            Some(Referent::Ambiguous(nodes)) => Err(QuestionError::Ambiguous {
                name: token.text.clone(),
                span: token.span.clone(),
                candidates: self.context.names.names_of(&nodes),
            }),
            None => Err(QuestionError::Name {
                name: token.text.clone(),
                span: token.span.clone(),
                nearest: None,
            }),
        }
    }

    pub(super) fn end(&self, term: Term) -> Result<End, QuestionError> {
        match term {
            Term::Anyone => Ok(End::Any),
            Term::Any(at) => Ok(End::Labels(self.labels_of(at))),
            Term::Named(at) => Ok(End::Names(self.nodes(at)?)),
            Term::Reference(at) => Err(QuestionError::Reference {
                phrase: self.token(at).text.clone(),
                span: self.token(at).span.clone(),
            }),
        }
    }

    fn labels_of(&self, at: At) -> &'static [&'static str] {
        let word = self.words_of(at).last().map(|word| vocabulary::singular(&word.folded));
        word.as_deref().and_then(vocabulary::type_noun).unwrap_or(&["Entity"])
    }

    /// The ends that terms give: one for `or`, one for each term for `and`.
    pub(super) fn ends(&self, terms: &Terms) -> Result<Vec<End>, QuestionError> {
        let ends: Vec<End> =
            terms.all.iter().map(|&term| self.end(term)).collect::<Result<_, _>>()?;
        if terms.every || ends.len() < 2 {
            return Ok(ends);
        }
        let mut nodes = Vec::new();
        for end in &ends {
            match end {
                End::Names(names) => nodes.extend(names),
                _ => return Ok(vec![End::Any]),
            }
        }
        Ok(vec![End::Names(nodes)])
    }

    /// All nodes that the terms name, whether joined by `and` or `or`.
    pub(super) fn all_nodes(&self, terms: &Terms) -> Result<Vec<NodeId>, QuestionError> {
        let mut nodes = Vec::new();
        for &term in &terms.all {
            match self.end(term)? {
                End::Names(found) => nodes.extend(found),
                _ => {
                    return Err(QuestionError::Form {
                        advice: "name the one that you mean",
                        span: self.span_of(terms),
                    });
                }
            }
        }
        Ok(nodes)
    }

    pub(super) fn span_of(&self, terms: &Terms) -> std::ops::Range<usize> {
        let at = terms.all.iter().find_map(|term| match *term {
            Term::Named(at) | Term::Any(at) | Term::Reference(at) => Some(at),
            Term::Anyone => None,
        });
        at.map_or(0..0, |at| self.token(at).span.clone())
    }

    /// What the rows are, from the question's noun.
    pub(super) fn answer(&self, wanted: &Wanted) -> Result<Answer, QuestionError> {
        let counted = wanted.counted;
        let Some(at) = wanted.noun else {
            let (column, labels) = if wanted.who { ("who", "Party") } else { ("what", "Entity") };
            return Ok(Answer {
                column: column.into(),
                labels: vec![labels],
                among: None,
                counted,
            });
        };
        let last = self.words_of(at).last().map(|word| word.folded.clone()).unwrap_or_default();
        let singular = vocabulary::singular(&last);
        let column = if counted { last } else { singular.clone() };
        Ok(match vocabulary::type_noun(&singular) {
            Some(_) if self.folded(at).starts_with("political ") => {
                Answer { column, labels: vec!["Organization", "Group"], among: None, counted }
            }
            Some(labels) if self.words_of(at).len() == 1 => {
                Answer { column, labels: labels.to_vec(), among: None, counted }
            }
            _ => {
                let kind = self.kind_of_noun(at);
                let among = if kind.is_none() { Some(self.nodes(at)?) } else { None };
                Answer { column, labels: vec![kind.unwrap_or("Entity")], among, counted }
            }
        })
    }

    /// The label of what a noun names that no entity goes by; `None` for others.
    pub(super) fn kind_of_noun(&self, at: At) -> Option<&'static str> {
        let [word] = self.words_of(at) else { return None };
        let unheard = self.context.names.resolve(self.words_of(at)).is_none();
        let noun = vocabulary::singular(&word.folded);
        let unheard = unheard && vocabulary::type_noun(&noun).is_none();
        let kind = self.lexicon().words.noun_type(&noun).filter(|_| unheard)?;
        Some(if kind.is_party() { "Party" } else { kind.as_str() })
    }

    /// The ids of the articles that the tokens name.
    pub(super) fn articles(&self, tokens: &[At]) -> Result<Vec<String>, QuestionError> {
        let mut ids = Vec::new();
        for &at in tokens {
            let token = self.token(at);
            let found = self.context.articles_called(&token.text);
            if found.is_empty() {
                return Err(QuestionError::Article {
                    article: token.text.clone(),
                    span: token.span.clone(),
                    articles: self.context.articles.clone(),
                });
            }
            ids.extend(found);
        }
        ids.sort();
        ids.dedup();
        Ok(ids)
    }

    pub(super) fn part(&self, part: &Part) -> Result<Vec<End>, QuestionError> {
        match part {
            Part::Absent => Ok(vec![End::Any]),
            Part::Wanted => Ok(vec![End::Wanted]),
            Part::Given(terms) => self.ends(terms),
        }
    }

    /// Gives the patterns the relationship types of the mode asked for. Where the graph has no
    /// such fact, the other modes are let in and a note says so.
    pub(super) fn choose_modes(
        &mut self,
        patterns: &mut [Pattern],
        clause: &Clause,
        answer: Option<&Answer>,
    ) {
        for pattern in patterns {
            let (asked, all): (&[&str], &[&str]) = match (clause.negated, clause.mode) {
                (true, _) => (&["NOT_"], &["NOT_"]),
                (false, Mode::Plain) => (&[""], &["", "PLANNED_", "POSSIBLE_"]),
                (false, Mode::Planned) => (&["PLANNED_"], &["PLANNED_", "POSSIBLE_", ""]),
                (false, Mode::Possible | Mode::Present) => {
                    (&["", "PLANNED_", "POSSIBLE_"], &["", "PLANNED_", "POSSIBLE_"])
                }
            };
            pattern.types = self.types(&pattern.relations, asked);
            if !self.holds(pattern, answer) {
                let widened =
                    Pattern { types: self.types(&pattern.relations, all), ..pattern.clone() };
                if self.holds(&widened, answer) {
                    *pattern = widened;
                    self.notes.push(match clause.mode {
                        Mode::Plain => {
                            "no article says so outright: see the column modality".into()
                        }
                        _ => "no article says so in this mode: see the column modality".into(),
                    });
                }
            }
        }
    }

    /// Every relation with every prefix, as far as the graph has such relationships; where it has
    /// none, the first.
    pub(super) fn types(&self, relations: &[String], prefixes: &[&str]) -> Vec<String> {
        let with = |relation: &String| {
            prefixes.iter().map(|prefix| format!("{prefix}{relation}")).collect::<Vec<_>>()
        };
        let mut types: Vec<String> = relations.iter().flat_map(with).collect();
        let first = types.first().cloned();
        types.retain(|name| self.graph().symbols().get(name).is_some());
        if types.is_empty() { first.into_iter().collect() } else { types }
    }

    /// A verb as typed, in lower case, with the relations that it may mean.
    pub(super) fn verb_relations(&self, at: At) -> (String, Vec<String>) {
        let readings = self.token(at).verb.iter();
        let mut relations: Vec<String> = readings.map(|reading| reading.relation.clone()).collect();
        relations.sort();
        relations.dedup();
        (self.folded(at), relations)
    }

    /// The nodes of the country that an adjective stands for.
    pub(super) fn country_of(&self, at: At) -> Result<Vec<NodeId>, QuestionError> {
        let token = self.token(at);
        let country = self.lexicon().countries.of_adjective(&token.text);
        let nodes = country.map(|name| self.graph().nodes_named(name).to_vec()).unwrap_or_default();
        if nodes.is_empty() {
            return Err(QuestionError::Name {
                name: token.text.clone(),
                span: token.span.clone(),
                nearest: None,
            });
        }
        Ok(nodes)
    }

    /// A role's name in the singular.
    pub(super) fn role(&self, at: At) -> String {
        let folded = self.folded(at);
        match folded.rsplit_once(' ') {
            Some((first, last)) => format!("{first} {}", vocabulary::singular(last)),
            None => vocabulary::singular(&folded),
        }
    }

    /// What those do whom the terms name by what they do (critics): relations.
    pub(super) fn agents_among(&self, terms: &Terms) -> Vec<String> {
        let nouns = terms.all.iter().filter_map(|term| match *term {
            Term::Named(at) => Some(self.folded(at)),
            _ => None,
        });
        let readings = nouns.flat_map(|noun| vocabulary::agent(self.lexicon(), &noun));
        let relations: BTreeSet<String> = readings.map(|reading| reading.relation).collect();
        relations.into_iter().collect()
    }

    /// Filters with their names bound, in the order given.
    pub(super) fn nodes_according(
        &self,
        filters: &[Filter],
    ) -> Result<Vec<Vec<NodeId>>, QuestionError> {
        let terms = filters.iter().filter_map(|filter| match filter {
            Filter::According(terms) => Some(terms),
            _ => None,
        });
        terms.map(|terms| self.all_nodes(terms)).collect()
    }
}

impl Pattern {
    /// Whether the relation holds in either direction.
    pub(super) fn is_symmetric(&self) -> bool {
        self.relations.iter().all(|relation| relation == "MET_WITH")
    }
}
