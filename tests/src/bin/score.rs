//! Scores what `attest export jsonl` prints against gold files:
//! `attest -g ARTICLES export jsonl | score [-v] GOLD.tsv…`

use std::io::{Read, Write};
use std::process::ExitCode;

use attest_tests::score::{read_facts, read_gold, score};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let (flags, paths): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with('-'));
    if paths.is_empty() || flags.iter().any(|flag| flag != "-v") {
        eprintln!("usage: score [-v] GOLD.tsv… < facts.jsonl");
        return ExitCode::from(2);
    }
    match run(!flags.is_empty(), &paths) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("score: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(verbose: bool, paths: &[String]) -> Fallible<()> {
    let mut lines = vec![];
    for path in paths {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        lines.extend(read_gold(&text).map_err(|error| format!("{path}: {error}"))?);
    }
    let mut facts = String::new();
    std::io::stdin().read_to_string(&mut facts)?;
    let score = score(&lines, &read_facts(&facts)?);
    let table = if verbose { format!("{score:#}") } else { score.to_string() };
    Ok(std::io::stdout().write_all(table.as_bytes())?)
}
