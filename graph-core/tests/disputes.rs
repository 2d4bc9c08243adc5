//! Articles → what they contradict each other in, and what only looks like it.

use graph_core::article::read_article;
use graph_core::disputes::{self, Dispute};
use graph_core::knowledge::Knowledge;
use graph_core::lexicon::Lexicon;
use graph_core::{build, facts};

/// The disputes of some articles, numbered from 1.
fn found(articles: &[&str]) -> Vec<Dispute> {
    let read = |(at, text): (usize, &&str)| read_article(&(at + 1).to_string(), text.as_bytes());
    let documents = articles.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>();
    let corpus = facts::draw(documents.expect("articles"), &Knowledge::default());
    disputes::find(&build::graph(&corpus).graph, Lexicon::builtin()).expect("few")
}

/// The disputes as lines: `date: Brazil SIGNED treaty: 2025-02-03 (1), 2025-02-04 (2)`.
fn lines(articles: &[&str]) -> Vec<String> {
    let line = |it: Dispute| {
        format!(
            "{}: {} {} {}: {} ({}), {} ({})",
            it.kind.as_str(),
            it.subject,
            it.relation,
            it.object,
            it.left.says,
            it.left.article,
            it.right.says,
            it.right.article
        )
    };
    found(articles).into_iter().map(line).collect()
}

/// Background that makes articles ones on the same story.
const STORY: &str = "Officials of Norway and Brazil met in Oslo. Norway and Brazil are partners.";

fn on_story(date: &str, text: &str) -> String {
    format!("Date: {date}\n\n{text} {STORY}\n")
}

/// What two articles of the same day on one story dispute.
fn between(first: &str, second: &str) -> Vec<String> {
    between_days("2025-02-04", first, "2025-02-04", second)
}

fn between_days(day: &str, first: &str, other: &str, second: &str) -> Vec<String> {
    lines(&[&on_story(day, first), &on_story(other, second)])
}

#[test]
fn planted_disputes_are_found() {
    for (first, second, dispute) in [
        (
            "Norway signed the Fjord Treaty on Monday.",
            "Norway did not sign the Fjord Treaty.",
            "truth: Norway SIGNED Fjord Treaty: so (1), not so (2)",
        ),
        (
            "Norway signed the Fjord Treaty on Monday.",
            "Norway signed the Fjord Treaty on Sunday.",
            "date: Norway SIGNED Fjord Treaty: 2025-02-03 (1), 2025-02-02 (2)",
        ),
        (
            "Norway arrested 300 smugglers.",
            "Norway arrested 500 smugglers.",
            "count: Norway ARRESTED smugglers: 300 (1), 500 (2)",
        ),
        (
            "Brazil praised Norway.",
            "Brazil criticized Norway.",
            "stance: Brazil PRAISED Norway: PRAISED (1), CRITICIZED (2)",
        ),
        (
            "Brazil supported the Fjord Treaty.",
            "Brazil opposed the Fjord Treaty.",
            "stance: Brazil SUPPORTED Fjord Treaty: SUPPORTED (1), OPPOSED (2)",
        ),
        (
            "Brazil accused Norway of spying.",
            "Norway denied the accusations.",
            "denial: Brazil ACCUSED Norway: accused (1), denied (2)",
        ),
        (
            "Norwegian Prime Minister Kari Solberg spoke.",
            "Norwegian Prime Minister Lars Dahl spoke.",
            "holder: Kari Solberg HAS_ROLE Norway: Kari Solberg (1), Lars Dahl (2)",
        ),
        (
            "Omega Prison, located in Chile, is full.",
            "Omega Prison, located in Bolivia, is full.",
            "place: Omega Prison LOCATED_IN Chile: Chile (1), Bolivia (2)",
        ),
        (
            "Police arrested Lars Dahl on Monday.",
            "Lars Dahl was arrested by police on Sunday.",
            "date: police ARRESTED Lars Dahl: 2025-02-03 (1), 2025-02-02 (2)",
        ),
    ] {
        assert_eq!(between(first, second), [dispute], "{first} / {second}");
    }
}

#[test]
fn what_only_looks_like_a_dispute_is_none() {
    let mut wrong = Vec::new();
    for (first, second) in [
        // Planned, possible and done.
        ("Norway will sign the Fjord Treaty.", "Norway did not sign the Fjord Treaty."),
        ("Norway may sign the Fjord Treaty.", "Norway did not sign the Fjord Treaty."),
        // Different years.
        (
            "Norway signed the Fjord Treaty in 2019.",
            "Norway did not sign the Fjord Treaty in 2021.",
        ),
        ("Norway signed the Fjord Treaty in 2019.", "Norway signed the Fjord Treaty in 2021."),
        // One tells it more precisely.
        ("Norway signed the Fjord Treaty on Monday.", "Norway signed the Fjord Treaty this week."),
        ("Norway signed the Fjord Treaty on Monday.", "Norway signed the Fjord Treaty this month."),
        // Two visits, two days of criticism.
        ("Norway criticized Brazil on Monday.", "Norway criticized Brazil on Sunday."),
        // Bounds and rounding.
        ("Norway arrested 300 smugglers.", "Norway arrested more than 200 smugglers."),
        ("Norway arrested 300 smugglers.", "Norway arrested about 500 smugglers."),
        ("Norway arrested 300 smugglers.", "Norway arrested another 20 smugglers."),
        ("Norway arrested 300 smugglers on Monday.", "Norway arrested 20 smugglers on Saturday."),
        ("Norway arrested 300 smugglers.", "Norway arrested 300 smugglers."),
        // One holder after another, and offices of many.
        (
            "Norwegian Prime Minister Kari Solberg spoke.",
            "Former Norwegian Prime Minister Lars Dahl spoke.",
        ),
        ("Norwegian Senator Kari Solberg spoke.", "Norwegian Senator Lars Dahl spoke."),
        (
            "Norwegian Prime Minister Kari Solberg spoke.",
            "Norwegian Prime Minister Kari Anne Solberg spoke.",
        ),
        (
            "Norwegian Prime Minister Kari Solberg spoke.",
            "Norwegian Foreign Minister Lars Dahl spoke.",
        ),
        // The same place.
        ("Omega Prison, located in Chile, is full.", "Omega Prison, located in Chile, is empty."),
        // Crowds that may be others.
        ("Police arrested protesters on Monday.", "Police arrested protesters on Sunday."),
        // Other parties.
        ("Brazil praised Norway.", "Critics criticized Norway."),
        ("Residents supported the plan.", "Residents did not support the plan."),
    ] {
        wrong.extend(between(first, second));
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn time_tells_events_apart() {
    let (yes, no) = ("Norway signed the Fjord Treaty.", "Norway did not sign the Fjord Treaty.");
    // Not yet, and then.
    assert_eq!(between_days("2025-02-03", no, "2025-02-04", yes), [""; 0]);
    assert_eq!(between_days("2025-02-03", yes, "2025-02-04", no).len(), 1);
    // Long after.
    assert_eq!(between_days("2025-02-03", yes, "2025-06-04", no), [""; 0]);
    let (first, second) = (
        "Norwegian Prime Minister Kari Solberg spoke.",
        "Norwegian Prime Minister Lars Dahl spoke.",
    );
    assert_eq!(between_days("2021-02-03", first, "2025-02-03", second), [""; 0]);
}

#[test]
fn articles_on_other_stories_are_not_compared() {
    let fire = "12 people died in a fire in Lyon. Firefighters of Lyon and Paris came.";
    let crash = "15 people died in a fire in Quito. Firefighters of Quito and Cuenca came.";
    assert_eq!(lines(&[fire, crash]), [""; 0]);
    let again = "15 people died in a fire in Lyon. Firefighters of Paris and Lyon came.";
    assert_eq!(lines(&[fire, again]).len(), 1);
}

#[test]
fn within_an_article_only_parties_contradict_each_other() {
    let article = "Brazil accused Norway of spying. Norway denied the allegations.";
    assert_eq!(lines(&[article]), ["denial: Brazil ACCUSED Norway: accused (1), denied (1)"]);
    let article = "Norway criticized Brazil. Later Norway did not criticize Brazil.";
    assert_eq!(lines(&[article]), [""; 0]);
}

#[test]
fn both_sides_come_with_their_words() {
    let found = found(&[
        "Kenya signed the Nairobi Accord on 3 May 2019, Tanzania said.",
        "Kenya signed the Nairobi Accord on 4 May 2019.",
    ]);
    let [dispute] = &found[..] else { panic!("{found:?}") };
    assert_eq!(dispute.left.quote, "Kenya signed the Nairobi Accord on 3 May 2019, Tanzania said.");
    assert_eq!(dispute.left.by, ["Tanzania"]);
    assert_eq!(dispute.right.quote, "Kenya signed the Nairobi Accord on 4 May 2019.");
    assert!(dispute.right.by.is_empty());
}

#[test]
fn copies_and_repeated_sentences_are_one_voice() {
    let wire = "Norway signed the Fjord Treaty on Monday after talks that had lasted for eleven \
                days and most of the nights between them, the government said in a short note.";
    let texts = [
        format!("{wire} The other parties to it are expected to follow before the end of May."),
        format!("By Our Staff\n\n{wire}"),
        "Oslo is wet in spring. Norway signed the Fjord Treaty. Kari Solberg likes it.".to_owned(),
        "Trains were late. Norway signed the Fjord Treaty. Nobody in Bergen saw it.".to_owned(),
    ];
    let read = |(at, text): (usize, &String)| read_article(&at.to_string(), text.as_bytes());
    let documents = texts.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>();
    let corpus = facts::draw(documents.expect("articles"), &Knowledge::default());
    assert_eq!(corpus.copies, [0, 0, 2, 3]);
    let signed = corpus.facts.iter().find(|fact| fact.relation == "SIGNED").expect("drawn");
    assert_eq!(signed.evidence.len(), 4);
    assert_eq!(corpus.independent_sources(signed), 2);
}
