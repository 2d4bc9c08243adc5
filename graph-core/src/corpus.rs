//! What was read and drawn from a set of articles: the input of the graph and of the exports.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::article::FileOffsets;
use crate::corroboration::{self, Voice};
use crate::trace::Trace;
use crate::when::When;

/// A fact's or an entity's place in [`Corpus`]'s lists.
pub type Index = usize;

/// Articles with the entities and facts drawn from them.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// The articles in order of id.
    pub articles: Vec<Article>,
    /// The entities in order of first mention.
    pub entities: Vec<Entity>,
    /// The distinct facts in order of first evidence.
    pub facts: Vec<Fact>,
    /// For each article the first one of the near-identical copies that it belongs to: itself
    /// where it copies none before it.
    pub copies: Vec<Index>,
}

/// An article as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The file's stem.
    pub id: String,
    /// From the header or the first line; empty where neither tells.
    pub title: String,
    /// From the header, where it tells.
    pub source: Option<String>,
    /// Its address as the header gives it, which may be anything.
    pub url: Option<String>,
    /// ISO date, from the header or a dateline.
    pub date: Option<String>,
    /// The decoded text of the whole file.
    pub text: String,
    /// Words of the prose.
    pub words: usize,
    /// Where the text stands in the file.
    pub offsets: FileOffsets,
}

/// What kind of thing an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the contract's and say it")]
pub enum EntityType {
    Person,
    Organization,
    Group,
    Country,
    Place,
    Facility,
    Agreement,
    Event,
    Thing,
}

/// Somebody or something that facts are about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// The canonical name.
    pub name: String,
    /// Its type.
    pub entity_type: EntityType,
    /// Other names that the articles use, sorted.
    pub aliases: Vec<String>,
    /// Number of mentions in each article that mentions it, as (article index, count).
    pub mentions: Vec<(Index, usize)>,
}

impl Entity {
    /// Something that is not yet mentioned.
    pub(crate) fn new(name: String, entity_type: EntityType) -> Self {
        Self { name, entity_type, aliases: Vec::new(), mentions: Vec::new() }
    }

    /// Counts further mentions; both are in order of article. O(mentions).
    pub(crate) fn add_mentions(&mut self, mut further: Vec<(Index, usize)>) {
        // Names have no others, but for what a person judged to be one with a description.
        std::mem::swap(&mut self.mentions, &mut further);
        for (article, count) in further {
            match self.mentions.binary_search_by_key(&article, |(article, _)| *article) {
                Ok(at) => self.mentions[at].1 += count,
                Err(at) => self.mentions.insert(at, (article, count)),
            }
        }
        self.mentions.shrink_to_fit();
    }

    /// Keeps another name of it, in order.
    pub(crate) fn add_alias(&mut self, alias: &str) {
        if self.name != alias
            && let Err(place) = self.aliases.binary_search_by(|known| (**known).cmp(alias))
        {
            self.aliases.insert(place, alias.to_owned());
        }
    }
}

/// Whether the text says that something is so or that it isn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Polarity {
    /// It is, was or will be so.
    #[serde(rename = "+")]
    Positive,
    /// It isn't, wasn't or won't be so.
    #[serde(rename = "-")]
    Negative,
}

/// In what mode a fact is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// It happened or holds.
    Fact,
    /// Intended, offered, scheduled.
    Planned,
    /// It could, may, might; if.
    Possible,
    /// Only somebody's words.
    Claimed,
}

/// A relation between two entities, with everything that attests it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Index of the subject in [`Corpus::entities`].
    pub subject: Index,
    /// The bare relation: one of the inventory, or an open one named by its lemma.
    pub relation: String,
    /// Index of the object in [`Corpus::entities`].
    pub object: Index,
    /// Asserted or denied.
    pub polarity: Polarity,
    /// How it is told.
    pub modality: Modality,
    /// Names of those whose words it is; empty for the article's own report.
    pub attributed_to: Vec<String>,
    /// When it happened, where the text tells; written as [`When`] is. Of several dates the first
    /// told, or a more precise one that agrees with it; each sentence's own stands in
    /// [`Evidence::details`].
    pub when: Option<String>,
    /// At least one piece, in order of article and offset.
    pub evidence: Vec<Evidence>,
}

/// A sentence that attests a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Index of the article in [`Corpus::articles`].
    pub article: Index,
    /// The sentence, verbatim; shared by all that is told in it, and with the graph.
    pub quote: Arc<str>,
    /// Byte offset of the quote in the article's file.
    pub start: usize,
    /// Byte offset behind the quote.
    pub end: usize,
    /// How the sentence came to say the fact.
    pub trace: Trace,
    /// What it tells besides.
    pub details: Details,
}

impl Evidence {
    /// Whether it is the same sentence of the same article.
    pub fn is_same_sentence(&self, other: &Self) -> bool {
        (self.article, self.start, self.end) == (other.article, other.start, other.end)
    }
}

/// What a sentence tells of a fact besides the fact itself; accounts may differ in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// When it happened, or is to happen.
    pub when: Option<When>,
    /// How many the subject is, where the exact number is told.
    pub subject_count: Option<u64>,
    /// How many the object is, where the exact number is told.
    pub object_count: Option<u64>,
    /// The office held, in lower case: `prime minister`, `former president`.
    pub role: Option<Box<str>>,
    /// Names of those whose words the sentence gives; empty for the article's own.
    pub speakers: Vec<String>,
}

impl Corpus {
    /// How many independent voices attest a fact; see [`corroboration`].
    pub fn independent_sources(&self, fact: &Fact) -> usize {
        let voices: Vec<Voice> = fact.evidence.iter().map(|piece| self.voice(piece)).collect();
        corroboration::independent(&voices)
    }

    fn voice<'a>(&'a self, piece: &'a Evidence) -> Voice<'a> {
        let first = self.copies.get(piece.article).copied().unwrap_or(piece.article);
        Voice {
            article: &self.articles[first].id,
            source: self.articles[piece.article].source.as_deref(),
            quote: &piece.quote,
        }
    }
}

impl Details {
    /// Adds what another reading of the same sentence tells.
    pub(crate) fn complete(&mut self, other: Self) {
        self.when = self.when.or(other.when);
        self.subject_count = self.subject_count.or(other.subject_count);
        self.object_count = self.object_count.or(other.object_count);
        self.role = self.role.take().or(other.role);
        // Told once as the article's own words, it is the article's.
        if other.speakers.is_empty() {
            self.speakers.clear();
        }
    }
}

impl Polarity {
    /// The other one.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Positive => Self::Negative,
            Self::Negative => Self::Positive,
        }
    }

    /// The sign that stands for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Positive => "+",
            Self::Negative => "-",
        }
    }
}

impl Modality {
    /// Its name in lower case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Planned => "planned",
            Self::Possible => "possible",
            Self::Claimed => "claimed",
        }
    }
}

impl EntityType {
    /// Every type, in the contract's order.
    pub const ALL: [Self; 9] = [
        Self::Person,
        Self::Organization,
        Self::Group,
        Self::Country,
        Self::Place,
        Self::Facility,
        Self::Agreement,
        Self::Event,
        Self::Thing,
    ];

    /// The label that nodes of the type carry.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Organization => "Organization",
            Self::Group => "Group",
            Self::Country => "Country",
            Self::Place => "Place",
            Self::Facility => "Facility",
            Self::Agreement => "Agreement",
            Self::Event => "Event",
            Self::Thing => "Thing",
        }
    }

    /// The type of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether it can act: persons, organizations, groups and countries.
    pub const fn is_party(self) -> bool {
        matches!(self, Self::Person | Self::Organization | Self::Group | Self::Country)
    }
}

impl Fact {
    /// The relationship type in the graph, which says what is asserted: `CRITICIZED` for facts
    /// and claims, `NOT_CRITICIZED` for what is denied, `PLANNED_VISITED`, `POSSIBLE_ACCEPTS`.
    pub fn relationship_type(&self) -> String {
        relationship_type(&self.relation, self.polarity, self.modality)
    }
}

/// The relation with what the text says of it: `VISITED`, `NOT_VISITED`, `PLANNED_VISITED`.
pub fn relationship_type(relation: &str, polarity: Polarity, modality: Modality) -> String {
    let prefix = match (polarity, modality) {
        (Polarity::Negative, _) => "NOT_",
        (_, Modality::Planned) => "PLANNED_",
        (_, Modality::Possible) => "POSSIBLE_",
        (_, Modality::Fact | Modality::Claimed) => "",
    };
    format!("{prefix}{relation}")
}
