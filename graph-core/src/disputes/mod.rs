//! Where accounts contradict each other: opposite claims, stances, denials, and different values
//! of what can have only one. Both sides are shown, and nothing is settled.
//!
//! It is better to miss a dispute than to see one that isn't there. Two accounts are compared
//! only where they may be of one event: in one article, or in articles of about the same time
//! that are on one story or share both parties by name; and their dates, where both tell one,
//! must agree (unless the date itself is disputed). What an article tells in several ways by
//! itself contradicts no other one in that.

mod accounts;
mod values;

use std::collections::BTreeMap;

use crate::graph::{Graph, NodeId, RelationshipId};
use crate::lexicon::Lexicon;
use accounts::{Account, Accounts, grouped};

/// Most disputes that are told.
pub const MOST: usize = 100_000;

/// Most accounts of each side that are compared in search of a pair.
const COMPARED: usize = 16;

/// What two accounts contradict each other in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// One says that it is so, the other that it isn't.
    Truth,
    /// One accuses or confirms, the other denies.
    Denial,
    /// A party supports or praises in one article what it opposes or criticizes in another.
    Stance,
    /// Different dates of what happens once.
    Date,
    /// Different numbers of the same.
    Count,
    /// Different places of one facility or event.
    Place,
    /// Different holders of one office.
    Holder,
}

impl Kind {
    /// Its name in lower case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Truth => "truth",
            Self::Denial => "denial",
            Self::Stance => "stance",
            Self::Date => "date",
            Self::Count => "count",
            Self::Place => "place",
            Self::Holder => "holder",
        }
    }
}

/// Two accounts that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dispute {
    /// In what.
    pub kind: Kind,
    /// The name of what both are about.
    pub subject: String,
    /// The bare relation.
    pub relation: String,
    /// The name of its object.
    pub object: String,
    /// The one account, that asserts where the other one denies.
    pub left: Side,
    /// The other one.
    pub right: Side,
}

/// One of two accounts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Side {
    /// What it says, as opposed to the other one: a date, a number, `denied`.
    pub says: String,
    /// The id of the article.
    pub article: String,
    /// The sentence, verbatim.
    pub quote: String,
    /// Whose words it is; empty for the article's own.
    pub by: Vec<String>,
    /// The relationship that it attests.
    pub fact: RelationshipId,
}

/// Why no disputes are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// More than [`MOST`].
    #[error("there are more than {MOST} disputes")]
    TooMany,
    /// The search was to end.
    #[error("the search for disputes was stopped")]
    Stopped,
}

/// The disputes of a graph by what a lexicon says can be disputed, in order of kind, subject, relation and object.
/// O((quotes + mentions) · log).
///
/// # Errors
/// [`NotFound::TooMany`].
///
/// ```
/// use graph_core::lexicon::Lexicon;
/// use graph_core::{Graph, disputes};
/// let mut graph = Graph::new();
/// let [ann, rome] = ["Ann", "Rome"].map(|name| graph.add_node([], [("name", name.into())]));
/// for (polarity, article, quote) in [("+", "1", "Ann was in Rome."), ("-", "2", "She wasn't.")] {
///     graph.add_relationship(ann, "VISITED", rome, [
///         ("relation", "VISITED".into()),
///         ("polarity", polarity.into()),
///         ("modality", "fact".into()),
///         ("quotes", vec![quote].into()),
///         ("quote_sources", vec![article].into()),
///     ]);
/// }
/// let found = disputes::find(&graph, Lexicon::builtin())?;
/// assert_eq!(found[0].right.quote, "She wasn't.");
/// # Ok::<(), disputes::NotFound>(())
/// ```
pub fn find(graph: &Graph, lexicon: &Lexicon) -> Result<Vec<Dispute>, NotFound> {
    find_while(graph, lexicon, &|| true)
}

/// The same, as long as `goes_on` says so; it is asked every few microseconds, and once it says no
/// it must not say yes again.
///
/// # Errors
/// [`NotFound::TooMany`], [`NotFound::Stopped`].
pub fn find_while(
    graph: &Graph,
    lexicon: &Lexicon,
    goes_on: &dyn Fn() -> bool,
) -> Result<Vec<Dispute>, NotFound> {
    let accounts = Accounts::of(graph, &lexicon.disputes, goes_on);
    let mut found = Found::default();
    truths(&accounts, &mut found)?;
    denials(&accounts, &mut found)?;
    stances(&accounts, &mut found)?;
    values::dates(&accounts, &mut found)?;
    values::counts(&accounts, &mut found)?;
    values::places(&accounts, &mut found)?;
    values::holders(&accounts, &mut found)?;
    if !goes_on() {
        return Err(NotFound::Stopped);
    }
    found.0.sort();
    found.0.dedup();
    Ok(found.0)
}

/// The disputes so far.
#[derive(Default)]
struct Found(Vec<Dispute>);

impl Found {
    /// Adds the dispute of two accounts on the statement of the left one.
    fn add(
        &mut self,
        accounts: &Accounts,
        kind: Kind,
        left: (&Account, &str),
        right: (&Account, &str),
    ) -> Result<(), NotFound> {
        if self.0.len() == MOST {
            return Err(NotFound::TooMany);
        }
        self.0.push(Dispute {
            kind,
            subject: accounts.name(left.0.subject).to_owned(),
            relation: left.0.relation.to_owned(),
            object: accounts.name(left.0.object).to_owned(),
            left: side(left),
            right: side(right),
        });
        Ok(())
    }
}

fn side((account, says): (&Account, &str)) -> Side {
    Side {
        says: says.to_owned(),
        article: account.article.to_owned(),
        quote: account.quote.to_owned(),
        by: account.speakers.iter().map(|&name| name.to_owned()).collect(),
        fact: account.fact,
    }
}

/// Subject, relation and object; of a meeting, whoever is named first.
type Statement<'g> = (NodeId, &'g str, NodeId);

fn statement<'g>(account: &Account<'g>) -> Statement<'g> {
    let turned = account.relation == "MET_WITH" && account.object < account.subject;
    let (first, second) =
        if turned { (account.object, account.subject) } else { (account.subject, account.object) };
    (first, account.relation, second)
}

/// The first pair of two sides, by article, that fits; rather of two articles than of one.
fn pair<'a, 'g>(
    left: &[&'a Account<'g>],
    right: &[&'a Account<'g>],
    fits: impl Fn(&Account<'g>, &Account<'g>) -> bool,
) -> Option<(&'a Account<'g>, &'a Account<'g>)> {
    let pairs = || {
        let some = left.iter().take(COMPARED);
        some.flat_map(|&a| right.iter().take(COMPARED).map(move |&b| (a, b)))
    };
    let fitting = |&(a, b): &(&Account<'g>, &Account<'g>)| fits(a, b);
    let apart = |pair: &(&Account<'g>, &Account<'g>)| pair.0.article != pair.1.article;
    pairs().filter(apart).find(fitting).or_else(|| pairs().find(fitting))
}

/// The same statement, asserted and denied. Within one article only in the words of different
/// parties. `Peru has not signed` is no dispute with a later `Peru signed`.
fn truths(accounts: &Accounts, found: &mut Found) -> Result<(), NotFound> {
    let asserted = accounts.each().filter(|account| account.asserted);
    let asserted = asserted.filter(|account| !accounts.is_crowd(account.subject));
    for told in accounts.heed(grouped(asserted, |account| Some(statement(account))).values()) {
        let (negative, positive): (Vec<_>, Vec<_>) =
            told.iter().copied().partition(|account| account.negative);
        let fits = |yes: &Account, no: &Account| {
            let parties = yes.article != no.article || yes.speakers != no.speakers;
            parties
                && !accounts.is_earlier(no, yes)
                && accounts.may_be_one(yes, no, &[yes.subject, yes.object])
        };
        if let Some((yes, no)) = pair(&positive, &negative, fits) {
            found.add(accounts, Kind::Truth, (yes, "so"), (no, "not so"))?;
        }
    }
    Ok(())
}

/// What somebody confirms and somebody else denies; an accusation that the accused denies.
fn denials(accounts: &Accounts, found: &mut Found) -> Result<(), NotFound> {
    let positive = || accounts.each().filter(|account| account.asserted && !account.negative);
    let denied =
        grouped(positive(), |account| (account.relation == "DENIED").then_some(account.object));
    let confirmed =
        grouped(positive(), |account| (account.relation == "CONFIRMED").then_some(account.object));
    for (object, yes) in accounts.heed(&confirmed) {
        let Some(no) = denied.get(object).filter(|_| is_specific(accounts, *object)) else {
            continue;
        };
        // Two parties that speak of one named thing, or an object of an article's own words.
        let shared = [*object, *object];
        let fits = |yes: &Account, no: &Account| accounts.may_be_one(yes, no, &shared);
        if let Some((yes, no)) = pair(yes, no, fits) {
            found.add(accounts, Kind::Denial, (yes, "confirmed"), (no, "denied"))?;
        }
    }
    accusations(accounts, &denied, found)
}

fn accusations(
    accounts: &Accounts,
    denied: &BTreeMap<NodeId, Vec<&Account>>,
    found: &mut Found,
) -> Result<(), NotFound> {
    let of_accusations = denied.iter().filter(|(object, _)| {
        let mut words = accounts.name(**object).split(' ');
        words.any(|word| accounts.words.is_accusation(&word.to_lowercase()))
    });
    let denials = of_accusations.flat_map(|(_, told)| told.iter().copied());
    let by_party = grouped(denials, |account| Some(account.subject));
    let accused = accounts.each().filter(|account| account.asserted && !account.negative);
    let accused = grouped(accused, |account| {
        (account.relation == "ACCUSED").then_some((account.subject, account.object))
    });
    for ((_, party), yes) in accounts.heed(&accused) {
        let Some(no) = by_party.get(party) else { continue };
        let fits = |yes: &Account, no: &Account| accounts.may_be_one(yes, no, &[*party]);
        if let Some((yes, no)) = pair(yes, no, fits) {
            found.add(accounts, Kind::Denial, (yes, "accused"), (no, "denied"))?;
        }
    }
    Ok(())
}

/// Whether two articles that name it mean one thing: `reports` may be any.
fn is_specific(accounts: &Accounts, object: NodeId) -> bool {
    let several_words = accounts.name(object).contains(' ');
    several_words
        || accounts.is_named(object)
        || ["Agreement", "Event", "Facility"].iter().any(|label| accounts.has_label(object, label))
}

/// A party's opposite stances in different articles.
fn stances(accounts: &Accounts, found: &mut Found) -> Result<(), NotFound> {
    let told = accounts.each().filter(|account| {
        account.asserted
            && !account.negative
            && accounts.words.opposite(account.relation).is_some()
            && accounts.is_named(account.subject)
    });
    let sides = grouped(told, |account| Some((account.subject, account.object, account.relation)));
    for ((subject, object, relation), left) in accounts.heed(&sides) {
        let Some(opposite) = accounts.words.opposite(relation) else { continue };
        // Each pair once: `SUPPORTED` is on the left of `OPPOSED`, `PRAISED` of `CRITICIZED`.
        let Some(right) =
            sides.get(&(*subject, *object, opposite)).filter(|_| *relation > opposite)
        else {
            continue;
        };
        let fits = |a: &Account, b: &Account| {
            a.article != b.article && accounts.may_be_one(a, b, &[*subject, *object])
        };
        if let Some((left, right)) = pair(left, right, fits) {
            found.add(accounts, Kind::Stance, (left, relation), (right, opposite))?;
        }
    }
    Ok(())
}
