//! Form → question: binds what is named and builds the statement of the form.

use graph_core::lexicon::Lexicon;
use graph_core::{NodeId, Value};

use crate::ast::{Expr, Statement};

use super::bind::{Answer, Binder, End, Pattern, agent_readings};
use super::evidence::{Evidence, both, either, is_dated};
use super::form::{At, Clause, Filter, Form, FormKind, Part, Predicate, Speaker, Terms, Wanted};
use super::tags::{Context, Token, bare_relation, lemmas};
use super::words::Word;
use super::{Question, QuestionError};
use super::{mentions, statement};

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

/// Verbs of [`ATTACKED`](graph_core::lexicon::INVENTORY) that say no more than the relation does;
/// the others (kill, bomb) tell more, so only sentences with the word itself count for them.
const WIDE_ATTACKS: [&str; 4] = ["attack", "assault", "raid", "invade"];

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
            Filter::According(_) => {}
            Filter::Sources(comparison, number) => evidence.sources.push((*comparison, *number)),
            Filter::Dated(period, date) => {
                let fits = |id: &&String| {
                    article_date(binder, id).is_some_and(|own| is_dated(&own, *period, date))
                };
                let articles = binder.context.articles.iter().filter(fits).cloned().collect();
                evidence.dated.push((*period, date.clone(), articles));
            }
        }
    }
    for nodes in binder.nodes_according(filters)? {
        evidence.attributed.push(binder.context.names.names_of(&nodes));
    }
    Ok(evidence)
}

fn article_date(binder: &Binder, id: &str) -> Option<String> {
    let graph = binder.graph();
    let articles = graph.nodes_with_label(graph.symbols().get("Article")?);
    let own = |node: &&NodeId| graph.node_property(**node, "id").as_str() == Some(id);
    let date = graph.node_property(*articles.iter().find(own)?, "date");
    match date {
        Value::String(date) => Some(date.to_string()),
        _ => None,
    }
}

struct Composer<'a, 'g> {
    binder: Binder<'a, 'g>,
    evidence: Evidence,
}

impl Composer<'_, '_> {
    fn statement(&mut self, kind: &FormKind) -> Result<Statement, QuestionError> {
        match kind {
            FormKind::Facts(wanted, clause) => self.facts(wanted, clause),
            FormKind::YesNo(clause) => self.yes_no(clause),
            FormKind::When(clause) => self.when(clause),
            FormKind::Where(clause) => self.place(clause),
            FormKind::Why(clause) => self.why(clause),
            FormKind::WhereIs(terms) => self.where_is(terms),
            FormKind::Holder { role, demonym, of } => self.holder(*role, *demonym, of.as_ref()),
            FormKind::Roles { of, within } => self.roles(of, within.as_ref()),
            FormKind::Identity(terms) => self.identity(terms),
            FormKind::About { terms, doing } => self.about(terms.as_ref(), *doing),
            FormKind::Said { speaker, topic } => self.said(speaker, topic.as_ref()),
            FormKind::Kinds(wanted) => self.mentioned(wanted, false),
            FormKind::Mentioned { wanted, most } => self.mentioned(wanted, *most),
            FormKind::Mentions(wanted, terms) => self.mentions(wanted, terms),
            FormKind::Reporting(wanted, clause) => self.reporting(wanted, clause),
            FormKind::Connected(one, other) => self.connected(one, other),
        }
    }

    fn facts(&mut self, wanted: &Wanted, clause: &Clause) -> Result<Statement, QuestionError> {
        let mut answer = self.binder.answer(wanted)?;
        if let (Predicate::Action(_), None) = (&clause.predicate, wanted.noun) {
            answer = Answer { column: "who".into(), labels: vec!["Party"], ..answer };
        }
        if answer.is_article() {
            return Err(self.form_error(
                "articles mention things or say that something is so: ask `which articles mention …`",
            ));
        }
        let mut patterns = self.binder.patterns(clause, Some(&answer))?;
        self.mind_the_verbs(clause);
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
        Ok(statement::facts(&self.binder, &patterns, &answer, &self.evidence))
    }

    /// Tells which relation a verb of another name is read as, and keeps to sentences with the
    /// verb where it says more than its relation.
    fn mind_the_verbs(&mut self, clause: &Clause) {
        let Predicate::Verbs { verbs, .. } = &clause.predicate else { return };
        let mut words = Vec::new();
        for &at in verbs {
            let (typed, relations) = self.binder.verb_relations(at);
            let lemmas = lemmas(typed.split(' ').next().unwrap_or(&typed));
            let wide = |lemma: &String| WIDE_ATTACKS.contains(&lemma.as_str());
            if relations.iter().any(|name| name == "ATTACKED") && !lemmas.iter().any(wide) {
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
            return Err(
                self.form_error("ask without `not`; the answer says yes, planned or denied")
            );
        }
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

    fn is_party(&self, end: &End) -> bool {
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
    fn given_patterns(&mut self, clause: &Clause) -> Result<Vec<Pattern>, QuestionError> {
        let mut patterns = self.binder.patterns(clause, None)?;
        self.mind_the_verbs(clause);
        self.binder.choose_modes(&mut patterns, clause, None);
        self.note_if_none(&patterns, None);
        Ok(patterns)
    }

    fn place(&mut self, clause: &Clause) -> Result<Statement, QuestionError> {
        let asked = Clause { complement: Part::Wanted, ..clause.clone() };
        let place =
            Answer { column: "place".into(), labels: vec!["Entity"], among: None, counted: false };
        if clause.complement == Part::Absent
            && let Ok(patterns) = self.binder.patterns(&asked, Some(&place))
            && patterns.iter().all(leads_to_a_place)
        {
            let mut patterns = patterns;
            self.binder.choose_modes(&mut patterns, clause, Some(&place));
            self.note_if_none(&patterns, Some(&place));
            return Ok(statement::facts(&self.binder, &patterns, &place, &self.evidence));
        }
        let patterns = self.given_patterns(clause)?;
        let [pattern] = &patterns[..] else {
            return Err(self.form_error("ask where one thing happened at a time"));
        };
        let told = self.binder.places_the_event(pattern);
        let statement = statement::place_of(&self.binder, pattern, told, &self.evidence);
        if !told {
            self.note("no article places this itself: shown are places of the same sentence");
        }
        Ok(statement)
    }

    fn where_is(&mut self, terms: &Terms) -> Result<Statement, QuestionError> {
        let nodes = self.binder.all_nodes(terms)?;
        let subject = End::Names(nodes);
        let mut relations = vec!["LOCATED_IN".to_owned()];
        if self.is_party(&subject) {
            relations.push("VISITED".to_owned());
        }
        let types = self.binder.types(&relations, &[""]);
        let pattern = Pattern { subject, relations, types, object: End::Wanted };
        let place =
            Answer { column: "place".into(), labels: vec!["Entity"], among: None, counted: false };
        self.note_if_none(std::slice::from_ref(&pattern), Some(&place));
        Ok(statement::facts(&self.binder, &[pattern], &place, &self.evidence))
    }

    /// `who is the president of El Salvador`: those with a role there whose sentence gives it
    /// the name, next to theirs.
    fn holder(
        &mut self,
        role: At,
        demonym: Option<At>,
        of: Option<&Terms>,
    ) -> Result<Statement, QuestionError> {
        let object = match (of, demonym) {
            (Some(terms), _) => End::Names(self.binder.all_nodes(terms)?),
            (None, Some(at)) => End::Names(self.binder.country_of(at)?),
            (None, None) => End::Any,
        };
        let role = self.binder.role(role);
        let relations = vec!["HAS_ROLE".to_owned(), "MEMBER_OF".to_owned()];
        let types = self.binder.types(&relations, &[""]);
        let pattern = Pattern { subject: End::Wanted, relations, types, object };
        let holders = self.binder.holders(&pattern, &role);
        if holders.is_empty() {
            self.note("no sentence gives this role to anybody by name");
        }
        let answer = Answer {
            column: "person".into(),
            labels: vec!["Entity"],
            among: Some(holders),
            counted: false,
        };
        self.evidence.words.push(role);
        Ok(statement::facts(&self.binder, &[pattern], &answer, &self.evidence))
    }

    fn roles(&mut self, of: &Terms, within: Option<&Terms>) -> Result<Statement, QuestionError> {
        let subject = End::Names(self.binder.all_nodes(of)?);
        let relations = vec!["HAS_ROLE".to_owned(), "MEMBER_OF".to_owned()];
        let types = self.binder.types(&relations, &[""]);
        let among = within.map(|terms| self.binder.all_nodes(terms)).transpose()?;
        let pattern = Pattern { subject, relations, types, object: End::Wanted };
        let answer =
            Answer { column: "organization".into(), labels: vec!["Entity"], among, counted: false };
        self.note("the quote tells the role's name");
        Ok(statement::facts(&self.binder, &[pattern], &answer, &self.evidence))
    }

    /// Roles and memberships where there are some, else everything.
    fn identity(&mut self, terms: &Terms) -> Result<Statement, QuestionError> {
        let nodes = self.binder.all_nodes(terms)?;
        let relations = ["HAS_ROLE".to_owned(), "MEMBER_OF".to_owned()];
        let pattern = Pattern {
            subject: End::Names(nodes.clone()),
            relations: relations.to_vec(),
            types: self.binder.types(&relations, &[""]),
            object: End::Any,
        };
        if !self.binder.holds(&pattern, None) {
            return self.about(Some(terms), false);
        }
        let has_role = statement::relation_among(&relations);
        let condition = both(statement::starts_at(&self.binder, &nodes), has_role);
        Ok(statement::all_facts(Some(condition), &self.evidence))
    }

    fn about(&mut self, terms: Option<&Terms>, doing: bool) -> Result<Statement, QuestionError> {
        let Some(terms) = terms else {
            let standing = statement::relation_among(&STANDING).negated();
            return Ok(statement::all_facts(Some(standing), &self.evidence));
        };
        let nodes = self.binder.all_nodes(terms)?;
        if !self.has_facts(&nodes) {
            self.note("there is no fact about this; these articles mention it");
            return Ok(mentions::mentioning(&self.binder, &[nodes], None, &self.evidence));
        }
        let condition = if doing {
            let standing = statement::relation_among(&STANDING).negated();
            both(statement::starts_at(&self.binder, &nodes), standing)
        } else {
            statement::touches(&self.binder, &nodes)
        };
        Ok(statement::all_facts(Some(condition), &self.evidence))
    }

    fn has_facts(&self, nodes: &[NodeId]) -> bool {
        let graph = self.binder.graph();
        let mention = graph.symbols().get("MENTIONED_IN");
        nodes.iter().any(|&node| {
            let steps = graph.outgoing(node).chain(graph.incoming(node));
            steps.into_iter().any(|step| Some(step.relationship_type) != mention)
        })
    }

    fn said(
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
                let readings = agent_readings(&self.binder.folded(*at));
                let relations: Vec<&str> = readings.iter().map(|r| r.relation.as_str()).collect();
                Some(statement::relation_among(&relations))
            }
        };
        let of_sentence = topic.map(|nodes| statement::is_about(&self.binder, &nodes));
        Ok(statement::all_facts_where(spoken, of_sentence, &self.evidence))
    }

    /// Relations that are words: the inventory's and every open one of a verb of saying.
    fn speech(&self) -> Vec<String> {
        let words = &Lexicon::builtin().words;
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
        let readings = self.binder.agents_among(terms);
        if readings.is_empty() {
            return own;
        }
        either(own, statement::relation_among(&readings))
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
            let each = |&term| self.binder.all_nodes(&Terms { all: vec![term], every: false });
            terms.all.iter().map(each).collect::<Result<Vec<_>, _>>()?
        } else {
            vec![self.binder.all_nodes(terms)?]
        };
        let counted = answer.counted.then_some(answer.column.as_str());
        Ok(mentions::mentioning(&self.binder, &groups, counted, &self.evidence))
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

    fn connected(&mut self, one: &Terms, other: &Terms) -> Result<Statement, QuestionError> {
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
            return Ok(statement::between(&self.binder, &one, &other, &self.evidence));
        }
        self.note("no fact joins the two; these entities have facts with both");
        Ok(statement::by_way(&self.binder, &one, &other))
    }

    fn all_types(&self) -> Vec<String> {
        let types = self.binder.graph().relationship_types();
        let facts = types.into_iter().filter(|(name, _)| bare_relation(name) != "MENTIONED_IN");
        facts.map(|(name, _)| name.to_owned()).collect()
    }

    fn note(&mut self, text: &str) {
        if !self.binder.notes.iter().any(|note| note == text) {
            self.binder.notes.push(text.to_owned());
        }
    }

    fn note_if_none(&mut self, patterns: &[Pattern], answer: Option<&Answer>) {
        if !patterns.iter().all(|pattern| self.binder.holds(pattern, answer)) {
            self.note("no article says so");
        }
    }

    fn form_error(&self, advice: &'static str) -> QuestionError {
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

/// Whether the object of the pattern's relations is a place.
fn leads_to_a_place(pattern: &Pattern) -> bool {
    pattern.relations.iter().all(|relation| matches!(relation.as_str(), "VISITED" | "LOCATED_IN"))
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
