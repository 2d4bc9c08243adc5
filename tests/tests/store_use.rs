//! Stores as a person uses them: units, several processes, ingesting.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use attest_tests::program::{attest, run};
use attest_tests::stores::{STORE, counted, folder, on_store, shell, told, write};
use tempfile::TempDir;

fn script(folder: &TempDir, text: &str) -> (String, String, Option<i32>) {
    on_store(folder, &["run", "-", "--format", "csv"], text)
}

#[test]
fn a_store_is_made_by_the_first_change_and_a_mistyped_name_is_noticed() {
    let folder = folder();
    let store = folder.path().join("news.attest");
    for reading in [
        &["query", "MATCH (n) RETURN n"][..],
        &["query", "EXPLAIN CREATE (n)"],
        &["query", "who visited Denmark?"],
        &["export", "jsonl"],
        &["disputes"],
    ] {
        let (_, said, _) = on_store(&folder, reading, "");
        assert!(said.contains("there is no store `news.attest` yet"), "{reading:?}: {said}");
        assert!(!store.exists(), "{reading:?}");
    }
    let (_, said, status) = on_store(&folder, &["query", "CREATE (n)", "--read-only"], "");
    assert_eq!((status, store.exists()), (Some(1), false), "{said}");
    let (_, said, status) = on_store(&folder, &["query", "CREATE (n)"], "");
    assert_eq!(status, Some(0), "{said}");
    assert!(!said.contains("there is no store") && !said.contains("last until"), "{said}");
    assert_eq!(counted(&folder), "1");
}

#[test]
fn units_are_kept_or_undone_together() {
    let folder = folder();
    let (rows, said, status) = script(
        &folder,
        "BEGIN TRANSACTION;\nCREATE (:A);\nCREATE (:A); MATCH (a:A) RETURN count(a) AS n;\nCOMMIT\n\
         begin\nMATCH (a) DELETE a;\nrollback;\nMATCH (a:A) RETURN count(a) AS n;",
    );
    assert_eq!((rows.as_str(), status), ("n\n2\nn\n2\n", Some(0)), "{said}");
    assert_eq!(counted(&folder), "2");
    // In memory, too.
    let memory = ["-g", ":memory:", "run", "-", "--format", "csv"];
    let text = "BEGIN; CREATE (:A); ROLLBACK; MATCH (a) RETURN count(a) AS n;";
    assert_eq!(told(&run(folder.path(), &memory, text)).0, "n\n0\n");
}

#[test]
fn a_unit_that_nobody_ends_is_undone() {
    let folder = folder();
    for text in ["BEGIN; CREATE ();", "BEGIN; CREATE (); RETURN 1 / 0; COMMIT;"] {
        let (_, said, status) = script(&folder, text);
        assert_eq!(status, Some(1));
        assert!(said.contains("was not committed, so it is undone: created 1 node"), "{said}");
    }
    let (_, said, status) = on_store(&folder, &["shell"], "BEGIN\nCREATE ();\n");
    assert_eq!(status, Some(1));
    assert!(said.contains("was not committed"), "{said}");
    // What is refused undoes itself only.
    let kept = "BEGIN; CREATE (); UNWIND [1, 0] AS x CREATE ({y: 1 / x}); CREATE (); COMMIT;";
    let (_, said, status) = on_store(&folder, &["run", "-", "--keep-going"], kept);
    assert_eq!(status, Some(1));
    assert!(said.contains("the unit goes on") && said.contains("committed: created 2"), "{said}");
    assert_eq!(counted(&folder), "2");
}

#[test]
fn senseless_bounds_are_refused() {
    let folder = folder();
    for (text, wanted) in [
        ("BEGIN; BEGIN;", "a unit is open, and there is none within another"),
        ("COMMIT;", "no unit is open"),
        ("BEGIN; COMMIT; ROLLBACK;", "no unit is open"),
        ("BEGIN CREATE (n);", "`BEGIN;` stands alone"),
    ] {
        let (_, said, status) = script(&folder, text);
        assert_eq!(status, Some(1), "{text}");
        assert!(said.contains(wanted) && said.contains("help"), "{text}: {said}");
    }
    let (_, said, status) = on_store(&folder, &["query", "BEGIN"], "");
    assert_eq!(status, Some(1));
    assert!(said.contains("units stand in the shell and in scripts"), "{said}");
    for command in [":open news", ":reload", ":same A = B"] {
        let (_, said, _) = on_store(&folder, &["shell"], &format!("BEGIN\n{command}\n"));
        assert!(said.contains("a unit is open, which"), "{command}: {said}");
    }
}

#[test]
fn a_second_writer_is_told_who_writes_and_may_wait() {
    let folder = folder();
    on_store(&folder, &["query", "CREATE (:First)"], "");
    let (mut holder, mut input, mut lines) = shell(&folder);
    input.write_all(b"BEGIN\nCREATE (:Second);\nRETURN 'begun' AS b;\n").expect("written");
    assert!(lines.any(|line| line == "begun"));
    let who = format!("process {} (", holder.id());

    let (_, said, status) = on_store(&folder, &["query", "CREATE (:Other)"], "");
    assert_eq!(status, Some(1));
    assert!(said.contains(&who) && said.contains("--wait"), "{said}");
    let json = ["query", "CREATE (:Other)", "--format", "json"];
    let (_, said, _) = on_store(&folder, &json, "");
    assert!(said.starts_with("{\"error\":{") && said.contains(&who), "{said}");
    assert_eq!(counted(&folder), "1", "what isn't committed isn't seen");

    let mut waiting = Command::new(attest());
    waiting.args(STORE).args(["--wait", "query", "CREATE (:Third)"]).current_dir(folder.path());
    waiting.env("XDG_CONFIG_HOME", folder.path().join("config")).stderr(Stdio::piped());
    let mut waiting = waiting.spawn().expect("attest starts");
    let mut said = BufReader::new(waiting.stderr.take().expect("piped"));
    let mut first = String::new();
    said.read_line(&mut first).expect("UTF-8");
    assert!(first.contains("waiting for") && first.contains(&who), "{first}");
    input.write_all(b"COMMIT\n").expect("written");
    assert!(waiting.wait().expect("it ends").success());
    let mut rest = String::new();
    said.read_to_string(&mut rest).expect("UTF-8");
    assert!(rest.contains("created 1 node"), "{rest}");
    drop(input);
    assert!(holder.wait().expect("it ends").success());
    assert_eq!(counted(&folder), "3");
}

#[test]
fn articles_are_read_once_and_again_where_they_changed() {
    let folder = folder();
    let ingest = || on_store(&folder, &["ingest", "news"], "");
    let (told, said, status) = ingest();
    assert_eq!(status, Some(0), "{said}");
    assert!(told.contains("2 articles (2 new, 0 changed, 0 as before)"), "{told}");
    let exported = || on_store(&folder, &["export", "jsonl"], "").0;
    let before = exported();
    let bytes = || fs::read(folder.path().join("news.attest")).expect("a store");
    let stored = bytes();
    assert!(ingest().0.contains("(0 new, 0 changed, 2 as before)"));
    assert!(bytes() == stored, "the same articles change no byte");
    assert!(exported() == before, "the same articles change nothing");

    let (_, said, status) =
        on_store(&folder, &["query", "MATCH (p {name: 'Lena Ortiz'}) SET p.age = 50"], "");
    assert_eq!(status, Some(0), "{said}");
    write(folder.path(), "news/visit.txt", "Lena Ortiz visited Norway on Monday.");
    fs::write(folder.path().join("news/bad.txt"), b"\0\0\0").expect("written");
    let (told, said, status) = ingest();
    assert_eq!(status, Some(1), "an article is refused: {said}");
    assert!(said.contains("bad.txt"), "{said}");
    assert!(told.contains("(0 new, 1 changed, 1 as before)"), "{told}");
    let stored = bytes();
    let (told, _, status) = ingest();
    assert_eq!(status, Some(1), "the same is refused again");
    assert!(told.contains("(0 new, 0 changed, 2 as before)"), "{told}");
    assert!(bytes() == stored);
    let asked = "MATCH (p {age: 50})-[:VISITED]->(c) RETURN c.name AS name";
    assert_eq!(on_store(&folder, &["query", asked, "--format", "csv"], "").0, "name\nNorway\n");

    let (told, _, status) = on_store(&folder, &["verify"], "");
    assert_eq!(status, Some(0), "{told}");
    assert!(told.contains("in 2 articles: all are the bytes"), "{told}");
    let (told, _, _) = on_store(&folder, &["explain", "* VISITED Norway"], "");
    assert!(told.contains("rule"), "{told}");
    let (told, _, _) = on_store(&folder, &["shell"], ":source visit\n");
    assert!(told.contains("visited Norway"), "{told}");

    let (_, said, status) = told_of_folder(&folder);
    assert_eq!(status, Some(1));
    assert!(said.contains("attest -g news.attest ingest FOLDER"), "{said}");
}

fn told_of_folder(folder: &TempDir) -> (String, String, Option<i32>) {
    told(&run(folder.path(), &["-g", "news", "ingest", "news"], ""))
}

#[test]
fn judgements_are_kept_in_the_store() {
    let folder = folder();
    on_store(&folder, &["ingest", "news"], "");
    let (_, said, status) = on_store(&folder, &["shell"], ":same Denmark = Lena Ortiz\n");
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("entity gone"), "{said}");
    let known = on_store(&folder, &["shell"], ":same Denmark = Lena Ortiz\n");
    assert!(known.1.contains("it is judged so already"), "{}", known.1);
    assert!(!folder.path().join("aliases.tsv").exists());
    let refused = on_store(&folder, &["shell", "--read-only"], ":not-same Denmark = bridge\n");
    assert!(refused.1.contains("no judgement is written"), "{}", refused.1);
}

#[test]
fn what_is_no_store_or_damaged_is_told() {
    let folder = folder();
    fs::write(folder.path().join("news.attest"), "Talks\n\nIt is said.\n").expect("written");
    let (_, said, status) = on_store(&folder, &["query", "RETURN 1", "--format", "json"], "");
    assert_eq!(status, Some(1));
    assert!(said.starts_with("{\"error\":{\"message\":\"`news.attest`: it is no store"), "{said}");
    fs::remove_file(folder.path().join("news.attest")).expect("it is there");
    on_store(&folder, &["ingest", "news"], "");
    let mut bytes = fs::read(folder.path().join("news.attest")).expect("a store");
    let quote = b"Lena Ortiz visited Denmark on Monday.";
    let places: Vec<usize> = { bytes.windows(quote.len()).enumerate() }
        .filter(|(_, window)| window == quote)
        .map(|(at, _)| at)
        .collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at] ^= 1;
    }
    fs::write(folder.path().join("news.attest"), bytes).expect("written");
    let (_, said, status) = on_store(&folder, &["query", "RETURN 1"], "");
    assert_eq!(status, Some(1));
    assert!(said.contains("damaged") && said.contains("attest recover"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_store_that_may_not_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    on_store(&folder, &["query", "CREATE (:A)"], "");
    let store = folder.path().join("news.attest");
    let allow = |mode: u32| {
        for (path, mode) in [(&*store, mode & 0o666), (folder.path(), mode)] {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
        }
    };
    allow(0o555);
    // Permissions don't bind root, who is somebody else for that long.
    let is_root = fs::File::options().append(true).open(&store).is_ok();
    let bound = |query: &str| {
        let mut command = Command::new(if is_root { Path::new("setpriv") } else { attest() });
        if is_root {
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(attest());
        }
        command.args(STORE).args(["query", query, "--format", "csv"]).current_dir(folder.path());
        command.env("XDG_CONFIG_HOME", "/nowhere").output().ok().map(|output| told(&output))
    };
    let (read, written) = (bound("MATCH (n) RETURN count(n) AS n"), bound("CREATE (:B)"));
    allow(0o755);
    let (Some((rows, ..)), Some((_, said, status))) = (read, written) else {
        eprintln!("skipped: setpriv not found");
        return;
    };
    assert_eq!(rows, "n\n1\n");
    assert_eq!(status, Some(1));
    assert!(said.contains("can't be written") && said.contains("--read-only"), "{said}");
    assert_eq!(counted(&folder), "1");
}
