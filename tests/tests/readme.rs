//! Every `console` block of the README and of the language's reference is what the program does.
//!
//! `UPDATE_README=1 cargo test -p attest-tests --test readme` writes the present output into them.

use std::fs;
use std::process::Command;

use attest_tests::program::attest;
use attest_tests::top;

const OPENING: &str = "```console\n";
const CLOSING: &str = "```\n";

#[test]
fn the_documents_show_what_the_program_does() {
    shows_what_the_program_does("README.md");
    shows_what_the_program_does("query-lang/LANGUAGE.md");
}

fn shows_what_the_program_does(name: &str) {
    let file = top().join(name);
    let written = fs::read_to_string(&file).expect("a document");
    // The store that the examples make.
    let store = top().join("news.attest");
    let _earlier = fs::remove_file(&store);
    let present = replayed(&written);
    let _made = fs::remove_file(&store);
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&file, present).expect("written");
        return;
    }
    assert!(written.contains("$ attest "), "{name} shows no session");
    assert_eq!(written, present, "UPDATE_README=1 brings {name} up to date");
}

/// The text with the output of each command put below it anew.
fn replayed(text: &str) -> String {
    let mut parts = text.split(OPENING);
    let mut present = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (block, rest) = part.split_once(CLOSING).expect("a block ends");
        present.push_str(OPENING);
        for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
            present.extend(["$ ", command, "\n", &output(command)]);
        }
        present.push_str(CLOSING);
        present.push_str(rest);
    }
    present
}

/// What a terminal shows of a command, run in the project's folder.
fn output(command: &str) -> String {
    let program = attest().parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-c", &format!("({command}) 2>&1")])
        .env("PATH", format!("{}:{path}", program.display()))
        .env("XDG_CONFIG_HOME", top().join("target/no-config"))
        .current_dir(top())
        .output()
        .expect("sh runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}
