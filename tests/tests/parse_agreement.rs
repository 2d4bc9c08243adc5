//! The native pipeline decides as the Python package does.
//!
//! `tests/data/parse_reference.py` wrote what the package says.

use std::fs;
use std::path::Path;

use graph_core::parse::{Parse, Pipeline};
use serde::Deserialize;

/// What the Python package says of a text, by token.
#[derive(Deserialize)]
struct Reference {
    text: Vec<String>,
    ws: Vec<bool>,
    norm: Vec<String>,
    tag: Vec<String>,
    head: Vec<usize>,
    dep: Vec<String>,
    ent: Vec<String>,
    ss: Vec<bool>,
    #[serde(default)]
    start: Vec<usize>,
    #[serde(default)]
    lemma: Vec<String>,
    #[serde(default)]
    pos: Vec<String>,
}

impl Reference {
    fn read(path: &Path) -> Option<Vec<Self>> {
        let Ok(lines) = fs::read_to_string(path) else {
            eprintln!("skipped: {} not found", path.display());
            return None;
        };
        let parse = |line| serde_json::from_str(line).expect("a line is one text");
        Some(lines.lines().map(parse).collect())
    }

    fn whole(&self) -> String {
        let space = |ws: &bool| if *ws { " " } else { "" };
        self.text.iter().zip(&self.ws).flat_map(|(text, ws)| [text, space(ws)]).collect()
    }
}

/// Counts of tokens and of those that differ.
#[derive(Debug, Default)]
struct Differences {
    tokens: usize,
    tag: usize,
    head: usize,
    head_or_dep: usize,
    entity: usize,
    sentence_start: usize,
    lemma: usize,
    pos: usize,
}

impl Differences {
    fn count(&mut self, parse: &Parse, reference: &Reference) {
        let (entities, starts) = (entities(parse), sentence_starts(parse));
        for (i, token) in parse.tokens.iter().enumerate() {
            let head = token.head != reference.head[i];
            let differs = |written: &str, expected: &[String]| {
                usize::from(expected.get(i).is_some_and(|expected| expected != written))
            };
            self.tokens += 1;
            self.tag += differs(token.tag.as_str(), &reference.tag);
            self.head += usize::from(head);
            self.head_or_dep += usize::from(head || token.dep.as_str() != reference.dep[i]);
            self.entity += differs(&entities[i], &reference.ent);
            self.sentence_start += usize::from(starts[i] != reference.ss[i]);
            self.lemma += differs(&token.lemma, &reference.lemma);
            self.pos += differs(token.pos.as_str(), &reference.pos);
        }
    }

    /// Half precision may tip the scales between two near equal scores, no more.
    fn assert_few(&self) {
        eprintln!("{self:?}");
        let all = [self.tag, self.head, self.head_or_dep, self.entity, self.sentence_start];
        for differing in all.into_iter().chain([self.lemma, self.pos]) {
            assert!(differing * 1000 <= self.tokens, "{self:?}");
        }
    }
}

/// `B-ORG`, `I-ORG`, `O` by token.
fn entities(parse: &Parse) -> Vec<String> {
    let mut tags = vec!["O".to_owned(); parse.tokens.len()];
    for span in &parse.entities {
        for i in span.tokens.clone() {
            let position = if i == span.tokens.start { "B" } else { "I" };
            tags[i] = format!("{position}-{}", span.kind);
        }
    }
    tags
}

fn sentence_starts(parse: &Parse) -> Vec<bool> {
    let mut starts = vec![false; parse.tokens.len()];
    parse.sentences.iter().for_each(|sentence| starts[sentence.start] = true);
    starts
}

/// Parses the texts, which must give the same tokens with the same norms, and counts the rest.
fn compare(references: &[Reference]) -> Differences {
    let mut differences = Differences::default();
    for reference in references {
        let text = reference.whole();
        let parse = Pipeline::get().parse(&text, 0);
        let written: Vec<_> = parse.tokens.iter().map(|token| &*token.text).collect();
        assert_eq!(written, reference.text);
        let norms: Vec<_> = parse.tokens.iter().map(|token| &*token.norm).collect();
        assert_eq!(norms, reference.norm, "{text}");
        let starts: Vec<_> = parse.tokens.iter().map(|token| token.start).collect();
        assert!(reference.start.is_empty() || reference.start == starts, "{text}");
        assert!(parse.tokens.iter().all(|token| text[token.start..token.end] == *token.text));
        differences.count(&parse, reference);
    }
    differences
}

fn data(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)
}

fn shared(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(name)
}

#[test]
fn agrees_on_made_up_sentences() {
    let references = Reference::read(&data("parse-sentences.jsonl")).expect("it is in the project");
    compare(&references).assert_few();
}

#[test]
fn agrees_on_articles() {
    let path = shared("prototypes/parser/spacy-seeds.jsonl");
    let Some(mut references) = Reference::read(&path) else { return };
    for line in fs::read_to_string(data("seeds-lemma-pos.tsv")).expect("it is there").lines() {
        let columns: Vec<_> = line.split('\t').collect();
        let [article, _, lemma, pos] = columns[..] else { panic!("{line}") };
        let article = &mut references[article.parse::<usize>().expect("a number")];
        article.lemma.push(serde_json::from_str(&format!("\"{lemma}\"")).expect("a string"));
        article.pos.push(pos.to_owned());
    }
    assert!(references.iter().all(|reference| reference.lemma.len() == reference.text.len()));
    compare(&references).assert_few();
}

#[test]
fn parses_any_text() {
    let long = |unit: &str, bytes: usize| unit.repeat(bytes / unit.len());
    let texts = [
        String::new(),
        " ".to_owned(),
        "\0\u{1}\u{7f}\u{85}\u{feff}\u{202e}".to_owned(),
        long("a", 1 << 22),
        long("(", 1 << 20),
        long("@.", 1 << 20),
        long(" ", 1 << 20),
        long("and he said that ", 200_000),
        long("e\u{301}\u{1f468}\u{200d}\u{1f469}", 10_000),
    ];
    for text in texts {
        let parse = Pipeline::get().parse(&text, 7);
        let covered: usize = parse.sentences.iter().map(ExactSizeIterator::len).sum();
        assert_eq!(covered, parse.tokens.len());
        assert!(
            parse.tokens.iter().all(|token| text[token.start - 7..token.end - 7] == *token.text)
        );
        assert!(parse.tokens.iter().all(|token| token.head < parse.tokens.len()));
    }
}
