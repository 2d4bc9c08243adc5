//! Stores through what a laptop does to them: damage, Ctrl-C, full disks, files that are gone.

use std::fs;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::process::{Child, Command};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use attest_tests::program::{attest, run};
use attest_tests::stores::{counted, folder, on_store, piped, shell, told, write};
use attest_tests::terminal::Start;
use graph_core::store::is_guarded;
use graph_core::workspace;
use tempfile::TempDir;

/// The bytes of a file in a folder.
fn bytes(folder: &TempDir, name: &str) -> Vec<u8> {
    fs::read(folder.path().join(name)).expect("it is there")
}

/// Runs a command that names its store itself.
fn upkeep(folder: &TempDir, arguments: &[&str]) -> (String, String, Option<i32>) {
    told(&run(folder.path(), arguments, ""))
}

/// A store of the articles in `news`, and one made by hand.
fn store() -> TempDir {
    let folder = folder();
    let (_, said, status) = on_store(&folder, &["ingest", "news"], "");
    assert_eq!(status, Some(0), "{said}");
    on_store(&folder, &["query", "CREATE (:Note {name: 'by hand'})"], "");
    folder
}

/// Flips a bit of a sentence wherever it stands in the store.
fn damage(folder: &TempDir) {
    let mut damaged = bytes(folder, "news.attest");
    let quote = b"Lena Ortiz visited Denmark on Monday.";
    let places: Vec<usize> =
        (0..damaged.len()).filter(|at| damaged[*at..].starts_with(quote)).collect();
    assert!(!places.is_empty());
    for at in places {
        damaged[at] ^= 1;
    }
    fs::write(folder.path().join("news.attest"), damaged).expect("written");
}

#[test]
fn a_sound_store_is_checked_copied_and_written_anew() {
    let folder = store();
    let before = counted(&folder);
    let (told, said, status) = upkeep(&folder, &["check", "news.attest"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(told.contains("2 articles") && told.contains("nothing is wrong"), "{told}");

    let (told, said, status) = upkeep(&folder, &["backup", "news.attest", "copy.attest"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(told.starts_with("copy.attest: ") && told.contains("of news.attest"), "{told}");
    assert_eq!(upkeep(&folder, &["check", "copy.attest"]).2, Some(0));
    let copy = bytes(&folder, "copy.attest");
    let (_, said, status) = upkeep(&folder, &["backup", "news.attest", "copy.attest"]);
    assert_eq!(status, Some(1));
    assert!(said.contains("`copy.attest`: there is such a file already"), "{said}");
    assert!(bytes(&folder, "copy.attest") == copy, "nothing is overwritten");

    let (told, said, status) = upkeep(&folder, &["compact", "news.attest"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(told.contains("before") && told.contains("now"), "{told}");
    assert_eq!(counted(&folder), before);
    assert_eq!(upkeep(&folder, &["check", "news.attest"]).2, Some(0));

    for command in ["check", "compact"] {
        let (_, said, status) = upkeep(&folder, &[command, "other.attest"]);
        assert_eq!(status, Some(1));
        assert!(said.contains("`other.attest`: there is no such file"), "{command}: {said}");
        assert!(said.contains("help: "), "{command}: {said}");
    }
    for command in ["check", "backup", "compact", "recover"] {
        assert_eq!(upkeep(&folder, &[command]).2, Some(2), "{command} of nothing");
    }
    assert!(!folder.path().join("other.attest").exists());
}

#[test]
fn a_damaged_store_is_reported_and_saved_into_a_new_one() {
    let folder = store();
    damage(&folder);
    let damaged = bytes(&folder, "news.attest");
    let (told, _, status) = upkeep(&folder, &["check", "news.attest"]);
    assert_eq!(status, Some(1));
    assert!(told.contains("an article (record 1): its bytes aren't what was written"), "{told}");
    assert!(told.contains("`attest recover news.attest NEW` saves 1 article"), "{told}");
    for arguments in [&["backup", "news.attest", "copy.attest"][..], &["compact", "news.attest"]] {
        let (_, said, status) = upkeep(&folder, arguments);
        assert_eq!(status, Some(1), "{arguments:?}");
        assert!(said.contains("damaged") && said.contains("attest recover"), "{said}");
    }
    assert!(!folder.path().join("copy.attest").exists(), "no half of a copy");

    let (told, said, status) = upkeep(&folder, &["recover", "news.attest", "new.attest"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(told.contains("new.attest: saved are 1 article"), "{told}");
    assert!(told.contains("lost are, at most, 1 article"), "{told}");
    assert_eq!(upkeep(&folder, &["check", "new.attest"]).2, Some(0));
    let note = ["-g", "new.attest", "query", "MATCH (n:Note) RETURN n.name", "--format", "csv"];
    assert_eq!(upkeep(&folder, &note).0, "n.name\nby hand\n");
    let saved = bytes(&folder, "new.attest");
    let (_, said, status) = upkeep(&folder, &["recover", "news.attest", "new.attest"]);
    assert_eq!(status, Some(1));
    assert!(said.contains("`new.attest`: there is such a file already"), "{said}");
    assert!(bytes(&folder, "new.attest") == saved);
    assert!(bytes(&folder, "news.attest") == damaged, "the old one is never touched");
}

/// Guarded panics, which are redb's on a damaged file.
static GUARDED: AtomicUsize = AtomicUsize::new(0);

#[test]
fn where_a_damaged_file_makes_the_library_panic_only_our_message_is_seen() {
    let folder = store();
    let sound = bytes(&folder, "news.attest");
    let path = folder.path().join("damaged.attest");
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panicked| {
        if is_guarded() {
            GUARDED.fetch_add(1, Ordering::SeqCst);
        } else {
            tell(panicked);
        }
    }));
    fs::write(&path, &sound).expect("written");
    let mut file = fs::File::options().write(true).open(&path).expect("it is there");
    let mut put = |at: usize, byte: u8| {
        file.seek(SeekFrom::Start(at as u64)).expect("a file");
        file.write_all(&[byte]).expect("written");
    };
    // The first pages tell where the others are.
    let mut first = (0..sound.len().min(1 << 16)).filter(|at| sound[*at] != 0);
    let panicking = first.find(|at| {
        put(*at, sound[*at] ^ 0xe9);
        let before = GUARDED.load(Ordering::SeqCst);
        let opened = workspace::open(&path);
        let panics = GUARDED.load(Ordering::SeqCst) > before && opened.is_err();
        if !panics {
            put(*at, sound[*at]);
        }
        panics
    });
    let at = panicking.expect("some damage that redb doesn't notice in time");
    eprintln!("byte {at}");
    for arguments in [
        &["-g", "damaged.attest", "query", "RETURN 1"][..],
        &["check", "damaged.attest"],
        &["recover", "damaged.attest", "saved.attest"],
    ] {
        let (_, said, _) = upkeep(&folder, arguments);
        assert!(!said.contains("panicked") && !said.contains("RUST_BACKTRACE"), "{said}");
    }
    let (_, said, status) = upkeep(&folder, &["-g", "damaged.attest", "query", "RETURN 1"]);
    assert_eq!(status, Some(1));
    assert!(said.starts_with("error: `damaged.attest`: it is damaged: "), "{said}");
    assert!(said.contains("attest recover"), "{said}");
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_not_read_unless_that_is_allowed() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let top = folder.path();
    fs::create_dir(top.join("other")).expect("made");
    write(top, "other/secret.txt", "Karl Braun visited Norway on Monday.");
    symlink("../other/secret.txt", top.join("news/far.txt")).expect("a link");
    symlink("visit.txt", top.join("news/near.txt")).expect("a link");
    let (told, said, status) = on_store(&folder, &["ingest", "news"], "");
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("far.txt` is a link that leads out of the folder"), "{said}");
    assert!(told.contains("2 articles (2 new"), "{told}");
    let norway = ["query", "MATCH (c {name: 'Norway'}) RETURN count(c) AS n", "--format", "csv"];
    assert_eq!(on_store(&folder, &norway, "").0, "n\n0\n");
    let elsewhere = ["ingest", "news", "--allow-files", "news"];
    assert_eq!(on_store(&folder, &elsewhere, "").2, Some(1));
    let (told, said, status) = on_store(&folder, &["ingest", "news", "--allow-files", "other"], "");
    assert_eq!(status, Some(0), "{said}");
    assert!(told.contains("3 articles (1 new"), "{told}");
    assert_eq!(on_store(&folder, &norway, "").0, "n\n1\n");

    fs::write(top.join("other/aliases.tsv"), "same\tDenmark\tNorway\n").expect("written");
    symlink("../other/aliases.tsv", top.join("news/aliases.tsv")).expect("a link");
    let (_, said, status) = on_store(&folder, &["ingest", "news", "--allow-files", "other"], "");
    assert_eq!(status, Some(1));
    assert!(said.contains("aliases.tsv") && said.contains("leads out"), "{said}");
    assert_eq!(on_store(&folder, &norway, "").0, "n\n1\n", "nothing is judged by it");
}

#[test]
fn corrections_of_a_folder_are_named_and_not_run() {
    let folder = folder();
    fs::write(folder.path().join("news/corrections.cypher"), "CREATE (:Note);\n").expect("written");
    let (_, said, status) = on_store(&folder, &["ingest", "news"], "");
    assert_eq!(status, Some(0), "{said}");
    let run = "attest -g news.attest run news/corrections.cypher";
    assert!(said.starts_with("warning: ") && said.contains(run), "{said}");
    let (_, said, _) = on_store(&folder, &["ingest", "news"], "");
    assert_eq!(said, "", "nothing was read");
    let notes = ["query", "MATCH (n:Note) RETURN count(n) AS n", "--format", "csv"];
    assert_eq!(on_store(&folder, &notes, "").0, "n\n0\n");
}

#[test]
fn corrections_have_the_memory_that_is_given() {
    let folder = folder();
    let greedy = "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b \
                  WITH collect(b) AS l CREATE (:Note {n: size(l)});\n";
    fs::write(folder.path().join("news/corrections.cypher"), greedy).expect("written");
    let ask = |memory: &[&str], command: &[&str], input: &str| {
        let arguments = [&["-g", "news", "--no-cache"], memory, command].concat();
        told(&run(folder.path(), &arguments, input))
    };
    let (_, said, status) = ask(&["--memory", "1MiB"], &["query", "RETURN 1"], "");
    assert_eq!(status, Some(1));
    assert!(said.contains("keeps more than 1 MiB in memory"), "{said}");
    assert_eq!(ask(&[], &["query", "RETURN 1"], "").2, Some(0));
    let shell = ["-g", ":memory:", "--no-cache", "--memory", "1MiB", "shell"];
    let (_, said, _) = told(&run(folder.path(), &shell, ":open news\n"));
    assert!(said.contains("keeps more than 1 MiB in memory"), "{said}");
}

#[test]
fn json_lines_of_a_changed_store_warn_of_what_they_lack() {
    let folder = folder();
    on_store(&folder, &["ingest", "news"], "");
    let (_, said, status) = on_store(&folder, &["export", "jsonl"], "");
    assert_eq!((said.as_str(), status), ("", Some(0)));
    on_store(&folder, &["query", "CREATE (:Note)"], "");
    let (_, said, _) = on_store(&folder, &["export", "jsonl"], "");
    assert!(said.contains("other changes aren't in them"), "{said}");
    upkeep(&folder, &["backup", "news.attest", "copy.attest"]);
    let (_, said, _) = upkeep(&folder, &["-g", "copy.attest", "export", "jsonl"]);
    assert!(said.contains("other changes aren't in them"), "{said}");
}

/// Presses Ctrl-C, as a terminal does.
#[cfg(unix)]
fn interrupt(process: &Child) {
    let pressed = Command::new("kill").args(["-INT", &process.id().to_string()]).status();
    assert!(pressed.expect("kill runs").success());
}

/// A folder of articles that takes a while to read.
#[cfg(unix)]
fn long_news() -> TempDir {
    let folder = folder();
    for (at, place) in ["Denmark", "Norway", "Peru", "Chile"].iter().cycle().take(80).enumerate() {
        let told = format!(
            "Mayor Lena Ortiz visited {place} on Monday. She praised Human Rights Watch, and \
             minister Karl Braun of {place} criticized the agreement with the Labour Party. "
        );
        write(folder.path(), &format!("news/{at}.txt"), &told.repeat(8));
    }
    folder
}

#[cfg(unix)]
#[test]
fn ctrl_c_while_articles_are_read_leaves_a_sound_store_and_the_next_run_goes_on() {
    let whole = long_news();
    assert_eq!(on_store(&whole, &["ingest", "news"], "").2, Some(0));
    let wanted = on_store(&whole, &["export", "jsonl"], "").0;
    let folder = long_news();
    let mut stopped = 0;
    for wait in [0, 20, 100, 300] {
        let mut reading = piped(&folder, &["ingest", "news"]).spawn().expect("attest starts");
        // It holds the lock from here on.
        let lock = folder.path().join("news.attest.writer");
        let begun = Instant::now();
        while !lock.exists() && reading.try_wait().expect("a child").is_none() {
            assert!(begun.elapsed() < Duration::from_mins(1), "it never begins");
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(wait));
        if reading.try_wait().expect("a child").is_none() {
            interrupt(&reading);
        }
        let status = reading.wait().expect("it ends").code();
        assert!([Some(0), Some(130)].contains(&status), "{status:?}");
        stopped += usize::from(status == Some(130));
        let _left = fs::remove_file(lock);
        // The lock comes before the file.
        if folder.path().join("news.attest").exists() {
            let (told, said, status) = upkeep(&folder, &["check", "news.attest"]);
            assert_eq!(status, Some(0), "{told}{said}");
        }
    }
    assert!(stopped > 0, "nothing was in the midst of it");
    let (_, said, status) = on_store(&folder, &["ingest", "news"], "");
    assert_eq!(status, Some(0), "{said}");
    assert!(on_store(&folder, &["export", "jsonl"], "").0 == wanted);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_waiting_for_another_writer() {
    let folder = store();
    let (mut holder, mut input, mut lines) = shell(&folder);
    input.write_all(b"BEGIN\nRETURN 'begun' AS b;\n").expect("written");
    assert!(lines.any(|line| line == "begun"));
    let who = format!("process {} (", holder.id());
    write(folder.path(), "news/new.txt", "Lena Ortiz visited Peru.");
    for arguments in [
        &["--wait", "ingest", "news"][..],
        &["--wait", "query", "CREATE (:Other)"],
        &["--wait", "compact", "news.attest"],
    ] {
        let mut waiting = piped(&folder, arguments).spawn().expect("attest starts");
        let mut said = BufReader::new(waiting.stderr.take().expect("piped"));
        let mut first = String::new();
        said.read_line(&mut first).expect("UTF-8");
        assert!(first.contains("waiting for") && first.contains(&who), "{arguments:?}: {first}");
        interrupt(&waiting);
        assert_eq!(waiting.wait().expect("it ends").code(), Some(130), "{arguments:?}");
        let mut rest = String::new();
        said.read_to_string(&mut rest).expect("UTF-8");
        let message = format!("`news.attest`: stopped while waiting for {who}");
        assert!(rest.contains(&message), "{arguments:?}: {rest}");
    }
    input.write_all(b"ROLLBACK\n").expect("written");
    drop(input);
    assert!(holder.wait().expect("it ends").success());
    assert_eq!(upkeep(&folder, &["check", "news.attest"]).2, Some(0));
}

#[test]
fn a_terminal_shows_whom_it_waits_for() {
    let folder = store();
    let (mut holder, mut input, mut lines) = shell(&folder);
    input.write_all(b"BEGIN\nRETURN 'begun' AS b;\n").expect("written");
    assert!(lines.any(|line| line == "begun"));
    let start = Start::on_graph(folder, "news.attest").arg("--wait").size(24, 200);
    let mut waiting = start.arg("query").arg("CREATE (:Other)").start();
    let line = format!("waiting for process {} (", holder.id());
    waiting.wait(|screen| screen.contains(&line) && screen.contains("Ctrl-C ends it, 0s"));
    waiting.press("\u{3}");
    waiting.wait(|screen| screen.contains("stopped while waiting for process"));
    let (status, _folder) = waiting.end();
    assert_eq!(status, 130);
    input.write_all(b"ROLLBACK\n").expect("written");
    drop(input);
    assert!(holder.wait().expect("it ends").success());
}

/// What writes more than there is room for.
const LARGE: &str =
    "UNWIND range(1, 3000) AS i CREATE (:Large {text: reduce(t = 'x', k IN range(1, 9) | t + t)})";

/// Asserts that a write was refused for this reason, and that the last commit is intact.
#[track_caller]
fn assert_refused((_, said, status): &(String, String, Option<i32>), reason: &str) {
    assert_eq!(*status, Some(1), "{said}");
    assert!(said.contains(reason) && !said.contains("panicked"), "{said}");
}

#[cfg(unix)]
#[test]
fn where_a_file_may_not_grow_the_last_commit_is_intact() {
    let folder = store();
    let before = counted(&folder);
    let limit = |blocks: u64, arguments: &str| {
        // In blocks of 512 bytes; a signal that nobody ignores would end the program.
        let line = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\" {arguments}");
        let mut command = Command::new("sh");
        command.arg("-c").arg(line).arg("sh").arg(attest()).args(["-g", "news.attest"]);
        command.current_dir(folder.path()).env("XDG_CONFIG_HOME", folder.path().join("config"));
        told(&command.output().expect("a shell runs"))
    };
    let blocks = fs::metadata(folder.path().join("news.attest")).expect("there").len() / 512;
    let large = format!("query \"{LARGE}\"");
    assert_refused(&limit(blocks + 64, &large), "there is no room on the disk");
    assert_eq!(counted(&folder), before);
    assert_eq!(upkeep(&folder, &["check", "news.attest"]).2, Some(0));
    assert_refused(&limit(4, "backup news.attest copy.attest"), "there is no room on the disk");
    assert!(!folder.path().join("copy.attest").exists());
    let left: Vec<_> = fs::read_dir(folder.path()).expect("there").flatten().collect();
    assert!(left.iter().all(|it| !it.file_name().to_string_lossy().ends_with(".part")), "{left:?}");
    let (_, said, status) = on_store(&folder, &["query", LARGE], "");
    assert_eq!(status, Some(0), "with room: {said}");
}

/// Runs a script of the shell where a small disk is mounted at `disk`, by a user who may do so
/// in a world of their own; `None` where none may.
#[cfg(target_os = "linux")]
fn on_small_disk(folder: &TempDir, script: &str) -> Option<(String, String, Option<i32>)> {
    fs::create_dir(folder.path().join("disk")).expect("made");
    let inside = |script: &str| {
        let line = format!("mount -t tmpfs -o size=2m none disk && {script}");
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &line, "sh"]);
        command.arg(attest()).current_dir(folder.path());
        command.env("XDG_CONFIG_HOME", folder.path().join("config")).output().ok()
    };
    if !inside("true").is_some_and(|output| output.status.success()) {
        eprintln!("skipped: no disk can be mounted");
        return None;
    }
    inside(script).map(|output| told(&output))
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_full_disk_the_last_commit_is_intact() {
    let folder = store();
    let before = counted(&folder);
    let script = format!(
        "cp news.attest disk && \"$1\" -g disk/news.attest query \"{LARGE}\"; refused=$?; \
         \"$1\" check disk/news.attest >&2 && cp disk/news.attest after.attest && exit $refused"
    );
    let Some(done) = on_small_disk(&folder, &script) else { return };
    assert_refused(&done, "there is no room on the disk");
    assert!(done.1.contains("help: make room and try again"), "{}", done.1);
    fs::rename(folder.path().join("after.attest"), folder.path().join("news.attest"))
        .expect("it is");
    assert_eq!(counted(&folder), before);
}

#[cfg(target_os = "linux")]
#[test]
fn a_store_on_a_medium_that_is_only_read_is_read() {
    let folder = store();
    let script = "cp -r news.attest news disk && mount -o remount,ro disk && \
                  \"$1\" -g disk/news.attest query 'MATCH (n:Note) RETURN n.name' --format csv && \
                  \"$1\" check disk/news.attest && \"$1\" backup disk/news.attest copy.attest && \
                  \"$1\" -g disk/news.attest ingest news && \
                  \"$1\" -g disk/news.attest query 'CREATE (:Other)'";
    let Some(done) = on_small_disk(&folder, script) else { return };
    assert_refused(&done, "`disk/news.attest`: it can't be written");
    assert!(done.0.contains("by hand") && done.0.contains("nothing is wrong"), "{}", done.0);
    assert!(done.0.contains("2 as before"), "{}", done.0);
    assert!(done.1.contains("--read-only"), "{}", done.1);
    assert_eq!(upkeep(&folder, &["check", "copy.attest"]).2, Some(0));
}

#[cfg(unix)]
#[test]
fn a_store_that_is_gone_is_not_made_anew() {
    let folder = store();
    let shell = piped(&folder, &["shell", "--format", "csv", "--keep-going"]);
    let mut child = { shell }.spawn().expect("attest starts");
    let mut input = child.stdin.take().expect("piped");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    input.write_all(b"CREATE (:A) RETURN 'made' AS a;\n").expect("written");
    assert!(lines.any(|line| line.expect("UTF-8") == "made"));
    let store = folder.path().join("news.attest");
    fs::rename(&store, folder.path().join("moved.attest")).expect("it is there");
    input.write_all(b"CREATE (:B);\nMATCH (n:A) RETURN 'still ' + count(n) AS n;\n").expect("open");
    assert!(lines.any(|line| line.expect("UTF-8") == "still 1"), "what was read is there");
    assert!(!store.exists());
    fs::rename(folder.path().join("moved.attest"), &store).expect("it is there");
    input.write_all(b"CREATE (:C) RETURN 'back' AS b;\n").expect("written");
    drop(input);
    assert!(lines.any(|line| line.expect("UTF-8") == "back"));
    let mut said = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut said).expect("UTF-8");
    assert!(said.contains("`news.attest`: the file has gone since it was opened"), "{said}");
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
    let found = ["query", "MATCH (n) WHERE n:A OR n:B OR n:C RETURN count(n) AS n", "--format=csv"];
    assert_eq!(on_store(&folder, &found, "").0, "n\n2\n");
}
