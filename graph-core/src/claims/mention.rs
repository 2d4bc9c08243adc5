//! Names in a parse: what the entity recognizer marks, and other runs of proper nouns.

use std::ops::Range;

use super::offices::role_at;
use crate::corpus::EntityType;
use crate::names::{clean_name, fold_name};
use crate::parse::{Dep, EntityKind, Pos, Tag, Tree};

/// A name as it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NameMention {
    /// Its tokens, without title and article.
    pub(crate) tokens: Range<usize>,
    /// The name, cleaned.
    pub(crate) name: String,
    /// What the recognizer takes it for, where it marks it.
    pub(crate) kind: Option<EntityKind>,
    /// Whether a title of office stands before it.
    pub(crate) titled: bool,
    /// Whether it stands where places do.
    pub(crate) setting: Setting,
}

/// Whether a name stands where places do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Behind `in` or `near`.
    Within,
    /// Behind a preposition that leads to places, and to others.
    Toward,
    /// Anywhere else.
    Elsewhere,
}

impl Setting {
    fn of(tree: &Tree, last: usize) -> Self {
        let first = tree.first_conjunct(last);
        let led = Some(first).filter(|_| tree.dep(first) == Dep::Pobj);
        match led.and_then(|first| tree.head(first)).map(|leads| tree.lower(leads)).as_deref() {
            Some("in" | "near") => Self::Within,
            Some("to" | "from" | "at" | "between" | "outside" | "toward" | "towards") => {
                Self::Toward
            }
            _ => Self::Elsewhere,
        }
    }
}

/// The name that holds a token, of names in order. O(log names).
pub(crate) fn name_at(names: &[NameMention], at: usize) -> Option<&NameMention> {
    let next = names.partition_point(|name| name.tokens.end <= at);
    names.get(next).filter(|name| name.tokens.start <= at)
}

/// The first name that begins at a token or behind it, of names in order. O(log names).
pub(crate) fn name_from(names: &[NameMention], at: usize) -> Option<&NameMention> {
    names.get(names.partition_point(|name| name.tokens.start < at))
}

/// All names of a parse, in order, not overlapping.
pub(crate) fn find(tree: &Tree) -> Vec<NameMention> {
    let mut taken = vec![false; tree.parse.tokens.len()];
    let mut found = Vec::new();
    for span in tree.entities() {
        let tokens = owner_only(tree, span.tokens.clone());
        if names_something(span.kind) {
            let members = coordinated(tree, tokens.clone());
            found.extend(members.into_iter().filter_map(|name| marked(tree, name, span.kind)));
        }
        taken[tokens].fill(true);
    }
    found.extend(unmarked(tree, &taken));
    found.sort_by_key(|mention| mention.tokens.start);
    found
}

fn names_something(kind: EntityKind) -> bool {
    use EntityKind::{Event, Fac, Gpe, Language, Law, Loc, Norp, Org, Person, Product, WorkOfArt};
    matches!(
        kind,
        Person | Org | Gpe | Loc | Fac | Norp | Event | Law | Product | WorkOfArt | Language
    )
}

fn marked(tree: &Tree, tokens: Range<usize>, kind: EntityKind) -> Option<NameMention> {
    if kind == EntityKind::Org && is_role_tail(tree, tokens.start) {
        return None;
    }
    let tokens = trim(tree, before_role(tree, tokens));
    // The recognizer may have marked nothing but signs, `“ÿÿ`.
    if tokens.is_empty() {
        return None;
    }
    let (rest, stripped) = without_title(tree, tokens.clone());
    let (rest, stripped) = match without_profession(tree, rest.clone(), kind) {
        Some(rest) => (rest, true),
        None => (rest, stripped),
    };
    let bare = rest.len() > 1 || tree.lexicon.words.noun_type(&tree.lower(rest.start)).is_none();
    let person = kind == EntityKind::Person
        || kind != EntityKind::Fac && stripped && bare && !contains_of(tree, &tokens);
    let (tokens, stripped) = if person { (rest, stripped) } else { (tokens, false) };
    let tokens = before_of(tree, tokens, kind);
    mention(tree, tokens, Some(kind), stripped)
}

/// Of `State Department Spokesperson` marked up to `Department`, or of `Malian Justice` before
/// `Minister`, what stands before the role.
fn before_role(tree: &Tree, tokens: Range<usize>) -> Range<usize> {
    let sentence = tree.sentence_range(tokens.start).end;
    let overlapping = (tokens.start + 1..tokens.end)
        .find(|&at| role_at(tree, at, sentence).is_some_and(|role| role.end > tokens.end));
    let end = overlapping.unwrap_or(tokens.end);
    // The `Ministry of` in `Ministry of Agriculture spokesman` ends with what it is for.
    if matches!(&*tree.lower(end - 1), "of" | "for" | "and") { tokens } else { tokens.start..end }
}

fn contains_of(tree: &Tree, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|at| tree.lower(at) == "of")
}

/// `Jane Roe of Nigeria` is called `Jane Roe`, the `Bank of England` as it is.
fn before_of(tree: &Tree, tokens: Range<usize>, kind: EntityKind) -> Range<usize> {
    let lexicon = tree.lexicon;
    let Some(of) = (tokens.start + 1..tokens.end).find(|&at| tree.lower(at) == "of") else {
        return tokens;
    };
    let country = of + 1 < tokens.end
        && lexicon.countries.named(&tree.text(of + 1, tokens.end - 1)).is_some();
    let first_name = lexicon.words.gender(&tree.lower(tokens.start)).is_some();
    let person = kind == EntityKind::Person || country && first_name && of - tokens.start > 1;
    if person { tokens.start..of } else { tokens }
}

/// Of `Rubio's Central American` before `tour` only the owner is a name; `Women's Masters` is one.
fn owner_only(tree: &Tree, tokens: Range<usize>) -> Range<usize> {
    let last = tokens.end - 1;
    // What the recognizer marks may begin with an `'s`.
    let possessive = (tokens.start + 1..last).find(|&at| tree.token(at).tag == Tag::Pos);
    let modifies_noun =
        tree.head(last).is_some_and(|head| head >= tokens.end && tree.token(head).pos == Pos::Noun);
    match possessive {
        Some(at) if modifies_noun || tree.token(last).pos != Pos::Propn => tokens.start..at,
        _ => tokens,
    }
}

/// `X and Y` marked as one name are two where `and` joins them and not words inside a name, as in
/// `Bosnia and Herzegovina` or `Deckhands and Engineers Union`.
fn coordinated(tree: &Tree, tokens: Range<usize>) -> Vec<Range<usize>> {
    let whole = tree.text(tokens.start, tokens.end - 1);
    let country = tree.lexicon.countries.named(&whole).is_some();
    let joint = tokens.clone().find(|&at| {
        at > tokens.start && at + 1 < tokens.end && tree.lower(at) == "and" && !country
    });
    let joins_names = |at: usize| {
        (at + 1..tokens.end).any(|right| {
            let left = tree.head(right).filter(|_| tree.dep(right) == Dep::Conj);
            left.is_some_and(|left| {
                (tokens.start..at).contains(&left)
                    && tree.head(left).is_none_or(|above| !tokens.contains(&above))
            })
        })
    };
    match joint {
        Some(at) if joins_names(at) && !shares_head(tree, &tokens, at) => {
            vec![tokens.start..at, at + 1..tokens.end]
        }
        _ => vec![tokens],
    }
}

/// `Deckhands and Engineers Union`: only the whole has a head that names an organization.
fn shares_head(tree: &Tree, tokens: &Range<usize>, and: usize) -> bool {
    let organization = |at: usize| {
        let kind = tree.lexicon.words.noun_type(&tree.lower(at));
        matches!(
            kind,
            Some(
                EntityType::Organization
                    | EntityType::Facility
                    | EntityType::Event
                    | EntityType::Agreement
            )
        )
    };
    organization(tokens.end - 1) && !(tokens.start..and).any(organization)
}

/// `State` of `Secretary of State` names nothing by itself.
fn is_role_tail(tree: &Tree, at: usize) -> bool {
    at >= 2
        && tree.lower(at - 1) == "of"
        && tree.lexicon.words.is_role(&format!("{} of {}", tree.lower(at - 2), tree.lower(at)))
}

fn mention(
    tree: &Tree,
    tokens: Range<usize>,
    kind: Option<EntityKind>,
    stripped: bool,
) -> Option<NameMention> {
    if tokens.is_empty() {
        return None;
    }
    let name = clean_name(&tree.text(tokens.start, tokens.end - 1));
    let name = country_of_adjective(tree, &tokens, kind).unwrap_or(name);
    if between_countries(tree, &name) || within_role(tree, &tokens) {
        return None;
    }
    let letters = name.chars().any(char::is_alphabetic);
    let role = tree.lexicon.words.is_role(&name.to_lowercase());
    // `Deputy State Department spokesman` is no deputy called so.
    let leads = role_at(tree, tokens.end, tree.sentence_range(tokens.start).end).is_some();
    let titled = stripped || !leads && title_before(tree, tokens.start);
    let title = tokens.len() == 1 && tree.lexicon.words.is_title(&tree.lower(tokens.start));
    let named = letters && !role && !title && !fold_name(&name).is_empty();
    let setting = Setting::of(tree, tokens.end - 1);
    named.then_some(NameMention { tokens, name, kind, titled, setting })
}

/// `Police and Crime` before `Commissioner`, `Justice` of `Secretary of Justice`.
fn within_role(tree: &Tree, tokens: &Range<usize>) -> bool {
    const LONGEST_ROLE: usize = 6;
    let kind = tree.lexicon.words.noun_type(&tree.lower(tokens.end - 1));
    if kind == Some(EntityType::Organization) {
        return false;
    }
    let sentence = tree.sentence_range(tokens.start);
    let earliest = sentence.start.max(tokens.start.saturating_sub(LONGEST_ROLE));
    (earliest..=tokens.start)
        .any(|at| role_at(tree, at, sentence.end).is_some_and(|role| role.end >= tokens.end))
}

/// `Salvadoran` before a noun names the country.
fn country_of_adjective(
    tree: &Tree,
    tokens: &Range<usize>,
    kind: Option<EntityKind>,
) -> Option<String> {
    let last = tokens.end - 1;
    let adjective = tree.token(last).pos == Pos::Adj
        || matches!(tree.dep(last), Dep::Amod | Dep::Compound | Dep::Nmod);
    let text = tree.text(tokens.start, last);
    let country = tree.lexicon.countries.of_adjective(&text);
    country.filter(|_| adjective && kind == Some(EntityKind::Norp)).map(str::to_owned)
}

/// `U.S.-Panama` before `relations` names nothing by itself.
fn between_countries(tree: &Tree, name: &str) -> bool {
    let countries = &tree.lexicon.countries;
    name.split_once('-').is_some_and(|(first, _)| countries.named(first).is_some())
}

/// Without article, possessive ending and punctuation at the edges.
fn trim(tree: &Tree, tokens: Range<usize>) -> Range<usize> {
    let edge = |at: usize| {
        matches!(tree.token(at).pos, Pos::Det | Pos::Punct | Pos::Space)
            || tree.token(at).tag == Tag::Pos
    };
    let start = tokens.clone().find(|&at| !edge(at)).unwrap_or(tokens.end);
    let behind = |at: usize| edge(at) || tree.token(at).pos == Pos::Cconj;
    let end = tokens.clone().rev().find(|&at| !behind(at)).map_or(start, |at| at + 1);
    start..end.max(start)
}

/// `President Jane Roe` → `Jane Roe`.
fn without_title(tree: &Tree, tokens: Range<usize>) -> (Range<usize>, bool) {
    let words = &tree.lexicon.words;
    let mut start = tokens.start;
    while start + 1 < tokens.end {
        let phrase = |length: usize| -> String {
            (start..start + length).map(|at| tree.lower(at)).collect::<Vec<_>>().join(" ")
        };
        let role = |phrase: &str| words.is_role(phrase) || words.single_role(phrase).is_some();
        let longest = (1..tokens.end - start).rev().take(4).find(|&length| role(&phrase(length)));
        let address = words.is_title(&tree.lower(start)) && !names_other(tree, tokens.end - 1);
        match longest.or(address.then_some(1)) {
            Some(length) => start += length,
            None => break,
        }
    }
    (start..tokens.end, start > tokens.start)
}

/// `Rapper Kofi Boateng`, `Actress Priya Nair`: a noun for persons before a full name.
fn without_profession(tree: &Tree, tokens: Range<usize>, kind: EntityKind) -> Option<Range<usize>> {
    let words = &tree.lexicon.words;
    let (noun, first) = (tree.lower(tokens.start), tokens.start + 1);
    let person = words.noun_type(&noun) == Some(EntityType::Person) || words.is_role(&noun);
    let named = tokens.len() > 2
        && tree.token(first).pos == Pos::Propn
        && (kind == EntityKind::Person || words.gender(&tree.lower(first)).is_some());
    let plain = words.gender(&noun).is_none() && !names_other(tree, tokens.end - 1);
    (person && named && plain).then_some(first..tokens.end)
}

/// `Duke University`, `Prince Edward Island`.
fn names_other(tree: &Tree, last: usize) -> bool {
    let kind = tree.lexicon.words.noun_type(&tree.lower(last));
    kind.is_some_and(|kind| !matches!(kind, EntityType::Person | EntityType::Group))
}

fn title_before(tree: &Tree, start: usize) -> bool {
    let words = &tree.lexicon.words;
    let sentence = tree.sentence_range(start).start;
    let addressed = start > sentence
        && words.is_title(&tree.lower(start - 1))
        && tree.token(start - 1).text.starts_with(char::is_uppercase);
    if addressed {
        return true;
    }
    let from = |length: usize| (start.checked_sub(length)).filter(|&from| from >= sentence);
    (1..=3).filter_map(from).any(|from| {
        let phrase: Vec<String> = (from..start).map(|at| tree.lower(at)).collect();
        words.is_role(&phrase.join(" ")) && tree.token(from).pos != Pos::Det
    })
}

/// `ministry` is a noun, whatever the tagger takes it for.
fn is_common(tree: &Tree, at: usize) -> bool {
    let lower = tree.token(at).text.chars().all(|letter| !letter.is_uppercase());
    lower && tree.lexicon.words.noun_type(&tree.lower(at)).is_some()
}

/// Runs of proper nouns that the recognizer left out.
fn unmarked(tree: &Tree, taken: &[bool]) -> Vec<NameMention> {
    let proper = |at: usize| {
        let word = tree.token(at);
        !taken[at]
            && (word.pos == Pos::Propn || is_coined(&word.text))
            && word.text.chars().any(char::is_alphabetic)
            && !is_common(tree, at)
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < taken.len() {
        if !proper(at) {
            at += 1;
            continue;
        }
        let sentence = tree.sentence_range(at).end;
        let mut end = at + 1;
        while end < sentence && (proper(end) || joins_names(tree, end, sentence, proper)) {
            end += 1;
        }
        end = numbered(tree, at..end, sentence);
        let (tokens, stripped) = without_title(tree, at..end);
        let kind = speaks(tree, &tokens).then_some(EntityKind::Org).filter(|_| !stripped);
        found.extend(mention(tree, tokens, kind, stripped));
        at = end;
    }
    found
}

/// The end of `Superbird 7` behind its number.
fn numbered(tree: &Tree, tokens: Range<usize>, sentence: usize) -> usize {
    const LONGEST_NUMBER: usize = 3;
    let end = tokens.end;
    if end >= sentence || tree.token(end).tag != Tag::Cd || !tree.token(end - 1).space_after {
        return end;
    }
    let number = &tree.token(end).text;
    let short =
        number.len() <= LONGEST_NUMBER && number.starts_with(|first: char| first.is_ascii_digit());
    let belongs = tree.head(end).is_some_and(|head| tokens.contains(&head));
    if short && belongs { end + 1 } else { end }
}

/// Whether a name that the recognizer left out says something: `The Age reported`.
fn speaks(tree: &Tree, tokens: &Range<usize>) -> bool {
    let Some(last) = tokens.end.checked_sub(1).filter(|_| !tokens.is_empty()) else { return false };
    tree.dep(last) == Dep::Nsubj
        && tree.token(last).tag == Tag::Nnp
        && tree.head(last).is_some_and(|verb| tree.lexicon.words.is_speech(&tree.lemma(verb)))
}

/// `AntiMadCow`: capitals inside a word.
fn is_coined(word: &str) -> bool {
    const SHORTEST: usize = 5;
    let inner = word.chars().skip(1).any(char::is_uppercase);
    word.len() >= SHORTEST
        && word.starts_with(char::is_uppercase)
        && inner
        && word.chars().any(char::is_lowercase)
        && word.chars().all(char::is_alphabetic)
}

/// `and` of `Freedom and Democracy Act`: what stands before it modifies the last word of what
/// stands behind.
fn joins_names(tree: &Tree, and: usize, sentence: usize, proper: impl Fn(usize) -> bool) -> bool {
    if !matches!(&*tree.lower(and), "and" | "&") {
        return false;
    }
    let end = (and + 1..sentence).find(|&at| !proper(at)).unwrap_or(sentence);
    let modifies = matches!(tree.dep(and - 1), Dep::Compound | Dep::Nmod);
    end > and + 1 && modifies && tree.head(and - 1) == Some(end - 1) && names_other(tree, end - 1)
}
