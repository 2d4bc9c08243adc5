//! What is typed at the shell's prompt, at a real terminal: completion, lines, pastes, history.

use std::fs;

use attest_tests::terminal::{PROMPT, Session, Start};
use tempfile::TempDir;
use vt100::Color;

/// The shell on one short article, to be started in a way of one's own.
fn start() -> Start {
    Start::on(news())
}

fn news() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("news")).expect("made");
    let article = "Bridge talks\n\nMayor Lena Ortiz criticized the bridge agreement.\n";
    fs::write(folder.path().join("news/bridge.txt"), article).expect("written");
    folder
}

/// Asks for the list of what may follow, waits for a line that begins and ends so, and clears
/// all.
fn check_listed(session: &mut Session, typed: &str, begins: &str, ends: &str) {
    session.press(&format!("{typed}\t\t"));
    let listed = |screen: &str| {
        screen.lines().any(|line| line.starts_with(begins) && line.trim_end().ends_with(ends))
    };
    session.wait(listed);
    session.press("\u{15}\u{c}");
    session.wait(|screen| screen.trim() == PROMPT);
}

/// Types and waits for a line of the screen.
fn check_typed(session: &mut Session, typed: &str, line: &str) {
    session.press(typed);
    session.wait(|screen| screen.lines().any(|shown| shown.trim_end() == line));
}

#[test]
fn tab_lists_what_may_follow_and_what_it_is() {
    let mut session = start().arg("shell").arg("--param").arg("least=2").open();
    let listed: &[(&str, &str, &str)] = &[
        ("MATCH (p:", "Person ", "  1 node"),
        ("MATCH ()-[:", "MENTIONED_IN ", "  2 relationships"),
        ("MATCH ()-[:MENTIONED_IN|", "CRITICIZED ", "  1 relationship"),
        ("MATCH (p:Person) RETURN p.", "mentions ", "  integer"),
        ("MATCH (p:Person {", "name ", "  string"),
        ("MATCH (one:Person)-[two]->(three) RETURN ", "one ", "  node :Person"),
        ("RETURN to", "toUpper(text) ", "upper case"),
        ("CALL db.", "db.labels() ", "labels in use"),
        ("CALL attest.evidence(r) YIELD ", "quote ", "string"),
        ("MATCH (n:Person) WHERE n.name = '", "Lena Ortiz ", "Person, 1 mention"),
        (":e", ":evidence N ", "row N of the last answer"),
        (":export ", "jsonl ", "one JSON object a line"),
    ];
    for (typed, begins, ends) in listed {
        check_listed(&mut session, typed, begins, ends);
    }
    session.press("\u{4}");
    assert_eq!(session.end().0, 0);
}

#[test]
fn tab_completes_in_the_case_and_the_place_of_the_cursor() {
    let mut session = start().arg("shell").arg("--param").arg("least=2").open();
    let typed: &[(&str, &str)] = &[
        ("mat\t", "attest> match"),
        ("MAT\t", "attest> MATCH"),
        ("who criticized? len\t", "attest> who criticized? Lena Ortiz"),
        ("RETURN $\t", "attest> RETURN $least"),
        ("match (p) return p.name ord\t", "attest> match (p) return p.name order by"),
        // In the middle of the line: `p)` stands behind the cursor.
        ("MATCH (p) RETURN siz(p)\u{1b}[D\u{1b}[D\u{1b}[D\t", "attest> MATCH (p) RETURN size(p)"),
        ("MATCH (first)\rRETURN fir\t", "   ...> RETURN first"),
    ];
    for (typed, line) in typed {
        check_typed(&mut session, typed, line);
        session.press("\u{3}");
        session.wait(|screen| screen.trim_end().ends_with(PROMPT));
        session.press("\u{c}");
        session.wait(|screen| screen.trim() == PROMPT);
    }
    session.press("\u{4}");
    assert_eq!(session.end().0, 0);
}

#[test]
fn lines_that_go_on_are_marked_and_edited_as_one_statement() {
    let mut session = Session::open();
    check_typed(&mut session, "MATCH (p:Persn)\r", "attest> MATCH (p:Persn)");
    session.wait(|screen| screen.lines().last().is_some_and(|line| line.starts_with("   ...>")));
    assert_eq!(session.screen(vt100::Screen::cursor_position), (2, 8));
    check_typed(&mut session, "RETURN p.name AS person;", "   ...> RETURN p.name AS person;");
    // Up to the end of the first line, and the missing letter.
    session.press("\u{1b}[A\u{1b}[F\u{1b}[D\u{1b}[Do");
    session.wait(|screen| screen.contains("attest> MATCH (p:Person)"));
    session.press("\r");
    session.wait(|screen| screen.contains("│ Lena Ortiz") || screen.contains("Lena Ortiz │"));
    session.press("\u{c}");
    session.wait(|screen| screen.trim() == PROMPT);
    // It comes back whole; the mark goes with the end of the line, and comes with it.
    session.press("\u{1b}[A");
    let both = "attest> MATCH (p:Person)\n   ...> RETURN p.name AS person;";
    session.wait(|screen| screen.trim_end() == both);
    session.press("\u{1b}[H\u{7f} ");
    session.wait(|screen| screen.trim_end() == "attest> MATCH (p:Person) RETURN p.name AS person;");
    session.press("\u{3}");
    session.wait(|screen| screen.trim_end().ends_with(PROMPT));
    session.press("MATCH (dropped\r\u{3}");
    session.wait(|screen| screen.contains("...>") && screen.trim_end().ends_with(PROMPT));
    let kept = session.answer("RETURN 6 * 7 AS n;");
    assert!(kept.contains("42"), "{kept}");
    session.press("\u{4}");
    assert_eq!(session.end().0, 0);
}

#[test]
fn pasted_statements_run_one_by_one_and_the_last_one_goes_on() {
    let mut session = Session::open();
    let pasted = "RETURN 1 AS one;\nRETURN\n  nothing;\n:strict on\nMATCH (p:Person)\n";
    session.press(&format!("\u{1b}[200~{pasted}\u{1b}[201~\r"));
    let ran = session.wait(|screen| screen.contains("...> ; runs it"));
    assert!(ran.contains("one"), "{ran}");
    assert!(ran.contains("`nothing`"), "a mistake is told: {ran}");
    assert!(ran.contains("attest> MATCH (p:Person)\n   ...> ; runs it"), "{ran}");
    session.press("RETURN p.name AS person;\r");
    session.wait(|screen| screen.contains("Lena Ortiz") && screen.trim_end().ends_with(PROMPT));
    session.press("\u{4}");
    let (_, folder) = session.end();
    let history = fs::read_to_string(folder.path().join("state/attest/history")).expect("kept");
    let entries = [
        "#V2",
        "RETURN 1 AS one;",
        "RETURN\\n  nothing;",
        ":strict on",
        "MATCH (p:Person)\\nRETURN p.name AS person;",
    ];
    assert_eq!(history.lines().collect::<Vec<_>>(), entries);
}

#[test]
fn hidden_characters_of_a_paste_are_told_not_drawn() {
    let mut session = Session::open();
    session.press("\u{1b}[200~RETURN 'a\u{202e}b\u{7}' AS x;\u{1b}[201~");
    let shown = session.wait(|screen| screen.contains("hidden character: U+202E"));
    assert!(shown.contains("attest> RETURN 'ab' AS x;  (hidden"), "{shown}");
    session.press("\r");
    session.wait(|screen| screen.contains("\\u{202e}") && screen.trim_end().ends_with(PROMPT));
    assert!(!session.contents().contains('\u{202e}'), "{}", session.contents());
    session.press("\u{4}");
    assert_eq!(session.end().0, 0);
}

#[test]
fn history_goes_from_session_to_session() {
    let mut first = start().open();
    first.answer("RETURN mistaken;");
    first.answer("RETURN 1 AS n;");
    first.answer("RETURN 1 AS n;");
    first.press("MATCH (p:Person)\r");
    first.press("RETURN p;\r");
    first.wait(|screen| screen.contains("Lena") && screen.trim_end().ends_with(PROMPT));
    first.press("\u{4}");
    let (_, folder) = first.end();

    let mut second = Start::on(folder).open();
    let both = "attest> MATCH (p:Person)\n   ...> RETURN p;";
    second.press("\u{1b}[A");
    second.wait(|screen| screen.trim_end().ends_with(both));
    // From the first line on to what was typed before, each once.
    check_typed(&mut second, "\u{1b}[A\u{1b}[A", "attest> RETURN 1 AS n;");
    check_typed(&mut second, "\u{1b}[A", "attest> RETURN mistaken;");
    second.press("\u{12}Pers");
    second.wait(|screen| {
        screen.contains("(reverse-i-search)`Pers'") && screen.contains("(p:Person)")
    });
    second.press("\r");
    second.wait(|screen| screen.contains("Lena") && screen.trim_end().ends_with(PROMPT));
    second.press("\u{4}");
    assert_eq!(second.end().0, 0);
}

#[test]
fn history_is_kept_where_it_is_said() {
    let mut none = start().arg("--history").arg("none").open();
    none.answer("RETURN 1 AS n;");
    // For the session it is there.
    none.press("\u{c}");
    none.wait(|screen| screen.trim() == PROMPT);
    check_typed(&mut none, "\u{1b}[A", "attest> RETURN 1 AS n;");
    none.press("\u{3}");
    none.wait(|screen| screen.trim_end().ends_with(PROMPT));
    none.press("\u{c}");
    none.wait(|screen| screen.trim() == PROMPT);
    none.press("\u{4}");
    let (_, folder) = none.end();
    assert!(!folder.path().join("state/attest/history").exists());

    let mut named = Start::on(folder).arg("--history").arg("typed").open();
    named.answer("RETURN 2 AS n;");
    named.press("\u{4}");
    let (_, folder) = named.end();
    let typed = fs::read_to_string(folder.path().join("typed")).expect("kept");
    assert_eq!(typed, "#V2\nRETURN 2 AS n;\n");

    let article = Start::on(folder).arg("--history").arg("news/bridge.txt").open();
    let shown = article.contents();
    assert!(shown.contains("news/bridge.txt is no history"), "{shown}");
}

#[test]
fn colours_are_on_the_screen_only_where_they_are_wanted() {
    let colour_of = |session: &Session, column: u16| {
        let (row, _) = session.screen(vt100::Screen::cursor_position);
        session.screen(|screen| screen.cell(row, column).expect("a cell").fgcolor())
    };
    let mut coloured = Session::open();
    check_typed(&mut coloured, "RETURN 'text', 12", "attest> RETURN 'text', 12");
    let colours = [8, 15, 23].map(|column| colour_of(&coloured, column));
    assert_eq!(colours, [Color::Idx(4), Color::Idx(2), Color::Idx(3)]);

    let mut plain = start().env("NO_COLOR", "1").open();
    check_typed(&mut plain, "RETURN 'text', 12", "attest> RETURN 'text', 12");
    assert_eq!([8, 15, 23].map(|column| colour_of(&plain, column)), [Color::Default; 3]);
    // The mark is no colour.
    plain.press("\r");
    plain.wait(|screen| screen.trim_end().ends_with("...>"));
    assert_eq!(colour_of(&plain, 3), Color::Default);
}

#[test]
fn a_terminal_without_a_cursor_to_move_is_prompted_plainly() {
    let mut session = start().env("TERM", "dumb").open();
    session.press("RETURN\r");
    session.wait(|screen| screen.trim_end().ends_with("...>"));
    session.press("6 * 7 AS n;\r");
    let answered = session.wait(|screen| screen.contains("42"));
    assert!(!answered.contains('\u{1b}'), "{answered}");
    session.press("\u{4}");
    assert_eq!(session.end().0, 0);
}
