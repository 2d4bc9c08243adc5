//! The pieces that questions' statements share: names, evidence sentence by sentence, columns.

use graph_core::when::When;

use crate::ast::{
    BinaryOperator, Clause, ComparisonOperator, Expr, ExprKind, LabelExpr, Literal, NodePattern,
    Projection, ProjectionItem, Quantifier, SortItem, Span, Statement,
};

use super::form::{Attesting, Comparison, Period};

/// Which evidence counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Evidence {
    /// Only from these articles.
    pub(super) articles: Option<Vec<String>>,
    /// Only facts attributed to one of each group of names.
    pub(super) attributed: Vec<Vec<String>>,
    /// Only sentences that hold one name of each group.
    pub(super) naming: Vec<Vec<String>>,
    /// Only of these periods, in ISO form; each with the articles whose own date fits.
    pub(super) dated: Vec<(String, Vec<String>)>,
    /// Only facts dated so; each group has a period and the articles that it counts for.
    pub(super) around: Vec<Vec<(String, Vec<String>)>>,
    /// Only sentences that tell one of these numbers of what one of these words names.
    pub(super) numbers: Vec<Number>,
    /// Only sentences with each of these verbs, in lower case.
    pub(super) acts: Vec<String>,
    /// Only sentences with one of these words, in lower case.
    pub(super) words: Vec<String>,
    /// Only answers attested by so many articles or independent sources.
    pub(super) sources: Vec<(Attesting, Comparison, i64)>,
}

/// A number before a noun.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    /// How it may be written: `12`, `twelve`.
    pub(super) spellings: Vec<String>,
    /// The heads of the names of what is counted, in lower case.
    pub(super) nouns: Vec<String>,
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
        for (period, articles) in &self.dated {
            let own = counts_in(f, period);
            if articles.is_empty() {
                all.push(own);
                continue;
            }
            let none = ExprKind::IsNull { operand: Box::new(date_of(f)), negated: false };
            all.push(either(own, both(none.into(), source().is_in(strings(articles)))));
        }
        for groups in &self.around {
            let within = |(period, articles): &(String, Vec<String>)| {
                both(source().is_in(strings(articles)), counts_in(f, period))
            };
            all.extend(Expr::any_of(groups.iter().map(within).collect()));
        }
        all.extend(self.numbers.iter().map(|number| tells_number(f, number)));
        let quote = || Expr::call("toLower", vec![item(Expr::property(f, "quotes"), "i")]);
        let with = |word: &String| quote().binary(BinaryOperator::Contains, Expr::string(word));
        all.extend(self.acts.iter().map(with));
        let words = self
            .words
            .iter()
            .map(|word| quote().binary(BinaryOperator::Contains, Expr::string(word)));
        all.extend(Expr::any_of(words.collect()));
        Expr::all_of(all)
    }

    /// Whether it is asked when things happened.
    pub(super) fn is_dated(&self) -> bool {
        !self.dated.is_empty() || !self.around.is_empty()
    }

    /// The column of when things happened, where that is asked for.
    pub(super) fn told_when(&self) -> Option<ProjectionItem> {
        self.is_dated().then(|| collected(Expr::variable("told"), "when"))
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
        let compare = |&(attesting, comparison, number): &(Attesting, Comparison, i64)| {
            let operator = match comparison {
                Comparison::More => ComparisonOperator::Greater,
                Comparison::Fewer => ComparisonOperator::Less,
                Comparison::AtLeast => ComparisonOperator::GreaterOrEqual,
                Comparison::Exactly => ComparisonOperator::Equal,
            };
            let counted = match attesting {
                Attesting::Articles => Expr::call("size", vec![Expr::variable("articles")]),
                Attesting::Sources => Expr::variable("sources"),
            };
            counted.compare(operator, Expr::integer(number))
        };
        Expr::all_of(self.sources.iter().map(compare).collect())
    }
}

/// The date that the `i`-th sentence of a fact gives, else the fact's:
/// `coalesce(nullIf(f.quote_dates[i], ''), f.when)`.
pub(super) fn date_of(f: &str) -> Expr {
    let own = item(Expr::property(f, "quote_dates"), "i");
    let own = Expr::call("nullIf", vec![own, Expr::string("")]);
    Expr::call("coalesce", vec![own, Expr::property(f, "when")])
}

fn counts_in(f: &str, period: &str) -> Expr {
    Expr::call("countsIn", vec![date_of(f), Expr::string(period)])
}

/// The number stands before one of the nouns: `f.quotes[i] =~ '…'`.
fn tells_number(f: &str, number: &Number) -> Expr {
    let any = |words: &[String]| words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>();
    let (spellings, nouns) = (any(&number.spellings), any(&number.nouns));
    let pattern = format!(
        r"(?is).*\b({})\b(\W+\w+){{0,3}}?\W+({})s?\b.*",
        spellings.join("|"),
        nouns.join("|")
    );
    let quote = item(Expr::property(f, "quotes"), "i");
    quote.binary(BinaryOperator::Matches, Expr::string(&pattern))
}

/// The period in which things are that are asked for since, until, before, after or on a date;
/// `None` for what is no date.
pub(super) fn period(asked: Period, date: &str) -> Option<When> {
    let date: When = date.parse().ok()?;
    match asked {
        Period::Since => Some(date.since()),
        Period::Until => Some(date.until()),
        Period::Before => date.before(),
        Period::After => date.after(),
        Period::On => Some(date),
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

/// `WITH kept …, f, f.quote_sources[i] AS article, f.quotes[i] AS quote ORDER BY article`; where
/// `dated`, with the date as `told`.
pub(super) fn with_sentence(kept: &[&str], f: &str, dated: bool) -> Clause {
    let mut items: Vec<ProjectionItem> = kept.iter().map(|name| plain(name)).collect();
    items.push(plain(f));
    items.extend(dated.then(|| date_of(f).named("told")));
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

/// The columns that every answer ends with: number of independent sources, ids of the articles,
/// the first sentence.
pub(super) fn attestation() -> Vec<ProjectionItem> {
    let quotes = Expr::call("collect", vec![Expr::variable("quote")]);
    vec![
        independent_sources().named("sources"),
        collected(Expr::variable("article"), "articles"),
        Expr::call("head", vec![quotes]).named("quote"),
    ]
}

/// `independentSources(collect(article), collect(quote))`
pub(super) fn independent_sources() -> Expr {
    let all = |name| Expr::call("collect", vec![Expr::variable(name)]);
    Expr::call("independentSources", vec![all("article"), all("quote")])
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
