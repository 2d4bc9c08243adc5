//! The program under test.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// The `attest` program, built from the present sources in the profile of the running test.
///
/// # Panics
/// If it can't be built.
pub fn attest() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let test = std::env::current_exe().expect("a test knows its path");
        let folder = test.ancestors().nth(2).expect("a test is in target/PROFILE/deps");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--workspace", "--bin", "attest", "--target-dir"]);
        build.arg(folder.parent().expect("target")).current_dir(crate::top());
        if folder.ends_with("release") {
            build.arg("--release");
        }
        assert!(build.status().expect("cargo runs").success(), "attest isn't built");
        folder.join("attest")
    })
}

/// What the program says and how it ends, run in a folder with some standard input.
///
/// # Panics
/// If it can't be run.
pub fn run(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(attest());
    command.args(arguments).current_dir(folder).env_remove("NO_COLOR");
    command.env("XDG_CONFIG_HOME", folder.join("config"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("attest starts");
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_owned();
    // Written aside, so that neither side waits for the other; a program that reads nothing
    // closes the pipe, which is fine.
    let writer = std::thread::spawn(move || {
        let _ = std::io::Write::write_all(&mut stdin, input.as_bytes());
    });
    let output = child.wait_with_output().expect("attest ends");
    writer.join().expect("written");
    output
}
