//! Bound form → statement: one function for each form, each with the Cypher that it builds.

use graph_core::NodeId;

use crate::ast::{
    BinaryOperator, Clause as Step, Direction, Expr, ExprKind, PathPattern, RelationshipPattern,
    Statement,
};

use super::bind::{Answer, Binder, End, Pattern};
use super::evidence::{
    Evidence, any_of_list, attestation, both, collected, either, finish, independent_sources,
    is_named, node, plain, projection, strings, with_sentence,
};
use super::form::{Doing, Mode};

/// The variables of a pattern.
struct Variables {
    subject: String,
    fact: String,
    object: String,
}

impl Variables {
    fn of(pattern: &Pattern, at: usize, count: usize) -> Self {
        let number = if count > 1 { (at + 1).to_string() } else { String::new() };
        let name = |end: &End, letter: &str| match end {
            End::Wanted if count > 1 => "x".to_owned(),
            _ => format!("{letter}{number}"),
        };
        Self {
            subject: name(&pattern.subject, "s"),
            fact: format!("f{number}"),
            object: name(&pattern.object, "o"),
        }
    }
}

/// `(s:Party)-[f:CRITICIZED]->(o:Entity)` with the conditions on its ends.
fn fact_path(
    binder: &Binder,
    pattern: &Pattern,
    variables: &Variables,
    answer: Option<&Answer>,
    conditions: &mut Vec<Expr>,
) -> PathPattern {
    let mut end = |end: &End, variable: &str| match end {
        End::Any => node(variable, &["Entity"]),
        End::Labels(labels) => node(variable, labels),
        End::Names(nodes) => {
            conditions.push(named(binder, variable, nodes));
            node(variable, &["Entity"])
        }
        End::Wanted => match answer {
            None => node(variable, &["Entity"]),
            Some(answer) => {
                let among = answer.among.iter();
                conditions.extend(among.map(|nodes| named(binder, variable, nodes)));
                node(variable, &answer.labels)
            }
        },
    };
    let start = end(&pattern.subject, &variables.subject);
    let other = end(&pattern.object, &variables.object);
    let direction = if pattern.is_symmetric() { Direction::Either } else { Direction::Outgoing };
    let types = pattern.types.iter().map(String::as_str);
    PathPattern::new(start).step(RelationshipPattern::new(&variables.fact, types, direction), other)
}

pub(super) fn named(binder: &Binder, variable: &str, nodes: &[NodeId]) -> Expr {
    is_named(variable, &binder.context.names.names_of(nodes))
}

/// `MATCH` of all patterns; with more than one, `UNWIND [f1, f2] AS f`.
pub(super) fn match_facts(
    binder: &Binder,
    patterns: &[Pattern],
    answer: Option<&Answer>,
    evidence: &Evidence,
) -> Vec<Step> {
    let (mut paths, mut conditions, mut facts) = (Vec::new(), Vec::new(), Vec::new());
    for (at, pattern) in patterns.iter().enumerate() {
        let variables = Variables::of(pattern, at, patterns.len());
        paths.push(fact_path(binder, pattern, &variables, answer, &mut conditions));
        if patterns.len() > 1 {
            conditions.extend(evidence.some_sentence(&variables.fact));
        }
        facts.push(Expr::variable(variables.fact));
    }
    conditions.dedup();
    let mut steps = vec![Step::matching(paths, Expr::all_of(conditions))];
    if facts.len() > 1 {
        steps.push(Step::Unwind { list: Expr::list(facts), variable: "f".into() });
    }
    steps
}

/// `which parties criticized the agreement`:
///
/// ```cypher
/// MATCH (s:Party)-[f:CRITICIZED]->(o:Entity) WHERE o.name = 'agreement'
/// UNWIND range(0, size(f.quotes) - 1) AS i
/// WITH s, o, f, f.quote_sources[i] AS article, f.quotes[i] AS quote ORDER BY article
/// RETURN s.name AS party, collect(DISTINCT f.modality) AS modality,
///   independentSources(collect(article), collect(quote)) AS sources, collect(DISTINCT article) AS articles,
///   head(collect(quote)) AS quote
/// ORDER BY sources DESC, party
/// ```
pub(super) fn facts(
    binder: &Binder,
    patterns: &[Pattern],
    answer: &Answer,
    evidence: &Evidence,
) -> Statement {
    let mut steps = match_facts(binder, patterns, Some(answer), evidence);
    steps.push(evidence.sentences("f"));
    let variables = Variables::of(&patterns[0], 0, patterns.len());
    let asks_subject = patterns[0].subject == End::Wanted;
    let (wanted, other) = if asks_subject {
        (&variables.subject, &variables.object)
    } else {
        (&variables.object, &variables.subject)
    };
    let other_end = if asks_subject { &patterns[0].object } else { &patterns[0].subject };
    let kept: Vec<&str> = if patterns.len() > 1 { vec![wanted] } else { vec![wanted, other] };
    steps.push(with_sentence(&kept, "f", evidence.is_dated()));
    let name = Expr::property(wanted.as_str(), "name");
    if answer.counted {
        return count(steps, name, answer, evidence);
    }
    let mut items = vec![name.named(&answer.column)];
    if patterns.iter().map(|pattern| pattern.relations.len()).sum::<usize>() > 1 {
        items.push(collected(Expr::property("f", "relation"), "relation"));
    }
    if patterns.len() == 1 && !matches!(other_end, End::Names(nodes) if nodes.len() == 1) {
        let column = if asks_subject { "object" } else { "subject" };
        items.push(collected(Expr::property(other.as_str(), "name"), column));
    }
    items.push(collected(Expr::property("f", "modality"), "modality"));
    items.extend(evidence.told_when());
    items.extend(attestation());
    finish(steps, items, evidence, &answer.column)
}

/// `RETURN count(DISTINCT name) AS parties, collect(DISTINCT name) AS names, …`
fn count(mut steps: Vec<Step>, name: Expr, answer: &Answer, evidence: &Evidence) -> Statement {
    let Some(predicate) = evidence.enough_sources() else {
        let mut items = vec![
            Expr::call_distinct("count", name.clone()).named(&answer.column),
            collected(name, "names"),
        ];
        items.extend(attestation());
        steps.push(Step::Return(projection(items, Vec::new())));
        return steps.into();
    };
    let each = vec![
        name.named("name"),
        independent_sources().named("sources"),
        collected(Expr::variable("article"), "articles"),
    ];
    let order = vec![Expr::variable("name").sorted(false)];
    steps.push(Step::With { projection: projection(each, order), predicate: Some(predicate) });
    let all = vec![
        Expr::from(ExprKind::CountAll).named(&answer.column),
        collected(Expr::variable("name"), "names"),
    ];
    steps.push(Step::Return(projection(all, Vec::new())));
    steps.into()
}

/// `did Rubio visit El Salvador`: one row for each kind of answer that the facts give, and one
/// that says so where there is none.
///
/// ```cypher
/// OPTIONAL MATCH (s:Entity)-[f:VISITED|PLANNED_VISITED|POSSIBLE_VISITED|NOT_VISITED]->(o:Entity) WHERE …
/// UNWIND CASE WHEN f IS NOT NULL THEN range(0, size(f.quotes) - 1) ELSE [null] END AS i
/// WITH s, o, f, f.quote_sources[i] AS article, f.quotes[i] AS quote ORDER BY article
/// RETURN CASE WHEN f IS NULL THEN 'no evidence' WHEN f.polarity = '-' THEN 'denied'
///   WHEN f.modality = 'fact' THEN 'yes' ELSE f.modality END AS answer, …
/// ORDER BY answer DESC
/// ```
pub(super) fn yes_no(binder: &Binder, pattern: &Pattern, evidence: &Evidence) -> Statement {
    let variables = Variables::of(pattern, 0, 1);
    let mut conditions = Vec::new();
    let path = fact_path(binder, pattern, &variables, None, &mut conditions);
    conditions.extend(evidence.some_sentence("f"));
    let mut steps = vec![Step::optional(vec![path], Expr::all_of(conditions))];
    steps.push(evidence.sentences_or_null("f"));
    steps.push(with_sentence(&["s", "o"], "f", false));
    let mut items = vec![answer_word().named("answer")];
    if !matches!(&pattern.subject, End::Names(nodes) if nodes.len() == 1) {
        items.push(collected(Expr::property("s", "name"), "subject"));
    }
    items.push(collected(Expr::call("type", vec![Expr::variable("f")]), "relation"));
    if !matches!(&pattern.object, End::Names(nodes) if nodes.len() == 1) {
        items.push(collected(Expr::property("o", "name"), "object"));
    }
    items.extend(attestation());
    if let Some(predicate) = evidence.enough_sources() {
        let sources = items.iter().filter_map(|item| item.alias.as_ref());
        let names = sources.map(|alias| plain(&alias.text)).collect();
        let projected = projection(items, Vec::new());
        steps.push(Step::With { projection: projected, predicate: Some(predicate) });
        items = names;
    }
    let order = vec![Expr::variable("answer").sorted(true)];
    steps.push(Step::Return(projection(items, order)));
    steps.into()
}

fn answer_word() -> Expr {
    let is_null = ExprKind::IsNull { operand: Box::new(Expr::variable("f")), negated: false };
    let property = |key: &str, value: &str| Expr::property("f", key).equals(Expr::string(value));
    ExprKind::Case {
        subject: None,
        branches: vec![
            (is_null.into(), Expr::string("no evidence")),
            (property("polarity", "-"), Expr::string("denied")),
            (property("modality", "fact"), Expr::string("yes")),
        ],
        otherwise: Some(Box::new(Expr::property("f", "modality"))),
    }
    .into()
}

/// `when did Rubio announce the deal`: the date that a sentence gives, else its article's.
///
/// ```cypher
/// MATCH (s:Entity)-[f:ANNOUNCED]->(o:Entity) WHERE …
/// UNWIND … AS i
/// WITH s, o, f, coalesce(nullIf(f.quote_dates[i], ''), f.when) AS told, …
/// MATCH (a:Article {id: article})
/// RETURN coalesce(told, a.date) AS date, CASE WHEN told IS NOT NULL THEN 'the sentence'
///   WHEN a.date IS NOT NULL THEN 'the article' ELSE 'nothing: see the quote' END AS dated_by, …
/// ```
pub(super) fn when(binder: &Binder, patterns: &[Pattern], evidence: &Evidence) -> Statement {
    let mut steps = match_facts(binder, patterns, None, evidence);
    steps.push(evidence.sentences("f"));
    let ends: &[&str] = if patterns.len() > 1 { &[] } else { &["s", "o"] };
    steps.push(with_sentence(ends, "f", true));
    let article = node("a", &["Article"]).with_property("id", Expr::variable("article"));
    steps.push(Step::matching(vec![PathPattern::new(article)], None));
    let (when, date) = (Expr::variable("told"), Expr::property("a", "date"));
    let given = |operand: &Expr| -> Expr {
        ExprKind::IsNull { operand: Box::new(operand.clone()), negated: true }.into()
    };
    let dated_by = ExprKind::Case {
        subject: None,
        branches: vec![
            (given(&when), Expr::string("the sentence")),
            (given(&date), Expr::string("the article")),
        ],
        otherwise: Some(Box::new(Expr::string("nothing: see the quote"))),
    };
    let mut items = vec![
        Expr::call("coalesce", vec![when, date]).named("date"),
        Expr::from(dated_by).named("dated_by"),
    ];
    for (end, column) in ends.iter().zip(["subject", "object"]) {
        items.push(collected(Expr::property(*end, "name"), column));
    }
    items.push(collected(Expr::property("f", "modality"), "modality"));
    items.extend(attestation());
    finish(steps, items, evidence, "date")
}

/// `where did Rubio meet Bukele`: where the events are that the same sentence tells of, and the
/// facts' own ends.
///
/// ```cypher
/// MATCH (s:Entity)-[f:MET_WITH]-(o:Entity) WHERE …
/// MATCH (e:Entity)-[l:LOCATED_IN]->(p:Entity)
///   WHERE (e:Event OR e = o) AND any(q IN l.quotes WHERE q IN f.quotes)
/// UNWIND range(0, size(l.quotes) - 1) AS i
/// …
/// ```
/// Where no sentence places the event, whatever it does place counts (`told` is false).
pub(super) fn place_of(
    binder: &Binder,
    pattern: &Pattern,
    told: bool,
    evidence: &Evidence,
) -> Statement {
    let mut steps = match_facts(binder, std::slice::from_ref(pattern), None, evidence);
    let located = RelationshipPattern::new("l", ["LOCATED_IN"], Direction::Outgoing);
    let path = PathPattern::new(node("e", &["Entity"])).step(located, node("p", &["Entity"]));
    let event = ExprKind::HasLabels(
        Box::new(Expr::variable("e")),
        crate::ast::LabelExpr::Label("Event".into()),
    );
    let itself = Expr::variable("e").equals(Expr::variable("o"));
    let same_sentence = any_of_list("q", Expr::property("l", "quotes"), |quote| {
        quote.is_in(Expr::property("f", "quotes"))
    });
    let here = if told { both(either(event.into(), itself), same_sentence) } else { same_sentence };
    steps.push(Step::matching(vec![path], Some(here)));
    steps.push(evidence.sentences("l"));
    steps.push(with_sentence(&["e", "p"], "l", false));
    let mut items = vec![
        Expr::property("p", "name").named("place"),
        collected(Expr::property("e", "name"), "what"),
        collected(Expr::property("l", "modality"), "modality"),
    ];
    items.extend(attestation());
    finish(steps, items, evidence, "place")
}

/// `tell me about CECOT`, `what happened`: every fact of the entities, or of all.
///
/// ```cypher
/// MATCH (s:Entity)-[f]->(o:Entity) WHERE s.name = 'CECOT' OR o.name = 'CECOT'
/// UNWIND … AS i
/// WITH s, o, f, f.quote_sources[i] AS article, f.quotes[i] AS quote ORDER BY article
/// RETURN s.name AS subject, type(f) AS relation, o.name AS object, …
/// ORDER BY sources DESC, subject, relation, object
/// ```
pub(super) fn all_facts(condition: Option<Expr>, evidence: &Evidence) -> Statement {
    all_facts_where(condition, None, evidence)
}

/// The same with a condition on each sentence.
pub(super) fn all_facts_where(
    condition: Option<Expr>,
    of_sentence: Option<Expr>,
    evidence: &Evidence,
) -> Statement {
    let fact = RelationshipPattern::new("f", [], Direction::Outgoing);
    let path = PathPattern::new(node("s", &["Entity"])).step(fact, node("o", &["Entity"]));
    let mut steps = vec![Step::matching(vec![path], condition)];
    steps.push(evidence.sentences("f"));
    let mut sentence = with_sentence(&["s", "o"], "f", evidence.is_dated());
    if let Step::With { predicate, .. } = &mut sentence {
        *predicate = of_sentence;
    }
    steps.push(sentence);
    let mut items = vec![
        Expr::property("s", "name").named("subject"),
        Expr::call("type", vec![Expr::variable("f")]).named("relation"),
        Expr::property("o", "name").named("object"),
        Expr::property("f", "modality").named("modality"),
        Expr::property("f", "attributed_to").named("attributed_to"),
    ];
    items.extend(evidence.told_when());
    items.extend(attestation());
    let mut statement = finish(steps, items, evidence, "subject");
    if let Some(Step::Return(last)) = statement.query.first.clauses.last_mut() {
        last.order_by.extend(["relation", "object"].map(|name| Expr::variable(name).sorted(false)));
    }
    statement
}

/// `s` or `o` is one of the entities.
pub(super) fn touches(binder: &Binder, nodes: &[NodeId]) -> Expr {
    either(named(binder, "s", nodes), named(binder, "o", nodes))
}

/// `s` is one of the entities.
pub(super) fn starts_at(binder: &Binder, nodes: &[NodeId]) -> Expr {
    named(binder, "s", nodes)
}

/// `s` is one of the entities and the relation is one of speech, or it is said in their words.
pub(super) fn speaks(binder: &Binder, nodes: &[NodeId], speech: &[String]) -> Expr {
    let names = binder.context.names.names_of(nodes);
    let attributed =
        any_of_list("w", Expr::property("f", "attributed_to"), |word| word.is_in(strings(&names)));
    either(both(named(binder, "s", nodes), relation_among(speech)), attributed)
}

/// The fact touches the entities or its sentence names them.
pub(super) fn is_about(binder: &Binder, nodes: &[NodeId]) -> Expr {
    let names = binder.context.names.all_names_of(nodes);
    let says = any_of_list("n", strings(&names), |name| {
        Expr::variable("quote").binary(BinaryOperator::Contains, name)
    });
    either(touches(binder, nodes), says)
}

/// `f.polarity` and `f.modality` as somebody's deeds are asked for.
pub(super) fn asserted(doing: Doing) -> Vec<Expr> {
    let is = |key: &str, value: &str| Expr::property("f", key).equals(Expr::string(value));
    let polarity = is("polarity", if doing.negated { "-" } else { "+" });
    match doing.mode {
        Mode::Planned if !doing.negated => vec![polarity, is("modality", "planned")],
        _ => vec![polarity],
    }
}

/// `f.relation IN [...]`
pub(super) fn relation_among<T: AsRef<str>>(relations: &[T]) -> Expr {
    Expr::property("f", "relation").is_in(strings(relations))
}

/// `which articles say that Rubio visited Panama`: a row for each article that attests it.
pub(super) fn reporting(
    binder: &Binder,
    patterns: &[Pattern],
    counted: Option<&str>,
    evidence: &Evidence,
) -> Statement {
    let mut steps = match_facts(binder, patterns, None, evidence);
    steps.push(evidence.sentences("f"));
    steps.push(with_sentence(&[], "f", false));
    let quote = Expr::call("head", vec![Expr::call("collect", vec![Expr::variable("quote")])]);
    let article = Expr::variable("article");
    let counted_articles = match counted {
        Some(column) if column.starts_with("source") => independent_sources(),
        _ => Expr::call_distinct("count", article.clone()),
    };
    let (items, order) = match counted {
        Some(column) => (
            vec![counted_articles.named(column), collected(article, "ids"), quote.named("quote")],
            Vec::new(),
        ),
        None => (
            vec![
                plain("article"),
                collected(Expr::call("type", vec![Expr::variable("f")]), "relation"),
                quote.named("quote"),
            ],
            vec![Expr::variable("article").sorted(false)],
        ),
    };
    steps.push(Step::Return(projection(items, order)));
    steps.into()
}
