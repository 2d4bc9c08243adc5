//! The means of reading decide nothing: held in memory, in a compact form or in a cache, the same
//! articles give the same facts.

use std::sync::Mutex;

use graph_core::article::{Document, read_article};
use graph_core::cache::Cache;
use graph_core::corpus::Corpus;
use graph_core::facts::draw_by;
use graph_core::knowledge::Knowledge;
use graph_core::reading::{Means, Step};

/// More articles than are at hand at once, which name one another's persons.
fn articles() -> Vec<Document> {
    const TEXTS: [&str; 4] = [
        "Date: May 18, 2015\n\nMayor Opens Dam\n\nGHENT, Belgium (AP) — Mayor Jane Roe opened the \
         dam on Monday. She said that the Farmers Union (FU) had criticized it.\n",
        "Roe met with Prime Minister John Doe of Peru in Lund. The two signed an agreement.\n\n\
         “We can’t accept the deal,” said Ana Petrova, a lawyer for the FU.\n",
        "The Farmers Union sued the bank. Its lawyer, Petrova, called the agreement a disgrace.\n",
        "Doe won't visit the café in Malmö, officials said. Peru's government rejected the plan.\n",
    ];
    let read = |number: usize| {
        let text = format!("{}\nPolice in Site{number} arrested him.\n", TEXTS[number % 4]);
        read_article(&number.to_string(), text.as_bytes()).expect("it is an article")
    };
    (0..150).map(read).collect()
}

fn assert_same(one: &Corpus, other: &Corpus) {
    assert!(one.facts.len() > 5, "{:?}", one.facts);
    assert_eq!(one.entities, other.entities);
    assert_eq!(one.facts, other.facts);
}

#[test]
fn the_means_decide_nothing() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let cache = Cache::at(folder.path());
    let knowledge = Knowledge::default();
    let held = draw_by(articles(), &knowledge, Means::default());
    let compact = Means { held: 3, ..Means::default() };
    assert_same(&held, &draw_by(articles(), &knowledge, compact));
    let cached = Means { cache: Some(&cache), ..compact };
    assert_same(&held, &draw_by(articles(), &knowledge, cached));
    let kept = files(folder.path());
    assert_eq!(kept.len(), 150);
    kept.iter().step_by(3).for_each(|file| std::fs::write(file, "damage").expect("it is there"));
    kept.iter().step_by(7).for_each(|file| std::fs::remove_file(file).expect("it is there"));
    assert_same(&held, &draw_by(articles(), &knowledge, cached));
    assert_eq!(files(folder.path()), kept);
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("it can be listed");
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    let mut files: Vec<_> =
        paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

#[test]
fn every_article_is_told_of_at_every_step() {
    let told = Mutex::new(Vec::new());
    let tell = |progress| told.lock().expect("no thread panics").push(progress);
    draw_by(articles(), &Knowledge::default(), Means { watch: Some(&tell), ..Means::default() });
    let told = told.into_inner().expect("no thread panics");
    for step in [Step::Parse, Step::Survey, Step::Resolve] {
        let mut done: Vec<_> = told
            .iter()
            .filter(|progress| progress.step == step)
            .map(|progress| (progress.done, progress.of))
            .collect();
        done.sort_unstable();
        assert_eq!(done, (1..=150).map(|number| (number, 150)).collect::<Vec<_>>(), "{step:?}");
    }
}

#[test]
fn a_name_of_nothing_but_signs_is_none() {
    let document = read_article("a", b"s \xff").expect("an article");
    let corpus = draw_by(vec![document], &Knowledge::default(), Means::default());
    assert_eq!((corpus.entities.len(), corpus.facts.len()), (0, 0));
}
