//! The files of a lexicon: what they add, what they take back, what is refused.

use std::fs;

use super::*;
use crate::corpus::EntityType;

/// The built-in lexicon with one file added.
fn with(name: &str, text: &str) -> Result<Lexicon, Vec<LexiconError>> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    Lexicon::with_folder(folder.path())
}

/// The refusal of a file's only bad line, without the folder.
fn refusal(name: &str, text: &str) -> String {
    let errors = with(name, text).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    let message = errors[0].to_string();
    message[message.find(name).unwrap()..].to_owned()
}

#[test]
fn the_built_in_files_are_well_formed() {
    let lexicon = files::builtin().unwrap();
    assert!(lexicon.added_relations().is_empty(), "{:?}", lexicon.added_relations());
}

#[test]
fn a_line_gives_a_frame_for_each_alternative() {
    let line = "ACCEPTS\tv gulp in|gulp back\tsubj + @with\t@to|@on, clause\tParty > Group";
    let lexicon = with("relations.tsv", line).unwrap();
    let frames: Vec<&Frame> = lexicon.triggered(TriggerKind::Verb, "gulp").collect();
    assert_eq!(frames.len(), 2);
    assert_eq!(frames[1].trigger.particle.as_deref(), Some("back"));
    assert_eq!(frames[0].subject, [[Slot::Subject, Slot::Preposition("with".into())]]);
    assert_eq!(frames[0].object.len(), 2);
    assert!(frames[0].object_types.allows(EntityType::Group));
    assert!(!frames[0].object_types.allows(EntityType::Thing));
    let origin = Origin { file: "relations.tsv", line: 1, workspace: true };
    assert_eq!(frames[0].origin, origin);
}

#[test]
fn a_workspace_adds_relations_and_words() {
    let text = "# ours\n\nSUED\tv sue\tsubj\tobj\tParty > Party\r\nCRITICIZED\tv pan\tsubj\tobj\n";
    let lexicon = with("relations.tsv", text).unwrap();
    assert_eq!(lexicon.added_relations(), ["SUED"]);
    assert!(lexicon.knows("SUED") && lexicon.knows("SIGNED") && !lexicon.knows("CARRY"));
    let sued: Vec<&str> =
        lexicon.triggered(TriggerKind::Verb, "sue").map(|frame| frame.relation.as_str()).collect();
    assert_eq!(sued, ["ACCUSED", "SUED"]);

    let nouns = with("nouns.tsv", "Agreement\tmayor tramline\n").unwrap();
    assert_eq!(nouns.words.noun_type("tramline"), Some(EntityType::Agreement));
    assert_eq!(nouns.words.noun_type("mayor"), Some(EntityType::Agreement), "ours counts");
    let words = with("roles.txt", "ombudsman\n~lamplighter\n!mayor\n").unwrap().words;
    assert!(words.is_office("ombudsman") && words.is_role("lamplighter"));
    assert!(!words.is_office("lamplighter") && !words.is_role("mayor"));
    let words = with("speech.txt", "quip\ninsist\nquibble !\n").unwrap().words;
    assert!(words.is_speech("quip") && words.insists("quibble") && !words.insists("insist"));
    let words = with("sentiment.tsv", "tramline\t-2.5\n!great\n").unwrap().words;
    assert!(words.is_blame("tramline") && words.is_praise("great"), "praise.txt has it too");
    let words = with("modality.tsv", "ponder\tv\tpossible\n!offer\tv\n").unwrap().words;
    assert_eq!(words.effect(EffectKind::Verb, "ponder"), Some(Effect::Possible));
    assert_eq!(words.effect(EffectKind::Verb, "offer"), None);
    let line = "Ruritania\tKingdom of Ruritania\tRuritanian\tZenda Palace\n!Chad";
    let countries = with("countries.tsv", line).unwrap().countries;
    assert_eq!(countries.of_institution("the Zenda Palace"), Some("Ruritania"));
    assert_eq!(countries.of_adjective("Ruritanians"), Some("Ruritania"));
    assert_eq!(countries.named("Chad"), None);
    let words = with("first-names.tsv", "female\tzyxa zyxo\n").unwrap().words;
    assert_eq!(words.gender("zyxo"), Some(Gender::Female));
}

#[test]
fn frames_are_taken_back_by_relation_and_trigger() {
    let lexicon = with("relations.tsv", "!ACCUSED\tv sue|indict\n!-WON\tv lose\n").unwrap();
    assert_eq!(lexicon.triggered(TriggerKind::Verb, "sue").count(), 0);
    assert_eq!(lexicon.triggered(TriggerKind::Verb, "blame").count(), 1);
    let lost: Vec<bool> = lexicon
        .triggered(TriggerKind::Verb, "lose")
        .filter(|frame| frame.relation == "WON")
        .map(|frame| frame.negative)
        .collect();
    assert_eq!(lost, [false]);
    let turned = with("relations.tsv", "!OPPOSED\tv turn away").unwrap();
    let particles: Vec<_> = turned
        .triggered(TriggerKind::Verb, "turn")
        .filter(|frame| frame.relation == "OPPOSED")
        .filter_map(|frame| frame.trigger.particle.as_deref())
        .collect();
    assert_eq!(particles, ["down", "back"]);
}

#[test]
fn a_bad_line_is_refused_with_its_place_and_what_to_write() {
    let refusals: Vec<String> = [
        ("relations.tsv", "# note\nSUED\tv sue"),
        ("relations.tsv", "SUED\tv sue\tsubj\tobj\tParty > *\tmore"),
        ("relations.tsv", "sued\tv sue\tsubj\tobj"),
        ("relations.tsv", "-NOT_SUED\tv sue\tsubj\tobj"),
        ("relations.tsv", "PLANNED_SUED\tv sue\tsubj\tobj"),
        ("relations.tsv", "MENTIONED_IN\tv sue\tsubj\tobj"),
        ("relations.tsv", "SUED\tverb sue\tsubj\tobj"),
        ("relations.tsv", "SUED\tsue\tsubj\tobj"),
        ("relations.tsv", "SUED\tv Sue\tsubj\tobj"),
        ("relations.tsv", "SUED\tv sue||prosecute\tsubj\tobj"),
        ("relations.tsv", "SUED\tv go to court\tsubj\tobj"),
        ("relations.tsv", "SUED\tv sue\tsubject\tobj"),
        ("relations.tsv", "SUED\tn lawsuit\tposs\tobj"),
        ("relations.tsv", "SUED\tv sue\tsubj\tobj, self"),
        ("relations.tsv", "SUED\tv sue\tsubj\t"),
        ("relations.tsv", "SUED\tv sue\tsubj\tobj\tHuman > *"),
        ("relations.tsv", "SUED\tv sue\tsubj\tobj\tPerson"),
        ("relations.tsv", "!SUED\tv sue"),
        ("modality.tsv", "ponder\tverb\tpossible"),
        ("modality.tsv", "ponder\tv\tmaybe"),
        ("modality.tsv", "ponder v possible"),
        ("nouns.tsv", "Human\tmayor"),
        ("nouns.tsv", "Person\tMayor"),
        ("nouns.tsv", "Person\tmayor  sheriff"),
        ("roles.txt", "Ombudsman"),
        ("roles.txt", "*taoiseach="),
        ("speech.txt", "!warble"),
        ("sentiment.tsv", "tramline\tgood"),
        ("sentiment.tsv", "tramline\t7"),
        ("first-names.tsv", "woman\tzyxa"),
        ("countries.tsv", "\tRuritania"),
        ("countries.tsv", "Ruritania\t|Zenda"),
    ]
    .map(|(name, text)| refusal(name, text))
    .into();
    insta::assert_snapshot!(refusals.join("\n"));
}

#[test]
fn every_bad_line_of_every_file_is_told_and_columns_count_characters() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("roles.txt"), "Mayor\nSheriff\n").unwrap();
    fs::write(folder.path().join("relations.tsv"), "SUED\tv é\tsubj\töbj\n").unwrap();
    fs::write(folder.path().join("speech.txt"), b"say\n\xff\n").unwrap();
    fs::write(folder.path().join("verbs.tsv"), "").unwrap();
    fs::write(folder.path().join(".hidden"), "").unwrap();
    let errors = Lexicon::with_folder(folder.path()).unwrap_err();
    let told: Vec<String> = errors
        .iter()
        .map(|error| error.to_string().replace(&format!("{}/", folder.path().display()), ""))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}
