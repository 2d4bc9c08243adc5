//! Stores in folders of their own, as a person uses them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Output, Stdio};

use tempfile::TempDir;

use crate::program::{attest, run};

/// What a command ended with: standard output, standard error, exit status.
pub type Told = (String, String, Option<i32>);

/// The arguments that name the store of a folder.
pub const STORE: [&str; 3] = ["-g", "news.attest", "--no-cache"];

/// A folder for a store, with two articles in `news`.
///
/// # Panics
/// If it can't be made.
pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("news")).expect("made");
    write(folder.path(), "news/bridge.txt", "Mayor Lena Ortiz criticized the bridge agreement.");
    write(folder.path(), "news/visit.txt", "Lena Ortiz visited Denmark on Monday.");
    folder
}

/// Writes an article of one sentence.
///
/// # Panics
/// If it can't be written.
pub fn write(folder: &Path, name: &str, sentence: &str) {
    let text = format!("Talks\n\n{sentence}\n");
    fs::write(folder.join(name), text).expect("written");
}

/// Runs a command on the folder's store.
///
/// # Panics
/// If the program can't be run.
pub fn on_store(folder: &TempDir, arguments: &[&str], input: &str) -> Told {
    told(&run(folder.path(), &[&STORE[..], arguments].concat(), input))
}

/// What a program said.
///
/// # Panics
/// Where that isn't UTF-8.
pub fn told(output: &Output) -> Told {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

/// How many nodes the store has.
///
/// # Panics
/// If it can't be read.
pub fn counted(folder: &TempDir) -> String {
    let (rows, said, status) =
        on_store(folder, &["query", "MATCH (n) RETURN count(n) AS n", "--format", "csv"], "");
    assert_eq!(status, Some(0), "{said}");
    rows.replace("n\n", "").trim().to_owned()
}

/// A command on the store that is yet to be started, with pipes.
pub fn piped(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(attest());
    command.args(STORE).args(arguments).current_dir(folder.path());
    command.env("XDG_CONFIG_HOME", folder.path().join("config"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A shell on the store that reads what it is told, and the lines that it writes.
///
/// # Panics
/// If it can't be started.
pub fn shell(folder: &TempDir) -> (Child, ChildStdin, impl Iterator<Item = String> + use<>) {
    let mut command = piped(folder, &["shell", "--format", "csv"]);
    let mut child = command.stderr(Stdio::null()).spawn().expect("attest starts");
    let (input, output) = (child.stdin.take().expect("piped"), child.stdout.take().expect("piped"));
    let lines = BufReader::new(output).lines().map(|line| line.expect("UTF-8"));
    (child, input, lines)
}
