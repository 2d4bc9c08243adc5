//! The scorer against the reference in Python, where both are there.

use std::io::Write;
use std::process::{Command, Stdio};

use attest_tests::score::{read_facts, read_gold, score};
use attest_tests::{shared, top};

/// Made-up facts of every sort: each gold line's own fact, put in another of the accepted ways,
/// spoilt in turn by a wrong polarity, a wrong article, a surname alone, a cut quote.
fn facts(gold: &str) -> String {
    let lines = gold.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let told = lines.zip(0..).filter(|(_, number)| number % 7 != 3).map(|(line, number)| {
        let columns: Vec<&str> = line.split('\t').collect();
        let pick = |column: usize| {
            let accepted: Vec<&str> = columns[column].split('|').collect();
            accepted[number % accepted.len()]
        };
        let (article, mut subject) = (columns[0].trim_start_matches('?'), pick(1).to_owned());
        let (mut object, mut polarity) = (format!("the {}’s", pick(3)), columns[4]);
        let mut article =
            if number % 3 == 0 { format!("{article}_9f") } else { article.to_owned() };
        match number % 11 {
            2 => polarity = "-",
            4 => article.insert(0, 'x'),
            5 => subject = subject.split(' ').next_back().unwrap_or_default().to_owned(),
            6 => std::mem::swap(&mut subject, &mut object),
            8 => subject = format!("President {}", subject.to_uppercase()),
            _ => {}
        }
        let quote = if number % 5 == 0 { "Another sentence." } else { columns[6] };
        serde_json::json!({
            "kind": "fact", "subject": subject, "relation": pick(2), "object": object,
            "polarity": polarity, "modality": columns[5],
            "evidence": [{"article": article, "quote": quote, "start": 0, "end": 1}],
        })
        .to_string()
    });
    let others = [r#"{"kind":"article","id":"000"}"#, r#"{"kind":"entity","name":"X"}"#];
    told.chain(others.map(str::to_owned)).collect::<Vec<_>>().join("\n")
}

fn python(script: &std::path::Path, gold: &std::path::Path, facts: &str) -> Option<String> {
    let mut command = Command::new("python3");
    command.arg(script).arg("-v").arg(gold).env("PYTHONIOENCODING", "utf-8");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    child.stdin.take()?.write_all(facts.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    assert!(output.status.success(), "{} failed", script.display());
    String::from_utf8(output.stdout).ok()
}

#[test]
fn agrees_with_the_reference_line_for_line() {
    let Some(script) = shared("gold/score.py") else { return };
    let gold = top().join("tests/gold");
    for file in ["../../../shared/gold/seeds.tsv", "../../../shared/gold/articles.tsv"]
        .into_iter()
        .chain(["invented.tsv", "seeds-rest.tsv"])
        .map(|name| gold.join(name))
    {
        let text = std::fs::read_to_string(&file).unwrap();
        let facts = facts(&text);
        let Some(expected) = python(&script, &file, &facts) else {
            eprintln!("skipped: python3 not found");
            return;
        };
        let ours = score(&read_gold(&text).unwrap(), &read_facts(&facts).unwrap());
        assert_eq!(format!("{ours:#}"), expected, "{}", file.display());
    }
}
