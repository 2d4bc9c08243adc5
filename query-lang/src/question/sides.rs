//! Statements that set what is told by different sides against each other or in a chain: speakers,
//! articles, and what joins two entities.

use graph_core::NodeId;
use graph_core::mentions::MENTIONED_IN;

use crate::ast::{
    BinaryOperator, CallProcedure, Clause as Step, ComparisonOperator, Direction, Expr, ExprKind,
    Hops, LabelExpr, PathPattern, PathSelector, Quantifier, RelationshipPattern, Span, Statement,
    Yield, YieldItem,
};

use super::bind::{Binder, Pattern};
use super::evidence::{
    Evidence, any_of_list, attestation, both, collected, either, finish, item, node, plain,
    projection, strings, with_sentence,
};
use super::statement::{all_facts, match_facts, named};

/// `who said that Rubio visited Panama`: a row for each of those in whose words it is told.
///
/// ```cypher
/// MATCH … UNWIND … AS i WITH f, … UNWIND f.attributed_to AS who RETURN who, …
/// ```
pub(super) fn speakers(binder: &Binder, patterns: &[Pattern], evidence: &Evidence) -> Statement {
    let mut steps = match_facts(binder, patterns, None, evidence);
    steps.push(evidence.sentences("f"));
    steps.push(with_sentence(&[], "f", false));
    let speakers = Expr::property("f", "attributed_to");
    steps.push(Step::Unwind { list: speakers, variable: "who".into() });
    let mut items = vec![
        plain("who"),
        collected(Expr::call("type", vec![Expr::variable("f")]), "relation"),
        collected(Expr::property("f", "modality"), "modality"),
    ];
    items.extend(attestation());
    finish(steps, items, evidence, "who")
}

/// What each of some articles attests: for each, one of the ids that it may go by.
pub(super) fn shared(each: &[Vec<String>]) -> Option<Expr> {
    let attests = |ids: &Vec<String>| {
        any_of_list("a", strings(ids), |id| id.is_in(Expr::property("f", "sources")))
    };
    Expr::all_of(each.iter().map(attests).collect())
}

/// What no article but these attests.
pub(super) fn alone(ids: &[String]) -> Expr {
    ExprKind::Quantifier {
        quantifier: Quantifier::All,
        variable: "a".into(),
        list: Box::new(Expr::property("f", "sources")),
        predicate: Box::new(Expr::variable("a").is_in(strings(ids))),
    }
    .into()
}

/// `what do 002 and 003 disagree about`: their accounts that contradict each other.
///
/// ```cypher
/// CALL attest.disputes() YIELD kind, …, left_article, right_article, …
/// WHERE left_article IN […] AND right_article IN […] AND left_article <> right_article
/// RETURN kind, …
/// ```
pub(super) fn disputed(ids: &[String]) -> Statement {
    const COLUMNS: [&str; 10] = [
        "kind",
        "subject",
        "relation",
        "object",
        "left_says",
        "left_article",
        "left_quote",
        "right_says",
        "right_article",
        "right_quote",
    ];
    let item = |column: &&str| YieldItem { column: (*column).into(), alias: None };
    let among = |column: &str| Expr::variable(column).is_in(strings(ids));
    let apart = Expr::variable("left_article")
        .compare(ComparisonOperator::NotEqual, Expr::variable("right_article"));
    let call = CallProcedure {
        name: "attest.disputes".into(),
        arguments: Some(Vec::new()),
        yields: Some(Yield {
            items: Some(COLUMNS.iter().map(item).collect()),
            predicate: Expr::all_of(vec![among("left_article"), among("right_article"), apart]),
            span: Span::NONE,
        }),
        span: Span::NONE,
    };
    let items: Vec<_> = COLUMNS.map(plain).into();
    vec![Step::CallProcedure(call), Step::Return(projection(items, Vec::new()))].into()
}

/// `how is Rubio connected to CECOT`: the facts between the two, where there are some.
pub(super) fn between(
    binder: &Binder,
    one: &[NodeId],
    other: &[NodeId],
    evidence: &Evidence,
) -> Statement {
    let there = both(named(binder, "s", one), named(binder, "o", other));
    let back = both(named(binder, "s", other), named(binder, "o", one));
    all_facts(Some(either(there, back)), evidence)
}

/// The same by way of others: a shortest chain of facts, in order.
///
/// ```cypher
/// MATCH p = shortestPath((s:Entity)-[r:!MENTIONED_IN*]-(o:Entity))
/// WHERE s.name = … AND o.name = … AND s <> o
/// UNWIND range(0, length(p) - 1) AS i WITH i + 1 AS step, relationships(p)[i] AS f
/// RETURN step, startNode(f).name AS subject, type(f) AS relation, endNode(f).name AS object,
///   f.modality AS modality, coalesce(f.independent_sources, size(f.sources)) AS sources,
///   f.sources AS articles, head(f.quotes) AS quote
/// ORDER BY step
/// ```
pub(super) fn chain(binder: &Binder, one: &[NodeId], other: &[NodeId]) -> Statement {
    let fact = RelationshipPattern {
        types: Some(LabelExpr::Not(Box::new(LabelExpr::Label(MENTIONED_IN.into())))),
        hops: Some(Hops::default()),
        ..RelationshipPattern::new("r", [], Direction::Either)
    };
    let path = PathPattern {
        variable: Some("p".into()),
        selector: PathSelector::ShortestPath,
        ..PathPattern::new(node("s", &["Entity"])).step(fact, node("o", &["Entity"]))
    };
    let different = Expr::variable("s").compare(ComparisonOperator::NotEqual, Expr::variable("o"));
    let conditions = vec![named(binder, "s", one), named(binder, "o", other), different];
    let (path_of, one_more) =
        (|name: &str| Expr::call(name, vec![Expr::variable("p")]), Expr::integer(1));
    let last = path_of("length").binary(BinaryOperator::Subtract, one_more.clone());
    let steps = Expr::call("range", vec![Expr::integer(0), last]);
    let hop = vec![
        Expr::variable("i").binary(BinaryOperator::Add, one_more).named("step"),
        item(path_of("relationships"), "i").named("f"),
    ];
    let name_of = |end: &str| {
        let node = Expr::call(end, vec![Expr::variable("f")]);
        Expr::from(ExprKind::Property(Box::new(node), "name".into()))
    };
    let articles = Expr::call("size", vec![Expr::property("f", "sources")]);
    let voices = vec![Expr::property("f", "independent_sources"), articles];
    let items = vec![
        plain("step"),
        name_of("startNode").named("subject"),
        Expr::call("type", vec![Expr::variable("f")]).named("relation"),
        name_of("endNode").named("object"),
        Expr::property("f", "modality").named("modality"),
        Expr::call("coalesce", voices).named("sources"),
        Expr::property("f", "sources").named("articles"),
        Expr::call("head", vec![Expr::property("f", "quotes")]).named("quote"),
    ];
    let order = vec![Expr::variable("step").sorted(false)];
    vec![
        Step::matching(vec![path], Expr::all_of(conditions)),
        Step::Unwind { list: steps, variable: "i".into() },
        Step::With { projection: projection(hop, Vec::new()), predicate: None },
        Step::Return(projection(items, order)),
    ]
    .into()
}
