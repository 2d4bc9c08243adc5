//! What can be checked and explained: quotes against articles, facts by rule and words, names that
//! may be one.

use std::fs;
use std::path::Path;
use std::process::Output;

use attest_tests::program::run;
use tempfile::TempDir;

const TALKS: &str = "Title: Bridge talks\nDate: 2025-03-04\n\n\
    Mayor Lena Ortiz of Lima visited Denmark on Monday. On Tuesday she condemned the \
    attack.\n\nOrtiz will not visit Kenya. President David Miller praised her.\n";

const BRIDGE: &str = "Title: Bridge opens\n\nPresident Moamer Kadhafi praised the bridge \
    agreement.\n";

const BANK: &str = "Title: Bank opens\n\nPresident Muammar Gaddafi visited Kenya.\n";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("articles")).expect("made");
    for (name, text) in [("talks", TALKS), ("bridge", BRIDGE), ("bank", BANK)] {
        fs::write(folder.path().join(format!("articles/{name}.txt")), text).expect("written");
    }
    folder
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn ran(folder: &Path, arguments: &[&str], status: i32) -> Output {
    let output = run(folder, &[&["-g", "."], arguments].concat(), "");
    assert_eq!(output.status.code(), Some(status), "{}", text(&output.stderr));
    output
}

fn said(folder: &Path, arguments: &[&str]) -> String {
    text(&ran(folder, arguments, 0).stdout)
}

#[test]
fn facts_are_explained_by_rule_words_and_resolution() {
    let folder = folder();
    let explained = |fact| said(folder.path(), &["explain", fact]);
    let facts = [
        "Lena Ortiz VISITED Denmark",
        "Ortiz CRITICIZED *",
        "Ortiz NOT_VISITED Kenya",
        "* PRAISED Lena Ortiz",
    ];
    insta::assert_snapshot!(without_line_numbers(&facts.map(explained).join("\n")));
}

/// Rules move when the lexicon grows.
fn without_line_numbers(text: &str) -> String {
    let digits = |part: &str| part.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned();
    let mut parts = text.split("tsv, line ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "tsv, line …" + &digits(part))
}

#[test]
fn the_line_of_a_rule_is_where_it_stands() {
    let folder = folder();
    let explained = said(folder.path(), &["explain", "Lena Ortiz VISITED Denmark"]);
    let (_, rule) = explained.split_once("relations.tsv, line ").expect("a rule");
    let number: usize = rule.split(':').next().and_then(|at| at.parse().ok()).expect("a number");
    let lexicon = attest_tests::top().join("graph-core/lexicon/relations.tsv");
    let lexicon = fs::read_to_string(lexicon).expect("the lexicon");
    let line = lexicon.lines().nth(number - 1).expect("the line");
    assert!(line.starts_with("VISITED\tv ") && line.contains("visit"), "{line}");
    fs::create_dir(folder.path().join("lexicon")).expect("made");
    let added = "# ours\nPRAISED\tv visit\tsubj\tobj\n";
    fs::write(folder.path().join("lexicon/relations.tsv"), added).expect("written");
    let explained = said(folder.path(), &["explain", "Lena Ortiz PRAISED Denmark"]);
    let rule = "the workspace's relations.tsv, line 2: the verb “visit” says PRAISED";
    assert!(explained.contains(rule), "{explained}");
}

#[test]
fn several_facts_are_listed_and_one_is_explained_by_its_number() {
    let folder = folder();
    let listed = said(folder.path(), &["explain", "* VISITED *"]);
    assert_eq!(listed.lines().count(), 2, "{listed}");
    let line = listed.lines().next().expect("a fact");
    let (id, statement) = line.trim().split_once("  ").expect("an id and a fact");
    let explained = said(folder.path(), &["explain", id]);
    assert!(explained.starts_with(statement), "{explained}");
    let asked = said(folder.path(), &["explain", "who visited Denmark?"]);
    assert!(asked.starts_with("Lena Ortiz VISITED Denmark\n"), "{asked}");
}

#[test]
fn the_shell_explains_the_rows_of_its_answers() {
    let folder = folder();
    let typed = "who visited Denmark?\n:why\n:why 1\n:why Lena Ortiz VISITED Denmark\n:merges\n";
    let output = run(folder.path(), &["-g", "."], typed);
    let shown = text(&output.stdout);
    assert_eq!(shown.matches("Lena Ortiz VISITED Denmark\n\ntalks").count(), 3, "{shown}");
    assert!(shown.contains("same\t"), "{shown}");
    let mistaken = ":why\nRETURN 1;\n:why 2\n:why 1\n";
    let wrong = run(folder.path(), &["-g", ".", "shell", "--keep-going"], mistaken);
    let wrong = text(&wrong.stderr);
    for refused in ["no answer yet", "no row `2`", "from no fact"] {
        assert!(wrong.contains(refused), "{wrong}");
    }
}

#[test]
fn what_names_no_fact_is_refused_with_advice() {
    let folder = folder();
    let refused = |fact| text(&ran(folder.path(), &["explain", fact], 1).stderr);
    assert!(
        refused("Lena Ortiz VISITED Atlantis")
            .contains("nothing in the graph is called `Atlantis`")
    );
    assert!(refused("David Miller VISITED Denmark").contains("the graph has no such fact"));
    assert!(refused("99999").contains("no relationship 99999"));
    assert!(refused("RETURN 1").contains("no fact of the articles"));
    assert!(refused("").contains("nothing to run"));
    let escape = refused("\u{1b}[31m VISITED \u{1b}[2J");
    assert!(!escape.contains('\u{1b}'), "{escape}");
}

#[test]
fn quotes_are_verified_against_the_articles() {
    let folder = folder();
    let sound = said(folder.path(), &["verify"]);
    assert!(sound.ends_with("3 articles: all are the bytes at their offsets\n"), "{sound}");
    said(folder.path(), &["export", "jsonl", "-o", "facts.jsonl"]);
    assert_eq!(said(folder.path(), &["verify", "facts.jsonl"]), sound);
    let changed = TALKS.replace("visited Denmark", "toured\u{1b}Denmark");
    fs::write(folder.path().join("articles/talks.txt"), changed).expect("written");
    fs::remove_file(folder.path().join("articles/bank.txt")).expect("removed");
    let told = text(&ran(folder.path(), &["verify", "facts.jsonl"], 1).stdout);
    let (mismatches, counts) = told.trim_end().rsplit_once('\n').expect("mismatches and counts");
    insta::assert_snapshot!(mismatches);
    assert!(counts.ends_with("3 articles: 5 are not the bytes at their offsets"), "{counts}");
    // What is drawn anew is sound.
    assert!(said(folder.path(), &["verify"]).contains("all are the bytes"));
}

#[test]
fn what_is_no_export_is_refused_with_its_line() {
    let folder = folder();
    let refused = |content: &[u8]| {
        fs::write(folder.path().join("facts.jsonl"), content).expect("written");
        text(&ran(folder.path(), &["verify", "facts.jsonl"], 1).stderr)
    };
    assert!(refused(b"{\"kind\":\"article\"}\nnews").contains("facts.jsonl: line 2 is no line of"));
    assert!(refused(b"{\"kind\":\"fact\"}").contains("missing field `evidence`"));
    assert!(refused(&"[".repeat(100_000).into_bytes()).contains("line 1 is no line of"));
    assert!(refused(b"\xff\xfe").contains("can't be read"));
    let missing = text(&ran(folder.path(), &["verify", "nowhere.jsonl"], 1).stderr);
    assert!(missing.contains("nowhere.jsonl can't be read"), "{missing}");
}

#[test]
fn suggested_merges_are_lines_to_paste_and_go_once_judged() {
    let folder = folder();
    let suggested = said(folder.path(), &["suggest"]);
    let expected = "# alike in sound; in bank, bridge\nsame\tMuammar Gaddafi\tMoamer Kadhafi\n";
    assert!(suggested.contains(expected), "{suggested}");
    fs::write(folder.path().join("aliases.tsv"), &suggested).expect("written");
    assert_eq!(said(folder.path(), &["suggest"]), "");
    let fact = said(folder.path(), &["explain", "Muammar Gaddafi PRAISED *"]);
    assert!(fact.contains("“Moamer Kadhafi”: aliases.tsv, line 2, says so"), "{fact}");
    let not = suggested.replace("same\t", "not\t");
    fs::write(folder.path().join("aliases.tsv"), not).expect("written");
    assert_eq!(said(folder.path(), &["suggest"]), "");
}

#[test]
fn disputes_stand_side_by_side() {
    let folder = tempfile::tempdir().expect("a folder");
    let articles = [
        ("001-monday", "Norway signed the Fjord Treaty on Monday. Kari Solberg arrested 30 men."),
        ("002-sunday", "Norway signed the Fjord Treaty on Sunday."),
        ("003-never", "Norway did not sign the Fjord Treaty."),
    ];
    fs::create_dir(folder.path().join("articles")).expect("made");
    for (id, text) in articles {
        let text = format!("Date: 2025-02-04\n\n{text}\n");
        fs::write(folder.path().join(format!("articles/{id}.txt")), text).expect("written");
    }
    let disputes = |articles: &[&str]| said(folder.path(), &[&["disputes"], articles].concat());
    let all = disputes(&[]);
    let kinds: Vec<&str> = all.lines().filter(|line| line.contains(": Norway")).collect();
    let (truth, date) = ("truth: Norway SIGNED Fjord Treaty", "date: Norway SIGNED Fjord Treaty");
    assert_eq!(kinds, [truth, date], "{all}");
    assert!(all.contains("│ 2025-02-03 (001-monday)") && all.contains("┆ 2025-02-02 (002-sunday)"));
    let dates = disputes(&["001", "002"]);
    assert!(dates.starts_with("date: Norway SIGNED Fjord Treaty\n"), "{dates}");
    assert_eq!(dates.matches("SIGNED").count(), 1, "{dates}");
    assert!(disputes(&["003"]).starts_with("truth: "));
    let refused = text(&ran(folder.path(), &["disputes", "00"], 1).stderr);
    assert!(refused.contains("the ids of 3 articles begin with `00`"), "{refused}");
    let refused = text(&ran(folder.path(), &["disputes", "9"], 1).stderr);
    assert!(refused.contains("no article's id begins with `9`"), "{refused}");
    let shell = run(folder.path(), &["-g", "."], ":disputes\n");
    assert_eq!(text(&shell.stdout), disputes(&[]));
    // What the workspace says is disputed no more.
    fs::create_dir(folder.path().join("lexicon")).expect("made");
    let lexicon = folder.path().join("lexicon/disputes.tsv");
    fs::write(&lexicon, "!once\tSIGNED\n").expect("written");
    assert!(!disputes(&[]).contains(date));
    fs::write(&lexicon, "twice\tSIGNED\n").expect("written");
    let refused = text(&ran(folder.path(), &["disputes"], 1).stderr);
    assert!(refused.contains("disputes.tsv, line 1") && refused.contains("`twice`"), "{refused}");
}
