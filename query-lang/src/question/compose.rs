//! Form → question: binds what is named and builds the statement of the form.

use std::collections::BTreeMap;

use graph_core::when::When;
use graph_core::{NodeId, Value};

use crate::ast::Statement;

use super::bind::{Answer, Binder, End, Pattern};
use super::evidence::{Evidence, Number};
use super::form::{At, Clause, Filter, Form, FormKind, Predicate, Speaker, Terms, Wanted};
use super::period::Around;
use super::tags::{Context, Token, lemmas};
use super::words::Word;
use super::{Question, QuestionError};
use super::{evidence, mentions, period, statement, vocabulary};

/// The verbs of some relations that say no more than the relation does; the others (kill, bomb,
/// kidnap) tell more, so only sentences with the word itself count for them.
const WIDE_VERBS: [(&str, &[&str]); 2] = [
    ("ATTACKED", &["attack", "assault", "raid", "invade"]),
    ("ARRESTED", &["arrest", "detain", "imprison", "jail", "apprehend", "incarcerate"]),
];

/// Binds and builds.
pub(super) fn compose(
    form: &Form,
    tokens: &[Token],
    words: &[Word],
    context: &Context,
) -> Result<Question, QuestionError> {
    let binder = Binder { context, tokens, words, notes: Vec::new() };
    let evidence = evidence(&binder, &form.filters)?;
    let mut composer = Composer { binder, evidence };
    for filter in &form.filters {
        match filter {
            Filter::Naming(terms) => composer.keep_sentences_naming(terms)?,
            Filter::Number(number, noun) => composer.note(&format!(
                "only sentences that tell {} of {} count",
                composer.binder.token(*number).text,
                composer.binder.token(*noun).text
            )),
            _ => {}
        }
    }
    let statement = composer.statement(&form.kind)?;
    Ok(Question { statement, notes: composer.binder.notes })
}

/// The filters with articles and names bound.
fn evidence(binder: &Binder, filters: &[Filter]) -> Result<Evidence, QuestionError> {
    let mut evidence = Evidence::default();
    for filter in filters {
        match filter {
            Filter::Articles(tokens) => {
                let found = binder.articles(tokens)?;
                let before = evidence.articles.take();
                evidence.articles = Some(match before {
                    None => found,
                    Some(before) => before.into_iter().filter(|id| found.contains(id)).collect(),
                });
            }
            Filter::According(_) | Filter::Naming(_) => {}
            Filter::Acting(at) => evidence.acts.push(binder.folded(*at)),
            Filter::Around(time, at) => {
                let groups = around(binder, *time);
                if groups.is_empty() {
                    return Err(QuestionError::Form {
                        advice: "no article has a date from which this could be counted; \
                                 write the date",
                        span: binder.token(*at).span.clone(),
                    });
                }
                evidence.around.push(groups);
            }
            Filter::Number(number, noun) => {
                evidence.numbers.push(self::number(binder, *number, *noun));
            }
            &Filter::Sources(attesting, comparison, number) => {
                evidence.sources.push((attesting, comparison, number));
            }
            Filter::Dated(period, date, at) => {
                let Some(period) = evidence::period(*period, date) else {
                    return Err(QuestionError::Form {
                        advice: "this is no day of the calendar",
                        span: binder.token(*at).span.clone(),
                    });
                };
                let own = |id: &str| article_date(binder, id)?.parse::<When>().ok();
                let fits = |id: &&String| own(id).is_some_and(|own| own.counts_in(period));
                let articles = binder.context.articles.iter().filter(fits).cloned().collect();
                evidence.dated.push((period.to_string(), articles));
            }
        }
    }
    for nodes in binder.nodes_according(filters)? {
        evidence.attributed.push(binder.context.names.names_of(&nodes));
    }
    Ok(evidence)
}

/// A number before a noun, with the ways to write it, and the heads of the names that the noun
/// stands for.
fn number(binder: &Binder, number: At, noun: At) -> Number {
    let nodes = binder.nodes(noun).unwrap_or_default();
    let names = binder.context.names.all_names_of(&nodes);
    let typed = binder.folded(noun);
    let head = |name: &str| {
        vocabulary::singular(&name.split(' ').next_back().unwrap_or_default().to_lowercase())
    };
    let mut nouns: Vec<String> =
        names.iter().map(String::as_str).chain([typed.as_str()]).map(head).collect();
    nouns.sort();
    nouns.dedup();
    Number { spellings: vocabulary::spellings(&binder.token(number).text), nouns }
}

/// The periods that a time means, each with the articles that are counted from.
fn around(binder: &Binder, time: Around) -> Vec<(String, Vec<String>)> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for id in &binder.context.articles {
        let written = article_date(binder, id).and_then(|date| period::day(&date));
        for period in written.into_iter().flat_map(|written| time.periods(written)) {
            groups.entry(period).or_default().push(id.clone());
        }
    }
    groups.into_iter().collect()
}

fn article_date(binder: &Binder, id: &str) -> Option<String> {
    let graph = binder.graph();
    let mut articles = graph.nodes_with_label(graph.symbols().get("Article")?);
    let own = |node: &NodeId| graph.node_property(*node, "id").as_str() == Some(id);
    let date = graph.node_property(articles.find(own)?, "date");
    match date {
        Value::String(date) => Some(date.to_string()),
        _ => None,
    }
}

/// Binds the parts of a form and builds its statement.
#[derive(Debug)]
pub(super) struct Composer<'a, 'g> {
    pub(super) binder: Binder<'a, 'g>,
    pub(super) evidence: Evidence,
}

impl Composer<'_, '_> {
    fn statement(&mut self, kind: &FormKind) -> Result<Statement, QuestionError> {
        match kind {
            FormKind::Facts(wanted, clause) => self.facts(wanted, clause),
            FormKind::YesNo(clause) => self.yes_no(clause),
            FormKind::When(clause) => self.when(clause),
            FormKind::Where(clause) => self.place(clause),
            FormKind::Why(clause) => self.why(clause),
            FormKind::Evidence(clause) => {
                let patterns = self.given_patterns(clause)?;
                Ok(statement::reporting(&self.binder, &patterns, None, &self.evidence))
            }
            FormKind::WhereIs(terms) => self.where_is(terms),
            FormKind::Holder { role, demonym, of } => self.holder(*role, *demonym, of.as_ref()),
            FormKind::Roles { of, within } => self.roles(of, within.as_ref()),
            FormKind::Identity(terms) => self.identity(terms),
            FormKind::About { terms, doing } => self.about(terms.as_ref(), *doing),
            FormKind::Happened(terms) => {
                self.note("shown is what the articles say about it");
                self.said(&Speaker::Articles, Some(terms))
            }
            FormKind::ArticleFacts(tokens) => {
                self.evidence.articles = Some(self.binder.articles(tokens)?);
                Ok(mentions::articles(None, &self.evidence))
            }
            FormKind::Longest { wanted, shortest } => self.longest(wanted, *shortest),
            FormKind::Said { speaker, topic } => self.said(speaker, topic.as_ref()),
            FormKind::Kinds(wanted) => self.mentioned(wanted, false),
            FormKind::Mentioned { wanted, most } => self.mentioned(wanted, *most),
            FormKind::Mentions(wanted, terms) => self.mentions(wanted, terms),
            FormKind::Reporting(wanted, clause) => self.reporting(wanted, clause),
            FormKind::Connected(one, other) => self.connected(one, other),
            FormKind::SaidThat(clause) => self.said_that(clause),
            FormKind::Compared(comparing, tokens) => self.compared(*comparing, tokens),
        }
    }

    fn facts(&mut self, wanted: &Wanted, clause: &Clause) -> Result<Statement, QuestionError> {
        let mut answer = self.binder.answer(wanted)?;
        if let Some(at) = wanted.noun.filter(|&at| self.binder.kind_of_noun(at).is_some()) {
            let noun = self.binder.token(at).text.clone();
            self.note(&format!("nothing is called `{noun}` here: shown is what may be one"));
        }
        if let (Predicate::Action(_), None) = (&clause.predicate, wanted.noun) {
            answer = Answer { column: "who".into(), labels: vec!["Party"], ..answer };
        }
        if answer.is_article() {
            return Err(self.form_error(
                "articles mention things or say that something is so: ask `which articles mention …`",
            ));
        }
        let clause = &self.settled(clause, Some(&answer))?;
        let mut patterns = self.binder.patterns(clause, Some(&answer))?;
        self.mind_the_verbs(clause);
        if let Predicate::Verdict(at) = clause.predicate {
            let word = self.binder.folded(at);
            self.note(&format!("only sentences with the word `{word}` count"));
            self.evidence.words.push(word);
        }
        if clause.predicate == Predicate::Place {
            people_are_where_they_went(&mut patterns, &answer);
        }
        self.binder.choose_modes(&mut patterns, clause, Some(&answer));
        if !self.all_hold(&patterns, &answer) {
            self.widen(&mut patterns, &mut answer, wanted, clause);
        }
        if clause.negated {
            self.note("only where an article says that it did not or will not happen");
        }
        self.note_if_none(&patterns, Some(&answer));
        let noun = wanted.noun.filter(|&at| self.binder.kind_of_noun(at).is_some());
        self.count_only_names(&mut answer, &patterns, noun.is_some());
        Ok(statement::facts(&self.binder, &patterns, &answer, &self.evidence))
    }

    /// What can be counted are names; of nouns (`asylum seekers`) only the sentences tell how many
    /// there are, and where no fact fits, there is nothing to count.
    fn count_only_names(&mut self, answer: &mut Answer, patterns: &[Pattern], unheard: bool) {
        if !answer.counted {
            return;
        }
        let names = &self.binder.context.names;
        let nouns = answer
            .among
            .as_ref()
            .is_some_and(|nodes| nodes.iter().any(|&node| !names.is_proper(node)));
        answer.counted = !nouns && !unheard && self.all_hold(patterns, answer);
        if nouns || unheard {
            self.note("how many there are is told by the sentences: see the quotes");
        } else if answer.counted {
            self.note("counted are those named; a group counts as one");
        }
    }

    /// Tells which relation a verb of another name is read as, and keeps to sentences with the
    /// verb where it says more than its relation.
    fn mind_the_verbs(&mut self, clause: &Clause) {
        let Predicate::Verbs { verbs, .. } = &clause.predicate else { return };
        let mut words = Vec::new();
        for &at in verbs {
            let (typed, relations) = self.binder.verb_relations(at);
            let lemmas = lemmas(typed.split(' ').next().unwrap_or(&typed));
            let narrow = |(relation, verbs): &(&str, &[&str])| {
                relations.iter().any(|name| name == relation)
                    && !lemmas.iter().any(|lemma| verbs.contains(&lemma.as_str()))
            };
            let denies = relations.iter().any(|name| name.starts_with("NOT_"));
            if denies || WIDE_VERBS.iter().any(narrow) {
                self.note(&format!("only sentences with the word `{typed}` count"));
                words.push(lemmas.clone());
            }
            let same = |name: &String| lemmas.iter().any(|lemma| begins_alike(lemma, name));
            if !relations.iter().any(same) {
                self.note(&format!("`{typed}` is read as {}", relations.join(" or ")));
            }
        }
        if words.len() == verbs.len() {
            self.evidence.words.extend(words.into_iter().flatten());
        }
    }

    fn all_hold(&self, patterns: &[Pattern], answer: &Answer) -> bool {
        patterns.iter().all(|pattern| self.binder.holds(pattern, Some(answer)))
    }

    /// Where no fact has an answer of the kind asked for, lets in the nearest kinds that have.
    fn widen(
        &mut self,
        patterns: &mut Vec<Pattern>,
        answer: &mut Answer,
        wanted: &Wanted,
        clause: &Clause,
    ) {
        for (labels, note) in self.binder.wider(wanted, answer) {
            let wider = Answer { labels: labels.to_vec(), among: None, ..answer.clone() };
            let mut modes = patterns.clone();
            let notes = self.binder.notes.len();
            self.binder.choose_modes(&mut modes, clause, Some(&wider));
            if self.all_hold(&modes, &wider) {
                (*patterns, *answer) = (modes, wider);
                self.note(note);
                return;
            }
            self.binder.notes.truncate(notes);
        }
        let opposed = |pattern: &Pattern| pattern.relations == ["OPPOSED"];
        if !clause.negated && patterns.iter().all(opposed) {
            let near = ["OPPOSED", "CRITICIZED"].map(str::to_owned);
            let all = [&near[..], &["NOT_SUPPORTED".to_owned()]].concat();
            let types = self.binder.types(&all, &[""]);
            let wider = patterns.iter().map(|pattern| Pattern {
                relations: near.to_vec(),
                types: types.clone(),
                ..pattern.clone()
            });
            let wider: Vec<Pattern> = wider.collect();
            if self.all_hold(&wider, answer) {
                *patterns = wider;
                self.note("no article says opposed: shown are criticism and lack of support");
            }
        }
    }

    fn yes_no(&mut self, clause: &Clause) -> Result<Statement, QuestionError> {
        if clause.negated {
            self.note("`yes` is that it happened, `denied` that it did not");
        }
        let clause = &self.settled(clause, None)?;
        let mut patterns = self.binder.patterns(clause, None)?;
        self.mind_the_verbs(clause);
        let [pattern] = &mut patterns[..] else {
            return Err(self.form_error("ask one thing at a time"));
        };
        if clause.predicate == Predicate::Place && self.is_party(&pattern.subject) {
            pattern.relations.push("VISITED".into());
        }
        if let Predicate::Role(Some(at)) = clause.predicate {
            let role = self.binder.role(at);
            pattern.types = self.binder.types(&pattern.relations, &[""]);
            let holders = self.binder.holders(pattern, &role);
            pattern.subject = End::Names(match &pattern.subject {
                End::Names(nodes) => {
                    nodes.iter().copied().filter(|node| holders.contains(node)).collect()
                }
                _ => holders,
            });
            self.evidence.words.push(role);
        }
        pattern.types =
            self.binder.types(&pattern.relations, &["", "PLANNED_", "POSSIBLE_", "NOT_"]);
        Ok(statement::yes_no(&self.binder, pattern, &self.evidence))
    }

    pub(super) fn is_party(&self, end: &End) -> bool {
        match end {
            End::Names(nodes) => nodes.iter().any(|&node| {
                let kind = self.binder.context.names.kind(node);
                matches!(
                    kind,
                    graph_core::corpus::EntityType::Person | graph_core::corpus::EntityType::Group
                )
            }),
            _ => false,
        }
    }

    fn when(&mut self, clause: &Clause) -> Result<Statement, QuestionError> {
        let patterns = self.given_patterns(clause)?;
        Ok(statement::when(&self.binder, &patterns, &self.evidence))
    }

    /// Reasons aren't facts of their own: the sentences may tell them.
    fn why(&mut self, clause: &Clause) -> Result<Statement, QuestionError> {
        let patterns = self.given_patterns(clause)?;
        self.note("no fact tells a reason; the sentences may");
        Ok(statement::reporting(&self.binder, &patterns, None, &self.evidence))
    }

    /// The patterns of a clause that asks for none of its parts.
    pub(super) fn given_patterns(
        &mut self,
        clause: &Clause,
    ) -> Result<Vec<Pattern>, QuestionError> {
        let clause = &self.settled(clause, None)?;
        let mut patterns = self.binder.patterns(clause, None)?;
        self.mind_the_verbs(clause);
        self.binder.choose_modes(&mut patterns, clause, None);
        self.note_if_none(&patterns, None);
        Ok(patterns)
    }

    fn mentioned(&mut self, wanted: &Wanted, most: bool) -> Result<Statement, QuestionError> {
        let answer = self.binder.answer(wanted)?;
        if answer.is_article() {
            let counted = answer.counted.then_some(answer.column.as_str());
            return Ok(mentions::articles(counted, &self.evidence));
        }
        self.refuse_fact_filters()?;
        Ok(mentions::mentioned(&self.binder, &answer, most, &self.evidence))
    }

    fn longest(&mut self, wanted: &Wanted, shortest: bool) -> Result<Statement, QuestionError> {
        if !self.binder.answer(wanted)?.is_article() {
            return Err(self.form_error("only articles have a length: ask `which article …`"));
        }
        Ok(mentions::longest(shortest))
    }

    /// Mentions know articles, but neither speakers nor dates.
    fn refuse_fact_filters(&self) -> Result<(), QuestionError> {
        if self.evidence.attributed.is_empty() && self.evidence.dated.is_empty() {
            return Ok(());
        }
        Err(self.form_error("mentions can be asked by article, not by speaker or date"))
    }

    fn mentions(&mut self, wanted: &Wanted, terms: &Terms) -> Result<Statement, QuestionError> {
        let answer = self.binder.answer(wanted)?;
        if wanted.noun.is_some() && !answer.is_article() || wanted.who {
            return Err(self.form_error("only articles mention: ask `which articles mention …`"));
        }
        self.refuse_fact_filters()?;
        let groups = if terms.every {
            let mut each = |&term| self.mentioned_nodes(&Terms { all: vec![term], every: false });
            terms.all.iter().map(&mut each).collect::<Result<Vec<_>, _>>()?
        } else {
            vec![self.mentioned_nodes(terms)?]
        };
        let counted = answer.counted.then_some(answer.column.as_str());
        Ok(mentions::mentioning(&self.binder, &groups, counted, &self.evidence))
    }

    /// The entities, and where an article mentions none of them, those whose name holds theirs
    /// (`Salvadoran MS-13 gang members` mentions MS-13).
    fn mentioned_nodes(&mut self, terms: &Terms) -> Result<Vec<NodeId>, QuestionError> {
        let mut nodes = self.binder.all_nodes(terms)?;
        let holding = self.binder.holding(terms, &nodes);
        if !holding.is_empty() {
            let names = self.binder.context.names.names_of(&holding);
            self.note(&format!("mentions of these count too: {}", names.join(", ")));
            nodes.extend(holding);
        }
        Ok(nodes)
    }

    fn reporting(&mut self, wanted: &Wanted, clause: &Clause) -> Result<Statement, QuestionError> {
        let answer = self.binder.answer(wanted)?;
        if !answer.is_article() {
            return Err(self.form_error("ask `which articles say that …`, or `what did … say`"));
        }
        let patterns = self.given_patterns(clause)?;
        let counted = answer.counted.then_some(answer.column.as_str());
        Ok(statement::reporting(&self.binder, &patterns, counted, &self.evidence))
    }

    pub(super) fn note(&mut self, text: &str) {
        if !self.binder.notes.iter().any(|note| note == text) {
            self.binder.notes.push(text.to_owned());
        }
    }

    pub(super) fn note_if_none(&mut self, patterns: &[Pattern], answer: Option<&Answer>) {
        if !patterns.iter().all(|pattern| self.binder.holds(pattern, answer)) {
            self.note("no fact says so; the articles may, in other words");
        }
    }

    pub(super) fn form_error(&self, advice: &'static str) -> QuestionError {
        let words = self.binder.words;
        let span = words[0].span.start..words[words.len() - 1].span.end;
        QuestionError::Form { advice, span }
    }
}

/// Whether a verb and a relation have their first two letters in common: `visit`, `VISITED`.
fn begins_alike(lemma: &str, relation: &str) -> bool {
    let alike = lemma.chars().zip(relation.chars().flat_map(char::to_lowercase));
    alike.take(2).all(|(one, other)| one == other)
}

/// Persons and groups have no place of their own: where they are is where they went.
fn people_are_where_they_went(patterns: &mut [Pattern], answer: &Answer) {
    let people = ["Person", "Group", "Party"];
    if answer.labels.iter().any(|label| people.contains(label)) {
        for pattern in patterns {
            pattern.relations.push("VISITED".into());
        }
    }
}
