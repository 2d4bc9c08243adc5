//! Statements about articles and what they mention.

use graph_core::NodeId;
use graph_core::mentions::MENTIONED_IN;

use crate::ast::{
    BinaryOperator, Clause as Step, Direction, Expr, ExprKind, PathPattern, ProjectionItem,
    RelationshipPattern, Statement,
};

use super::bind::{Answer, Binder};
use super::evidence::{Evidence, collected, finish, node, plain, projection, strings};
use super::statement::named;

/// `list the people`, `who is mentioned in article 002`; `most` keeps those with the most mentions.
///
/// ```cypher
/// MATCH (x:Person)-[m:MENTIONED_IN]->(a:Article)
/// RETURN x.name AS person, sum(m.count) AS mentions, count(DISTINCT a.id) AS sources,
///   collect(DISTINCT a.id) AS articles
/// ORDER BY mentions DESC, person
/// ```
pub(super) fn mentioned(
    binder: &Binder,
    answer: &Answer,
    most: bool,
    evidence: &Evidence,
) -> Statement {
    let mut conditions: Vec<Expr> = Vec::new();
    conditions.extend(answer.among.iter().map(|nodes| named(binder, "x", nodes)));
    conditions.extend(article_condition(evidence));
    let path = mention_path("x", "m", &answer.labels);
    let mut steps = vec![Step::matching(vec![path], Expr::all_of(conditions))];
    let name = Expr::property("x", "name");
    let id = || Expr::property("a", "id");
    let ordered = vec![plain("x"), plain("m"), id().named("article")];
    let by_article = vec![Expr::variable("article").sorted(false)];
    steps.push(Step::With { projection: projection(ordered, by_article), predicate: None });
    let column = answer.column.as_str();
    let mentions = Expr::call("sum", vec![Expr::property("m", "count")]);
    let items = vec![
        name.clone().named(column),
        mentions.named("mentions"),
        Expr::call_distinct("count", Expr::variable("article")).named("sources"),
        collected(Expr::variable("article"), "articles"),
    ];
    if answer.counted && evidence.sources.is_empty() {
        let items = vec![
            Expr::call_distinct("count", name.clone()).named(column),
            collected(name, "names"),
        ];
        steps.push(Step::Return(projection(items, Vec::new())));
        return steps.into();
    }
    if answer.counted {
        steps.push(Step::With {
            projection: projection(items, Vec::new()),
            predicate: evidence.enough_sources(),
        });
        let items = vec![
            Expr::from(ExprKind::CountAll).named("count"),
            collected(Expr::variable(column), "names"),
        ];
        steps.push(Step::Return(projection(items, Vec::new())));
        return steps.into();
    }
    if most {
        steps.extend(only_most(items, column));
        return steps.into();
    }
    let mut statement = finish(steps, items, evidence, column);
    if let Some(Step::Return(last)) = statement.query.first.clauses.last_mut() {
        last.order_by[0] = Expr::variable("mentions").sorted(true);
    }
    statement
}

/// Keeps the rows that have as many mentions as any.
fn only_most(items: Vec<ProjectionItem>, column: &str) -> Vec<Step> {
    let names = [column, "mentions", "sources", "articles"];
    let row =
        ExprKind::Map(names.iter().map(|&name| (name.into(), Expr::variable(name))).collect());
    let all = vec![
        Expr::call("max", vec![Expr::variable("mentions")]).named("most"),
        Expr::call("collect", vec![row.into()]).named("rows"),
    ];
    let kept = Expr::property("row", "mentions").equals(Expr::variable("most"));
    let rows = ExprKind::ListComprehension {
        variable: "row".into(),
        list: Box::new(Expr::variable("rows")),
        predicate: Some(Box::new(kept)),
        projection: None,
    };
    let returned = names.iter().map(|&name| Expr::property("row", name).named(name)).collect();
    vec![
        Step::With { projection: projection(items, Vec::new()), predicate: None },
        Step::With { projection: projection(all, Vec::new()), predicate: None },
        Step::Unwind { list: rows.into(), variable: "row".into() },
        Step::Return(projection(returned, vec![Expr::variable(column).sorted(false)])),
    ]
}

fn mention_path(entity: &str, mention: &str, labels: &[&str]) -> PathPattern {
    let mentioned = RelationshipPattern::new(mention, [MENTIONED_IN], Direction::Outgoing);
    PathPattern::new(node(entity, labels)).step(mentioned, node("a", &["Article"]))
}

fn article_condition(evidence: &Evidence) -> Option<Expr> {
    let articles = evidence.articles.as_ref()?;
    Some(Expr::property("a", "id").is_in(strings(articles)))
}

/// `which articles mention LULAC`; several groups must all be mentioned.
///
/// ```cypher
/// MATCH (x1:Entity)-[m1:MENTIONED_IN]->(a:Article) WHERE x1.name = 'LULAC'
/// RETURN a.id AS article, a.title AS title, sum(m1.count) AS mentions
/// ORDER BY mentions DESC, article
/// ```
pub(super) fn mentioning(
    binder: &Binder,
    groups: &[Vec<NodeId>],
    counted: Option<&str>,
    evidence: &Evidence,
) -> Statement {
    let (mut paths, mut conditions, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    for (at, nodes) in groups.iter().enumerate() {
        let (entity, mention) = (format!("x{}", at + 1), format!("m{}", at + 1));
        paths.push(mention_path(&entity, &mention, &["Entity"]));
        conditions.push(named(binder, &entity, nodes));
        counts.push(Expr::call("sum", vec![Expr::property(mention.as_str(), "count")]));
    }
    conditions.extend(article_condition(evidence));
    let mut steps = vec![Step::matching(paths, Expr::all_of(conditions))];
    let id = Expr::property("a", "id");
    if let Some(column) = counted {
        let order = vec![Expr::variable("id").sorted(false)];
        let ids = ExprKind::Call(crate::ast::Call {
            name: "count".into(),
            distinct: true,
            arguments: vec![Expr::variable("id")],
        });
        steps.push(Step::With {
            projection: projection(vec![id.named("id")], order),
            predicate: None,
        });
        let items = vec![Expr::from(ids).named(column), collected(Expr::variable("id"), "ids")];
        steps.push(Step::Return(projection(items, Vec::new())));
        return steps.into();
    }
    let mut counts = counts.into_iter();
    let first = counts.next().unwrap_or_else(|| Expr::integer(0));
    let mentions = counts.fold(first, |sum, count| sum.binary(BinaryOperator::Add, count));
    let items = vec![
        id.named("article"),
        Expr::property("a", "title").named("title"),
        mentions.named("mentions"),
    ];
    let order =
        vec![Expr::variable("mentions").sorted(true), Expr::variable("article").sorted(false)];
    steps.push(Step::Return(projection(items, order)));
    steps.into()
}

/// `which article is the longest`: those with as many words as any, or as few.
///
/// ```cypher
/// MATCH (a:Article) WITH max(a.words) AS words MATCH (a:Article) WHERE a.words = words RETURN …
/// ```
pub(super) fn longest(shortest: bool) -> Statement {
    let path = || vec![PathPattern::new(node("a", &["Article"]))];
    let words = || Expr::property("a", "words");
    let extreme = Expr::call(if shortest { "min" } else { "max" }, vec![words()]);
    let items = vec![extreme.named("extreme")];
    let columns = ["id", "title", "words"].into_iter().zip(["article", "title", "words"]);
    let items_of_row = columns.map(|(key, alias)| Expr::property("a", key).named(alias)).collect();
    let order = vec![Expr::variable("article").sorted(false)];
    vec![
        Step::matching(path(), None),
        Step::With { projection: projection(items, Vec::new()), predicate: None },
        Step::matching(path(), Some(words().equals(Expr::variable("extreme")))),
        Step::Return(projection(items_of_row, order)),
    ]
    .into()
}

/// `list the articles`.
pub(super) fn articles(counted: Option<&str>, evidence: &Evidence) -> Statement {
    let path = PathPattern::new(node("a", &["Article"]));
    let mut steps = vec![Step::matching(vec![path], article_condition(evidence))];
    let column = |key: &str, alias: &str| Expr::property("a", key).named(alias);
    steps.push(Step::Return(match counted {
        Some(alias) => {
            let count = Expr::call("count", vec![Expr::variable("a")]).named(alias);
            projection(vec![count], Vec::new())
        }
        None => projection(
            vec![
                column("id", "article"),
                column("title", "title"),
                column("source", "source"),
                column("date", "date"),
                column("words", "words"),
            ],
            vec![Expr::variable("article").sorted(false)],
        ),
    }));
    steps.into()
}
