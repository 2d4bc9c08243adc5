//! How a piece of evidence came to attest its fact: the rule that fired, the words that it fired
//! on, and how its two arguments were resolved. Compact: places and small enums, no text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Bytes of [`Article::text`](crate::corpus::Article::text).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct Bytes {
    /// The first byte.
    pub start: u32,
    /// The byte behind the last one.
    pub end: u32,
}

/// How a sentence came to say a fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// What asserts the fact.
    pub rule: Rule,
    /// The word that sets off the rule.
    pub trigger: Bytes,
    /// Where the sentence names the subject.
    pub subject: Mention,
    /// Where the sentence names the object.
    pub object: Mention,
}

/// What asserts a relation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Rule {
    /// A frame of the lexicon, by its place in [`Lexicon::frames`](crate::lexicon::Lexicon::frames).
    Frame(u32),
    /// A verb outside of the lexicon.
    #[default]
    OpenVerb,
    /// `insisted that X was not`, `said it took nothing`.
    Denial,
    /// `said that X should`, `wants X to`.
    Demand,
    /// `said that X is unfair`.
    Judgement,
    /// `would house them for a fee`.
    Fee,
    /// `called it inhumane`.
    Verdict,
    /// `Secretary Jane Roe`.
    Title,
    /// `Jane Roe, secretary of X,`.
    Apposition,
    /// `Jane Roe is the secretary of X`.
    Copula,
    /// `Jane Roe of X`.
    Belonging,
    /// `the prison in X`.
    Place,
    /// `a Lima press conference`, `Seoul City Hall`.
    PlaceBefore,
    /// `the University of X of the UK`.
    CountryOf,
    /// `Clearwater, Florida`.
    CityAndRegion,
    /// `GHENT, Belgium — `.
    Dateline,
    /// `El Salvador's prison, known as CECOT`.
    OwnedFacility,
    /// `stops on his tour include X`.
    Stops,
    /// `said that she would resign`.
    Announcement,
    /// `the Turkish city of X`, `X, the capital of Y`, `Y's X`.
    Around,
}

/// A phrase that names an argument, with what it was taken for and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The name, or the head of the phrase.
    pub bytes: Bytes,
    /// How it stands for what it stands for.
    pub how: How,
    /// The phrase that it takes up, and how many sentences before it stands.
    pub antecedent: Option<(Bytes, u16)>,
    /// How the name, its own or the antecedent's, belongs to the entity.
    pub link: Link,
}

/// How a phrase stands for an entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum How {
    /// By its own words: `human rights groups`.
    #[default]
    Words,
    /// It is a name.
    Name,
    /// `Salvadoran` before a noun: its country.
    Adjective,
    /// `he`, `it`: the nearest thing that agrees.
    Pronoun,
    /// `who`, `which`: the noun that the clause hangs on.
    Relative,
    /// `we`, `I`: whoever says it.
    Speaker,
    /// `they` in the words of somebody who holds an office: what it is held in.
    SpeakersOffice,
    /// `the secretary`: whoever the article gave the title to.
    Role,
    /// `the mega-prison`: what the article said is called so.
    SoCalled,
    /// `Jane Roe, a builder`: the name beside it.
    Apposition,
    /// `the country`, `the facility`: the nearest, or the only one, of its kind.
    Kind,
    /// `the church`: the nearest name that holds the word.
    WordOfName,
    /// `the government of Peru`: the country.
    Government,
    /// `the president` and no country beside it: the country that the article is about.
    Home,
    /// `the deal`, or a clause about offering or agreeing: the agreement of the story.
    Agreement,
    /// A clause: its own words.
    Clause,
    /// A title without its organization: the one that is told elsewhere.
    ToldElsewhere,
    /// `the secretary of state`: the only country that has the office.
    Office,
}

/// How a name belongs to its entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Link {
    /// It is what the entity is called, but for case, accents and dots.
    #[default]
    Itself,
    /// A part of the full name, in an article where only that one fits: `Rubio`.
    ShortForm,
    /// A longer or shorter form of a person's name: `Jane Mary Roe`.
    MiddleName,
    /// Given in parentheses behind the full name: `(FBI)`.
    Parentheses,
    /// The initials of the full name.
    Initials,
    /// One letter of a long name is different.
    OneLetter,
    /// Another name of a country: `U.S.`
    Country,
    /// A line of `aliases.tsv` says so.
    Judged(u32),
}

impl Bytes {
    /// The bytes of a range.
    pub fn of(range: Range<usize>) -> Self {
        Self { start: range.start as u32, end: range.end as u32 }
    }

    /// As a range to cut text with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Mention {
    /// A phrase that stands for something by itself.
    pub(crate) fn new(bytes: Bytes, how: How) -> Self {
        Self { bytes, how, ..Self::default() }
    }
}

impl Rule {
    /// What the rule looks for, where it is no frame: a construction of the grammar.
    ///
    /// ```
    /// use graph_core::trace::Rule;
    /// assert!(Rule::Title.construction().is_some_and(|words| words.contains("title")));
    /// assert_eq!(Rule::Frame(0).construction(), None);
    /// ```
    pub fn construction(self) -> Option<&'static str> {
        Some(match self {
            Self::Frame(_) => return None,
            Self::OpenVerb => "a verb that no frame of the lexicon has: open relation",
            Self::Denial => "insisting that something is not so",
            Self::Demand => "saying or wishing that somebody do something",
            Self::Judgement => "saying of something what praises or blames",
            Self::Fee => "doing something for a fee",
            Self::Verdict => "calling something by a word of praise or blame",
            Self::Title => "a title before a name",
            Self::Apposition => "a role in apposition behind a name",
            Self::Copula => "a person who is, becomes or serves as something",
            Self::Belonging => "a person of an organization: `X of Y`, `Y's X`",
            Self::Place => "a preposition of place behind a noun",
            Self::PlaceBefore => "a place that begins or modifies the name of what is there",
            Self::CountryOf => "a named organization of a country",
            Self::CityAndRegion => "a place, a comma, and what it lies in",
            Self::Dateline => "the place before an article's first sentence",
            Self::OwnedFacility => "an owner before a named facility",
            Self::Stops => "what a journey includes",
            Self::Announcement => "saying what one decides on",
            Self::Around => "what the words around a place's name say that it lies in",
        })
    }
}
