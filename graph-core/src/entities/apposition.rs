//! Names given beside a noun: `a prison, known as X`, `the president, Jane Roe`.

use super::descriptions::{is_collective, is_definite};
use crate::claims::{NameMention, name_at, name_from};
use crate::corpus::EntityType;
use crate::parse::{Dep, EntityKind, Pos, Tag, Tree};

/// The name that an apposition, `known as` or `called` gives to what a noun stands for.
pub(super) fn apposed_name<'a>(
    tree: &Tree,
    names: &'a [NameMention],
    head: usize,
    kind: Option<EntityType>,
) -> Option<&'a NameMention> {
    if let Some(name) = titled(tree, names, head) {
        return Some(name);
    }
    let role = tree.lexicon.words.is_role(&tree.lemma(head));
    let single = kind == Some(EntityType::Group) && tree.token(head).tag == Tag::Nn;
    let kind = match kind? {
        _ if role => EntityType::Person,
        EntityType::Group if single && is_collective(&tree.lemma(head)) => EntityType::Organization,
        EntityType::Group if single => EntityType::Person,
        kind => kind,
    };
    let apposed = tree
        .with_dep(head, Dep::Appos)
        .find_map(|at| name_at(names, at))
        .filter(|name| name.tokens.start > head && suits(name, kind));
    let through_naming = tree
        .with_dep(head, Dep::Acl)
        .filter(|&verb| matches!(&*tree.lower(verb), "known" | "called" | "named" | "dubbed"))
        .flat_map(|verb| {
            let direct = tree
                .children(verb)
                .filter(move |&child| matches!(tree.dep(child), Dep::Oprd | Dep::Dobj | Dep::Attr));
            direct.chain(tree.after_preposition(verb, "as")).collect::<Vec<_>>()
        })
        .find_map(|at| name_at(names, at));
    through_naming
        .or(apposed)
        .or_else(|| behind_comma(tree, names, head).filter(|name| suits(name, kind)))
        .or_else(|| directly_behind(tree, names, head))
}

/// `President` before `Jane Roe`, `Minister of Finance` before `Jane Roe`, where the parser makes
/// the title a phrase of its own.
fn titled<'a>(tree: &Tree, names: &'a [NameMention], head: usize) -> Option<&'a NameMention> {
    const LONGEST: usize = 5;
    let token = tree.token(head);
    let capital = token.tag == Tag::Nnp && token.text.starts_with(char::is_uppercase);
    let role = tree.lexicon.words.is_role(&tree.lower(head));
    let person = |name: &&NameMention| name.kind == Some(EntityKind::Person);
    if !capital || !role {
        return None;
    }
    let end = tree.sentence_range(head).end.min(head + 1 + LONGEST);
    let behind = &names[names.partition_point(|name| name.tokens.start <= head)..];
    let mut near = behind.iter().take_while(|name| name.tokens.start < end);
    near.find(person).filter(|name| {
        let between = head + 1..name.tokens.start;
        let led = between.len() > 1 && matches!(&*tree.lower(head + 1), "of" | "for" | "to");
        let office = between.clone().skip(1).all(|at| {
            tree.token(at).pos == Pos::Propn && !tree.lexicon.words.is_title(&tree.lower(at))
        });
        let other = between.clone().any(|at| tree.lexicon.words.is_role(&tree.lower(at)));
        between.is_empty() || led && office && !other
    })
}

/// `the environmental group Ríos Libres`, `the newspaper Daily Post`.
fn directly_behind<'a>(
    tree: &Tree,
    names: &'a [NameMention],
    head: usize,
) -> Option<&'a NameMention> {
    let kind = tree.lexicon.words.noun_type(&tree.lemma(head));
    let collective = matches!(kind, Some(EntityType::Organization | EntityType::Facility))
        || tree.lemma(head) == "group";
    let singular = tree.token(head).tag == Tag::Nn;
    name_from(names, head + 1).filter(|name| {
        let modifies = tree.head(head).is_some_and(|to| name.tokens.contains(&to));
        let people = tree.lexicon.countries.of_adjective(&name.name).is_some();
        (collective && singular && name.tokens.start == head + 1)
            && (modifies || is_definite(tree, head))
            && !people
            && !matches!(name.kind, Some(EntityKind::Gpe | EntityKind::Person))
    })
}

/// `the president, Jane Roe`; `a "mega prison," the Terrorism Confinement Centre`.
fn behind_comma<'a>(tree: &Tree, names: &'a [NameMention], head: usize) -> Option<&'a NameMention> {
    let sentence = tree.sentence_range(head);
    let mut at = head + 1;
    let mut comma = false;
    while at < sentence.end && (tree.token(at).pos == Pos::Punct || tree.token(at).pos == Pos::Det)
    {
        comma |= &*tree.token(at).text == ",";
        at += 1;
    }
    let near = comma && at - head <= 4;
    let title =
        |name: &&NameMention| name.titled && name.tokens.start > at && name.tokens.start <= at + 3;
    let behind =
        name_from(names, at).filter(|name| near && (name.tokens.start == at || title(name)));
    behind.filter(|name| {
        let next = tree.parse.tokens.get(name.tokens.end);
        let listed = tree.children(name.tokens.end - 1).any(|to| tree.dep(to) == Dep::Conj)
            || tree.dep(name.tokens.end - 1) == Dep::Conj;
        let closed = next.is_none_or(|token| token.pos == Pos::Punct || token.pos == Pos::Adp);
        closed && !listed
    })
}

/// Whether what the recognizer says of a name agrees with the noun beside it.
fn suits(name: &NameMention, kind: EntityType) -> bool {
    use crate::parse::EntityKind::{Event, Fac, Gpe, Loc, Org, Person, Product};
    match (kind, name.kind) {
        (_, None) => kind != EntityType::Group,
        (EntityType::Person, Some(found)) => {
            found == Person || name.tokens.len() > 1 && found != Gpe
        }
        (EntityType::Facility, Some(found)) => matches!(found, Fac | Org | Product | Loc),
        (EntityType::Organization, Some(found)) => matches!(found, Org),
        (EntityType::Country | EntityType::Place, Some(found)) => matches!(found, Gpe | Loc),
        (EntityType::Event, Some(found)) => found == Event,
        _ => false,
    }
}

/// The name that a description is given, with the type that the description tells.
pub(super) fn descriptions<'a>(
    tree: &Tree,
    names: &'a [NameMention],
) -> Vec<(&'a NameMention, EntityType)> {
    let words = &tree.lexicon.words;
    let behind = names.iter().filter_map(|name| Some((name, described_behind(tree, name)?)));
    let before = (0..tree.parse.tokens.len())
        .filter(|&at| tree.token(at).pos == Pos::Noun)
        .filter_map(|at| {
            let kind = words.noun_type(&tree.lemma(at))?;
            let role = words.is_role(&tree.lemma(at)) && tree.token(at).tag == Tag::Nn;
            if let Some(place) = place_of(tree, names, at, kind) {
                return Some((place, EntityType::Place));
            }
            let kind = if role { EntityType::Person } else { kind };
            let telling =
                matches!(kind, EntityType::Facility | EntityType::Organization | EntityType::Event);
            apposed_name(tree, names, at, Some(kind))
                .filter(|_| telling || role)
                .map(|name| (name, kind))
        });
    let announced = names.iter().filter_map(|name| Some((name, announced_type(tree, name)?)));
    let teams = names.iter().filter(|name| plays(tree, name));
    let teams = teams.map(|name| (name, EntityType::Organization));
    let led = names.iter().filter(|name| is_led(tree, name));
    let led = led.map(|name| (name, EntityType::Organization));
    let around = names.iter().filter(|name| lies_in_country(tree, name));
    let around = around.map(|name| (name, EntityType::Place));
    before.chain(behind).chain(announced).chain(teams).chain(led).chain(around).collect()
}

/// The subjects of sentences with `he`, `his`, `she` or `her` that name no other person.
pub(super) fn gendered<'a>(tree: &Tree, names: &'a [NameMention]) -> Vec<&'a NameMention> {
    let sentences = tree.parse.sentences.iter();
    let gendered = sentences.filter(|sentence| {
        let mut words = (*sentence).clone();
        words.any(|at| {
            tree.token(at).pos == Pos::Pron
                && matches!(
                    &*tree.lower(at),
                    "he" | "him" | "his" | "himself" | "she" | "her" | "herself"
                )
        })
    });
    let subject = |sentence: &std::ops::Range<usize>| {
        let start = names.partition_point(|name| name.tokens.start < sentence.start);
        let within = names[start..].iter().take_while(|name| name.tokens.end <= sentence.end);
        let mut acting = within.clone().filter(|name| {
            matches!(tree.dep(name.tokens.end - 1), Dep::Nsubj | Dep::Nsubjpass | Dep::Poss)
        });
        let first = acting.next();
        let other = within
            .filter(|name| name.kind == Some(EntityKind::Person) || name.titled)
            .any(|name| Some(&name.name) != first.map(|first| &first.name));
        first.filter(|_| !other)
    };
    gendered.filter_map(subject).collect()
}

/// `the Monuc chief, Jane Roe`: an organization, whatever the recognizer takes it for.
fn is_led(tree: &Tree, name: &NameMention) -> bool {
    const LEADING: [&str; 6] =
        ["chief", "boss", "chairman", "chairwoman", "chairperson", "director"];
    let last = name.tokens.end - 1;
    let head = tree.head(last).filter(|_| tree.dep(last) == Dep::Compound);
    let leads = head.is_some_and(|head| {
        head == name.tokens.end && LEADING.contains(&tree.lemma(head).as_str())
    });
    let place = tree.lexicon.places.named(&name.name).is_some()
        || tree.lexicon.countries.named(&name.name).is_some()
        || tree.lexicon.countries.of_adjective(&name.name).is_some();
    leads && !place && !name.titled
}

/// `in Samarra, Iraq`: a place.
fn lies_in_country(tree: &Tree, name: &NameMention) -> bool {
    let (start, end) = (name.tokens.start, name.tokens.end);
    let country = tree
        .parse
        .tokens
        .get(end + 1)
        .filter(|_| tree.parse.tokens.get(end).is_some_and(|comma| &*comma.text == ","));
    let closed = tree.parse.tokens.get(end + 2).is_none_or(|next| next.pos == Pos::Punct);
    let within = start.checked_sub(1).is_some_and(|at| matches!(&*tree.lower(at), "in" | "near"));
    let named = country.is_some_and(|word| tree.lexicon.countries.named(&word.text).is_some());
    within && named && closed && tree.lexicon.countries.named(&name.name).is_none()
}

/// `the film Silent Harbour`, `the trawler Ocean Pearl`: the type that the common noun directly
/// before a name tells.
fn announced_type(tree: &Tree, name: &NameMention) -> Option<EntityType> {
    let start = name.tokens.start;
    let noun = start.checked_sub(1).filter(|&noun| tree.sentence(noun) == tree.sentence(start))?;
    let token = tree.token(noun);
    let common = token.pos == Pos::Noun
        && token.tag == Tag::Nn
        && token.text.starts_with(char::is_lowercase);
    let last = name.tokens.end - 1;
    let linked = tree.head(noun).is_some_and(|head| name.tokens.contains(&head))
        || tree.head(last) == Some(noun) && matches!(tree.dep(last), Dep::Appos | Dep::Nmod);
    let kind = tree.lexicon.names.announced_by(&tree.lemma(noun)).filter(|_| common && linked)?;
    let first = tree.lower(start);
    let person = name.tokens.len() > 1
        && name.kind == Some(EntityKind::Person)
        && tree.lexicon.words.gender(&first).is_some();
    let made = matches!(kind, EntityType::Facility | EntityType::Thing);
    (!name.titled && (made || !person)).then_some(kind)
}

/// `Ajax striker Jane Roe`, `scored for Everton`: a team, though the recognizer takes it for a
/// person or finds no name.
fn plays(tree: &Tree, name: &NameMention) -> bool {
    const PLAYERS: [&str; 10] = [
        "striker",
        "midfielder",
        "defender",
        "goalkeeper",
        "winger",
        "batsman",
        "bowler",
        "fullback",
        "quarterback",
        "skipper",
    ];
    const PLAYS: [&str; 4] = ["play", "score", "debut", "sign"];
    let mistaken = matches!(name.kind, None | Some(EntityKind::Person | EntityKind::WorkOfArt));
    let end = name.tokens.end;
    let player = tree.parse.tokens.get(end + 1).is_some_and(|next| next.pos == Pos::Propn)
        && PLAYERS.contains(&tree.lemma(end).as_str());
    let played_for = || {
        let leads = tree.head(end - 1).filter(|&leads| tree.lower(leads) == "for")?;
        tree.head(leads).filter(|&verb| PLAYS.contains(&tree.lemma(verb).as_str()))
    };
    mistaken && !name.titled && (player || played_for().is_some())
}

/// `the island of Crete`: a name that a noun for places gives.
fn place_of<'a>(
    tree: &Tree,
    names: &'a [NameMention],
    at: usize,
    kind: EntityType,
) -> Option<&'a NameMention> {
    if kind != EntityType::Place
        || tree.token(at).tag != Tag::Nn
        || tree.parse.tokens.get(at + 1).is_none_or(|of| &*of.text != "of")
    {
        return None;
    }
    let place = tree.after_preposition(at, "of").first().and_then(|&to| name_at(names, to));
    place.filter(|name| name.tokens.start == at + 2 && name.kind != Some(EntityKind::Norp))
}

/// `Arabsat, a Saudi company`, `Jane Roe, a lawyer`: the type that an apposition behind a name
/// tells.
fn described_behind(tree: &Tree, name: &NameMention) -> Option<EntityType> {
    use EntityType::{Event, Facility, Group, Organization, Person};
    let last = name.tokens.end - 1;
    let noun = tree.with_dep(last, Dep::Appos).find(|&noun| {
        noun > last && tree.token(noun).tag == Tag::Nn && tree.edges(noun).0 <= name.tokens.end + 1
    })?;
    let lemma = tree.lemma(noun);
    let role = tree.lexicon.words.is_role(&lemma);
    let person = name.kind == Some(EntityKind::Person) && name.tokens.len() > 1;
    match tree.lexicon.words.noun_type(&lemma) {
        _ if role => Some(Person),
        Some(Person) => Some(Person),
        Some(Group) if !is_collective(&lemma) => Some(Person),
        Some(kind @ (Organization | Facility | Event)) if !person => Some(kind),
        _ => None,
    }
}
