//! Sentences → claims: what each construction asserts, with its stance.

use graph_core::claims::{Argument, Claim, extract};
use graph_core::lexicon::Lexicon;
use graph_core::parse::{Pipeline, Tree};

/// The claims of some sentences in the inventory's relations, a line each.
fn claims(text: &str) -> String {
    let parse = Pipeline::get().parse(text, 0);
    let tree = Tree::new(&parse, Lexicon::builtin());
    let mut lines: Vec<String> = extract(&tree, Some("2025-02-04"))
        .iter()
        .filter(|claim| graph_core::lexicon::INVENTORY.contains(&claim.relation.as_str()))
        .map(|claim| line(&tree, claim))
        .collect();
    lines.sort();
    lines.dedup();
    lines.join("\n")
}

fn line(tree: &Tree, claim: &Claim) -> String {
    let argument = |argument: Argument| match argument {
        Argument::Part { token, length } => tree.token(token).text[..length].to_owned(),
        other => tree.token(other.token()).text.to_string(),
    };
    let speakers: Vec<&str> = claim.speakers.iter().map(|&at| &*tree.token(at).text).collect();
    let mut line = format!(
        "{} {} {} {} {}",
        argument(claim.subject),
        claim.relation,
        argument(claim.object),
        claim.polarity.as_str(),
        claim.modality.as_str()
    );
    if !speakers.is_empty() {
        line = format!("{line} by {}", speakers.join(", "));
    }
    if let Some(when) = &claim.when {
        line = format!("{line} on {when}");
    }
    line
}

fn check(sentence: &str, expected: &[&str]) {
    assert_eq!(claims(sentence), expected.join("\n"), "{sentence}");
}

#[test]
fn verbs_with_subject_and_object() {
    check("Brazil condemned the attack.", &["Brazil CRITICIZED attack + fact"]);
    check(
        "Peru and Chile signed and praised the treaty.",
        &[
            "Chile PRAISED treaty + fact",
            "Chile SIGNED treaty + fact",
            "Peru PRAISED treaty + fact",
            "Peru SIGNED treaty + fact",
        ],
    );
}

#[test]
fn passives_name_the_agent_behind_by() {
    check("The minister was arrested by soldiers.", &["soldiers ARRESTED minister + fact"]);
    check("The minister was arrested on Monday.", &[]);
    check("The plan, criticized by farmers, failed.", &["farmers CRITICIZED plan + fact"]);
}

#[test]
fn subjects_are_found_through_control_and_relative_clauses() {
    check(
        "The bank, which has funded two dams, agreed to finance a school.",
        &[
            "bank AGREED_TO finance + fact",
            "bank FUNDED dams + fact",
            "bank FUNDED school + planned",
        ],
    );
    check(
        "After visiting Kenya, the queen met the president.",
        &["queen MET_WITH president + fact", "queen VISITED Kenya + fact"],
    );
}

#[test]
fn modality_and_negation() {
    check("Norway will fund the museum.", &["Norway FUNDED museum + planned"]);
    check("Norway could fund the museum.", &["Norway FUNDED museum + possible"]);
    check("Norway did not fund the museum.", &["Norway FUNDED museum - fact"]);
    check("Norway does not have plans to fund the museum.", &["Norway FUNDED museum - planned"]);
    check("Nobody supported the mayor.", &["Nobody SUPPORTED mayor - fact"]);
    check(
        "Norway refused to fund the museum.",
        &["Norway FUNDED museum - fact", "Norway OPPOSED fund + fact"],
    );
}

#[test]
fn what_is_only_asked_for_is_no_fact() {
    check("Unions urged Norway to fund the museum.", &["Unions DEMANDED fund + fact"]);
}

#[test]
fn whose_words_it_is() {
    check(
        "The company said that rebels attacked the mine.",
        &["rebels ATTACKED mine + claimed by company"],
    );
    check(
        "According to Reuters, rebels attacked the mine.",
        &["rebels ATTACKED mine + claimed by Reuters"],
    );
}

#[test]
fn who_insists_that_not_denies() {
    check("The ministry insisted that the dam was not unsafe.", &["ministry DENIED was + fact"]);
}

#[test]
fn nouns_that_assert_relations() {
    check(
        "Merkel's visit to Ankara followed talks with Erdogan.",
        &["Merkel MET_WITH Erdogan + fact", "Merkel VISITED Ankara + fact"],
    );
    check("The proposal raised concerns among teachers.", &["teachers CRITICIZED proposal + fact"]);
    check("A German-funded clinic opened.", &["German FUNDED clinic + fact"]);
}

#[test]
fn calling_something_is_a_verdict() {
    check("Doctors called it cruel.", &["Doctors CRITICIZED it + fact"]);
    check("Doctors described the ruling as historic.", &["Doctors PRAISED ruling + fact"]);
    check("Doctors called the police.", &[]);
}

#[test]
fn titles_and_appositions_tell_roles() {
    check("Canada's Prime Minister, Jane Doe, spoke.", &["Doe HAS_ROLE Canada + fact"]);
    check("Ann Lee, spokeswoman for the Red Cross, spoke.", &["Lee HAS_ROLE Cross + fact"]);
    check("Norwegian nurse Ann Lee spoke.", &[]);
}

#[test]
fn particles_change_what_a_verb_says() {
    check("Canada took in refugees.", &["Canada ACCEPTS refugees + fact"]);
    check("Canada took a breath.", &[]);
    check("Voters turned down the bond.", &["Voters OPPOSED bond + fact"]);
}

#[test]
fn examples_count_with_their_phrase() {
    check(
        "Groups like Oxfam condemned the plan.",
        &["Groups CRITICIZED plan + fact", "Oxfam CRITICIZED plan + fact"],
    );
}

#[test]
fn dates_count_from_the_article() {
    check(
        "Brazil condemned the attack on Monday.",
        &["Brazil CRITICIZED attack + fact on 2025-02-03"],
    );
}
