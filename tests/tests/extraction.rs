//! The facts that the program draws from articles, against gold facts, and their evidence
//! against the files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use attest_tests::program::run;
use attest_tests::score::{self, Line, read_facts, read_gold};
use attest_tests::{shared, top};
use serde_json::Value;

/// What a set of articles has to score at least: a little less than it does, so that no change
/// lets the scores fall unnoticed. Raise a floor when the score has risen.
struct Floor {
    recall: f64,
    precision: f64,
    macro_f1: f64,
}

const SEEDS: Floor = Floor { recall: 0.90, precision: 0.97, macro_f1: 0.94 };
const ARTICLES: Floor = Floor { recall: 0.61, precision: 0.86, macro_f1: 0.75 };
const OPEN: Floor = Floor { recall: 0.65, precision: 0.87, macro_f1: 0.74 };
const HELD_OUT: Floor = Floor { recall: 0.47, precision: 0.75, macro_f1: 0.58 };

fn exported(folder: &Path) -> String {
    let folder_name = folder.to_str().expect("a path in UTF-8");
    let output = run(&top(), &["-g", folder_name, "export", "jsonl"], "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn gold(file: &Path) -> Vec<Line> {
    let text = std::fs::read_to_string(file).expect("a gold file");
    read_gold(&text).expect("gold lines")
}

fn invented() -> (PathBuf, Vec<Line>) {
    (top().join("tests/articles"), gold(&top().join("tests/gold/invented.tsv")))
}

/// Scores a folder's facts, prints the table, and holds it against the floor.
fn hold(name: &str, folder: &Path, lines: &[Line], floor: &Floor) {
    let facts = read_facts(&exported(folder)).expect("exported facts");
    let score = score::score(lines, &facts);
    println!("{name}\n{score}");
    let total = score.total();
    let measured = [
        ("recall", total.recall(), floor.recall),
        ("precision", total.precision(), floor.precision),
        ("macro F1", score.macro_f1(), floor.macro_f1),
        ("sentence", score.sentence_share(), 0.9),
    ];
    for (what, value, least) in measured {
        assert!(value >= least, "{name}: {what} {value:.3} is under its floor {least}\n{score}");
    }
}

#[test]
fn seeds() {
    let (Some(folder), Some(file)) = (shared("seeds"), shared("gold/seeds.tsv")) else { return };
    let rest = gold(&top().join("tests/gold/seeds-rest.tsv"));
    hold("seeds", &folder, &[gold(&file), rest].concat(), &SEEDS);
}

#[test]
fn shared_articles() {
    let Some(folder) = shared("articles") else { return };
    let Some(file) = shared("gold/articles.tsv") else { return };
    hold("shared articles", &folder, &gold(&file), &ARTICLES);
}

#[test]
fn invented_articles() {
    let (folder, lines) = invented();
    let (open, held_out): (Vec<Line>, Vec<Line>) =
        lines.into_iter().partition(|line| line.article.starts_with("a_"));
    hold("invented, open", &folder, &open, &OPEN);
    hold("invented, held out", &folder, &held_out, &HELD_OUT);
}

#[test]
fn every_gold_quote_is_in_its_article() {
    let (folder, lines) = invented();
    for line in lines {
        let path = folder.join(&line.article).with_extension("txt");
        let text = std::fs::read_to_string(&path).expect("the article");
        let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(&line.quote), "{}: {}", line.article, line.quote);
    }
}

#[test]
fn every_quote_is_the_bytes_at_its_place() {
    let own = [top().join("tests/articles"), top().join("data/articles")];
    let others = ["seeds", "articles"].into_iter().filter_map(shared);
    for folder in own.into_iter().chain(others) {
        let seen = quotes_in_place(&folder, &exported(&folder));
        assert!(seen > 0, "no facts in {}", folder.display());
    }
}

/// Holds each piece of evidence against its file and says how many there are.
fn quotes_in_place(folder: &Path, jsonl: &str) -> usize {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut seen = 0;
    for line in jsonl.lines() {
        let item: Value = serde_json::from_str(line).expect("a JSON line");
        if item["kind"] != "fact" {
            continue;
        }
        let evidence = item["evidence"].as_array().expect("a list of evidence");
        assert!(!evidence.is_empty(), "a fact without evidence: {item}");
        for piece in evidence {
            let article = piece["article"].as_str().expect("an article's id");
            let bytes = files.entry(article.to_owned()).or_insert_with(|| {
                std::fs::read(folder.join(format!("{article}.txt"))).expect("the article")
            });
            let place = |key: &str| piece[key].as_u64().expect("an offset") as usize;
            let quoted = bytes.get(place("start")..place("end"));
            let quote = piece["quote"].as_str().expect("a quote");
            assert_eq!(quoted, Some(quote.as_bytes()), "{article}: {piece}");
            seen += 1;
        }
    }
    seen
}
