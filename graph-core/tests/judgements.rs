//! `aliases.tsv`: what a person says of names decides which are one entity.

use graph_core::article::read_article;
use graph_core::corpus::{Corpus, Entity};
use graph_core::facts::draw;
use graph_core::judgements::Judgements;
use graph_core::knowledge::Knowledge;

fn corpus(articles: &[&str], judged: &str) -> Corpus {
    let read = |(at, text): (usize, &&str)| {
        let text = format!("Title: Made up\n\n{text}\n");
        read_article(&format!("{at:03}"), text.as_bytes()).expect("a readable article")
    };
    let judgements = Judgements::read(judged).expect("judgements");
    let knowledge = Knowledge { judgements, ..Knowledge::default() };
    draw(articles.iter().enumerate().map(read).collect(), &knowledge)
}

fn entity<'a>(corpus: &'a Corpus, name: &str) -> Option<&'a Entity> {
    corpus.entities.iter().find(|entity| entity.name == name)
}

/// Everything that the names of a corpus are called, a line an entity.
fn names(corpus: &Corpus) -> Vec<String> {
    let line = |entity: &Entity| format!("{} = {}", entity.name, entity.aliases.join(", "));
    corpus.entities.iter().map(line).collect()
}

const TWO_SPELLINGS: [&str; 2] = [
    "President Muammar Gaddafi visited Ghana. Gaddafi praised the hospital.",
    "President Moamer Kadhafi visited Kenya.",
];

#[test]
fn names_are_the_same_where_a_person_says_so() {
    let before = corpus(&TWO_SPELLINGS, "");
    assert!(entity(&before, "Moamer Kadhafi").is_some(), "{:?}", names(&before));
    let after = corpus(&TWO_SPELLINGS, "same\tMoamer Kadhafi\tMuammar Gaddafi");
    let merged = entity(&after, "Moamer Kadhafi").expect("the first name is what it is called");
    assert_eq!(merged.aliases, ["Gaddafi", "Muammar Gaddafi"]);
    assert_eq!(merged.mentions.iter().map(|(_, count)| count).sum::<usize>(), 3);
    assert!(entity(&after, "Muammar Gaddafi").is_none());
}

#[test]
fn what_it_is_called_need_not_stand_in_the_articles() {
    let judged = "same\tthe Colonel\tMoamer Kadhafi\tMuammar Gaddafi";
    let after = corpus(&TWO_SPELLINGS, judged);
    let merged = entity(&after, "Colonel").expect("called so");
    assert_eq!(merged.aliases, ["Gaddafi", "Moamer Kadhafi", "Muammar Gaddafi"]);
    assert_eq!(Judgements::read(judged).expect("judgements").unused(&after), []);
}

#[test]
fn what_a_person_keeps_apart_no_rule_merges() {
    let merged_by = [
        // In parentheses, by initials, by a letter, by a middle name, by a surname.
        (
            "The Lake Water Board (LWB) signed the treaty. LWB praised the treaty.",
            "Lake Water Board",
            "LWB",
        ),
        (
            "The Lake Water Board signed the treaty. The LWB praised the treaty.",
            "Lake Water Board",
            "LWB",
        ),
        (
            "Konstantin Abramovich visited Kenya. Konstantin Abramovitch visited Ghana.",
            "Konstantin Abramovich",
            "Konstantin Abramovitch",
        ),
        (
            "Karen Miller visited Kenya. Karen Jane Miller visited Ghana.",
            "Karen Jane Miller",
            "Karen Miller",
        ),
        ("Karen Miller visited Kenya. Miller visited Ghana.", "Karen Miller", "Miller"),
    ];
    for (text, name, other) in merged_by {
        let before = corpus(&[text], "");
        let one = entity(&before, name).expect("named");
        assert!(one.aliases.contains(&other.to_owned()), "{:?}", names(&before));
        let after = corpus(&[text], &format!("not\t{other}\t{name}"));
        assert!(
            entity(&after, name).is_some() && entity(&after, other).is_some(),
            "{other}: {:?}",
            names(&after)
        );
    }
}

#[test]
fn a_short_form_goes_where_a_person_puts_it() {
    let text = "Karen Miller met David Miller in Lima. Miller praised the treaty.";
    let praised = |judged: &str| -> Vec<String> {
        let corpus = corpus(&[text], judged);
        let facts = corpus.facts.iter().filter(|fact| fact.relation == "PRAISED");
        facts.map(|fact| corpus.entities[fact.subject].name.clone()).collect()
    };
    assert_eq!(praised("same\tDavid Miller\tMiller"), ["David Miller"]);
    assert_eq!(praised("not\tMiller\tDavid Miller"), ["Karen Miller"]);
    assert_eq!(praised("not\tMiller\tDavid Miller\tKaren Miller"), ["Miller"]);
}

#[test]
fn descriptions_are_judged_like_names() {
    let text = "Karen Miller criticized the dog owners. The town council praised the pet keepers.";
    let after = corpus(&[text], "same\tdog owners\tpet keepers");
    let merged = entity(&after, "dog owners").expect("called so");
    assert_eq!(merged.aliases, ["pet keepers"]);
    let named = corpus(&[text], "same\tKaren Miller\tpet keepers");
    let merged = entity(&named, "Karen Miller").expect("called so");
    assert_eq!(merged.aliases, ["pet keepers"]);
}

#[test]
fn names_that_stand_nowhere_are_told() {
    let judged = "same\tKaren Miller\tKaren Millar\nnot\tMiller\tMila";
    let judgements = Judgements::read(judged).expect("judgements");
    let corpus = corpus(&["Karen Miller visited Kenya. Miller praised the hospital."], judged);
    assert_eq!(judgements.unused(&corpus), [(1, "Karen Millar"), (2, "Mila")]);
}
