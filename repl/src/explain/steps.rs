//! How a phrase was taken for an entity, in words.

use graph_core::explain::Resolution;
use graph_core::trace::{How, Link};

/// `“Rubio” is Marco Rubio (Person)`
pub(super) fn summary(found: &Resolution<'_>) -> String {
    let Resolution { phrase, entity, entity_type, .. } = found;
    let kind = entity_type.as_str();
    if phrase == entity {
        format!("“{phrase}” ({kind})")
    } else {
        format!("“{phrase}” is {entity} ({kind})")
    }
}

/// The steps from the phrase to the entity.
pub(super) fn steps(found: &Resolution<'_>) -> Vec<String> {
    let mention = &found.mention;
    let first =
        how(mention.how, found.phrase).map(|how| match (found.antecedent, mention.antecedent) {
            (Some(antecedent), Some((_, back))) => {
                format!("{how}: “{antecedent}”, {}", sentences(back))
            }
            _ => how,
        });
    let name = found.antecedent.unwrap_or(found.phrase);
    let second = link(mention.link).map(|link| format!("“{name}”: {link}"));
    first.into_iter().chain(second).collect()
}

fn sentences(back: u16) -> String {
    match back {
        0 => "in the same sentence".to_owned(),
        1 => "in the sentence before".to_owned(),
        back => format!("{back} sentences before"),
    }
}

/// What a phrase that isn't the name stands for; `None` for names.
fn how(how: How, phrase: &str) -> Option<String> {
    let text = match how {
        How::Name => return None,
        How::Words => "called by its own words",
        How::Adjective => "an adjective stands for its country",
        How::Pronoun => return Some(pronoun(phrase)),
        How::Relative => "a relative pronoun stands for the noun before its clause",
        How::Speaker => "in quoted words, whoever says them",
        How::SpeakersOffice => "in quoted words, what the speaker holds an office in",
        How::Role => "whoever the article gives this title",
        How::SoCalled => "what the article says is called so",
        How::Apposition => "the name beside it",
        How::Kind => "the one thing of its kind in reach",
        How::WordOfName => "the nearest name that has the word",
        How::Government => "a government stands for its country",
        How::Home => "said of no country: the one that the article is about",
        How::Agreement => "what the story agrees on, proposes or offers",
        How::Clause => "a clause, called by its own words",
        How::Office => "the only country that has the office",
        How::ToldElsewhere => "the title alone; what it is held in is told elsewhere",
    };
    Some(text.to_owned())
}

fn pronoun(word: &str) -> String {
    let last = match word.to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => "the nearest man named",
        "she" | "her" | "hers" | "herself" => "the nearest woman named",
        "it" | "its" | "itself" => "the nearest thing, organization or country",
        "they" | "them" | "their" | "theirs" | "themselves" => "the nearest group or organization",
        _ => "what agrees with it",
    };
    format!("a pronoun, {last}")
}

fn link(link: Link) -> Option<String> {
    let text = match link {
        Link::Itself => return None,
        Link::ShortForm => "short for the full name, the only one that fits",
        Link::MiddleName => "a form of the full name",
        Link::Parentheses => "in parentheses behind the full name",
        Link::Initials => "the initials of the full name",
        Link::OneLetter => "the full name but for a letter",
        Link::Country => "another name of the country",
        Link::Judged(line) => return Some(format!("aliases.tsv, line {line}, says so")),
    };
    Some(text.to_owned())
}
