//! How many articles a second one thread parses.

use divan::Bencher;
use divan::counter::ItemsCount;
use graph_core::parse::Pipeline;

fn main() {
    divan::main();
}

/// Articles of about five hundred words, each of other words than the one before.
fn articles(count: usize) -> Vec<Vec<String>> {
    const SUBJECTS: [&str; 6] =
        ["The mayor", "Police", "Farmers United", "Dr. Petrova", "A lawyer for the bank", "She"];
    const VERBS: [&str; 6] =
        ["criticized", "has signed", "won't accept", "met with", "was sued by", "plans to visit"];
    const OBJECTS: [&str; 6] = [
        "the agreement with Northland",
        "the secretary general of the union in Geneva",
        "a $1.2 billion offer for its dams",
        "more than 300 protesters, most of them students,",
        "the court's ruling that had closed the port",
        "the \"Treaty of Lund\" and its critics",
    ];
    const ENDS: [&str; 5] =
        ["on Monday.", "in 2019, officials said.", "again.", "after talks failed.", "for years."];
    let sentence = |i: usize| {
        let pick = |list: &[&'static str], step: usize| list[i / step % list.len()];
        let [subject, verb, object] =
            [(&SUBJECTS, 1), (&VERBS, 5), (&OBJECTS, 7)].map(|(list, step)| pick(list, step));
        format!("{subject} {verb} {object} at Site{} {}", i % 997, pick(&ENDS, 3))
    };
    let paragraph = |i: usize| (3 * i..3 * i + 3).map(sentence).collect::<Vec<_>>().join(" ");
    (0..count).map(|i| (10 * i..10 * i + 10).map(paragraph).collect()).collect()
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn parse(bencher: Bencher) {
    let articles = articles(40);
    let pipeline = Pipeline::get();
    bencher.counter(ItemsCount::new(articles.len())).bench(|| {
        let paragraphs = articles.iter().flatten();
        paragraphs.map(|paragraph| pipeline.parse(paragraph, 0).tokens.len()).sum::<usize>()
    });
}
