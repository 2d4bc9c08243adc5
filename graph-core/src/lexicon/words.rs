//! Word lists: what sets a modality, reports speech, names a role, praises or blames, and what
//! common nouns stand for.

use std::collections::{HashMap, HashSet};

use super::error::{Problem, Wrong, nothing_taken_back};
use super::line::{Field, Line};
use crate::corpus::EntityType;

/// Mean ratings from which a word praises or blames, on a scale from -4 to 4.
const PRAISE: f32 = 1.8;
const BLAME: f32 = -1.4;

/// The word lists.
#[derive(Clone, Debug, Default)]
pub struct Words {
    effects: HashMap<(EffectKind, String), Effect>,
    speech: HashMap<String, bool>,
    synonyms: HashMap<String, String>,
    nouns: HashMap<String, EntityType>,
    roles: HashMap<String, Standing>,
    /// Countries of offices that no other country has.
    nations: HashMap<String, String>,
    /// What roles begin with, up to a space or hyphen: most words begin none.
    role_beginnings: HashSet<String>,
    portfolios: HashSet<String>,
    titles: HashSet<String>,
    first_names: HashMap<String, Gender>,
    gendered: HashMap<String, Gender>,
    praise: HashSet<String>,
    blame: HashSet<String>,
    agreements: HashSet<String>,
    sentiment: HashMap<String, f32>,
}

/// What kind of role it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A profession: held in an organization, not in a country.
    Profession,
    /// An office, which may be held in an organization or in a country.
    Office,
    /// An office of state: held in the country that is spoken of where the text names no other.
    State,
    /// A seat in a legislature; a party that stands before it is the member's.
    Seat,
}

/// Which pronouns take up a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// She.
    Female,
    /// He.
    Male,
}

/// What kind of word has an effect on what stands under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EffectKind {
    /// A verb on its complement clause.
    Verb,
    /// A noun on its clause.
    Noun,
    /// An adjective on its clause.
    Adjective,
    /// A modal on its verb.
    Modal,
    /// A verb in the present tense on the act that is its object: `the tour includes a stop in X`.
    Present,
}

/// The effect of a word on the claim under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// None: what is told happened.
    Fact,
    /// It is intended.
    Planned,
    /// It may be.
    Possible,
    /// It isn't so.
    Negative,
    /// It is only asked for: nothing is said of what happens.
    Void,
}

impl Words {
    /// The effect of a word, by lemma.
    pub fn effect(&self, kind: EffectKind, lemma: &str) -> Option<Effect> {
        self.effects.get(&(kind, lemma.to_owned())).copied()
    }

    /// Whether a verb reports somebody's words, by lemma.
    pub fn is_speech(&self, lemma: &str) -> bool {
        self.speech.contains_key(lemma)
    }

    /// The verb of the relation lexicon that says what a verb outside of it says, by lemma.
    pub fn synonym(&self, lemma: &str) -> Option<&str> {
        self.synonyms.get(lemma).map(String::as_str)
    }

    /// Whether a verb insists, so that a negated clause under it is a denial.
    pub fn insists(&self, lemma: &str) -> bool {
        self.speech.get(lemma).copied().unwrap_or(false)
    }

    /// What a phrase headed by the noun stands for, by lemma.
    pub fn noun_type(&self, lemma: &str) -> Option<EntityType> {
        self.nouns.get(lemma).copied()
    }

    /// Whether the word or phrase, in lower case, names a role.
    pub fn is_role(&self, phrase: &str) -> bool {
        self.roles.contains_key(phrase)
    }

    /// The role of a phrase for several who hold it: `senator` of `senators`.
    pub fn single_role<'a>(&self, phrase: &'a str) -> Option<&'a str> {
        phrase.strip_suffix('s').filter(|single| self.is_role(single))
    }

    /// Whether a role may begin with the word, in lower case; quicker than to look for each one
    /// that does.
    pub fn begins_role(&self, word: &str) -> bool {
        self.role_beginnings.contains(beginning(word))
    }

    /// Whether the role is an office, which may be held in a country; else it is a profession.
    pub fn is_office(&self, phrase: &str) -> bool {
        self.standing(phrase).is_some_and(|standing| standing != Standing::Profession)
    }

    /// What kind of role a word or phrase in lower case names.
    pub fn standing(&self, phrase: &str) -> Option<Standing> {
        self.roles.get(phrase).copied()
    }

    /// The country that alone has an office so called.
    pub fn nation(&self, phrase: &str) -> Option<&str> {
        self.nations.get(phrase).map(String::as_str)
    }

    /// Whether the word, in lower case, is one of those that say what an office is for:
    /// `justice` of `justice minister`.
    pub fn is_portfolio(&self, word: &str) -> bool {
        self.portfolios.contains(word)
    }

    /// Whether the word, in lower case and without its dot, is a form of address or a style that
    /// stands before a person's name: `mrs`, `sir`, `princess`.
    pub fn is_title(&self, word: &str) -> bool {
        self.titles.contains(word.trim_end_matches('.'))
    }

    /// Whom a first name, in lower case, mostly names; `None` where it tells nothing.
    pub fn gender(&self, first_name: &str) -> Option<Gender> {
        self.first_names.get(first_name).copied()
    }

    /// Whom a title or a noun for a person, in lower case, names: `queen`, `mr.`
    pub fn gender_of_title(&self, title: &str) -> Option<Gender> {
        self.gendered.get(title.trim_end_matches('.')).copied()
    }

    /// Whether the noun is one of those by which a story speaks of its agreement, by lemma.
    pub fn is_agreement(&self, lemma: &str) -> bool {
        self.agreements.contains(lemma)
    }

    /// Whether to call something so is praise, by lemma.
    pub fn is_praise(&self, lemma: &str) -> bool {
        self.praise.contains(lemma) || self.rating(lemma) >= PRAISE
    }

    /// Whether to call something so is criticism, by lemma.
    pub fn is_blame(&self, lemma: &str) -> bool {
        self.blame.contains(lemma) || self.rating(lemma) <= BLAME && !self.praise.contains(lemma)
    }

    /// Whether to say so of what was done, in somebody's own words, is praise, by lemma. Fewer
    /// words than praise when something is called by them: `dear` isn't one.
    pub fn commends(&self, lemma: &str) -> bool {
        self.praise.contains(lemma)
    }

    /// Whether to say so of what was done, in somebody's own words, is criticism, by lemma. Fewer
    /// words than blame when something is called by them: `dead` isn't one.
    pub fn condemns(&self, lemma: &str) -> bool {
        self.blame.contains(lemma)
    }

    fn rating(&self, lemma: &str) -> f32 {
        self.sentiment.get(lemma).copied().unwrap_or(0.0)
    }
}

/// Adds a word of a column with what is known of it, or takes it back.
fn keep<V>(
    words: &mut HashMap<String, V>,
    word: Field,
    value: V,
    line: &Line,
) -> Result<(), Wrong> {
    let lemma = word.lemma()?;
    if !line.taken_back {
        words.insert(lemma.to_owned(), value);
    } else if words.remove(lemma).is_none() {
        return Err(nothing_taken_back(word, line.origin.file));
    }
    Ok(())
}

/// Adds the word that a line is to a set, or takes it back.
fn keep_in(words: &mut HashSet<String>, line: &Line) -> Result<(), Wrong> {
    let word = line.text.trimmed();
    let lemma = word.lemma()?;
    if !line.taken_back {
        words.insert(lemma.to_owned());
    } else if !words.remove(lemma) {
        return Err(nothing_taken_back(word, line.origin.file));
    }
    Ok(())
}

/// `mayor`, `~professor`, `*prime minister`, `^senator`, `*secretary of state=United States`
pub(super) fn role(words: &mut Words, line: &Line) -> Result<(), Wrong> {
    let text = line.text.trimmed();
    let marks = [('~', Standing::Profession), ('*', Standing::State), ('^', Standing::Seat)];
    let marked = marks.iter().find_map(|(mark, kind)| Some((text.strip_prefix(*mark)?, *kind)));
    let (text, standing) = marked.unwrap_or((text, Standing::Office));
    let (phrase, nation) = match text.split_once("=") {
        Some((_, nation)) if nation.is_empty() => return Err(nation.empty()),
        Some((phrase, nation)) => (phrase, Some(nation)),
        None => (text, None),
    };
    keep(&mut words.roles, phrase, standing, line)?;
    words.nations.remove(phrase.text());
    if let Some(nation) = nation.filter(|_| !line.taken_back) {
        words.nations.insert(phrase.text().to_owned(), nation.text().to_owned());
    }
    words.role_beginnings.insert(beginning(phrase.text()).to_owned());
    Ok(())
}

fn beginning(phrase: &str) -> &str {
    phrase.split([' ', '-']).next().unwrap_or(phrase)
}

pub(super) fn portfolio(words: &mut Words, line: &Line) -> Result<(), Wrong> {
    keep_in(&mut words.portfolios, line)
}

pub(super) fn title(words: &mut Words, line: &Line) -> Result<(), Wrong> {
    keep_in(&mut words.titles, line)
}

/// `female<tab>abbey abbie`
pub(super) fn first_names(words: &mut Words, line: &Line) -> Result<(), Wrong> {
    genders(&mut words.first_names, line)
}

/// `female<tab>queen wife`
pub(super) fn gendered(words: &mut Words, line: &Line) -> Result<(), Wrong> {
    genders(&mut words.gendered, line)
}

fn genders(known: &mut HashMap<String, Gender>, line: &Line) -> Result<(), Wrong> {
    let columns = line.columns(2..3, "female or male, then names")?;
    let gender = match columns[0].text() {
        "female" => Gender::Female,
        "male" => Gender::Male,
        _ => return Err(choice(columns[0], "female, male")),
    };
    for name in columns[1].filled(' ')? {
        keep(known, name, gender, line)?;
    }
    Ok(())
}

pub(super) fn praise(words: &mut Words, line: &Line) -> Result<(), Wrong> {
    keep_in(&mut words.praise, line)
}

pub(super) fn blame(words: &mut Words, line: &Line) -> Result<(), Wrong> {
    keep_in(&mut words.blame, line)
}

pub(super) fn agreement(words: &mut Words, line: &Line) -> Result<(), Wrong> {
    keep_in(&mut words.agreements, line)
}

/// `say`, `insist !`
pub(super) fn speech(words: &mut Words, line: &Line) -> Result<(), Wrong> {
    let text = line.text.trimmed();
    let insists = text.strip_suffix(" !");
    keep(&mut words.speech, insists.unwrap_or(text), insists.is_some(), line)
}

/// `slay<tab>murder`; to take one back, the first verb is enough.
pub(super) fn synonym(words: &mut Words, line: &Line) -> Result<(), Wrong> {
    let least = if line.taken_back { 1 } else { 2 };
    let columns = line.columns(least..3, "a verb, then a verb of relations.tsv")?;
    let meant = columns.get(1).map_or(Ok(""), |column| column.lemma())?;
    keep(&mut words.synonyms, columns[0], meant.to_owned(), line)
}

/// `scandal<tab>-2.1`; to take one back, the word is enough.
pub(super) fn sentiment(words: &mut Words, line: &Line) -> Result<(), Wrong> {
    if line.taken_back {
        return keep(&mut words.sentiment, line.columns(1..3, "a word")?[0], 0.0, line);
    }
    let columns = line.columns(2..3, "a word and its rating")?;
    let rating = columns[1].text().parse().ok().filter(|rating| (-4.0..=4.0).contains(rating));
    let unrated = || columns[1].wrong(Problem::Rating { found: columns[1].text().to_owned() });
    keep(&mut words.sentiment, columns[0], rating.ok_or_else(unrated)?, line)
}

/// `Facility<tab>prison jail`. Of the built-in types of a noun the first counts, a workspace's
/// replaces it.
pub(super) fn nouns(words: &mut Words, line: &Line) -> Result<(), Wrong> {
    let columns = line.columns(2..3, "an entity type, then nouns")?;
    let kind = EntityType::from_name(columns[0].text())
        .ok_or_else(|| columns[0].wrong(Problem::Type { found: columns[0].text().to_owned() }))?;
    for noun in columns[1].filled(' ')? {
        let known = words.nouns.get(noun.lemma()?).copied();
        if line.taken_back && known != Some(kind) {
            return Err(nothing_taken_back(noun, line.origin.file));
        }
        if line.taken_back || line.origin.workspace || known.is_none() {
            keep(&mut words.nouns, noun, kind, line)?;
        }
    }
    Ok(())
}

/// `offer<tab>v<tab>planned`; to take one back, word and kind are enough.
pub(super) fn effect(words: &mut Words, line: &Line) -> Result<(), Wrong> {
    let columns = if line.taken_back {
        line.columns(2..4, "a word and v, n, a, m or t")?
    } else {
        line.columns(3..4, "a word, then v, n, a, m or t, then its effect")?
    };
    let kind = match columns[1].text() {
        "v" => EffectKind::Verb,
        "n" => EffectKind::Noun,
        "a" => EffectKind::Adjective,
        "m" => EffectKind::Modal,
        "t" => EffectKind::Present,
        _ => {
            let kinds =
                "v (verb), n (noun), a (adjective), m (modal), t (verb in the present tense)";
            return Err(choice(columns[1], kinds));
        }
    };
    let key = (kind, columns[0].lemma()?.to_owned());
    if line.taken_back {
        let removed = words.effects.remove(&key).map(drop);
        return removed.ok_or_else(|| nothing_taken_back(columns[0], line.origin.file));
    }
    let effect = match columns[2].text() {
        "fact" => Effect::Fact,
        "planned" => Effect::Planned,
        "possible" => Effect::Possible,
        "negative" => Effect::Negative,
        "void" => Effect::Void,
        _ => return Err(choice(columns[2], "fact, planned, possible, negative, void")),
    };
    words.effects.insert(key, effect);
    Ok(())
}

pub(super) fn choice(field: Field, allowed: &'static str) -> Wrong {
    field.wrong(Problem::Choice { found: field.text().to_owned(), allowed })
}
