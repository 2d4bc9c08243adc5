//! What a program may use up, and which files it may touch.

use std::fs;
use std::path::Path;
use std::process::Output;

use attest_tests::program::run;
use tempfile::TempDir;

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Standard error of a run that ended as it should.
#[track_caller]
fn said(output: &Output, status: i32) -> String {
    let said = text(&output.stderr);
    let start: String = said.chars().take(1000).collect();
    assert_eq!(output.status.code(), Some(status), "{start}");
    assert!(!said.contains("panicked"), "{start}");
    said
}

/// Queries that would keep gigabytes, each in another way.
#[cfg(target_os = "linux")]
const GREEDY: &[&str] = &[
    "UNWIND range(1, 6000) AS a UNWIND range(1, 6000) AS b WITH a, b ORDER BY -b RETURN count(a)",
    "UNWIND range(1, 6000) AS a UNWIND range(1, 6000) AS b RETURN collect(toString(a * b)) AS l",
    "UNWIND range(1, 6000) AS a UNWIND range(1, 6000) AS b RETURN collect({a: a, b: b}) AS l",
    "UNWIND range(1, 6000) AS a UNWIND range(1, 6000) AS b WITH DISTINCT a, b RETURN count(*) AS n",
    "UNWIND range(1, 6000) AS a UNWIND range(1, 6000) AS b WITH a, b, count(*) AS n RETURN max(n)",
    "UNWIND range(1, 6000) AS a UNWIND range(1, 6000) AS b RETURN a, toString(b) AS b",
    "UNWIND range(1, 6000) AS a UNWIND range(1, 6000) AS b RETURN count(DISTINCT [a, b]) AS n",
    "UNWIND range(1, 9000) AS a WITH a, range(1, 9000) AS l ORDER BY a RETURN count(l) AS n",
    "RETURN size(reduce(l = ['x'], x IN range(1, 40) | l + l)) AS n",
    "RETURN size([x IN range(1, 90000) | range(1, 90000)]) AS n",
    "RETURN size([x IN range(1, 900) | reduce(s = 'a', y IN range(1, 22) | s + s)]) AS n",
    "RETURN size(split(reduce(s = 'a', x IN range(1, 22) | s + s), '')) AS n",
    "UNWIND range(1, 9000000) AS i CREATE (:New {name: toString(i)})",
    "UNWIND range(1, 3000) AS i UNWIND range(1, 3000) AS j CREATE (:New)-[:R {i: j}]->(:New)",
    "UNWIND range(1, 3000) AS i UNWIND range(1, 3000) AS j MERGE (:New {i: i, j: j})",
];

/// Runs the program and gives the most memory that it had at any time, in bytes.
#[cfg(target_os = "linux")]
fn peak(arguments: &[&str]) -> (u64, Option<i32>, String) {
    use std::io::Read;
    use std::process::{Command, Stdio};
    use std::thread;
    use std::time::Duration;

    let mut command = Command::new(attest_tests::program::attest());
    command.args(["-g", ":memory:", "--config", "none"]).args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("attest starts");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    let ended = loop {
        let told = fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
        most = most.max(kib.unwrap_or_default() << 10);
        if let Some(ended) = child.try_wait().expect("a child") {
            break ended;
        }
        thread::sleep(Duration::from_millis(2));
    };
    let mut said = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut said).expect("UTF-8");
    (most, ended.code(), said)
}

#[cfg(target_os = "linux")]
#[test]
fn greedy_queries_are_refused_before_they_take_what_they_may_not() {
    const BUDGET: u64 = 200_000_000;
    let (empty, ..) = peak(&["query", "RETURN 1 AS n"]);
    let mut over = Vec::new();
    for query in GREEDY {
        let (most, status, said) = peak(&["--memory", "200MB", "query", query]);
        let refused = said.contains("the query keeps more than 200 MB in memory");
        eprintln!("{:>5} MB of 200 MB: {query}", most.saturating_sub(empty) / 1_000_000);
        if status != Some(1) || !refused || most > 2 * BUDGET + empty {
            over.push(format!("{query}: {most} bytes, {status:?}, {said}"));
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}

#[test]
fn memory_is_an_option_and_a_setting() {
    let folder = tempfile::tempdir().expect("a folder");
    let query = "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b RETURN collect(b) AS l";
    let ask = |more: &[&str]| {
        run(folder.path(), &[&["-g", ":memory:", "query", query], more].concat(), "")
    };
    let refusal = said(&ask(&["--memory", "1MiB"]), 1);
    assert!(refusal.contains("keeps more than 1 MiB in memory"), "{refusal}");
    assert!(refusal.contains("help: return or collect less"), "{refusal}");
    assert!(refusal.contains("--memory 4GiB"), "{refusal}");
    said(&ask(&[]), 0);
    let usage = said(&ask(&["--memory", "1"]), 2);
    assert!(usage.contains("such as 512MB or 2GiB"), "{usage}");
    fs::write(folder.path().join("c.toml"), "memory = \"1 MiB\"\n").expect("written");
    assert!(said(&ask(&["--config", "c.toml"]), 1).contains("1 MiB in memory"));
    said(&ask(&["--config", "c.toml", "--memory", "1GiB"]), 0);
}

/// Two folders side by side, `news` with an article and a script, `other` with the same.
fn folders() -> TempDir {
    let top = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("news/articles/1.txt", "Lena Ortiz visited Denmark on Monday.\n"),
        ("news/in.cypher", "RETURN 'inside' AS a;\n"),
        ("news/in.csv", "name\ninside\n"),
        ("other/out.cypher", "RETURN 'outside' AS a;\n"),
        ("other/out.csv", "name\noutside\n"),
        ("other/2.txt", "Karl Braun visited Norway on Monday.\n"),
        ("other/aliases.tsv", "same\tLena Ortiz\tOrtiz\n"),
    ] {
        let file = top.path().join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        fs::write(file, text).expect("written");
    }
    top
}

fn shell(top: &Path, arguments: &[&str], lines: &str) -> Output {
    run(top, &[&["--no-cache"], arguments, &["--format", "csv", "--keep-going"]].concat(), lines)
}

#[test]
fn the_shell_reads_and_writes_in_the_workspace_and_where_it_is_allowed() {
    let top = folders();
    let lines = ":load news/in.cypher\n:export dot news/a.dot\n:export csv news/csv\n";
    let inside = shell(top.path(), &["-g", "news", "shell"], lines);
    said(&inside, 0);
    assert!(text(&inside.stdout).contains("inside"));
    assert!(top.path().join("news/a.dot").exists() && top.path().join("news/csv").is_dir());

    let whole = top.path().join("other/out.cypher").display().to_string();
    for line in [
        ":load other/out.cypher",
        ":load news/../other/out.cypher",
        &format!(":load {whole}"),
        ":load /dev/stdin",
        ":export dot a.dot",
        ":export dot other/a.dot",
        ":export dot news/../a.dot",
        ":export dot news/..",
        ":export csv other/csv",
        ":export dot /dev/stdout",
        "LOAD CSV FROM 'other/out.csv' AS row RETURN row;",
        "LOAD CSV FROM '../other/out.csv' AS row RETURN row;",
    ] {
        let outside = shell(top.path(), &["-g", "news", "shell"], line);
        let refusal = said(&outside, 1);
        assert!(
            refusal.contains("--allow-files") || refusal.contains("no file"),
            "{line}: {refusal}"
        );
        assert_eq!(text(&outside.stdout), "", "{line}");
        assert!(!top.path().join("a.dot").exists() && !top.path().join("other/a.dot").exists());
        assert!(!top.path().join("other/csv").exists());
    }
    for line in [
        "LOAD CSV FROM 'http://example.org/a.csv' AS row RETURN row;",
        "LOAD CSV FROM 'ftp://example.org/a.csv' AS row RETURN row;",
    ] {
        let refusal = said(&shell(top.path(), &["-g", "news", "shell"], line), 1);
        assert!(refusal.contains("reads files, not"), "{refusal}");
    }
    let lines = ":load other/out.cypher\n:export dot other/a.dot\n\
                 LOAD CSV FROM 'out.csv' AS row RETURN row;\n";
    let allowed = shell(top.path(), &["-g", "news", "shell", "--allow-files", "other"], lines);
    said(&allowed, 0);
    assert_eq!(text(&allowed.stdout).matches("outside").count(), 2);
    assert!(top.path().join("other/a.dot").exists());
}

#[test]
fn one_article_has_its_folder_and_a_graph_in_memory_the_current_one() {
    let top = folders();
    let lines = ":load other/out.cypher\nLOAD CSV FROM 'out.csv' AS row RETURN row;\n\
                 :export dot other/a.dot\n:load news/in.cypher\n";
    let article = shell(top.path(), &["-g", "other/2.txt", "shell"], lines);
    assert!(said(&article, 1).contains("news/in.cypher isn't read"));
    assert_eq!(text(&article.stdout).matches("outside").count(), 2);
    let memory =
        |lines: &str| shell(&top.path().join("other"), &["-g", ":memory:", "shell"], lines);
    let own = memory(":load out.cypher\n:export dot b.dot\n:export dot\n");
    said(&own, 0);
    assert!(text(&own.stdout).contains("outside") && top.path().join("other/b.dot").exists());
    assert!(said(&memory(":load ../news/in.cypher"), 1).contains("isn't read"));
    assert!(said(&memory("LOAD CSV FROM 'out.csv' AS row RETURN row;"), 1).contains("no folder"));
}

#[test]
fn what_the_command_line_names_is_the_users_own_word() {
    let top = folders();
    let ran = run(top.path(), &["-g", "news", "run", "other/out.cypher", "--format=csv"], "");
    said(&ran, 0);
    assert_eq!(text(&ran.stdout), "a\noutside\n");
    said(&run(top.path(), &["-g", "news", "export", "dot", "-o", "other/x.dot"], ""), 0);
    assert!(top.path().join("other/x.dot").exists());
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_not_followed() {
    use std::os::unix::fs::symlink;
    let top = folders();
    let link = |to: &str, at: &str| symlink(to, top.path().join(at)).expect("a link");
    link("../other/out.cypher", "news/link.cypher");
    link("../other/out.csv", "news/link.csv");
    link("../other/new.dot", "news/nowhere.dot");
    link("../other/out.csv", "news/link.dot");
    link("../other", "news/folder");
    link("1.txt", "news/articles/near.txt");
    for line in [
        ":load news/link.cypher",
        ":load news/folder/out.cypher",
        "LOAD CSV FROM 'link.csv' AS row RETURN row;",
        ":export dot news/link.dot",
        ":export dot news/folder/a.dot",
    ] {
        let refusal = said(&shell(top.path(), &["-g", "news", "shell"], line), 1);
        assert!(refusal.contains("--allow-files"), "{line}: {refusal}");
    }
    // A link to nothing is replaced by the file.
    said(&shell(top.path(), &["-g", "news", "shell"], ":export dot news/nowhere.dot"), 0);
    assert!(!top.path().join("other/new.dot").exists() && !top.path().join("other/a.dot").exists());
    assert_eq!(
        fs::read_to_string(top.path().join("other/out.csv")).expect("there"),
        "name\noutside\n"
    );

    let articles = || {
        let query = "MATCH (a:Article) RETURN a.id ORDER BY a.id";
        run(top.path(), &["-g", "news", "query", query, "--format=csv"], "")
    };
    assert_eq!(text(&articles().stdout), "a.id\n1\nnear\n");
    link("../../other/2.txt", "news/articles/far.txt");
    let some = articles();
    let refusal = said(&some, 1);
    assert!(refusal.contains("far.txt` is a link that leads out of the folder"), "{refusal}");
    assert_eq!(text(&some.stdout), "a.id\n1\nnear\n");
    link("../other/aliases.tsv", "news/aliases.tsv");
    let none = articles();
    assert!(said(&none, 1).contains("aliases.tsv` is a link that leads out of the workspace"));
    assert_eq!(text(&none.stdout), "");
}

#[test]
fn a_session_that_only_reads_changes_neither_graph_nor_workspace() {
    let top = folders();
    let before = fs::read_dir(top.path().join("news")).expect("there").count();
    let only = ["-g", "news", "shell", "--read-only", "--allow-files", "other"];
    for line in [
        "CREATE (:A);",
        "MATCH (n) SET n.x = 1;",
        "MATCH (n) CALL (n) { SET n.x = 1 } RETURN n;",
        "FOREACH (x IN [1] | CREATE (:A));",
        "CALL { CREATE (:A) };",
        "PROFILE CREATE (:A);",
        "EXPLAIN CREATE (:A);\nCREATE (:A);",
        "MERGE (:A);",
        ":profile CREATE (:A)",
    ] {
        let refusal = said(&shell(top.path(), &only, line), 1);
        assert!(refusal.contains("changes the graph"), "{line}: {refusal}");
    }
    for line in [":same Lena Ortiz = Ortiz", ":not-same Denmark = Ortiz", ":export dot news/a.dot"]
    {
        let refusal = said(&shell(top.path(), &only, line), 1);
        assert!(refusal.contains("only read"), "{line}: {refusal}");
    }
    let lines = "EXPLAIN CREATE (:A);\n:explain CREATE (:A)\nMATCH (n) RETURN count(n);\n\
                 :export dot\n:export dot other/a.dot\n:load news/in.cypher\n";
    said(&shell(top.path(), &only, lines), 0);
    assert!(top.path().join("other/a.dot").exists());
    assert_eq!(fs::read_dir(top.path().join("news")).expect("there").count(), before);
}
