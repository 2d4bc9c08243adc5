//! The shell at a real terminal.

use std::fs;

use attest_tests::terminal::{Session, Start};
use tempfile::TempDir;

#[test]
fn a_session_from_greeting_to_ctrl_d() {
    let mut session = Session::open();
    assert!(session.contents().contains("1 articles"), "{}", session.contents());

    let help = session.answer(":help");
    assert!(help.contains(":evidence N") && help.contains(":schema"), "{help}");

    let answered = session.answer("who criticized the agreement?");
    assert!(answered.contains("Lena Ortiz"), "{answered}");
    assert!(answered.contains("MATCH"), "the Cypher is shown: {answered}");
    let evidence = session.answer(":evidence 1");
    let sentence = "bridge: “Mayor Lena Ortiz criticized the bridge agreement.”";
    assert!(evidence.contains(sentence), "{evidence}");
    let evidence = session.answer(":evidence 7");
    assert!(evidence.contains("no row `7`"), "{evidence}");

    session.press("\u{4}");
    let (status, folder) = session.end();
    assert_eq!(status, 0);
    check_history(&folder);
}

/// The history is kept for the user alone.
fn check_history(folder: &TempDir) {
    let file = folder.path().join("state/attest/history");
    let history = fs::read_to_string(&file).expect("a history");
    assert!(history.contains("who criticized the agreement?"), "{history}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = file.metadata().expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn statements_go_on_until_their_semicolon() {
    let mut session = Session::open();
    session.press("MATCH (p:Person)\r");
    session.press("RETURN p.name AS person;\r");
    let answered = session.wait(|screen| screen.contains("┆") || screen.contains("│ Lena Ortiz"));
    assert!(answered.contains("person"), "{answered}");
    let evidence = session.answer(":evidence 1");
    assert!(evidence.contains("row 1"), "a row of no relationship: {evidence}");
    session.press("quit\r");
    assert_eq!(session.end().0, 0);
}

#[test]
fn tab_completes_what_is_typed() {
    let mut session = Session::open();
    session.press("MATCH (p:Per\t");
    session.wait(|screen| screen.contains("attest> MATCH (p:Person"));
    session.press(")-[:CRIT\t");
    session.wait(|screen| screen.contains("MATCH (p:Person)-[:CRITICIZED"));
    session.press("]->({name: 'Len\t");
    session.wait(|screen| screen.contains("{name: 'Lena Ortiz'"));
    session.press("\u{3}");
    session.wait(|screen| screen.trim_end().ends_with("attest>"));
    session.press(":sch\t\r");
    let schema = session.wait(|screen| screen.contains("│ CRITICIZED        ┆     1 ┆"));
    assert!(schema.contains("│ Person    ┆     1 │"), "{schema}");
    session.press(":exit\r");
    assert_eq!(session.end().0, 0);
}

#[test]
fn mistakes_are_explained_and_the_shell_goes_on() {
    let mut session = Session::open();
    let unknown = session.answer(":shcema");
    assert!(unknown.contains("did you mean `:schema`"), "{unknown}");
    let wrong = session.answer("MATCH (p) RETURN q;");
    assert!(wrong.contains('q') && wrong.contains('^'), "{wrong}");
    let argument = session.answer(":evidence");
    assert!(argument.contains(":evidence N"), "{argument}");
    let exported = session.answer(":export dot news/graph.dot");
    assert!(!exported.contains("error"), "{exported}");
    assert!(session.folder.path().join("news/graph.dot").exists());
    fs::write(session.folder.path().join("news/s.cypher"), "RETURN 6 * 7 AS n;").expect("written");
    let loaded = session.answer(":load news/s.cypher");
    assert!(loaded.contains("42"), "{loaded}");
    session.press("\u{4}");
    assert_eq!(session.end().0, 0);
}

#[test]
fn what_is_written_in_the_shell_is_read_back() {
    let mut session = Session::open();
    let created = session.answer("CREATE (:Bridge {name: 'Old Bridge', lanes: 2});");
    assert!(created.contains("created 1 node, set 2 properties, added 1 label"), "{created}");
    assert!(created.contains("last until attest ends"), "{created}");
    let read = session.answer("MATCH (b:Bridge) RETURN b.name, b.lanes;");
    assert!(read.contains("Old Bridge") && !read.contains("warning"), "{read}");
    session.press("MATCH (b:Bri\t");
    session.wait(|screen| screen.contains("attest> MATCH (b:Bridge"));
    session.press(") RETURN count(b) AS bridges;\r");
    session.wait(|screen| screen.contains("bridges │") && screen.trim_end().ends_with("attest>"));
    let set = session.answer("MATCH (b:Bridge) SET b.lanes = 4;");
    assert!(set.contains("set 1 property") && !set.contains("last until"), "{set}");
    let mistyped = session.answer("MATCH (b:Bridge) DELTE b;");
    assert!(mistyped.contains("did you mean DELETE?"), "{mistyped}");
    let warned = session.answer("MATCH (b:Brigde) RETURN b;");
    assert!(warned.contains("warning") && warned.contains("did you mean `Bridge`?"), "{warned}");
    session.answer(":strict on");
    let refused = session.answer("MATCH (b:Brigde) RETURN b;");
    assert!(refused.contains("error") && refused.contains("did you mean `Bridge`?"), "{refused}");
    session.press("\u{4}");
    assert_eq!(session.end().0, 0);
}

#[test]
fn reading_many_articles_shows_a_bar_with_rate_and_time_left() {
    const ARTICLES: usize = 150;
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("news")).expect("made");
    for number in 0..ARTICLES {
        let sentence = format!("Mayor Lena Ortiz of Lund criticized plan {number} on Monday. ");
        let file = folder.path().join(format!("news/{number}.txt"));
        fs::write(file, sentence.repeat(60)).expect("written");
    }
    let session = Start::on(folder).start();
    let bar = |screen: &str| {
        let (_, behind) = screen.split_once(&format!(" of {ARTICLES} articles, "))?;
        let (rate, behind) = behind.split_once("/s, ")?;
        Some((rate.parse::<f64>().ok()?, behind.split_once(" left")?.0.to_owned()))
    };
    let screen = session.wait(|screen| bar(screen).is_some_and(|(rate, _)| rate > 0.0));
    let (_, left) = bar(&screen).expect("it is there");
    assert!(left.trim().ends_with('s'), "{screen}");
    assert!(screen.contains("reading ["), "{screen}");
    let done = session.wait(|screen| screen.trim_end().ends_with("attest>"));
    assert!(!done.contains("/s, "), "{done}");
}

#[test]
fn the_prompt_shows_that_a_unit_is_open() {
    const PROMPT_IN_UNIT: &str = "attest*";
    let open = |screen: &str| screen.trim_end().ends_with(PROMPT_IN_UNIT);
    let mut session = Session::open();
    let opened = session.answer(":open news.attest");
    assert!(opened.contains("there is no store `news.attest` yet"), "{opened}");
    session.press("BEGIN\r");
    session.wait(open);
    session.press("CREATE (:Bridge {name: 'Old Bridge'});\r");
    let created = session.wait(|screen| screen.contains("created 1 node") && open(screen));
    assert!(!created.contains("last until"), "{created}");
    // Ctrl-C ends the statement, not the unit.
    session.press("\u{c}");
    session.press("UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y CREATE ();\r");
    session.wait(|screen| screen.contains("running"));
    session.press("\u{3}");
    session.wait(|screen| screen.contains("the unit goes on") && open(screen));
    session.press("\u{c}:reload\r");
    session.wait(|screen| screen.contains("a unit is open, which `:reload` would lose"));
    session.press("MATCH (b) RETURN count(b) AS bridges;\r");
    session.wait(|screen| screen.contains("│       1 │") && open(screen));
    session.press("ROLLBACK;\r");
    let closed = |screen: &str| screen.trim_end().ends_with("attest>");
    session.wait(|screen| screen.contains("rolled back: created 1 node") && closed(screen));
    session.press(":begin\r");
    session.wait(open);
    session.press("CREATE ();\r");
    session.wait(|screen| screen.matches("created 1 node").count() > 1 && open(screen));
    session.press("quit\r");
    session.wait(|screen| screen.contains("was not committed, so it is undone: created 1 node"));
    assert_eq!(session.end().0, 0);
}
