//! Forms that ask what is known of somebody or something: their facts, their words, what joins
//! two of them.

use graph_core::NodeId;
use graph_core::mentions::MENTIONED_IN;

use crate::ast::{Expr, Statement};

use super::bind::{End, Pattern};
use super::compose::Composer;
use super::evidence::{both, either};
use super::form::{At, Clause, Comparing, Doing, Mode, Speaker, Terms};
use super::readings::agent_readings;
use super::tags::bare_relation;
use super::{QuestionError, mentions, sides, statement};

/// Relations that say what somebody is rather than what happened.
const STANDING: [&str; 3] = ["HAS_ROLE", "MEMBER_OF", "LOCATED_IN"];

/// Relations of the inventory that are somebody's words.
const SPEECH: [&str; 11] = [
    "ACCUSED",
    "AGREED_TO",
    "ANNOUNCED",
    "CONFIRMED",
    "CRITICIZED",
    "DEMANDED",
    "DENIED",
    "OPPOSED",
    "PRAISED",
    "PROPOSED",
    "SUPPORTED",
];

impl Composer<'_, '_> {
    /// Roles and memberships where there are some, else everything.
    pub(super) fn identity(&mut self, terms: &Terms) -> Result<Statement, QuestionError> {
        let nodes = self.binder.all_nodes(terms)?;
        let relations = ["HAS_ROLE".to_owned(), "MEMBER_OF".to_owned()];
        let pattern = Pattern {
            subject: End::Names(nodes.clone()),
            relations: relations.to_vec(),
            types: self.binder.types(&relations, &[""]),
            object: End::Any,
        };
        if !self.binder.holds(&pattern, None) {
            return self.about(Some(terms), None);
        }
        let has_role = statement::relation_among(&relations);
        let condition = both(statement::starts_at(&self.binder, &nodes), has_role);
        Ok(statement::all_facts(Some(condition), &self.evidence))
    }

    pub(super) fn about(
        &mut self,
        terms: Option<&Terms>,
        doing: Option<Doing>,
    ) -> Result<Statement, QuestionError> {
        let Some(terms) = terms else {
            let standing = statement::relation_among(&STANDING).negated();
            self.keep_own_dates();
            return Ok(statement::all_facts(Some(standing), &self.evidence));
        };
        let nodes = self.binder.all_nodes(terms)?;
        if !self.has_facts(&nodes) {
            self.note("there is no fact about this; these articles mention it");
            return Ok(mentions::mentioning(&self.binder, &[nodes], None, &self.evidence));
        }
        let condition = if let Some(doing) = doing {
            let standing = statement::relation_among(&STANDING).negated();
            let own = both(statement::starts_at(&self.binder, &nodes), standing);
            statement::asserted(doing).into_iter().fold(own, both)
        } else {
            statement::touches(&self.binder, &nodes)
        };
        Ok(statement::all_facts(Some(condition), &self.evidence))
    }

    /// What happened at a time is what a sentence dates so, not all that an article of the day
    /// tells.
    fn keep_own_dates(&mut self) {
        if !self.evidence.is_dated() {
            return;
        }
        self.evidence.dated.iter_mut().for_each(|dated| dated.1.clear());
        self.note("only facts whose own sentence gives the date count");
    }

    fn has_facts(&self, nodes: &[NodeId]) -> bool {
        let graph = self.binder.graph();
        nodes.iter().any(|&node| graph_core::mentions::facts(graph, node).next().is_some())
    }

    pub(super) fn said(
        &mut self,
        speaker: &Speaker,
        topic: Option<&Terms>,
    ) -> Result<Statement, QuestionError> {
        let topic = topic.map(|terms| self.binder.all_nodes(terms)).transpose()?;
        let spoken = match speaker {
            Speaker::Articles => None,
            Speaker::Article(tokens) => {
                let found = self.binder.articles(tokens)?;
                self.evidence.articles = Some(match self.evidence.articles.take() {
                    Some(before) => before.into_iter().filter(|id| found.contains(id)).collect(),
                    None => found,
                });
                None
            }
            Speaker::Terms(terms) => {
                let nodes = self.binder.all_nodes(terms)?;
                Some(self.spoken_by(terms, &nodes))
            }
            Speaker::Agents(at) => {
                let readings = agent_readings(self.binder.lexicon(), &self.binder.folded(*at));
                let relations: Vec<&str> = readings.iter().map(|r| r.relation.as_str()).collect();
                Some(statement::relation_among(&relations))
            }
        };
        let of_sentence = topic.map(|nodes| statement::is_about(&self.binder, &nodes));
        Ok(statement::all_facts_where(spoken, of_sentence, &self.evidence))
    }

    /// Relations that are words: the inventory's and every open one of a verb of saying.
    fn speech(&self) -> Vec<String> {
        let words = &self.binder.lexicon().words;
        let open = self.binder.context.open.iter();
        let said =
            open.filter(|(lemma, _)| words.is_speech(lemma)).flat_map(|(_, all)| all.clone());
        let mut relations: Vec<String> =
            SPEECH.iter().map(|&name| name.into()).chain(said).collect();
        relations.sort();
        relations.dedup();
        relations
    }

    /// The words of the entities, and where the noun also tells what they do (critics), all who
    /// do it.
    fn spoken_by(&self, terms: &Terms, nodes: &[NodeId]) -> Expr {
        let own = statement::speaks(&self.binder, nodes, &self.speech());
        let mut readings = self.binder.agents_among(terms);
        readings.retain(|relation| SPEECH.contains(&relation.as_str()));
        if readings.is_empty() {
            return own;
        }
        either(own, statement::relation_among(&readings))
    }

    pub(super) fn connected(
        &mut self,
        one: &Terms,
        other: &Terms,
    ) -> Result<Statement, QuestionError> {
        if one.all.is_empty() || other.all.is_empty() {
            return Err(self.form_error("name both: `how is … connected to …`"));
        }
        let (one, other) = (self.binder.all_nodes(one)?, self.binder.all_nodes(other)?);
        let direct = Pattern {
            subject: End::Names(one.clone()),
            relations: Vec::new(),
            types: self.all_types(),
            object: End::Names(other.clone()),
        };
        let back = Pattern {
            subject: direct.object.clone(),
            object: direct.subject.clone(),
            ..direct.clone()
        };
        if self.binder.holds(&direct, None) || self.binder.holds(&back, None) {
            return Ok(sides::between(&self.binder, &one, &other, &self.evidence));
        }
        self.note(if self.binder.are_joined(&one, &other) {
            "no fact joins the two: shown is a shortest chain of facts, one a row"
        } else {
            "no chain of facts joins the two"
        });
        Ok(sides::chain(&self.binder, &one, &other))
    }

    /// Those in whose words something is told.
    pub(super) fn said_that(&mut self, clause: &Clause) -> Result<Statement, QuestionError> {
        let patterns = self.given_patterns(&Clause { mode: Mode::Possible, ..clause.clone() })?;
        self.note("only whom an article names for it; what it tells by itself is nobody's words");
        Ok(sides::speakers(&self.binder, &patterns, &self.evidence))
    }

    pub(super) fn compared(
        &mut self,
        comparing: Comparing,
        tokens: &[At],
    ) -> Result<Statement, QuestionError> {
        let each: Vec<Vec<String>> =
            tokens.iter().map(|&token| self.binder.articles(&[token])).collect::<Result<_, _>>()?;
        let all = each.concat();
        match comparing {
            Comparing::Disputed => {
                self.note("shown are accounts of theirs that contradict each other");
                Ok(sides::disputed(&all))
            }
            Comparing::Shared => {
                self.note("shown are facts that each of them attests");
                self.evidence.articles = Some(all);
                Ok(statement::all_facts(sides::shared(&each), &self.evidence))
            }
            Comparing::Told => {
                self.note("shown are the facts of each, those of most sources first");
                self.evidence.articles = Some(all);
                Ok(statement::all_facts(None, &self.evidence))
            }
            Comparing::Alone => {
                self.note("shown are facts that no other article attests");
                Ok(statement::all_facts(Some(sides::alone(&all)), &self.evidence))
            }
        }
    }

    fn all_types(&self) -> Vec<String> {
        let types = self.binder.graph().relationship_types();
        let facts = types.into_iter().filter(|(name, _)| bare_relation(name) != MENTIONED_IN);
        facts.map(|(name, _)| name.to_owned()).collect()
    }
}
