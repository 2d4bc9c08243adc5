//! Makes many articles of a few, to try what a large folder takes:
//! `recombine COUNT TO FROM…` writes COUNT articles into the folder TO, of the sentences of the
//! articles in the folders FROM.
//!
//! Each has the paragraphs of one of those articles, as many and as long, but other sentences;
//! and its persons get other surnames, one the same throughout an article, so that the number of
//! names grows with that of articles as it does in newspapers. The same arguments give the same
//! articles.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use graph_core::article::{BlockKind, read_folder};
use graph_core::parse::{EntityKind, Pipeline, Pos};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// So many articles share a surname, on average.
const ARTICLES_A_NAME: u64 = 5;
/// At least as many surnames.
const FEWEST_NAMES: u64 = 100;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count, to, from @ ..] = &arguments[..] else { return usage() };
    let (Ok(count), false) = (count.parse(), from.is_empty()) else { return usage() };
    match write(count, Path::new(to), from) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("recombine: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: recombine COUNT TO FROM…");
    ExitCode::from(2)
}

fn write(count: u64, to: &Path, from: &[String]) -> Fallible<()> {
    let stock = Stock::read(from)?;
    std::fs::create_dir_all(to)?;
    for number in 0..count {
        let mut dice = Dice(number);
        let names = FEWEST_NAMES + count / ARTICLES_A_NAME;
        std::fs::write(to.join(format!("{number}.txt")), stock.article(names, &mut dice))?;
    }
    Ok(())
}

/// Sentences, and the shapes that articles of them have.
#[derive(Default)]
struct Stock {
    sentences: Vec<Sentence>,
    /// By article, how many sentences each of its paragraphs has.
    shapes: Vec<Vec<usize>>,
}

struct Sentence {
    text: String,
    /// Where surnames stand in it.
    surnames: Vec<Range<usize>>,
}

impl Stock {
    fn read(folders: &[String]) -> Fallible<Self> {
        let mut stock = Self::default();
        for folder in folders {
            for document in read_folder(&PathBuf::from(folder))?.documents {
                let prose = document.blocks.iter().filter(|block| block.kind == BlockKind::Prose);
                let text = |range: &Range<usize>| document.article.text[range.clone()].to_owned();
                let shape = prose.map(|block| stock.add(&text(&block.range))).collect();
                stock.shapes.push(shape);
            }
        }
        Ok(stock)
    }

    /// Takes a paragraph's sentences; returns how many.
    fn add(&mut self, paragraph: &str) -> usize {
        let parse = Pipeline::get().parse(paragraph, 0);
        for tokens in &parse.sentences {
            let (first, last) = (&parse.tokens[tokens.start], &parse.tokens[tokens.end - 1]);
            let persons = parse.entities.iter().filter(|span| {
                span.kind == EntityKind::Person && tokens.contains(&span.tokens.start)
            });
            let surnames = persons
                .filter_map(|span| {
                    parse.tokens[span.tokens.clone()].iter().rfind(|token| token.pos == Pos::Propn)
                })
                .map(|token| token.start - first.start..token.end - first.start)
                .collect();
            let text = paragraph[first.start..last.end].replace(['\n', '\r'], " ");
            self.sentences.push(Sentence { text, surnames });
        }
        parse.sentences.len()
    }

    fn article(&self, names: u64, dice: &mut Dice) -> String {
        let mut article = String::new();
        let mut surnames = HashMap::new();
        for &length in dice.pick(&self.shapes) {
            for _ in 0..length {
                let Sentence { text, surnames: places } = dice.pick(&self.sentences);
                let mut at = 0;
                for place in places {
                    let surname = surnames
                        .entry(&text[place.clone()])
                        .or_insert_with(|| coined(dice.roll(names)));
                    article.push_str(&text[at..place.start]);
                    article.push_str(surname);
                    at = place.end;
                }
                article.push_str(&text[at..]);
                article.push(' ');
            }
            article.push('\n');
        }
        article
    }
}

/// A surname that no other number gives: `Bakelo`.
fn coined(mut number: u64) -> String {
    const FIRST: [&str; 8] = ["Ba", "De", "Fi", "Go", "Ku", "La", "Me", "Ro"];
    const MORE: [&str; 8] = ["bo", "de", "ka", "li", "mu", "ne", "ra", "so"];
    let mut name = FIRST[(number % 8) as usize].to_owned();
    for _ in 0..2 {
        number /= 8;
        name.push_str(MORE[(number % 8) as usize]);
    }
    while number >= 8 {
        number /= 8;
        name.push_str(MORE[(number % 8) as usize]);
    }
    name
}

/// Numbers as if by chance (splitmix64), the same for the same start.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.roll(list.len() as u64) as usize]
    }
}
