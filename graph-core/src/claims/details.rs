//! What a sentence tells of a claim besides the claim: how many they are, which office it is.

use super::{Argument, Claim};
use crate::corpus::Details;
use crate::parse::{Dep, EntityKind, Pos, Tree};

/// Words that make a number a bound, a guess or an addition.
const INEXACT: [&str; 29] = [
    "about",
    "around",
    "approximately",
    "roughly",
    "nearly",
    "almost",
    "some",
    "over",
    "under",
    "than",
    "least",
    "most",
    "to",
    "or",
    "estimated",
    "another",
    "additional",
    "further",
    "more",
    "other",
    "extra",
    "every",
    "first",
    "last",
    "next",
    "per",
    "between",
    "circa",
    "several",
];

/// Most words of an office before its noun.
const LONGEST_ROLE: usize = 5;

/// The numbers and the office that a claim's arguments are told with.
pub(super) fn of(tree: &Tree, claim: &Claim) -> Details {
    let role = (claim.relation == "HAS_ROLE").then(|| role(tree, claim.trigger));
    Details {
        when: None,
        subject_count: count(tree, claim.subject),
        object_count: count(tree, claim.object),
        role: role.map(Into::into),
        speakers: Vec::new(),
    }
}

/// The exact number of what a phrase names.
fn count(tree: &Tree, argument: Argument) -> Option<u64> {
    let Argument::Phrase(head) = argument else { return None };
    let number = tree.child(head, Dep::Nummod).filter(|&number| number < head)?;
    let inexact = |at: usize| INEXACT.contains(&tree.lower(at).as_str());
    let modified = tree.children(number).any(|child| tree.dep(child) != Dep::Compound);
    let before = tree.edges(number).0.checked_sub(1).is_some_and(inexact);
    if modified || before || tree.children(head).any(inexact) {
        return None;
    }
    let factor = tree.child(number, Dep::Compound);
    let (first, second) = (factor.map(|at| tree.lower(at)), tree.lower(number));
    match first {
        Some(first) => written(&first)?.checked_mul(written(&second)?),
        None => written(&second),
    }
}

/// `1,200`, `twelve`, `million`.
fn written(word: &str) -> Option<u64> {
    const NAMES: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let named = NAMES.iter().position(|name| *name == word).map(|at| at as u64);
    named.or(match word {
        "hundred" => Some(100),
        "thousand" => Some(1_000),
        "million" => Some(1_000_000),
        "billion" => Some(1_000_000_000),
        _ => word.replace(',', "").parse().ok(),
    })
}

/// The noun of an office with the words before it that aren't names: `former prime minister`,
/// `secretary of state`.
fn role(tree: &Tree, noun: usize) -> String {
    let sentence = tree.sentence_range(noun);
    let mut words = vec![tree.lower(noun)];
    let earliest = sentence.start.max(noun.saturating_sub(LONGEST_ROLE));
    for at in (earliest..noun).rev() {
        let word = tree.lower(at);
        let named = tree.entity_at(at).is_some_and(|span| {
            matches!(
                span.kind,
                EntityKind::Gpe
                    | EntityKind::Norp
                    | EntityKind::Org
                    | EntityKind::Person
                    | EntityKind::Loc
            )
        });
        let joins = word == "-" || word == "of" && tree.lower(at + 1) == "state";
        let part = matches!(tree.token(at).pos, Pos::Adj | Pos::Noun | Pos::Propn) || joins;
        if named && !matches!(word.as_str(), "prime" | "former" | "ex") {
            continue;
        }
        if !part {
            break;
        }
        words.insert(0, word);
    }
    words.join(" ").replace(" - ", "-")
}
