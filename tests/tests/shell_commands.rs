//! The commands of the shell, through a pipe and at a terminal.

use std::fs;
use std::path::Path;
use std::process::Output;

use attest_tests::program::run;
use attest_tests::terminal::{PROMPT, Start};
use tempfile::TempDir;

/// Articles that nobody has seen.
const TALKS: &str = "Title: Bridge talks\nSource: The Valley Courier\nDate: 2025-03-04\n\n\
    Mayor Lena Ortiz criticized the bridge agreement on Monday. Ortiz will visit Denmark next month.\n\n\
    Lena Ortiz visited Norway on February 3, 2025.\n";
const VISIT: &str = "Date: 2025-03-06\n\nDenmark did not sign the agreement. \
    Lena Ortiz praised Denmark.\n";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("news")).expect("made");
    fs::write(folder.path().join("news/talks.txt"), TALKS).expect("written");
    fs::write(folder.path().join("news/visit.txt"), VISIT).expect("written");
    folder
}

/// The shell on the folder's articles with these lines through a pipe.
fn piped(folder: &Path, lines: &[&str]) -> Output {
    run(folder, &["-g", "news", "--no-cache"], &(lines.join("\n") + "\n"))
}

/// The shell on an empty graph.
fn in_memory(lines: &[&str]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &["-g", ":memory:"], &(lines.join("\n") + "\n"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// What stood on standard output of a run in which nothing was refused.
fn shown(output: &Output) -> String {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    text(&output.stdout)
}

/// What stood on standard error of a run in which something was refused.
fn refused(output: &Output) -> String {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

/// Whether the texts stand there in this order.
#[track_caller]
fn in_order(text: &str, wanted: &[&str]) {
    let mut at = 0;
    for part in wanted {
        match text[at..].find(part) {
            Some(found) => at += found + part.len(),
            None => panic!("no `{part}` behind byte {at} of:\n{text}"),
        }
    }
}

#[test]
fn entities_articles_and_dates_are_told() {
    let folder = folder();
    let lines = [
        ":entity Lena Ortiz",
        ":timeline",
        ":timeline 'Norway'",
        ":source tal",
        "MATCH (p:Person)-[v:VISITED]->(c) RETURN p, v, c;",
        ":evidence 1",
        ":source talks",
        ":schema",
    ];
    let output = piped(folder.path(), &lines);
    let told = shown(&output);
    let quote = "Lena Ortiz visited Norway on February 3, 2025.";
    in_order(
        &told,
        &[
            "Lena Ortiz (Person)\n",
            "  mentioned in: talks (",
            "visit (",
            "  VISITED\n    Norway, 2025-02-03, 1 source\n",
            // The timelines.
            "2025-02-03  Lena Ortiz VISITED Norway (day, 1 source)\n",
            "PLANNED_VISITED Denmark (month, planned, 1 source)\n",
            "2025-02-03  Lena Ortiz VISITED Norway (day, 1 source)\n",
            // The article.
            "talks, ",
            "  title  Bridge talks\n  source The Valley Courier\n  date   2025-03-04\n",
            "\nMayor Lena Ortiz criticized",
            &format!("\n{quote}\n"),
            // The article with the quote of the row.
            "talks, ",
            &format!("\n»{quote}«\n"),
            "│ label ",
            "│ Article ",
            "│ VISITED ",
            "Person → Country 1",
            "│ when ",
        ],
    );
}

#[test]
fn judgements_are_added_to_aliases_and_take_effect() {
    let folder = folder();
    let file = folder.path().join("news/aliases.tsv");
    let first = piped(folder.path(), &[":same Denmark = 'Norway'", ":entity Norway"]);
    let told = shown(&first);
    assert_eq!(fs::read_to_string(&file).expect("written"), "same\tDenmark\tNorway\n");
    in_order(&told, &["Denmark (Country)\n", "also called: Norway"]);
    let said = text(&first.stderr);
    in_order(&said, &["aliases.tsv, line 1: same | Denmark | Norway", "entity gone: Norway"]);

    // What a person wrote stays, with its line ends.
    let before = "# mine\r\nsame\tDenmark\tNorway";
    fs::write(&file, before).expect("written");
    let contradicted = refused(&piped(folder.path(), &[":not-same Norway = Denmark"]));
    assert!(contradicted.contains("said to be the same by line 2"), "{contradicted}");
    let unknown = refused(&piped(folder.path(), &[":same Denmark = Lena Ortis"]));
    assert!(unknown.contains("did you mean `Lena Ortiz`?"), "{unknown}");
    assert_eq!(fs::read_to_string(&file).expect("there"), before);
    shown(&piped(folder.path(), &[":not-same Lena Ortiz = \"Denmark\""]));
    let after = fs::read_to_string(&file).expect("there");
    assert_eq!(after, format!("{before}\r\nnot\tLena Ortiz\tDenmark\r\n"));
}

#[test]
fn judgements_need_a_workspace_folder() {
    let refusal = refused(&in_memory(&[":same A = B"]));
    assert!(refusal.contains("workspace folder") && refusal.contains(":open"), "{refusal}");
    let refusal = refused(&in_memory(&[":same A"]));
    assert!(refusal.contains("write `:same Marco Rubio = Rubio`"), "{refusal}");
}

#[test]
fn an_empty_graph_takes_every_command() {
    let told = shown(&in_memory(&[
        "\\?",
        ".help exports",
        ":help size",
        "\\d",
        ":timeline",
        ":disputes",
        ":merges",
        "CREATE (:Dam {name: 'Itaipú'})-[:FEEDS {when: date('1984-05-05')}]->(:City {name: 'Foz'});",
        ":entity itaipu",
        ":timeline Foz",
        ":schema",
        ":export cypher",
        ":quit",
    ]));
    in_order(
        &told,
        &[
            ":entity NAME",
            "dot",
            "size(",
            "Itaipú (Dam)\n  FEEDS\n    Foz",
            "1984-05-05  Itaipú FEEDS Foz (day)\n",
            "│ FEEDS ",
            "Dam → City 1",
            "Itaipú",
        ],
    );
}

#[test]
fn what_can_t_be_done_is_told_with_what_to_write() {
    for (lines, advice) in [
        (&[":entiti X"][..], "did you mean `:entity`?"),
        (&[".evidnce 1"], "did you mean `:evidence`?"),
        (&["\\! ls"], "outside of attest"),
        (&[":entity Nobody"], "nothing in the graph is called `Nobody`"),
        (&["CREATE ({name: 'Itaipú'});", ":entity Itapu"], "did you mean `Itaipú`?"),
        (&[":source x"], "no article's id begins with `x`"),
        (&["CREATE (:Article {id: 'x1'});", ":source x"], "made by a statement"),
        (&[":disputes 'my article'"], "begins with `my article`"),
        (&[":mode tabel"], "did you mean `:mode table`?"),
        (&[":param a = b c"], "^"),
        (&[":param 'a b' = 1"], "no name of a parameter"),
        (&[":param clear x"], "there is no parameter `x`"),
        (&[":strict maybe"], "write `:strict on` or `:strict off`"),
        (&[":last"], "there is no answer yet"),
        (&[":explain"], "nothing was asked yet"),
        (&[":export dott"], "did you mean `:export dot`?"),
        (&["RETURN 1;", ":export dot x.dot last"], "nothing that could be exported"),
        (&[":edit"], "needs a terminal"),
        (&[":reload"], ":open :memory:"),
        (&[":open no/such"], "there is no `no/such`"),
        (&[":help exprots"], "did you mean `:help exports`?"),
        (&[":evidence"], "write `:evidence N`"),
        (&[":schema all"], "takes no argument"),
    ] {
        let said = refused(&in_memory(lines));
        assert!(said.contains(advice), "{lines:?}\n{said}");
    }
}

#[test]
fn settings_hold_for_what_follows() {
    let output = in_memory(&[
        ":param who = 'Ann'",
        ":param least => 2",
        "\\x",
        ":timing on",
        "RETURN $who AS who, $least AS least;",
        ":param",
        ":mode csv",
        ":open :memory:",
        "RETURN $who AS who;",
        ":explain RETURN 1 AS n",
        ":profile",
        ":last",
        ":param clear who",
        ":param",
        ":mode",
        ":strict",
        ":timing off",
        ":timing",
    ]);
    let told = shown(&output);
    assert!(told.ends_with("\ncsv\noff\noff\n"), "{told}");
    in_order(
        &told,
        &["  who: Ann\nleast: 2\n", "│ least ", "│ who ", "who\nAnn\n", "who\nAnn\n", "│ least "],
    );
    assert_eq!(told.matches("│ who ").count(), 1, "{told}");
    assert_eq!(text(&output.stderr).matches("time: ").count(), 2, "{}", text(&output.stderr));
}

#[test]
fn reading_anew_tells_what_is_new_and_keeps_the_settings() {
    let folder = folder();
    let mut session = at_terminal(folder, 40).open();
    session.answer(":param who = 'Lena Ortiz'");
    session.answer("CREATE (:Topic {name: 'prisons'});");
    let news = session.folder.path().join("news");
    fs::remove_file(news.join("visit.txt")).expect("removed");
    fs::write(news.join("dam.txt"), "Sweden criticized Norway.\n").expect("written");
    let told = session.answer(":reload");
    for part in ["1 new article: dam", "1 article gone: visit", "Sweden", "had changed is gone"] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let kept = session.answer(":param");
    assert!(kept.contains("Lena Ortiz"), "{kept}");
    let read = session.answer("MATCH (p {name: $who}) RETURN p.name AS found;");
    assert!(read.contains("│ Lena Ortiz"), "{read}");
    let read = session.answer("MATCH (t:Topic) RETURN t;");
    assert!(!read.contains("prisons"), "{read}");
    session.press("\u{4}");
    assert_eq!(session.end().0, 0);
}

/// The shell at a terminal of so many lines.
fn at_terminal(folder: TempDir, lines: u16) -> Start {
    Start::on(folder).size(lines, 100)
}

#[cfg(unix)]
#[test]
fn what_is_taller_than_the_terminal_goes_to_the_pager() {
    let folder = folder();
    let paged = folder.path().join("paged");
    let pager = format!("tee '{}' | head -n 2", paged.display());
    let mut session = at_terminal(folder, 12).env("PAGER", &pager).open();
    session.answer("UNWIND range(1, 30) AS n RETURN n;");
    session.press("\u{c}");
    session.wait(|screen| screen.trim() == PROMPT);
    session.press(":last\r");
    let screen = session.wait(|screen| screen.matches(PROMPT).count() == 2);
    // Two lines came through, and the pager had them all.
    assert!(screen.contains("┌") && !screen.contains("│ 1 "), "{screen}");
    let all = fs::read_to_string(&paged).expect("paged");
    assert!(all.contains("│ 30 │"), "{all}");
    // What fits needs no pager.
    fs::remove_file(&paged).expect("there");
    let short = session.answer(":help size");
    assert!(short.contains("size(") && !paged.exists(), "{short}");
    session.press("\u{4}");
    assert_eq!(session.end().0, 0);
}

#[cfg(unix)]
#[test]
fn a_pager_that_can_t_start_is_none() {
    let mut session = at_terminal(folder(), 12).env("PAGER", "no-such-pager-here").open();
    session.press(":help\r");
    let screen = session.wait(|screen| screen.contains("keys") && screen.contains(PROMPT));
    assert!(!screen.contains("error"), "{screen}");
    session.press("\u{4}");
    assert_eq!(session.end().0, 0);
}

#[cfg(unix)]
#[test]
fn statements_are_edited_and_run() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let editor = folder.path().join("my editor");
    fs::write(&editor, "#!/bin/sh\ntext=$(sed 's/6/7/' \"$2\")\necho \"$text\" > \"$2\"\n")
        .expect("written");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).expect("set");
    let line = format!("'{}' --wait", editor.display());
    let mut session = at_terminal(folder, 40).env("EDITOR", &line).open();
    session.answer("RETURN 6 * 6 AS n;");
    let edited = session.answer(":edit");
    assert!(edited.contains("│ 42 │"), "{edited}");
    fs::write(session.folder.path().join("s.cypher"), "RETURN 'six6' AS s;").expect("written");
    let edited = session.answer("\\e s.cypher");
    assert!(edited.contains("six7"), "{edited}");
    fs::write(&editor, "#!/bin/sh\nexit 3\n").expect("written");
    let failed = session.answer(":edit");
    assert!(failed.contains("failed") && failed.contains("nothing was run"), "{failed}");
    session.press("\u{4}");
    assert_eq!(session.end().0, 0);
}

#[test]
fn messages_are_json_where_the_mode_is() {
    let said = refused(&in_memory(&[":mode jsonl", "RETURN 1 AS n;", ":entity Nobody"]));
    assert!(said.starts_with("{\"error\":{\"message\":\"nothing in the graph"), "{said}");
}
