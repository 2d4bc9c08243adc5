//! A workspace's own lexicon: what it adds to facts and questions, what it is refused for, what
//! its rules find.

use std::fs;
use std::path::Path;

use attest_tests::program::run;
use tempfile::TempDir;

const ARTICLE: &str = "Belgium's Cordiva sued Sanjeevan Biologics in Brussels on Monday. \
                       Lena Ortiz visited the Ghent interchange. \
                       Lena Ortiz urged Cordiva to sue the bakery.\n";

/// A workspace with one article and a `relations.tsv`.
fn workspace(relations: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("articles")).expect("made");
    fs::create_dir(folder.path().join("lexicon")).expect("made");
    fs::write(folder.path().join("articles/a.txt"), ARTICLE).expect("written");
    fs::write(folder.path().join("lexicon/relations.tsv"), relations).expect("written");
    folder
}

/// What goes to standard output and to standard error.
fn attest(folder: &Path, arguments: &[&str], status: i32) -> (String, String) {
    let output = run(folder, &[&["-g", "."], arguments].concat(), "");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{told}");
    (text(&output.stdout), told)
}

const SUED: &str = "SUED\tv sue\tsubj\tobj\tParty > Party\n!ACCUSED\tv sue\n";

#[test]
fn a_relation_of_the_workspace_is_drawn_and_asked_for() {
    let folder = workspace(SUED);
    let query = "MATCH (a)-[r:SUED]->(b) RETURN a.name AS a, b.name AS b";
    let (rows, _) = attest(folder.path(), &["query", query, "--format", "csv"], 0);
    assert_eq!(rows, "a,b\nCordiva,Sanjeevan Biologics\n");
    let (rows, told) =
        attest(folder.path(), &["query", "who sued Sanjeevan Biologics?", "--format", "csv"], 0);
    assert!(rows.contains("Cordiva") && told.contains("[f:SUED]"), "{rows}{told}");
    let (rows, _) =
        attest(folder.path(), &["query", "was Sanjeevan Biologics sued by Cordiva?"], 0);
    assert!(rows.contains("yes"), "{rows}");
}

#[test]
fn a_bad_line_refuses_the_workspace() {
    let folder = workspace("# ours\nSUED\tv sue\tsubject\tobj\nsued\tv sue\tsubj\tobj\n");
    fs::write(folder.path().join("lexicon/verbs.txt"), "").expect("written");
    let (rows, told) = attest(folder.path(), &["query", "RETURN 1 AS n"], 1);
    assert_eq!(rows, "");
    let errors: Vec<&str> = told.lines().filter(|line| line.starts_with("error")).collect();
    assert_eq!(errors.len(), 3, "{told}");
    assert!(errors[0].contains("verbs.txt is no file of a lexicon"), "{told}");
    assert!(errors[1].contains("relations.tsv, line 2, column 12: `subject`"), "{told}");
    assert!(errors[2].contains("line 3, column 1"), "{told}");
    assert!(attest(folder.path(), &["lexicon", "check"], 1).0.is_empty());
}

#[test]
fn rules_show_what_they_find() {
    let folder = workspace(&format!("{SUED}SUED\tn lawsuit\tposs\t@against\n"));
    let (checked, _) = attest(folder.path(), &["lexicon", "check"], 0);
    assert!(checked.contains("2 of the workspace"), "{checked}");
    assert!(checked.contains("finds nothing: SUED by n lawsuit (lexicon/relations.tsv, line 3)"));
    assert!(!checked.contains("finds nothing: SUED by v sue"), "{checked}");
    let (tried, _) = attest(folder.path(), &["lexicon", "test", "sued"], 0);
    assert!(tried.contains("SUED by v sue (lexicon/relations.tsv, line 1): found 2"), "{tried}");
    assert!(tried.contains("‹Cordiva› [sued]"), "{tried}");
    assert!(tried.contains("Cordiva SUED Sanjeevan Biologics"), "{tried}");
    assert!(tried.contains("no fact: "), "{tried}");
    let rule = "TOURED\tv visit\tsubj\tobj\tPerson > Country";
    let (tried, _) = attest(folder.path(), &["lexicon", "test", rule], 0);
    assert!(tried.contains("found 1, facts 0"), "{tried}");
    assert!(tried.contains("not Country"), "{tried}");
    let (_, told) = attest(folder.path(), &["lexicon", "test", "flurb"], 1);
    assert!(told.contains("no rule has `flurb`"), "{told}");
}
