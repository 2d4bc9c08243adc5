//! Different values of what can have only one: a date, a number, a place, a holder.

use std::collections::{BTreeMap, BTreeSet};

use super::accounts::{Account, Accounts, grouped};
use super::{Found, Kind, NotFound, statement};
use crate::graph::NodeId;
use crate::names::fold_name;

/// Most days between two dates that are told of one event; further apart, it happened twice.
const ONE_EVENT: i64 = 14;

/// Most different values of one thing that are compared.
const MOST_VALUES: usize = 16;

/// Dates of one event that share no day.
pub(super) fn dates(accounts: &Accounts, found: &mut Found) -> Result<(), NotFound> {
    let told = positive(accounts).filter(|account| {
        account.when.is_some()
            && accounts.words.is_once(account.relation)
            && is_one_event(accounts, account)
    });
    for told in accounts.heed(grouped(told, |account| Some(statement(account))).values()) {
        let differ = |a: &Account, b: &Account| {
            a.when.zip(b.when).is_some_and(|(a, b)| !a.may_be(b) && a.days_apart(b) <= ONE_EVENT)
        };
        let value = |account: &Account| account.when.map(|when| when.to_string());
        let fits = |a: &Account, b: &Account| {
            differ(a, b) && accounts.are_of_one_story(a, b, &[a.subject, a.object])
        };
        compare(accounts, Kind::Date, told, value, fits, found)?;
    }
    Ok(())
}

/// Whether the same words mean the same event: crowds may be others each time, but a person whom
/// police arrested is arrested once, whoever they were.
fn is_one_event(accounts: &Accounts, account: &Account) -> bool {
    let done_to_one = account.relation != "MET_WITH"
        && accounts.has_label(account.object, "Person")
        && accounts.is_named(account.object);
    !accounts.is_crowd(account.object) && (done_to_one || !accounts.is_crowd(account.subject))
}

/// Exact numbers of one subject or object.
pub(super) fn counts(accounts: &Accounts, found: &mut Found) -> Result<(), NotFound> {
    for place in [0, 1] {
        let told =
            accounts.each().filter(|account| !account.negative && account.counts[place].is_some());
        for told in accounts.heed(grouped(told, |account| Some(account.fact)).values()) {
            let value = |account: &Account| account.counts[place].map(str::to_owned);
            let fits = |a: &Account, b: &Account| accounts.may_be_one(a, b, &[a.subject, a.object]);
            compare(accounts, Kind::Count, told, value, fits, found)?;
        }
    }
    Ok(())
}

/// Different countries, or different places of one region, of one facility or event.
pub(super) fn places(accounts: &Accounts, found: &mut Found) -> Result<(), NotFound> {
    let located = || positive(accounts).filter(|account| accounts.words.is_place(account.relation));
    let around: BTreeMap<NodeId, BTreeSet<NodeId>> =
        grouped(located(), |account| Some(account.subject))
            .into_iter()
            .map(|(place, told)| (place, told.iter().map(|account| account.object).collect()))
            .collect();
    let exclude = |a: NodeId, b: NodeId| {
        if a == b {
            return false;
        }
        let countries = accounts.has_label(a, "Country") && accounts.has_label(b, "Country");
        let (Some(of_a), Some(of_b)) = (around.get(&a), around.get(&b)) else { return countries };
        let nested = of_a.contains(&b) || of_b.contains(&a);
        countries || !nested && of_a.intersection(of_b).next().is_some()
    };
    let fixed = |node| accounts.has_label(node, "Facility") || accounts.has_label(node, "Event");
    let told = located().filter(|account| fixed(account.subject));
    for told in accounts.heed(grouped(told, |account| Some(account.subject)).values()) {
        let value = |account: &Account| Some(accounts.name(account.object).to_owned());
        let fits = |a: &Account, b: &Account| {
            exclude(a.object, b.object) && accounts.may_be_one(a, b, &[a.subject])
        };
        // An article may tell the town and the country; those exclude nothing.
        let told: Vec<&Account> = accounts
            .heed(told.iter().copied())
            .filter(|a| !told.iter().any(|b| a.article == b.article && exclude(a.object, b.object)))
            .collect();
        pairs(accounts, Kind::Place, &firsts(&told, value), fits, found)?;
    }
    Ok(())
}

/// Different persons in one office at about one time. Whoever is told anywhere to have left it
/// is out of it.
pub(super) fn holders(accounts: &Accounts, found: &mut Found) -> Result<(), NotFound> {
    let told = || positive(accounts).filter(|account| account.relation == "HAS_ROLE");
    let left: BTreeSet<(NodeId, NodeId)> = told()
        .filter(|account| account.role.is_some_and(|role| accounts.words.is_past(role)))
        .map(|account| (account.subject, account.object))
        .collect();
    let in_office = told().filter(|account| {
        let single = |role| accounts.words.is_held_by_one(role, &accounts.labels(account.object));
        account.role.is_some_and(single) && !left.contains(&(account.subject, account.object))
    });
    for told in
        accounts.heed(grouped(in_office, |account| Some((account.object, account.role))).values())
    {
        let value = |account: &Account| Some(accounts.name(account.subject).to_owned());
        let fits = |a: &Account, b: &Account| {
            let (first, second) = (accounts.name(a.subject), accounts.name(b.subject));
            !share_a_word(first, second) && accounts.may_be_one(a, b, &[a.object])
        };
        compare(accounts, Kind::Holder, told, value, fits, found)?;
    }
    Ok(())
}

/// What is told as having happened.
fn positive<'a, 'g>(accounts: &'a Accounts<'g>) -> impl Iterator<Item = &'a Account<'g>> {
    accounts.each().filter(|account| account.asserted && !account.negative)
}

/// `Najib Razak` and `Najib Tun Razak` are hardly two.
fn share_a_word(first: &str, second: &str) -> bool {
    let (first, second) = (fold_name(first), fold_name(second));
    first.split(' ').any(|word| second.split(' ').any(|other| word == other))
}

/// Pairs of articles that tell different values; one that tells several itself is left out.
fn compare(
    accounts: &Accounts,
    kind: Kind,
    told: &[&Account],
    value: impl Fn(&Account) -> Option<String>,
    fits: impl Fn(&Account, &Account) -> bool,
    found: &mut Found,
) -> Result<(), NotFound> {
    let by_article = grouped(told.iter().copied(), |account| Some(account.article));
    let single: Vec<&Account> = by_article
        .values()
        .filter(|told| {
            let values: BTreeSet<_> = told.iter().map(|account| value(account)).collect();
            values.len() == 1
        })
        .flatten()
        .copied()
        .collect();
    pairs(accounts, kind, &firsts(&single, value), fits, found)
}

/// The accounts by value, the values in order of first account.
fn firsts<'a, 'g>(
    told: &[&'a Account<'g>],
    value: impl Fn(&Account<'g>) -> Option<String>,
) -> Vec<(String, Vec<&'a Account<'g>>)> {
    let mut values: Vec<(String, Vec<&Account>)> = Vec::new();
    for account in told {
        let Some(value) = value(account) else { continue };
        let room = values.len() < MOST_VALUES;
        match values.iter_mut().find(|(known, _)| *known == value) {
            Some((_, told)) => told.push(account),
            None if room => values.push((value, vec![account])),
            None => {}
        }
    }
    values
}

/// Each pair of values that two articles tell of what may be one thing, once.
fn pairs(
    accounts: &Accounts,
    kind: Kind,
    values: &[(String, Vec<&Account>)],
    fits: impl Fn(&Account, &Account) -> bool,
    found: &mut Found,
) -> Result<(), NotFound> {
    for (at, (first, left)) in values.iter().enumerate() {
        for (second, right) in &values[at + 1..] {
            let apart = |a: &Account, b: &Account| a.article != b.article && fits(a, b);
            if let Some((left, right)) = super::pair(left, right, apart) {
                found.add(accounts, kind, (left, first), (right, second))?;
            }
        }
    }
    Ok(())
}
