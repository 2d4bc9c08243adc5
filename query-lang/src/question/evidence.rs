//! The pieces that questions' statements share: names, evidence sentence by sentence, columns.

use crate::ast::{
    BinaryOperator, Clause, ComparisonOperator, Expr, ExprKind, LabelExpr, Literal, NodePattern,
    Projection, ProjectionItem, Quantifier, SortItem, Span, Statement,
};

use super::form::{Comparison, Period};
use super::period::Days;

/// Which evidence counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Evidence {
    /// Only from these articles.
    pub(super) articles: Option<Vec<String>>,
    /// Only facts attributed to one of each group of names.
    pub(super) attributed: Vec<Vec<String>>,
    /// Only sentences that hold one name of each group.
    pub(super) naming: Vec<Vec<String>>,
    /// Only of these times; each with the articles whose own date fits.
    pub(super) dated: Vec<(Period, String, Vec<String>)>,
    /// Only facts dated so; each group has first and last day and the articles it counts for.
    pub(super) around: Vec<Vec<(Days, Vec<String>)>>,
    /// Only sentences with one of these words, in lower case.
    pub(super) words: Vec<String>,
    /// Only answers attested by so many articles.
    pub(super) sources: Vec<(Comparison, i64)>,
}

impl Evidence {
    /// What must hold of the fact `f` and its `i`-th sentence.
    fn predicate(&self, f: &str) -> Option<Expr> {
        let source = || item(Expr::property(f, "quote_sources"), "i");
        let mut all = Vec::new();
        if let Some(articles) = &self.articles {
            all.push(source().is_in(strings(articles)));
        }
        for names in &self.attributed {
            all.push(any_of_list("w", Expr::property(f, "attributed_to"), |word| {
                word.is_in(strings(names))
            }));
        }
        for names in &self.naming {
            all.push(any_of_list("n", strings(names), |name| {
                item(Expr::property(f, "quotes"), "i").binary(BinaryOperator::Contains, name)
            }));
        }
        for (period, date, articles) in &self.dated {
            let own = period_of(&Expr::property(f, "when"), *period, date);
            let none =
                ExprKind::IsNull { operand: Box::new(Expr::property(f, "when")), negated: false };
            if articles.is_empty() {
                all.push(own);
                continue;
            }
            let dated = Expr::all_of(vec![none.into(), source().is_in(strings(articles))]);
            all.extend(Expr::any_of([Some(own), dated].into_iter().flatten().collect()));
        }
        for groups in &self.around {
            let when = || Expr::property(f, "when");
            let within = |(days, articles): &(Days, Vec<String>)| {
                both(
                    source().is_in(strings(articles)),
                    both(
                        when().compare(ComparisonOperator::GreaterOrEqual, Expr::string(&*days.0)),
                        when().compare(ComparisonOperator::LessOrEqual, Expr::string(&*days.1)),
                    ),
                )
            };
            all.extend(Expr::any_of(groups.iter().map(within).collect()));
        }
        let quote = || Expr::call("toLower", vec![item(Expr::property(f, "quotes"), "i")]);
        let words = self
            .words
            .iter()
            .map(|word| quote().binary(BinaryOperator::Contains, Expr::string(word)));
        all.extend(Expr::any_of(words.collect()));
        Expr::all_of(all)
    }

    /// `UNWIND` over the numbers of the sentences of `f` that count.
    pub(super) fn sentences(&self, f: &str) -> Clause {
        Clause::Unwind { list: self.numbers(f), variable: "i".into() }
    }

    /// The same with one row of null where there is no fact or none of its sentences counts.
    pub(super) fn sentences_or_null(&self, f: &str) -> Clause {
        let found = ExprKind::IsNull { operand: Box::new(Expr::variable(f)), negated: true };
        let list = ExprKind::Case {
            subject: None,
            branches: vec![(found.into(), self.numbers(f))],
            otherwise: Some(Box::new(Expr::list(vec![null()]))),
        };
        Clause::Unwind { list: list.into(), variable: "i".into() }
    }

    /// Whether `f` has a sentence that counts; `None` where all do.
    pub(super) fn some_sentence(&self, f: &str) -> Option<Expr> {
        let predicate = self.predicate(f)?;
        let quantifier = ExprKind::Quantifier {
            quantifier: Quantifier::Any,
            variable: "i".into(),
            list: Box::new(range_of(f)),
            predicate: Box::new(predicate),
        };
        Some(quantifier.into())
    }

    fn numbers(&self, f: &str) -> Expr {
        match self.predicate(f) {
            None => range_of(f),
            Some(predicate) => ExprKind::ListComprehension {
                variable: "i".into(),
                list: Box::new(range_of(f)),
                predicate: Some(Box::new(predicate)),
                projection: None,
            }
            .into(),
        }
    }

    /// What must hold of the number of articles of an answer.
    pub(super) fn enough_sources(&self) -> Option<Expr> {
        let compare = |&(comparison, number): &(Comparison, i64)| {
            let operator = match comparison {
                Comparison::More => ComparisonOperator::Greater,
                Comparison::Fewer => ComparisonOperator::Less,
                Comparison::AtLeast => ComparisonOperator::GreaterOrEqual,
                Comparison::Exactly => ComparisonOperator::Equal,
            };
            Expr::variable("sources").compare(operator, Expr::integer(number))
        };
        Expr::all_of(self.sources.iter().map(compare).collect())
    }
}

/// `date` compared as text, of which ISO dates and their beginnings keep the order.
fn period_of(date: &Expr, period: Period, given: &str) -> Expr {
    let compared = |operator| date.clone().compare(operator, Expr::string(given));
    let begins = || date.clone().binary(BinaryOperator::StartsWith, Expr::string(given));
    match period {
        Period::Since => compared(ComparisonOperator::GreaterOrEqual),
        Period::Before => compared(ComparisonOperator::Less),
        Period::On => begins(),
        Period::Until => either(compared(ComparisonOperator::LessOrEqual), begins()),
        Period::After => both(compared(ComparisonOperator::Greater), begins().negated()),
    }
}

/// Whether an article's own date fits.
pub(super) fn is_dated(date: &str, period: Period, given: &str) -> bool {
    match period {
        Period::Since => date >= given,
        Period::Before => date < given,
        Period::On => date.starts_with(given),
        Period::Until => date <= given || date.starts_with(given),
        Period::After => date > given && !date.starts_with(given),
    }
}

pub(super) fn both(left: Expr, right: Expr) -> Expr {
    ExprKind::Logical(crate::ast::LogicalOperator::And, vec![left, right]).into()
}

pub(super) fn either(left: Expr, right: Expr) -> Expr {
    ExprKind::Logical(crate::ast::LogicalOperator::Or, vec![left, right]).into()
}

pub(super) fn null() -> Expr {
    ExprKind::Literal(Literal::Null).into()
}

/// `['a', 'b']`
pub(super) fn strings<T: AsRef<str>>(texts: &[T]) -> Expr {
    Expr::list(texts.iter().map(|text| Expr::string(text.as_ref())).collect())
}

/// `list[variable]`
pub(super) fn item(list: Expr, variable: &str) -> Expr {
    ExprKind::Index(Box::new(list), Box::new(Expr::variable(variable))).into()
}

/// `any(variable IN list WHERE …)`
pub(super) fn any_of_list(
    variable: &str,
    list: Expr,
    predicate: impl FnOnce(Expr) -> Expr,
) -> Expr {
    ExprKind::Quantifier {
        quantifier: Quantifier::Any,
        variable: variable.into(),
        list: Box::new(list),
        predicate: Box::new(predicate(Expr::variable(variable))),
    }
    .into()
}

/// `range(0, size(f.quotes) - 1)`
fn range_of(f: &str) -> Expr {
    let size = Expr::call("size", vec![Expr::property(f, "quotes")]);
    let last = size.binary(BinaryOperator::Subtract, Expr::integer(1));
    Expr::call("range", vec![Expr::integer(0), last])
}

/// `variable.name IN ['a', 'b']`, or `=` for one.
pub(super) fn is_named(variable: &str, names: &[String]) -> Expr {
    match names {
        [name] => Expr::property(variable, "name").equals(Expr::string(name)),
        _ => Expr::property(variable, "name").is_in(strings(names)),
    }
}

/// `(variable:A|B)`
pub(super) fn node(variable: &str, labels: &[&str]) -> NodePattern {
    NodePattern { labels: LabelExpr::one_of(labels.iter().copied()), ..NodePattern::new(variable) }
}

/// `WITH kept …, f, f.quote_sources[i] AS article, f.quotes[i] AS quote ORDER BY article`
pub(super) fn with_sentence(kept: &[&str], f: &str) -> Clause {
    let mut items: Vec<ProjectionItem> = kept.iter().map(|name| plain(name)).collect();
    items.push(plain(f));
    items.push(item(Expr::property(f, "quote_sources"), "i").named("article"));
    items.push(item(Expr::property(f, "quotes"), "i").named("quote"));
    let order_by = vec![Expr::variable("article").sorted(false)];
    Clause::With { projection: projection(items, order_by), predicate: None }
}

/// An item that keeps its name.
pub(super) fn plain(name: &str) -> ProjectionItem {
    Expr::variable(name).into()
}

/// `collect(DISTINCT expr) AS alias`
pub(super) fn collected(expr: Expr, alias: &str) -> ProjectionItem {
    Expr::call_distinct("collect", expr).named(alias)
}

/// The columns that every answer ends with: number and ids of the articles, the first sentence.
pub(super) fn attestation() -> Vec<ProjectionItem> {
    let quotes = Expr::call("collect", vec![Expr::variable("quote")]);
    vec![
        Expr::call_distinct("count", Expr::variable("article")).named("sources"),
        collected(Expr::variable("article"), "articles"),
        Expr::call("head", vec![quotes]).named("quote"),
    ]
}

/// Items with an order.
pub(super) fn projection(items: Vec<ProjectionItem>, order_by: Vec<SortItem>) -> Projection {
    Projection { items, order_by, span: Span::NONE, ..Projection::default() }
}

/// `RETURN items ORDER BY sources DESC, column`; with a condition on the number of articles, by
/// way of a `WITH … WHERE`.
pub(super) fn finish(
    mut clauses: Vec<Clause>,
    items: Vec<ProjectionItem>,
    evidence: &Evidence,
    column: &str,
) -> Statement {
    let order = vec![Expr::variable("sources").sorted(true), Expr::variable(column).sorted(false)];
    let Some(predicate) = evidence.enough_sources() else {
        clauses.push(Clause::Return(projection(items, order)));
        return clauses.into();
    };
    let names: Vec<ProjectionItem> = items
        .iter()
        .filter_map(|item| item.alias.as_ref())
        .map(|alias| plain(&alias.text))
        .collect();
    let projected = projection(items, Vec::new());
    clauses.push(Clause::With { projection: projected, predicate: Some(predicate) });
    clauses.push(Clause::Return(projection(names, order)));
    clauses.into()
}
