//! Tagged text → form, by the grammar.

use pest::Parser;
use pest::error::InputLocation;
use pest::iterators::Pair;
use pest_derive::Parser;

use super::form::{
    At, Clause, Comparing, Doing, Form, FormKind, Mode, Part, Predicate, Speaker, Term, Terms,
    Wanted,
};
use super::tags::Tagged;

#[derive(Parser)]
#[grammar = "question/question.pest"]
struct Grammar;

/// Reads the tokens as a question. The error is the first token that no form of question can
/// use, or `None` where every form needs more.
pub(super) fn read(tagged: &Tagged) -> Result<Form, Option<At>> {
    let pairs = Grammar::parse(Rule::question, &tagged.text).map_err(|error| {
        let offset = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        tagged.token_at(offset)
    })?;
    let reader = Reader { tagged };
    let mut form = Form { kind: FormKind::About { terms: None, doing: None }, filters: Vec::new() };
    for pair in pairs {
        match pair.as_rule() {
            Rule::filter => form.filters.extend(reader.filter(pair)),
            Rule::EOI => {}
            rule if is_form(rule) => {
                form.filters.extend(
                    pair.clone()
                        .into_inner()
                        .filter(|pair| matches!(pair.as_rule(), Rule::filter | Rule::circumstance))
                        .filter_map(|pair| reader.filter(pair)),
                );
                form.filters.extend(reader.numbers(&pair));
                form.filters.extend(reader.owners(&pair));
                form.filters.extend(reader.acts(&pair));
                form.kind = reader.form(&pair);
            }
            _ => {}
        }
    }
    Ok(form)
}

fn is_form(rule: Rule) -> bool {
    !matches!(
        rule,
        Rule::w_please
            | Rule::w_comma
            | Rule::w_could
            | Rule::w_you
            | Rule::w_do
            | Rule::w_know
            | Rule::w_i
            | Rule::w_may
            | Rule::w_want
            | Rule::w_to
            | Rule::w_tell
            | Rule::w_me
            | Rule::w_colon
    )
}

pub(super) struct Reader<'a> {
    pub(super) tagged: &'a Tagged,
}

pub(super) type Pairs<'p> = Vec<Pair<'p, Rule>>;

impl Reader<'_> {
    pub(super) fn at(&self, pair: &Pair<Rule>) -> At {
        self.tagged.token_at(pair.as_span().start()).unwrap_or_default()
    }

    fn form(&self, pair: &Pair<Rule>) -> FormKind {
        let parts: Pairs = pair.clone().into_inner().collect();
        let all_terms = || -> Vec<Terms> {
            parts
                .iter()
                .filter(|part| part.as_rule() == Rule::terms)
                .map(|part| self.terms(part))
                .collect()
        };
        let first_terms = || all_terms().into_iter().next().unwrap_or(NO_TERMS);
        match pair.as_rule() {
            Rule::superlative | Rule::most_mentioned => {
                FormKind::Mentioned { wanted: self.wanted(&parts), most: true }
            }
            Rule::about => FormKind::About {
                terms: Some(first_terms()),
                doing: find(&parts, Rule::doing).map(|_| Doing {
                    negated: find(&parts, Rule::negation).is_some(),
                    mode: match find(&parts, Rule::intends) {
                        Some(_) => Mode::Planned,
                        None => self.mode(&parts),
                    },
                }),
            },
            Rule::happened => FormKind::About { terms: None, doing: None },
            Rule::evidence => FormKind::Evidence(self.inner_clause(&parts)),
            Rule::happened_in => FormKind::Happened(first_terms()),
            Rule::about_article => FormKind::ArticleFacts(
                find(&parts, Rule::article_ref).map(|pair| self.ids(pair)).unwrap_or_default(),
            ),
            Rule::longest => FormKind::Longest {
                wanted: self.wanted(&parts),
                shortest: find(&parts, Rule::fewest).is_some(),
            },
            Rule::said => self.said(&parts),
            Rule::connected => connected(all_terms()),
            Rule::compare => self.compared(&parts),
            Rule::said_that => FormKind::SaidThat(self.inner_clause(&parts)),
            Rule::role_of => self.holder(&parts),
            Rule::role_held => {
                let mut terms = all_terms().into_iter();
                FormKind::Roles { of: terms.next().unwrap_or(NO_TERMS), within: terms.next() }
            }
            Rule::mentions => FormKind::Mentions(self.wanted(&parts), first_terms()),
            Rule::mentioned => match all_terms().pop() {
                Some(terms) => {
                    let counted = find(&parts, Rule::counted).is_some();
                    FormKind::Mentions(Wanted { counted, ..self.wanted(&parts) }, terms)
                }
                None => FormKind::Mentioned { wanted: self.wanted(&parts), most: false },
            },
            Rule::identity => FormKind::Identity(first_terms()),
            Rule::there => FormKind::Kinds(self.wanted(&parts)),
            Rule::saying_articles => {
                FormKind::Reporting(self.wanted(&parts), self.clause(&parts, Asked::Nothing))
            }
            Rule::yes_no => self.yes_no(&parts),
            Rule::when => FormKind::When(self.inner_clause(&parts)),
            Rule::why => FormKind::Why(self.inner_clause(&parts)),
            Rule::r#where => match find(&parts, Rule::where_is) {
                Some(place) => FormKind::WhereIs(self.terms_in(place)),
                None => FormKind::Where(self.inner_clause(&parts)),
            },
            rule => FormKind::Facts(self.wanted(&parts), self.asking_clause(rule, &parts)),
        }
    }

    /// The clause of a question that asks for one of its parts.
    fn asking_clause(&self, rule: Rule, parts: &Pairs) -> Clause {
        match rule {
            Rule::done_to | Rule::pied => self.clause(parts, Asked::Complement),
            Rule::passive_agent | Rule::by_whom => {
                let clause = self.clause(parts, Asked::Agent);
                Clause { passive: true, ..clause }
            }
            Rule::located_which => Clause {
                subject: Part::Given(self.first_terms(parts)),
                complement: Part::Wanted,
                ..self.simple(Predicate::Place, parts)
            },
            Rule::located_in => self.simple(Predicate::Place, parts),
            Rule::stance => self.simple(stance(parts), parts),
            Rule::verdict => self.simple(self.noun(parts, Rule::judged, Predicate::Verdict), parts),
            Rule::holders => self.simple(Predicate::Role(None), parts),
            Rule::described => {
                self.simple(self.noun(parts, Rule::quality, Predicate::Quality), parts)
            }
            Rule::agents => self.simple(self.noun(parts, Rule::agent, Predicate::Agent), parts),
            Rule::actions => self.simple(self.noun(parts, Rule::action, Predicate::Action), parts),
            _ => self.clause(parts, Asked::Subject),
        }
    }

    fn noun(&self, parts: &Pairs, rule: Rule, predicate: fn(At) -> Predicate) -> Predicate {
        predicate(find(parts, rule).map(|pair| self.at(pair)).unwrap_or_default())
    }

    /// A clause whose subject is asked and whose complement is given, without a verb.
    fn simple(&self, predicate: Predicate, parts: &Pairs) -> Clause {
        let terms = find(parts, Rule::terms).map(|pair| self.terms(pair));
        Clause {
            subject: Part::Wanted,
            predicate,
            preposition: find(parts, Rule::prep).map(|pair| self.at(pair)),
            complement: terms.map_or(Part::Absent, Part::Given),
            agent: Part::Absent,
            passive: false,
            negated: find(parts, Rule::negation).is_some(),
            mode: self.mode(parts),
        }
    }

    /// A clause with verbs.
    fn clause(&self, parts: &Pairs, asked: Asked) -> Clause {
        let passive = find(parts, Rule::participles).is_some();
        let verbs = find(parts, Rule::participles).or_else(|| find(parts, Rule::verbs));
        let object = find(parts, Rule::object);
        let own = find(parts, Rule::terms).map(|pair| Part::Given(self.terms(pair)));
        let addressee = find(parts, Rule::act).and(own.clone());
        let complement = object.map(|object| Part::Given(self.terms_in(object))).or(addressee);
        let agent = find(parts, Rule::by_agent).map(|pair| Part::Given(self.terms_in(pair)));
        let inner = object.and_then(|object| object.clone().into_inner().find(is_prep));
        let preposition = inner.as_ref().or_else(|| find(parts, Rule::prep));
        let be = find(parts, Rule::w_be).is_some();
        let planned = find(parts, Rule::planned).is_some();
        let participle = verbs
            .is_some_and(|verbs| verbs.clone().into_inner().all(|verb| self.is_participle(&verb)));
        Clause {
            subject: if asked == Asked::Subject {
                Part::Wanted
            } else {
                own.unwrap_or(Part::Absent)
            },
            predicate: verbs.map_or(Predicate::Place, |verbs| self.verbs(verbs)),
            preposition: preposition.map(|pair| self.at(pair)),
            complement: match asked {
                Asked::Complement => Part::Wanted,
                _ => complement.unwrap_or(Part::Absent),
            },
            agent: if asked == Asked::Agent { Part::Wanted } else { agent.unwrap_or(Part::Absent) },
            passive: passive || asked == Asked::Complement && be && participle && !planned,
            negated: find(parts, Rule::negation).is_some(),
            mode: self.mode(parts),
        }
    }

    /// Whether a verb may be a passive participle; conjunctions don't speak against it.
    fn is_participle(&self, pair: &Pair<Rule>) -> bool {
        pair.as_rule() != Rule::verb || !self.tagged.tokens[self.at(pair)].is_gerund()
    }

    fn mode(&self, parts: &Pairs) -> Mode {
        let or_planned = find(parts, Rule::verbs).is_some_and(|verbs| {
            find(&verbs.clone().into_inner().collect(), Rule::or_planned).is_some()
        });
        let does = find(parts, Rule::w_do)
            .is_some_and(|pair| self.tagged.tokens[self.at(pair)].text.to_lowercase() != "did");
        if or_planned {
            Mode::Possible
        } else if find(parts, Rule::planned).is_some() {
            Mode::Planned
        } else if find(parts, Rule::possible).is_some() {
            Mode::Possible
        } else if does {
            Mode::Present
        } else {
            Mode::Plain
        }
    }

    fn verbs(&self, pair: &Pair<Rule>) -> Predicate {
        let inner: Pairs = pair
            .clone()
            .into_inner()
            .flat_map(|inner| match inner.as_rule() {
                Rule::participle => inner.into_inner().collect(),
                _ => vec![inner],
            })
            .collect();
        let verbs = inner.iter().filter(|verb| verb.as_rule() == Rule::verb);
        Predicate::Verbs {
            verbs: verbs.map(|verb| self.at(verb)).collect(),
            every: find(&inner, Rule::joined_and).is_some(),
        }
    }

    fn yes_no(&self, parts: &Pairs) -> FormKind {
        let is_clause = |part: &&Pair<Rule>| {
            CLAUSES.contains(&part.as_rule()) || STATES.contains(&part.as_rule())
        };
        let Some(clause) = parts.iter().find(is_clause) else {
            return FormKind::About { terms: None, doing: None };
        };
        let inner: Pairs = clause.clone().into_inner().collect();
        let mut terms = inner.iter().filter(|part| part.as_rule() == Rule::terms);
        let subject = terms.next().map_or(Part::Absent, |pair| Part::Given(self.terms(pair)));
        let complement = terms.next().map_or(Part::Absent, |pair| Part::Given(self.terms(pair)));
        let predicate = match clause.as_rule() {
            Rule::clause_place => Predicate::Place,
            Rule::clause_stance => stance(&inner),
            Rule::clause_quality => self.noun(&inner, Rule::quality, Predicate::Quality),
            Rule::clause_agent => self.noun(&inner, Rule::agent, Predicate::Agent),
            Rule::clause_role => {
                Predicate::Role(find(&inner, Rule::role).map(|pair| self.at(pair)))
            }
            _ => return FormKind::YesNo(self.clause(&inner, Asked::Nothing)),
        };
        FormKind::YesNo(Clause { subject, complement, ..self.simple(predicate, &inner) })
    }

    fn inner_clause(&self, parts: &Pairs) -> Clause {
        let clause = CLAUSES.into_iter().find_map(|rule| find(parts, rule));
        let inner: Pairs =
            clause.map(|pair| pair.clone().into_inner().collect()).unwrap_or_default();
        self.clause(&inner, Asked::Nothing)
    }

    fn compared(&self, parts: &Pairs) -> FormKind {
        let has = |rule| find(parts, rule).is_some();
        let comparing = match (has(Rule::disagree), has(Rule::compared)) {
            _ if has(Rule::w_compare) => Comparing::Told,
            (true, _) => Comparing::Disputed,
            (false, true) => Comparing::Shared,
            (false, false) => Comparing::Alone,
        };
        let list = find(parts, Rule::compared).or_else(|| find(parts, Rule::article_ref));
        FormKind::Compared(comparing, list.map(|pair| self.ids(pair)).unwrap_or_default())
    }

    fn said(&self, parts: &Pairs) -> FormKind {
        let speaker = find(parts, Rule::speaker).and_then(|pair| pair.clone().into_inner().next());
        let topic = find(parts, Rule::topic).or_else(|| find(parts, Rule::terms_topic));
        let speaker = match speaker {
            None => Speaker::Articles,
            Some(pair) => match pair.as_rule() {
                Rule::article_ref => Speaker::Article(self.ids(&pair)),
                Rule::terms => Speaker::Terms(self.terms(&pair)),
                Rule::agents_np => {
                    let inner: Pairs = pair.into_inner().collect();
                    Speaker::Agents(
                        find(&inner, Rule::agent).map(|pair| self.at(pair)).unwrap_or_default(),
                    )
                }
                _ => Speaker::Articles,
            },
        };
        FormKind::Said { speaker, topic: topic.map(|pair| self.terms_in(pair)) }
    }

    fn holder(&self, parts: &Pairs) -> FormKind {
        let role = find(parts, Rule::role).map(|pair| self.at(pair)).unwrap_or_default();
        let demonym = find(parts, Rule::demonym).map(|pair| self.at(pair));
        FormKind::Holder {
            role,
            demonym,
            of: find(parts, Rule::terms).map(|pair| self.terms(pair)),
        }
    }

    fn wanted(&self, parts: &Pairs) -> Wanted {
        let counted = Wanted { noun: None, who: true, counted: true };
        for part in parts {
            let inner: Pairs = part.clone().into_inner().collect();
            let noun = find(&inner, Rule::r#type)
                .or_else(|| find(&inner, Rule::noun))
                .or_else(|| find(&inner, Rule::kindnoun));
            let noun = noun.map(|pair| self.at(pair));
            return match part.as_rule() {
                Rule::counted => Wanted { noun, who: false, ..counted },
                Rule::counted_agents => counted,
                Rule::which | Rule::listed | Rule::bare | Rule::kind => {
                    Wanted { noun, who: false, counted: false }
                }
                Rule::who | Rule::everyone => Wanted { noun: None, who: true, counted: false },
                Rule::what => Wanted { noun: None, who: false, counted: false },
                _ => continue,
            };
        }
        Wanted { noun: None, who: find(parts, Rule::action).is_none(), counted: false }
    }

    pub(super) fn first_terms(&self, parts: &Pairs) -> Terms {
        find(parts, Rule::terms).map_or(NO_TERMS, |pair| self.terms(pair))
    }

    pub(super) fn terms_in(&self, pair: &Pair<Rule>) -> Terms {
        let inner: Pairs = pair.clone().into_inner().collect();
        self.first_terms(&inner)
    }

    fn terms(&self, pair: &Pair<Rule>) -> Terms {
        let inner: Pairs = pair.clone().into_inner().collect();
        let all = inner.iter().filter_map(|part| self.term(part)).collect();
        Terms { all, every: find(&inner, Rule::joined_and).is_some() }
    }

    fn term(&self, pair: &Pair<Rule>) -> Option<Term> {
        let inner: Pairs = pair.clone().into_inner().collect();
        let kind = find(&inner, Rule::r#type).map(|pair| self.at(pair));
        match pair.as_rule() {
            Rule::named => find(&inner, Rule::name).map(|pair| Term::Named(self.at(pair))),
            Rule::indefinite => Some(kind.map_or(Term::Anyone, Term::Any)),
            Rule::reference => Some(Term::Reference(inner.last().map(|pair| self.at(pair))?)),
            _ => None,
        }
    }

    pub(super) fn ids(&self, pair: &Pair<Rule>) -> Vec<At> {
        let ids = pair.clone().into_inner().filter(|part| part.as_rule() == Rule::id);
        ids.map(|pair| self.at(&pair)).collect()
    }
}

/// Which part of the clause is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Subject,
    Complement,
    Agent,
    Nothing,
}

/// Clauses with verbs.
const CLAUSES: [Rule; 4] = [
    Rule::clause_passive,
    Rule::clause_passive_late,
    Rule::clause_active,
    Rule::clause_passive_told,
];

/// Clauses that say what somebody is.
const STATES: [Rule; 5] = [
    Rule::clause_place,
    Rule::clause_stance,
    Rule::clause_quality,
    Rule::clause_role,
    Rule::clause_agent,
];

const NO_TERMS: Terms = Terms { all: Vec::new(), every: false };

fn is_prep(pair: &Pair<Rule>) -> bool {
    pair.as_rule() == Rule::prep
}

pub(super) fn find<'a, 'p>(parts: &'a Pairs<'p>, rule: Rule) -> Option<&'a Pair<'p, Rule>> {
    parts.iter().find(|part| part.as_rule() == rule)
}

/// For or against.
fn stance(parts: &Pairs) -> Predicate {
    Predicate::Stance(find(parts, Rule::in_favour).is_some())
}

/// Two groups of terms, or the two terms of one group.
fn connected(mut groups: Vec<Terms>) -> FormKind {
    if groups.len() > 1 {
        let second = groups.swap_remove(1);
        return FormKind::Connected(groups.swap_remove(0), second);
    }
    let all = groups.pop().unwrap_or(NO_TERMS).all;
    let one = |at: usize| Terms { all: all.get(at).copied().into_iter().collect(), every: false };
    FormKind::Connected(one(0), one(1))
}
