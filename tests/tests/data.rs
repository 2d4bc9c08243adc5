//! The workspace that comes with the program: every script in it answers.

use std::path::PathBuf;

use attest_tests::program::run;
use attest_tests::top;
use serde_json::Value;

fn scripts() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(top().join("data/queries")).expect("data/queries");
    let mut scripts: Vec<PathBuf> = folder.map(|entry| entry.expect("a file").path()).collect();
    scripts.sort();
    scripts
}

/// The rows that a script gives, as JSON objects.
fn rows(script: &str) -> Vec<Value> {
    let output = run(&top(), &["-g", "data", "run", script, "--format", "jsonl"], "");
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("a row in JSON")).collect()
}

#[test]
fn every_script_answers() {
    let scripts = scripts();
    assert!(scripts.len() >= 12);
    for script in scripts {
        let rows = rows(script.to_str().expect("a path in UTF-8"));
        assert!(!rows.is_empty(), "{} gives no row", script.display());
        let told = |row: &Value| {
            row.as_object().is_some_and(|row| row.values().any(|value| !value.is_null()))
        };
        assert!(rows.iter().all(told), "{} gives an empty row", script.display());
    }
}

/// The rows of a statement on the workspace.
fn answer(query: &str) -> Vec<Value> {
    let output = run(&top(), &["-g", "data", "query", query, "--format", "jsonl"], "");
    assert!(output.status.success(), "{query}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("a row in JSON")).collect()
}

#[test]
fn procedures_read_the_evidence_of_every_fact() {
    let evidence = answer(
        "CALL attest.corroborated(1) YIELD rel, articles \
         CALL attest.evidence(rel) YIELD article, title, quote \
         RETURN article, article IN articles AS listed, title, quote",
    );
    assert!(evidence.len() > 20);
    for row in &evidence {
        assert_eq!(row["listed"], true, "{row}");
        assert!(row["title"].is_string(), "{row}");
        let file = format!("data/articles/{}.txt", row["article"].as_str().expect("an id"));
        let text = std::fs::read_to_string(top().join(file)).expect("the article");
        assert!(text.contains(row["quote"].as_str().expect("a quote")), "{row}");
    }
    // All the articles are of one source.
    let sources = answer("CALL attest.corroborated(1) YIELD sources RETURN DISTINCT sources");
    assert_eq!(sources.len(), 1, "{sources:?}");
    assert!(answer("CALL attest.corroborated(2)").is_empty());
    // What the five briefs tell apart, they tell of different things.
    assert_eq!(answer("CALL attest.disputes()"), Vec::<Value>::new());
}

#[test]
fn the_readme_lists_every_file() {
    let readme = std::fs::read_to_string(top().join("data/README.md")).expect("data/README.md");
    let articles = std::fs::read_dir(top().join("data/articles")).expect("data/articles");
    let tables = std::fs::read_dir(top().join("data/tables")).expect("data/tables");
    let files = articles.chain(tables).map(|entry| entry.expect("a file").path()).chain(scripts());
    for file in files {
        let name = file.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8");
        assert!(readme.contains(&format!("| `{name}` |")), "{name} is missing");
    }
}
