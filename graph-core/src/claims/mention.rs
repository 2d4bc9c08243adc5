//! Names in a parse: what the entity recognizer marks, and other runs of proper nouns.

use std::ops::Range;

use super::roles::role_at;
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
    for span in &tree.parse.entities {
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
    let (rest, stripped) = without_title(tree, tokens.clone());
    let person = kind == EntityKind::Person || rest.len() > 1 && !contains_of(tree, &tokens);
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
    tokens.start..overlapping.unwrap_or(tokens.end)
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
    let common = lexicon.words.noun_type(&tree.lower(of - 1)).is_some();
    let person = kind == EntityKind::Person || country && !common && of - tokens.start > 1;
    if person { tokens.start..of } else { tokens }
}

/// Of `Rubio's Central American` before `tour` only the owner is a name; `Women's Masters` is one.
fn owner_only(tree: &Tree, tokens: Range<usize>) -> Range<usize> {
    let last = tokens.end - 1;
    let possessive = tokens.clone().find(|&at| tree.token(at).tag == Tag::Pos && at < last);
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
        matches!(kind, Some(EntityType::Organization | EntityType::Facility | EntityType::Event))
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
    if between_countries(tree, &name) {
        return None;
    }
    let letters = name.chars().any(char::is_alphabetic);
    let role = tree.lexicon.words.is_role(&name.to_lowercase());
    let titled = stripped || title_before(tree, tokens.start);
    (letters && !role && !fold_name(&name).is_empty()).then_some(NameMention {
        tokens,
        name,
        kind,
        titled,
    })
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
    let end = tokens.clone().rev().find(|&at| !edge(at)).map_or(start, |at| at + 1);
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
        let longest =
            (1..tokens.end - start).rev().take(4).find(|&length| words.is_role(&phrase(length)));
        let address = matches!(
            tree.lower(start).trim_end_matches('.'),
            "mr" | "mrs" | "ms" | "dr" | "sen" | "gov" | "rep" | "gen" | "sir"
        );
        match longest.or(address.then_some(1)) {
            Some(length) => start += length,
            None => break,
        }
    }
    (start..tokens.end, start > tokens.start)
}

fn title_before(tree: &Tree, start: usize) -> bool {
    let words = &tree.lexicon.words;
    let sentence = tree.sentence_range(start).start;
    let from = |length: usize| (start.checked_sub(length)).filter(|&from| from >= sentence);
    (1..=3).filter_map(from).any(|from| {
        let phrase: Vec<String> = (from..start).map(|at| tree.lower(at)).collect();
        words.is_role(&phrase.join(" ")) && tree.token(from).pos != Pos::Det
    })
}

/// Runs of proper nouns that the recognizer left out.
fn unmarked(tree: &Tree, taken: &[bool]) -> Vec<NameMention> {
    let proper = |at: usize| {
        !taken[at]
            && tree.token(at).pos == Pos::Propn
            && tree.token(at).text.chars().any(char::is_alphabetic)
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
        while end < sentence && proper(end) {
            end += 1;
        }
        let (tokens, stripped) = without_title(tree, at..end);
        found.extend(mention(tree, tokens, None, stripped));
        at = end;
    }
    found
}
