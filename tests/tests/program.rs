//! Options of the program: limits of statements, quiet and errors for programs, completions.

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use attest_tests::program::run;
use attest_tests::terminal::{PROMPT, Session, Start};
use serde_json::Value;

fn in_memory(arguments: &[&str], input: &str) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    run(folder.path(), &[&["-g", ":memory:"], arguments].concat(), input)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Standard output, standard error and the exit status.
fn said(output: &Output) -> (String, String, Option<i32>) {
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

/// Takes minutes.
const LONG: &str =
    "UNWIND range(1, 9000) AS a UNWIND range(1, 9000) AS b WITH a WHERE a < 0 RETURN a";

#[test]
fn a_statement_ends_when_its_time_is_up() {
    for time in ["0.05", "50ms"] {
        let (out, error, status) = said(&in_memory(&["query", LONG, "--timeout", time], ""));
        assert_eq!((&*out, status), ("", Some(1)), "{error}");
        assert!(error.contains("longer than 50ms") && error.contains("--timeout"), "{error}");
    }
    // Each statement has its own time.
    let script = format!("{LONG};RETURN 1 AS one;");
    let arguments = ["run", "-", "--timeout=50ms", "--keep-going", "--format=csv"];
    assert_eq!(said(&in_memory(&arguments, &script)).0, "one\n1\n");
    for time in ["soon", "0", "-1", ""] {
        let (_, error, status) = said(&in_memory(&["query", "RETURN 1", "--timeout", time], ""));
        assert_eq!(status, Some(2), "{error}");
        assert!(time == "-1" || error.contains("500ms"), "{error}");
    }
}

#[test]
fn statements_that_change_are_refused_where_all_is_only_read() {
    let script = "MATCH (n) RETURN count(n) AS n; CREATE (:A);";
    let (out, error, status) =
        said(&in_memory(&["run", "-", "--read-only", "--format=csv"], script));
    assert_eq!((&*out, status), ("n\n0\n", Some(1)));
    assert!(error.contains("-:1:33") && error.contains("^^^^^^^^^^^"), "{error}");
    assert!(error.contains("--read-only"), "{error}");
    // Corrections are what the workspace is.
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("news/articles")).expect("made");
    fs::write(folder.path().join("news/articles/1.txt"), "Ann met Bob.\n").expect("written");
    let corrections = "CREATE (:Topic {name: 'talks'});\n";
    fs::write(folder.path().join("news/corrections.cypher"), corrections).expect("written");
    let query = ["-g", "news", "query", "MATCH (t:Topic) RETURN t.name", "--read-only"];
    let output = run(folder.path(), &[&query[..], &["--format=csv"]].concat(), "");
    assert_eq!(said(&output).0, "t.name\ntalks\n");
}

#[test]
fn options_of_the_shell_need_no_command() {
    let created = in_memory(&["--read-only", "--format=csv"], "CREATE (:Topic);");
    let (answer, error, status) = said(&created);
    assert_eq!((answer.as_str(), status), ("", Some(1)));
    assert!(error.contains("--read-only"), "{error}");
    let (answer, _, status) = said(&in_memory(&["--format", "csv"], "RETURN 1 AS n;"));
    assert_eq!((answer.as_str(), status), ("n\n1\n", Some(0)));
    for wrong in ["--read-olny", "--keep_going"] {
        assert_eq!(said(&in_memory(&[wrong], "")).2, Some(2));
    }
}

#[test]
fn scripts_and_pipes_stop_at_the_first_error_unless_they_keep_going() {
    let script = "RETURN 1 AS a;\nRETURN x;\nRETURN 2 AS b;\n";
    for command in [&["run", "-"][..], &["shell"]] {
        let stopped = in_memory(&[command, &["--format=csv"]].concat(), script);
        let (out, error, status) = said(&stopped);
        assert_eq!((&*out, status), ("a\n1\n", Some(1)), "{error}");
        let kept = in_memory(&[command, &["--format=csv", "--keep-going"]].concat(), script);
        let (out, error, status) = said(&kept);
        assert_eq!((&*out, status), ("a\n1\nb\n2\n", Some(1)), "{error}");
        assert_eq!(error.matches("error").count(), 1, "{error}");
    }
}

#[test]
fn quiet_leaves_notes_out_and_keeps_errors_and_warnings() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("news")).expect("made");
    let article = "Mayor Lena Ortiz criticized the bridge agreement.\n";
    fs::write(folder.path().join("news/1.txt"), article).expect("written");
    let ask =
        |arguments: &[&str]| said(&run(folder.path(), &[&["-g", "news"], arguments].concat(), ""));
    let question = ["query", "who criticized the agreement?"];
    assert!(ask(&question).1.contains("MATCH"));
    let (out, error, status) = ask(&[&question[..], &["-q"]].concat());
    assert!(out.contains("Lena Ortiz"), "{out}");
    assert_eq!((&*error, status), ("", Some(0)));
    assert_eq!(ask(&["query", "UNWIND [] AS x RETURN x", "--quiet"]).1, "");
    assert!(ask(&["query", "MATCH (p:Persn) RETURN p", "-q"]).1.contains("warning"));
    assert!(ask(&["query", "RETURN x", "-q"]).1.contains("error"));
}

#[test]
fn what_is_said_about_json_is_json() {
    let script = "MATCH (p:Persn) RETURN p;\nRETURN 'é',\n  sise(1);";
    for format in ["json", "jsonl"] {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("s.cypher"), script).expect("written");
        let arguments = ["-g", ":memory:", "run", "s.cypher", "--format", format];
        let (_, error, status) = said(&run(folder.path(), &arguments, ""));
        assert_eq!(status, Some(1));
        let told: Vec<Value> = error
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}")))
            .collect();
        let [warning, error] = &told[..] else { panic!("{told:?}") };
        let warning = &warning["warning"];
        assert_eq!((&warning["line"], &warning["column"]), (&1.into(), &10.into()), "{warning}");
        assert_eq!(warning["file"], "s.cypher");
        let error = &error["error"];
        assert!(error["message"].as_str().is_some_and(|it| it.contains("sise")), "{error}");
        assert_eq!((&error["line"], &error["column"]), (&3.into(), &3.into()), "{error}");
        let place = error["start"].as_u64().zip(error["end"].as_u64()).expect("a place");
        assert_eq!(&script[place.0 as usize..place.1 as usize], "sise", "{error}");
        assert!(error["help"][0].as_str().is_some_and(|it| it.contains("size")), "{error}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let refused = run(folder.path(), &["-g", "gone", "query", "RETURN 1", "--format=json"], "");
    let error: Value = serde_json::from_slice(&refused.stderr).expect("JSON");
    assert_eq!(error["error"]["line"], Value::Null);
}

#[test]
fn colour_is_for_whoever_wants_it() {
    let colours = |arguments: &[&str]| {
        let (out, error, _) = said(&in_memory(arguments, ""));
        (out.contains('\u{1b}'), error.contains('\u{1b}'))
    };
    let script = ["query", "MATCH (p:Persn) RETURN 1 AS one"];
    assert_eq!(colours(&script), (false, false));
    assert_eq!(colours(&[&script[..], &["--color=always"]].concat()), (true, true));
    assert_eq!(colours(&[&script[..], &["--color=never"]].concat()), (false, false));
    let csv = ["query", "RETURN 1 AS one", "--format=csv", "--color=always"];
    assert_eq!(colours(&csv), (false, false));
}

#[test]
fn tables_through_a_pipe_hold_every_row_and_every_word() {
    let query = "UNWIND range(1, 1000) AS n RETURN n, 'word ' + n AS w, \
                 reduce(t = '', i IN range(101, 160) | t + ' ' + i) AS long ORDER BY n";
    let (out, error, status) = said(&in_memory(&["query", query, "--max-rows", "5"], ""));
    assert_eq!((&*error, status), ("", Some(0)));
    assert!(out.contains("│ 1000 ┆ word 1000 ┆ "), "the last row is there");
    assert!(!out.contains('…') && out.matches(" 160 ").count() >= 1000);
    assert!(out.lines().all(|line| line.chars().count() == 120));
}

/// Gives a text to a program; none where it isn't there.
fn fed(program: &str, arguments: &[&str], text: &str) -> Option<Output> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        assert!(std::env::var_os("CI").is_none(), "{program} is not found");
        eprintln!("skipped: {program} not found");
        return None;
    };
    child.stdin.take().expect("piped").write_all(text.as_bytes()).expect("written");
    Some(child.wait_with_output().expect("it ends"))
}

#[test]
fn completions_are_scripts_of_their_shells() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (script, error, status) = said(&in_memory(&["completions", shell], ""));
        assert_eq!((&*error, status), ("", Some(0)));
        for word in ["disputes", "max-rows", "keep-going"] {
            assert!(script.contains(word), "{shell}: no {word}");
        }
    }
    let script = said(&in_memory(&["completions", "bash"], "")).0;
    let Some(checked) = fed("bash", &["-n"], &script) else { return };
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    // What bash itself makes of it.
    let asking = format!(
        "{script}\nCOMP_WORDS=(attest qu); COMP_CWORD=1; COMPREPLY=(); \
         _attest attest qu attest; echo ${{COMPREPLY[@]}}"
    );
    let Some(completed) = fed("bash", &["-s"], &asking) else { return };
    assert_eq!(text(&completed.stdout), "query\n", "{}", text(&completed.stderr));
}

#[test]
fn manual_pages_are_drawn_without_a_complaint() {
    for (command, word) in [(None, "GRAPH"), (Some("run"), "keep\\-going")] {
        let arguments: Vec<&str> = ["man"].into_iter().chain(command).collect();
        let (page, error, status) = said(&in_memory(&arguments, ""));
        assert_eq!((&*error, status), ("", Some(0)));
        assert!(page.starts_with(".ie") && page.contains(word), "{page}");
        let Some(drawn) = fed("groff", &["-man", "-Tutf8", "-ww", "-z"], &page) else { return };
        assert_eq!(text(&drawn.stderr), "");
    }
    let (_, error, status) = said(&in_memory(&["man", "quarry"], ""));
    assert_eq!(status, Some(1));
    assert!(error.contains("quarry"), "{error}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_query_with_130() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(attest_tests::program::attest());
    command.args(["-g", ":memory:", "run", "-"]).current_dir(folder.path());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("attest starts");
    // The answer of the first statement says that the second one runs.
    let script = format!("RETURN 'begun' AS a;{LONG};RETURN 'never' AS b;");
    child.stdin.take().expect("piped").write_all(script.as_bytes()).expect("written");
    let mut out = child.stdout.take().expect("piped");
    let mut begun = [0; 40];
    std::io::Read::read_exact(&mut out, &mut begun).expect("an answer");
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.expect("kill runs").success());
    let output = child.wait_with_output().expect("attest ends");
    let (_, error, status) = said(&output);
    assert_eq!(status, Some(130), "{error}");
    assert!(error.contains("stopped"), "{error}");
    assert!(!error.contains("never"), "{error}");
}

#[test]
fn ctrl_c_at_a_terminal_stops_a_query_and_keeps_the_session() {
    let mut session = Session::open();
    session.press(&format!("{LONG};\r"));
    session.wait(|screen| screen.contains("running, Ctrl-C stops it"));
    session.press("\u{3}");
    let stopped = session.wait(|screen| {
        screen.contains("error: the query was stopped") && screen.trim_end().ends_with(PROMPT)
    });
    assert!(!stopped.contains("running, Ctrl-C"), "{stopped}");
    let created = session.answer("UNWIND range(1, 3) AS i CREATE (:New {i: i});");
    assert!(created.contains("created 3 nodes"), "{created}");
    // What a stopped statement changed is undone.
    session.press("\u{c}");
    session.press("MATCH (n:New) DETACH DELETE n WITH 1 AS one UNWIND range(1, 9000) AS a ");
    session.press("UNWIND range(1, 9000) AS b WITH a WHERE a < 0 RETURN a;\r");
    session.wait(|screen| screen.contains("running, Ctrl-C stops it"));
    session.press("\u{3}");
    session.wait(|screen| screen.contains("stopped") && screen.trim_end().ends_with(PROMPT));
    let left = session.answer("MATCH (n:New) RETURN count(n) * 111 AS left;");
    assert!(left.contains("333"), "{left}");
    session.press("\u{4}");
    assert_eq!(session.end().0, 0);
}

#[test]
fn a_terminal_shows_so_many_rows_and_tells_of_the_others() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("news")).expect("made");
    fs::write(folder.path().join("news/1.txt"), "Ann met Bob.\n").expect("written");
    let start = Start::on(folder).arg("shell").arg("--max-rows").arg("5").size(40, 60);
    let mut session = start.open();
    let answered = session.answer("UNWIND range(1, 1000) AS n RETURN n, 'row' AS r;");
    assert!(answered.contains("│ 5 ┆ row │") && !answered.contains("│ 6 ┆"), "{answered}");
    assert!(answered.contains("… 995 more rows of 1,000"), "{answered}");
    let many = "RETURN 'aaaaaaaaaaaaaaaa' AS a, 'bbbbbbbbbbbbbbbb' AS b, 'cccccccccccccccc' AS c, \
                'dddddddddddddddd' AS d, 'eeeeeeeeeeeeeeee' AS e, 'ffffffffffffffff' AS f;";
    let folded = session.answer(many);
    assert!(folded.contains("f: ffffffffffffffff"), "{folded}");
    session.press("\u{4}");
    assert_eq!(session.end().0, 0);
}

#[test]
fn settings_are_defaults_that_the_command_line_overrides() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = folder.path().join("config/attest/config.toml");
    fs::create_dir_all(settings.parent().expect("a folder")).expect("made");
    let ask = |arguments: &[&str], input| said(&run(folder.path(), arguments, input));
    let query = ["query", "RETURN 1 AS one"];
    let text = "graph = ':memory:'\nformat = 'csv'\nread-only = true\n# the rest\nquiet = true\n";
    fs::write(&settings, text).expect("written");
    assert_eq!(ask(&query, ""), ("one\n1\n".into(), String::new(), Some(0)));
    let json = ask(&[&query[..], &["--format=jsonl"]].concat(), "");
    assert_eq!(json.0, "{\"one\":1}\n");
    assert_eq!(ask(&[], "RETURN 2 AS two;").0, "two\n2\n");
    assert!(ask(&["query", "CREATE (:A)"], "").1.contains("--read-only"));
    let plain = ask(&["--config=none", "-g", ":memory:", "query", "RETURN 1 AS one"], "");
    assert!(plain.0.contains('│'), "{}", plain.0);
    fs::write(&settings, "quiet = true\nformt = 'csv'\n").expect("written");
    let (out, error, status) = ask(&query, "");
    assert_eq!((&*out, status), ("", Some(1)));
    assert!(
        error.contains("config.toml:2:1") && error.contains("did you mean `format`?"),
        "{error}"
    );
    fs::write(folder.path().join("other.toml"), "max-rows = 'some'\n").expect("written");
    let (_, error, status) = ask(&["--config", "other.toml", "query", "RETURN 1"], "");
    assert_eq!(status, Some(1));
    assert!(error.contains("other.toml:1:12") && error.contains("\"all\""), "{error}");
    let (_, error, _) = ask(&["--config", "gone.toml", "query", "RETURN 1"], "");
    assert!(error.contains("gone.toml") && error.contains("--config none"), "{error}");
}
