//! What a graph's relationships say, a sentence each: the accounts that can contradict each
//! other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use crate::build::BETWEEN;
use crate::graph::{Graph, NodeId, RelationshipId};
use crate::heed::{GoesOn, heeding};
use crate::lexicon::Contradictions;
use crate::mentions;
use crate::value::Value;
use crate::when::When;

/// How many of an article's most mentioned names are compared, and how many of them two articles
/// on one story share.
const TOP: usize = 5;
const SHARED: usize = 2;

/// Most days between the dates of two articles on one story.
const ONE_STORY: i64 = 31;

/// A fact as one sentence tells it.
#[derive(Clone, Debug)]
pub(super) struct Account<'g> {
    pub(super) fact: RelationshipId,
    pub(super) subject: NodeId,
    pub(super) relation: &'g str,
    pub(super) object: NodeId,
    pub(super) negative: bool,
    /// Told as fact or in somebody's words, not as a plan or possibility.
    pub(super) asserted: bool,
    pub(super) speakers: Vec<&'g str>,
    pub(super) quote: &'g str,
    /// The article's id.
    pub(super) article: &'g str,
    pub(super) when: Option<When>,
    /// Of subject and object.
    pub(super) counts: [Option<&'g str>; 2],
    pub(super) role: Option<&'g str>,
}

/// A graph, with what decides whether two accounts may be of one event.
pub(super) struct Accounts<'g> {
    pub(super) graph: &'g Graph,
    /// What accounts can contradict each other in.
    pub(super) words: &'g Contradictions,
    pub(super) all: Vec<Account<'g>>,
    articles: HashMap<&'g str, Told>,
    goes_on: GoesOn<'g>,
}

/// What is known of an article.
struct Told {
    date: Option<Date>,
    /// Its most mentioned names.
    names: BTreeSet<NodeId>,
}

impl<'g> Accounts<'g> {
    /// Reads them in order of the relationships. O(relationships + quotes).
    pub(super) fn of(graph: &'g Graph, words: &'g Contradictions, goes_on: GoesOn<'g>) -> Self {
        let all = heeding(graph.relationships(), goes_on)
            .flat_map(|fact| accounts(graph, fact))
            .collect();
        let label = graph.symbols().get("Article");
        let nodes = label.into_iter().flat_map(|label| graph.nodes_with_label(label));
        let told = heeding(nodes, goes_on).filter_map(|node| {
            let id = graph.node_property(node, "id").as_str()?;
            Some((id, Told { date: date(graph, node), names: top_names(graph, node) }))
        });
        Self { graph, words, all, articles: told.collect(), goes_on }
    }

    /// All of them, while the search goes on.
    pub(super) fn each<'a>(&'a self) -> impl Iterator<Item = &'a Account<'g>> {
        self.heed(&self.all)
    }

    /// Things, while the search goes on.
    pub(super) fn heed<'a, T: 'a>(
        &'a self,
        things: impl IntoIterator<Item = T> + 'a,
    ) -> impl Iterator<Item = T> + 'a {
        heeding(things, self.goes_on)
    }

    /// Whether two accounts may be of one event: told in one article, or in articles of about
    /// the same time that are on one story or share two named parties, and with no dates of
    /// their own that exclude each other.
    pub(super) fn may_be_one(&self, a: &Account, b: &Account, shared: &[NodeId]) -> bool {
        let dates_agree = a.when.zip(b.when).is_none_or(|(a, b)| a.may_be(b));
        dates_agree && self.are_of_one_story(a, b, shared)
    }

    /// As [`may_be_one`](Self::may_be_one), whatever dates they give.
    pub(super) fn are_of_one_story(&self, a: &Account, b: &Account, shared: &[NodeId]) -> bool {
        if a.article == b.article {
            return true;
        }
        let (first, second) = (self.articles.get(a.article), self.articles.get(b.article));
        let date = |told: Option<&Told>| told.and_then(|told| told.date);
        let apart = date(first)
            .zip(date(second))
            .is_some_and(|(a, b)| When::from(a).days_apart(When::from(b)) > ONE_STORY);
        let named = shared.len() >= SHARED && shared.iter().all(|&node| self.is_named(node));
        let common = || {
            let names = first.zip(second).map(|(a, b)| a.names.intersection(&b.names).count());
            names.is_some_and(|count| count >= SHARED)
        };
        !apart && (named || common())
    }

    /// Whether the article of the first account is known to be older than the second's.
    pub(super) fn is_earlier(&self, a: &Account, b: &Account) -> bool {
        let date = |account: &Account| self.articles.get(account.article).and_then(|it| it.date);
        date(a).zip(date(b)).is_some_and(|(a, b)| a < b)
    }

    pub(super) fn name(&self, node: NodeId) -> &'g str {
        self.graph.node_property(node, "name").as_str().unwrap_or("?")
    }

    /// Whether it has a name of its own: `U.S. officials` has none.
    pub(super) fn is_named(&self, node: NodeId) -> bool {
        is_named(self.graph, node)
    }

    /// Whether it is people without a name, who may be others each time.
    pub(super) fn is_crowd(&self, node: NodeId) -> bool {
        self.has_label(node, "Group") && !self.is_named(node)
    }

    pub(super) fn labels(&self, node: NodeId) -> Vec<&'g str> {
        let symbols = self.graph.symbols();
        self.graph.node_labels(node).iter().map(|label| symbols.name(*label)).collect()
    }

    pub(super) fn has_label(&self, node: NodeId, name: &str) -> bool {
        let label = self.graph.symbols().get(name);
        label.is_some_and(|label| self.graph.has_label(node, label))
    }
}

fn is_named(graph: &Graph, node: NodeId) -> bool {
    let name = graph.node_property(node, "name").as_str().unwrap_or_default();
    let last = name.split(' ').next_back().unwrap_or_default();
    name.starts_with(char::is_uppercase)
        && last.contains(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

fn date(graph: &Graph, article: NodeId) -> Option<Date> {
    graph.node_property(article, "date").as_str()?.parse().ok()
}

/// The names that an article mentions most.
fn top_names(graph: &Graph, article: NodeId) -> BTreeSet<NodeId> {
    let mut counted: Vec<(i64, NodeId)> = mentions::of_article(graph, article)
        .filter(|step| is_named(graph, step.neighbor))
        .map(|step| (-mentions::count(graph, step), step.neighbor))
        .collect();
    counted.sort_unstable();
    counted.into_iter().take(TOP).map(|(_, node)| node).collect()
}

/// The sentences of a fact; none of what isn't drawn from articles.
fn accounts<'g>(graph: &'g Graph, fact: RelationshipId) -> Vec<Account<'g>> {
    let text = |key| graph.relationship_property(fact, key).as_str();
    let (Some(relation), Some(polarity)) = (text("relation"), text("polarity")) else {
        return Vec::new();
    };
    let Some((subject, object)) = graph.endpoints(fact) else { return Vec::new() };
    let list = |key| graph.relationship_property(fact, key).as_list().unwrap_or_default();
    let quotes = list("quotes");
    // One sentence's date is the fact's, where the sentences' own aren't told.
    let only = text("when").filter(|_| quotes.len() == 1);
    let account = |(at, quote): (usize, &'g Value)| {
        let of = |key| list(key).get(at).and_then(Value::as_str).filter(|text| !text.is_empty());
        Some(Account {
            fact,
            subject,
            relation,
            object,
            negative: polarity == "-",
            asserted: matches!(text("modality"), Some("fact" | "claimed")),
            speakers: match list("quote_speakers") {
                [] => list("attributed_to").iter().filter_map(Value::as_str).collect(),
                _ => of("quote_speakers").into_iter().flat_map(|all| all.split(BETWEEN)).collect(),
            },
            quote: quote.as_str()?,
            article: of("quote_sources").unwrap_or("?"),
            when: of("quote_dates").or(only).and_then(|text| text.parse().ok()),
            counts: [of("quote_subject_counts"), of("quote_counts")],
            role: of("quote_roles"),
        })
    };
    quotes.iter().enumerate().filter_map(account).collect()
}

/// Accounts by what they are of, in order.
pub(super) fn grouped<'a, 'g, K: Ord>(
    accounts: impl Iterator<Item = &'a Account<'g>>,
    key: impl Fn(&Account<'g>) -> Option<K>,
) -> BTreeMap<K, Vec<&'a Account<'g>>>
where
    'g: 'a,
{
    let mut groups: BTreeMap<K, Vec<&Account>> = BTreeMap::new();
    for account in accounts {
        if let Some(key) = key(account) {
            groups.entry(key).or_default().push(account);
        }
    }
    groups
}
